"""Check a change against the old and the new value: 从200个增加到250个，增长25%."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.checks.hint import Hint, HintKind
from core.checks.stated import Stated, rounded
from core.patterns import lazily

_UP = "增长|增加|提高|提升|上升|扩大|拓展|上涨|增|升"
_DOWN = "下降|降低|减少|缩小|压减|压缩|缩短|精简|下跌|降|减"
_WORDS = r"[^,。;:!?、\n]"
# 从[2020年的]200个增加到[2024年的]250个
_FROM = lazily(rf"[从由]{_WORDS}{{0,14}}\Z")
_TO = lazily(rf"{_WORDS}{{0,8}}?(?:{_UP}|{_DOWN})[到至为]{_WORDS}{{0,10}}")
# 250个，比上年的200个增长25%
_THAN = lazily(
    r"[,、(]?[比较](?![率重例])[^,。;:!?、\n0-9]{0,7}(?:[0-9]{4}年|[年期末初])[^,。;:!?、\n0-9]{0,3}"
)
# Not 同比 or 年均: the change of another time than that between the two values.
_CHANGE = lazily(
    rf"[,、(]?(?:累计|共|净|总体|整体)?(?:{_UP}|翻|(?P<down>{_DOWN}))[了幅]?度?(?:为|达到?|约|近|超过?)?"
)
_LONGEST_GAP = 24
_AT_CONSTANT_PRICES = lazily("生产总值|增加值|GDP|经济总量|总产值|产值")


@dataclass(frozen=True, slots=True)
class _Change:
    """A stated change, and the values of which it is the change."""

    old: Stated
    new: Stated
    stated: Stated
    falls: bool

    @property
    def difference(self) -> str:
        """The greater value less the smaller, as on the margin."""
        more, less = (self.old, self.new) if self.falls else (self.new, self.old)
        return f"{more.printed} − {less.printed}"

    def hint(self, formula: str, *, agrees: bool) -> Hint:
        """The hint at the change."""
        in_points = self.stated.metric.kind == "percentage_points"
        kind: HintKind = "difference" if in_points else "growth"
        return Hint(kind, *self.stated.span, formula, agrees, (self.old.span, self.new.span))


def changes(shadow: str, figures: Sequence[Stated]) -> Iterator[Hint]:
    """A hint for each change that stands right behind the two values of which it is the change.

    They stand as 从…增加到…, or as a value and 比上年的…, in one unit; between the second and the
    change is nothing but the word for it. Percentages are compared with percentage points (kind
    difference), all else with percent, 倍, 番 or a number of the same unit (kind growth). The
    growth of 生产总值 and 增加值 leaves prices out, and the values do not (国家统计局: it is at
    constant prices), so it can agree and never contradict.
    """
    for first, second, stated in zip(figures, figures[1:], figures[2:], strict=False):
        change = _change(shadow, first, second, stated)
        hint = _compared(change) if change else None
        if hint is not None and (hint.agrees or not _is_real(stated, second)):
            yield hint


def _change(shadow: str, first: Stated, second: Stated, stated: Stated) -> _Change | None:
    gap = first.metric.end, second.metric.start
    if (
        first.metric.unit != second.metric.unit
        or gap[1] - gap[0] > _LONGEST_GAP
        or stated.metric.start - second.metric.end > _LONGEST_GAP
        or not all(one.is_level and one.low > 0 for one in (first, second))
        or stated.metric.value_max is not None
    ):
        return None
    word = _CHANGE.fullmatch(shadow, second.metric.end, stated.metric.start)
    if word is None:
        return None
    falls = word["down"] is not None
    before = max(0, first.metric.start - 16), first.metric.start
    if _TO.fullmatch(shadow, *gap) and _FROM.search(shadow, *before):
        return _Change(first, second, stated, falls)
    return _Change(second, first, stated, falls) if _THAN.fullmatch(shadow, *gap) else None


def _is_real(stated: Stated, value: Stated) -> bool:
    said = value.metric.subject + stated.metric.subject
    return value.metric.kind == "amount" and _AT_CONSTANT_PRICES.search(said) is not None


def _compared(change: _Change) -> Hint | None:
    kind, unit = change.stated.metric.kind, change.stated.metric.unit
    is_percent = change.old.metric.kind == "percent"
    if is_percent or kind == "percentage_points":
        return _in_points(change) if is_percent and "百分点" in unit else None
    if kind == "percent":
        return _in_percent(change)
    if kind == "multiple":
        return _in_multiples(change)
    return _in_units(change) if unit == change.old.metric.unit else None


def _in_points(change: _Change) -> Hint:
    low, high = _span_of_difference(change)
    points = rounded(_difference(change), change.stated.decimals + 1)
    agrees = change.stated.accepts(low, high)
    return change.hint(f"{change.difference} = {points}", agrees=agrees)


def _in_units(change: _Change) -> Hint:
    low, high = _span_of_difference(change)
    slack = change.stated.step or min(change.old.step, change.new.step)
    agrees = low - slack <= change.stated.metric.value <= high + slack
    difference = change.stated.like(_difference(change))
    return change.hint(f"{change.difference} = {difference}", agrees=agrees)


def _difference(change: _Change) -> float:
    difference = change.new.metric.value - change.old.metric.value
    return -difference if change.falls else difference


def _span_of_difference(change: _Change) -> tuple[float, float]:
    slack = (change.old.step + change.new.step) / 2
    if change.old.metric.kind == "percent" and not change.old.decimals + change.new.decimals:
        slack = 0.0  # 由80%提高到90% is nine points only by mistake
    return _difference(change) - slack, _difference(change) + slack


def _in_percent(change: _Change) -> Hint:
    low, high = _span_of_difference(change)
    percent = 100 * _difference(change) / change.old.metric.value
    agrees = change.stated.accepts(
        min(100 * low / change.old.high, 100 * low / change.old.low),
        max(100 * high / change.old.high, 100 * high / change.old.low),
    )
    result = rounded(percent, change.stated.decimals + 1)
    formula = f"({change.difference}) ÷ {change.old.printed} = {result}%"
    return change.hint(formula, agrees=agrees)


def _in_multiples(change: _Change) -> Hint | None:
    """增长2倍 is to three times the value; 翻两番 is to four times, or not much less."""
    old, new, value = change.old, change.new, change.stated.metric.value
    ratio = new.metric.value / old.metric.value
    if change.stated.metric.unit == "番":
        expected = 2.0 ** min(value, 64)
        if ratio > 1.3 * expected:  # said of far more, it means at least
            return None
        agrees = new.high / old.low >= 0.97 * expected
        return change.hint(f"{new.printed} ÷ {old.printed} = {rounded(ratio, 2)}", agrees=agrees)
    if change.falls:
        return None
    agrees = change.stated.accepts(new.low / old.high - 1, new.high / old.low - 1)
    result = rounded(ratio - 1, change.stated.decimals + 1)
    return change.hint(f"({change.difference}) ÷ {old.printed} = {result}", agrees=agrees)
