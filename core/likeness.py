"""Tell how much two sentences are alike, whatever their widths, quotation marks and line breaks."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import accumulate, chain, pairwise

from core.folding import fold
from core.patterns import lazily

_UNIFIED = {
    **dict.fromkeys("“”„‟‘’‚‛「」『』＂＇'", '"'),
    **dict.fromkeys("‐‑‒–—―─━−﹣~～〜∼", "-"),
    **dict.fromkeys("[【〔〖{", "("),
    **dict.fromkeys("]】〕〗}", ")"),
    **dict.fromkeys("•‧∙⋅・", "·"),
    "。": ".",
}
_TABLE = str.maketrans(_UNIFIED)
_REPEATED = lazily(r"([-.])\1+")  # —— and —, …… and …
_NUMERALS = "零〇一二三四五六七八九十百千万亿两"
_NUMBER = lazily(rf"[0-9]+(?:[.,][0-9]+)*[{_NUMERALS}]*|[{_NUMERALS}]+")


def plain(text: str) -> str:
    """The form in which texts are compared, nothing but its characters.

    No white space; widths, quotation marks, dashes, brackets and full stops are one of a kind.
    Offsets are not those of `text`.
    """
    folded = unicodedata.normalize("NFKC", fold(text)).translate(_TABLE)
    return _REPEATED.sub(r"\1", "".join(folded.split()))


def masked(text: str) -> str:
    """The plain form with each number as one sign: 办结128件 and 办结1.3万件 are alike."""
    return _NUMBER.sub("0", plain(text))


def numbers(text: str) -> list[str]:
    """The numbers that the masked form hides, in plain form, in order."""
    return _NUMBER.findall(plain(text))


def likeness(a: str, b: str) -> float:
    """How much of two texts is the same in the same order, from 0 to 1, compared as plain text.

    Twice the longest common subsequence over both lengths (rapidfuzz's Indel similarity).
    """
    from rapidfuzz.distance import Indel  # noqa: PLC0415 (takes 50 ms)

    return float(Indel.normalized_similarity(plain(a), plain(b)))


_OF_FIGURES = 0.1  # how much of a likeness the figures make up; the words are the rest
_POSTINGS = 300  # looked at for one question, the rarest pairs of characters first
_SCORED = 16  # texts that share the most of them are compared in full
_COMPARED = 4000  # characters of a text at most: two books are compared by how they begin


class Texts:
    """Texts of which the most alike can be asked for, one by its number from 0.

    Likeness is that of the words, with each number as one sign, and to a tenth that of all:
    sentences that differ only in a figure are at least 0.9 alike. Texts are compared in full
    only when they share rare pairs of characters, so a question costs the same among many.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        self.plain = [plain(text) for text in texts]
        self.masked = [_NUMBER.sub("0", text) for text in self.plain]
        self._holders: dict[str, list[int]] = defaultdict(list)
        for number, text in enumerate(self.masked):
            for pair in _pairs(text):
                self._holders[pair].append(number)

    def alike(self, text: str, count: int = 3) -> list[tuple[int, float]]:
        """The numbers of the texts most like this one, with their likeness, best first."""
        compared = plain(text)
        return self.alike_plain(compared, _NUMBER.sub("0", compared), count)

    def alike_plain(self, text: str, words: str, count: int = 3) -> list[tuple[int, float]]:
        """As `alike`, of a text given in plain and in masked form."""
        some = self.sharing(words, max(_SCORED, count))
        found = [(number, self.likeness(number, text, words)) for number in some]
        return sorted(found, key=lambda one: (-one[1], one[0]))[:count]

    def likeness(self, number: int, text: str, words: str) -> float:
        """How much one of the texts is like another, given in plain and in masked form."""
        mine = self.plain[number]
        return 1.0 if text == mine else weighed(text, mine, words, self.masked[number])

    def sharing(self, words: str, count: int) -> list[int]:
        """The texts that share the most of the rarest pairs of characters with masked words."""
        lists = self._holding(words)
        sizes = accumulate(map(len, lists))
        few = (holders for holders, size in zip(lists, sizes, strict=True) if size <= _POSTINGS)
        return [number for number, _ in Counter(chain.from_iterable(few)).most_common(count)]

    def rarest(self, words: str) -> list[int]:
        """The texts that share the rarest pair of characters with masked words."""
        return next(iter(self._holding(words)), [])

    def _holding(self, words: str) -> list[list[int]]:
        """Of each pair of characters that occurs the texts that hold it, the rarest first."""
        pairs = (self._holders.get(pair) for pair in _pairs(words))
        return sorted((holders for holders in pairs if holders), key=len)


def _pairs(text: str) -> dict[str, None]:
    """Each two characters that follow one another, once, in order."""
    return dict.fromkeys(map("".join, pairwise(text))) or {text: None}


def weighed(a: str, b: str, a_masked: str, b_masked: str) -> float:
    """The likeness of two texts, each given in plain and in masked form; below 1 if not equal."""
    from rapidfuzz.distance import Indel  # noqa: PLC0415 (takes 50 ms)

    alike = Indel.normalized_similarity
    of_words = alike(a_masked[:_COMPARED], b_masked[:_COMPARED])
    of_all = alike(a[:_COMPARED], b[:_COMPARED])
    return min(0.999, (1 - _OF_FIGURES) * of_words + _OF_FIGURES * of_all)
