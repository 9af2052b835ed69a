"""The words behind a figure: the noun that is counted, or what is to be done in time."""

from __future__ import annotations

from core.figures.qualifiers import lead_before
from core.figures.vocabulary import by_first
from core.figures.wording import BEFORE_ACTION, NOT_NOUN, patterns

_PURPOSES = ("支持", "用于", "保障")
_TERRITORIES = ("全国", "全省", "全市", "全球", "世界")
_NOT_NOUN = by_first(NOT_NOUN)


def may_be_noun(shadow: str, start: int | None) -> bool:
    """Whether a noun may begin at `start`; not where there is no such place."""
    if start is None or start >= len(shadow):
        return False
    first = shadow[start]
    return not first.isspace() and not shadow.startswith(_NOT_NOUN.get(first, ()), start)


def noun_behind(shadow: str, start: int, limit: int, kind: str) -> tuple[int, int]:
    """Where the noun behind a figure of this kind stands: 41个领域, 10亿元以上重大产业项目.

    The figure with its bound ends at `start`; what is no part of the noun begins at `limit` or
    before. An empty stretch where there is no noun.
    """
    if shadow.startswith("人民币", start):
        start += 3
    attributive = shadow.startswith("的", start)
    start += attributive
    if shadow.startswith("方面的", start):  # 15个方面的重点任务
        start += 3
    if kind == "rank" or start >= limit or not may_be_noun(shadow, start):
        return start, start
    whole_clause = (
        attributive and kind == "percent"  # 89.4%的公园实现24小时开放
    ) or (
        kind == "amount" and shadow.startswith(_PURPOSES, start)  # 统筹3亿元支持巩固拓展帮扶成果
    )
    search = patterns().clause_end.search if whole_clause else patterns().ending.search
    ending = search(shadow, start + 1, limit)
    return start, ending.start() if ending else _noun_end(shadow, start, limit)


def _noun_end(shadow: str, start: int, end: int) -> int:
    """The end of a noun that reaches to the next figure: 12个国家和地区近300名."""
    while end > start and (lead := lead_before(shadow, start, end)) is not None:
        end -= len(lead.word)
    territory = next((name for name in _TERRITORIES if shadow.endswith(name, start, end)), "")
    return end - len(territory)  # 80多种产品产量全国第一


def action_behind(shadow: str, start: int, limit: int) -> tuple[int, int]:
    """Where it stands what is to be done in time: 六十日内作出行政复议决定."""
    for word in BEFORE_ACTION:
        if shadow.startswith(word, start):
            start += len(word)
    ending = patterns().action_end.search(shadow, start, limit)
    return start, ending.start() if ending else max(start, limit)
