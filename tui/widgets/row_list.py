"""A long list of lines, one of which can be chosen: documents of a library, hits in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from rich.segment import Segment
from rich.style import Style
from textual.message import Message
from textual.strip import Strip

from tui.widgets.line_list import LineList, Piece
from tui.wrapping import cut


class RowList(LineList[object]):
    """A line is a row, which `draw` turns into pieces for a width, or a heading."""

    COMPONENT_CLASSES = {
        "rows--heading",
        "rows--title",
        "rows--muted",
        "rows--done",
        "rows--match",
        "rows--trouble",
        "rows--highlighted",
    }

    @dataclass
    class Chosen(Message):
        """A row was clicked; it is the highlighted one."""

    def __init__(
        self,
        draw: Callable[[Any, int], Iterable[Piece]],
        id: str | None = None,  # noqa: A002
    ) -> None:
        """`draw` gives the pieces of a row in so many cells; they may take less."""
        super().__init__(id=id)
        self._draw = draw
        self._lines: list[object] = []
        self._otherwise: Sequence[str] = ()

    def show(
        self, lines: Iterable[object], *, at: object = None, otherwise: Sequence[str] = ()
    ) -> None:
        """Show other lines and highlight the row `at`, the first where it is not among them.

        `otherwise` is said, line by line, where there are none.
        """
        self._lines, self._otherwise = list(lines), otherwise
        self._measure()
        self.scroll_to(y=0, animate=False, immediate=True)
        self._at = 0
        places = (line for line, row in enumerate(self._lines) if row is at)
        self._highlight(0 if at is None else next(places, 0))
        self.refresh()

    def add(self, lines: Iterable[object]) -> None:
        """Show more lines behind those there are."""
        was_empty = not self._lines
        self._lines.extend(lines)
        self._measure()
        if was_empty:
            self._highlight(0)
        self.refresh()

    def step(self, by: int) -> None:
        """Highlight another row so many lines on."""
        self._highlight(self._at + by)

    def end(self, by: int) -> None:
        """Highlight the last row, or with -1 the first."""
        self._highlight(len(self._lines) if by > 0 else 0)

    def _highlight(self, line: int) -> None:
        """Highlight a row; of a heading the row below it, or above where one comes from below."""
        line = min(max(line, 0), len(self._lines) - 1)
        if line < 0:
            return
        if isinstance(self._lines[line], str):
            line += 1 if line >= self._at or line == 0 else -1
        self._put(line)

    def action_choose(self) -> None:
        """Tell that a row was clicked."""
        self.post_message(self.Chosen())

    def on_resize(self) -> None:
        """Keep in view what was."""
        self._measure()
        self.call_after_refresh(self._reveal, self._at)

    def render_line(self, y: int) -> Strip:
        """One visible line."""
        number, width = y + round(self.scroll_offset.y), self.scrollable_content_region.width
        ground = self._style("")
        if number >= len(self._lines):
            empty = not self._lines and y < len(self._otherwise)
            said = f" {self._otherwise[y]}" if empty else ""
            return Strip([Segment(cut(said, width), ground)]).adjust_cell_length(width, ground)
        line = self._lines[number]
        over = self._style("highlighted") if number == self._at else Style.null()
        pieces: Iterable[Piece]
        if isinstance(line, str):
            pieces = [(cut(f" {line}", width), "heading")]
        else:
            pieces = [("> " if number == self._at else "  ", ""), *self._draw(line, width - 2)]
        segments = [Segment(text, ground + self._style(name) + over) for text, name in pieces]
        return Strip(segments).adjust_cell_length(width, ground + over)

    def _style(self, name: str) -> Style:
        """A style of the theme, kept until that changes; "" is the ground."""
        if name not in self._styles:
            self._styles[name] = (
                self.get_component_rich_style(f"rows--{name}", partial=True)
                if name
                else self.rich_style
            )
        return self._styles[name]
