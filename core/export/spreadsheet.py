"""Write a review as tables for a spreadsheet program: its marks, its ledger, its figures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from core import sheet
from core.document import Measure
from core.export.markdown import public_id
from core.export.markup import legible
from core.export.material import Item, Material
from core.export.tables import TASK, figures, said
from core.ledger import status_name
from core.review import FOLLOW_UP

Cell = str | float | None
_Row = Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Table:
    """One table, which is one file; `head` is its first row."""

    name: str
    head: tuple[str, ...]
    rows: Callable[[Material], Iterable[_Row]]


def write(material: Material, table: str = "marks") -> str:
    """One of TABLES, by its name, as CSV that Excel opens as it is meant.

    It begins with a byte order mark and its lines end with CR LF. Raises KeyError for any other
    name.
    """
    chosen = TABLES[table]
    rows = ([_legible(cell) for cell in row] for row in chosen.rows(material))
    return sheet.MARK + sheet.lines([chosen.head, *rows])


def _legible(cell: Cell) -> Cell:
    return legible(cell) if isinstance(cell, str) else cell


def _marks(material: Material) -> Iterable[_Row]:
    for item in material.items:
        document, annotation = material.document, item.annotation
        task = _task(item) if FOLLOW_UP in annotation.tags else ("",) * 4
        yield (
            *(_number(item), _locator(item.locator), _place(item), "、".join(item.tags)),
            *(item.quote, annotation.note, "；".join(map(document.quote, item.figures)), *task),
            *(annotation.reviewer, annotation.created, annotation.updated),
        )


def _ledger(material: Material) -> Iterable[_Row]:
    for item in material.ledger:
        matter = item.annotation.note or item.quote
        yield (_number(item), matter, _locator(item.locator), _place(item), *_task(item))


def _task(item: Item) -> tuple[str, ...]:
    task = item.task
    return task.unit, task.due, status_name(task.status), "；".join(task.evidence)


def _number(item: Item) -> str:
    """As a memo has it, so that both can be laid side by side."""
    return f"pr-{public_id(item.annotation.id)}"


def _locator(locator: str) -> str:
    """Behind a sign: Excel would make 1.10 a number, 1.1 again, and 1.3.10 a date."""
    return f"§{locator}" if locator else ""


def _place(item: Item) -> str:
    return item.lost or item.place or "前言"


def _figures(material: Material) -> Iterable[_Row]:
    document = material.document
    for figure in figures(material):
        metric = figure.metric
        yield (
            *(_locator(figure.locator), _headings(material, figure.measure), metric.subject),
            *(document.quote(metric), metric.value, metric.value_max, metric.unit),
            *(_KINDS.get(metric.kind, metric.kind), said(metric)),
            document.quote(figure.measure) if figure.measure else "",
        )


_KINDS = {
    "count": "数量",
    "amount": "金额",
    "percent": "百分比",
    "percentage_points": "百分点",
    "multiple": "倍数",
    "rank": "排名",
    "measure": "计量",
    "duration": "时长",
}


def _headings(material: Material, measure: Measure | None) -> str:
    path = material.document.ancestry(measure.section) if measure else ()
    return "".join(section.number or f"“{section.title}”" for section in path) or "前言"


TABLES: Mapping[str, Table] = {
    table.name: table
    for table in (
        Table(
            "marks",
            (
                *("编号", "定位", "位置", "标记", "原文", "批注", "数字", *TASK.values()),
                *("审阅人", "标记时间", "修改时间"),
            ),
            _marks,
        ),
        Table("ledger", ("编号", "事项", "定位", "位置", *TASK.values()), _ledger),
        Table(
            "figures",
            (
                *("定位", "位置", "指标", "数字", "数值", "数值上限", "单位"),
                *("类别", "限定", "原文"),
            ),
            _figures,
        ),
    )
}
