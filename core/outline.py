"""Hang the headings of a document into a tree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

from core import titles
from core.document import Section
from core.headings import ARTICLE, Numbered, accepted, numbered
from core.titles import Title


def is_article(section: Section) -> bool:
    """Whether a section is a 条, whose text is cut by paragraph 款 and item 项."""
    number = section.number
    return bool(number and ARTICLE.number(number, 0, len(number)))


@dataclass(frozen=True, slots=True)
class _Heading:
    """A heading at `start..end`; `mark` is the depth that the file itself gives it, or 0."""

    rank: float
    start: int
    number_end: int
    end: int
    mark: int
    is_preface: bool = False

    def closes(self, other: _Heading) -> bool:
        """Whether `other` ends where this one begins, being no part above it.

        A title without a number has its place by the file's own marks where both have one. A
        preface holds no parts.
        """
        if other.is_preface:
            return True
        if self.mark and other.mark and not (self.is_numbered and other.is_numbered):
            return self.mark <= other.mark
        return self.rank <= other.rank

    @property
    def is_numbered(self) -> bool:
        return self.number_end > self.start


def sections(
    text: str, shadow: str, lines: Sequence[tuple[int, int]], marks: Mapping[int, int]
) -> tuple[Section, ...]:
    """The headings among the lines (stripped spans of `text`), hung into a tree.

    `shadow` is the folded text; `marks` has the starts of the lines that the file itself marks
    as headings, with their depth. A heading is a numbered line of its own, a numbered first
    sentence that runs into the text (`（一）标题。正文`), or a title without a number. Levels may
    be missing: a section's `level` is its depth among those that are there.
    """
    found: list[Section] = []
    branch: list[tuple[_Heading, Section]] = []  # outermost first
    children: Counter[str | None] = Counter()
    for heading in _headings(shadow, lines, marks):
        in_article = any(outer.rank == ARTICLE.rank for outer, _ in branch)
        if in_article and heading.is_numbered and heading.rank > ARTICLE.rank:
            continue
        while branch and heading.closes(branch[-1][0]):
            branch.pop()
        parent = branch[-1][1] if branch else None
        parent_id = parent.id if parent else None
        children[parent_id] += 1
        place = str(children[parent_id])
        section = Section(
            id=f"s{len(found) + 1}",
            parent=parent_id,
            level=len(branch) + 1,
            number=text[heading.start : heading.number_end].strip(),
            title=_title(text, heading),
            start=heading.start,
            end=heading.end,
            locator=f"{parent.locator}.{place}" if parent else place,
        )
        found.append(section)
        branch.append((heading, section))
    return tuple(found)


def _title(text: str, heading: _Heading) -> str:
    title = text[heading.number_end : heading.end].strip().removesuffix("。")
    if heading.rank == ARTICLE.rank or not heading.is_numbered:
        return title.strip("【】[]（）()：:")
    return title.rstrip("：:")


def _headings(
    shadow: str, lines: Sequence[tuple[int, int]], marks: Mapping[int, int]
) -> list[_Heading]:
    """Numbered headings and titles in reading order."""
    candidates = numbered(shadow, lines)
    with_number = accepted(candidates, shadow)
    without = titles.titles(
        shadow,
        lines,
        {one.line for one in candidates},
        marks,
        legislation=any(one.level is ARTICLE for one in candidates),
    )
    found = [
        _Heading(one.level.rank, one.start, one.number_end, one.title_end, marks.get(one.start, 0))
        for one in with_number
    ]
    found += [
        _Heading(rank, one.start, one.start, one.end, marks.get(one.start, 0), one.is_preface)
        for one, rank in zip(without, _ranks(without, with_number), strict=True)
    ]
    return sorted(found, key=attrgetter("start"))


def _ranks(without: Sequence[Title], with_number: Sequence[Numbered]) -> list[float]:
    """Just above the numbers that begin anew behind a title, below those that count on.

    Neighbours stand side by side: a title above （一） and the next above 1. have one rank, unless
    a number above both stands between them. Cases stand side by side, too.
    """
    ranks: list[float] = []
    place = 0
    above: float | None = None  # the rank of the last title above its numbers
    cases = [title.rank == titles.CASE for title in without]
    for title in without:
        while place < len(with_number) and with_number[place].start < title.start:
            if above is not None and with_number[place].level.rank < above:
                above = None
            place += 1
        following = with_number[place] if place < len(with_number) else None
        if title.is_preface and following:
            ranks.append(following.level.rank)
        elif title.rank is not None and title.rank != titles.CASE:
            ranks.append(title.rank)
        elif following and following.value == 1:
            own = following.level.rank - (0.4 if title.rank == titles.CASE else 0.5)
            above = own if above is None else min(above, own)
            ranks.append(above)
        elif title.rank is not None:
            ranks.append(title.rank)
        elif above is not None:
            ranks.append(above)
        else:
            ranks.append(titles.BELOW if place else titles.ABOVE)
    lowest = min((rank for rank, is_case in zip(ranks, cases, strict=True) if is_case), default=0)
    return [lowest if is_case else rank for rank, is_case in zip(ranks, cases, strict=True)]
