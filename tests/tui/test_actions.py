"""One table of actions: bindings, help and README come from it."""

import re
from collections import Counter
from pathlib import Path

import pytest

from tui.actions import ACTIONS, bindings
from tui.keymap import AS_SHIPPED, signs, spelled
from tui.language import use
from tui.screens.review import ReviewScreen

ROOT = Path(__file__).parents[2]


def test_no_key_does_two_things() -> None:
    keys = Counter(key for action in ACTIONS for key in action.keys.split())
    assert [key for key, times in keys.items() if times > 1] == []


def test_every_key_is_written_as_users_would_in_its_normal_spelling() -> None:
    keys = [key for action in ACTIONS for key in action.keys.split()]
    assert [spelled(key) for key in keys] == keys


def test_every_action_has_a_name_of_its_own_for_the_settings() -> None:
    names = [action.name for action in ACTIONS]
    assert len(set(names)) == len(names)
    assert [name for name in names if not re.fullmatch(r"[a-z]+(-[a-z]+)*", name)] == []


def test_every_action_has_its_method() -> None:
    for action in ACTIONS:
        assert hasattr(ReviewScreen, f"action_{action.id.partition('(')[0]}"), action.id


def test_every_action_is_bound_under_its_own_id() -> None:
    assert [binding.id for binding in bindings()] == [action.id for action in ACTIONS]
    assert len({action.id for action in ACTIONS}) == len(ACTIONS)


@pytest.mark.parametrize(("readme", "lang"), [("README.md", "zh"), ("README.en.md", "en")])
def test_the_readme_has_the_keys_of_the_help(readme: str, lang: str) -> None:
    use(lang)
    text = (ROOT / readme).read_text(encoding="utf-8")
    assert key_table() in text, f"put this into {readme}:\n{key_table()}"


def key_table() -> str:
    """The table of keys as Markdown, in the language in use."""
    from tui.language import _  # noqa: PLC0415

    rows = [
        f"| `{' '.join(signs(AS_SHIPPED, action.id))}` | {_(action.help)} | `{action.name}` |"
        for action in ACTIONS
    ]
    return "\n".join(["|---|---|---|", *rows])
