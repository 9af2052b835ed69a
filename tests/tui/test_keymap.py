"""The keys that a user chooses: how they are written, and that they hold everywhere."""

import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui import language
from tui.actions import EVERY_ACTION
from tui.config import Config, ConfigError, load
from tui.keymap import AS_SHIPPED, as_settings, chosen, for_textual, sign, signs, spelled

# Promised to users, whose settings name them: add, never rename.
NAMES = """
    next previous next-section previous-section page-down page-up half-a-page-down half-a-page-up
    first last unreviewed next-mark previous-mark fold unfold next-pane previous-pane
    highlight weakness follow-up highlight-note weakness-note follow-up-note
    read note clear repeat undo redo search previous-hit end-search figures all-figures
    everybody agreement next-disagreement previous-disagreement
    copy copy-all export actions tour help quit
    open filter search-all import sort all-documents
"""


def test_the_names_stay_what_they_were() -> None:
    assert set(NAMES.split()) - {action.name for action in EVERY_ACTION} == set()


@pytest.mark.parametrize(
    ("written", "spelling"),
    [
        ("j", "j"),
        ("J", "J"),
        ("shift+j", "J"),
        ("]", "]"),
        ("?", "?"),
        ("？", "？"),  # an input method is on
        ("+", "+"),
        (",", ","),
        ("comma", ","),
        ("space", "space"),
        ("Esc", "escape"),
        ("PgDn", "pagedown"),
        ("F12", "f12"),
        ("ctrl+d", "ctrl+d"),
        ("Ctrl+D", "ctrl+d"),
        ("ctrl+]", "ctrl+]"),
        ("shift+down", "shift+down"),
        ("shift+ctrl+left", "ctrl+shift+left"),
        ("alt+j", "alt+j"),
        ("alt++", "alt++"),
        ("shift+tab", "shift+tab"),
    ],
)
def test_keys_are_written_as_people_write_them(written: str, spelling: str) -> None:
    assert spelled(written) == spelling
    assert spelled(spelling) == spelling


@pytest.mark.parametrize(
    ("written", "cause"),
    [
        ("", "no such key: ''"),
        (" ", "no such key: ' '"),
        ("\x1b", "no such key: '\\x1b'"),
        ("jj", "no such key: 'jj'"),
        ("f13", "no such key: 'f13'"),
        ("hyper+j", "no such key: 'hyper+j'"),
        ("ctrl+", "no such key: 'ctrl+'"),
        ("ctrl+shift+j", "no terminal sends 'ctrl+shift+j'"),
        ("ctrl+1", "no terminal sends 'ctrl+1'"),
        ("shift+1", "write the character itself: 'shift+1'"),
        ("ctrl+i", "ctrl+i cannot be told from tab"),
        ("ctrl+m", "ctrl+m cannot be told from enter"),
        ("ctrl+h", "ctrl+h cannot be told from backspace"),
        ("ctrl+[", "ctrl+[ cannot be told from escape"),
    ],
)
def test_what_is_no_key_is_refused(written: str, cause: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(cause)}$"):
        spelled(written)


@given(st.text(max_size=12))
def test_whatever_is_written_is_a_key_or_refused_in_one_line(written: str) -> None:
    try:
        said = spelled(spelled(written))
    except ValueError as error:
        said = str(error)
    assert said.isprintable()


def settings(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "config.toml"
    path.write_text(f"[keys]\n{text}\n", encoding="utf-8")
    return path


def test_an_action_has_one_key_several_or_none(tmp_path: Path) -> None:
    config = load(settings(tmp_path, 'next = "f6"\nundo = ["f7", "f8"]\ntour = []'))
    assert config.keys == {"move(1)": ("f6",), "undo": ("f7", "f8"), "tour": ()}


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ('nxt = "j"', "keys: no action 'nxt' (piyue keys lists them)"),
        ('next = "jj"', "keys: next: no such key: 'jj'"),
        ("next = 3", "keys: next: not a key or a list of keys"),
        ('next = ["j", 3]', "keys: next: not a key or a list of keys"),
        ('next = "k"', "keys: k is the key of both next and previous"),
        ('next = "n"\nundo = "n"', "keys: n is the key of both next and note"),
        ('next = "s"', "keys: s is the key of both sort and next"),
        ('sort = "i"', "keys: i is the key of both import and sort"),
        ('undo = "enter"', "keys: undo: enter chooses in the tree and in lists"),
        ('undo = "ctrl+c"', "keys: undo: ctrl+c tells how to leave"),
        ('undo = "ctrl+q"', "keys: undo: ctrl+q always leaves"),
        ('"a\\u001b" = "j"', "keys: no action 'a\\x1b' (piyue keys lists them)"),
    ],
)
def test_a_mistake_is_said_in_one_line_with_the_file(tmp_path: Path, text: str, cause: str) -> None:
    path = settings(tmp_path, text)
    with pytest.raises(ConfigError) as raised:
        load(path)
    assert str(raised.value) == f"{path}: {cause}"


def test_keys_may_be_swapped(tmp_path: Path) -> None:
    config = load(settings(tmp_path, 'next = "k"\nprevious = "j"'))
    assert config.keys == {"move(1)": ("k",), "move(-1)": ("j",)}


def test_a_key_may_do_one_thing_in_a_document_and_another_in_the_library(tmp_path: Path) -> None:
    config = load(settings(tmp_path, 'sort = "c"\nopen = ["enter", "x"]'))
    assert config.keys == {"sort": ("c",), "choose": ("enter", "x")}


def test_a_key_named_twice_for_one_action_is_no_conflict() -> None:
    assert chosen({"next": ["j", "j"]}) == {"move(1)": ("j", "j")}


def test_the_start_fails_with_the_cause(tmp_path: Path, piyue) -> None:
    path = settings(tmp_path, 'next = "k"')
    status, out, err = piyue("--config", path, "keys")
    assert (status, out) == (1, "")
    assert err == f"piyue: {path}: keys: k is the key of both next and previous\n"


def test_the_keys_printed_are_settings_that_change_nothing(tmp_path: Path, piyue) -> None:
    status, out, _err = piyue("keys")
    assert status == 0
    path = tmp_path / "config.toml"
    path.write_text(out, encoding="utf-8")
    assert load(path) == Config()
    assert set(tomllib.loads(out)["keys"]) == {action.name for action in EVERY_ACTION}


def test_the_keys_printed_are_those_in_force(tmp_path: Path, piyue) -> None:
    _status, out, _err = piyue("--config", settings(tmp_path, 'next = ["f7", ","]'), "keys")
    assert tomllib.loads(out)["keys"]["next"] == ["f7", ","]


def test_the_settings_say_what_each_key_does_in_the_language_of_the_interface() -> None:
    language.use("zh")
    assert '"down"]' in as_settings(AS_SHIPPED)
    assert "# 到下一条举措" in as_settings(AS_SHIPPED)


def test_keys_are_shown_as_they_are_printed_on_the_keyboard() -> None:
    keys = {"move(1)": ("j", "down", "shift+pagedown", "space", "escape", "]")}
    assert signs(keys, "move(1)") == ["j", "↓", "shift+PgDn", "space", "esc", "]"]
    assert sign(keys, "move(1)") == "j"


def test_an_action_without_a_key_is_shown_by_its_name() -> None:
    assert sign({"move(1)": ()}, "move(1)") == "next"


def test_textual_gets_its_own_names() -> None:
    keys = {"undo": (",", "?", "ctrl+]", "U"), "tour": ()}
    assert for_textual(keys) == {"undo": "comma,?,ctrl+right_square_bracket,U", "tour": "none"}


CHOSEN = """
    next = ["f7", ","]
    previous = "j"
    search = "ctrl+]"
    note = "alt+n"
    highlight = "2"
    weakness = "1"
    tour = []
    help = "f8"
    quit = "f9"
"""


async def test_chosen_keys_act_and_those_as_shipped_no_longer(reviewing, tmp_path: Path) -> None:
    config = load(settings(tmp_path, CHOSEN))
    async with reviewing(config=config) as reviewer:
        assert reviewer.locator == "0.1"
        await reviewer.press("f7")
        await reviewer.press("comma")
        assert reviewer.locator == "1.1.1"
        await reviewer.press("j")
        assert reviewer.locator == "0.2"
        await reviewer.press("down", "k", "f2")
        assert reviewer.locator == "0.2"
        assert reviewer.pilot.app.screen is reviewer.screen


async def test_swapped_keys_do_each_others_work(reviewing, tmp_path: Path, report) -> None:
    async with reviewing(config=load(settings(tmp_path, CHOSEN))) as reviewer:
        await reviewer.press("1", "2")
        assert [one.tags for one in reviewer.saved(report).values()] == [
            ("weakness",),
            ("highlight",),
        ]


async def test_the_chosen_keys_are_shown_at_the_bottom(reviewing, tmp_path: Path) -> None:
    async with reviewing(size=(200, 30), config=load(settings(tmp_path, CHOSEN))) as reviewer:
        keys = reviewer.screen.key_line.text
        assert " f7 next " in keys
        assert " ctrl+] search " in keys
        assert " f8 help  f9 quit " in keys


async def test_messages_name_the_chosen_keys(reviewing, tmp_path: Path) -> None:
    async with reviewing(config=load(settings(tmp_path, CHOSEN))) as reviewer:
        await reviewer.press("N")
        assert "no search yet: press ctrl+]" in reviewer.status


async def test_a_key_of_the_field_is_typed_and_not_acted_on(reviewing, tmp_path: Path) -> None:
    async with reviewing(config=load(settings(tmp_path, CHOSEN))) as reviewer:
        await reviewer.press("ctrl+right_square_bracket")
        await reviewer.type("s,Q")
        assert reviewer.locator == "0.1"
        assert reviewer.screen._prompt.query_one("Field").value == "s,Q"
