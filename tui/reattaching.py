"""Carry a review over to a new version of its document: find what was reviewed, tell what comes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from core import carrying
from core.anchoring import STATES, Attachment, Candidate, attach
from core.document import Document
from core.review import Annotation, Record, to_record
from core.watching import Watch, unwatched
from store.library import Library
from store.review import ReviewFile
from store.versions import version_before
from tui.language import _
from tui.opening import OpenError, read_again
from tui.session import annotations_in, annotations_of


@dataclass(frozen=True, slots=True)
class Version:
    """A document that was reviewed, with the annotations of one reviewer, by key."""

    document: Document
    source: str
    annotations: Mapping[str, Annotation]

    @property
    def title(self) -> str:
        """What it is called."""
        return self.document.metadata.title or self.source or self.document.id[:12]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Where each annotation of an earlier version belongs in the new text.

    The pairs stand by the id of the document whose words the annotations quote: the earlier
    version, or, of what waited there already, one before that.
    """

    old: Version
    new: Document
    pairs: Mapping[str, list[tuple[Annotation, Attachment]]]

    def decide(self, there: Mapping[str, Annotation]) -> dict[str, Annotation]:
        """What to save in the review of the new version, which holds these annotations."""
        found: dict[str, Annotation] = {}
        for document, pairs in self.pairs.items():
            found |= carrying.carried(pairs, document, self.new, {**there, **found})
        return found

    @property
    def why(self) -> str:
        """The name of the step in the history."""
        return f"carry-over {sum(map(len, self.pairs.values()))}"


def reviewed_before(
    library: Library,
    document: Document,
    source: str,
    reviewer: str,
    others: Collection[str] = (),
) -> Version | None:
    """The earlier version that this reviewer reviewed; None where there seems to be none.

    `others` are the ids of documents known to be none. Raises OpenError or StoreError.
    """
    one = version_before(library.listed(), document, source, reviewer, others)
    if one is None:
        return None
    old = read_again(one.id, one.source, library.root, unwatched)
    return Version(old, one.source, annotations_of(library.review(one.id, reviewer)))


def compared(old: Version, new: Document, library: Library, watch: Watch = unwatched) -> Comparison:
    """Find the place of each annotation of `old` in the new text; takes up to a second."""
    groups = carrying.documents_of(old.annotations, old.document.id)
    known = {old.document.id: old.document}
    return Comparison(
        old,
        new,
        {
            name: _placed(annotations, new, known.get(name) or _kept(name, library), watch)
            for name, annotations in groups.items()
        },
    )


def _placed(
    annotations: list[Annotation], new: Document, old: Document | None, watch: Watch
) -> list[tuple[Annotation, Attachment]]:
    anchors = [annotation.anchor for annotation in annotations]
    if old and any(old.text[it.start : it.end] != it.exact for it in anchors):
        old = None
    starts = {measure.start for measure in old.measures} if old else set()
    if not starts.issuperset(anchor.start for anchor in anchors):
        old = None  # another Piyue divided the text into other measures
    return list(zip(annotations, attach(anchors, new, old, watch), strict=True))


def _kept(document_id: str, library: Library) -> Document | None:
    """A document of the library; None where it has it no more."""
    from store.survey import is_document  # noqa: PLC0415

    if not is_document(document_id):
        return None
    try:
        return read_again(document_id, "", library.root, unwatched)
    except OpenError:
        return None


def carry(store: ReviewFile, comparison: Comparison) -> Mapping[str, Annotation]:
    """Save the annotations in the review of the new version, as one step; what was saved.

    Raises StoreError.
    """
    found: dict[str, Annotation] = {}

    def decide(records: dict[str, Record]) -> dict[str, Record | None]:
        there = annotations_in(store, records)
        found.update(comparison.decide(there))
        return {key: to_record(annotation) for key, annotation in found.items()}

    store.rework(decide, comparison.why)
    return found


@dataclass(frozen=True, slots=True)
class Waiting:
    """An annotation that has no measure, under its key, and where it may belong, best first."""

    key: str
    annotation: Annotation
    candidates: tuple[Candidate, ...]

    @property
    def state(self) -> str:
        """Whether it is to be confirmed, or an orphan."""
        return carrying.state(self.annotation, has_measure=False)


def queue(
    annotations: Mapping[str, Annotation], document: Document, library: Library
) -> list[Waiting]:
    """What waits in the review of a document; takes up to a second."""
    waiting = carrying.waiting(annotations)
    found: dict[str, tuple[Candidate, ...]] = {}
    for name, group in carrying.documents_of(waiting, document.id).items():
        for annotation, it in _placed(group, document, _kept(name, library), unwatched):
            sure = () if it.measure is None else (Candidate(it.measure, it.likeness),)
            found[annotation.id] = (*sure, *it.candidates)[:3]
    return [Waiting(key, one, found[one.id]) for key, one in waiting.items()]


def state_names() -> dict[str, str]:
    """What the states are called in the language of the interface."""
    return dict(
        zip(
            STATES,
            (_("attached"), _("moved"), _("changed"), _("to be confirmed"), _("no counterpart")),
            strict=True,
        )
    )
