"""The filter in the app: what is hidden, what is said of it, and how one gets about."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.document import Document
from core.review import Progress
from store.library import Library
from tui.widgets.section_tree import density

TOWN = """青禾县2025年政务服务报告
一、办件情况
全年受理申请两百余件。
建成跨河联办窗口。
二、人员情况
组织窗口人员参加培训。
认真整改群众反映的问题。
（一）后勤
修缮办公场所3处。
"""


@pytest.fixture
def town(tmp_path: Path) -> Path:
    """A report of five measures in three sections."""
    path = tmp_path / "town.txt"
    path.write_text(TOWN, "utf-8")
    return path


async def narrow(reviewer, typed: str) -> None:
    """Set a filter."""
    await reviewer.press("f")
    await reviewer.type(typed)
    await reviewer.press("enter")


def title(reviewer) -> str:
    return reviewer.status.split("  ")[0].strip()


async def test_what_does_not_match_is_hidden_in_text_and_tree(reviewing, town: Path) -> None:
    async with reviewing(path=town) as reviewer:
        await reviewer.press("1", "j", "1", "2")
        await narrow(reviewer, "亮点")
        assert [line.strip() for line in reviewer.text.split("\n") if line.strip()] == [
            "一、办件情况",
            "+  ✓ 全年受理申请两百余件。",
            "二、人员情况",
            "> +  ✓ 组织窗口人员参加培训。",
        ]
        assert reviewer.tree == ["1 +1 一、办件情况", "1 +1 二、人员情况"]
        assert title(reviewer) == "filter 2/5: highlight"


async def test_it_filters_as_one_types_and_escape_goes_back(reviewing, town: Path) -> None:
    async with reviewing(path=town) as reviewer:
        before = reviewer.text
        await reviewer.press("f")
        await reviewer.type("整改")
        assert "整改" in reviewer.text
        assert "联办" not in reviewer.text
        assert "1 of 5" in reviewer.status
        await reviewer.press("escape")
        assert reviewer.text == before
        assert reviewer.locator == "1.1"
        assert "filter" not in reviewer.status


async def test_what_no_measure_fulfils_changes_nothing(reviewing, town: Path) -> None:
    async with reviewing(path=town) as reviewer:
        await narrow(reviewer, "窗口")
        before = reviewer.text
        await narrow(reviewer, "窗口没有的话")
        assert reviewer.text == before
        assert "no measure is so: 窗口没有的话" in reviewer.status
        await reviewer.press("j")
        assert title(reviewer) == "filter 2/5: “窗口”"


@pytest.mark.parametrize(
    "keys", [["escape"], ["f", "backspace", "enter"], ["f", "backspace", "escape"]]
)
async def test_one_key_takes_it_off(reviewing, town: Path, keys: list[str]) -> None:
    async with reviewing(path=town) as reviewer:
        before = reviewer.text
        await narrow(reviewer, "申请")
        assert reviewer.text != before
        await reviewer.press(*keys)
        assert reviewer.text == before
        assert len(reviewer.tree) == 3


async def test_escape_ends_the_search_before_the_filter(reviewing, town: Path) -> None:
    async with reviewing(path=town) as reviewer:
        await narrow(reviewer, "窗口")
        await reviewer.press("slash", *"组织", "enter", "escape")
        assert title(reviewer) == "filter 2/5: “窗口”"
        await reviewer.press("escape")
        assert "filter" not in title(reviewer)


@pytest.mark.parametrize(
    ("number", "keys", "there"),
    [
        (1, "j", "2.0.1"),
        (2, "j", "2.1.1"),
        (3, "k", "2.0.1"),
        (1, "5 j", "2.1.1"),
        (3, "home", "1.2"),
        (3, "g", "2.1.1"),  # 3gg is 3g, as it is without a filter
        (3, "k g", "1.2"),
        (1, "G", "2.1.1"),
        (1, "0 2 G", "2.0.1"),
        (1, "J", "2.0.1"),
        (3, "K", "2.0.1"),
        (1, "pagedown", "2.1.1"),
        (3, "t", "1.2"),
        (2, "]", "2.0.1"),
        (2, "1", "2.1.1"),
        (2, "space", "2.1.1"),
    ],
)
async def test_every_move_goes_along_what_is_shown(
    reviewing, town: Path, number: int, keys: str, there: str
) -> None:
    async with reviewing(path=town) as reviewer:
        await reviewer.press("1", "j", "j", "2")
        await narrow(reviewer, "0")
        assert title(reviewer) == "filter 3/5: untagged"
        await reviewer.press("0", str(number), "g", *keys.split())
        assert reviewer.locator == there


async def test_a_jump_to_what_is_hidden_shows_it_and_says_so(reviewing, town: Path) -> None:
    async with reviewing(path=town) as reviewer:
        await narrow(reviewer, "窗口")
        await reviewer.press(":", *"2.0.2", "enter")
        assert reviewer.locator == "2.0.2"
        assert "整改" in reviewer.text
        assert "申请" not in reviewer.text
        assert title(reviewer) == "filter 2/5 (+1): “窗口”"


async def test_an_undo_of_what_is_hidden_shows_it(reviewing, town: Path) -> None:
    async with reviewing(path=town) as reviewer:
        await reviewer.press("1")
        await narrow(reviewer, "整改")
        await reviewer.press("u")
        assert reviewer.locator == "1.1"
        assert "申请" in reviewer.text


async def test_what_a_mark_makes_match_no_more_stays_until_it_is_set_anew(
    reviewing, town: Path
) -> None:
    async with reviewing(path=town) as reviewer:
        await narrow(reviewer, "t")
        await reviewer.press("1", "space")
        assert "申请" in reviewer.text
        await reviewer.press("f", "enter")
        assert "申请" not in reviewer.text
        assert title(reviewer) == "filter 3/5: unread"


async def test_it_holds_after_reopening(reviewing, town: Path) -> None:
    async with reviewing(path=town) as reviewer:
        await narrow(reviewer, "m")
        assert title(reviewer) == "filter 2/5: figures"
        await reviewer.press("q")
    async with reviewing(path=town) as reviewer:
        await reviewer.until(lambda: title(reviewer) == "filter 2/5: figures")
        assert "整改" not in reviewer.text
        await reviewer.press("escape", "q")
    async with reviewing(path=town) as reviewer:
        assert "filter" not in title(reviewer)


@pytest.mark.parametrize("kept", ["没有的话", 7, ["t"], "\x1b[31m", "[/]", ":"])
async def test_a_filter_kept_by_another_program_does_no_harm(
    reviewing, report: Document, library: Path, kept: object
) -> None:
    Library(library).review(report.id, "李").save_session({"filter": kept})
    async with reviewing() as reviewer:
        await reviewer.press("j")
        assert reviewer.locator == "0.2" or kept == ":"
        assert "\x1b" not in reviewer.status


async def test_letters_find_what_they_spell(reviewing, town: Path) -> None:
    async with reviewing(path=town) as reviewer:
        await narrow(reviewer, "zhenggai")
        await reviewer.until(lambda: title(reviewer) == "filter 1/5: “zhenggai”")
        assert "整改" in reviewer.text


async def test_a_colon_alone_is_the_section_that_one_is_in(reviewing, town: Path) -> None:
    async with reviewing(path=town) as reviewer:
        await reviewer.press("G")
        await narrow(reviewer, ":")
        assert title(reviewer) == "filter 1/5: §2.1"


async def test_nothing_hidden_is_selected_and_tagged(reviewing, town: Path) -> None:
    async with reviewing(path=town) as reviewer:
        await narrow(reviewer, "办")
        await reviewer.press("g", "v", "G", "1")
        tagged = [one.anchor.exact for one in reviewer.screen._session.annotations.values()]
        assert sorted(tagged) == ["修缮办公场所3处。", "建成跨河联办窗口。"]


async def test_a_mark_goes_on_to_what_is_shown(reviewing, town: Path) -> None:
    async with reviewing(path=town) as reviewer:
        await narrow(reviewer, "办")
        await reviewer.press("g", "1")
        assert reviewer.locator == "2.1.1"


async def test_back_from_a_jump_leads_to_what_the_filter_hides(reviewing, town: Path) -> None:
    async with reviewing(path=town) as reviewer:
        await reviewer.press("G")
        await narrow(reviewer, "窗口")
        await reviewer.press("ctrl+o")
        assert reviewer.locator == "1.1"
        assert title(reviewer) == "filter 2/5 (+1): “窗口”"


async def test_folds_are_as_before_when_the_filter_is_off(reviewing, town: Path) -> None:
    async with reviewing(path=town) as reviewer:
        await reviewer.press("J", "h")
        folded = reviewer.tree
        await narrow(reviewer, "申请")
        assert len(reviewer.tree) == 1
        await reviewer.press("escape")
        assert reviewer.tree == folded


async def test_while_one_types_the_keys_are_told(reviewing, town: Path) -> None:
    async with reviewing(path=town) as reviewer:
        await reviewer.press("f")
        await reviewer.until(lambda: "t unread" in reviewer.screen.key_line.text.replace("  ", " "))


# The tree


async def test_the_first_key_in_the_tree_moves(reviewing) -> None:
    async with reviewing() as reviewer:
        await reviewer.press("shift+tab", "j")
        assert reviewer.locator == "1.1.1"


@pytest.mark.parametrize(
    ("measures", "reviewed", "tags", "expected"),
    [
        (8, 0, {}, ""),
        (8, 2, {}, ".."),
        (8, 8, {}, "........"),
        (8, 3, {"highlight": 1, "weakness": 1}, "+-."),
        (100, 1, {"follow-up": 1}, "!"),
        (51, 8, {"highlight": 3, "weakness": 1, "follow-up": 1}, "+-!"),
        (100, 100, {"highlight": 1}, "+......."),
        (2, 2, {"highlight": 2, "weakness": 2, "follow-up": 2}, "++---!!!"),
        (4, 2, {"highlight": 2}, "++++"),
    ],
)
def test_the_density_of_marks(
    measures: int, reviewed: int, tags: dict[str, int], expected: str
) -> None:
    assert density(Progress(measures, reviewed, tags), 8) == expected
