"""How a document of the library, or a hit in one, is written on one line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from rich.cells import cell_len

from core.review import TAGS
from tui.everywhere import Hit
from tui.language import _, explained
from tui.narration import printable
from tui.shelf import Shelved
from tui.widgets.line_list import Piece
from tui.wrapping import column, cut

_PROGRESS, _MARKS, _ISSUER, _OTHERS = 10, 12, 18, 20  # cells, the space behind included
_DAY, _MINUTE = 10, 16  # 2026-01-09 and with the time
# Cells from which there is room for these columns too.
_WITH_DAY, _WITH_MARKS, _WITH_ISSUER, _WITH_OTHERS = 44, 66, 92, 112
_WITH_TIME, _WITH_PATH = 132, 160
_SHARE_OF_TITLE = 0.55  # of the title and the path together


@dataclass(frozen=True, slots=True)
class _Widths:
    """How many cells each column has, 0 where there is no room for it."""

    title: int
    issuer: int
    progress: int
    marks: int
    others: int
    opened: int
    path: int


def _widths(width: int) -> _Widths:
    issuer = _ISSUER if width >= _WITH_ISSUER else 0
    marks = _MARKS if width >= _WITH_MARKS else 0
    others = _OTHERS if width >= _WITH_OTHERS else 0
    opened = _MINUTE if width >= _WITH_TIME else _DAY if width >= _WITH_DAY else 0
    left = max(0, width - issuer - _PROGRESS - marks - others - opened - 2)
    path = round(left * (1 - _SHARE_OF_TITLE)) if width >= _WITH_PATH else 0
    return _Widths(left - path, issuer, _PROGRESS, marks, others, opened, path)


def header(width: int) -> Iterator[Piece]:
    """The names of the columns."""
    return _columns(
        _widths(width),
        (_("Title"), ""),
        _("Issuer"),
        (_("Reviewed"), ""),
        _("Marks"),
        _("Others"),
        _("Opened"),
        _("File"),
    )


def _columns(  # noqa: PLR0913, PLR0917 (one for each column)
    widths: _Widths,
    title: Piece,
    issuer: str,
    progress: Piece,
    marks: str,
    others: str,
    opened: str,
    path: str,
) -> Iterator[Piece]:
    def beside(text: str, width: int) -> str:
        return column(text, width - 2) + "  " if width else ""

    yield column(title[0], widths.title) + "  ", title[1]
    yield beside(issuer, widths.issuer), "muted"
    yield column(progress[0], widths.progress - 2, right=True) + "  ", progress[1]
    yield beside(marks, widths.marks), ""
    yield beside(others, widths.others), "muted"
    yield column(opened, widths.opened), "muted"
    if widths.path:
        yield "  " + column(path, widths.path - 2), "muted"


def drawn(row: Shelved | Hit, width: int) -> Iterable[Piece]:
    """A document in columns, as many as there is room for, or a hit with what was found."""
    return _hit(row, width) if isinstance(row, Hit) else _document(row, width)


def _document(row: Shelved, width: int) -> Iterator[Piece]:
    widths = _widths(width)
    if row.trouble:
        title = cut(row.title, widths.title if row.measures else width // 3)
        yield title + "  ", "title"
        yield cut(explained(row.trouble), max(0, width - cell_len(title) - 2)), "trouble"
        return
    is_done = row.reviewed >= row.measures
    yield from _columns(
        widths,
        (row.title, "" if row.opened else "title"),
        row.issuer,
        (f"{row.reviewed}/{row.measures}", "done" if is_done else ""),
        " ".join(f"{tag.sign}{row.tags[tag.id]}" for tag in TAGS if row.tags.get(tag.id)),
        " ".join(f"{who} {reviewed}" for who, reviewed in row.others),
        _when(row.opened, widths.opened) if row.opened else _("never"),
        printable(row.path),
    )


def _when(at: int, width: int) -> str:
    """The local day, or minute, of a time in microseconds since 1970."""
    try:
        return datetime.fromtimestamp(at / 1_000_000).astimezone().isoformat(" ")[:width]
    except (ValueError, OverflowError, OSError):
        return ""  # a clock that was far off


def _hit(row: Hit, width: int) -> Iterator[Piece]:
    """The place, then the sentence from some words before the first that was found."""
    place = min(10, width)
    yield column(row.locator, place - 2) + "  ", "muted"
    text = printable(row.text)
    begin = max(0, row.spans[0][0] - max(0, width - place) // 6) if row.spans else 0
    left = width - place
    at = begin
    lead = "…" if begin else ""
    shown = cut(lead + text[begin:], left)
    behind = begin - len(lead) + len(shown)  # offset in the text where the shown part ends
    yield lead, "muted"
    for start, end in row.spans:
        first, last = max(at, start), min(end, behind)
        if first < last:
            yield text[at:first], ""
            yield text[first:last], "match"
            at = last
    yield shown[at - begin + len(lead) :], ""
