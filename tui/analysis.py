"""What is found out about a document while it is read: what it states, its sections' keywords."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from core.document import Document, Measure, Metric
from tui.language import _

if TYPE_CHECKING:  # not before the first frame
    from core.lookup import Lookup, Row
    from tui.config import Config

_KEYWORDS = 8


@dataclass(frozen=True, slots=True)
class Findings:
    """The figures, claims and hints of a document, ready to be listed and looked up.

    `rows` are all of them in reading order, `lines` the figures alone under the headings of
    their sections.
    """

    rows: Sequence[Row]
    lines: Sequence[Row | str]
    lookup: Lookup


class Analysis:
    """Findings and keywords of one document, each found once; the finding is for workers."""

    def __init__(self, document: Document, config: Config | None = None) -> None:
        """`config` holds the words of the user; None: as shipped."""
        self._document = document
        self._config = config
        self.findings: Findings | None = None  # None until they are found
        self.keywords: dict[str, list[str]] = {}  # by section id
        self._rank: Callable[[str, int], list[str]] | None = None
        self._ranking = Lock()

    def find(self) -> Findings:
        """All that the document states; call it from a worker."""
        from core.facts import find_facts  # noqa: PLC0415 (not before the first frame)
        from core.lookup import Lookup, rows  # noqa: PLC0415
        from tui.config import Config  # noqa: PLC0415

        vocabulary = (self._config or Config()).vocabulary
        found = rows(self._document, find_facts(self._document.text, vocabulary))
        lookup = Lookup(found)
        return Findings(found, _under_headings(self._document, lookup.matching("")), lookup)

    def metrics(self) -> list[Metric]:
        """The figures alone; found now, where they are not yet."""
        findings = self.findings or self.find()
        return [row.item for row in findings.rows if isinstance(row.item, Metric)]

    def find_keywords(self, measures: Sequence[Measure]) -> list[str]:
        """The keywords of some measures; call it from a worker, the first call loads jieba."""
        from core import keywords  # noqa: PLC0415 (not before the first frame)

        with self._ranking:
            if self._rank is None:
                terms = self._config.terms if self._config else ()
                self._rank = keywords.load(self._document.text, terms).keywords
        return self._rank("\n".join(map(self._document.quote, measures)), _KEYWORDS)

    def stated_in(self, measure: Measure) -> Sequence[Row]:
        """What a measure states, in reading order, as far as it is found."""
        rows = self.findings.rows if self.findings else ()
        first = bisect_left(rows, measure.start, key=_start)
        return rows[first : bisect_left(rows, measure.end, key=_start)]


def _under_headings(document: Document, figures: Sequence[Row]) -> list[Row | str]:
    """The figures, before the first of each section its heading."""
    starts = [section.start for section in document.sections]
    lines: list[Row | str] = []
    section = -1 if starts else 0
    for row in figures:
        holder = bisect_right(starts, _start(row))
        if holder != section:
            section = holder
            lines.append(document.sections[holder - 1].heading if holder else _("Preamble"))
        lines.append(row)
    return lines


def _start(row: Row) -> int:
    return row.item.start
