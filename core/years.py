"""A document as one of several years: its figures, what of them it plans, which year it reports."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from core.checks import Hint
from core.document import Document, Metric
from core.folding import fold
from core.lookup import Row
from core.patterns import lazily
from core.roles import PLANS, reported, roles
from core.sentences import start_of


@dataclass(frozen=True, slots=True)
class Year:
    """A document and its figures in reading order; `hints` are what they say of each other.

    `planned` tells of each measure whether it is a plan. `number` is the year reported, None where
    nothing tells. `shadow` is the text folded.
    """

    document: Document
    shadow: str
    figures: tuple[Row, ...]
    hints: Mapping[tuple[int, int], Hint]
    planned: Sequence[bool]
    number: int | None

    def is_aim(self, row: Row) -> bool:
        """Whether a figure stands in what the document plans."""
        index = self.document.measure_index(row.item.start)
        return index is not None and self.planned[index]

    def at(self, start: int) -> int:
        """The index of the first figure that begins at `start` or behind it."""
        return bisect_left(self.figures, start, key=lambda row: row.item.start)

    def clause(self, start: int, marks: str = "。;!?\n,") -> str:
        """The words before a figure that begins at `start`, folded: 30 characters at most."""
        return self.shadow[start_of(self.shadow, start, marks, _LONGEST) : start]

    def is_former(self, row: Row) -> bool:
        """Whether a figure is what something was before: the 39个 of 从39个拓展到53个."""
        index = self.at(row.item.end)
        if index == len(self.figures) or not _FROM.search(self.clause(row.item.start)):
            return False
        behind = self.figures[index].item
        return bool(_TO.fullmatch(self.shadow, row.item.end, behind.start))


_LONGEST = 30
_FROM = lazily(r"[从由][^,。;:!?、\n]{0,14}\Z")
_TO = lazily(
    r"[^,。;:!?、\n]{0,10}?(?:增长?|增加|提高|提升|上升|扩大|拓展|拓宽|上涨|扩展|发展|攀升|跃升|升|下降|降低|减少"
    r"|缩小|压减|压缩|缩短|精简|下跌|降|减)[到至为][^,。;:!?、\n]{0,10}"
)


def metric(row: Row) -> Metric:
    """The figure of a row. Raises TypeError for a claim or a hint, which is none."""
    if not isinstance(row.item, Metric):
        raise TypeError(f"no figure: {row.kind}")
    return row.item


def year(document: Document, rows: Iterable[Row]) -> Year:
    """A document to be compared with others, with what `core.lookup.rows` found in it."""
    rows = list(rows)
    return Year(
        document,
        fold(document.text),
        tuple(row for row in rows if isinstance(row.item, Metric)),
        {(it.start, it.end): it for row in rows if isinstance(it := row.item, Hint)},
        [role == PLANS for role in roles(document).measures],
        reported(document),
    )
