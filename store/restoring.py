"""Bring reviews back as a backup holds them, after showing what that would change.

Every review of the backup then has the annotations that it had; what was done since is one step
back, for the history is only added to. A review that is not in the backup is not touched.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from store import copying
from store.backup import Backup, Review
from store.copying import Line
from store.documents import Kept, has, title
from store.errors import DamagedLogError, StoreError
from store.names import DOCUMENT
from store.review import ReviewFile
from store.survey import noting


class Difference(NamedTuple):
    """What restoring changes in one review: annotations, and saves that its history lacks.

    `lines` are those of the backup. A review that `is_damaged` is set aside for them.
    """

    path: Path
    title: str
    reviewer: str
    added: int
    changed: int
    removed: int
    saves: int
    is_damaged: bool
    lines: list[Line]

    @property
    def is_none(self) -> bool:
        """Whether the review is as in the backup."""
        return not (self.is_damaged or self.added or self.changed or self.removed or self.saves)


class Plan(NamedTuple):
    """What restoring changes: documents that come back, reviews; and what it cannot, and why."""

    documents: list[Kept]
    reviews: list[Difference]
    refused: list[StoreError]


def plan(root: Path, backup: Backup) -> Plan:
    """What is to be done so that the library in `root` is as the backup; nothing is changed."""
    found = Plan([], [], [])
    for document in backup.documents.values():
        with noting(found.refused):
            if not has(root, document.id):
                found.documents.append(document)
    for review, lines in backup.reviews.items():
        with noting(found.refused):
            difference = _difference(root / review.document / review.file, review, lines, backup)
            if not difference.is_none:
                found.reviews.append(difference)
    return found


def _difference(path: Path, review: Review, lines: list[Line], backup: Backup) -> Difference:
    ours: Sequence[Line] = []
    is_damaged = False
    try:
        ours = copying.content(path).lines
    except DamagedLogError:
        is_damaged = True
    now, then = copying.records(ours), copying.records(lines)
    document = backup.documents.get(review.document)
    return Difference(
        path,
        document.title if document else title(path.with_name(DOCUMENT)),
        review.reviewer,
        added=len(then.keys() - now.keys()),
        changed=sum(then[key] != now[key] for key in then.keys() & now.keys()),
        removed=len(now.keys() - then.keys()),
        saves=len(copying.missing(ours, lines)[0]),
        is_damaged=is_damaged,
        lines=lines,
    )


def restore(difference: Difference, by: str) -> Path | None:
    """Make one review as the backup has it; where a damaged one was set aside, if it was.

    `by` is whoever restores. Raises StoreError; then each line that there was is still there.
    """
    path, aside = difference.path, None
    try:
        copying.add(path, difference.lines)
    except DamagedLogError:
        aside = copying.replace(path, difference.lines)
    review, then = ReviewFile(path, by), copying.records(difference.lines)
    review.rework(lambda now: {key: then.get(key) for key in (*now, *then)}, "restore")
    return aside
