"""Look words up in a whole document, whatever its sentences and headings were cut into."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import accumulate

from core.document import Document
from core.likeness import Texts, plain

_SAME_BESIDE = 0.6  # how alike what stands beside two sentences is if it is the same


class Running:
    """All of a document in plain form, with the measure that each stretch of it belongs to."""

    def __init__(self, document: Document) -> None:
        parts: list[str] = []
        headings: list[tuple[str, int]] = []
        behind = 0
        for index, measure in enumerate(document.measures):
            headings.append((plain(document.text[behind : measure.start]), index))
            parts += headings[-1][0], plain(document.quote(measure))
            behind = measure.end
        self._text = "".join(parts)
        self._starts = list(accumulate(map(len, parts), initial=0))  # measures at odd places
        self._headings = [heading for heading in headings if heading[0]]
        self._index = Texts(heading for heading, _ in self._headings)

    def holding(self, words: str, near: Iterable[int]) -> int | None:
        """The measure near those given that holds the words, most of them at least.

        None if they stand there more than once.
        """
        found: set[int] = set()
        for measure in near:
            start, end = self._starts[2 * measure + 1], self._starts[2 * measure + 2]
            at = self._text.find(words, max(0, start - len(words)), end + len(words))
            found |= {at} - {-1}
        if len(found) != 1:
            return None
        at = found.pop()
        first = max(0, bisect_right(self._starts, at) - 1)
        last = bisect_left(self._starts, at + len(words))
        inside = {
            place // 2: min(self._starts[place + 1], at + len(words)) - max(self._starts[place], at)
            for place in range(first, last)
            if place % 2
        }
        return max(inside, key=lambda measure: (inside[measure], -measure)) if inside else None

    def beside(self, measure: int, before: str, behind: str) -> float:
        """How much two texts are what stands before a measure and behind it, half for either."""
        from rapidfuzz.distance import Indel  # noqa: PLC0415 (takes 50 ms)

        start, end = self._starts[2 * measure + 1], self._starts[2 * measure + 2]
        there = self._text[max(0, start - len(before)) : start], self._text[end : end + len(behind)]
        sides = zip((before, behind), there, strict=True)
        alike = [Indel.normalized_similarity(*side) for side in sides if all(side)]
        return sum(share for share in alike if share >= _SAME_BESIDE) / 2

    def behind_headings(self, masked: str) -> list[int]:
        """The measures behind the headings that share the rarest pair of characters with words."""
        return [self._headings[number][1] for number in self._index.rarest(masked)]

    def behind_heading(self, words: str) -> int | None:
        """The measure behind the heading that holds the words; None if there is no such one."""
        return next((measure for heading, measure in self._headings if words in heading), None)
