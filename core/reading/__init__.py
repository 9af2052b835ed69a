"""Turn the bytes of a file into a document, or say in one line why that cannot be done."""

from __future__ import annotations

import re
from dataclasses import replace
from hashlib import sha256

from core.document import Document
from core.folding import fold
from core.measures import measures
from core.metadata import front_matter
from core.outline import sections
from core.reading.decoding import decode
from core.reading.extract import ReadError

__all__ = ["ReadError", "parse", "read"]

# Document text is shown in a terminal: whatever could steer one, or turn the reading direction
# unseen, becomes a space, one for one so that offsets stay those of the file. A tab too: it is
# as wide as the terminal likes.
_UNSAFE = re.compile(
    "[\x00-\x09\x0e-\x1f\x7f-\x84\x86-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_LINE = re.compile(r"\S(?:[^\n]*\S)?")


def read(data: bytes) -> Document:
    """The document in the bytes of a text file: UTF-8, GB18030 or UTF-16.

    Damaged characters stand as U+FFFD and are counted in a warning. Raises ReadError when the
    bytes are no text or hold none.
    """
    text, damaged = decode(data)
    document = parse(text)
    if not document.measures:
        raise ReadError("the file holds no text")
    if damaged:
        where = text.index("\ufffd") + 1
        warning = f"damaged characters: {damaged}: position of the first: {where}"
        return replace(document, warnings=(warning,))
    return document


def parse(text: str) -> Document:
    """The structure of a text: metadata, sections and measures.

    Line ends become LF; control characters and bidirectional overrides become spaces. There is
    at least one measure unless the text is blank.
    """
    text = _UNSAFE.sub(" ", _LINE_ENDS.sub("\n", text))
    shadow = fold(text)
    lines = [match.span() for match in _LINE.finditer(shadow)]
    found = sections(text, shadow, lines)
    first = found[0].start if found else len(text)
    metadata, begin = front_matter(text, shadow, [line for line in lines if line[0] < first])
    units = measures(shadow, lines[begin:], found)
    if not units:  # nothing under any heading, no sentence: every line is for review
        found, units = (), measures(shadow, lines, ())
    return Document(
        id=sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        text=text,
        metadata=metadata,
        sections=found,
        measures=units,
    )
