"""A one-line question at the bottom of the screen: a search, a file name."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.widgets import Input, Static

from tui.widgets.fields import Field


class _Recalling(Field):
    """A field that ↑ fills with what was answered before, and ↓ again with what was typed."""

    BINDINGS = [Binding("up", "recall(1)"), Binding("down", "recall(-1)")]

    def begin(self, value: str, former: Sequence[str]) -> None:
        """Begin to type behind a text; `former` are the answers before, the newest first."""
        self._lines = [value, *former]
        self._at = 0
        self._put(value)

    def action_recall(self, by: int) -> None:
        """An answer further back, or (-1) a later one; what is typed is the latest."""
        if self._at == 0:
            self._lines[0] = self.value
        at = min(max(self._at + by, 0), len(self._lines) - 1)
        if at != self._at:
            self._at = at
            self._put(self._lines[at])

    def _put(self, text: str) -> None:
        self.value = text
        self.cursor_position = len(text)


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
        yield _Recalling(compact=True)

    def ask(  # noqa: PLR0913 (most questions need few of them)
        self,
        label: str,
        value: str = "",
        *,
        answered: Callable[[str], None],
        changed: Callable[[str], None] | None = None,
        left: Callable[[], None] | None = None,
        former: Sequence[str] = (),
    ) -> None:
        """Ask for a line of text; `changed` hears of every keystroke, `left` of Escape.

        `former` are answers to the same question before, the newest first, for ↑ to recall.
        """
        self._answered, self._changed, self._left = answered, None, left
        self.query_one(Static).update(f" {label} ")
        field = self.query_one(_Recalling)
        field.begin(value, former)
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
