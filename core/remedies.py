"""Pair each weakness that a report admits with the plan that answers it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from core import keywords
from core.document import Document
from core.matters import Matters, items, said, topics
from core.patterns import lazily
from core.roles import PLANS, WEAKNESSES, roles
from core.watching import Watch, part, unwatched, watched


@dataclass(frozen=True, slots=True)
class Pair:
    """A weakness and a plan that speaks of the same matter, by the indexes of their measures.

    `score` is from 0 to 1. `words` are the telling words that both say, best first.
    """

    weakness: int
    plan: int
    score: float
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Remedies:
    """Which plan answers which weakness, and what stays alone on either side, in reading order.

    Each weakness has the best plan for it; a plan may answer several. Proposals for a person.
    """

    pairs: tuple[Pair, ...]
    weaknesses_without_plan: tuple[int, ...]
    plans_without_weakness: tuple[int, ...]


def remedies(document: Document, watch: Watch = unwatched, terms: Iterable[str] = ()) -> Remedies:
    """The weaknesses of a report, each with the plan of the same report that answers it, if any.

    Loads the words of Chinese: call it from a worker. `terms` are words of the user that are not
    to be cut. `watch` is told how much is done.
    """
    watch(0.0)
    told = roles(document)
    plans = items(document, told.having(PLANS))
    lacks, stated = _weaknesses(document, told.having(WEAKNESSES))
    if not lacks or not plans:
        return Remedies((), tuple(lacks), tuple(plans))
    cutter = keywords.load(document.text, terms, part(watch, 0, 0.4))
    texts = [*((text, "") for text in stated), *said(document, plans)]
    matters = Matters(cutter, texts, part(watch, 0.4, 0.8))
    group = frozenset(range(len(lacks), len(texts)))
    pairs = tuple(
        Pair(weakness, plans[like.index - len(lacks)], like.score, like.words)
        for number, weakness in enumerate(watched(lacks, part(watch, 0.8, 1), every=4))
        for like in matters.like(number, group, 1)
        if like.score >= _LIKE and (like.words or like.names)
    )
    answered, answering = {one.weakness for one in pairs}, {one.plan for one in pairs}
    return Remedies(
        pairs,
        tuple(one for one in lacks if one not in answered),
        tuple(one for one in plans if one not in answering),
    )


_LIKE = 0.06  # from here on a plan speaks of the same matter


def _weaknesses(document: Document, admitted: Iterable[int]) -> tuple[list[int], list[str]]:
    """The weaknesses among what is admitted, and their texts, topics before them.

    三是法律顾问作用发挥不充分。部分单位聘而不用。 is one. A sentence that only says that weaknesses
    follow is none.
    """
    announced = topics(document)
    known = set(admitted)
    begins = {index for index in known if index - 1 not in known}
    lacks: list[int] = []
    stated: list[str] = []
    for index in items(document, sorted(known)):
        text = document.quote(document.measures[index])
        if index in begins and _OPENS.fullmatch(text):
            continue
        topic = announced.get(index, "")
        lacks.append(index)
        stated.append(topic + text if topic.endswith("。") else text)
    return lacks, stated


# 我们也清醒认识到，前进道路上还有不少困难和挑战。
_OPENS = lazily(
    "[^:：]*(?:(?:认识|看)到|不容忽视|[还仍也](?:存在|面临|有)(?:一些|不少|许多))[^:：]{0,60}[。:：]"
)
