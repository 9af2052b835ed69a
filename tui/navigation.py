"""Where the cursor goes: neighbouring sections, what is unreviewed or marked, search hits."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence

from core.document import Document, Measure
from core.folding import searchable
from core.review import Annotation

Lookup = Callable[[Measure], Annotation | None]


def section_start(measures: Sequence[Measure], cursor: int, by: int) -> int | None:
    """The first measure of the next section; backwards of this one, then of the one before."""
    starts = [
        index
        for index, measure in enumerate(measures)
        if index == 0 or measure.section != measures[index - 1].section
    ]
    at = bisect_right(starts, cursor) if by > 0 else bisect_left(starts, cursor) - 1
    return starts[at] if 0 <= at < len(starts) else None


def unreviewed(measures: Sequence[Measure], lookup: Lookup, cursor: int) -> int | None:
    """The next measure without an annotation, from the top again after the last."""
    around = (*range(cursor + 1, len(measures)), *range(min(cursor + 1, len(measures))))
    return next((index for index in around if lookup(measures[index]) is None), None)


def marked(measures: Sequence[Measure], lookup: Lookup, cursor: int, by: int) -> int | None:
    """The next or previous measure with tags or a note."""
    way = range(cursor + 1, len(measures)) if by > 0 else range(cursor - 1, -1, -1)
    return next(
        (i for i in way if (annotation := lookup(measures[i])) and annotation.is_marked), None
    )


class Search:
    """A search in the text of a document: its hits, and the measures they stand in."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._text = ""
        self.hits: list[tuple[int, int]] = []

    def prepare(self) -> None:
        """Fold the text; for a long document this is work for a worker."""
        self._text = self._text or searchable(self._document.text)

    def find(self, query: str) -> None:
        """Find every place of the query, whatever the width of its characters or their case."""
        self.prepare()
        wanted = searchable(query)
        self.hits = []
        at = self._text.find(wanted) if wanted else -1
        while at >= 0:
            self.hits.append((at, at + len(wanted)))
            at = self._text.find(wanted, at + len(wanted))

    def from_offset(self, offset: int) -> int | None:
        """The measure of the first hit at or after the offset, else of the first hit."""
        if not self.hits:
            return None
        at = bisect_left(self.hits, (offset, 0))
        return self._document.measure_index(self.hits[at % len(self.hits)][0])

    def number(self, cursor: int) -> int:
        """The number of the first hit in or after a measure, counted from 1."""
        begin = self._document.measures[cursor].start
        return min(bisect_left(self.hits, (begin, 0)) + 1, len(self.hits))

    def step(self, cursor: int, by: int) -> int | None:
        """The next or previous measure with a hit, around the ends."""
        found = {self._document.measure_index(start) for start, _end in self.hits}
        indexes = sorted(index for index in found if index is not None)
        if not indexes:
            return None
        at = bisect_right(indexes, cursor) if by > 0 else bisect_left(indexes, cursor) - 1
        return indexes[at % len(indexes)]
