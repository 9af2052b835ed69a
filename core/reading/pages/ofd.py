"""Read an OFD file (GB/T 33190-2016): the text of its pages, put into paragraphs."""

from __future__ import annotations

import math
import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain, repeat
from xml.etree.ElementTree import Element

from core.metadata import from_labels
from core.reading.archive import Archive
from core.reading.extract import Extract, ReadError
from core.reading.pages.glyphs import Glyph, Page, is_wide, page
from core.reading.pages.layout import extract_pages

_A4 = (0.0, 0.0, 210.0, 297.0)  # mm, when the file names no page size
_AS_IT_IS = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_MOST_PAGES = 5000
_DRAWN = frozenset({"ImageObject", "PathObject", "CompositeObject"})
_NARROW = 0.5  # em that a Latin letter takes when the file does not say it
_SLANT = 0.05  # by which the direction of upright text may differ from the edge of the page
_LONGEST_TITLE = 60  # characters


@dataclass(frozen=True, slots=True)
class _Document:
    """One of the documents in a file, and the folder from which its parts are named."""

    root: Element
    folder: str
    templates: dict[str, str]  # by their ID


def extract(data: bytes) -> Extract:
    """The paragraphs of all documents in the file; attachments are named in a warning.

    The title in DocInfo is taken only when the text has no first line that could be one: it is
    as often the name of the office or of a template.

    Raises ReadError when the file is damaged, or holds pictures only.
    """
    archive = Archive(data)
    entry = archive.xml("OFD.xml")
    if entry is None:
        raise ReadError("the file is damaged or cut short")
    documents = [_document(archive, _text(body, "DocRoot")) for body in _all(entry, "DocBody")]
    locations = [
        (document, _resolved(element.get("BaseLoc", ""), document.folder))
        for document in documents
        for pages in _children(document.root, "Pages")
        for element in _children(pages, "Page")
    ]
    if len(locations) > _MOST_PAGES:
        raise ReadError("the file has more pages than a document can have")
    read: list[Page] = []
    pictures = 0
    damaged: list[str] = []
    for number, (document, location) in enumerate(locations, 1):
        try:
            printed, is_picture = _page(archive, document, location)
        except ReadError:
            damaged.append(str(number))
            continue
        read.append(printed)
        pictures += is_picture
    if damaged and not any(printed.lines for printed in read):
        raise ReadError(f"pages that could not be read: {', '.join(damaged)}")
    warnings = [f"pages that could not be read: {', '.join(damaged)}"] if damaged else []
    if attached := [name for document in documents for name in _attached(archive, document)]:
        warnings.append(f"attachments not read: {', '.join(attached)}")
    found = extract_pages(read, pictures=pictures)
    found = replace(found, warnings=(*warnings, *found.warnings))
    first = found.text.partition("\n")[0]
    if first.endswith(("。", "；", "：", ":", ";")) or len(first) > _LONGEST_TITLE:
        title = next((_text(info, "Title") for info in _all(entry, "DocInfo")), "")
        found = replace(found, metadata=from_labels([("标题", title)]))
    return found


def _document(archive: Archive, location: str) -> _Document:
    location = _resolved(location, "")
    root = archive.xml(location)
    if root is None:
        raise ReadError("the file is damaged or cut short")
    folder = posixpath.dirname(location)
    templates = {
        element.get("ID", ""): _resolved(element.get("BaseLoc", ""), folder)
        for element in _all(root, "TemplatePage")
    }
    return _Document(root, folder, templates)


def _resolved(location: str, folder: str) -> str:
    """ST_Loc: a path from the root of the file with a leading /, else from the part naming it."""
    path = posixpath.normpath(posixpath.join("/", folder, location.strip().replace("\\", "/")))
    return path.lstrip("/")


def _attached(archive: Archive, document: _Document) -> Iterator[str]:
    location = _text(document.root, "Attachments")
    try:
        root = archive.xml(_resolved(location, document.folder)) if location else None
    except ReadError:
        return
    if root is not None:
        for element in _all(root, "Attachment"):
            yield " ".join((element.get("Name") or _text(element, "FileLoc")).split())


def _page(archive: Archive, document: _Document, location: str) -> tuple[Page, bool]:
    """A page with what its templates print on it, and whether it is but a picture."""
    root = archive.xml(location)
    if root is None:
        raise ReadError("the file is damaged or cut short")
    sheets = [root]
    for element in _children(root, "Template"):
        template = archive.xml(document.templates.get(element.get("TemplateID", ""), ""))
        if template is not None:
            sheets.append(template)
    box = next(
        (box for part in (root, document.root) if (box := _numbers(_text(part, "PhysicalBox"), 4))),
        _A4,
    )
    left, top, width, height = box
    glyphs = chain.from_iterable(_glyphs(sheet, left, top) for sheet in sheets)
    printed = page(glyphs, width=width, height=height)
    is_drawn = any(_local(element) in _DRAWN for element in root.iter())
    return printed, is_drawn and not printed.lines


def _glyphs(sheet: Element, left: float, top: float) -> Iterator[Glyph]:
    for element in _all(sheet, "TextObject"):
        boundary = _numbers(element.get("Boundary", ""), 4)
        size = _numbers(element.get("Size", ""), 1)
        if not (boundary and size) or element.get("Visible", "").lower() == "false":
            continue
        a, b, c, d, e, f = _numbers(element.get("CTM", ""), 6) or _AS_IT_IS
        turn = _turn(a, b)
        if turn is None:
            continue
        along, across = math.hypot(a, b), math.hypot(c, d) * size[0]
        if not along or not across:
            continue
        x0, y0 = boundary[0] - left + e, boundary[1] - top + f
        for char, x, y, advance in _placed(element, size[0]):
            yield Glyph(char, x0 + a * x + c * y, y0 + b * x + d * y, advance * along, across, turn)


def _turn(a: float, b: float) -> int | None:
    """By how many quarters to the left text runs, None when it runs aslant; y counts downwards."""
    quarters = math.atan2(-b, a) / (math.pi / 2)
    turn = round(quarters)
    return turn % 4 if abs(quarters - turn) < _SLANT else None


def _placed(element: Element, size: float) -> Iterator[tuple[str, float, float, float]]:
    """Each character of a TextObject with its place in it and its width.

    A TextCode without X or Y goes on where the one before it stood.
    """
    x = y = 0.0
    for code in _all(element, "TextCode"):
        x = next(iter(_numbers(code.get("X", ""), 1)), x)
        y = next(iter(_numbers(code.get("Y", ""), 1)), y)
        text = "".join(code.itertext())
        if not text.strip():
            continue
        text = text.strip("\r\n\t")
        here, down = x, y
        steps = chain(_deltas(code.get("DeltaX", ""), len(text)), repeat(None))
        drops = chain(_deltas(code.get("DeltaY", ""), len(text)), repeat(0.0))
        for char, step, drop in zip(text, steps, drops, strict=False):
            usual = size if is_wide(char) else size * _NARROW
            yield char, here, down, step if step and 0 < step <= size else usual
            here += usual if step is None else step
            down += drop


def _deltas(values: str, most: int) -> Iterator[float]:
    """The distances in a DeltaX: `g 3 5.5 6` is 5.5 three times, then 6."""
    words = iter(values.split())
    left = most
    for word in words:
        times, value = 1, word
        if word == "g":
            times, value = int(next(iter(_numbers(next(words, ""), 1)), 0)), next(words, "")
        number = _numbers(value, 1)
        if not number:
            return
        for _ in range(min(times, left)):
            yield number[0]
        left -= times
        if left <= 0:
            return


def _numbers(values: str, count: int) -> tuple[float, ...]:
    """The first so many numbers, none when there are fewer or one is not a length in any page."""
    words = values.split()[:count]
    try:
        numbers = tuple(map(float, words))
    except ValueError:
        return ()
    return numbers if len(numbers) == count and all(abs(n) < 1e6 for n in numbers) else ()


def _local(element: Element) -> str:
    """The name without its namespace, for which writers use several."""
    return element.tag.rpartition("}")[2]


def _all(element: Element, name: str) -> Iterator[Element]:
    return (below for below in element.iter() if _local(below) == name)


def _children(element: Element, name: str) -> Iterator[Element]:
    return (child for child in element if _local(child) == name)


def _text(element: Element, name: str) -> str:
    found = next(_all(element, name), None)
    return (found.text or "").strip() if found is not None else ""
