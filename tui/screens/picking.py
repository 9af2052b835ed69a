"""A field and a list below it: type to narrow the list, Enter to choose from it."""

from __future__ import annotations

from typing import TypeVar

from textual.binding import Binding
from textual.screen import ModalScreen
from textual.widgets import Input

from tui.widgets.line_list import LineList

Answer = TypeVar("Answer")


class PickingScreen(ModalScreen[Answer]):
    """The field keeps the keyboard; the list is stepped through from there."""

    AUTO_FOCUS = ""
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    BINDINGS = [
        Binding("escape", "leave"),
        Binding("down,ctrl+n", "step(1)", priority=True),
        Binding("up,ctrl+p", "step(-1)", priority=True),
        Binding("pagedown", "page(1)", priority=True),
        Binding("pageup", "page(-1)", priority=True),
    ]

    def on_mount(self) -> None:
        """Everything, until something is typed."""
        self._list.can_focus = False
        self.set_focus(self.query_one(Input))
        self._show("")

    @property
    def _list(self) -> LineList[object]:
        return self.query_one(LineList)

    def _show(self, query: str) -> None:
        """Show what matches."""
        raise NotImplementedError

    def action_leave(self) -> None:
        """Close without an answer."""
        if self.is_current:
            self.dismiss(None)

    def action_step(self, by: int) -> None:
        """Choose another line while the field keeps the keyboard."""
        self._list.step(by)

    def action_page(self, pages: int) -> None:
        """Choose a line some pages on."""
        self._list.page(pages)
