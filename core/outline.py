"""Find the headings of a document by their numbers and hang them into a tree."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from core.document import Section

_NUMERALS = "一二三四五六七八九十百千零〇"
_CHINESE = f"[{_NUMERALS}]+"


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
            _compiled(self.pattern).match(line, start, end) if line[start] in self.begins else None
        )


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Compiled when first needed: the first frame waits for what its document uses, no more."""
    return re.compile(pattern)


# 编 章 节 条: 立法法 (2023) art. 65. 一、 （一） 1. （1）: GB/T 9704-2012, 7.3.3.
LEVELS = (
    Level("编", 1, "第", rf"第 ?{_CHINESE} ?[编篇](?=\s|$)", whole_line=True),
    Level("分编", 2, "第", rf"第 ?{_CHINESE} ?分编(?=\s|$)", whole_line=True),
    Level("章", 3, "第", rf"第 ?{_CHINESE} ?章(?!程)", whole_line=True),
    Level("节", 4, "第", rf"第 ?{_CHINESE} ?节(?!课)", whole_line=True),
    Level("条", 5, "第", rf"第 ?{_CHINESE} ?条(?:之{_CHINESE})?(?=\s|$|\[)"),
    Level("一、", 6, _NUMERALS, rf"{_CHINESE} ?、"),  # 一、主要举措和成效
    Level("（一）", 7, "(", rf"\( ?{_CHINESE} ?\)"),  # (一)持续推进政府职能转变。打造……
    Level("1.", 8, "0123456789", r"\d{1,2} ?(?:\.(?!\d)|、)"),  # 1.加强统筹。2.5 is a figure
    Level("（1）", 9, "(", r"\( ?\d{1,2} ?\)"),
)
_ARTICLE = LEVELS[4]  # 条: no title, its text follows at once

# Own-line headings of 31 provincial reports have at most 33 characters, run-in ones 38.
_LONGEST_TITLE = 45
_LONGEST_WHOLE_LINE = 60  # 章 and 节 of laws name several things at length
_STOP = re.compile(r"[。！？!?;；]")


def is_article(section: Section) -> bool:
    """Whether a section is a 条, whose text is cut by paragraph 款 and item 项."""
    number = section.number
    return bool(number and _ARTICLE.number(number, 0, len(number)))


@dataclass(frozen=True, slots=True)
class _Heading:
    rank: int
    start: int
    number_end: int
    end: int


def sections(text: str, shadow: str, lines: Iterable[tuple[int, int]]) -> tuple[Section, ...]:
    """The headings among the lines (stripped spans of `text`), hung into a tree.

    `shadow` is the folded text. A heading is a numbered line of its own, or a numbered first
    sentence that runs into the text (`（一）标题。正文`). Under an article （一） and 1. number
    its items 项 and are no headings. Levels may be missing: a section's `level` is its depth
    among those that are there.
    """
    found: list[Section] = []
    branch: list[tuple[int, Section]] = []  # rank and section, outermost first
    children: Counter[str | None] = Counter()
    for start, end in lines:
        in_article = any(rank == _ARTICLE.rank for rank, _ in branch)
        heading = _heading(shadow, start, end)
        if heading is None or (in_article and heading.rank > _ARTICLE.rank):
            continue
        while branch and branch[-1][0] >= heading.rank:
            branch.pop()
        parent = branch[-1][1] if branch else None
        parent_id = parent.id if parent else None
        children[parent_id] += 1
        place = str(children[parent_id])
        section = Section(
            id=f"s{len(found) + 1}",
            parent=parent_id,
            level=len(branch) + 1,
            number=text[heading.start : heading.number_end],
            title=text[heading.number_end : heading.end].strip().removesuffix("。"),
            start=heading.start,
            end=heading.end,
            locator=f"{parent.locator}.{place}" if parent else place,
        )
        found.append(section)
        branch.append((heading.rank, section))
    return tuple(found)


def _heading(shadow: str, start: int, end: int) -> _Heading | None:
    """The heading that a line is or begins with, if it is one."""
    numbered = ((level, level.number(shadow, start, end)) for level in LEVELS)
    level, number = next((pair for pair in numbered if pair[1]), (None, None))
    if level is None or number is None:
        return None
    number_end = number.end()
    if level is _ARTICLE:
        return _Heading(level.rank, start, number_end, number_end)
    if level.whole_line:  # 编 章 节, the last sometimes without a title
        is_sentence = shadow.find("。", number_end, end) >= 0 or shadow[end - 1] in ";；"
        fits = end - number_end <= _LONGEST_WHOLE_LINE and not is_sentence
        return _Heading(level.rank, start, number_end, end) if fits else None
    first_stop = _STOP.search(shadow, number_end, end)
    title_end = first_stop.end() if first_stop else end
    if not 0 < title_end - number_end <= _LONGEST_TITLE:
        return None
    if title_end < end and shadow[title_end - 1] in ";；":
        return None  # the first of several clauses: an item, not a title
    return _Heading(level.rank, start, number_end, title_end)
