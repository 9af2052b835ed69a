"""Show this year against last year: promises, figures, wording, weaknesses, ledger."""

from __future__ import annotations

from asyncio import CancelledError
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from rich.text import Text
from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.getters import query_one
from textual.message import Message
from textual.widgets import Static

from core.links import KEPT, SILENT
from core.series import ORDERS
from tui import messages
from tui.actions import YEARS_ACTIONS, bindings
from tui.exporting import ExportError, StoppedError
from tui.hints import Hint
from tui.keymap import sign
from tui.language import _, explained
from tui.narration import printable
from tui.opening import OpenError, StoreError
from tui.screens.keyed import KeyedScreen
from tui.widgets.lines import KeyLine
from tui.widgets.row_list import RowList
from tui.widgets.years_list import YearsList, header, in_full
from tui.wrapping import cut
from tui.year_parts import parts, redecided
from tui.year_rows import Part, Row
from tui.years import Holding, suggested_name, write

if TYPE_CHECKING:
    from core.yearly import Comparison
    from tui.screens.last_year import LastYear
    from tui.session import Session
    from tui.widgets.prompt import Prompt

_INTERVAL = 0.1  # seconds between two looks at how far it is
_MESSAGE_STAYS = 6.0  # seconds
_HIGH = 20  # lines from which there is room for what a row says in full


@dataclass
class _Compared(Message):
    """The comparison is there, with last year's review, or `trouble` says why not.

    Neither: it was stopped.
    """

    found: tuple[Comparison, Session] | None
    trouble: str = ""


class YearsScreen(KeyedScreen[int | str | None]):
    """Compares in a worker, then lists; its answer is a measure to go to, or ANOTHER."""

    ANOTHER = "another"
    CSS_PATH = ["library.tcss", "years.tcss"]
    AUTO_FOCUS = "YearsList"
    VERTICAL_BREAKPOINTS = [(0, "-low"), (_HIGH, "-high")]
    TABLE = YEARS_ACTIONS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(YEARS_ACTIONS)]

    rows = query_one(YearsList)

    def __init__(self, book: LastYear) -> None:
        """`book` keeps what was found, and where one was in it."""
        super().__init__()
        self._book = book
        self._parts: list[Part] = []
        self._answer = 0  # which of the measures of the row is shown first
        self._described: Row | None = None
        self._job: Holding | None = None
        self._message = ""
        self._trouble = ""
        self._prompt: Prompt | None = None  # made when first needed

    def compose(self) -> ComposeResult:
        """A heading, the parts, the columns, the list, a row in full, what is told, the keys."""
        yield Static(id="head", markup=False)
        yield Static(id="parts", markup=False)
        yield Static(id="summary", markup=False)
        yield Static(id="columns", markup=False)
        yield YearsList(id="list")
        yield Static(id="whole", markup=False)
        yield Static(id="said", markup=False)
        yield KeyLine(self._hints(), id="keys")

    def _hints(self) -> list[Hint]:
        keys = self.app.keys
        shown = {one.id: _(one.label) for one in YEARS_ACTIONS if one.footer and one.id != "undo"}
        shown |= {"help": _("help"), "close_years": _("close")}
        ends = (sign(keys, f"decide('{verdict}')") for verdict in (KEPT, SILENT))
        return [
            Hint("–".join(ends), _("decide")),
            *(Hint(sign(keys, name), label, name) for name, label in shown.items()),
        ]

    def on_mount(self) -> None:
        """Show what was found before, or compare now."""
        if self._book.found:
            self._parts = parts(self._book.found, self._book.order)
            self._renew()
        else:
            self._job = self._book.job()
            self._compare(self._job)
            self._looking = self.set_interval(_INTERVAL, self._show_progress)
            self._show_progress()

    def on_resize(self) -> None:
        """Fit everything to the width."""
        self.call_after_refresh(self._describe)

    def on_unmount(self) -> None:
        """Let no comparing go on that nobody waits for."""
        if self._job:
            self._job.stop()

    # Comparing

    @work(thread=True, group="years")
    def _compare(self, job: Holding) -> None:
        try:
            ended = _Compared(self._book.compare(job))
        except (StoppedError, CancelledError):
            ended = _Compared(None)
        except (OpenError, StoreError) as error:
            ended = _Compared(None, str(error))
        self.post_message(ended)

    @on(_Compared)
    def _settle(self, event: _Compared) -> None:
        self._job = None
        self._looking.stop()
        if event.found:
            self._book.keep(*event.found)
            self._parts = parts(event.found[0], self._book.order)
            self._renew()
        else:
            self._trouble = explained(event.trouble)
            self._show_progress()

    def _show_progress(self) -> None:
        done = self._job.share_done if self._job else 0.0
        said = self._trouble or _("comparing … {:.0%}    esc stops").format(done)
        self.rows.show([], otherwise=[printable(said)])
        self._describe()

    # Showing

    @property
    def _part(self) -> Part | None:
        return self._parts[self._book.part] if self._parts else None

    def _renew(self) -> None:
        """Show the lines of the part that was chosen."""
        part = self._part
        assert part
        at = self._book.lines.get(part.id, 0)
        self.rows.renew(part, at, _("nothing of this kind was found"))
        self._answer = 0
        self._describe()

    def _describe(self) -> None:
        """Bring heading, parts, columns, the row in full and the line that tells up to date."""
        width, part = self.size.width, self._part
        this, last = self._book.titles
        head = _("{} against {}").format(this, last)
        self._put("#head", cut(printable(head), max(0, width - 2)), "bold")
        self._put("#parts", titles(self._parts, part, max(0, width - 2)))
        self._put("#summary", cut(part.summary, max(0, width - 2)) if part else "")
        self._put("#columns", f" {header(part, width - 3)}" if part else "")
        row = self.rows.highlighted if part else None
        self._described = row if isinstance(row, Row) else None
        whole = self.query_one("#whole", Static)
        if self._described and self._book.found:
            document = self._book.found.this.document
            room = max(1, whole.size.height)
            whole.update(in_full(self._described, self._answer, document, width - 2, room))
        else:
            whole.update()
        self._put("#said", cut(self._message, max(0, width - 2)))
        if part and self._described:
            self._book.lines[part.id] = self.rows.at

    def _put(self, part: str, text: str, style: str = "") -> None:
        line = Text(f" {text}", style, no_wrap=True, overflow="crop")
        self.query_one(part, Static).update(line, layout=False)

    def tell(self, text: str) -> None:
        """Show a message for a while."""
        self._message = printable(text)
        self._describe()
        if text:
            self.set_timer(_MESSAGE_STAYS, partial(self._forget, self._message))

    def _forget(self, message: str) -> None:
        if self._message == message:
            self._message = ""
            self._describe()

    @on(messages.Told)
    def _hear(self, event: messages.Told) -> None:
        self.tell(event.text)

    # Moving

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While a question is asked, keys are its answer."""
        return self._prompt is None or not self._prompt.display

    @on(KeyLine.Chosen)
    async def _click(self, event: KeyLine.Chosen) -> None:
        event.stop()
        await self.run_action(event.action)

    @on(RowList.Chosen)
    async def _clicked(self) -> None:
        """The first click shows a row in full, a second goes to its measure."""
        if self.rows.highlighted is self._described:
            self.action_visit()
        else:
            self._moved()

    def _moved(self) -> None:
        self._answer = 0
        self._describe()

    def action_part(self, by: int) -> None:
        """To the next part; behind the last the first."""
        if self._parts:
            self._book.part = (self._book.part + by) % len(self._parts)
            self._renew()

    def action_move(self, by: int) -> None:
        """To a neighbouring line."""
        self.rows.step(by)
        self._moved()

    def action_page(self, pages: float) -> None:
        """Some pages on or back."""
        self.rows.page(pages)
        self._moved()

    def action_first(self) -> None:
        """To the first line."""
        self.rows.end(-1)
        self._moved()

    def action_last(self) -> None:
        """To the last line."""
        self.rows.end(1)
        self._moved()

    def action_answer(self, by: int) -> None:
        """To another of the measures that a row leads to."""
        if self._described and self._described.answers:
            self._answer = (self._answer + by) % len(self._described.answers)
            self._describe()

    # Deciding

    def action_decide(self, verdict: str) -> None:
        """Keep a verdict on a promise or a line of the ledger, with the evidence that is shown."""
        row = self._described
        if row is None or row.matter is None:
            self.tell(_("there is nothing to decide in this line"))
            return
        shows = verdict != SILENT and row.answers
        self._book.decide(row.matter, verdict, row.answers[self._answer].measure if shows else None)
        self._redraw(1)

    def action_accept(self) -> None:
        """Decide as it is proposed."""
        self.action_decide(self._described.proposed if self._described else "")

    def action_withdraw(self) -> None:
        """Take back what was decided of a line."""
        row = self._described
        if row and row.matter is not None and row.is_decided:
            self._book.decide(row.matter, "", None)
            self._redraw(0)

    def action_undo(self) -> None:
        """Take the last decision back, and show its line."""
        matter = self._book.undo() if self._book.found else None
        if matter is None:
            self.tell(_("nothing to take back or repeat"))
            return
        self._redraw(0)
        order = [self._book.part, *range(len(self._parts))]
        places = (
            (part, number)
            for part in order
            for number, line in enumerate(self._parts[part].lines)
            if isinstance(line, Row) and line.matter == matter
        )
        self._show_line(*next(places))

    def action_undecided(self) -> None:
        """To the next line that is not decided yet, from the top behind the last."""
        part = self._part
        if part is None:
            return
        lines = [*enumerate(part.lines)]
        at = self.rows.at
        for number, line in (*lines[at + 1 :], *lines[: at + 1]):
            if isinstance(line, Row) and line.matter is not None and not line.is_decided:
                self._show_line(self._book.part, number)
                return
        self.tell(_("everything here is decided"))

    def _redraw(self, by: int) -> None:
        """Show what was decided, and the line so many lines on."""
        assert self._book.found
        self._parts = redecided(self._parts, self._book.found)
        self._show_line(self._book.part, self.rows.at + by)

    def _show_line(self, part: int, line: int) -> None:
        self._book.part = part
        self._book.lines[self._parts[part].id] = line
        self._renew()

    def action_sort(self) -> None:
        """Another order of the figures."""
        if self._book.found and (part := self._part) and part.id == "figures":
            orders = [*ORDERS]
            self._book.order = orders[(orders.index(self._book.order) + 1) % len(orders)]
            self._parts = parts(self._book.found, self._book.order)
            self._book.lines.pop(part.id, None)
            self._renew()
        elif part:
            self.tell(_("only the figures can be sorted"))

    def action_visit(self) -> None:
        """To the measure in this year's text."""
        if self._described is None:
            return
        if not self._described.answers:
            self.tell(_("this year's document has no measure of it"))
            return
        self._leave(self._described.answers[self._answer].measure)

    def action_other_year(self) -> None:
        """Compare with another document of the library."""
        self._leave(self.ANOTHER)

    def action_close_years(self) -> None:
        """Stop comparing, or back to the text."""
        self._leave(None)

    def _leave(self, answer: int | str | None) -> None:
        if self.is_current:  # a second key may come before it is closed
            self.dismiss(answer)

    # Writing

    async def action_export(self) -> None:
        """Ask for a file, and write the comparison into it."""
        from tui.widgets.prompt import Prompt  # noqa: PLC0415 (not before the first frame)

        if not self._book.found:
            return
        if self._prompt is None:
            self._prompt = Prompt()
            await self.mount(self._prompt, before="#said")
        self._ask(suggested_name(self._book.found))

    def _ask(self, name: str) -> None:
        assert self._prompt

        def answered(typed: str) -> None:
            self.rows.focus()
            if typed.strip():
                self._write(typed.strip())

        def left() -> None:
            self.rows.focus()

        label = _("file (.md, or .csv for the figures)")
        self._prompt.ask(label, name, answered=answered, left=left)

    @work(thread=True, group="years")
    def _write(self, name: str) -> None:
        assert self._book.found
        try:
            said = _("written: {}").format(write(self._book.found, name))
        except ExportError as error:
            said = explained(str(error))
        self.post_message(messages.Told(said))


def titles(every: Sequence[Part], chosen: Part | None, width: int) -> str:
    """What the parts are called, the chosen one in brackets, with their rows if there is room.

    Where there is least, the chosen one alone, and which of them it is.
    """
    if chosen is None:
        return ""
    counts = [sum(isinstance(line, Row) for line in one.lines) for one in every]
    full = [f"{one.title} {count}" for one, count in zip(every, counts, strict=True)]
    for names in (full, [one.title for one in every]):
        shown = " ".join(
            f"[{name}]" if one is chosen else f" {name} "
            for one, name in zip(every, names, strict=True)
        )
        if cell_len(shown) <= width:
            return shown
    number = next(number for number, one in enumerate(every, 1) if one is chosen)
    return cut(f"[{chosen.title}] {number}/{len(every)}", width)
