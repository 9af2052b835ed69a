"""Find a figure by typing a part of it, of what it measures, or of its sentence."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from core.document import Metric
from core.lookup import Row, matching
from tui.language import _
from tui.widgets.fields import Field
from tui.wrapping import cut

_MOST_SHOWN = 200  # nobody scrolls further: one types another word
_SURFACE, _SUBJECT, _PLACE = 14, 26, 9  # cells of the columns


class FiguresScreen(ModalScreen[Metric | None]):
    """A field and the figures that match all words in it; Enter chooses one."""

    CSS_PATH = "dialogs.tcss"  # not with the app's: the first frame does not wait for it
    AUTO_FOCUS = ""
    BINDINGS = [
        Binding("escape", "dismiss(None)"),
        Binding("down,ctrl+n", "highlight(1)", priority=True),
        Binding("up,ctrl+p", "highlight(-1)", priority=True),
        Binding("pagedown", "highlight(10)", priority=True),
        Binding("pageup", "highlight(-10)", priority=True),
    ]

    def __init__(self, rows: Sequence[Row]) -> None:
        """`rows` are all of the document's figures, in reading order."""
        super().__init__()
        self._rows = rows
        self._shown: list[Row] = []
        self._query = ""

    def compose(self) -> ComposeResult:
        """Field, list, count."""
        with Vertical(id="dialog"):
            yield Field(placeholder=_("figure, subject or words of the sentence"), compact=True)
            yield OptionList(markup=False, compact=True)
            yield Static(id="hint", markup=False)

    def on_mount(self) -> None:
        """All figures, until something is typed."""
        self.set_focus(self.query_one(Input))
        self._filter("")

    @on(Input.Changed)
    def _type(self, event: Input.Changed) -> None:
        self._filter(event.value)

    def _filter(self, query: str) -> None:
        self._query = query
        self._shown = matching(self._rows, query)
        options = self.query_one(OptionList)
        options.set_options([Option(_line(row)) for row in self._shown[:_MOST_SHOWN]])
        options.highlighted = 0 if self._shown else None
        count = f"{len(self._shown)}/{len(self._rows)}"
        hint = f"{count}   {_('enter go there    esc close')}" if self._shown else _("no figure")
        self.query_one("#hint", Static).update(hint)

    def action_highlight(self, by: int) -> None:
        """Choose another row while the field keeps the keyboard."""
        options = self.query_one(OptionList)
        if self._shown:
            at = options.highlighted or 0
            options.highlighted = min(max(at + by, 0), options.option_count - 1)

    @on(Input.Submitted)
    def _choose(self, event: Input.Submitted) -> None:
        """Go to the figure that is highlighted, whatever was typed after Enter."""
        if event.value != self._query:
            self._filter(event.value)
        highlighted = self.query_one(OptionList).highlighted
        if highlighted is not None:
            self.dismiss(self._shown[highlighted].metric)

    @on(OptionList.OptionSelected)
    def _click(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._shown[event.option_index].metric)


def _line(row: Row) -> Text:
    """One line: figure, what it measures, where it stands, its sentence as far as there is room."""
    return Text.assemble(
        (_column(row.surface, _SURFACE), "bold"),
        _column(row.metric.subject, _SUBJECT),
        (f"{_column(row.locator, _PLACE)}{row.sentence}", "dim"),
        no_wrap=True,
    )


def _column(text: str, width: int) -> str:
    shown = cut(text, width - 2)
    return shown + " " * (width - cell_len(shown))
