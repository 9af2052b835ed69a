"""What is true when a call to the operating system fails, whichever it is and whenever it does.

As SQLite's tests do: a session is replayed again and again, and each time the next call fails.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import NamedTuple

import pytest

from store import disk
from store.entry import Record
from store.errors import StoreError
from store.library import Library, ReviewFile
from tests.store.faults import CALLS, Faults

pytestmark = pytest.mark.skipif(disk.fcntl is None, reason="saving needs file locks")


class Sitting:
    """A reviewer with two terminals on one review, and what goes on around them."""

    def __init__(self, folder: Path) -> None:
        self.library = folder / "new" / "library"
        self.one = self.opened()
        self.other = self.opened()

    def opened(self) -> ReviewFile:
        return Library(self.library).review("d0c", "张三")

    def mark(self, key: str, *tags: str) -> None:
        def tagged(was: Record | None) -> Record:
            return {**(was or {}), "tags": list(tags)}

        self.one.change(key, tagged, "mark", session={"at": key})

    def note(self, key: str, note: str) -> None:
        self.other.change(key, lambda was: {**(was or {}), "note": note}, "note")

    def tear(self) -> None:
        """A program was killed while it saved."""
        with self.one.path.open("ab") as file:
            file.write(b'{"v":1,"at":')

    def replace(self) -> None:
        """A sync tool put a copy in the place of the file."""
        copy = self.one.path.with_name("copy")
        shutil.copy(self.one.path, copy)
        copy.replace(self.one.path)


class Step(NamedTuple):
    """Something done in a sitting, what happens before it, and the records there are after it."""

    do: Callable[[Sitting], object]
    after: dict[str, Record]
    first: Callable[[Sitting], None] = lambda _: None


LONG = "长" * 2_000
A, B, C = {"tags": ["highlight"]}, {"tags": ["weakness"]}, {"tags": []}
STEPS = (
    Step(lambda s: s.mark("1", "highlight"), {"1": A}),
    Step(lambda s: s.mark("2", "weakness"), {"1": A, "2": B}),
    Step(lambda s: s.note("1", LONG), {"1": {**A, "note": LONG}, "2": B}, Sitting.tear),
    Step(lambda s: s.mark("2"), {"1": {**A, "note": LONG}, "2": C}),
    Step(lambda s: s.one.undo(), {"1": {**A, "note": LONG}, "2": B}, Sitting.replace),
    Step(lambda s: s.one.redo(), {"1": {**A, "note": LONG}, "2": C}),
    Step(lambda s: s.one.save_session({"at": "2"}), {"1": {**A, "note": LONG}, "2": C}),
    Step(lambda s: s.other.refresh(), {"1": {**A, "note": LONG}, "2": C}),
)


def replay(folder: Path, faults: Faults) -> None:
    """Each step fails as if it had not been tried, or has its effect; then it works."""
    sitting = Sitting(folder)
    before: dict[str, Record] = {}
    for number, step in enumerate(STEPS, 1):
        step.first(sitting)
        try:
            with faults.around():
                step.do(sitting)
        except StoreError:
            left = sitting.opened().annotations()
            assert left in (before, step.after), (number, faults.failed)
            assert sitting.one.annotations() == sitting.other.annotations() == left
            if left == before:
                step.do(sitting)
        for terminal in (sitting.opened(), sitting.one, sitting.other):
            assert terminal.annotations() == step.after, (number, faults.failed)
        before = step.after


@pytest.mark.parametrize(
    ("lasting", "write_half"),
    [(False, False), (False, True), (True, True)],
    ids=["one call", "one call, a write halfway", "all from then on"],
)
def test_whichever_call_fails_nothing_acknowledged_is_lost_and_the_next_save_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lasting: bool, write_half: bool
) -> None:
    for name in ("fdatasync", "fsync"):  # no power is cut here
        monkeypatch.setattr(os, name, lambda _: None)
    failed: set[str] = set()
    for number in count(1):
        faults = Faults(
            lambda call, n=number: call >= n if lasting else call == n, write_half=write_half
        )
        replay(tmp_path / str(number), faults)
        if not faults.failed:
            break
        failed.add(faults.failed[0])
    assert failed == {name for _, name in CALLS}
