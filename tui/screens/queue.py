"""The marks that found no sure place in a new version: their words, and the likeliest new ones."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from core.anchoring import ORPHAN, Candidate, proposal
from core.review import TAGS
from core.rewording import changed_figures
from tui.hints import Hint
from tui.language import _
from tui.narration import printable
from tui.reattaching import Waiting, state_names
from tui.session import Session
from tui.widgets.line_list import Piece
from tui.widgets.lines import KeyLine
from tui.widgets.row_list import RowList
from tui.wrapping import cut

if TYPE_CHECKING:
    from tui.screens.reattaching import Reattaching

# Told apart without colours, too.
_STYLES = {"same": "", "gone": "strike dim", "new": "bold underline"}


class QueueScreen(ModalScreen[None]):
    """Lists what waits; one is shown in full with its candidates, which digits accept."""

    CSS_PATH = ["dialogs.tcss", "library.tcss", "versions.tcss"]
    AUTO_FOCUS = "RowList"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    BINDINGS = [
        Binding("escape,q,Q", "leave"),
        Binding("enter", "accept(0)"),
        *(Binding(str(number), f"accept({number - 1})") for number in (1, 2, 3)),
        Binding("x", "refuse"),
        Binding("c", "here"),
        Binding("u", "undo"),
        Binding("down,j", "step(1)"),
        Binding("up,k", "step(-1)"),
        Binding("pagedown", "page(1)"),
        Binding("pageup", "page(-1)"),
    ]

    def __init__(self, book: Reattaching, session: Session, cursor: int) -> None:
        """`book` decides; `cursor` is the index of the measure that the reviewer came from."""
        super().__init__()
        self._book = book
        self._session = session
        self._document = session.document
        self._cursor = cursor
        self._shown: list[Waiting] = []
        self._deciding = False  # until the disk has what was decided

    def compose(self) -> ComposeResult:
        """How many, the list, the highlighted one in full, what is told, the keys."""
        with Vertical(id="dialog"):
            yield Static(id="count", markup=False)
            yield RowList(self._row)
            with VerticalScroll(id="whole", can_focus=False):
                yield Static(id="words", markup=False)
            yield Static(id="said", markup=False)
            yield KeyLine(
                [
                    Hint("1–3", _("accept")),
                    Hint("x", _("none of them"), "refuse"),
                    Hint(
                        "c",
                        _("to the measure at the cursor, {}").format(
                            self._document.measures[self._cursor].locator
                        ),
                        "here",
                    ),
                    Hint("u", _("undo"), "undo"),
                    Hint("esc", _("close"), "leave"),
                ],
            )

    def on_mount(self) -> None:
        """Show what waits."""
        self.renew("")

    def renew(self, said: str) -> None:
        """Show what waits by now, and what is to be told; the line stays where it was."""
        self._deciding = False
        entries, rows = self._book.entries(), self.query_one(RowList)
        names, orphans = state_names(), sum(entry.state == ORPHAN for entry in entries)
        before = rows.highlighted
        at = entries[0] if entries else None
        if isinstance(before, Waiting):
            keys = [entry.key for entry in self._shown]
            later = {*keys[keys.index(before.key) :]}
            at = next((entry for entry in entries if entry.key in later), at)
        self._shown = entries
        rows.show(entries, at=at, otherwise=[_("nothing waits any more")])
        counts = (len(entries) - orphans, orphans)
        self.query_one("#count", Static).update(
            "    ".join(
                f"{names[state]}: {count}"
                for state, count in zip(("needs confirmation", ORPHAN), counts, strict=True)
            )
        )
        self.query_one("#said", Static).update(printable(said))
        self._describe()

    def _row(self, entry: Waiting, width: int) -> Iterator[Piece]:
        annotation = entry.annotation
        signs = "".join(tag.sign for tag in TAGS if tag.id in annotation.tags)
        sign = "×" if entry.state == ORPHAN else "?"
        words = printable(f"{annotation.anchor.locator}  {annotation.anchor.exact}")
        yield cut(f"{sign} {signs:<3} {words}", width), "muted" if entry.state == ORPHAN else ""

    @property
    def _entry(self) -> Waiting | None:
        found = self.query_one(RowList).highlighted
        return found if isinstance(found, Waiting) else None

    def _describe(self) -> None:
        entry = self._entry
        self.query_one("#words", Static).update(self._in_full(entry) if entry else "")

    def _in_full(self, entry: Waiting) -> Text:
        """The old words and note, then each candidate as what became of the words."""
        annotation = entry.annotation
        old = annotation.anchor.exact
        said = Text(f"{annotation.anchor.locator}  ", "bold")
        said.append(printable(old), "")
        if annotation.note:
            said.append(f"\n{_('Note')}: {' '.join(printable(annotation.note).split())}", "")
        for number, candidate in enumerate(entry.candidates, 1):
            said.append("\n\n")
            said.append(self._proposed(number, candidate, old))
        if not entry.candidates:
            said.append(f"\n\n{_('no measure is like it')}")
        return said

    def _proposed(self, number: int, candidate: Candidate, old: str) -> Text:
        measure = self._document.measures[candidate.measure]
        new = self._document.quote(measure)
        said = Text(f"{number}  {measure.locator}  {candidate.likeness:.0%}", "bold")
        if self._session.get(measure):
            said.append(f"  {_('has a mark: both become one')}", "italic")
        said.append("\n")
        for span in proposal(old, new):
            said.append(printable(span.text), _STYLES[span.kind])
        for figure in changed_figures(old, new):
            said.append(
                f"\n{printable(figure.old or '—')} → {printable(figure.new or '—')}", "bold"
            )
        return said

    @on(RowList.Chosen)
    def _clicked(self) -> None:
        self._describe()

    def action_accept(self, number: int) -> None:
        """Put the mark on a candidate."""
        entry = self._entry
        if entry and number < len(entry.candidates) and not self._deciding:
            self._deciding = True
            self._book.accept(entry, entry.candidates[number].measure)

    def action_here(self) -> None:
        """Put the mark on the measure that the reviewer came from."""
        if (entry := self._entry) and not self._deciding:
            self._deciding = True
            self._book.accept(entry, self._cursor)

    def action_refuse(self) -> None:
        """None of the candidates: the mark stays here, as one without a counterpart."""
        entry = self._entry
        if entry and entry.state != ORPHAN and not self._deciding:
            self._deciding = True
            self._book.refuse(entry)

    def action_undo(self) -> None:
        """Take back the last decision."""
        if not self._deciding:
            self._deciding = True
            self._session.undo()

    def action_step(self, by: int) -> None:
        """Highlight another."""
        self.query_one(RowList).step(by)
        self._describe()

    def action_page(self, pages: int) -> None:
        """Highlight another, a page on."""
        self.query_one(RowList).page(pages)
        self._describe()

    def action_leave(self) -> None:
        """Back to the text; what was not decided waits on."""
        if self.is_current:
            self.dismiss(None)

    @on(KeyLine.Chosen)
    async def _click(self, event: KeyLine.Chosen) -> None:
        event.stop()
        await self.run_action(event.action)
