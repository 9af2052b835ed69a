"""Everybody's reviews of one document: read them, list them, print how far they agree."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from core import review
from core.agreement import Agreement, Disagreement, agreement, disagreements
from core.document import Document, Measure
from core.export.records import annotation_json
from core.review import TAGS, Annotation
from store.errors import StoreError
from store.library import Library
from store.review import ReviewFile
from tui.contract import agreement_json, disagreement_json
from tui.language import _
from tui.narration import complain_of, printable
from tui.opening import read_document
from tui.printing import print_json, print_line, print_rich, print_table
from tui.session import annotations_of
from tui.verdict import verdicts


@dataclass(frozen=True, slots=True)
class Read:
    """Annotations by reviewer and key, and why other reviews cannot be read.

    A reviewer is named as the file is: what stands inside anybody could have written.
    """

    annotations: Mapping[str, Mapping[str, Annotation]]
    failed: Sequence[StoreError] = ()

    def on_measures(self, document: Document) -> dict[str, dict[int, Annotation]]:
        """The annotations by reviewer and index of their measure; of who has one at least."""
        attached = {
            who: review.attached(document, found) for who, found in self.annotations.items()
        }
        return {who: found for who, found in attached.items() if found}


class Everybody:
    """All reviews of a document; where nothing was saved, reading again costs a look at the dates.

    For one thread at a time.
    """

    def __init__(self, library: Library, document_id: str, but: str = "") -> None:
        """`but` is a reviewer who is left out: oneself, whose review the app has already."""
        self._library = library
        self._document_id = document_id
        self._left_out = library.review(document_id, but).path if but else None
        self._files: dict[str, ReviewFile] = {}
        self._known: dict[str, dict[str, Annotation]] = {}

    def read(self) -> Read:
        """The reviews as they are on the disk now."""
        try:
            files = self._library.reviews(self._document_id)
        except StoreError as error:
            return Read({}, [error])
        found, failed = {}, []
        for who, new in files.items():
            if new.path == self._left_out:
                continue
            file = self._files.setdefault(who, new)  # which knows how far it was read
            try:
                if file.refresh() or who not in self._known:
                    self._known[who] = annotations_of(file)
                found[who] = self._known[who]
            except StoreError as error:
                self._known.pop(who, None)
                failed.append(error)
        return Read(found, failed)


def percent(share: float | None) -> str:
    """A share of 1 as it is read, a dash where there is none."""
    return "-" if share is None else f"{share:.1%}"


def beyond_chance(found: Agreement) -> str:
    """Kappa or alpha as it is read, a dash where it is not defined."""
    return "-" if found.beyond_chance is None else f"{found.beyond_chance:.2f}"


def print_agreement(path: Path, options: Namespace) -> None:
    """Print how far the reviewers of a document agree, then where they do not.

    Raises StoreError, after the rest is printed, for a review that cannot be read.
    """
    document = read_document(path, options.library)
    read = Everybody(Library(options.library), document.id).read()
    attached = read.on_measures(document)
    found, disputed = agreement(attached), disagreements(attached)
    if options.json:
        print_json(
            {
                "schema": 1,
                "path": str(path),
                "reviewers": list(attached),
                "agreement": [agreement_json(one) for one in found],
                "disagreements": [disagreement_json(document, one) for one in disputed],
            }
        )
    else:
        place = f"{printable(str(path))}: " if len(options.files) > 1 else ""
        print(place + reviewed_by(attached))
        if len(attached) > 1:
            _print_tables(document, found, disputed)
    complain_of(read.failed)


def reviewed_by(reviewers: Iterable[str]) -> str:
    """Who reviewed a document, in a sentence."""
    names = [printable(who) for who in reviewers]
    if not names:
        return _("nobody has reviewed this document yet")
    if len(names) == 1:
        return _("reviewed by {} alone: nothing to compare").format(names[0])
    return _("reviewed by {}").format("、".join(names))


def _print_tables(
    document: Document, found: Iterable[Agreement], disputed: Sequence[Disagreement]
) -> None:
    tags = {tag.id: _(tag.english) for tag in TAGS}
    print_table(
        [
            (
                tags[one.tag],
                str(one.measures),
                beyond_chance(one),
                percent(one.observed),
                one.coefficient,
            )
            for one in found
        ],
        (_("Tag"), _("Count"), _("Corrected"), _("Agreement"), ""),
    )
    if disputed:
        print()
        _print_disputed(document, disputed)


def _print_disputed(document: Document, disputed: Sequence[Disagreement]) -> None:
    """A line a measure; in a terminal a line a reviewer, beside the sentence."""
    lines = [
        (measure.locator, verdicts(one.annotations), document.quote(measure))
        for one in disputed
        for measure in [document.measures[one.measure]]
    ]
    if not sys.stdout.isatty():
        for locator, said, quote in lines:
            print_line((locator, "  ".join(said), quote))
        return
    from rich.table import Table  # noqa: PLC0415 (a pipe needs no rich)
    from rich.text import Text  # noqa: PLC0415

    table = Table.grid(padding=(0, 2))
    for locator, said, quote in lines:
        table.add_row(Text(locator), Text("\n".join(said)), Text(printable(quote)))
    print_rich(table, wrap=True)


def list_everybody(path: Path, options: Namespace) -> None:
    """List the annotations of all reviewers in reading order.

    Raises StoreError, after the rest is printed, for a review that cannot be read.
    """
    document = read_document(path, options.library)
    read = Everybody(Library(options.library), document.id).read()
    listed = sorted(_everybodys(document, read), key=_place)
    if options.json:
        items = [{**annotation_json(measure, one), "reviewer": who} for who, measure, one in listed]
        print_json({"schema": 1, "path": str(path), "annotations": items})
    else:
        print_table(
            [
                (
                    one.anchor.locator,
                    who,
                    "".join(tag.sign for tag in TAGS if tag.id in one.tags),
                    one.note,
                    one.anchor.exact,
                )
                for who, _measure, one in listed
            ]
        )
    complain_of(read.failed)


_Row = tuple[str, Measure | None, Annotation]


def _everybodys(document: Document, read: Read) -> Iterator[_Row]:
    for who, found in read.annotations.items():
        for measure, annotation in review.in_order(document, found):
            yield who, measure, annotation


def _place(row: _Row) -> tuple[bool, int]:
    """Measures in reading order; then what has none any more."""
    _who, measure, annotation = row
    return measure is None, measure.start if measure else annotation.anchor.start
