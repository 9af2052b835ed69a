"""Cut the text under each heading into measures, with their locators and topics."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from core.document import Measure, Section
from core.outline import is_article
from core.sentences import announces, sentences, stripped


def measures(
    shadow: str, lines: Sequence[tuple[int, int]], sections: Sequence[Section]
) -> tuple[Measure, ...]:
    """The measures of a document in reading order.

    `lines` are the stripped body lines of the folded text, headings included. A measure's locator
    is its section's and its number there: `1.3.2`. Text before the first section is section 0, and
    so is, inside a section, what stands before its first subsection: `0.1`, `1.0.1`.
    """
    found: list[Measure] = []
    count: Counter[str] = Counter()
    holds_sections = {section.parent for section in sections}
    for section, spans in _paragraphs(shadow, lines, sections):
        prefix = section.locator if section else "0"
        if section and section.id in holds_sections:
            prefix += ".0"
        topic: str | None = None
        for (start, end), is_topic in zip(spans, _topics(shadow, spans, section), strict=True):
            count[prefix] += 1
            locator = f"{prefix}.{count[prefix]}"
            if is_topic:
                topic = None
            section_id = section.id if section else None
            found.append(Measure(locator, section_id, start, end, is_topic, topic))
            if is_topic:
                topic = locator
    return tuple(found)


def _paragraphs(
    shadow: str, lines: Sequence[tuple[int, int]], sections: Sequence[Section]
) -> Iterator[tuple[Section | None, list[tuple[int, int]]]]:
    """Each line's section and the measures in it, without the heading it may begin with.

    In a regulation a measure is a whole paragraph 款 or item 项 (立法法 art. 65), else a sentence.
    """
    headings = {section.start: section for section in sections}
    current: Section | None = None
    for start, end in lines:
        current = headings.get(start, current)
        begin = max(start, current.end) if current else start
        if current and is_article(current):
            spans = [span] if (span := stripped(shadow, begin, end)) else []
        else:
            spans = sentences(shadow, begin, end)
        if spans:
            yield current, spans


def _topics(shadow: str, spans: Sequence[tuple[int, int]], section: Section | None) -> list[bool]:
    """Which sentences of a paragraph announce those after them.

    Two short sentences in a row are a list of short measures, not a topic and its measure.
    """
    if section is None or is_article(section):
        return [False] * len(spans)
    leads = [announces(shadow, start, end) for start, end in spans]
    before = [False, *leads[:-1]]
    after = [*leads[1:], True]
    return [
        lead and not previous and not following
        for previous, lead, following in zip(before, leads, after, strict=True)
    ]
