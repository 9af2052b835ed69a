"""The tables that are handed in: the ledger of follow-ups, the figures, the marks by section."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.document import Document, Measure, Metric
from core.export.charts import COLUMNS, OTHER, Part
from core.export.material import Item, Material
from core.ledger import status_name
from core.review import name_of

TASK = {"unit": "责任单位", "due": "时限", "status": "状态", "evidence": "证据"}
LEDGER = ("序号", "事项", "依据", *TASK.values())
FIGURES = ("序号", "数字", "指标", "定位")
_SAID = {"approx": "约", "at_least": "不少于", "at_most": "不超过", "up": "增长", "down": "下降"}
_ROUNDED = re.compile("[约余多近几]|左右|上下")  # in a figure that says so itself: 两百余件


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of the document as it is listed; `measure` states it, None outside of measures."""

    metric: Metric
    stated: str
    subject: str
    measure: Measure | None

    @property
    def locator(self) -> str:
        """Where it is stated, for people."""
        return self.measure.locator if self.measure else ""


def figures(material: Material) -> list[Figure]:
    """The figures of what is handed in, in reading order."""
    document = material.document
    found = []
    for metric in material.figures:
        index = document.measure_index(metric.start)
        measure = None if index is None else document.measures[index]
        found.append(Figure(metric, stated(metric, document), metric.subject, measure))
    return found


def stated(metric: Metric, document: Document) -> str:
    """A figure with what it is said to be, once: 增长12%, 约120件, 两百余件."""
    words, quote = said(metric), document.quote(metric)
    return (words.replace(_SAID["approx"], "") if _ROUNDED.search(quote) else words) + quote


def listed(item: Item, document: Document) -> Iterator[str]:
    """The figures of a mark, each with what it measures: 120件（纠纷）."""
    for metric in item.figures:
        subject = f"（{metric.subject}）" if metric.subject else ""
        yield stated(metric, document) + subject


def said(metric: Metric) -> str:
    """What a figure is said to be, in words: 约, 增长."""
    words = (metric.qualifier or "").split("+")
    if metric.value < 0:  # 增长-5% has its sign
        words = [word for word in words if word not in {"up", "down"}]
    return "".join(_SAID.get(word, "") for word in words)


def ledger(material: Material) -> list[tuple[str, ...]]:
    """The follow-ups as the rows under LEDGER, but for their number; the matter is the note.

    Where there is no note it is the quote.
    """
    return [
        (
            item.annotation.note or item.quote,
            f"{item.place}\n{item.locator}".strip(),
            item.task.unit,
            item.task.due,
            status_name(item.task.status),
            "\n".join(item.task.evidence),
        )
        for item in material.ledger
    ]


def entrusted(item: Item) -> str:
    """What is to come of a follow-up, in a line: 责任单位：区司法局；状态：进行中."""
    task = item.task
    cells = (task.unit, task.due, status_name(task.status), "、".join(task.evidence))
    named = zip(TASK.values(), cells, strict=True)
    return "；".join(f"{name}：{words}" for name, words in named if words)


def standing(item: Item) -> str:
    """Where a mark stands: 一、（三） 1.3.2."""
    return f"{item.place} {item.locator}".strip()


def matrix(parts: Sequence[Part]) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Parts and tags: the head, and a row for each part with its counts; nothing is 0, not empty.

    The column of other marks is left out where there are none.
    """
    columns = shown(parts)
    head = ("部分", "举措", *(name for _, name in columns))
    rows = [
        (
            part.title,
            str(len(part.strip)) if part.strip else "—",
            *(str(part.counts[column]) for column, _ in columns),
        )
        for part in parts
    ]
    return head, rows


def shown(parts: Sequence[Part]) -> list[tuple[str, str]]:
    """Those of COLUMNS that a table of parts has."""
    has_others = any(part.counts[OTHER] for part in parts)
    return [column for column in COLUMNS if column[0] != OTHER or has_others]


def narrowed(material: Material) -> str:
    """What of the review was chosen to be handed in, as a sentence; "" where it is all of it."""
    section = material.document.section(material.scope.section)
    chosen = [f"“{section.heading}”部分"] if section else []
    if material.scope.tags:
        chosen.append("、".join(sorted(map(name_of, material.scope.tags))))
    return f"仅含{'中的'.join(chosen)}。" if chosen else ""
