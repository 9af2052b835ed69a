"""Annotations carried over to a new version: none is lost, none comes twice, none is guessed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import carrying
from core.anchoring import STATES, Attachment
from core.carrying import ORPHAN, TO_CONFIRM, accepted, carried, ids, refused, waiting_key
from core.ledger import Task
from core.reading import parse
from core.review import Annotation, anchor_of, from_record, is_waiting, key_of, to_record

OLD = parse(
    "青禾县报告\n一、工作\n修缮村道三条。\n调解纠纷十起。\n组织培训两次。\n新建书屋一间。\n"
)
NEW = parse("青禾县报告\n一、工作\n修缮村道四条。\n组织培训两次。\n新建书屋一间。\n")
LATER = "2026-02-01T00:00:00+00:00"


def annotation(index: int, name: str = "", **said: object) -> Annotation:
    """What somebody said of a measure of the old text."""
    at = "2026-01-01T00:00:00+00:00"
    one = Annotation(name or f"a{index}", anchor_of(OLD, OLD.measures[index]), "李", at, at)
    return replace(one, **{"tags": ("highlight",), **said})


def on(measure: int, state: str = "attached", likeness: float = 1.0) -> Attachment:
    return Attachment(state, measure, likeness)


def nowhere(state: str) -> Attachment:
    return Attachment(state, None, 0.5)


def keys(found: Mapping[str, Annotation]) -> dict[str, int | str]:
    """Where each annotation is: the index of its measure, or the state in which it waits."""
    return {
        one.id: carrying.state(one, has_measure=False)
        if is_waiting(key)
        else NEW.measure_index(int(key))
        for key, one in found.items()
    }


@pytest.mark.parametrize("state", ["attached", "moved", "changed"])
def test_what_is_sure_stands_on_its_measure_with_what_it_was(state: str) -> None:
    [(key, one)] = carried([(annotation(0), on(0, state))], OLD.id, NEW, {}).items()
    assert key == key_of(NEW.measures[0])
    assert one.anchor.exact == "修缮村道四条。"
    assert carrying.state(one, has_measure=True) == state
    assert carrying.was(one) == carrying.Was(OLD.id, state, "1.1", "修缮村道三条。")


def test_words_that_are_the_same_are_not_kept_twice() -> None:
    [one] = carried([(annotation(2), on(1))], OLD.id, NEW, {}).values()
    assert one.anchor.rest["was"] == {"document": OLD.id, "state": "attached", "locator": "1.3"}


@pytest.mark.parametrize("state", [TO_CONFIRM, ORPHAN])
def test_what_is_not_sure_waits_with_its_old_words(state: str) -> None:
    [(key, one)] = carried([(annotation(1), nowhere(state))], OLD.id, NEW, {}).items()
    assert is_waiting(key)
    assert one.anchor.exact == "调解纠纷十起。"
    assert carrying.state(one, has_measure=False) == state


def test_of_two_on_one_measure_the_more_alike_stands_there_and_the_other_waits() -> None:
    pairs = [(annotation(0), on(0, "changed", 0.8)), (annotation(1), on(0, "changed", 0.9))]
    assert keys(carried(pairs, OLD.id, NEW, {})) == {"a1": 0, "a0": TO_CONFIRM}


def test_what_the_reviewer_said_of_the_new_text_keeps_its_place() -> None:
    there = {key_of(NEW.measures[0]): annotation(0, "mine")}
    assert keys(carried([(annotation(0), on(0))], OLD.id, NEW, there)) == {"a0": TO_CONFIRM}


def test_all_that_is_said_comes_along() -> None:
    said = annotation(
        0, tags=("weakness", "later"), note="核", read=True, task=Task(unit="司法局"), rest={"x": 1}
    )
    [one] = carried([(said, on(0))], OLD.id, NEW, {}).values()
    assert replace(one, anchor=said.anchor) == said


@pytest.mark.parametrize("task", [Task(unit="司法局"), None])
def test_a_record_of_it_reads_back(task: Task | None) -> None:
    found = carried(
        [(annotation(0, task=task), on(0)), (annotation(1), nowhere(ORPHAN))], "x", NEW, {}
    )
    assert {key: from_record(to_record(one)) for key, one in found.items()} == found


ATTACHMENTS = st.one_of(
    st.builds(on, st.integers(0, 2), st.sampled_from(STATES[:3]), st.floats(0, 1)),
    st.builds(nowhere, st.sampled_from(STATES[3:])),
)
PAIRS = st.lists(st.tuples(st.integers(0, 3), ATTACHMENTS), max_size=6).map(
    lambda drawn: [(annotation(at, f"n{number}"), it) for number, (at, it) in enumerate(drawn)]
)


@given(PAIRS)
def test_as_many_come_as_there_were_and_none_comes_twice(
    pairs: list[tuple[Annotation, Attachment]],
) -> None:
    found = carried(pairs, OLD.id, NEW, {})
    assert sorted(one.id for one in found.values()) == sorted(one.id for one, _ in pairs)
    assert sum(carrying.counted(found).values()) == len(pairs)
    assert carried(pairs, OLD.id, NEW, found) == {}


@given(PAIRS, st.lists(st.tuples(st.booleans(), st.integers(0, 5), st.integers(0, 2)), max_size=8))
def test_whatever_is_decided_every_id_is_still_there(
    pairs: list[tuple[Annotation, Attachment]], decisions: list[tuple[bool, int, int]]
) -> None:
    there = carried(pairs, OLD.id, NEW, {})
    for accepts, number, measure in decisions:
        key = waiting_key(f"n{number}")
        decided = (
            accepted(there, key, NEW, NEW.measures[measure], LATER)
            if accepts
            else refused(there, key)
        )
        there = {k: one for k, one in {**there, **decided}.items() if one}
    assert sorted(name for one in there.values() for name in ids(one)) == sorted(
        one.id for one, _ in pairs
    )
    assert carried(pairs, OLD.id, NEW, there) == {}


# Deciding


@pytest.fixture
def queue() -> dict[str, Annotation]:
    """One that waits, one that stands on the first measure."""
    pairs = [(annotation(0), on(0)), (annotation(2, note="核"), nowhere(TO_CONFIRM))]
    return carried(pairs, OLD.id, NEW, {})


@pytest.mark.parametrize(("measure", "state"), [(1, "moved"), (2, "changed")])
def test_what_is_accepted_stands_on_the_measure(
    queue: dict[str, Annotation], measure: int, state: str
) -> None:
    decided = accepted(queue, waiting_key("a2"), NEW, NEW.measures[measure], LATER)
    assert decided[waiting_key("a2")] is None
    one = decided[key_of(NEW.measures[measure])]
    assert one
    assert (one.id, one.note, one.updated) == ("a2", "核", "2026-01-01T00:00:00+00:00")
    assert carrying.state(one, has_measure=True) == state
    assert carrying.was(one) == carrying.Was(OLD.id, state, "1.3", "组织培训两次。")


def test_on_a_measure_that_has_a_mark_both_become_one(queue: dict[str, Annotation]) -> None:
    queue[waiting_key("a2")] = annotation(
        2, tags=("weakness",), note="核", task=Task(unit="司法局"), read=True
    )
    first = key_of(NEW.measures[0])
    queue[first] = replace(queue[first], note="好")
    both = accepted(queue, waiting_key("a2"), NEW, NEW.measures[0], LATER)[first]
    assert both
    assert (both.id, both.tags, both.note) == ("a0", ("highlight", "weakness"), "好\n\n核")
    assert (both.read, both.task, both.updated) == (True, Task(unit="司法局"), LATER)
    assert ids(both) == ["a0", "a2"]
    [kept] = both.rest["joined"]
    assert from_record(kept).anchor.rest["was"]["exact"] == "组织培训两次。"


def test_what_is_refused_stays_and_can_be_accepted_later(queue: dict[str, Annotation]) -> None:
    key = waiting_key("a2")
    decided = refused(queue, key)
    [one] = decided.values()
    assert one
    assert carrying.state(one, has_measure=False) == ORPHAN
    there = {**queue, key: one}
    assert accepted(there, key, NEW, NEW.measures[1], LATER)[key_of(NEW.measures[1])]


@pytest.mark.parametrize("again", [True, False])
def test_what_does_not_wait_any_more_is_decided_no_more(
    queue: dict[str, Annotation], again: bool
) -> None:
    key = waiting_key("a2")
    del queue[key]
    decided = accepted(queue, key, NEW, NEW.measures[1], LATER) if again else refused(queue, key)
    assert decided == {}


def test_those_to_confirm_come_before_orphans_and_each_in_the_old_order() -> None:
    states = {3: TO_CONFIRM, 0: ORPHAN, 2: TO_CONFIRM, 1: ORPHAN}
    pairs = [(annotation(index), nowhere(state)) for index, state in states.items()]
    waiting = carrying.waiting(carried(pairs, OLD.id, NEW, {}))
    assert [one.id for one in waiting.values()] == ["a2", "a3", "a0", "a1"]


def test_what_waits_is_carried_on_as_a_quote_of_the_version_that_it_quotes() -> None:
    found = carried([(annotation(0), on(0)), (annotation(1), nowhere(ORPHAN))], OLD.id, NEW, {})
    groups = carrying.documents_of(found, NEW.id)
    assert {name: [one.id for one in group] for name, group in groups.items()} == {
        NEW.id: ["a0"],
        OLD.id: ["a1"],
    }


@pytest.mark.parametrize("told", [None, 3, "x", [], {}, {"state": 7, "document": []}])
def test_nothing_is_believed_of_what_others_wrote(told: object) -> None:
    one = annotation(0)
    strange = replace(one, anchor=replace(one.anchor, rest={"was": told}), rest={"joined": told})
    assert carrying.state(strange, has_measure=True) == "attached"
    assert carrying.state(strange, has_measure=False) == ORPHAN
    assert ids(strange) == ["a0"]
