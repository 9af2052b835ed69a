"""Figures of several documents side by side."""

import pytest

from core.comparing import side_by_side
from core.facts import Facts
from core.lookup import Row, rows
from core.metrics import find_metrics
from core.reading import parse


def figures(*sentences: str) -> list[Row]:
    text = "某报告\n\n" + "\n".join(sentences) + "\n"
    return rows(parse(text), Facts(find_metrics(text), (), ()))


def shown(*texts: str) -> list[tuple[str, list[list[str]]]]:
    groups = side_by_side([figures(text) for text in texts])
    return [
        (group.subject, [[row.stated for row in cell] for cell in group.cells]) for group in groups
    ]


def test_the_same_subject_stands_in_one_row_and_the_shared_come_first() -> None:
    assert shown("绿地率38%，调解成功率94.2%。", "调解成功率95.6%。") == [
        ("调解成功率", [["94.2%"], ["95.6%"]]),
        ("绿地率", [["38%"], []]),
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("全市生产总值5.2万亿元。", "全区生产总值3000亿元。"),
        ("全省就业人数120万人。", "就业人数30万人。"),
        ("地区生产总值5.2万亿元。", "全区生产总值3000亿元。"),
    ],
)
def test_territories_and_years_do_not_part_them(one: str, other: str) -> None:
    [(_, cells)] = shown(one, other)
    assert all(len(cell) == 1 for cell in cells)


def test_a_level_and_its_growth_are_two_rows() -> None:
    found = shown("生产总值5.2万亿元，增长5.1%。", "生产总值3000亿元，增长4.8%。")
    assert found == [
        ("生产总值", [["5.2万亿元"], ["3000亿元"]]),
        ("生产总值", [["↑5.1%"], ["↑4.8%"]]),
    ]


def test_a_rise_and_a_fall_stand_side_by_side() -> None:
    found = shown("案件数量下降5%。", "案件数量增长3%。")
    assert [cells for _, cells in found] == [[["↓5%"], ["↑3%"]]]


def test_other_units_are_other_rows() -> None:
    assert len(shown("道路建设20公里。", "道路建设5项。")) == 2


def test_several_figures_of_one_document_share_its_cell() -> None:
    assert shown("调解成功率94.2%。调解成功率93.1%。", "很好。") == [
        ("调解成功率", [["94.2%", "93.1%"], []])
    ]
