"""The command that takes back what was edited in a memo: notes, tags, the ledger."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from core import review
from core.document import Document
from core.export import edited, taking_back
from core.export.edited import Memo
from core.export.taking_back import Plan
from core.watching import unwatched
from store.library import Library
from store.survey import is_document
from tui.language import _
from tui.opening import OpenError, read_again, review_of
from tui.printing import print_table
from tui.session import annotations_of, blank, edit_of

_LARGEST = 64 << 20  # bytes


def import_review(path: Path, options: Namespace) -> None:
    """Take back what was edited in a memo, as one step; with --dry-run only tell it."""
    memo = _memo(path)
    if memo.reviewer != options.reviewer:
        cause = f"this is the review of another; it takes --reviewer: {memo.reviewer}"
        raise OpenError(f"{path}: {cause}")
    document = _document(path, memo, options.library)
    store = review_of(path, document, options.library, options.reviewer)
    annotations = annotations_of(store)
    found = taking_back.plan(memo, document, annotations)
    _print(found)
    if options.dry_run:
        print(_("nothing has been changed: --dry-run"))
    elif found.changes:
        measures = {review.key_of(measure): measure for measure in document.measures}
        edits = {
            key: edit_of(
                change, annotations.get(key) or blank(document, measures[key], memo.reviewer)
            )
            for key, change in found.changes.items()
        }
        store.change_all(edits, f"import {path.name}")
        print(_("taken back: {}; piyue undo takes that back").format(len(edits)))
    else:
        print(_("nothing to take back"))


def _memo(path: Path) -> Memo:
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
        if len(data) > _LARGEST:
            raise OpenError(f"{path}: larger than any memo")
        return edited.read(data.decode("utf-8", "replace"))
    except OSError as error:
        raise OpenError(f"{path}: {error.strerror or error}") from error
    except edited.TakingBackError as error:
        raise OpenError(f"{path}: {error}") from error


def _document(path: Path, memo: Memo, library: Path) -> Document:
    """The document as the library keeps it, which is the text that was reviewed."""
    if not (is_document(memo.document) and Library(library).document(memo.document).is_file()):
        raise OpenError(f"{path}: the library has no review of its document")
    return read_again(memo.document, "", library, unwatched)


def _print(plan: Plan) -> None:
    kinds = {
        "added": _("added"),
        "changed": _("changed"),
        "conflict": _("both are kept"),
        "unknown": _("left alone"),
    }
    lines = [
        (kinds[one.kind], str(one.line), one.locator, _what(one.what), one.words.replace("\n", " "))
        for one in plan.findings
    ]
    if lines:
        print_table(lines, ("", _("Line"), _("Locator"), "", ""))


def _what(of: str) -> str:
    """Of what a finding is; a column of the ledger is called as it stands there."""
    words = {
        "tags": _("tags"),
        "text": _("text"),
        "row": _("row of the ledger"),
        "quote": _("quote"),
    }
    return words.get(of, of)
