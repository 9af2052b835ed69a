"""Cut Chinese text into words, and find those that set a section apart from ordinary text."""

from __future__ import annotations

import io
import logging
import re
import sys
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from core.figures.vocabulary import words
from core.watching import Watch, part, unwatched

_CHINESE_WORD = re.compile(r"[\u4e00-\u9fff]{2,}")
_MEDIAN_IDF = 11.9547675029  # of jieba's idf.txt, for words that it does not list
_LINES = 349_046  # of its dictionary
_AT_ONCE = 2_000  # of them: a millisecond


class Words:
    """Cuts Chinese text into words and knows how rare each is, by jieba and its tables."""

    def __init__(self, tokenizer: Any, rarity: Mapping[str, float]) -> None:
        self._tokenizer = tokenizer
        self._rarity = rarity

    def terms(self, text: str) -> list[str]:
        """The words of two Chinese characters and more, in order, terms of policy kept whole."""
        return [word for word in self._tokenizer.cut(text) if _CHINESE_WORD.fullmatch(word)]

    def rarity(self, word: str) -> float:
        """The inverse document frequency of a word: 行政 6.1, 跨省通办 12.0."""
        return self._rarity.get(word, _MEDIAN_IDF)

    def keywords(self, text: str, count: int) -> list[str]:
        """The words that set a text apart from ordinary Chinese, by TF-IDF, best first."""
        weight = {
            word: times * self.rarity(word) for word, times in Counter(self.terms(text)).items()
        }
        return sorted(weight, key=lambda word: (-weight[word], word))[:count]


def load(text: str, terms: Iterable[str] = (), watch: Watch = unwatched) -> Words:
    """The words of a text and its parts; `terms` stay whole as those of policy do.

    Takes some tenths of a second: call it from a worker. Of jieba's 349,000 words only those are
    kept that can occur in the text, so it takes 10 MB instead of 170, cuts the same, and needs no
    compiled dictionary: the one that jieba keeps is marshal data in the shared temporary folder,
    where anyone may have put it. `watch` is told how much is done.
    """
    watch(0.0)
    jieba = _import_quietly()
    data = Path(jieba.__file__).parent
    pairs = {text[index : index + 2] for index in range(len(text))} | set(text)
    tokenizer = _tokenizer(jieba, _lines(data / "dict.txt", part(watch, 0.4, 0.8)), pairs)
    for term in (*policy_terms(), *terms):
        if term[:2] in pairs:
            tokenizer.add_word(term)
    return Words(
        tokenizer, _rarity(_lines(data / "analyse" / "idf.txt", part(watch, 0.8, 1)), pairs)
    )


def policy_terms() -> tuple[str, ...]:
    """The shipped list of terms that a general dictionary would cut: 一网通办, 跨省通办."""
    lines = Path(__file__).with_name("policy_terms.txt").read_text("utf-8").splitlines()
    return words(*(line for line in lines if not line.startswith("#")))


def _lines(table: Path, watch: Watch) -> Iterator[str]:
    """The lines of a table of jieba's, some in between pauses."""
    with table.open(encoding="utf-8") as file:
        for number, line in enumerate(file):
            if number % _AT_ONCE == 0:
                watch(min(1.0, number / _LINES))
            yield line


def _tokenizer(jieba: Any, dictionary: Iterable[str], pairs: set[str]) -> Any:
    """A tokenizer that knows the words that begin with a pair of characters of the document."""
    lines: list[str] = []
    total = 0
    for line in dictionary:
        total += int(line.split(" ", 2)[1])
        if line.split(" ", 1)[0][:2] in pairs:
            lines.append(line)
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, _ = tokenizer.gen_pfdict(io.BytesIO("".join(lines).encode()))
    tokenizer.total = total  # of all words: it decides between few long and many short ones
    tokenizer.initialized = True
    return tokenizer


def _rarity(table: Iterable[str], pairs: set[str]) -> dict[str, float]:
    """The inverse document frequency of the words that can occur."""
    rarity: dict[str, float] = {}
    for line in table:
        word, _, value = line.partition(" ")
        if word[:2] in pairs:
            rarity[word] = float(value)
    return rarity


def _import_quietly() -> Any:
    """Import jieba without its noise: invalid escapes (Python 3.12), pkg_resources, progress.

    jieba 0.42.1 asks for the deprecated pkg_resources and falls back to open() without it
    (https://github.com/fxsjy/jieba/issues/1026).
    """
    blocked = "pkg_resources" not in sys.modules
    if blocked:
        sys.modules["pkg_resources"] = None  # type: ignore[assignment]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import jieba  # noqa: PLC0415
    finally:
        if blocked:
            del sys.modules["pkg_resources"]
    jieba.setLogLevel(logging.WARNING)
    return jieba
