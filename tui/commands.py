"""What each command of `piyue` does: read files, print, change reviews."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from core import review
from core.document import Document, Measure
from core.memo import memo
from core.metrics import find_metrics
from core.review import Annotation, Change
from store.library import Library, ReviewFile
from tui import exporting
from tui.contract import annotation_json, outline_json
from tui.looking_up import Documents, list_found, list_metrics
from tui.narration import complain, printable
from tui.opening import read_document
from tui.printing import print_json, print_rich, print_table, write
from tui.session import annotations_of, blank, edit_of


class CommandError(Exception):
    """A command cannot do what it was asked; the message names the file and the cause."""


def print_outline(path: Path, options: Namespace) -> None:
    """Print the tree of sections, or everything as JSON."""
    document = read_document(path)
    if options.json:
        print_json(outline_json(path, document))
        return
    from rich.text import Text  # noqa: PLC0415 (JSON needs no rich)
    from rich.tree import Tree  # noqa: PLC0415

    tree = Tree(Text(document.metadata.title or str(path)))
    branches: dict[str | None, Tree] = {None: tree}
    for section in document.sections:
        label = Text(f"{section.locator}  {section.heading}")
        branches[section.id] = branches[section.parent].add(label)
    print_rich(tree)
    for warning in document.warnings:
        complain(f"{path}: {warning}")


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
        print_json({"schema": 1, "path": str(path), "annotations": items})
        return
    print_table(
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
    figures = find_metrics(document.text, options.config.vocabulary)
    if options.output == "-":
        write(memo(document, found, figures, reviewer=options.reviewer))
        return
    exporting.write_memo(options.output, document, found, figures, options.reviewer)


RUN: dict[str, Callable[[Path, Namespace], None]] = {
    "outline": print_outline,
    "tag": annotate,
    "annotations": list_annotations,
    "history": print_history,
    "undo": undo,
    "redo": redo,
    "export": export,
}
# These see all the documents that could be read.
RUN_TOGETHER: dict[str, Callable[[Documents, Namespace], None]] = {
    "metrics": list_metrics,
    "find": list_found,
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
