"""Take changes back and repeat them, and tell who changed what and when.

Undo works on one line of changes, as in vim: a new change forgets what could have been repeated.
Nothing is kept for it besides the log: undo is an entry with the values before, and says which
entry it `undoes`. After any mixing of copies the changes still stand in one order, oldest first,
and each can be taken back from the last to the first. An undo that does not fit in there, because
a merge put a later change of the same record before it, counts as a change of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from store.entry import Entry, Records, Ref, ref


class Step(NamedTuple):
    """One change as the reviewer knows it: the records it set, and what they were before.

    None stands for no record. `at` is in microseconds since 1970.
    """

    at: int
    id: str
    by: str
    why: str
    before: Records
    changed: Records

    @property
    def ref(self) -> Ref:
        """What names the entry."""
        return self.at, self.id

    @property
    def keys(self) -> tuple[str, ...]:
        """The records that it changed."""
        return tuple(self.changed)

    def backwards(self) -> Step:
        """The same step, taken back."""
        return self._replace(before=self.changed, changed=self.before)


class Timeline:
    """What happened to one table.

    `steps` are all changes, oldest first; entries that changed nothing are left out. The last of
    `undo` is what undo takes back, the last of `redo` what redo repeats; changes that are not
    ours are in neither. `records` are the values after all steps, None for those taken away.
    """

    def __init__(self, table: str, is_ours: Callable[[Entry], bool] = lambda _: True) -> None:
        self.table = table
        self._is_ours = is_ours
        self._begin([])

    def _begin(self, entries: list[Entry]) -> None:
        self.steps: list[Step] = []
        self.undo: list[Step] = []
        self.redo: list[Step] = []
        self.records: Records = {}
        self._followed = entries
        self._count = 0
        self._last: Ref = (0, "")

    def follow(self, entries: list[Entry]) -> None:
        """Take in the entries, in any order, repeated or not; of a list that grew, the new ones."""
        fresh = entries[self._count :] if entries is self._followed else entries
        if entries is not self._followed or any(ref(entry) <= self._last for entry in fresh):
            self._begin(entries)
            fresh = entries
        for entry in sorted(fresh, key=ref):
            if ref(entry) != self._last:
                self._add(entry)
                self._last = ref(entry)
        self._count = len(entries)

    def _add(self, entry: Entry) -> None:
        news = entry["set"].get(self.table, {})
        before = {key: self.records.get(key) for key in news if self.records.get(key) != news[key]}
        if not before:
            return
        changed = {key: news[key] for key in before}
        step = Step(*ref(entry), entry["by"], entry.get("why", ""), before, changed)
        self.steps.append(step)
        self.records |= changed
        if "undoes" in entry and (undone := _taken(self.undo, entry["undoes"], step.backwards())):
            self.redo.append(undone)
        elif "redoes" in entry and (redone := _taken(self.redo, entry["redoes"], step)):
            self.undo.append(redone)
        elif self._is_ours(entry):
            self.undo.append(step)
            self.redo.clear()

    def clashes(self, step: Step) -> list[str]:
        """The records that are not as the step would find them: somebody changed them since."""
        return [key for key, record in step.before.items() if self.records.get(key) != record]


def _taken(pile: list[Step], name: object, like: Step) -> Step | None:
    """The step of that name, taken off the pile; None unless it did what `like` does.

    It may lie under others only where they touch other records: then their order is no matter.
    """
    if not isinstance(name, list):
        return None
    for index in reversed(range(len(pile))):
        step = pile[index]
        if step.ref == tuple(name):
            same = step.before == like.before and step.changed == like.changed
            return pile.pop(index) if same else None
        if step.changed.keys() & like.changed.keys():
            return None
    return None
