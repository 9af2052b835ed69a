"""Cut the text under each heading into measures, with their locators and topics."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from core.document import Measure, Section
from core.outline import is_article
from core.sentences import (
    admits,
    announces,
    enumerates,
    enumerates_topic,
    problems,
    sentences,
    stripped,
)

_Spans = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """The measures of one line and which of them are topics."""

    section: Section | None
    spans: _Spans
    topics: list[bool]


def measures(
    shadow: str, lines: Iterable[tuple[int, int]], sections: Sequence[Section]
) -> tuple[Measure, ...]:
    """The measures of a document in reading order.

    `lines` are the stripped body lines of the folded text, headings included. A measure's locator
    is its section's and its number there: `1.3.2`. Text before the first section is section 0, and
    so is, inside a section, what stands before its first subsection: `0.1`, `1.0.1`.
    """
    found: list[Measure] = []
    count: Counter[str] = Counter()
    holds_sections = {section.parent for section in sections}
    lone_topic: tuple[Section | None, str] | None = None  # a paragraph before, all topic
    for paragraph in _paragraphs(shadow, lines, sections):
        section = paragraph.section
        section_id = section.id if section else None
        prefix = section.locator if section else "0"
        if section_id in holds_sections and section:
            prefix += ".0"
        number = count[prefix]
        topic = lone_topic[1] if lone_topic and lone_topic[0] is section else None
        for (start, end), is_topic in zip(paragraph.spans, paragraph.topics, strict=True):
            number += 1
            locator = f"{prefix}.{number}"
            if is_topic:
                topic = None
            found.append(Measure(locator, section_id, start, end, is_topic, topic))
            if is_topic:
                topic = locator
        count[prefix] = number
        lone_topic = (section, topic) if paragraph.topics == [True] and topic else None
    return tuple(found)


def _paragraphs(
    shadow: str, lines: Iterable[tuple[int, int]], sections: Sequence[Section]
) -> Iterator[_Paragraph]:
    """Each line's section and the measures in it, without the heading it may begin with.

    In a regulation a measure is a whole paragraph 款 or item 项 (立法法 art. 65), else a sentence.
    """
    headings = {section.start: section for section in sections}
    current: Section | None = None
    in_article = False
    waiting: _Paragraph | None = None  # one that is a topic if a longer paragraph follows
    for start, end in lines:
        begin = start
        if start in headings:
            current = headings[start]
            in_article = is_article(current)
            begin = current.end
        if in_article:
            spans = [span] if (span := stripped(shadow, begin, end)) else []
            paragraph = _Paragraph(current, spans, [False] * len(spans))
        else:
            paragraph = _cut(shadow, current, sentences(shadow, begin, end))
        if not paragraph.spans:
            continue
        alone = current is not None and not in_article and _is_lone_lead(shadow, paragraph.spans)
        if waiting:
            if waiting.section is current and not alone:
                waiting.topics[0] = True
            yield waiting
        waiting = paragraph if alone else None
        if not alone:
            yield paragraph
    if waiting:
        yield waiting


def _is_lone_lead(shadow: str, spans: _Spans) -> bool:
    return len(spans) == 1 and announces(shadow, *spans[0])


def _cut(shadow: str, section: Section | None, spans: _Spans) -> _Paragraph:
    """The sentences of a paragraph, lists of problems cut into their clauses."""
    topics = _topics(shadow, spans) if section else [False] * len(spans)
    if not spans or shadow.find(";", spans[0][0], spans[-1][1]) < 0:
        return _Paragraph(section, spans, topics)
    admitted = section is not None and admits(section.title)
    for index in range(len(spans) - 1, -1, -1):
        if parts := problems(shadow, *spans[index], admitted=admitted):
            has_lead = shadow[parts[0][1] - 1] == ":"
            spans[index : index + 1] = parts
            topics[index : index + 1] = [has_lead, *[False] * (len(parts) - 1)]
    return _Paragraph(section, spans, topics)


def _topics(shadow: str, spans: _Spans) -> list[bool]:
    """Which sentences of a paragraph announce those after them.

    Two short sentences in a row are a list of short measures, not a topic and its measure; nor do
    sentences announce that count one after the other.
    """
    if len(spans) == 1:
        return [False]
    leads = [announces(shadow, *span) for span in spans]
    counted = [enumerates(shadow, start) for start, _ in spans]
    if True not in leads and True not in counted:
        return leads
    found: list[bool] = []
    for index, span in enumerate(spans):
        is_last = index + 1 == len(spans)
        alone = not is_last and not leads[index + 1] and not (index and leads[index - 1])
        themes = counted[index] and not is_last and not counted[index + 1]
        found.append((leads[index] and alone) or (themes and enumerates_topic(shadow, *span)))
    return found
