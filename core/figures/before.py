"""The words before a figure: what is measured, and what leads from it to the figure."""

from __future__ import annotations

from typing import NamedTuple

from core.figures.behind import may_be_noun
from core.figures.qualifiers import (
    APPROX,
    AT_LEAST,
    AT_MOST,
    DOWN,
    LEVEL,
    OBJECT,
    PLAIN,
    UP,
    lead_before,
)
from core.figures.vocabulary import by_first, by_last
from core.figures.wording import NOMINAL, OPENING, RANKING, RATES, patterns

_BOUNDS = frozenset({APPROX, AT_LEAST, AT_MOST})
_OPENING_EFFECTS = {word: effect for effect, group in OPENING.items() for word in group}
_OPENING_WORDS = by_first(_OPENING_EFFECTS)
_RANKING = by_last(RANKING)
_DATE_BEGINS = frozenset("0123456789十百千万亿到截今去“经(第")
_DATE_ENDS = frozenset("年的末底期初来")


class Before(NamedTuple):
    """The words before a figure: start..end names what is measured, effects what is said of it."""

    start: int
    end: int
    effects: frozenset[str]


def words_before(shadow: str, floor: int, figure: int, kind: str, noun: int | None) -> Before:
    """The words from `floor` to a figure without those that lead to it or only open the clause.

    A noun may stand behind the figure at `noun`; None: nothing stands there.
    """
    end = figure
    if kind == "rank":
        end = _without_ranking(shadow, floor, end)
        within = patterns().within.search(shadow, floor, end)
        end = within.start() if within else end
    elif kind == "percentage_points":
        compared = patterns().compared.search(shadow, max(floor, end - 20), end)
        end = compared.start() if compared else end
    effects: set[str] = set()
    if "至少" in shadow[max(floor, end - 5) : end] and shadow[end - 1] != "每":
        effects.add(AT_LEAST)  # 至少保存两年, but not 至少每五年
    end = _without_leads(shadow, floor, end, effects, noun)
    if kind == "percent" and not effects:
        end = _without_bound(shadow, floor, end, effects)
    start, opening = _without_opening(shadow, floor, end, kind)
    if opening and kind != "rank" and LEVEL not in effects:
        effects.add(opening)
    return Before(start, end, frozenset(effects))


def _without_ranking(shadow: str, floor: int, end: int) -> int:
    while end > floor:
        for word in _RANKING.get(shadow[end - 1], ()):
            if shadow.endswith(word, floor, end):
                end -= len(word)
                break
        else:
            return end
    return end


def _without_leads(shadow: str, floor: int, end: int, effects: set[str], noun: int | None) -> int:
    """Where the leading words begin; what they say is added to `effects`."""
    while end > floor:
        last = shadow[end - 1]
        if last in _DATE_ENDS and (
            date := patterns().date_before.search(shadow, max(floor, end - 16), end)
        ):
            end = date.start()
        elif (lead := lead_before(shadow, floor, end)) is not None:
            if lead.effect == OBJECT and (
                effects - _BOUNDS
                or not (end - len(lead.word) == floor or may_be_noun(shadow, noun))
            ):
                return end  # 全社会研发投入年均增长, 治理违法建设20处: here it is a noun
            if lead.effect and not (lead.effect in (UP, DOWN) and LEVEL in effects):
                effects.add(lead.effect)
            end -= len(lead.word)
        elif last in "、 ,":
            end -= 1
        else:
            return end
    return end


def _without_bound(shadow: str, floor: int, end: int, effects: set[str]) -> int:
    """Where the bound of a share begins, added to `effects`: 不得少于注册资本的百分之二十五."""
    bound = patterns().bound.search(shadow, floor, end)
    if bound is None or bound.lastgroup is None:
        return end
    effects.add(bound.lastgroup)
    return bound.start()


def _without_opening(shadow: str, start: int, end: int, kind: str) -> tuple[int, str]:
    """Where what is measured begins, and what the words that open the clause say of it."""
    said = PLAIN
    while start < end:
        if word := _opening_word(shadow, start, end):
            said = said or _OPENING_EFFECTS[word]
            start += len(word)
        elif shadow[start] == "和" and _opening_word(shadow, start + 1, end):
            start += 1  # 修改和废止规章
        elif shadow[start] in _DATE_BEGINS and (
            date := patterns().date_first.match(shadow, start, end)
        ):
            start = date.end()
        else:
            break
    if end > start and shadow[end - 1] == "》":
        return start, said  # the verbs of a title are no verbs of the clause
    inner = patterns().inner_of_rates if kind in RATES else patterns().inner
    for verb in inner.finditer(shadow, start, end):
        if end - verb.end() >= 2 and not NOMINAL.match(shadow, verb.end()):
            start = verb.end()
    if (
        kind == "count"
        and "设" in shadow[start:end]
        and (appoints := patterns().appoints.search(shadow, start, end - 1))
    ):
        start = appoints.end()
    if end - start > 3 and shadow.startswith(("了", "各类", "各级"), start):
        start += 1 if shadow[start] == "了" else 2
    return start, said


def _opening_word(shadow: str, start: int, end: int) -> str:
    if start >= end:
        return ""
    for word in _OPENING_WORDS.get(shadow[start], ()):
        if shadow.startswith(word, start, end):
            after = start + len(word)
            if len(word) == 1 or after == end or not NOMINAL.match(shadow, after):
                return word
            if shadow[after] in "、和" and _opening_word(shadow, after + 1, end):
                return word  # 制定、修改、废止规章
    return ""
