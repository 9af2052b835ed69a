"""Write a review as the Markdown memo that a reviewer hands in."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence

from core.document import Document, Measure, Metric, Section
from core.review import TAGS, Annotation, attached, in_order, name_of, progress

FREE_BEGINS = "<!-- piyue:begin free -->"
FREE_ENDS = "<!-- piyue:end free -->"
_FREE = re.compile(f"{re.escape(FREE_BEGINS)}\n(.*?){re.escape(FREE_ENDS)}", re.DOTALL)
_SCHEMA = "piyue-review/1"


def memo(
    document: Document,
    annotations: Mapping[str, Annotation],
    metrics: Sequence[Metric],
    *,
    reviewer: str,
    free: str = "",
) -> str:
    """The review as Markdown: front matter, marks by section, follow-ups, a free block.

    The same arguments give the same characters: nothing depends on the clock, the machine or the
    order in which marks were made. `free` is what the reviewer wrote between the markers.
    """
    marks = [(measure, mark) for measure, mark in in_order(document, annotations) if mark.is_marked]
    blocks = [
        _front_matter(document, annotations, reviewer),
        f"# {escape(document.metadata.title or '审阅记录')}",
        *_marks(document, marks, metrics),
        *_follow_ups(document, marks),
        "## 审阅意见",
        f"{FREE_BEGINS}\n{free}{FREE_ENDS}",
    ]
    return "\n\n".join(blocks) + "\n"


def free_block(text: str, document: Document, reviewer: str) -> str | None:
    """What stands between the markers of an earlier memo of this review; None if it is none."""
    head = text.split("\n---\n", 1)[0].split("\n")
    ours = all(line in head for line in _lines_of(_identity(document, reviewer)))
    found = _FREE.search(text) if ours else None
    return found[1] if found else None


def _identity(document: Document, reviewer: str) -> dict[str, str | int]:
    return {"schema": _SCHEMA, "document": document.id, "reviewer": reviewer}


def _lines_of(facts: Mapping[str, str | int]) -> list[str]:
    # A JSON scalar is a YAML scalar, so no title can break out of its line.
    return [f"{name}: {json.dumps(fact, ensure_ascii=False)}" for name, fact in facts.items()]


def _front_matter(document: Document, annotations: Mapping[str, Annotation], reviewer: str) -> str:
    done = progress(len(document.measures), attached(document, annotations).values())
    facts: dict[str, str | int] = {
        **_identity(document, reviewer),
        "title": document.metadata.title,
        "issuer": document.metadata.issuer,
        "document_number": document.metadata.document_number,
        "published": document.metadata.published,
        "measures": done.measures,
        "reviewed": done.reviewed,
        **{tag.id: done.tags.get(tag.id, 0) for tag in TAGS},
    }
    return "\n".join(["---", *_lines_of(facts), "---"])


def _marks(
    document: Document,
    marks: Sequence[tuple[Measure | None, Annotation]],
    metrics: Sequence[Metric],
) -> Iterator[str]:
    """Headings and items; a section without a mark is left out."""
    shown: tuple[Section, ...] | None = None
    for measure, annotation in marks:
        if measure is None:
            break
        path = document.ancestry(measure.section)
        if shown is None and not path:
            yield "## 前言"
        for depth, section in enumerate(path):
            if shown is None or section not in shown:
                yield f"{'#' * min(depth + 2, 6)} {escape(section.heading)}"
        shown = path
        figures = [metric for metric in metrics if measure.start <= metric.start < measure.end]
        yield _item(document, annotation, figures)
    if orphans := [annotation for measure, annotation in marks if measure is None]:
        yield "## 原文中已找不到的批注"
        yield from (_item(document, annotation, ()) for annotation in orphans)


def _item(document: Document, annotation: Annotation, figures: Sequence[Metric]) -> str:
    tags = " ".join(f"**{escape(name_of(tag))}**" for tag in annotation.tags) or "（未标记）"
    parts = [
        f"{tags} `{annotation.anchor.locator}` <!-- piyue:{annotation.id} -->",
        "\n".join(f"> {line}" for line in _lines(annotation.anchor.exact)),
    ]
    if annotation.note:
        parts.append("批注：" + "\n\n".join(line for line in _lines(annotation.note) if line))
    if figures:
        parts.append("数字：" + "；".join(_figure(document, metric) for metric in figures))
    indented = "\n\n".join(parts).replace("\n", "\n  ")
    return "- " + re.sub(r"^ +$", "", indented, flags=re.MULTILINE)


def _figure(document: Document, metric: Metric) -> str:
    surface = escape(document.quote(metric))
    return f"{surface}（{escape(metric.subject)}）" if metric.subject else surface


def _follow_ups(
    document: Document, marks: Sequence[tuple[Measure | None, Annotation]]
) -> Iterator[str]:
    follow_ups = [mark for mark in marks if "follow-up" in mark[1].tags]
    if not follow_ups:
        return
    yield "## 跟进事项"
    rows = ["| 序号 | 章节 | 定位 | 事项 | 批注 |", "|---|---|---|---|---|"]
    for number, (measure, annotation) in enumerate(follow_ups, 1):
        path = document.ancestry(measure.section) if measure else ()
        cells = [
            str(number),
            escape("".join(section.number for section in path)),
            annotation.anchor.locator,
            " ".join(_lines(annotation.anchor.exact)),
            " ".join(_lines(annotation.note)),
        ]
        rows.append(f"| {' | '.join(cells)} |")
    yield "\n".join(rows)


_ACTIVE = re.compile(r"[\\`*_\[\]<>&~|$#]|==|%%|\^(?=[\w-]+\s*$)")
_LINE_START = re.compile(r"^(?:[-+=:]|\d+(?=[.)](?:\s|$)))")


def _lines(text: str) -> list[str]:
    return [escape(line) for line in text.split("\n")]


def escape(line: str) -> str:
    """One line of someone else's text, so that Markdown, HTML and Obsidian show it as it is."""
    line = _ACTIVE.sub(lambda match: "".join("\\" + char for char in match[0]), line.strip())
    return _LINE_START.sub(
        lambda match: match[0] + "\\" if match[0].isdigit() else "\\" + match[0], line
    )
