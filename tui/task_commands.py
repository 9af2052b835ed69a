"""The commands about follow-ups and where marks stand: print the ledger, change it, draw marks."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Mapping, Sequence
from pathlib import Path
from shutil import get_terminal_size

from rich.cells import cell_len

from core import ledger, review, sheet
from core.document import Document
from core.export.charts import COLUMNS, OTHER, Part, density, parts
from core.export.material import material
from core.ledger import STATUS_BY_NAME, STATUSES, Task, TaskError
from core.review import FOLLOW_UP, TAGS, Annotation
from store.errors import StoreError
from store.library import Library
from tui import tasks
from tui.commands import CommandError, measure_at
from tui.contract import Json
from tui.language import _, explained
from tui.narration import complain_of, printable
from tui.opening import OpenError, read_document, review_of
from tui.printing import print_json, print_line, print_rich, print_table, write
from tui.session import annotations_of, blank, edit_of
from tui.tasks import Edit, FollowUp, by_due_date, follow_ups, kind_name
from tui.widgets.ledger_list import LATE
from tui.wrapping import cut

_CSV = ("时限", "逾期", "状态", "责任单位", "证据", "文档", "定位", "事项", "原文")
_STRIP, _TITLE, _GAP = 60, 24, 2  # cells: of a strip in a pipe, a title, between columns
_STYLES = {"highlight": "green", "weakness": "red", "follow-up": "yellow", OTHER: "cyan"}
_NAMED = 80  # cells from which there is room for the names of tags beside their signs
_SIGNS = {**{tag.id: tag.sign for tag in TAGS}, OTHER: "*"}
_NO_MARK = "."


def ledger_arguments(parser: ArgumentParser) -> None:
    """What `piyue ledger` takes."""
    parser.add_argument(
        "files", metavar="FILE", nargs="*", type=Path, help=_("none: the whole library")
    )
    forms = parser.add_mutually_exclusive_group()
    forms.add_argument("--json", action="store_true", help=_("one JSON object a file, a line each"))
    forms.add_argument("--csv", action="store_true", help=_("a table for spreadsheet programs"))


def print_ledger(options: Namespace) -> None:
    """Print the follow-ups of documents, or of the library, the soonest due first.

    What can be read is printed; then raises OpenError or StoreError for the last that cannot.
    """
    now = tasks.today()
    failed: list[Exception] = []
    books = (_of_files if options.files else _of_library)(options, failed)
    if options.json:
        for path, rows in books:
            print_json({"schema": 1, "path": path, "ledger": [_json(row, now) for row in rows]})
    else:
        _print_rows(by_due_date(row for _path, rows in books for row in rows), now, options)
    complain_of(failed)


_Books = list[tuple[str, list[FollowUp]]]


def _of_files(options: Namespace, failed: list[Exception]) -> _Books:
    books = []
    for path in options.files:
        try:
            document = read_document(path, options.library)
            found = annotations_of(review_of(path, document, options.library, options.reviewer))
        except (OpenError, StoreError) as error:
            failed.append(error)
        else:
            title = document.metadata.title or path.stem
            books.append((str(path), by_due_date(follow_ups(found, document.id, title))))
    return books


def _of_library(options: Namespace, failed: list[Exception]) -> _Books:
    library = Library(options.library)
    books = []
    for one in tasks.entrusted(library, options.reviewer):
        try:
            found = annotations_of(library.review(one.id, options.reviewer))
        except StoreError as error:
            failed.append(error)
        else:
            rows = by_due_date(follow_ups(found, one.id, tasks.title_of(one), one.source))
            books.append((one.source or str(library.document(one.id)), rows))
    return books


def _json(row: FollowUp, now: str) -> Json:
    """A follow-up as scripts read it."""
    task, annotation = row.task, row.annotation
    return {
        "id": annotation.id,
        "document": row.document,
        "locator": annotation.anchor.locator,
        "quote": annotation.anchor.exact,
        "note": annotation.note,
        "unit": task.unit,
        "due": task.due,
        "overdue": ledger.is_overdue(task, now),
        "status": task.status,
        "evidence": list(task.evidence),
        "updated": annotation.updated,
    }


def _print_rows(rows: Sequence[FollowUp], now: str, options: Namespace) -> None:
    if options.csv:
        write(sheet.MARK + sheet.lines([_CSV, *(_for_a_sheet(row, now) for row in rows)]))
        return
    print_table(
        [
            (
                f"{LATE if ledger.is_overdue(row.task, now) else ' '}{row.task.due}",
                kind_name(row.task.status),
                row.task.unit,
                str(len(row.task.evidence) or ""),
                row.title,
                row.annotation.anchor.locator,
                _matter(row),
            )
            for row in rows
        ],
        (
            *(f" {_('Due')}", _("Status"), _("Unit"), _("Evidence")),
            *(_("Title"), _("Place"), _("Matter")),
        ),
    )


def _matter(row: FollowUp) -> str:
    """What is to be done: the note, else the words that were marked."""
    return row.annotation.note or row.annotation.anchor.exact


def _for_a_sheet(row: FollowUp, now: str) -> tuple[str, ...]:
    task, annotation = row.task, row.annotation
    late = "是" if ledger.is_overdue(task, now) else ""
    return (
        *(task.due, late, ledger.status_name(task.status), task.unit, "；".join(task.evidence)),
        # Behind a sign: Excel would make 1.10 a number, 1.1 again, and 1.3.10 a date.
        *(row.title, f"§{annotation.anchor.locator}", _matter(row), annotation.anchor.exact),
    )


def task_arguments(parser: ArgumentParser) -> None:
    """What `piyue task` takes."""
    statuses = ", ".join(f"{one.id} {one.chinese}" for one in STATUSES)
    parser.add_argument("files", metavar="FILE", nargs=1, type=Path)
    parser.add_argument(
        "locator", metavar="LOCATOR", help=_("the measure: 1.3.2, or several: 1.3.2,1.3.4")
    )
    parser.add_argument("--unit", metavar="NAME", help=_("who is responsible"))
    parser.add_argument(
        "--due", metavar="DATE", type=_date, help=_("until when: 2025-6-30, 2025年6月30日")
    )
    parser.add_argument("--status", metavar="STATUS", type=_status, help=statuses)
    parser.add_argument(
        "--evidence", metavar="TEXT", action="append", help=_("one more: a file, an address, words")
    )
    parser.add_argument(
        "--without-evidence", metavar="TEXT", action="append", help=_("take this one off")
    )


def _date(typed: str) -> str:
    try:
        return ledger.due_date(typed)
    except TaskError as error:
        raise ArgumentTypeError(explained(str(error))) from error


def _status(name: str) -> str:
    if name not in STATUS_BY_NAME:
        raise ArgumentTypeError(", ".join(f"{one.id} {one.chinese}" for one in STATUSES))
    return STATUS_BY_NAME[name].id


def change_task(path: Path, options: Namespace) -> None:
    """Make measures follow-ups, as one step, with what is to come of them; nothing named: tell."""
    document = read_document(path, options.library)
    measures = [measure_at(path, document, one) for one in options.locator.split(",")]
    store = review_of(path, document, options.library, options.reviewer)
    if edits := _edits(options):

        def change(annotation: Annotation) -> Annotation:
            for edit in edits:
                annotation = edit.on(annotation)
            if options.status or options.without_evidence:
                ledger.checked(annotation.task or Task())
            return review.tagged(FOLLOW_UP)(annotation)

        locators = "、".join(measure.locator for measure in measures)
        why = " ".join(("task", locators, *(edit.what for edit in edits)))
        changes = {
            review.key_of(one): edit_of(change, blank(document, one, options.reviewer))
            for one in measures
        }
        try:
            store.change_all(changes, why)
        except TaskError as error:
            raise CommandError(f"{path}: {error}") from error
    kept = annotations_of(store)
    found = {key: kept[key] for key in map(review.key_of, measures) if key in kept}
    rows = follow_ups(found, document.id, document.metadata.title)
    for row in rows:
        task = row.task
        cells = (task.due, kind_name(task.status), task.unit, *task.evidence)
        print_line((row.annotation.anchor.locator, *cells))


def _edits(options: Namespace) -> list[Edit]:
    """What the options ask for; evidence first, which a status may need."""
    edits = []
    if options.unit is not None:
        edits.append(tasks.unit(options.unit))
    if options.due is not None:
        edits.append(tasks.due(options.due))
    if options.evidence:
        edits.append(tasks.evidence(*options.evidence))
    edits += [tasks.without_evidence(one) for one in options.without_evidence or ()]
    if options.status:
        edits.append(tasks.status(options.status))
    return edits


def chart_arguments(parser: ArgumentParser) -> None:
    """What `piyue chart` takes."""
    parser.add_argument("files", metavar="FILE", nargs="+", type=Path)


def draw_chart(path: Path, options: Namespace) -> None:
    """Draw how many marks each section has and where they stand in it; lines into a pipe."""
    document = read_document(path, options.library)
    found = annotations_of(review_of(path, document, options.library, options.reviewer))
    charted = parts(material(document, found, (), options.reviewer))
    columns = [
        column
        for column, _chinese in COLUMNS
        if column != OTHER or any(part.counts[OTHER] for part in charted)
    ]
    if sys.stdout.isatty():
        _draw(document, path, charted, columns)
        return
    for part in charted:
        counts = [str(part.counts[column]) for column in columns]
        strip = "".join(_sign(cell) for cell in density(part, min(_STRIP, len(part.strip))))
        print_line((part.title, str(len(part.strip)), *counts, strip))


def _draw(document: Document, path: Path, charted: Sequence[Part], columns: Sequence[str]) -> None:
    from rich.table import Table  # noqa: PLC0415 (a pipe needs no rich)
    from rich.text import Text  # noqa: PLC0415

    width = get_terminal_size().columns
    names = {**{tag.id: _(tag.english) for tag in TAGS}, OTHER: _("note")}
    names = {
        it: f"{_SIGNS[it]} {name}" if width >= _NAMED else _SIGNS[it] for it, name in names.items()
    }
    heads = [_("Measures"), *(names[column] for column in columns)]
    table = Table(box=None, padding=(0, _GAP, 0, 0), title_justify="left")
    table.title = Text(printable(document.metadata.title or str(path)), "bold")
    title_room = min(_TITLE, width // 4)
    table.add_column(Text(_("Section")), width=title_room)
    for head in heads:
        table.add_column(Text(head), justify="right", width=cell_len(head))
    table.add_column(Text(_("Spread")))
    taken = title_room + _GAP + sum(cell_len(head) + _GAP for head in heads)
    room = max(1, width - taken - _GAP)
    longest = max(1, room, *(len(part.strip) for part in charted))
    for part in charted:
        strip = Text()
        for cell in density(part, -(-len(part.strip) * room // longest)):
            strip.append(_sign(cell), _STYLES.get(_strongest(cell), "dim"))
        counts = (Text(str(part.counts[column] or "-")) for column in columns)
        title = Text(cut(printable(part.title), title_room))
        table.add_row(title, str(len(part.strip)), *counts, strip)
    print_rich(table)


def _sign(cell: Mapping[str, float]) -> str:
    return _SIGNS.get(_strongest(cell), _NO_MARK)


def _strongest(cell: Mapping[str, float]) -> str:
    """The column in which most of its measures count, the first of equals; "" where none does."""
    counted = [column for column, _chinese in COLUMNS if column in cell]
    return max(counted, key=cell.__getitem__, default="")
