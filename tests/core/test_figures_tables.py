"""Figures in the rows of a table, whose cells an em space divides."""

import pytest

from core.metrics import find_metrics

CELL = "\u2003"


def row(*cells: str) -> str:
    return CELL.join(cells)


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        (row("丙镇", "3", "至", "5", "个"), []),
        (row("丙镇", "3", "个"), []),
        (row("丙镇", "3至", "5个"), ["5个"]),
        (row("丙镇", "1.2万", "8000元"), ["8000元"]),
        (row("丙镇", "120件", "95%"), ["120件", "95%"]),
        (row("丙镇", "百分之", "五"), []),
    ],
)
def test_a_figure_stays_in_its_cell(text: str, figures: list[str]) -> None:
    assert [text[metric.start : metric.end] for metric in find_metrics(text)] == figures


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        # what the row is about
        (row("县区", "受理数") + "\n" + row("丙镇", "120件"), ["丙镇"]),
        (row("丙镇", "120件", "95%"), ["丙镇", "丙镇"]),
        (row("丙镇", "甲项目", "4个"), ["丙镇"]),
        (row("2", "丁镇", "31件"), ["丁镇"]),
        (row("丙镇", "5件") + "\n" + row("丁镇", "7件"), ["丙镇", "丁镇"]),
        # the cell says it itself
        (row("丙镇", "受理信访120件"), ["信访"]),
        (row("丙镇", "调解成功率95%"), ["调解成功率"]),
        (row("丙镇", "28个村", "良好"), ["村"]),
        (row("", "28个"), [""]),
    ],
)
def test_a_figure_is_of_its_row(text: str, subjects: list[str]) -> None:
    assert [metric.subject for metric in find_metrics(text)] == subjects


def test_a_bound_stays_in_its_cell() -> None:
    assert [metric.qualifier for metric in find_metrics(row("增长", "5%", "以上"))] == [None]
