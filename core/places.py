"""Tell how well a sentence fits between those around it, by where its neighbours are known again.

A sentence of the former text has a position, counted in sentences from its beginning; a measure
of the new text has its index.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

_Known = tuple[float, int]  # where a sentence stood, and the measure that it is now
_FEW = 24  # pairs at most that are compared whatever they share


class Places:
    """The sentences that are known again, as a frame for the others.

    There are two frames: all of them, and the most that are in the same order in both texts.
    A block that was moved has its neighbours in the first, all else in the second.
    """

    def __init__(
        self,
        positions: Sequence[float],
        partners: Sequence[int | None],
        measures: int,
        reach: float,
    ) -> None:
        """`measures` is how many the new text has; beyond `reach` a neighbour counts less."""
        known = [
            (position, measure)
            for position, measure in zip(positions, partners, strict=True)
            if measure is not None
        ]
        last = positions[-1] if positions else -1.0
        begin, end = (-1.0, -1), (last + 1, measures)
        self._positions = positions
        self._measures = measures
        self._reach = reach
        self._ordered = _around(positions, [begin, *in_order(known), end])
        self._all = _around(positions, [begin, *known, end])

    def fit(self, number: int, measure: int) -> float:
        """How well a sentence fits in as a measure, from 0 to 1, half of it for either side.

        A side counts in full when the measure is as far from the neighbour known again as the
        sentence was, and not at all when it is on the other side of it.
        """
        here = self._positions[number]
        before = behind = 0.0
        for left, right in {self._ordered[number], self._all[number]}:
            before = max(before, self._near(here - left[0], measure - left[1]))
            behind = max(behind, self._near(right[0] - here, right[1] - measure))
        return (before + behind) / 2

    def _near(self, then: float, now: int) -> float:
        """How alike two distances from the same neighbour are; the longer, the less exactly."""
        if now < 0:
            return 0.0
        alike = 1 / (1 + abs(then - now) / (1 + min(then, now) / 4))
        return alike if then <= self._reach else alike * self._reach / then

    def expected(self, number: int) -> int:
        """The measure to expect for a sentence, counted from those in order around it."""
        left, right = self._ordered[number]
        share = (self._positions[number] - left[0]) / (right[0] - left[0])
        return round(left[1] + share * (right[1] - left[1]))

    def neighbours(self, number: int) -> list[int]:
        """The measures that are the nearest sentences known again, before and behind."""
        around = (*self._ordered[number], *self._all[number])
        return [measure for _, measure in around if 0 <= measure < self._measures]

    def between(self, number: int) -> range:
        """The measures between the neighbours in order, if they and the sentences are few."""
        left, right = self._ordered[number]
        pairs = (right[1] - left[1] - 1) * (right[0] - left[0] - 1)
        return range(left[1] + 1, right[1]) if pairs <= _FEW else range(0)


def _around(positions: Sequence[float], known: Sequence[_Known]) -> list[tuple[_Known, _Known]]:
    """For each position the nearest known one before it and behind it."""
    where = [position for position, _ in known]
    return [
        (known[bisect_left(where, position) - 1], known[bisect_right(where, position)])
        for position in positions
    ]


def in_order(known: Sequence[_Known]) -> list[_Known]:
    """The most of them whose measures never fall (the longest increasing subsequence)."""
    least: list[int] = []  # measure that a run of each length can end with
    last: list[int] = []  # of such a run, its place in `known`
    before: list[int] = []
    for place, (_, measure) in enumerate(known):
        length = bisect_right(least, measure)
        before.append(last[length - 1] if length else -1)
        least[length : length + 1] = [measure]
        last[length : length + 1] = [place]
    found: list[_Known] = []
    place = last[-1] if last else -1
    while place >= 0:
        found.append(known[place])
        place = before[place]
    return found[::-1]
