"""Tell why two figures of one subject cannot be compared as they stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from core.checks.stated import Stated, rounded, stated
from core.document import Metric
from core.lookup import Row
from core.patterns import lazily
from core.years import Year, metric

FLAGS = {
    "name": "名称不同",  # 注册用户 → “法智”小程序注册用户
    "unit": "单位不同",  # 服务企业1200家 → 服务企业1500户
    "base": "增幅的基期不同",  # 增长5% → 年均增长5%
    "denominator": "比率的分母不同",  # 成功率 of 受理200件 → of 申请300件
    "restated": "与上年报告所列不一致",  # 39个, and a year later 从41个增加到53个
    "growth": "增幅与两年数值不符",  # 600件, then 700件 and 增长10%
    "several": "文中有多个同名数字",
}
"""The kinds of flags, and what they are called in what is handed in."""


@dataclass(frozen=True, slots=True)
class Flag:
    """What a reviewer should look at before two figures are compared; never a verdict.

    `kind` is one of FLAGS. `words` are the figures or words that differ: 家 → 户, 39个 ≠ 41个.
    """

    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Pair:
    """A figure of one document, and the one of a later document that it is compared with."""

    old: Year
    new: Year
    was: Row
    now: Row

    @property
    def are_consecutive(self) -> bool:
        """Whether the second document reports the year after the first."""
        old, new = self.old.number, self.new.number
        return old is not None and new is not None and old + 1 == new


def flags(pair: Pair) -> Iterator[Flag]:
    """Why a figure and the one of a later document may not be comparable."""
    was, now = metric(pair.was), metric(pair.now)
    if (was.kind, was.unit) != (now.kind, now.unit):
        yield Flag("unit", f"{was.unit or was.kind} → {now.unit or now.kind}")
        return
    for kind, differing in (
        ("base", _bases),
        ("denominator", _wholes),
        ("restated", _former_values),
        ("growth", _growth),
    ):
        if words := differing(pair):
            yield Flag(kind, words)


def _moves(figure: Metric) -> bool:
    return bool({"up", "down"} & set((figure.qualifier or "").split("+")))


_BASES = lazily(
    r"(?P<average>年均|年平均|平均每年)|(?P<month>环比|[比较]上月|[比较]上季度?)"
    r"|(?P<total>累计|五年(?:来|间)?|[三四]年(?:来|间)|.五”?(?:时期|期间|以来))"
    r"|[比较](?:于|起)?(?P<year>20[0-9]{2})年|[比较](?P<before>前年|疫情前)"
)
_IN_WORDS = {"average": "年均", "month": "环比", "total": "累计", "before": "比前年"}


def _bases(pair: Pair) -> str:
    """Growth over the year before in one, over another time in the other: 年均 → 比上年."""
    if not (_moves(metric(pair.was)) and _moves(metric(pair.now))):
        return ""
    old, new = _base(pair.old, pair.was), _base(pair.new, pair.now)
    return f"{old} → {new}" if old != new else ""


def _base(year: Year, row: Row) -> str:
    """Over which time a growth is stated; 同比 is over the year before, as is what says nothing."""
    *_, last = None, *_BASES.finditer(year.clause(row.item.start))
    if last is None:
        return "比上年"
    if named := last["year"]:
        return "比上年" if int(named) + 1 == year.number else f"比{named}年"
    return _IN_WORDS[last.lastgroup or "total"]


def _wholes(pair: Pair) -> str:
    """Rates that are shares of two things: 受理200件 → 申请300件."""
    old, new = _whole(pair.old, pair.was), _whole(pair.new, pair.now)
    if old is None or new is None or _NUMBER.sub("", old) == _NUMBER.sub("", new):
        return ""
    return f"{old} → {new}"


_NUMBER = lazily(r"[0-9][0-9.,]*[万亿]*|[\s约近全年共总已]|同比|累计")


def _whole(year: Year, row: Row) -> str | None:
    """The whole of which a rate is a share, with the words before it: 受理200件."""
    hint = year.hints.get((row.item.start, row.item.end))
    if hint is None or hint.kind != "ratio" or len(hint.others) < 2:
        return None
    start, end = hint.others[1]
    return year.clause(start)[-_SHOWN:] + year.shadow[start:end]


_SHOWN = 8  # characters before a figure that are shown


def _former_values(pair: Pair) -> str:
    """What a report says that something was before, and the report of that year does not."""
    index = pair.new.at(pair.now.item.start)
    former = pair.new.figures[index - 1] if index else None
    if not (former and pair.are_consecutive and pair.new.is_former(former)):
        return ""
    if _LONG_AGO.search(pair.new.clause(former.item.start, "。;!?\n")):
        return ""
    said, stated_then = _printed(pair.new, former), _printed(pair.old, pair.was)
    if said.metric.unit != stated_then.metric.unit or not (said.is_level and stated_then.is_level):
        return ""
    apart = said.low > stated_then.high or said.high < stated_then.low
    return f"{pair.was.surface} ≠ {former.surface}" if apart else ""


_LONG_AGO = lazily("[三四五]年|.五(?:时期|期间|以来)|年来|末|当初|最初|起步|20[0-9]{2}年")


def _growth(pair: Pair) -> str:
    """A growth over the year before that the values of the two reports do not give.

    Passed over is the growth of 生产总值 and the like, which is at constant prices (国家统计局).
    """
    was, now = _printed(pair.old, pair.was), _printed(pair.new, pair.now)
    row = _stated_growth(pair.new, pair.now)
    if row is None or not (pair.are_consecutive and was.is_quantity and now.is_quantity):
        return ""
    if was.low <= 0 or _AT_CONSTANT_PRICES.search(pair.was.subject + pair.now.subject):
        return ""
    sign = -1 if "down" in (metric(row).qualifier or "") else 1
    low, high = sorted(
        sign * 100 * (after / before - 1)
        for after, before in ((now.low, was.high), (now.high, was.low))
    )
    growth = _printed(pair.new, row)
    if growth.accepts(low, high):
        return ""
    percent = rounded(sign * 100 * (now.metric.value / was.metric.value - 1), growth.decimals + 1)
    return f"{pair.was.surface} → {pair.now.surface}: {percent}% ≠ {row.surface}"


_AT_CONSTANT_PRICES = lazily("生产总值|增加值|GDP|经济总量|总产值|产值|可支配收入")
_OVER_LAST_YEAR = lazily(
    r"[,、(]?(?:同比|[比较](?:上年|去年)(?:同期)?)?(?:分别)?(?:增长|增加|上升|提高|下降|减少|降低|增|降)"
    r"了?(?:达到?|约|近)?"
)


def _stated_growth(year: Year, row: Row) -> Row | None:
    """The growth over the year before that stands right behind a value, in percent."""
    index = year.at(row.item.end)
    if index == len(year.figures):
        return None
    behind = year.figures[index]
    between = row.item.end, behind.item.start
    is_growth = behind.kind == "percent" and _moves(metric(behind))
    return behind if is_growth and _OVER_LAST_YEAR.fullmatch(year.shadow, *between) else None


def _printed(year: Year, row: Row) -> Stated:
    return stated(year.document.text, [metric(row)])[0]
