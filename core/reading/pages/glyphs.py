"""Put printed characters together again: the lines that a page with fixed layout shows.

Lengths are in the unit of the page (points, millimetres); `baseline` counts from its top edge.
One em is the size of a Chinese character.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from statistics import median
from typing import NamedTuple

_SAME_LINE = 0.4  # em by which digits of another font, or a raised note mark, leave the line
_OVERPRINT = 0.1  # em between the two prints of a character that is made bold by printing twice
_APART = 0.75  # em; what stands wider apart on one line may be of two columns or cells
_WORD_GAP = 0.15  # em between two words of a language that has spaces
_CHINESE_GAP = 0.8  # em; less is typesetting: 2024 年, a line stretched to the margin
_THIN_GAP = 0.35  # em; in letter-spaced headings, after 第一条
_FEWEST_GAPS = 3
_WIDEST_SPREAD = 1.5  # em; wider apart are the cells of a table
# The right half of Chinese punctuation is blank, and may hang into the gutter between columns.
_BLANK = dict.fromkeys("，。、；：！？）》〉」』】〕”’", 0.5)
THIN_SPACE = "\u2009"

_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
# Word's symbol fonts; at the start of a line they are bullets and say nothing.
_BULLET = re.compile("^[\uf000-\uf0ff]+ ?")
_UNSEEN = frozenset({"Cc", "Cf"})  # controls of writing direction, joiners, byte order marks
UNKNOWN = "\ufffd"


class Glyph(NamedTuple):
    """A printed character. A page has thousands, for which a dataclass is too slow.

    It begins at `x` on the `baseline` and is `advance` wide in its own direction, which is turned
    to the left by `turn` quarters.
    """

    char: str
    x: float
    baseline: float
    advance: float
    size: float
    turn: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line, or a piece of one that stands apart from the rest."""

    text: str
    left: float
    right: float
    baseline: float
    size: float


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it is read, upright: lines from the top, those of one baseline from the left."""

    width: float
    height: float
    lines: tuple[Line, ...]


def page(glyphs: Iterable[Glyph], *, width: float, height: float) -> Page:
    """The lines that the characters of a page form, the page turned so that most stand upright.

    Characters in any other direction (a watermark, a note along the edge) are left out.
    """
    printed = [glyph for glyph in glyphs if unicodedata.category(glyph.char) not in _UNSEEN]
    turns = Counter(glyph.turn for glyph in printed if not glyph.char.isspace())
    turn = max(turns, key=lambda turn: turns[turn], default=0)
    printed = [glyph for glyph in printed if glyph.turn == turn]
    for _ in range(turn):
        printed = [g._replace(x=height - g.baseline, baseline=g.x) for g in printed]
        width, height = height, width
    return Page(width, height, tuple(line for row in _rows(printed) for line in _pieces(row)))


@cache
def is_wide(char: str) -> bool:
    """Whether a character takes a whole em, as Chinese characters and punctuation do.

    Quotation marks and dashes are taken for Chinese ones, as they are in a Chinese text; a bullet
    (U+2022) is not.
    """
    return char >= "\u2010" and char != "\u2022" and unicodedata.east_asian_width(char) in "WFA"


def _rows(glyphs: list[Glyph]) -> Iterator[list[Glyph]]:
    """The characters of each baseline from the top, in a row from the left."""
    row: list[Glyph] = []
    baseline = largest = 0.0
    for glyph in sorted(glyphs, key=lambda glyph: glyph.baseline):
        if row and glyph.baseline - baseline > _SAME_LINE * max(largest, glyph.size):
            yield sorted(row, key=lambda glyph: glyph.x)
            row, largest = [], 0.0
        if glyph.size > largest:
            baseline, largest = glyph.baseline, glyph.size
        row.append(glyph)
    if row:
        yield sorted(row, key=lambda glyph: glyph.x)


def _pieces(row: list[Glyph]) -> Iterator[Line]:
    """The row divided where nothing is printed for longer than inside a sentence."""
    baseline = median(glyph.baseline for glyph in row)
    spread = _spread(row)
    piece: list[Glyph] = []
    text: list[str] = []
    spaced = False
    for glyph in row:
        if glyph.char.isspace():
            spaced = True
            continue
        if piece:
            last = piece[-1]
            em = max(last.size, glyph.size)
            if glyph.char == last.char and glyph.x - last.x < _OVERPRINT * em:
                continue
            gap = (glyph.x - last.x - last.advance) / em - spread
            if gap + _BLANK.get(last.char, 0) > _APART:
                yield _line(piece, text, baseline)
                piece, text = [], []
            else:
                text.append(_space(last.char, glyph.char, gap, spaced=spaced))
        piece.append(glyph)
        text.append(glyph.char)
        spaced = False
    if piece:
        yield _line(piece, text, baseline)


def _spread(row: list[Glyph]) -> float:
    """The em between any two characters of a row that is set wide, on a grid or as a heading."""
    printed = [glyph for glyph in row if not glyph.char.isspace()]
    gaps = [(b.x - a.x - a.advance) / max(a.size, b.size) for a, b in pairwise(printed)]
    spread = median(gaps) if len(gaps) >= _FEWEST_GAPS else 0.0
    return spread if 0 < spread < _WIDEST_SPREAD else 0.0


def _space(last: str, char: str, gap: float, *, spaced: bool) -> str:
    """What stands between two characters: a space, THIN_SPACE when only typesetting, or nothing."""
    if is_wide(last) or is_wide(char):
        in_word = is_wide(last) != is_wide(char) and (last + char).isalnum()
        if gap > _CHINESE_GAP or (spaced and not in_word and gap > _WORD_GAP):
            return " "
        return THIN_SPACE if gap > _THIN_GAP else ""
    return " " if spaced or gap > _WORD_GAP else ""


def _line(piece: list[Glyph], text: list[str], baseline: float) -> Line:
    sizes = [glyph.size for glyph in piece if is_wide(glyph.char)] or [g.size for g in piece]
    return Line(
        text=_PRIVATE.sub(UNKNOWN, _BULLET.sub("", "".join(text))),
        left=piece[0].x,
        right=max(glyph.x + glyph.advance for glyph in piece),
        baseline=baseline,
        size=median(sizes),
    )
