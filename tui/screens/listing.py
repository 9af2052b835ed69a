"""A short list to be read: what changed of a follow-up, or what shows that it is done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

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


class ListingScreen(ModalScreen[str | None]):
    """Shows lines one below the other; its answer is one of them, or None."""

    CSS_PATH = ["dialogs.tcss", "library.tcss", "ledger.tcss"]
    AUTO_FOCUS = "RowList"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    BINDINGS = [
        Binding("escape,q,E,H", "leave"),
        Binding("down,j", "step(1)"),
        Binding("up,k", "step(-1)"),
    ]

    def __init__(self, title: str, lines: Sequence[str]) -> None:
        """`lines` in the order in which they are shown."""
        super().__init__()
        self._title = title
        self._lines = lines

    def compose(self) -> ComposeResult:
        """The title, a line for each, and the keys."""
        with Vertical(id="dialog"):
            yield Static(self._title, id="title", markup=False)
            yield RowList(self._row)
            yield KeyLine([*self._hints(), Hint("esc", _("go back"), "leave")], id="hint")

    def _hints(self) -> list[Hint]:
        """What else one can do here."""
        return []

    def on_mount(self) -> None:
        """As high as there are lines."""
        rows = self.query_one(RowList)
        rows.styles.height = len(self._lines)
        rows.show(range(len(self._lines)))

    def _row(self, number: int, width: int) -> Iterator[Piece]:
        yield cut(printable(self._lines[number]), width), ""

    def action_leave(self) -> None:
        """Change nothing."""
        self._answer(None)

    def _answer(self, line: str | None) -> None:
        if self.is_current:  # a second key may come before it is closed
            self.dismiss(line)

    def action_step(self, by: int) -> None:
        """Highlight another."""
        self.query_one(RowList).step(by)

    async def on_key_line_chosen(self, event: KeyLine.Chosen) -> None:
        """A click on a key does what the key does."""
        event.stop()
        await self.run_action(event.action)
