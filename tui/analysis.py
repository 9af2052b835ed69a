"""What is found out about a document while it is read: its figures, its sections' keywords."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from threading import Lock

from core.document import Document, Measure, Metric
from core.lookup import Row, rows

_KEYWORDS = 8


class Analysis:
    """Figures and keywords of one document, each found once; the finding is for workers."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self.figures: tuple[Metric, ...] = ()
        self.rows: list[Row] | None = None  # None until the figures are found
        self.keywords: dict[str, list[str]] = {}  # by section id
        self._rank: Callable[[str, int], list[str]] | None = None
        self._ranking = Lock()

    def find_figures(self) -> tuple[tuple[Metric, ...], list[Row]]:
        """All figures of the document, and as rows of a list; call it from a worker."""
        from core.metrics import find_metrics  # noqa: PLC0415 (not before the first frame)

        figures = find_metrics(self._document.text)
        return figures, rows(self._document, figures)

    def find_keywords(self, measures: Sequence[Measure]) -> list[str]:
        """The keywords of some measures; call it from a worker, the first call loads jieba."""
        from core import keywords  # noqa: PLC0415 (not before the first frame)

        with self._ranking:
            if self._rank is None:
                self._rank = keywords.load(self._document.text)
        return self._rank("\n".join(map(self._document.quote, measures)), _KEYWORDS)

    def figures_in(self, measure: Measure) -> Sequence[Metric]:
        """The figures that a measure states, as far as they are found."""
        first = bisect_left(self.figures, measure.start, key=_start)
        return self.figures[first : bisect_left(self.figures, measure.end, key=_start)]


def _start(metric: Metric) -> int:
    return metric.start
