"""All keys, from the table of actions."""

from __future__ import annotations

from itertools import groupby

from rich.cells import cell_len
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.actions import ACTIONS
from tui.language import _


class HelpScreen(ModalScreen[None]):
    """Scrolls like less; any of its keys closes it."""

    CSS_PATH = "dialogs.tcss"  # not with the app's: the first frame does not wait for it
    AUTO_FOCUS = "VerticalScroll"
    BINDINGS = [
        Binding("escape,q,question_mark,f1,enter", "dismiss(None)"),
        Binding("j", "scroll(1)"),
        Binding("k", "scroll(-1)"),
        Binding("space", "scroll(15)"),
    ]

    def compose(self) -> ComposeResult:
        """Groups of keys."""
        with Vertical(id="dialog"):
            with VerticalScroll():
                yield Static(help_text(), markup=False)
            yield Static(_("j k scroll    esc close"), id="hint", markup=False)

    def action_scroll(self, by: int) -> None:
        """Some lines down or up."""
        self.query_one(VerticalScroll).scroll_relative(y=by, animate=False)


def help_text() -> Text:
    """Key, then what it does, by group."""
    text = Text()
    width = max(cell_len(action.shown) for action in ACTIONS) + 2
    for group, actions in groupby(ACTIONS, key=lambda action: action.group):
        text.append(("\n" if text else "") + _(group) + "\n", style="bold")
        for action in actions:
            text.append("  " + action.shown, style="bold")
            text.append(" " * (width - cell_len(action.shown)) + _(action.help) + "\n")
    return text
