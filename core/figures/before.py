"""The words before a figure: what is measured, and what leads from it to the figure."""

from __future__ import annotations

from typing import NamedTuple

from core.figures.predicates import may_be_noun
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
from core.figures.wording import (
    NOMINAL,
    OPENING,
    OPENING_VERBS,
    RANKING,
    RATES,
    patterns,
)

_BOUNDS = frozenset({APPROX, AT_LEAST, AT_MOST})
_OPENING_EFFECTS = {word: effect for effect, group in OPENING.items() for word in group}
_OPENING_WORDS = by_first(_OPENING_EFFECTS)
_VERBS = frozenset(OPENING_VERBS)
_RANKING = by_last(RANKING)
# With these behind it, a word that may open a clause is part of another: 使用, 再生.
_PART_OF_WORD = {
    "使": "用馆命",
    "再": "生就",
    "并": "购联网轨",
    "约": "定束",
    "让": "利",
    "有效": "期",
}
_DATE_BEGINS = frozenset("0123456789十百千万亿到截今去“经(第当")
_DATE_ENDS = frozenset("年的末底期初来")


class Before(NamedTuple):
    """The words before a figure: start..end names what is measured, effects what is said of it.

    `opening` is what the verb that opens the clause says of it; `verb` the one of which the
    figure itself is the object, so that it may stand for what is not named: 受理90件.
    """

    start: int
    end: int
    effects: frozenset[str] = frozenset()
    opening: str = PLAIN
    verb: str = ""


def words_before(shadow: str, floor: int, figure: int, kind: str, noun: int | None) -> Before:
    """The words from `floor` to a figure without those that lead to it or only open the clause.

    A noun may stand behind the figure at `noun`; None: nothing stands there.
    """
    end = figure
    if kind == "rank":
        end = _without_ranking(shadow, floor, end)
        within = patterns().within.search(shadow, floor, end)
        if within and within.start() == floor:  # 在数字政府评估中位列第一
            return Before(floor + 1, end - 1)
        end = within.start() if within else end
    elif kind == "percentage_points":
        compared = patterns().compared.search(shadow, max(floor, end - 20), end)
        end = compared.start() if compared else end
    effects: set[str] = set()
    if "至少" in shadow[max(floor, end - 5) : end] and shadow[end - 1] != "每":
        effects.add(AT_LEAST)  # 至少保存两年, but not 至少每五年
    end, verb = _without_leads(shadow, floor, end, effects, noun)
    share = kind == "percent" and not effects
    if share and (bound := patterns().bound.search(shadow, floor, end)):
        effects.add(bound.lastgroup or PLAIN)
        end, verb = _without_leads(shadow, floor, bound.start(), effects, noun)
    start, opening, opening_verb = _without_opening(shadow, floor, end, kind)
    if kind == "rank" and (holding := patterns().holding_rank.match(shadow, start, end)):
        start = holding.end()
    if kind == "rank" or LEVEL in effects:
        opening = PLAIN
    elif opening:
        effects.add(opening)
    return Before(start, end, frozenset(effects), opening, verb or opening_verb)


def _without_ranking(shadow: str, floor: int, end: int) -> int:
    while end > floor:
        for word in _RANKING.get(shadow[end - 1], ()):
            if shadow.endswith(word, floor, end):
                end -= len(word)
                break
        else:
            return end
    return end


def _without_leads(
    shadow: str, floor: int, end: int, effects: set[str], noun: int | None
) -> tuple[int, str]:
    """Where the leading words begin, and the first verb of them; `effects` takes what they say."""
    verb = ""
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
                break  # 全社会研发投入年均增长, 治理违法建设20处: here it is a noun
            if lead.effect == OBJECT:
                verb = lead.word
            elif lead.effect and not (lead.effect in (UP, DOWN) and LEVEL in effects):
                effects.add(lead.effect)
            end -= len(lead.word)
        elif last in "、 ,":
            end -= 1
        else:
            break
    return end, verb


def _without_opening(shadow: str, start: int, end: int, kind: str) -> tuple[int, str, str]:
    """Where what is measured begins, what the words that open the clause say of it, their verb."""
    said, verb = PLAIN, ""
    while start < end:
        if word := _opening_word(shadow, start, end):
            said = said or _OPENING_EFFECTS[word]
            verb = word if word in _VERBS else verb
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
        return start, said, verb  # the verbs of a title are no verbs of the clause
    inner = patterns().inner_of_rates if kind in RATES else patterns().inner
    for done in inner.finditer(shadow, start, end):
        if end - done.end() >= 2 and not NOMINAL.match(shadow, done.end()):
            start = done.end()
    if (
        kind == "count"
        and "设" in shadow[start:end]
        and (appoints := patterns().appoints.search(shadow, start, end - 1))
    ):
        start = appoints.end()
    if end - start > 3 and shadow.startswith(("了", "各类", "各级"), start):
        start += 1 if shadow[start] == "了" else 2
    return start, said, verb


def _opening_word(shadow: str, start: int, end: int) -> str:
    if start >= end:
        return ""
    for word in _OPENING_WORDS.get(shadow[start], ()):
        if shadow.startswith(word, start, end):
            after = start + len(word)
            if shadow[after : after + 1] in _PART_OF_WORD.get(word, ()):
                continue
            if len(word) == 1 or after == end or not NOMINAL.match(shadow, after):
                return word
            if shadow[after] in "、和" and _opening_word(shadow, after + 1, end):
                return word  # 制定、修改、废止规章
    return ""
