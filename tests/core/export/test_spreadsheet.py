"""The review as tables for a spreadsheet program."""

import csv
from io import StringIO

import pytest
from hypothesis import given

from core.export import spreadsheet
from core.export.material import Material, material
from core.export.spreadsheet import TABLES
from core.ledger import Task
from tests.core.export.reviews import DOCUMENT, HARD, annotated, handed_in


def rows(made: Material, table: str = "marks") -> list[dict[str, str]]:
    written = spreadsheet.write(made, table)
    assert written.startswith("\ufeff")
    return list(csv.DictReader(StringIO(written.removeprefix("\ufeff"), newline="")))


def test_a_mark_is_a_row_with_its_place_figures_and_task() -> None:
    assert rows(handed_in())[1] == {
        "编号": "pr-id1",
        "定位": "§1.1.1",
        "位置": "一、（一）",
        "标记": "亮点、跟进",
        "原文": "受理纠纷120件，成功率为95.6%。",
        "批注": "请核实\n成功率",
        "数字": "120件；95.6%",
        "责任单位": "区司法局",
        "时限": "2025-06-30",
        "状态": "未启动",
        "证据": "",
        "审阅人": "李",
        "标记时间": "2025-03-01T09:00:00+00:00",
        "修改时间": "2025-03-01T09:00:00+00:00",
    }


def test_only_a_follow_up_has_a_status() -> None:
    assert [row["状态"] for row in rows(handed_in())] == ["", "未启动", ""]


def test_the_ledger_holds_the_follow_ups() -> None:
    settled = Task("区司法局", "2025-06-30", "closed", ("照片.jpg", "批复"))
    made = handed_in(annotated({"0.1": (("follow-up",), "", settled), "2.1": ((), "甲", None)}))

    assert rows(made, "ledger") == [
        {
            "编号": "pr-id0",
            "事项": "现将情况报告如下：",
            "定位": "§0.1",
            "位置": "前言",
            "责任单位": "区司法局",
            "时限": "2025-06-30",
            "状态": "已销号",
            "证据": "照片.jpg；批复",
        }
    ]


def test_a_figure_is_a_row_with_its_value() -> None:
    assert rows(handed_in(), "figures")[1] == {
        "定位": "§1.1.1",
        "位置": "一、（一）",
        "指标": "成功率",
        "数字": "95.6%",
        "数值": "95.6",
        "数值上限": "",
        "单位": "%",
        "类别": "百分比",
        "限定": "",
        "原文": "受理纠纷120件，成功率为95.6%。",
    }


def test_a_mark_that_the_text_has_no_more_says_so() -> None:
    made = material(DOCUMENT, {"9999": annotated()["36"]}, (), "李")

    assert rows(made)[0]["位置"] == "原文中已找不到"


@pytest.mark.parametrize(("table", "lines"), [("marks", 2), ("ledger", 2), ("figures", 3)])
def test_lines_end_as_excel_wants_them(table: str, lines: int) -> None:
    made = handed_in(annotated({"2.1": (("follow-up",), "", None)}))
    written = spreadsheet.write(made, table)

    assert written.count("\r\n") == written.count("\n") == lines
    assert written.endswith("\r\n")


@pytest.mark.parametrize("table", TABLES)
def test_the_order_of_saving_changes_no_byte(table: str) -> None:
    shuffled = dict(reversed(annotated().items()))

    assert spreadsheet.write(handed_in(shuffled), table) == spreadsheet.write(handed_in(), table)


@pytest.mark.parametrize("table", TABLES)
def test_nothing_steers_a_terminal_or_is_no_utf_8(table: str) -> None:
    words = "甲\x1b[2J\x9b\x00\u202e\ud800\r\n乙"
    marks = annotated({"2.1": (("follow-up", words), words, Task(words, words, words, (words,)))})
    written = spreadsheet.write(handed_in(marks, reviewer=words), table)

    assert written.encode()
    assert not set("\x1b\x9b\x00\u202e").intersection(written)
    assert written.count("\r") == written.count("\r\n") == len(rows(handed_in(marks), table)) + 1


@given(HARD)
def test_nobodys_words_become_a_formula_or_another_cell(words: str) -> None:
    task = Task(words, words, words, (words, words))
    made = handed_in(annotated({"2.1": (("follow-up", words), words, task)}), reviewer=words)

    for table in TABLES:
        found = rows(made, table)
        assert all(None not in row and None not in row.values() for row in found)
        assert not any(
            cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
            for row in found
            for cell in row.values()
        )
    assert len(rows(made)) == len(rows(made, "ledger")) == 1
