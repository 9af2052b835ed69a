"""Tell what changed between two versions of a document: headings, measures and their figures."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, deque
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from core.anchoring import Attachment, align
from core.document import Document, Measure, Section
from core.likeness import likeness, plain
from core.metrics import find_metrics
from core.rewording import FigureChange, changed_figures
from core.series import Change, change
from core.watching import Watch, unwatched

CHANGED, MOVED, ADDED, DELETED = "changed", "moved", "added", "deleted"
TO_CONFIRM = "needs confirmation"
KINDS = (CHANGED, MOVED, ADDED, DELETED, TO_CONFIRM)

Place = Measure | Section


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs: measures, or a heading, of the old version and of the new one.

    `state` is one of KINDS: `needs confirmation` pairs measures that may or may not be the same.
    `old` is empty for what was added, `new` for what was deleted; several stand together where
    measures were joined or divided. `likeness` is that of the wording, 0 to 1. `has_moved` says
    that it also stands elsewhere. `path` are the sections that hold it, outermost first, of the
    new version where it has them.
    """

    state: str
    old: tuple[Place, ...]
    new: tuple[Place, ...]
    likeness: float
    figures: tuple[FigureChange, ...]
    has_moved: bool
    path: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """Two versions and what differs, in the order of the new one; what went where it stood.

    `unchanged` is how many measures of the new version say what the old one said, where it said it.
    """

    old: Document
    new: Document
    unchanged: int
    differences: tuple[Difference, ...]

    def count(self, state: str) -> int:
        """How many differences there are of one of KINDS."""
        return sum(1 for one in self.differences if one.state == state)

    @property
    def figures(self) -> int:
        """How many figures changed."""
        return sum(len(one.figures) for one in self.differences)

    def parts(self) -> Iterator[tuple[tuple[Section, ...], list[Difference]]]:
        """The differences that stand one after the other under the same headings."""
        for path, found in groupby(self.differences, key=attrgetter("path")):
            yield path, list(found)


def text_of(document: Document, places: Iterable[Place]) -> str:
    """What measures or a heading say, one behind the other."""
    return "".join(map(document.quote, places))


def moved_by(figure: FigureChange) -> Change | None:
    """By how much a figure changed; None where one side has none, or they are of two units."""
    (old, *_), (new, *_) = (find_metrics(said) or (None,) for said in (figure.old, figure.new))
    return change(old, new) if old and new else None


def changes(old: Document, new: Document, watch: Watch = unwatched) -> Changes:
    """What changed from one version to the other; call it from a worker.

    Compared are the characters but for widths, quotation marks and line breaks. Measures that were
    divided, or joined with their neighbours, and say the same are unchanged. Of a heading its title
    is compared and not its number.
    """
    found = align(old, new, watch)
    groups = _groups(found, old, new)
    where = _Where(old, new, groups)
    compared = [_compared(group, found, where) for group in groups]
    told = [*filter(None, compared), *_ungrouped(groups, found, where), *_headings(where)]
    unchanged = sum(
        len(group.new) for group, it in zip(groups, compared, strict=True) if it is None
    )
    return Changes(old, new, unchanged, tuple(sorted(told, key=where.position)))


@dataclass(frozen=True, slots=True)
class _Group:
    """Measures of the old version, by index, and those of the new one that say the same."""

    old: Sequence[int]
    new: Sequence[int]


def _groups(found: Sequence[Attachment], old: Document, new: Document) -> list[_Group]:
    """The measures that are in both versions, in the order of the new one, together with what was
    parted from them or joined with them.
    """
    held: dict[int, list[int]] = {}
    for number, one in enumerate(found):
        if one.measure is not None:
            held.setdefault(one.measure, []).append(number)
    unknown = [number for number, one in enumerate(found) if one.measure is None]
    for measure, number in _same(unknown, held, old, new).items():
        held[measure] = [number]
    known = {number for numbers in held.values() for number in numbers}
    free_in_old = [number not in known for number in range(len(old.measures))]
    free_in_new = [number not in held for number in range(len(new.measures))]
    groups = []
    for measure, numbers in sorted(held.items()):
        parts = _grown([measure], free_in_new, new, plain(text_of(old, _places(old, numbers))))
        text = plain(text_of(new, _places(new, parts)))
        groups.append(_Group(_grown(numbers, free_in_old, old, text), parts))
    return groups


def _same(
    unknown: Iterable[int], held: Container[int], old: Document, new: Document
) -> dict[int, int]:
    """Of the repeated measures that nobody knows again those that say the same, in their order."""
    waiting: dict[str, deque[int]] = {}
    for measure, place in enumerate(new.measures):
        if measure not in held:
            waiting.setdefault(plain(new.quote(place)), deque()).append(measure)
    found: dict[int, int] = {}
    for number in unknown:
        if there := waiting.get(plain(old.quote(old.measures[number]))):
            found[there.popleft()] = number
    return found


def _grown(numbers: list[int], free: list[bool], document: Document, text: str) -> list[int]:
    """The measures with their neighbours that nobody has and that stand in the text as well."""
    rest = text
    for number in numbers:
        rest = rest.replace(_words(document, number), "", 1)
    for step in (-1, 1):
        number = (min if step < 0 else max)(numbers) + step
        while 0 <= number < len(free) and free[number]:
            words = _words(document, number)
            if len(words) < _SHORTEST or words not in rest:
                break
            rest = rest.replace(words, "", 1)
            free[number] = False
            numbers = sorted([*numbers, number])
            number += step
    return numbers


_SHORTEST = 2  # characters


def _words(document: Document, number: int) -> str:
    return plain(document.quote(document.measures[number])).rstrip(".;,:!?")


class _Where:
    """Where things of the old version stand in the new one."""

    def __init__(self, old: Document, new: Document, groups: Sequence[_Group]) -> None:
        self.old, self.new = old, new
        self.sections = _sections(old, new, groups)
        self.moved = _moved([group.old[0] for group in groups])
        kept = sorted((group.old[0], group.new[-1]) for group in groups)
        self._kept = [first for first, _ in kept]
        self._ends = [new.measures[last].end for _, last in kept]

    def has_moved(self, group: _Group, went: Sequence[Attachment]) -> bool:
        """Whether measures stand elsewhere: in another section, or before what they were behind."""
        is_elsewhere = bool(went) and all(one.section_moved for one in went)
        return is_elsewhere or group.old[0] in self.moved

    def path(self, section_id: str | None, *, is_new: bool) -> tuple[Section, ...]:
        """The sections down to one of either version, those of the new one where it has them."""
        if is_new:
            return self.new.ancestry(section_id)
        rest: list[Section] = []
        for section in reversed(self.old.ancestry(section_id)):
            if section.id in self.sections:
                return (*self.new.ancestry(self.sections[section.id]), *reversed(rest))
            rest.append(section)
        return tuple(reversed(rest))

    def position(self, one: Difference) -> tuple[int, bool, int]:
        """Where a difference is told: where it stands in the new version, else where it stood."""
        if one.new:
            return one.new[0].start, False, 0
        gone = one.old[0].start
        before = self.old.measure_index(gone - 1)
        at = -1 if before is None else bisect_right(self._kept, before) - 1
        return (self._ends[at] if at >= 0 else 0), True, gone


def _moved(numbers: Sequence[int]) -> set[int]:
    """Of different numbers the fewest without which the rest rise."""
    tails: list[int] = []  # the least number that a rising run of each length can end with
    before: dict[int, int | None] = {}
    for number in numbers:
        at = bisect_right(tails, number)
        before[number] = tails[at - 1] if at else None
        tails[at : at + 1] = [number]
    moved = set(numbers)
    last: int | None = tails[-1] if tails else None
    while last is not None:
        moved.discard(last)
        last = before[last]
    return moved


def _sections(old: Document, new: Document, groups: Sequence[_Group]) -> dict[str, str]:
    """For each section of the old version that the new one has its id there.

    It is the section where most of its measures went, else one with the same title.
    """
    votes: Counter[tuple[str, str]] = Counter()
    for group in groups:
        before = old.ancestry(old.measures[group.old[0]].section)
        after = new.ancestry(new.measures[group.new[0]].section)
        votes.update((one.id, it.id) for one, it in zip(before, after, strict=False))
    found: dict[str, str] = {}
    taken: set[str] = set()
    for (one, it), _ in votes.most_common():
        if one not in found and it not in taken:
            found[one] = it
            taken.add(it)
    untold = {
        plain(section.title): section.id for section in new.sections if section.id not in taken
    }
    for section in old.sections:
        title = plain(section.title)
        if section.id not in found and title in untold:
            found[section.id] = untold.pop(title)
    return found


def _compared(group: _Group, found: Sequence[Attachment], where: _Where) -> Difference | None:
    """What differs between measures that are in both versions; None where nothing does."""
    old, new = where.old, where.new
    places = _places(old, group.old), _places(new, group.new)
    before, after = text_of(old, places[0]), text_of(new, places[1])
    went = [found[number] for number in group.old if found[number].measure is not None]
    has_moved = where.has_moved(group, went)
    is_same = plain(before) == plain(after)
    if is_same and not has_moved:
        return None
    path = where.path(new.measures[group.new[0]].section, is_new=True)
    if is_same:
        return Difference(MOVED, *places, 1.0, (), True, path)
    figures = changed_figures(before, after)
    return Difference(CHANGED, *places, likeness(before, after), figures, has_moved, path)


def _places(document: Document, numbers: Iterable[int]) -> tuple[Measure, ...]:
    return tuple(document.measures[number] for number in numbers)


def _ungrouped(
    groups: Sequence[_Group], found: Sequence[Attachment], where: _Where
) -> Iterator[Difference]:
    """What only one version has, and what may be the same in both."""
    old, new = where.old, where.new
    rest_of_old = dict.fromkeys(range(len(old.measures)))
    rest_of_new = dict.fromkeys(range(len(new.measures)))
    for group in groups:
        for number in group.old:
            rest_of_old.pop(number, None)
        for number in group.new:
            rest_of_new.pop(number, None)
    doubtful = sorted(
        (-it.likeness, number, it.measure)
        for number in rest_of_old
        if found[number].state == TO_CONFIRM
        for it in found[number].candidates
    )
    for worth, number, measure in doubtful:
        if number in rest_of_old and measure in rest_of_new:
            del rest_of_old[number], rest_of_new[measure]
            places = _places(old, [number]), _places(new, [measure])
            figures = changed_figures(text_of(old, places[0]), text_of(new, places[1]))
            path = where.path(new.measures[measure].section, is_new=True)
            yield Difference(TO_CONFIRM, *places, -worth, figures, False, path)
    for number in rest_of_old:
        path = where.path(old.measures[number].section, is_new=False)
        yield Difference(DELETED, _places(old, [number]), (), 0.0, (), False, path)
    for number in rest_of_new:
        path = where.path(new.measures[number].section, is_new=True)
        yield Difference(ADDED, (), _places(new, [number]), 0.0, (), False, path)


def _headings(where: _Where) -> Iterator[Difference]:
    """Headings with another title, new ones, and those that went; of articles none has a title."""
    old, new = where.old, where.new
    was = {after: before for before, after in where.sections.items()}
    for section in new.sections:
        path = where.path(section.parent, is_new=True)
        if section.id not in was:
            if section.title:
                yield Difference(ADDED, (), (section,), 0.0, (), False, path)
            continue
        former = old.section(was[section.id])
        if former and plain(former.title) != plain(section.title):
            figures = changed_figures(former.title, section.title)
            alike = likeness(former.title, section.title)
            yield Difference(CHANGED, (former,), (section,), alike, figures, False, path)
    for section in old.sections:
        if section.id not in where.sections and section.title:
            path = where.path(section.parent, is_new=False)
            yield Difference(DELETED, (section,), (), 0.0, (), False, path)
