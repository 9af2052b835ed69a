"""Read a PDF that has a text layer: its characters with their places, put into paragraphs."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pypdfium2.raw as pdfium

from core.reading.extract import Extract, ReadError
from core.reading.pages.glyphs import UNKNOWN, Glyph, Page, is_wide, page
from core.reading.pages.layout import extract_pages

_DAMAGED = "the file is damaged or cut short"
_CAUSES = {
    pdfium.FPDF_ERR_PASSWORD: "the file is protected by a password",
    pdfium.FPDF_ERR_SECURITY: "the file is encrypted or packed in an unknown way",
}
_MOST_PAGES = 5000
_MOST_CHARACTERS = 5_000_000

_QUARTER = math.pi / 2
_SLANT = 0.05  # quarters by which upright text may differ from the edge of the page
_LINE_BREAKS = frozenset({0x0D, 0x0A})  # not of the file, but where the library sees a line end
_HYPHENS = frozenset({0x02, 0xFFFE})  # what the library makes of a hyphen at the end of a line
_SPACE = 0x20
_HIGH_SURROGATES = range(0xD800, 0xDC00)
_LOW_SURROGATES = range(0xDC00, 0xE000)


def extract(data: bytes) -> Extract:
    """The paragraphs of the text layer, be it printed or laid invisibly over a scan.

    Raises ReadError when the file is damaged, asks for a password, or holds pictures only. The
    title among its properties is not used: it is often that of another document, or garbled.
    """
    pages: list[Page] = []
    pictures = 0
    damaged: list[str] = []
    with _opened(data) as document:
        count = pdfium.FPDF_GetPageCount(document)
        if count > _MOST_PAGES:
            raise ReadError("the file has more pages than a document can have")
        characters = 0
        for index in range(count):
            with _loaded(document, index) as (handle, text):
                if not text:
                    damaged.append(str(index + 1))
                    continue
                characters += pdfium.FPDFText_CountChars(text)
                if characters > _MOST_CHARACTERS:
                    raise ReadError("the file unpacks to more than a document can hold")
                printed = _page(handle, text)
                # A page without any object is blank, not scanned.
                pictures += not printed.lines and pdfium.FPDFPage_CountObjects(handle) > 0
                pages.append(printed)
    if damaged and len(damaged) == count:
        raise ReadError(_DAMAGED)
    found = extract_pages(pages, pictures=pictures)
    if damaged:
        warning = f"pages that could not be read: {', '.join(damaged)}"
        found = replace(found, warnings=(warning, *found.warnings))
    return found


@contextmanager
def _opened(data: bytes) -> Iterator[Any]:
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        raise ReadError(_CAUSES.get(pdfium.FPDF_GetLastError(), _DAMAGED))
    try:
        yield document
    finally:
        pdfium.FPDF_CloseDocument(document)


@contextmanager
def _loaded(document: Any, index: int) -> Iterator[tuple[Any, Any]]:
    """The handles of a page and of its text, None for what cannot be loaded."""
    handle = pdfium.FPDF_LoadPage(document, index)
    text = pdfium.FPDFText_LoadPage(handle) if handle else None
    try:
        yield handle, text
    finally:
        if text:
            pdfium.FPDFText_ClosePage(text)
        if handle:
            pdfium.FPDF_ClosePage(handle)


def _page(handle: Any, text: Any) -> Page:
    """The lines of a page. What turns it upright is the direction of its text, not its flag."""
    frame = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(handle, frame)
    width, height = frame.right - frame.left, frame.top - frame.bottom
    return page(_glyphs(text, frame.left, frame.top), width=width, height=height)


def _glyphs(text: Any, left: float, top: float) -> Iterator[Glyph]:
    """The characters of a page; each costs a few calls, so what they fill is made once."""
    box, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    to_box, to_x, to_y = ctypes.byref(box), ctypes.byref(x), ctypes.byref(y)
    high = 0
    for index in range(pdfium.FPDFText_CountChars(text)):
        code = pdfium.FPDFText_GetUnicode(text, index)
        if code in _LINE_BREAKS:
            continue
        if code in _HIGH_SURROGATES:
            high = code
            continue
        quarters = pdfium.FPDFText_GetCharAngle(text, index) / _QUARTER
        turn = round(quarters)
        if (
            abs(quarters - turn) > _SLANT
            or not pdfium.FPDFText_GetLooseCharBox(text, index, to_box)
            or not pdfium.FPDFText_GetCharOrigin(text, index, to_x, to_y)
        ):
            continue
        along, across = box.right - box.left, box.top - box.bottom
        if turn % 2:
            along, across = across, along
        if code == _SPACE and along <= 0:
            continue  # not of the file: where the library sees a gap between words
        char, high = _char(code, high), 0
        size = along if is_wide(char) and along > 0 else across
        if size > 0:
            # The library counts to the right.
            yield Glyph(char, x.value - left, top - y.value, along, size, -turn % 4)


def _char(code: int, high: int) -> str:
    if code in _HYPHENS:
        return "-"
    if code in _LOW_SURROGATES:
        if not high:
            return UNKNOWN
        code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00)
    return chr(code) if _SPACE <= code <= 0x10FFFF else UNKNOWN
