"""Looking figures and measures up on the command line."""

import csv
import json
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

EARLIER = """2023年甲区法治报告

一、调解

受理纠纷600件，调解成功率94.2%，全市生产总值5.2万亿元。
"""
LATER = """2024年甲区法治报告

一、调解

受理纠纷700件，调解成功率95.6%，建成全市首个调解站。
=1+1的@公式不得计算，处理3件。
"""


@pytest.fixture
def reports(tmp_path: Path) -> tuple[Path, Path]:
    earlier, later = tmp_path / "2023.txt", tmp_path / "2024.txt"
    earlier.write_text(EARLIER, encoding="utf-8")
    later.write_text(LATER, encoding="utf-8")
    return earlier, later


def test_figures_are_found_by_pinyin(piyue: Any, reports: tuple[Path, Path]) -> None:
    status, out, _ = piyue("metrics", reports[1], "--find", "tjcgl")
    assert status == 0
    assert out.splitlines()[0].startswith("1.1\t95.6%\t调解成功率\t受理纠纷700件")


def test_figures_of_several_files_stand_side_by_side(
    piyue: Any, reports: tuple[Path, Path]
) -> None:
    status, out, _ = piyue("metrics", *reports, "--find", "调解成功率 %")
    assert status == 0
    lines = [line.split("\t") for line in out.splitlines()]
    assert [(cells[0], Path(cells[1]).stem, cells[3]) for cells in lines] == [
        ("调解成功率", "2023", "94.2%"),
        ("调解成功率", "2024", "95.6%"),
    ]


def test_a_file_that_cannot_be_read_costs_one_line(
    piyue: Any, reports: tuple[Path, Path], tmp_path: Path
) -> None:
    missing = tmp_path / "没有.txt"
    status, out, err = piyue("metrics", reports[0], missing, reports[1], "--find", "调解成功率")
    assert status == 1
    assert err == f"piyue: {missing}: No such file or directory\n"
    assert len(out.splitlines()) >= 2


def test_a_table_for_spreadsheet_programs(piyue: Any, reports: tuple[Path, Path]) -> None:
    status, out, _ = piyue("metrics", *reports, "--csv")
    assert status == 0
    assert out.startswith("\ufeffpath,title,locator,subject,figure,value,")
    table = list(csv.DictReader(StringIO(out.removeprefix("\ufeff"))))
    product = next(line for line in table if line["subject"] == "全市生产总值")
    assert product["value"] == "5200000000000"
    assert (product["title"], product["unit"]) == ("2023年甲区法治报告", "元")
    assert [line["sentence"][:2] for line in table][-1] == "'="
    assert {line["path"] for line in table} == set(map(str, reports))


def test_the_table_holds_claims_and_hints_when_asked(
    piyue: Any, report_path: Path, reports: tuple[Path, Path]
) -> None:
    out = piyue("metrics", reports[1], "--csv", "--find", "#first")[1].removeprefix("\ufeff")
    [claim] = csv.DictReader(StringIO(out))
    assert (claim["figure"], claim["subject"], claim["kind"]) == ("全市首个", "调解站", "claim")
    assert claim["value"] == ""
    out = piyue("metrics", report_path, "--csv", "--find", "#check 95")[1].removeprefix("\ufeff")
    [hint] = csv.DictReader(StringIO(out))
    assert hint["subject"] == "6698件 ÷ 7009件 = 95.56%  agrees"


def test_hints_of_several_files_keep_their_word(piyue: Any, report_path: Path) -> None:
    out = piyue("metrics", report_path, report_path, "--find", "#check 95")[1]
    assert [line.split("\t")[0] for line in out.splitlines()] == [
        "6698件 ÷ 7009件 = 95.56%  agrees"
    ] * 2


def test_a_long_sentence_is_not_repeated_with_each_of_its_figures(
    piyue: Any, tmp_path: Path
) -> None:
    path = tmp_path / "long.txt"
    path.write_text(
        "报告\n\n" + "，".join(f"受理{n}00件" for n in range(10, 999)) + "。\n", "utf-8"
    )
    for form in ((), ("--csv",)):
        assert len(piyue("metrics", path, *form)[1]) < 989 * 600


def test_a_closed_output_is_no_crash(report_path: Path) -> None:
    for command in (["metrics"], ["metrics", "--csv"], ["find", "调解"], ["export"]):
        program = [sys.executable, "-m", "tui", command[0], *command[1:], str(report_path)]
        done = subprocess.run(["sh", "-c", 'exec "$@" >&-', "sh", *program], check=False)
        assert done.returncode == 0


def test_settings_that_were_named_must_be_there(
    piyue: Any, report_path: Path, tmp_path: Path
) -> None:
    missing = tmp_path / "none.toml"
    status, out, err = piyue("metrics", report_path, "--config", missing)
    assert (status, out, err) == (1, "", f"piyue: {missing}: No such file or directory\n")


def test_csv_and_json_exclude_each_other(piyue: Any, reports: tuple[Path, Path]) -> None:
    assert piyue("metrics", reports[0], "--csv", "--json")[0] == 2


def test_json_has_claims_and_hints_beside_the_figures(
    piyue: Any, report_path: Path, reports: tuple[Path, Path]
) -> None:
    found = json.loads(piyue("metrics", reports[1], "--json")[1])
    assert found.keys() == {"schema", "path", "metrics", "claims", "hints"}
    start = LATER.index("全市首个")
    assert found["claims"] == [
        {
            "start": start,
            "end": start + 4,
            "surface": "全市首个",
            "scope": "全市",
            "subject": "调解站",
            "locator": "1.1",
        }
    ]
    [hint] = json.loads(piyue("metrics", report_path, "--json", "--find", "#check 95.6")[1])[
        "hints"
    ]
    assert hint["formula"] == "6698件 ÷ 7009件 = 95.56%"
    assert (hint["kind"], hint["agrees"], hint["locator"]) == ("ratio", True, "1.7.3")
    assert len(hint["others"]) == 2


def test_claims_are_listed_by_kind(piyue: Any, reports: tuple[Path, Path]) -> None:
    out = piyue("metrics", reports[1], "--find", "#first")[1]
    assert out.startswith("1.1\t全市首个\t调解站\t")


def test_hints_are_listed_with_a_word_that_is_no_verdict(piyue: Any, report_path: Path) -> None:
    out = piyue("metrics", report_path, "--find", "#check 95.6")[1]
    assert out.startswith("1.7.3\t95.6%\t6698件 ÷ 7009件 = 95.56%  agrees\t")


def test_words_of_the_user(piyue: Any, reports: tuple[Path, Path], tmp_path: Path) -> None:
    text = tmp_path / "宴会.txt"
    text.write_text("某报告\n\n举办宴会120桌，完成3件，实施3件套改造。\n", encoding="utf-8")
    config = tmp_path / "config.toml"
    config.write_text('[figures]\nnames = ["完成3件"]\n[figures.units]\ncount = ["桌"]\n', "utf-8")
    found = json.loads(piyue("metrics", text, "--json", "--config", config)[1])["metrics"]
    assert [one["surface"] for one in found] == ["120桌"]


def test_wrong_settings_are_refused_in_one_line(
    piyue: Any, reports: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = tmp_path / "config.toml"
    config.write_text("[figure]\n", encoding="utf-8")
    monkeypatch.setenv("PIYUE_CONFIG", str(config))
    refused = (1, "", f"piyue: {config}: unknown setting: figure\n")
    assert piyue("metrics", reports[0]) == refused
    assert piyue(reports[0]) == refused  # the app too


def test_measures_are_found(piyue: Any, reports: tuple[Path, Path]) -> None:
    status, out, _ = piyue("find", "调解 纠纷", reports[0])
    assert status == 0
    assert out == "1.1\t受理纠纷600件，调解成功率94.2%，全市生产总值5.2万亿元。\n"
    out = piyue("find", "sljf", *reports)[1]
    assert [line.split("\t")[:2] for line in out.splitlines()] == [
        [str(path), "1.1"] for path in reports
    ]
    assert piyue("find", "没有的", *reports) == (0, "", "")


def test_found_measures_as_json(piyue: Any, reports: tuple[Path, Path]) -> None:
    out = piyue("find", "调解成功率", *reports, "--json")[1]
    first, second = map(json.loads, out.splitlines())
    assert first["path"] == str(reports[0])
    [measure] = second["measures"]
    [[start, end]] = measure["spans"]
    assert LATER[start:end] == "调解成功率"
    assert LATER[measure["start"] : measure["end"]] == measure["text"]
