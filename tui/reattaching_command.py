"""The command `piyue reattach`: carry a review over to a new version of its document."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Mapping
from pathlib import Path

from core import carrying
from core.anchoring import STATES, Attachment, proposal
from core.document import Document
from core.export.records import document_json
from core.review import Annotation, is_waiting
from store.library import Library
from tui.commands import CommandError
from tui.contract import Json
from tui.language import _
from tui.narration import printable
from tui.opening import read_document, review_of
from tui.printing import print_json, print_line
from tui.reattaching import (
    Comparison,
    Version,
    carry,
    compared,
    reviewed_before,
    state_names,
)
from tui.session import annotations_of


def reattach_arguments(parser: ArgumentParser) -> None:
    """What `piyue reattach` takes."""
    parser.add_argument("files", metavar="NEW", nargs=1, type=Path)
    parser.add_argument(
        "--from",
        metavar="OLD",
        dest="old",
        type=Path,
        help=_("the version that was reviewed (default: of the same file, or of the same title)"),
    )
    parser.add_argument("--dry-run", action="store_true", help=_("only tell what would come"))
    parser.add_argument("--json", action="store_true", help=_("one JSON object"))


def reattach(path: Path, options: Namespace) -> None:
    """Carry one's annotations over, or only tell how many find their place and which do not.

    Raises CommandError where nothing was reviewed before, OpenError or StoreError.
    """
    new = read_document(path, options.library)
    old = _version(path, new, options)
    store = review_of(path, new, options.library, options.reviewer)
    comparison = compared(old, new, Library(options.library))
    if options.dry_run:
        found: Mapping[str, Annotation] = comparison.decide(annotations_of(store))
    else:
        found = carry(store, comparison)
    if options.json:
        print_json(
            {
                "schema": 1,
                "path": str(path),
                "document": document_json(new),
                "from": {**document_json(old.document), "path": old.source},
                "dry_run": options.dry_run,
                "annotations_before": len(old.annotations),
                "carried": len(found),
                "states": carrying.counted(found),
                "annotations": list(_json(comparison, found)),
            }
        )
    else:
        _print(comparison, found, dry=options.dry_run)


def _version(path: Path, new: Document, options: Namespace) -> Version:
    library, reviewer = Library(options.library), options.reviewer
    old: Version | None
    if options.old:
        document = read_document(options.old, options.library)
        found = annotations_of(library.review(document.id, reviewer))
        old = Version(document, str(options.old), found) if found else None
        if document.id == new.id:
            raise CommandError(f"{path}: the same text as {options.old}")
    else:
        old = reviewed_before(library, new, str(path.absolute()), reviewer)
    if old is None:
        raise CommandError(f"{path}: no earlier version of it was reviewed")
    return old


def _placed(
    comparison: Comparison, found: Mapping[str, Annotation]
) -> Iterator[tuple[str, Annotation, Attachment]]:
    """Each annotation that is carried, with its new key, as it was, in the old order."""
    keys = {annotation.id: key for key, annotation in found.items()}
    for pairs in comparison.pairs.values():
        for annotation, attachment in sorted(pairs, key=lambda pair: pair[0].anchor.start):
            if annotation.id in keys:
                yield keys[annotation.id], annotation, attachment


def _json(comparison: Comparison, found: Mapping[str, Annotation]) -> Iterator[Json]:
    new = comparison.new
    for key, annotation, attachment in _placed(comparison, found):
        has_measure = not is_waiting(key)
        yield {
            "id": annotation.id,
            "state": carrying.state(found[key], has_measure=has_measure),
            "old": {"locator": annotation.anchor.locator, "quote": annotation.anchor.exact},
            "new": _measure_json(new, attachment.measure) if has_measure else None,
            "likeness": round(attachment.likeness, 4),
            "figures": [{"old": one.old, "new": one.new} for one in attachment.figures],
            "section_moved": attachment.section_moved,
            "candidates": [
                {**_measure_json(new, measure), "likeness": round(likeness, 4)}
                for measure, likeness in _candidates(key, attachment)
            ],
        }


def _measure_json(document: Document, index: int | None) -> Json:
    assert index is not None  # it is attached
    measure = document.measures[index]
    return {"locator": measure.locator, "start": measure.start, "quote": document.quote(measure)}


def _candidates(key: str, attachment: Attachment) -> list[tuple[int, float]]:
    """The measures among which the reviewer has to choose; none where there is no question."""
    if not is_waiting(key):
        return []
    sure = [] if attachment.measure is None else [(attachment.measure, attachment.likeness)]
    return [*sure, *((it.measure, it.likeness) for it in attachment.candidates)][:3]


def _print(comparison: Comparison, found: Mapping[str, Annotation], *, dry: bool) -> None:
    names = state_names()
    old, counts = comparison.old, carrying.counted(found)
    print(printable(_("new version of {}").format(f"《{old.title}》")))
    for state in STATES:
        print_line((names[state], str(counts[state])))
    if already := len(old.annotations) - len(found):
        print_line((_("carried over before"), str(already)))
    for key, annotation, attachment in _placed(comparison, found):
        state = carrying.state(found[key], has_measure=not is_waiting(key))
        words = annotation.anchor.exact
        for figure in attachment.figures if not is_waiting(key) else ():
            print_line((names[state], annotation.anchor.locator, f"{figure.old} → {figure.new}"))
        if is_waiting(key):
            print()
            print_line((names[state], annotation.anchor.locator, words))
            for number, (measure, likeness) in enumerate(_candidates(key, attachment), 1):
                it = comparison.new.measures[measure]
                shown = difference(words, comparison.new.quote(it))
                print_line((f"  {number}", it.locator, f"{likeness:.0%}", shown))
    if dry:
        print(_("nothing has been changed: --dry-run"))
    elif found:
        print(_("carried over: {}; piyue undo takes that back").format(len(found)))
    else:
        print(_("nothing to carry over"))


def difference(old: str, new: str) -> str:
    """What became of the words, in signs: [-gone-], {+new+}."""
    signs = {"gone": "[-{}-]", "new": "{{+{}+}}"}
    return "".join(signs.get(span.kind, "{}").format(span.text) for span in proposal(old, new))
