"""Follow-ups as a ledger lists them, the most urgent first, and what can be changed of one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core import ledger, review
from core.ledger import STATUS_BY_NAME, STATUSES, Task
from core.review import FOLLOW_UP, Annotation
from store.names import file_name, name_in
from tui.contract import iso
from tui.language import _
from tui.narration import printable
from tui.steps import named

if TYPE_CHECKING:
    from store.history import Step
    from store.index import Listed
    from store.library import Library

OVERDUE = "overdue"
EVERY = ""
"""The kinds that are no status: what is overdue, and all follow-ups."""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A follow-up of a document, which has an id, a title, and the file that it came from.

    `key` is that of its annotation in the review.
    """

    document: str
    title: str
    source: str
    key: str
    annotation: Annotation

    @property
    def task(self) -> Task:
        """What is to come of it."""
        return self.annotation.task or Task()

    @property
    def name(self) -> tuple[str, str]:
        """What stays the same whatever is changed of it."""
        return self.document, self.key

    @property
    def start(self) -> int:
        """Where its measure begins in the document."""
        return int(self.key)


def entrusted(library: Library, reviewer: str) -> list[Listed]:
    """The documents in which this reviewer has follow-ups, and those whose review is unreadable.

    Raises StoreError where the library cannot be read.
    """
    own = name_in(file_name(reviewer))
    return [
        document
        for document in library.listed()
        for it in document.reviews
        if it.reviewer == own and (it.trouble or it.tags.get(FOLLOW_UP))
    ]


def title_of(document: Listed) -> str:
    """What a document of the library is called."""
    return document.title or Path(document.source).stem or document.id


def follow_ups(
    annotations: Mapping[str, Annotation], document: str, title: str, source: str = ""
) -> list[FollowUp]:
    """The follow-ups of one review, unsorted."""
    return [
        FollowUp(document, title, source, key, annotation)
        for key, annotation in annotations.items()
        if FOLLOW_UP in annotation.tags
    ]


def by_due_date(rows: Iterable[FollowUp]) -> list[FollowUp]:
    """The soonest due first, those without a date last; of one date as they stand in the texts."""

    def place(row: FollowUp) -> tuple[bool, str, str, str, int]:
        due = row.task.due
        return not due, due, row.title, row.document, row.start

    return sorted(rows, key=place)


def past(steps: Iterable[Step], key: str) -> list[str]:
    """What became of one follow-up, by the history of its review: a line a change, newest first."""
    return [_told(step, key) for step in steps if key in step.changed][::-1]


def _told(step: Step, key: str) -> str:
    """When, who, what; and the words that the name of the step leaves out."""
    what = named(step.why)
    before, after = (_shown(records.get(key)) for records in (step.before, step.changed))
    new = (words for words in after if words not in before and words not in what)
    when = iso(step.at)
    at = f"{datetime.fromisoformat(when).astimezone():%Y-%m-%d %H:%M}" if when else ""
    return "  ".join(filter(None, (at, step.by, what, *new)))


def _shown(record: Mapping[str, Any] | None) -> tuple[str, ...]:
    """What is said of a task, as it is read; nothing of a record of a newer Piyue."""
    try:
        task = (record and review.from_record(record).task) or Task()
    except ValueError:
        return ()
    cells = (task.unit, task.due, kind_name(task.status), *task.evidence)
    return tuple(filter(None, cells))


def today() -> str:
    """The local date, ISO 8601."""
    return datetime.now().astimezone().date().isoformat()


def counted(rows: Iterable[FollowUp], now: str) -> dict[str, int]:
    """How many there are of each kind that there is: all, overdue, and the statuses in order."""
    tasks = [row.task for row in rows]
    found = Counter(task.status for task in tasks)
    known = [status.id for status in STATUSES]
    kinds = [*known, *sorted(found.keys() - set(known))]
    overdue = sum(ledger.is_overdue(task, now) for task in tasks)
    return {
        EVERY: len(tasks),
        **({OVERDUE: overdue} if overdue else {}),
        **{kind: found[kind] for kind in kinds if found[kind]},
    }


def of_kind(rows: Iterable[FollowUp], kind: str, now: str) -> list[FollowUp]:
    """Those of one kind, in their order."""
    if kind == EVERY:
        return list(rows)
    if kind == OVERDUE:
        return [row for row in rows if ledger.is_overdue(row.task, now)]
    return [row for row in rows if row.task.status == kind]


def kind_name(kind: str) -> str:
    """What a kind is called in the language in use; a status of a newer Piyue by its id."""
    if kind in STATUS_BY_NAME:
        return _(STATUS_BY_NAME[kind].english)
    return {EVERY: _("all"), OVERDUE: _("overdue")}.get(kind) or printable(kind)


@dataclass(frozen=True, slots=True)
class Edit:
    """One change of a task; `what` is how the history calls it: `due 2025-06-30`."""

    what: str
    of: Callable[[Task], Task]

    def why(self, locator: str) -> str:
        """The name of the step in the history."""
        return f"task {locator} {self.what}"

    def on(self, annotation: Annotation) -> Annotation:
        """The annotation with the task changed."""
        return review.entrusted(self.of)(annotation)


def unit(name: str) -> Edit:
    """Another responsible unit, "" for none."""
    return Edit("unit", lambda task: replace(task, unit=_one_line(name)))


def due(date: str) -> Edit:
    """Another due date, ISO 8601, "" for none."""
    return Edit(f"due {date}".strip(), lambda task: replace(task, due=date))


def status(wanted: str, *shown: str) -> Edit:
    """Another status, by its id, and what shows it besides the evidence that there is."""
    return Edit(f"status {wanted}", lambda task: replace(evidence(*shown).of(task), status=wanted))


def evidence(*shown: str) -> Edit:
    """More evidence; what is there already is not added again."""
    clean = [line for line in map(_one_line, shown) if line]

    def add(task: Task) -> Task:
        return replace(task, evidence=tuple(dict.fromkeys((*task.evidence, *clean))))

    return Edit("evidence", add)


def without_evidence(shown: str) -> Edit:
    """One piece of evidence less."""

    def drop(task: Task) -> Task:
        return replace(task, evidence=tuple(one for one in task.evidence if one != shown))

    return Edit("evidence", drop)


def _one_line(text: str) -> str:
    return printable(text).strip()
