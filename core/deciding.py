"""Decide what became of a matter of last year's report, and keep it beside both measures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from core import review
from core.carrying import was
from core.document import Document
from core.ledger import Task
from core.links import EVIDENCE, KEPT, MATTER, PARTLY, Link
from core.review import FOLLOW_UP, Annotation, Change, attached, entrusted

_CLOSED, _IN_PROGRESS, _NOT_STARTED = "closed", "in-progress", "not-started"


@dataclass(frozen=True, slots=True)
class Decision:
    """What a reviewer decided of a measure of last year, by its index.

    `verdict` is one of core.links. `evidence` is the index of the measure of this year that shows
    it, None where nothing does. `document` is the id of the version of this year's document in
    which it was decided.
    """

    matter: int
    verdict: str
    evidence: int | None
    document: str


def decisions(
    last: Document,
    reviewed: Mapping[str, Annotation],
    this: Document,
    own: Mapping[str, Annotation],
) -> dict[int, Decision]:
    """What was decided, by the index of the measure of last year.

    `reviewed` is the review of `last`, which keeps the decisions, `own` that of `this`; it tells
    which versions came before it, and where their measures went.
    """
    former = {before.document for one in own.values() if (before := was(one))}
    versions = [*sorted(former - {this.id}), this.id]  # the newest decision comes last
    shown_by = _shown_by(this, own)
    found: dict[int, Decision] = {}
    for matter, annotation in attached(last, reviewed).items():
        kept = {link.document: link for link in annotation.links if link.side == MATTER}
        for document in versions:
            if link := kept.get(document):
                evidence = _evidence(link, annotation, this, shown_by)
                found[matter] = Decision(matter, link.verdict, evidence, document)
    return found


def _shown_by(this: Document, own: Mapping[str, Annotation]) -> dict[str, int]:
    """Of this year's measures that show something, the index, by the words that they show."""
    return {
        link.exact: index
        for index, annotation in attached(this, own).items()
        for link in annotation.links
        if link.side == EVIDENCE
    }


def _evidence(
    link: Link, matter: Annotation, this: Document, shown_by: Mapping[str, int]
) -> int | None:
    """Where the evidence stands by now: where it stood, or where its annotation was carried to."""
    if link.start < 0:
        return None
    index = this.measure_index(link.start)
    if index is not None and this.quote(this.measures[index]) == link.exact:
        return index
    before = was(matter)
    words = (matter.anchor.exact, before.exact if before else "")
    return next((shown_by[one] for one in words if one in shown_by), None)


def of_matter(decision: Decision | None, former: Decision | None, this: Document) -> Change:
    """What to change in the annotation of last year's measure; no decision takes it back.

    A follow-up that is kept is closed with the place as its evidence, one partly kept goes on.
    """

    def change(annotation: Annotation) -> Annotation:
        if former:
            gone = replace(_link_to(this, former), document=former.document)
            annotation = review.unlinked(gone)(annotation)
        if decision:
            annotation = review.linked(_link_to(this, decision))(annotation)
        if FOLLOW_UP in annotation.tags:
            settle = entrusted(lambda task: _settled(task, decision, former, this))
            annotation = settle(annotation)
        return annotation

    return change


def _link_to(this: Document, decision: Decision) -> Link:
    link = Link(MATTER, decision.verdict, this.id)
    return link if decision.evidence is None else _pointing(link, this, decision.evidence)


def _pointing(link: Link, document: Document, index: int) -> Link:
    measure = document.measures[index]
    return replace(
        link, locator=measure.locator, start=measure.start, exact=document.quote(measure)
    )


def _settled(
    task: Task, decision: Decision | None, former: Decision | None, this: Document
) -> Task:
    """The task after a decision; what only the former one said is taken back."""
    place, before = (_place(this, one) for one in (decision, former))
    evidence = tuple(one for one in task.evidence if one != before)
    status = task.status
    if status == _CLOSED and before in task.evidence:
        status = _IN_PROGRESS
    if decision and decision.verdict == KEPT and (place or evidence):
        evidence = (*evidence, *([place] if place and place not in evidence else []))
        status = _CLOSED
    elif decision and decision.verdict == PARTLY and status == _NOT_STARTED:
        status = _IN_PROGRESS
    return replace(task, evidence=evidence, status=status)


def _place(this: Document, decision: Decision | None) -> str:
    """Where the evidence of a kept matter stands, as a ledger names it: 《…报告》1.3.2."""
    if decision is None or decision.evidence is None or decision.verdict != KEPT:
        return ""
    return f"《{this.metadata.title}》{this.measures[decision.evidence].locator}"


def of_evidence(
    decision: Decision | None, former: Decision | None, last: Document
) -> dict[int, Change]:
    """What to change in the annotations of this year's measures, by their indexes."""
    changes: dict[int, Change] = {}
    if former and former.evidence is not None:
        changes[former.evidence] = review.unlinked(_link_back(last, former))
    if decision and decision.evidence is not None:
        changes[decision.evidence] = review.linked(_link_back(last, decision))
    return changes


def _link_back(last: Document, decision: Decision) -> Link:
    return _pointing(Link(EVIDENCE, decision.verdict, last.id), last, decision.matter)
