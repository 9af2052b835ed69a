"""Where the cursor goes: sections, what is unreviewed or marked, locators, hits, jumps."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice

from core.document import Document, Measure
from core.folding import searchable
from core.review import Annotation

Lookup = Callable[[Measure], Annotation | None]
Span = tuple[int, int]

_MOST_JUMPS = 100


# `shown` are the indexes of the measures that can be seen, in order: all of them, or those that
# a filter leaves.


def along(shown: Sequence[int], cursor: int, by: int) -> int:
    """The measure so many on, or before; of fewer than so many the last. The cursor is shown."""
    at = bisect_left(shown, cursor) + by
    return shown[min(max(at, 0), len(shown) - 1)]


def nearest(shown: Sequence[int], wanted: int, cursor: int) -> int:
    """A measure itself if it is shown, else the next one that is on the way from the cursor."""
    at = bisect_left(shown, wanted)
    if at < len(shown) and shown[at] == wanted:
        return wanted
    if wanted < cursor:
        at -= 1
    return shown[min(max(at, 0), len(shown) - 1)]


def section_start(
    measures: Sequence[Measure], shown: Sequence[int], cursor: int, by: int
) -> int | None:
    """The first measure of the section so many on; backwards of this one, then of those before.

    Of fewer than so many it is the last; None where there is no other.
    """
    starts = [
        index
        for before, index in zip([None, *shown], shown, strict=False)
        if before is None or measures[index].section != measures[before].section
    ]
    if by > 0:
        following = starts[bisect_right(starts, cursor) :][:by]
        return following[-1] if following else None
    before = starts[: bisect_left(starts, cursor)][by:]
    return before[0] if before else None


def unreviewed(
    measures: Sequence[Measure], lookup: Lookup, shown: Sequence[int], cursor: int
) -> int | None:
    """The next measure without an annotation, from the top again after the last."""
    behind = bisect_right(shown, cursor)
    around = chain(islice(shown, behind, None), islice(shown, behind))
    return next((index for index in around if lookup(measures[index]) is None), None)


def marked(
    measures: Sequence[Measure], lookup: Lookup, shown: Sequence[int], cursor: int, by: int
) -> int | None:
    """The measure with tags or a note so many on, or before; of fewer than so many the last."""
    way = shown[bisect_right(shown, cursor) :] if by > 0 else shown[: bisect_left(shown, cursor)]
    ordered = way if by > 0 else reversed(way)
    found = (i for i in ordered if (annotation := lookup(measures[i])) and annotation.is_marked)
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
    """Hits in the text of a document, those among the measures that are shown, and their way."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._all: Sequence[Span] = ()
        self.hits: Sequence[Span] = ()  # in what is shown

    @property
    def hidden(self) -> int:
        """How many hits stand in what a filter hides."""
        return len(self._all) - len(self.hits)

    def take(self, hits: Sequence[Span], shown: Sequence[int]) -> None:
        """Take over what was found, in order; `shown` are the measures that can be seen."""
        self._all = hits
        self.show(shown)

    def show(self, shown: Sequence[int]) -> None:
        """Other measures can be seen."""
        measures = self._document.measures
        if len(shown) == len(measures):
            self.hits = self._all
            return
        found: list[Span] = []
        for index in shown:
            first = bisect_left(self._all, (measures[index].start, 0))
            behind = bisect_left(self._all, (measures[index].end, 0), lo=first)
            found += self._all[first:behind]
        self.hits = found

    def from_offset(self, offset: int) -> int | None:
        """The measure of the first hit at or after the offset, else of the first hit."""
        if not self.hits:
            return None
        at = bisect_left(self.hits, (offset, 0))
        return self._measure_of(at % len(self.hits))

    def _measure_of(self, hit: int) -> int:
        """The measure of a hit; of one above all measures the first."""
        return self._document.measure_index(self.hits[hit][0]) or 0

    def number(self, cursor: int) -> int:
        """The number of the first hit in or after a measure, counted from 1."""
        begin = self._document.measures[cursor].start
        return min(bisect_left(self.hits, (begin, 0)) + 1, len(self.hits))

    def step(self, cursor: int, by: int) -> int | None:
        """The next or previous measure with a hit, around the ends."""
        if not self.hits:
            return None
        measures = self._document.measures
        if by < 0:
            at = bisect_left(self.hits, (measures[cursor].start, 0)) - 1
        elif cursor + 1 < len(measures):
            at = bisect_left(self.hits, (measures[cursor + 1].start, 0))
        else:
            at = 0
        return self._measure_of(at % len(self.hits))
