"""Find the titles that have no number: annexes, parts of a case, lines that name what follows."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from core.metadata import is_date
from core.patterns import lazily

# Ranks among those of the numbers (core.headings): an annex closes everything, a title stands
# above or below the numbers around it, the parts of a case below its title.
ANNEX, ABOVE, BELOW, CASE, PART_OF_CASE = -1, 0, 50, 60, 61

_PARTS_OF_CASE = (
    "关键词|基本案情|案情简介|基本事实|裁判要旨|裁判要点|裁判理由|裁判结果|处理结果|处理情况"
    "|典型意义|相关法条|法律适用|指导意义|要旨|争议焦点|法院认为|检察机关履职过程|案例评析"
)
_PART_OF_CASE = lazily(rf"\[(?:{_PARTS_OF_CASE})\]|(?:{_PARTS_OF_CASE})(?:\Z|:)")
_CASE = lazily(
    r"\[?(?:指导性?|典型|参考)?(?:案例|检例) ?第? ?[\d一二三四五六七八九十]+ ?号?[\]:、.]?[^。；;]*"
)
_ANNEX = lazily(r"附[件录表图]? ?(?:\d{1,2}|[一二三四五六七八九十]{1,3})? ?:?")
_NAMED_ANNEX = lazily(  # 附件1：普法工作方案, not the list 附件：1.方案 above a signature
    r"附[件录表图] ?(?:\d{1,2}|[一二三四五六七八九十]{1,3})? ?[: ] ?(?!\d+[.、])[^。；;]{2,40}"
)
# What a gazette prints behind a law, each with numbers of its own.
_ATTACHED = lazily(r"关于.{2,60}的(?:说明|决定|决议|报告|解释|解读)")
_GLOSSARY = lazily(r".{0,24}(?:名词|术语|用语)(?:解释|注释|释义|说明)|注释|注:")
_PREFACE = lazily(r"[前引序导] *言|概 *述|绪 *论|摘 *要|结 *语|结 *束 *语|后 *记")

# What first parts of reports are called; behind the title of the document such a line is theirs.
_FIRST_PART = lazily(
    r".{0,8}(?:(?:基本|总体|工作|主要|开展|完成|进展)情况|工作概况|总体要求|背景|(?:工作)?(?:回顾|总结)"
    r"|主要(?:做法|成效|工作|举措)|总体成效)"
)

_LONGEST = 30
_LONGEST_TITLE_OF_TWO = 20
_LONGEST_CASE = 60
_LONGEST_MARKED = 80
_ENDS_TEXT = "。！？!?；;:…”』」)]"
_NEVER_IN_TITLE = lazily(
    r"[。；;:！!?？\t|•]|https?|www|[,、…—\-.>]\Z|\A[(—\-·•\[]|\A[图表] ?\d"
    r"|(?:根据|按照|依据|以及|[和与的及])\Z"  # half a sentence
)
_IN_TEXT = lazily("[。；;！？]|:\\Z")


@dataclass(frozen=True, slots=True)
class Title:
    """A line, or its beginning, that names a part: `start..end`.

    `rank` is None where the numbers around it decide, and `is_preface` where it stands beside
    them: 序言 before 第一章.
    """

    line: int
    start: int
    end: int
    rank: int | None = None
    is_preface: bool = False


def is_annex(line: str) -> bool:
    """Whether a folded line says that an annex begins: 附件2."""
    return len(line) <= _LONGEST and line[0] == "附" and _ANNEX.fullmatch(line) is not None


def begins_text(line: str, *, titled: bool) -> bool:
    """Whether a line at the head of a document is the title of a part and no longer of it all."""
    return _named(line, 0, 0) is not None or (titled and _FIRST_PART.fullmatch(line) is not None)


def titles(
    shadow: str,
    lines: Sequence[tuple[int, int]],
    numbered: Collection[int],
    marks: Mapping[int, int],
    *,
    legislation: bool,
) -> list[Title]:
    """The titles among the lines (stripped spans of the folded text), in order.

    `numbered` has the indices of lines with a number, `marks` the starts of lines that the file
    itself marks as headings. In `legislation`, where a paragraph of an article may be as short as
    a title, a line is none because of where it stands.
    """
    found: list[Title] = []
    longest = max(_LONGEST_CASE, _LONGEST_MARKED)
    for index, (start, end) in enumerate(lines):
        if (end - start > longest and shadow[start] != "[") or index in numbered:
            continue
        line = shadow[start:end]
        title = _named(line, index, start)
        if title is None and index and _opens_another(line):
            if line[0] != "附" or _text_follows(shadow, lines, index, numbered):
                title = Title(index, start, end, ANNEX)
        elif title is None and start in marks and len(line) <= _LONGEST_MARKED:
            title = Title(index, start, end)
        elif title is None and not legislation and _could_be(line):
            after_title = bool(found) and found[-1].line == index - 1
            if _stands_between(shadow, lines, index, numbered, after_title=after_title):
                title = Title(index, start, end)
        if title and (title.end < end or index + 1 < len(lines)):
            found.append(title)
    return found


def _named(line: str, index: int, start: int) -> Title | None:
    """A title by its words alone."""
    if part := _PART_OF_CASE.match(line):
        return Title(index, start, start + part.end(), PART_OF_CASE)
    end = start + len(line)
    if len(line) <= _LONGEST_CASE and "例" in line and _CASE.fullmatch(line):
        return Title(index, start, end, CASE)
    if is_annex(line):
        return Title(index, start, end, ANNEX)
    if len(line) <= _LONGEST and _GLOSSARY.fullmatch(line):
        return Title(index, start, end, ABOVE)
    if len(line) <= _LONGEST and _PREFACE.fullmatch(line):
        return Title(index, start, end, is_preface=True)
    return None


def _opens_another(line: str) -> bool:
    """Whether it names a text of its own: 附件1：普法工作方案, 关于《某法（草案）》的说明."""
    pattern = {"附": _NAMED_ANNEX, "关": _ATTACHED}.get(line[0])
    return pattern is not None and pattern.fullmatch(line) is not None


def _could_be(line: str) -> bool:
    return (
        len(line) <= _LONGEST
        and not _NEVER_IN_TITLE.search(line)
        and any("\u4e00" <= char <= "\u9fff" for char in line)
        and not is_date(line)
    )


def _stands_between(
    shadow: str,
    lines: Sequence[tuple[int, int]],
    index: int,
    numbered: Collection[int],
    *,
    after_title: bool,
) -> bool:
    """Whether text ends before the line, and text or a numbered part begins behind it."""
    if index and not after_title and index - 1 not in numbered:
        _, end = lines[index - 1]
        if shadow[end - 1] not in _ENDS_TEXT:
            return False
    if _text_follows(shadow, lines, index, numbered):
        return True
    # Of two titles the second stands above the text.
    start, end = lines[min(index + 1, len(lines) - 1)]
    return (
        not after_title
        and _could_be(shadow[start:end])
        and _text_follows(shadow, lines, index + 1, numbered)
        and end - start <= _LONGEST_TITLE_OF_TWO
    )


def _text_follows(
    shadow: str, lines: Sequence[tuple[int, int]], index: int, numbered: Collection[int]
) -> bool:
    if index + 1 >= len(lines):
        return False
    start, end = lines[index + 1]
    return (
        index + 1 in numbered
        or end - start > _LONGEST
        or _IN_TEXT.search(shadow[start:end]) is not None
    )
