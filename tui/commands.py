"""What each command of `piyue` does: read files, print, change reviews."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from core import review
from core.document import Document, Measure
from core.export.records import annotation_json
from core.review import Annotation, Change
from store.library import Library
from store.review import ReviewFile
from tui.contract import iso, listed_json, outline_json
from tui.language import _, explained
from tui.looking_up import Documents, list_found, list_metrics
from tui.narration import complain, printable
from tui.opening import read_document, review_of
from tui.printing import print_json, print_rich, print_table
from tui.reviewers import list_everybody, print_agreement
from tui.session import annotations_of, blank, edit_of
from tui.steps import named


class CommandError(Exception):
    """A command cannot do what it was asked; the message names the file and the cause."""


def print_outline(path: Path, options: Namespace) -> None:
    """Print the tree of sections, or everything as JSON."""
    document = read_document(path, options.library)
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
    """Annotate a measure, or several as one step."""
    document = read_document(path, options.library)
    measures = [measure_at(path, document, one) for one in options.locator.split(",")]
    if options.note == "-":
        options.note = sys.stdin.buffer.read().decode(errors="replace")
    change, verb, words = _change(options.tags, options)
    edits = {
        review.key_of(measure): edit_of(change, blank(document, measure, options.reviewer))
        for measure in measures
    }
    why = " ".join((verb, "、".join(measure.locator for measure in measures), *words))
    _review(path, document, options).change_all(edits, why)


def _change(tags: list[str], options: Namespace) -> tuple[Change, str, list[str]]:
    """What the options ask for, and its name in the history: a verb, what is set or taken off."""
    is_noted = options.note is not None
    if not (tags or is_noted or options.read):  # --remove alone
        return review.cleared, "clear", []

    def change(annotation: Annotation) -> Annotation:
        changed = (review.without if options.remove else review.tagged)(*tags)(annotation)
        if options.read:
            changed = review.marked_read(not options.remove)(changed)
        if is_noted:
            changed = review.noted("" if options.remove else options.note)(changed)
        return changed

    words = [*tags, *["note"] * is_noted, *["read"] * options.read]
    if options.remove:
        return change, "unmark", words
    return (change, "mark", words) if tags else (change, words[0], words[1:])


def list_annotations(path: Path, options: Namespace) -> None:
    """List the annotations of a review in reading order, or of everybody's."""
    if options.everyone:
        list_everybody(path, options)
        return
    document = read_document(path, options.library)
    found = _annotations(path, document, options)
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
    store = _review(path, read_document(path, options.library), options)
    step = store.undo() if way == "undo" else store.redo()
    if step is None:
        raise CommandError(f"{path}: nothing to {way}")
    print(printable(named(step.why)))


def print_history(path: Path, options: Namespace) -> None:
    """Print the audit trail: when, who, what."""
    for step in _review(path, read_document(path, options.library), options).history():
        print(f"{iso(step.at)}  {printable(step.by)}  {printable(named(step.why))}")


def list_library(options: Namespace) -> None:
    """List the documents of the library, the last saved first, with a line for each reviewer."""
    library = Library(options.library)
    documents = library.listed()
    if options.json:
        for document in documents:
            print_json(listed_json(document, library.document(document.id)))
        return
    print_table(
        [
            (
                iso(reviewed.last),
                f"{reviewed.reviewed}/{document.measures}",
                " ".join(f"{tag.sign}{reviewed.tags.get(tag.id, 0)}" for tag in review.TAGS),
                reviewed.reviewer,
                explained(reviewed.trouble) or document.title or document.id,
                document.source,
            )
            for document in documents
            for reviewed in document.reviews
        ],
        (_("Saved"), _("Reviewed"), _("Marks"), _("Reviewer"), _("Title"), _("File")),
    )


def _from(module: str, name: str) -> Callable[..., None]:
    """A command whose module is imported when it runs: the others do not wait for it."""

    def run(*arguments: Any) -> None:
        getattr(import_module(module), name)(*arguments)

    return run


RUN: dict[str, Callable[[Path, Namespace], None]] = {
    "outline": print_outline,
    "tag": annotate,
    "annotations": list_annotations,
    "agreement": print_agreement,
    "history": print_history,
    "undo": undo,
    "redo": redo,
    "task": _from("tui.task_commands", "change_task"),
    "chart": _from("tui.task_commands", "draw_chart"),
    "export": _from("tui.handing_in", "export"),
    "import-review": _from("tui.taking_back", "import_review"),
    "reattach": _from("tui.reattaching_command", "reattach"),
    "merge": _from("tui.keeping", "merge"),
    "backup": _from("tui.keeping", "back_up"),
    "restore": _from("tui.keeping", "restore"),
}
# These are about the library, not about some files.
RUN_ALONE: dict[str, Callable[[Namespace], None]] = {
    "library": list_library,
    "ledger": _from("tui.task_commands", "print_ledger"),
    "keys": _from("tui.keymap", "print_keys"),
    "compare": _from("tui.comparing_commands", "print_comparison"),
    "diff": _from("tui.comparing_commands", "print_diff"),
    "doctor": _from("tui.doctor", "examine"),
}
# These see all the documents that could be read.
RUN_TOGETHER: dict[str, Callable[[Documents, Namespace], None]] = {
    "metrics": list_metrics,
    "find": list_found,
}


def measure_at(path: Path, document: Document, locator: str) -> Measure:
    """The measure with this locator. Raises CommandError where there is none."""
    for measure in document.measures:
        if measure.locator == locator:
            return measure
    raise CommandError(f"{path}: no measure {printable(locator)}")


def _review(path: Path, document: Document, options: Namespace) -> ReviewFile:
    return review_of(path, document, options.library, options.reviewer)


def _annotations(path: Path, document: Document, options: Namespace) -> dict[str, Annotation]:
    return annotations_of(_review(path, document, options))
