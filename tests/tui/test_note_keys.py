"""The keys of a note: those that the user chose, and that none is taken which writes."""

import re
from pathlib import Path

import pytest
from textual import events
from textual.widgets import TextArea

from core.document import Document
from tui import language
from tui.actions import NOTE_ACTIONS
from tui.config import Config
from tui.keymap import AS_SHIPPED, chosen, signs
from tui.screens.note import NoteScreen
from tui.screens.templates import TemplatesScreen
from tui.widgets.lines import KeyLine

ROOT = Path(__file__).parents[2]
CHOSEN = Config(
    keys=chosen({"keep": ["f5", "ctrl+]"], "templates": "alt+t", "leave-as-it-was": "escape"})
)


@pytest.mark.parametrize(
    ("key", "note"), [("f5", "abc"), ("ctrl+right_square_bracket", "abc"), ("escape", None)]
)
async def test_the_chosen_keys_end_a_note(
    reviewing, report: Document, key: str, note: str | None
) -> None:
    async with reviewing(config=CHOSEN) as reviewer:
        await reviewer.press("n", *"abc", key)
        assert reviewer.pilot.app.screen is reviewer.screen
        assert [one.note for one in reviewer.saved(report).values()] == ([note] if note else [])


@pytest.mark.parametrize("key", ["ctrl+s", "ctrl+t", "ctrl+g"])
async def test_the_keys_as_shipped_do_nothing_any_more(reviewing, key: str) -> None:
    async with reviewing(config=CHOSEN) as reviewer:
        await reviewer.press("n", *"abc", key)
        assert isinstance(reviewer.pilot.app.screen, NoteScreen)
        assert reviewer.pilot.app.screen.query_one(TextArea).text == "abc"


async def test_a_chosen_key_opens_the_templates(reviewing) -> None:
    async with reviewing(config=CHOSEN) as reviewer:
        await reviewer.press("n", "alt+t")
        assert isinstance(reviewer.pilot.app.screen, TemplatesScreen)


async def test_chosen_keys_are_obeyed_in_their_turn(reviewing, report: Document) -> None:
    async with reviewing(config=CHOSEN) as reviewer:
        await reviewer.press("n")
        for key in [*"abc", "backspace", "f5"]:  # all at once, as in one write
            reviewer.pilot.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await reviewer.until(lambda: reviewer.pilot.app.screen is reviewer.screen)
        await reviewer.settled()
        assert reviewer.saved(report)["0.1"].note == "ab"


async def test_the_chosen_keys_are_shown(reviewing) -> None:
    async with reviewing(config=CHOSEN) as reviewer:
        await reviewer.press("n")
        line = reviewer.pilot.app.screen.query_one("#hint", KeyLine).text
        assert line == " f5 keep  alt+t templates  esc leave as it was "


@pytest.mark.parametrize(
    ("action", "key", "cause"),
    [
        ("keep", "j", "j is needed to write the note"),
        ("keep", "。", "。 is needed to write the note"),
        ("templates", "space", "space is needed to write the note"),
        ("templates", "enter", "enter chooses in the tree and in lists"),
        ("leave-as-it-was", "backspace", "backspace is needed to write the note"),
        ("leave-as-it-was", "shift+left", "shift+left is needed to write the note"),
    ],
)
def test_a_key_that_writes_is_refused(action: str, key: str, cause: str) -> None:
    with pytest.raises(ValueError, match=re.escape(f"keys: {action}: {cause}")):
        chosen({action: key})


def test_two_actions_of_a_note_cannot_have_one_key() -> None:
    with pytest.raises(ValueError, match=r"^keys: ctrl\+t is the key of both keep and templates$"):
        chosen({"keep": "ctrl+t"})


def test_a_key_of_the_text_is_free_in_a_note() -> None:
    assert chosen({"keep": "ctrl+d"}) == {"keep": ("ctrl+d",)}


def test_every_action_of_a_note_has_its_method() -> None:
    for action in NOTE_ACTIONS:
        assert hasattr(NoteScreen, f"action_{action.id}"), action.id


@pytest.mark.parametrize(("readme", "lang"), [("README.md", "zh"), ("README.en.md", "en")])
def test_the_readme_has_the_keys_of_a_note(readme: str, lang: str) -> None:
    language.use(lang)
    rows = [
        f"| `{' '.join(signs(AS_SHIPPED, one.id))}` | {language._(one.help)} | `{one.name}` |"
        for one in NOTE_ACTIONS
    ]
    table = "\n".join(["|---|---|---|", *rows])
    text = (ROOT / readme).read_text(encoding="utf-8")
    assert table in text, f"put this into {readme}:\n{table}"
