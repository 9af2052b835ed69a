"""Ask for files and folders, show how far their import is, and what became of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.cells import cell_len
from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.message import Message
from textual.screen import ModalScreen
from textual.timer import Timer
from textual.widgets import Input, ProgressBar, Static

from tui.importing import FAILED, KNOWN, NEW, Imported, Importing
from tui.language import _, explained
from tui.narration import printable
from tui.paths import completed, paths_in
from tui.widgets.fields import Field
from tui.widgets.line_list import Piece
from tui.widgets.row_list import RowList
from tui.wrapping import cut

_LOOK_EVERY = 0.1  # seconds, at how far it is
_MOST_CHOICES = 200


class _PathField(Field):
    """A line of paths; files that are dropped on it may come on several lines."""

    def _on_paste(self, event: events.Paste) -> None:
        self.insert_text_at_cursor(" ".join(event.text.split("\n")).strip() + " ")
        event.stop()
        event.prevent_default()


@dataclass
class _Completed(Message):
    """The names on the disk were looked up for the line `typed`."""

    typed: str
    line: str
    choices: list[str]


class _Done(Message):
    """The import is over."""


class ImportScreen(ModalScreen[str | None]):
    """A field, then a bar, then a report; its answer is the id of the first new document.

    Escape leaves the field, stops the import, closes the report.
    """

    CSS_PATH = ["dialogs.tcss", "library.tcss"]
    AUTO_FOCUS = ""
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    BINDINGS = [
        Binding("escape", "back", priority=True),
        Binding("tab", "complete", priority=True),
        Binding("enter", "close"),
        # Those with an id have the keys that the user chose for the action of that name.
        Binding("q", "close", id="quit"),
        Binding("j,down", "step(1)", id="move(1)"),
        Binding("k,up", "step(-1)", id="move(-1)"),
        Binding("pagedown,space,ctrl+f", "page(1)", id="page(1)"),
        Binding("pageup,ctrl+b", "page(-1)", id="page(-1)"),
    ]

    def __init__(self, library: Path, paths: Sequence[Path] = ()) -> None:
        """`paths` are imported at once; without, they are asked for."""
        super().__init__()
        self._library = library
        self._paths = paths
        self._importing: Importing | None = None
        self._watching: Timer | None = None

    def compose(self) -> ComposeResult:
        """All three parts, one of which is shown."""
        with Vertical(id="dialog"):
            yield Static(_("Import files or folders"), id="title", markup=False)
            yield _PathField(placeholder=_("paths; tab completes"), compact=True)
            yield Static(id="choices", markup=False)
            yield ProgressBar(total=1.0, show_eta=False)
            yield RowList(_drawn)
            yield Static(id="hint", markup=False)

    def on_mount(self) -> None:
        """Ask, or begin."""
        self.query_one(ProgressBar).display = False
        self.query_one(RowList).display = False
        if self._paths:
            self._begin(self._paths)
        else:
            self._say(_("enter imports    tab completes    esc close"))
            self.set_focus(self.query_one(Input))

    def on_unmount(self) -> None:
        """Let no import go on that nobody waits for."""
        if self._importing:
            self._importing.stop()

    def _say(self, text: str) -> None:
        self.query_one("#hint", Static).update(text)

    # Asking

    def action_complete(self) -> None:
        """Complete the path that is being typed."""
        if not self._importing:
            self._complete(self.query_one(Input).value)

    @work(thread=True, exclusive=True, group="completing")
    def _complete(self, typed: str) -> None:
        self.post_message(_Completed(typed, *completed(typed)))

    @on(_Completed)
    def _show_choices(self, event: _Completed) -> None:
        field = self.query_one(Input)
        if field.value != event.typed:  # more was typed meanwhile
            return
        field.value = event.line
        field.cursor_position = len(event.line)
        several = event.choices if len(event.choices) > 1 else []
        text = "  ".join(map(printable, several[:_MOST_CHOICES]))
        if not event.choices:
            text = _("no such file")
        self.query_one("#choices", Static).update(text)

    @on(Input.Submitted)
    def _answer(self, event: Input.Submitted) -> None:
        if paths := paths_in(event.value):
            self._begin(paths)

    # Importing

    def _begin(self, paths: Sequence[Path]) -> None:
        self._importing = Importing(paths, self._library)
        self.query_one(Input).display = False
        self.query_one(ProgressBar).display = True
        self._say(_("esc stops"))
        self.set_focus(None)
        self._watching = self.set_interval(_LOOK_EVERY, self._show_progress)
        self._run(self._importing)

    @work(thread=True, group="importing")
    def _run(self, importing: Importing) -> None:
        importing.run()
        self.post_message(_Done())

    def _show_progress(self) -> None:
        assert self._importing
        going = self._importing
        self.query_one(ProgressBar).update(progress=going.share_done)
        name = printable(going.current.name) if going.current else ""
        self.query_one("#choices", Static).update(f"{len(going.done)}/{going.total}  {name}")

    # Reporting

    @on(_Done)
    def _report(self) -> None:
        """Show what became of each file, failures first."""
        assert self._importing
        done = self._importing
        if self._watching:
            self._watching.stop()
        for part in (ProgressBar, "#choices"):
            self.query_one(part).display = False
        counts = Counter(one.outcome for one in done.done)
        said = [
            _("imported: {}").format(counts[NEW]),
            _("known already: {}").format(counts[KNOWN]),
            _("failed: {}").format(counts[FAILED]),
        ]
        if done.left:
            said.append(_("stopped, not read: {}").format(done.left))
        self.query_one("#title", Static).update("    ".join(said))
        rows = self.query_one(RowList)
        rows.display = True
        failed = [one for one in done.done if one.outcome == FAILED]
        others = [one for one in done.done if one.outcome != FAILED]
        rows.show(
            [
                *([_("failed"), *failed] if failed else []),
                *([_("in the library"), *others] if others else []),
            ],
            otherwise=[_("no file")],
        )
        rows.focus()
        self._say(_("enter close"))

    @property
    def _is_reported(self) -> bool:
        return self.query_one(RowList).display

    def action_step(self, by: int) -> None:
        """To a neighbouring line of the report."""
        self.query_one(RowList).step(by)

    def action_page(self, pages: float) -> None:
        """A page of the report on or back."""
        self.query_one(RowList).page(pages)

    def action_back(self) -> None:
        """Stop the import; before and after it, close."""
        if self._importing and not self._is_reported:
            self._importing.stop()
        elif self.is_current:
            self._leave()

    def action_close(self) -> None:
        """Close the report."""
        if self._is_reported and self.is_current:
            self._leave()

    def _leave(self) -> None:
        done = self._importing.done if self._importing else []
        self.dismiss(next((one.document_id for one in done if one.outcome == NEW), None))


def _drawn(row: Imported, width: int) -> Iterator[Piece]:
    """What became of a file: its name, then the cause or the title."""
    name = cut(printable(row.path.name or str(row.path)), width // 2)
    yield name + "  ", ""
    left = max(0, width - cell_len(name) - 2)
    if row.outcome == FAILED:
        yield cut(printable(explained(row.cause)), left), "trouble"
        return
    said = f"{_('known already')}  {row.title}" if row.outcome == KNOWN else row.title
    yield cut(said, left), "done" if row.outcome == NEW else "muted"
