"""Turn the bytes of a file into a document, or say in one line why that cannot be done."""

from __future__ import annotations

import re
from hashlib import sha256

from core.document import Document
from core.folding import fold
from core.measures import measures
from core.metadata import front_matter
from core.outline import sections


class ReadError(Exception):
    """A file that holds no document Piyue can read; the message says why, without the name."""


# Document text is shown in a terminal: whatever could steer one, or turn the reading direction
# unseen, becomes a space, one for one so that offsets stay those of the file.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)
_LINE = re.compile(r"\S(?:[^\n]*\S)?")


def read(data: bytes) -> Document:
    """The document in the bytes of a UTF-8 text file, with or without a byte order mark.

    Raises ReadError when the bytes are no text or hold none.
    """
    if not data:
        raise ReadError("the file is empty")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ReadError(f"not UTF-8 text (byte {error.start + 1})") from error
    if "\0" in text:
        raise ReadError("not a text file (it holds NUL bytes)")
    document = parse(text)
    if not document.measures:
        raise ReadError("the file holds no text")
    return document


def parse(text: str) -> Document:
    """The structure of a text: metadata, sections and measures.

    Newlines become LF; control characters and bidirectional overrides become spaces. There is
    at least one measure unless the text is blank.
    """
    text = _UNSAFE.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))
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
