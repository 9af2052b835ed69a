"""Look figures up by what a reviewer remembers of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.document import Document, Metric
from core.folding import fold


@dataclass(frozen=True, slots=True)
class Row:
    """A figure as it is listed: as printed, with the measure that states it."""

    metric: Metric
    surface: str
    locator: str
    sentence: str

    @property
    def _figure(self) -> str:
        return fold(f"{self.surface} {self.metric.subject}").casefold()

    def rank(self, words: Sequence[str]) -> int | None:
        """0 where figure and subject hold every word, 1 where place and sentence help, None else.

        The words are folded and in small letters.
        """
        if all(word in self._figure for word in words):
            return 0
        whole = f"{self._figure} {self.locator} {fold(self.sentence).casefold()}"
        return 1 if all(word in whole for word in words) else None


def rows(document: Document, metrics: Sequence[Metric]) -> list[Row]:
    """The figures with their places, in reading order."""
    found: list[Row] = []
    for metric in metrics:
        index = document.measure_index(metric.start)
        measure = document.measures[index] if index is not None else None
        if measure is not None and metric.start < measure.end:
            row = Row(metric, document.quote(metric), measure.locator, document.quote(measure))
        else:  # in a heading or before the first measure
            row = Row(metric, document.quote(metric), "", "")
        found.append(row)
    return found


def matching(rows: Sequence[Row], query: str) -> list[Row]:
    """The rows that hold every word of the query, the best first, else in reading order."""
    words = fold(query).casefold().split()
    ranked = [(rank, row) for row in rows if (rank := row.rank(words)) is not None]
    return [row for _rank, row in sorted(ranked, key=lambda pair: pair[0])]
