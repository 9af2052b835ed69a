"""What is tried where in a text: the patterns made of our words and those of a user."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from core.figures import units
from core.figures.exclusions import DIGITS, HAN, NAMES, PASSAGES
from core.figures.vocabulary import Vocabulary, any_of, by_first
from core.folding import fold
from core.numerals import FRACTION, NUMERAL

_TO_ONE = "(?P<to_one>[:∶]1(?![0-9.:∶]))"  # 2.4∶1
_ORDINALS = "第前首榜"
_QUOTES = "“《「"
# What may follow 一, 十 or 第 where it begins a figure or a passage, besides a unit and a numeral;
# where none does (一般, 前期, 百姓) nothing else is tried.
_FOLLOWING = "首 年月日时分之点多余半大中世周届次季级等期类号个位至到以及和、—–~～-"


@dataclass(frozen=True, slots=True)
class Grammar:
    """The patterns for one vocabulary.

    `start` finds where a figure or a passage may begin; `quantity` matches a number there, with
    its unit if it has one; `passages` are by first character; `kinds` are those of units.
    """

    start: re.Pattern[str]
    quantity: re.Pattern[str]
    passages: dict[str, re.Pattern[str]]
    names: dict[str, re.Pattern[str]]
    kinds: dict[str, str]

    def passage_end(self, shadow: str, start: int) -> int | None:
        """Where the passage without figures that begins at `start` ends; None: none begins."""
        first = shadow[start]
        if first in self.names and (name := self.names[first].match(shadow, start)):
            return name.end()
        if first in self.passages and (match := self.passages[first].match(shadow, start)):
            return match.end()
        return None


@lru_cache(maxsize=4)
def grammar(vocabulary: Vocabulary) -> Grammar:
    """The grammar for a vocabulary, made when it is first asked for."""
    names = [*NAMES, *map(fold, vocabulary.names)]
    kinds = units.KINDS | {fold(unit): kind for unit, kind in vocabulary.units.items()}
    following = {word[:1] for word in kinds} | {name[1:2] for name in names}
    following.update(HAN, DIGITS, _FOLLOWING)
    begin = set(DIGITS + HAN + _ORDINALS + _QUOTES) | {name[0] for name in names}
    start = f"[{_set(begin)}](?:(?<![{HAN}{_ORDINALS}])|(?=[{_set(following)}]))"
    return Grammar(
        re.compile(start),
        re.compile(
            rf"(?P<fraction>{FRACTION})"
            rf"|(?P<numeral>{NUMERAL})(?: ?{units.pattern(kinds)}|{_TO_ONE})?"
        ),
        _passages(),
        {first: re.compile(any_of(group)) for first, group in by_first(names).items()},
        kinds,
    )


def _set(characters: set[str]) -> str:
    return "".join(map(re.escape, sorted(characters)))


def _passages() -> dict[str, re.Pattern[str]]:
    patterns: dict[str, list[str]] = {}
    for passage in PASSAGES:
        for first in passage.first:
            patterns.setdefault(first, []).append(passage.pattern)
    # re keeps what it has compiled: most of the characters share one pattern.
    return {first: re.compile("|".join(group)) for first, group in patterns.items()}
