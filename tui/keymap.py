"""Which key does what: the keys of every action, as the user chose them or as shipped."""

from __future__ import annotations

import json
import string
from argparse import Namespace
from collections.abc import Iterable, Mapping
from typing import Any

from tui.actions import (
    ACTIONS,
    EVERY_ACTION,
    LEDGER_ACTIONS,
    LIBRARY_ACTIONS,
    NOTE_ACTIONS,
    YEARS_ACTIONS,
    Action,
)
from tui.language import _

Keys = Mapping[str, tuple[str, ...]]  # the keys of each action, by its id, in normal spelling

# Other ways in which people write a key; the value is Textual's name and our normal spelling.
_ALSO = {
    "esc": "escape",
    "pgup": "pageup",
    "pgdn": "pagedown",
    "del": "delete",
    "ins": "insert",
    "comma": ",",
}
_NAMED = {
    *("space", "tab", "escape", "enter", "backspace", "delete", "insert"),
    *("home", "end", "pageup", "pagedown", "up", "down", "left", "right"),
    *(f"f{number}" for number in range(1, 13)),
}
# A terminal sends the same for both, so that the first would never be seen.
_SAME = {"ctrl+i": "tab", "ctrl+m": "enter", "ctrl+h": "backspace", "ctrl+[": "escape"}
# The only characters but letters that terminals send together with ctrl.
_CONTROLLED = {
    "\\": "backslash",
    "]": "right_square_bracket",
    "^": "circumflex_accent",
    "_": "underscore",
}
# Keys that no action may have.
_NEEDED = {
    "enter": "chooses in the tree and in lists",
    "ctrl+c": "tells how to leave",
    "ctrl+q": "always leaves",
}
# Besides characters, the keys without which no note could be written.
_WRITES = {
    *("space", "backspace", "delete"),
    *("home", "end", "pageup", "pagedown", "up", "down", "left", "right"),
}
_SIGNS = {
    "escape": "esc",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "home": "Home",
    "end": "End",
}
_NO_KEY = "none"  # no terminal sends it; Textual takes an empty list for the keys as shipped


def spelled(written: str) -> str:
    """The normal spelling of a key: `shift+j` is `J`, `Esc` is `escape`, `ctrl+D` is `ctrl+d`.

    Raises ValueError, with what is wrong, for what is no key or cannot be sent by a terminal.
    """
    *before, last = written.split("+") if len(written) > 1 else [written]
    if before[-1:] == [""]:  # alt++
        before, last = before[:-1], "+"
    modifiers = {modifier.strip().lower() for modifier in before}
    key = last if len(last) == 1 else last.strip().lower()
    key = _ALSO.get(key, key)
    if modifiers - {"alt", "ctrl", "shift"} or not (
        key in _NAMED or (len(key) == 1 and key.isprintable() and not key.isspace())
    ):
        raise ValueError(f"no such key: {written!r}")
    if len(key) == 1:
        key = _with_shift(written, key, modifiers)
    spelling = "+".join([*sorted(modifiers), key])
    if spelling in _SAME:
        raise ValueError(f"{spelling} cannot be told from {_SAME[spelling]}")
    return spelling


def _with_shift(written: str, key: str, modifiers: set[str]) -> str:
    """The character that the keyboard makes of a key; shift is taken out of the modifiers."""
    is_letter = key in string.ascii_letters
    if "ctrl" in modifiers:
        if "shift" in modifiers or not (is_letter or key in _CONTROLLED or key == "["):
            raise ValueError(f"no terminal sends {written!r}")
        return key.lower()
    if "shift" in modifiers:
        if not is_letter:
            raise ValueError(f"write the character itself: {written!r}")
        modifiers.discard("shift")
        return key.upper()
    return key


AS_SHIPPED: Keys = {action.id: tuple(action.keys.split()) for action in EVERY_ACTION}
_IN_NOTES = {action.id for action in NOTE_ACTIONS}


def chosen(wanted: Mapping[str, Any]) -> Keys:
    """The keys that a user chose, by action, as far as they are not those as shipped.

    `wanted` has one key or a list of keys for the name of each action.

    Raises ValueError, in one line, for an unknown action or key, for a key that is needed
    elsewhere, and for two actions of a screen that would have the same key in the end; in a note
    every key that writes is needed.
    """
    ids = {action.name: action.id for action in EVERY_ACTION}
    keys: dict[str, tuple[str, ...]] = {}
    for name, value in wanted.items():
        if name not in ids:
            raise ValueError(f"keys: no action {name!r} (piyue keys lists them)")
        listed = [value] if isinstance(value, str) else value
        if not isinstance(listed, list) or not all(isinstance(one, str) for one in listed):
            raise ValueError(f"keys: {name}: not a key or a list of keys")
        keys[ids[name]] = tuple(_allowed(name, ids[name], written) for written in listed)
    for actions in (ACTIONS, LIBRARY_ACTIONS, LEDGER_ACTIONS, YEARS_ACTIONS, NOTE_ACTIONS):
        _no_key_twice(actions, {**AS_SHIPPED, **keys})
    # Textual goes through all of them at each key that is pressed.
    return {action: held for action, held in keys.items() if held != AS_SHIPPED[action]}


def _allowed(name: str, action: str, written: str) -> str:
    try:
        key = spelled(written)
    except ValueError as error:
        raise ValueError(f"keys: {name}: {error}") from error
    if key in _NEEDED and key not in AS_SHIPPED[action]:
        raise ValueError(f"keys: {name}: {key} {_NEEDED[key]}")
    if action in _IN_NOTES and (len(key) == 1 or key.removeprefix("shift+") in _WRITES):
        raise ValueError(f"keys: {name}: {key} is needed to write the note")
    return key


def _no_key_twice(actions: Iterable[Action], keys: Keys) -> None:
    holders: dict[str, str] = {}
    for action in actions:
        for key in dict.fromkeys(keys[action.id]):
            if key in holders:
                both = f"{holders[key]} and {action.name}"
                raise ValueError(f"keys: {key} is the key of both {both}")
            holders[key] = action.name


def for_textual(keys: Keys) -> dict[str, str]:
    """The keys as `App.set_keymap` wants them."""
    return {action: ",".join(map(_textual, held)) or _NO_KEY for action, held in keys.items()}


def _textual(key: str) -> str:
    *modifiers, last = key.split("+") if len(key) > 1 else [key]
    name = "comma" if last == "," else _CONTROLLED.get(last, last) if modifiers else last
    return "+".join([*modifiers, name])


def print_keys(options: Namespace) -> None:
    """Print the keys in force as the table of the settings that they are."""
    print(as_settings({**AS_SHIPPED, **options.config.keys}))


def as_settings(keys: Keys) -> str:
    """The keys of every action as TOML, each with what it does."""
    rows = [
        (action.name, json.dumps(keys[action.id], ensure_ascii=False), _(action.help))
        for action in EVERY_ACTION
    ]
    names, lists = (max(map(len, column)) for column in list(zip(*rows, strict=True))[:2])
    lines = (f"{name:<{names}} = {held:<{lists}}  # {help_}" for name, held, help_ in rows)
    return "\n".join(["[keys]", *lines])


def signs(keys: Keys, action: str) -> list[str]:
    """The keys of an action as they are shown: `j`, `↓`, `PgDn`, `ctrl+d`."""
    return [_sign(key) for key in keys.get(action, ())]


def _sign(key: str) -> str:
    *modifiers, last = key.split("+") if len(key) > 1 else [key]
    return "+".join([*modifiers, _SIGNS.get(last, last)])


def sign(keys: Keys, action: str) -> str:
    """The first key of an action as it is shown; where it has none, the name of the action."""
    shown = signs(keys, action)
    if shown:
        return shown[0]
    return next(one.name for one in EVERY_ACTION if one.id == action)
