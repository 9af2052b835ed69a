"""Fields to type into that obey every key in the order in which it was pressed."""

from __future__ import annotations

from functools import cache

from textual import events
from textual.binding import Binding
from textual.widget import Widget
from textual.widgets import Input, TextArea


class _InOrder:  # no Widget: Textual styles a field by its first base that is one
    """Acts on editing keys at once, not when they have bubbled up to the app.

    Characters are inserted when they arrive, but bindings (backspace, ctrl+u, enter) act only
    after a round through the queues of all ancestors. Typed quickly, or sent by an input method,
    `backspace a` would insert the a and then delete it.
    """

    async def on_key(self, event: events.Key) -> None:
        """Act on a key that is bound to an action of this widget's own."""
        assert isinstance(self, Widget)
        if action := _own_actions(type(self)).get(event.key):
            event.stop()
            event.prevent_default()
            await self.run_action(action)


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
    """One line."""


class Editor(_InOrder, TextArea):
    """Several lines."""
