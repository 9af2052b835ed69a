"""The command line, as scripts use it."""

import json
import re
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any

import pytest

from core.document import Document
from store.library import Library
from store.log import FileLog
from store.storage import JournalStorage
from tests.core.reading.make_docx import make_docx, p
from tui.arguments import COMMANDS


def listed(piyue: Any, path: Path) -> list[dict[str, Any]]:
    return json.loads(piyue("annotations", path, "--json")[1])["annotations"]


def test_outline_as_json_is_one_line_a_file(piyue: Any, report_path: Path) -> None:
    status, out, err = piyue("outline", report_path, report_path, "--json")
    assert (status, err) == (0, "")
    first, second = map(json.loads, out.splitlines())
    assert first == second
    assert first["schema"] == 1
    assert first["path"] == str(report_path)
    assert first["document"].keys() == {
        *("id", "title", "issuer", "document_number", "written", "published", "source"),
        *("index_number", "validity"),
        *("characters", "warnings"),
    }
    assert first["sections"][2] == {
        "id": "s3",
        "parent": "s1",
        "level": 2,
        "number": "(二)",
        "title": "持续加强法治化营商环境建设",
        "start": 333,
        "end": 350,
        "locator": "1.2",
    }
    measure = first["measures"][8]
    assert measure == {
        "locator": "1.3.2",
        "section": "s4",
        "start": 495,
        "end": 517,
        "text": "全市范围内率先实现电子档案与电子材料库对接。",
        "is_topic": False,
        "topic": "1.3.1",
    }


def test_outline_as_a_tree_has_no_colours_in_a_pipe(piyue: Any, report_path: Path) -> None:
    status, out, _ = piyue("outline", report_path)
    assert status == 0
    assert "\x1b" not in out
    assert "1.7  (七)完善共建共治共享的社会治理新格局" in out


def test_metrics(piyue: Any, report_path: Path) -> None:
    status, out, _ = piyue("metrics", report_path, "--json", "--find", "调解成功率")
    assert status == 0
    metric, *_others = json.loads(out)["metrics"]
    assert metric == {
        "start": 1679,
        "end": 1684,
        "surface": "95.6%",
        "value": 95.6,
        "value_max": None,
        "unit": "%",
        "kind": "percent",
        "subject": "调解成功率",
        "qualifier": None,
        "locator": "1.7.3",
    }
    assert piyue("metrics", report_path, "--find", "95.6")[1].startswith(
        "1.7.3\t95.6%\t调解成功率\t"
    )


def test_tag_list_undo_redo_history(piyue: Any, report_path: Path) -> None:
    assert piyue("tag", report_path, "1.3.2", "highlight", "跟进", "--note", "请核实")[0] == 0
    [annotation] = listed(piyue, report_path)
    assert re.fullmatch(r"[0-9a-f]{8}", annotation.pop("id"))
    assert annotation.pop("created") == annotation.pop("updated")
    assert annotation.pop("reviewer")
    assert annotation == {
        "locator": "1.3.2",
        "tags": ["highlight", "follow-up"],
        "note": "请核实",
        "read": False,
        "quote": "全市范围内率先实现电子档案与电子材料库对接。",
        "state": "attached",
        "links": [],
    }
    assert piyue("undo", report_path)[:2] == (0, "undo mark 1.3.2 highlight follow-up note\n")
    assert listed(piyue, report_path) == []
    assert piyue("redo", report_path)[0] == 0
    assert len(listed(piyue, report_path)) == 1
    assert piyue("redo", report_path) == (1, "", f"piyue: {report_path}: nothing to redo\n")
    assert "mark 1.3.2 highlight follow-up note" in piyue("history", report_path)[1]


@pytest.mark.parametrize(
    ("arguments", "tags", "note", "read"),
    [
        (["1", "2", "3"], ["highlight", "weakness", "follow-up"], "旧", False),
        (["亮点", "--remove"], [], "旧", False),
        (["--note", "新"], ["highlight"], "新", False),
        (["--note", "", "--remove"], ["highlight"], "", False),
        (["--note", ""], ["highlight"], "", False),
        (["--read"], ["highlight"], "旧", True),
    ],
)
def test_tagging_changes_only_what_it_names(
    piyue: Any, report_path: Path, arguments: list[str], tags: list[str], note: str, read: bool
) -> None:
    piyue("tag", report_path, "0.1", "highlight", "--note", "旧")
    assert piyue("tag", report_path, "0.1", *arguments)[0] == 0
    [annotation] = listed(piyue, report_path)
    assert (annotation["tags"], annotation["note"], annotation["read"]) == (tags, note, read)


def test_several_measures_are_one_step(piyue: Any, report_path: Path) -> None:
    assert piyue("tag", report_path, "0.1,1.3.2", "1")[0] == 0
    assert [it["locator"] for it in listed(piyue, report_path)] == ["0.1", "1.3.2"]
    assert piyue("undo", report_path)[:2] == (0, "undo mark 0.1、1.3.2 highlight\n")
    assert listed(piyue, report_path) == []
    assert piyue("tag", report_path, "0.1,9.9", "1")[0] == 1
    assert listed(piyue, report_path) == []


def test_steps_are_named_in_the_language_of_the_interface(piyue: Any, report_path: Path) -> None:
    for arguments in (["1"], ["1", "--remove"], ["--note", "x"], ["--read"], ["--remove"]):
        piyue("tag", report_path, "1.3.2", *arguments)
    piyue("undo", report_path)
    lines = piyue("history", report_path, "--lang", "zh")[1].splitlines()
    assert [line.split("  ")[2] for line in lines] == [
        "标记 1.3.2 亮点",
        "取消标记 1.3.2 亮点",
        "批注 1.3.2",
        "已阅 1.3.2",
        "清除 1.3.2",
        "撤销 清除 1.3.2",
    ]


def test_a_note_of_any_length_comes_from_standard_input(
    piyue: Any, report_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = "请核实。" * 100_000
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(note.encode() + b"\0\n")))
    assert piyue("tag", report_path, "0.1", "--note", "-")[0] == 0
    assert listed(piyue, report_path)[0]["note"] == note


def test_a_review_opens_when_its_file_is_gone(piyue: Any, tmp_path: Path) -> None:
    file = tmp_path / "report.txt"
    file.write_text("某区报告\n一、甲\n深化改革，办结12件。\n", "utf-8")
    piyue("tag", file, "1.1", "1")
    file.unlink()
    assert [it["quote"] for it in listed(piyue, file)] == ["深化改革，办结12件。"]
    status, out, err = piyue("outline", file)
    assert (status, "1  一、甲" in out) == (0, True)
    assert err == f"piyue: {file}: the file is gone: this is the text that was reviewed\n"
    kept = json.loads(piyue("library", "--json")[1])["path"]
    assert [it["locator"] for it in listed(piyue, Path(kept))] == ["1.1"]


def test_the_library_lists_documents_with_progress(piyue: Any, report_path: Path) -> None:
    assert piyue("library") == (0, "", "")
    piyue("tag", report_path, "0.1,1.3.2", "1", "--reviewer", "李")
    piyue("tag", report_path, "0.1", "2", "3", "--reviewer", "王")
    status, out, _ = piyue("library")
    assert status == 0
    assert [line.split("\t")[1:] for line in out.splitlines()] == [
        ["2/79", "+2 -0 !0", "李", "2024年长宁区法治政府建设情况报告", str(report_path)],
        ["1/79", "+0 -1 !1", "王", "2024年长宁区法治政府建设情况报告", str(report_path)],
    ]
    found = json.loads(piyue("library", "--json")[1])
    assert (found["schema"], found["measures"], found["source"]) == (1, 79, str(report_path))
    assert [it["tags"] for it in found["reviews"]] == [
        {"highlight": 2},
        {"weakness": 1, "follow-up": 1},
    ]


def test_a_time_that_no_calendar_has_does_no_harm(
    piyue: Any, report_path: Path, report: Document, tmp_path: Path
) -> None:
    log = FileLog(tmp_path / "library" / report.id / "李.jsonl")
    storage = JournalStorage(log, "李", clock=lambda: 10**30)
    storage.put({"annotations": {"79": {"tags": []}}}, "mark")
    assert piyue("history", report_path, "--reviewer", "李") == (0, "  李  mark\n", "")
    assert piyue("library")[0] == 0


def test_remove_alone_takes_everything_off(piyue: Any, report_path: Path) -> None:
    piyue("tag", report_path, "0.1", "highlight", "--note", "旧", "--read")
    assert piyue("tag", report_path, "0.1", "--remove")[0] == 0
    assert listed(piyue, report_path) == []


def test_reviewers_do_not_see_each_other(piyue: Any, report_path: Path) -> None:
    piyue("tag", report_path, "0.1", "1", "--reviewer", "张三")
    piyue("--reviewer", "李四", "tag", report_path, "0.2", "2")
    for reviewer, locator in (("张三", "0.1"), ("李四", "0.2")):
        out = piyue("annotations", report_path, "--json", "--reviewer", reviewer)[1]
        [annotation] = json.loads(out)["annotations"]
        assert (annotation["locator"], annotation["reviewer"]) == (locator, reviewer)


def bad_input(folder: Path) -> dict[Path, str]:
    """Files that cannot be read, with the cause that is to be named."""
    (folder / "empty.txt").touch()
    (folder / "folder.txt").mkdir()
    (folder / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    (folder / "nul.txt").write_bytes(b"a\x00b")
    (folder / "blank.txt").write_text(" \n\n")
    return {
        folder / "missing.txt": "No such file or directory",
        folder / "empty.txt": "the file is empty",
        folder / "folder.txt": "Is a directory",
        folder / "picture.txt": "a picture",
        folder / "nul.txt": "not a text file",
        folder / "blank.txt": "the file holds no text",
    }


@pytest.mark.parametrize(
    "command",
    [
        ["outline"],
        ["outline", "--json"],
        ["metrics"],
        ["annotations"],
        ["history"],
        ["undo"],
        ["redo"],
        ["export"],
        ["tag", "FILE", "0.1", "1"],
        [],
    ],
    ids=" ".join,
)
def test_wrong_input_is_one_line_and_status_1(
    piyue: Any, tmp_path: Path, command: list[str]
) -> None:
    for path, cause in bad_input(tmp_path).items():
        if not command and path.is_dir():  # the app imports what is in it
            continue
        arguments = [str(path) if word == "FILE" else word for word in command]
        if "FILE" not in command:
            arguments.append(str(path))
        assert piyue(*arguments) == (1, "", f"piyue: {path}: {cause}\n")


def test_a_file_that_fails_does_not_stop_the_others(
    piyue: Any, report_path: Path, tmp_path: Path
) -> None:
    status, out, err = piyue("outline", tmp_path / "no", report_path, "--json")
    assert status == 1
    assert len(out.splitlines()) == 1
    assert err.count("\n") == 1


def test_an_unwritable_library_is_one_line(piyue: Any, report_path: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    status, out, err = piyue("--library", tmp_path / "file", "tag", report_path, "0.1", "1")
    assert (status, out) == (1, "")
    assert re.fullmatch(rf"piyue: {tmp_path}/file/\S+: .+\n", err)


def test_an_unknown_locator_is_one_line(piyue: Any, report_path: Path) -> None:
    status, _, err = piyue("tag", report_path, "9.9\x1b[31m", "1")
    assert (status, err) == (1, f"piyue: {report_path}: no measure 9.9 [31m\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ["outline"],
        ["tag", "FILE", "0.1", "nonsense"],
        ["export", "FILE", "--to", "pdf"],
        ["--lang", "fr"],
        ["--reviewer", " ", "outline", "FILE"],
        ["--nonsense"],
        ["--libr", "x", "outline", "FILE"],
        ["tag", "FILE", "0.1"],
    ],
    ids=" ".join,
)
def test_wrong_usage_is_status_2(piyue: Any, arguments: list[str]) -> None:
    status, out, err = piyue(*arguments)
    assert (status, out) == (2, "")
    assert "Traceback" not in err


def test_version_and_help(piyue: Any) -> None:
    assert piyue("--version") == (0, "piyue 0.1.0\n", "")
    status, out, _ = piyue("--help")
    assert status == 0
    for name in COMMANDS:
        assert f"\n  {name} " in out
        assert piyue(name, "--help")[0] == 0


def test_a_record_that_is_no_annotation_is_named(
    piyue: Any, report_path: Path, report: Document, tmp_path: Path
) -> None:
    store = Library(tmp_path / "library").review(report.id, "李")
    store.change("79", lambda _record: {"tags": []}, "test")
    status, _, err = piyue("annotations", report_path, "--reviewer", "李")
    assert status == 1
    assert err.endswith("李.jsonl: '79' is no annotation of Piyue's\n")


def test_a_tag_of_a_newer_version_is_listed_exported_and_kept(
    piyue: Any, report_path: Path, report: Document, tmp_path: Path
) -> None:
    piyue("tag", report_path, "0.1", "1", "--reviewer", "李")
    store = Library(tmp_path / "library").review(report.id, "李")
    store.change("79", lambda record: {**record, "tags": ["highlight", "doubt"]}, "test")
    piyue("tag", report_path, "0.1", "2", "--reviewer", "李")
    assert "**doubt**" in piyue("export", report_path, "--reviewer", "李")[1]
    out = piyue("annotations", report_path, "--json", "--reviewer", "李")[1]
    assert json.loads(out)["annotations"][0]["tags"] == ["highlight", "weakness", "doubt"]


def test_help_is_chinese_for_a_chinese_reviewer(piyue: Any, tmp_path: Path) -> None:
    out = piyue("--lang", "zh", "--help")[1]
    assert "审阅政策文件" in out
    assert "列出数字" in out
    err = piyue("outline", tmp_path / "missing.txt", "--lang=zh")[2]
    assert err == f"piyue: {tmp_path}/missing.txt: 文件或目录不存在\n"


def test_the_library_is_private(piyue: Any, report_path: Path, tmp_path: Path) -> None:
    piyue("tag", report_path, "0.1", "1", "--reviewer", "张三")
    [review] = (tmp_path / "library").rglob("*.jsonl")
    assert review.name == "张三.jsonl"
    assert review.stat().st_mode & 0o777 == 0o600
    assert review.parent.stat().st_mode & 0o777 == 0o700


def test_a_crash_leaves_a_report_and_one_line(
    piyue: Any, report_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_text: str, _vocabulary: object) -> None:
        raise RuntimeError("out of order")

    monkeypatch.setattr("tui.looking_up.find_facts", broken)
    monkeypatch.setattr("tui.locations.reports", lambda: tmp_path / "reports")
    status, out, err = piyue("metrics", report_path)
    [report] = (tmp_path / "reports").iterdir()
    assert (status, out) == (1, "")
    assert err == f"piyue: RuntimeError: out of order; report: {report}\n"
    assert "in broken" in report.read_text("utf-8")


def test_outline_warns_of_damage(piyue: Any, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.txt"
    damaged.write_bytes("某通知\n".encode() + b"\xff" + "各单位要认真落实。\n".encode() * 30)
    status, out, err = piyue("outline", damaged, "--json")
    assert json.loads(out)["document"]["warnings"] == [
        "damaged characters: 1: position of the first: 5"
    ]
    assert (status, err) == (0, "")
    assert piyue("outline", damaged)[2] == (
        f"piyue: {damaged}: damaged characters: 1: position of the first: 5\n"
    )


def test_formats_are_known_by_their_bytes_and_errors_name_the_file(
    piyue: Any, tmp_path: Path
) -> None:
    word = tmp_path / "word.txt"
    word.write_bytes(make_docx(p("一、甲"), p("办结12件。")))
    picture = tmp_path / "picture.docx"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n")
    status, out, err = piyue("outline", picture, word, "--json", "--lang", "zh")
    assert (status, err) == (1, f"piyue: {picture}: 这是图片\n")
    assert [one["title"] for one in json.loads(out)["sections"]] == ["甲"]


def test_warnings_are_told_in_the_language_of_the_interface(piyue: Any, tmp_path: Path) -> None:
    path = tmp_path / "gap.txt"
    path.write_text("一、甲\n文。\n三、丙\n文。\n", "utf-8")
    assert piyue("outline", path, "--lang", "zh")[2] == f"piyue: {path}: 编号有缺，其后为: 三、丙\n"


def test_a_file_that_never_ends_is_refused(piyue: Any) -> None:
    assert piyue("outline", "/dev/zero") == (1, "", "piyue: /dev/zero: larger than any document\n")


def test_behind_two_dashes_stand_files(
    piyue: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("-x.txt").write_text("一、甲\n文。\n", "utf-8")
    assert piyue("outline", "--", "-x.txt")[0] == 0
