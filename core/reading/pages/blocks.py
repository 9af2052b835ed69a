"""Divide printed pages into what is read in one go: columns in their order, without furniture.

Furniture is what belongs to the page and not to the text: page numbers, running heads.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter
from statistics import median

from core.folding import fold
from core.reading.pages.glyphs import Line, Page

_OUTER = 0.15  # of the page height: furniture stands in it
_OFTEN = 0.3  # of the pages: what stands there so often, digits apart, is furniture
_SAME_PLACE = 0.015  # of the page height
_DIGITS = re.compile(r"\d+")
_SPACES = re.compile(r"\s+")
_BARE_NUMBER = re.compile(r"\d{1,4}|[ivxlc]{1,6}")
_RULE = r"[-—–―─‐·•.~]{1,6}"
_PAGE_NUMBER = re.compile(
    rf"{_RULE}(?:第?\d{{1,4}}页?|[ivxlc]{{1,6}}){_RULE}"  # — 1 —, -1-, · 1 ·
    rf"|第\d{{1,4}}页(?:[/,，、]?共\d{{1,4}}页)?"  # 第1页 共3页
    rf"|(?:页码:?)?\d{{1,4}}[/／]\d{{1,4}}"  # 页码： 1/3
)

# A page has columns when many lines on both sides of a gutter are as wide as a column.
_GUTTERS = tuple(0.4 + 0.01 * step for step in range(21))  # of the printed width
_FULL = 0.7  # of the width of a column
_FEWEST_LINES = 3
_MOSTLY = 0.4
_INDENTS = 3.5  # em; no first line is further in

_NARROW = 0.6  # of the room; when the longest line takes less, no line is full
_SUPPORT = 1 / 12  # of the lines of a block: so many stand at its margin
_SAME_EDGE = 0.6  # em
_ENOUGH_FULL = 4  # lines that end together at the right margin


@dataclass(frozen=True, slots=True)
class Block:
    """Lines from the top that share margins: a column of a page, or what stands across columns."""

    lines: tuple[Line, ...]
    left: float
    right: float
    middles: tuple[float, ...]  # about which a title may be centred


@dataclass(frozen=True, slots=True)
class _Part:
    """A block before its margins are known; parts of one `place` have the same on every page."""

    lines: list[Line]
    place: tuple[int, ...]
    middle: tuple[float, ...]  # that of the page, when it is that of the part
    least_right: float  # where the right margin is at least, when all lines are short


def blocks(pages: Sequence[Page]) -> list[Block]:
    """The blocks of a document in reading order."""
    pages = without_furniture(pages)
    gutters = [_gutter(page.lines) for page in pages]
    parts = [
        part
        for number, page in enumerate(pages)
        for part in _parts(page, _known_gutter(gutters, number), number)
    ]
    return list(_with_margins(parts))


def without_furniture(pages: Sequence[Page]) -> list[Page]:
    """The pages without page numbers, and without what repeats along their upper or lower edge."""
    seen: dict[tuple[str, int], set[int]] = defaultdict(set)
    inside: Counter[str] = Counter()
    for number, page in enumerate(pages):
        for line in page.lines:
            if _is_outer(line, page):
                seen[_masked(line.text), _height(line, page)].add(number)
            else:
                inside[_masked(line.text)] += 1
    often = max(2, _OFTEN * len(pages))

    def repeats(line: Line, page: Page) -> bool:
        text, height = _masked(line.text), _height(line, page)
        near = (seen.get((text, height + step), set()) for step in (-1, 0, 1))
        return len(set().union(*near)) >= max(often, inside[text])

    kept = []
    for page in pages:
        lines = [line for line in page.lines if not (_is_outer(line, page) and repeats(line, page))]
        kept.append(replace(page, lines=tuple(_without_page_number(lines, page))))
    return kept


def _is_outer(line: Line, page: Page) -> bool:
    return not _OUTER * page.height <= line.baseline <= (1 - _OUTER) * page.height


def _height(line: Line, page: Page) -> int:
    return round(line.baseline / page.height / _SAME_PLACE)


def _masked(text: str) -> str:
    return _DIGITS.sub("0", _SPACES.sub("", fold(text)))


def _without_page_number(lines: list[Line], page: Page) -> Iterator[Line]:
    """A bare figure is a page number only beyond all text; in the text it may be a table's."""
    rows = [list(row) for _, row in groupby(lines, key=attrgetter("baseline"))]
    for index, row in enumerate(rows):
        text = _SPACES.sub("", fold("".join(line.text for line in row))).lower()
        is_number = _PAGE_NUMBER.fullmatch(text) or (
            index in {0, len(rows) - 1} and _BARE_NUMBER.fullmatch(text)
        )
        if not (is_number and _is_outer(row[0], page)):
            yield from row


def _gutter(lines: Sequence[Line]) -> float | None:
    """Where the gutter between two columns is, if there are two."""
    if not lines:
        return None
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    scores: dict[float, int] = {}
    for share in _GUTTERS:
        gutter = left + share * (right - left)
        before = [line for line in lines if line.right <= gutter]
        behind = [line for line in lines if line.left >= gutter]
        if _is_column(before, gutter - left) and _is_column(behind, right - gutter):
            scores[gutter] = len(before) + len(behind)
    best = max(scores.values(), default=0)
    return median(gutter for gutter, score in scores.items() if score == best) if best else None


def _is_column(lines: Sequence[Line], width: float) -> bool:
    rows = [list(row) for _, row in groupby(lines, key=attrgetter("baseline"))]
    full = sum(row[-1].right - row[0].left > _FULL * width for row in rows)
    return full >= max(_FEWEST_LINES, _MOSTLY * len(rows))


def _crosses(line: Line, gutter: float) -> bool:
    """Whether it stands on both sides; punctuation may hang into the gutter."""
    return line.left + line.size < gutter < line.right - line.size


def _known_gutter(gutters: Sequence[float | None], number: int) -> float | None:
    """The gutter of a page; a page of headings has it where the pages printed alike have it."""
    known = [gutter for gutter in gutters if gutter is not None]
    if gutters[number] is not None or 2 * len(known) < len(gutters):
        return gutters[number]
    alike = [gutter for gutter in gutters[number % 2 :: 2] if gutter is not None]
    return median(alike or known)


def _parts(page: Page, gutter: float | None, number: int) -> Iterator[_Part]:
    """Down to a line across the gutter the left column, then the right one, then that line."""
    shape = round(page.width), number % 2
    if gutter is None:
        left = min((line.left for line in page.lines), default=0.0)
        right = page.width - max(left, 0.0)
        yield _Part(list(page.lines), (*shape, 0), (page.width / 2,), right)
        return
    rows = (list(row) for _, row in groupby(page.lines, key=attrgetter("baseline")))
    for across, band in groupby(rows, key=lambda row: any(_crosses(line, gutter) for line in row)):
        lines = [line for row in band for line in row]
        if across:
            yield _Part(lines, (*shape, 1), (page.width / 2,), gutter)
        else:
            yield _Part([line for line in lines if _middle(line) < gutter], (*shape, 2), (), 0)
            yield _Part([line for line in lines if _middle(line) >= gutter], (*shape, 3), (), 0)


def _middle(line: Line) -> float:
    return (line.left + line.right) / 2


def _with_margins(parts: Iterable[_Part]) -> Iterator[Block]:
    """A block of a few lines may hold only first or only last ones: its like tell its margins."""
    parts = [part for part in parts if part.lines]
    alike: dict[tuple[int, ...], list[Line]] = defaultdict(list)
    for part in parts:
        alike[part.place].extend(part.lines)
    usual = {place: _margins(lines) for place, lines in alike.items()}
    for part in parts:
        em = median(line.size for line in part.lines)
        left, right = _margins(part.lines)
        usual_left, usual_right = usual[part.place]
        full = sum(line.right > right - _SAME_EDGE * em for line in part.lines)
        if abs(left - usual_left) < _INDENTS * em:
            left = min(left, usual_left)
            right = right if full >= _ENOUGH_FULL else max(right, usual_right)
        if right - left < _NARROW * (part.least_right - left):
            right = part.least_right
        middles = ((left + right) / 2, *part.middle)
        yield Block(tuple(part.lines), left, right, middles)


def _margins(lines: Sequence[Line]) -> tuple[float, float]:
    """Where the outermost lines begin and end, single ones that stick out apart."""
    rows = [list(row) for _, row in groupby(lines, key=attrgetter("baseline"))]
    return (
        _edge(sorted(row[0].left for row in rows), median(line.size for line in lines)),
        -_edge(sorted(-row[-1].right for row in rows), median(line.size for line in lines)),
    )


def _edge(places: Sequence[float], em: float) -> float:
    enough = max(2, math.ceil(_SUPPORT * len(places)))
    for first, place in enumerate(places[: 1 - enough]):
        if places[first + enough - 1] - place < _SAME_EDGE * em:
            return place
    return places[0]
