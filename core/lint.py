"""Warn of what looks damaged in a text before its review begins."""

from __future__ import annotations

from collections.abc import Sequence

from core.document import Section


def lint(
    shadow: str, lines: Sequence[tuple[int, int]], sections: Sequence[Section]
) -> tuple[str, ...]:
    """Warnings."""
    return ()
