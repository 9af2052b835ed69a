"""The library on the screen: all documents with their progress, and a search through them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.getters import query_one
from textual.message import Message
from textual.widgets import Static

from store.errors import StoreError
from tui import messages
from tui.actions import LIBRARY_ACTIONS, bindings
from tui.everywhere import Everywhere, Hit
from tui.hints import Hint, hints
from tui.keymap import sign
from tui.language import _, explained
from tui.narration import printable
from tui.opening import Desk
from tui.screens.keyed import KeyedScreen
from tui.screens.searching_all import SearchingAll
from tui.shelf import ORDERS, Register, Shelved, shelf
from tui.widgets.library_rows import drawn, header
from tui.widgets.lines import KeyLine
from tui.widgets.row_list import RowList
from tui.wrapping import cut

if TYPE_CHECKING:
    from tui.config import Config
    from tui.widgets.prompt import Prompt

_MESSAGE_STAYS = 6.0  # seconds


@dataclass
class _Read(Message):
    """The library was read; `trouble` says why not."""

    documents: list[Shelved]
    register: Register
    trouble: str = ""


@dataclass
class _Found(Message):
    """A search found something in one document; without hits it is done."""

    search: Everywhere
    hits: list[Hit]


class LibraryScreen(KeyedScreen[None]):
    """Lists documents or, while a search is on, what it found; all that is slow is in workers."""

    CSS_PATH = "library.tcss"  # not with the app's: most begin with a document
    AUTO_FOCUS = "RowList"
    TABLE = LIBRARY_ACTIONS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(LIBRARY_ACTIONS)]

    rows = query_one(RowList)

    def __init__(
        self, desk: Desk, config: Config | None = None, imports: Sequence[Path] = ()
    ) -> None:
        """`imports` are files and folders to be brought in first."""
        super().__init__()
        self._desk = desk
        self._imports = imports
        self._documents: list[Shelved] | None = None  # None while they are read
        self._register = Register([])
        self._order = ORDERS[0]
        self._query = ""
        self._shown: list[Shelved] = []
        self._searching = SearchingAll(self, desk.library, config.terms if config else ())
        self._wanted = ""  # the id of a document to highlight once it is listed
        self._trouble = ""
        self._message = ""
        self._prompt: Prompt | None = None  # made when first needed

    def compose(self) -> ComposeResult:
        """A heading, the names of the columns, the list, a line that tells, and the keys."""
        yield Static(id="head", markup=False)
        yield Static(id="columns", markup=False)
        yield RowList(drawn, id="list")
        yield Static(id="said", markup=False)
        shown = (one for one in LIBRARY_ACTIONS if one.footer)
        self._hints = [Hint(self.sign(one.id), _(one.label), one.id) for one in shown]
        yield KeyLine(self._hints, id="keys")

    def sign(self, action: str) -> str:
        """The key in force for an action, as it is shown."""
        return sign(self.app.keys, action)

    def on_mount(self) -> None:
        """Say what is going on until the library is read."""
        self._show()
        if self._imports:
            self._import(self._imports)

    def on_screen_resume(self) -> None:
        """Read the library again: a review may have grown meanwhile."""
        self._read()

    def on_unmount(self) -> None:
        """Let no search go on that nobody waits for."""
        self._searching.end()

    def on_resize(self) -> None:
        """Fit the heading and the columns."""
        self.call_after_refresh(self.describe)

    # Listing

    @work(thread=True, exclusive=True, group="library")
    def _read(self) -> None:
        try:
            found = shelf(self._desk.library, self._desk.reviewer)
        except StoreError as error:
            self.post_message(_Read([], Register([]), explained(str(error))))
            return
        register = Register(found)
        self.post_message(_Read(found, register))
        register.prepare()

    @on(_Read)
    def _keep(self, event: _Read) -> None:
        self._documents, self._register = event.documents, event.register
        self._trouble = event.trouble
        if not self._searching.is_on:
            self._show()
        else:
            self.describe()

    def _show(self, *, from_top: bool = False) -> None:
        """Show the documents; the one that was highlighted stays it unless `from_top`."""
        current = self.rows.highlighted
        at = current.id if isinstance(current, Shelved) else ""
        if isinstance(current, Hit):
            at = current.document.id
        wanted = self._wanted or ("" if from_top else at)
        found = sorted(self._register.matching(self._query), key=self._order.key)
        place = next((one for one in found if one.id == wanted), None)
        self._wanted = "" if place else self._wanted
        self._shown = found
        self.rows.show(found, at=place, otherwise=self._otherwise())
        self.describe()

    def _otherwise(self) -> list[str]:
        """What is said where no document is listed."""
        if self._documents is None:
            return [_("reading the library …")]
        if self._trouble:
            return [printable(self._trouble)]
        if self._documents:
            return [_("no document fits the filter"), _("{} shows all").format(self.sign("all"))]
        imports = _("{} imports files or folders").format(self.sign("import"))
        return [_("the library is empty"), imports, str(self._desk.library)]

    def describe(self) -> None:
        """Bring heading, columns, the line that tells and the keys up to date."""
        width = self.size.width
        head = [f"{_('Library')}  {self._desk.reviewer}"]
        if self._searching.is_on:
            head.append(_("search: {}").format(self._searching.query))
        elif self._query:
            head.append(_("filter: {}").format(self._query))
        self.query_one("#head", Static).update(
            Text(f" {cut(printable('  |  '.join(head)), max(0, width - 2))} ", "bold"), layout=False
        )
        names = "" if self._searching.is_on else "".join(text for text, _style in header(width - 3))
        columns = self.query_one("#columns", Static)
        columns.display = bool(self._shown) and not self._searching.is_on
        columns.update(Text(f"  {names}", no_wrap=True, overflow="crop"), layout=False)
        is_asking = self._prompt is not None and self._prompt.display
        keys = hints("question", self.app.keys) if is_asking else self._hints
        self.query_one("#keys", KeyLine).show(keys)
        said = self._message or self._state()
        self.query_one("#said", Static).update(
            Text(f" {cut(said, max(0, width - 2))}"), layout=False
        )

    def _state(self) -> str:
        if self._searching.is_on:
            return self._searching.state()
        if self._documents is None or not self._documents:
            return ""
        shown, total = len(self._shown), len(self._documents)
        order = _order_name(self._order.name)
        counted = f"{shown:,}/{total:,}" if self._query else f"{total:,}"
        return "  |  ".join([_("documents: {}").format(counted), _("sorted by {}").format(order)])

    def tell(self, text: str) -> None:
        """Show a message for a while."""
        self._message = printable(explained(self._without_folder(text)))
        self.describe()
        if text:
            self.set_timer(_MESSAGE_STAYS, partial(self._forget, self._message))

    def _without_folder(self, message: str) -> str:
        """What was said, a file of the library by its name alone: that of its folder is long."""
        inside = message.removeprefix(f"{self._desk.library}{os.sep}")
        return message if inside == message else inside.partition(os.sep)[2]

    def _forget(self, message: str) -> None:
        if self._message == message:
            self._message = ""
            self.describe()

    @on(messages.Told)
    def _hear(self, event: messages.Told) -> None:
        self.tell(event.text)

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing before the list is there; while a question is asked, keys are its answer."""
        return self.is_mounted and (self._prompt is None or not self._prompt.display)

    @on(KeyLine.Chosen)
    async def _click(self, event: KeyLine.Chosen) -> None:
        await self.run_action(event.action)

    def action_move(self, by: int) -> None:
        """To a neighbouring line."""
        self.rows.step(by)

    def action_page(self, pages: float) -> None:
        """Some pages on or back."""
        self.rows.page(pages)

    def action_first(self) -> None:
        """To the first line."""
        self.rows.end(-1)

    def action_last(self) -> None:
        """To the last line."""
        self.rows.end(1)

    @on(RowList.Chosen)
    async def _open_clicked(self) -> None:
        await self.action_choose()

    async def action_choose(self) -> None:
        """Open the document, or go to the hit."""
        row = self.rows.highlighted
        if isinstance(row, Shelved):
            await self._open(row, None)
        elif isinstance(row, Hit):
            await self._open(row.document, row.start)

    async def _open(self, document: Shelved, at: int | None) -> None:
        await self.app.open_kept(self._desk.reopen(document.id, document.path, at))

    def action_sort(self) -> None:
        """Sort by the next column."""
        if not self._searching.is_on:
            self._order = ORDERS[(ORDERS.index(self._order) + 1) % len(ORDERS)]
            self._show(from_top=True)

    async def action_filter(self) -> None:
        """Show only what fits, as one types; Enter keeps it, Escape shows all again."""
        if self._searching.is_on:
            self._searching.end()
            self._show()

        def change(query: str) -> None:
            self._query = query
            self._show(from_top=True)

        def leave() -> None:
            change("")
            self.rows.focus()

        prompt = await self._question()
        prompt.ask(_("Filter"), self._query, answered=self._focus_rows, changed=change, left=leave)
        self.describe()

    async def action_search_all(self) -> None:
        """Ask for words and look for them in all documents that are shown."""

        def answer(query: str) -> None:
            self._focus_rows()
            if query.strip():
                self._find(self._searching.begin(self._shown, query.strip()))

        prompt = await self._question()
        prompt.ask(
            _("Search all documents"),
            answered=answer,
            left=self._focus_rows,
            former=self._searching.former,
        )
        self.describe()

    def _focus_rows(self, _answer: str = "") -> None:
        self.rows.focus()
        self.describe()

    async def _question(self) -> Prompt:
        from tui.widgets.prompt import Prompt  # noqa: PLC0415 (not before the first frame)

        if self._prompt is None:
            self._prompt = Prompt()
            await self.mount(self._prompt, before="#said")
        return self._prompt

    def action_all(self) -> None:
        """Stop a search, leave its hits, or show all documents again: one after the other."""
        if self._searching.goes_on:
            self._searching.stop()
        elif self._searching.is_on:
            self._searching.end()
            self._show()
        elif self._query:
            self._query = ""
            self._show()

    async def action_import(self) -> None:
        """Ask for files and folders and bring them in."""
        self._import(())

    def _import(self, paths: Sequence[Path]) -> None:
        from tui.screens.importing import ImportScreen  # noqa: PLC0415

        def answer(document_id: str | None) -> None:
            if document_id:
                self._searching.end()
                self._query, self._order, self._wanted = "", ORDERS[0], document_id

        self.app.push_screen(ImportScreen(self._desk.library, paths), answer)

    async def action_ledger(self) -> None:
        """One's follow-ups in all documents; choose one and go there."""
        from tui.screens.entrusting import OfLibrary  # noqa: PLC0415 (not before the first frame)
        from tui.screens.ledger import LedgerScreen  # noqa: PLC0415

        await self.app.push_screen(LedgerScreen(OfLibrary(self._desk), desk=self._desk))

    def action_quit(self) -> None:
        """Leave the app."""
        self._searching.end()
        self.app.exit()

    # Searching all documents

    @work(thread=True, group="search")
    def _find(self, search: Everywhere) -> None:
        for hits in search.hits():
            self.post_message(_Found(search, hits))
        self.post_message(_Found(search, []))

    @on(_Found)
    def _add(self, event: _Found) -> None:
        self._searching.add(event.search, event.hits)


def _order_name(name: str) -> str:
    """The name of an order in the language in use."""
    return {
        "newest": _("newest"),
        "last opened": _("last opened"),
        "title": _("Title"),
        "issuer": _("Issuer"),
        "progress": _("progress"),
        "marks": _("Marks"),
    }[name]
