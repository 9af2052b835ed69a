"""The review screen, driven as a reviewer drives it."""

from __future__ import annotations

import asyncio
from asyncio import to_thread
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO, TextIOWrapper
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from rich.cells import cell_len
from textual.widgets import ProgressBar, TextArea

from core.document import Document
from core.reading import read
from store import disk
from store.library import Library
from tui import language
from tui.app import PiyueApp
from tui.opening import Opening
from tui.screens.help import HelpScreen
from tui.screens.note import NoteScreen
from tui.screens.review import ReviewScreen
from tui.widgets.lines import KeyLine, StatusLine
from tui.widgets.reader import Reader
from tui.widgets.section_tree import SectionTree

SMALL, WIDE = (80, 24), (120, 36)


@pytest.fixture
def held() -> Iterator[tuple[ThreadPoolExecutor, Event]]:
    """A worker that begins only when the gate opens: a document that takes long."""
    gate = Event()
    with ThreadPoolExecutor(max_workers=1) as worker:
        worker.submit(gate.wait)
        yield worker, gate
        gate.set()


# Opening and moving


async def test_the_report_opens_as_tree_text_and_inspector(reviewing) -> None:
    async with reviewing() as reviewer:
        assert "0/51 一、主要举措和成效" in reviewer.tree
        assert len(reviewer.tree) == 21
        assert "(一)持续深入学习宣传贯彻习近平法治思想。" in reviewer.text
        assert reviewer.locator == "0.1"
        assert "not reviewed" in reviewer.inspector
        assert "0.1 | reviewed 0/79 | +0 highlight" in reviewer.status
        assert reviewer.status.rstrip().endswith("saved")


@pytest.mark.parametrize(
    ("keys", "locator"),
    [
        ("j", "0.2"),
        ("down down", "1.1.1"),
        ("j j k", "0.2"),
        ("k", "0.1"),
        ("J", "1.1.1"),
        ("J J", "1.2.1"),
        ("J J j K", "1.2.1"),
        ("J J K", "1.1.1"),
        ("G", "4.5.2"),
        ("end home", "0.1"),
        ("G j", "4.5.2"),
        ("G g g", "0.1"),
        ("t", "0.2"),
        ("space t", "1.1.1"),
        ("G t", "0.1"),
        ("1 G left_square_bracket", "0.1"),
        ("j 2 g right_square_bracket", "0.2"),
        ("pagedown pageup", "0.1"),
    ],
)
async def test_moving(reviewing, keys: str, locator: str) -> None:
    async with reviewing() as reviewer:
        await reviewer.press(*keys.split())
        assert reviewer.locator == locator


async def test_pages_reach_the_end_and_come_back(reviewing) -> None:
    async with reviewing(SMALL) as reviewer:
        seen = [reviewer.locator]
        for _ in range(20):
            await reviewer.press("pagedown")
            seen.append(reviewer.locator)
        assert seen[1] != "0.1"
        assert seen[-1] == "4.5.2"
        await reviewer.press(*["ctrl+u"] * 40)
        assert reviewer.locator == "0.1"


async def test_the_tree_follows_the_text_and_the_other_way_round(reviewing) -> None:
    async with reviewing() as reviewer:
        tree = reviewer.screen.query_one(SectionTree)
        await reviewer.press("J", "J")
        assert "(二)持续加强" in str(tree.cursor_node.label)
        await reviewer.press("shift+tab", "j", "j")
        assert reviewer.locator == "1.4.1"
        await reviewer.press("k", "k", "k", "k")
        assert "一、主要举措和成效" in str(tree.cursor_node.label)
        await reviewer.press("j", "enter")
        assert reviewer.screen.focused is reviewer.screen.query_one(Reader)


async def test_folding(reviewing) -> None:
    async with reviewing() as reviewer:
        await reviewer.press("J", "h")
        assert len(reviewer.tree) == 13
        await reviewer.press("l")
        assert len(reviewer.tree) == 21
        await reviewer.press("shift+tab", "j", "j", "h", "l")
        assert reviewer.locator == "1.3.1"


async def test_a_click_chooses_a_measure_and_a_key(reviewing) -> None:
    async with reviewing() as reviewer:
        lines = reviewer.text.split("\n")
        y = next(i for i, line in enumerate(lines) if "制定《关于2024年" in line)
        await reviewer.pilot.click(Reader, offset=(12, y))
        assert reviewer.locator == "1.1.1"
        keys = reviewer.screen.query_one(KeyLine).text
        await reviewer.pilot.click(KeyLine, offset=(keys.index("highlight"), 0))
        await reviewer.settled()
        assert "+1 highlight" in reviewer.status


# Marking


async def test_a_tag_shows_everywhere_is_saved_and_the_cursor_goes_on(
    reviewing, report: Document
) -> None:
    async with reviewing() as reviewer:
        await reviewer.press("J", "1")
        assert reviewer.locator == "1.1.2"
        assert reviewer.line_with("制定《关于2024年").split()[:2] == ["+", "✓"]
        assert "1/51 +1 一、主要举措和成效" in reviewer.tree
        assert "1/2 +1 (一)持续深入学习宣传贯彻习近平法治思想" in reviewer.tree
        assert "reviewed 1/79 | +1 highlight -0 weakness !0 follow-up" in reviewer.status
        assert reviewer.saved(report)["1.1.1"].tags == ("highlight",)


async def test_several_tags_hold_and_a_second_press_takes_one_off(
    reviewing, report: Document
) -> None:
    async with reviewing() as reviewer:
        await reviewer.press("1", "k", "3", "k", "2", "k")
        assert reviewer.saved(report)["0.1"].tags == ("highlight", "weakness", "follow-up")
        await reviewer.press("2")
        assert reviewer.locator == "0.1"
        assert reviewer.saved(report)["0.1"].tags == ("highlight", "follow-up")


async def test_read_clear_repeat(reviewing, report: Document) -> None:
    async with reviewing() as reviewer:
        await reviewer.press("space", "2", "full_stop")
        assert reviewer.saved(report)["0.1"].read
        assert [reviewer.saved(report)[it].tags for it in ("0.2", "1.1.1")] == [("weakness",)] * 2
        await reviewer.press("k", "x")
        assert "1.1.1" not in reviewer.saved(report)
        assert reviewer.locator == "1.1.1"


async def test_a_note_is_kept_by_escape(reviewing, report: Document) -> None:
    async with reviewing() as reviewer:
        await reviewer.press("n")
        assert isinstance(reviewer.pilot.app.screen, NoteScreen)
        await reviewer.type("请核实[/]出处")
        await reviewer.press("escape")
        assert reviewer.saved(report)["0.1"].note == "请核实[/]出处"
        assert "请核实[/]出处" in reviewer.inspector
        assert "✎" in reviewer.line_with("2024年,长宁区全面")
        await reviewer.press("n")
        assert reviewer.pilot.app.screen.query_one(TextArea).text == "请核实[/]出处"
        await reviewer.type("x")
        await reviewer.press("ctrl+g")
        assert reviewer.saved(report)["0.1"].note == "请核实[/]出处"


async def test_shift_and_a_tag_opens_the_note(reviewing, report: Document) -> None:
    async with reviewing() as reviewer:
        await reviewer.press("number_sign")
        await reviewer.type("催办")
        await reviewer.press("escape")
        annotation = reviewer.saved(report)["0.1"]
        assert (annotation.tags, annotation.note) == (("follow-up",), "催办")


async def test_undo_goes_back_to_what_was_undone_and_redo_repeats(
    reviewing, report: Document
) -> None:
    async with reviewing() as reviewer:
        await reviewer.press("1", "2", "G", "u")
        assert reviewer.saved(report).keys() == {"0.1"}
        assert reviewer.locator == "0.2"
        await reviewer.press("u")
        assert reviewer.saved(report) == {}
        assert reviewer.locator == "0.1"
        await reviewer.press("ctrl+r", "ctrl+r")
        assert reviewer.saved(report).keys() == {"0.1", "0.2"}
        assert "reviewed 2/79" in reviewer.status


async def test_quick_keys_are_all_kept_in_order(reviewing, report: Document) -> None:
    async with reviewing() as reviewer:
        await reviewer.pilot.press(*["1", "space", "2", "3"] * 10, "u")
        await reviewer.settled()
        assert len(reviewer.saved(report)) == 39


# Coming back


async def test_marks_place_and_folds_are_there_the_next_time(reviewing) -> None:
    async with reviewing() as reviewer:
        await reviewer.press("1", "2", "G", "K", "h", "q")
        place = reviewer.locator
    async with reviewing() as reviewer:
        assert reviewer.locator == place
        assert "\n>" in reviewer.text
        assert "reviewed 2/79 | +1 highlight -1 weakness" in reviewer.status
        assert len(reviewer.tree) == 16


async def test_a_report_never_left_properly_opens_where_it_was_marked(
    opened, reviewer_at, report_path: Path
) -> None:
    session = opened(report_path).session.result()
    async with PiyueApp(iter([opened(report_path)])).run_test() as pilot:
        reviewer = reviewer_at(pilot)
        await reviewer.press("1", "1", "1")
    session.load()
    assert session.document.measure_index(session.place["measure"]) == 3


async def test_leaving_one_document_opens_the_next(
    opened, reviewer_at, report_path: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.txt"
    other.write_text("某通知\n一、要求\n认真落实。\n", "utf-8")
    app = PiyueApp(iter([opened(other), opened(report_path)]))
    async with app.run_test() as pilot:
        reviewer = reviewer_at(pilot)
        assert reviewer.screen._document.metadata.title == "某通知"
        await reviewer.press("1")
        await pilot.press("q")
        await reviewer.until(lambda: "长宁" in reviewer.screen._document.metadata.title)


async def test_a_document_that_takes_long_is_waited_for(
    held: tuple[ThreadPoolExecutor, Event], reviewer_at, report_path: Path, library: Path
) -> None:
    worker, gate = held
    app = PiyueApp(iter([Opening(report_path, library, "李", worker)]))
    async with app.run_test() as pilot:
        await pilot.pause()
        assert app.screen.query_one(ProgressBar).percentage == 0
        gate.set()
        reviewer = reviewer_at(pilot)
        await reviewer.until(lambda: isinstance(app.screen, ReviewScreen))
        assert reviewer.locator == "0.1"


async def test_a_very_long_document_is_laid_out_in_a_worker(
    reviewing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.widgets.reader._AT_ONCE", 0)
    async with reviewing() as reviewer:
        await reviewer.until(lambda: ">" in reviewer.text)
        await reviewer.press("j", "1")
        assert reviewer.locator == "1.1.1"  # two measures on
        await reviewer.pilot.resize_terminal(90, 30)
        await reviewer.until(lambda: "+" in reviewer.text)


@pytest.mark.parametrize(("key", "cause"), [(None, "not a text file"), ("escape", "stopped")])
async def test_a_document_that_fails_late_or_is_given_up_ends_the_app_with_the_cause(
    held: tuple[ThreadPoolExecutor, Event], tmp_path: Path, key: str | None, cause: str
) -> None:
    worker, gate = held
    path = tmp_path / "x.txt"
    path.write_bytes(bytes(range(128, 256)) * 4)
    app = PiyueApp(iter([Opening(path, tmp_path / "library", "李", worker)]))
    async with app.run_test() as pilot:
        await pilot.pause()
        if key:
            await pilot.press(key)
        gate.set()
        for _ in range(3000):
            await pilot.pause(0.01)
            if app.failure:
                break
    assert (app.failure, app.return_code) == (f"{path}: {cause}", 1)


# Failing to save


async def test_what_cannot_be_saved_stays_on_the_screen_and_is_tried_again(
    reviewing, report: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tui.screens.saving._RETRY_AFTER", 0.05)
    async with reviewing() as reviewer:
        with monkeypatch.context() as broken:
            broken.setattr(disk, "write", full)
            await reviewer.pilot.press("1", "2")
            await reviewer.until(lambda: "NOT SAVED" in reviewer.status)
            assert "not saved: the disk is full" in reviewer.status
            assert "reviewed 2/79 | NOT SAVED" in reviewer.status
            assert reviewer.saved(report) == {}
            await reviewer.pilot.press("q")
            await reviewer.until(lambda: "press q again" in reviewer.status)
        await reviewer.settled()
        assert reviewer.saved(report).keys() == {"0.1", "0.2"}
        assert reviewer.status.rstrip().endswith("saved")


# Finding


async def test_search_counts_jumps_and_gives_n_back(reviewing) -> None:
    async with reviewing() as reviewer:
        await reviewer.press("slash")
        await reviewer.type("三所联动")
        assert "hits: 4" in reviewer.status
        assert reviewer.locator == "1.7.1"
        await reviewer.press("enter", "n")
        assert reviewer.locator == "1.7.2"
        await reviewer.press("n", "n", "n")
        assert reviewer.locator == "1.7.1"
        await reviewer.press("N")
        assert reviewer.locator == "4.5.1"
        await reviewer.press("escape", "n")
        assert isinstance(reviewer.pilot.app.screen, NoteScreen)


async def test_escape_leaves_a_search_where_it_began(reviewing) -> None:
    async with reviewing() as reviewer:
        await reviewer.press("j", "slash")
        await reviewer.type("调解")
        assert reviewer.locator != "0.2"
        await reviewer.press("escape")
        assert reviewer.locator == "0.2"
        await reviewer.press("slash")
        await reviewer.type("没有这句话")
        await reviewer.press("enter")
        assert "not found: 没有这句话" in reviewer.status


async def test_a_click_elsewhere_ends_a_question(reviewing) -> None:
    async with reviewing() as reviewer:
        await reviewer.press("colon")
        await reviewer.pilot.click(Reader, offset=(12, 4))
        await reviewer.press("j")
        assert reviewer.locator == "0.2"


async def test_what_another_terminal_marks_shows_without_a_key(reviewing, report: Document) -> None:
    async with reviewing() as reviewer:
        other = Library(reviewer.library).review(report.id, "李")
        await reviewer.press("1")
        record = other.annotations()["79"]
        other.change("3392", lambda _none: {**record, "tags": ["weakness"]}, "elsewhere")
        await reviewer.until(lambda: "changed by another terminal: 1" in reviewer.status)
        await reviewer.press("3")
        assert "reviewed 3/79 | +1 highlight -1 weakness !1 follow-up" in reviewer.status


async def test_two_terminals_see_each_others_marks_and_lose_none(reviewing) -> None:
    async with reviewing() as one, reviewing() as two:
        await one.press("1")
        await two.until(lambda: "reviewed 1/79" in two.status)
        await two.press("G", "2")
        await one.until(lambda: "reviewed 2/79" in one.status)


async def test_undo_is_refused_where_another_terminal_changed_the_mark(
    reviewing, report: Document
) -> None:
    async with reviewing() as reviewer:
        await reviewer.press("1")
        other = Library(reviewer.library).review(report.id, "李")
        other.change("79", lambda record: {**record, "tags": ["weakness"]}, "elsewhere")
        await reviewer.press("u")
        assert "another terminal changed the same annotation since" in reviewer.status
        assert reviewer.saved(report)["0.1"].tags == ("weakness",)


async def test_undo_and_redo_say_which_step_it_was(reviewing) -> None:
    async with reviewing() as reviewer:
        await reviewer.press("1", "u")
        assert "undo mark 0.1 highlight" in reviewer.status
        await reviewer.press("ctrl+r")
        assert "redo mark 0.1 highlight" in reviewer.status


async def test_a_note_that_another_terminal_wrote_meanwhile_is_kept_below(
    reviewing, report: Document
) -> None:
    async with reviewing() as reviewer:
        await reviewer.press("space", "k", "n")
        await reviewer.type("mine")
        other = Library(reviewer.library).review(report.id, "李")
        other.change("79", lambda record: {**record, "note": "theirs"}, "elsewhere")
        await reviewer.press("escape")
        assert reviewer.saved(report)["0.1"].note == "mine\n\ntheirs"


async def test_the_document_is_kept_beside_its_review(reviewing, report: Document) -> None:
    async with reviewing() as reviewer:
        await reviewer.press("1")
        kept = read(Library(reviewer.library).document(report.id).read_bytes())
        assert kept == report


async def test_a_note_as_long_as_a_book_shows_its_beginning_and_is_kept(
    reviewing, library: Path, report: Document, report_path: Path, piyue: Any, monkeypatch: Any
) -> None:
    note = "请核实统计口径。\n" * 400_000 + "完"
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(note.encode())))
    arguments = ("--library", library, "--reviewer", "李")
    assert (await to_thread(piyue, "tag", report_path, "0.1", "--note", "-", *arguments)) == (
        0,
        "",
        "",
    )
    async with reviewing() as reviewer:
        await reviewer.press("g")
        assert "请核实统计口径。" in reviewer.inspector
        assert "(3,600,001 characters in all)" in reviewer.inspector
        await reviewer.press("n")
        assert "too long to edit here" in reviewer.status
        await reviewer.press("1")
        assert reviewer.saved(report)["0.1"].note == note


async def test_ctrl_q_leaves_as_q_does(reviewing) -> None:
    async with reviewing() as reviewer:
        await reviewer.press("G", "n", "ctrl+q")
    async with reviewing() as reviewer:
        assert reviewer.locator == "4.5.2"


async def test_keywords_of_the_section_arrive(reviewing) -> None:
    async with reviewing() as reviewer:
        await reviewer.press("m")
        await reviewer.type("95.6")
        await reviewer.press("enter")
        assert "…" in reviewer.inspector
        await reviewer.until(lambda: "信访" in reviewer.inspector)


# Copying, exporting, helping


async def test_copy_gives_the_quote_with_its_source(reviewing, copied: list[str]) -> None:
    async with reviewing() as reviewer:
        await reviewer.press("J", "3", "k", "y")
        await reviewer.until(lambda: "copied" in reviewer.status)
        await reviewer.press("Y")
        await reviewer.until(lambda: len(copied) == 2)
    quote = "制定《关于2024年深化学习宣传贯彻习近平法治思想的实施方案》。"
    source = "（《2024年长宁区法治政府建设情况报告》一、(一)）"
    assert copied == [f"{quote}{source}", f"{quote}{source}\n跟进"]


async def test_the_clipboard_of_the_terminal_is_used_where_there_is_no_other(
    reviewing, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pyperclip  # noqa: PLC0415

    def none(_text: str) -> None:
        raise pyperclip.PyperclipException("no clipboard")

    monkeypatch.setattr(pyperclip, "copy", none)
    async with reviewing() as reviewer:
        await reviewer.press("y")
        await reviewer.until(lambda: "OSC 52" in reviewer.status)
        assert reviewer.pilot.app.clipboard.startswith("2024年,长宁区全面")


async def test_export_writes_the_memo_where_it_is_told(reviewing, tmp_path: Path) -> None:
    async with reviewing() as reviewer:
        await reviewer.press("1", "e", "ctrl+u")
        await reviewer.type(f"{tmp_path}/memo.md")
        await reviewer.press("enter")
        await reviewer.until(lambda: "written:" in reviewer.status)
    assert "highlight: 1" in (tmp_path / "memo.md").read_text("utf-8")


async def test_help_shows_every_key_and_closes(reviewing) -> None:
    async with reviewing() as reviewer:
        await reviewer.press("question_mark")
        assert isinstance(reviewer.pilot.app.screen, HelpScreen)
        shown = str(reviewer.pilot.app.screen.query_one("VerticalScroll Static").render())
        assert "To the next unreviewed measure" in shown
        await reviewer.press("q")
        assert isinstance(reviewer.pilot.app.screen, ReviewScreen)


# Looks


@pytest.mark.parametrize("size", [(60, 20), SMALL, WIDE, (200, 50)], ids=str)
@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_every_line_fits_at_every_size(reviewing, size: tuple[int, int], lang: str) -> None:
    language.use(lang)
    async with reviewing(size) as reviewer:
        reader = reviewer.screen.query_one(Reader)
        assert all(
            reader.render_line(y).cell_length == reader.size.width
            for y in range(reader.size.height)
        )
        assert reader.size.height >= 8
        assert reader.size.width >= 30
        keys = reviewer.screen.query_one(KeyLine).text
        assert cell_len(keys) <= size[0]
        assert keys.rstrip().endswith("q 退出" if lang == "zh" else "q quit")
        assert cell_len(reviewer.screen.query_one(StatusLine).text) <= size[0]


async def test_resizing_keeps_the_place_in_view(reviewing) -> None:
    async with reviewing() as reviewer:
        await reviewer.press(*["J"] * 8)
        for size in (SMALL, (200, 50), (60, 20)):
            await reviewer.pilot.resize_terminal(*size)
            await reviewer.pilot.pause()
            assert reviewer.locator == "1.8.1"
            assert reviewer.line_with("建立健全组织领导").startswith(">")


async def test_document_text_is_never_markup(reviewing, tmp_path: Path) -> None:
    hostile = tmp_path / "hostile.txt"
    lines = ["[b]题[/b]", "一、[red]甲[/red]", "[@click=app.quit]按[/] [/", "\x1b]0;x\x07乙[[c]]。"]
    hostile.write_text("\n".join(lines), "utf-8")
    async with reviewing(path=hostile) as reviewer:
        await reviewer.press("1", "2", "m", "escape")
        assert "[@click=app.quit]按[/] [/" in reviewer.text
        assert reviewer.tree == ["✓ +1-1 一、[red]甲[/red]"]
        assert "\x1b" not in reviewer.text


async def test_a_crash_of_the_app_is_handed_to_the_command(opened, report_path: Path) -> None:
    app = PiyueApp(iter([opened(report_path)]))
    with pytest.raises(ZeroDivisionError):  # noqa: PT012 (raised when the app is left)
        async with asyncio.timeout(30), app.run_test():
            app.screen.call_later(lambda: 1 // 0)
            while app.crash is None:
                await asyncio.sleep(0.01)
    assert isinstance(app.crash, ZeroDivisionError)
