import pytest

from core import review
from core.export.material import EVERYTHING, Scope, material
from core.metrics import find_metrics
from core.reading import parse
from core.review import Annotation, Change, anchor_of, key_of

DOCUMENT = parse(
    "报告\n一、成效\n（一）调解\n受理案件120件。调解成功率95%。\n（二）执法\n检查30次。\n二、不足\n还有差距。\n"
)
NOW = "2025-03-01T08:00:00+00:00"


def annotated(marks: dict[str, Change]) -> dict[str, Annotation]:
    found = {}
    for number, (locator, change) in enumerate(marks.items()):
        measure = next(one for one in DOCUMENT.measures if one.locator == locator)
        blank = Annotation(f"{number:02x}", anchor_of(DOCUMENT, measure), "李", NOW, NOW)
        found[key_of(measure)] = change(blank)
    return found


MARKS = annotated(
    {
        "2.1": review.tagged("weakness", "follow-up"),
        "1.1.2": review.tagged("highlight"),
        "1.2.1": review.noted("核对"),
        "1.1.1": review.marked_read(),
    }
)


def locators(scope: Scope) -> list[str]:
    made = material(DOCUMENT, MARKS, find_metrics(DOCUMENT.text), "李", scope)
    return [item.locator for item in made.items]


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        (EVERYTHING, ["1.1.2", "1.2.1", "2.1"]),
        (Scope(frozenset({"highlight"})), ["1.1.2"]),
        (Scope(frozenset({"highlight", "weakness"})), ["1.1.2", "2.1"]),
        (Scope(section=DOCUMENT.sections[0].id), ["1.1.2", "1.2.1"]),
        (Scope(section=DOCUMENT.sections[2].id), ["1.2.1"]),
        (Scope(frozenset({"weakness"}), DOCUMENT.sections[0].id), []),
    ],
    ids=["all", "tag", "tags", "section", "subsection", "both"],
)
def test_a_scope_takes_the_marks_in_reading_order(scope: Scope, expected: list[str]) -> None:
    assert locators(scope) == expected


def test_an_item_knows_where_it_stands_and_what_it_states() -> None:
    made = material(DOCUMENT, MARKS, find_metrics(DOCUMENT.text), "李")

    assert [item.place for item in made.items] == ["一、（一）", "一、（二）", "二、"]
    assert [[DOCUMENT.quote(one) for one in item.figures] for item in made.items] == [
        ["95%"],
        ["30次"],
        [],
    ]
    assert [item.tags for item in made.items] == [["亮点"], [], ["不足", "跟进"]]


def test_the_figures_are_those_of_the_scope() -> None:
    metrics = find_metrics(DOCUMENT.text)
    section = material(DOCUMENT, MARKS, metrics, "李", Scope(section=DOCUMENT.sections[1].id))

    assert material(DOCUMENT, MARKS, metrics, "李").figures == metrics
    assert [DOCUMENT.quote(one) for one in section.figures] == ["120件", "95%"]


def test_the_ledger_holds_the_follow_ups() -> None:
    made = material(DOCUMENT, MARKS, (), "李")

    assert [item.locator for item in made.ledger] == ["2.1"]


def test_the_order_of_marking_changes_nothing() -> None:
    shuffled = dict(reversed(MARKS.items()))

    assert material(DOCUMENT, shuffled, (), "李") == material(DOCUMENT, MARKS, (), "李")


def test_marks_whose_measure_is_gone_come_last_and_in_no_section() -> None:
    orphan = {**MARKS, "9999": MARKS[key_of(DOCUMENT.measures[-1])]}

    assert material(DOCUMENT, orphan, (), "李").items[-1].measure is None
    assert None not in {
        item.measure
        for item in material(
            DOCUMENT, orphan, (), "李", Scope(section=DOCUMENT.sections[0].id)
        ).items
    }
