"""Read one figure where it begins: a number with its unit, a range, a rank."""

from __future__ import annotations

from typing import NamedTuple

from core.figures.exclusions import Reading, is_figure
from core.figures.grammar import Grammar
from core.figures.units import AND_A_HALF, DIGITS_ONLY, WHOLE_ONLY
from core.numerals import NUMERAL, number_in, percentage
from core.patterns import compiled


class Figure(NamedTuple):
    """The first fields of a `Metric`: what the figure is without its description.

    `kind` is empty for a number that turned out to be none.
    """

    start: int
    end: int
    value: float
    value_max: float | None
    unit: str
    kind: str


_TOUCHING = frozenset("+/×.-")


def quantity(shadow: str, text: str, start: int, grammar: Grammar) -> Figure | None:
    """The number with its unit that begins at `start`, a range as one; None where there is none.

    One with an empty kind is a number with a unit that is no figure and is to be passed over.
    """
    low = _reading(shadow, text, start, grammar)
    if low is None:
        return None
    whole, value, value_max = low, low.value, None
    if (high := _high_end(shadow, text, low, grammar)) is not None:
        unit = low.unit or high.unit
        whole = Reading(start, high.end, low.numeral, high.value, unit, high.kind)
        value, value_max = _low_value(low, high), high.value
        if not low.unit and shadow[high.end - 1] == _TENTH:
            value *= 10  # 三至五成
    if not whole.kind:
        return None
    unit = "%" if whole.unit == _TENTH else whole.unit
    sign = compiled(_SIGN).search(shadow, max(0, start - 5), start)
    if whole.unit in _DEGREES and shadow.endswith(_BELOW_ZERO, 0, start):
        start -= len(_BELOW_ZERO)
        whole, value = whole._replace(start=start), -value  # of a range, the low end: 零下5度至3度
    elif sign and value_max is None:
        start -= 1
        whole = whole._replace(start=start)
        value = value if sign[1] == "+" else -value
    elif _touches(shadow, start):
        return Figure(start, whole.end, value, value_max, unit, "")
    kind = whole.kind if is_figure(shadow, whole) else ""
    return Figure(start, whole.end, value, value_max, unit, kind)


# 增长-5%, 增速为-1.2%, 气温-3℃: elsewhere a stroke before a number is no sign (2023-5, A-3栋).
_SIGN = (
    "(?:增长|增速|增幅|同比|环比|下降|利润|收益|差额|气温|温度|率|额|[为至到由从达是])([+−-])\\Z"
)

_BELOW_ZERO = "零下"
_DEGREES = frozenset({"度", "℃", "摄氏度"})


# What joins the ends of 5%至6%, 3—5个, 5000元以上5万元以下, 百分之十五以上、不足百分之三十
_RANGE = r"(?:以上)?[至到—–~～-]+|以上、?(?:不满|不足|不超过)?"
_FINE = "以下的?罚款"
_RANGE_BEGINS = frozenset("至到以—–~～-")


def _high_end(shadow: str, text: str, low: Reading, grammar: Grammar) -> Reading | None:
    """The other end of a range that begins with `low`, its value in the unit of `low`."""
    if shadow[low.end : low.end + 1] not in _RANGE_BEGINS:
        return None
    joint = compiled(_RANGE).match(shadow, low.end)
    high = _reading(shadow, text, joint.end(), grammar) if joint else None
    if joint is None or high is None:
        return None
    if low.numeral == "分" and not high.unit and high.numeral[0] > "9":
        high = high._replace(unit="%", kind="percent")  # 百分之五至十
    if low.unit and not high.unit and shadow[high.end - 1] in "万亿":
        if shadow.startswith("以下", high.end):
            high = high._replace(unit=low.unit, kind=low.kind)  # 一万元以上十万以下
    elif not low.kind and not high.kind and compiled(_FINE).match(shadow, high.end):
        high = high._replace(kind="amount")  # 五千以上二万以下罚款
    if not high.kind or low.kind not in ("", high.kind):
        return None
    if joint.group() == "以上" and not shadow.startswith(("以下", "以内"), high.end):
        return None
    scale = _same_length(low.unit, high.unit)
    return None if scale is None else high._replace(value=high.value * scale)


def _same_length(low: str, high: str) -> int | None:
    """How many of the low end's unit the high end's is: 12 for 三个月以上一年; None if unlike."""
    if not low or low == high:
        return 1
    return 12 if (low, high) == ("个月", "年") else None


# 200万, 五万: what may be said once for both ends. Not 十 and 百: 七至十一人, 一至二十日.
_ONE_MAGNITUDE = r"[0-9][0-9.,]*([百千万亿]+)|[一二两三四五六七八九]([万亿]+)"


def _low_value(low: Reading, high: Reading) -> float:
    """The low end of 100—200万 and 一至五万, where the magnitude is said once."""
    shared = None if low.unit else compiled(_ONE_MAGNITUDE).fullmatch(high.numeral)
    if shared is None or low.numeral[-1] in "十百千万亿":
        return low.value
    return number_in(low.numeral + (shared[1] or shared[2])) or low.value


def _touches(shadow: str, start: int) -> bool:
    """Whether a number in digits is a part of something longer: C919, 1+6, 24/7, 007."""
    if shadow[start] == "0" and shadow[start + 1 : start + 2].isdecimal():
        return True
    before = shadow[start - 1 : start] if start else ""
    if not before.isascii() or shadow[start] > "9":
        return False
    return before.isalnum() or before in _TOUCHING


# 全省排名上升3位, 排名由12位上升到7位
_RANKED = r"(?:提升|上升|前移|前进|跃升|提高|下降|后移|下滑)了?\Z|(?:排名|位次)[^,。;、]{0,12}\Z"
_IN_TURN = frozenset("届轮周")  # 连办两届, 提前两周, but 三届 and 三周 are mostly the third
_ROUND = frozenset("百千万亿")  # 超万列: they count behind a limit only
# 收入比由2.6∶1缩小至2.4∶1
_RATIO_BEFORE = r"比[例值]?[^,。;比]{0,12}\Z"
_UNLIKE_PRINTED = {"大部分": "部分", "%": "%"}  # 9大部分 is nine 部分; 12％
_TENTH = "成"  # 七成 is 70 %


def _reading(shadow: str, text: str, start: int, grammar: Grammar) -> Reading | None:
    match = grammar.quantity.match(shadow, start)
    if match is None:
        return None
    fraction, numeral, unit, base, to_one = match.groups()
    value = percentage(fraction) if fraction else number_in(numeral)
    if value is None or (unit and not _may_have(numeral, unit, shadow[match.end("numeral")])):
        return None
    numeral, kind = numeral or "分", ""
    if fraction:
        unit, kind = "%", "percent"
    elif to_one:
        ratio = compiled(_RATIO_BEFORE).search(shadow, max(0, start - 16), start)
        kind = "multiple" if ratio else ""
    elif unit:
        kind = grammar.kinds[base]
        printed = text[match.start("unit") : match.end()]  # which may be wide: ％
        value = 10 * value if unit == _TENTH else value
        unit = _UNLIKE_PRINTED.get(unit, printed)
        if base in AND_A_HALF:
            unit, value = AND_A_HALF[base], value + 0.5
        elif unit == "位" and compiled(_RANKED).search(shadow, max(0, start - 14), start):
            kind = "rank"
    return Reading(start, match.end(), numeral, value, unit or "", kind)


def _may_have(numeral: str, unit: str, following: str) -> bool:
    """Whether a numeral may have this unit: in Chinese, not any, and none behind a space."""
    if numeral[0] <= "9":
        return not (unit in WHOLE_ONLY and "." in numeral and numeral[-1] <= "9")
    return following != " " and (
        unit not in DIGITS_ONLY or numeral[0] in _ROUND or (numeral == "两" and unit in _IN_TURN)
    )


def numeral_end(shadow: str, start: int) -> int:
    """Where the numeral that begins at `start` ends; `start` itself where none does."""
    match = compiled(NUMERAL).match(shadow, start)
    return match.end() if match else start


def bare_number(shadow: str, start: int, end: int) -> Figure | None:
    """The number at start..end without a unit, which a later one may bring (15、22个).

    In Chinese, only that of a population: 人口超过一百五十万的.
    """
    if shadow.endswith("每", 0, start) or _touches(shadow, start):
        return None
    if shadow[start] > "9" and not _is_population(shadow, start, end):
        return None
    value = number_in(shadow[start:end])
    return None if value is None else Figure(start, end, value, None, "", "count")


# Large numbers of people and things are often left without a unit: 120万儿童, 人数超550万.
_COUNTED_BEHIND = (
    "以上(?=人口)"
    "|(?!(?:和|与|及|以及)[0-9]|[级至到以—–~～-])[\u4e00-\u9fff,。;)]"
    "|、(?![0-9一二三四五六七八九])"
)


# What is measured by a number alone leads to it: 发展指数达到69.2, 收入比值缩小至2.9.
_INDEX_BEFORE = (
    r"(?:指数|系数|收入比值?|容积率|PMI)"
    r"(?:[0-9.]{1,6}+|[为达由从到至在超约升降提缩高低于小大扩保持稳定控制突破以不得应当、]){0,12}\Z"
)
_POPULATION = r"(?:人口|人数)[^,。;0-9]{0,8}(?:超过|不足|不满|达到|多于|少于|低于|高于)\Z"


def _is_population(shadow: str, start: int, end: int) -> bool:
    return shadow[end - 1] in "千万亿" and bool(
        compiled(_POPULATION).search(shadow, max(0, start - 14), start)
    )


def counts_alone(shadow: str, figure: Figure) -> bool:
    """Whether a bare number is a figure without a unit."""
    if shadow[figure.start] > "9":
        return True
    if shadow[figure.end - 1] in "万亿余多":
        return compiled(_COUNTED_BEHIND).match(shadow, figure.end) is not None
    low = max(0, figure.start - 20)
    return compiled(_INDEX_BEFORE).search(shadow, low, figure.start) is not None


_ORDINAL = "[一二三四五六七八九十0-9]+"
# 居全国第3位, 位列全市第一, 全球第三大, 前五位, 进入全国前三, 居全国首位
_RANK = (
    rf"第(?P<place>{_ORDINAL})(?:[位名](?!次)|(?=大)|(?=[,。、;)”的并且\n]|\Z))"
    rf"|前(?P<among>{_ORDINAL})(?:[位名]|(?=[,。、;\n]|行列|强?之列|水平|\Z))"
    r"|首位|榜首"
)
_RANKED_BEFORE = (
    r"(?:世界|全国|全球|国内|全省|全市|全区|亚洲|中部|西部|东部|地区|同类|居|列|位|排名|排|进入|跻身|"
    r"城市|省份|升至|上升到)[^,。;、\n\u2003]{0,6}\Z"
)
# 蝉联营商环境评价榜首: what the ranking is of stands between.
_TOP_BEFORE = r"(?:居|列|位|登|蝉联|问鼎|荣获|夺得|保持|跻身)[^,。;、\n\u2003]{0,24}\Z"


def rank(shadow: str, start: int) -> Figure | None:
    """The rank that begins at `start`, where the words before speak of a ranking."""
    match = compiled(_RANK).match(shadow, start)
    if match is None:
        return None
    ranked, far = (_TOP_BEFORE, 30) if match.group() == "榜首" else (_RANKED_BEFORE, 12)
    if not compiled(ranked).search(shadow, max(0, start - far), start):
        return None
    place = match["place"] or match["among"]
    value = number_in(place) if place else 1.0
    return None if value is None else Figure(start, match.end(), value, None, "位", "rank")


_HALF_BEFORE = r"(?:占[^,。;、0-9\n\u2003]{0,10}|[近超达]|超过|达到|接近|将近|超出|不足|约)\Z"
_HALF_VAGUE = ("以上", "以下", "左右", "以内")


def half(shadow: str, start: int) -> Figure | None:
    """一半 as a share that is reached: 占全省产量一半. Not 一半以上, which is any majority."""
    end = start + 2
    if not shadow.startswith("一半", start) or shadow.startswith(_HALF_VAGUE, end):
        return None
    if not compiled(_HALF_BEFORE).search(shadow, max(0, start - 11), start):
        return None
    return Figure(start, end, 50.0, None, "%", "percent")


_REPORTED = (
    r"“(?P<number>[0-9]+|[二三四五六七八九十两]+)(?P<unit>大|个|项|件|条)[^”,。、\n\u2003]{2,10}”"
)
_PRODUCED = r"(?:评选|发布|评出|推出|选出|公布)[^,。;、获\n\u2003]*\Z"


def reported_in_quotes(shadow: str, start: int) -> Figure | None:
    """评选发布“十大案例”: the quoted text is a number with its noun, reported as produced."""
    match = compiled(_REPORTED).match(shadow, start)
    if match is None or not compiled(_PRODUCED).search(shadow, max(0, start - 25), start):
        return None
    value = number_in(match["number"])
    if value is None:
        return None
    return Figure(match.start("number"), match.end("unit"), value, None, match["unit"], "count")
