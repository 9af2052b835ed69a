"""Open what the user names: the document, and the review of it in the library."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from core.document import Document
from core.reading import ReadError, read
from store.errors import StoreError
from store.library import Library
from tui.session import Session

__all__ = ["OpenError", "StoreError", "open_session", "read_document", "shipped_report"]


class OpenError(Exception):
    """A file that cannot be opened; the message names it and the cause."""


def shipped_report() -> Path:
    """The report that comes with Piyue."""
    return Path(str(files("seeds") / "changning-2024-law-based-government-report.txt"))


def read_document(path: Path) -> Document:
    """The document in a file; raises OpenError."""
    try:
        return read(path.read_bytes())
    except OSError as error:
        raise OpenError(f"{path}: {error.strerror or error}") from error
    except ReadError as error:
        raise OpenError(f"{path}: {error}") from error


def open_session(path: Path, library: Path, reviewer: str) -> Session:
    """The document with its review and last place; raises OpenError or StoreError."""
    document = read_document(path)
    session = Session(document, Library(library).review(document.id, reviewer), reviewer)
    session.load()
    return session
