"""Ask in which form a review is handed in, how much of it, and to which file; show it before."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.message import Message
from textual.screen import ModalScreen
from textual.timer import Timer
from textual.widgets import Input, ProgressBar, Static

from core.document import Section
from core.export.forms import FORM_BY_ID, FORMS, MARKDOWN, Form
from core.export.material import Scope
from core.review import TAGS
from tui.exporting import (
    ExportError,
    Exporting,
    OccupiedError,
    Order,
    Preview,
    StoppedError,
    earlier_of,
    renamed,
    with_newest,
)
from tui.hints import Hint
from tui.language import _, explained
from tui.narration import printable
from tui.widgets.choice import Choice
from tui.widgets.fields import Field
from tui.widgets.lines import KeyLine

_LOOK_EVERY = 0.2  # seconds, at how far it is; what is quicker shows no bar


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written, and what is to be proposed the next time."""

    path: Path
    order: Order
    digests: tuple[str, ...]  # of what was written, the last one last

    @property
    def memory(self) -> dict[str, Any]:
        """As the last place of a review is kept."""
        order = self.order
        chosen = {"form": order.form.id, "template": order.template, "file": str(self.path)}
        return {**chosen, "written": list(self.digests)}


@dataclass
class _Shown(Message):
    """The preview of an order is there, or the cause why there is none."""

    order: Order
    preview: Preview | str


@dataclass
class _Ended(Message):
    """The export is over; without `exported`, `cause` says why, which may be put aside."""

    exported: Exported | None
    cause: str = ""
    is_occupied: bool = False


class ExportScreen(ModalScreen[Exported | None]):
    """Lines to choose on, a field, the beginning of what will be written.

    Enter writes. Escape stops the writing, leaves a question, closes.
    """

    CSS_PATH = "dialogs.tcss"  # not with the app's: the first frame does not wait for it
    AUTO_FOCUS = ""
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (30, "-tall")]
    BINDINGS = [
        Binding("escape", "back"),
        Binding("enter", "write"),
        # A field would take these to scroll by.
        Binding("down,ctrl+n", "go(1)", priority=True),
        Binding("up,ctrl+p", "go(-1)", priority=True),
        Binding("pagedown", "page(1)", priority=True),
        Binding("pageup", "page(-1)", priority=True),
    ]

    def __init__(
        self,
        start: Callable[[Order], Exporting],
        name: str,
        sections: Sequence[Section],
        templates: Mapping[str, str],
        former: Mapping[str, Any],
    ) -> None:
        """`name` is proposed for the file, `former` is the memory of the last export.

        `sections` are those that one may hand in alone, outermost first, `templates` those that
        are offered, with what each is called.
        """
        super().__init__()
        self._start = start
        form = FORM_BY_ID.get(str(former.get("form")), MARKDOWN)
        file = former.get("file")
        self._form = form
        self._file = file if isinstance(file, str) and file else renamed(name, form)
        self._template = str(former.get("template"))
        self._earlier = earlier_of(former)
        self._sections = sections
        self._templates = templates
        self._job: Exporting | None = None
        self._awaited: Order | None = None  # whose preview is to come, unless one writes before
        self._watching: Timer | None = None

    def compose(self) -> ComposeResult:
        """What is asked, the answer to what is in the way, how far it is, the preview, the keys."""
        names = [(form, _(form.english)) for form in FORMS]
        templates = [("", _("none")), *self._templates.items()]
        marks: list[tuple[str, str]] = [("", _("all"))]
        marks += [(tag.id, f"{tag.sign}{_(tag.english)}") for tag in TAGS]
        places: list[tuple[str | None, str]] = [(None, _("whole document"))]
        places += [(section.id, section.heading) for section in self._sections]
        with Vertical(id="dialog"):
            yield Choice[Form](_("Form"), names, id="form")
            yield Choice[str](_("Template"), templates, id="template")
            yield Choice[str](_("Marks"), marks, id="marks")
            yield Choice[str | None](_("Section"), places, id="section")
            with Horizontal(id="target"):
                yield Static(_("File"), markup=False)
                yield Field(self._file, compact=True)
            yield Choice[bool](
                _("Exists"),
                [(False, _("another name")), (True, _("replace the file"))],
                id="replace",
            )
            yield Static(id="said", markup=False)
            yield ProgressBar(total=1.0, show_eta=False)
            with VerticalScroll(id="preview", can_focus=False):
                yield Static(markup=False)
            yield KeyLine(id="hint")

    def on_mount(self) -> None:
        """Ready to write where it was written the last time, or to the name proposed."""
        self.query_one("#form", Choice).choose(self._form)
        self.query_one("#template", Choice).choose(self._template)
        self._ask(False)
        self._show_working(False)
        field = self.query_one(Field)
        field.cursor_position = len(field.value)
        self.query_one("#template").display = self._form is MARKDOWN
        self._preview()

    @property
    def order(self) -> Order:
        """What is chosen."""
        tag = self.query_one("#marks", Choice).value
        scope = Scope(frozenset({tag} if tag else ()), self.query_one("#section", Choice).value)
        form = self.query_one("#form", Choice).value
        template = self.query_one("#template", Choice).value if form is MARKDOWN else ""
        return Order(form, scope, template)

    def _say(self, text: str) -> None:
        self.query_one("#said", Static).update(printable(text))

    # Choosing

    @on(Choice.Changed)
    def _change(self, event: Choice.Changed) -> None:
        if event.line == "replace":
            return
        field, form = self.query_one(Field), self.order.form
        field.value = renamed(field.value, form)
        self.query_one("#template").display = form is MARKDOWN
        self._ask(False, focus=False)
        self._preview()

    @on(Input.Changed)
    def _rename(self) -> None:
        """Another file may not be in the way."""
        self._ask(False, focus=False)

    def action_go(self, by: int) -> None:
        """To the next line, or the one before."""
        if by > 0:
            self.focus_next()
        else:
            self.focus_previous()

    def action_page(self, pages: int) -> None:
        """A page of the preview on or back."""
        pane = self.query_one("#preview", VerticalScroll)
        pane.scroll_relative(y=pages * max(1, pane.size.height - 1), animate=False)

    def _preview(self) -> None:
        self._awaited = self.order
        self._show_preview(self.order)

    @work(thread=True, exclusive=True, group="preview")
    def _show_preview(self, order: Order) -> None:
        try:
            shown: Preview | str = self._start(order).preview()
        except ExportError as error:
            shown = str(error)
        self.post_message(_Shown(order, shown))

    @on(_Shown)
    def _keep_preview(self, event: _Shown) -> None:
        if event.order != self.order:
            return
        shown = event.preview
        preview = self.query_one("#preview Static", Static)
        is_awaited, self._awaited = self._awaited == event.order, None
        if isinstance(shown, str):
            preview.update()
            if is_awaited:
                self._say(explained(shown))
            return
        lines = (printable(line) for line in shown.text.split("\n"))
        preview.update("\n".join(lines))
        if is_awaited:  # else it would hide how the writing ended
            self._say(self._described(shown, event.order))

    @staticmethod
    def _described(shown: Preview, order: Order) -> str:
        """Of how many marks a preview is, and in which form where not in that of the file."""
        said = _("marks: {}").format(shown.marks) if shown.marks else _("no mark in this scope")
        if shown.form != order.form:
            said += "    " + _("shown as {}").format(_(shown.form.english))
        return said

    # Writing

    @on(Input.Submitted)
    def action_write(self) -> None:
        """Write, unless that is going on; where a file is in the way, only if it may go."""
        question = self.query_one("#replace", Choice)
        name = self.query_one(Field).value.strip()
        is_asked = bool(question.display)
        if self._job or not name:
            return
        if is_asked and not question.value:
            self._ask(False)
            return
        self._awaited = None
        self._job = self._start(self.order)
        self._show_working(False)
        self._watching = self.set_interval(_LOOK_EVERY, self._look)
        self._run(self._job, self.order, name, is_asked)

    @work(thread=True, group="export")
    def _run(self, job: Exporting, order: Order, name: str, force: bool) -> None:
        try:
            path = job.write(name, force=force, earlier=self._earlier)
            ended = _Ended(Exported(path, order, with_newest(self._earlier, job.digest)))
        except StoppedError:
            ended = _Ended(None, _("stopped; nothing was written"))
        except ExportError as error:
            ended = _Ended(None, explained(str(error)), isinstance(error, OccupiedError))
        self.post_message(ended)

    def _look(self) -> None:
        if self._job:
            self._show_working(True)
            self.query_one(ProgressBar).update(progress=self._job.share_done)

    @on(_Ended)
    def _end(self, event: _Ended) -> None:
        self._job = None
        if self._watching:
            self._watching.stop()
        self._show_working(False)
        if event.exported:
            self.dismiss(event.exported)
            return
        self._ask(event.is_occupied)
        self._say(event.cause)

    def _ask(self, asked: bool, *, focus: bool = True) -> None:
        """Ask whether the file may be replaced, or no longer; to leave it is proposed."""
        question = self.query_one("#replace", Choice)
        question.choose(False)
        question.display = asked
        if focus:
            self.set_focus(question if asked else self.query_one(Field))

    def _show_working(self, is_working: bool) -> None:
        self.query_one(ProgressBar).display = is_working
        hints = [
            Hint("enter", _("write it"), "write"),
            Hint("←→", _("choose"), ""),
            Hint("↑↓", _("line"), ""),
            Hint("PgDn", _("preview"), "page(1)"),
            Hint("esc", _("close"), "back"),
        ]
        self.query_one(KeyLine).show([Hint("esc", _("stop"), "back")] if is_working else hints)

    def action_back(self) -> None:
        """Stop the writing, leave the question, or close."""
        if self._job:
            self._job.stop()
        elif self.query_one("#replace").display:
            self._ask(False)
        elif self.is_current:
            self.dismiss(None)

    def on_unmount(self) -> None:
        """Let nothing be written that nobody waits for."""
        if self._job:
            self._job.stop()

    @on(KeyLine.Chosen)
    async def _click(self, event: KeyLine.Chosen) -> None:
        event.stop()
        await self.run_action(event.action)
