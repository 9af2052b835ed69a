"""Take back what was edited in a memo: notes, tags and the cells of the ledger, mark by mark.

A memo says of each mark what it said when it was written, as a digest. So what was edited in the
memo is known, and what was changed in the review meanwhile; where both were, both are kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial

from core import review
from core.document import Document
from core.export.edited import Finding, Memo, Written
from core.export.markdown import CELLS, NOTE, public_id, said
from core.ledger import STATUS_BY_NAME, Task, TaskError, checked, due_date
from core.review import TAGS, Annotation, Change

_Tell = Callable[[str, str, str], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is taken back: a change for each key of an annotation, and what there is to tell."""

    changes: Mapping[str, Change]
    findings: tuple[Finding, ...]


def plan(memo: Memo, document: Document, annotations: Mapping[str, Annotation]) -> Plan:
    """What taking a memo back would do to a review. `document` is the one that it names."""
    ids = Counter(public_id(annotation.id) for annotation in annotations.values())
    by_id = {public_id(annotation.id): key for key, annotation in annotations.items()}
    by_locator = {measure.locator: review.key_of(measure) for measure in document.measures}
    changes: dict[str, Change] = {}
    findings: list[Finding] = list(memo.unknown)
    for mark in memo.marks:
        key = by_id.get(mark.id) if mark.id else by_locator.get(mark.locator)
        if key is None or ids[mark.id] > 1 or key in changes:
            what = "id" if mark.id else "locator"
            words = f"pr-{mark.id}" if mark.id else mark.locator
            findings.append(Finding("unknown", mark.line, mark.locator, what, words))
            continue
        start = annotations.get(key) or _nothing(document, key)
        after, told = merged(mark, start)
        findings += told
        findings += [
            Finding("unknown", mark.line, mark.locator, "quote", quote)
            for quote in mark.edited_quotes
        ]
        if after != start:
            changes[key] = partial(_change, mark, start.id if mark.id else "")
    return Plan(changes, tuple(sorted(findings, key=lambda finding: finding.line)))


def _nothing(document: Document, key: str) -> Annotation:
    index = document.measure_index(int(key))
    assert index is not None  # the key is that of a measure
    return Annotation("", review.anchor_of(document, document.measures[index]), "", "", "")


def _change(mark: Written, annotation_id: str, annotation: Annotation) -> Annotation:
    """What is saved: merged with what is on the disk by then, unless that is another mark."""
    if annotation_id and annotation.id != annotation_id:
        return annotation
    return merged(mark, annotation)[0]


def merged(mark: Written, annotation: Annotation) -> tuple[Annotation, list[Finding]]:
    """The annotation with what was edited in a memo of it, and what came of each edit.

    What the review says already is no edit, so taking a memo back twice is taking it back once.
    """
    findings: list[Finding] = []

    def tell(kind: str, what: str, words: str) -> None:
        findings.append(Finding(kind, mark.line, annotation.anchor.locator, what, words))

    after = _with_tags(mark, annotation, tell)
    after = _with_note(mark, after, tell)
    for name in _cells_in_turn(mark):
        after = _with_cell(mark, name, after, tell)
    return after, findings


_TAG_NAMES = {name: tag.id for tag in TAGS for name in (tag.id, tag.chinese)}


def _with_tags(mark: Written, annotation: Annotation, tell: _Tell) -> Annotation:
    if mark.tags is None:
        return annotation
    others = " ".join(annotation.tags)  # those of a newer Piyue stay
    if strange := [tag for tag in mark.tags if tag not in _TAG_NAMES and tag not in others]:
        tell("unknown", "tags", " ".join(strange))
        return annotation
    tags = {_TAG_NAMES[tag] for tag in mark.tags if tag in _TAG_NAMES}
    come = tags - mark.former_tags - {*annotation.tags}
    gone = (mark.former_tags - tags) & {*annotation.tags}
    if come or gone:
        signs = [f"+{tag.chinese}" for tag in TAGS if tag.id in come]
        signs += [f"-{tag.chinese}" for tag in TAGS if tag.id in gone]
        tell("changed" if mark.former_tags else "added", "tags", " ".join(signs))
    return review.without(*gone)(review.tagged(*come)(annotation))


def _with_note(mark: Written, annotation: Annotation, tell: _Tell) -> Annotation:
    note, ours = mark.values.get("note"), said(annotation)["note"]
    if note is None or note == ours or not mark.is_edited("note", note):
        return annotation
    if not mark.is_edited("note", ours):
        tell("changed" if ours else "added", NOTE, note)
        return review.noted(note)(annotation)
    return _below_note(annotation, note, NOTE, tell, above=True)


def _below_note(
    annotation: Annotation, words: str, what: str, tell: _Tell, *, above: bool = False
) -> Annotation:
    """The words kept beside what the note says, unless it says them already."""
    ours = said(annotation)["note"]
    if f"\n\n{words}\n\n" in f"\n\n{ours}\n\n":
        return annotation
    tell("conflict", what, words)
    both = (words, ours) if above else (ours, words)
    return review.noted("\n\n".join(filter(None, both)))(annotation)


def _cells_in_turn(mark: Written) -> list[str]:
    """Evidence comes before the status that asks for it, and goes after that."""
    names = [name for name in ("unit", "due", "evidence", "status") if name in mark.values]
    return sorted(names, key=lambda name: name == "evidence" and not mark.values[name])


def _with_cell(mark: Written, name: str, annotation: Annotation, tell: _Tell) -> Annotation:
    written, title, ours = mark.values[name], CELLS[name], said(annotation)[name]
    if not mark.is_edited(name, written):
        return annotation
    try:
        value = _meant(name, written)
        if value == ours:
            return annotation
        if not mark.is_edited(name, ours):
            changed = _with(annotation, name, value)
            tell("changed" if ours else "added", title, value)
            return changed
        if name == "evidence":
            both = "\n".join(dict.fromkeys((ours + "\n" + value).strip().split("\n")))
            if both != ours:
                tell("conflict", title, value)
            return _with(annotation, name, both)
    except TaskError as error:
        tell("unknown", title, f"{written} ({error})")
        return annotation
    return _below_note(annotation, f"{title}（据审阅记录）：{value}", title, tell)


def _meant(name: str, written: str) -> str:
    """A cell as Piyue writes it. Raises TaskError for no date, or for no status."""
    if name == "due":
        return due_date(written)
    if name == "status":
        if written not in STATUS_BY_NAME:
            raise TaskError(f"no status: {written}")
        return STATUS_BY_NAME[written].chinese
    return written


def _with(annotation: Annotation, name: str, value: str) -> Annotation:
    """Raises TaskError where a status needs evidence it has not."""
    task = annotation.task or Task()
    if name == "unit":
        task = replace(task, unit=value)
    elif name == "due":
        task = replace(task, due=value)
    elif name == "evidence":
        task = checked(replace(task, evidence=tuple(filter(None, value.split("\n")))))
    else:
        task = checked(replace(task, status=STATUS_BY_NAME[value].id))
    return review.entrusted(lambda _: task)(annotation)
