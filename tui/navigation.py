"""Where the cursor goes: sections, what is unreviewed or marked, locators, hits, jumps."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import islice

from core.document import Document, Measure
from core.folding import searchable
from core.review import Annotation

Lookup = Callable[[Measure], Annotation | None]

_MOST_JUMPS = 100


def section_start(measures: Sequence[Measure], cursor: int, by: int) -> int | None:
    """The first measure of the section so many on; backwards of this one, then of those before.

    Of fewer than so many it is the last; None where there is no other.
    """
    starts = [
        index
        for index, measure in enumerate(measures)
        if index == 0 or measure.section != measures[index - 1].section
    ]
    if by > 0:
        following = starts[bisect_right(starts, cursor) :][:by]
        return following[-1] if following else None
    before = starts[: bisect_left(starts, cursor)][by:]
    return before[0] if before else None


def unreviewed(measures: Sequence[Measure], lookup: Lookup, cursor: int) -> int | None:
    """The next measure without an annotation, from the top again after the last."""
    around = (*range(cursor + 1, len(measures)), *range(min(cursor + 1, len(measures))))
    return next((index for index in around if lookup(measures[index]) is None), None)


def marked(measures: Sequence[Measure], lookup: Lookup, cursor: int, by: int) -> int | None:
    """The measure with tags or a note so many on, or before; of fewer than so many the last."""
    way = range(cursor + 1, len(measures)) if by > 0 else range(cursor - 1, -1, -1)
    found = (i for i in way if (annotation := lookup(measures[i])) and annotation.is_marked)
    return next(iter([*islice(found, abs(by))][::-1]), None)


def located(document: Document, wanted: str) -> int | None:
    """The measure with this locator, or the first one under the section that it names.

    `1.3.2` or `1.3`, in any width; a section also by its number as printed: `第三条`.
    """
    locator = searchable(wanted).strip().strip(".").replace("。", ".")
    for index, measure in enumerate(document.measures):
        if f"{measure.locator}.".startswith(f"{locator}."):
            return index
    for section in document.sections:
        if searchable(section.number) == locator and (held := document.measures_within(section.id)):
            return held.start
    return None


@dataclass(slots=True)
class Jumps:
    """Where jumps began, the newest last, and where one came back from."""

    behind: list[int] = field(default_factory=list)
    ahead: list[int] = field(default_factory=list)

    def leave(self, index: int) -> None:
        """Jump away from a measure; what lay ahead is forgotten, and the oldest of too many."""
        self.behind = [*(one for one in self.behind if one != index), index][-_MOST_JUMPS:]
        self.ahead = []

    def back(self, index: int) -> int | None:
        """Where the last jump began, for one who is at `index`; None: nowhere."""
        return _step(self.behind, self.ahead, index)

    def forward(self, index: int) -> int | None:
        """Where one came back from; None: nowhere."""
        return _step(self.ahead, self.behind, index)


def _step(taken: list[int], kept: list[int], index: int) -> int | None:
    """The last of a pile that is elsewhere; where one is now goes onto the other."""
    while taken:
        if (found := taken.pop()) != index:
            kept.append(index)
            return found
    return None


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
