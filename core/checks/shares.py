"""Check a rate against the part and the whole that are stated with it: 6698 ÷ 7009 = 95.56 %."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from core.checks.hint import Hint
from core.checks.stated import Stated, rounded
from core.figures.vocabulary import words
from core.patterns import lazily
from core.sentences import start_of

# What a rate is called, at the end of its subject or right before the number.
_RATES = ("率", "占比", "比重", "比例")
_SHARE_BEFORE = lazily(r"占(?:比|其?总(?:数|量|额)的?|全部的?)?(?:为|达到?|约)?\Z")
# 其中骨干企业48家，占比24%: nothing but this between the part and its share.
_SHARE_OF_IT = lazily("[,、]?(?:占比?|占其?总(?:数|量|额)的?)(?:为|达到?|约)?")
# A whole is what came in or was looked at; the part is what became of it.
_WHOLE = lazily(
    "|".join(
        words(
            "受理 收到 接收 接到 接待 收件 立案 登记 申请 报名 应[到办回收参] 合计 总计 全部",
            "(?<!公)共(?![同享建青产和性]) 总数 总量 排查 检查 抽查 抽检 抽样 检测 监测 检验",
            "发现 交办 转办 下达 分解 列入 办理 评查 调查 回访 测评 考核",
        )
    )
)
_REST_OF_CLAUSE = lazily(r"[^。;!?,、\n]{0,12}")
_LOOKED_AT = 6  # figures before a rate
_VAGUE = 20  # points; of 9800件 and 1万件 no rate can be told
_SIGNIFICANT = 3  # a rate of 95.6 fits two numbers that stand near by chance once in hundreds


def ratios(shadow: str, figures: Sequence[Stated]) -> Iterator[Hint]:
    """A hint for each rate whose part and whole stand before it, in one unit.

    Whether they belong to it is told by words. Either the verb of the rate (调解成功率: 成功)
    stands with the part (成功调解6698件) and not with the whole (受理7009件), the two being the
    last figures; or 其中 stands between them and nothing but 占 behind the part. Only so a rate
    may be contradicted, only within one sentence, and only where all characters of its name stand
    there: 办结450件 does not contradict 按期办结率. Without such words the last figures before a
    rate are paired where they give all its digits, three or more.
    """
    for index, rate in enumerate(figures):
        if _is_rate(shadow, rate):
            before = [
                figure
                for figure in figures[max(0, index - _LOOKED_AT) : index]
                if figure.is_quantity
                and figure.metric.value > 0
                and rate.follows(shadow, figure, "\n")
            ]
            hint = (
                _by_verb(shadow, rate, before)
                or _by_share(shadow, rate, before)
                or _by_digits(rate, before)
            )
            if hint is not None:
                yield hint


def _is_rate(shadow: str, figure: Stated) -> bool:
    metric = figure.metric
    if metric.kind != "percent" or metric.value_max is not None or "‰" in figure.printed:
        return False
    if {"up", "down"} & set((metric.qualifier or "").split("+")):
        return False
    before = max(0, metric.start - 8), metric.start
    return metric.subject.endswith(_RATES) or _SHARE_BEFORE.search(shadow, *before) is not None


def _by_verb(shadow: str, rate: Stated, before: list[Stated]) -> Hint | None:
    """受理200件，办结190件，办结率95%: 办结 stands with the part alone."""
    name = rate.metric.subject.removesuffix("率")
    verb = name[-2:]
    if len(verb) < 2 or name == rate.metric.subject or len(before) < 2:
        return None
    part = before[-1]
    whole = next((one for one in before[-2::-1] if one.metric.unit == part.metric.unit), None)
    if whole is None or whole.metric.value < part.metric.value:
        return None
    of_part, of_whole = _wording(shadow, part), _wording(shadow, whole)
    if verb not in of_part or verb in of_whole:
        return None
    is_certain = (
        whole is before[-2]
        and _WHOLE.search(of_whole) is not None
        and set(name) <= set(of_part + of_whole)
        and rate.follows(shadow, part)
        and part.follows(shadow, whole)
    )
    return _compared(rate, part, whole, is_certain=is_certain)


def _wording(shadow: str, figure: Stated) -> str:
    """The clause of the figure without it, whatever it is said to count: 受理各类投诉."""
    start, end = figure.span
    behind = _REST_OF_CLAUSE.match(shadow, end)
    return shadow[start_of(shadow, start, "。;!?,、\n", 30) : start] + (behind[0] if behind else "")


def _by_share(shadow: str, rate: Stated, before: list[Stated]) -> Hint | None:
    """共有企业200家，其中骨干企业48家，占比24%."""
    if len(before) < 2:
        return None
    whole, part = before[-2:]
    if (
        "其中" not in shadow[whole.metric.end : part.metric.start]
        or whole.metric.unit != part.metric.unit
        or whole.metric.value < part.metric.value
        or _SHARE_OF_IT.fullmatch(shadow, part.metric.end, rate.metric.start) is None
    ):
        return None
    return _compared(rate, part, whole, is_certain=part.follows(shadow, whole))


def _by_digits(rate: Stated, before: list[Stated]) -> Hint | None:
    """Two of the last figures, of one unit, that give the rate digit by digit."""
    digits = "".join(char for char in rate.printed if char.isdecimal()).lstrip("0０")
    if not rate.is_level or len(digits) < _SIGNIFICANT:
        return None
    for whole, part in combinations(before[-3:], 2):
        if (
            whole.metric.unit == part.metric.unit
            and part.metric.value < whole.metric.value
            and abs(_percent(part, whole) - rate.metric.value) <= rate.step / 2
        ):
            return _compared(rate, part, whole, is_certain=False)
    return None


def _percent(part: Stated, whole: Stated) -> float:
    return 100 * part.metric.value / whole.metric.value


def _compared(rate: Stated, part: Stated, whole: Stated, *, is_certain: bool) -> Hint | None:
    """What the two make of the rate; where they may not belong to it, only that it agrees."""
    if whole.low <= 0:
        return None
    low, high = 100 * part.low / whole.high, 100 * part.high / whole.low
    if high - low > _VAGUE:
        return None
    agrees = rate.accepts(low, high)
    if not agrees and not is_certain:
        return None
    percent = rounded(_percent(part, whole), rate.decimals + 1)
    formula = f"{part.printed} ÷ {whole.printed} = {percent}%"
    return Hint("ratio", *rate.span, formula, agrees, (part.span, whole.span))
