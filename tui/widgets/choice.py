"""One of a few, chosen along a line: the form of an export, what is in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, TypeVar

from rich.cells import cell_len
from rich.text import Text
from textual import events
from textual.binding import Binding
from textual.message import Message
from textual.widget import Widget

from tui.narration import printable
from tui.wrapping import column, cut

Value = TypeVar("Value")
_LABEL = 11  # cells, with the sign of the line that has the keyboard
_LONGEST = 28  # cells of one option


class Choice(Widget, Generic[Value], can_focus=True):
    """A label, and all that can be chosen; what is chosen stands in brackets."""

    ALLOW_SELECT = False
    BINDINGS = [
        Binding("right,l,space", "step(1)"),
        Binding("left,h", "step(-1)"),
    ]

    class Changed(Message):
        """Another one is chosen, on the line with this id."""

        def __init__(self, line: str | None) -> None:
            super().__init__()
            self.line = line

    def __init__(
        self,
        label: str,
        options: Sequence[tuple[Value, str]],
        id: str | None = None,  # noqa: A002
    ) -> None:
        """`options` are values with what they are called; the first is chosen."""
        super().__init__(id=id)
        self._label = label
        self._options = [(value, cut(printable(name), _LONGEST)) for value, name in options]
        self._at = 0

    @property
    def value(self) -> Value:
        """What is chosen."""
        return self._options[self._at][0]

    def choose(self, value: Value) -> None:
        """Choose a value, if it is one of those there are."""
        values = [one for one, _name in self._options]
        if value in values and values.index(value) != self._at:
            self._put(values.index(value))

    def _put(self, at: int) -> None:
        self._at = at
        self.refresh()
        self.post_message(self.Changed(self.id))

    def action_step(self, by: int) -> None:
        """To the option beside; behind the last comes the first."""
        if len(self._options) > 1:
            self._put((self._at + by) % len(self._options))

    def render(self) -> Text:
        """The options that fit, with a sign where there are more."""
        begin, end = self._fitting()
        sign = ">" if self.has_focus else " "
        text = Text(f"{sign} {column(self._label, _LABEL - 2)}", no_wrap=True, overflow="crop")
        text.append("‹" if begin else " ")
        for at in range(begin, end):
            name = self._options[at][1]
            if at == self._at:
                text.append(f"[{name}]", style="bold reverse" if self.has_focus else "bold")
            else:
                text.append(f" {name} ")
        text.append("›" if end < len(self._options) else "")
        return text

    def _fitting(self) -> tuple[int, int]:
        """The options that fit beside the chosen one: those before it, then those behind."""
        room = self.size.width - _LABEL - 2
        widths = [cell_len(name) + 2 for _value, name in self._options]
        begin, end = self._at, self._at + 1
        while begin and sum(widths[begin - 1 : end]) <= room:
            begin -= 1
        while end < len(widths) and sum(widths[begin : end + 1]) <= room:
            end += 1
        return begin, end

    def on_click(self, event: events.Click) -> None:
        """Choose what is under the mouse."""
        begin, end = self._fitting()
        right = _LABEL + 1
        for at in range(begin, end):
            right += cell_len(self._options[at][1]) + 2
            if _LABEL < event.x < right:
                self._put(at)
                return
