"""Point at figures that say all (100%) and at those that cannot be as they are printed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from core.checks.hint import Hint
from core.checks.stated import Stated, rounded
from core.figures.vocabulary import words
from core.patterns import lazily
from core.sentences import start_of

_COMPUTED = lazily(r"(?:[×*xX÷/=+−-] ?|按照?)\Z")  # 比率=甲÷乙×100%, 按100%计算


def complete(shadow: str, figures: Sequence[Stated]) -> Iterator[Hint]:
    """Each figure of 100 %, to be looked at: there is nothing to compare it with."""
    for figure in figures:
        start, metric = figure.metric.start, figure.metric
        if (
            figure.is_level
            and metric.kind == "percent"
            and metric.value == 100
            and _COMPUTED.search(shadow, max(0, start - 2), start) is None
        ):
            yield Hint("complete", *figure.span, "100%", None)


def implausible(shadow: str, figures: Sequence[Stated]) -> Iterator[Hint]:
    """What cannot be so as printed.

    That is a rate above 100 %, years that lost the dash between them, a range that falls, and
    parts of one whole that give more than 100 %.
    """
    yield from _above_all(figures)
    yield from _falling(figures)
    yield from _glued_years(shadow)
    yield from _too_many_parts(shadow, figures)


_SHARES = ("率", "占比", "比重")
# Rates that may exceed the whole: work measured by its plan, a debt by a capital.
_UNBOUNDED = words(
    "增长率 完成率 执行率 达成率 增值率 产销率 达产率 利用率 使用率 负荷率 周转率 拨备覆盖率 比率",
    "流动性覆盖率 充足率 杠杆率 负债率 债务率 偿债率 收益率 利润率 回报率 利率 费率 税率 汇率",
    "贡献率 倍率 入学率 上座率 入住率 赔付率 换手率 溢价率 替代率 保障率 自给率 通胀率 通货膨胀率",
    "市盈率 市净率 产出率 变化率 波动率 投资率 容积率",
)


def _above_all(figures: Sequence[Stated]) -> Iterator[Hint]:
    for figure in figures:
        metric = figure.metric
        if (
            metric.kind == "percent"
            and metric.value > 100
            and figure.is_level
            and "‰" not in figure.printed
            and metric.subject.endswith(_SHARES)
            and not metric.subject.endswith(_UNBOUNDED)
        ):
            yield Hint("implausible", *figure.span, f"{figure.printed} > 100%", False)


# 百分之十五至十 falls on purpose, with the size of what it is a part of.
_FALLS = frozenset("至到")


def _falling(figures: Sequence[Stated]) -> Iterator[Hint]:
    for figure in figures:
        low, high = figure.metric.value, figure.metric.value_max
        if high is not None and high < low and not _FALLS & set(figure.printed):
            formula = f"{rounded(low, 6)} > {rounded(high, 6)}"
            yield Hint("implausible", *figure.span, formula, False)


# 20212025年. What stands before is looked at second: a pattern that begins with digits is faster.
_GLUED = lazily(
    "(?:19|20)(?<![0-9]..)[0-9]{2}(?=(?:19|20)[0-9]{2}(?:年(?![0-9]{1,2}月)|[)]|学年|规划))"
)
_LONGEST_PERIOD = 50  # years


def _glued_years(shadow: str) -> Iterator[Hint]:
    for match in _GLUED.finditer(shadow):
        start, end = match.start(), match.end() + 4
        first, last = shadow[start : match.end()], shadow[match.end() : end]
        if 0 < int(last) - int(first) <= _LONGEST_PERIOD:
            yield Hint("implausible", start, end, f"{first}—{last}?", False)


# A sentence with these says that its percentages make up a whole: 三次产业结构中占比分别为….
_PARTITION = lazily("结构|构成|三次产业|[一1]产.{1,40}[三3]产")
_SHARE = lazily("占|比重|比例|分别为")
_MOST_PARTS = 8


def _too_many_parts(shadow: str, figures: Sequence[Stated]) -> Iterator[Hint]:
    row: list[Stated] = []
    for figure in figures:
        is_share = figure.is_level and figure.metric.kind == "percent"
        if row and (not is_share or not figure.follows(shadow, row[-1])):
            yield from _over_hundred(shadow, row)
            row = []
        if is_share:
            row.append(figure)
    yield from _over_hundred(shadow, row)


def _over_hundred(shadow: str, row: list[Stated]) -> Iterator[Hint]:
    if not 1 < len(row) <= _MOST_PARTS:
        return
    begin = start_of(shadow, row[0].metric.start, "。;!?\n", 60)
    said = shadow[begin : row[-1].metric.start]
    total = sum(figure.metric.value for figure in row)
    slack = sum(figure.step for figure in row)
    if total > 100 + slack and _PARTITION.search(said) and _SHARE.search(said):
        formula = f"{' + '.join(figure.printed for figure in row)} = {rounded(total, 4)}% > 100%"
        others = tuple(figure.span for figure in row[:-1])
        yield Hint("implausible", *row[-1].span, formula, False, others)
