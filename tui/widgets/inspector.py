"""What is known of the measure under the cursor: place, marks, note, figures, what is like it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.selection import Selection
from textual.strip import Strip

from core.document import Document, Measure
from core.review import Annotation
from tui.language import _
from tui.narration import printable
from tui.verdict import verdict
from tui.widgets.barred import Barred
from tui.wrapping import cut, wrap

if TYPE_CHECKING:  # not before the first frame
    from core.lookup import Row

_MOST_SHOWN = 2_000  # characters of a note
_SCARCE = 14  # lines; in fewer, titles share a line with what they head
_LONGEST_QUOTE = 120  # cells of a measure that is like this one; in a narrow pane two lines


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a measure.

    `annotations` are one's own, None if there is none, and behind it those of others, by name.
    `stated` is in the measure. `keywords` of its section are None while they are looked for.
    `history` tells what was done to the annotation, newest first; `like` are the numbers of the
    measures alike in meaning. Both are empty while they are looked for.
    """

    document: Document
    measure: Measure
    annotations: Mapping[str, Annotation | None]
    stated: Sequence[Row]
    keywords: Sequence[str] | None
    history: Sequence[str] = ()
    like: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class _Line:
    """A line as it would stand in a pane of any width; `bold` are its first characters."""

    text: str
    bold: int = 0
    is_place: bool = False
    leads_to: int | None = None  # a measure


@dataclass(frozen=True, slots=True)
class _Shape:
    """The room that there is: cells, and whether lines are scarce."""

    width: int = 0
    scarce: bool = False

    @property
    def quote(self) -> int:
        """The cells for a measure that is like this one."""
        return max(2 * self.width, min(4 * self.width, _LONGEST_QUOTE))


@dataclass
class _Page:
    """The lines of some facts, and the rows that they take: number of the line, start, end."""

    facts: Facts | None = None
    shape: _Shape = field(default_factory=_Shape)

    @property
    def measure(self) -> Measure | None:
        """What it is about."""
        return self.facts.measure if self.facts else None

    @cached_property
    def lines(self) -> list[_Line]:
        """All lines, empty ones between the paragraphs if there is room."""
        lines: list[_Line] = []
        for title, body in _paragraphs(self.facts, self.shape.quote) if self.facts else ():
            if lines and not self.shape.scarce:
                lines.append(_Line(""))
            lines.extend(_headed(title, body, is_place=not lines, scarce=self.shape.scarce))
        return lines

    @cached_property
    def rows(self) -> list[tuple[int, int, int]]:
        """What stands in each row of the pane."""
        width = max(2, self.shape.width)
        return [
            (number, start, end)
            for number, line in enumerate(self.lines)
            for start, end in _wrapped(line.text, width)
        ]

    def row(self, number: int) -> tuple[_Line, int, int] | None:
        """The piece of a line in a row; None below the last."""
        if number >= len(self.rows):
            return None
        line, start, end = self.rows[number]
        return self.lines[line], start, end


@lru_cache(maxsize=256)
def _wrapped(text: str, width: int) -> list[tuple[int, int]]:
    """The rows of a line; most lines are the same from one measure to the next."""
    return wrap(text, width)


def _headed(title: str, body: list[_Line], *, is_place: bool, scarce: bool) -> list[_Line]:
    if not scarce:
        return [_Line(title, len(title), is_place), *body]
    first = _Line(f"{title}  {body[0].text}", len(title), is_place, body[0].leads_to)
    return [first, *body[1:]]


def _paragraphs(facts: Facts, quote: int) -> Iterator[tuple[str, list[_Line]]]:
    """The title and the lines of each; what takes time to find comes last, so nothing shifts."""
    document, measure = facts.document, facts.measure
    path = " / ".join(section.heading for section in document.ancestry(measure.section))
    yield measure.locator, [_Line(path or _("Preamble"))]
    (own, annotation), *others = facts.annotations.items()
    marks = f"{own}: {verdict(annotation)}" if others else verdict(annotation)
    yield _("Marks"), _lines([marks, *_others(others)])
    if annotation and annotation.note:
        yield _("Note"), _lines(_beginning(annotation.note).split("\n"))
    if annotation and (before := list(_before(document.quote(measure), annotation))):
        yield _("Version before"), _lines(before)
    if figures := list(_figures(facts.stated)):
        yield _("Figures"), _lines(figures)
    if claims := [row for row in facts.stated if row.kind == "claim"]:
        yield _("Firsts"), _lines(f"{row.surface} — {row.subject}".rstrip(" —") for row in claims)
    if facts.keywords is None or facts.keywords:
        words = "…" if facts.keywords is None else " ".join(facts.keywords)
        yield _("Keywords of the section"), _lines([words])
    if facts.like:
        yield _("Alike"), [_alike(document, index, quote) for index in facts.like]
    if facts.history:
        yield _("History"), _lines(facts.history)


def _lines(texts: Iterable[str]) -> list[_Line]:
    return [_Line(text) for text in texts]


def _alike(document: Document, index: int, quote: int) -> _Line:
    measure = document.measures[index]
    words = f"{measure.locator}  {' '.join(document.quote(measure).split())}"
    return _Line(cut(words, quote), len(measure.locator), leads_to=index)


def _others(annotations: Iterable[tuple[str, Annotation | None]]) -> Iterator[str]:
    """What others made of it: whose files these are is not known, so no sign of them is trusted."""
    for reviewer, annotation in annotations:
        yield f"{printable(reviewer)}: {verdict(annotation)}"
        if annotation and annotation.note:
            yield from (f"  {printable(line)}" for line in _beginning(annotation.note).split("\n"))


def _before(words: str, annotation: Annotation) -> Iterator[str]:
    """What it was where the words of the version before are others: figures, then all of it."""
    if annotation.anchor.rest.get("was"):
        from core.carrying import was  # noqa: PLC0415 (not before the first frame)
        from core.rewording import changed_figures  # noqa: PLC0415

        former = was(annotation)
        if former and former.exact != words:
            for figure in changed_figures(former.exact, words):
                yield printable(f"{figure.old or '—'} → {figure.new or '—'}")
            yield printable(_beginning(former.exact))


def _beginning(note: str) -> str:
    """As much of a note as is read beside a text; a pasted file would hold up every key."""
    if len(note) <= _MOST_SHOWN:
        return note
    return _("{}… ({:,} characters in all)").format(note[:_MOST_SHOWN], len(note))


def _figures(stated: Iterable[Row]) -> Iterable[str]:
    """Each figure with its subject, below it what its hints say."""
    for row in stated:
        if row.kind == "hint":
            from tui.stated import asked  # noqa: PLC0415 (not before the first frame)

            sign, word = asked(row)
            yield f"{sign} {row.subject} {word}"
        elif row.kind != "claim":
            yield f"{row.stated}  {row.subject}".rstrip()


class Inspector(Barred, can_focus=True, inherit_bindings=False):
    """Short paragraphs, drawn row by row; nothing in them is interpreted."""

    COMPONENT_CLASSES = {"inspector--title", "inspector--place"}

    @dataclass
    class Chosen(Message):
        """A measure that is like the current one was clicked."""

        measure: int

    def __init__(self, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._facts: Facts | None = None
        self._page = _Page()
        self._styles: dict[str, Style] = {}

    @property
    def text(self) -> str:
        """All that is told."""
        return "\n".join(line.text for line in _Page(self._facts, self._shape).lines)

    def show(self, facts: Facts) -> None:
        """Describe a measure."""
        self._facts = facts
        self._draw()

    @property
    def _shape(self) -> _Shape:
        return _Shape(max(1, self.room - 1), scarce=self.size.height < _SCARCE)

    def _draw(self) -> None:
        """Lay out what is known now, and print the rows that differ."""
        former, self._page = self._page, _Page(self._facts, self._shape)
        if not self.size:
            return  # hidden or not laid out yet; on_resize draws
        rows = len(self._page.rows)
        # Setting it would lay the whole screen out anew, at every key.
        self.set_reactive(Inspector.virtual_size, Size(self._page.shape.width, rows))
        self.refresh_bar()
        if former.measure != self._page.measure:
            self.scroll_to(y=0, animate=False, immediate=True)
        for row in range(max(rows, len(former.rows))):
            if _printed(former.row(row)) != _printed(self._page.row(row)):
                self.refresh_line(row)

    def on_resize(self) -> None:
        """Wrap for the new width."""
        self._draw()
        self.refresh()

    def notify_style_update(self) -> None:
        """Forget the colours of the theme before, and of the focus."""
        self._styles = {}
        super().notify_style_update()

    def on_click(self, event: events.Click) -> None:
        """Go where the mouse is, if that is a measure."""
        row = self._page.row(event.y - self.gutter.top + round(self.scroll_offset.y))
        if row and row[0].leads_to is not None and not self.text_selection:
            self.post_message(self.Chosen(row[0].leads_to))

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """The words that the mouse selected, without the line breaks of the pane."""
        return selection.extract("\n".join(line.text for line in self._page.lines)), "\n"

    def selection_updated(self, selection: Selection | None) -> None:
        """Show what is selected."""
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One visible row."""
        number = y + round(self.scroll_offset.y)
        row = self._page.row(number)
        if row is None:
            return self.barred(y, [], self._style(""))
        line, start, end = row
        of_line = self._page.rows[number][0]
        strip = Strip(self._pieces(line, of_line, start, end)).apply_offsets(start, of_line)
        return self.barred(y, list(strip), self._style(""))

    def _pieces(self, line: _Line, number: int, start: int, end: int) -> Iterator[Segment]:
        """The part of a line, its beginning in bold, what the mouse selected on its ground."""
        bold = self._style("place" if line.is_place else "title")
        chosen = self.text_selection.get_span(number) if self.text_selection else None
        first, last = chosen or (0, 0)
        last = len(line.text) if last == -1 else last
        ends = sorted({start, end, *(at for at in (line.bold, first, last) if start < at < end)})
        for begin, until in pairwise(ends):
            style = bold if begin < line.bold else self._style("")
            if first <= begin < last:
                style += self._style("selection")
            yield Segment(line.text[begin:until], style)

    def _style(self, name: str) -> Style:
        """The style of a component; "" is that of the pane itself, which takes long to find."""
        if name not in self._styles:
            match name:
                case "":
                    found = self.rich_style
                case "selection":
                    found = self.screen.get_component_rich_style("screen--selection")
                case _:
                    component = self.get_component_rich_style(f"inspector--{name}", partial=True)
                    found = self.rich_style + component
            self._styles[name] = found
        return self._styles[name]


def _printed(row: tuple[_Line, int, int] | None) -> tuple[str, int, bool] | None:
    """What is seen of a row."""
    if row is None:
        return None
    line, start, end = row
    return line.text[start:end], max(0, line.bold - start), line.is_place
