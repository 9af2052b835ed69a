"""Ask whether a text is a new version of a document that was reviewed, and show what would come."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from core.anchoring import STATES
from tui.hints import Hint
from tui.language import _
from tui.narration import printable
from tui.reattaching import Version, state_names
from tui.widgets.line_list import Piece
from tui.widgets.lines import KeyLine
from tui.widgets.row_list import RowList
from tui.wrapping import column, cut

NEW_VERSION, ANOTHER, LATER = "new", "another", "later"
_ANSWERS = (NEW_VERSION, ANOTHER, LATER)
_NAME = 20  # cells


class VersionScreen(ModalScreen[str | None]):
    """Its answer is NEW_VERSION, ANOTHER or LATER.

    Enter alone answers: the digits are pressed to mark measures when this comes up.
    """

    CSS_PATH = ["dialogs.tcss", "library.tcss", "versions.tcss"]
    AUTO_FOCUS = "RowList"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    BINDINGS = [
        Binding("escape", "leave"),
        Binding("enter", "choose"),
        Binding("down,j", "step(1)"),
        Binding("up,k", "step(-1)"),
    ]

    def __init__(self, old: Version, coming: Mapping[str, int]) -> None:
        """`coming` says how many annotations would be in each state."""
        super().__init__()
        self._old = old
        self._coming = coming

    def compose(self) -> ComposeResult:
        """The question, the preview, the answers, the keys."""
        title = printable(self._old.title)
        names = state_names()
        with Vertical(id="dialog"):
            yield Static(_("Is this a new version of 《{}》?").format(title), markup=False)
            yield Static(printable(self._old.source), id="source", markup=False)
            yield Static(
                "\n".join(
                    column(names[state], _NAME) + column(str(self._coming[state]), 6, right=True)
                    for state in STATES
                ),
                id="coming",
                markup=False,
            )
            yield RowList(self._row)
            yield KeyLine([Hint("enter", _("answer"), "choose"), Hint("esc", _("later"), "leave")])

    def on_mount(self) -> None:
        """The answers."""
        self.query_one(RowList).show(range(len(_ANSWERS)))

    def _row(self, number: int, width: int) -> Iterator[Piece]:
        said = (
            _("a new version: carry my marks over; undo takes that back"),
            _("another document: do not ask again"),
            _("later: ask again when it is opened"),
        )
        yield cut(said[number], width), ""

    @on(RowList.Chosen)
    def action_choose(self) -> None:
        """Give the answer that is highlighted."""
        number = self.query_one(RowList).highlighted
        if self.is_current and isinstance(number, int):
            self.dismiss(_ANSWERS[number])

    def action_leave(self) -> None:
        """Answer later."""
        if self.is_current:
            self.dismiss(LATER)

    def action_step(self, by: int) -> None:
        """Highlight another answer."""
        self.query_one(RowList).step(by)

    @on(KeyLine.Chosen)
    async def _click(self, event: KeyLine.Chosen) -> None:
        event.stop()
        await self.run_action(event.action)
