"""A list of what a text states, one line each: figure, what of, where, and the words around it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding
from textual.message import Message
from textual.strip import Strip

from core.document import Document
from core.folding import searchable
from tui.widgets.line_list import LineList, Piece
from tui.wrapping import column, cut

if TYPE_CHECKING:  # not before the first frame
    from core.lookup import Row

_FIGURE, _LOCATOR = 12, 9  # cells of the columns; a longer figure is shown whole all the same
_FIGURE_ALONE = 9  # where there is room for the subject only
_WITH_LOCATOR, _WITH_WORDS = 44, 66  # cells from which there is room for these columns too


class FigureList(LineList["Row"]):
    """A line is a figure; those of a stretch of the text stand out (`follow`)."""

    BINDINGS = [Binding("enter", "choose", show=False)]
    COMPONENT_CLASSES = {
        "figures--figure",
        "figures--heading",
        "figures--around",
        "figures--match",
        "figures--current",
        "figures--highlighted",
    }

    @dataclass
    class Chosen(Message):
        """A line was chosen with Enter or the mouse."""

        row: Row

    def __init__(self, document: Document, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._document = document
        self._typed: re.Pattern[str] | None = None
        self._otherwise = ""
        self._current = range(0)  # lines
        self._followed: tuple[int, int] | None = None

    def show(
        self, lines: Sequence[Row | str], *, words: Iterable[str] = (), otherwise: str = ""
    ) -> None:
        """Show other lines, headings among them as plain text, and highlight the first figure.

        `words` are marked where they stand literally; `otherwise` is said if there are no lines.
        """
        self._lines, self._otherwise = lines, otherwise
        typed = [re.escape(word) for word in map(searchable, words) if word]
        self._typed = re.compile("|".join(typed)) if typed else None
        self._current, self._followed = range(0), None
        self._measure()
        self.scroll_to(y=0, animate=False, immediate=True)
        self._at = 0
        self.step(0)
        self.refresh()

    def step(self, by: int) -> None:
        """Highlight another figure so many lines on; headings are passed over."""
        if not self._lines:
            return
        at = min(max(self._at + by, 0), len(self._lines) - 1)
        if isinstance(self._lines[at], str):
            at += 1 if by >= 0 or at == 0 else -1
        self._put(at)

    def highlight(self, row: Row) -> None:
        """Highlight a figure, if it is in the list; only for lines in reading order."""
        line = self._line_from(row.item.start)
        if line < len(self._lines) and self._lines[line] == row:
            self._put(line)

    def follow(self, start: int, end: int) -> None:
        """Let the figures of a stretch of the text stand out, and bring them into view.

        Only for lines in reading order. Where there are none, the list shows where they would be.
        """
        if (start, end) == self._followed:  # what the reviewer highlighted meanwhile stays
            return
        self._followed = (start, end)
        first = self._line_from(start)
        self._current = range(first, max(first, self._lines_before(end)))
        if self._at not in self._current and self._lines:
            self._at = first
            self.step(0 if first < len(self._lines) else -1)
        self._reveal_current()
        self.refresh()

    def _reveal_current(self) -> None:
        """Bring into view what stands out, its beginning at least, else what is highlighted."""
        if self._current:
            self._reveal(self._current[-1])
            self._reveal(self._current[0])
        else:
            self._reveal(self._at)

    def _line_from(self, offset: int) -> int:
        """The first line of a figure at or after an offset of the text."""
        line = self._lines_before(offset)
        heading = line < len(self._lines) and isinstance(self._lines[line], str)
        return line + 1 if heading else line

    def _lines_before(self, offset: int) -> int:
        """How many lines, headings among them, come before the figures from an offset on."""
        return bisect_left(range(len(self._lines)), offset, key=self._start)

    def _start(self, line: int) -> int:
        """Where a line's figure begins; a heading counts as the figure below it."""
        entry = self._lines[line]
        return self._start(line + 1) if isinstance(entry, str) else entry.item.start

    def action_choose(self) -> None:
        """Tell of the figure that is highlighted."""
        if self.highlighted is not None:
            self.post_message(self.Chosen(self.highlighted))

    def on_resize(self) -> None:
        """Keep in view what was."""
        self.call_after_refresh(self._reveal_current)

    def render_line(self, y: int) -> Strip:
        """One visible line."""
        number, width = y + round(self.scroll_offset.y), self.size.width
        current, highlighted = number in self._current, number == self._at
        if number >= len(self._lines):
            current = highlighted = False
            pieces = iter([(cut(self._otherwise, width) if number == 0 else "", "")])
        elif isinstance(entry := self._lines[number], str):
            pieces = iter([(_in_one_line(entry), "heading")])
        else:
            pieces = chain([("> " if highlighted else "  ", "")], self._row(entry, width - 2))
        segments = [Segment(text, self._style(name, current, highlighted)) for text, name in pieces]
        ground = self._style("", current, highlighted)
        return Strip(segments).adjust_cell_length(width, ground)

    def _style(self, name: str, current: bool, highlighted: bool) -> Style:
        """How a piece of a line is printed, "" as the line; kept until the theme changes."""
        key = (name, current, highlighted)
        if key not in self._styles:
            style = self.rich_style  # costs as much as the rest of a line
            for part in filter(None, ("current" * current, name, "highlighted" * highlighted)):
                style += self.get_component_rich_style(f"figures--{part}", partial=True)
            self._styles[key] = style
        return self._styles[key]

    def _row(self, row: Row, width: int) -> Iterator[Piece]:
        """The columns of a row, as many as there is room for."""
        figure = cut(_in_one_line(row.stated), width)
        taken = max(_FIGURE if width >= _WITH_LOCATOR else _FIGURE_ALONE, cell_len(figure)) + 1
        left = width - taken
        yield figure, "figure"
        yield " " * (taken - cell_len(figure)), ""
        subject, formula = row.subject, ""
        if row.kind == "hint":
            from tui.stated import asked  # noqa: PLC0415 (not before the first frame)

            subject = " ".join(asked(row))
            formula = row.subject if row.subject != row.surface else ""  # 100%: nothing to compare
        if width < _WITH_LOCATOR:
            yield from self._marked(cut(_in_one_line(f"{subject} {formula}"), left))
            return
        left -= _LOCATOR
        around = left * 3 // 5 if width >= _WITH_WORDS else 0
        what = subject if around else f"{subject} {formula}"
        yield from self._marked(column(_in_one_line(what), left - around - 1) + " ")
        yield column(row.locator, _LOCATOR - 1) + " ", "around"
        if around and formula:
            yield cut(formula, around), ""
        elif around:
            yield from self._around(row, around)

    def _around(self, row: Row, width: int) -> Iterator[Piece]:
        """The figure in its sentence, in the same place on every line."""
        text, start, end = self._document.text, row.item.start, row.item.end
        index = self._document.measure_index(start)
        measure = None if index is None else self._document.measures[index]
        if measure is None or start >= measure.end:
            return
        figure = cut(_in_one_line(text[start:end]), width)
        ahead = (width - cell_len(figure)) * 2 // 5
        before = _in_one_line(text[max(measure.start, start - ahead - 1) : start])
        before = cut(before[::-1], ahead)[::-1]
        behind = _in_one_line(text[end : min(measure.end, end + width)])
        behind = cut(behind, width - ahead - cell_len(figure))
        yield " " * (ahead - cell_len(before)), ""
        yield from self._marked(before, "around")
        yield figure, "figure"
        yield from self._marked(behind, "around")

    def _marked(self, text: str, style: str = "") -> Iterator[Piece]:
        """The text, what was typed set apart in it."""
        at = 0
        if self._typed:
            for match in self._typed.finditer(searchable(text)):
                yield text[at : match.start()], style
                at = match.end()
                yield text[match.start() : at], "match"
        yield text[at:], style


def _in_one_line(text: str) -> str:
    return text.replace("\n", " ")
