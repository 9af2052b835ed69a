"""The text of a document as it stands on the page: its marks in place, their notes beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from core.document import Measure, Section
from core.export import tables
from core.export.charts import OTHER, columns_of
from core.export.markup import Markup, element, joined
from core.export.material import Item, Material
from core.ledger import Task
from core.review import TAG_BY_NAME, name_of

_DEPTHS = ("first", "second", "third")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the text with its notes; `sections` are the places of the headings in it."""

    markup: Markup
    sections: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Span:
    """A heading or a measure; `at` is its place among its kind, `item` its mark with a number."""

    start: int
    end: int
    at: int
    of: Section | Measure
    item: tuple[int, Item] | None = None


def place_of(measure: int) -> str:
    """The id on the page of a measure, by its index."""
    return f"q{measure}"


def rows(material: Material) -> list[Row]:
    """The lines of what is handed in, headings as headings, in reading order."""
    document = material.document
    spans = _spans(material)
    begin, end = _range(material)
    found = []
    first = 0
    while begin < end:
        stop = document.text.find("\n", begin, end)
        stop = end if stop < 0 else stop
        while first < len(spans) and spans[first].end <= begin:
            first += 1
        last = first
        while last < len(spans) and spans[last].start < stop:
            last += 1
        if document.text[begin:stop].strip():
            found.append(_row(document.text, begin, stop, spans[first:last]))
        begin = stop + 1
    return found


def _spans(material: Material) -> list[_Span]:
    """The headings and measures; a measure inside a heading is told by the heading."""
    document = material.document
    marked = {it.measure.start: (n, it) for n, it in enumerate(material.items, 1) if it.measure}
    spans = [_Span(one.start, one.end, at, one) for at, one in enumerate(document.sections)]
    spans += [
        _Span(one.start, one.end, at, one, marked.get(one.start))
        for at, one in enumerate(document.measures)
    ]
    spans.sort(key=lambda span: (span.start, span.end))
    apart = spans[:1]
    for former, span in pairwise(spans):
        if span.start >= former.end or span.item:
            apart.append(span)
    return apart


def _range(material: Material) -> tuple[int, int]:
    document, scope = material.document, material.scope.section
    section = document.section(scope)
    if section is None:
        return 0, len(document.text)
    inside = document.measures_within(scope)
    last = document.measures[inside[-1]].end if inside else section.end
    return section.start, last


def _row(text: str, begin: int, end: int, spans: list[_Span]) -> Row:
    """One line: whole-line headings are headings, a heading before a sentence is one inside it."""
    pieces: list[Markup] = []
    at = begin
    for span in spans:
        start, stop = max(begin, at, span.start), min(end, span.end)
        if start >= stop:
            continue
        pieces.append(_between(text[at:start], is_first=not pieces))
        is_begun = span.start >= begin
        pieces.append(_piece(text[start:stop], span, is_begun=is_begun, is_done=stop == span.end))
        at = stop
    rest = text[at:end].rstrip()
    headings = [span for span in spans if isinstance(span.of, Section)]
    notes = [note(*span.item) for span in spans if span.item and span.start >= begin]
    if len(spans) == 1 and headings and not rest:
        line = _heading(headings[0], text[max(begin, headings[0].start) : end].rstrip())
    else:
        pieces.append(_between(rest, is_first=not pieces))
        line = element("p", None if spans else {"class": "plain"}, *pieces)
    beside = [element("div", {"class": "notes"}, *notes)] if notes else []
    kind = "row" if notes else "row empty"
    places = tuple(span.at for span in headings)
    return Row(element("div", {"class": kind}, line, *beside), places)


def _between(text: str, *, is_first: bool) -> Markup:
    return joined(text.lstrip() if is_first else text)


def _heading(span: _Span, words: str) -> Markup:
    level = span.of.level if isinstance(span.of, Section) else 1
    return element(f"h{min(level + 2, 6)}", {"id": f"s{span.at}"}, words)


def _piece(words: str, span: _Span, *, is_begun: bool, is_done: bool) -> Markup:
    """A heading inside a line, or what of a measure stands in the line."""
    if isinstance(span.of, Section):
        level = span.of.level
        given = {"class": _DEPTHS[min(level, 3) - 1], "role": "heading", "id": f"s{span.at}"}
        return element("span", {**given, "aria-level": str(min(level + 2, 6))}, words)
    place = {"id": place_of(span.at)} if is_begun else {}
    if span.item is None:
        return element("span", {"class": "measure", **place}, words)
    number, item = span.item
    columns = columns_of(item)
    children = [joined(words)]
    if is_done:
        signs = "".join(TAG_BY_NAME[name].sign for name in columns if name != OTHER)
        told = f"批注 {number}：{'、'.join(item.tags) or '未标记'}"
        given = {"class": "ref", "href": f"#n{number}", "aria-label": told}
        children.append(element("a", given, f"{signs}{number}"))
    return element("mark", {"class": " ".join(columns), **place}, *children)


def note(number: int, item: Item) -> Markup:
    """A note beside the text: its tags with their signs, where it stands, what it says."""
    columns = columns_of(item)
    given = {"class": " ".join(["note", *columns]), "id": f"n{number}", "role": "note"}
    return element("div", given, *_words(number, item))


def _words(number: int, item: Item) -> Iterator[Markup]:
    back = element("span", {"class": "back"}, str(number))
    signs = [
        element("span", {"class": f"tag {tag if tag in TAG_BY_NAME else OTHER}"}, _tag(tag))
        for tag in item.annotation.tags
    ]
    place = element("span", {"class": "place"}, item.locator)
    yield element("p", None, back, *signs, place)
    if item.measure is None:
        yield element("p", {"class": "words"}, element("q", None, item.quote))
    if item.annotation.note:
        yield element("p", {"class": "words"}, item.annotation.note)
    if item.task != Task():
        yield element("p", {"class": "task"}, tables.entrusted(item))


def _tag(tag: str) -> str:
    sign = f"{TAG_BY_NAME[tag].sign} " if tag in TAG_BY_NAME else ""
    return sign + name_of(tag)
