"""Go through a text from number to number and keep those that are figures."""

from __future__ import annotations

from core.figures.grammar import Grammar
from core.figures.quantities import (
    Figure,
    bare_number,
    counts_alone,
    half,
    numeral_end,
    quantity,
    rank,
    reported_in_quotes,
)
from core.watching import Watch, unwatched

# What begins with an ordinal or a quotation mark and may be a figure: 第3位, 首位, “十大案例”.
_SPECIAL = {
    "第": rank,
    "前": rank,
    "首": rank,
    "榜": rank,
    "一": half,
    "“": reported_in_quotes,
}
# Between numbers of which only the last has its unit: 1.28万亿、1.18万亿、8200亿元.
_SHARED_UNIT_GAPS = frozenset({"、", "和", "以及"})


def figures(shadow: str, text: str, grammar: Grammar, watch: Watch = unwatched) -> list[Figure]:
    """The figures of a text in reading order; `shadow` is the text folded."""
    found: list[Figure] = []
    waiting: list[Figure] = []  # numbers whose unit is still to come
    position = 0
    while match := grammar.start.search(shadow, position):
        start = match.start()
        watch(start / len(shadow))
        special = _SPECIAL.get(shadow[start])
        if special is not None and (figure := special(shadow, start)) is not None:
            found.append(figure)
            position = figure.end
        elif (end := grammar.passage_end(shadow, start)) is not None:
            position = end
        elif (figure := quantity(shadow, text, start, grammar)) is not None:
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


def _with_unit(shadow: str, waiting: list[Figure], figure: Figure) -> list[Figure]:
    """The numbers that stand in a row before a figure, with its unit."""
    row: list[Figure] = []
    end = figure.start
    for number in reversed(waiting):
        if not figure.kind or shadow[number.end : end] not in _SHARED_UNIT_GAPS:
            break
        row.append(number._replace(unit=figure.unit, kind=figure.kind))
        end = number.start
    return row[::-1]
