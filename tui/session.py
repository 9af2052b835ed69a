"""A document under review: what is marked, what is saved, and the one thread that saves."""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from core import review
from core.document import Document, Measure
from core.review import Annotation, Change, Record
from store.errors import BadRecordError, ConflictError, StoreError
from store.history import Step
from store.review import ReviewFile

VERSIONS = "versions"  # in the place: what was answered about versions of the document
Changed = dict[str, Record | None]
Decide = Callable[[Mapping[str, Annotation]], Mapping[str, Annotation | None]]


def now() -> str:
    """The time as annotations keep it: ISO 8601, UTC, whole seconds."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def blank(document: Document, measure: Measure, reviewer: str) -> Annotation:
    """An annotation that says nothing yet, with an id of its own."""
    at = now()
    return Annotation(
        id=os.urandom(4).hex(),
        anchor=review.anchor_of(document, measure),
        reviewer=reviewer,
        created=at,
        updated=at,
    )


def edit_of(change: Change, empty: Annotation) -> Callable[[Record | None], Record | None]:
    """The change as the store wants it: from the record on the disk to the new one."""
    return lambda record: review.edited(record, change, empty, now=now())


def annotations_of(store: ReviewFile) -> dict[str, Annotation]:
    """What the store holds, as annotations by key; raises StoreError where it holds another."""
    return annotations_in(store, store.annotations())


def annotations_in(store: ReviewFile, records: Mapping[str, Record]) -> dict[str, Annotation]:
    """Records of the store as annotations by key; raises StoreError for one that is none."""
    return {key: _read(store, key, record) for key, record in records.items()}


def _read(store: ReviewFile, key: str, record: Record) -> Annotation:
    try:
        int(key)
        return review.from_record(record)
    except ValueError as error:
        raise StoreError(store.path, f"{key!r} is no annotation of Piyue's") from error


@dataclass(frozen=True, slots=True)
class Saved:
    """A step that is on the disk, as the history calls it, and the records it changed."""

    why: str = ""
    changed: Changed = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Waiting:
    """Something asked for that is not on the disk yet; `save` names the step that it saved.

    A mark also knows its change, and by key the annotations to start from where there are none
    yet, so that it shows before it is saved.
    """

    save: Callable[[], Saved]
    change: Change | None = None
    empty: Mapping[str, Annotation] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the saving thread reports: `done`, or the `error` for which it could not be.

    `changed` are all records that are new on the disk, those of other terminals too; `step` is
    what `done` did itself. Without `done` and `error` it is news from another terminal.
    """

    done: Waiting | None
    changed: Changed
    error: str = ""
    step: Saved = field(default_factory=Saved)

    @property
    def is_step(self) -> bool:
        """Whether undo or redo was done, or could not be."""
        return self.done is not None and self.done.change is None

    @property
    def elsewhere(self) -> Changed:
        """What other terminals changed."""
        return {key: it for key, it in self.changed.items() if key not in self.step.changed}


class Session:
    """Shows every mark at once and saves it in order, in a thread of its own.

    What is on the disk is `saved`; what waits for it lies on top (`annotations`). Changes are
    applied by the store to its newest record, so two terminals never overwrite each other. After
    a failure everything waiting is kept, and `retry` tries again.
    """

    def __init__(self, document: Document, store: ReviewFile, reviewer: str) -> None:
        """`report` is to be set to what hears of each save and failure, in the saving thread."""
        self.document = document
        self.reviewer = reviewer
        self.source = ""  # the file that the document came from
        self.annotations: dict[str, Annotation] = {}
        self._saved: dict[str, Annotation] = {}
        self._waiting: list[Waiting] = []  # oldest first; only the screen's thread touches it
        self._queue: deque[Waiting] = deque()  # the same, as the saving thread works it off
        self._store = store
        self.report: Callable[[Outcome], Any] = lambda outcome: None
        self._disk = ThreadPoolExecutor(max_workers=1, thread_name_prefix="piyue-save")
        self._closed = False
        self._looking = False
        self.place: dict[str, Any] = {}

    @property
    def unsaved(self) -> int:
        """How many changes are not on the disk yet."""
        return len(self._waiting)

    @property
    def library(self) -> Path:
        """The folder of the library, in which others may review the same document."""
        return self._store.library

    def load(self) -> None:
        """Read the review and the last place from the disk; call it from a worker.

        Raises StoreError when the review is damaged or from a newer Piyue.
        """
        self._saved = annotations_of(self._store)
        self.annotations = dict(self._saved)
        self.place = self._store.session()

    def get(self, measure: Measure) -> Annotation | None:
        """The annotation of a measure as it will be once everything is saved."""
        return self.annotations.get(review.key_of(measure))

    def mark(self, measure: Measure, change: Change, why: str) -> None:
        """Change a measure's annotation: at once on the screen, then on the disk."""
        self.mark_all([measure], change, why)

    def mark_all(self, measures: Iterable[Measure], change: Change, why: str) -> None:
        """Change the annotations of several measures as one step, which undo takes back whole."""
        empty = {
            review.key_of(measure): blank(self.document, measure, self.reviewer)
            for measure in measures
        }
        edits = {key: edit_of(change, one) for key, one in empty.items()}
        place = dict(self.place)

        def save() -> Saved:
            return Saved(why, self._store.change_all(edits, why, session=place))

        self._wait_for(Waiting(save, change, empty))
        for key in empty:
            self._show(key)

    def rework(self, decide: Decide, why: str) -> None:
        """Save, as one step, what `decide` makes of all annotations once it is its turn."""
        place = dict(self.place)

        def decided(records: dict[str, Record]) -> Changed:
            there = decide(annotations_in(self._store, records))
            return {key: review.to_record(it) if it else None for key, it in there.items()}

        self._wait_for(Waiting(lambda: Saved(why, self._store.rework(decided, why, place))))

    def undo(self) -> None:
        """Take back the last saved step, after everything that waits."""
        self._step(self._store.undo)

    def redo(self) -> None:
        """Repeat the step that was taken back last."""
        self._step(self._store.redo)

    def retry(self) -> None:
        """Let the saving thread work off what waits."""
        if not self._closed:
            self._disk.submit(self._save_waiting).add_done_callback(_fail_as_a_thread)

    def look(self) -> None:
        """Have the saving thread look for what other terminals saved; costs next to nothing."""
        if not self._closed and not self._looking:
            self._looking = True
            self._disk.submit(self._look)

    def _look(self) -> None:
        self._looking = False
        with suppress(StoreError):  # the next save will tell
            if news := self._store.refresh():
                self.report(Outcome(None, news))

    def remember(self) -> None:
        """Have the saving thread keep the place."""
        if self.place and not self._closed:
            self._disk.submit(self._save_place, dict(self.place))

    def close(self) -> None:
        """Save the place and stop the thread; what could not be saved by now is given up.

        Waits for the disk. Closing again does nothing.
        """
        if not self._closed:
            self.remember()
            self._closed = True
        self._disk.shutdown(wait=True)

    def settle(self, outcome: Outcome) -> None:
        """Take over what the saving thread reported; call it from the thread of the screen."""
        if outcome.done:
            self._waiting.remove(outcome.done)
            for key in outcome.done.empty:
                self._show(key)
        for key, record in outcome.changed.items():
            if record is None:
                self._saved.pop(key, None)
            else:
                self._saved[key] = _read(self._store, key, record)
            self._show(key)

    def _step(self, step: Callable[[], Step | None]) -> None:
        def save() -> Saved:
            taken = step()
            return Saved(taken.why, dict(taken.changed)) if taken else Saved()

        self._wait_for(Waiting(save))

    def _wait_for(self, waiting: Waiting) -> None:
        self._waiting.append(waiting)
        self._queue.append(waiting)
        self.retry()

    def _show(self, key: str) -> None:
        """What waits for this key, applied to what is saved."""
        annotation = self._saved.get(key)
        for waiting in self._waiting:
            if waiting.change and key in waiting.empty:
                annotation = waiting.change(annotation or waiting.empty[key])
        if annotation and annotation.is_kept:
            self.annotations[key] = annotation
        else:
            self.annotations.pop(key, None)

    def _save_waiting(self) -> None:
        while self._queue:
            waiting = self._queue[0]
            try:
                saved = waiting.save()
                outcome = Outcome(waiting, {**self._store.news(), **saved.changed}, step=saved)
            except (ConflictError, BadRecordError) as error:
                outcome = Outcome(waiting, self._store.news(), error.cause)
            except StoreError as error:
                self.report(Outcome(None, {}, error.cause))
                return
            self._queue.popleft()
            self.report(outcome)

    def _save_place(self, place: Record) -> None:
        with suppress(StoreError):  # a convenience: no reason to keep anyone from leaving
            self._store.save_session(place)


def _fail_as_a_thread(job: Future[None]) -> None:
    """Let an error that nobody expected be told as that of a thread, not wait in a result."""
    if error := job.exception():
        told = (type(error), error, error.__traceback__, threading.current_thread())
        threading.excepthook(threading.ExceptHookArgs(told))
