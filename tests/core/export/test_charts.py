import pytest

from core import review
from core.export.charts import Part, density, parts
from core.export.material import EVERYTHING, Scope, material
from core.reading import parse
from core.review import Annotation, anchor_of, key_of

DOCUMENT = parse(
    "报告\n总的来说很好。\n一、成效\n总体良好。\n（一）调解\n受理案件。另有一件。\n（二）执法\n检查。\n二、不足\n还有差距。\n"
)
MARKS = {}
for _measure in DOCUMENT.measures[1:3]:
    _blank = Annotation(_measure.locator, anchor_of(DOCUMENT, _measure), "李", "2025", "2025")
    MARKS[key_of(_measure)] = review.tagged("highlight", "follow-up")(_blank)
GONE = {"9999": review.noted("看")(_blank)}


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        (EVERYTHING, [("前言", 1, 0), ("一、成效", 4, 2), ("二、不足", 1, 0)]),
        (
            Scope(section=DOCUMENT.sections[0].id),
            [("一、成效", 1, 1), ("（一）调解", 2, 1), ("（二）执法", 1, 0)],
        ),
        (Scope(section=DOCUMENT.sections[1].id), [("（一）调解", 2, 1)]),
    ],
    ids=["document", "section", "subsection"],
)
def test_each_measure_counts_in_one_part(
    scope: Scope, expected: list[tuple[str, int, int]]
) -> None:
    found = parts(material(DOCUMENT, MARKS, (), "李", scope))

    assert [(part.title, len(part.strip), part.marks) for part in found] == expected


def test_a_mark_with_two_tags_counts_in_both_columns() -> None:
    part = parts(material(DOCUMENT, MARKS, (), "李"))[1]

    assert part.counts == {"highlight": 2, "weakness": 0, "follow-up": 2, "other": 0}
    assert part.marks == 2


def test_marks_that_the_text_has_no_more_are_a_part_without_a_strip() -> None:
    gone = parts(material(DOCUMENT, {**MARKS, **GONE}, (), "李"))[-1]

    assert (gone.title, gone.strip, gone.marks) == ("原文中已找不到", (), 1)


A, NONE = frozenset({"highlight"}), frozenset()


@pytest.mark.parametrize(
    ("strip", "width", "expected"),
    [
        ((A, NONE, NONE, A), 4, [1, 0, 0, 1]),
        ((A, NONE, NONE, A), 2, [0.5, 0.5]),
        ((A, NONE), 4, [1, 1, 0, 0]),
        ((A, NONE, NONE), 2, [1, 0]),
        ((), 4, []),
    ],
    ids=["as-many", "fewer-cells", "more-cells", "uneven", "none"],
)
def test_density_is_the_share_of_marked_measures(
    strip: tuple[frozenset[str], ...], width: int, expected: list[float]
) -> None:
    cells = density(Part("", strip, {}, 0), width)

    assert [cell.get("highlight", 0) for cell in cells] == expected
