"""Find a word in a great many texts at once, whether one of them holds it or all."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain, compress, count, groupby, pairwise, repeat
from operator import contains

from core.fits import AROUND, BEGINS, WHOLE, WITHIN, Fits, Layer, read
from core.folding import searchable
from core.patterns import lazily

# Texts of so many characters are searched as one string, each of them only where that has a hit.
_TOGETHER = 1000
_LETTERS = lazily(r"[a-z]+")
# A number from its first digit on: 100 begins so in 100件 and 办结,100件, but not in 2,100件.
_NUMBER = lazily(r"(?<![0-9])(?<![0-9][.,])[0-9][0-9.,]*%?")


class Texts:
    """Texts to be searched all at once: a million characters take two milliseconds or so.

    They are folded and in small letters; a text is known by its number, from 0.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        self.folded = [searchable(text).replace("\n", " ") for text in texts]
        ends = accumulate(map(len, self.folded))
        parts = groupby(self.folded, lambda _: next(ends) // _TOGETHER)
        self._parts = [("\n".join(part), part) for part in (list(part) for _, part in parts)]
        self._letters = " ".join(
            {letters for joined, _ in self._parts for letters in _LETTERS.findall(joined)}
        )

    def holding(self, word: str) -> Iterator[int]:
        """The numbers of the texts that hold a word."""
        if word.isascii() and word.isalpha() and word not in self._letters:
            return  # pinyin, most often
        sample = self._parts[:: len(self._parts) // 64 + 1]
        if sum(word in joined for joined, _ in sample) * 2 > len(sample):
            yield from compress(count(), map(contains, self.folded, repeat(word)))
            return
        first = 0
        for joined, part in self._parts:
            if word in joined:
                yield from compress(count(first), map(contains, part, repeat(word)))
            first += len(part)


class Distinct:
    """What the rows of a list say, each different text once: subjects repeat."""

    def __init__(self, texts: Iterable[str]) -> None:
        rows: dict[str, array[int]] = {}
        for row, text in enumerate(texts):
            rows.setdefault(text, array("I")).append(row)
        self.texts = Texts(rows)
        self.rows: Sequence[Sequence[int]] = list(rows.values())

    def holding(self, word: str) -> Iterator[int]:
        """The rows that say a word."""
        return self._saying(self.texts.holding(word))

    def layers(self, word: str) -> Iterator[Layer]:
        """The rows that say a word, by how much of their text it is."""
        folded = self.texts.folded
        held = list(self.texts.holding(word))
        begun = [text for text in held if folded[text].startswith(word)]
        whole = [text for text in begun if len(folded[text]) == len(word)]
        yield WITHIN, self._saying(held)
        yield BEGINS, self._saying(begun)
        yield WHOLE, self._saying(whole)

    def _saying(self, texts: Iterable[int]) -> Iterator[int]:
        return chain.from_iterable(map(self.rows.__getitem__, texts))


class Runs:
    """What stands around the rows of a list, a text once for all in a run that stand in it.

    Several figures one after the other are in one sentence, and many under one heading.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        runs = [(text, sum(1 for _ in rows)) for text, rows in groupby(texts)]
        self.texts = Texts(text for text, _ in runs)
        self._bounds = array("I", accumulate((rows for _, rows in runs), initial=0))
        # The rows of 256 texts at a time, each as the place of its text among these: one call
        # makes what is told of the texts into what is told of their rows, however many.
        numbers = chain.from_iterable(map(repeat, count(), (rows for _, rows in runs)))
        places = groupby(numbers, lambda number: number // 256)
        self._places = [bytes(number % 256 for number in part) for _, part in places]
        self._numbers = Beginnings(
            (digits, number)
            for number, text in enumerate(self.texts.folded)
            for digits in _NUMBER.findall(text)
        )

    @property
    def rows(self) -> list[range]:
        """The rows of each text."""
        return [range(first, behind) for first, behind in pairwise(self._bounds)]

    def holding(self, word: str) -> Fits:
        """How well each row fits a word, by what stands around it."""
        return self._around(self.texts.holding(word))

    def stating(self, number: str) -> Fits:
        """How well each row fits a number, by one around it that begins so."""
        return self._around(self._numbers.typed(number))

    def _around(self, texts: Iterable[int]) -> Fits:
        fits = bytearray(256 * len(self._places))
        for text in texts:
            fits[text] = AROUND
        if AROUND not in fits:
            return 0
        parts = range(0, len(fits), 256)
        told = zip(self._places, parts, strict=True)
        return read(b"".join(places.translate(fits[at : at + 256]) for places, at in told))


class Beginnings:
    """Entries of a register, to be found by the beginning of what is written there."""

    def __init__(self, entries: Iterable[tuple[str, int]]) -> None:
        found: dict[str, list[int]] = {}
        for written, entry in entries:
            found.setdefault(written, []).append(entry)
        self._written = sorted(found)
        ordered = [found[written] for written in self._written]
        self._entries = array("I", chain.from_iterable(ordered))
        self._bounds = array("I", accumulate(map(len, ordered), initial=0))

    def typed(self, beginning: str) -> Sequence[int]:
        """The entries whose writing begins so."""
        first = bisect_left(self._written, beginning)
        behind = bisect_left(self._written, beginning + "\uffff", first)
        return self._entries[self._bounds[first] : self._bounds[behind]]
