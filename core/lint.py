"""Warn of what looks damaged in a text before its review begins."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, pairwise

from core.document import Section
from core.headings import counted
from core.patterns import lazily

_SHOWN = 3  # examples in a warning
_LONGEST_NAME = 15  # characters of an example
# 2021—2025年 that lost its dash on the way through a web page. What stands before is looked at
# second: a pattern that begins with digits is found faster.
_LOST_DASH = lazily(r"(?:19|20)(?<!\d..)\d\d(?:19|20)\d\d年")
_WIDTHS = (("，", ","), ("：", ":"), ("；", ";"), ("（", "("))  # wide and narrow
_LONG_ENOUGH = 40  # characters that no two paragraphs share by chance
_FEWEST_TWICE = 3


def lint(
    text: str, shadow: str, lines: Sequence[tuple[int, int]], sections: Sequence[Section]
) -> tuple[str, ...]:
    """What looks damaged, a line each, in the form of a ReadError's message.

    `lines` are the body of `text`, `shadow` is it folded. Looked for are gaps and repetitions in
    numbering, years that lost the dash between them, paragraphs printed twice (a page was), and
    signs that stand wide here and narrow there.
    """
    return (
        *_listed("number missing before", _gaps(sections)),
        *_listed("number repeated", _repeated(sections)),
        *_listed("dash lost between years", (one[0] for one in _LOST_DASH.finditer(shadow))),
        *_printed_twice(shadow, lines),
        *_mixed_widths(text),
    )


def _listed(warning: str, examples: Iterable[str]) -> Iterator[str]:
    shown = list(islice(examples, _SHOWN + 1))
    if shown:
        more = " …" if len(shown) > _SHOWN else ""
        yield f"{warning}: {', '.join(shown[:_SHOWN])}{more}"


def _gaps(sections: Sequence[Section]) -> Iterator[str]:
    for _, after, step in _steps(sections):
        if step > 1:
            yield after.heading[:_LONGEST_NAME]


def _repeated(sections: Sequence[Section]) -> Iterator[str]:
    for before, after, step in _steps(sections):
        if step == 0 and before.number == after.number:
            yield after.heading[:_LONGEST_NAME]


def _steps(sections: Sequence[Section]) -> Iterator[tuple[Section, Section, int]]:
    """Neighbours in one row of numbers, and how far the second counts on from the first.

    Articles count through all chapters (立法法 art. 65), other numbers under their parent.
    """
    rows: dict[tuple[str, str | None], list[tuple[Section, int]]] = {}
    for section in sections:
        if section.number:
            level, value = counted(section.number)
            parent = None if level == "条" else section.parent
            rows.setdefault((level, parent), []).append((section, value))
    for row in rows.values():
        for (before, low), (after, high) in pairwise(row):
            yield before, after, high - low


def _printed_twice(shadow: str, lines: Sequence[tuple[int, int]]) -> Iterator[str]:
    seen: set[int] = set()
    twice = 0
    for start, end in lines:
        if end - start >= _LONG_ENOUGH:
            mark = hash(shadow[start:end])
            twice += mark in seen
            seen.add(mark)
    if twice >= _FEWEST_TWICE:
        yield f"paragraphs that stand twice: {twice}"


def _mixed_widths(text: str) -> Iterator[str]:
    for wide, narrow in _WIDTHS:
        if wide in text and (count := sum(1 for _ in _between_chinese(text, narrow))):
            yield f"signs of two widths: {wide}×{text.count(wide)} {narrow}×{count}"


def _between_chinese(text: str, sign: str) -> Iterator[int]:
    """Where the sign stands between two Chinese characters: in 甲,乙 and not in 1,234."""
    at = text.find(sign, 1)
    while 0 < at < len(text) - 1:
        if _is_chinese(text[at - 1]) and _is_chinese(text[at + 1]):
            yield at
        at = text.find(sign, at + 1)


def _is_chinese(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff" or char in "“”《》"
