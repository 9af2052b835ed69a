"""Find an action by typing a part of its name, in Chinese, English or pinyin, or its key."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Sequence

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Static

from core.pinyin import Pinyin
from tui.actions import ACTIONS, Action
from tui.keymap import Keys, signs
from tui.language import _
from tui.naming import matching, names, spelling
from tui.screens.picking import PickingScreen
from tui.widgets.fields import Field
from tui.widgets.line_list import Piece
from tui.widgets.row_list import RowList
from tui.wrapping import column, cut

_LABEL = 24  # cells of the name of an action
_WITH_HELP = 52  # cells from which there is room for the help too


class PaletteScreen(PickingScreen[str | None]):
    """A field and the actions that match all words in it; Enter does one, by its id."""

    CSS_PATH = [
        "dialogs.tcss",
        "library.tcss",
    ]  # not with the app's: the first frame does not wait for it

    def __init__(self, keys: Keys, actions: Iterable[Action] = ACTIONS) -> None:
        """`keys` are those in force, shown beside the `actions`."""
        super().__init__()
        self._keys = keys
        self._names = [one for one in names(keys, actions) if one.action.id != "palette"]
        self._pinyin: Pinyin | None = None
        self._wanted = False  # Enter was pressed on what may be pinyin, before that was known
        self._found: Sequence[Action] = ()

    def compose(self) -> ComposeResult:
        """Field, list, what can be pressed."""
        with Vertical(id="dialog"):
            yield Field(placeholder=_("name, pinyin initials or key"), compact=True)
            yield RowList(self._row)
            yield Static(_("enter do it    esc close"), id="hint", markup=False)

    def on_mount(self) -> None:
        """Learn meanwhile how the actions are spelled."""
        self.run_worker(self._learn())

    async def _learn(self) -> None:
        self._pinyin = await asyncio.to_thread(spelling, self._names)
        self._show(self.query_one(Input).value)
        if self._wanted:
            self._answer()

    @on(Input.Changed)
    def _type(self, event: Input.Changed) -> None:
        self._wanted = False
        self._show(event.value)

    def _show(self, query: str) -> None:
        """Show the actions that match; the best is highlighted, unless the same are shown."""
        found = matching(query, self._names, self._pinyin)
        if found != self._found or not found:
            self._found = found
            self.query_one(RowList).show(found, otherwise=[_("no such action")])

    @on(Input.Submitted)
    def _choose(self, event: Input.Submitted) -> None:
        """Do what is highlighted, found by what was typed until Enter."""
        self._show(event.value)
        self._wanted = not self._found and self._pinyin is None
        self._answer()

    @on(RowList.Chosen)
    def _answer(self) -> None:
        """Close with what was chosen; a second Enter or click may come before it is closed."""
        chosen = self.query_one(RowList).highlighted
        if isinstance(chosen, Action) and self.is_current:
            self.dismiss(chosen.id)

    def _row(self, action: Action, width: int) -> Iterator[Piece]:
        """Name, what it does where there is room, and the keys at the right."""
        keys = " ".join(signs(self._keys, action.id))
        room = max(0, width - cell_len(keys) - 1)
        if width < _WITH_HELP:
            yield column(_(action.label), room), ""
        else:
            yield column(cut(_(action.label), _LABEL - 1), _LABEL), ""
            yield column(_(action.help), room - _LABEL), "muted"
        yield f" {keys}", "title"
