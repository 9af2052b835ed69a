"""Undo and redo against a model that is nothing but lists of whole states."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from store.entry import Entry, Record
from store.history import Timeline
from store.library import ReviewFile

KEYS = st.sampled_from(["1.1", "1.2", "2.1"])
RECORDS = st.none() | st.fixed_dictionaries({"tags": st.lists(st.sampled_from("123"), max_size=2)})
State = dict[str, Record]


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
