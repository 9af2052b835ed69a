"""Check a whole against its parts: 共120件，其中甲类70件、乙类50件."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

from core.checks.hint import Hint
from core.checks.stated import Stated
from core.patterns import lazily

# 其中 names some of the parts; the others, behind 共, announce all of them.
_INTRODUCTION = lazily("其中|分别[为是]|包括|:")
_TOTAL_BEFORE = lazily(r"(?:(?<!公)共(?![同享建青产和性])|合计|总计|总数)[^,。;:!?\n0-9]{0,8}\Z")
_MOST_PARTS = 12
_FARTHEST_WHOLE = 40  # characters before its parts are introduced
# Between two parts of a list: its mark, what is said of the first, the name of the second.
_LIST_GAP = lazily(r"(?![^,、]*[(])[^,。;:!?、\n]{0,8}[,、和及与][^,。;:!?、\n(]{0,16}")
_NO_LIST_GAP = lazily("其中|含|增长|下降|同比")
# Groups that overlap: of 50 persons 30 may be women and 40 members.
_OVERLAPPING = lazily("女|党员|民族|学历|以上|以下|青年|岁|残疾|并处|同时|重复|交叉")
_ENDS = "。;\n"


def totals(shadow: str, figures: Sequence[Stated]) -> Iterator[Hint]:
    """A hint for each whole whose parts are listed behind it, or before 共 or 合计.

    The whole is the last plain quantity before 其中, its parts are the figures of the list behind.
    They agree where the first of them, two or more, give the whole; then their units may differ
    (100个项目，其中水库7座、水池93个). In one unit they contradict where they exceed the whole
    before the list comes to a comma, unless the groups overlap. A smaller sum contradicts only
    where 共 stands before the whole and 分别为, 包括 or a colon before a list that ends its
    sentence without 等.
    """
    starts = [figure.metric.start for figure in figures]
    for match in _INTRODUCTION.finditer(shadow):
        at = bisect_left(starts, match.end())
        if 0 < at < len(figures) and starts[at] - match.end() <= _FARTHEST_WHOLE:
            whole = _whole_before(shadow, figures, at, match.start())
            if whole and (hint := _compared(shadow, whole, _parts(shadow, figures, at), match[0])):
                yield hint
    for index in range(len(figures)):
        if hint := _summed_up(shadow, figures, index):
            yield hint


def _whole_before(shadow: str, figures: Sequence[Stated], at: int, stop: int) -> Stated | None:
    """The last plain quantity before `stop`; what is said of its change is passed over."""
    for figure in reversed(figures[max(0, at - 3) : at]):
        end = figure.metric.end
        if not 0 <= stop - end <= _FARTHEST_WHOLE or set(_ENDS) & set(shadow[end:stop]):
            return None
        if figure.is_quantity:
            return figure
        if figure.metric.qualifier is None:
            return None
    return None


def _parts(shadow: str, figures: Sequence[Stated], at: int) -> list[Stated]:
    """The plain quantities of the list that begins with the figure at `at`."""
    parts: list[Stated] = []
    for figure in figures[at : at + _MOST_PARTS]:
        if not figure.is_quantity or (parts and not _goes_on(shadow, parts[-1], figure)):
            break
        parts.append(figure)
    return parts


def _goes_on(shadow: str, part: Stated, following: Stated) -> bool:
    gap = part.metric.end, following.metric.start
    return (
        gap[1] - gap[0] <= 26
        and _LIST_GAP.fullmatch(shadow, *gap) is not None
        and _NO_LIST_GAP.search(shadow, *gap) is None
    )


def _compared(shadow: str, whole: Stated, parts: list[Stated], introduction: str) -> Hint | None:
    for count in range(2, len(parts) + 1):
        if _may_add(parts[:count], whole) and _excess(parts[:count], whole) == 0:
            return _hint(whole, parts[:count], sign="=", agrees=True)
    listed = _before_comma(shadow, parts)
    if not listed or any(part.metric.unit != whole.metric.unit for part in parts):
        return None
    said = shadow[whole.metric.end : listed[-1].metric.end]
    if not _OVERLAPPING.search(said):
        for count in range(1, len(listed) + 1):
            if _excess(listed[:count], whole) > 0:
                return _hint(whole, listed[:count], sign=">", agrees=False)
    before = max(0, whole.metric.start - 16), whole.metric.start
    if (
        introduction != "其中"
        and len(parts) > 1
        and _excess(parts, whole) < 0
        and shadow[parts[-1].metric.end : parts[-1].metric.end + 1] in set(_ENDS)
        and _TOTAL_BEFORE.search(shadow, *before)
    ):
        return _hint(whole, parts, sign="<", agrees=False)
    return None


def _may_add(parts: Sequence[Stated], whole: Stated) -> bool:
    """Quantities of one unit; or things counted one by one, whatever each is counted in."""
    return all(
        part.metric.unit == whole.metric.unit
        or (part.metric.kind == whole.metric.kind == "count" and part.step == whole.step == 0)
        for part in parts
    )


def _excess(parts: Sequence[Stated], whole: Stated) -> int:
    """1 where the parts exceed the whole, -1 where they do not reach it, as far as printed."""
    slack = 1e-9 * abs(whole.metric.value)
    if sum(part.low for part in parts) > whole.high + slack:
        return 1
    return -1 if sum(part.high for part in parts) < whole.low - slack else 0


def _before_comma(shadow: str, parts: list[Stated]) -> list[Stated]:
    """The parts before a comma: 其中甲类70公里，新建乙类80公里 begins another statement."""
    for count, (part, following) in enumerate(pairwise(parts), 1):
        if "," in shadow[part.metric.end : following.metric.start]:
            return parts[:count]
    return parts


def _summed_up(shadow: str, figures: Sequence[Stated], index: int) -> Hint | None:
    """甲类70件、乙类50件，共120件: said only where it agrees."""
    whole = figures[index]
    before = max(0, whole.metric.start - 12), whole.metric.start
    if not whole.is_quantity or not _TOTAL_BEFORE.search(shadow, *before):
        return None
    parts: list[Stated] = []
    behind = whole
    for part in reversed(figures[max(0, index - _MOST_PARTS) : index]):
        if (
            not part.is_quantity
            or part.metric.unit != whole.metric.unit
            or not behind.follows(shadow, part)
        ):
            break
        parts.insert(0, part)
        behind = part
        if len(parts) > 1 and _excess(parts, whole) == 0:
            return _hint(whole, parts, sign="=", agrees=True)
    return None


def _hint(whole: Stated, parts: Sequence[Stated], *, sign: str, agrees: bool) -> Hint:
    formula = f"{' + '.join(part.printed for part in parts)} {sign} {whole.printed}"
    return Hint("total", *whole.span, formula, agrees, tuple(part.span for part in parts))
