"""Where in a document the marks stand: how many of each tag a section has, and how densely."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from core.export.material import Item, Material
from core.review import TAGS

OTHER = "other"  # marked by a note alone, or by a tag of a newer Piyue
COLUMNS = (*((tag.id, tag.chinese) for tag in TAGS), (OTHER, "其他批注"))
PREAMBLE = "前言"
_WHOLE = "全文"
_MANY = 30  # parts; of more, as in a law that is all articles, only those with marks are shown


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the document with its marks.

    `strip` has, for each of its measures in reading order, the columns that it counts in. `counts`
    are the marks in each of COLUMNS; a mark with two tags counts in both. `marks` counts it once.
    """

    title: str
    strip: tuple[frozenset[str], ...]
    counts: Mapping[str, int]
    marks: int


def columns_of(item: Item) -> list[str]:
    """The columns that a mark counts in, in their order."""
    known = [tag.id for tag in TAGS if tag.id in item.annotation.tags]
    return known or [OTHER]


def parts(material: Material) -> tuple[Part, ...]:
    """The preamble and the top sections of what is handed in, each with its marks.

    Of one section, its subsections. Marks without a measure are parts of their own.
    """
    document, section = material.document, material.scope.section
    marked = {item.measure.start: item for item in material.items if item.measure}
    holders = [section]
    holders += [one.id for one in document.sections if one.parent == section]
    seen: set[int] = set()
    found = []
    for holder in reversed(holders):  # what the section itself says is what no subsection holds
        inside = [index for index in document.measures_within(holder) if index not in seen]
        seen.update(inside)
        starts = [document.measures[index].start for index in inside]
        items = [marked.get(start) for start in starts]
        if items:
            found.append(_part(_title(material, holder), items, inside=True))
    found.reverse()
    for lost, gone in groupby((it for it in material.items if it.lost), key=lambda it: it.lost):
        found.append(_part(lost, list(gone), inside=False))
    return tuple(found if len(found) <= _MANY else filter(_has_marks, found))


def _title(material: Material, holder: str | None) -> str:
    section = material.document.section(holder)
    if section is None:
        return PREAMBLE if material.document.sections else _WHOLE
    return section.heading


def _part(title: str, items: list[Item | None] | list[Item], *, inside: bool) -> Part:
    columns = [columns_of(item) if item else [] for item in items]
    marks = Counter(column for one in columns for column in one)
    counts = {column: marks[column] for column, _ in COLUMNS}
    strip = tuple(map(frozenset, columns)) if inside else ()
    return Part(title, strip, counts, sum(1 for one in columns if one))


def _has_marks(part: Part) -> bool:
    return part.marks > 0


def density(part: Part, width: int) -> tuple[Mapping[str, float], ...]:
    """Its strip in `width` cells: the share of the measures of each that count in a column.

    Where there are fewer measures than cells, a measure takes several; no measure, no cells.
    """
    measures = len(part.strip)
    if not measures:
        return ()
    cells = []
    for cell in range(width):
        begin = cell * measures // width
        inside = part.strip[begin : max(begin + 1, (cell + 1) * measures // width)]
        counts = Counter(column for one in inside for column in one)
        cells.append({column: count / len(inside) for column, count in counts.items()})
    return tuple(cells)
