"""The line of keys at the bottom: what is of use where the reviewer is."""

import pytest
from rich.cells import cell_len

from tui.actions import ACTIONS
from tui.hints import ELSEWHERE, hints
from tui.keymap import AS_SHIPPED


@pytest.mark.parametrize("place", ELSEWHERE)
def test_every_hint_is_an_action_or_a_key_of_the_pane(place: str) -> None:
    ids = {action.id for action in ACTIONS}
    assert {what for what, _label in ELSEWHERE[place]} - ids <= {"enter", "esc"}


@pytest.mark.parametrize("place", ["text", *sorted(ELSEWHERE.keys() - {"question"})])
def test_help_and_quit_are_always_there(place: str) -> None:
    assert [hint.action for hint in hints(place, AS_SHIPPED)][-2:] == ["help", "quit"]


@pytest.mark.parametrize(
    ("pressed", "expected"),
    [
        ([], " j next "),
        (["tab", "tab"], " enter read here "),
        (["shift+tab"], " enter read here "),
        (["tab"], " j scroll "),
        (["M", "tab"], " y copy the figure "),
        (["slash"], " enter confirm  esc go back "),
        (["slash", "2", "0", "enter"], " n next hit  N previous hit  esc end search "),
        (["slash", "2", "0", "enter", "escape"], " n note "),
        (["slash", "escape"], " n note "),
        (["v"], " esc select nothing "),
        (["v", "escape"], " n note "),
        (["v", "1"], " n note "),
        (["colon"], " enter confirm  esc go back "),
    ],
)
async def test_the_keys_are_those_of_the_place(
    reviewing, pressed: list[str], expected: str
) -> None:
    async with reviewing(size=(160, 30)) as reviewer:
        for key in pressed:
            await reviewer.press(key)
        assert expected in reviewer.screen.key_line.text


@pytest.mark.parametrize(
    ("key", "why"),
    [
        ("N", "no search yet: press /"),
        (".", "nothing to repeat yet"),
        ("u", "nothing to take back"),
        ("ctrl+r", "nothing to take back or repeat"),
        ("]", "no further mark"),
        ("[", "no further mark"),
        ("K", "no further section"),
        ("}", "nobody else has reviewed this document"),
        ("a", "nobody else has reviewed this document"),
        ("D", "nobody else has reviewed this document"),
        ("h", "nothing to fold here"),
        ("l", "nothing to unfold here"),
    ],
)
async def test_a_key_that_can_do_nothing_says_why(reviewing, key: str, why: str) -> None:
    async with reviewing(size=(160, 30)) as reviewer:
        await reviewer.press(key)
        await reviewer.until(lambda: why in reviewer.status)


async def test_a_click_does_what_the_key_does(reviewing) -> None:
    async with reviewing(size=(160, 30)) as reviewer:
        await reviewer.press("shift+tab", "j")
        before = reviewer.screen.tree_pane.cursor_line
        await reviewer.pilot.click("#keys", offset=(2, 0))
        await reviewer.until(lambda: reviewer.screen.tree_pane.cursor_line == before + 1)


async def test_a_click_on_a_key_of_the_pane_does_nothing(reviewing) -> None:
    async with reviewing(size=(160, 30)) as reviewer:
        await reviewer.press("slash")
        await reviewer.pilot.click("#keys", offset=(2, 0))
        assert reviewer.locator == "0.1"


@pytest.mark.parametrize("width", [20, 40, 60, 80, 120])
async def test_help_and_quit_are_seen_however_narrow_it_is(reviewing, width: int) -> None:
    async with reviewing(size=(width, 30)) as reviewer:
        keys = reviewer.screen.key_line.text
        assert keys.endswith(" ? help  q quit ")
        assert cell_len(keys) <= width
