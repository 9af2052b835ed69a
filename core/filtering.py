"""Show only some measures of a document: by marks, figures, section, and what they say."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from core.document import Document
from core.folding import searchable
from core.pinyin import Pinyin
from core.review import TAGS, Annotation

Span = tuple[int, int]

HERE = ":"  # alone: the section that the reviewer is in
_SECTION = re.compile(r"[:§](.*)")
_WORDS = re.compile(r'"([^"]+)"?|“([^”]+)”?|(\S+)')
_SPELLED = re.compile(r"[a-zü]{2,40}")
# Python runs nothing else while a pattern looks for its next match.
_WINDOW = 100_000  # characters, some milliseconds
_LONGEST_SPELLED = 40  # characters


@dataclass(frozen=True, slots=True)
class Condition:
    """Something to ask of a measure: what is typed for it, and whether a measure fulfils it.

    `key` is the key of the review screen that has to do with it, `names` are other ways to type
    it. `holds` is asked with the annotation of a measure and whether the measure states a figure;
    `of_figures`: it looks at the latter.
    """

    key: str
    english: str
    names: tuple[str, ...]
    holds: Callable[[Annotation | None, bool], bool]
    of_figures: bool = False


def _tagged(tag: str) -> Callable[[Annotation | None, bool], bool]:
    return lambda annotation, _states: annotation is not None and tag in annotation.tags


_TAG_INITIALS = {"highlight": "ld", "weakness": "bz", "follow-up": "gj"}

CONDITIONS = (
    *(
        Condition(
            tag.key, tag.english, (tag.chinese, _TAG_INITIALS[tag.id], tag.id), _tagged(tag.id)
        )
        for tag in TAGS
    ),
    Condition("0", "untagged", ("无标记", "wbj"), lambda one, _states: not (one and one.tags)),
    Condition("t", "unread", ("未阅", "未读", "wy", "wd"), lambda one, _states: one is None),
    Condition("n", "noted", ("批注", "pz", "note"), lambda one, _states: bool(one and one.note)),
    Condition("m", "figures", ("数字", "sz"), lambda _one, states: states, True),
)
_CONDITION_BY_NAME = {
    name: one for one in CONDITIONS for name in (one.key, one.english, *one.names)
}


@dataclass(frozen=True, slots=True)
class Filter:
    """What a measure must fulfil to be shown: all of it. Nothing to fulfil is no filter."""

    conditions: tuple[Condition, ...] = ()
    sections: tuple[str, ...] = ()  # locators, or numbers as printed
    words: tuple[str, ...] = ()  # folded

    def __bool__(self) -> bool:
        return bool(self.conditions or self.sections or self.words)

    @property
    def needs_figures(self) -> bool:
        """Whether figures must have been found."""
        return any(one.of_figures for one in self.conditions)


def parsed(typed: str) -> Filter:
    """What was typed as a filter: `亮点 t :1.3 调解`, words with spaces between.

    A word is the name of a condition, a section behind `:` or `§`, else text; `"数字"` in
    quotation marks is always text.
    """
    conditions: dict[str, Condition] = {}
    sections: dict[str, None] = {}
    words: dict[str, None] = {}
    for match in _WORDS.finditer(searchable(typed)):
        quoted, word = match[1] or match[2], match[3]
        if quoted:
            words[quoted] = None
        elif condition := _CONDITION_BY_NAME.get(word):
            conditions[condition.key] = condition
        elif section := _SECTION.fullmatch(word):
            sections[section[1].strip(".。")] = None
        else:
            words[word] = None
    return Filter(tuple(conditions.values()), tuple(sections), tuple(words))


def matching(
    document: Document,
    wanted: Filter,
    marks: Mapping[int, Annotation],
    stating: Collection[int | None],
    holding: Callable[[str], Collection[int]],
) -> list[int]:
    """The indexes of the measures that fulfil a filter, in order.

    `marks` are the annotations by measure, `stating` the measures that state a figure; `holding`
    gives the measures that hold a word.
    """
    inside = [_within(document, section) for section in wanted.sections]
    held = [holding(word) for word in wanted.words]
    return [
        index
        for index in range(len(document.measures))
        if all(index in measures for measures in inside)
        and all(one.holds(marks.get(index), index in stating) for one in wanted.conditions)
        and all(index in measures for measures in held)
    ]


def _within(document: Document, wanted: str) -> range:
    """The measures of the section with a locator or number; 0 is the preamble."""
    if wanted == "0":
        return document.measures_within(None)
    for section in document.sections:
        if wanted and wanted in (section.locator, searchable(section.number).strip(".。")):
            return document.measures_within(section.id)
    return range(0)


def is_spelled(word: str) -> bool:
    """Whether a word may be pinyin; a single letter begins too many characters."""
    return bool(_SPELLED.fullmatch(word))


class Wording:
    """What a document says, to be looked up by words and by the letters that spell them."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._text = ""
        self._pinyin: Pinyin | None = None

    @property
    def text(self) -> str:
        """The text, folded; of a long document the first time is work for a worker."""
        self._text = self._text or searchable(self._document.text)
        return self._text

    def _known(self) -> Pinyin:
        self._pinyin = self._pinyin or Pinyin(self.text)
        return self._pinyin

    def written(self, word: str) -> list[Span]:
        """Every place of a word, in order; the word is folded."""
        found: list[Span] = []
        at = self.text.find(word) if word else -1
        while at >= 0:
            found.append((at, at + len(word)))
            at = self.text.find(word, at + len(word))
        return found

    def spelled(self, word: str) -> list[Span]:
        """Every place of a word, also of what its letters spell; for a worker."""
        pattern = self._known().pattern(word)
        return _united(self.written(word), _matches(pattern, self.text) if pattern else ())

    def holding(self, spans: Sequence[Span]) -> set[int]:
        """The measures in which some of these spans begin."""
        found: set[int] = set()
        at, document = 0, self._document
        while at < len(spans):
            index = document.measure_index(spans[at][0])
            if index is not None and spans[at][0] < document.measures[index].end:
                found.add(index)
            following = 0 if index is None else index + 1
            if following == len(document.measures):
                break
            begin = document.measures[following].start
            at = bisect_left(spans, (begin, 0), lo=at)
        return found


def _matches(pattern: re.Pattern[str], text: str) -> Iterator[Span]:
    behind = 0
    for begin in range(0, len(text), _WINDOW):
        end = begin + _WINDOW
        for match in pattern.finditer(text, max(begin, behind), end + _LONGEST_SPELLED):
            if match.start() >= end:
                break
            behind = match.end()
            yield match.span()


def _united(written: Sequence[Span], spelled: Iterator[Span] | tuple[()]) -> list[Span]:
    """All spans in order; of two that overlap the first, of two that begin together the longer."""
    found: list[Span] = []
    for start, end in sorted([*written, *spelled], key=lambda span: (span[0], -span[1])):
        if not found or start >= found[-1][1]:
            found.append((start, end))
    return found
