"""The commands that look up: figures of one document or several, measures that hold a query."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any

from core import keywords, sheet
from core.comparing import side_by_side
from core.document import Document, Metric
from core.facts import find_facts
from core.finding import Found, find
from core.lookup import Lookup, Row, rows
from tui.contract import facts_json, found_json
from tui.language import _
from tui.narration import printable
from tui.printing import print_json, print_line, print_rich, print_table, write
from tui.stated import described

Documents = Iterable[tuple[Path, Document]]


def list_metrics(documents: Documents, options: Namespace) -> None:
    """List the figures of documents, or those that a query finds."""
    if options.csv:
        write(sheet.MARK + sheet.lines([_CSV]))
    listed: list[tuple[Path, list[Row]]] = []
    for path, document in documents:
        found = rows(document, find_facts(document.text, options.config.vocabulary))
        if options.find is not None:
            found = list(Lookup(found).matching(options.find))
        if options.json:
            print_json(facts_json(path, document, found))
            continue
        if options.find is None:
            found = [row for row in found if isinstance(row.item, Metric)]
        if options.csv:
            write(sheet.lines(_csv(path, document, found)))
        else:
            listed.append((path, found))
    if len(options.files) > 1:
        _print_side_by_side(listed)
    else:
        for _path, found in listed:
            print_table(
                [(row.locator, row.stated, described(row), row.sentence) for row in found],
                (_("Where"), _("Figure"), _("Subject"), _("Sentence")),
            )


_CSV = (
    *("path", "title", "locator", "subject", "figure", "value", "value_max", "unit", "kind"),
    *("qualifier", "sentence", "start", "end"),
)


def _csv(path: Path, document: Document, found: Iterable[Row]) -> Iterator[Sequence[Any]]:
    """What was found as lines under `_CSV`; claims and hints have no value and no unit."""
    for row in found:
        one = row.item
        numbers = (one.value, one.value_max, one.unit) if isinstance(one, Metric) else (None,) * 3
        qualifier = one.qualifier if isinstance(one, Metric) else None
        yield (
            *(str(path), document.metadata.title, row.locator, described(row), row.surface),
            *(*numbers, row.kind, qualifier, row.sentence, one.start, one.end),
        )


def _print_side_by_side(listed: Sequence[tuple[Path, list[Row]]]) -> None:
    """A row a subject, a column a document; into a pipe a line a figure.

    Claims and hints are of one document each and stand one below the other.
    """
    alone = [
        (described(row), str(path), row.locator, row.stated, row.sentence)
        for path, found in listed
        for row in found
        if not isinstance(row.item, Metric)
    ]
    groups = side_by_side(
        [[row for row in found if isinstance(row.item, Metric)] for _path, found in listed]
    )
    if not sys.stdout.isatty():
        for group in groups:
            for (path, _found), cell in zip(listed, group.cells, strict=True):
                for row in cell:
                    print_line((group.subject, str(path), row.locator, row.stated, row.sentence))
        for line in alone:
            print_line(line)
        return
    if groups:
        print_table(
            [
                (group.subject, *("  ".join(row.stated for row in cell) for cell in group.cells))
                for group in groups
            ],
            (_("Subject"), *(path.stem for path, _found in listed)),
        )
    print_table(alone)


def list_found(documents: Documents, options: Namespace) -> None:
    """List the measures that hold a query, the best first, with what was found set apart."""
    load = cache(partial(keywords.load, terms=options.config.terms))
    for path, document in documents:
        found = find(document, options.query, load)
        if options.json:
            items = [found_json(document, one) for one in found]
            print_json({"schema": 1, "path": str(path), "measures": items})
            continue
        several = len(options.files) > 1
        if not sys.stdout.isatty():
            for one in found:
                place = (str(path), one.measure.locator) if several else (one.measure.locator,)
                print_line((*place, document.quote(one.measure)))
        elif found:
            _print_found(path.name if several else "", document, found)


def _print_found(title: str, document: Document, found: Sequence[Found]) -> None:
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table.grid(padding=(0, 2))
    table.title = Text(printable(title), "bold") if title else None
    table.title_justify = "left"
    for one in found:
        text = Text(printable(document.quote(one.measure)))
        for start, end in one.spans:
            text.stylize("bold underline", start - one.measure.start, end - one.measure.start)
        table.add_row(Text(one.measure.locator), text)
    print_rich(table, wrap=True)
