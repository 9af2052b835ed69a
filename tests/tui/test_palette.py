"""The palette of actions: found by name in two languages, by pinyin and by key; Enter does it."""

from threading import Event

import pytest

from core.pinyin import Pinyin
from tui import language
from tui.actions import ACTIONS
from tui.config import Config
from tui.keymap import AS_SHIPPED
from tui.naming import matching, names, spelling
from tui.screens import palette
from tui.screens.exporting import ExportScreen
from tui.screens.palette import PaletteScreen
from tui.widgets.row_list import RowList

NAMED = names(AS_SHIPPED)


@pytest.fixture(scope="module")
def pinyin() -> Pinyin:
    return spelling(NAMED)


@pytest.mark.parametrize(
    ("query", "best"),
    [
        ("批注", "note"),
        ("写批注", "note"),
        ("pz", "note"),
        ("pizhu", "note"),
        ("note", "note"),
        ("NOTE", "note"),
        ("n", "note"),  # its key
        ("N", "hit(-1)"),
        ("chexiao", "undo"),
        ("cx", "undo"),
        ("撤销", "undo"),
        ("undo", "undo"),
        ("take back", "undo"),
        ("ctrl+r", "redo"),
        ("PgDn", "page(1)"),
        ("pagedown", "page(1)"),
        ("↓", "move(1)"),
        ("next section", "section(1)"),
        ("next-section", "section(1)"),
        ("half down", "page(0.5)"),
        ("liangdian", "tag('highlight')"),
        ("亮点 批注", "tag_and_note('highlight')"),
        ("daochu", "export"),
        ("memo", "export"),
        ("markdown", "export"),
        ("?", "help"),
        ("？", "help"),
        ("", "move(1)"),
        ("  ", "move(1)"),
    ],
)
def test_the_best_match_is_first(query: str, best: str, pinyin: Pinyin) -> None:
    assert matching(query, NAMED, pinyin)[0].id == best


@pytest.mark.parametrize("query", ["[/]", "no such thing", "批注 undo", "\x1b[31m", "((("])
def test_what_fits_nothing_finds_nothing(query: str, pinyin: Pinyin) -> None:
    assert matching(query, NAMED, pinyin) == []


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.name)
def test_every_action_is_found_by_its_names_and_its_keys(action, pinyin: Pinyin) -> None:
    language.use("zh")
    chinese = language._(action.label)
    for query in (action.label, action.name, chinese, *action.keys.split()):
        assert action in matching(query, NAMED, pinyin), query


def test_without_a_query_the_actions_stand_in_the_order_of_the_help() -> None:
    assert matching("", NAMED, None) == list(ACTIONS)


def listed(reviewer) -> list[str]:
    rows = reviewer.pilot.app.screen.query_one(RowList)
    lines = (rows.render_line(y).text.rstrip() for y in range(rows.size.height))
    return [line for line in lines if line]


async def opened(reviewer) -> None:
    await reviewer.press("ctrl+p")
    await reviewer.until(lambda: reviewer.pilot.app.screen._pinyin is not None)


async def test_enter_does_what_is_highlighted(reviewing, report) -> None:
    async with reviewing() as reviewer:
        await opened(reviewer)
        await reviewer.type("liangdian")
        await reviewer.press("enter")
        assert reviewer.saved(report)["0.1"].tags == ("highlight",)
        assert reviewer.locator == "0.2"


async def test_arrows_choose_another_row_and_stop_at_the_ends(reviewing) -> None:
    async with reviewing() as reviewer:
        await opened(reviewer)
        await reviewer.press("up", "down", "down", "up")
        assert reviewer.pilot.app.screen.query_one(RowList).highlighted is ACTIONS[1]
        await reviewer.press(*["pagedown"] * 9, "down")
        assert reviewer.pilot.app.screen.query_one(RowList).highlighted is ACTIONS[-1]


async def test_a_resized_terminal_keeps_the_choice_in_view(reviewing) -> None:
    async with reviewing() as reviewer:
        await opened(reviewer)
        await reviewer.press("pagedown", "pagedown")
        [chosen] = [line for line in listed(reviewer) if line.startswith("> ")]
        await reviewer.pilot.resize_terminal(60, 16)
        name = chosen.split("  ")[0]
        await reviewer.until(lambda: any(name in line for line in listed(reviewer)))


async def test_a_row_shows_name_help_and_keys(reviewing) -> None:
    async with reviewing() as reviewer:
        await opened(reviewer)
        await reviewer.type("half a page d")
        [row] = listed(reviewer)
        assert row.startswith("> half a page down  ")
        assert "Half a page down" in row
        assert row.endswith(" ctrl+d")


async def test_where_there_is_little_room_name_and_key_stay(reviewing) -> None:
    async with reviewing(size=(40, 20)) as reviewer:
        await opened(reviewer)
        await reviewer.type("half a page d")
        [row] = listed(reviewer)
        assert row.split() == [">", "half", "a", "page", "down", "ctrl+d"]


async def test_the_palette_shows_and_finds_the_keys_in_force(reviewing) -> None:
    async with reviewing(config=Config(keys={"undo": ("f7",), "tour": ()})) as reviewer:
        await opened(reviewer)
        await reviewer.type("f7")
        [row] = listed(reviewer)
        assert row.startswith("> undo ")
        assert row.endswith(" f7")


async def test_an_action_without_a_key_is_done_all_the_same(reviewing) -> None:
    async with reviewing(config=Config(keys={"last": ()})) as reviewer:
        await opened(reviewer)
        await reviewer.type("to the last measure")
        await reviewer.press("enter")
        assert reviewer.screen.cursor == 78


async def test_what_fits_nothing_is_said_and_enter_does_nothing(reviewing) -> None:
    async with reviewing() as reviewer:
        await opened(reviewer)
        await reviewer.type("[/b]")
        assert listed(reviewer) == [" no such action"]
        await reviewer.press("enter", "down", "enter")
        assert isinstance(reviewer.pilot.app.screen, PaletteScreen)


async def test_a_click_does_it(reviewing) -> None:
    async with reviewing() as reviewer:
        await opened(reviewer)
        await reviewer.type("undo")
        await reviewer.pilot.click(RowList, offset=(2, 0))
        await reviewer.settled()
        assert reviewer.pilot.app.screen is reviewer.screen


async def test_escape_leaves_everything_as_it_was(reviewing) -> None:
    async with reviewing() as reviewer:
        await opened(reviewer)
        await reviewer.type("q")
        await reviewer.press("escape")
        assert reviewer.pilot.app.screen is reviewer.screen
        assert reviewer.locator == "0.1"


def late(monkeypatch: pytest.MonkeyPatch) -> Event:
    """Let the pinyin be known only when it is told so."""
    known, spell = Event(), palette.spelling
    monkeypatch.setattr(palette, "spelling", lambda named: known.wait(60) and spell(named))
    return known


async def test_pinyin_typed_before_it_is_known_is_waited_for(reviewing, monkeypatch) -> None:
    known = late(monkeypatch)
    async with reviewing() as reviewer:
        await reviewer.press("ctrl+p", *"daoc")
        assert listed(reviewer) == [" no such action"]
        await reviewer.pilot.press("enter")
        known.set()
        await reviewer.until(lambda: isinstance(reviewer.pilot.app.screen, ExportScreen))


async def test_closed_before_the_pinyin_is_known(reviewing, monkeypatch) -> None:
    known = late(monkeypatch)
    async with reviewing() as reviewer:
        await reviewer.press("ctrl+p", "escape")
        known.set()
        await reviewer.press("j")
        assert reviewer.locator == "0.2"
