"""Choose last year's document from the library: type a part of its title, Enter chooses."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Static

from tui.language import _
from tui.screens.picking import PickingScreen
from tui.shelf import Register, Shelved
from tui.widgets.fields import Field
from tui.widgets.library_rows import drawn
from tui.widgets.row_list import RowList


class ChoosingYearScreen(PickingScreen[str | None]):
    """Its answer is the id of a document."""

    CSS_PATH = ["dialogs.tcss", "library.tcss", "years.tcss"]

    def __init__(self, documents: Sequence[Shelved], likely: Collection[str]) -> None:
        """`likely` are the ids of those that seem to be the one; they come first."""
        super().__init__()
        self._documents = sorted(documents, key=lambda one: one.id not in likely)
        self._likely = likely
        self._register = Register(self._documents)

    def compose(self) -> ComposeResult:
        """What is asked, the field, the documents, what can be pressed."""
        with Vertical(id="dialog"):
            yield Static(_("Which is last year's document?"), id="title", markup=False)
            yield Field(placeholder=_("title, issuer, path, or pinyin initials"), compact=True)
            yield RowList(drawn)
            yield Static(_("enter compare    esc close"), id="hint", markup=False)

    def on_mount(self) -> None:
        """Learn meanwhile how the titles are spelled."""
        self.run_worker(self._learn())

    async def _learn(self) -> None:
        await asyncio.to_thread(self._register.prepare)
        self._show(self.query_one(Input).value)

    @on(Input.Changed)
    def _type(self, event: Input.Changed) -> None:
        self._show(event.value)

    def _show(self, query: str) -> None:
        """Show what matches, under headings what is likely and what else there is."""
        found = self._register.matching(query) if query.strip() else self._documents
        rows = self.query_one(RowList)
        likely = [one for one in found if one.id in self._likely]
        others = [one for one in found if one.id not in self._likely]
        lines: list[Shelved | str] = list(others)
        if likely:
            lines = [_("one year earlier, it seems"), *likely]
            lines += [_("other documents"), *others] if others else []
        rows.show(lines, at=rows.highlighted, otherwise=[_("no such document")])

    @on(Input.Submitted)
    def _submit(self, event: Input.Submitted) -> None:
        self._show(event.value)
        self._answer()

    @on(RowList.Chosen)
    def _answer(self) -> None:
        """Close with what was chosen; a second Enter or click may come before it is closed."""
        chosen = self.query_one(RowList).highlighted
        if isinstance(chosen, Shelved) and self.is_current:
            self.dismiss(chosen.id)
