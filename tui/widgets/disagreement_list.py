"""A list of the measures on which reviewers differ: where, who set what, and the words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from core.agreement import Disagreement
from core.document import Document
from tui.verdict import verdicts
from tui.wrapping import cut

_LINES = 2  # of each: place and reviewers, then the sentence


class DisagreementList(ScrollView, can_focus=True, inherit_bindings=False):
    """Virtualised: only visible lines are built. One entry is highlighted and can be chosen."""

    ALLOW_SELECT = False
    BINDINGS = [
        Binding("j,down", "step(1)"),
        Binding("k,up", "step(-1)"),
        Binding("pagedown,ctrl+f,space", "page(1)"),
        Binding("pageup,ctrl+b", "page(-1)"),
        Binding("g,home", "end(-1)"),
        Binding("G,end", "end(1)"),
        Binding("enter", "choose"),
    ]
    COMPONENT_CLASSES = {"disagreements--words", "disagreements--highlighted"}

    @dataclass
    class Chosen(Message):
        """An entry was chosen with Enter or the mouse; the measure is an index."""

        measure: int

    def __init__(self, document: Document, disputed: Sequence[Disagreement]) -> None:
        super().__init__()
        self._document = document
        self._disputed = disputed
        self._at = 0
        self.virtual_size = Size(0, len(disputed) * _LINES)

    def action_step(self, by: int) -> None:
        """Highlight an entry so many further on."""
        self._at = min(max(self._at + by, 0), max(0, len(self._disputed) - 1))
        top, visible = round(self.scroll_offset.y), self.scrollable_content_region.height
        first, last = self._at * _LINES, self._at * _LINES + _LINES - 1
        if first < top or last >= top + visible:
            wanted = first if first < top else last - visible + 1
            self.scroll_to(y=wanted, animate=False, immediate=True)
        self.refresh()

    def action_page(self, by: int) -> None:
        """Highlight the entry a page further on."""
        self.action_step(by * max(1, self.size.height // _LINES - 1))

    def action_end(self, by: int) -> None:
        """Highlight the last entry, or the first."""
        self.action_step(by * len(self._disputed))

    def action_choose(self) -> None:
        """Tell of the entry that is highlighted."""
        if self._disputed:
            self.post_message(self.Chosen(self._disputed[self._at].measure))

    def on_click(self, event: events.Click) -> None:
        """Choose the entry under the mouse."""
        clicked = (event.y + round(self.scroll_offset.y)) // _LINES
        if clicked < len(self._disputed):
            self.action_step(clicked - self._at)
            self.action_choose()

    def render_line(self, y: int) -> Strip:
        """One visible line."""
        number, line = divmod(y + round(self.scroll_offset.y), _LINES)
        width, style = self.size.width, self.rich_style
        if number >= len(self._disputed):
            return Strip.blank(width, style)
        found = self._disputed[number]
        measure = self._document.measures[found.measure]
        if line == 0:
            sign = ">" if number == self._at else " "
            text = "  ".join([f"{sign} {measure.locator}", *verdicts(found.annotations)])
        else:
            text = f"  {self._document.quote(measure)}".replace("\n", " ")
            style += self._style("words")
        if number == self._at:
            style += self._style("highlighted")
        return Strip([Segment(cut(text, width), style)]).adjust_cell_length(width, style)

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(f"disagreements--{name}", partial=True)
