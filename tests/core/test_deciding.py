"""What was decided of last year's matters is kept on both sides, and found again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.anchoring import attach
from core.carrying import carried
from core.deciding import Decision, decisions, of_evidence, of_matter
from core.document import Document
from core.ledger import Task
from core.links import EVIDENCE, KEPT, MATTER, PARTLY, REPEATED, SILENT, VERDICTS, Link, united
from core.reading import parse
from core.review import (
    Annotation,
    Record,
    anchor_of,
    cleared,
    edited,
    from_record,
    key_of,
    tagged,
    to_record,
)

LAST = parse("2023年青禾县报告\n一、安排\n新建书屋两间。\n修缮村道三条。\n组织培训四次。\n")
THIS = parse("2024年青禾县报告\n一、成效\n建成书屋两间。\n修缮村道一条。\n调解纠纷十起。\n")
NOW = "2025-02-01T00:00:00+00:00"
Records = dict[str, Record]


def blank(document: Document, index: int) -> Annotation:
    return Annotation(f"n{index}", anchor_of(document, document.measures[index]), "李", NOW, NOW)


class Desk:
    """Both reviews as they are stored, and what is decided with them."""

    def __init__(self) -> None:
        self.last: Records = {}
        self.this: Records = {}

    def mark(self, index: int, *tags: str, task: Task | None = None) -> None:
        one = replace(tagged(*tags)(blank(LAST, index)), task=task)
        self.last[key_of(LAST.measures[index])] = to_record(one)

    def decide(self, matter: int, verdict: str, evidence: int | None = None) -> None:
        former = self.found.get(matter)
        decision = Decision(matter, verdict, evidence, THIS.id) if verdict else None
        changes = {matter: of_matter(decision, former, THIS)}
        for document, records, made in (
            (LAST, self.last, changes),
            (THIS, self.this, of_evidence(decision, former, LAST)),
        ):
            for index, change in made.items():
                key = key_of(document.measures[index])
                record = edited(records.get(key), change, blank(document, index), now=NOW)
                records.pop(key, None)
                if record:
                    records[key] = record

    @property
    def found(self) -> dict[int, Decision]:
        return decisions(LAST, read(self.last), THIS, read(self.this))

    def task(self, index: int) -> Task | None:
        return read(self.last)[key_of(LAST.measures[index])].task


def read(records: Records) -> dict[str, Annotation]:
    return {key: from_record(record) for key, record in records.items()}


def sides(records: Mapping[str, Record]) -> list[tuple[str, str, str]]:
    """What each link says: its side, its verdict, the words of the other side."""
    return [
        (it.side, it.verdict, it.exact) for one in read(dict(records)).values() for it in one.links
    ]


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_both_sides_point_to_each_other(desk: Desk) -> None:
    desk.decide(0, KEPT, 0)
    assert desk.found == {0: Decision(0, KEPT, 0, THIS.id)}
    assert sides(desk.last) == [(MATTER, KEPT, "建成书屋两间。")]
    assert sides(desk.this) == [(EVIDENCE, KEPT, "新建书屋两间。")]


def test_nothing_shows_what_is_not_mentioned(desk: Desk) -> None:
    desk.decide(2, SILENT)
    assert desk.found == {2: Decision(2, SILENT, None, THIS.id)}
    assert (sides(desk.last), desk.this) == ([(MATTER, SILENT, "")], {})


def test_another_verdict_takes_the_place_of_the_first(desk: Desk) -> None:
    desk.decide(1, KEPT, 0)
    desk.decide(1, PARTLY, 1)
    assert desk.found == {1: Decision(1, PARTLY, 1, THIS.id)}
    assert sides(desk.this) == [(EVIDENCE, PARTLY, "修缮村道三条。")]


def test_one_measure_may_show_several_matters(desk: Desk) -> None:
    desk.decide(0, KEPT, 0)
    desk.decide(1, PARTLY, 0)
    assert {one.evidence for one in desk.found.values()} == {0}
    assert len(sides(desk.this)) == 2


@given(
    st.lists(
        st.tuples(
            st.integers(0, 2), st.sampled_from(["", *VERDICTS]), st.sampled_from([None, 0, 1, 2])
        ),
        max_size=8,
    )
)
def test_the_last_word_on_each_matter_stands_and_what_is_taken_back_leaves_nothing(
    said: list[tuple[int, str, int | None]],
) -> None:
    desk, last_words = Desk(), dict[int, Decision]()
    for matter, verdict, evidence in said:
        desk.decide(matter, verdict, evidence)
        last_words.pop(matter, None)
        if verdict:
            last_words[matter] = Decision(matter, verdict, evidence, THIS.id)
    assert desk.found == last_words
    assert len(sides(desk.this)) == sum(it.evidence is not None for it in last_words.values())
    for matter in range(3):
        desk.decide(matter, "")
    assert (desk.last, desk.this) == ({}, {})


def test_what_was_marked_before_stays_beside_a_decision(desk: Desk) -> None:
    desk.mark(1, "weakness")
    desk.decide(1, REPEATED, 1)
    desk.decide(1, "")
    [one] = read(desk.last).values()
    assert (one.tags, one.links) == (("weakness",), ())


def test_clearing_marks_leaves_a_decision_which_has_another_side(desk: Desk) -> None:
    desk.mark(0, "highlight")
    desk.decide(0, KEPT, 0)
    [record] = desk.last.values()
    left = edited(record, cleared, blank(LAST, 0), now=NOW)
    assert left
    assert (from_record(left).tags, len(from_record(left).links)) == ((), 1)


PLACE = "《2024年青禾县报告》1.1"


@pytest.mark.parametrize(
    ("before", "verdict", "evidence", "after"),
    [
        (Task(), KEPT, 0, Task(status="closed", evidence=(PLACE,))),
        (
            Task(unit="县司法局", status="in-progress", evidence=("月报",)),
            *(KEPT, 0),
            Task(unit="县司法局", status="closed", evidence=("月报", PLACE)),
        ),
        (Task(evidence=("月报",)), KEPT, None, Task(status="closed", evidence=("月报",))),
        (Task(unit="县司法局"), KEPT, None, Task(unit="县司法局")),
        (Task(unit="县司法局"), PARTLY, 0, Task(unit="县司法局", status="in-progress")),
        (Task(status="postponed"), PARTLY, 0, Task(status="postponed")),
        (Task(unit="县司法局"), SILENT, None, Task(unit="县司法局")),
    ],
    ids=[
        "kept closes it",
        "kept adds its evidence",
        "kept by evidence it has",
        "nothing is closed without evidence",
        "partly kept goes on",
        "another status stays",
        "not mentioned",
    ],
)
def test_a_verdict_moves_the_follow_up(
    desk: Desk, before: Task, verdict: str, evidence: int | None, after: Task
) -> None:
    desk.mark(0, "follow-up", task=before)
    desk.decide(0, verdict, evidence)
    assert desk.task(0) == after


def test_a_follow_up_closed_by_a_verdict_is_open_again_without_it(desk: Desk) -> None:
    desk.mark(0, "follow-up", task=Task(unit="县司法局", evidence=("月报",)))
    desk.decide(0, KEPT, 0)
    desk.decide(0, PARTLY, 1)
    assert desk.task(0) == Task(unit="县司法局", status="in-progress", evidence=("月报",))


def test_only_follow_ups_have_a_task(desk: Desk) -> None:
    desk.mark(0, "weakness")
    desk.decide(0, KEPT, 0)
    assert desk.task(0) is None


def test_a_decision_is_found_in_a_new_version_of_either_document(desk: Desk) -> None:
    desk.decide(1, PARTLY, 1)
    last = parse(f"{LAST.text}新添一句。\n".replace("修缮村道三条", "修缮好村道三条"))
    this = parse(THIS.text.replace("一、成效\n", "一、成效\n先有一句。\n").replace("一条", "两条"))
    reviews = []
    for old, new, records in ((LAST, last, desk.last), (THIS, this, desk.this)):
        one = list(read(records).values())
        places = attach([it.anchor for it in one], new, old)
        reviews.append(carried(zip(one, places, strict=True), old.id, new, {}))
    found = decisions(last, reviews[0], this, reviews[1])
    assert found == {1: Decision(1, PARTLY, 2, THIS.id)}
    [again] = [of_matter(None, found[1], this)]
    [annotation] = reviews[0].values()
    assert again(annotation).links == ()


def test_what_a_newer_version_wrote_of_a_link_is_kept() -> None:
    link = Link(MATTER, "doubtful", THIS.id, "1.1", 9, "建成书屋两间。", rest={"by": "会"})
    one = replace(blank(LAST, 0), links=(link,))
    assert from_record(to_record(one)) == one


def test_joined_annotations_keep_the_links_of_both_but_one_verdict_each() -> None:
    mine, theirs = Link(MATTER, KEPT, "a"), Link(MATTER, SILENT, "a")
    more = Link(MATTER, SILENT, "b")
    assert united((mine,), (theirs, more)) == (mine, more)
