"""Look figures up by what a reviewer remembers of them: words, digits, pinyin, kind, place."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache, reduce
from itertools import accumulate, chain, repeat
from operator import attrgetter

from core.checks import Hint
from core.claims import Claim
from core.document import Document, Measure, Metric
from core.facts import Facts
from core.folding import searchable
from core.numerals import number, percentage, plain
from core.patterns import lazily
from core.pinyin import Pinyin

# What narrows a list to figures of some kinds, in both languages. A word that begins with # may
# be typed in part: #ra is #rank.
KINDS: dict[str, frozenset[str]] = {
    "%": frozenset({"percent", "percentage_points"}),
    "元": frozenset({"amount"}),
    **dict.fromkeys(("#count", "#数量"), frozenset({"count"})),
    **dict.fromkeys(("#amount", "#金额"), frozenset({"amount"})),
    **dict.fromkeys(("#percent", "#百分比"), frozenset({"percent", "percentage_points"})),
    **dict.fromkeys(("#multiple", "#倍数"), frozenset({"multiple"})),
    **dict.fromkeys(("#rank", "#排名"), frozenset({"rank"})),
    **dict.fromkeys(("#measure", "#计量"), frozenset({"measure"})),
    **dict.fromkeys(("#duration", "#时长"), frozenset({"duration"})),
    **dict.fromkeys(("#first", "#首创"), frozenset({"claim"})),
    **dict.fromkeys(("#check", "#核对"), frozenset({"hint"})),
}
# Listed only when asked for by kind: they have lists of their own beside the figures.
_ASIDE = frozenset({"claim", "hint"})
# How a list can be ordered; `best` is by how well a figure fits what was typed.
ORDERS = ("best", "place", "value", "kind")
# How well a word fits, the best first; a word that does not fit is 0.
_WHOLE, _BEGINS, _WITHIN, _AROUND = 1, 2, 3, 4
# Sentences are searched by pinyin as long as that takes no longer than a key may: 1 M characters.
_MOST_SPELLED = 1_000_000
Ranks = dict[int, int]  # row to how well it fits
# Where a number begins behind a Chinese word that is typed with it: 受理率87.7.
_NUMBER_BEGINS = lazily(r"(?<=[\u4e00-\u9fff])(?=[0-9])")
_PLAIN_NUMBER = lazily(r"[0-9][0-9.,]*%?")
_LONGEST_SENTENCE = 400  # characters
_SIGNS = {"approx": "约", "at_least": "≥", "at_most": "≤", "up": "↑", "down": "↓"}
# 95.6, 95.60%, 5.67万亿元, 九十五, 九十五点六; 95. is not typed to its end
_NUMBER = lazily(r"([0-9][0-9,]*\.?[0-9]*[十百千万亿]*|[零一二两三四五六七八九十百千万亿点]+)(.*)")


@dataclass(frozen=True, slots=True)
class Row:
    """Something stated, as it is listed: as printed, of what, with the measure that states it.

    A figure, a claim to be first (kind `claim`) or a hint of the figures (kind `hint`), whose
    `subject` is its formula. `place` is the headings that it stands under. It, `locator` and
    `sentence` are empty outside the measures, in a heading; of a very long sentence only what
    stands around the figure is kept, as otherwise a thousand figures would repeat it whole.
    """

    item: Metric | Claim | Hint
    kind: str
    value: float
    surface: str
    subject: str
    locator: str
    place: str
    sentence: str

    @property
    def stated(self) -> str:
        """The figure with what is said of it: ≥95%, ↑5.4%, 约1000件."""
        said = (self.item.qualifier or "") if isinstance(self.item, Metric) else ""
        if self.value < 0:  # 增长-5%: it has its sign
            said = said.replace("up", "").replace("down", "")
        return "".join(_SIGNS[part] for part in said.split("+") if part) + self.surface


def rows(document: Document, facts: Facts) -> list[Row]:
    """The facts with their places: figures, claims and hints in one reading order."""
    items: list[Metric | Claim | Hint] = [*facts.metrics, *facts.claims, *facts.hints]
    items.sort(key=attrgetter("start", "end"))
    found: list[Row] = []
    holder, around = -1, ("", "", "")
    for item in items:
        index = document.measure_index(item.start)
        measure = None if index is None else document.measures[index]
        if index is None or measure is None or item.start >= measure.end:
            holder, around = -1, ("", "", "")
        elif index != holder or measure.end - measure.start > _LONGEST_SENTENCE:
            holder = index
            place = " ".join(one.heading for one in document.ancestry(measure.section))
            around = (measure.locator, place, _sentence(document, measure, item.start))
        surface = document.text[item.start : item.end]
        match item:
            case Metric():
                row = Row(item, item.kind, item.value, surface, item.subject, *around)
            case Claim():
                row = Row(item, "claim", 1, surface, item.subject, *around)
            case Hint():
                row = Row(item, "hint", 0, surface, item.formula, *around)
        found.append(row)
    return found


def _sentence(document: Document, measure: Measure, offset: int) -> str:
    """The measure, or of a very long one what stands around an offset, … where it is cut."""
    if measure.end - measure.start <= _LONGEST_SENTENCE:
        return document.quote(measure)
    start = max(measure.start, offset - _LONGEST_SENTENCE // 2)
    end = min(measure.end, offset + _LONGEST_SENTENCE // 2)
    before, behind = "…" * (start > measure.start), "…" * (end < measure.end)
    return f"{before}{document.text[start:end]}{behind}"


class _Texts:
    """One property of all rows, each different text kept once: subjects repeat, sentences too.

    All are searched as one string, which takes a millisecond or two for a million characters.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        rows: dict[str, list[int]] = {}
        for row, text in enumerate(texts):
            rows.setdefault(text, []).append(row)
        self._rows = list(rows.values())
        self._texts = [searchable(text).replace("\n", " ") for text in rows]
        self.joined = "\n".join(self._texts)
        self._starts = list(accumulate((len(text) + 1 for text in self._texts), initial=0))

    def holding(self, word: str) -> list[int]:
        """The numbers of the texts that hold a word."""
        found: list[int] = []
        find, starts, behind = self.joined.find, self._starts, 0
        at = find(word)
        while at >= 0:
            # The next hit is near most often: few steps there, instead of many in all texts.
            near = min(behind + 64, len(starts))
            behind = bisect_right(starts, at, behind, near)
            if behind == near:
                behind = bisect_right(starts, at, near)
            found.append(behind - 1)
            if len(found) * 3 > len(self._texts):  # so many that it is quicker to ask each
                return [index for index, text in enumerate(self._texts) if word in text]
            at = find(word, starts[behind])
        return found

    def stating(self, number: str) -> list[int]:
        """The numbers of the texts in which a number begins so: 100, but not in 2,100."""
        digits = re.escape(number)
        whole = re.compile(rf"{digits}(?<![0-9.,]{digits})")  # literal first: ten times as fast
        return list(dict.fromkeys(index for index, _ in self.spelled(whole)))

    def spelled(self, pattern: re.Pattern[str]) -> list[tuple[int, str]]:
        """The numbers of the texts in which a pattern is found, with what it matches."""
        found = pattern.finditer(self.joined)
        return [(bisect_right(self._starts, match.start()) - 1, match.group()) for match in found]

    def beginning(self, characters: Set[str]) -> list[int]:
        """The numbers of the texts that begin with one of some characters."""
        return [index for index, text in enumerate(self._texts) if text[:1] in characters]

    def ranked(self, found: Iterable[tuple[int, str]]) -> Ranks:
        """The rows of texts, by how much of its text each word is."""
        numbers: dict[int, list[int]] = {_WITHIN: [], _BEGINS: [], _WHOLE: []}
        for index, word in found:
            text = self._texts[index]
            rank = _WITHIN
            if text.startswith(word):
                rank = _WHOLE if len(text) == len(word) else _BEGINS
            numbers[rank].append(index)
        ranks = self.alike(numbers.pop(_WITHIN), _WITHIN)
        for rank, held in numbers.items():  # the better override
            ranks |= self.alike(held, rank)
        return ranks

    def alike(self, numbers: Iterable[int], rank: int) -> Ranks:
        """The rows of texts, all with one rank."""
        return dict.fromkeys(chain.from_iterable(map(self._rows.__getitem__, numbers)), rank)


class _Numbers:
    """The values of all rows, to be found by number or by the digits that one begins to type."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = rows
        self._equal: dict[float, list[int]] = {}
        begun: list[tuple[str, int]] = []
        for index, row in enumerate(rows):
            if row.kind in _ASIDE:
                continue
            self._equal.setdefault(row.value, []).append(index)
            begun.append((plain(row.value), index))
            begun.append((searchable(row.surface), index))
        begun.sort()
        self._digits = [digits for digits, _ in begun]
        self._begun = [index for _, index in begun]

    def stating(self, value: float, unit: str, point: str) -> Ranks:
        """The rows with this value in this unit, which may be typed in part or not at all."""
        ranks: Ranks = {}
        if not unit:  # 5.6 may become 5.67, and 5. 5.6 but not 56
            digits = plain(value) + point
            first = bisect_left(self._digits, digits)
            behind = bisect_left(self._digits, digits + "\uffff")
            ranks = dict.fromkeys(self._begun[first:behind], _BEGINS)
        for index in self._equal.get(value, ()):
            item = self._rows[index].item
            if isinstance(item, Metric) and (not unit or searchable(item.unit).startswith(unit)):
                ranks[index] = _WHOLE
        return ranks


class Lookup:
    """The figures of a document, or of several, ready to be found while one types.

    Making it takes about a second for 100,000 figures, a question some hundredths at most.
    """

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = rows
        self._subjects = _Texts(row.subject for row in rows)
        self._surfaces = _Texts(row.surface for row in rows)
        self._places = _Texts(f"{row.locator} {row.place}" for row in rows)
        self._sentences = _Texts(row.sentence for row in rows)
        self._numbers = _Numbers(rows)
        self._kinds: dict[str, list[int]] = {}
        for index, row in enumerate(rows):
            self._kinds.setdefault(row.kind, []).append(index)
        self._pinyin = Pinyin("".join(set(self._subjects.joined + self._sentences.joined)))
        self._fits = lru_cache(maxsize=16)(self._fits_of)  # the words typed before the last
        self._aside = {index for index, row in enumerate(rows) if row.kind in _ASIDE}
        every = range(len(rows))
        self._orders: dict[str, Sequence[int]] = {
            "best": every,
            "place": every,
            "value": sorted(every, key=lambda row: -rows[row].value),
            "kind": sorted(every, key=lambda row: (rows[row].kind, -rows[row].value)),
        }
        self._standing = {name: _inverse(self._orders[name]) for name in ("value", "kind")}

    def matching(self, query: str, order: str = "best") -> list[Row]:
        """The rows that every word of the query fits, in one of `ORDERS`; figures unless asked.

        A word fits by its characters in figure, subject, sentence, locator or headings; a number
        by its value, however it is written (九十五 is 95, 95.60% is 95.6%), or as its beginning;
        small letters as pinyin; a word of `KINDS` by kind. Where figures fit alike, the reading
        order decides.
        """
        words = [word for word in searchable(query).split() if word != "#"]
        listed = self._orders[order]
        if not words:
            return [self._rows[row] for row in listed if row not in self._aside]
        fits = reduce(_both, map(self._fits, words))
        if len(fits) * 3 > len(listed):  # so many that it is quicker to go through all
            found = [row for row in listed if row in fits]
        elif order in self._standing:
            found = sorted(fits, key=self._standing[order].__getitem__)
        else:
            found = sorted(fits)
        if not any(map(_kinds, words)) and not self._aside.isdisjoint(fits):
            found = [row for row in found if row not in self._aside]
        if order == "best":
            ranks = sorted(set(fits.values()))
            if len(ranks) > 1:
                found = [row for rank in ranks for row in found if fits[row] == rank]
        return list(map(self._rows.__getitem__, found))

    def _fits_of(self, word: str) -> Ranks:
        """The rows that a word fits, and how well."""
        if kinds := _kinds(word):
            return dict.fromkeys(
                chain.from_iterable(map(self._kinds.__getitem__, kinds & self._kinds.keys())),
                _WHOLE,
            )
        if len(parts := _NUMBER_BEGINS.split(word)) > 1:
            around = self._sentences.alike(self._sentences.holding(word), _AROUND)
            return around | reduce(_both, map(self._fits, parts))
        value, unit = _number(word)
        ranks: Ranks = {}
        if value is None or unit or not word.isascii():
            ranks = self._surfaces.alike(self._surfaces.holding(word), _WITHIN)
        if value is not None:
            ranks = _over(ranks, self._numbers.stating(value, unit, "." * word.endswith(".")))
        ranks = _over(ranks, self._subjects.ranked(self._spelled(self._subjects, word)))
        literally = zip(self._subjects.holding(word), repeat(word))
        ranks = _over(ranks, self._subjects.ranked(literally))
        if len(word) > 1 or not ranks:  # one character is in most sentences
            is_number = _PLAIN_NUMBER.fullmatch(word)
            for texts in (self._sentences, self._places):
                numbers = texts.stating(word) if is_number else texts.holding(word)
                ranks = _over(texts.alike(numbers, _AROUND), ranks)
        if not ranks and len(self._sentences.joined) <= _MOST_SPELLED:
            spelled = self._spelled(self._sentences, word)
            ranks = self._sentences.alike((index for index, _ in spelled), _AROUND)
        return ranks

    def _spelled(self, texts: _Texts, word: str) -> list[tuple[int, str]]:
        """The texts that letters fit as pinyin: one alone only where a text begins with it."""
        if len(word) == 1:
            begun = self._pinyin.begun(word)
            return [(index, "") for index in texts.beginning(begun)]
        pattern = self._pinyin.pattern(word)
        return texts.spelled(pattern) if pattern else []


def _inverse(listed: Sequence[int]) -> list[int]:
    """At which place each row stands in an order."""
    places = [0] * len(listed)
    for place, row in enumerate(listed):
        places[row] = place
    return places


def _over(worse: Ranks, better: Ranks) -> Ranks:
    """The ranks of both; where both have one, the better. Most often one of them is empty."""
    return worse | better if worse and better else worse or better


def _both(fits: Ranks, others: Ranks) -> Ranks:
    if len(fits) > len(others):
        fits, others = others, fits
    return {row: rank + others[row] for row, rank in fits.items() if row in others}


def _kinds(word: str) -> frozenset[str]:
    """The kinds that a word asks for, none if it is no such word."""
    if word.startswith("#"):
        return frozenset().union(*(KINDS[name] for name in KINDS if name.startswith(word)))
    return KINDS.get(word, frozenset())


def _number(word: str) -> tuple[float | None, str]:
    """The number that a word states and the unit behind it; None for a word that states none."""
    if (share := percentage(word)) is not None:
        return share, "%"
    match = _NUMBER.fullmatch(word)
    value = number(match[1].rstrip(".")) if match else None
    if match is None or value is None:
        return None, ""
    return (10 * value, "%") if match[2] == "成" else (value, match[2])
