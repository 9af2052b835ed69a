"""Find a figure by typing a part of it, of what it measures, or of its sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Input, Static

from core.document import Document
from core.folding import searchable
from core.lookup import KINDS, ORDERS, Lookup, Row
from tui import clipboard, messages
from tui.language import _
from tui.screens.picking import PickingScreen
from tui.stated import cited
from tui.widgets.fields import Field
from tui.widgets.figure_list import FigureList

if TYPE_CHECKING:
    from tui.app import PiyueApp


class FiguresScreen(PickingScreen[Row | None]):
    """A field and the figures that match all words in it; Enter chooses one."""

    CSS_PATH = "dialogs.tcss"  # not with the app's: the first frame does not wait for it
    app: PiyueApp
    BINDINGS = [
        Binding("ctrl+s", "order", priority=True),
        Binding("ctrl+y", "copy", priority=True),
    ]

    def __init__(self, document: Document, lookup: Lookup) -> None:
        """`lookup` knows all figures of the document."""
        super().__init__()
        self._document = document
        self._lookup = lookup
        self._all = len(lookup.matching(""))
        self._order = ORDERS[0]
        self._query: str | None = None  # the one whose figures are shown

    def compose(self) -> ComposeResult:
        """Field, list, count, what can be typed and pressed."""
        with Vertical(id="dialog"):
            yield Field(
                placeholder=_("figure, subject, sentence, or pinyin initials"), compact=True
            )
            yield FigureList(self._document)
            yield Static(id="count", markup=False)
            yield Static(_keys(), id="hint", markup=False)

    @on(Input.Changed)
    def _type(self, event: Input.Changed) -> None:
        if event.value == event.input.value:  # else more was typed meanwhile
            self._show(event.value)

    def _show(self, query: str) -> None:
        """Show the figures that match, unless these are shown already."""
        query = " ".join(query.split())
        if query == self._query:
            return
        self._query = query
        found = self._lookup.matching(query, self._order)
        words = [
            word
            for word in searchable(query).split()
            if word not in KINDS and not word.startswith("#")
        ]
        self.query_one(FigureList).show(found, words=words, otherwise=_("no figure"))
        self.query_one("#count", Static).update(
            f"{len(found)}/{max(self._all, len(found))}   {_in_words(self._order)}", layout=False
        )

    def action_order(self) -> None:
        """Order the rows in the next way."""
        self._order = ORDERS[(ORDERS.index(self._order) + 1) % len(ORDERS)]
        query, self._query = self.query_one(Input).value, None
        self._show(query)

    def action_copy(self) -> None:
        """Copy what is highlighted with its source, and stay."""
        self._show(self.query_one(Input).value)
        row = self.query_one(FigureList).highlighted
        if row is not None:
            self._copy(cited(self._document, row))

    @work(thread=True, group="clipboard")
    def _copy(self, text: str) -> None:
        self.post_message(messages.Told(clipboard.copy(self.app, text)))

    @on(messages.Told)
    def _hear(self, event: messages.Told) -> None:
        self.query_one("#count", Static).update(event.text, layout=False)

    @on(Input.Submitted)
    def _choose(self, event: Input.Submitted) -> None:
        """Go to the figure that is highlighted, whatever was typed after Enter."""
        self._show(event.value)
        row = self.query_one(FigureList).highlighted
        if row is not None:
            self._answer(row)

    @on(FigureList.Chosen)
    def _click(self, event: FigureList.Chosen) -> None:
        self._answer(event.row)

    def _answer(self, row: Row) -> None:
        """Close with what was chosen; a second Enter or click may come before it is closed."""
        if self.is_current:
            self.dismiss(row)


def _in_words(order: str) -> str:
    """The order, as the reviewer reads it, with the key that changes it."""
    names = {
        "best": _("best first"),
        "place": _("by place"),
        "value": _("by value"),
        "kind": _("by kind"),
    }
    return f"{names[order]} (ctrl+s)"


def _keys() -> str:
    typed = _("also: %  元  #rank  #first  #check")
    pressed = _("enter go there    ctrl+y copy    esc close")
    return f"{typed}\n{pressed}"
