"""Find the measures of a report that repeat last year's wording, with or without new figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.document import Document
from core.likeness import Texts, likeness, masked
from core.rewording import FigureChange, changed_figures
from core.watching import Watch, unwatched, watched

ALIKE = 0.90  # from here on wording is repeated


@dataclass(frozen=True, slots=True)
class Repeat:
    """A measure of this year that repeats one of last year, by their indexes.

    `likeness` is that of the wording, from 0 to 1, every number counting as the same sign.
    `figures` are those that changed: with none, the sentence reports nothing new.
    """

    measure: int
    last: int
    likeness: float
    figures: tuple[FigureChange, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """How many measures a section has, and how many of them repeat last year's wording.

    `section` is its id, None for the preamble. Of the `repeated` ones `updated` have new figures.
    """

    section: str | None
    measures: int
    repeated: int
    updated: int


@dataclass(frozen=True, slots=True)
class Recycled:
    """The repeats in reading order, their share of all measures, and that of each section.

    A section's share counts its subsections too. Sections without measures are left out.
    """

    repeats: tuple[Repeat, ...]
    overall: Share
    sections: tuple[Share, ...]


def recycled(last: Document, this: Document, watch: Watch = unwatched) -> Recycled:
    """The measures of this year's report that are at least 0.90 alike with one of last year's.

    Several may repeat the same one. What every report says, such as 各位代表！, counts for
    nothing: measures of less than eight characters are no repeats, though they are measures.
    `watch` is told how much is done.
    """
    before = [last.quote(measure) for measure in last.measures]
    texts = Texts(before)
    repeats: list[Repeat] = []
    for index, measure in enumerate(watched(this.measures, watch, every=16)):
        text = this.quote(measure)
        words = masked(text)
        if len(words) < _SHORTEST:
            continue
        near = [
            (likeness(words, masked(before[number])), -number) for number, _ in texts.alike(text)
        ]
        best, number = max(near, default=(0.0, 0))
        if best >= ALIKE:
            changed = changed_figures(before[-number], text)
            repeats.append(Repeat(index, -number, best, changed))
    shares = [
        _share(section, within, repeats)
        for section in (None, *(section.id for section in this.sections))
        if (within := this.measures_within(section))
    ]
    overall = _share(None, range(len(this.measures)), repeats)
    return Recycled(tuple(repeats), overall, tuple(shares))


_SHORTEST = 8


def _share(section: str | None, within: range, repeats: Sequence[Repeat]) -> Share:
    held = [repeat for repeat in repeats if repeat.measure in within]
    return Share(section, len(within), len(held), sum(1 for repeat in held if repeat.figures))
