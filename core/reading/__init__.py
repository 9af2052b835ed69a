"""Turn the bytes of a file into a document, or say in one line why that cannot be done."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from hashlib import sha256

from core import furniture
from core.document import Document, Metadata
from core.folding import fold
from core.frame import front_matter, signature
from core.lint import lint
from core.measures import measures
from core.outline import sections
from core.reading.decoding import decode
from core.reading.extract import Extract, ReadError
from core.reading.rejoin import rejoined

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
    """The document in the bytes of a file.

    Damaged characters stand as U+FFFD and are counted in a warning. Raises ReadError when the
    bytes are no text or hold none.
    """
    text, damaged = decode(data)
    warnings: tuple[str, ...] = ()
    if damaged:
        where = text.index("\ufffd") + 1
        warnings = (f"damaged characters: {damaged}: position of the first: {where}",)
    document = parse(text)
    if not document.measures:
        raise ReadError("the file holds no text")
    return replace(document, warnings=warnings + document.warnings)


def parse(text: str) -> Document:
    """The structure of a plain text: metadata, sections and measures.

    Line ends become LF; control characters and bidirectional overrides become spaces; lines that
    were broken at the edge of a page are joined. There is at least one measure unless the text
    is blank.
    """
    return structured(Extract(rejoined(_safe(text))))


def _safe(text: str) -> str:
    return _UNSAFE.sub(" ", _LINE_ENDS.sub("\n", text))


def structured(extract: Extract) -> Document:
    """The document in the paragraphs that a format gave."""
    text = extract.text
    shadow = fold(text)
    lines = [match.span() for match in _LINE.finditer(shadow)]
    body = furniture.body(shadow, furniture.without_contents(shadow, lines))
    metadata, begin = front_matter(text, shadow, body)
    issuer, written, last = signature(text, shadow, body)
    body = body[begin:last]
    found = sections(text, shadow, body, _marks(extract))
    units = measures(shadow, body, found)
    if not units:  # nothing under any heading, no sentence: every line is for review
        found, units = (), measures(shadow, lines, ())
    return Document(
        id=sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        text=text,
        metadata=_merged(extract.metadata, metadata, Metadata(issuer=issuer, written=written)),
        sections=found,
        measures=units,
        warnings=extract.warnings + lint(shadow, body, found),
    )


def _marks(extract: Extract) -> dict[int, int]:
    """Where the lines begin that the file marks as headings, and their depth."""
    if not extract.headings:
        return {}
    marks: dict[int, int] = {}
    start = 0
    for index, line in enumerate(extract.text.split("\n")):
        if depth := extract.headings.get(index):
            marks[start + len(line) - len(line.lstrip())] = depth
        start += len(line) + 1
    return marks


def _merged(*sources: Metadata) -> Metadata:
    """Each fact from the first source that has it."""
    return Metadata(
        **{
            field.name: next(filter(None, (getattr(one, field.name) for one in sources)), "")
            for field in fields(Metadata)
        }
    )
