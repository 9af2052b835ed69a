"""What is found out about a document while it is read: what it states, keywords, what is alike."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING

from core.document import Document, Measure, Metric
from core.watching import Watch, unwatched, watched
from tui.language import _

if TYPE_CHECKING:  # not before the first frame
    from core.keywords import Words
    from core.lookup import Lookup, Row
    from core.neighbours import Neighbours
    from tui.config import Config

_KEYWORDS = 8


@dataclass(frozen=True)
class Findings:
    """The figures, claims and hints of a document, ready to be listed and looked up.

    `rows` are all of them in reading order, `lines` the figures alone under the headings of
    their sections.
    """

    rows: Sequence[Row]
    lines: Sequence[Row | str]

    @cached_property
    def lookup(self) -> Lookup:
        """What finds them as one types; made when first wanted, by a worker.

        It needs more memory than all else that is known of the document.
        """
        from core.lookup import Lookup  # noqa: PLC0415 (not before the first frame)

        return Lookup(self.rows)


class Analysis:
    """Findings and keywords of one document, each found once; the finding is for workers."""

    def __init__(
        self, document: Document, config: Config | None = None, watch: Watch = unwatched
    ) -> None:
        """`config` holds the words of the user; None: as shipped. `watch` holds up all finding."""
        self._document = document
        self._config = config
        self._watch = watch
        self.findings: Findings | None = None  # None until they are found
        self.keywords: dict[str, list[str]] = {}  # by section id
        self._words: Words | None = None
        self._loading = Lock()

    def find(self) -> Findings:
        """All that the document states; call it from a worker."""
        from core.facts import find_facts  # noqa: PLC0415 (not before the first frame)
        from core.lookup import rows  # noqa: PLC0415
        from tui.config import Config  # noqa: PLC0415

        vocabulary = (self._config or Config()).vocabulary
        facts = find_facts(self._document.text, vocabulary, self._watch)
        found = rows(self._document, facts)
        figures = [row for row in found if isinstance(row.item, Metric)]
        return Findings(found, _under_headings(self._document, figures))

    def metrics(self) -> list[Metric]:
        """The figures alone; found now, where they are not yet."""
        findings = self.findings or self.find()
        return [row.item for row in findings.rows if isinstance(row.item, Metric)]

    def find_keywords(self, measures: Sequence[Measure]) -> list[str]:
        """The keywords of some measures; call it from a worker, the first call loads jieba."""
        return self._cutter().keywords("\n".join(map(self._document.quote, measures)), _KEYWORDS)

    def index_words(self, is_wanted: Callable[[], bool]) -> Neighbours | None:
        """What finds the measures that are alike; None once it is not wanted any more.

        Call it from a worker: it takes seconds for 10,000 measures.
        """
        from core.neighbours import Neighbours  # noqa: PLC0415 (not before the first frame)

        cutter = self._cutter()
        found, measures = Neighbours(cutter.rarity), self._document.measures
        for measure in watched(measures, self._watch, every=4):
            if not is_wanted():
                return None
            found.add(cutter.terms(self._document.quote(measure)))
        return found

    def _cutter(self) -> Words:
        """What cuts the text into words, loaded once."""
        from core import keywords  # noqa: PLC0415 (not before the first frame)

        with self._loading:
            if self._words is None:
                terms = self._config.terms if self._config else ()
                self._words = keywords.load(self._document.text, terms, self._watch)
        return self._words

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
