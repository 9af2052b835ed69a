"""Make later versions of a document of which it is known where each of its sentences went.

`extracted_again`, `revised`, `next_year` and `amended` are what the goals for attaching
annotations speak of. All choices come from the random.Random given, so an edition can be had again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from random import Random

from core.document import Document

_WIDTHS = str.maketrans("，；：？！（）％０１２３", ",;:?!()%0123")
_LINE = 28  # characters a line of a page has
_DIGITS = re.compile(r"\d+(?:\.\d+)?")
_STOPS = "。！？；"


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence of an edition, or what stands between two: headings, line ends.

    `origin` is the index of the measure it was made of, None if of none. `fixed` pieces are not
    edited.
    """

    text: str
    origin: int | None = None
    fixed: bool = False


@dataclass(frozen=True, slots=True)
class Edition:
    """A later version: its text, and of each measure the stretch it became, None if it went.

    Stretches are counted in characters that are not white space, so that wrapped lines do not
    matter.
    """

    text: str
    went: tuple[tuple[int, int] | None, ...]

    def where(self, document: Document) -> list[set[int]]:
        """Of each former measure those of the edition, as it was read, that it went to."""
        inked = [0, *accumulate(not char.isspace() for char in document.text)]
        spans = [(inked[measure.start], inked[measure.end]) for measure in document.measures]
        return [_held_by(stretch, spans) for stretch in self.went]


def _held_by(stretch: tuple[int, int] | None, spans: Sequence[tuple[int, int]]) -> set[int]:
    found: set[int] = set()
    if stretch is not None:
        for index, (start, end) in enumerate(spans):
            shared = min(stretch[1], end) - max(stretch[0], start)
            if 2 * shared > min(stretch[1] - stretch[0], end - start):
                found.add(index)
    return found


def pieces(document: Document) -> list[Piece]:
    """The document as pieces that can be edited; put together they are its text."""
    found: list[Piece] = []
    behind = 0
    for index, measure in enumerate(document.measures):
        found.append(Piece(document.text[behind : measure.start], fixed=True))
        found.append(Piece(document.quote(measure), index))
        behind = measure.end
    return [*found, Piece(document.text[behind:], fixed=True)]


def edition(measures: int, parts: Sequence[Piece]) -> Edition:
    """The edition that the pieces make, of a document of so many measures."""
    went: list[tuple[int, int] | None] = [None] * measures
    inked = 0
    for part in parts:
        length = sum(not char.isspace() for char in part.text)
        if part.origin is not None and length:
            first = went[part.origin]
            went[part.origin] = (first[0] if first else inked, inked + length)
        inked += length
    return Edition("".join(part.text for part in parts), tuple(went))


def extracted_again(document: Document, random: Random) -> Edition:
    """A: the same text out of another file: narrow punctuation, lines broken at the page's edge."""
    made = edition(len(document.measures), pieces(document))
    start = random.randrange(2)  # whether the first line is indented
    lines: list[str] = []
    for line in made.text.translate(_WIDTHS).split("\n"):
        cuts = [0, *range(_LINE - 2 * start, len(line), _LINE), len(line)]
        lines += [line[a:b] for a, b in pairwise(cuts)]
    return replace(made, text="\n".join(lines))


def revised(document: Document, random: Random, foreign: Sequence[str]) -> Edition:
    """B: a revised edition.

    8 % of the sentences deleted, in 10 % the figures changed, 10 % reworded, 8 % of another
    document inserted, one block moved.
    """

    def edited(piece: Piece) -> list[Piece]:
        chance = random.random()
        if chance < 0.08:
            return []
        if chance < 0.28:
            change = other_figures if chance < 0.18 else reworded
            piece = replace(piece, text=change(piece.text, random, foreign))
        inserted = [Piece(random.choice(foreign))] if random.random() < 0.08 else []
        return [piece, *inserted]

    parts = moved(_each(pieces(document), edited), random)
    return edition(len(document.measures), parts)


def next_year(document: Document, random: Random, foreign: Sequence[str]) -> Edition:
    """C: the report of the next year: 55 % replaced, all others with other figures and words."""

    def edited(piece: Piece) -> list[Piece]:
        if random.random() < 0.55:
            return [Piece(random.choice(foreign))]
        text = other_figures(piece.text, random, foreign)
        if text == piece.text or random.random() < 0.5:
            text = reworded(text, random, foreign)
        return [replace(piece, text=text)]

    return edition(len(document.measures), _each(pieces(document), edited))


def amended(document: Document, random: Random, foreign: Sequence[str]) -> Edition:
    """D: a law amended: articles numbered anew, sentences joined, parted, and clauses inserted."""
    joined = False

    def edited(piece: Piece) -> list[Piece]:
        nonlocal joined
        chance = random.random()
        was_joined, joined = joined, False
        if chance < 0.06:
            return []
        text = piece.text
        if chance < 0.14:
            text = other_figures(text, random, foreign)
        elif chance < 0.24:
            text = text.replace("，", "。", 1)
        elif chance < 0.34:
            text, joined = f"{text[:-1]}，", text[-1:] in _STOPS
        elif chance < 0.44:
            clause = random.choice(foreign)[:-1].split("，")[0]
            text = text.replace("，", f"，{clause}，", 1)
        elif chance < 0.5:
            text = reworded(text, random, foreign)
        inserted = [Piece(f"\n{random.choice(foreign)}")] if random.random() < 0.05 else []
        return [Piece("", fixed=was_joined), replace(piece, text=text), *inserted]

    parts = _each(pieces(document), edited)
    for index, part in enumerate(parts):  # what was joined is in one line
        if part.fixed and not part.text:
            between = parts[index - 1]
            parts[index - 1] = replace(between, text=between.text.strip("\n \u3000"))
    number = 0

    def renumbered(match: re.Match[str]) -> str:
        nonlocal number
        number += 1 if random.random() < 0.95 else 2
        return f"{match[1]}第{_chinese(number)}条"

    parts = [
        replace(part, text=re.sub(r"(^|\n)第[一二三四五六七八九十百]+条", renumbered, part.text))
        if part.origin is None
        else part
        for part in parts
    ]
    return edition(len(document.measures), parts)


def _chinese(number: int) -> str:
    signs = "零一二三四五六七八九"
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    begin = f"{signs[hundreds]}百" if hundreds else ""
    middle = f"{signs[tens]}十" if tens else "零" if hundreds and ones else ""
    return begin + middle + (signs[ones] if ones else "")


def _each(parts: Sequence[Piece], edited: Callable[[Piece], list[Piece]]) -> list[Piece]:
    found: list[Piece] = []
    for part in parts:
        found += [part] if part.fixed else edited(part)
    return found


def moved(parts: list[Piece], random: Random) -> list[Piece]:
    """One block of sentences taken out and put in somewhere else, as paragraphs."""
    size = max(2, len(parts) // 20)
    start = random.randrange(len(parts) - size)
    block = [part for part in parts[start : start + size] if not part.fixed]
    rest = [
        part
        for index, part in enumerate(parts)
        if part.fixed or part not in block or not (start <= index < start + size)
    ]
    at = random.choice([index for index, part in enumerate(rest) if not part.fixed]) + 1
    return [*rest[:at], Piece("\n"), *block, Piece("\n"), *rest[at:]]


def other_figures(text: str, random: Random, foreign: Sequence[str]) -> str:
    """The sentence with each of its figures another; as it was if it has none."""

    def other(match: re.Match[str]) -> str:
        number = float(match[0]) * random.uniform(0.7, 1.4)
        return f"{number:.1f}" if "." in match[0] else str(round(number) + 1)

    return _DIGITS.sub(other, text)


def reworded(text: str, random: Random, foreign: Sequence[str]) -> str:
    """The sentence with 5 to 20 % of its characters replaced, left out or more."""
    to_change = max(1, round(len(text) * random.uniform(0.05, 0.2)))
    while to_change > 0:
        size = min(random.randint(1, 3), to_change)
        at = random.randrange(max(1, len(text) - size))
        words = random.choice(foreign)
        start = random.randrange(max(1, len(words) - size))
        new = re.sub(r"[。！？；\s]", "", words[start : start + size])
        way = random.randrange(3)
        text = text[:at] + ("" if way == 0 else new) + text[at + (0 if way == 1 else size) :]
        to_change -= size
    return text
