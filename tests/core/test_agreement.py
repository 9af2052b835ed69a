"""Agreement of reviewers: the numbers of published examples, and what must hold of all numbers."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.agreement import (
    agreement,
    cohen_kappa,
    differing,
    disagreements,
    krippendorff_alpha,
    observed,
)
from core.review import TAGS, Anchor, Annotation

Table = tuple[tuple[int, ...], ...]


def pairs(table: Table) -> list[tuple[int, int]]:
    """The pairs of values that a table of two observers counts."""
    return list(_counted(table))


def _counted(table: Table) -> Iterator[tuple[int, int]]:
    for first, row in enumerate(table):
        for second, times in enumerate(row):
            yield from [(first, second)] * times


def units(*observers: str) -> list[list[str]]:
    """The values of each unit, from a line an observer; a dot is a missing value."""
    lines = [line.split() for line in observers]
    return [[value for value in unit if value != "."] for unit in zip(*lines, strict=True)]


# Published examples


@pytest.mark.parametrize(
    ("table", "agreed", "kappa"),
    [
        pytest.param(
            ((88, 14, 18), (10, 40, 10), (2, 6, 12)), 0.70, 0.492, id="Cohen 1960, table 2"
        ),
        pytest.param(
            ((25, 13, 12), (12, 2, 16), (3, 15, 2)), 0.29, -0.092, id="Cohen 1960, table 1"
        ),
        pytest.param(
            ((75, 1, 4), (5, 4, 1), (0, 0, 10)), 0.89, 0.676, id="Fleiss 2003, table 18.1"
        ),
        pytest.param(((40, 5), (25, 30)), 0.70, 0.417, id="Sprent and Smeeton, example 10.11"),
        pytest.param(((20, 5), (10, 15)), 0.70, 0.400, id="fifty grant proposals"),
        pytest.param(((45, 15), (25, 15)), 0.60, 0.130, id="alike margins"),
        pytest.param(((25, 35), (5, 35)), 0.60, 0.259, id="unlike margins, as many equal"),
    ],
)
def test_kappa_is_what_the_literature_has(table: Table, agreed: float, kappa: float) -> None:
    assert observed(pairs(table)) == pytest.approx(agreed)
    assert cohen_kappa(pairs(table)) == pytest.approx(kappa, abs=0.0005)


@pytest.mark.parametrize(
    ("observers", "alpha"),
    [
        pytest.param(
            ("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0"),
            0.095,
            id="Krippendorff 2011 A: two observers, two values",
        ),
        pytest.param(
            ("a a b b d c c c e d d a", "b a b b b c c c e d d d"),
            0.692,
            id="Krippendorff 2011 B: two observers, five values",
        ),
        pytest.param(
            (
                "1 2 3 3 2 1 4 1 2 . . .",
                "1 2 3 3 2 2 4 1 2 5 . 3",
                ". 3 3 3 2 3 4 2 2 5 1 .",
                "1 2 3 3 2 4 4 1 2 5 1 .",
            ),
            0.743,
            id="Krippendorff 2011 C: four observers, values missing",
        ),
        pytest.param(
            (
                ". . . . . 3 4 1 2 1 1 3 3 . 3",
                "1 . 2 1 3 3 4 3 . . . . . . .",
                ". . 2 1 3 4 4 . 2 1 1 3 3 . 4",
            ),
            0.691,
            id="three observers, units that one or nobody saw",
        ),
    ],
)
def test_alpha_is_what_the_literature_has(observers: tuple[str, ...], alpha: float) -> None:
    assert krippendorff_alpha(units(*observers)) == pytest.approx(alpha, abs=0.0005)


@pytest.mark.parametrize("values", [[], [(1, 1)], [(1, 1)] * 9])
def test_without_variation_there_is_nothing_to_correct_for_chance(
    values: list[tuple[int, int]],
) -> None:
    assert cohen_kappa(values) is None
    assert krippendorff_alpha(values) is None


def test_a_value_that_stands_alone_does_not_count() -> None:
    assert observed([["a"], ["b"]]) is None
    assert krippendorff_alpha([["a", "a"], ["b", "b"], ["a"], []]) == 1


# What holds of all numbers

values = st.sampled_from("abc")
rated = st.lists(st.lists(values, max_size=5), max_size=12)
rated_by_two = st.lists(st.tuples(values, values), max_size=12)
relabelled = st.permutations("xyz").map(lambda names: dict(zip("abc", names, strict=True)))


@given(rated)
def test_nobody_agrees_more_than_fully(ratings: list[list[str]]) -> None:
    alpha = krippendorff_alpha(ratings)
    assert alpha is None or alpha <= 1
    assert alpha is None or (alpha == 1) == (observed(ratings) == 1)


@given(rated_by_two)
def test_two_never_agree_more_than_fully(ratings: list[tuple[str, str]]) -> None:
    kappa = cohen_kappa(ratings)
    assert kappa is None or -1 <= kappa <= 1
    assert kappa is None or (kappa == 1) == (observed(ratings) == 1)


@given(rated_by_two, relabelled)
def test_what_the_values_are_called_does_not_matter(
    ratings: list[tuple[str, str]], names: dict[str, str]
) -> None:
    others = [(names[a], names[b]) for a, b in ratings]
    assert cohen_kappa(others) == cohen_kappa(ratings)
    assert krippendorff_alpha(others) == krippendorff_alpha(ratings)


@given(rated, relabelled)
def test_nor_does_it_for_several(ratings: list[list[str]], names: dict[str, str]) -> None:
    others = [[names[value] for value in unit] for unit in ratings]
    assert krippendorff_alpha(others) == krippendorff_alpha(ratings)


@given(rated_by_two)
def test_who_is_the_first_of_two_does_not_matter(ratings: list[tuple[str, str]]) -> None:
    assert cohen_kappa([(b, a) for a, b in ratings]) == cohen_kappa(ratings)


# Reviews

SIGNS = {tag.sign: tag.id for tag in TAGS}
NAMES = "甲乙丙丁"


def review(signs: str) -> dict[int, Annotation]:
    """A review, a word a measure: `+-!` tags, `r` read without a tag, a dot not reviewed."""
    return {
        measure: annotation(*(SIGNS[sign] for sign in word if sign in SIGNS))
        for measure, word in enumerate(signs.split())
        if word != "."
    }


def annotation(*tags: str) -> Annotation:
    anchor = Anchor(locator="1.1", start=0, end=1, exact="", prefix="", suffix="")
    return Annotation("0a1b2c3d", anchor, "甲", created="", updated="", tags=tags)


def reviews(*signs: str) -> dict[str, dict[int, Annotation]]:
    return {name: review(words) for name, words in zip(NAMES, signs, strict=False)}


def test_two_reviewers_are_compared_tag_by_tag() -> None:
    both = reviews("+ + r r +- .", "+ r r r - +")
    highlight, weakness, follow_up = agreement(both)
    assert (highlight.tag, highlight.measures, highlight.coefficient) == ("highlight", 5, "kappa")
    assert highlight.observed == pytest.approx(3 / 5)
    assert highlight.beyond_chance == pytest.approx((5 * 3 - (3 * 1 + 2 * 4)) / (25 - 11))
    assert (weakness.observed, weakness.beyond_chance) == (1, 1)
    assert (follow_up.observed, follow_up.beyond_chance) == (1, None)


def test_more_than_two_are_compared_by_alpha_with_what_two_of_them_reviewed() -> None:
    [highlight, *_] = agreement(reviews("+ r . + .", "+ r r . +", ". + r . ."))
    assert (highlight.coefficient, highlight.measures) == ("alpha", 3)
    assert highlight.beyond_chance == pytest.approx(
        krippendorff_alpha([[True, True], [False, False, True], [False, False]])
    )


def test_who_reviewed_nothing_is_no_reviewer() -> None:
    assert agreement(reviews("+ r", "+ +", ". .")) == agreement(reviews("+ r", "+ +"))


@pytest.mark.parametrize("few", [reviews(), reviews("+ r"), reviews("+ .", ". +")])
def test_without_a_measure_in_common_nothing_is_defined(
    few: dict[str, dict[int, Annotation]],
) -> None:
    assert {(it.measures, it.observed, it.beyond_chance) for it in agreement(few)} == {
        (0, None, None)
    }
    assert disagreements(few) == []


def test_disagreements_stand_in_reading_order_with_who_set_what() -> None:
    found = disagreements(reviews("r - + + .", ". r + r +", ". . ! + -"))
    assert [(it.measure, it.tags) for it in found] == [
        (1, ("weakness",)),
        (2, ("highlight", "follow-up")),
        (3, ("highlight",)),
        (4, ("highlight", "weakness")),
    ]
    assert {who: it.tags for who, it in found[0].annotations.items()} == {
        "甲": ("weakness",),
        "乙": (),
    }


def test_a_reader_without_a_tag_differs_from_who_set_one() -> None:
    assert differing([annotation(), annotation("highlight")]) == ("highlight",)


def test_a_tag_of_a_newer_version_is_nobodys_disagreement() -> None:
    assert differing([annotation("urgent"), annotation()]) == ()


words = st.lists(st.sampled_from([".", "r", "+", "-", "!", "+!"]), min_size=6, max_size=6)
several = st.lists(words.map(" ".join), min_size=2, max_size=4)


@given(several)
def test_the_order_of_the_reviewers_does_not_matter(signs: list[str]) -> None:
    known = reviews(*signs)
    for order in permutations(known):
        others = {name: known[name] for name in order}
        assert agreement(others) == agreement(known)
        assert [list(it.annotations.items()) for it in disagreements(others)] == [
            list(it.annotations.items()) for it in disagreements(known)
        ]


@given(words.map(" ".join), st.integers(2, 4))
def test_reviewers_who_set_the_same_agree_fully(signs: str, number: int) -> None:
    same = reviews(*[signs] * number)
    assert {it.beyond_chance for it in agreement(same)} <= {1, None}
    assert {it.observed for it in agreement(same)} <= {1, None}
    assert disagreements(same) == []
