"""Tell the numbered headings of a document from numbered items."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise, zip_longest

from core.folding import fold
from core.numerals import number as value_of
from core.patterns import compiled, lazily

_NUMERALS = "一二三四五六七八九十百千零〇"
_CHINESE = f"[{_NUMERALS}]+"
_DIGITS = "0123456789"
_EITHER = rf"(?:{_CHINESE}|\d{{1,3}})"  # 第1条 too
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
    Level("部分", 1, "第", rf"第 ?{_EITHER} ?部分(?=[\s、:.]|$)[、:.]?", whole_line=True),
    Level("编", 2, "第", rf"第 ?{_EITHER} ?[编篇](?=\s|$)", whole_line=True),
    Level("分编", 3, "第", rf"第 ?{_EITHER} ?分编(?=\s|$)", whole_line=True),
    Level("章", 4, "第", rf"第 ?{_EITHER} ?章(?!程)", whole_line=True),
    Level("节", 5, "第", rf"第 ?{_EITHER} ?节(?!课)", whole_line=True),
    Level("条", 6, "第", rf"第 ?{_EITHER} ?条(?:之{_CHINESE})?(?=\s|$|\[)"),
    Level("一、", 7, _NUMERALS, rf"{_CHINESE} ?[、.]"),  # 一、主要举措和成效
    # (一)持续推进政府职能转变。打造…… Unclosed too: 三）改革开放。
    Level("（一）", 8, "(" + _NUMERALS + _BRACKETED, rf"\(? ?{_CHINESE} ?\)、?|[{_BRACKETED}]"),
    # Not 2.5, but 1.2025年的工作。
    Level(
        "1.", 9, _DIGITS + _POINTED, rf"\d{{1,2}} ?(?:\.(?!\d|$)|\.(?=20\d\d年)|、)|[{_POINTED}]"
    ),
    Level("1", 9, _DIGITS, r"\d{1,2} *(?=[^\x00-\x7f])", whole_line=True),  # over 1.1
    Level("1.1", 10, _DIGITS, r"\d{1,2}\.\d{1,2}\.?(?=[^\d.%])", whole_line=True),
    Level("1.1.1", 11, _DIGITS, r"\d{1,2}(?:\.\d{1,2}){2,3}\.?(?=[^\d.%])", whole_line=True),
    Level("（1）", 12, "(" + _DIGITS, r"\(? ?\d{1,2} ?\)、?"),
    Level("①", 13, _CIRCLED, f"[{_CIRCLED}]", whole_line=True),
)
ARTICLE = LEVELS[5]  # 条: no title, its text follows at once
# 第五条为了……: a web page lost the space. In a sentence 第五条 goes on otherwise, or out of turn.
_GLUED_ARTICLE = Level("条", 6, "第", rf"第 ?{_EITHER} ?条(?![规第所、和至的或与及,;。]|中[的规])")
# 第一条 【制定依据】为规范…… and 第一条（目的和依据）, not 第五条 （一）……
_ARTICLE_TITLE = lazily(rf" *(?:\[[^\[\]]{{1,30}}\]|\((?!{_EITHER}\))[^()]{{1,30}}\))")
_FEWEST_ARTICLES = 3  # in a row that does not begin with the first, as in an excerpt
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
_LONGEST_BEFORE_COLON = 30
_CELL = "\u2003"  # divides the cells of a table row
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
    follows: int  # the value of the number of this rank before, 0 for none
    title_end: int = 0
    runs_in: bool = False  # whether text follows on the line
    holds: bool = False  # whether text follows before the next number of its rank

    def has_title_of(self, longest: int) -> bool:
        """Whether there is a title of at most `longest` characters."""
        return 0 < self.title_end - self.number_end <= longest


def is_numbered(shadow: str, start: int, end: int) -> bool:
    """Whether a line begins with a number as headings have them."""
    levels = _BY_FIRST.get(shadow[start], ())
    if any(level is not _BARE and level.number(shadow, start, end) for level in levels):
        return True
    glued = _GLUED_ARTICLE.number(shadow, start, end)
    return glued is not None and _value(glued[0]) == 1


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
    if bare := _BARE.number(shadow, start, end):
        following = lines[index + 1][0] if index + 1 < len(lines) else len(shadow)
        return shadow.startswith(f"{_value(bare[0])}.1", following)
    return is_numbered(shadow, start, end)


def numbered(shadow: str, lines: Sequence[tuple[int, int]]) -> list[Numbered]:
    """The lines (stripped spans of the folded text) that begin with a number."""
    found: list[Numbered] = []
    last: dict[int, int] = {}  # the value of the last number of each rank
    over = _over_decimals(shadow, lines)
    list_of_annexes = -2  # its last line: 附件：1.甲 ⏎ 2.乙 is no row of headings
    for index, (start, end) in enumerate(lines):
        levels = _BY_FIRST.get(shadow[start])
        if levels is None:
            if shadow[start] == "附" and ":" in shadow[start : min(end, start + 5)]:
                list_of_annexes = index
            continue
        for level in levels:
            if match := level.number(shadow, start, end):
                break
        else:
            level, match = ARTICLE, _GLUED_ARTICLE.number(shadow, start, end)
            if match is None or _value(match[0]) != last.get(ARTICLE.rank, 0) + 1:
                continue
        value = _value(match[0])
        one = Numbered(index, level, start, match.end(), value, last.get(level.rank, 0))
        if level is _BARE and one.value not in over:
            continue
        if list_of_annexes == index - 1 and one.value > 1:
            list_of_annexes = index
            continue
        last[level.rank] = value
        _measure_title(one, shadow, end)
        found.append(one)
    if not _has_articles(found):
        found = [one for one in found if one.level is not ARTICLE]
    _look_below(found, len(lines))
    return found


def _over_decimals(shadow: str, lines: Iterable[tuple[int, int]]) -> set[int]:
    """The numbers n for which a line begins with n.1: only they stand alone, as in 1 总则."""
    found: set[int] = set()
    for start, end in lines:
        if shadow[start] in _DIGITS and (match := _DECIMALS[0].number(shadow, start, end)):
            first, _, second = match[0].strip(".").partition(".")
            if int(second) == 1:
                found.add(int(first))
    return found


def _has_articles(found: Iterable[Numbered]) -> bool:
    """Whether the articles are those of the text: one that it only names stands alone."""
    values = [one.value for one in found if one.level is ARTICLE]
    in_turn = 1
    for low, high in pairwise(values):
        in_turn = in_turn + 1 if high == low + 1 else 1
        if in_turn >= _FEWEST_ARTICLES:
            return True
    return 1 in values


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
    elif _CELL in shadow[one.number_end : title_end].strip():
        return  # a row of a table
    elif shadow[title_end - 1] not in ";；" and not _explains(shadow, one.number_end, title_end):
        one.title_end = title_end


def _explains(shadow: str, start: int, end: int) -> bool:
    """Whether it is an entry of a glossary or a task with its content: `1.“两重”：是指……。`"""
    if shadow[end - 1] not in "。!?！？" and end - start <= _LONGEST_TITLE:
        return False
    return 0 <= shadow.find(":", start, end) < end - 1


def _look_below(found: list[Numbered], line_count: int) -> None:
    """Set `holds`: not for the numbers of a list, which follow each other line by line."""
    for one, following in zip_longest(found, found[1:]):
        next_line = following.line if following else line_count
        deeper = following is not None and following.level.rank > one.level.rank
        one.holds = one.runs_in or next_line > one.line + 1 or deeper


def accepted(found: Sequence[Numbered], shadow: str) -> list[Numbered]:
    """The numbered lines that are headings.

    The numbers of a row are all headings or all items: they are items where most have not the
    form of a title, or where nothing stands under them. Paragraphs numbered 一、 with text under
    them are headings without a title. Under an article （一） and 1. number its
    items 项 and 目 (立法法 art. 65).
    """
    verdicts = {id(one) for row in _rows(found) for one in _headings_of(row, shadow)}
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


def _headings_of(row: list[Numbered], shadow: str) -> list[Numbered]:
    level = row[0].level
    if level.rank <= ARTICLE.rank:
        return [one for one in row if level is ARTICLE or _is_whole(one)]
    others = row[:-1] or row  # what follows a list would seem to stand under its last item
    holding = sum(one.holds for one in others)
    if holding * 2 < len(others) or not _begins_row(row):
        return []
    with_title = sum(one.has_title_of(_LONGEST_TITLE) for one in row)
    are_titles = with_title * 2 > len(row)
    if not are_titles and not (level is _PARAGRAPHS and len(row) >= _FEWEST_PARAGRAPHS):
        return []
    for one in row:
        if not are_titles:
            one.title_end = one.number_end
        elif not one.has_title_of(_LONGEST_AMONG_TITLES):
            # The tree stays whole: a title up to its colon, or a number with text under it.
            colon = shadow.find(":", one.number_end, one.number_end + _LONGEST_BEFORE_COLON)
            one.title_end = colon + 1 if colon > 0 else one.number_end
    return row


def _begins_row(row: list[Numbered]) -> bool:
    """Whether a row begins with its first number, or counts on where the last of its kind ended.

    A single number in the middle is of a list, as is 2.5 in front of a line.
    """
    first = row[0]
    if first.value == 1 or (len(row) > 1 and first.level not in _DECIMALS):
        return True
    return first.level is _PARAGRAPHS or first.follows == first.value - 1


def _is_whole(one: Numbered) -> bool:
    return 0 <= one.title_end - one.number_end <= _LONGEST_WHOLE_LINE
