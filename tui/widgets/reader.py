"""The text with its marks: every measure a block of its own, drawn line by line on demand."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from operator import itemgetter

from rich.segment import Segment
from rich.style import Style
from textual import events, work
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.worker import get_current_worker

from core.document import Document
from core.review import TAGS, Annotation, key_of
from tui.wrapping import wrap

_LONGEST_LINE = 100  # cells: 50 characters, beyond which the eye loses the next line
_MARGIN = 7  # cursor, other reviewers, three tags, note or read, and a space
_AT_ONCE = 200_000  # characters that are wrapped within a tenth of a second
_READ_SIGN, _NOTE_SIGN, _CURSOR_SIGN = "✓", "✎", ">"

Spans = Sequence[tuple[int, int]]  # of the text, in order, none overlapping another


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of text that begins on a line of its own: a heading, a measure, or other text."""

    kind: str  # "heading", "measure", "topic" or "plain"
    start: int
    end: int
    measure: int | None = None


class _Layout:
    """Where each printed line stands in the text, in a given width.

    Three numbers a line in arrays, as a long document has a million of them.
    """

    def __init__(self, document: Document, width: int) -> None:
        """A blank line goes before each heading."""
        self.blocks: list[Block] = []
        self.of_measure: dict[int, int] = {}  # measure to block
        self.first_line = array("l")  # of each block
        self._block, self._start, self._end = array("l"), array("l"), array("l")
        for block in blocks(document):
            index = len(self.blocks)
            self.blocks.append(block)
            if block.measure is not None:
                self.of_measure[block.measure] = index
            if block.kind == "heading" and self._block:
                self._add(index, block.start, block.start)
            self.first_line.append(len(self))
            for start, end in wrap(document.text[block.start : block.end], width):
                self._add(index, block.start + start, block.start + end)

    def _add(self, block: int, start: int, end: int) -> None:
        self._block.append(block)
        self._start.append(start)
        self._end.append(end)

    def __len__(self) -> int:
        return len(self._block)

    def line(self, number: int) -> _Line:
        return _Line(self._block[number], self._start[number], self._end[number])

    def extent(self, block: int) -> tuple[int, int]:
        """The first line of a block and how many it has."""
        first = self.first_line[block]
        is_last = block + 1 == len(self.blocks)
        return first, (len(self) if is_last else self.first_line[block + 1]) - first

    def lines_of(self, start: int, end: int) -> tuple[int, int]:
        """The first line of a span and how many it takes."""
        first = max(0, bisect_right(self._start, start) - 1)
        return first, max(1, bisect_left(self._start, end, lo=first) - first)


@dataclass(frozen=True, slots=True)
class _Line:
    block: int
    start: int
    end: int


def blocks(document: Document) -> Iterator[Block]:
    """The whole text as blocks in order: what is neither heading nor measure is plain."""
    spans = [Block("heading", section.start, section.end) for section in document.sections]
    spans += [
        Block("topic" if measure.is_topic else "measure", measure.start, measure.end, index)
        for index, measure in enumerate(document.measures)
    ]
    at = 0
    for block in sorted(spans, key=lambda block: block.start):
        yield from _plain(document.text, at, block.start)
        yield block
        at = block.end
    yield from _plain(document.text, at, len(document.text))


def _plain(text: str, start: int, end: int) -> Iterator[Block]:
    at = start
    for line in text[start:end].split("\n"):
        if stripped := line.strip():
            begin = at + line.index(stripped)
            yield Block("plain", begin, begin + len(stripped))
        at += len(line) + 1


class Reader(ScrollView, can_focus=True, inherit_bindings=False):
    """Virtualised: only visible lines are built; wrapped anew when the width changes."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES = {
        "reader--heading",
        "reader--plain",
        "reader--topic",
        "reader--current",
        "reader--figure",
        "reader--claim",
        "reader--hit",
        "reader--chosen",
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
        self._layout: _Layout | None = None
        self._annotations: Mapping[str, Annotation] = {}
        self._others: Callable[[int], str] = _nothing
        self._figures: Spans = ()
        self._claims: Spans = ()
        self._hits: Spans = ()
        self._chosen: tuple[int, int] | None = None
        self._cursor = 0
        self._styles: dict[str, Style] = {}

    def show(self, document: Document, annotations: Mapping[str, Annotation], cursor: int) -> None:
        """Show a document; `annotations` is read again whenever a measure is refreshed."""
        self._document = document
        self._annotations = annotations
        self._cursor = cursor
        self._lay_out()
        self.reveal(cursor)

    def show_others(self, sign: Callable[[int], str] | None) -> None:
        """Put a sign for the other reviewers beside each measure, one character; None: no more."""
        self._others = sign or _nothing
        self.refresh()

    def show_stated(self, figures: Spans, claims: Spans) -> None:
        """Let the figures of the current measure stand out, and quietly its claims."""
        if (figures, claims) != (self._figures, self._claims):
            self._figures, self._claims = figures, claims
            self.refresh_measure(self._cursor)

    def show_hits(self, hits: Spans) -> None:
        """Mark the spans that a search found."""
        self._hits = hits
        self.refresh()

    def show_chosen(self, span: tuple[int, int] | None) -> None:
        """Mark one figure above all others and bring it into view; None: mark none any more."""
        if span != self._chosen:
            self._chosen = span
            if span:
                self.reveal(self._cursor)
            self.refresh()

    def move_to(self, measure: int) -> None:
        """Put the cursor on a measure and bring it into view."""
        self.refresh_measure(self._cursor)
        self._cursor = measure
        self.reveal(measure)
        self.refresh_measure(measure)

    def refresh_measure(self, measure: int) -> None:
        """Draw a measure anew after its marks changed."""
        if self._layout:
            self.refresh_lines(*self._layout.extent(self._layout.of_measure[measure]))

    def reveal(self, measure: int) -> None:
        """Scroll, if the measure is not seen whole, so far that more than half a page lies ahead.

        Text that stands still between such turns is easier to read than text that creeps at
        every key, and costs a tenth of the output. Of a measure with the chosen figure the lines
        of the figure are what has to be seen.
        """
        if self._layout is None:
            return
        first, height = self._layout.extent(self._layout.of_measure[measure])
        if self._chosen:
            first, height = self._layout.lines_of(*self._chosen)
        visible = self.scrollable_content_region.height
        top, margin = round(self.scroll_offset.y), min(2, visible // 6)
        if first - margin < top or height > visible:
            wanted = first + height - visible * 2 // 3 if height < visible // 3 else first - margin
        elif first + height + margin > top + visible:
            wanted = first - visible // 3
        else:
            return
        last = max(0, first - margin)  # where the measure begins is always in view
        self.scroll_to(y=min(max(0, wanted), last), animate=False, immediate=True)

    def measure_a_page_from(self, pages: float) -> int:
        """The measure about so many pages below the cursor (above when negative)."""
        layout = self._layout
        if layout is None:
            return self._cursor
        step = round(pages * max(1, self.scrollable_content_region.height - 2))
        first, _ = layout.extent(layout.of_measure[self._cursor])
        wanted = layout.line(min(max(first + step, 0), len(layout) - 1)).block
        behind = (block.measure for block in islice(layout.blocks, wanted, None))
        last = len(layout.of_measure) - 1
        found = next((measure for measure in behind if measure is not None), last)
        if found == self._cursor:  # a measure taller than the page
            found += 1 if pages > 0 else -1
        return min(max(found, 0), last)

    def _lay_out(self) -> None:
        """Wrap the text in the width there is: at once, or a long one in a worker."""
        if not self.size or self._document is None:
            return  # not laid out yet; the size comes with on_resize
        width = min(max(8, self.scrollable_content_region.width - _MARGIN), _LONGEST_LINE)
        if len(self._document.text) <= _AT_ONCE:
            self._take(_Layout(self._document, width))
        else:
            self._lay_out_long(width)

    @work(thread=True, exclusive=True, group="layout")
    def _lay_out_long(self, width: int) -> None:
        if self._document is None:
            return
        layout = _Layout(self._document, width)
        if not get_current_worker().is_cancelled:
            self.app.call_from_thread(self._take, layout)

    def _take(self, layout: _Layout) -> None:
        self._layout = layout
        self.virtual_size = Size(self.scrollable_content_region.width, len(layout))
        self.refresh()
        # Only after the layout does the scrollable range know of the new lines.
        self.call_after_refresh(lambda: self.reveal(self._cursor))

    def on_resize(self) -> None:
        """Wrap for the new width and keep the cursor in view."""
        self._lay_out()

    def notify_style_update(self) -> None:
        """Forget the colours of the theme before."""
        self._styles = {}
        super().notify_style_update()

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where the mouse is."""
        line = event.y + round(self.scroll_offset.y)
        if self._layout and line < len(self._layout):
            measure = self._layout.blocks[self._layout.line(line).block].measure
            if measure is not None:
                self.post_message(self.Pointed(measure))

    def render_line(self, y: int) -> Strip:
        """One visible line: margin with signs, then text with its emphases."""
        width, base = self.size.width, self.rich_style
        number = y + round(self.scroll_offset.y)
        layout = self._layout
        if layout is None or number >= len(layout):
            return Strip.blank(width, base)
        line = layout.line(number)
        block = layout.blocks[line.block]
        current = block.measure is not None and block.measure == self._cursor
        ground = base + self._style("current") if current else base
        if block.kind in ("heading", "plain", "topic"):
            ground += self._style(block.kind)
        segments = [
            *self._margin(block, current, number == layout.first_line[line.block], ground),
            *self._emphasised(line, current, ground),
        ]
        return Strip(segments).adjust_cell_length(width, ground)

    def _margin(self, block: Block, current: bool, first: bool, ground: Style) -> Iterator[Segment]:
        """Signs that tell the state without colour: cursor, others, `+-!` tags, note or read."""
        if block.measure is None or self._document is None or not (first or current):
            yield Segment(" " * (_MARGIN if block.kind != "heading" else 1), ground)
            return
        yield Segment(_CURSOR_SIGN if current else " ", ground)
        annotation = self._annotations.get(key_of(self._document.measures[block.measure]))
        others = self._others(block.measure) if first else " "
        yield Segment(others, ground + self._style("others"))
        if annotation is None or not first:
            yield Segment(" " * (_MARGIN - 2), ground)
            return
        for tag in TAGS:
            has = tag.id in annotation.tags
            yield Segment(tag.sign if has else " ", ground + self._style(tag.id) if has else ground)
        if annotation.note:
            yield Segment(_NOTE_SIGN, ground + self._style("note"))
        else:
            yield Segment(_READ_SIGN, ground + self._style("read"))
        yield Segment(" ", ground)

    def _emphasised(self, line: _Line, current: bool, ground: Style) -> Iterator[Segment]:
        """The text of a line, cut where a figure or a hit begins or ends."""
        if self._document is None:
            return
        spans = [(*hit, "hit") for hit in _overlapping(self._hits, line)]
        if current:
            spans += [(*figure, "figure") for figure in _overlapping(self._figures, line)]
            spans += [(*claim, "claim") for claim in _overlapping(self._claims, line)]
        if self._chosen:
            spans += [(*span, "chosen") for span in _overlapping([self._chosen], line)]
        cuts = {line.start, line.end}
        for start, end, _ in spans:
            cuts |= {max(start, line.start), min(end, line.end)}
        edges = sorted(cuts)
        for start, end in pairwise(edges):
            style = ground
            for span_start, span_end, name in spans:
                if span_start <= start and end <= span_end:
                    style += self._style(name)
            yield Segment(self._document.text[start:end], style)

    def _style(self, name: str) -> Style:
        if name not in self._styles:
            self._styles[name] = self.get_component_rich_style(f"reader--{name}", partial=True)
        return self._styles[name]


def _nothing(_measure: int) -> str:
    return " "


def _overlapping(spans: Spans, line: _Line) -> Iterator[tuple[int, int]]:
    """The spans that share a character with the line."""
    index = max(0, bisect_right(spans, line.start, key=itemgetter(0)) - 1)
    while index < len(spans) and spans[index][0] < line.end:
        if spans[index][1] > line.start:
            yield spans[index]
        index += 1
