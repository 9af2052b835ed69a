"""Lines of which one is highlighted and can be chosen; what all such lists have in common."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Generic, TypeVar

from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.scroll_view import ScrollView

Line = TypeVar("Line")
Piece = tuple[str, str]  # a text and the name of its style, "" for none


class LineList(Generic[Line], ScrollView, can_focus=True, inherit_bindings=False):
    """Virtualised: only visible lines are built, so that 100,000 cost no more than twenty.

    A heading is plain text among the lines and cannot be chosen. Subclasses draw the lines, and
    say where a step leads and what choosing does.
    """

    ALLOW_SELECT = False

    def __init__(self, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._lines: Sequence[Line | str] = ()
        self._at = 0
        self._styles: dict[Hashable, Style] = {}  # of the theme there is

    def _measure(self) -> None:
        """Let the list scroll over the lines that it has now."""
        # Setting it would lay the whole screen out anew, at each key that is typed.
        size = Size(self.scrollable_content_region.width, max(1, len(self._lines)))
        self.set_reactive(LineList.virtual_size, size)
        self.vertical_scrollbar.window_virtual_size = size.height

    @property
    def highlighted(self) -> Line | None:
        """What would be chosen; None in an empty list."""
        line = self._lines[self._at] if self._at < len(self._lines) else None
        return None if isinstance(line, str) else line

    def step(self, by: int) -> None:
        """Highlight another line so many on; headings are passed over."""
        raise NotImplementedError

    def page(self, pages: float) -> None:
        """Highlight the line so many pages on."""
        self.step(round(pages * max(1, self.size.height - 1)))

    def action_choose(self) -> None:
        """Tell of the line that is highlighted."""
        raise NotImplementedError

    def _put(self, line: int) -> None:
        """Highlight a line that can be chosen, and bring it and a heading above it into view."""
        self.refresh_line(self._at)
        self._at = line
        self.refresh_line(line)
        above = line - 1 if line and isinstance(self._lines[line - 1], str) else line
        self._reveal(line)
        self._reveal(above)

    def _reveal(self, line: int) -> None:
        top, visible = round(self.scroll_offset.y), self.scrollable_content_region.height
        if not top <= line < top + visible:
            wanted = line if line < top else line - visible + 1
            self.scroll_to(y=max(0, wanted), animate=False, immediate=True)

    def on_click(self, event: events.Click) -> None:
        """Choose the line under the mouse."""
        line = event.y + round(self.scroll_offset.y)
        if line < len(self._lines) and not isinstance(self._lines[line], str):
            self._put(line)
            self.action_choose()

    def notify_style_update(self) -> None:
        """Forget the colours of the theme before."""
        self._styles = {}
        super().notify_style_update()
