"""Reviews written from the command line: forms, how much of a review, files in the way."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from core.export.forms import FORMS
from tests.tui.conftest import COUNTY
from tui import cli, templating
from tui.exporting import renamed

BEGINNINGS = {
    "md": b'---\nschema: "piyue-review/',
    "obsidian": b'---\nschema: "piyue-review/',
    "docx": b"PK\x03\x04",
    "html": b"<!doctype html>",
    "csv": b"\xef\xbb\xbf",
    "csv-ledger": b"\xef\xbb\xbf",
    "csv-figures": b"\xef\xbb\xbf",
    "json": b'{"schema": 1',
    "jsonld": b'{"@context": "http://www.w3.org/ns/anno.jsonld"',
    "qdpx": b"PK\x03\x04",
}


def in_the_way(path: Path) -> str:
    cause = "exists and is no export of this review; name another file, or --force"
    return f"piyue: {path}: {cause}\n"


@pytest.fixture
def marked(piyue: Any, path: Path) -> Path:
    """A report with a mark of each kind."""
    piyue("tag", path, "1.1", "1")
    piyue("tag", path, "1.2", "2", "--note", "核对口径")
    piyue("tag", path, "1.3", "3")
    return path


# Forms


def test_every_form_is_tried_here() -> None:
    assert [*BEGINNINGS] == [form.id for form in FORMS]


@pytest.mark.parametrize("form", BEGINNINGS)
def test_a_form_is_written_the_same_on_any_day(
    piyue: Any, marked: Path, tmp_path: Path, form: str
) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    assert piyue("export", marked, "--to", form, "-o", first) == (0, "", "")
    assert piyue("export", marked, "--to", form, "-o", second)[0] == 0
    assert first.read_bytes().startswith(BEGINNINGS[form])
    assert first.read_bytes() == second.read_bytes()


def test_standard_output_gets_the_bytes_of_a_form(
    path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert cli.main(["export", str(path), "--to", "docx"]) == 0
    assert capsysbinary.readouterr().out.startswith(b"PK\x03\x04")


@pytest.mark.parametrize("form", ["docx", "qdpx"])
def test_a_terminal_gets_no_bytes(
    piyue: Any, marked: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    status, out, err = piyue("export", marked, "--to", form)
    assert (status, out) == (1, "")
    assert err == f"piyue: {marked}: not for a terminal; name a file with -o\n"


def test_a_template_writes_what_it_says(piyue: Any, marked: Path, tmp_path: Path) -> None:
    out = piyue("export", marked, "--template", "问题清单与台账")[1]
    assert "核对口径" in out
    assert "schema:" not in out
    target = tmp_path / "issues.md"
    assert piyue("export", marked, "--template", "issues", "-o", target)[0] == 0
    assert target.read_text("utf-8") == out


def test_a_template_of_ones_own_is_known_by_its_name(piyue: Any, marked: Path) -> None:
    templating.folder().mkdir(parents=True)
    for name, words in (("周报.md", "甲"), ("issues.md.j2", "乙"), (".hidden.md", "丙")):
        (templating.folder() / name).write_text(f"{words}{{{{ counts.highlight }}}}", "utf-8")
    assert [*templating.offered()] == ["full", "issues", "highlights", "周报"]
    assert piyue("export", marked, "--template", "周报") == (0, "甲1", "")
    assert piyue("export", marked, "--template", "issues") == (0, "乙1", "")
    status, _, err = piyue("export", marked, "--template", "../templates/周报")
    assert (status, "no such template or file" in err) == (1, True)


def test_ones_own_templates_lie_beside_the_settings(
    piyue: Any, marked: Path, tmp_path: Path
) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "周报.md").write_text("甲{{ counts.highlight }}", "utf-8")
    settings = tmp_path / "own.toml"
    settings.write_text("", "utf-8")
    wanted = piyue("export", marked, "--config", settings, "--template", "周报")
    assert wanted == (0, "甲1", "")
    status, _, err = piyue("export", marked, "--template", "周报")
    assert (status, "no such template or file" in err) == (1, True)


@pytest.mark.parametrize(
    ("content", "cause"),
    [
        (b"\n{% if %}", "line 2: Expected an expression, got 'end of statement block'"),
        (b"{{ nothing['\\n'] }}", "line 1: 'nothing' is undefined"),
        (b"{{ counts['a\\nb'] }}", "line 1: "),
        ("甲".encode("gb18030"), "'utf-8' codec can't decode byte"),
    ],
    ids=["syntax", "undefined", "line end", "no UTF-8"],
)
def test_a_template_that_fails_is_one_line(
    piyue: Any, marked: Path, content: bytes, cause: str
) -> None:
    templating.folder().mkdir(parents=True)
    (templating.folder() / "周报.md").write_bytes(content)
    status, out, err = piyue("export", marked, "--template", "周报")
    assert (status, out) == (1, "")
    assert err.startswith(f"piyue: 周报: {cause}")
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("name", "form", "expected"),
    [
        ("a.md", "docx", "a.docx"),
        ("a.MD", "html", "a.html"),
        ("a.jsonld", "json", "a.json"),
        ("a.台账.csv", "md", "a.md"),
        ("a.md", "csv-ledger", "a.台账.csv"),
        ("a.txt", "docx", "a.txt"),
        ("a.md/b", "docx", "a.md/b"),
        (".md", "docx", ".docx"),
        ("", "docx", ""),
    ],
)
def test_only_an_ending_of_a_form_changes_with_the_form(
    name: str, form: str, expected: str
) -> None:
    [chosen] = [one for one in FORMS if one.id == form]
    assert renamed(name, chosen) == expected


# How much


@pytest.mark.parametrize(
    ("scope", "locators"),
    [
        ("", ["1.1", "1.2", "2.1.1", "2.2.1"]),
        ("weakness", ["1.2", "2.2.1"]),
        ("亮点,不足", ["1.1", "1.2", "2.2.1"]),
        ("2", ["2.1.1", "2.2.1"]),
        ("2.2", ["2.2.1"]),
        ("２．１", ["2.1.1"]),
        ("一、", ["1.1", "1.2"]),
        ("二、（二）", ["2.2.1"]),
        ("二、(一)", ["2.1.1"]),
        ("不足，二", ["2.2.1"]),
        ("跟进,一、情况", []),
    ],
)
def test_a_scope_holds_these_marks(
    piyue: Any, tmp_path: Path, scope: str, locators: list[str]
) -> None:
    path = layered(piyue, tmp_path)
    out = piyue("export", path, "--to", "json", "--scope", scope)[1]
    assert [one["locator"] for one in json.loads(out)["annotations"]] == locators


def layered(piyue: Any, folder: Path) -> Path:
    path = folder / "报告.txt"
    path.write_text(
        "某县报告\n一、情况\n受理申请。\n整改问题。\n二、打算\n（一）窗口\n增设窗口。\n"
        "（二）培训\n组织培训。\n三、附则\n（一）解释\n",
        "utf-8",
    )
    for locator, tag in (("1.1", "1"), ("1.2", "2"), ("2.1.1", "3"), ("2.2.1", "2")):
        assert piyue("tag", path, locator, tag)[0] == 0
    return path


@pytest.mark.parametrize(
    ("scope", "cause"),
    [
        ("praise", "no tag, no section: praise"),
        ("9.9", "no tag, no section: 9.9"),
        ("1,2", "one section at most: 2"),
        ("\x1b[31m", "no tag, no section:  [31m"),
    ],
)
def test_a_scope_that_is_none_is_named(piyue: Any, tmp_path: Path, scope: str, cause: str) -> None:
    path = layered(piyue, tmp_path)
    assert piyue("export", path, "--scope", scope) == (1, "", f"piyue: {path}: {cause}\n")


# Files in the way


@pytest.mark.parametrize("form", BEGINNINGS)
def test_an_export_is_replaced_unasked_where_it_is_known_again(
    piyue: Any, marked: Path, tmp_path: Path, form: str
) -> None:
    target = tmp_path / "out"
    piyue("export", marked, "--to", form, "-o", target)
    before = target.read_bytes()
    piyue("tag", marked, "1.4", "1", "2", "3")
    assert piyue("export", marked, "--to", form, "-o", target) == (0, "", "")
    assert target.read_bytes() != before or form == "csv-figures"  # which no mark changes


@pytest.mark.parametrize("options", [("--to", "csv"), ("--template", "issues")])
def test_a_file_that_tells_nothing_of_itself_is_not_replaced_once_it_was_edited(
    piyue: Any, marked: Path, tmp_path: Path, options: tuple[str, str]
) -> None:
    target = tmp_path / "out"
    piyue("export", marked, *options, "-o", target)
    assert piyue("export", marked, *options, "-o", target) == (0, "", "")
    target.write_bytes(target.read_bytes() + b"mine")
    assert piyue("export", marked, *options, "-o", target) == (1, "", in_the_way(target))
    assert target.read_bytes().endswith(b"mine")


def test_exports_kept_in_mind_are_no_step_of_the_history(
    piyue: Any, marked: Path, tmp_path: Path
) -> None:
    before = piyue("history", marked)
    piyue("export", marked, "--to", "csv", "-o", tmp_path / "out")
    assert piyue("history", marked) == before


@pytest.mark.parametrize("form", BEGINNINGS)
def test_nobody_elses_file_is_replaced_unless_forced(
    piyue: Any, marked: Path, tmp_path: Path, form: str
) -> None:
    target = tmp_path / "out"
    piyue("export", marked, "--to", form, "-o", target, "--reviewer", "张")
    before = target.read_bytes()
    assert piyue("export", marked, "--to", form, "-o", target) == (1, "", in_the_way(target))
    assert target.read_bytes() == before
    assert piyue("export", marked, "--to", form, "-o", target, "--force") == (0, "", "")
    if form != "csv-figures":  # which is the same for everybody
        assert target.read_bytes() != before


def test_a_memo_keeps_what_the_reviewer_wrote_in_it(
    piyue: Any, marked: Path, tmp_path: Path
) -> None:
    memo = tmp_path / "memo.md"
    piyue("export", marked, "-o", memo)
    mark = "<!-- piyue:begin free -->\n"
    memo.write_bytes(
        memo.read_bytes().replace(mark.encode(), f"{mark}总体\r\n".encode() + b"\xff\n")
    )
    piyue("tag", marked, "1.4", "1")
    for force in ([], ["--force"]):
        assert piyue("export", marked, "-o", memo, *force)[0] == 0
        assert f"{mark}总体\r\n".encode() + b"\xff\n" in memo.read_bytes()
    assert b"highlight: 2" in memo.read_bytes()


@pytest.mark.parametrize(
    ("edit", "cause"),
    [
        (
            ("核对口径", "核对基数"),
            "在自由书写区之外改过；请先用 import-review 收回，或换一个文件名",
        ),
        (("piyue-review/", "other/"), "文件已存在，且不是本次审阅的导出文件；请换一个文件名"),
    ],
    ids=["edited", "another"],
)
def test_what_is_in_the_way_is_told_in_chinese(
    piyue: Any, marked: Path, tmp_path: Path, edit: tuple[str, str], cause: str
) -> None:
    memo = tmp_path / "memo.md"
    piyue("export", marked, "-o", memo)
    memo.write_text(memo.read_text("utf-8").replace(*edit), "utf-8")
    _, _, err = piyue("export", marked, "-o", memo, "--lang", "zh")
    assert err == f"piyue: {memo}: {cause}，或加 --force\n"


def test_a_memo_that_was_edited_is_not_replaced_unless_forced(
    piyue: Any, marked: Path, tmp_path: Path
) -> None:
    memo = tmp_path / "memo.md"
    piyue("export", marked, "-o", memo)
    memo.write_text(memo.read_text("utf-8").replace("核对口径", "核对基数"), "utf-8")
    status, _, err = piyue("export", marked, "-o", memo)
    assert status == 1
    assert "was edited outside its free block" in err
    assert "核对基数" in memo.read_text("utf-8")
    assert piyue("export", marked, "-o", memo, "--force")[0] == 0
    assert "核对基数" not in memo.read_text("utf-8")


def test_nothing_is_left_beside_a_file_that_is_in_the_way(
    piyue: Any, marked: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    other = folder / "notes.md"
    other.write_text("mine")
    assert piyue("export", marked, "-o", other) == (1, "", in_the_way(other))
    assert other.read_text() == "mine"
    assert [*folder.iterdir()] == [other]


def test_a_memo_behind_a_symbolic_link_keeps_the_link(
    piyue: Any, marked: Path, tmp_path: Path
) -> None:
    link, memo = tmp_path / "link.md", tmp_path / "memo.md"
    link.symlink_to(memo)
    assert piyue("export", marked, "-o", link)[0] == 0
    assert link.is_symlink()
    assert memo.is_file()


@pytest.mark.parametrize(
    "target", ["{}/file/x.md", "/dev/full", "{}/" + "x" * 300 + ".md", "~nobody-here/x.md", "{}"]
)
@pytest.mark.parametrize("force", [[], ["--force"]])
def test_a_file_that_cannot_be_written_is_one_line(
    piyue: Any, report_path: Path, tmp_path: Path, target: str, force: list[str]
) -> None:
    (tmp_path / "file").touch()
    name = target.format(tmp_path)
    status, out, err = piyue("export", report_path, "-o", name, *force)
    assert (status, out) == (1, "")
    assert err.startswith(f"piyue: {name}: ")
    assert err.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


# Several files


def test_several_go_into_a_folder_under_names_of_their_own(
    piyue: Any, marked: Path, report_path: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "out" / "2026"
    missing = tmp_path / "missing.txt"
    status, out, err = piyue(
        *("export", marked, missing, report_path, "--to", "html", "-o", folder),
        *("--reviewer", "李"),
    )
    assert status == 1
    assert err == f"piyue: {missing}: No such file or directory\n"
    names = {"审阅_青禾县2025年政务服务报告_李.html"}
    names.add("审阅_2024年长宁区法治政府建设情况报告_李.html")
    assert {one.name for one in folder.iterdir()} == names
    assert {*out.splitlines()} == {str(folder / name) for name in names}


def test_one_goes_into_a_folder_that_is_named_as_one(
    piyue: Any, path: Path, tmp_path: Path
) -> None:
    assert piyue("export", path, "-o", f"{tmp_path}/new/", "--reviewer", "李/../王")[0] == 0
    assert [one.name for one in (tmp_path / "new").iterdir()] == [
        "审阅_青禾县2025年政务服务报告_李_王.md"
    ]


def test_two_documents_of_one_name_do_not_replace_each_other(
    piyue: Any, path: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.txt"
    other.write_text(COUNTY.replace("两百", "三百"), "utf-8")
    folder = tmp_path / "out"
    status, out, err = piyue("export", path, other, "-o", folder)
    assert (status, out.count("\n")) == (1, 1)
    assert err == in_the_way(Path(out.strip()))


@pytest.mark.parametrize(
    ("options", "cause"),
    [
        (["{}", "{}"], "several files go into a folder: name it with -o"),
        (
            ["{}", "--to", "docx", "--template", "full"],
            "a template writes Markdown: leave --to out",
        ),
    ],
)
def test_options_that_do_not_go_together(
    piyue: Any, path: Path, options: list[str], cause: str
) -> None:
    status, out, err = piyue("export", *(one.format(path) for one in options))
    assert (status, out) == (2, "")
    assert cause in err
