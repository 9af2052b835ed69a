"""Break Chinese text into lines of a given width, by terminal cells and the rules of print."""

from __future__ import annotations

import re

from rich.cells import cell_len

_OPENING = "“‘（《「『〈【〔([{<"
_CLOSING = "，。！？；：、”’）》」』〉】〕…—,.!?;:)\\]}>%％‰℃·"
# What is not torn apart: a number with its unit (7009件, 5.67万亿元), a Latin word.
_NUMBER = r"\d[\d.,]*(?:[万亿千百]*[\u4e00-\u9fff])?"
_CLUSTER = re.compile(
    rf"[{re.escape(_OPENING)}]*(?:{_NUMBER}|[A-Za-z][A-Za-z0-9_.+/-]*|.)[{_CLOSING}]*", re.DOTALL
)


def wrap(text: str, width: int, later: int | None = None) -> list[tuple[int, int]]:
    """The spans of the lines that `text` takes in `width` cells; they cover it without gaps.

    The lines after the first have `later` cells, where they are indented otherwise than it is.

    No line begins with ，。！？；：、”’）》 or ends with “‘（《, and a number keeps its unit,
    unless that alone is wider than a line. A line is never wider than `width`, except for a
    single character that is (a wide one in one cell).
    """
    if cell_len(text) <= width:
        return [(0, len(text))]
    lines: list[tuple[int, int]] = []
    start = used = 0
    later = width if later is None else later
    for cluster in _CLUSTER.finditer(text):
        cells = cell_len(cluster[0])
        if used + cells > width and used:
            lines.append((start, cluster.start()))
            start, used, width = cluster.start(), 0, later
        if cells > width:
            for offset in range(cluster.start(), cluster.end()):
                one = cell_len(text[offset])
                if used + one > width and used:
                    lines.append((start, offset))
                    start, used, width = offset, 0, later
                used += one
        else:
            used += cells
    lines.append((start, len(text)))
    return lines


def cut(text: str, width: int) -> str:
    """The text in at most `width` cells, with … at the end where some is missing."""
    if cell_len(text) <= width:
        return text
    used = 0
    for index, char in enumerate(text):
        used += cell_len(char)
        if used > width - 1:
            return text[:index] + "…"
    return text


def column(text: str, width: int, *, right: bool = False) -> str:
    """The text cut or filled to just so many cells."""
    shown = cut(text, width)
    space = " " * (width - cell_len(shown))
    return space + shown if right else shown + space
