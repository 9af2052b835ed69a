"""Draw one printed line of the reader: signs in the margin, then text with its emphases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rich.segment import Segment
from rich.style import Style

from core.review import TAGS, Annotation
from tui.widgets.emphasis import Spans, emphasised
from tui.widgets.layout import MARGIN, Block, NoteLine, TextLine

_READ_SIGN, _NOTE_SIGN, _CURSOR_SIGN, _SELECTED_SIGN = "✓", "✎", ">", "*"


def nobody(_measure: int) -> str:
    """The sign for the other reviewers while they are not shown."""
    return " "


@dataclass(slots=True)
class Scene:
    """What is shown of a document, and where the reviewer is in it.

    `style` gives the look of a part of the reader by its name, "" that of the pane itself.
    `figures` and `claims` are those of the measure under the cursor. `chosen` is the figure gone
    to, `words` what the mouse selected. From `selected_from` to the cursor measures are selected.
    """

    annotation: Callable[[int], Annotation | None]
    style: Callable[[str], Style]
    text: str = ""
    others: Callable[[int], str] = nobody
    figures: Spans = ()
    claims: Spans = ()
    hits: Spans = ()
    chosen: tuple[int, int] | None = None
    words: tuple[int, int] | None = None
    cursor: int = 0
    selected_from: int | None = None

    def is_selected(self, measure: int | None) -> bool:
        """Whether a measure is one of those that are selected together."""
        if self.selected_from is None or measure is None:
            return False
        first, last = sorted((self.selected_from, self.cursor))
        return first <= measure <= last


def drawn(scene: Scene, line: TextLine | NoteLine, block: Block) -> tuple[list[Segment], Style]:
    """A line in pieces, and the ground on which it is drawn to its end."""
    style = scene.style
    current = block.measure is not None and block.measure == scene.cursor
    ground = style("")
    if scene.is_selected(block.measure):
        ground += style("selected")
    if current:
        ground += style("current")
    if isinstance(line, NoteLine):
        return _note(line, ground, ground + style("note")), ground
    if block.kind in ("heading", "plain", "topic"):
        ground += style(block.kind)
    margin = _margin(scene, block, line.is_first, ground)
    return [*margin, *_emphasised(scene, line, current, ground)], ground


def _note(line: NoteLine, ground: Style, style: Style) -> list[Segment]:
    sign = f"{_NOTE_SIGN} " if line.is_first else "  "
    return [Segment(" " * MARGIN, ground), Segment(sign, style), Segment(line.text, style)]


def _margin(scene: Scene, block: Block, first: bool, ground: Style) -> Iterator[Segment]:
    """Signs that tell the state without colour: cursor, others, `+-!` tags, note or read."""
    indent = block.indent if first else block.hang
    style, current = scene.style, block.measure == scene.cursor
    selected = scene.is_selected(block.measure)
    if block.measure is None or not (first or current or selected):
        yield Segment(" " * indent, ground)
        return
    sign = _CURSOR_SIGN if current else _SELECTED_SIGN if selected else " "
    yield Segment(sign, ground)
    if not first:
        yield Segment(" " * (indent - 1), ground)
        return
    yield Segment(scene.others(block.measure), ground + style("others"))
    annotation = scene.annotation(block.measure)
    if annotation is None:
        yield Segment(" " * (indent - 2), ground)
        return
    for tag in TAGS:
        has = tag.id in annotation.tags
        yield Segment(tag.sign if has else " ", ground + style(tag.id) if has else ground)
    if annotation.note:
        yield Segment(_NOTE_SIGN, ground + style("note"))
    else:
        yield Segment(_READ_SIGN, ground + style("read"))
    yield Segment(" ", ground)


def _emphasised(scene: Scene, line: TextLine, current: bool, ground: Style) -> Iterator[Segment]:
    """The text of a line with what stands out in it."""
    spans = {"hit": scene.hits}
    if current:
        spans |= {"figure": scene.figures, "claim": scene.claims}
    if scene.chosen:
        spans["chosen"] = [scene.chosen]
    if scene.words:
        spans["words"] = [scene.words]
    return emphasised(scene.text, line, spans, scene.style, ground)
