"""Put the figures of several documents side by side: districts, or years, in a row a subject."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.document import Metric
from core.folding import searchable
from core.lookup import Row
from core.patterns import lazily

# What differs between districts and years although the subject is the same: 全市 and 全区,
# 2024年 and 今年.
_WHOSE = lazily(
    r"(?:[全我本](?:国|省|市|区|县|州|旗|镇)|(?:(?:19|20)[0-9]{2}|今|去|本|上|当)年(?:度|末|底)?的?"
    r"|地区(?=生产总值))+"
)


@dataclass(frozen=True, slots=True)
class Group:
    """A subject and the figures that each document states of it, in the documents' order."""

    subject: str
    cells: tuple[tuple[Row, ...], ...]

    @property
    def documents(self) -> int:
        """How many documents state it."""
        return sum(1 for cell in self.cells if cell)


def side_by_side(listed: Sequence[Sequence[Row]]) -> list[Group]:
    """The figures of each document grouped by subject, those that most documents state first.

    Figures stand together when their subjects are the same but for the territory and year at
    their beginning, and they are alike: same kind and unit, both levels or both rises or falls.
    """
    groups: dict[tuple[str, ...], list[list[Row]]] = {}
    for number, rows in enumerate(listed):
        for row in rows:
            cells = groups.setdefault(_likeness(row), [[] for _ in listed])
            cells[number].append(row)
    found = [
        Group(
            subject or next(row.subject for cell in cells for row in cell), tuple(map(tuple, cells))
        )
        for (subject, *_), cells in groups.items()
    ]
    return sorted(found, key=lambda group: -group.documents)


def _likeness(row: Row) -> tuple[str, ...]:
    qualifier, unit = "", ""
    if isinstance(row.item, Metric):
        qualifier, unit = row.item.qualifier or "", row.item.unit
    moves = {"up", "down"} & set(qualifier.split("+"))
    return (bare(row.subject), row.kind, unit, "change" if moves else "level")


def bare(subject: str) -> str:
    """The subject folded, without the territory and year at its beginning: 全区2024年就业人数."""
    folded = searchable(subject)
    whose = _WHOSE.match(folded)
    return folded[whose.end() :] if whose else folded
