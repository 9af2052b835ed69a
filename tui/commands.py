"""What each command of `piyue` does: read files, print, change reviews."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from core import review
from core.document import Document, Measure, Metric
from core.lookup import matching, rows
from core.metrics import find_metrics
from core.review import Annotation, Change
from store.library import Library, ReviewFile
from tui import exporting
from tui.narration import complain, printable
from tui.opening import read_document
from tui.session import annotations_of, blank, edit_of

Json = dict[str, Any]


class CommandError(Exception):
    """A command cannot do what it was asked; the message names the file and the cause."""


def print_outline(path: Path, options: Namespace) -> None:
    """Print the tree of sections, or everything as JSON."""
    document = read_document(path)
    if options.json:
        _print_json(outline_json(path, document))
        return
    from rich.text import Text  # noqa: PLC0415 (JSON needs no rich)
    from rich.tree import Tree  # noqa: PLC0415

    tree = Tree(Text(document.metadata.title or str(path)))
    branches: dict[str | None, Tree] = {None: tree}
    for section in document.sections:
        label = Text(f"{section.locator}  {section.heading}")
        branches[section.id] = branches[section.parent].add(label)
    _print_rich(tree)
    for warning in document.warnings:
        complain(f"{path}: {warning}")


def list_metrics(path: Path, options: Namespace) -> None:
    """List the figures of a document, or those that a query finds."""
    document = read_document(path)
    found = matching(rows(document, find_metrics(document.text)), options.find or "")
    if options.json:
        listed = [metric_json(document, row.metric, row.locator) for row in found]
        _print_json({"schema": 1, "path": str(path), "metrics": listed})
        return
    _print_table([(row.locator, row.surface, row.metric.subject, row.sentence) for row in found])


def annotate(path: Path, options: Namespace) -> None:
    """Annotate one measure."""
    document = read_document(path)
    measure = _measure(path, document, options.locator)
    change, why = _change(tuple(options.tags), options)
    _review(document, options).change(
        review.key_of(measure),
        edit_of(change, blank(document, measure, options.reviewer)),
        f"{why} {measure.locator}",
    )


def _change(tags: tuple[str, ...], options: Namespace) -> tuple[Change, str]:
    """What the options ask for, and its name in the history."""
    words = [*tags, *(["note"] if options.note is not None else []), *["read"] * options.read]
    if not words:  # --remove alone
        return review.cleared, "clear"

    def change(annotation: Annotation) -> Annotation:
        changed = (review.without if options.remove else review.tagged)(*tags)(annotation)
        if options.read:
            changed = review.marked_read(not options.remove)(changed)
        if options.note is not None:
            changed = review.noted("" if options.remove else options.note)(changed)
        return changed

    return change, ("-" if options.remove else "") + " ".join(words)


def list_annotations(path: Path, options: Namespace) -> None:
    """List the annotations of a review in reading order."""
    document = read_document(path)
    found = _annotations(document, options)
    listed = review.in_order(document, found)
    if options.json:
        items = [annotation_json(measure, annotation) for measure, annotation in listed]
        _print_json({"schema": 1, "path": str(path), "annotations": items})
        return
    _print_table(
        [
            (
                annotation.anchor.locator,
                "".join(one.sign for one in review.TAGS if one.id in annotation.tags),
                annotation.note.replace("\n", " "),
                annotation.anchor.exact,
            )
            for _measure, annotation in listed
        ]
    )


def undo(path: Path, options: Namespace) -> None:
    """Take back the last change of a review."""
    _step(path, options, "undo")


def redo(path: Path, options: Namespace) -> None:
    """Repeat what was taken back last."""
    _step(path, options, "redo")


def _step(path: Path, options: Namespace, way: str) -> None:
    store = _review(read_document(path), options)
    step = store.undo() if way == "undo" else store.redo()
    if step is None:
        raise CommandError(f"{path}: nothing to {way}")
    print(step.why)


def print_history(path: Path, options: Namespace) -> None:
    """Print the audit trail: when, who, what."""
    for step in _review(read_document(path), options).history():
        at = datetime.fromtimestamp(step.at / 1_000_000, UTC).isoformat(timespec="seconds")
        print(f"{at}  {printable(step.by)}  {printable(step.why)}")


def export(path: Path, options: Namespace) -> None:
    """Write the memo to a file, or to standard output."""
    document = read_document(path)
    found = _annotations(document, options)
    if options.output == "-":
        text = exporting.render(document, found, options.reviewer)
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode())
        return
    exporting.write_memo(options.output, document, found, options.reviewer)


RUN: dict[str, Callable[[Path, Namespace], None]] = {
    "outline": print_outline,
    "metrics": list_metrics,
    "tag": annotate,
    "annotations": list_annotations,
    "history": print_history,
    "undo": undo,
    "redo": redo,
    "export": export,
}


# What scripts read: keys are added, never renamed.


def outline_json(path: Path, document: Document) -> Json:
    """The outline as scripts read it."""
    facts = document.metadata
    return {
        "schema": 1,
        "path": str(path),
        "document": {
            "id": document.id,
            "title": facts.title,
            "issuer": facts.issuer,
            "document_number": facts.document_number,
            "written": facts.written,
            "published": facts.published,
            "source": facts.source,
            "index_number": facts.index_number,
            "validity": facts.validity,
            "characters": len(document.text),
            "warnings": list(document.warnings),
        },
        "sections": [
            {name: getattr(section, name) for name in section.__slots__}
            for section in document.sections
        ],
        "measures": [
            {
                "locator": measure.locator,
                "section": measure.section,
                "start": measure.start,
                "end": measure.end,
                "text": document.quote(measure),
                "is_topic": measure.is_topic,
                "topic": measure.topic,
            }
            for measure in document.measures
        ],
    }


def metric_json(document: Document, metric: Metric, locator: str) -> Json:
    """A figure as scripts read it."""
    return {
        "start": metric.start,
        "end": metric.end,
        "surface": document.quote(metric),
        "value": metric.value,
        "value_max": metric.value_max,
        "unit": metric.unit,
        "kind": metric.kind,
        "subject": metric.subject,
        "qualifier": metric.qualifier,
        "locator": locator,
    }


def annotation_json(measure: Measure | None, annotation: Annotation) -> Json:
    """An annotation as scripts read it; one without its measure is an orphan."""
    return {
        "id": annotation.id,
        "locator": measure.locator if measure else annotation.anchor.locator,
        "tags": list(annotation.tags),
        "note": annotation.note,
        "read": annotation.read,
        "quote": annotation.anchor.exact,
        "state": "attached" if measure else "orphan",
        "reviewer": annotation.reviewer,
        "created": annotation.created,
        "updated": annotation.updated,
    }


def _measure(path: Path, document: Document, locator: str) -> Measure:
    for measure in document.measures:
        if measure.locator == locator:
            return measure
    raise CommandError(f"{path}: no measure {printable(locator)}")


def _review(document: Document, options: Namespace) -> ReviewFile:
    return Library(options.library).review(document.id, options.reviewer)


def _annotations(document: Document, options: Namespace) -> dict[str, Annotation]:
    return annotations_of(_review(document, options))


def _print_json(item: Json) -> None:
    print(json.dumps(item, ensure_ascii=False, allow_nan=False))


def _print_table(lines: list[tuple[str, ...]]) -> None:
    """Columns as wide as they need, the last cut at the terminal's edge; whole into a pipe."""
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    if not sys.stdout.isatty():
        for line in lines:
            print("\t".join(printable(cell) for cell in line))
        return
    table = Table.grid(padding=(0, 2), expand=True)
    for index in range(len(lines[0]) if lines else 0):
        table.add_column(no_wrap=True, overflow="ellipsis", ratio=index or None)
    for line in lines:
        table.add_row(*(Text(printable(cell)) for cell in line))
    _print_rich(table)


def _print_rich(item: Any) -> None:
    from rich.console import Console  # noqa: PLC0415

    Console(highlight=False, markup=False).print(item, no_wrap=True, overflow="ellipsis")
