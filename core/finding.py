"""Find the measures that say what one looks for: by words, by parts of words, by pinyin."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from core.document import Document, Measure
from core.folding import searchable
from core.keywords import Words
from core.pinyin import Pinyin

# Okapi BM25's customary constants: how soon repetition stops to count, how much length does.
_SATURATION, _LENGTH = 1.2, 0.75


@dataclass(frozen=True, slots=True)
class Found:
    """A measure that fits a query, and where: `spans` are offsets of the document, in order."""

    measure: Measure
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of the query: `exact` finds it, or what its letters spell; `terms` are its parts."""

    exact: re.Pattern[str]
    terms: tuple[re.Pattern[str], ...]
    weight: float


def find(document: Document, query: str, load: Callable[[str], Words]) -> list[Found]:
    """The measures that hold every word of the query, the best first.

    A word is held where its characters stand, whatever their width and case, or what its letters
    spell: no measure with the text that was typed is missed. Behind these come measures that hold
    all the terms of a word though not the word itself (营商环境法治化 for 法治化营商环境). Rare
    terms, repetition and short sentences count for more (BM25), reading order decides the rest.
    `load` is `core.keywords.load`.
    """
    text = searchable(document.text)
    asked = _asked(searchable(query), text, load)
    lengths = [measure.end - measure.start for measure in document.measures]
    average = sum(lengths) / max(1, len(lengths))
    ranked: list[tuple[int, float, Found]] = []
    for measure, length in zip(document.measures, lengths, strict=True):
        held = [_hits(word, text, measure) for word in asked]
        if not held or not all(hits for hits, _ in held):
            continue
        damping = _SATURATION * (1 - _LENGTH + _LENGTH * length / average)
        score = sum(
            word.weight * len(hits) / (len(hits) + damping)
            for word, (hits, _) in zip(asked, held, strict=True)
        )
        loose = sum(not exact for _, exact in held)
        spans = _merged([span for hits, _ in held for span in hits])
        ranked.append((loose, -score, Found(measure, spans)))
    return [found for *_, found in sorted(ranked, key=lambda entry: entry[:2])]


def _asked(query: str, text: str, load: Callable[[str], Words]) -> list[_Word]:
    if not query.strip():
        return []
    words, pinyin = load(query), Pinyin(text)
    asked: list[_Word] = []
    for word in query.split():
        terms = words.terms(word)
        spelled = pinyin.pattern(word)
        exact = re.escape(word) + (f"|{spelled.pattern}" if spelled else "")
        parts = tuple(re.compile(re.escape(term)) for term in terms) if len(terms) > 1 else ()
        weight = sum(map(words.rarity, terms or [word]))
        asked.append(_Word(re.compile(exact), parts, weight))
    return asked


def _hits(word: _Word, text: str, measure: Measure) -> tuple[list[tuple[int, int]], bool]:
    """Where a measure holds a word, and whether as it was typed; else where it holds its terms."""
    if hits := _spans(word.exact, text, measure):
        return hits, True
    parts = [_spans(term, text, measure) for term in word.terms]
    return ([span for spans in parts for span in spans] if all(parts) else []), False


def _spans(pattern: re.Pattern[str], text: str, measure: Measure) -> list[tuple[int, int]]:
    return [match.span() for match in pattern.finditer(text, measure.start, measure.end)]


def _merged(spans: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The spans in order, those that touch or overlap as one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
