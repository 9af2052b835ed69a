"""A review carried over to a new version of its document: on the command line and in the app."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Static

from core.reading import parse
from core.reading.kept import kept
from core.review import Annotation, is_waiting
from store.library import Library
from tests.tui.conftest import Reviewer
from tui.app import PiyueApp
from tui.opening import Desk
from tui.screens.queue import QueueScreen
from tui.screens.review import ReviewScreen
from tui.screens.versions import VersionScreen
from tui.session import annotations_of
from tui.widgets.row_list import RowList

FIRST = """青禾县2025年政务服务报告
一、办件情况
全年受理申请128件，办结率百分之九十五。
建成跨河联办窗口，方便两岸群众。
组织窗口人员参加业务培训三次。
东镇完成村道修缮并通过验收。
西镇完成村道修缮并通过验收。
二、下一步
继续推进一窗通办改革向乡镇延伸。
"""
# A figure corrected; a measure moved among others; one of two like sentences gone.
SECOND = """青禾县2025年政务服务报告
一、办件情况
全年受理申请131件，办结率百分之九十五。
建成跨河联办窗口，方便两岸群众。
西镇完成村道修缮并通过验收。
二、下一步
组织窗口人员开展业务轮训和技能比武三次。
继续推进一窗通办改革向乡镇延伸。
"""
NEW = parse(SECOND)
OLD = parse(FIRST)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "report.txt"


@pytest.fixture
def marked(piyue: Any, file: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file, whose first version 李 reviewed; the second stands in it now."""
    monkeypatch.setenv("PIYUE_REVIEWER", "李")
    file.write_text(FIRST, "utf-8")
    piyue("tag", file, "1.1,1.2", "1", "--note", "好")
    piyue("tag", file, "1.3", "--read")
    piyue("tag", file, "1.4,1.5", "2")
    piyue("tag", file, "2.1", "3", "--note", "待核")
    file.write_text(SECOND, "utf-8")
    return file


def listed(piyue: Any, file: Path) -> dict[str, tuple[str, str]]:
    """State and note by the words that each annotation quotes."""
    status, out, _err = piyue("annotations", file, "--json")
    assert status == 0
    found = json.loads(out)["annotations"]
    return {one["quote"][:4]: (one["state"], one["note"]) for one in found}


def old_review(library: Path) -> bytes:
    return (library / OLD.id / "李.jsonl").read_bytes()


CARRIED = {
    "全年受理": ("changed", "好"),
    "建成跨河": ("attached", "好"),
    "西镇完成": ("attached", ""),
    "继续推进": ("attached", "待核"),
    "组织窗口": ("needs confirmation", ""),
    "东镇完成": ("orphan", ""),
}

# The command line


def test_each_annotation_finds_its_place_or_waits_and_none_is_lost(
    piyue: Any, marked: Path, library: Path
) -> None:
    before = old_review(library)
    status, out, err = piyue("reattach", marked)
    assert (status, err) == (0, "")
    assert out.splitlines()[:6] == [
        "new version of 《青禾县2025年政务服务报告》",
        "attached\t3",
        "moved\t0",
        "changed\t1",
        "to be confirmed\t1",
        "no counterpart\t1",
    ]
    assert listed(piyue, marked) == CARRIED
    assert old_review(library) == before


def test_what_is_uncertain_is_told_with_what_it_may_be_and_how_that_differs(
    piyue: Any, marked: Path
) -> None:
    lines = piyue("reattach", marked)[1].splitlines()
    assert "changed\t1.1\t128件 → 131件" in lines
    at = lines.index("no counterpart\t1.4\t东镇完成村道修缮并通过验收。")
    assert lines[at + 1].startswith("  1\t1.3\t")
    assert lines[at + 1].endswith("[-东-]{+西+}镇完成村道修缮并通过验收。")


def test_a_dry_run_tells_the_same_and_saves_nothing(
    piyue: Any, marked: Path, library: Path
) -> None:
    told = piyue("reattach", marked, "--dry-run")[1].splitlines()
    assert told[-1] == "nothing has been changed: --dry-run"
    assert not (library / NEW.id).exists()
    assert piyue("reattach", marked)[1].splitlines()[:-1] == told[:-1]


def test_it_is_one_step_of_the_history_and_one_line(
    piyue: Any, marked: Path, library: Path
) -> None:
    piyue("reattach", marked)
    assert piyue("history", marked)[1].rstrip().endswith("李  carry over 6")
    assert len((library / NEW.id / "李.jsonl").read_bytes().splitlines()) == 1
    piyue("undo", marked)
    assert listed(piyue, marked) == {}
    piyue("redo", marked)
    assert listed(piyue, marked) == CARRIED


def test_doing_it_again_carries_nothing_twice(piyue: Any, marked: Path, library: Path) -> None:
    piyue("reattach", marked)
    before = (library / NEW.id / "李.jsonl").read_bytes()
    lines = piyue("reattach", marked)[1].splitlines()
    assert lines[-2:] == ["carried over before\t6", "nothing to carry over"]
    assert (library / NEW.id / "李.jsonl").read_bytes() == before


def test_marks_made_later_in_the_old_version_come_the_next_time(
    piyue: Any, marked: Path, tmp_path: Path
) -> None:
    old = tmp_path / "old.txt"
    old.write_text(FIRST, "utf-8")
    piyue("undo", old)
    piyue("reattach", marked)
    piyue("redo", old)
    assert piyue("reattach", marked)[1].splitlines()[1] == "attached\t1"
    assert listed(piyue, marked) == CARRIED


def test_what_was_said_of_the_new_text_meanwhile_keeps_its_place(piyue: Any, marked: Path) -> None:
    piyue("tag", marked, "1.2", "2", "--note", "新")
    piyue("reattach", marked)
    out = piyue("annotations", marked, "--json")[1]
    states = [
        (one["note"], one["state"])
        for one in json.loads(out)["annotations"]
        if one["quote"].startswith("建成")
    ]
    assert states == [("新", "attached"), ("好", "needs confirmation")]


def test_json_is_one_object_with_the_count_before_and_after(piyue: Any, marked: Path) -> None:
    out = piyue("reattach", marked, "--json", "--dry-run")[1]
    told = json.loads(out)
    assert (told["annotations_before"], told["carried"], told["dry_run"]) == (6, 6, True)
    assert sum(told["states"].values()) == len(told["annotations"]) == 6
    assert told["from"]["id"] == OLD.id
    assert told["document"]["id"] == NEW.id
    [corrected] = [one for one in told["annotations"] if one["figures"]]
    assert corrected["figures"] == [{"old": "128件", "new": "131件"}]
    assert corrected["new"]["quote"] == "全年受理申请131件，办结率百分之九十五。"
    [orphan] = [one for one in told["annotations"] if one["state"] == "orphan"]
    assert orphan["new"] is None
    assert orphan["candidates"][0]["locator"] == "1.3"


@pytest.mark.parametrize("name", ["old.txt", "旧稿.md"])
def test_the_old_version_can_be_named(piyue: Any, marked: Path, tmp_path: Path, name: str) -> None:
    old = tmp_path / name
    old.write_text(FIRST, "utf-8")
    new = tmp_path / "elsewhere.txt"
    new.write_text(SECOND.replace("2025", "2026"), "utf-8")
    assert piyue("reattach", new)[0] == 1
    assert piyue("reattach", new, "--from", old)[0] == 0
    assert listed(piyue, new) == CARRIED


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(["--from", "report.txt"], "the same text as", id="the same text"),
        pytest.param(["--from", "none.txt"], "No such file", id="no such file"),
        pytest.param(["--reviewer", "王"], "no earlier version", id="nothing of this reviewer"),
    ],
)
def test_what_cannot_be_carried_over_is_told_in_one_line(
    piyue: Any, marked: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], said: str
) -> None:
    monkeypatch.chdir(marked.parent)
    status, out, err = piyue("reattach", marked, *arguments)
    assert (status, out) == (1, "")
    assert said in err
    assert len(err.splitlines()) == 1


def test_a_third_version_takes_over_what_waits_in_the_second(piyue: Any, marked: Path) -> None:
    piyue("reattach", marked)
    marked.write_text(SECOND.replace("西镇", "东镇完成村道修缮并通过验收。\n西镇"), "utf-8")
    piyue("reattach", marked)
    found = listed(piyue, marked)
    assert found.keys() == CARRIED.keys()
    assert found["东镇完成"] == ("attached", "")


def test_of_two_marks_on_sentences_that_were_merged_one_waits(piyue: Any, marked: Path) -> None:
    marked.write_text(FIRST.replace("验收。\n西镇", "验收，西镇"), "utf-8")
    piyue("reattach", marked)
    found = json.loads(piyue("annotations", marked, "--json")[1])["annotations"]
    merged = [one["state"] for one in found if "weakness" in one["tags"]]
    assert len(found) == 6
    assert len(merged) == 2
    assert "needs confirmation" in merged or "orphan" in merged


def test_an_export_lists_what_waits_under_headings_of_its_own(piyue: Any, marked: Path) -> None:
    marked.write_text(FIRST, "utf-8")
    piyue("tag", marked, "1.3", "2")
    marked.write_text(SECOND, "utf-8")
    piyue("reattach", marked)
    memo = piyue("export", marked)[1]
    headings = [line for line in memo.splitlines() if line.startswith("## ")]
    assert headings[:4] == [
        "## 一、办件情况",
        "## 二、下一步",
        "## 待确认的批注",
        "## 原文中已找不到的批注",
    ]
    assert memo.index("## 待确认") < memo.index("> 组织窗口") < memo.index("## 原文中")


def test_what_waits_is_in_library_backup_merge_and_doctor(
    piyue: Any, marked: Path, tmp_path: Path
) -> None:
    piyue("reattach", marked)
    found = [json.loads(line) for line in piyue("library", "--json")[1].splitlines()]
    [row] = [one for one in found if one["id"] == NEW.id]
    assert row["reviews"][0]["reviewed"] == 4
    assert piyue("doctor")[0] == 0
    assert piyue("backup", tmp_path / "b.json")[0] == 0
    assert piyue("--library", tmp_path / "copy", "restore", tmp_path / "b.json", "--yes")[0] == 0
    status, out, _err = piyue("--library", tmp_path / "copy", "annotations", marked, "--json")
    assert (status, len(json.loads(out)["annotations"])) == (0, 6)


def test_a_lone_review_is_known_by_what_it_quotes_of_this_version(
    piyue: Any, marked: Path, library: Path, tmp_path: Path
) -> None:
    piyue("reattach", marked)
    lone = tmp_path / "李.jsonl"
    lone.write_bytes((library / NEW.id / "李.jsonl").read_bytes())
    (library / NEW.id / "李.jsonl").unlink()
    assert piyue("merge", lone)[0] == 0
    assert listed(piyue, marked) == CARRIED


def test_it_is_all_said_in_chinese(piyue: Any, marked: Path) -> None:
    out = piyue("--lang", "zh", "reattach", marked)[1]
    assert out.splitlines()[:2] == ["《青禾县2025年政务服务报告》的新版本", "原位\t3"]


def test_texts_of_others_cannot_steer_the_terminal(piyue: Any, marked: Path, library: Path) -> None:
    path = library / OLD.id / "document.json"
    path.write_text(path.read_text("utf-8").replace("report.txt", "r\\u001b[31m.txt"), "utf-8")
    assert "\x1b" not in "".join(map(str, piyue("reattach", marked)))


# The app


class Carrier(Reviewer):
    """A reviewer before the question and the queue."""

    @property
    def top(self) -> Any:
        return self.pilot.app.screen

    async def sees(self, screen: type[Any]) -> None:
        await self.until(lambda: isinstance(self.top, screen))
        await self.pilot.pause()

    def said(self, part: str) -> str:
        return str(self.top.query_one(part, Static).render())

    @property
    def rows(self) -> list[str]:
        rows = self.top.query_one(RowList)
        lines = (rows.render_line(y).text.rstrip() for y in range(rows.size.height))
        return [line for line in lines if line.strip()]

    def kept(self) -> dict[str, str]:
        """Where each annotation is on the disk, by its old words: a locator, or that it waits."""
        store = Library(self.library).review(NEW.id, "李")
        found = annotations_of(store)
        return {_before(one)[:4]: _place(key, one) for key, one in found.items()}


def _before(one: Annotation) -> str:
    return str(one.anchor.rest.get("was", {}).get("exact", one.anchor.exact))


def _place(key: str, one: Annotation) -> str:
    return one.anchor.rest["was"]["state"] if is_waiting(key) else one.anchor.locator


@pytest.fixture
def carrying_over(reviewing: Any, marked: Path, library: Path) -> Callable[..., Any]:
    """Open the second version in the app."""

    @asynccontextmanager
    async def start(size: tuple[int, int] = (120, 36)) -> AsyncIterator[Carrier]:
        async with reviewing(size=size, path=marked) as reviewer:
            yield Carrier(reviewer.pilot, library)

    return start


@pytest.fixture
def queueing(carrying_over: Callable[..., Any], piyue: Any, marked: Path) -> Callable[..., Any]:
    """Open the queue of the second version, to which everything was carried over."""

    @asynccontextmanager
    async def start(size: tuple[int, int] = (120, 36)) -> AsyncIterator[Carrier]:
        piyue("reattach", marked)
        async with carrying_over(size) as carrier:
            await carrier.press("Q")
            await carrier.sees(QueueScreen)
            yield carrier

    return start


PLACES = {
    "全年受理": "1.1",
    "建成跨河": "1.2",
    "西镇完成": "1.3",
    "继续推进": "2.2",
    "组织窗口": "needs confirmation",
    "东镇完成": "orphan",
}


async def test_a_new_version_asks_with_a_preview_and_enter_carries_over(
    carrying_over: Callable[..., Any], library: Path
) -> None:
    async with carrying_over() as carrier:
        await carrier.sees(VersionScreen)
        preview = [line.split() for line in carrier.said("#coming").splitlines()]
        assert [line[-1] for line in preview] == ["3", "0", "1", "1", "1"]
        assert not (library / NEW.id / "李.jsonl").exists()
        await carrier.press("enter")
        await carrier.sees(ReviewScreen)
        await carrier.until(lambda: "to place: 2 (Q)  saved" in carrier.status)
        assert carrier.kept() == PLACES
        await carrier.press("u")
        await carrier.until(lambda: carrier.kept() == {})
        assert "to place" not in carrier.status


@pytest.mark.parametrize("key", ["1", "space"])
async def test_a_key_pressed_to_mark_is_no_answer(
    carrying_over: Callable[..., Any], key: str
) -> None:
    async with carrying_over() as carrier:
        await carrier.sees(VersionScreen)
        await carrier.press(key)
        assert isinstance(carrier.top, VersionScreen)
        assert carrier.kept() == {}


@pytest.mark.parametrize(
    ("keys", "asks_again"),
    [(["escape"], True), (["j", "j", "enter"], True), (["j", "enter"], False)],
)
async def test_the_answer_is_remembered(
    carrying_over: Callable[..., Any], keys: list[str], asks_again: bool
) -> None:
    async with carrying_over() as carrier:
        await carrier.sees(VersionScreen)
        await carrier.press(*keys)
        await carrier.sees(ReviewScreen)
        await carrier.press("1")
        await carrier.press("q")
    async with carrying_over() as carrier:
        if asks_again:
            await carrier.sees(VersionScreen)
        else:
            await carrier.press("Q")
            await carrier.until(lambda: "no earlier version" in carrier.status)
            assert isinstance(carrier.top, ReviewScreen)


async def test_once_carried_over_it_asks_no_more(carrying_over: Callable[..., Any]) -> None:
    async with carrying_over() as carrier:
        await carrier.sees(VersionScreen)
        await carrier.press("enter")
        await carrier.until(lambda: carrier.kept() == PLACES)
        await carrier.press("u", "q")
    async with carrying_over() as carrier:
        await carrier.press("Q")  # but it can be had again
        await carrier.sees(VersionScreen)


async def test_the_queue_shows_the_old_words_and_what_they_may_have_become(
    queueing: Callable[..., Any],
) -> None:
    async with queueing() as carrier:
        assert carrier.said("#count") == "to be confirmed: 1    no counterpart: 1"
        assert [row.split()[-1][:6] for row in carrier.rows] == ["组织窗口人员", "东镇完成村道"]
        assert carrier.said("#words").startswith("1.3  组织窗口人员参加业务培训三次。\n\n1  2.1  ")
        await carrier.press("j")
        assert "东西镇完成村道修缮并通过验收。" in carrier.said("#words")
        assert "has a mark: both become one" in carrier.said("#words")


@pytest.mark.parametrize("key", ["enter", "1"])
async def test_a_key_accepts_a_candidate_and_u_takes_that_back(
    queueing: Callable[..., Any], key: str
) -> None:
    async with queueing() as carrier:
        await carrier.press(key)
        await carrier.until(lambda: len(carrier.rows) == 1)
        assert carrier.kept() == {**PLACES, "组织窗口": "2.1"}
        await carrier.press("u")
        await carrier.until(lambda: len(carrier.rows) == 2)
        assert carrier.kept() == PLACES


async def test_what_is_refused_stays_and_goes_by_hand_where_the_cursor_is(
    queueing: Callable[..., Any],
) -> None:
    async with queueing() as carrier:
        await carrier.press("x")
        await carrier.until(lambda: "no counterpart: 2" in carrier.said("#count"))
        assert carrier.kept() == {**PLACES, "组织窗口": "orphan"}
        await carrier.press("escape")
        await carrier.sees(ReviewScreen)
        assert "to place: 2 (Q)" in carrier.status
        await carrier.press("g", "j", "j", "j")
        assert carrier.locator == "2.1"
        await carrier.press("Q")
        await carrier.sees(QueueScreen)
        await carrier.press("c")
        await carrier.until(lambda: len(carrier.rows) == 1)
        assert carrier.kept() == {**PLACES, "组织窗口": "2.1"}


async def test_each_decision_is_a_step_of_the_history(
    queueing: Callable[..., Any], piyue: Any, marked: Path
) -> None:
    async with queueing() as carrier:
        await carrier.press("1")
        await carrier.until(lambda: len(carrier.rows) == 1)
        await carrier.press("1")
        await carrier.until(
            lambda: not carrier.kept().keys() - PLACES.keys() and "nothing" in carrier.rows[0]
        )
    steps = [line.split("  ")[-1] for line in piyue("history", marked)[1].splitlines()]
    assert steps == ["carry over 6", "confirm the place 2.1", "confirm the place 1.3"]
    found = json.loads(piyue("annotations", marked, "--json")[1])["annotations"]
    assert [one["locator"] for one in found] == ["1.1", "1.2", "1.3", "2.1", "2.2"]


async def test_the_inspector_tells_what_a_corrected_measure_said_before(
    carrying_over: Callable[..., Any], piyue: Any, marked: Path
) -> None:
    piyue("reattach", marked)
    async with carrying_over() as carrier:
        await carrier.press("g")
        said = "Version before\n128件 → 131件\n全年受理申请128件，办结率百分之九十五。"
        assert said in carrier.inspector
        await carrier.press("j")
        assert "Version before" not in carrier.inspector


async def test_a_document_of_the_library_that_was_imported_asks_too(
    marked: Path, library: Path
) -> None:
    house = Library(library)
    house.keep(NEW.id, lambda: kept(NEW, str(marked)))
    desk = Desk(library, "李")
    app = PiyueApp(iter([desk.reopen(NEW.id, str(marked))]), None, desk)
    async with app.run_test(size=(100, 30)) as pilot:
        carrier = Carrier(pilot, library)
        await carrier.sees(VersionScreen)


async def test_the_key_says_so_where_nothing_waits(reviewing: Any, path: Path) -> None:
    async with reviewing(path=path) as reviewer:
        await reviewer.press("Q")
        await reviewer.until(lambda: "nothing waits" in reviewer.status)


async def test_a_note_that_waits_is_shown_at_no_other_measure(
    carrying_over: Callable[..., Any], piyue: Any, marked: Path
) -> None:
    marked.write_text(FIRST, "utf-8")
    piyue("tag", marked, "1.4", "--note", "请核东镇")
    marked.write_text(SECOND, "utf-8")
    piyue("reattach", marked)
    async with carrying_over() as carrier:
        assert "请核东镇" not in carrier.text


@pytest.mark.parametrize("note", ["[b]粗[/b] \x1b[31m红"])
async def test_notes_are_shown_literally(
    queueing: Callable[..., Any], piyue: Any, marked: Path, note: str
) -> None:
    marked.write_text(FIRST, "utf-8")
    piyue("tag", marked, "1.3", "--note", note)
    marked.write_text(SECOND, "utf-8")
    async with queueing() as carrier:
        assert "Note: [b]粗[/b]" in carrier.said("#words")
        assert "\x1b" not in carrier.said("#words")


@pytest.mark.parametrize("size", [(60, 18), (100, 30), (200, 50)])
async def test_it_fits_every_terminal(queueing: Callable[..., Any], size: tuple[int, int]) -> None:
    async with queueing(size) as carrier:
        assert len(carrier.rows) == 2
        assert carrier.top.query_one("#whole").size.height > 2
