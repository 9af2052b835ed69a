"""One reviewer's annotations of one document, and the pure operations that change them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from core import ledger, links
from core.document import Document, Measure
from core.ledger import Task
from core.links import Link, Links


@dataclass(frozen=True, slots=True)
class Tag:
    """A verdict on a measure; `sign` tells it apart where there is no colour."""

    id: str
    chinese: str
    english: str
    sign: str
    key: str


FOLLOW_UP = "follow-up"  # the only tag of which something is to come (core.ledger)
TAGS = (
    Tag("highlight", "亮点", "highlight", "+", "1"),
    Tag("weakness", "不足", "weakness", "-", "2"),
    Tag(FOLLOW_UP, "跟进", "follow-up", "!", "3"),
)
TAG_BY_NAME: Mapping[str, Tag] = {
    name: tag for tag in TAGS for name in (tag.id, tag.chinese, tag.key)
}

_CONTEXT = 32  # characters kept on each side of a quote, as in the W3C TextQuoteSelector


@dataclass(frozen=True, slots=True)
class Anchor:
    """What keeps an annotation attached to its measure when the text changes."""

    locator: str
    start: int
    end: int
    exact: str
    prefix: str
    suffix: str
    rest: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Annotation:
    """A reviewer's tags, note and read mark on one measure, of a follow-up what is to come of it.

    `id` is random, made once, and never derived from content or position. `created` and
    `updated` are ISO 8601 with a UTC offset. `links` are what was decided of it beside a report
    of another year. `rest` holds what a newer Piyue wrote.
    """

    id: str
    anchor: Anchor
    reviewer: str
    created: str
    updated: str
    tags: tuple[str, ...] = ()
    note: str = ""
    read: bool = False
    task: Task | None = None
    links: Links = ()
    rest: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_marked(self) -> bool:
        """Whether it says more than that the measure was read."""
        return bool(self.tags or self.note)

    @property
    def is_kept(self) -> bool:
        """Whether it says anything at all."""
        return self.is_marked or self.read or bool(self.links)


_OF_ANCHOR, _OF_ANNOTATION = frozenset(Anchor.__slots__), frozenset(Annotation.__slots__)
Change = Callable[[Annotation], Annotation]
Record = dict[str, Any]


def key_of(measure: Measure) -> str:
    """The key of a measure's annotation: where it begins, which never changes in one text."""
    return str(measure.start)


def is_waiting(key: str) -> bool:
    """Whether an annotation with this key has no measure (yet): no measure begins below zero."""
    return int(key) < 0


def anchor_of(document: Document, measure: Measure) -> Anchor:
    """The anchor of a measure in this version of the document."""
    text = document.text
    return Anchor(
        locator=measure.locator,
        start=measure.start,
        end=measure.end,
        exact=document.quote(measure),
        prefix=text[max(0, measure.start - _CONTEXT) : measure.start],
        suffix=text[measure.end : measure.end + _CONTEXT],
    )


def tagged(*tags: str) -> Change:
    """Sets the tags. They stand in the order of TAGS, behind them any of a newer Piyue."""

    def change(annotation: Annotation) -> Annotation:
        wanted = {*annotation.tags, *tags}
        known = [tag.id for tag in TAGS if tag.id in wanted]
        unknown = [tag for tag in annotation.tags if tag not in TAG_BY_NAME]
        return replace(annotation, tags=(*known, *unknown))

    return change


def without(*tags: str) -> Change:
    """Takes the tags off."""
    return lambda annotation: replace(
        annotation, tags=tuple(tag for tag in annotation.tags if tag not in tags)
    )


def noted(note: str, former: str | None = None) -> Change:
    """Sets the note; characters that no file or terminal should be given are dropped.

    `former` is the note that the reviewer saw and changed. Where somebody changed that one
    meanwhile, theirs is kept below.
    """
    clean = _clean(note)

    def change(annotation: Annotation) -> Annotation:
        others = annotation.note
        if former is None or others in {"", former, clean}:
            return replace(annotation, note=clean)
        return replace(annotation, note=f"{clean}\n\n{others}".strip())

    return change


def _clean(note: str) -> str:
    kept = "".join(
        char
        for char in note.replace("\r\n", "\n").replace("\r", "\n")
        if char in "\n\t" or (ord(char) >= 32 and not 0x7F <= ord(char) < 0xA0)
    )
    return kept.encode("utf-8", "ignore").decode("utf-8").strip()


def marked_read(read: bool = True) -> Change:
    """Marks the measure as read, or as not read."""
    return lambda annotation: replace(annotation, read=read)


def cleared(annotation: Annotation) -> Annotation:
    """Takes tags, note, read mark and task off; what was decided stands, it has another side."""
    return replace(annotation, tags=(), note="", read=False, task=None)


def entrusted(change: Callable[[Task], Task]) -> Change:
    """Changes what is to come of a follow-up, which is nothing in particular at first."""

    def changed(annotation: Annotation) -> Annotation:
        task = change(annotation.task or Task())
        return replace(annotation, task=None if task == Task() else task)

    return changed


def linked(link: Link) -> Change:
    """Keeps one side of a decision, in the place of what it replaces."""
    return lambda annotation: replace(annotation, links=links.with_link(annotation.links, link))


def unlinked(link: Link) -> Change:
    """Takes back what this side of a decision would replace."""
    return lambda annotation: replace(annotation, links=links.without_link(annotation.links, link))


def edited(record: Record | None, change: Change, blank: Annotation, *, now: str) -> Record | None:
    """The stored record after a change; None when nothing is left to keep.

    `blank` is the annotation to start from where there is none yet. `updated` becomes `now` only
    when the change made a difference, so that a repeated change saves nothing.
    """
    before = blank if record is None else from_record(record)
    after = change(before)
    if not after.is_kept:
        return None
    return to_record(after if after == before else replace(after, updated=now))


def to_record(annotation: Annotation) -> Record:
    """The annotation as it is stored."""
    anchor = annotation.anchor
    return {
        **annotation.rest,
        "id": annotation.id,
        "anchor": {
            **anchor.rest,
            "locator": anchor.locator,
            "start": anchor.start,
            "end": anchor.end,
            "exact": anchor.exact,
            "prefix": anchor.prefix,
            "suffix": anchor.suffix,
        },
        "reviewer": annotation.reviewer,
        "created": annotation.created,
        "updated": annotation.updated,
        "tags": list(annotation.tags),
        "note": annotation.note,
        "read": annotation.read,
        **({"task": ledger.to_record(annotation.task)} if annotation.task else {}),
        **({"links": list(map(links.to_record, annotation.links))} if annotation.links else {}),
    }


def from_record(record: Mapping[str, Any]) -> Annotation:
    """The annotation that a stored record holds; fields this version does not know are kept.

    Raises ValueError for a record that is no annotation.
    """
    try:
        anchor = record["anchor"]
        known = Anchor(
            locator=str(anchor["locator"]),
            start=int(anchor["start"]),
            end=int(anchor["end"]),
            exact=str(anchor["exact"]),
            prefix=str(anchor["prefix"]),
            suffix=str(anchor["suffix"]),
            rest={name: it for name, it in anchor.items() if name not in _OF_ANCHOR},
        )
        return Annotation(
            id=str(record["id"]),
            anchor=known,
            reviewer=str(record["reviewer"]),
            created=str(record["created"]),
            updated=str(record["updated"]),
            tags=tuple(map(str, record["tags"])),
            note=str(record["note"]),
            read=bool(record["read"]),
            task=ledger.from_record(record["task"]) if "task" in record else None,
            links=tuple(map(links.from_record, record.get("links", ()))),
            rest={name: it for name, it in record.items() if name not in _OF_ANNOTATION},
        )
    except (KeyError, TypeError, AttributeError, ValueError, OverflowError) as error:
        raise ValueError("a record that is no annotation") from error


def citation(document: Document, measure: Measure) -> str:
    """A quote with its source, ready to paste: `……。（《…报告》一、（七））`."""
    return cited(document, document.quote(measure), measure.start)


def cited(document: Document, words: str, offset: int) -> str:
    """Words with where they stand, ready to paste: `调解成功率 95.6%（《…报告》一、（七））`."""
    index = document.measure_index(offset)
    measure = None if index is None else document.measures[index]
    ancestry = document.ancestry(measure.section if measure else None)
    numbers = "".join(section.number or f"“{section.title}”" for section in ancestry)
    title = f"《{document.metadata.title}》" if document.metadata.title else ""
    source = f"{title}{numbers}" or (measure.locator if measure else "")
    return f"{words}（{source}）" if source else words


def name_of(tag: str) -> str:
    """What a tag is called in a memo; one that a newer Piyue set is called by its id."""
    return TAG_BY_NAME[tag].chinese if tag in TAG_BY_NAME else tag


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a review is: measures in all, reviewed, and how many carry each tag."""

    measures: int
    reviewed: int
    tags: Mapping[str, int]


def progress(measures: int, annotations: Iterable[Annotation]) -> Progress:
    """Counts over so many measures and the annotations of those that have one.

    A marked measure is reviewed, read mark or not.
    """
    reviewed = 0
    tags: Counter[str] = Counter()
    for annotation in annotations:
        reviewed += 1
        tags.update(annotation.tags)
    return Progress(measures, reviewed, tags)


def attached(document: Document, annotations: Mapping[str, Annotation]) -> dict[int, Annotation]:
    """The annotations whose measure is in the document, by its index, in reading order."""
    found: dict[int, Annotation] = {}
    for key, annotation in annotations.items():
        start = int(key)
        index = document.measure_index(start)
        if index is not None and document.measures[index].start == start:
            found[index] = annotation
    return dict(sorted(found.items()))


def in_order(
    document: Document, annotations: Mapping[str, Annotation]
) -> list[tuple[Measure | None, Annotation]]:
    """The annotations with their measures in reading order; then those that have none any more."""
    with_measure = attached(document, annotations)
    keys = {key_of(document.measures[index]) for index in with_measure}
    orphans = [annotation for key, annotation in annotations.items() if key not in keys]
    return [
        *((document.measures[index], annotation) for index, annotation in with_measure.items()),
        *((None, orphan) for orphan in sorted(orphans, key=_position)),
    ]


def _position(annotation: Annotation) -> tuple[int, str]:
    return annotation.anchor.start, annotation.id
