"""The evidence of a follow-up, of which one piece can be taken off."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.binding import Binding

from tui.hints import Hint
from tui.language import _
from tui.narration import printable
from tui.screens.listing import ListingScreen
from tui.widgets.line_list import Piece
from tui.widgets.row_list import RowList
from tui.wrapping import cut


class EvidenceScreen(ListingScreen):
    """Lists files, addresses and words; its answer is the one to take off."""

    BINDINGS = [Binding("x,delete", "take_off")]

    def __init__(self, evidence: Sequence[str]) -> None:
        """`evidence` in the order in which it came."""
        super().__init__(_("evidence"), evidence)

    def _hints(self) -> list[Hint]:
        return [Hint("x", _("take off"), "take_off")]

    def _row(self, number: int, width: int) -> Iterator[Piece]:
        yield cut(f"({number + 1}) {printable(self._lines[number])}", width), ""

    def action_take_off(self) -> None:
        """Take off what is highlighted."""
        chosen = self.query_one(RowList).highlighted
        if isinstance(chosen, int):
            self._answer(self._lines[chosen])
