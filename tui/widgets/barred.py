"""Panes of lines with a scroll bar in their last column, drawn with the lines it stands beside."""

from __future__ import annotations

from math import ceil

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.scroll_view import ScrollView
from textual.strip import Strip

_EIGHTHS = " ▁▂▃▄▅▆▇"  # of a cell, from below


class Barred(ScrollView):
    """Does without the scroll bar of Textual, a widget as costly to draw as the text beside it.

    Its lines have `room` cells and are finished by `barred`. The style sheet gives it no scroll bar
    of its own: `scrollbar-size-vertical: 0`.
    """

    _bar: list[Segment] = []  # a cell for each row, from the top
    _bar_styles: tuple[Style, Style] | None = None
    _is_dragged = False

    @property
    def room(self) -> int:
        """The cells that are left beside the bar."""
        return max(1, self.size.width - 1)

    def render_lines(self, crop: Region) -> list[Strip]:
        """The visible lines."""
        self._bar = self._drawn_bar()
        return super().render_lines(crop)

    def barred(self, y: int, pieces: list[Segment], ground: Style) -> Strip:
        """A visible line, filled up with its ground, and the piece of the bar beside it."""
        left = self.room - sum(cell_len(piece.text) for piece in pieces)
        if left < 0:
            pieces, left = Segment.adjust_line_length(pieces, self.room), 0
        return Strip([*pieces, Segment(" " * left, ground), *self._bar[y : y + 1]], self.room + 1)

    def refresh_bar(self) -> None:
        """Draw the rows anew beside which the bar is no longer what it was."""
        top = round(self.scroll_offset.y)
        for y, (former, now) in enumerate(zip(self._bar, self._drawn_bar(), strict=False)):
            if former != now:
                self.refresh_line(top + y)

    def notify_style_update(self) -> None:
        """Forget the colours of the theme before."""
        self._bar_styles = None
        super().notify_style_update()

    def _drawn_bar(self) -> list[Segment]:
        """A handle, exact to an eighth of a cell, where there are more lines than are seen."""
        trough, handle = self._bar_styles = self._bar_styles or self._colours()
        rows, lines = self.size.height, self.virtual_size.height
        if lines <= rows:
            return [Segment(" ", trough)] * rows
        height = max(1.0, rows * rows / lines)
        first = int((rows - height) * self.scroll_offset.y / (lines - rows) * 8)
        last = first + ceil(height * 8)
        bar = []
        for above in range(0, 8 * rows, 8):
            begin, end = max(first - above, 0), min(last - above, 8)
            if begin >= 8 or end <= 0:
                bar.append(Segment(" ", trough))
            elif begin:
                bar.append(Segment(_EIGHTHS[8 - begin], handle))
            else:
                bar.append(Segment(_EIGHTHS[8 - end], handle + _REVERSE))
        return bar

    def _colours(self) -> tuple[Style, Style]:
        """The styles of the trough and of the handle in it."""
        ground, handle = self.styles.scrollbar_background, self.styles.scrollbar_color
        if ground.a < 1:
            ground = self.background_colors[0] + ground
        colours = (ground + handle).rich_color, ground.rich_color
        return Style(bgcolor=colours[1]), Style(color=colours[0], bgcolor=colours[1])

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take the handle to where the mouse is."""
        if self.is_on_bar(event.x):
            self._is_dragged = True
            self.capture_mouse()
            self._drag_to(event.y)
            event.stop()

    def is_on_bar(self, x: int) -> bool:
        """Whether a column is that of the bar, and there is something to scroll."""
        return x == self.region.width - 1 and self.virtual_size.height > self.size.height

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Have the handle follow."""
        if self._is_dragged:
            self._drag_to(event.y)

    def on_mouse_up(self) -> None:
        """Let the handle go."""
        if self._is_dragged:
            self._is_dragged = False
            self.release_mouse()

    def _drag_to(self, y: int) -> None:
        share = min(max(y / max(1, self.size.height - 1), 0), 1)
        self.scroll_to(y=round(share * self.max_scroll_y), animate=False, immediate=True)


_REVERSE = Style(reverse=True)
