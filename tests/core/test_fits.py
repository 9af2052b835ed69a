"""How well many rows fit, reckoned at once as it would be row by row."""

from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.fits import Fitting, Order, best_first, read

# As many rows as one likes, each with what two words and their sums may be.
PAIRS = st.lists(st.tuples(st.integers(0, 127), st.integers(0, 127)), max_size=40)


def apart(pairs: list[tuple[int, int]]) -> tuple[Fitting, int, int]:
    fits, others = (bytes(pair[side] for pair in pairs) for side in (0, 1))
    return Fitting(len(pairs)), read(fits), read(others)


@given(PAIRS)
def test_both_words_must_fit_and_their_fits_are_added(pairs: list[tuple[int, int]]) -> None:
    fitting, fits, others = apart(pairs)
    assert list(fitting.written(fitting.both(fits, others))) == [
        min(fit + other, 127) if fit and other else 0 for fit, other in pairs
    ]


@given(PAIRS)
def test_the_worse_counts_only_where_the_better_does_not_fit(pairs: list[tuple[int, int]]) -> None:
    fitting, worse, better = apart(pairs)
    assert list(fitting.written(fitting.over(worse, better))) == [
        better or worse for worse, better in pairs
    ]


@given(PAIRS)
def test_rows_that_fit_are_counted_and_made_alike(pairs: list[tuple[int, int]]) -> None:
    fitting, fits, others = apart(pairs)
    assert fitting.count(fits) == sum(fit > 0 for fit, _ in pairs)
    assert list(fitting.written(fitting.alike(fits) & others)) == [
        other if fit else 0 for fit, other in pairs
    ]


@pytest.mark.parametrize("words", [1, 31, 32, 64, 1000])
def test_no_row_is_lost_or_touches_the_next_however_many_words_there_are(words: int) -> None:
    fitting, worst = Fitting(3), read(bytes((4, 0, 4)))
    fits = reduce(fitting.both, [worst] * words)
    assert list(fitting.written(fits)) == [min(4 * words, 127), 0, min(4 * words, 127)]


def test_what_is_laid_later_covers_what_was_before() -> None:
    fits = Fitting(4).laid([(3, [0, 1, 2]), (2, []), (1, [1])])
    assert list(Fitting(4).written(fits)) == [3, 1, 3, 0]


@given(st.binary(max_size=40).map(lambda fits: bytes(fit % 128 for fit in fits)))
def test_the_best_come_first_else_the_first(fits: bytes) -> None:
    rows = [row for row, fit in enumerate(fits) if fit]
    assert list(best_first(fits)) == sorted(rows, key=fits.__getitem__)


@pytest.mark.parametrize("rows", [0, 1, 255, 256, 257, 700])
def test_another_order_lists_just_the_rows_that_fit(rows: int) -> None:
    def key(row: int) -> int:
        return -row % 7

    fits = bytes(row % 3 for row in range(rows))
    wanted = sorted((row for row in range(rows) if fits[row]), key=key)
    assert list(Order(rows, key).listed(fits)) == wanted
