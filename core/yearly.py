"""Hold this year's report against last year's: figures, promises, wording, what was to follow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from core.deciding import Decision, decisions
from core.document import Document, Measure
from core.promises import Promise, answers, promises
from core.recycled import Recycled, recycled
from core.remedies import Remedies, remedies
from core.review import FOLLOW_UP, Annotation, in_order
from core.roles import PLANS, WEAKNESSES
from core.series import Series, series
from core.watching import Watch, part, unwatched
from core.years import Year


@dataclass(frozen=True, slots=True)
class Open:
    """What a reviewer marked in last year's report as a weakness, or to be followed up.

    `measure` is None where the text has it no more. `answer` is what this year's report says of
    it; of a weakness, `repeated` is one that is admitted again.
    """

    annotation: Annotation
    measure: Measure | None
    answer: Promise | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Reports of several years, oldest first, held against each other.

    Figures are followed through all. The rest is about the last two: `last` and `this`; `remedies`
    about this one alone. Promises and remedies are proposals, in the order of the documents;
    `decisions` are what a reviewer made of them, by the index of last year's measure.
    """

    years: tuple[Year, ...]
    series: tuple[Series, ...]
    promises: tuple[Promise, ...]
    recycled: Recycled
    remedies: Remedies
    ledger: tuple[Open, ...]
    decisions: Mapping[int, Decision]

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


Annotations = Mapping[str, Annotation]


def compare(
    years: Sequence[Year],
    reviewed: Annotations,
    own: Annotations,
    watch: Watch = unwatched,
    terms: Iterable[str] = (),
) -> Comparison:
    """What two or more reports, oldest first, say of each other; call it from a worker.

    `reviewed` are the annotations of the last but one, `own` those of the last. `terms` are words
    of the user that stay whole.
    """
    terms = tuple(terms)
    last, this = (year.document for year in years[-2:])
    planned = promises(last, this, part(watch, 0.1, 0.5), terms)
    ledger = _opened(last, reviewed)
    known = {one.measure for one in planned}
    others = [index for index, _ in ledger if index is not None and index not in known]
    unsettled = (PLANS, WEAKNESSES)
    halfway = part(watch, 0.5, 0.6)
    settled = answers(last, others, this, again=unsettled, watch=halfway, terms=terms)
    by_measure = {one.measure: one for one in (*planned, *settled)}
    return Comparison(
        tuple(years),
        tuple(series(years)),
        tuple(planned),
        recycled(last, this, part(watch, 0.6, 0.8)),
        remedies(this, part(watch, 0.8, 1), terms),
        tuple(
            Open(annotation, None, None)
            if index is None
            else Open(annotation, last.measures[index], by_measure[index])
            for index, annotation in ledger
        ),
        decisions(last, reviewed, this, own),
    )


def _opened(last: Document, reviewed: Annotations) -> list[tuple[int | None, Annotation]]:
    """What was marked as a weakness or to be followed up, with the index of its measure."""
    return [
        (last.measure_index(measure.start) if measure else None, annotation)
        for measure, annotation in in_order(last, reviewed)
        if _OPEN & set(annotation.tags)
    ]


_OPEN = {"weakness", FOLLOW_UP}


def decided(found: Comparison, reviewed: Annotations, own: Annotations) -> Comparison:
    """The comparison with what was decided, and became of the ledger, since it was made."""
    newest = {one.id: one for one in reviewed.values()}
    return replace(
        found,
        ledger=tuple(
            replace(one, annotation=newest.get(one.annotation.id, one.annotation))
            for one in found.ledger
        ),
        decisions=decisions(found.last.document, reviewed, found.this.document, own),
    )
