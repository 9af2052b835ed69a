"""Show what was changed between two wordings of a measure, its figures kept whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from core.likeness import numbers, plain
from core.patterns import lazily

SAME, GONE, NEW = "same", "gone", "new"


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A figure before and after, as printed (128件, 131件); empty on the side that has none."""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a changed sentence; `kind` is same, gone (in the old one only) or new."""

    text: str
    kind: str


def proposal(old: str, new: str) -> list[Span]:
    """The two wordings as one text: what stayed, what went and what came, in reading order.

    Put together, the spans that are not new are `old`, those that are not gone are `new`.
    """
    before, after = _signs(old), _signs(new)
    spans: list[Span] = []
    for same, gone, came in _steps(before, after, _printed):
        runs = ((same, SAME), (gone, GONE), (came, NEW))
        spans += (Span("".join(sign.printed for sign in run), kind) for run, kind in runs if run)
    return spans


def changed_figures(old: str, new: str) -> tuple[FigureChange, ...]:
    """The figures that differ between two wordings, in the order in which they stand.

    Two figures are one that changed when they have the same unit and stand between the same words.
    """
    if numbers(old) == numbers(new):
        return ()
    before, after = _signs(old), _signs(new)
    changes: list[FigureChange] = []
    at = 0
    for same, gone, came in _steps(before, after, _alike):
        there = after[at : at + len(same)]
        at += len(same) + len(came)
        pairs = [(was.printed, is_.printed) for was, is_ in zip(same, there, strict=True)]
        changes += (
            FigureChange(was, is_) for was, is_ in pairs if was != is_ and plain(was) != plain(is_)
        )
        changes += (FigureChange(sign.printed, "") for sign in gone if sign.unit is not None)
        changes += (FigureChange("", sign.printed) for sign in came if sign.unit is not None)
    return tuple(changes)


_HAS_NUMBER = lazily(r"[0-9０-９一二三四五六七八九十百千万亿两]")


@dataclass(frozen=True, slots=True)
class _Sign:
    """A character, or a figure as a whole, which has a unit, even if an empty one."""

    printed: str
    unit: str | None = None


def _signs(text: str) -> list[_Sign]:
    from core.metrics import find_metrics  # noqa: PLC0415 (most measures are as they were)

    signs: list[_Sign] = []
    behind = 0
    for figure in find_metrics(text) if _HAS_NUMBER.search(text) else ():
        signs += map(_Sign, text[behind : figure.start])
        signs.append(_Sign(text[figure.start : figure.end], figure.unit))
        behind = figure.end
    return [*signs, *map(_Sign, text[behind:])]


_Run = list[_Sign]
_COMPARED = (
    5000  # signs on each side at most: longer sentences, if they are any, would take seconds
)


def _steps(
    before: _Run, after: _Run, sign_for: Callable[[_Sign], str]
) -> list[tuple[_Run, _Run, _Run]]:
    """Runs of signs that stayed (as they were before), went and came, one behind the other."""
    from rapidfuzz.distance import Indel  # noqa: PLC0415 (takes 50 ms)

    if len(before) * len(after) > _COMPARED**2:
        return [([], before, after)]
    steps: list[tuple[_Run, _Run, _Run]] = []
    for step in Indel.opcodes([*map(sign_for, before)], [*map(sign_for, after)]):
        gone, came = before[step.src_start : step.src_end], after[step.dest_start : step.dest_end]
        if step.tag == "equal":
            steps.append((gone, [], []))
        elif steps and not steps[-1][0]:
            steps[-1] = ([], steps[-1][1] + gone, steps[-1][2] + came)
        else:
            steps.append(([], gone, came))
    return steps


def _printed(sign: _Sign) -> str:
    return sign.printed


def _alike(sign: _Sign) -> str:
    """The same for figures of one unit, whatever they say."""
    return sign.printed if sign.unit is None else f"figure {sign.unit}"
