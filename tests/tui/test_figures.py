"""Looking figures up in the app: palette, pane, inspector, text."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from textual.widgets import Input

from core.figures.vocabulary import Vocabulary
from tui import language
from tui.analysis import Analysis
from tui.config import Config
from tui.screens.figures import FiguresScreen
from tui.screens.review import ReviewScreen
from tui.widgets.figure_list import FigureList
from tui.widgets.inspector import Inspector
from tui.widgets.reader import Reader

REPORT = """青禾县2025年政务服务报告
一、办件情况
（一）受理与办结
全年受理申请200件，办结190件，办结率95%。
建成全省首个跨河联办窗口。
（二）人员
组织120名窗口人员参加培训，覆盖率100%。
二、收入
[b]税收[/b]增长5.4%，达到3.2亿元。
认真整改。
"""
SOURCE = "（《青禾县2025年政务服务报告》一、（一））"


@pytest.fixture
def county(tmp_path: Path) -> Path:
    """A report of our own with figures, a claim and hints."""
    path = tmp_path / "county.txt"
    path.write_text(REPORT, "utf-8")
    return path


# The palette


async def test_units_and_names_of_the_user_count(reviewing, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("某县报告\n一、接待\n举办宴会120桌，深化3件套改造，完成5件。\n", "utf-8")
    config = Config(Vocabulary(units={"桌": "count"}, names=("完成5件",)))
    async with reviewing(path=path, config=config) as reviewer:
        await reviewer.press("m")
        assert [line.split()[0] for line in reviewer.listed] == [">"]
        assert reviewer.highlighted.split()[1] == "120桌"


@pytest.mark.parametrize("query", ["95.6", "95.60%", "调解成功率", "tjcgl", "九十五点六"])
async def test_a_figure_is_found_as_fast_as_one_can_type(reviewing, query: str) -> None:
    async with reviewing() as reviewer:
        await reviewer.press("m")
        assert isinstance(reviewer.pilot.app.screen, FiguresScreen)
        await reviewer.type(query)
        assert reviewer.highlighted.split()[:4] == [">", "95.6%", "调解成功率", "1.7.3"]
        await reviewer.press("enter")
        assert reviewer.locator == "1.7.3"
        assert "95.6%  调解成功率" in reviewer.inspector


async def test_a_line_has_the_words_around_its_figure_and_marks_what_was_typed(
    reviewing, county: Path
) -> None:
    async with reviewing(path=county) as reviewer:
        await reviewer.press("m")
        await reviewer.type("办结")
        [first, *_] = reviewer.listed
        assert first.split() == [">", "95%", "办结率", "1.1.1", "…办结190件，办结率95%。"]
        assert reviewer.styled("underline", FigureList)[:2] == ["办结", "办结"]
        assert "95%" in reviewer.styled("bold", FigureList)


async def test_arrows_pages_and_the_mouse_move_through_the_list(reviewing) -> None:
    async with reviewing() as reviewer:
        await reviewer.press("m")
        lines = [line[2:] for line in reviewer.listed]
        await reviewer.press("down", "down", "up")
        assert reviewer.highlighted[2:] == lines[1]
        await reviewer.press("pagedown")
        assert reviewer.highlighted[2:] == lines[-1]
        await reviewer.press("pageup", "up")
        assert reviewer.highlighted[2:] == lines[0]
        await reviewer.pilot.click(FigureList, offset=(5, 2))
        assert reviewer.locator == lines[2].split()[2]


async def test_one_key_goes_through_the_orders(reviewing, county: Path) -> None:
    async with reviewing(path=county) as reviewer:
        await reviewer.press("m")
        firsts = []
        for _ in range(5):
            firsts.append((reviewer.palette, reviewer.highlighted.split()[1]))
            await reviewer.press("ctrl+s")
    assert firsts == [
        ("7/7   best first (ctrl+s)", "200件"),
        ("7/7   by place (ctrl+s)", "200件"),
        ("7/7   by value (ctrl+s)", "3.2亿元"),
        ("7/7   by kind (ctrl+s)", "3.2亿元"),
        ("7/7   best first (ctrl+s)", "200件"),
    ]


@pytest.mark.parametrize(
    ("query", "count", "line"),
    [
        ("%", "3/7", "95% 办结率 1.1.1 …办结190件，办结率95%。"),
        ("元", "1/7", "3.2亿元 [b]税收[/b] 2.1 …]增长5.4%，达到3.2亿元。"),
        ("#first", "1/7", "全省首个 跨河联办窗口 1.1.2 建成全省首个跨河联办窗口。"),
        ("#check", "2/7", "95% ✓ agrees 1.1.1 190件 ÷ 200件 = 95%"),
        ("#check 100", "1/7", "100% * worth a look 1.2.1 …参加培训，覆盖率100%。"),
        ("没有", "0/7", "no figure"),
    ],
)
async def test_the_list_is_narrowed_and_says_so(
    reviewing, county: Path, query: str, count: str, line: str
) -> None:
    async with reviewing(path=county) as reviewer:
        await reviewer.press("m")
        await reviewer.type(query)
        assert reviewer.palette.split()[0] == count
        assert " ".join(reviewer.listed[0].removeprefix(">").split()) == line
        await reviewer.press("escape")
        assert reviewer.locator == "1.1.1"


async def test_the_same_words_again_draw_nothing_anew(
    reviewing, county: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with reviewing(path=county) as reviewer:
        await reviewer.press("m")
        await reviewer.type("办结")
        drawn = []
        monkeypatch.setattr(FigureList, "show", lambda *_args, **_kw: drawn.append(1))
        await reviewer.type(" ")
        assert drawn == []
        await reviewer.type("9")
        assert drawn == [1]


@pytest.mark.parametrize(
    ("query", "copied_text"),
    [
        ("申请 190", f"申请 190件{SOURCE}"),
        ("#first", f"全省首个 跨河联办窗口{SOURCE}"),
        ("#check 95", f"190件 ÷ 200件 = 95%{SOURCE}"),
    ],
)
async def test_the_palette_copies_with_the_source_and_stays(
    reviewing, county: Path, copied: list[str], query: str, copied_text: str
) -> None:
    async with reviewing(path=county) as reviewer:
        await reviewer.press("m")
        await reviewer.type(query)
        await reviewer.press("ctrl+y")
        await reviewer.until(lambda: reviewer.palette == "copied")
        assert copied == [copied_text]
        assert isinstance(reviewer.pilot.app.screen, FiguresScreen)


async def test_enter_pressed_twice_goes_there_once(reviewing) -> None:
    async with reviewing() as reviewer:
        await reviewer.press("m")
        await reviewer.type("95.6")
        field = reviewer.pilot.app.screen.query_one(Input)
        await field.action_submit()
        await field.action_submit()
        await reviewer.until(lambda: reviewer.locator == "1.7.3")
        await reviewer.press("j")
        assert reviewer.locator == "1.7.4"


async def test_enter_and_copy_in_an_empty_list_do_nothing(reviewing, copied: list[str]) -> None:
    async with reviewing() as reviewer:
        await reviewer.press("m")
        await reviewer.type("没有")
        await reviewer.press("down", "pageup", "ctrl+y", "enter")
        assert isinstance(reviewer.pilot.app.screen, FiguresScreen)
        assert copied == []


async def test_a_palette_asked_for_too_early_opens_when_the_figures_are_found(
    opened, reviewer_at, county: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tui.app import PiyueApp  # noqa: PLC0415

    gate, find = Event(), Analysis.find

    def late(analysis: Analysis) -> Any:
        gate.wait(10)
        return find(analysis)

    monkeypatch.setattr(Analysis, "find", late)
    async with PiyueApp(iter([opened(county)])).run_test() as pilot:
        reviewer = reviewer_at(pilot)
        await reviewer.press("M", "m")
        assert "looking for figures" in reviewer.status
        assert reviewer.listed == ["looking for figures …"]
        gate.set()
        await reviewer.until(lambda: isinstance(pilot.app.screen, FiguresScreen))
        assert len(reviewer.listed) == 7


# The figure gone to


async def test_the_figure_gone_to_is_shown_and_named(reviewing, county: Path) -> None:
    async with reviewing(path=county) as reviewer:
        await reviewer.press("m")
        await reviewer.type("覆盖率")
        await reviewer.press("enter")
        assert reviewer.styled("reverse") == ["100%"]
        assert reviewer.status.startswith(" 覆盖率  100% ")


@pytest.mark.parametrize(
    ("keys", "copied_text"),
    [
        ("", f"办结率 95%{SOURCE}"),
        ("j k", f"全年受理申请200件，办结190件，办结率95%。{SOURCE}"),
        ("escape", f"全年受理申请200件，办结190件，办结率95%。{SOURCE}"),
    ],
)
async def test_y_copies_the_figure_gone_to_until_the_cursor_moves_or_esc(
    reviewing, county: Path, copied: list[str], keys: str, copied_text: str
) -> None:
    async with reviewing(path=county) as reviewer:
        await reviewer.press("G", "m")
        await reviewer.type("办结率")
        await reviewer.press("enter", *keys.split(), "y")
        await reviewer.until(lambda: "copied" in reviewer.status)
        assert copied == [copied_text]
        assert reviewer.styled("reverse") == ([] if keys else ["95%"])


async def test_a_figure_deep_in_a_measure_taller_than_the_page_is_seen(
    reviewing, tmp_path: Path
) -> None:
    path = tmp_path / "long.txt"
    path.write_text(f"青禾县报告\n一、办件\n{'持续推进各项工作，' * 400}建成驿站36座，\n", "utf-8")
    async with reviewing((80, 24), path) as reviewer:
        await reviewer.press("m")
        await reviewer.type("36")
        await reviewer.press("enter")
        assert reviewer.styled("reverse") == ["36座"]
        await reviewer.pilot.resize_terminal(60, 20)
        await reviewer.until(lambda: reviewer.styled("reverse") == ["36座"])


async def test_a_figure_in_a_heading_leads_to_what_stands_under_it(
    reviewing, tmp_path: Path
) -> None:
    path = tmp_path / "heading.txt"
    path.write_text("青禾县报告\n一、办件\n抓好落实。\n二、建成驿站36座\n方便群众。\n", "utf-8")
    async with reviewing(path=path) as reviewer:
        await reviewer.press("m")
        await reviewer.type("36")
        await reviewer.press("enter")
        assert reviewer.locator == "2.1"
        assert reviewer.styled("reverse") == ["36座"]


# The pane


async def test_the_pane_lists_all_figures_under_their_headings_and_goes_again(
    reviewing, county: Path
) -> None:
    async with reviewing(path=county) as reviewer:
        await reviewer.press("M")
        assert [" ".join(line.removeprefix(">").split()) for line in reviewer.listed] == [
            "（一）受理与办结",
            "200件 申请",
            "190件 申请",
            "95% 办结率",
            "（二）人员",
            "120名 窗口人员",
            "100% 覆盖率",
            "二、收入",
            "↑5.4% [b]税收[/b]",
            "3.2亿元 [b]税收[/b]",
        ]
        assert not reviewer.screen.query_one(Inspector).display
        await reviewer.press("M")
        assert reviewer.screen.query_one(Inspector).display
        assert "Figures\n200件  申请" in reviewer.inspector


@pytest.mark.parametrize(
    ("keys", "figures"),
    [
        ("J J J J J J J j j", ["7009件", "6698件", "95.6%"]),
        ("G K K K K K K K", ["9大部分", "39项"]),
        ("G g J J j", ["41个"]),
        ("G", []),
    ],
)
async def test_the_pane_follows_the_cursor(reviewing, keys: str, figures: list[str]) -> None:
    async with reviewing((80, 24)) as reviewer:  # where only seven lines are seen
        await reviewer.press("M", *keys.split())
        pane = reviewer.screen.query_one(FigureList)
        current = pane.get_component_rich_style("figures--current").bgcolor
        strips = map(pane.render_line, range(pane.size.height))
        outstanding = [
            strip.text.removeprefix(">").split()[0]
            for strip in strips
            if any(segment.style and segment.style.bgcolor == current for segment in strip)
        ]
        assert outstanding == figures


async def test_a_figure_is_chosen_and_copied_in_the_pane(
    reviewing, county: Path, copied: list[str]
) -> None:
    async with reviewing(path=county) as reviewer:
        await reviewer.press("M", "tab", "down", "down", "j")
        assert reviewer.highlighted.split() == [">", "120名", "窗口人员"]
        assert reviewer.locator == "1.1.1"
        await reviewer.press("y")
        await reviewer.until(lambda: "copied" in reviewer.status)
        assert copied == ["窗口人员 120名（《青禾县2025年政务服务报告》一、（二））"]
        await reviewer.press("enter")
        assert reviewer.locator == "1.2.1"
        assert reviewer.styled("reverse") == ["120名"]
        await reviewer.press("up", "pageup", "up", "enter")
        assert reviewer.styled("reverse") == ["200件"]
        await reviewer.press("pagedown")
        assert reviewer.highlighted.split()[1] == "3.2亿元"


async def test_what_is_highlighted_in_the_pane_stays_while_workers_report(
    reviewing, county: Path
) -> None:
    async with reviewing(path=county) as reviewer:
        await reviewer.press("M", "tab", "G", "tab", "tab", "tab", "k", "k")
        before = reviewer.highlighted
        reviewer.screen.describe()
        assert reviewer.highlighted == before


async def test_the_pane_is_there_the_next_time(reviewing, county: Path) -> None:
    async with reviewing(path=county) as reviewer:
        await reviewer.press("M", "q")
    async with reviewing(path=county) as reviewer:
        assert "（一）受理与办结" in reviewer.listed
        await reviewer.press("M", "q")
    async with reviewing(path=county) as reviewer:
        assert reviewer.screen.query_one(Inspector).display


async def test_a_click_in_the_pane_goes_there(reviewing, county: Path) -> None:
    async with reviewing(path=county) as reviewer:
        await reviewer.press("M")
        await reviewer.pilot.click(FigureList, offset=(4, 0))  # a heading: nothing to go to
        assert reviewer.locator == "1.1.1"
        await reviewer.pilot.click(FigureList, offset=(4, 6))
        assert reviewer.locator == "1.2.1"


async def test_without_any_figure_palette_and_pane_say_so(reviewing, tmp_path: Path) -> None:
    path = tmp_path / "none.txt"
    path.write_text("某通知\n一、要求\n认真落实。\n", "utf-8")
    async with reviewing(path=path) as reviewer:
        await reviewer.press("M", "tab", "down", "up", "pagedown", "enter", "y")
        assert reviewer.listed == ["no figure here"]
        await reviewer.press("M", "m", "enter")
        assert (reviewer.listed, reviewer.palette.split()[0]) == (["no figure"], "0/0")


# Inspector and text


async def test_the_inspector_tells_figures_with_their_hints_and_claims(
    reviewing, county: Path
) -> None:
    async with reviewing(path=county) as reviewer:
        assert (
            "Figures\n200件  申请\n190件  申请\n95%  办结率\n✓ 190件 ÷ 200件 = 95% agrees\n\n"
        ) in reviewer.inspector
        await reviewer.press("j")
        assert "Firsts\n全省首个 — 跨河联办窗口\n\n" in reviewer.inspector
        await reviewer.press("j")
        assert "100%  覆盖率\n* 100% worth a look\n\n" in reviewer.inspector


async def test_a_hint_asks_to_check_and_does_not_judge(reviewing, tmp_path: Path) -> None:
    language.use("zh")
    path = tmp_path / "wrong.txt"
    path.write_text("青禾县报告\n一、办件\n全年受理申请200件，办结190件，办结率96.8%。\n", "utf-8")
    async with reviewing(path=path) as reviewer:
        assert "? 190件 ÷ 200件 = 95% 请核\n" in reviewer.inspector


async def test_figures_and_claims_of_the_current_measure_stand_out(reviewing, county: Path) -> None:
    async with reviewing(path=county) as reviewer:
        assert reviewer.styled("underline") == ["200件", "190件", "95%"]
        await reviewer.press("j")
        assert reviewer.styled("underline") == ["全省首个"]
        assert "全省首个" not in reviewer.styled("bold")


async def test_text_of_the_document_is_never_markup_in_the_lists(reviewing, tmp_path: Path) -> None:
    path = tmp_path / "hostile.txt"
    text = "[b]题[/b]\n一、[red]甲[/]\n[@click=app.quit]驿站[/]36座，\x1b]0;x\x07全县首个[[亭]]。\n"
    path.write_text(text, "utf-8")
    async with reviewing(path=path) as reviewer:
        await reviewer.press("M")
        assert "一、[red]甲[/]" in reviewer.listed
        await reviewer.press("m")
        assert "[@click=app.quit]驿站[/]" in reviewer.highlighted
        assert "驿站[/]36座， ]0;x 全县首个[[亭]]。" in reviewer.highlighted
        assert "\x1b" not in "".join(reviewer.listed)
        await reviewer.press("enter", "M")
        assert "36座" in reviewer.inspector


# Looks


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 36), (200, 50)], ids=str)
async def test_every_line_of_palette_and_pane_fits(reviewing, size: tuple[int, int]) -> None:
    async with reviewing(size) as reviewer:
        for key in ("M", "m"):
            await reviewer.press(key)
            figures = reviewer.pilot.app.screen.query_one(FigureList)
            widths = {figures.render_line(y).cell_length for y in range(figures.size.height)}
            assert widths == {figures.size.width}
            assert figures.size.height >= 7
            assert figures.size.width >= 32
        await reviewer.press("escape")
        assert isinstance(reviewer.pilot.app.screen, ReviewScreen)
        assert reviewer.screen.query_one(Reader).size.height >= 8


class Counted(Sequence[Any]):
    """A hundred thousand lines that count how often one is looked at."""

    def __init__(self, line: object) -> None:
        self.looks = 0
        self._line = line

    def __len__(self) -> int:
        return 100_000

    def __getitem__(self, at: Any) -> Any:
        if at >= len(self):
            raise IndexError
        self.looks += 1
        return self._line


async def test_a_hundred_thousand_lines_cost_what_is_seen_of_them(reviewing, county: Path) -> None:
    async with reviewing(path=county) as reviewer:
        lines = Counted(reviewer.screen._analysis.findings.rows[0])
        await reviewer.press("m")
        figures = reviewer.pilot.app.screen.query_one(FigureList)
        figures.show(lines)
        await reviewer.press("down", "pagedown")
        assert reviewer.highlighted.split()[1] == "200件"
        assert lines.looks < 20 * figures.size.height
