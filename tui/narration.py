"""What the command says beside its output: one line on standard error, safe for any terminal."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from tui.language import explained


def printable(text: str) -> str:
    """Text from outside without what could steer a terminal."""
    return "".join(char if char.isprintable() else " " for char in text)


def complain(message: str) -> None:
    """Say what is wrong, in the language of the interface."""
    if sys.stderr:
        print(f"piyue: {printable(explained(message))}", file=sys.stderr)


def complain_of(errors: Sequence[Exception]) -> None:
    """Say what else went wrong; the last error is raised, which ends the command as failed."""
    for error in errors[:-1]:
        complain(str(error))
    if errors:
        raise errors[-1]
