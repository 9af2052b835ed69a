"""One policy text with its structure: sections, measures and the facts printed on it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from operator import attrgetter


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a document says about itself; an empty string where it says nothing.

    Dates are ISO 8601 (`2025-01-09`).
    """

    title: str = ""
    issuer: str = ""
    document_number: str = ""
    written: str = ""
    published: str = ""
    source: str = ""
    index_number: str = ""
    validity: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered part: 一、 （一） 1. （1） (GB/T 9704-2012, 7.3.3), or 编章节条 (立法法 65).

    `start..end` is the heading as printed, number and final 。 included; `title` has neither.
    `level` is the depth in the tree, 1 at the top. `locator` is for people: `1.3`.
    """

    id: str
    parent: str | None
    level: int
    number: str
    title: str
    start: int
    end: int
    locator: str

    @property
    def heading(self) -> str:
        """Number and title in one line: 一、主要举措, but 第一章 总则."""
        space = " " if self.title and self.number[-1:].isalnum() else ""
        return f"{self.number}{space}{self.title}"


@dataclass(frozen=True, slots=True)
class Measure:
    """The unit of review: one sentence, one item of a list, one paragraph of an article.

    `section` is the id of the section it stands in, None in the preamble. A measure with
    `is_topic` announces those after it; they name its locator as their `topic`.
    """

    locator: str
    section: str | None
    start: int
    end: int
    is_topic: bool = False
    topic: str | None = None


@dataclass(frozen=True, slots=True)
class Metric:
    """A figure stated in the text: `start..end` runs from the numeral to the end of its unit.

    `value` is in base units (5.67万亿元 is 5.67e12; percent stays percent); `value_max` closes a
    range. `kind` is count, amount, percent, percentage_points, multiple, rank, measure or
    duration. `qualifier` is None or a "+" list of approx, at_least, at_most, up, down.
    """

    start: int
    end: int
    value: float
    value_max: float | None
    unit: str
    kind: str
    subject: str
    qualifier: str | None


@dataclass(frozen=True)
class Document:
    """A policy text, immutable once read; all offsets are code points of `text`, half open.

    `id` is the SHA-256 of the text. Sections and measures stand in reading order. `warnings`
    are sentences for the reviewer about what reading could not settle. `headings` names the
    lines (from 0) that the file itself marked as headings, with their depth from 1: with text
    and metadata all that is needed to find the same structure again.
    """

    id: str
    text: str
    metadata: Metadata
    sections: tuple[Section, ...]
    measures: tuple[Measure, ...]
    warnings: tuple[str, ...] = ()
    headings: Mapping[int, int] = field(default_factory=dict, hash=False)

    def quote(self, span: Section | Measure | Metric) -> str:
        """The text of a span exactly as printed."""
        return self.text[span.start : span.end]

    def measure_index(self, offset: int) -> int | None:
        """The index of the last measure that begins at or before `offset`; None: none does."""
        index = bisect_right(self._measure_starts, offset) - 1
        return index if index >= 0 else None

    def section(self, section_id: str | None) -> Section | None:
        """The section with this id; None for None, the preamble."""
        return None if section_id is None else self._section_by_id[section_id]

    def ancestry(self, section_id: str | None) -> tuple[Section, ...]:
        """The section and all that hold it, outermost first; empty for the preamble."""
        chain: list[Section] = []
        while (section := self.section(section_id)) is not None:
            chain.append(section)
            section_id = section.parent
        return tuple(reversed(chain))

    def index(self) -> None:
        """Build now, in a worker, what the first question about measures would wait for."""
        _ = self._measure_starts, self._measures_by_section, self._section_by_id

    def measures_within(self, section_id: str | None) -> range:
        """The indexes of the measures under a section and its subsections; None: the preamble."""
        return self._measures_by_section.get(section_id, range(0))

    @cached_property
    def _measures_by_section(self) -> dict[str | None, range]:
        found: dict[str | None, range] = {}
        begin = 0
        for section_id, measures in groupby(self.measures, key=attrgetter("section")):
            end = begin + sum(1 for _ in measures)
            holders: list[str | None] = [section.id for section in self.ancestry(section_id)]
            for holder in holders or [None]:
                found[holder] = range(found.get(holder, range(begin, end)).start, end)
            begin = end
        return found

    @cached_property
    def _measure_starts(self) -> list[int]:
        return [measure.start for measure in self.measures]

    @cached_property
    def _section_by_id(self) -> dict[str, Section]:
        return {section.id: section for section in self.sections}
