"""A figure as it is printed, with the precision that its digits promise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.document import Metric
from core.folding import fold
from core.patterns import lazily


@dataclass(frozen=True, slots=True)
class Stated:
    """A figure with its text, its decimals, and the value of its last printed place.

    5.67万亿元 has 2 decimals, the magnitude 万亿 and a step of 0.01万亿; 95.6% has a step of 0.1;
    7009件 is counted exactly and has 0.
    """

    metric: Metric
    printed: str
    decimals: int
    magnitude: str
    step: float

    @property
    def span(self) -> tuple[int, int]:
        """Where it stands."""
        return self.metric.start, self.metric.end

    @property
    def is_level(self) -> bool:
        """Whether it is one plain value: no change, no bound, no estimate, no range."""
        return self.metric.qualifier is None and self.metric.value_max is None

    @property
    def is_quantity(self) -> bool:
        """Whether it is a plain value of something counted, paid or measured."""
        return self.is_level and self.metric.kind in _QUANTITIES

    @property
    def low(self) -> float:
        """The smallest value that is printed like this."""
        return self.metric.value - self.step / 2

    @property
    def high(self) -> float:
        """The largest value that is printed like this."""
        return self.metric.value + self.step / 2

    def follows(self, shadow: str, other: Stated, marks: str = "。;!?\n") -> bool:
        """Whether it stands close behind the other with none of the marks between."""
        begin, end = other.metric.end, self.metric.start
        return 0 <= end - begin <= _CLOSE and not set(marks) & set(shadow[begin:end])

    def accepts(self, low: float, high: float) -> bool:
        """Whether a value computed to lie in low..high may be stated as this.

        It may be rounded or cut off to the printed places; a whole number of times (增长2倍) may be
        rounded, no more. 约 leaves a twentieth, 超过 and 以上 all above, 不足 and 以内 all below.
        """
        value, qualifiers = self.metric.value, (self.metric.qualifier or "").split("+")
        least = (self.step or 1.0) / 2 + 1e-9 * abs(value)  # 95.55 is printed 95.6
        most = (self.step or 0.5) * (1 - 1e-9)  # 95.69 is printed 95.6 by those who cut
        if "approx" in qualifiers:
            least = most = max(least, abs(value) / 20)
        return (high >= value - least or "at_most" in qualifiers) and (
            low <= value + most or "at_least" in qualifiers
        )

    def like(self, value: float) -> str:
        """A computed value in the magnitude and unit of this figure: 4374.4亿元."""
        scaled = value / 10.0 ** _exponent(self.magnitude)
        return f"{rounded(scaled, self.decimals + 1)}{self.magnitude}{self.metric.unit}"


_QUANTITIES = frozenset({"count", "amount", "measure"})
_CLOSE = 120  # characters between figures that belong together
_MOST_DECIMALS = 6
_LONGEST = 40  # characters of a figure in which its digits stand
_EXPONENTS = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8}
_DIGITS = lazily(r"[0-9][0-9,]*(?:\.([0-9]+))?[多余]?([十百千万亿]{0,4})")


def stated(text: str, metrics: Sequence[Metric]) -> list[Stated]:
    """The figures of `text` as printed, in their order."""
    return [_stated(metric, text[metric.start : metric.end]) for metric in metrics]


def _stated(metric: Metric, printed: str) -> Stated:
    shadow = fold(printed[:_LONGEST])
    digits = None if "分之" in shadow or "/" in shadow[:4] else _DIGITS.match(shadow)
    decimals = min(len(digits[1] or ""), _MOST_DECIMALS) if digits else 0
    magnitude = digits[2] if digits else ""
    if decimals or magnitude:
        step = 10.0 ** (_exponent(magnitude) - decimals)
    elif metric.kind in {"percent", "percentage_points"}:
        step = 10.0 if shadow.endswith("成") else 1.0
    else:
        step = 0.0
    return Stated(metric, printed, decimals, magnitude, step)


def _exponent(magnitude: str) -> int:
    return sum(map(_EXPONENTS.__getitem__, magnitude))


def rounded(value: float, decimals: int) -> str:
    """The value with that many decimals at most, in plain digits: 95.56, 25."""
    digits = f"{value:.{decimals}f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits
