"""How this year against last year is drawn: columns for the room there is, one row in full."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from core.document import Document
from tui.narration import printable
from tui.widgets.line_list import Piece
from tui.widgets.row_list import RowList
from tui.wrapping import column, cut, wrap
from tui.year_rows import Part, Row

_GAP = 2
_MOST = 3  # lines of one sentence that is shown in full


def _widths(part: Part, width: int) -> list[int]:
    """The cells of each column, 0 where there is no room for it."""
    shown = [one for one in part.columns if width >= one.since]
    shares = sum(one.width == 0 for one in shown)
    fixed = sum(one.width for one in shown) + _GAP * (len(shown) - 1)
    share, more = divmod(max(0, width - fixed), max(1, shares))
    widths = []
    for one in part.columns:
        if width < one.since:
            widths.append(0)
        elif one.width:
            widths.append(one.width)
        else:
            widths.append(share + more)
            more = 0
    return widths


def header(part: Part, width: int) -> str:
    """The names of the columns."""
    return (" " * _GAP).join(
        column(printable(one.title), cells, right=one.right)
        for one, cells in zip(part.columns, _widths(part, width), strict=True)
        if cells
    )


class YearsList(RowList):
    """The rows of one part."""

    def __init__(self, id: str | None = None) -> None:  # noqa: A002
        super().__init__(self._row, id=id)
        self._part: Part | None = None

    @property
    def at(self) -> int:
        """The number of the line that is highlighted."""
        return self._at

    def renew(self, part: Part, at: int, otherwise: str) -> None:
        """Show a part with so many lines before the one that is highlighted."""
        self._part = part
        lines = [printable(line) if isinstance(line, str) else line for line in part.lines]
        self.show(lines, otherwise=[otherwise])
        self._highlight(at)

    def _row(self, row: Row, width: int) -> Iterator[Piece]:
        assert self._part
        columns = self._part.columns
        is_first = True
        for one, cells, text in zip(columns, _widths(self._part, width), row.cells, strict=True):
            if cells:
                style = "muted" if one.width else ""
                yield "" if is_first else " " * _GAP, ""
                yield column(printable(text), cells, right=one.right), style
                is_first = False


def in_full(row: Row, chosen: int, document: Document, width: int, lines: int) -> Text:
    """What a row says, then the measures it leads to, the chosen one with a sign; so many lines."""
    said = Text(no_wrap=True, overflow="crop")
    drawn: list[tuple[str, str]] = []
    for number, words in enumerate(row.whole):
        drawn += [(line, "bold" if number == 0 else "") for line in _few_lines(words, width)]
    shown = [] if _is_itself(row, document) else list(enumerate(row.answers))
    # The chosen one is seen whatever room there is.
    for number, answer in shown[chosen:] + shown[:chosen]:
        measure = document.measures[answer.measure]
        sign = ">" if number == chosen else " "
        words = f"{sign} {number + 1}/{len(shown)}  {measure.locator}  {document.quote(measure)}"
        drawn += [(line, "") for line in _few_lines(words, width)]
        if answer.reason:
            drawn.append((cut(f"       {printable(answer.reason)}", width), "italic"))
    for line, style in drawn[:lines]:
        said.append(f" {line}\n", style)
    return said


def _is_itself(row: Row, document: Document) -> bool:
    """Whether a row leads to what it quotes anyway."""
    return len(row.answers) == 1 and any(
        document.quote(document.measures[row.answers[0].measure]) in words for words in row.whole
    )


def _few_lines(text: str, width: int) -> list[str]:
    text = printable(text)[: width * (_MOST + 1)]
    spans = wrap(text, max(2, width))
    lines = [text[slice(*span)].rstrip() for span in spans[:_MOST]]
    if len(spans) > _MOST:
        lines[-1] = cut(f"{lines[-1]}…", width)
    return lines
