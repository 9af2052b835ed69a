"""Look figures up by what a reviewer remembers of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.document import Document, Metric
from core.folding import searchable


@dataclass(frozen=True, slots=True)
class Row:
    """A figure as it is listed: as printed, with the measure that states it."""

    metric: Metric
    surface: str
    locator: str
    sentence: str

    figure: str
    whole: str
    """What is searched: figure and subject, and those with place and sentence."""

    def rank(self, words: Sequence[str]) -> int | None:
        """0 where figure and subject hold every word, 1 where place and sentence help, None else.

        The words are searchable text.
        """
        if all(word in self.figure for word in words):
            return 0
        return 1 if all(word in self.whole for word in words) else None


def rows(document: Document, metrics: Sequence[Metric]) -> list[Row]:
    """The figures with their places, in reading order."""
    found: list[Row] = []
    for metric in metrics:
        index = document.measure_index(metric.start)
        measure = document.measures[index] if index is not None else None
        if measure is None or metric.start >= measure.end:  # in a heading, before any measure
            measure = None
        surface = document.quote(metric)
        locator = measure.locator if measure else ""
        sentence = document.quote(measure) if measure else ""
        figure = searchable(f"{surface} {metric.subject}")
        whole = f"{figure} {locator} {searchable(sentence)}"
        found.append(Row(metric, surface, locator, sentence, figure, whole))
    return found


def matching(rows: Sequence[Row], query: str) -> list[Row]:
    """The rows that hold every word of the query, the best first, else in reading order."""
    words = searchable(query).split()
    ranked = [(rank, row) for row in rows if (rank := row.rank(words)) is not None]
    return [row for _rank, row in sorted(ranked, key=lambda pair: pair[0])]
