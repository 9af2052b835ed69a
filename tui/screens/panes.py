"""The panes on one document: tree, text, inspector, two lines, and the question at the bottom."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.geometry import Offset
from textual.getters import query_one
from textual.widget import Widget

from core import review
from core.document import Measure
from core.review import Progress
from tui import navigation
from tui.screens.keyed import KeyedScreen
from tui.session import Session
from tui.widgets.barred import Barred
from tui.widgets.inspector import Inspector
from tui.widgets.lines import KeyLine, StatusLine
from tui.widgets.reader import Reader
from tui.widgets.section_tree import PREAMBLE, SectionTree

if TYPE_CHECKING:
    from tui.widgets.prompt import Prompt

_WIDE = 100  # columns from which the inspector stands beside the text
_BROAD = 180  # and from which it has more room than it needs
_MESSAGE_STAYS = 4.0  # seconds


class Panes(KeyedScreen[None]):
    """Shows a document with its marks; what keys do is said by the screen made of it."""

    AUTO_FOCUS = "#reader"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (_WIDE, "-wide"), (_BROAD, "-broad")]

    tree_pane = query_one("#tree", SectionTree)
    reader = query_one("#reader", Reader)
    inspector = query_one("#inspector", Inspector)
    status = query_one("#status", StatusLine)
    key_line = query_one("#keys", KeyLine)

    def __init__(self, session: Session) -> None:
        """`session` is loaded."""
        super().__init__()
        self._session = session
        self._document = session.document
        self._measures = session.document.measures
        self.cursor = self._starting_point()
        self.shown: Sequence[int] = range(len(self._measures))  # what a filter leaves, in order
        self._prompt: Prompt | None = None  # made when first needed
        self._progress: Progress

    def _starting_point(self) -> int:
        """The measure of the last session, else the first that was not reviewed."""
        offset = self._session.place.get("measure")
        if isinstance(offset, int):
            return self._document.measure_index(offset) or 0
        everything = range(len(self._measures))
        return navigation.unreviewed(self._measures, self._session.get, everything, -1) or 0

    def compose(self) -> ComposeResult:
        """Tree at the left, text, inspector at the right or (narrow) below the text."""
        # Set by the first resize otherwise, which would style every pane a second time.
        width = self.app.size.width
        self.add_class([name for least, name in self.HORIZONTAL_BREAKPOINTS if least <= width][-1])
        # Each is split off what those before it left; containers would be drawn in every frame.
        yield KeyLine(id="keys")
        yield StatusLine(id="status")
        yield SectionTree(id="tree")
        yield Inspector(id="inspector")
        yield Reader(id="reader")

    def fill(self) -> None:
        """Show the document in tree and text, as the last session left them."""
        place = self._session.place
        folded = place.get("folded")
        self._show_tree(set(folded) if isinstance(folded, list) else set())
        self.reader.show(
            self._document,
            self._session.annotations,
            self.cursor,
            unfolded=place.get("notes") is True,
        )

    def _show_tree(self, folded: set[str]) -> None:
        sections = [PREAMBLE, *(section.id for section in self._document.sections)]
        done = self._count(sections)
        self.tree_pane.show(self._document, folded, done, filtered=self.is_filtered)

    def show_only(self, shown: Sequence[int], cursor: int) -> None:
        """Show some measures in text and tree; the cursor goes to one of them."""
        folded = set(self.tree_pane.folded(self._document))
        self.shown, self.cursor = shown, cursor
        self.reader.show_only(shown if self.is_filtered else None, cursor)
        self._show_tree(folded)

    @property
    def is_filtered(self) -> bool:
        """Whether a filter hides measures."""
        return len(self.shown) < len(self._measures)

    @property
    def current(self) -> Measure:
        """The measure that the cursor is on."""
        return self._measures[self.cursor]

    @property
    def here(self) -> str:
        """The id of the section that the cursor is in."""
        return self.current.section or PREAMBLE

    def show_marks(self, indexes: Collection[int]) -> None:
        """Show the marks of measures anew, in text and tree."""
        self.reader.refresh_measures(indexes)
        held = {self._measures[index].section: self._measures[index] for index in indexes}
        if held:
            self._show_progress({one for it in held.values() for one in self._sections_of(it)})

    def _show_progress(self, sections: Iterable[str]) -> None:
        self.tree_pane.show_progress(self._count(sections))

    def _count(self, sections: Iterable[str]) -> dict[str, Progress]:
        """The progress of sections in what is shown, by id; that of the document is kept."""
        marks = review.attached(self._document, self._session.annotations)
        self._progress = review.progress(len(self._measures), marks.values())
        if self.is_filtered:
            marks = {index: marks[index] for index in sorted(marks.keys() & set(self.shown))}
        indexes = list(marks)

        def within(section: str) -> Progress:
            held = [marks[index] for index in self._inside(section, indexes)]
            return review.progress(len(self._inside(section, self.shown)), held)

        return {section: within(section) for section in sections}

    def _inside(self, section: str, indexes: Sequence[int]) -> Sequence[int]:
        """Those of some measures that are in a section or its subsections."""
        span = self._document.measures_within(section or None)
        return indexes[bisect_left(indexes, span.start) : bisect_left(indexes, span.stop)]

    def _sections_of(self, measure: Measure) -> list[str]:
        return [one.id for one in self._document.ancestry(measure.section)] or [PREAMBLE]

    def get_widget_and_offset_at(self, x: int, y: int) -> tuple[Widget | None, Offset | None]:
        """Where the mouse selects; in the text the reader knows it without drawing a line."""
        widget, offset = super().get_widget_and_offset_at(x, y)
        begun = self._select_state if self._selecting else None
        if not begun and isinstance(widget, Barred) and widget.is_on_bar(x - widget.region.x):
            return None, None
        if widget is self.reader or (begun and begun.start.content_widget is self.reader):
            return self.reader, self.reader.place_at(*(Offset(x, y) - self.reader.region.offset))
        return widget, offset

    @property
    def is_asking(self) -> bool:
        """Whether a question stands at the bottom."""
        return self._prompt is not None and bool(self._prompt.display)

    async def question(self) -> Prompt:
        """The line at the bottom in which questions are asked."""
        from tui.widgets.prompt import Prompt  # noqa: PLC0415 (not before the first frame)

        if self._prompt is None:
            self._prompt = Prompt()
            await self.mount(self._prompt, after=self.status)
        return self._prompt

    def tell(self, text: str) -> None:
        """Show a message for a while."""
        self.status.say(text)
        if text:
            self.set_timer(_MESSAGE_STAYS, partial(self.status.forget, text))
