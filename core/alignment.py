"""Find what became of each sentence of a text in another version of it, by wording and place."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import NamedTuple

from core.document import Document
from core.likeness import Texts, plain, weighed
from core.places import Places
from core.running import Running
from core.watching import Watch, unwatched, watched

WHOLE, BEGINNING, END = "whole", "beginning", "end"


@dataclass(frozen=True, slots=True)
class Former:
    """A sentence of the former text, or what is known of it, and its position, in sentences.

    `before` and `behind` are what stood around it where the sentences there are not known.
    """

    text: str
    position: float
    known: str = WHOLE
    before: str = ""
    behind: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """What became of a sentence: the index of the measure that it is now, None where unsure.

    `candidates` are measures that it may be with their likeness, best first; it `is_open` when
    one of them is good enough that a person should say. `in_order` tells that those around it
    stand around the measure too.
    """

    measure: int | None
    likeness: float
    in_order: bool = False
    is_open: bool = False
    candidates: tuple[tuple[int, float], ...] = ()


_UNMISTAKABLE = 16  # plain characters that a sentence has if it is known again wherever it stands
_QUOTED = 12  # and if it is to be known again inside another
_NEAR = 8  # sentences away, neighbours known again say all of a place that they can say
_BESIDE = 2  # and where those between are not known
_ANYWHERE = 0.95  # how alike two sentences are that are one, wherever they stand;
_IN_PLACE = 0.40  # less by so much where all around them is the same
_LEAST = _ANYWHERE - _IN_PLACE - 0.05  # less alike ones are not even rivals
_SHORT = 12  # characters: shorter ones must be more alike
_BY_FIT = 0.2  # what a place is worth beside the likeness, and what the same words are
_BY_SAMENESS = 0.1
_APART = 0.05  # by how much the best pair has to be better than any other
_TO_ASK = 0.2  # how much less alike is still worth a question
_ORDERED = 0.24  # fits from here on are in place
_AMONG_MANY = 0.7  # and those of one that says the same as others
_CANDIDATES = 8  # measures kept as what a sentence may be,
_COMPARED = 12  # and of how many that share rare pairs of characters with it
_PART = 0.8  # of the length of another, at most, to be thought a part of it
_PIECES = 2  # measures apart at most, the first and the last piece of a sentence
_OF_PART = 0.98  # how alike a whole and one of its parts can be
_LONGEST = 4000  # characters that are taken apart
_ROUNDS = 8


def matches(
    old: Sequence[Former], new: Document, *, is_complete: bool, watch: Watch = unwatched
) -> list[Match]:
    """What became of each of the sentences, in the same order.

    `old` is what is known of the former text, in reading order. Where that `is_complete` no other
    sentence can have said the same; else only what stands beside it tells one from another. No
    measure is given to two sentences unless it holds both.
    """
    aligning = _Aligning(old, new, is_complete)
    aligning.same()
    aligning.compare(watch)
    for _ in range(_ROUNDS):
        if not aligning.decide():
            aligning.take_apart()
            if not aligning.decide():
                break
    return [aligning.match(number) for number in range(len(old))]


class _Pair(NamedTuple):
    """A sentence and a measure that may be one, with what speaks for it."""

    worth: float
    fit: float
    number: int
    measure: int

    @property
    def key(self) -> tuple[int, int]:
        return self.number, self.measure


class _Aligning:
    """The sentences of two texts, which of them may be the same and which are known to be."""

    def __init__(self, old: Sequence[Former], new: Document, is_complete: bool) -> None:
        self.known = [former.known for former in old]
        self.positions = [former.position for former in old]
        self.reach = _NEAR if is_complete else _BESIDE
        self.unmistakable = _UNMISTAKABLE if is_complete else inf
        self.around = [(plain(former.before), plain(former.behind)) for former in old]
        self.old = Texts(former.text for former in old)
        self.new = Texts(map(new.quote, new.measures))
        self.running = Running(new)
        self.partner: list[int | None] = [None] * len(old)
        self.likeness = [0.0] * len(old)
        self.holders: dict[int, list[int]] = defaultdict(list)  # of a measure, the sentences
        self.pairs: list[dict[int, float]] = [{} for _ in old]
        self.beside: dict[tuple[int, int], float] = {}
        self.parts: set[tuple[int, int]] = set()
        self.shares: dict[tuple[int, int, int], float] = {}
        self.places = self._places()

    def _places(self) -> Places:
        return Places(self.positions, self.partner, len(self.new.plain), self.reach)

    def _join(self, number: int, measure: int, likeness: float) -> None:
        self.partner[number] = measure
        self.likeness[number] = likeness
        self.holders[measure].append(number)

    def _fit(self, number: int, measure: int) -> float:
        """How well a sentence fits in as a measure, by its neighbours or by what stands beside."""
        fit = self.places.fit(number, measure)
        if not any(self.around[number]):
            return fit
        if (number, measure) not in self.beside:
            self.beside[number, measure] = self.running.beside(measure, *self.around[number])
        return max(fit, self.beside[number, measure])

    def same(self) -> None:
        """Joins the sentences that stand once in either text, unless they stand elsewhere now.

        Of the others it notes the measures that say the same, of many the nearest.
        """
        before, after = _numbers(self.old.plain), _numbers(self.new.plain)
        for text, numbers in before.items():
            whole = [number for number in numbers if self.known[number] == WHOLE]
            if len(whole) == len(after.get(text, ())):
                for number, there in zip(whole, after[text], strict=True):
                    self._join(number, there, 1.0)
        self._quoted()
        self._part_unlikely(after)
        self.places = self._places()
        alike = _numbers(self.new.masked)
        for number, measure in enumerate(self.partner):
            if measure is None:
                same = self._nearest(number, after[self.old.plain[number]])
                self.pairs[number].update(dict.fromkeys(same, 1.0))
                for other in self._nearest(number, alike[self.old.masked[number]]):
                    self.pairs[number].setdefault(other, self._alike(number, other))

    def _part_unlikely(self, after: Mapping[str, Sequence[int]]) -> None:
        """Leaves open what stands elsewhere now, or is one of many that say the same."""
        self.places = self._places()
        for number, measure in enumerate(self.partner):
            if measure is not None:
                is_repeated = len(after.get(self.old.plain[number], ())) > 1
                if self._fit(number, measure) < (_AMONG_MANY if is_repeated else _ORDERED):
                    self.partner[number] = None
                    self.holders[measure].remove(number)
                    self.pairs[number][measure] = 1.0

    def _nearest(self, number: int, measures: Sequence[int]) -> Sequence[int]:
        """Those of the measures that are next to where a sentence is to be expected."""
        at = bisect_left(measures, self.places.expected(number))
        return measures[max(0, at - _CANDIDATES // 2) : at + _CANDIDATES // 2]

    def _quoted(self) -> None:
        """Joins the sentences that are now parts of a measure, or are now several of them."""
        for number, text in enumerate(self.old.plain):
            words = text.rstrip(".;,:!?")
            if self.partner[number] is not None or len(words) < _QUOTED:
                continue
            if self.known[number] != WHOLE or self._is_repeated(number, words):
                continue
            masked = self.old.masked[number]
            near = {*self.new.rarest(masked), *self.running.behind_headings(masked)}
            found = self.running.holding(words, near) if len(near) <= _CANDIDATES else None
            if found is not None and not self._holds_whole(found):
                self._join(number, found, 1.0)
                self.parts.add((number, found))

    def _is_repeated(self, number: int, words: str) -> bool:
        others = self.old.rarest(self.old.masked[number])
        return any(words in self.old.plain[other] for other in others if other != number)

    def _holds_whole(self, measure: int) -> bool:
        """Whether a measure is a sentence as it was."""
        return any(
            self.old.plain[number] == self.new.plain[measure] for number in self.holders[measure]
        )

    def compare(self, watch: Watch) -> None:
        """Notes of each sentence the measures that are most like it."""
        rest = [number for number, measure in enumerate(self.partner) if measure is None]
        for number in watched(rest, watch, every=256):
            near = self.new.sharing(self.old.masked[number], _COMPARED)
            found = [(self._alike(number, measure), -measure) for measure in near]
            for likeness, measure in sorted(found, reverse=True)[:_CANDIDATES]:
                self.pairs[number].setdefault(-measure, likeness)

    def _alike(self, number: int, measure: int) -> float:
        text, words = self.old.plain[number], self.old.masked[number]
        known = self.known[number]
        if known == WHOLE:
            return self.new.likeness(measure, text, words)
        other, others = self.new.plain[measure], self.new.masked[measure]
        if known == BEGINNING:
            other, others = other[: len(text)], others[: len(words)]
        else:
            other, others = other[-len(text) :], others[-len(words) :]
        return 1.0 if other == text else weighed(text, other, words, others)

    def take_apart(self) -> None:
        """Notes of what is still open which measures hold it as a part, or are a part of it."""
        for number, measure in enumerate(self.partner):
            if measure is not None or self.known[number] != WHOLE:
                continue
            near = {*self.pairs[number], *self.places.neighbours(number)}
            for other in sorted(near | {*self.places.between(number)}):
                likeness = self._as_part(number, other)
                if likeness > self.pairs[number].get(other, 0):
                    self.pairs[number][other] = likeness
                    self.parts.add((number, other))

    def _as_part(self, number: int, measure: int) -> float:
        """How much the shorter of the two is like a part of the longer that is still to be had."""
        holders = self.holders[measure]
        key = (number, measure, len(holders))
        if key not in self.shares:
            words, text = self.old.masked[number], self.new.masked[measure]
            taken = [self.old.masked[holder] for holder in holders]
            whole, part = (text, words) if len(words) < len(text) else (words, text)
            is_part = _SHORT // 2 <= len(part) <= _PART * len(whole) and len(whole) <= _LONGEST
            is_free = whole is text or not holders
            self.shares[key] = _OF_PART * _held(part, whole, taken) if is_part and is_free else 0.0
        return self.shares[key]

    def decide(self) -> bool:
        """Joins pairs that are alike enough for where they stand, and better than any other.

        Tells whether there were any.
        """
        self.places = self._places()
        self._fill_gaps()
        rated = sorted(self._rated(), reverse=True)
        of_old: dict[int, list[_Pair]] = defaultdict(list)
        of_new: dict[int, list[_Pair]] = defaultdict(list)
        for pair in rated:
            of_old[pair.number].append(pair)
            of_new[pair.measure].append(pair)
        joined = False
        for pair in rated:
            if not self._is_to_be_had(pair.number, pair.measure):
                continue
            if not self._is_enough(pair.number, pair.measure, pair.fit):
                continue
            rivals = [*of_old[pair.number], *of_new[pair.measure]]
            if any(self._is_rival(rival, pair) for rival in rivals):
                continue
            likeness = self.pairs[pair.number][pair.measure]
            if pair.key in self.parts and self._as_part(pair.number, pair.measure) < likeness:
                continue  # another has taken that part
            self._join(pair.number, pair.measure, likeness)
            joined = True
        return joined

    def _is_rival(self, other: _Pair, pair: _Pair) -> bool:
        """Whether a pair is so good that the better one is not certain."""
        if other.worth < pair.worth - _APART or other == pair:
            return False
        if not self._is_to_be_had(other.number, other.measure):
            return False
        if pair.key in self.parts:
            if other.number != pair.number:  # there may be room for both
                return False
            if other.key in self.parts and abs(other.measure - pair.measure) <= _PIECES:
                return other.measure < pair.measure  # of the pieces of a sentence the first
        return True

    def _fill_gaps(self) -> None:
        """Notes what stands between the same two neighbours, whatever it shares."""
        for number, measure in enumerate(self.partner):
            if measure is None:
                for other in self.places.between(number):
                    if not self.holders[other] and other not in self.pairs[number]:
                        self.pairs[number][other] = self._alike(number, other)

    def _rated(self) -> Iterator[_Pair]:
        """The pairs that are still to be had."""
        for number, pairs in enumerate(self.pairs):
            for measure, likeness in pairs.items():
                if likeness >= _LEAST and self._is_to_be_had(number, measure):
                    fit = self._fit(number, measure)
                    same = _BY_SAMENESS if likeness == 1 else 0
                    yield _Pair(likeness + same + _BY_FIT * fit, fit, number, measure)

    def _is_to_be_had(self, number: int, measure: int) -> bool:
        """Whether the two can still be joined: what is a part shares the measure."""
        if self.partner[number] is not None:
            return False
        return not self.holders[measure] or (number, measure) in self.parts

    def _is_enough(self, number: int, measure: int, fit: float, less: float = 0.0) -> bool:
        """Whether two are one sentence, so alike at such a place, or `less` alike."""
        likeness = self.pairs[number][measure]
        length = min(len(self.old.plain[number]), len(self.new.plain[measure]))
        is_part = (number, measure) in self.parts and likeness < 1
        if fit < _ORDERED and (length < self.unmistakable or is_part):
            return less > 0 and likeness >= _ANYWHERE - less
        short = 0.02 * max(0, _SHORT - length) if likeness < 1 else 0
        return likeness >= _ANYWHERE - _IN_PLACE * fit + short - less

    def match(self, number: int) -> Match:
        """What became of a sentence, when all is decided."""
        measure = self.partner[number]
        if measure is not None:
            in_order = self._fit(number, measure) >= _ORDERED
            return Match(measure, self.likeness[number], in_order)
        pairs = self.pairs[number]
        best = sorted(pairs.items(), key=lambda pair: (-pair[1], pair[0]))[:3]
        is_open = any(
            pairs[other] >= _LEAST - _TO_ASK
            and self._is_to_be_had(number, other)
            and self._is_enough(number, other, self._fit(number, other), _TO_ASK)
            for other in pairs
        )
        words = self.old.plain[number].rstrip(".;,:!?")
        heading = self.running.behind_heading(words) if len(words) >= _SHORT // 2 else None
        if heading is not None:
            best = [(heading, 1.0), *(pair for pair in best if pair[0] != heading)][:3]
        return Match(None, 0.0, False, is_open or heading is not None, tuple(best))


def _numbers(texts: Iterable[str]) -> defaultdict[str, list[int]]:
    found: defaultdict[str, list[int]] = defaultdict(list)
    for number, text in enumerate(texts):
        found[text].append(number)
    return found


def _held(part: str, whole: str, taken: Iterable[str]) -> float:
    """How alike a text is to what is most like it in another, of which some is taken."""
    from rapidfuzz import fuzz  # noqa: PLC0415 (takes 50 ms)

    signs = set(part)
    if 2 * len(signs.intersection(whole)) < len(signs):
        return 0.0  # most often; it is far cheaper to see
    for other in taken:
        if found := fuzz.partial_ratio_alignment(other, whole):
            whole = f"{whole[: found.dest_start]}\n{whole[found.dest_end :]}"
    return fuzz.partial_ratio(part, whole) / 100 if len(part) <= len(whole) else 0.0
