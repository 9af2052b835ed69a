"""Carry annotations over to a new version of their document: guess nothing, lose nothing.

What surely belongs to a measure of the new text is attached there. All else waits for the
reviewer's word, among the other annotations, under a key below zero, where no measure begins.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from core import links, review
from core.anchoring import ATTACHED, CHANGED, MOVED, ORPHAN, STATES, TO_CONFIRM, Attachment
from core.document import Document, Measure
from core.review import Annotation, is_waiting, key_of, to_record

_WAS = "was"  # in the rest of an anchor: what it was in the version before
_JOINED = "joined"  # in the rest of an annotation: others, whole, that were joined with it

Annotations = Mapping[str, Annotation]
Decision = dict[str, Annotation | None]
"""What becomes of annotations, by key; None where there is none any more."""


@dataclass(frozen=True, slots=True)
class Was:
    """Where an annotation comes from: the id of the document, its place and words there.

    `state` says how it came to where it is, one of STATES.
    """

    document: str
    state: str
    locator: str
    exact: str


def was(annotation: Annotation) -> Was | None:
    """What an annotation was in the version before; None where it was made in this one."""
    told, anchor = annotation.anchor.rest.get(_WAS), annotation.anchor
    if not isinstance(told, Mapping):
        return None
    locator, exact = told.get("locator", anchor.locator), told.get("exact", anchor.exact)
    state = str(told.get("state"))
    return Was(str(told.get("document", "")), state, str(locator), str(exact))


def state(annotation: Annotation, *, has_measure: bool) -> str:
    """One of STATES."""
    before = was(annotation)
    told = before.state if before else ""
    if has_measure:
        return told if told in (MOVED, CHANGED) else ATTACHED
    return told if told == TO_CONFIRM else ORPHAN


def waiting_key(annotation_id: str) -> str:
    """The key of an annotation that has no measure: below zero, and the same each time."""
    digest = sha256(annotation_id.encode("utf-8", "surrogatepass")).hexdigest()
    return str(-1 - int(digest[:12], 16))


def waiting(annotations: Annotations) -> dict[str, Annotation]:
    """Those that have no measure, by key: to be confirmed first, then orphans; in the old order."""

    def place(item: tuple[str, Annotation]) -> tuple[bool, int, str]:
        key, annotation = item
        return state(annotation, has_measure=False) == ORPHAN, annotation.anchor.start, key

    return dict(sorted((it for it in annotations.items() if is_waiting(it[0])), key=place))


def carried(
    pairs: Iterable[tuple[Annotation, Attachment]], old: str, new: Document, there: Annotations
) -> dict[str, Annotation]:
    """What to save in the review of `new`, by key, of annotations with where they belong.

    `old` is the id of their document, `there` what the review has already: an annotation with the
    same id is not carried again. Where several come to one measure, or one is there, the most
    alike is attached and the others wait.
    """
    known = {name for annotation in there.values() for name in ids(annotation)}
    taken = set(there)
    found = {}
    for annotation, attachment in sorted(pairs, key=lambda pair: -pair[1].likeness):
        if annotation.id in known:
            continue
        known.add(annotation.id)
        measure = None if attachment.measure is None else new.measures[attachment.measure]
        if measure is not None and key_of(measure) not in taken:
            taken.add(key_of(measure))
            found[key_of(measure)] = _on(annotation, new, measure, attachment.state, old)
        else:
            state = attachment.state if measure is None else TO_CONFIRM
            found[waiting_key(annotation.id)] = _as(annotation, state, old)
    return found


def ids(annotation: Annotation) -> list[str]:
    """The id of an annotation, and those of the ones that were joined with it."""
    others = annotation.rest.get(_JOINED)
    records = others if isinstance(others, list) else []
    return [annotation.id, *(str(it.get("id")) for it in records if isinstance(it, Mapping))]


def _on(
    annotation: Annotation, new: Document, measure: Measure, state: str, old: str
) -> Annotation:
    """The annotation on a measure of the new text, with what it was where that differs."""
    before = annotation.anchor
    anchor = review.anchor_of(new, measure)
    told = {"document": old, "state": state, "locator": before.locator}
    if before.exact != anchor.exact:
        told["exact"] = before.exact
    return replace(annotation, anchor=replace(anchor, rest={**before.rest, _WAS: told}))


def _as(annotation: Annotation, state: str, old: str) -> Annotation:
    """The annotation with its old anchor, waiting."""
    rest = {**annotation.anchor.rest, _WAS: {"document": old, "state": state}}
    return replace(annotation, anchor=replace(annotation.anchor, rest=rest))


def counted(found: Annotations) -> dict[str, int]:
    """How many there are in each of STATES."""
    counts = Counter(state(one, has_measure=not is_waiting(key)) for key, one in found.items())
    return {name: counts[name] for name in STATES}


def documents_of(annotations: Annotations, current: str) -> dict[str, list[Annotation]]:
    """Annotations by the id of the document whose words their anchors quote.

    `current` is the one that they are in; of what waits there it is an earlier one.
    """
    found: dict[str, list[Annotation]] = {}
    for key, annotation in annotations.items():
        before = was(annotation) if is_waiting(key) else None
        found.setdefault(before.document if before else current, []).append(annotation)
    return found


def accepted(there: Annotations, key: str, new: Document, measure: Measure, now: str) -> Decision:
    """Put what waits under `key` on a measure; with what is there already it becomes one.

    Nothing where it does not wait any more. `now` is ISO 8601.
    """
    annotation = there.get(key)
    if annotation is None:
        return {}
    before = was(annotation)
    same = new.quote(measure) == annotation.anchor.exact
    placed = _on(
        annotation, new, measure, MOVED if same else CHANGED, before.document if before else ""
    )
    other = there.get(key_of(measure))
    return {key: None, key_of(measure): _joined(other, placed, now) if other else placed}


def _joined(one: Annotation, other: Annotation, now: str) -> Annotation:
    """Both as one, with the tags and notes of both; the other is kept besides as it was."""
    tags = review.tagged(*other.tags)(one).tags
    notes = dict.fromkeys(filter(None, (one.note, other.note)))
    kept = [_others(one), [to_record(_alone(other))], _others(other)]
    return replace(
        one,
        tags=tuple(dict.fromkeys((*tags, *other.tags))),
        note="\n\n".join(notes),
        read=one.read or other.read,
        task=one.task or other.task,
        links=links.united(one.links, other.links),
        rest={**one.rest, _JOINED: [record for records in kept for record in records]},
        updated=now,
    )


def _others(annotation: Annotation) -> Sequence[object]:
    records = annotation.rest.get(_JOINED)
    return records if isinstance(records, list) else []


def _alone(annotation: Annotation) -> Annotation:
    rest = {name: it for name, it in annotation.rest.items() if name != _JOINED}
    return replace(annotation, rest=rest)


def refused(there: Annotations, key: str) -> Decision:
    """Say that what waits under `key` is in none of the measures proposed; it stays, an orphan."""
    annotation = there.get(key)
    if annotation is None or state(annotation, has_measure=False) == ORPHAN:
        return {}
    before = was(annotation)
    return {key: _as(annotation, ORPHAN, before.document if before else "")}
