"""Tell whether a figure that was planned has been reached: 力争达到35%, and 调解和解率29.4%."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from core.document import Document, Measure, Metric
from core.folding import fold
from core.metrics import find_metrics
from core.patterns import lazily


@dataclass(frozen=True, slots=True)
class Target:
    """A planned figure and the one that was reached, as printed: 120项, 97项."""

    planned: str
    reached: str
    is_met: bool


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as printed, with the folded words before it in its clause."""

    metric: Metric
    printed: str
    clause: str


class Figures:
    """The figures of a document, to be asked for by measure."""

    def __init__(self, document: Document) -> None:
        self._text = document.text
        self._shadow = fold(document.text)
        self._metrics = find_metrics(document.text)
        self._starts = [metric.start for metric in self._metrics]

    def within(self, measure: Measure) -> list[Figure]:
        """The figures of a measure in reading order."""
        low, high = (bisect_left(self._starts, at) for at in (measure.start, measure.end))
        found: list[Figure] = []
        for metric in self._metrics[low:high]:
            begin = max(measure.start, metric.start - _LONGEST)
            before = self._shadow[begin : metric.start]
            clause = before[max(before.rfind(mark) for mark in _MARKS) + 1 :]
            found.append(Figure(metric, self._text[metric.start : metric.end], clause))
        return found


_LONGEST = 40  # characters of a clause that are looked at
_MARKS = ",，;；。:："


def targets(planned: Sequence[Figure], reached: Sequence[Figure]) -> tuple[Target, ...]:
    """The planned figures that some figure answers, in order, each with the first that does.

    A figure answers one of the same kind and unit, in words that share something, that is a
    level or a change as the other is. The 10个 of 由10个缩短为4个 is what was before: it answers
    nothing. A lone duration answers a lone one, whatever the words: 办理时限 and 平均用时.
    """
    states = [figure for figure in reached if not _WAS.search(figure.clause)]
    found: list[Target] = []
    for goal in planned:
        alike = [one for one in states if _comparable(goal.metric, one.metric)]
        same = [one for one in alike if _shares_words(goal, one)]
        if not same and len(alike) == 1 and goal.metric.kind == "duration":
            same = alike
        if same:
            found.append(Target(goal.printed, same[0].printed, _is_met(goal, same[0])))
    return tuple(found)


_WAS = lazily(r"(?:[由从]|[比较][去上]年的?|原来的?)[^,0-9至到为]{0,8}\Z")


def _comparable(goal: Metric, figure: Metric) -> bool:
    if (goal.kind, goal.unit) != (figure.kind, figure.unit):
        return False
    moves, moved = (_MOVES & set((one.qualifier or "").split("+")) for one in (goal, figure))
    return bool(moves) == bool(moved)


_MOVES = {"up", "down"}


def _shares_words(goal: Figure, figure: Figure) -> bool:
    """Whether the words of two figures have two characters in a row that tell something."""
    return bool(_pairs(goal.clause) & _pairs(figure.clause))


def _pairs(clause: str) -> set[str]:
    told = _EMPTY.sub(" ", clause)
    return {told[at : at + 2] for at in range(len(told) - 1) if " " not in told[at : at + 2]}


_EMPTY = lazily(
    "全[年区市县省]|年[内度底]|力争|达到?|完成|实现|累计|以[上内]|不少于|不低于|保持|提高|扩大|新增"
    r"|建设|开展|推[动进]|[0-9A-Za-z、“”《》() ]"
)


def _is_met(goal: Figure, figure: Figure) -> bool:
    """Whether a figure is what was planned: no less, but no more where that was the limit.

    A plan of 5%左右 is met by a twentieth less.
    """
    stated = set((goal.metric.qualifier or "").split("+"))
    opposite = _MOVES & stated ^ _MOVES & set((figure.metric.qualifier or "").split("+"))
    value, wanted = figure.metric.value, goal.metric.value
    if opposite:
        return False
    if "at_most" in stated or _LOWERED.search(goal.clause):
        return value <= wanted
    return value >= wanted * (_ABOUT if "approx" in stated else 1)


_LOWERED = lazily(r"(?:压[缩减]|缩短|降|减少|控制|限制)[低]?(?:至|到|为|在)[^,]{0,6}\Z")
_ABOUT = 0.95
