"""A one-line question at the bottom of the screen: a search, a file name."""

from __future__ import annotations

from collections.abc import Callable

from textual import on
from textual.binding import Binding
from textual.containers import Horizontal
from textual.widgets import Input, Static

from tui.widgets.fields import Field


class Prompt(Horizontal):
    """Hidden until asked; Enter answers, Escape leaves without an answer."""

    BINDINGS = [Binding("escape", "leave", show=False)]

    def __init__(self, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.display = False
        self._answered: Callable[[str], None] | None = None
        self._changed: Callable[[str], None] | None = None
        self._left: Callable[[], None] | None = None

    async def ask(
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
        if not self.children:  # not before it is needed: the first frame does not wait for it
            await self.mount(Static(markup=False), Field(compact=True))
        self.query_one(Static).update(f" {label} ")
        field = self.query_one(Input)
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

    def action_leave(self) -> None:
        """Close without an answer."""
        self.display = False
        if self._left:
            self._left()
