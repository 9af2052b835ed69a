"""Read, change and save one reviewer's review of one document."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from threading import RLock
from typing import TypeAlias

from store.entry import Record, Records, plain
from store.errors import ConflictError
from store.history import Step, Timeline
from store.log import FileLog
from store.names import REVIEW, is_file_name
from store.table import Database

ANNOTATIONS = "annotations"
SESSION = "session"
PLACE = "place"

Edit: TypeAlias = Callable[[Record | None], Record | None]


def review_files(folder: Path) -> list[Path]:
    """The reviews in the folder of a document, by name; what else lies there is left out.

    OSError when the folder cannot be read.
    """
    return sorted(
        path
        for path in folder.iterdir()
        if path.suffix == REVIEW and is_file_name(path.stem) and path.is_file()
    )


class ReviewFile:
    """One reviewer's review of one document, for any thread.

    A call that changes something returns when the change is on the disk, as one line and so
    whole. When it raises StoreError instead, nothing was saved, the records are what the disk
    has, and the next call starts afresh. Reading never makes a file or folder, and works where
    nothing can be written. Records handed out are copies.
    """

    def __init__(
        self, path: Path, reviewer: str, keep_document: Callable[[], None] | None = None
    ) -> None:
        """`keep_document` is called once, before the first save; what it raises is not saved."""
        self.path = path
        self._keep_document = keep_document
        self._lock = RLock()
        self._tables = Database(FileLog(path), by=_storable(reviewer))
        self._storage = self._tables.storage
        self._timeline = Timeline(ANNOTATIONS, self._storage.is_ours)

    @property
    def library(self) -> Path:
        """The folder of the library that it is in."""
        return self.path.parent.parent

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
            if self._keep_document and any(
                known(ANNOTATIONS, key) != record for key, record in edited.items()
            ):
                self._beside_its_document()
            self._storage.put({ANNOTATIONS: edited}, why, along)
            return edited

    def rework(
        self,
        decide: Callable[[dict[str, Record]], Records],
        why: str,
        session: Record | None = None,
    ) -> Records:
        """The same for what `decide` makes of all the newest records, by key."""
        with self._lock, self._storage.transaction():
            decided = decide((self._storage.read() or {}).get(ANNOTATIONS, {}))
            return self.change_all({key: _always(it) for key, it in decided.items()}, why, session)

    def _beside_its_document(self) -> None:
        """Keep the document, if that is still to be done."""
        if self._keep_document:
            self._keep_document()
            self._keep_document = None

    def undo(self) -> Step | None:
        """Take back the last change that this terminal made or found when it opened the review.

        Returns that change backwards: `changed` holds the records as they are now, `why` names it
        as the history does: `undo mark 1.3.2 highlight`. None when
        there is nothing to undo; ConflictError where another terminal changed a record of it since.
        """
        return self._replay("undo")

    def redo(self) -> Step | None:
        """Repeat what undo took back last, unless something was changed since; else as undo."""
        return self._replay("redo")

    def _replay(self, way: str) -> Step | None:
        with self._lock:
            self._storage.refresh()
            if not self._storage.entries:
                return None  # and no file: the lock would make one
            with self._storage.transaction():
                line = self._up_to_date()
                pile = line.undo if way == "undo" else line.redo
                if not pile:
                    return None
                step = pile[-1].backwards() if way == "undo" else pile[-1]
                if line.clashes(step):
                    cause = f"no {way}: another terminal changed the same annotation since"
                    raise ConflictError(self.path, cause)
                why = f"{way} {step.why}".rstrip()
                self._storage.put(
                    {ANNOTATIONS: step.changed}, why, reference={f"{way}es": step.ref}
                )
                return _handed_out(step._replace(why=why))

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

    def news(self) -> Records:
        """The same as of the last look at the disk, which every change begins with."""
        with self._lock:
            return self._storage.changed_elsewhere(ANNOTATIONS)

    def session(self) -> Record:
        """Where the reader was, as last saved; empty at first."""
        with self._lock:
            self._storage.refresh()
            return self._storage.record(SESSION, PLACE) or {}

    def save_session(self, session: Record) -> None:
        """Save where the reader is; no part of undo and history."""
        with self._lock, self._storage.transaction():
            self._beside_its_document()
            self._storage.put({SESSION: {PLACE: session}})

    def _up_to_date(self) -> Timeline:
        self._timeline.follow(self._storage.entries)
        return self._timeline


def _handed_out(step: Step) -> Step:
    return step._replace(before=plain(step.before), changed=plain(step.changed))


def _always(record: Record | None) -> Edit:
    return lambda _: record


def _storable(name: str) -> str:
    """The name without halves of surrogate pairs, which a login name in bytes can bring."""
    return name.encode("utf-8", "backslashreplace").decode()
