"""Open what the user names: the document, and the review of it in the library."""

from __future__ import annotations

from concurrent.futures import Executor, Future
from importlib.resources import files
from pathlib import Path

from core.document import Document
from core.reading import ReadError, Watch, read
from store.errors import StoreError
from store.library import Library
from tui.session import Session

__all__ = ["OpenError", "Opening", "StoreError", "read_document", "shipped_report"]

_LARGEST = 256 << 20  # bytes; a device that never ends must not fill the memory


class OpenError(Exception):
    """A file that cannot be opened; the message names it and the cause."""


def shipped_report() -> Path:
    """The report that comes with Piyue."""
    return Path(str(files("seeds") / "changning-2024-law-based-government-report.txt"))


def read_document(path: Path, watch: Watch = lambda done: None) -> Document:
    """The document in a file; `watch` as `core.reading.read` has it. Raises OpenError."""
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
        if len(data) > _LARGEST:
            raise OpenError(f"{path}: larger than any document")
        return read(data, watch)
    except OSError as error:
        raise OpenError(f"{path}: {error.strerror or error}") from error
    except ReadError as error:
        raise OpenError(f"{path}: {error}") from error


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
        document = read_document(self.path, self._watch)
        document.index()
        session = Session(document, Library(library).review(document.id, reviewer), reviewer)
        session.load()
        return session

    def _watch(self, done: float) -> None:
        self.share_done = done
        if self._stopped:
            raise OpenError(f"{self.path}: stopped")
