"""The help: every key in force, by group, in columns, filtered by what is typed."""

import re

import pytest
from rich.cells import cell_len
from textual.containers import VerticalScroll
from textual.widgets import Static

from tui.actions import ACTIONS
from tui.config import Config
from tui.keymap import AS_SHIPPED, signs
from tui.language import _, use
from tui.screens.help import HelpScreen, columns


def lines(width: int, keys=AS_SHIPPED) -> list[str]:
    return [line.plain.rstrip() for line in columns(ACTIONS, keys, width)]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [40, 56, 76, 100, 150, 190, 240])
def test_every_key_and_every_word_is_there_and_no_line_too_long(lang: str, width: int) -> None:
    use(lang)
    found = lines(width)
    names = "|".join(action.name for action in ACTIONS)
    words = re.sub(r"\s", "", "".join(re.sub(rf"(?<=\S)  +({names})$", "", line) for line in found))
    for action in ACTIONS:
        assert any(" ".join(signs(AS_SHIPPED, action.id)) in line for line in found)
        if width < 145:  # in one column a help that is broken goes on in the next line
            assert re.sub(r"\s", "", _(action.help)) in words
    assert max(map(cell_len, found)) <= width


def test_there_are_as_many_columns_as_there_is_room_for() -> None:
    heads = [
        sum(group in lines(width)[0] for group in ("Moving", "Marking", "Finding"))
        for width in (76, 160)
    ]
    assert heads == [1, 2]
    assert len(lines(160)) < 0.75 * len(lines(76))


def test_the_names_for_the_settings_stand_at_the_right() -> None:
    assert lines(76)[1] == "  j ↓" + lines(76)[1][5:-4] + "next"


def shown(reviewer) -> str:
    return str(reviewer.pilot.app.screen.query_one("#list", Static).render())


def top(reviewer) -> int:
    return round(reviewer.pilot.app.screen.query_one(VerticalScroll).scroll_offset.y)


async def test_the_keys_shown_are_those_in_force(reviewing) -> None:
    async with reviewing(config=Config(keys={"undo": ("f7",), "help": ("f8",)})) as reviewer:
        await reviewer.press("f8")
        await reviewer.until(lambda: "Take back the last change" in shown(reviewer))
        [line] = [one for one in shown(reviewer).split("\n") if "Take back" in one]
        assert line.split()[0] == "f7"


@pytest.mark.parametrize("key", ["escape", "q", "enter", "f8"])
async def test_closing_keys_and_the_one_that_opened_it(reviewing, key: str) -> None:
    async with reviewing(config=Config(keys={"help": ("f8",)})) as reviewer:
        await reviewer.press("f8")
        assert isinstance(reviewer.pilot.app.screen, HelpScreen)
        await reviewer.press(key)
        assert reviewer.pilot.app.screen is reviewer.screen


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("undo", {"Take back the last change"}),
        ("cx", {"Take back the last change"}),
        ("撤销", {"Take back the last change"}),
        ("ctrl+r", {"Repeat what was taken back"}),
        ("[/b]", set()),
    ],
)
async def test_typing_leaves_what_fits(reviewing, typed: str, expected: set[str]) -> None:
    async with reviewing() as reviewer:
        await reviewer.press("?")
        await reviewer.until(lambda: reviewer.pilot.app.screen._pinyin is not None)
        await reviewer.press("slash")
        await reviewer.type(typed)
        assert {action.help for action in ACTIONS if action.help in shown(reviewer)} >= expected
        assert "To the next measure" not in shown(reviewer)
        assert expected or shown(reviewer) == "no such action"


async def test_escape_ends_the_filter_then_closes(reviewing) -> None:
    async with reviewing() as reviewer:
        await reviewer.press("?", "slash", "u", "n", "d", "o", "escape")
        assert "To the next measure" in shown(reviewer)
        await reviewer.press("escape")
        assert reviewer.pilot.app.screen is reviewer.screen


async def test_enter_keeps_the_filter_and_scrolls_again(reviewing) -> None:
    async with reviewing(size=(60, 20)) as reviewer:
        await reviewer.press("?", "slash", "t", "o", "enter", "j")
        assert top(reviewer) == 1


async def test_it_scrolls_like_less(reviewing) -> None:
    async with reviewing(size=(60, 24)) as reviewer:
        await reviewer.press("?")
        tops = []
        for key in ("j", "j", "k", "space", "b", "G", "g"):
            await reviewer.press(key)
            tops.append(top(reviewer))
        page = reviewer.pilot.app.screen.query_one(VerticalScroll).size.height - 1
        end = reviewer.pilot.app.screen.query_one(VerticalScroll).max_scroll_y
        assert tops == [1, 2, 1, 1 + page, 1, end, 0]


async def test_the_chosen_keys_scroll_and_filter_in_the_help_and_are_named_there(reviewing) -> None:
    config = Config(keys={"move(1)": ("f7",), "search": ("f8",)})
    async with reviewing(size=(60, 24), config=config) as reviewer:
        await reviewer.press("?", "j", "slash")
        assert top(reviewer) == 0
        assert not reviewer.pilot.app.screen.query_one("Field").display
        await reviewer.press("f7", "f7", "k")
        assert top(reviewer) == 1
        hint = reviewer.pilot.app.screen.query_one("#hint", Static)
        assert str(hint.render()).startswith("f7 k scroll    f8 filter")
        await reviewer.press("f8")
        assert reviewer.pilot.app.screen.query_one("Field").has_focus


async def test_it_is_laid_out_anew_when_the_terminal_is_resized(reviewing) -> None:
    async with reviewing(size=(80, 30)) as reviewer:
        await reviewer.press("?")
        await reviewer.until(lambda: "Finding" not in shown(reviewer).split("\n")[0])
        await reviewer.pilot.resize_terminal(200, 30)
        await reviewer.until(lambda: "Finding" in shown(reviewer).split("\n")[0])
