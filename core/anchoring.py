"""Attach annotations to a new text of a document, or say which ones a person has to place."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from core.alignment import BEGINNING, END, WHOLE, Former, Match, matches
from core.document import Document
from core.patterns import lazily
from core.review import Anchor, anchor_of
from core.rewording import FigureChange, Span, changed_figures, proposal
from core.watching import Watch, unwatched

__all__ = [
    "STATES",
    "Attachment",
    "Candidate",
    "FigureChange",
    "Span",
    "align",
    "attach",
    "proposal",
]

ATTACHED, MOVED, CHANGED = "attached", "moved", "changed"
TO_CONFIRM, ORPHAN = "needs confirmation", "orphan"
STATES = (ATTACHED, MOVED, CHANGED, TO_CONFIRM, ORPHAN)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A measure of the new document that may be the one sought, by its index."""

    measure: int
    likeness: float


@dataclass(frozen=True, slots=True)
class Attachment:
    """What became of an annotated measure in a new text.

    `measure` is its index there. "attached" and "moved" say the same as before, "moved" stands
    between others; "changed" has other words or `figures`. Where that cannot be said for certain
    `measure` is None: in "needs confirmation" one of the `candidates`, at most three and the best
    first, may well be it; those of an "orphan" are only the most alike. `section_moved` tells
    that it is not in the section where most of what stood with it is now.
    """

    state: str
    measure: int | None
    likeness: float
    candidates: tuple[Candidate, ...] = ()
    figures: tuple[FigureChange, ...] = ()
    section_moved: bool = False


def attach(
    anchors: Sequence[Anchor],
    new: Document,
    old: Document | None = None,
    watch: Watch = unwatched,
) -> list[Attachment]:
    """What became of each anchor's measure in the new text, one for each, in the same order.

    `old` is the document that the anchors describe: all its measures are looked for, so that none
    takes the place of another. Without it only what the anchors quote is known, and more is left
    to confirm. Nothing uncertain is attached.
    """
    if (unchanged := _unchanged(anchors, new)) is not None:
        return unchanged
    by_place = {_place(anchor): anchor for anchor in anchors}
    quoted = [by_place[place] for place in sorted(by_place)]
    stood = _quoted(quoted, new) if old is None else _stood(quoted, old)
    former = [one.former for one in stood]
    found = matches(former, new, is_complete=old is not None, watch=watch)
    sections = _sections(stood, found, new)
    attachments = {
        one.place: _attachment(one, match, new, sections)
        for one, match in zip(stood, found, strict=True)
        if one.place in by_place
    }
    return [attachments[_place(anchor)] for anchor in anchors]


def align(old: Document, new: Document, watch: Watch = unwatched) -> list[Attachment]:
    """What became of each measure of the old document in the new one."""
    return attach([anchor_of(old, measure) for measure in old.measures], new, old, watch)


def _unchanged(anchors: Sequence[Anchor], new: Document) -> list[Attachment] | None:
    """The attachments where each anchor is that of a measure of the new text; else None."""
    starts = {measure.start: index for index, measure in enumerate(new.measures)}
    found = [starts.get(anchor.start) for anchor in anchors]
    for anchor, index in zip(anchors, found, strict=True):
        if index is None or _quotes(anchor) != _quotes(anchor_of(new, new.measures[index])):
            return None
    return [Attachment(ATTACHED, index, 1.0) for index in found]


def _quotes(anchor: Anchor) -> tuple[str, str, str]:
    return anchor.prefix, anchor.exact, anchor.suffix


_Place = tuple[int, str]  # where a sentence began, and what it said


def _place(anchor: Anchor) -> _Place:
    return anchor.start, anchor.exact


@dataclass(frozen=True, slots=True)
class _Stood:
    """A sentence of the former text; `locator` is empty for one that is only known as context."""

    former: Former
    place: _Place
    locator: str


def _stood(anchors: Sequence[Anchor], old: Document) -> list[_Stood]:
    """The measures of the old document, and the anchors where they say other than these."""
    found = {
        (measure.start, old.quote(measure)): (float(index), measure.locator)
        for index, measure in enumerate(old.measures)
    }
    others = [anchor for anchor in anchors if _place(anchor) not in found]
    for anchor in others:
        index = old.measure_index(anchor.start)
        found[_place(anchor)] = (-0.5 if index is None else index + 0.5, anchor.locator)
    for anchor in others:  # they stand for the measures that they overlap
        first = old.measure_index(anchor.start) or 0
        last = old.measure_index(max(anchor.start, anchor.end - 1))
        for measure in () if last is None else old.measures[first : last + 1]:
            found.pop((measure.start, old.quote(measure)), None)
    return [
        _Stood(Former(place[1], position), place, locator)
        for place, (position, locator) in sorted(found.items())
    ]


_SENTENCE = lazily(r"[^。！？!?\n]+[。！？!?\n]*")


def _quoted(anchors: Sequence[Anchor], new: Document) -> list[_Stood]:
    """What the anchors quote of a text that is not known otherwise, with what stood around it.

    Positions are estimated by the length that a measure has in the new text.
    """
    pitch = max(1.0, len(new.text) / max(1, len(new.measures)))
    found: list[_Stood] = []
    position = anchors[0].start / pitch if anchors else 0.0
    before: Anchor | None = None
    for anchor in anchors:
        for piece, known in _between(before, anchor):
            position += len(piece) / pitch if known is None else 1.0
            if known is not None:
                found.append(_Stood(Former(piece, position, known), (anchor.start, piece), ""))
        position += 1.0
        former = Former(anchor.exact, position, WHOLE, anchor.prefix, anchor.suffix)
        found.append(_Stood(former, _place(anchor), anchor.locator))
        before = anchor
    for piece, known in _between(before, None):
        position += 1.0
        if known is not None:
            found.append(_Stood(Former(piece, position, known), (-1, piece), ""))
    return found


def _between(before: Anchor | None, behind: Anchor | None) -> Iterator[tuple[str, str | None]]:
    """The sentences between two anchors, and how much is known of each; None: nothing."""
    suffix = before.suffix if before else ""
    prefix = behind.prefix if behind else ""
    gap = behind.start - before.end if before and behind else len(suffix) + len(prefix) + 1
    if gap <= 0:
        return
    if gap <= len(suffix) + len(prefix):
        text = suffix[:gap] + prefix[len(prefix) - max(0, gap - len(suffix)) :]
        yield from ((sentence, WHOLE) for sentence in _SENTENCE.findall(text))
        return
    begun = _SENTENCE.findall(suffix)
    ended = _SENTENCE.findall(prefix)
    yield from ((sentence, WHOLE) for sentence in begun[:-1])
    yield from ((sentence, BEGINNING) for sentence in begun[-1:])
    if before and behind:
        yield " " * (gap - len(suffix) - len(prefix)), None
    yield from ((sentence, END) for sentence in ended[:1])
    yield from ((sentence, WHOLE) for sentence in ended[1:])


def _sections(stood: Sequence[_Stood], found: Sequence[Match], new: Document) -> dict[str, str]:
    """For each section of the old text, by its locator, that where most of its measures are."""
    went: dict[str, Counter[str]] = defaultdict(Counter)
    for one, match in zip(stood, found, strict=True):
        if match.measure is not None and one.locator:
            there = new.measures[match.measure].locator
            for was, is_ in zip(_holders(one.locator), _holders(there), strict=False):
                went[was][is_] += 1
    return {section: counts.most_common(1)[0][0] for section, counts in went.items()}


def _holders(locator: str) -> list[str]:
    """The sections that hold a measure, outermost first: of 1.3.2 these are 1 and 1.3."""
    return list(accumulate(locator.split(".")[:-1], "{}.{}".format))


def _attachment(one: _Stood, match: Match, new: Document, sections: dict[str, str]) -> Attachment:
    if match.measure is None:
        candidates = tuple(Candidate(*candidate) for candidate in match.candidates)
        best = max((candidate.likeness for candidate in candidates), default=0.0)
        return Attachment(TO_CONFIRM if match.is_open else ORPHAN, None, best, candidates)
    measure = new.measures[match.measure]
    is_same = match.likeness == 1
    state = CHANGED if not is_same else ATTACHED if match.in_order else MOVED
    figures = () if is_same else changed_figures(one.former.text, new.quote(measure))
    section_moved = any(
        sections[was] != is_
        for was, is_ in zip(_holders(one.locator), _holders(measure.locator), strict=False)
    )
    return Attachment(state, match.measure, match.likeness, (), figures, section_moved)
