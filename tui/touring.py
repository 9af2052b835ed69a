"""Whether the tour is to be shown: once for each new library."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from store.library import Library

_SEEN = ".tour-seen"  # an empty file in the library; without it the tour is shown again, no more


def is_due(library: Path) -> bool:
    """Whether nothing was reviewed in the library and the tour not shown; PIYUE_TOUR=0: never."""
    if os.environ.get("PIYUE_TOUR") == "0":
        return False
    return Library(library).is_empty() and not (library / _SEEN).exists()


def remember(library: Path) -> None:
    """Keep in mind that the tour was shown, where that can be written; waits for the disk."""
    with suppress(OSError):
        library.mkdir(parents=True, exist_ok=True)
        (library / _SEEN).touch()
