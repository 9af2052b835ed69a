"""The keys shown at the bottom: those that are of use where the reviewer is."""

from __future__ import annotations

from dataclasses import dataclass

from tui.actions import ACTIONS
from tui.keymap import Keys, sign
from tui.language import _


@dataclass(frozen=True, slots=True)
class Hint:
    """A key as it is shown, what it does here, and the action that a click does, if any."""

    key: str
    label: str
    action: str = ""


# For each place but the text, where the actions with `footer` are shown: an action and what it
# means there, or a key that is no action's and belongs to the pane.
ELSEWHERE = {
    "search": (
        ("note", "next hit"),
        ("hit(-1)", "previous hit"),
        ("end_search", "end search"),
        *((f"tag('{name}')", name) for name in ("highlight", "weakness", "follow-up")),
        ("read", "read"),
        ("search", "search"),
    ),
    "selection": (
        ("move(1)", "one more"),
        ("section(1)", "to the next section"),
        *((f"tag('{name}')", name) for name in ("highlight", "weakness", "follow-up")),
        ("read", "read"),
        ("note", "note"),
        ("clear", "clear"),
        ("end_search", "select nothing"),
    ),
    "tree": (
        ("move(1)", "next section"),
        ("move(-1)", "previous section"),
        ("enter", "read here"),
        ("fold(True)", "fold"),
        ("fold(False)", "unfold"),
        ("pane(1)", "to the text"),
    ),
    "figures": (
        ("move(1)", "next"),
        ("enter", "go there"),
        ("copy", "copy the figure"),
        ("page(1)", "page down"),
        ("list_figures", "inspector"),
        ("pane(1)", "to the sections"),
    ),
    "inspector": (
        ("move(1)", "scroll"),
        ("note", "note"),
        ("list_figures", "all figures"),
        ("pane(1)", "to the sections"),
    ),
    "question": (("enter", "confirm"), ("esc", "go back")),
}
_LAST = ("help", "quit")  # never the ones left out


def hints(place: str, keys: Keys) -> list[Hint]:
    """What to show in a place: `text` or one of `ELSEWHERE`."""
    if place not in ELSEWHERE:
        return [_hint(action.id, action.label, keys) for action in ACTIONS if action.footer]
    found = [_hint(one, label, keys) for one, label in ELSEWHERE[place]]
    if place == "question":  # every key is a part of the answer
        return found
    return found + [
        _hint(action.id, action.label, keys) for action in ACTIONS if action.id in _LAST
    ]


def _hint(action: str, label: str, keys: Keys) -> Hint:
    if action not in keys:
        return Hint(action, _(label))
    return Hint(sign(keys, action), _(label), action)
