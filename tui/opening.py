"""Open what the user names: the document, and the review of it in the library."""

from __future__ import annotations

from concurrent.futures import Executor, Future
from dataclasses import replace
from functools import partial
from importlib.resources import files
from pathlib import Path

from core.document import Document
from core.reading import ReadError, Watch, read
from core.reading.extract import unwatched
from core.reading.kept import kept
from store.errors import StoreError
from store.library import Library, ReviewFile
from tui.session import Session

__all__ = ["OpenError", "Opening", "StoreError", "read_document", "review_of", "shipped_report"]

_LARGEST = 256 << 20  # bytes; a device that never ends must not fill the memory


class OpenError(Exception):
    """A file that cannot be opened; the message names it and the cause."""


def shipped_report() -> Path:
    """The report that comes with Piyue."""
    return Path(str(files("seeds") / "changning-2024-law-based-government-report.txt"))


def read_document(path: Path, library: Path, watch: Watch = unwatched) -> Document:
    """The document in a file; of a file that is gone the text that the library kept.

    `watch` is as `core.reading.read` has it. Raises OpenError.
    """
    try:
        if not path.exists() and (copy := _kept_copy(path, library)):
            document = _read(copy, watch)
            return replace(document, warnings=(_GONE, *document.warnings))
        return _read(path, watch)
    except OSError as error:
        raise OpenError(f"{path}: {error.strerror or error}") from error
    except (ReadError, StoreError) as error:
        raise OpenError(f"{path}: {error}") from error


_GONE = "the file is gone: this is the text that was reviewed"


def _kept_copy(path: Path, library: Path) -> Path | None:
    """Where the library keeps what was last reviewed of a file."""
    source, house = str(path.absolute()), Library(library)
    return next((house.document(one.id) for one in house.listed() if one.source == source), None)


def _read(path: Path, watch: Watch) -> Document:
    with path.open("rb") as file:
        data = file.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        raise ReadError("larger than any document")
    return read(data, watch)


def review_of(path: Path, document: Document, library: Path, reviewer: str) -> ReviewFile:
    """The review of a document, which came from this file; no file is opened or made by this."""
    keep = partial(kept, document, str(path.absolute()))
    return Library(library).review(document.id, reviewer, keep)


class Opening:
    """A document on its way: read and its review loaded in a worker, which can be stopped."""

    def __init__(self, path: Path, library: Path, reviewer: str, worker: Executor) -> None:
        """Begins at once. The session's `result()` raises OpenError or StoreError."""
        self.path = path
        self.share_done = 0.0
        self._stopped = False
        self.session: Future[Session] = worker.submit(self._open, library, reviewer)

    def stop(self) -> None:
        """Stop reading as soon as the worker looks up."""
        self._stopped = True

    def _open(self, library: Path, reviewer: str) -> Session:
        document = read_document(self.path, library, self._watch)
        document.index()
        session = Session(document, review_of(self.path, document, library, reviewer), reviewer)
        session.load()
        return session

    def _watch(self, done: float) -> None:
        self.share_done = done
        if self._stopped:
            raise OpenError(f"{self.path}: stopped")
