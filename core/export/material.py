"""What every export is made of: the marks of a review with their places, figures and tasks."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

from core.anchoring import TO_CONFIRM
from core.carrying import state
from core.document import Document, Measure, Metric, Section
from core.ledger import Task
from core.review import FOLLOW_UP, Annotation, Progress, attached, in_order, name_of, progress

GONE = "原文中已找不到"


@dataclass(frozen=True, slots=True)
class Scope:
    """What of a review is handed in: marks with one of the tags, of a section and its subsections.

    No tags: every mark. `section` is the id of one, None the whole document.
    """

    tags: frozenset[str] = frozenset()
    section: str | None = None


EVERYTHING = Scope()


@dataclass(frozen=True, slots=True)
class Item:
    """One mark: `path` are the sections that hold its measure, outermost first.

    `measure` is None where the text has it no more; then there is no path and no figure.
    """

    annotation: Annotation
    measure: Measure | None
    path: tuple[Section, ...]
    figures: tuple[Metric, ...]

    @property
    def quote(self) -> str:
        """The words that were marked."""
        return self.annotation.anchor.exact

    @property
    def locator(self) -> str:
        """Where they stand, for people: 1.3.2."""
        return self.annotation.anchor.locator

    @property
    def place(self) -> str:
        """Where they stand, as officials write it: 一、（三）."""
        return "".join(section.number or f"“{section.title}”" for section in self.path)

    @property
    def lost(self) -> str:
        """Why it has no place: nobody confirmed one, or the text has the words no more."""
        if self.measure:
            return ""
        return "待确认" if state(self.annotation, has_measure=False) == TO_CONFIRM else GONE

    @property
    def tags(self) -> list[str]:
        """The names of its tags: 亮点."""
        return [name_of(tag) for tag in self.annotation.tags]

    @property
    def task(self) -> Task:
        """What is to come of it, if it is a follow-up."""
        return self.annotation.task or Task()


@dataclass(frozen=True, slots=True)
class Material:
    """A review to be handed in: its marks in reading order, and the figures of the same scope.

    `progress` is that of the whole review. Nothing in it depends on the clock, the machine, or
    the order in which marks were made.
    """

    document: Document
    reviewer: str
    items: tuple[Item, ...]
    figures: tuple[Metric, ...]
    progress: Progress
    scope: Scope = EVERYTHING

    @property
    def ledger(self) -> tuple[Item, ...]:
        """The follow-ups, in reading order."""
        return tuple(item for item in self.items if FOLLOW_UP in item.annotation.tags)


def material(
    document: Document,
    annotations: Mapping[str, Annotation],
    metrics: Sequence[Metric],
    reviewer: str,
    scope: Scope = EVERYTHING,
) -> Material:
    """What is handed in of a review; `metrics` are the figures of the document in reading order.

    What was only read is left out. Marks without a measure come last, those that the reviewer has
    to confirm before those whose words are gone; a section has none of them.
    """
    everywhere = range(len(document.measures))
    inside = document.measures_within(scope.section) if scope.section else everywhere
    items = []
    for measure, annotation in in_order(document, annotations):
        index = None if measure is None else document.measure_index(measure.start)
        if not annotation.is_marked or (scope.tags and not scope.tags & set(annotation.tags)):
            continue
        if scope.section is None or (index is not None and index in inside):
            path = document.ancestry(measure.section) if measure else ()
            items.append(Item(annotation, measure, path, _stated(metrics, measure)))
    items.sort(key=lambda item: item.lost == GONE)
    done = progress(len(document.measures), attached(document, annotations).values())
    figures = [metric for index in inside for metric in _stated(metrics, document.measures[index])]
    return Material(document, reviewer, tuple(items), tuple(figures), done, scope)


def _stated(metrics: Sequence[Metric], measure: Measure | None) -> tuple[Metric, ...]:
    """The figures of one measure."""
    if measure is None:
        return ()
    first = bisect_left(metrics, measure.start, key=attrgetter("start"))
    return tuple(metrics[first : bisect_left(metrics, measure.end, key=attrgetter("start"))])
