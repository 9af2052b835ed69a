"""Where each line of a document is printed: headings, measures, and the notes under them."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass

from rich.cells import cell_len

from core.document import Document, Section
from core.watching import Watch, unwatched, watched
from tui.narration import printable
from tui.wrapping import cut, wrap

MARGIN = 7  # cells: cursor, other reviewers, three tags, note or read, and a space
_LONGEST_LINE = 100  # cells: 50 characters, beyond which the eye loses the next line
_NARROWEST = 8  # cells, however little room there is
_ROOM_TO_HANG = 40  # cells of text, below which indents would cost too many lines
_DEEPEST_HANG = 10  # cells, beyond which a numbering is as long as a text
MOST_OF_A_NOTE = 2_000  # characters that are read under a measure

# What is printed before an item (GB/T 9704-2012, 7.3.3): 一、 （一） 1. （1）, in both widths.
_NUMBERING = re.compile(
    r"(?:[（(][一二三四五六七八九十百\d]+[）)]|[一二三四五六七八九十百]+、|\d+[.．、](?!\d))\s*"
)


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of text that begins on a line of its own: a heading, a measure, or other text.

    The first line begins after `indent` cells, the others after `hang`.
    """

    kind: str  # "heading", "measure", "topic" or "plain"
    start: int
    end: int
    measure: int | None = None
    indent: int = MARGIN
    hang: int = MARGIN


@dataclass(frozen=True, slots=True)
class TextLine:
    """A printed line of the text: the block it belongs to and its span."""

    block: int
    start: int
    end: int
    is_first: bool


@dataclass(frozen=True, slots=True)
class NoteLine:
    """A printed line of the note under a measure's block."""

    block: int
    text: str
    is_first: bool


class TextLines:
    """The printed lines of a document's text in a given width.

    Three numbers a line in arrays, as a long document has a million of them.
    """

    def __init__(self, document: Document, width: int, watch: Watch = unwatched) -> None:
        """`width` is that of the pane in cells; a blank line goes before each heading."""
        self.width = width
        self.content = document.text
        self.blocks: list[Block] = []
        self.of_measure: dict[int, int] = {}  # measure to block
        self.first, self.behind = array("l"), array("l")  # line of each block, and after its last
        self._block, self._start, self._end = array("l"), array("l"), array("l")
        for block in watched([*blocks(document, width)], watch, every=100):
            index = len(self.blocks)
            self.blocks.append(block)
            if block.measure is not None:
                self.of_measure[block.measure] = index
            if block.kind == "heading" and self._block:
                self._add(index, block.start, block.start)
            self.first.append(len(self))
            room, later = (_room(width, cells) for cells in (block.indent, block.hang))
            for start, end in wrap(document.text[block.start : block.end], room, later):
                self._add(index, block.start + start, block.start + end)
            self.behind.append(len(self))

    def _add(self, block: int, start: int, end: int) -> None:
        self._block.append(block)
        self._start.append(start)
        self._end.append(end)

    def only(self, document: Document, measures: Sequence[int]) -> TextLines:
        """The lines of some measures and of the headings above them, wrapped as they are.

        Blocks keep their numbers; one that is left out has no lines.
        """
        kept = {self.of_measure[measure] for measure in measures}
        sections = {document.measures[measure].section for measure in measures}
        headings = {one.start for it in sections for one in document.ancestry(it)}
        some = copy(self)
        some.first, some.behind = array("l"), array("l")
        some._block, some._start, some._end = array("l"), array("l"), array("l")
        lead = 0  # the line behind the block before: a blank one goes before a heading
        for index, behind in enumerate(self.behind):
            block = self.blocks[index]
            if index in kept or (block.kind == "heading" and block.start in headings):
                lead = lead if some._block else self.first[index]
                some.first.append(len(some) + self.first[index] - lead)
                some._block.extend(self._block[lead:behind])
                some._start.extend(self._start[lead:behind])
                some._end.extend(self._end[lead:behind])
            else:
                some.first.append(len(some))
            some.behind.append(len(some))
            lead = behind
        return some

    def __len__(self) -> int:
        return len(self._block)

    def line(self, number: int) -> TextLine:
        """A line by its number, from 0."""
        block = self._block[number]
        start, end = self._start[number], self._end[number]
        return TextLine(block, start, end, number == self.first[block])

    def of_span(self, start: int, end: int) -> tuple[int, int]:
        """The first line of a span of the text, and the line behind its last."""
        first = max(0, bisect_right(self._start, start) - 1)
        return first, max(first + 1, bisect_left(self._start, end, lo=first))


def _room(width: int, indent: int) -> int:
    return max(_NARROWEST, min(width, MARGIN + _LONGEST_LINE) - indent)


def blocks(document: Document, width: int) -> Iterator[Block]:
    """The whole text as blocks in order: what is neither heading nor measure is plain."""
    hangs = width - MARGIN >= _ROOM_TO_HANG
    spans = [_heading(document, section, hangs) for section in document.sections]
    for index, measure in enumerate(document.measures):
        kind = "topic" if measure.is_topic else "measure"
        numbering = _NUMBERING.match(document.text, measure.start, measure.end) if hangs else None
        hang = MARGIN + (_cells(numbering[0]) if numbering else 0)
        spans.append(Block(kind, measure.start, measure.end, index, MARGIN, hang))
    at = 0
    for block in sorted(spans, key=lambda block: block.start):
        yield from _plain(document.text, at, block.start)
        yield block
        at = block.end
    yield from _plain(document.text, at, len(document.text))


def _heading(document: Document, section: Section, hangs: bool) -> Block:
    """A heading stands out to the left of the text, the further the higher its level.

    Its further lines begin under its title, not under its number.
    """
    heading = document.quote(section)
    indent = 1 + 2 * (min(section.level, 4) - 1)
    hang = indent
    if hangs and heading.startswith(section.number):
        title = heading[len(section.number) :]
        blank = title[: len(title) - len(title.lstrip())]
        hang += _cells(section.number + blank)
    return Block("heading", section.start, section.end, None, indent, hang)


def _cells(numbering: str) -> int:
    return min(cell_len(numbering), _DEEPEST_HANG)


def _plain(text: str, start: int, end: int) -> Iterator[Block]:
    at = start
    for line in text[start:end].split("\n"):
        if stripped := line.strip():
            begin = at + line.index(stripped)
            yield Block("plain", begin, begin + len(stripped))
        at += len(line) + 1


class Page:
    """All printed rows: the lines of the text, and under the measures those of their notes.

    Notes are few and change, the text is long and does not: a note that changed moves what stands
    below it without a line of the text being looked at.
    """

    def __init__(self, text: TextLines, notes: Mapping[int, str], *, unfolded: bool) -> None:
        """`notes` by measure; `unfolded` shows them in full, else the first line of each."""
        self.whole = self.text = text
        self.unfolded = unfolded
        self.notes = dict(notes)
        blocks = text.of_measure
        self._lines = {blocks[measure]: self._wrapped(note) for measure, note in notes.items()}
        self._arrange()

    def show_only(self, document: Document, measures: Sequence[int] | None) -> None:
        """Print some measures, with the headings above them; None: everything."""
        self.text = self.whole if measures is None else self.whole.only(document, measures)
        self._arrange()

    def put_notes(self, notes: Mapping[int, str]) -> None:
        """Print other notes under measures; "" is none."""
        for measure, note in notes.items():
            block = self.text.of_measure[measure]
            if note:
                self.notes[measure], self._lines[block] = note, self._wrapped(note)
            else:
                self.notes.pop(measure, None)
                self._lines.pop(block, None)
        self._arrange()

    def _wrapped(self, note: str) -> list[str]:
        return note_lines(note, _room(self.text.width, MARGIN + 2), unfolded=self.unfolded)

    def _arrange(self) -> None:
        """For each note, in order: the line of text before which it stands, and its rows.

        What is not shown has no rows for its note either.
        """
        shown = self.text
        self._blocks = sorted(it for it in self._lines if shown.first[it] < shown.behind[it])
        self._before = array("l", (self.text.behind[block] for block in self._blocks))
        self._row = array("l")  # of its first line
        self._rows = array("l", [0])  # of all notes up to it
        for block, before in zip(self._blocks, self._before, strict=True):
            self._row.append(before + self._rows[-1])
            self._rows.append(self._rows[-1] + len(self._lines[block]))

    def __len__(self) -> int:
        return len(self.text) + self._rows[-1]

    def at(self, row: int) -> TextLine | NoteLine:
        """What is printed in a row."""
        number = bisect_right(self._row, row)
        if number:
            block, inside = self._blocks[number - 1], row - self._row[number - 1]
            if inside < len(self._lines[block]):
                return NoteLine(block, self._lines[block][inside], inside == 0)
        return self.text.line(row - self._rows[number])

    def text_line_at(self, row: int) -> int:
        """The line of the text in a row, of a note's row the one behind the note."""
        number = bisect_right(self._row, row)
        behind = row - self._rows[number]
        return max(behind, self._before[number - 1]) if number else behind

    def row_of(self, line: int) -> int:
        """The row in which a line of the text is printed."""
        return line + self._rows[bisect_right(self._before, line)]

    def place(self, row: int, cell: int) -> int:
        """Twice the offset of the character in a cell, for a selection with the mouse.

        Beside the text it is the odd number before that of the next character, so that a
        selection which begins or ends there takes nothing along that it does not show.
        """
        if row >= len(self):
            return 2 * len(self.text.content) - 1
        line = self.at(row)
        block = self.text.blocks[line.block]
        if isinstance(line, NoteLine):
            return 2 * block.end - 1
        at = block.indent if line.is_first else block.hang
        if cell < at:
            return 2 * line.start - 1
        for offset in range(line.start, line.end):
            at += cell_len(self.text.content[offset])
            if cell < at:
                return 2 * offset
        return 2 * line.end - 1

    def extent(self, measure: int) -> tuple[int, int]:
        """The first row of a measure and how many it takes, its note included; 0: not shown."""
        block = self.text.of_measure[measure]
        first = self.text.first[block]
        height = self.text.behind[block] - first
        if height:
            height += len(self._lines.get(block, ()))
        return self.row_of(first), height

    def rows_of(self, start: int, end: int) -> tuple[int, int]:
        """The first row of a span of the text and how many it takes."""
        first, behind = self.text.of_span(start, end)
        return self.row_of(first), self.row_of(behind - 1) + 1 - self.row_of(first)


def note_lines(note: str, width: int, *, unfolded: bool) -> list[str]:
    """A note in lines of so many cells: in full (of a very long one the beginning), or one line.

    What could steer a terminal is blank: who wrote into the file of a review is not known.
    """
    beginning = note[:MOST_OF_A_NOTE]
    paragraphs = [printable(line).rstrip() for line in beginning.split("\n")]
    if not unfolded:
        first = next((line for line in paragraphs if line), "")
        is_all = len(note) <= len(first)
        return [cut(first if is_all else first + "…", width)]
    if len(note) > len(beginning):
        paragraphs[-1] += "…"
    return [
        paragraph[start:end] for paragraph in paragraphs for start, end in wrap(paragraph, width)
    ]
