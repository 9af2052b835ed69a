"""All keys of the library."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.actions import Action
from tui.keymap import signs
from tui.language import _


class KeysScreen(ModalScreen[None]):
    """A key and what it does, line by line; closes like other lists."""

    CSS_PATH = ["dialogs.tcss", "library.tcss"]
    AUTO_FOCUS = "VerticalScroll"
    BINDINGS = [
        Binding("escape,q,question_mark,f1,enter", "dismiss(None)"),
        Binding("j,down", "scroll(1)"),
        Binding("k,up", "scroll(-1)"),
    ]

    def __init__(self, actions: Sequence[Action]) -> None:
        super().__init__()
        self._actions = actions

    def compose(self) -> ComposeResult:
        """The keys, and how to close them."""
        with VerticalScroll(id="dialog"):
            yield Static(help_text(self._actions), markup=False)
            yield Static(_("esc close"), id="hint", markup=False)

    def action_scroll(self, by: int) -> None:
        """Some lines down or up."""
        self.query_one(VerticalScroll).scroll_relative(y=by, animate=False)


def help_text(actions: Sequence[Action]) -> Text:
    """Every key, then what it does."""
    keys = {action.id: tuple(action.keys.split()) for action in actions}
    shown = {action.id: " ".join(signs(keys, action.id)) for action in actions}
    width = max(map(cell_len, shown.values())) + 2
    text = Text()
    for action in actions:
        text.append(shown[action.id] + " " * (width - cell_len(shown[action.id])), style="bold")
        text.append(action.help + "\n")
    return text
