"""Find the figures that a policy text states: value, unit, and what they count or measure."""

from __future__ import annotations

from dataclasses import replace

from core.document import Metric
from core.figures.exclusions import passage_end
from core.figures.qualifiers import APPROX, qualifier
from core.figures.quantities import (
    Figure,
    bare_number,
    counts_alone,
    numeral_end,
    quantity,
    rank,
    reported_in_quotes,
)
from core.figures.subjects import describe
from core.folding import fold
from core.patterns import compiled

# Where a number, an ordinal, a rank, a quotation or a title may begin.
_STARTS = "[0-9〇零一二两三四五六七八九十百千万亿第前首“《「]"
# Between numbers of which only the last has its unit: 1.28万亿、1.18万亿、8200亿元.
_SHARED_UNIT_GAPS = frozenset({"、", "和", "以及"})


def find_metrics(text: str) -> tuple[Metric, ...]:
    """The figures of `text` in reading order, apart from each other; offsets are its code points.

    Look-alike characters are folded for matching only. Never raises: what cannot be read as a
    number is no figure.
    """
    shadow = fold(text)
    figures = _figures(shadow, text)
    return tuple(
        Metric(
            figure.start,
            figure.end,
            figure.value,
            figure.value_max,
            figure.unit,
            figure.kind,
            subject,
            qualifier(effects | {APPROX} if figure.is_rounded else effects),
        )
        for figure, (subject, effects) in zip(figures, describe(shadow, text, figures), strict=True)
    )


def _figures(shadow: str, text: str) -> list[Figure]:
    found: list[Figure] = []
    waiting: list[Figure] = []  # numbers whose unit is still to come
    position = 0
    while match := compiled(_STARTS).search(shadow, position):
        start = match.start()
        figure = _special(shadow, start)
        if figure is not None:
            found.append(figure)
            position = figure.end
        elif (end := passage_end(shadow, start)) is not None:
            position = end
        elif (figure := quantity(shadow, text, start)) is not None:
            if waiting:
                found += _with_unit(shadow, waiting, figure)
                waiting.clear()
            if figure.kind:
                found.append(figure)
            position = figure.end
        else:
            end = numeral_end(shadow, start)
            if bare := (bare_number(shadow, start, end) if end > start else None):
                (found if counts_alone(shadow, bare) else waiting).append(bare)
            position = max(end, start + 1)
    return found


def _special(shadow: str, start: int) -> Figure | None:
    character = shadow[start]
    if character in "第前首":
        return rank(shadow, start)
    if character == "“":
        return reported_in_quotes(shadow, start)
    return None


def _with_unit(shadow: str, waiting: list[Figure], figure: Figure) -> list[Figure]:
    """The numbers that stand in a row before a figure, with its unit."""
    row: list[Figure] = []
    end = figure.start
    for number in reversed(waiting):
        if not figure.kind or shadow[number.end : end] not in _SHARED_UNIT_GAPS:
            break
        row.append(replace(number, unit=figure.unit, kind=figure.kind))
        end = number.start
    return row[::-1]
