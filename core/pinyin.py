"""Find Chinese words by the letters that spell them: `tjcgl` or `tiaojie` for 调解成功率."""

from __future__ import annotations

import os
import re
from array import array
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from functools import partial
from itertools import accumulate, chain, islice

from core.fits import BEGINS, WHOLE, WITHIN, Layer

_CHINESE = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
_LETTERS = re.compile(r"[a-z]{1,40}")
_LONGEST_SYLLABLE = 6  # zhuang
# xian is 先 or 西安: so many ways to part the letters are tried, those of the longest syllables
# first.
_MOST_WAYS = 4
Way = Sequence[Set[str]]  # for each part of what was typed the characters that it spells


class Pinyin:
    """How the characters of a text are spelled, with every reading of each: 率 is lü and shuai.

    Knows just the characters of that text; making it takes some hundredths of a second.
    """

    def __init__(self, text: str) -> None:
        """`text` is folded and in small letters (`core.folding.searchable`)."""
        characters = set(text)
        self._spelled: dict[str, set[str]] = defaultdict(set)  # tiao and t to 调
        self._begun: dict[str, set[str]] = defaultdict(set)  # tia as well
        for letter in filter(_LETTERS.fullmatch, characters):  # GDP增速 is gdpzs
            self._spelled[letter].add(letter)
            self._begun[letter].add(letter)
        for character, syllables in _readings(set(filter(_CHINESE.match, characters))):
            for syllable in syllables:
                initial = 2 if syllable[1:2] == "h" else 1
                for spelling in (syllable, syllable[0], syllable[:initial]):
                    self._spelled[spelling].add(character)
                for end in range(1, len(syllable) + 1):
                    self._begun[syllable[:end]].add(character)

    def pattern(self, typed: str) -> re.Pattern[str] | None:
        """What is spelled as typed: by initials, by syllables or both, the last unfinished.

        None where nothing can be, also when `typed` is more than small letters.
        """
        ways = self.ways(typed)
        return _pattern(ways) if ways else None

    def ways(self, typed: str) -> Sequence[Way]:
        """How what was typed can be parted, the longest syllables first; not at all if empty."""
        letters = typed.replace("ü", "v")
        return list(islice(self._ways(letters), _MOST_WAYS)) if _LETTERS.fullmatch(letters) else []

    def _ways(self, letters: str) -> Iterator[Way]:
        last = len(letters)

        def parts(at: int) -> Iterator[tuple[int, Set[str]]]:
            for end in range(min(at + _LONGEST_SYLLABLE, last), at, -1):
                known = self._begun if end == last else self._spelled
                if characters := known.get(letters[at:end]):
                    yield end, characters

        # Only where the rest can be spelled too, so that no way is begun in vain.
        open_ends = {last}
        for at in range(last - 1, -1, -1):
            if any(end in open_ends for end, _ in parts(at)):
                open_ends.add(at)

        def ways(at: int) -> Iterator[Way]:
            if at == last:
                yield []
            for end, characters in parts(at):
                if end in open_ends:
                    for rest in ways(end):
                        yield [characters, *rest]

        return ways(0)


class Spelled:
    """What the rows of a list say, to be found by the letters that spell a part of it.

    The rows of each character are kept, for one syllable alone is said by half of them.
    """

    def __init__(self, texts: Sequence[str], rows: Sequence[Sequence[int]], pinyin: Pinyin) -> None:
        """Each text, folded and in small letters, has the rows that say it."""
        self._rows, self._pinyin = rows, pinyin
        self._joined = "\n".join(texts)
        self._starts = array("I", accumulate((len(text) + 1 for text in texts), initial=0))
        self._holding: dict[str, array[int]] = defaultdict(partial(array, "I"))
        self._beginning: dict[str, array[int]] = defaultdict(partial(array, "I"))
        self._alone: dict[str, Sequence[int]] = {}
        for text, saying in zip(texts, rows, strict=True):
            for character in set(text):
                self._holding[character].extend(saying)
            if text:
                self._beginning[text[0]].extend(saying)
            if len(text) == 1:
                self._alone[text] = saying

    def layers(self, typed: str) -> Iterator[Layer]:
        """The rows that say what is spelled so, by how much of their text it is.

        One letter alone must begin a text. Where letters can be parted in several ways, the first
        that fits a text decides.
        """
        ways = self._pinyin.ways(typed)
        one = ways[0][0] if ways and len(ways[0]) == 1 else frozenset[str]()
        if len(typed) == 1:
            yield BEGINS, _of(self._beginning, one)
            return
        yield WITHIN, _of(self._holding, one)
        begun: list[Layer] = []
        if several := [way for way in ways if len(way) > 1]:
            for match in _pattern(several).finditer(self._joined):
                text = bisect_right(self._starts, match.start()) - 1
                if match.start() > self._starts[text]:
                    yield WITHIN, self._rows[text]
                else:
                    whole = match.end() + 1 == self._starts[text + 1]
                    begun.append((WHOLE if whole else BEGINS, self._rows[text]))
        yield from begun
        yield BEGINS, _of(self._beginning, one)
        yield WHOLE, _of(self._alone, one)


def _of(rows: Mapping[str, Sequence[int]], characters: Set[str]) -> Iterator[int]:
    return chain.from_iterable(rows[one] for one in characters & rows.keys())


def _pattern(ways: Sequence[Way]) -> re.Pattern[str]:
    if len(ways) == 1:
        return re.compile("".join(map(_any_of, ways[0])))
    # What any way begins with is looked for first: three times as fast as one way after another.
    first = _any_of(set().union(*(way[0] for way in ways)))
    rests = (f"(?<={_any_of(way[0])}){''.join(map(_any_of, way[1:]))}" for way in ways)
    return re.compile(f"{first}(?:{'|'.join(rests)})")


def _any_of(characters: Set[str]) -> str:
    return f"[{''.join(sorted(characters))}]"


def _readings(characters: Set[str]) -> Iterator[tuple[str, set[str]]]:
    """The syllables of each character without tones; ü is v, as one types it, and u as well."""
    # Documented by pypinyin: without its table of phrases it needs a sixth of the memory.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
    from pypinyin import Style, pinyin  # noqa: PLC0415 (0.1 s, for workers only)

    ordered = sorted(characters)
    found = pinyin(ordered, style=Style.NORMAL, heteronym=True)  # unknown ones stay
    for character, readings in zip(ordered, found, strict=True):
        syllables = {reading for reading in readings if reading.isascii()}
        yield character, syllables | {syllable.replace("v", "u") for syllable in syllables}
