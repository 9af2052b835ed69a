"""Merge, backup, restore and doctor, as they are typed."""

from __future__ import annotations

import ast
import errno
import json
import os
from pathlib import Path
from typing import Any

import pytest

import store
from core.document import Document
from tests.store.libraries import FIRST, content, entry, keep, lines, put
from tui.doctor import _clipboard
from tui.locale.zh import CAUSES

TITLE = "2024年长宁区法治政府建设情况报告"


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """The library that the commands use."""
    return tmp_path / "library"


@pytest.fixture
def theirs(tmp_path: Path, piyue: Any, report_path: Path) -> Path:
    """A colleague's library with two reviews of the shipped report."""
    folder = tmp_path / "theirs"
    for reviewer, locator in (("张三", "1.3.2"), ("李四", "0.1"), ("李四", "0.2")):
        piyue("--library", folder, "--reviewer", reviewer, "tag", report_path, locator, "1")
    return folder


def listed(piyue: Any, path: Path, reviewer: str = "张三") -> dict[str, list[str]]:
    """The tags of a review by locator."""
    out = piyue("annotations", path, "--json", "--reviewer", reviewer)[1]
    return {one["locator"]: one["tags"] for one in json.loads(out)["annotations"]}


# merge


def test_merge_says_what_came_and_the_second_time_that_nothing_is_new(
    piyue: Any, report_path: Path, theirs: Path, mine: Path
) -> None:
    status, out, err = piyue("merge", theirs)
    assert (status, err) == (0, "")
    assert sorted(out.splitlines()[:2]) == [f"+1\t张三\t{TITLE}", f"+2\t李四\t{TITLE}"]
    assert out.splitlines()[2:] == ["documents that came: 1, saves that came: 3"]
    assert listed(piyue, report_path) == {"1.3.2": ["highlight"]}
    before = content(mine)
    assert piyue("merge", theirs, theirs) == (0, "nothing new\n" * 2, "")
    assert {name: data for name, data in content(mine).items() if name != "index.json"} == before


def test_merge_names_what_it_refuses_a_line_each_and_brings_the_rest(
    piyue: Any, theirs: Path, tmp_path: Path
) -> None:
    put(theirs, b"{}\n" + lines(entry(1)), "王五")
    (theirs / FIRST / "a\x1b[31m\n.jsonl").touch()
    status, out, err = piyue("merge", theirs, tmp_path / "nowhere")
    assert status == 1
    assert out.endswith("documents that came: 1, saves that came: 3\n")
    first, second, third = err.splitlines()
    assert first == f"piyue: {theirs}/{FIRST}/a [31m .jsonl: not the name of a review"
    assert second.startswith(f"piyue: {theirs}/{FIRST}/王五.jsonl: line 1 is damaged")
    assert third == f"piyue: {tmp_path}/nowhere: cannot be read: No such file or directory"


def test_a_review_that_was_sent_is_merged(
    piyue: Any, report_path: Path, theirs: Path, tmp_path: Path
) -> None:
    piyue("tag", report_path, "0.1", "2", "--reviewer", "王五")
    [review] = theirs.rglob("张三.jsonl")
    sent = review.rename(tmp_path / "张三 (1).jsonl")
    assert piyue("merge", sent)[:2] == (
        0,
        f"+1\t张三\t{TITLE}\ndocuments that came: 0, saves that came: 1\n",
    )
    assert listed(piyue, report_path) == {"1.3.2": ["highlight"]}


# backup and restore


def test_backup_and_restore(piyue: Any, report_path: Path, theirs: Path, tmp_path: Path) -> None:
    file = tmp_path / "backup.json"
    piyue("merge", theirs)
    assert piyue("backup", file) == (
        0,
        f"documents: 1, reviews: 2, annotations: 3, saves: 3  {file}\n",
        "",
    )
    piyue("tag", report_path, "1.3.2", "2", "--reviewer", "张三")
    piyue("tag", report_path, "1.3.1", "3", "--reviewer", "张三")
    piyue("tag", report_path, "0.1", "--remove", "--reviewer", "李四")
    table = sorted([f"+0 ~1 -1\t张三\t\t{TITLE}", f"+1 ~0 -0\t李四\t\t{TITLE}"])
    status, out, err = piyue("restore", file)
    *rows, last = out.splitlines()
    assert (status, sorted(rows), err) == (0, table, "")
    assert last == "nothing has been changed; --yes does it"
    assert listed(piyue, report_path).keys() == {"1.3.2", "1.3.1"}

    status, out, err = piyue("restore", file, "--yes")
    *rows, last = out.splitlines()
    assert (status, sorted(rows), err) == (0, table, "")
    assert last == "restored; piyue undo takes it back, review by review"
    assert listed(piyue, report_path) == {"1.3.2": ["highlight"]}
    assert listed(piyue, report_path, "李四").keys() == {"0.1", "0.2"}
    assert piyue("restore", file, "--yes") == (0, "everything is as in the backup\n", "")

    assert piyue("undo", report_path, "--reviewer", "张三")[:2] == (0, "undo restore\n")
    assert listed(piyue, report_path).keys() == {"1.3.2", "1.3.1"}


def test_what_is_gone_comes_back(
    piyue: Any, report_path: Path, theirs: Path, mine: Path, tmp_path: Path
) -> None:
    file = tmp_path / "backup.json"
    piyue("--library", theirs, "backup", file)
    status, out, _ = piyue("restore", file, "--yes")
    assert status == 0
    assert sorted(out.splitlines()[:3]) == [
        f"\t\tthe document\t{TITLE}",
        f"+1 ~0 -0\t张三\thistory +1\t{TITLE}",
        f"+2 ~0 -0\t李四\thistory +2\t{TITLE}",
    ]
    assert content(mine) == content(theirs)


def test_a_damaged_review_is_named_by_backup_and_set_aside_by_restore(
    piyue: Any, report_path: Path, theirs: Path, mine: Path, tmp_path: Path
) -> None:
    file, second = tmp_path / "backup.json", tmp_path / "second.json"
    piyue("merge", theirs)
    piyue("backup", file)
    [review] = mine.rglob("李四.jsonl")
    review.write_bytes(b"{}\n" + review.read_bytes())
    status, out, err = piyue("backup", second)
    assert (status, out) == (1, f"documents: 1, reviews: 1, annotations: 1, saves: 1  {second}\n")
    assert err.startswith(f"piyue: {review}: line 1 is damaged")
    assert piyue("backup", file)[2].splitlines()[1] == (
        f"piyue: {file}: an earlier backup may hold what is damaged now; name another file"
    )
    status, out, _ = piyue("restore", file, "--yes")
    assert status == 0
    assert f"\t李四\tdamaged: set aside\t{TITLE}\nset aside: {review}.damaged\n" in out
    assert listed(piyue, report_path, "李四").keys() == {"0.1", "0.2"}


def test_there_is_nothing_to_back_up(piyue: Any, mine: Path, tmp_path: Path) -> None:
    file = tmp_path / "backup.json"
    missing = f"piyue: {mine}: cannot be read: No such file or directory\n"
    assert piyue("backup", file) == (1, "", missing)
    mine.mkdir()
    assert piyue("backup", file) == (1, "", f"piyue: {mine}: no review of Piyue's\n")
    assert not file.exists()


@pytest.mark.parametrize("command", [["backup"], ["restore"], ["restore", "--yes"]], ids=" ".join)
@pytest.mark.parametrize("name", ["folder", "pipe", "file/below", "notes.txt"])
def test_a_file_that_will_not_do_is_one_line_and_nothing_changes(
    piyue: Any, theirs: Path, mine: Path, tmp_path: Path, command: list[str], name: str
) -> None:
    piyue("merge", theirs)
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "file").touch()
    (tmp_path / "notes.txt").write_text("mine")
    before = content(tmp_path)
    status, out, err = piyue(*command, tmp_path / name)
    assert (status, out, err.count("\n")) == (1, "", 1)
    assert err.startswith(f"piyue: {tmp_path / name}: ")
    assert content(tmp_path) == before


def test_a_full_disk_is_one_line_and_nothing_changes(
    piyue: Any, theirs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "no")

    before = content(tmp_path)
    monkeypatch.setattr(os, "fdatasync", full)
    file = tmp_path / "backup.json"
    assert piyue("--library", theirs, "backup", file) == (
        1,
        "",
        f"piyue: {file}: not saved: the disk is full\n",
    )
    assert content(tmp_path) == before


@pytest.mark.parametrize("command", ["merge", "backup", "restore"])
def test_these_need_a_name(piyue: Any, command: str) -> None:
    assert piyue(command)[0] == 2


# doctor


def test_doctor_finds_a_library_in_order(piyue: Any, theirs: Path, mine: Path) -> None:
    piyue("merge", theirs)
    status, out, err = piyue("doctor")
    assert (status, err) == (0, "")
    assert out.startswith("Piyue 0.1.0, Python 3.")
    assert f"\nlibrary: {mine}: can be written, " in out
    assert "\nreviews: whole: 2, saves in them: 3\n" in out
    assert "\nterminal: " in out
    assert "\nclipboard: " in out
    assert "\nLibreOffice: " in out


def test_doctor_names_what_is_wrong_and_repairs_a_torn_end(
    piyue: Any, theirs: Path, mine: Path
) -> None:
    piyue("merge", theirs)
    [review] = mine.rglob("李四.jsonl")
    with review.open("ab") as file:
        file.write(b'{"v":1')
    status, out, err = piyue("doctor")
    assert (status, err) == (1, f"piyue: {mine}: needs attention: 1\n")
    assert f"{review}: WRONG: a torn end, which --repair sets aside; bytes: 6\n" in out
    status, out, _ = piyue("doctor", "--repair")
    assert status == 0
    assert f"{review}: to know: a torn end was set aside in: {review}.torn\n" in out
    assert piyue("doctor")[0] == 0


def test_doctor_looks_at_the_reviews_of_a_document_by_name(
    piyue: Any, report_path: Path, theirs: Path, mine: Path
) -> None:
    piyue("merge", theirs)
    put(mine, b"{}\n" + lines(entry(1)))
    status, out, _ = piyue("doctor", report_path)
    assert status == 0
    [review] = mine.rglob("李四.jsonl")
    assert f"{review}: whole, saves: 2\n" in out
    assert piyue("doctor")[0] == 1


def test_doctor_looks_at_the_others_where_one_cannot_be_read(
    piyue: Any, report_path: Path, theirs: Path, mine: Path, tmp_path: Path
) -> None:
    piyue("merge", theirs)
    status, out, err = piyue("doctor", tmp_path / "missing.txt", report_path)
    assert status == 1
    assert "reviews: whole: 2, saves in them: 3\n" in out
    assert err.splitlines() == [
        f"piyue: {tmp_path}/missing.txt: No such file or directory",
        f"piyue: {mine}: needs attention: 1",
    ]


def test_doctor_for_scripts(piyue: Any, theirs: Path, mine: Path) -> None:
    piyue("merge", theirs)
    bad = put(mine, b"{}\n" + lines(entry(1)))
    keep(mine)
    status, out, _ = piyue("doctor", "--json")
    assert status == 1
    found = json.loads(out)
    assert found.keys() == {
        *("schema", "piyue", "python", "library", "terminal", "clipboard", "libreoffice"),
        *("reviews", "findings", "wrong"),
    }
    assert sorted(one["saves"] for one in found["reviews"]) == [1, 2]
    [finding] = found["findings"]
    assert (finding["path"], finding["is_wrong"], found["wrong"]) == (str(bad), True, 1)
    assert found["library"].keys() == {"path", "exists", "is_writable", "free"}


def test_doctor_makes_nothing(piyue: Any, report_path: Path, tmp_path: Path) -> None:
    status, out, _ = piyue("doctor")
    assert status == 0
    assert "not there yet; the first save makes it" in out
    assert piyue("doctor", report_path)[0] == 0
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("library", ["file", "file/below", "dangling"])
def test_doctor_tells_of_a_library_that_cannot_be_written(
    piyue: Any, tmp_path: Path, library: str
) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere" / "at all")
    status, out, _ = piyue("doctor", "--library", tmp_path / library)
    assert status == 1
    assert f"library: {tmp_path / library}: WRONG: cannot be written" in out


@pytest.mark.parametrize(
    ("variables", "programs", "clipboard"),
    [
        ({"DISPLAY": ":0"}, {"xclip", "xsel"}, "xclip"),
        ({"DISPLAY": ":0"}, {"xsel"}, "xsel"),
        ({"WAYLAND_DISPLAY": "wayland-0"}, {"wl-copy", "wl-paste"}, "wl"),
        ({}, {"xclip"}, ""),
    ],
)
def test_doctor_knows_what_copies(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], programs: set[str], clipboard: str
) -> None:
    import pyperclip  # noqa: PLC0415 (looks for clipboard programs when imported)

    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(pyperclip, "_executable_exists", programs.__contains__)
    monkeypatch.setattr("platform.system", lambda: "Linux")
    assert _clipboard() == clipboard


# What is said


def test_it_is_all_said_in_chinese(piyue: Any, theirs: Path, mine: Path, tmp_path: Path) -> None:
    put(theirs, b"one\ntwo\n", "王五")
    status, out, err = piyue("--lang", "zh", "merge", theirs)
    assert (status, out.splitlines()[2:]) == (1, ["并入文档 1 份、保存 3 次"])
    assert err == f"piyue: {theirs}/{FIRST}/王五.jsonl: 没有一行是完整的\n"
    out = piyue("--lang", "zh", "backup", tmp_path / "b.json")[1]
    assert out.startswith("文档 1 份、批阅 2 份、批注 3 条、保存 3 次")
    (mine / "notes.txt").touch()
    out = piyue("--lang", "zh", "doctor")[1]
    assert f"{mine}/notes.txt: 提示: 不是批阅的文件\n" in out


def test_names_and_titles_of_others_cannot_steer_the_terminal(
    piyue: Any, report: Document, mine: Path, theirs: Path
) -> None:
    [review] = theirs.rglob("张三.jsonl")
    review.rename(review.with_name("%1B[31m红.jsonl"))
    assert "\x1b" not in "".join(map(str, piyue("merge", theirs)))
    piyue("backup", mine / "b.json")
    [path] = mine.rglob("%1B*")
    path.unlink()
    assert "[31m红" in piyue("restore", mine / "b.json")[1]
    assert "\x1b" not in piyue("restore", mine / "b.json")[1]


def causes() -> set[str]:
    """The fixed parts of what the modules behind these commands refuse or find."""
    found: set[str] = set()
    names = ("backup", "checking", "copying", "documents", "merging", "restoring")
    for name in names:
        source = Path(store.__file__).with_name(f"{name}.py").read_text("utf-8")
        for node in ast.walk(ast.parse(source)):
            kind = getattr(getattr(node, "func", None), "id", "")
            if kind == "Finding" or (kind.endswith("Error") and kind != "ValueError"):
                for one in ast.walk(ast.Module(node.args, [])):  # type: ignore[attr-defined]
                    if isinstance(one, ast.Constant) and isinstance(one.value, str):
                        found |= set(filter(None, one.value.split(": ")))
    return found


def test_every_refusal_and_finding_has_its_chinese() -> None:
    found = causes()
    assert {"no review of Piyue's", "a torn end was set aside in"} <= found
    assert sorted(found - CAUSES.keys()) == []
