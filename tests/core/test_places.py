import pytest

from core.places import Places, in_order


@pytest.mark.parametrize(
    ("measures", "kept"),
    [
        pytest.param([0, 1, 2, 3], [0, 1, 2, 3], id="nothing moved"),
        pytest.param([0, 3, 1, 2], [0, 1, 2], id="one moved up"),
        pytest.param([3, 4, 0, 1, 2], [0, 1, 2], id="a block moved, the larger part stays"),
        pytest.param([0, 1, 1, 2], [0, 1, 1, 2], id="two became one"),
        pytest.param([], [], id="none"),
    ],
)
def test_the_most_that_are_in_order(measures: list[int], kept: list[int]) -> None:
    assert [measure for _, measure in in_order(list(enumerate(measures)))] == kept


@pytest.mark.parametrize(
    ("partners", "better", "worse"),
    [
        pytest.param([0, None, 2], 1, 3, id="between its neighbours, not behind them"),
        pytest.param([0, None, None, 3], 1, 2, id="next to its neighbour"),
        pytest.param([0, 7, None, 9, 4], 8, 2, id="in a block that moved, beside it"),
        pytest.param([None, 1, 2], 0, 3, id="at the beginning"),
    ],
)
def test_a_sentence_fits_where_its_neighbours_are(
    partners: list[int | None], better: int, worse: int
) -> None:
    places = Places(range(len(partners)), partners, 10, reach=8)
    number = partners.index(None)

    assert 0 <= places.fit(number, worse) < places.fit(number, better) <= 1


def test_neighbours_beyond_reach_say_less() -> None:
    partners = [0, *[None] * 20, 21]

    near = Places(range(22), partners, 22, reach=20)
    far = Places(range(22), partners, 22, reach=5)

    assert far.fit(10, 10) < near.fit(10, 10)


def test_what_to_expect_is_counted_from_the_neighbours() -> None:
    assert Places(range(5), [10, None, None, None, 18], 30, reach=8).expected(2) == 14


def test_only_a_few_between_the_same_neighbours_are_named() -> None:
    assert Places(range(3), [4, None, 8], 10, reach=8).between(1) == range(5, 8)
    assert Places(range(3), [4, None, 400], 500, reach=8).between(1) == range(0)
