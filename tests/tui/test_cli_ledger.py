"""The commands about follow-ups: list them, change them, draw where marks stand."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest

from tui import task_commands, tasks

_SGR = re.compile("\x1b\\[[0-9;]*m")  # colours and bold


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "today", lambda: "2025-06-30")


def listed(piyue: Any, *files: Path) -> list[dict[str, Any]]:
    """The rows of `piyue ledger --json`, of all documents."""
    status, out, err = piyue("ledger", *files, "--json")
    assert (status, err) == (0, "")
    return [row for line in out.splitlines() for row in json.loads(line)["ledger"]]


def test_a_task_makes_a_measure_a_follow_up_with_what_is_to_come_of_it(
    piyue: Any, path: Path
) -> None:
    said = ("--unit", "县政务办", "--due", "2025年6月29日", "--status", "进行中")
    assert piyue("task", path, "1.2", *said) == (0, "1.2\t2025-06-29\tin progress\t县政务办\n", "")

    [row] = listed(piyue, path)
    kept = ("1.2", "县政务办", "2025-06-29", True, "in-progress", [])
    assert (
        tuple(row[name] for name in ("locator", "unit", "due", "overdue", "status", "evidence"))
        == kept
    )


def test_several_measures_are_one_step(piyue: Any, path: Path) -> None:
    piyue("task", path, "1.1,1.3", "--due", "20250701")
    assert piyue("undo", path)[1] == "undo ledger 1.1、1.3 due date 2025-07-01\n"
    assert listed(piyue, path) == []


def test_only_what_is_named_changes_and_an_empty_word_takes_it_off(piyue: Any, path: Path) -> None:
    piyue("task", path, "1.1", "--unit", "甲", "--due", "20250701")
    piyue("task", path, "1.1", "--unit", "")
    piyue("tag", path, "1.1", "--note", "n")

    [row] = listed(piyue, path)
    assert (row["unit"], row["due"], row["note"]) == ("", "2025-07-01", "n")


def test_without_options_the_task_is_printed_and_nothing_is_changed(piyue: Any, path: Path) -> None:
    assert piyue("task", path, "1.1") == (0, "", "")
    piyue("task", path, "1.1", "--evidence", "附件1", "--evidence", "附件2")
    assert piyue("task", path, "1.1") == (0, "1.1\t\tnot started\t\t附件1\t附件2\n", "")
    assert len(piyue("history", path)[1].splitlines()) == 1


@pytest.mark.parametrize("status", ["to-verify", "已销号", "postponed", "无法完成"])
def test_a_status_beyond_in_progress_needs_evidence(piyue: Any, path: Path, status: str) -> None:
    refused, _out, err = piyue("task", path, "1.1", "--status", status)
    assert (refused, "needs evidence" in err) == (1, True)
    assert listed(piyue, path) == []
    assert piyue("task", path, "1.1", "--status", status, "--evidence", "附件1")[0] == 0
    assert piyue("task", path, "1.1", "--without-evidence", "附件1")[0] == 1


@pytest.mark.parametrize(
    "wrong", [("--due", "六月"), ("--due", "2025-02-30"), ("--status", "done?"), ("--json",)]
)
def test_what_is_no_date_or_status_is_wrong_usage(
    piyue: Any, path: Path, wrong: tuple[str, ...]
) -> None:
    assert piyue("task", path, "1.1", *wrong)[0] == 2


def test_the_ledger_of_the_library_has_all_documents_the_soonest_due_first(
    piyue: Any, path: Path, report_path: Path
) -> None:
    piyue("task", path, "1.1", "--due", "20250702")
    piyue("task", report_path, "0.1", "--due", "20250701")
    piyue("tag", path, "1.2", "follow-up")

    lines = [line.split("\t") for line in piyue("ledger")[1].splitlines()]
    assert [(line[0], line[5]) for line in lines] == [
        (" 2025-07-01", "0.1"),
        (" 2025-07-02", "1.1"),
        (" ", "1.2"),
    ]
    assert len(listed(piyue)) == 3


def test_reviewers_do_not_see_each_others_ledger(piyue: Any, path: Path) -> None:
    piyue("task", path, "1.1", "--unit", "甲", "--reviewer", "李")
    assert piyue("ledger", "--reviewer", "王") == (0, "", "")


def test_the_table_for_spreadsheets_runs_nothing_and_keeps_locators(piyue: Any, path: Path) -> None:
    piyue("task", path, "1.1", "--unit", "=1+1", "--due", "20250629", "--evidence", "@x")
    out = piyue("ledger", path, "--csv")[1]
    head, row = csv.reader(out.removeprefix("\ufeff").splitlines())
    found = dict(zip(head, row, strict=True))
    assert out.startswith("\ufeff")
    assert (found["责任单位"], found["证据"], found["定位"]) == ("'=1+1", "'@x", "§1.1")
    assert (found["时限"], found["逾期"], found["状态"]) == ("2025-06-29", "是", "未启动")


def test_what_was_typed_cannot_steer_a_terminal(piyue: Any, path: Path) -> None:
    piyue("task", path, "1.1", "--unit", "\x1b[31m甲\n乙", "--evidence", "\x9b2J")
    [row] = listed(piyue, path)
    assert (row["unit"], row["evidence"]) == ("[31m甲 乙", ["2J"])


def test_a_file_that_fails_does_not_stop_the_others(piyue: Any, path: Path) -> None:
    piyue("task", path, "1.1")
    piyue("tag", path, "1.1", "follow-up")
    status, out, err = piyue("ledger", path.with_name("no.txt"), path)
    assert (status, len(out.splitlines())) == (1, 1)
    assert err.startswith("piyue: ")
    assert len(err.splitlines()) == 1


def test_the_chart_has_a_line_a_section_with_a_sign_a_measure(piyue: Any, path: Path) -> None:
    piyue("tag", path, "1.1,1.3", "highlight")
    piyue("tag", path, "1.4", "weakness")
    piyue("tag", path, "1.2", "--note", "n")
    assert piyue("chart", path) == (0, "一、办件情况\t4\t2\t1\t0\t1\t+*+-\n", "")


def test_in_a_terminal_the_chart_names_its_columns(
    piyue: Any, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(task_commands.sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("TERM", "xterm")
    piyue("tag", path, "1.1", "highlight")
    out = _SGR.sub("", piyue("chart", path)[1])
    title, head, row = (" ".join(line.split()) for line in out.strip().splitlines())
    assert title == "青禾县2025年政务服务报告"
    assert head == "Section Measures + highlight - weakness ! follow-up Spread"
    assert row == "一、办件情况 4 1 - - +..."


@pytest.mark.parametrize("width", [60, 80, 200])
def test_in_any_terminal_the_chart_keeps_its_counts_and_one_scale(
    piyue: Any, report_path: Path, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    monkeypatch.setattr(task_commands.sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.setenv("TERM", "xterm")
    piyue("tag", report_path, "1.1.1", "weakness", "highlight")
    lines = _SGR.sub("", piyue("chart", report_path)[1]).rstrip().splitlines()
    assert [line.split()[1:5] for line in lines[2:4]] == [
        ["2", "-", "-", "-"],
        ["51", "1", "1", "-"],
    ]
    strips = [len(line.split()[-1]) for line in lines[2:]]
    assert strips[1] == max(strips)
    assert "+" in lines[3].split()[-1]
