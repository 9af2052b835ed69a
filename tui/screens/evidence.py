"""The evidence of a follow-up, of which one piece can be taken off."""

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


class EvidenceScreen(ModalScreen[str | None]):
    """Lists files, addresses and words; its answer is the one to take off."""

    CSS_PATH = ["dialogs.tcss", "library.tcss", "ledger.tcss"]
    AUTO_FOCUS = "RowList"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    BINDINGS = [
        Binding("escape,q,E", "leave"),
        Binding("x,delete", "take_off"),
        Binding("down,j", "step(1)"),
        Binding("up,k", "step(-1)"),
    ]

    def __init__(self, evidence: Sequence[str]) -> None:
        """`evidence` in the order in which it came."""
        super().__init__()
        self._evidence = evidence

    def compose(self) -> ComposeResult:
        """A line for each, and the keys."""
        with Vertical(id="dialog"):
            yield Static(_("evidence"), id="title", markup=False)
            yield RowList(self._row)
            yield KeyLine(
                [Hint("x", _("take off"), "take_off"), Hint("esc", _("go back"), "leave")],
                id="hint",
            )

    def on_mount(self) -> None:
        """As high as there is evidence."""
        rows = self.query_one(RowList)
        rows.styles.height = len(self._evidence)
        rows.show(range(len(self._evidence)))

    def _row(self, number: int, width: int) -> Iterator[Piece]:
        yield cut(f"({number + 1}) {printable(self._evidence[number])}", width), ""

    def action_take_off(self) -> None:
        """Take off what is highlighted."""
        chosen = self.query_one(RowList).highlighted
        if isinstance(chosen, int):
            self._answer(self._evidence[chosen])

    def action_leave(self) -> None:
        """Change nothing."""
        self._answer(None)

    def _answer(self, shown: str | None) -> None:
        if self.is_current:  # a second key may come before it is closed
            self.dismiss(shown)

    def action_step(self, by: int) -> None:
        """Highlight another."""
        self.query_one(RowList).step(by)

    async def on_key_line_chosen(self, event: KeyLine.Chosen) -> None:
        """A click on a key does what the key does."""
        event.stop()
        await self.run_action(event.action)
