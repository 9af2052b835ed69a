"""The pane that tells what is known of a measure: history, what is alike, its room, its focus."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from core import review
from core.document import Document
from core.reading import read
from store.history import Step
from store.library import Library
from tui.config import Config
from tui.screens.inspecting import told
from tui.session import blank, edit_of
from tui.widgets.inspector import Inspector
from tui.widgets.reader import Reader

REPORT = """青禾县2025年政府工作报告
一、工作回顾
全年新增养老床位320张，建成社区长者食堂12家。
推进政务服务一网通办，压减办理时限。
加强河道排污口整治，水质稳定达标。
完成粮食播种面积18万亩。
二、工作安排
明年再新增养老床位400张，改造社区长者食堂。
巩固入河排污口整治成果，河道水质持续向好。
扩大社区长者食堂覆盖面，增加养老床位。
"""
FIRST_ALIKE = """Alike
2.1  明年再新增养老床位400张，改造社区长者食堂。
2.3  扩大社区长者食堂覆盖面，增加养老床位。"""


@pytest.fixture
def report() -> Document:
    return read(REPORT.encode())


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(REPORT, "utf-8")
    return path


def drawn(reviewer) -> str:
    """What stands in the pane, row by row."""
    pane = reviewer.screen.query_one(Inspector)
    rows = (pane.render_line(y).crop(0, pane.room).text.rstrip() for y in range(pane.size.height))
    return "\n".join(rows).rstrip()


# History


def step(at: datetime, why: str, by: str = "李") -> Step:
    return Step(int(at.timestamp() * 1e6), "0" * 8, by, why, {}, {})


BEIJING = timezone(timedelta(hours=8))
NOW = datetime(2026, 3, 1, 9, 30, tzinfo=BEIJING)


@pytest.mark.parametrize(
    ("one", "line"),
    [
        (step(datetime(2026, 3, 1, 0, 5, tzinfo=UTC), "mark 1.3.2 highlight"), "08:05  李  mark"),
        (step(datetime(2026, 2, 28, 17, 0, tzinfo=UTC), "note 1.3.2"), "01:00  李  note"),
        (step(datetime(2026, 2, 28, 15, 0, tzinfo=UTC), "read 1.1、1.2"), "02-28 23:00  李  read"),
        (step(datetime(2025, 12, 31, 17, tzinfo=UTC), "clear 0.1–1.9"), "01-01 01:00  李  clear"),
        (step(datetime(2025, 12, 31, 1, tzinfo=UTC), "undo read 1.1"), "2025-12-31  李  undo read"),
        (step(NOW, "mark 1.1 \x1b[31m", by="[red]王"), "09:30  [red]王  mark  [31m"),
        (step(NOW, ""), "09:30  李"),
    ],
)
def test_a_step_is_told_in_local_time_as_short_as_can_be(one: Step, line: str) -> None:
    assert told(one, NOW).startswith(line)


async def test_the_history_of_a_measure_is_told_newest_first(reviewing, path: Path) -> None:
    async with reviewing(path=path) as reviewer:
        await reviewer.press("1", "k", "2", "k", "u")
        await reviewer.until(lambda: "undo mark weakness" in reviewer.inspector)
        history = reviewer.inspector.partition("History\n")[2].split("\n")
        assert [line.split("  ")[1:] for line in history[:3]] == [
            ["李", "undo mark weakness"],
            ["李", "mark weakness"],
            ["李", "mark highlight"],
        ]
        await reviewer.press("j")
        assert "History" not in reviewer.inspector


async def test_what_another_terminal_did_is_told_too(
    reviewing, path: Path, library: Path, report: Document
) -> None:
    async with reviewing(path=path) as reviewer:
        await reviewer.until(lambda: "Alike" in reviewer.inspector)
        first = report.measures[0]
        edit = edit_of(review.tagged("weakness"), blank(report, first, "李"))
        elsewhere = Library(library).review(report.id, "李", lambda: b"")
        elsewhere.change(review.key_of(first), edit, "mark 1.1 weakness")
        await reviewer.until(lambda: "mark weakness" in reviewer.inspector)


# What is alike


async def test_what_is_alike_is_quoted_with_its_place(reviewing, path: Path) -> None:
    async with reviewing((200, 40), path) as reviewer:
        await reviewer.until(lambda: FIRST_ALIKE in reviewer.inspector)
        await reviewer.until(lambda: FIRST_ALIKE in drawn(reviewer))
        await reviewer.press("j")
        await reviewer.pilot.pause(0.6)
        assert "Alike" not in reviewer.inspector


async def test_a_key_goes_through_what_is_alike_and_comes_back(reviewing, path: Path) -> None:
    async with reviewing(path=path) as reviewer:
        await reviewer.until(lambda: "Alike" in reviewer.inspector)
        places = []
        for _ in range(4):
            await reviewer.press("equals_sign")
            places.append(reviewer.locator)
        assert places == ["2.1", "2.3", "1.1", "2.1"]
        await reviewer.press("ctrl+o")
        assert reviewer.locator == "1.1"


async def test_what_is_like_nothing_is_said_to_be(reviewing, path: Path) -> None:
    async with reviewing(path=path) as reviewer:
        await reviewer.until(lambda: "Alike" in reviewer.inspector)
        await reviewer.press("j", "equals_sign")
        assert reviewer.locator == "1.2"
        assert reviewer.status.startswith(" nothing is like this ")


async def test_what_is_asked_for_before_it_is_known_is_gone_to_then(reviewing, path: Path) -> None:
    async with reviewing((60, 24), path) as reviewer:  # nothing is looked for unasked here
        await reviewer.press("equals_sign")
        await reviewer.until(lambda: reviewer.locator == "2.1")


async def test_a_click_goes_to_what_is_alike(reviewing, path: Path) -> None:
    async with reviewing(path=path) as reviewer:
        await reviewer.until(lambda: "\n2.3  " in drawn(reviewer))
        row = drawn(reviewer).split("\n2.3  ")[0].count("\n") + 1
        await reviewer.pilot.click(Inspector, offset=(4, row))
        await reviewer.until(lambda: reviewer.locator == "2.3")


# The room that it takes


def is_shown(reviewer) -> bool:
    return bool(reviewer.screen.query_one(Inspector).region.height)


@pytest.mark.parametrize(("size", "at_first"), [((120, 36), True), ((80, 24), False)])
async def test_a_key_hides_and_shows_it_and_the_next_session_knows(
    reviewing, path: Path, size: tuple[int, int], at_first: bool
) -> None:
    async with reviewing(size, path) as reviewer:
        await reviewer.pilot.pause()
        assert is_shown(reviewer) is at_first
        await reviewer.press("i", "i", "i", "1", "k")
        assert is_shown(reviewer) is not at_first
        assert not is_shown(reviewer) or "Marks  highlight" in drawn(reviewer)
        await reviewer.press("q")
    async with reviewing(size, path) as reviewer:
        await reviewer.pilot.pause()
        assert is_shown(reviewer) is not at_first


async def test_what_is_hidden_has_no_focus(reviewing, path: Path) -> None:
    async with reviewing(path=path) as reviewer:
        await reviewer.press("tab", "i")
        assert reviewer.screen.focused is reviewer.screen.query_one(Reader)
        await reviewer.press("tab")
        assert reviewer.screen.focused is reviewer.screen.tree_pane


async def test_the_key_brings_it_back_in_place_of_the_figures(reviewing, path: Path) -> None:
    async with reviewing((80, 24), path) as reviewer:
        await reviewer.press("M", "tab", "i")
        assert is_shown(reviewer)
        assert not reviewer.screen.figure_list.display
        await reviewer.press("M", "M")
        assert is_shown(reviewer)


async def test_it_changes_its_place_with_the_width(reviewing, path: Path) -> None:
    async with reviewing(path=path) as reviewer:
        await reviewer.pilot.resize_terminal(80, 24)
        await reviewer.until(lambda: not is_shown(reviewer))
        await reviewer.pilot.resize_terminal(120, 36)
        await reviewer.until(lambda: is_shown(reviewer))
        assert "1.1\n一、工作回顾" in drawn(reviewer)


@pytest.mark.parametrize("columns", [180, 200, 260])
async def test_a_line_of_text_has_fifty_characters_at_most(
    reviewing, columns: int, tmp_path: Path
) -> None:
    path = tmp_path / "long.txt"
    path.write_text(f"报告\n{'推动高质量发展' * 40}。\n", "utf-8")
    async with reviewing((columns, 40), path) as reviewer:
        longest = max(len(line.lstrip(" >")) for line in reviewer.text.split("\n"))
        assert 35 <= longest <= 50
        assert reviewer.screen.query_one(Inspector).size.width >= 40


# How it is drawn


async def test_a_long_note_is_read_to_its_end_with_the_keys(reviewing, path: Path) -> None:
    async with reviewing((80, 24), path) as reviewer:
        await reviewer.press("n", *"abc", *("enter", "d") * 12, "escape", "i")
        await reviewer.until(lambda: "Note  abc\nd\nd" in drawn(reviewer))
        await reviewer.press("tab", "j")
        await reviewer.until(lambda: not drawn(reviewer).startswith("1.1"))
        assert reviewer.locator == "1.1"


async def test_it_shows_the_measure_that_the_keys_ended_on(reviewing, path: Path) -> None:
    async with reviewing(path=path) as reviewer:
        await reviewer.press("j", "j", "J", "j")
        await reviewer.until(lambda: drawn(reviewer).startswith("2.2\n二、工作安排\n"))


async def test_selected_words_are_copied_without_the_line_breaks_of_the_pane(
    reviewing, path: Path, copied: list[str]
) -> None:
    async with reviewing(path=path) as reviewer:
        await reviewer.until(lambda: "\n2.1  " in drawn(reviewer))
        row = next(i for i, it in enumerate(drawn(reviewer).split("\n")) if it[:4] == "2.1 ")
        await reviewer.pilot.mouse_down(Inspector, offset=(6, row))
        await reviewer.pilot.hover(Inspector, offset=(5, row + 1))
        await reviewer.pilot.mouse_up(Inspector, offset=(5, row + 1))
        await reviewer.press("y")
        assert "明年再新增养老床位400张，改造" in copied[0]
        assert "\n" not in copied[0]


@pytest.mark.parametrize("no_color", [True, False])
async def test_the_focus_is_seen_without_colour(
    reviewing, path: Path, no_color: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if no_color:
        monkeypatch.setenv("NO_COLOR", "1")
    async with reviewing(path=path, config=Config(theme="ansi")) as reviewer:
        assert reviewer.styled("reverse", Inspector) == []
        await reviewer.press("tab")
        assert reviewer.styled("reverse", Inspector) == ["1.1"]
        await reviewer.press("tab")
        assert reviewer.styled("reverse", Inspector) == []
