"""Look figures up by what a reviewer remembers of them: words, digits, pinyin, kind, place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache, reduce
from itertools import islice
from operator import attrgetter
from typing import overload

from core.checks import Hint
from core.claims import Claim
from core.document import Document, Measure, Metric
from core.facts import Facts
from core.fits import AROUND, BEGINS, WHOLE, WITHIN, Fits, Fitting, Layer, Order, best_first, read
from core.folding import searchable
from core.numerals import number, percentage, plain
from core.patterns import lazily
from core.pinyin import Pinyin, Spelled
from core.texts import Beginnings, Distinct, Runs

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
# Sentences are searched by pinyin as long as that takes no longer than a key may: 1 M characters.
_MOST_SPELLED = 1_000_000
# Where a number begins behind a Chinese word that is typed with it: 受理率87.7.
_NUMBER_BEGINS = lazily(r"(?<=[\u4e00-\u9fff])(?=[0-9])")
_PLAIN_NUMBER = lazily(r"[0-9][0-9.,]*%?")
_DIGITS = lazily(r"[0-9.,]+")
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


class Matches(Sequence[Row]):
    """Rows in an order, put into it as far as somebody looks: of 60,000 a screen shows twenty."""

    def __init__(self, count: int, rows: Iterator[Row]) -> None:
        self._count, self._rest = count, rows
        self._seen: list[Row] = []

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, at: int) -> Row: ...

    @overload
    def __getitem__(self, at: slice) -> list[Row]: ...

    def __getitem__(self, at: int | slice) -> Row | list[Row]:
        wanted = range(self._count)[at]
        if isinstance(wanted, range):
            return [self[place] for place in wanted]
        self._seen.extend(islice(self._rest, max(0, wanted + 1 - len(self._seen))))
        return self._seen[wanted]


class _Values:
    """The values of all rows, to be found by number or by the digits that one begins to type."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = rows
        self._equal: dict[float, list[int]] = {}
        written: list[tuple[str, int]] = []
        for index, row in enumerate(rows):
            if row.kind in _ASIDE:
                continue
            self._equal.setdefault(row.value, []).append(index)
            written.append((plain(row.value), index))
            written.append((searchable(row.surface), index))
        self._begun = Beginnings(written)

    def layers(self, value: float, unit: str, point: str) -> Iterator[Layer]:
        """The rows with this value in this unit, which may be typed in part or not at all."""
        if not unit:  # 5.6 may become 5.67, and 5. 5.6 but not 56
            yield BEGINS, self._begun.typed(plain(value) + point)
        yield WHOLE, (index for index in self._equal.get(value, ()) if self._is_in(index, unit))

    def _is_in(self, index: int, unit: str) -> bool:
        item = self._rows[index].item
        return isinstance(item, Metric) and (not unit or searchable(item.unit).startswith(unit))


class Lookup:
    """The figures of a document, or of several, ready to be found while one types.

    Making it takes two or three seconds for 100,000 figures, a question five milliseconds most
    often and less than twenty however many of them fit (`tests/benchmarks/bench_lookup.py`).
    """

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = rows
        self._fitting = Fitting(len(rows))
        self._surfaces = Distinct(row.surface for row in rows)
        # Most figures differ in their digits alone: a word without any is looked for in few texts.
        self._units = Distinct(_DIGITS.sub("0", row.surface) for row in rows)
        self._values = _Values(rows)
        self._subjects = Distinct(row.subject for row in rows)
        self._sentences = Runs(row.sentence for row in rows)
        self._places = Runs(row.place for row in rows), Runs(row.locator for row in rows)
        subjects, sentences = self._subjects.texts.folded, self._sentences.texts.folded
        pinyin = Pinyin("".join(set().union(*subjects, *sentences)))
        self._spelled_subjects = Spelled(subjects, self._subjects.rows, pinyin)
        self._spelled_sentences = (
            Spelled(sentences, self._sentences.rows, pinyin)
            if sum(map(len, sentences)) <= _MOST_SPELLED
            else None
        )
        self._kinds = sorted({row.kind for row in rows})
        self._kind = bytes(self._kinds.index(row.kind) for row in rows)
        self._figures = self._fitting.alike(self._of_kinds(frozenset(self._kinds) - _ASIDE))
        self._orders = {
            "value": Order(len(rows), lambda row: -rows[row].value),
            "kind": Order(len(rows), lambda row: (rows[row].kind, -rows[row].value)),
        }
        self._fits = lru_cache(maxsize=16)(self._fits_of)  # the words typed before the last

    def matching(self, query: str, order: str = "best") -> Matches:
        """The rows that every word of the query fits, in one of `ORDERS`; figures unless asked.

        A word fits by its characters in figure, subject, sentence, locator or headings; a number
        by its value, however it is written (九十五 is 95, 95.60% is 95.6%), or as its beginning;
        small letters as pinyin; a word of `KINDS` by kind. Where figures fit alike, the reading
        order decides.
        """
        words = [word for word in searchable(query).split() if word != "#"]
        fits = reduce(self._fitting.both, map(self._fits, words)) if words else self._figures
        if not any(map(_kinds, words)):
            fits &= self._figures
        return Matches(self._fitting.count(fits), self._listed(fits, order))

    def _listed(self, fits: Fits, order: str) -> Iterator[Row]:
        """The rows that fit, in an order."""
        if order == "best":
            found = best_first(self._fitting.written(fits))
        elif order == "place":
            found = best_first(self._fitting.written(self._fitting.alike(fits)))
        else:
            found = self._orders[order].listed(self._fitting.written(fits))
        return map(self._rows.__getitem__, found)

    def _fits_of(self, word: str) -> Fits:
        """How well a word fits each row."""
        if kinds := _kinds(word):
            return self._of_kinds(kinds)
        if len(parts := _NUMBER_BEGINS.split(word)) > 1:
            apart = reduce(self._fitting.both, map(self._fits, parts))
            return self._fitting.over(self._sentences.holding(word), apart)
        fits = self._fitting.laid(self._said(word))
        if len(word) > 1 or not fits:  # one character is in most sentences
            is_number = _PLAIN_NUMBER.fullmatch(word)
            for texts in (self._sentences, *self._places):
                around = texts.stating(word) if is_number else texts.holding(word)
                fits = self._fitting.over(around, fits)
        if self._spelled_sentences and not fits:
            spelled = self._spelled_sentences.layers(word)
            fits = self._fitting.laid((AROUND, rows) for _, rows in spelled)
        return fits

    def _of_kinds(self, kinds: Set[str]) -> Fits:
        """The rows of some kinds, all alike."""
        table = bytes(WHOLE * (kind in kinds) for kind in self._kinds)
        return read(self._kind.translate(table.ljust(256, b"\0")))

    def _said(self, word: str) -> Iterator[Layer]:
        """The rows whose figure or subject a word fits."""
        value, unit = _number(word)
        if value is None or unit or not word.isascii():
            figures = self._surfaces if _DIGITS.search(word) else self._units
            yield WITHIN, figures.holding(word)
        if value is not None:
            yield from self._values.layers(value, unit, "." * word.endswith("."))
        yield from self._spelled_subjects.layers(word)
        yield from self._subjects.layers(word)


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
