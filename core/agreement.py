"""How far reviewers of one document agree, tag by tag, and on which measures they do not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TypeAlias

from core.review import TAGS, Annotation

Reviews: TypeAlias = Mapping[str, Mapping[int, Annotation]]  # by reviewer, by index of the measure
Judged: TypeAlias = dict[int, dict[str, Annotation]]  # by index of the measure, by reviewer


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far reviewers agree on one tag.

    `measures` is the number of measures that at least two of them reviewed, `observed` the share
    of agreement on these, from 0 to 1. `beyond_chance` is Cohen's kappa where `coefficient` is
    "kappa", Krippendorff's alpha where it is "alpha": 1 is full agreement, 0 what chance gives,
    below 0 is less. None stands for a number that is not defined.
    """

    tag: str
    measures: int
    observed: float | None
    coefficient: str
    beyond_chance: float | None


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A measure, by its index, of which reviewers differ in `tags`, and what each of them set."""

    measure: int
    tags: tuple[str, ...]
    annotations: Mapping[str, Annotation]


def agreement(reviews: Reviews) -> list[Agreement]:
    """The agreement on each of TAGS: Cohen's kappa of two reviewers, Krippendorff's alpha of more.

    Who reviewed no measure is no reviewer. A measure that a reviewer has not reviewed is a
    missing value and not a "no": nobody knows what would have been set. A measure with fewer
    than two values has nothing to compare and does not count (Krippendorff 2011, section C). A
    reviewed measure without the tag is a "no".
    """
    judged = _judged_by_two(reviews).values()
    is_pair = sum(map(bool, reviews.values())) <= 2
    found = []
    for tag in TAGS:
        units = [[tag.id in one.tags for one in annotations.values()] for annotations in judged]
        beyond = cohen_kappa([(a, b) for a, b in units]) if is_pair else krippendorff_alpha(units)
        name = "kappa" if is_pair else "alpha"
        found.append(Agreement(tag.id, len(units), observed(units), name, beyond))
    return found


def disagreements(reviews: Reviews) -> list[Disagreement]:
    """The measures on which those who reviewed them differ, in reading order."""
    return [
        Disagreement(measure, tags, annotations)
        for measure, annotations in _judged_by_two(reviews).items()
        if (tags := differing(annotations.values()))
    ]


def differing(annotations: Iterable[Annotation]) -> tuple[str, ...]:
    """The tags that some of the annotations of one measure have and others have not.

    Only those of TAGS: one of a newer Piyue was not there for everybody to set.
    """
    sets = [set(annotation.tags) for annotation in annotations]
    return tuple(tag.id for tag in TAGS if len({tag.id in tags for tags in sets}) > 1)


def _judged_by_two(reviews: Reviews) -> Judged:
    """The measures that at least two reviewed, in reading order, reviewers always in one order."""
    judged: Judged = {}
    for reviewer in sorted(reviews):
        for measure, annotation in reviews[reviewer].items():
            judged.setdefault(measure, {})[reviewer] = annotation
    return {measure: judged[measure] for measure in sorted(judged) if len(judged[measure]) > 1}


def observed(units: Sequence[Sequence[Hashable]]) -> float | None:
    """The share of equal values among all pairs of values of one unit; None without a pair.

    A unit of n values counts n times, as in alpha. Of two observers it is the share of units on
    which they agree.
    """
    paired = _paired(units)
    values = sum(map(len, paired))
    return (values - sum(map(_unlike, paired))) / values if values else None


def cohen_kappa(pairs: Sequence[tuple[Hashable, Hashable]]) -> float | None:
    """Cohen's kappa of two observers, a pair of values a unit (Cohen 1960).

    κ = (p_o - p_e) / (1 - p_e): p_o is the share of equal pairs, p_e the share that two observers
    would have who put the values at random, each as often as these did. None where that is 1:
    both gave one and the same value throughout, so that equal pairs say nothing.

    Jacob Cohen, A Coefficient of Agreement for Nominal Scales, Educational and Psychological
    Measurement 20 (1960) 37-46.
    """
    equal = sum(a == b for a, b in pairs)
    first, second = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    # Both shares times the square of the number of pairs, so that whole numbers are divided.
    by_chance = sum(first[value] * second[value] for value in first)
    most = len(pairs) ** 2
    return (len(pairs) * equal - by_chance) / (most - by_chance) if most > by_chance else None


def krippendorff_alpha(units: Sequence[Sequence[Hashable]]) -> float | None:
    """Krippendorff's alpha for nominal values (Krippendorff 2011, section C).

    A unit is the values that observers gave it; who gave none is left out. α = 1 - D_o / D_e: D_o
    is the share of unlike pairs within units, D_e that among all values, wherever they stand.
    None where no two values differ at all.

    Klaus Krippendorff, Computing Krippendorff's Alpha-Reliability, University of Pennsylvania
    (2011), https://repository.upenn.edu/asc_papers/43.
    """
    paired = _paired(units)
    counts = Counter(chain.from_iterable(paired))
    values = counts.total()
    unlike = values**2 - sum(count**2 for count in counts.values())
    return 1 - (values - 1) * sum(map(_unlike, paired)) / unlike if unlike else None


def _paired(units: Iterable[Sequence[Hashable]]) -> list[Sequence[Hashable]]:
    """The units with two values or more: of a lone value nothing can be said."""
    return [unit for unit in units if len(unit) > 1]


def _unlike(unit: Sequence[Hashable]) -> float:
    """How many values of a unit are unlike another of it, each by its share of the others."""
    same = sum(count**2 for count in Counter(unit).values())
    return (len(unit) ** 2 - same) / (len(unit) - 1)
