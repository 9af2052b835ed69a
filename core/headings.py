"""Tell the numbered headings of a document from numbered items."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest

from core.folding import fold
from core.numerals import number as value_of
from core.patterns import compiled, lazily

_NUMERALS = "一二三四五六七八九十百千零〇"
_CHINESE = f"[{_NUMERALS}]+"
_DIGITS = "0123456789"
# Numbers in one character, in the order of what they count.
_POINTED = "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛"
_BRACKETED = "㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


@dataclass(frozen=True, slots=True)
class Level:
    """One way of numbering a heading; a smaller `rank` stands higher in the tree.

    `pattern` matches the number at the start of a folded line, which is one of the characters
    `begins`. A heading that is a `whole_line` never has text behind it.
    """

    name: str
    rank: int
    begins: str
    pattern: str
    whole_line: bool = False

    def number(self, line: str, start: int, end: int) -> re.Match[str] | None:
        """The number at the start of a line, if it is one of this level."""
        return (
            compiled(self.pattern).match(line, start, end) if line[start] in self.begins else None
        )


# 编 章 节 条: 立法法 (2023) art. 65. 一、 （一） 1. （1）: GB/T 9704-2012, 7.3.3.
LEVELS = (
    Level("部分", 1, "第", rf"第 ?{_CHINESE} ?部分(?=[\s、:.]|$)[、:.]?", whole_line=True),
    Level("编", 2, "第", rf"第 ?{_CHINESE} ?[编篇](?=\s|$)", whole_line=True),
    Level("分编", 3, "第", rf"第 ?{_CHINESE} ?分编(?=\s|$)", whole_line=True),
    Level("章", 4, "第", rf"第 ?{_CHINESE} ?章(?!程)", whole_line=True),
    Level("节", 5, "第", rf"第 ?{_CHINESE} ?节(?!课)", whole_line=True),
    Level("条", 6, "第", rf"第 ?{_CHINESE} ?条(?:之{_CHINESE})?(?=\s|$|\[)"),
    Level("一、", 7, _NUMERALS, rf"{_CHINESE} ?、"),  # 一、主要举措和成效
    # (一)持续推进政府职能转变。打造…… Unclosed too: 三）改革开放。
    Level("（一）", 8, "(" + _NUMERALS + _BRACKETED, rf"\(? ?{_CHINESE} ?\)|[{_BRACKETED}]"),
    Level("1.", 9, _DIGITS + _POINTED, rf"\d{{1,2}} ?(?:\.(?!\d)|、)|[{_POINTED}]"),  # not 2.5
    Level("1", 9, _DIGITS, r"\d{1,2} +(?=[^\x00-\x7f])", whole_line=True),  # over 1.1
    Level("1.1", 10, _DIGITS, r"\d{1,2}\.\d{1,2}\.?(?=[^\d.%])", whole_line=True),
    Level("1.1.1", 11, _DIGITS, r"\d{1,2}(?:\.\d{1,2}){2,3}\.?(?=[^\d.%])", whole_line=True),
    Level("（1）", 12, "(" + _DIGITS, r"\(? ?\d{1,2} ?\)"),
    Level("①", 13, _CIRCLED, f"[{_CIRCLED}]", whole_line=True),
)
ARTICLE = LEVELS[5]  # 条: no title, its text follows at once
# 第五条为了……: a web page lost the space. In a sentence 第五条 goes on otherwise, or out of turn.
_GLUED_ARTICLE = Level("条", 6, "第", rf"第 ?{_CHINESE} ?条(?![规第所、和至的或与及,;。]|中[的规])")
_ARTICLE_TITLE = lazily(r" *\[[^\[\]]{1,30}\]")  # 第一条 【制定依据】为规范……
_BARE, *_DECIMALS = LEVELS[9:12]

_BY_FIRST: dict[str, tuple[Level, ...]] = {
    char: tuple(level for level in LEVELS if char in level.begins)
    for char in {char for level in LEVELS for char in level.begins}
}

# Opinions 意见 number their paragraphs 一、 to 三十一、, as a law its articles.
_PARAGRAPHS = LEVELS[6]
_FEWEST_PARAGRAPHS = 3

# Own-line headings of 31 provincial reports have at most 33 characters, run-in ones 38.
_LONGEST_TITLE = 45
_LONGEST_AMONG_TITLES = 60  # where the other numbers of the row are headings
_LONGEST_WHOLE_LINE = 60  # 章 and 节 of laws name several things at length
_STOP = lazily(r"[。！？!?;；]")
_COUNTS = frozenset(_NUMERALS + _DIGITS + _POINTED + _BRACKETED + _CIRCLED)


@dataclass(slots=True)
class Numbered:
    """A line with a number: `title_end` is where a title would end, 0 where it cannot be one.

    `value` is that of the number's last part: 2 for 第二条, 1.2 and ②.
    """

    line: int
    level: Level
    start: int
    number_end: int
    value: int
    title_end: int = 0
    runs_in: bool = False  # whether text follows on the line
    holds: bool = False  # whether text follows before the next number of its rank

    def has_title_of(self, longest: int) -> bool:
        """Whether there is a title of at most `longest` characters."""
        return 0 < self.title_end - self.number_end <= longest


def is_numbered(shadow: str, start: int, end: int) -> bool:
    """Whether a line begins with a number as headings have them."""
    levels = _BY_FIRST.get(shadow[start], ())
    return any(level is not _BARE and level.number(shadow, start, end) for level in levels)


def counted(number: str) -> tuple[str, int]:
    """The name of the level that a printed number is of, and what it counts: 第二条 is 条, 2."""
    line = fold(number)
    for level in _BY_FIRST.get(line[:1], ()):
        if match := level.number(line + " ", 0, len(line) + 1):
            return level.name, _value(match[0])
    return "", 0


def begins_numbers(shadow: str, lines: Sequence[tuple[int, int]], index: int) -> bool:
    """Whether a line has a number; one without a point (1 总则) only where 1.1 follows."""
    start, end = lines[index]
    if _BARE.number(shadow, start, end):
        return index + 1 < len(lines) and is_numbered(shadow, *lines[index + 1])
    return is_numbered(shadow, start, end)


def numbered(shadow: str, lines: Sequence[tuple[int, int]]) -> list[Numbered]:
    """The lines (stripped spans of the folded text) that begin with a number."""
    found: list[Numbered] = []
    last_article = 0
    for index, (start, end) in enumerate(lines):
        for level in _BY_FIRST.get(shadow[start], ()):
            if match := level.number(shadow, start, end):
                break
        else:
            match = _GLUED_ARTICLE.number(shadow, start, end)
            if match is None or _value(match[0]) != last_article + 1:
                continue
            level = ARTICLE
        one = Numbered(index, level, start, match.end(), _value(match[0]))
        if level is ARTICLE:
            last_article = one.value
        _measure_title(one, shadow, end)
        found.append(one)
    _look_below(found, len(lines))
    return found


@cache
def _value(number: str) -> int:
    last = ""
    for char in reversed(number.split("之", maxsplit=1)[0]):
        if char in _COUNTS:
            last = char + last
        elif last:
            break
    for row in (_POINTED, _BRACKETED, _CIRCLED):
        if last and last in row:
            return row.index(last) + 1
    return int(value_of(last) or 0)


def _measure_title(one: Numbered, shadow: str, end: int) -> None:
    first_stop = _STOP.search(shadow, one.number_end, end)
    title_end = first_stop.end() if first_stop else end
    one.runs_in = title_end < end
    if one.level is ARTICLE:
        title = _ARTICLE_TITLE.match(shadow, one.number_end, end)
        one.title_end, one.runs_in = title.end() if title else one.number_end, True
    elif one.level.whole_line:  # 章 and 节 sometimes have no title
        if shadow.find("。", one.number_end, end) < 0 and shadow[end - 1] not in ";；":
            one.title_end = end
    elif shadow[title_end - 1] not in ";；" and not _explains(shadow, one.number_end, title_end):
        one.title_end = title_end


def _explains(shadow: str, start: int, end: int) -> bool:
    """Whether it is an entry of a glossary or a task with its content: `1.“两重”：是指……。`"""
    return 0 <= shadow.find(":", start, end) < end - 1


def _look_below(found: list[Numbered], line_count: int) -> None:
    """Set `holds`: not for the numbers of a list, which follow each other line by line."""
    for one, following in zip_longest(found, found[1:]):
        next_line = following.line if following else line_count
        deeper = following is not None and following.level.rank > one.level.rank
        one.holds = one.runs_in or next_line > one.line + 1 or deeper


def accepted(found: Sequence[Numbered]) -> list[Numbered]:
    """The numbered lines that are headings.

    The numbers of a row are all headings or all items: they are items where most have not the
    form of a title, or where nothing stands under them. Paragraphs numbered 一、 with text under
    them are headings without a title. Under an article （一） and 1. number its
    items 项 and 目 (立法法 art. 65).
    """
    verdicts = {id(one) for row in _rows(found) for one in _headings_of(row, found)}
    return [one for one in found if id(one) in verdicts]


def _rows(found: Iterable[Numbered]) -> Iterator[list[Numbered]]:
    """The numbers that count on from each other, under no higher number."""
    open_rows: dict[int, list[Numbered]] = {}
    for one in found:
        rank = one.level.rank
        for deeper in [other for other in open_rows if other > rank]:
            yield open_rows.pop(deeper)
        row = open_rows.setdefault(rank, [])
        if row and not row[-1].value <= one.value <= row[-1].value + 3:
            yield row
            open_rows[rank] = row = []
        row.append(one)
    yield from open_rows.values()


def _headings_of(row: list[Numbered], found: Sequence[Numbered]) -> list[Numbered]:
    level = row[0].level
    if level.rank <= ARTICLE.rank:
        return [one for one in row if level is ARTICLE or _is_whole(one)]
    others = row[:-1] or row  # what follows a list would seem to stand under its last item
    holding = sum(one.holds for one in others)
    if holding * 2 < len(others):
        return []
    with_title = sum(one.has_title_of(_LONGEST_TITLE) for one in row)
    if with_title * 2 <= len(row) and not (level is _PARAGRAPHS and len(row) >= _FEWEST_PARAGRAPHS):
        return []
    if level in _DECIMALS and row[0].value != 1:
        return []  # 2.5 begins no row
    if level is _BARE and not any(one.level is _DECIMALS[0] and one.value == 1 for one in found):
        return []
    for one in row:
        if not one.has_title_of(_LONGEST_AMONG_TITLES):
            one.title_end = one.number_end  # the tree stays whole: a number with text under it
    return row


def _is_whole(one: Numbered) -> bool:
    return 0 <= one.title_end - one.number_end <= _LONGEST_WHOLE_LINE
