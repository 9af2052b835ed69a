"""The ledger on the screen: follow-ups by due date, with unit, status and evidence to edit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar, TypeAlias

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.getters import query_one
from textual.message import Message
from textual.widgets import Static

from core.ledger import STATUSES, Task, TaskError, checked, due_date
from tui import messages, tasks
from tui.actions import LEDGER_ACTIONS, bindings
from tui.hints import Hint
from tui.keymap import sign
from tui.language import _, explained
from tui.narration import printable
from tui.screens.entrusting import News, OfDocument, OfLibrary
from tui.screens.keyed import KeyedScreen
from tui.tasks import EVERY, Edit, FollowUp, counted, kind_name, of_kind
from tui.widgets.ledger_list import LATE, LedgerList, header, in_full
from tui.widgets.lines import KeyLine
from tui.widgets.row_list import RowList
from tui.wrapping import cut

if TYPE_CHECKING:
    from tui.opening import Desk
    from tui.widgets.prompt import Prompt

Answer: TypeAlias = Callable[[str], None]

_MESSAGE_STAYS = 6.0  # seconds
_HIGH = 18  # lines from which there is room for what is said of a follow-up in full


@dataclass
class _Reported(Message):
    """The thread of a library's ledger has news."""

    news: News


class LedgerScreen(KeyedScreen[FollowUp | None]):
    """Lists the follow-ups of a document, or of a library; its answer is the one to go to."""

    CSS_PATH = ["library.tcss", "ledger.tcss"]
    AUTO_FOCUS = "LedgerList"
    VERTICAL_BREAKPOINTS = [(0, "-low"), (_HIGH, "-high")]
    TABLE = LEDGER_ACTIONS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(LEDGER_ACTIONS)]

    rows = query_one(LedgerList)

    def __init__(
        self, book: OfDocument | OfLibrary, title: str = "", desk: Desk | None = None
    ) -> None:
        """`title` is of the document; with a `desk`, that of a library, documents open from it."""
        super().__init__()
        self._book = book
        self._title = title
        self._desk = desk
        self._kind = EVERY
        self._message = ""
        self._prompt: Prompt | None = None  # made when first needed
        self._described: FollowUp | None = None
        self._has_left = False  # for a document, which may change its follow-ups

    def compose(self) -> ComposeResult:
        """A heading, counts by status, the list, one follow-up in full, what is told, the keys."""
        yield Static(id="head", markup=False)
        yield KeyLine(id="counts")
        yield Static(id="columns", markup=False)
        yield LedgerList(titled=self._book.is_titled, id="list")
        yield Static(id="whole", markup=False)
        yield Static(id="said", markup=False)
        yield KeyLine(self._hints(), id="keys")

    def _hints(self) -> list[Hint]:
        signs = [sign(self.app.keys, f"state('{one.id}')") for one in STATUSES]
        shown = (one for one in LEDGER_ACTIONS if one.footer and one.group == "Ledger")
        named = {one.id: _(one.label) for one in shown}
        named |= {"undo": _("undo"), "help": _("help"), "leave": _("close")}
        return [
            Hint(f"{signs[0]}–{signs[-1]}", _("Status")),
            *(Hint(sign(self.app.keys, name), label, name) for name, label in named.items()),
        ]

    def on_mount(self) -> None:
        """Have everything read, or show it."""
        self._book.begin(lambda news: self.post_message(_Reported(news)))
        self.renew()

    def on_screen_resume(self) -> None:
        """Read the library again after a document was open."""
        if self._has_left:
            self._has_left = False
            self._book.begin(lambda news: self.post_message(_Reported(news)))
            self.describe()

    def on_resize(self) -> None:
        """Fit heading, columns and what is said of a follow-up."""
        self.call_after_refresh(self.describe)

    @on(_Reported)
    def _settle(self, event: _Reported) -> None:
        assert isinstance(self._book, OfLibrary)
        self._book.settle(event.news)
        if event.news.said:
            self.tell(event.news.said)
        if event.news.total:
            self.describe()
        else:
            self.renew()

    # Showing

    def renew(self) -> None:
        """Show the follow-ups as they are now."""
        now = tasks.today()
        every = self._book.rows()
        counts = counted(every, now)
        if self._kind not in counts:
            self._kind = EVERY
        self._counts = counts
        self.query_one("#counts", KeyLine).show(
            [
                Hint(f"[{count}]" if kind == self._kind else f" {count}", _labelled(kind))
                for kind, count in counts.items()
            ]
        )
        self.rows.renew(of_kind(every, self._kind, now), now, self._otherwise())
        self.describe()

    def _otherwise(self) -> list[str]:
        """What is said where there is none."""
        if self._book.state not in {_("saved"), _("saving")}:
            return [self._book.state]
        key = sign(self.app.keys, "tag('follow-up')")
        return [_("no follow-up yet; {} in a document makes one").format(key)]

    def describe(self) -> None:
        """Bring heading, columns, the follow-up in full and the line that tells up to date."""
        width = self.size.width
        head = [_("Ledger")]
        if self._title:
            head.append(self._title)
        if self._kind != EVERY:
            head.append(kind_name(self._kind))
        self._put("#head", cut(printable("  |  ".join(head)), max(0, width - 2)), "bold")
        self._put("#columns", f" {header(width - 3, titled=self._book.is_titled)}")
        row = self.rows.highlighted
        self._described = row if isinstance(row, FollowUp) else None
        self.query_one("#columns").display = row is not None
        whole = self.query_one("#whole", Static)
        whole.update(in_full(self._described, width - 2) if self._described else "")
        self._put("#said", cut(self._message or self._book.state, max(0, width - 2)))

    def _put(self, part: str, text: str, style: str = "") -> None:
        line = Text(f" {text}", style, no_wrap=True, overflow="crop")
        self.query_one(part, Static).update(line, layout=False)

    def tell(self, text: str) -> None:
        """Show a message for a while."""
        self._message = printable(text)
        self.describe()
        if text:
            self.set_timer(_MESSAGE_STAYS, partial(self._forget, self._message))

    def _forget(self, message: str) -> None:
        if self._message == message:
            self._message = ""
            self.describe()

    @on(messages.Told)
    def _hear(self, event: messages.Told) -> None:
        self.tell(event.text)

    # Moving

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While a question is asked, keys are its answer."""
        return self._prompt is None or not self._prompt.display

    @on(KeyLine.Chosen)
    async def _click(self, event: KeyLine.Chosen) -> None:
        await self.run_action(event.action)

    def action_move(self, by: int) -> None:
        """To a neighbouring line."""
        self.rows.step(by)
        self.describe()

    def action_page(self, pages: float) -> None:
        """Some pages on or back."""
        self.rows.page(pages)
        self.describe()

    def action_first(self) -> None:
        """To the first line."""
        self.rows.end(-1)
        self.describe()

    def action_last(self) -> None:
        """To the last line."""
        self.rows.end(1)
        self.describe()

    @on(RowList.Chosen)
    async def _clicked(self) -> None:
        """The first click shows a follow-up in full, a second goes to its measure."""
        if self.rows.highlighted is self._described:
            await self.action_visit()
        else:
            self.describe()

    def action_kind(self, by: int) -> None:
        """Show those of the next status that there is, then of the one before the first: all."""
        kinds = list(self._counts)
        self._kind = kinds[(kinds.index(self._kind) + by) % len(kinds)]
        self.renew()

    async def action_visit(self) -> None:
        """To the measure in the text."""
        row = self._described
        if row is None:
            return
        if self._desk is None:
            self._leave(row)
            return
        self._has_left = True
        await self.app.open_kept(self._desk.reopen(row.document, row.source, row.start))

    async def action_leave(self) -> None:
        """Back to the document or the library, once everything is saved."""
        await self.app.in_background(self._book.end)
        self._leave(None)

    def _leave(self, answer: FollowUp | None) -> None:
        if self.is_current:  # a second key may come before it is closed
            self.dismiss(answer)

    # Editing

    def _change(self, edit: Edit) -> None:
        if self._described:
            self._message = ""
            self._book.change(self._described, edit)
            self.renew()

    async def action_state(self, status: str) -> None:
        """Another status; where something must show it and nothing does, ask what."""
        row = self._described
        if row is None:
            return
        edit = tasks.status(status)
        try:
            checked(edit.of(row.task))
        except TaskError:
            asked = _("{}: evidence").format(kind_name(status))
            await self._ask(asked, "", partial(self._settle_status, status))
        else:
            self._change(edit)

    def _settle_status(self, status: str, shown: str) -> None:
        edit = tasks.status(status, shown)
        if self._described and edit.of(self._described.task).evidence:
            self._change(edit)
        else:
            self.tell(_("needs evidence; the status is as it was"))

    async def action_unit(self) -> None:
        """Ask who is responsible."""
        await self._ask_of(_("responsible unit"), lambda task: task.unit, self._set_unit)

    def _set_unit(self, name: str) -> None:
        self._change(tasks.unit(name))

    async def action_due(self) -> None:
        """Ask for the due date."""
        await self._ask_of(_("due date"), lambda task: task.due, self._set_due)

    def _set_due(self, typed: str) -> None:
        try:
            date = due_date(typed)
        except TaskError as error:
            self.tell(_("{} (as in 2025-6-30 or 20250630)").format(explained(str(error))))
            self._ask_again(_("due date"), typed, self._set_due)
        else:
            self._change(tasks.due(date))

    async def action_evidence(self) -> None:
        """Ask for one more piece of evidence."""
        if self._described:
            await self._ask(_("evidence"), "", self._add_evidence)

    def _add_evidence(self, shown: str) -> None:
        if shown.strip():
            self._change(tasks.evidence(shown))

    async def action_all_evidence(self) -> None:
        """List the evidence, to take some of it off."""
        from tui.screens.evidence import EvidenceScreen  # noqa: PLC0415 (seldom)

        def answer(shown: str | None) -> None:
            if shown is None or self._described is None:
                return
            edit = tasks.without_evidence(shown)
            try:
                checked(edit.of(self._described.task))
            except TaskError:
                self.tell(_("{}: needs evidence").format(kind_name(self._described.task.status)))
            else:
                self._change(edit)

        if self._described is None:
            return
        if not self._described.task.evidence:
            self.tell(_("no evidence yet"))
            return
        await self.app.push_screen(EvidenceScreen(self._described.task.evidence), answer)

    async def action_past(self) -> None:
        """List who changed what of the follow-up and when."""
        from tui.screens.listing import ListingScreen  # noqa: PLC0415 (seldom)

        row = self._described
        if row is None:
            return
        changes: list[str] = []
        await self.app.in_background(lambda: changes.extend(self._book.past(row)))
        await self.app.push_screen(ListingScreen(_("history"), changes))

    async def _ask_of(self, label: str, value: Callable[[Task], str], answer: Answer) -> None:
        if self._described:
            await self._ask(label, value(self._described.task), answer)

    async def _ask(self, label: str, value: str, answer: Answer) -> None:
        """Ask for a line of text about the highlighted follow-up."""
        from tui.widgets.prompt import Prompt  # noqa: PLC0415 (not before the first frame)

        if self._prompt is None:
            self._prompt = Prompt()
            await self.mount(self._prompt, before="#said")
        self._ask_again(label, value, answer)

    def _ask_again(self, label: str, value: str, answer: Answer) -> None:
        prompt = self._prompt
        assert prompt

        def leave() -> None:
            self._message = ""
            self.rows.focus()
            self.describe()

        def answered(text: str) -> None:
            answer(text)
            if not prompt.display:  # else the answer would not do, and the field is still there
                self.rows.focus()

        prompt.ask(label, value, answered=answered, left=leave)

    def action_undo(self) -> None:
        """Take back the last change."""
        self._book.undo()
        self.describe()

    def action_redo(self) -> None:
        """Repeat what was taken back."""
        self._book.redo()
        self.describe()


def _labelled(kind: str) -> str:
    """The name of a kind, with the sign that stands for it in the list."""
    return f"{LATE} {kind_name(kind)}" if kind == tasks.OVERDUE else kind_name(kind)
