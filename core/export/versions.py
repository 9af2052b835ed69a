"""Write what changed between two versions of a document: Markdown to read, JSON for scripts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from core.changes import (
    ADDED,
    CHANGED,
    DELETED,
    MOVED,
    TO_CONFIRM,
    Changes,
    Difference,
    Place,
    moved_by,
    text_of,
)
from core.document import Document, Section
from core.export.escaping import escape
from core.export.records import document_json
from core.metrics import find_metrics
from core.rewording import GONE, SAME, FigureChange, proposal
from core.series import worded

Json = dict[str, Any]
SIGNS = {CHANGED: "~", MOVED: ">", ADDED: "+", DELETED: "-", TO_CONFIRM: "?"}
"""What tells the kinds of differences apart where there is no colour."""
_NAMES = {CHANGED: "修改", MOVED: "移动", ADDED: "新增", DELETED: "删除", TO_CONFIRM: "待确认"}
_MARKS = {GONE: "del", "new": "ins"}


def standing(one: Difference) -> str:
    """Where the places of a difference stand, old and new: 1.3.2 → 1.3.4, or once where alike."""
    sides = [
        "、".join(place.locator for place in places) for places in (one.old, one.new) if places
    ]
    return " → ".join(dict.fromkeys(sides))


def figure_words(figure: FigureChange) -> str:
    """A figure that changed, with by how much: 128件 → 131件（+2.3%）; of one alone its sign."""
    if not (figure.old and figure.new):
        return f"-{figure.old}" if figure.old else f"+{figure.new}"
    change = moved_by(figure)
    by = f"（{worded(change, find_metrics(figure.new)[0].unit)}）" if change else ""
    return f"{figure.old} → {figure.new}{by}"


def markdown(found: Changes) -> str:
    """What changed as Markdown: a summary, then by section; <del> went, <ins> came."""
    titles = [document.metadata.title for document in (found.old, found.new)]
    same = titles[0] == titles[1]
    blocks = [f"# {escape(titles[1] or '两个版本')}：版本对照", _summary(found)]
    if not same:
        blocks.append(f"旧版：{escape(titles[0])}\n\n新版：{escape(titles[1])}")
    for path, differences in found.parts():
        heading = " ".join(section.heading for section in path)
        blocks.append(f"## {escape(heading) if path else '前言'}")
        blocks += [_item(one, found) for one in differences]
    return "\n\n".join(blocks) + "\n"


def _summary(found: Changes) -> str:
    counts = [f"{name}{found.count(kind)}处" for kind, name in _NAMES.items() if found.count(kind)]
    figures = f"，其中数字{found.figures}个" if found.figures else ""
    told = "、".join(counts) + figures if counts else "两个版本没有差别"
    return f"{told}。未变的举措{found.unchanged}条。"


def _item(one: Difference, found: Changes) -> str:
    name = _NAMES[one.state] + ("标题" if isinstance((*one.old, *one.new)[0], Section) else "")
    moved = "并移动" if one.has_moved and one.state != MOVED else ""
    lines = [f"- **{name}{moved}** `{standing(one)}`", f"  > {''.join(_reworded(one, found))}"]
    if one.figures:
        lines.append(f"  数字：{escape('；'.join(map(figure_words, one.figures)))}")
    return "\n\n".join(lines)


def _reworded(one: Difference, found: Changes) -> Iterator[str]:
    for span in proposal(text_of(found.old, one.old), text_of(found.new, one.new)):
        text = escape(span.text)
        yield text if span.kind == SAME else f"<{_MARKS[span.kind]}>{text}</{_MARKS[span.kind]}>"


def record(found: Changes) -> Json:
    """What changed for scripts; offsets are those of the text of each version."""
    return {
        "schema": 1,
        "old": document_json(found.old),
        "new": document_json(found.new),
        "unchanged": found.unchanged,
        "changes": [_difference(one, found) for one in found.differences],
    }


def _difference(one: Difference, found: Changes) -> Json:
    is_heading = isinstance((*one.old, *one.new)[0], Section)
    return {
        "state": one.state,
        "of": "heading" if is_heading else "measure",
        "old": [_place(found.old, place) for place in one.old],
        "new": [_place(found.new, place) for place in one.new],
        "moved": one.has_moved,
        "likeness": round(one.likeness, 4),
        "figures": [figure_record(figure) for figure in one.figures],
    }


def _place(document: Document, place: Place) -> Json:
    return {
        "locator": place.locator,
        "start": place.start,
        "end": place.end,
        "text": document.quote(place),
    }


def figure_record(figure: FigureChange) -> Json:
    """A figure that changed for scripts; null on the side that has none."""
    change = moved_by(figure)
    return {
        "old": figure.old or None,
        "new": figure.new or None,
        "difference": change and change.difference,
        "percent": None if change is None or change.percent is None else round(change.percent, 4),
    }
