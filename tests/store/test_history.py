"""Undo and redo against models that are nothing but lists of what was there before and after."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from store.entry import Entry, Record, Records
from store.errors import ConflictError
from store.history import Timeline
from store.library import ReviewFile

KEYS = st.sampled_from(["1.1", "1.2", "2.1"])
RECORDS = st.none() | st.fixed_dictionaries({"tags": st.lists(st.sampled_from("123"), max_size=2)})
State = dict[str, Record]
Steps = list[tuple[Records, Records]]


class UndoAndRedo(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.open()
        self.now: State = {}
        self.past: list[State] = []
        self.future: list[State] = []

    @rule()
    def open(self) -> None:
        self.review = ReviewFile(Path(self.folder.name) / "review.jsonl", "张三")

    @rule(records=st.dictionaries(KEYS, RECORDS, min_size=1))
    def change(self, records: dict[str, Record | None]) -> None:
        self.review.change_all({k: lambda _, new=new: new for k, new in records.items()}, "tag")
        after = {k: v for k, v in (self.now | records).items() if v is not None}
        if after != self.now:
            self.past.append(self.now)
            self.now, self.future = after, []

    @rule()
    def save_session(self) -> None:
        self.review.save_session({"changes": len(self.review.history())})

    @rule()
    def undo(self) -> None:
        assert (self.review.undo() is not None) == bool(self.past)
        if self.past:
            self.future.append(self.now)
            self.now = self.past.pop()

    @rule()
    def redo(self) -> None:
        assert (self.review.redo() is not None) == bool(self.future)
        if self.future:
            self.past.append(self.now)
            self.now = self.future.pop()

    @invariant()
    def the_records_are_those_of_the_model(self) -> None:
        assert self.review.annotations() == self.now

    def teardown(self) -> None:
        self.folder.cleanup()


UndoAndRedo.TestCase.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
TestUndoAndRedo = UndoAndRedo.TestCase


class UndoBesideAnotherTerminal(RuleBasedStateMachine):
    """Another terminal changes records, and its changes are not ours to take back.

    The model of ours is what each step found and what it left.
    """

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "review.jsonl"
        self.review = ReviewFile(self.path, "张三")
        self.review.annotations()
        self.now: Records = {}
        self.past: Steps = []
        self.future: Steps = []

    @rule(records=st.dictionaries(KEYS, RECORDS, min_size=1))
    def change(self, records: Records) -> None:
        self.review.change_all({k: lambda _, new=new: new for k, new in records.items()}, "tag")
        after = {key: new for key, new in records.items() if new != self.now.get(key)}
        if after:
            self.past.append(({key: self.now.get(key) for key in after}, after))
            self.future.clear()
            self.now |= after

    @rule(key=KEYS, record=RECORDS)
    def another_terminal_changes(self, key: str, record: Record | None) -> None:
        ReviewFile(self.path, "张三").change(key, lambda _: record, "tag")
        self.now[key] = record

    @rule()
    def undo(self) -> None:
        self._replay("undo", self.past, self.future, 1)

    @rule()
    def redo(self) -> None:
        self._replay("redo", self.future, self.past, 0)

    def _replay(self, name: str, source: Steps, target: Steps, found: int) -> None:
        replay = getattr(self.review, name)
        if not source:
            assert replay() is None
        elif any(self.now.get(key) != record for key, record in source[-1][found].items()):
            with pytest.raises(ConflictError):
                replay()
        else:
            step = replay()
            assert (step.before, step.changed) == (source[-1][found], source[-1][1 - found])
            self.now |= step.changed
            target.append(source.pop())

    @invariant()
    def the_records_are_those_of_the_model(self) -> None:
        there = {key: record for key, record in self.now.items() if record is not None}
        assert self.review.annotations() == there

    def teardown(self) -> None:
        self.folder.cleanup()


TestUndoBesideAnotherTerminal = UndoBesideAnotherTerminal.TestCase
TestUndoBesideAnotherTerminal.settings = UndoAndRedo.TestCase.settings


@st.composite
def merged_histories(draw: st.DrawFn) -> list[Entry]:
    """Lines of two copies that went apart, each with its own undos and redos."""
    lines: list[Entry] = []
    for at in range(draw(st.integers(1, 10))):
        entry = Entry(v=1, at=at + 1, id=f"{at:08x}", by="张三", set={"annotations": {}})
        entry["set"]["annotations"] = draw(st.dictionaries(KEYS, RECORDS, max_size=2))
        reference = draw(st.sampled_from(["", "undoes", "redoes"]))
        if reference and lines:
            other = draw(st.sampled_from(lines))
            entry[reference] = [other["at"], other["id"]]
            if draw(st.booleans()):
                line = Timeline("annotations")
                line.follow(lines)
                steps = [s for s in line.steps if s.ref == (other["at"], other["id"])]
                for step in steps:
                    values = step.before if reference == "undoes" else step.changed
                    entry["set"]["annotations"] = values
        lines.append(entry)
    return lines


@given(merged_histories(), st.randoms())
def test_after_any_merge_everything_can_be_undone_to_the_beginning(
    lines: list[Entry], random: object
) -> None:
    random.shuffle(lines)
    line = Timeline("annotations")
    line.follow(lines)
    while line.undo:
        step = line.undo.pop().backwards()
        assert line.clashes(step) == []
        line.records |= step.changed
    assert not any(line.records.values())


@given(merged_histories(), st.data())
def test_following_line_by_line_is_the_same_as_reading_at_once(
    lines: list[Entry], data: st.DataObject
) -> None:
    lines = data.draw(st.permutations(lines))
    growing: list[Entry] = []
    one, two = Timeline("annotations"), Timeline("annotations")
    for entry in lines:
        growing.append(entry)
        one.follow(growing)
    two.follow(lines)
    assert (one.steps, one.undo, one.redo) == (two.steps, two.undo, two.redo)


@given(merged_histories(), st.data())
def test_lines_of_copies_in_any_order_and_repetition_tell_the_same_history(
    lines: list[Entry], data: st.DataObject
) -> None:
    again = data.draw(st.lists(st.sampled_from(lines), max_size=6))
    one, two = Timeline("annotations"), Timeline("annotations")
    one.follow(lines)
    two.follow(data.draw(st.permutations(lines + again)))
    assert (one.steps, one.undo, one.redo) == (two.steps, two.undo, two.redo)
