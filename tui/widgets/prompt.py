"""A one-line question at the bottom of the screen: a search, a file name."""

from __future__ import annotations

from collections.abc import Callable

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.widgets import Input, Static

from tui.widgets.fields import Field


class Prompt(Horizontal):
    """Hidden until asked; Enter answers, Escape leaves without an answer."""

    BINDINGS = [Binding("escape", "leave", show=False)]

    def __init__(self) -> None:
        super().__init__(id="prompt")
        self.display = False
        self._answered: Callable[[str], None] | None = None
        self._changed: Callable[[str], None] | None = None
        self._left: Callable[[], None] | None = None

    def compose(self) -> ComposeResult:
        """A label and a field."""
        yield Static(markup=False)
        yield Field(compact=True)

    def ask(
        self,
        label: str,
        value: str = "",
        *,
        answered: Callable[[str], None],
        changed: Callable[[str], None] | None = None,
        left: Callable[[], None] | None = None,
    ) -> None:
        """Ask for a line of text; `changed` hears of every keystroke, `left` of Escape."""
        self._answered, self._changed, self._left = answered, None, left
        self.query_one(Static).update(f" {label} ")
        field = self.query_one(Field)
        field.value = value
        field.cursor_position = len(value)
        self._changed = changed
        self.display = True
        self.screen.set_focus(field)

    @on(Input.Changed)
    def _hear(self, event: Input.Changed) -> None:
        event.stop()
        if self._changed and self.display:
            self._changed(event.value)

    @on(Input.Submitted)
    def _answer(self, event: Input.Submitted) -> None:
        event.stop()
        self.display = False
        if self._answered:
            self._answered(event.value)

    def on_descendant_blur(self) -> None:
        """A click elsewhere is no answer; the terminal's own loss of focus is no click."""
        if self.display and self.app.app_focus:
            self.action_leave()

    def action_leave(self) -> None:
        """Close without an answer."""
        self.display = False
        if self._left:
            self._left()
