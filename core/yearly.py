"""Hold this year's report against last year's: figures, promises, wording, what was to follow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from core.document import Measure
from core.promises import Promise, promises
from core.recycled import Recycled, recycled
from core.remedies import Remedies, remedies
from core.review import Annotation, in_order
from core.series import Series, series
from core.watching import Watch, part, unwatched
from core.years import Year


@dataclass(frozen=True, slots=True)
class Open:
    """What a reviewer marked in last year's report as a weakness, or to be followed up.

    `measure` is None where the text has it no more. `promise` is what this year's report says of
    it, where it is a plan.
    """

    annotation: Annotation
    measure: Measure | None
    promise: Promise | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Reports of several years, oldest first, held against each other.

    Figures are followed through all. The rest is about the last two: `last` and `this`; `remedies`
    about this one alone. Promises and remedies are proposals, in the order of the documents.
    """

    years: tuple[Year, ...]
    series: tuple[Series, ...]
    promises: tuple[Promise, ...]
    recycled: Recycled
    remedies: Remedies
    ledger: tuple[Open, ...]

    @property
    def last(self) -> Year:
        """The report of the year before."""
        return self.years[-2]

    @property
    def this(self) -> Year:
        """The latest report."""
        return self.years[-1]


def oldest_first(years: Sequence[Year]) -> list[Year]:
    """The documents by the year that they report; as given where one of them tells none."""
    numbers = [year.number for year in years]
    if None in numbers:
        return list(years)
    return sorted(years, key=lambda year: year.number or 0)


def compare(
    years: Sequence[Year],
    annotations: Mapping[str, Annotation],
    watch: Watch = unwatched,
    terms: Iterable[str] = (),
) -> Comparison:
    """What two or more reports, oldest first, say of each other; call it from a worker.

    `annotations` are the review of the last but one. `terms` are words of the user that stay whole.
    """
    last, this = (year.document for year in years[-2:])
    found = promises(last, this, part(watch, 0.1, 0.6), terms)
    answers = {last.measures[one.measure].start: one for one in found}
    return Comparison(
        tuple(years),
        tuple(series(years)),
        tuple(found),
        recycled(last, this, part(watch, 0.6, 0.8)),
        remedies(this, part(watch, 0.8, 1), terms),
        tuple(
            Open(annotation, measure, answers.get(measure.start) if measure else None)
            for measure, annotation in in_order(last, annotations)
            if _OPEN & set(annotation.tags)
        ),
    )


_OPEN = {"weakness", "follow-up"}
