"""Find an action by what it is called, in Chinese, English or pinyin, or by its key."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib import import_module

from core.folding import searchable
from core.pinyin import Pinyin
from tui.actions import ACTIONS, Action
from tui.keymap import Keys, signs

# How well a word fits; the less the better.
_KEY, _WHOLE, _BEGINS, _WITHIN, _BEGINS_HELP, _WITHIN_HELP = range(6)


@dataclass(frozen=True, slots=True)
class Names:
    """What an action is called, folded: `labels` and `helps` in both languages, and its keys."""

    action: Action
    labels: tuple[str, ...]
    helps: tuple[str, ...]
    keys: tuple[str, ...]


def names(keys: Keys, actions: Iterable[Action] = ACTIONS) -> list[Names]:
    """The names of the actions of a screen, whichever language the interface speaks."""
    chinese: dict[str, str] = import_module("tui.locale.zh").MESSAGES

    def both(english: str) -> tuple[str, ...]:
        return searchable(chinese.get(english, "")), searchable(english)

    return [
        Names(
            action,
            (*both(action.label), action.name),
            both(action.help),
            (*keys[action.id], *signs(keys, action.id)),
        )
        for action in actions
    ]


def spelling(named: Iterable[Names]) -> Pinyin:
    """How the Chinese names are spelled; for a worker, for it is slow the first time."""
    return Pinyin("".join(text for one in named for text in (*one.labels, *one.helps)))


def matching(query: str, named: Sequence[Names], pinyin: Pinyin | None) -> list[Action]:
    """The actions that each word of the query fits, best first, else in the order of the table.

    Without `pinyin` letters are not taken for the beginnings of syllables.
    """
    words = query.split()
    ranked = [(_rank(words, one, pinyin), one.action) for one in named]
    return [
        action
        for rank, action in sorted(
            ((rank, action) for rank, action in ranked if rank is not None), key=lambda it: it[0]
        )
    ]


def _rank(words: Sequence[str], one: Names, pinyin: Pinyin | None) -> int | None:
    """How well the words fit together; None where one does not."""
    total = 0
    for word in words:
        fits = list(_fits(word, one, pinyin))
        if not fits:
            return None
        total += min(fits)
    return total


def _fits(word: str, one: Names, pinyin: Pinyin | None) -> Iterable[int]:
    folded = searchable(word)
    if word in one.keys or (not word.isascii() and folded in one.keys):  # N is not n, but ？ is ?
        yield _KEY
    spelled = pinyin.pattern(folded) if pinyin else None
    for label in one.labels:
        if label == folded or (spelled and spelled.fullmatch(label)):
            yield _WHOLE
        elif label.startswith(folded) or (spelled and spelled.match(label)):
            yield _BEGINS
        elif folded in label or (spelled and spelled.search(label)):
            yield _WITHIN
    for help_ in one.helps:
        if help_.startswith(folded) or (spelled and spelled.match(help_)):
            yield _BEGINS_HELP
        elif folded in help_ or (spelled and spelled.search(help_)):
            yield _WITHIN_HELP
