"""Find the review of a document in the library, and read, change and save it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path
from threading import RLock
from typing import TypeAlias

from store.entry import Record, Records, plain
from store.errors import ConflictError
from store.history import Step, Timeline
from store.log import FileLog
from store.table import Database

ANNOTATIONS = "annotations"
SESSION = "session"
PLACE = "place"

Edit: TypeAlias = Callable[[Record | None], Record | None]


class Library:
    """The folder of all reviews: `ROOT/<document id>/<reviewer>.jsonl`.

    Nobody writes another reviewer's file, so a library can be shared as a folder or with git.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    def review(self, document_id: str, reviewer: str) -> ReviewFile:
        """One reviewer's review of one document; no file is opened or made by this."""
        path = self.root / file_name(document_id) / f"{file_name(reviewer)}.jsonl"
        return ReviewFile(path, reviewer)


class ReviewFile:
    """One reviewer's review of one document, for any thread.

    A call that changes something returns when the change is on the disk, as one line and so
    whole. When it raises StoreError instead, nothing was saved, the records are what the disk
    has, and the next call starts afresh. Reading never makes a file or folder, and works where
    nothing can be written. Records handed out are copies.
    """

    def __init__(self, path: Path, reviewer: str) -> None:
        self.path = path
        self._lock = RLock()
        self._tables = Database(FileLog(path), by=_storable(reviewer))
        self._storage = self._tables.storage
        self._timeline = Timeline(ANNOTATIONS, self._storage.is_ours)

    def annotations(self) -> dict[str, Record]:
        """All annotations by key, with the newest of other terminals."""
        with self._lock:
            records = {str(found.doc_id): dict(found) for found in self._tables.table(ANNOTATIONS)}
            self._storage.changed_elsewhere(ANNOTATIONS)
            return records

    def change(
        self, key: str, edit: Edit, why: str, session: Record | None = None
    ) -> Record | None:
        """Save what `edit` makes of the newest record, and return it; None means no record.

        Nobody else saves between `edit` and the disk. Nothing is written where `edit` returns an
        equal record or raises. `session` is saved in the same line.
        """
        return self.change_all({key: edit}, why, session)[key]

    def change_all(
        self, edits: Mapping[str, Edit], why: str, session: Record | None = None
    ) -> Records:
        """The same for several records: all are saved or none, and undo takes back all."""
        with self._lock, self._storage.transaction():
            known = self._storage.record
            edited = {key: edit(known(ANNOTATIONS, key)) for key, edit in edits.items()}
            along = None if session is None else {SESSION: {PLACE: session}}
            self._storage.put({ANNOTATIONS: edited}, why, along)
            return edited

    def undo(self) -> Step | None:
        """Take back the last change that this terminal made or found when it opened the review.

        Returns that change backwards: `changed` holds the records as they are now. None when
        there is nothing to undo; ConflictError where another terminal changed a record of it since.
        """
        return self._replay("undo")

    def redo(self) -> Step | None:
        """Repeat what undo took back last, unless something was changed since; else as undo."""
        return self._replay("redo")

    def _replay(self, why: str) -> Step | None:
        with self._lock:
            self._storage.refresh()
            if not self._storage.entries:
                return None  # and no file: the lock would make one
            with self._storage.transaction():
                line = self._up_to_date()
                pile = line.undo if why == "undo" else line.redo
                if not pile:
                    return None
                step = pile[-1].backwards() if why == "undo" else pile[-1]
                if line.clashes(step):
                    cause = f"no {why}: another terminal changed the same annotation since"
                    raise ConflictError(self.path, cause)
                self._storage.put(
                    {ANNOTATIONS: step.changed}, why, reference={f"{why}es": step.ref}
                )
                return _handed_out(step)

    def history(self) -> list[Step]:
        """Every change of the annotations, oldest first, with those that were undone."""
        with self._lock:
            self._storage.refresh()
            return [_handed_out(step) for step in self._up_to_date().steps]

    def refresh(self) -> Records:
        """What other terminals changed since `annotations` or `refresh` was last called.

        None stands for a record that was removed. Costs a look at the file's date when nothing
        was saved.
        """
        with self._lock:
            self._storage.refresh()
            return self._storage.changed_elsewhere(ANNOTATIONS)

    def session(self) -> Record:
        """Where the reader was, as last saved; empty at first."""
        with self._lock:
            self._storage.refresh()
            return self._storage.record(SESSION, PLACE) or {}

    def save_session(self, session: Record) -> None:
        """Save where the reader is; no part of undo and history."""
        with self._lock:
            self._storage.put({SESSION: {PLACE: session}})

    def _up_to_date(self) -> Timeline:
        self._timeline.follow(self._storage.entries)
        return self._timeline


def _handed_out(step: Step) -> Step:
    return step._replace(before=plain(step.before), changed=plain(step.changed))


def _storable(name: str) -> str:
    """The name without halves of surrogate pairs, which a login name in bytes can bring."""
    return name.encode("utf-8", "backslashreplace").decode()


LONGEST = 120  # bytes of UTF-8; with ".jsonl.torn" it fits where names are limited to 143
UNSAFE = re.compile(
    r"""[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff"%*/:<>?\\|]"""
    r"|^[. ]|[. ]\Z"
    # Devices of Windows, whatever follows a dot: "con" and "con.x".
    r"|^(?=(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|\Z)).",
    re.IGNORECASE,
)


def file_name(name: str) -> str:
    """A name that every file system takes, legible in any script, different for different names.

    What is not safe stands as %XX, byte by byte; a name that is too long ends in `%~` and a
    digest of the whole, and no name at all is a lone `%`.
    """
    safe = UNSAFE.sub(_escaped, name) or "%"
    if len(safe.encode()) <= LONGEST:
        return safe
    digest = sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:32]
    begin = safe.encode()[: LONGEST - 34].decode(errors="ignore")
    return f"{begin}%~{digest}"


def _escaped(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in found[0].encode("utf-8", "surrogatepass"))
