"""Read one figure where it begins: a number with its unit, a range, a rank."""

from __future__ import annotations

from dataclasses import dataclass

from core.figures.exclusions import Reading, is_figure
from core.figures.units import DIGITS_ONLY, unit_at
from core.numerals import FRACTION, NUMERAL, number_in, percentage
from core.patterns import compiled


@dataclass(slots=True)
class Figure:
    """A figure without its description; `kind` is empty for a number that turned out to be none."""

    start: int
    end: int
    value: float
    value_max: float | None
    unit: str
    kind: str
    numeral: str = ""

    @property
    def is_rounded(self) -> bool:
        """Whether the numeral itself says that it is not exact: 1000多, 100余."""
        return "多" in self.numeral or "余" in self.numeral


# 5%至6%, 3—5个, 5000元以上5万元以下, 百分之十五以上、不足百分之三十
_RANGE = r"(?:以上)?[至到—–~～-]+|以上、?(?:不满|不足|不超过)?"
_TOUCHING = frozenset("+/×.-")


def numeral_end(shadow: str, start: int) -> int:
    """Where the numeral that begins at `start` ends; `start` itself where none does."""
    match = compiled(NUMERAL).match(shadow, start)
    return match.end() if match else start


def quantity(shadow: str, text: str, start: int) -> Figure | None:
    """The number with its unit that begins at `start`, a range as one; None where there is none.

    One with an empty kind is a number with a unit that is no figure and is to be passed over.
    """
    low = _reading(shadow, text, start)
    if low is None:
        return None
    whole = _range(shadow, text, low)
    if whole is None:
        if not low.unit:
            return None
        whole = Figure(start, low.end, low.value, None, low.unit, low.kind, low.numeral)
    around = low._replace(
        end=whole.end, unit=whole.unit, kind=whole.kind, value=whole.value_max or whole.value
    )
    if _touches(shadow, start) or not is_figure(shadow, around):
        whole.kind = ""
    return whole


def _range(shadow: str, text: str, low: Reading) -> Figure | None:
    joint = compiled(_RANGE).match(shadow, low.end)
    if joint is None:
        return None
    high = _reading(shadow, text, joint.end())
    if high is None:
        return None
    if low.kind == "percent" and not high.unit and low.numeral == "分" and high.numeral[0] > "9":
        high = high._replace(unit="%", kind="percent")  # 百分之五至十
    if not high.unit or low.kind not in ("", high.kind):
        return None
    scale = _same_length(low.unit, high.unit)
    if scale is None or (
        joint.group() == "以上" and not shadow.startswith(("以下", "以内"), high.end)
    ):
        return None
    value = low.value
    if not low.unit:
        value = _with_magnitude_of(high.numeral, low.numeral, low.value)
    numeral = low.numeral + high.numeral
    unit = low.unit or high.unit
    return Figure(low.start, high.end, value, high.value * scale, unit, high.kind, numeral)


def _same_length(low: str, high: str) -> int | None:
    """How many of the low end's unit the high end's is: 12 for 三个月以上一年; None if unlike."""
    if not low or low == high:
        return 1
    return 12 if (low, high) == ("个月", "年") else None


# 200万, 五万: what may be said once for both ends. Not 十 and 百: 七至十一人, 一至二十日.
_ONE_MAGNITUDE = r"[0-9][0-9.,]*([百千万亿]+)|[一二两三四五六七八九]([万亿]+)"


def _with_magnitude_of(high: str, low: str, value: float) -> float:
    """The low end of 100—200万 and 一至五万, where the magnitude is said once."""
    shared = compiled(_ONE_MAGNITUDE).fullmatch(high)
    if shared is None or low[-1] in "十百千万亿":
        return value
    return number_in(low + (shared[1] or shared[2])) or value


def _touches(shadow: str, start: int) -> bool:
    """Whether a number in digits is a part of something longer: C919, 1+6, 24/7."""
    before = shadow[start - 1 : start] if start else ""
    if not before.isascii() or shadow[start] > "9":
        return False
    return before.isalnum() or before in _TOUCHING


_PERCENT = {"‰": 0.1, "成": 10}  # how many percent one of them is


def _reading(shadow: str, text: str, start: int) -> Reading | None:
    if fraction := compiled(FRACTION).match(shadow, start):
        value = percentage(fraction.group())
        return (
            None if value is None else Reading(start, fraction.end(), "分", value, "%", "percent")
        )
    end = numeral_end(shadow, start)
    written = shadow[start:end]
    value = number_in(written)
    if value is None:
        return None
    # 41 个: a PDF may print a space before the unit.
    unit_start = end + (written[0] <= "9" and shadow.startswith(" ", end))
    unit = unit_at(shadow, unit_start)
    if unit is None:
        return Reading(start, end, written, value, "", "")
    name = text[unit_start : unit.end]
    if written[0] > "9" and name in DIGITS_ONLY:
        return None
    if name == "大" and shadow.startswith("部分", unit.end):  # 9大部分
        return Reading(start, unit.end + 2, written, value, "部分", "count")
    scale = _PERCENT.get(name, 1)
    return Reading(start, unit.end, written, value * scale, name, unit.kind)


# Large numbers of people and things are often left without a unit: 120万儿童, 人数超550万.
_COUNTED_BEHIND = "(?![级至到以—–~～-])[\u4e00-\u9fff,。;)]|、(?![0-9一二三四五六七八九])"


def bare_number(shadow: str, start: int, end: int) -> Figure | None:
    """The number in digits at start..end without a unit, which a later one may bring (15、22个)."""
    before = shadow[start - 1 : start]
    if shadow[start] > "9" or before == "每" or _touches(shadow, start):
        return None
    value = number_in(shadow[start:end])
    return (
        value if value is None else Figure(start, end, value, None, "", "count", shadow[start:end])
    )


def counts_alone(shadow: str, figure: Figure) -> bool:
    """Whether a bare number is a figure without a unit."""
    return figure.numeral[-1] in "万亿余多" and bool(
        compiled(_COUNTED_BEHIND).match(shadow, figure.end)
    )


_ORDINAL = "[一二三四五六七八九十0-9]+"
# 居全国第3位, 位列全市第一, 全球第三大, 前五位, 进入全国前三, 居全国首位
_RANK = (
    rf"第(?P<place>{_ORDINAL})(?:[位名](?!次)|(?=大)|(?=[,。、;)”的并且\n]|\Z))"
    rf"|前(?P<among>{_ORDINAL})(?:[位名]|(?=[,。、;\n]|行列|强?之列|水平|\Z))"
    r"|首位"
)
_RANKED_BEFORE = (
    r"(?:世界|全国|全球|国内|全省|全市|全区|亚洲|中部|西部|东部|地区|同类|居|列|位|排名|排|进入|跻身|"
    r"城市|省份|升至|上升到)[^,。;、\n]{0,6}\Z"
)


def rank(shadow: str, start: int) -> Figure | None:
    """The rank that begins at `start`, where the words before speak of a ranking."""
    match = compiled(_RANK).match(shadow, start)
    if match is None or not compiled(_RANKED_BEFORE).search(shadow, max(0, start - 12), start):
        return None
    place = match["place"] or match["among"]
    value = number_in(place) if place else 1.0
    return None if value is None else Figure(start, match.end(), value, None, "位", "rank")


_REPORTED = r"“(?P<number>[0-9]+|[二三四五六七八九十两]+)(?P<unit>大|个|项|件|条)[^”,。、]{2,10}”"
_PRODUCED = r"(?:评选|发布|评出|推出|选出|公布)[^,。;、获\n]*\Z"


def reported_in_quotes(shadow: str, start: int) -> Figure | None:
    """评选发布“十大案例”: the quoted text is a number with its noun, reported as produced."""
    match = compiled(_REPORTED).match(shadow, start)
    if match is None or not compiled(_PRODUCED).search(shadow, max(0, start - 25), start):
        return None
    value = number_in(match["number"])
    if value is None:
        return None
    return Figure(match.start("number"), match.end("unit"), value, None, match["unit"], "count")
