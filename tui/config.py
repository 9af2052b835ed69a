"""What a user sets in `config.toml`: words for figures, search and notes, keys, colours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from core.figures.vocabulary import SHIPPED, Vocabulary
from tui import themes


class ConfigError(Exception):
    """The settings cannot be used; the message names the file and the cause."""


@dataclass(frozen=True, slots=True)
class Config:
    """The settings, as shipped where nothing else is said.

    `vocabulary` adds to what figures are read by, `terms` are words that stay whole,
    `keys` are those that the user chose, by action (`tui.keymap.Keys`), `theme` is one of
    `tui.themes.NAMES`, or "", `templates` are texts to begin notes with. `path` is the file they
    come from, None where there is none.
    """

    vocabulary: Vocabulary = SHIPPED
    terms: tuple[str, ...] = ()
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    theme: str = ""
    templates: tuple[str, ...] = ()
    path: Path | None = field(default=None, compare=False)


def load(path: Path) -> Config:
    """The settings in a file.

        theme = "light"
        [figures]
        names = ["四好农村路"]
        [figures.units]
        count = ["桌", "网格"]
        [search]
        terms = ["一键叫车"]
        [notes]
        templates = ["请{locator}牵头单位说明："]
        [keys]
        next = ["j", "ctrl+n"]

    Raises ConfigError for a file that cannot be read, is no TOML, or holds what Piyue does not
    know: a misspelt key would otherwise be without effect and without a word.
    """
    if path.exists() and not path.is_file():  # a pipe would be waited for
        raise ConfigError(f"{path}: not a file")
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        raise ConfigError(f"{path}: {getattr(error, 'strerror', None) or error}") from error
    import tomllib  # noqa: PLC0415 (most have no such file)

    try:
        found = tomllib.loads(text)
        figures = _table(found, "figures")
        search = _table(found, "search")
        notes = _table(found, "notes")
        units = _table(figures, "units")
        config = Config(
            Vocabulary(
                {unit: kind for kind in list(units) for unit in _words(units, kind)},
                _words(figures, "names"),
            ),
            _words(search, "terms"),
            _keys(_table(found, "keys")),
            _theme(found),
            _words(notes, "templates"),
            path,
        )
        _nothing_left(found, figures, search, notes)
    except ValueError as error:
        raise ConfigError(f"{path}: {error}") from error
    return config


def _table(within: dict[str, Any], key: str) -> dict[str, Any]:
    """The table under a key, which is taken out."""
    table = within.pop(key, {})
    if not isinstance(table, dict):
        raise ValueError(f"not a table: {key}")  # noqa: TRY004 (caught with the others)
    return table


def _words(within: dict[str, Any], key: str) -> tuple[str, ...]:
    """The list of words under a key, which is taken out."""
    listed = within.pop(key, [])
    if not isinstance(listed, list) or not all(isinstance(word, str) and word for word in listed):
        raise ValueError(f"not a list of words: {key}")
    return tuple(listed)


def _keys(table: dict[str, Any]) -> Mapping[str, tuple[str, ...]]:
    if not table:
        return {}
    from tui import keymap  # noqa: PLC0415 (most keep the keys as shipped)

    return keymap.chosen(table)


def _theme(found: dict[str, Any]) -> str:
    """The name of the theme, which is taken out."""
    name = found.pop("theme", "")
    if name and name not in themes.NAMES:
        raise ValueError(f"no such theme: {name}")
    return str(name)


def _nothing_left(*tables: dict[str, Any]) -> None:
    for key in (key for table in tables for key in table):
        raise ValueError(f"unknown setting: {key}")
