"""The lists of this year against last year, as a screen shows them: columns, lines, answers."""

from __future__ import annotations

from dataclasses import dataclass

NOTHING = "—"


@dataclass(frozen=True, slots=True)
class Answer:
    """A measure of this year's document, by its index, and why it is shown beside a row."""

    measure: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a list: its cells, what it says in full, and the measures that one can go to.

    `matter` is the measure of last year, by its index, of which something is to be decided, and
    `proposed` the verdict that is proposed; None and "" where there is nothing to decide.
    """

    cells: tuple[str, ...]
    whole: tuple[str, ...]
    answers: tuple[Answer, ...]
    matter: int | None = None
    proposed: str = ""
    is_decided: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column of so many cells, 0 for a share of what is left.

    A list of `since` cells is the first to have it.
    """

    title: str
    width: int = 0
    since: int = 0
    right: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """One list: `lines` are rows and headings; `summary` is one sentence on all of them."""

    id: str
    title: str
    summary: str
    columns: tuple[Column, ...]
    lines: tuple[Row | str, ...]
