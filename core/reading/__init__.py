"""Turn the bytes of a file into a document, or say in one line why that cannot be done."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from hashlib import sha256
from importlib import import_module

from core import furniture
from core.document import Document, Metadata
from core.folding import fold
from core.frame import front_matter, without_signatures
from core.lint import lint
from core.measures import measures
from core.outline import sections
from core.reading import formats
from core.reading.decoding import decode, warnings_of_damage
from core.reading.extract import Extract, ReadError
from core.reading.rejoin import rejoined
from core.watching import Watch, part, unwatched, watched

__all__ = ["ReadError", "parse", "read"]

# Document text is shown in a terminal: whatever could steer one, or turn the reading direction
# unseen, becomes a space, one for one so that offsets stay those of the file. A tab too: it is
# as wide as the terminal likes.
_UNSAFE = re.compile(
    "[\x00-\x09\x0e-\x1f\x7f-\x84\x86-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)
_LINE_ENDS = re.compile("[\r\x0b\x0c\x85\u2028\u2029]")
_BETWEEN_CELLS = "\u2003"  # an em space has one width, and a tab any
_LINE = re.compile(r"\S(?:[^\n]*\S)?")


def read(data: bytes, watch: Watch = unwatched) -> Document:
    """The document in the bytes of a file, of whatever format they are.

    Damaged characters stand as U+FFFD and are counted in a warning. `watch` is told how much is
    done, from 0 to 1, and stops the reading by raising. Raises ReadError when the file holds no
    text, or nothing that Piyue can read.
    """
    watch(0.0)
    extract = _extract(data, watch)
    document = _structured(extract, watch)
    if not document.measures:
        raise ReadError("the file holds no text")
    return document


def parse(text: str) -> Document:
    """The structure of a plain text: metadata, sections and measures.

    Line ends become LF; control characters and bidirectional overrides become spaces; lines that
    were broken at the edge of a page are joined. There is at least one measure unless the text
    is blank.
    """
    return _structured(Extract(rejoined(_safe(text))), unwatched)


def _extract(data: bytes, watch: Watch) -> Extract:
    """What the reader of the format finds; all but plain text is read outside this process."""
    format_ = formats.kind(data)
    if format_.module is None:
        return _text(data)

    if format_.trusted:
        found: Extract = import_module(format_.module).extract(data, watch)
    else:
        from core.reading import confined  # noqa: PLC0415 (plain text needs no other process)

        found = confined.run(format_.module, data, watch)
    return replace(found, text=_safe(found.text.replace("\t", _BETWEEN_CELLS)))


def _text(data: bytes) -> Extract:
    text, damaged = decode(data)
    text = _safe(text)
    warnings = warnings_of_damage(text, damaged)
    if "# " in text or "\n---" in text or "\n===" in text:
        from core.reading import markdown  # noqa: PLC0415 (most texts are none)

        if markdown.is_markdown(text):
            found = markdown.extract(text)
            return replace(found, text=found.text.replace("\t", _BETWEEN_CELLS), warnings=warnings)
    return Extract(rejoined(text), warnings=warnings)


def _safe(text: str) -> str:
    return _UNSAFE.sub(" ", _LINE_ENDS.sub("\n", text.replace("\r\n", "\n")))


def _structured(extract: Extract, watch: Watch) -> Document:
    """The document in the paragraphs that a format gave."""
    text = extract.text
    watch(0.2)
    shadow = fold(text)
    lines = [match.span() for match in _LINE.finditer(shadow)]
    watch(0.3)
    body = furniture.body(shadow, furniture.without_contents(shadow, lines))
    marks = _marks(extract)
    metadata, begin = front_matter(text, shadow, body, marks)
    signature, body, titles = without_signatures(text, shadow, body[begin:])
    found = sections(text, shadow, body, marks | titles)
    watch(0.5)
    units = measures(shadow, watched(body, part(watch, 0.5, 1), every=4096), found)
    if not units:  # nothing under any heading, no sentence: every line is for review
        found, units = (), measures(shadow, lines, ())
    warnings = lint(text, shadow, body, found)
    watch(1.0)
    return Document(
        id=sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        text=text,
        metadata=_merged(extract.metadata, metadata, signature),
        sections=found,
        measures=units,
        warnings=tuple(dict.fromkeys(extract.warnings + warnings)),  # a kept text has them all
        headings=extract.headings,
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
