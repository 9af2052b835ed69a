"""Whatever several terminals do to one review, and whatever happens to it, they all agree."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from store import disk
from store.entry import Entry, Record
from store.errors import ConflictError, StoreError
from store.history import Step
from store.library import ReviewFile
from tests.store.faults import Faults

KEYS = st.sampled_from(["1.1", "1.2", "2.1"])
RECORDS = st.none() | st.fixed_dictionaries({"tags": st.lists(st.sampled_from("123"), max_size=2)})
EDITS = st.dictionaries(KEYS, RECORDS, min_size=1)
TERMINALS = st.integers(0, 2)
# Which call to the system fails while something is saved; None: none does.
FAULTS = st.none() | st.integers(1, 16)
TORN = st.sampled_from([b"\0" * 40, b'{"v":1,"at":17', b"noise\r", b'{"v":1}\n'])


class Sequences(RuleBasedStateMachine):
    """Three terminals on one review, a copy of it elsewhere, and accidents in between.

    The model is the records there have to be.
    """

    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        self.path = Path(self._folder.name) / "review.jsonl"
        self.copy = self.path.with_name("copy.jsonl")
        self.records: dict[str, Record] = {}
        self._patch = pytest.MonkeyPatch()
        for name in ("fdatasync", "fsync"):  # no power is cut here
            self._patch.setattr(os, name, lambda _: None)

    @initialize()
    def open_all(self) -> None:
        self.terminals = [self.opened() for _ in range(3)]

    def opened(self) -> ReviewFile:
        return ReviewFile(self.path, "张三")

    @rule(terminal=TERMINALS)
    def restart(self, terminal: int) -> None:
        self.terminals[terminal] = self.opened()

    @rule(terminal=TERMINALS, records=EDITS, fault=FAULTS)
    def change(self, terminal: int, records: dict[str, Record | None], fault: int | None) -> None:
        edits = {key: (lambda _, new=new: new) for key, new in records.items()}
        review = self.terminals[terminal]
        if self.try_to(lambda: review.change_all(edits, "mark", {"terminal": terminal}), fault):
            self.expect(records)

    @rule(terminal=TERMINALS, redo=st.booleans(), fault=FAULTS)
    def step(self, terminal: int, redo: bool, fault: int | None) -> None:
        review = self.terminals[terminal]
        step = self.try_to(review.redo if redo else review.undo, fault)
        if isinstance(step, Step):
            self.expect(step.changed)

    def try_to(self, do: Callable[[], object], fault: int | None) -> object:
        """Do it. Where a call fails it was not done, or done though it could not be told."""
        history = self.opened().history()
        try:
            with Faults(lambda call: call == fault).around():
                return do()
        except ConflictError:
            assert self.opened().history() == history
        except StoreError:
            now = self.opened().history()
            assert now[: len(history)] == history
            assert len(now) <= len(history) + 1
            for step in now[len(history) :]:
                self.expect(step.changed)
        return None

    def expect(self, changed: dict[str, Record | None]) -> None:
        both = self.records | changed
        self.records = {key: record for key, record in both.items() if record is not None}

    @precondition(lambda self: self.path.exists())
    @rule(torn=TORN)
    def tear(self, torn: bytes) -> None:
        """A program was killed while it saved."""
        with self.path.open("ab") as file:
            file.write(torn)

    @precondition(lambda self: self.path.exists())
    @rule()
    def replace(self) -> None:
        """A sync tool put an equal file in the place of ours."""
        shutil.copy(self.path, self.path.with_name("same"))
        self.path.with_name("same").replace(self.path)

    @precondition(lambda self: self.path.exists())
    @rule()
    def take_away(self) -> None:
        """A copy goes on a journey."""
        shutil.copy(self.path, self.copy)

    @precondition(lambda self: self.copy.exists())
    @rule(records=EDITS)
    def change_copy(self, records: dict[str, Record | None]) -> None:
        edits = {key: (lambda _, new=new: new) for key, new in records.items()}
        ReviewFile(self.copy, "张三").change_all(edits, "mark")

    @precondition(lambda self: self.copy.exists())
    @rule()
    def bring_back(self) -> None:
        """The lines of the copy come to ours; newer records win, whichever side has them."""
        whole = {**lines(self.path), **lines(self.copy)}
        self.path.write_bytes(b"".join(b"%b\n" % line for line in whole))
        self.records = {}
        for entry in sorted(whole.values(), key=lambda entry: (entry["at"], entry["id"])):
            self.expect(entry["set"].get("annotations", {}))

    @invariant()
    def every_terminal_has_the_records(self) -> None:
        assert self.opened().annotations() == self.records
        for terminal in self.terminals:
            assert terminal.annotations() == self.records

    @invariant()
    def every_terminal_has_the_history(self) -> None:
        history = self.opened().history()
        assert all(terminal.history() == history for terminal in self.terminals)

    def teardown(self) -> None:
        undone = self.opened()
        while undone.undo():
            pass
        assert undone.annotations() == {}
        self._patch.undo()
        self._folder.cleanup()


def lines(path: Path) -> dict[bytes, Entry]:
    """The whole lines of a review, and what they say."""
    closed = (line for line in path.read_bytes().split(b"\n") if line.endswith(b'"}'))
    return {line: json.loads(line) for line in closed}


Sequences.TestCase.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
TestSequences = pytest.mark.skipif(disk.fcntl is None, reason="saving needs file locks")(
    Sequences.TestCase
)
