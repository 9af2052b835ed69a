"""Open what the user names: the document, and the review of it in the library."""

from __future__ import annotations

from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from importlib.resources import files
from pathlib import Path

from core.document import Document
from core.reading import ReadError, read
from core.reading.kept import kept
from core.watching import Watch, unwatched
from store.errors import StoreError
from store.library import Library, ReviewFile
from tui.session import Session

__all__ = [
    "Desk",
    "OpenError",
    "Opening",
    "StoreError",
    "read_again",
    "read_document",
    "review_of",
    "shipped_report",
]

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


def read_again(document_id: str, source: str, library: Path, watch: Watch) -> Document:
    """A document of the library as it was kept, which is the text that was reviewed.

    Where the file that it came from, `source`, is gone or says something else by now, a warning
    of the document tells. `watch` is as `core.reading.read` has it. Raises OpenError.
    """
    from store.documents import kept as checked  # noqa: PLC0415 (a file opens without it)

    path = Library(library).document(document_id)
    if not path.exists():
        raise OpenError(f"{path}: the document itself was not kept")
    try:
        document = read(checked(path).data, watch)
    except StoreError as error:
        raise OpenError(str(error)) from error
    except ReadError as error:
        raise OpenError(f"{path}: {error}") from error
    changes = _since(Path(source), path, document, watch)
    return replace(document, warnings=(*changes, *document.warnings))


_CHANGED = "the file says something else now: this is the text that was reviewed"


def _since(source: Path, path: Path, document: Document, watch: Watch) -> tuple[str, ...]:
    """What became of the file since its text was kept; only its name and text are believed."""
    try:
        if not source.is_file():
            return (_GONE,)
        if source.stat().st_mtime <= path.stat().st_mtime:
            return ()
        if _read(source, watch).id == document.id:
            return ()
    except (OSError, ReadError):  # it could be read once, when it was kept
        pass
    return (_CHANGED,)


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

    def __init__(  # noqa: PLR0913
        self,
        path: Path,
        library: Path,
        reviewer: str,
        worker: Executor,
        *,
        document_id: str = "",
        at: int | None = None,
    ) -> None:
        """Begins at once. The session's `result()` raises OpenError or StoreError.

        With `document_id` the text that the library keeps is opened, which came from `path`. `at`
        is the offset of the measure to begin with; None: where the reviewer was.
        """
        self.path = path
        self.share_done = 0.0
        self._stopped = False
        self._document_id = document_id
        self._at = at
        self.session: Future[Session] = worker.submit(self._open, library, reviewer)

    def stop(self) -> None:
        """Stop reading as soon as the worker looks up."""
        self._stopped = True

    def _open(self, library: Path, reviewer: str) -> Session:
        if self._document_id:
            document = read_again(self._document_id, str(self.path), library, self._watch)
        else:
            document = read_document(self.path, library, self._watch)
        document.index()
        session = Session(document, review_of(self.path, document, library, reviewer), reviewer)
        session.source = str(self.path.absolute())
        session.load()
        if self._at is not None:
            session.place["measure"] = self._at
        return session

    def _watch(self, done: float) -> None:
        self.share_done = done
        if self._stopped:
            raise OpenError(f"{self.path}: stopped")


def _reading_worker() -> Executor:
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="piyue-read")


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a reviewer works: in which library, under which name, and the thread that reads."""

    library: Path
    reviewer: str
    worker: Executor = field(default_factory=_reading_worker)

    def open(self, path: Path) -> Opening:
        """Begin to read a file."""
        return Opening(path, self.library, self.reviewer, self.worker)

    def reopen(self, document_id: str, source: str, at: int | None = None) -> Opening:
        """Begin to read a document of the library, which came from `source`; "" is unknown."""
        path = Path(source) if source else Library(self.library).document(document_id)
        return Opening(
            path, self.library, self.reviewer, self.worker, document_id=document_id, at=at
        )
