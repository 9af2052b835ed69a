"""Whether a figure is about what is said behind the next one: 一年内两次拒绝, 每两年评估一次."""

from __future__ import annotations

from core.figures.before import Before, words_before
from core.figures.qualifiers import RUN
from core.figures.quantities import Figure
from core.figures.wording import patterns

_OR = ("或", "或者")
_NEAR = 32  # characters between the two


def is_told_behind(
    shadow: str, figure: Figure, after: int, following: Figure, before: Before
) -> bool:
    """Whether the subject of a figure, which ends with its bound at `after`, is the next one's."""
    gap = after, following.start
    if figure.kind != "duration":  # 配备两名或者两名以上值班员
        unnamed = before.end == before.start
        return unnamed and shadow.startswith("或", after) and shadow[slice(*gap)] in _OR
    if following.start - after > _NEAR:
        return False
    if RUN in before.effects:
        return before.end == before.start and _names(shadow, *gap, following.kind)
    if shadow.endswith("每", 0, figure.start):
        return patterns().holding.fullmatch(shadow, *gap) is not None
    if after == figure.end:
        return False
    return after == following.start or (
        following.kind == "duration" and patterns().other_time.fullmatch(shadow, *gap) is not None
    )


def _names(shadow: str, start: int, end: int, kind: str) -> bool:
    """Whether one clause names what the figure at `end` is of: 连续七年稳居营商环境评价榜首."""
    if patterns().clause_end.search(shadow, start, end):
        return False
    named = words_before(shadow, start, end, kind, None)
    return named.end > named.start + 1
