"""The list of follow-ups: due date, status, unit, how much evidence there is, place and words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.text import Text

from core.ledger import STATUSES, is_overdue
from tui.language import _
from tui.narration import printable
from tui.tasks import FollowUp, kind_name
from tui.widgets.line_list import Piece
from tui.widgets.row_list import RowList
from tui.wrapping import column, cut, wrap

LATE = "!"
_DUE, _UNIT, _EVIDENCE, _LOCATOR, _TITLE = 11, 16, 6, 9, 26  # cells, without the space behind
_LONGEST_STATUS = 14
# Cells from which there is room for these columns too.
_WITH_LOCATOR, _WITH_UNIT, _WITH_EVIDENCE, _WITH_TITLE = 56, 74, 84, 104
_WITH_MORE, _MOST_MORE = 120, 16  # from where on a share of the rest goes to unit and title
_GAP = 2


@dataclass(frozen=True, slots=True)
class _Column:
    """A column as wide as this, which a list of so many cells is the first to have."""

    name: str
    width: int
    since: int = 0


def _columns(width: int, *, titled: bool) -> Iterator[_Column]:
    """The columns that there is room for; the last has what is left."""
    status = min(_LONGEST_STATUS, max(cell_len(kind_name(one.id)) for one in STATUSES))
    left = width
    more = min(_MOST_MORE, max(0, width - _WITH_MORE) // 4)
    for one in (
        _Column("due", _DUE),
        _Column("status", status),
        _Column("unit", _UNIT + more, _WITH_UNIT),
        _Column("evidence", _EVIDENCE, _WITH_EVIDENCE),
        *([_Column("title", _TITLE + more, _WITH_TITLE)] if titled else []),
        _Column("locator", _LOCATOR, _WITH_LOCATOR),
    ):
        if width >= one.since:
            left -= one.width + _GAP
            yield one
    yield _Column("words", max(0, left))


def header(width: int, *, titled: bool) -> str:
    """The names of the columns."""
    names = {
        "due": f" {_('Due')}",
        "status": _("Status"),
        "unit": _("Unit"),
        "evidence": _("Evidence"),
        "title": _("Title"),
        "locator": _("Place"),
        "words": _("Matter"),
    }
    gap = " " * _GAP
    return gap.join(column(names[it.name], it.width) for it in _columns(width, titled=titled))


class LedgerList(RowList):
    """A line for each follow-up; what is overdue has a sign before its date."""

    def __init__(self, *, titled: bool, id: str | None = None) -> None:  # noqa: A002
        """`titled`: there is a column for the documents."""
        super().__init__(self._row, id=id)
        self._titled = titled
        self._today = ""

    def renew(self, rows: Sequence[FollowUp], today: str, otherwise: Iterable[str]) -> None:
        """Show the rows as they are now.

        The one that was highlighted stays it; where it is gone, what took its place is.
        """
        self._today = today
        line, top = self._at, self.scroll_offset.y
        former = self.highlighted
        name = former.name if isinstance(former, FollowUp) else None
        found = next((row for row in rows if row.name == name), None)
        self.show(rows, at=found, otherwise=list(otherwise))
        self.scroll_to(y=top, animate=False, immediate=True)
        if found is None:
            self._highlight(line)
        self._reveal(self._at)

    def _row(self, row: FollowUp, width: int) -> Iterator[Piece]:
        task = row.task
        is_late = is_overdue(task, self._today)
        pieces: dict[str, Piece] = {
            "due": (f"{LATE if is_late else ' '}{task.due}", "trouble" if is_late else ""),
            "status": (kind_name(task.status), "done" if task.status == "closed" else ""),
            "unit": (task.unit, ""),
            "evidence": (str(len(task.evidence) or ""), "muted"),
            "title": (row.title, "muted"),
            "locator": (row.annotation.anchor.locator, "muted"),
            "words": (row.annotation.note or row.annotation.anchor.exact, ""),
        }
        for one in _columns(width, titled=self._titled):
            text, style = pieces[one.name]
            yield column(printable(text), one.width), style
            if one.name != "words":
                yield " " * _GAP, ""


def in_full(row: FollowUp, width: int) -> Text:
    """Where it stands, the quote, the note, unit and evidence, a few lines of each."""
    task, annotation = row.task, row.annotation
    place = "  ".join(filter(None, (annotation.anchor.locator, task.unit, row.title)))
    lines = [cut(place, width), *_few_lines(annotation.anchor.exact, width, 2)]
    if annotation.note:
        lines += _few_lines(f"{_('note')}  {annotation.note}", width, 2)
    if task.evidence:
        shown = "  ".join(f"({n}) {one}" for n, one in enumerate(task.evidence, 1))
        lines += _few_lines(f"{_('evidence')}  {shown}", width, 2)
    return Text("\n".join(f" {line}" for line in lines))


def _few_lines(text: str, width: int, most: int) -> list[str]:
    text = printable(text)[: width * (most + 1)]
    spans = wrap(text, max(2, width))
    lines = [text[slice(*span)].rstrip() for span in spans[:most]]
    if len(spans) > most:
        lines[-1] = cut(f"{lines[-1]}…", width)
    return lines
