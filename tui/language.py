"""The language of the interface: every text is written in English and looked up in a catalogue."""

from __future__ import annotations

import os
from importlib import import_module

LANGUAGES = ("zh", "en")

_catalogue: dict[str, str] = {}
_causes: dict[str, str] = {}


def from_locale() -> str:
    """The language that the environment asks for, by the variables and order of POSIX.

    Where it asks for none (unset, C, POSIX) the interface is Chinese, as the documents are.
    """
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(variable):
            return "zh" if value.split(".")[0] in ("C", "POSIX") or value[:2] == "zh" else "en"
    return "zh"


def use(language: str) -> None:
    """Switch the interface to `zh` or `en`; raises ValueError for another."""
    if language not in LANGUAGES:
        raise ValueError(f"no such language: {language}")
    _catalogue.clear()
    _causes.clear()
    if language != "en":
        catalogue = import_module(f"tui.locale.{language}")
        _catalogue.update(catalogue.MESSAGES)
        _causes.update(catalogue.CAUSES)


def _(message: str) -> str:
    """The message in the language in use; itself where the catalogue has no entry."""
    return _catalogue.get(message, message)


def explained(error: str) -> str:
    """The text of an error, `FILE: outcome: cause`, with each part that the catalogue knows.

    Errors come in English from where no language is known: core, store, the operating system.
    """
    return ": ".join(_causes.get(part, part) for part in error.split(": "))
