"""Find Chinese words by the letters that spell them: `tjcgl` or `tiaojie` for 调解成功率."""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Iterator, Set
from itertools import islice

_CHINESE = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
_LETTERS = re.compile(r"[a-z]{1,40}")
_LONGEST_SYLLABLE = 6  # zhuang
# xian is 先 or 西安: so many ways to part the letters are tried, those of the longest syllables
# first.
_MOST_WAYS = 4


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

    def begun(self, letter: str) -> Set[str]:
        """The characters whose spelling begins with a letter."""
        return self._begun.get(letter, set())

    def pattern(self, typed: str) -> re.Pattern[str] | None:
        """What is spelled as typed: by initials, by syllables or both, the last unfinished.

        None where nothing can be, also when `typed` is more than small letters.
        """
        letters = typed.replace("ü", "v")
        if not _LETTERS.fullmatch(letters):
            return None
        ways = ["".join(map(_any_of, way)) for way in islice(self._ways(letters), _MOST_WAYS)]
        return re.compile("|".join(ways)) if ways else None

    def _ways(self, letters: str) -> Iterator[list[Set[str]]]:
        """The ways to part the letters: for each part the characters that it spells."""
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

        def ways(at: int) -> Iterator[list[Set[str]]]:
            if at == last:
                yield []
            for end, characters in parts(at):
                if end in open_ends:
                    for rest in ways(end):
                        yield [characters, *rest]

        return ways(0)


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
