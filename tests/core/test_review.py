"""Annotations and the operations on them."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import review
from core.document import Document
from core.reading import parse
from core.review import Annotation, Change

NOW, LATER = "2025-03-01T09:00:00+00:00", "2025-03-01T09:05:00+00:00"


@pytest.fixture
def document() -> Document:
    return parse("某报告\n一、甲\n深化改革，办结12件。强化监督，立案3起。")


@pytest.fixture
def blank(document: Document) -> Annotation:
    anchor = review.anchor_of(document, document.measures[0])
    return Annotation(id="0a1b2c3d", anchor=anchor, reviewer="李", created=NOW, updated=NOW)


def test_an_anchor_holds_the_quote_and_what_is_around_it(document: Document) -> None:
    anchor = review.anchor_of(document, document.measures[1])
    assert (anchor.locator, anchor.exact) == ("1.2", "强化监督，立案3起。")
    assert anchor.prefix.endswith("办结12件。")
    assert anchor.suffix == ""
    assert document.text[anchor.start : anchor.end] == anchor.exact


def test_several_tags_hold_at_once_in_one_order(blank: Annotation) -> None:
    one_way = review.tagged("follow-up")(review.tagged("highlight")(blank))
    assert one_way.tags == ("highlight", "follow-up")
    assert review.tagged("highlight", "follow-up")(blank) == one_way
    assert review.without("highlight")(one_way).tags == ("follow-up",)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("  请核实。\n", "请核实。"),
        ("两行\r\n第二行\r第三行", "两行\n第二行\n第三行"),
        ("a\x00b\x1b[31mc\x9bd", "ab[31mcd"),
        ("半个\ud83d字", "半个字"),
        ("制表\t留下 😀", "制表\t留下 😀"),
    ],
)
def test_a_note_is_cleaned_where_it_is_typed(blank: Annotation, written: str, kept: str) -> None:
    assert review.noted(written)(blank).note == kept


@pytest.mark.parametrize(
    ("there", "seen", "written", "kept"),
    [
        ("旧", "旧", "新", "新"),
        ("", "旧", "新", "新"),
        ("别人的", "旧", "新", "新\n\n别人的"),
        ("别人的", "旧", "", "别人的"),
        ("新", "旧", "新", "新"),
        ("别人的", None, "新", "新"),
    ],
)
def test_a_note_changed_elsewhere_meanwhile_is_kept_below(
    blank: Annotation, there: str, seen: str | None, written: str, kept: str
) -> None:
    assert review.noted(written, seen)(replace(blank, note=there)).note == kept


def test_cleared_says_nothing_any_more(blank: Annotation) -> None:
    full = review.marked_read()(review.noted("x")(review.tagged("weakness")(blank)))
    assert full.is_marked
    assert review.cleared(full) == blank


def test_a_change_stamps_the_record_and_an_idle_one_does_not(blank: Annotation) -> None:
    first = review.edited(None, review.tagged("highlight"), blank, now=LATER)
    assert first is not None
    assert (first["created"], first["updated"]) == (NOW, LATER)
    assert review.edited(first, review.tagged("highlight"), blank, now="9999") == first


def test_nothing_left_to_say_removes_the_record(blank: Annotation) -> None:
    record = review.edited(None, review.marked_read(), blank, now=LATER)
    assert review.edited(record, review.cleared, blank, now=LATER) is None


def test_what_a_newer_version_wrote_is_kept(blank: Annotation) -> None:
    record = {**review.to_record(review.tagged("highlight")(blank)), "due": "2025-12-31"}
    changed = review.edited(record, review.noted("催办"), blank, now=LATER)
    assert changed is not None
    assert changed["due"] == "2025-12-31"


CHANGES: st.SearchStrategy[Change] = st.one_of(
    st.sampled_from([tag.id for tag in review.TAGS]).map(review.tagged),
    st.sampled_from([tag.id for tag in review.TAGS]).map(review.without),
    st.text(max_size=20).map(review.noted),
    st.booleans().map(review.marked_read),
    st.just(review.cleared),
)


@given(st.lists(CHANGES, max_size=8))
def test_any_record_reads_back_as_it_was(changes: list[Change]) -> None:
    document = parse("甲。")
    anchor = review.anchor_of(document, document.measures[0])
    annotation = Annotation(id="1", anchor=anchor, reviewer="r", created=NOW, updated=NOW)
    for change in changes:
        annotation = change(annotation)
        assert review.from_record(review.to_record(annotation)) == annotation


def test_progress_counts_marked_measures_as_reviewed(document: Document, blank: Annotation) -> None:
    first, second = map(review.key_of, document.measures)
    both = review.tagged("highlight", "follow-up")(blank)
    marks = {second: review.marked_read()(blank), "99": blank, first: both}
    found = review.attached(document, marks)
    assert list(found) == [0, 1]
    done = review.progress(3, found.values())
    assert (done.measures, done.reviewed) == (3, 2)
    assert done.tags == {"highlight": 1, "follow-up": 1}


def test_annotations_come_in_reading_order_and_none_is_dropped(
    document: Document, blank: Annotation
) -> None:
    first, second = map(review.key_of, document.measures)
    orphan = replace(blank, id="lost")
    listed = review.in_order(document, {"999": orphan, second: blank, first: blank})
    assert [(one.locator if one else None, it.id) for one, it in listed] == [
        ("1.1", blank.id),
        ("1.2", blank.id),
        (None, "lost"),
    ]


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("调解的报告\n\n一、成效\n\n成功率95.6%。\n", "甲（《调解的报告》一、）"),
        ("调解的报告\n\n成功率95.6%。\n\n一、成效\n\n很好。\n", "甲（《调解的报告》）"),
        ("成功率为95.6%。", "甲（0.1）"),
        ("", "甲"),
    ],
)
def test_words_are_cited_with_where_they_stand(text: str, cited: str) -> None:
    assert review.cited(parse(text), "甲", text.find("95.6")) == cited
