"""The text with its marks: every measure a block of its own, drawn line by line on demand."""

from __future__ import annotations

from asyncio import CancelledError
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from rich.style import Style
from textual import events, work
from textual.geometry import Offset, Region, Size
from textual.message import Message
from textual.selection import Selection
from textual.strip import Strip
from textual.worker import get_current_worker

from core.document import Document
from core.review import TAGS, Annotation, attached, key_of
from core.watching import Watch, unwatched
from tui.widgets.barred import Barred
from tui.widgets.drawing import Scene, drawn, nobody
from tui.widgets.emphasis import Spans
from tui.widgets.layout import MOST_OF_A_NOTE, Page, TextLines

_AT_ONCE = 200_000  # characters that are wrapped within a tenth of a second


class Reader(Barred, can_focus=True, inherit_bindings=False):
    """Virtualised: only visible lines are built; wrapped anew when the width changes."""

    COMPONENT_CLASSES = {
        "reader--heading",
        "reader--plain",
        "reader--topic",
        "reader--current",
        "reader--selected",
        "reader--figure",
        "reader--claim",
        "reader--hit",
        "reader--chosen",
        "reader--words",
        "reader--read",
        "reader--note",
        "reader--others",
        *(f"reader--{tag.id}" for tag in TAGS),
    }

    @dataclass
    class Pointed(Message):
        """The mouse chose a measure."""

        measure: int

    def __init__(self, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._document: Document | None = None
        self._page: Page | None = None
        self._annotations: Mapping[str, Annotation] = {}
        self._unfolded = False
        self._shown: Sequence[int] | None = None
        self._scene = Scene(self._annotation, self._style)
        self._styles: dict[str, Style] = {}

    def show(
        self,
        document: Document,
        annotations: Mapping[str, Annotation],
        cursor: int,
        *,
        unfolded: bool = False,
        shown: Sequence[int] | None = None,
    ) -> None:
        """Show a document; `annotations` is read again whenever a measure is refreshed.

        `unfolded` shows the notes in full. `shown` are the measures to show, None: all.
        """
        self._document = document
        self._shown = shown
        self._annotations = annotations
        self._scene.text, self._scene.cursor = document.text, cursor
        self._unfolded = unfolded
        self._lay_out()
        self.reveal(cursor)

    def show_only(self, shown: Sequence[int] | None, cursor: int) -> None:
        """Hide all but some measures and the headings above them; None: show everything.

        The cursor goes to a measure that is shown; it stays in the row in which it is.
        """
        page, former, self._shown = self._page, self._scene.cursor, shown
        self._scene.cursor = cursor
        if page is None or self._document is None:
            return
        above = page.extent(former)[0] - round(self.scroll_offset.y)
        page.show_only(self._document, shown)
        self._take(page, above)

    def unfold_notes(self, unfolded: bool) -> None:
        """Show every note in full under its measure, or only the first line of each."""
        self._unfolded = unfolded
        self._lay_out()

    def show_others(self, sign: Callable[[int], str] | None) -> None:
        """Put a sign for the other reviewers beside each measure, one character; None: no more."""
        self._scene.others = sign or nobody
        self.refresh()

    def show_stated(self, figures: Spans, claims: Spans) -> None:
        """Let the figures of the current measure stand out, and quietly its claims."""
        scene = self._scene
        if (figures, claims) != (scene.figures, scene.claims):
            scene.figures, scene.claims = figures, claims
            self._redraw(scene.cursor)

    def show_hits(self, hits: Spans) -> None:
        """Mark the spans that a search found."""
        self._scene.hits = hits
        self.refresh()

    def show_chosen(self, span: tuple[int, int] | None) -> None:
        """Mark one figure above all others and bring it into view; None: mark none any more."""
        if span != self._scene.chosen:
            self._scene.chosen = span
            if span:
                self.reveal(self._scene.cursor)
            self.refresh()

    def show_selected_from(self, measure: int | None) -> None:
        """Show the measures from this one to the cursor as selected; None: none any more."""
        self._scene.selected_from = measure
        self.refresh()

    def move_to(self, measure: int) -> None:
        """Put the cursor on a measure and bring it into view."""
        former, self._scene.cursor = self._scene.cursor, measure
        self._redraw(former)
        self.reveal(measure)
        if self._scene.selected_from is not None and abs(measure - former) > 1:
            self.refresh()
        self._redraw(measure)

    def _redraw(self, measure: int) -> None:
        if self._page:
            self.refresh_lines(*self._page.extent(measure))

    def refresh_measures(self, measures: Collection[int]) -> None:
        """Show measures anew after their marks or notes changed."""
        if self._page is None:
            return
        notes = {measure: self._note(measure) for measure in measures}
        news = {it: new for it, new in notes.items() if new != self._page.notes.get(it, "")}
        if news:
            self._print_notes(self._page, news)
        for measure in measures:
            self._redraw(measure)

    def _print_notes(self, page: Page, notes: Mapping[int, str]) -> None:
        """What is read stands still where notes come or go above it; one's own is brought in."""
        top = round(self.scroll_offset.y)
        line = page.text_line_at(top)
        within = top - page.row_of(line)
        page.put_notes(notes)
        self.virtual_size = Size(self.room, len(page))
        self.scroll_to(y=page.row_of(line) + within, animate=False, immediate=True)
        self.refresh()
        if self._scene.cursor in notes:
            self.call_after_refresh(lambda: self.reveal(self._scene.cursor))

    def _note(self, measure: int) -> str:
        annotation = self._annotation(measure)
        return annotation.note if annotation else ""

    def _annotation(self, measure: int) -> Annotation | None:
        if self._document is None:
            return None
        return self._annotations.get(key_of(self._document.measures[measure]))

    def reveal(self, measure: int) -> None:
        """Scroll, if the measure is not seen whole, so far that more than half a page lies ahead.

        Text that stands still between such turns is easier to read than text that creeps at
        every key, and costs a tenth of the output. Of a measure with the chosen figure the lines
        of the figure are what has to be seen.
        """
        if self._page is None:
            return
        first, height = self._page.extent(measure)
        if self._scene.chosen:
            first, height = self._page.rows_of(*self._scene.chosen)
        visible = self._visible
        top, margin = round(self.scroll_offset.y), min(2, visible // 6)
        if first - margin < top or height > visible:
            wanted = first + height - visible * 2 // 3 if height < visible // 3 else first - margin
        elif first + height + margin > top + visible:
            wanted = first - visible // 3
        else:
            return
        last = max(0, first - margin)  # where the measure begins is always in view
        self.scroll_to(y=min(max(0, wanted), last), animate=False, immediate=True)

    @property
    def _visible(self) -> int:
        return max(1, self.size.height)

    def scroll_inside(self, pages: float) -> bool:
        """Scroll within the current measure if it goes on beyond the page in that direction.

        False where there is no more of it to be seen, or none of it is seen now.
        """
        if self._page is None:
            return False
        first, height = self._page.extent(self._scene.cursor)
        top, visible = round(self.scroll_offset.y), self._visible
        if height <= visible or not first - visible < top < first + height:
            return False
        hidden = first + height - (top + visible) if pages > 0 else top - first
        step = min(hidden, max(1, round(abs(pages) * (visible - 2))))
        if step <= 0:
            return False
        self.scroll_to(y=top + (step if pages > 0 else -step), animate=False, immediate=True)
        return True

    def measure_a_page_from(self, pages: float) -> int:
        """The measure about so many pages below the cursor (above when negative)."""
        page = self._page
        if page is None:
            return self._scene.cursor
        step = round(pages * max(1, self._visible - 2))
        first, _ = page.extent(self._scene.cursor)
        wanted = page.at(min(max(first + step, 0), len(page) - 1)).block
        behind = (block.measure for block in islice(page.text.blocks, wanted, None))
        last = len(page.text.of_measure) - 1
        found = next((measure for measure in behind if measure is not None), last)
        shown = range(last + 1) if self._shown is None else self._shown
        at = min(bisect_left(shown, found), len(shown) - 1)
        if shown[at] == self._scene.cursor:  # a measure taller than the page
            at += 1 if pages > 0 else -1
        return shown[min(max(at, 0), len(shown) - 1)]

    def _lay_out(self) -> None:
        """Wrap text and notes in the width there is: at once, or long ones in a worker."""
        if not self.size or self._document is None:
            return  # not laid out yet; the size comes with on_resize
        document, width, shown, unfolded = self._document, self.room, self._shown, self._unfolded
        text = self._page.whole if self._page and self._page.text.width == width else None
        notes = _notes(document, self._annotations)

        def job(watch: Watch) -> Page:
            lines = text or TextLines(document, width, watch)
            page = Page(lines, notes, unfolded=unfolded)
            if shown is not None:
                page.show_only(document, shown)
            return page

        effort = 0 if text else len(document.text)
        if unfolded:
            effort += sum(min(len(note), MOST_OF_A_NOTE) for note in notes.values())
        if effort <= _AT_ONCE:
            self._take(job(unwatched))
        else:
            self._lay_out_long(job)

    @work(thread=True, exclusive=True, group="layout")
    def _lay_out_long(self, job: Callable[[Watch], Page]) -> None:
        worker = get_current_worker()

        def watch(_done: float) -> None:
            if worker.is_cancelled:
                raise CancelledError

        page = job(watch)
        if not worker.is_cancelled:
            self.app.call_from_thread(self._take_late, page)

    def _take_late(self, page: Page) -> None:
        """Take over what a worker laid out, with the notes that changed meanwhile."""
        if self._document is None:
            return
        notes = _notes(self._document, self._annotations)
        measures = page.notes.keys() | notes.keys()
        news = {measure: notes.get(measure, "") for measure in measures}
        page.put_notes({it: note for it, note in news.items() if note != page.notes.get(it, "")})
        if self._shown is not None or page.text is not page.whole:  # a filter came or went
            page.show_only(self._document, self._shown)
        self._take(page)

    def _take(self, page: Page, above: int | None = None) -> None:
        """Show a page; `above` are the rows to leave above the cursor, None: as it comes."""

        def scroll() -> None:
            if above is not None:
                row = page.extent(self._scene.cursor)[0] - above
                self.scroll_to(y=max(0, row), animate=False, immediate=True)
            self.reveal(self._scene.cursor)

        self._page = page
        self.virtual_size = Size(self.room, len(page))
        scroll()
        self.refresh()
        # Only after the layout does the scrollable range know of the new lines.
        self.call_after_refresh(scroll)

    def on_resize(self) -> None:
        """Wrap for the new width and keep the cursor in view."""
        self._lay_out()

    def notify_style_update(self) -> None:
        """Forget the colours of the theme before."""
        self._styles = {}
        super().notify_style_update()

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where the mouse is; a second click selects the words of the measure."""
        event.prevent_default()  # which would select the whole document
        row = event.y + round(self.scroll_offset.y)
        if self._page is None or row >= len(self._page) or self.text_selection:
            return
        block = self._page.text.blocks[self._page.at(row).block]
        if block.measure is not None:
            self.post_message(self.Pointed(block.measure))
            if event.chain == 2:
                span = Selection(Offset(2 * block.start, 0), Offset(2 * block.end, 0))
                self.screen.selections = {self: span}

    def place_at(self, x: int, y: int) -> Offset:
        """Where in the text the mouse is, for a selection; `x` as `Page.place` counts it.

        Where it left the pane it is as if it were at the edge.
        """
        row = min(max(y, 0), self._visible - 1) + round(self.scroll_offset.y)
        return Offset(self._page.place(row, x) if self._page else -1, 0)

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """The selected words of the document, exactly as they stand there; none that is hidden."""
        if self._document is None or (span := self._span_of(selection)) is None:
            return None
        return "\n".join(self._document.text[slice(*it)] for it in self._seen_of(*span)), "\n"

    def _seen_of(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The parts of a span that are shown."""
        if self._shown is None or self._page is None:
            yield start, end
            return
        text = self._page.text
        for index, block in enumerate(text.blocks):
            if text.first[index] < text.behind[index] and block.start < end and start < block.end:
                yield max(start, block.start), min(end, block.end)

    def _span_of(self, selection: Selection | None) -> tuple[int, int] | None:
        """The span of a selection; one that goes on in another pane ends where the page ends."""
        if selection is None or self._page is None:
            return None
        start = selection.start or self.place_at(0, 0)
        end = selection.end or self.place_at(self.room, self._visible - 1)
        return (start.x + 1) // 2, (end.x + 1) // 2

    def render_lines(self, crop: Region) -> list[Strip]:
        """The visible lines."""
        self._scene.words = self._span_of(self.text_selection)
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """One visible line."""
        row, page = y + round(self.scroll_offset.y), self._page
        if page is None or row >= len(page):
            return self.barred(y, [], self._style(""))
        line = page.at(row)
        return self.barred(y, *drawn(self._scene, line, page.text.blocks[line.block]))

    def _style(self, name: str) -> Style:
        """The style of a component; "" is that of the pane itself, which takes long to find."""
        if name not in self._styles:
            self._styles[name] = (
                self.get_component_rich_style(f"reader--{name}", partial=True)
                if name
                else self.rich_style
            )
        return self._styles[name]


def _notes(document: Document, annotations: Mapping[str, Annotation]) -> dict[int, str]:
    """The notes by measure."""
    noted = {key: annotation for key, annotation in annotations.items() if annotation.note}
    return {measure: one.note for measure, one in attached(document, noted).items()}
