"""The words by which figures are told: how tables list them, and those that a user adds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

KINDS = (
    "count",
    "amount",
    "percent",
    "percentage_points",
    "multiple",
    "rank",
    "measure",
    "duration",
)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of a user, added to the shipped ones.

    `units` are counted in, each with the kind of figure that it makes ({"桌": "count"}); one that
    is shipped already gets that kind. `names` are passed over whole: no number in them is a figure
    (四好农村路). ValueError for an empty word and an unknown kind.
    """

    units: Mapping[str, str] = field(default_factory=dict)
    names: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "units", MappingProxyType(dict(self.units)))
        object.__setattr__(self, "names", tuple(self.names))
        for unit, kind in self.units.items():
            if not unit.strip():
                raise ValueError("a unit is empty")
            if kind not in KINDS:
                raise ValueError(f"unit {unit}: no kind {kind!r}; the kinds are {', '.join(KINDS)}")
        if not all(name.strip() for name in self.names):
            raise ValueError("a name is empty")

    def __hash__(self) -> int:
        return hash((frozenset(self.units.items()), self.names))


SHIPPED = Vocabulary()


def words(*lines: str) -> tuple[str, ...]:
    """The words of lines in which spaces part them."""
    return tuple(word for line in lines for word in line.split())


def any_of(listed: Iterable[str]) -> str:
    """A pattern of the words, of which the longest that fits matches."""
    by_character: dict[str, list[str]] = {}
    for word in longest_first(listed):
        by_character.setdefault(word[0], []).append(re.escape(word[1:]))
    # One branch a first character: a search tries few, and none where no word can begin.
    return "|".join(
        re.escape(first) + (f"(?:{'|'.join(rests)})" if rests != [""] else "")
        for first, rests in by_character.items()
    )


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
