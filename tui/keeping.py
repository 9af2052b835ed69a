"""The commands that keep reviews safe: merge what others saved, back up, restore."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from store import backup, merging, restoring
from store.documents import keep, title
from store.errors import StoreError
from store.library import Library
from store.restoring import Difference, Plan
from store.survey import noting
from tui.language import _
from tui.narration import complain_of, printable
from tui.printing import print_table


def merge(other: Path, options: Namespace) -> None:
    """Bring in what another library, a document's folder of it or a single review has."""
    done = merging.merge(options.library, other)
    documents = Library(options.library).document
    lines = [(f"+{one.saves}", one.reviewer, title(documents(one.document))) for one in done.came]
    saves = sum(one.saves for one in done.came)
    if lines:
        print_table(lines, (_("Saves"), _("Reviewer"), _("Title")))
    if lines or done.documents:
        print(_("documents that came: {}, saves that came: {}").format(len(done.documents), saves))
    elif not done.refused:
        print(_("nothing new"))
    complain_of(done.refused)


def back_up(path: Path, options: Namespace) -> None:
    """Write the whole library into one file."""
    found, refused = backup.of_library(options.library)
    if found.documents or found.reviews:
        with noting(refused):
            counts = backup.write(path, found, is_whole=not refused)
            print(
                _("documents: {}, reviews: {}, annotations: {}, saves: {}").format(*counts),
                printable(str(path)),
                sep="  ",
            )
    elif not refused:
        raise StoreError(options.library, "no review of Piyue's")
    complain_of(refused)


def restore(path: Path, options: Namespace) -> None:
    """Show what would change if the library became as it was in a backup; with --yes, do it."""
    plan = restoring.plan(options.library, backup.read(path))
    if plan.documents or plan.reviews:
        _print_plan(plan)
        if options.yes:
            _carry_out(plan, options)
        else:
            print(_("nothing has been changed; --yes does it"))
    elif not plan.refused:
        print(_("everything is as in the backup"))
    complain_of(plan.refused)


def _print_plan(plan: Plan) -> None:
    lines = [
        (f"+{one.added} ~{one.changed} -{one.removed}", one.reviewer, _beside(one), one.title)
        for one in plan.reviews
    ]
    lines += [("", "", _("the document"), one.title) for one in plan.documents]
    print_table(lines, (_("Annotations"), _("Reviewer"), "", _("Title")))


def _beside(difference: Difference) -> str:
    """What happens besides to the file of a review."""
    if difference.is_damaged:
        return _("damaged: set aside")
    return _("history +{}").format(difference.saves) if difference.saves else ""


def _carry_out(plan: Plan, options: Namespace) -> None:
    before = len(plan.refused)
    for document in plan.documents:
        with noting(plan.refused):
            keep(options.library, document)
    for difference in plan.reviews:
        with noting(plan.refused):
            aside = restoring.restore(difference, options.reviewer)
            if aside:
                print(_("set aside: {}").format(printable(str(aside))))
    if len(plan.refused) == before:
        print(_("restored; piyue undo takes it back, review by review"))
