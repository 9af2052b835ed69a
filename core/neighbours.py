"""Find the measures of a document that are alike in meaning: those that share telling words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from math import log, sqrt
from statistics import median

LIKE = 0.24  # from here on two measures of a report speak of the same thing
_SHARED = 2  # words at least: a single one is a coincidence
_SAMPLE = 200  # measures tell how much a measure usually says


class Neighbours:
    """The words of measures, which are added in reading order; then each can be asked for.

    Likeness is the cosine of the words, each weighed by how rare it is in the document and in
    Chinese (TF-IDF, Salton and Buckley 1988): 推进 and 工作 weigh next to nothing; numbers, which
    are no words, nothing. A measure that says little counts as one of the usual weight (pivoted
    length, Singhal, Buckley and Mitra 1996), or it would be like any other for two words.
    """

    def __init__(self, rarity: Callable[[str], float]) -> None:
        """`rarity` is the inverse document frequency of a word in ordinary text."""
        self._rarity = rarity
        self._words: list[tuple[str, ...]] = []  # of each measure, every word once
        self._holders: dict[str, list[int]] = {}  # the measures that hold a word
        self._known: dict[str, str] = {}  # a word that occurs often is kept once
        self._weights: dict[str, float] = {}
        self._sizes: dict[int, float] = {}
        self._usual: float | None = None

    def add(self, words: Iterable[str]) -> None:
        """Add the words of the next measure."""
        measure = len(self._words)
        once = tuple(self._known.setdefault(word, word) for word in dict.fromkeys(words))
        self._words.append(once)
        for word in once:
            self._holders.setdefault(word, []).append(measure)

    def of(self, measure: int, count: int = 3) -> list[int]:
        """The numbers of the measures most alike, best first; those alike enough only.

        To be asked once all measures are added; takes some milliseconds among 10,000.
        """
        sums: dict[int, float] = defaultdict(float)
        shared: dict[int, int] = defaultdict(int)
        for word in self._words[measure]:
            weight = self._weight(word) ** 2
            for other in self._holders[word]:
                sums[other] += weight
                shared[other] += 1
        size = self._size(measure)
        found = {
            other: sums[other] / (size * self._size(other))
            for other, times in shared.items()
            if times >= _SHARED and other != measure
        }
        like = [other for other, likeness in found.items() if likeness >= LIKE]
        return sorted(like, key=lambda other: (-found[other], other))[:count]

    def _weight(self, word: str) -> float:
        if word not in self._weights:
            here = log(len(self._words) / len(self._holders[word]))
            self._weights[word] = here * self._rarity(word)
        return self._weights[word]

    def _size(self, measure: int) -> float:
        """The length of the measure's vector, but not less than the usual one."""
        if self._usual is None:
            some = range(0, len(self._words), max(1, len(self._words) // _SAMPLE))
            self._usual = median(map(self._length, some)) or 1.0
        if measure not in self._sizes:
            self._sizes[measure] = max(self._usual, self._length(measure))
        return self._sizes[measure]

    def _length(self, measure: int) -> float:
        return sqrt(sum(self._weight(word) ** 2 for word in self._words[measure]))
