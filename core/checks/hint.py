"""What a check says of a figure, for the margin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

HintKind = Literal[
    "ratio",  # 受理200件，办结190件，办结率95%
    "total",  # 共120件，其中甲类70件、乙类50件
    "growth",  # 从200个增加到250个，增长25%
    "difference",  # 由45.9%提高到48.2%，提高2.3个百分点
    "complete",  # 办结率100%
    "conflict",  # 合格率98.2%, and elsewhere 合格率92.8%
    "implausible",  # 办结率103.5%
]


@dataclass(frozen=True, slots=True)
class Hint:
    """What a reviewer may want to look at; never a verdict.

    `start..end` is the figure that is checked, in code points of the text. `formula` is the
    arithmetic as one would write it on the margin, with the figures as printed: 6698件 ÷ 7009件 =
    95.56%. `agrees` is None where there is nothing to compare. `others` are the spans of the
    figures that it was compared with, in the order of the formula.
    """

    kind: HintKind
    start: int
    end: int
    formula: str
    agrees: bool | None
    others: tuple[tuple[int, int], ...] = ()
