"""Make of the words around a figure the shortest phrase that names what is counted."""

from __future__ import annotations

import re

from core.figures.vocabulary import longest_first
from core.figures.wording import COUNTERPARTS, MEASURED

# In characters; what is longer holds a description of what it names.
_LONG = 14
_CONJUNCTIONS = ("或者", "以及", "或", "和", "并")
_MEASURED = tuple(longest_first(MEASURED))


def bare(subject: str) -> str:
    """The subject without marks around it; of a title only what it is: 《关于…的意见》."""
    subject = subject.strip(" 、，,的：:")
    if subject.endswith(_CONJUNCTIONS):
        for conjunction in _CONJUNCTIONS:
            subject = subject.removesuffix(conjunction)
    if subject.endswith("》") and (kind := subject.rpartition("的")[2]):
        return kind.strip("《》")
    quotes = subject.count("“") + subject.count("”")
    if quotes == 1 or (quotes == 2 and subject[0] + subject[-1] == "“”"):
        return subject.strip("“”")
    return subject


def shortest(subject: str) -> str:
    """A long subject without the clause that describes it: 督察交办的举报件办结率."""
    while len(subject) > _LONG:
        _description, of, named = subject.partition("的")
        if not of or len(named) < 4 or "》" in named:
            break
        subject = named
    return subject


def listed(named: str, count: int) -> list[str]:
    """The `count` items of a list, each with the noun that they share; empty where it has others.

    金融业、软件业增加值 is 金融业增加值 and 软件业增加值; 财政收入、支出 is 财政收入 and 财政支出.
    """
    if count < 2 or not named:
        return []
    for marks in ("、", "、和与及"):
        items = re.split(f"[{marks}]", named)
        if len(items) == count and all(items):
            items = [
                completed(item, before) for before, item in zip(["", *items], items, strict=False)
            ]
            shared = next((noun for noun in _MEASURED if items[-1].endswith(noun)), "")
            return [bare(item if item.endswith(_MEASURED) else item + shared) for item in items]
    return []


def completed(named: str, before: str) -> str:
    """What is named by its last word alone, with the rest from what was named before."""
    counterpart = COUNTERPARTS.get(named)
    if counterpart and before.endswith(counterpart):
        return before.removesuffix(counterpart) + named
    return named
