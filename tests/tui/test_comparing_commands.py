"""The commands that hold documents against each other: two versions, or several years."""

from __future__ import annotations

import csv
import json
import re
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from tui import language

OLD = """甲区2024年政务服务报告

一、窗口建设

全年建成跨河联办窗口12个，覆盖全部乡镇街道。组织窗口人员参加业务培训28场次。

二、投诉处理

受理群众来信来访870件，办结852件。对反映集中的停车难问题开展专项整治。
"""
NEW = OLD.replace("28场次", "31场次").replace("对反映集中的停车难问题开展专项整治。", "")
LAST = """2023年青禾县法治政府建设情况报告

一、2023年主要举措和成效

调解成功率94.2%。聘请特邀监督员12名。

二、2024年工作安排

新设行政复议服务站点6个。
"""
THIS = LAST.replace("2024年", "2025年").replace("2023年", "2024年").replace("94.2%", "95.6%")


@pytest.fixture
def versions(tmp_path: Path) -> tuple[Path, Path]:
    return _files(tmp_path, OLD, NEW)


@pytest.fixture
def reports(tmp_path: Path) -> tuple[Path, Path]:
    return _files(tmp_path, LAST, THIS)


def _files(folder: Path, old: str, new: str) -> tuple[Path, Path]:
    paths = folder / "old.txt", folder / "new.txt"
    for path, text in zip(paths, (old, new), strict=True):
        path.write_text(text, encoding="utf-8")
    return paths


def test_a_tree_shows_what_changed_and_nothing_else(
    piyue: Any, versions: tuple[Path, Path]
) -> None:
    status, out, err = piyue("diff", *versions)
    assert (status, err) == (0, "")
    assert out.splitlines() == [
        "changed 1  deleted 1  figures 1  unchanged 2",
        "甲区2024年政务服务报告",
        "├── 一、窗口建设",
        "│   └── ~ 1.2  组织窗口人员参加业务培训[-28场次-]{+31场次+}。",
        "│       28场次 → 31场次（+10.7%）",
        "└── 二、投诉处理",
        "    └── - 2.2  [-对反映集中的停车难问题开展专项整治。-]",
    ]


def test_what_stayed_is_cut_where_it_is_long(piyue: Any, versions: tuple[Path, Path]) -> None:
    words = "由县政务服务中心会同各乡镇街道便民服务站逐月组织窗口人员参加业务培训"
    for path in versions:
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("组织窗口人员参加业务培训", words), encoding="utf-8")
    assert "~ 1.2  …组织窗口人员参加业务培训[-28场次-]{+31场次+}。" in piyue("diff", *versions)[1]


def test_the_same_text_does_not_differ(piyue: Any, versions: tuple[Path, Path]) -> None:
    assert piyue("diff", versions[0], versions[0]) == (0, "no differences  unchanged 4\n", "")


def test_the_tree_speaks_chinese(piyue: Any, versions: tuple[Path, Path]) -> None:
    out = piyue("diff", *versions, "--lang", "zh")[1]
    language.use("en")
    assert out.splitlines()[0] == "修改 1  删除 1  数字 1  未变 2"


def test_text_cannot_steer_the_terminal(piyue: Any, versions: tuple[Path, Path]) -> None:
    versions[1].write_text(NEW.replace("12个", "12个[bold]\u202e[/]"), encoding="utf-8")
    out = piyue("diff", *versions)[1]
    assert "[bold]" in out
    assert "\u202e" not in out


def test_differences_as_json(piyue: Any, versions: tuple[Path, Path]) -> None:
    status, out, _ = piyue("diff", *versions, "--json")
    found = json.loads(out)
    assert (status, out.count("\n"), found["schema"], found["unchanged"]) == (0, 1, 1, 2)
    assert [found[side]["path"] for side in ("old", "new")] == [*map(str, versions)]
    assert [one["state"] for one in found["changes"]] == ["changed", "deleted"]


def test_differences_as_markdown(piyue: Any, versions: tuple[Path, Path], tmp_path: Path) -> None:
    printed = piyue("diff", *versions, "--markdown")[1]
    assert printed.startswith("# 甲区2024年政务服务报告：版本对照\n\n修改1处、删除1处")
    out = tmp_path / "diff.md"
    assert piyue("diff", *versions, "-o", out) == (0, "", "")
    assert out.read_text(encoding="utf-8") == printed


def test_a_file_that_is_there_is_replaced_only_when_asked(
    piyue: Any, versions: tuple[Path, Path], tmp_path: Path
) -> None:
    out = tmp_path / "notes.md"
    out.write_text("mine", encoding="utf-8")
    status, _, err = piyue("diff", *versions, "-o", out)
    assert (status, err.count("\n"), out.read_text(encoding="utf-8")) == (1, 1, "mine")
    assert err == f"piyue: {out}: is there already; name another file, or --force\n"
    assert piyue("diff", *versions, "-o", out, "--force")[0] == 0
    assert out.read_text(encoding="utf-8").startswith("# 甲区")


@pytest.mark.parametrize("command", ["diff", "compare"])
def test_a_document_is_never_overwritten(
    piyue: Any, reports: tuple[Path, Path], command: str
) -> None:
    status, _, err = piyue(command, *reports, "--json", "-o", reports[1], "--force")
    assert status == 1
    assert err == f"piyue: {reports[1]}: is one of the documents that are compared\n"
    assert reports[1].read_text(encoding="utf-8") == THIS


@pytest.mark.parametrize(
    ("output", "cause"),
    [("{0}/none/out.md", "No such file or directory"), ("{0}", "Is a directory")],
)
def test_what_cannot_be_written_costs_one_line(
    piyue: Any, versions: tuple[Path, Path], tmp_path: Path, output: str, cause: str
) -> None:
    name = output.format(tmp_path)
    status, _, err = piyue("diff", *versions, "--force", "-o", name)
    assert (status, err) == (1, f"piyue: {name}: {cause}\n")


@pytest.mark.parametrize("command", ["diff", "compare"])
def test_a_file_that_is_not_there_costs_one_line(
    piyue: Any, reports: tuple[Path, Path], tmp_path: Path, command: str
) -> None:
    missing = tmp_path / "none.txt"
    assert piyue(command, reports[0], missing) == (
        1,
        "",
        f"piyue: {missing}: No such file or directory\n",
    )


@pytest.mark.parametrize(
    "words",
    [("diff", "a"), ("diff", "a", "b", "c"), ("compare", "a"), ("compare", "a", "b", "--sort", "x"),
     ("compare", "a", "b", "--json", "--csv")],
)  # fmt: skip
def test_wrong_use_is_told(piyue: Any, words: tuple[str, ...]) -> None:
    assert piyue(*words)[0] == 2


def test_a_comparison_is_markdown(piyue: Any, reports: tuple[Path, Path]) -> None:
    status, out, err = piyue("compare", *reports)
    assert (status, err) == (0, "")
    assert out.startswith("# 《2024年青禾县法治政府建设情况报告》与《2023年青禾县")
    assert re.findall("^## (.+)$", out, re.MULTILINE)[:3] == ["文档", "承诺与兑现", "上年台账"]
    assert r"| 调解成功率 | 94.2% | 95.6% | \+1.4个百分点 |  |" in out


def test_the_wrong_way_round_is_told_and_mended(piyue: Any, reports: tuple[Path, Path]) -> None:
    status, out, err = piyue("compare", *reversed(reports), "--json")
    assert (status, err) == (
        0,
        f"piyue: by their titles in this order: {reports[0]}  {reports[1]}\n",
    )
    found = json.loads(out)
    assert [one["path"] for one in found["documents"]] == [*map(str, reports)]
    assert [one["year"] for one in found["documents"]] == [2023, 2024]


def test_the_same_document_twice_is_refused(piyue: Any, reports: tuple[Path, Path]) -> None:
    assert piyue("compare", reports[0], reports[0]) == (
        1,
        "",
        f"piyue: {reports[0]}: the same document as another: {reports[0]}\n",
    )


def test_last_years_follow_ups_come_along(piyue: Any, reports: tuple[Path, Path]) -> None:
    piyue("task", reports[0], "2.1", "--unit", "县司法局", "--status", "进行中")
    piyue("tag", reports[0], "1.2", "不足", "--note", "人数偏少")
    piyue("tag", reports[0], "1.1", "亮点")
    found = json.loads(piyue("compare", *reports, "--json")[1])
    assert [(one["locator"], one["tags"], one["status"]) for one in found["ledger"]] == [
        ("1.2", ["weakness"], "not-started"),
        ("2.1", ["follow-up"], "in-progress"),
    ]
    assert "| 1.2 | 不足 | 人数偏少 |" in piyue("compare", *reports)[1]


def test_comparing_saves_nothing(piyue: Any, reports: tuple[Path, Path], library: Path) -> None:
    piyue("compare", *reports, "--library", library, "--json")
    assert not library.exists()


def test_the_figures_for_spreadsheets_in_the_order_asked_for(
    piyue: Any, reports: tuple[Path, Path], tmp_path: Path
) -> None:
    out = tmp_path / "figures.csv"
    asked = ("--csv", "--sort", "value", "-o", out)
    assert piyue("compare", *reports, *asked) == (0, "", "")
    data = out.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    lines = list(csv.DictReader(StringIO(data.decode("utf-8-sig"), newline="")))
    assert [line["2024年"] for line in lines] == ["95.6%", "12名", "6个"]


def test_a_terminal_gets_tables(
    piyue: Any, reports: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("NO_COLOR", "1")
    out = piyue("compare", *reports)[1]
    assert "| --- |" not in out
    assert re.search(r"调解成功率 +94\.2% +95\.6% +\+1\.4个百分点", out)
