"""Read a document that a library kept, and believe nothing of it that was not checked."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from core.reading.extract import ReadError
from core.reading.kept import extracted, record_of
from store.copying import is_shallow
from store.entry import Record
from store.errors import StoreError, explained
from store.library import Library
from store.survey import is_document

_LARGEST = 512 << 20  # bytes; no text that Piyue opens takes more


class Kept(NamedTuple):
    """A document as it was kept: its id and title, the bytes of the file and what they say."""

    id: str
    title: str
    data: bytes
    record: Record


def kept(path: Path) -> Kept:
    """The document in a file of a library.

    Raises StoreError where there is none, it is damaged or of a newer Piyue, or its text is not
    the one that the folder is named after.
    """
    try:
        if not path.is_file():
            raise StoreError(path, "not a file" if path.exists() else "No such file or directory")
        if path.stat().st_size > _LARGEST:
            raise StoreError(path, "larger than any document")
        found = checked(path.read_bytes())
    except OSError as error:
        raise explained(path, "cannot be read", error) from error
    except ReadError as error:
        raise StoreError(path, str(error)) from error
    if is_document(path.parent.name) and found.id != path.parent.name:
        raise StoreError(path, "the document of another folder")
    return found


def checked(data: bytes) -> Kept:
    """The document in the bytes of such a file. Raises ReadError."""
    record = dict(record_of(data))
    title = extracted(record).metadata.title
    if not is_shallow(record):
        raise ReadError("the document that was kept is damaged")
    return Kept(record["id"], title or record["id"][:12], data, record)


def has(root: Path, document_id: str) -> bool:
    """Whether a library has a file for a document, whatever is in it. Raises StoreError."""
    path = Library(root).document(document_id)
    try:
        return path.exists()
    except OSError as error:
        raise explained(path, "cannot be read", error) from error


def keep(root: Path, document: Kept) -> bool:
    """Put a document into a library; False where it has it. Raises StoreError."""
    return not has(root, document.id) and Library(root).keep(document.id, lambda: document.data)


def title(path: Path) -> str:
    """What the document in a file is called; the beginning of its id where that is unknown."""
    try:
        return kept(path).title
    except StoreError:
        return path.parent.name[:12]
