"""Find the words that set one section of a document apart from ordinary Chinese text."""

from __future__ import annotations

import io
import logging
import re
import sys
import warnings
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

Keywords = Callable[[str, int], list[str]]

_CHINESE_WORD = re.compile(r"[\u4e00-\u9fff]{2,}")
_MEDIAN_IDF = 11.9547675029  # of jieba's idf.txt, for words that it does not list


def load(document: str) -> Keywords:
    """A function from a part of the document and a number to that many keywords, best first.

    Words are cut by jieba and ranked by TF-IDF with its table. Takes some tenths of a second:
    call it from a worker. Of jieba's 349,000 words only those are kept that can occur in the
    document, so it takes 10 MB instead of 170, cuts the same, and needs no compiled dictionary:
    the one that jieba keeps is marshal data in the shared temporary folder, where anyone may
    have put it.
    """
    jieba = _import_quietly()
    data = Path(jieba.__file__).parent
    pairs = {document[index : index + 2] for index in range(len(document))} | set(document)
    tokenizer = _tokenizer(jieba, data / "dict.txt", pairs)
    rarity = _rarity(data / "analyse" / "idf.txt", pairs)

    def keywords(text: str, count: int) -> list[str]:
        words = Counter(word for word in tokenizer.cut(text) if _CHINESE_WORD.fullmatch(word))
        weight = {word: times * rarity.get(word, _MEDIAN_IDF) for word, times in words.items()}
        return sorted(weight, key=lambda word: (-weight[word], word))[:count]

    return keywords


def _tokenizer(jieba: Any, dictionary: Path, pairs: set[str]) -> Any:
    """A tokenizer that knows the words that begin with a pair of characters of the document."""
    lines: list[str] = []
    total = 0
    with dictionary.open(encoding="utf-8") as file:
        for line in file:
            total += int(line.split(" ", 2)[1])
            if line.split(" ", 1)[0][:2] in pairs:
                lines.append(line)
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, _ = tokenizer.gen_pfdict(io.BytesIO("".join(lines).encode()))
    tokenizer.total = total  # of all words: it decides between few long and many short ones
    tokenizer.initialized = True
    return tokenizer


def _rarity(table: Path, pairs: set[str]) -> dict[str, float]:
    """The inverse document frequency of the words that can occur."""
    rarity: dict[str, float] = {}
    with table.open(encoding="utf-8") as file:
        for line in file:
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
