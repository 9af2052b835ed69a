"""The text as it is read: notes under their measures, selecting words with the mouse."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual import events
from textual.widgets import TextArea

from core.document import Document
from core.review import noted
from store.library import Library
from tui.session import Session
from tui.widgets.reader import Reader

SMALL = (80, 24)
NOTE = "请核实调解成功率的统计口径，并说明是否包含简易纠纷，再附上年同期数据以便比较。"


async def write(reviewer, note: str) -> None:
    await reviewer.press("n")
    reviewer.pilot.app.screen.query_one(TextArea).text = note
    await reviewer.press("escape")


# Notes


async def test_a_note_stands_in_one_line_under_its_measure(reviewing) -> None:
    async with reviewing() as reviewer:
        await reviewer.press("J")
        await write(reviewer, NOTE)
        lines = reviewer.text.split("\n")
        [at] = [number for number, line in enumerate(lines) if line.startswith("       ✎ ")]
        assert lines[at].endswith("…")
        assert "请核实调解成功率" in lines[at]
        assert lines[at - 1].startswith(">")
        assert NOTE.removesuffix("。") not in "".join(line.strip() for line in lines)


async def test_z_shows_notes_in_full_and_keeps_to_it(reviewing) -> None:
    async with reviewing() as reviewer:
        await reviewer.press("J")
        await write(reviewer, f"{NOTE}\n另请补充。")
        await reviewer.press("z")
        shown = "".join(line.strip() for line in reviewer.text.split("\n"))
        assert f"✎ {NOTE}另请补充。" in shown
        await reviewer.press("q")
    async with reviewing() as reviewer:
        await reviewer.until(lambda: "另请补充" in reviewer.text)
        await reviewer.press("z")
        assert "另请补充" not in reviewer.text


async def test_a_note_taken_back_gives_its_line_back(reviewing) -> None:
    async with reviewing() as reviewer:
        before = reviewer.text
        await write(reviewer, NOTE)
        assert reviewer.text != before
        await reviewer.press("u")
        assert reviewer.text == before


async def test_what_is_read_stands_still_when_another_terminal_notes_something_above(
    reviewing, report: Document, library: Path
) -> None:
    async with reviewing(SMALL) as reviewer:
        await reviewer.press("G")
        before = reviewer.text
        other = Session(report, Library(library).review(report.id, "李"), "李")
        other.load()
        for measure in report.measures[:5]:
            other.mark(measure, noted("核实"), "note")
        other.close()
        await reviewer.until(lambda: "reviewed 5/79" in reviewer.status)
        assert reviewer.text == before


@pytest.mark.parametrize("key", ["z", "j"])
async def test_a_note_as_long_as_a_book_holds_up_no_key(
    reviewing, report: Document, library: Path, key: str
) -> None:
    session = Session(report, Library(library).review(report.id, "李"), "李")
    session.load()
    session.mark(report.measures[0], noted("注" * 3_000_000), "note")
    session.close()
    async with reviewing() as reviewer:
        assert "✎ 注注注" in reviewer.text
        await reviewer.press(key, "z", "z", "j")
        page = reviewer.screen.reader._page
        assert page.extent(0)[1] < 100


async def test_many_long_notes_are_laid_out_in_a_worker(
    reviewing, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with reviewing() as reviewer:
        await write(reviewer, NOTE)
        monkeypatch.setattr("tui.widgets.reader._AT_ONCE", 0)
        await reviewer.press("z")
        await reviewer.until(lambda: "以便比较。" in reviewer.text)
        await reviewer.press("j", "z", "z")
        await reviewer.until(lambda: "以便比较。" in reviewer.text)


async def test_a_note_is_never_markup_nor_steers_the_terminal(
    reviewing, report: Document, library: Path
) -> None:
    session = Session(report, Library(library).review(report.id, "李"), "李")
    session.load()
    evil = "[/red][@click=quit]\x1b]0;x\x07\u202e核"
    session.mark(report.measures[0], lambda it: replace(it, note=evil), "note")
    session.close()
    async with reviewing((200, 36)) as reviewer:
        await reviewer.press("z")
        assert "✎ [/red][@click=quit] ]0;x  核" in reviewer.text
        assert "\x1b" not in reviewer.text


# The mouse


def cell_of(reviewer, words: str) -> tuple[int, int]:
    """Column and row of the pane in which words begin."""
    lines = reviewer.text.split("\n")
    [y] = [number for number, line in enumerate(lines) if words in line]
    return cell_len(lines[y].partition(words)[0]), y


async def drag(reviewer, begin: tuple[int, int], end: tuple[int, int]) -> None:
    pilot = reviewer.pilot
    await pilot.mouse_down(Reader, offset=begin)
    await pilot.hover(Reader, offset=end)
    await pilot.mouse_up(Reader, offset=end)
    await pilot.pause()


@pytest.mark.parametrize(
    ("begin", "end", "words"),
    [
        ("全面贯彻", "彻落实", "全面贯彻"),
        ("彻落实", "全面贯彻", "全面贯彻"),  # from the right to the left
        ("2024年,长", "长宁区全面", "2024年,长"),
        (
            "现将本年度",
            "制定《关于",
            "现将本年度长宁区法治政府建设情况报告如下:\n\n"
            "一、主要举措和成效\n\n(一)持续深入学习宣传贯彻习近平法治思想。制",
        ),
    ],
)
async def test_words_that_the_mouse_selects_are_copied_exactly(
    reviewing, copied: list[str], begin: str, end: str, words: str
) -> None:
    async with reviewing() as reviewer:
        place = reviewer.locator
        await drag(reviewer, cell_of(reviewer, begin), cell_of(reviewer, end))
        assert reviewer.locator == place
        await reviewer.press("y")
        await reviewer.until(lambda: bool(copied))
        assert copied == [words]


async def test_beside_the_text_the_selection_ends_with_its_line(
    reviewing, copied: list[str]
) -> None:
    async with reviewing() as reviewer:
        x, y = cell_of(reviewer, "现将本年度")
        await drag(reviewer, (x, y), (reviewer.screen.reader.size.width - 1, y))
        await reviewer.press("y")
        await reviewer.until(lambda: bool(copied))
        [line] = copied
        shown = reviewer.text.split("\n")[y].strip()
        assert shown.endswith(line)
        await drag(reviewer, (0, y), (x, y))
        await reviewer.press("y")
        await reviewer.until(lambda: len(copied) == 2)
        assert copied[1] == "现"


async def test_a_note_within_a_selection_is_not_copied(reviewing, copied: list[str]) -> None:
    async with reviewing() as reviewer:
        await write(reviewer, "请核实")
        x, y = cell_of(reviewer, "现将本年度")
        await drag(reviewer, (x, y - 3), (x, y))
        await reviewer.press("y")
        await reviewer.until(lambda: bool(copied))
        assert "请核实" not in copied[0]
        assert copied[0].endswith("现")


async def test_what_is_selected_is_seen_and_escape_forgets_it(reviewing, copied: list[str]) -> None:
    async with reviewing() as reviewer:
        reader = reviewer.screen.reader
        await drag(reviewer, cell_of(reviewer, "全面贯彻"), cell_of(reviewer, "彻落实"))
        ground = reader.get_component_rich_style("reader--words").bgcolor

        def marked() -> str:
            segments = [one for y in range(reader.size.height) for one in reader.render_line(y)]
            return "".join(one.text for one in segments if one.style.bgcolor == ground)

        assert marked() == "全面贯彻"
        await reviewer.press("escape")
        assert marked() == ""
        await reviewer.press("y")
        await reviewer.until(lambda: bool(copied))
        assert copied[0].endswith("（《2024年长宁区法治政府建设情况报告》）")


async def test_two_clicks_select_the_measure(reviewing, copied: list[str]) -> None:
    async with reviewing() as reviewer:
        await reviewer.pilot.click(Reader, offset=cell_of(reviewer, "现将本年度"), times=2)
        assert reviewer.locator == "0.2"
        await reviewer.press("y")
        await reviewer.until(lambda: bool(copied))
        assert copied == ["现将本年度长宁区法治政府建设情况报告如下:"]


async def test_the_wheel_scrolls_and_leaves_the_cursor(reviewing) -> None:
    async with reviewing(SMALL) as reviewer:
        reader = reviewer.screen.reader
        before = reader.scroll_offset.y
        reader.post_message(
            events.MouseScrollDown(reader, 5, 5, 0, 0, 0, False, False, False, 5, 5)
        )
        await reviewer.until(lambda: reader.scroll_offset.y > before)
        assert reviewer.locator == "0.1"


# The scroll bar


async def test_the_bar_is_dragged_without_selecting_words_or_moving_the_cursor(reviewing) -> None:
    async with reviewing(SMALL) as reviewer:
        reader, pilot = reviewer.screen.reader, reviewer.pilot
        bar, bottom = reader.region.width - 1, reader.region.height - 1
        first = reviewer.text
        await pilot.mouse_down(reader, (bar, bottom))
        assert reader.scroll_offset.y == reader.max_scroll_y > 0
        await pilot.hover(reader, (0, 0))
        assert reviewer.text == first
        await pilot.mouse_up(reader, (0, 0))
        await pilot.hover(reader, (bar, bottom))
        assert reviewer.text == first
        assert reviewer.screen.get_selected_text() is None
        assert reviewer.screen.cursor == 0


@pytest.mark.parametrize(("keys", "handle"), [("", "top"), ("G", "bottom"), ("40j", "between")])
async def test_the_bar_tells_where_one_is(reviewing, keys: str, handle: str) -> None:
    async with reviewing(SMALL) as reviewer:
        await reviewer.press(*keys)
        reader = reviewer.screen.reader
        rows = range(reader.size.height)
        last = [list(reader.render_line(y))[-1] for y in rows]
        filled = [y for y in rows if last[y].text.strip() or last[y].style.reverse]
        assert len(filled) < len(rows) / 2
        assert (filled[0] == 0, filled[-1] == rows[-1]) == {
            "top": (True, False),
            "bottom": (False, True),
            "between": (False, False),
        }[handle]


async def test_there_is_no_handle_where_everything_is_seen(reviewing, tmp_path: Path) -> None:
    (tmp_path / "short.txt").write_text("一、总则\n推进工作。\n")
    async with reviewing(path=tmp_path / "short.txt") as reviewer:
        reader = reviewer.screen.reader
        pieces = {list(reader.render_line(y))[-1] for y in range(reader.size.height)}
        assert len(pieces) == 1
        assert not reader.is_on_bar(reader.region.width - 1)
