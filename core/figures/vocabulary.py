"""Words and patterns as tables that are read by eye, and the means to search by them."""

from __future__ import annotations

from collections.abc import Iterable


def words(*lines: str) -> tuple[str, ...]:
    """The words of lines in which spaces part them."""
    return tuple(word for line in lines for word in line.split())


def by_first(listed: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The words under their first character, the longest first."""
    return _by(0, listed)


def by_last(listed: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The words under their last character, the longest first."""
    return _by(-1, listed)


def longest_first(listed: Iterable[str]) -> list[str]:
    """The words without repetition, so that the longest of those that fit is met first."""
    return sorted(dict.fromkeys(listed), key=len, reverse=True)


def _by(edge: int, listed: Iterable[str]) -> dict[str, tuple[str, ...]]:
    table: dict[str, list[str]] = {}
    for word in longest_first(listed):
        table.setdefault(word[edge], []).append(word)
    return {character: tuple(group) for character, group in table.items()}
