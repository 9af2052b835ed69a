"""Fields to type into that obey every key in the order in which it was pressed."""

from __future__ import annotations

import unicodedata
from functools import cache

from textual import events
from textual.binding import Binding
from textual.widget import Widget
from textual.widgets import Input, TextArea


class _InOrder:  # no Widget: Textual styles a field by its first base that is one
    """Acts on editing keys at once, and takes every character that is typed or pasted.

    Characters are inserted when they arrive, but bindings (backspace, ctrl+u, enter) act only
    after a round through the queues of all ancestors. Typed quickly, or sent by an input method,
    `backspace a` would insert the a and then delete it.

    Textual leaves out what Python calls unprintable, which input methods commit all the same: the
    ideographic space, the joiner in an emoji, rare characters of a private font.
    """

    async def on_key(self, event: events.Key) -> None:
        """Act on a key that is bound to an action of this widget's own, or insert it."""
        assert isinstance(self, Widget)
        if action := _own_actions(type(self)).get(event.key):
            event.stop()
            event.prevent_default()
            await self.run_action(action)
        elif event.character and not event.is_printable and _is_text(event.character):
            event.stop()
            event.prevent_default()
            self.type_in(event.character)

    def type_in(self, text: str) -> None:
        """Insert as if typed: in place of what is selected, with the cursor behind it."""
        raise NotImplementedError


def _is_text(character: str) -> bool:
    """Whether it is no control character, which a terminal could obey, and no half of one."""
    return unicodedata.category(character) not in {"Cc", "Cs"}


def lines_of_text(text: str) -> str:
    """Text from outside, without what a terminal could obey; lines and tabs are left."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(char for char in lines if char in "\n\t" or _is_text(char))


@cache
def _own_actions(kind: type[Widget]) -> dict[str, str]:
    bindings = (
        binding for cls in reversed(kind.__mro__) for binding in vars(cls).get("BINDINGS", ())
    )
    return {
        key.strip(): binding.action
        for binding in bindings
        if isinstance(binding, Binding)
        for key in binding.key.split(",")
    }


class Field(_InOrder, Input):
    """One line; of several that are pasted it makes one."""

    def on_paste(self, event: events.Paste) -> None:
        """Insert all lines, with a space between."""
        event.stop()
        event.prevent_default()
        lines = (line.strip() for line in event.text.splitlines())
        self.type_in(" ".join(line for line in lines if line))

    def type_in(self, text: str) -> None:
        """Insert as if typed: in place of what is selected, with the cursor behind it."""
        self.replace("".join(filter(_is_text, text)), *sorted(self.selection))


class Editor(_InOrder, TextArea):
    """Several lines."""

    def on_paste(self, event: events.Paste) -> None:
        """Insert all lines."""
        event.stop()
        event.prevent_default()
        self.type_in(event.text)

    def type_in(self, text: str) -> None:
        """Insert as if typed: in place of what is selected, with the cursor behind it."""
        clean = lines_of_text(text)
        end = self.replace(clean, *self.selection, maintain_selection_offset=False).end_location
        self.move_cursor(end)
