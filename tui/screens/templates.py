"""Choose one of the short texts with which notes often begin."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from string import ascii_lowercase

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.hints import Hint
from tui.language import _
from tui.narration import printable
from tui.widgets.line_list import Piece
from tui.widgets.lines import KeyLine
from tui.widgets.row_list import RowList
from tui.wrapping import cut

_SIGNS = f"123456789{ascii_lowercase}"
_BLANK = re.compile(r"\{(locator|quote)\}")


def shipped() -> list[str]:
    """What reviewers write most: advice, its basis, what is missing, how it was, and a quote."""
    return [
        _("Advice: "),
        _("Basis: "),
        _("Data to be added: "),
        _("Compared with last year, "),
        _("“{quote}” ({locator}): "),
    ]


def filled(template: str, *, locator: str, quote: str) -> str:
    """The template about a measure; whatever else stands in braces stays as it is."""
    words = {"locator": locator, "quote": quote}
    return _BLANK.sub(lambda found: words[found[1]], template)


class TemplatesScreen(ModalScreen[str | None]):
    """Each template has a digit or letter that chooses it; the user's own come first."""

    CSS_PATH = ["dialogs.tcss", "library.tcss"]
    AUTO_FOCUS = "RowList"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    BINDINGS = [
        Binding("escape,ctrl+t", "leave"),
        Binding("enter", "choose"),
        Binding("down,ctrl+n", "step(1)"),
        Binding("up,ctrl+p", "step(-1)"),
    ]

    def __init__(self, own: Sequence[str]) -> None:
        """`own` are those of the user."""
        super().__init__()
        self._templates = [*own, *shipped()]

    def compose(self) -> ComposeResult:
        """A line for each, and the keys."""
        with Vertical(id="dialog"):
            yield Static(_("insert into the note"), id="title", markup=False)
            yield RowList(self._row)
            yield KeyLine(
                [Hint("enter", _("insert"), "choose"), Hint("esc", _("go back"), "leave")],
                id="hint",
            )

    def on_mount(self) -> None:
        """As high as there are templates."""
        rows = self.query_one(RowList)
        rows.styles.height = len(self._templates)
        rows.show(range(len(self._templates)))

    def _row(self, number: int, width: int) -> Iterator[Piece]:
        sign = _SIGNS[number] if number < len(_SIGNS) else " "
        yield f"{sign}  ", "title"
        yield cut(printable(self._templates[number]), max(0, width - 3)), ""

    def on_key(self, event: events.Key) -> None:
        """A digit or letter chooses at once."""
        number = _SIGNS.find(event.character) if event.character else -1
        if 0 <= number < len(self._templates):
            event.stop()
            self._answer(number)

    @on(RowList.Chosen)
    def action_choose(self) -> None:
        """Insert what is highlighted."""
        chosen = self.query_one(RowList).highlighted
        if isinstance(chosen, int):
            self._answer(chosen)

    def _answer(self, number: int) -> None:
        if self.is_current:  # a second key may come before it is closed
            self.dismiss(self._templates[number])

    def action_leave(self) -> None:
        """Insert nothing."""
        if self.is_current:
            self.dismiss(None)

    def action_step(self, by: int) -> None:
        """Highlight another."""
        self.query_one(RowList).step(by)

    @on(KeyLine.Chosen)
    async def _click(self, event: KeyLine.Chosen) -> None:
        event.stop()
        await self.run_action(event.action)
