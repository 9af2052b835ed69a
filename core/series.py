"""Follow what one thing came to from year to year: new, dropped, by how much it changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from core.bases import Flag, Pair, flags
from core.checks.stated import rounded
from core.comparing import Group, bare, side_by_side
from core.document import Metric
from core.likeness import masked
from core.lookup import Row
from core.patterns import lazily
from core.years import Year, metric


@dataclass(frozen=True, slots=True)
class Change:
    """What a figure changed by: `difference` in its unit, in points where it is a percentage.

    `percent` is of the old value; None for percentages and ranks, and where that was not above 0.
    """

    difference: float
    percent: float | None


def change(old: Metric, new: Metric) -> Change | None:
    """What changed from one figure to another; None where they are of two units or kinds."""
    if (old.kind, old.unit) != (new.kind, new.unit):
        return None
    before, after = _signed(old), _signed(new)
    has_percent = old.kind not in _NO_PERCENT and before > 0
    percent = 100 * (after - before) / before if has_percent else None
    return Change(round(after - before, 6), percent)


_NO_PERCENT = frozenset({"percent", "percentage_points", "rank"})


def _signed(figure: Metric) -> float:
    """The value as it counts: 下降5% is -5."""
    falls = "down" in (figure.qualifier or "").split("+")
    return -figure.value if falls and figure.value > 0 else figure.value


@dataclass(frozen=True, slots=True)
class Series:
    """One thing from document to document, None where a document does not state it.

    `is_aim` tells what the documents plan from what they report. `flags` say why the figures may
    not be comparable as they stand.
    """

    subject: str
    figures: tuple[Row | None, ...]
    is_aim: bool = False
    flags: tuple[Flag, ...] = ()

    @property
    def stated(self) -> list[Row]:
        """The figures that there are."""
        return [row for row in self.figures if row is not None]

    @property
    def standing(self) -> str:
        """`new`: only the last document states it; `dropped`: that one does not; else `kept`."""
        if self.figures[-1] is None:
            return "dropped"
        return "kept" if any(self.figures[:-1]) else "new"

    @property
    def change(self) -> Change | None:
        """That between the last two figures; None for one alone, and for two units."""
        last = self.stated[-2:]
        return change(*map(metric, last)) if len(last) > 1 else None

    @property
    def spark(self) -> str:
        """The course of three or more figures in bars, a gap where there is none; else ""."""
        return sparkline([None if row is None else _signed(metric(row)) for row in self.figures])


_BARS = "▁▂▃▄▅▆▇█"


def sparkline(values: Sequence[float | None]) -> str:
    """Values as bars, the lowest ▁ and the highest █, a space for None; "" for less than three."""
    known = [value for value in values if value is not None]
    if len(known) < 3:
        return ""
    low, height = min(known), max(known) - min(known)
    bars = len(_BARS) - 1
    return "".join(
        " "
        if value is None
        else _BARS[round(bars * (value - low) / height) if height else bars // 2]
        for value in values
    )


def series(years: Sequence[Year]) -> list[Series]:
    """What the documents state, oldest first, followed from each to the next.

    A subject that a document states several times is paired by the words before the figure, and
    flagged. What is reported is not paired with what is planned; of 从39个拓展到53个 only 53个
    counts, and of what is stated twice alike the first. Those that most documents state come first.
    """
    found: list[Series] = []
    for is_aim in (False, True):
        listed = [
            [row for row in year.figures if year.is_aim(row) == is_aim and not year.is_former(row)]
            for year in years
        ]
        lines = [_Line(group, it) for group in side_by_side(listed) for it in _paired(group, years)]
        for line in _continued(lines, len(years) - 1):
            figures = tuple(line.figures.get(number) for number in range(len(years)))
            found.append(Series(line.subject, figures, is_aim, tuple(_flags(line, years))))
    return ordered(found, "stated")


@dataclass(frozen=True, slots=True)
class _Line:
    """The figures of one thing, by the number of the document, of a group of the same name."""

    group: Group
    figures: Mapping[int, Row]

    @property
    def subject(self) -> str:
        """As the last document prints it, without territory and year."""
        printed = self.figures[max(self.figures)].subject
        return printed[-len(self.group.subject) :]

    @property
    def like(self) -> tuple[str, str, str]:
        """Kind and unit, and whether it is a level or a change: what figures must share."""
        figure = metric(self.figures[max(self.figures)])
        moves = {"up", "down"} & set((figure.qualifier or "").split("+"))
        return figure.kind, figure.unit, "change" if moves else "level"

    @property
    def is_picked(self) -> bool:
        """Whether a document states others of the same name."""
        return any(len(_distinct(self.group.cells[number])) > 1 for number in self.figures)


def _paired(group: Group, years: Sequence[Year]) -> list[dict[int, Row]]:
    """The figures of a subject as lines of one figure of each document at most."""
    lines: list[dict[int, Row]] = []
    for number, cell in enumerate(group.cells):
        rows = _distinct(cell)
        ends = [max(line) for line in lines]
        words = [_before(years[number], row) for row in rows]
        former = [_before(years[end], line[end]) for end, line in zip(ends, lines, strict=True)]
        if len(lines) == len(rows) == 1 and len(group.subject) >= _TELLING:
            joined = {} if _are_apart(former[0], words[0]) else {0: 0}
        else:
            joined = _joined(former, words)
        for index, row in enumerate(rows):
            if index in joined:
                lines[joined[index]][number] = row
            else:
                lines.append({number: row})
    return lines


_TELLING = 3  # characters of a subject that names one thing


def _distinct(cell: Sequence[Row]) -> list[Row]:
    """The figures of a cell, each value once."""
    return list({_signed(metric(row)): row for row in reversed(cell)}.values())[::-1]


def _before(year: Year, row: Row) -> str:
    """The words before a figure by which it is told from others of the same subject."""
    clause = year.clause(row.item.start)
    if len(clause) < _TELLING:
        clause = year.clause(row.item.start, "。;!?\n")
    return masked(clause)


_ALIKE = 0.5
_MOST = 2000  # pairs that are compared; of more only the same words are paired


def _joined(former: Sequence[str], words: Sequence[str]) -> dict[int, int]:
    """For the words before a figure those of the line that they continue, by index; one to one."""
    from rapidfuzz.distance import Indel  # noqa: PLC0415 (takes 50 ms)

    found: dict[int, int] = {}
    if len(former) * len(words) > _MOST:
        at = {text: index for index, text in enumerate(former)}
        same = {at[text]: index for index, text in enumerate(words) if text in at}
        return {index: line for line, index in same.items()}
    rated = sorted(
        (-Indel.normalized_similarity(text, line), abs(index - number), index, number)
        for index, text in enumerate(words)
        for number, line in enumerate(former)
    )
    for worth, _, index, number in rated:
        is_free = index not in found and number not in found.values()
        if -worth >= _ALIKE and is_free and not _are_apart(former[number], words[index]):
            found[index] = number
    return found


_OPPOSITES = tuple(
    lazily(pattern)
    for pattern in (
        "(收入)|支出",
        "(进口)|(?<!进)出口",
        "(受理|收到|立案|申请)|办结|审结|结案|化解",
        "(城镇)|农村",
        "(国有)|民营",
    )
)


# In one wording alone it makes another thing: 就业 and 新增就业, 进出口 and 服务进出口.
_NARROWS = lazily("新增|新建|新设|新开工|人均|服务(?=进|出|贸)")


def _are_apart(one: str, other: str) -> bool:
    """Whether two wordings speak of two things: 受理 and 办结 of the same cases, 新增 and all."""
    if {*_NARROWS.findall(one)} != {*_NARROWS.findall(other)}:
        return True
    for opposites in _OPPOSITES:
        sides = [[bool(side) for side in opposites.findall(text)][-1:] for text in (one, other)]
        if all(sides) and sides[0] != sides[1]:
            return True
    return False


def _continued(lines: Sequence[_Line], last: int) -> Iterator[_Line]:
    """The lines; what ended is one with what the last document begins, if it seems the same thing.

    So it does where each is alone with its name and only the unit differs (服务企业1200家, then
    1500户), and where the unit is the same and one name holds the other or is much like it
    (注册用户, then “法智”小程序注册用户). Both are flagged.
    """
    ended = [line for line in lines if last not in line.figures and not line.is_picked]
    begun = [line for line in lines if [*line.figures] == [last] and not line.is_picked]
    former = _in_other_units(ended, begun)
    used = set(map(id, former.values()))
    former |= _by_other_names(
        [line for line in ended if id(line) not in used],
        [line for line in begun if id(line) not in former],
    )
    gone = set(map(id, former.values()))
    for line in lines:
        if id(line) in former:
            yield _Line(line.group, {**former[id(line)].figures, **line.figures})
        elif id(line) not in gone:
            yield line


def _in_other_units(ended: Iterable[_Line], begun: Iterable[_Line]) -> dict[int, _Line]:
    """For lines, by id, those that ended with the same name and were counted otherwise."""
    named = [_alone(filter(_is_quantity, lines)) for lines in (ended, begun)]
    return {
        id(line): named[0][name]
        for name, line in named[1].items()
        if name in named[0] and named[0][name].like != line.like
    }


def _is_quantity(line: _Line) -> bool:
    return line.like[0] in _QUANTITIES and line.like[2] == "level"


_QUANTITIES = frozenset({"count", "amount", "measure"})


def _alone(lines: Iterable[_Line]) -> dict[str, _Line]:
    """The lines by subject, those that share one left out, and those that hardly name a thing."""
    found: dict[str, list[_Line]] = {}
    for line in lines:
        found.setdefault(line.group.subject, []).append(line)
    return {
        name: same[0] for name, same in found.items() if len(same) == 1 and len(name) >= _TELLING
    }


def _by_other_names(ended: Iterable[_Line], begun: Iterable[_Line]) -> dict[int, _Line]:
    """For lines, by id, those that ended in the same unit with a name much like theirs."""
    from rapidfuzz.distance import Indel  # noqa: PLC0415 (takes 50 ms)

    kinds: dict[tuple[str, ...], list[_Line]] = {}
    for line in ended:
        kinds.setdefault(line.like, []).append(line)
    rated = []
    for number, line in enumerate(begun):
        name = line.group.subject
        rivals = kinds.get(line.like, [])
        for index, rival in enumerate(rivals if len(rivals) <= _MOST // 10 else []):
            short, long = sorted((name, rival.group.subject), key=len)
            alike = Indel.normalized_similarity(short, long)
            if short == long or _are_apart(short, long):
                continue  # the same name was looked at, and told apart by the words before it
            if alike >= _SAME_NAME or (len(short) > _TELLING and short in long):
                rated.append((-alike, number, index, line, rival))
    found: dict[int, _Line] = {}
    used: set[int] = set()
    for *_, line, rival in sorted(rated, key=lambda one: one[:3]):
        if id(line) not in found and id(rival) not in used:
            found[id(line)] = rival
            used.add(id(rival))
    return found


_SAME_NAME = 0.75


def _flags(line: _Line, years: Sequence[Year]) -> Iterator[Flag]:
    """Why the figures of a line may not be comparable."""
    for (old, was), (new, now) in pairwise(sorted(line.figures.items())):
        if bare(was.subject) != bare(now.subject):
            yield Flag("name", f"{was.subject} → {now.subject}")
        yield from flags(Pair(years[old], years[new], was, now))
    if len(line.figures) > 1 and line.is_picked:
        counts = [len(_distinct(line.group.cells[number])) for number in sorted(line.figures)]
        yield Flag("several", " → ".join(map(str, counts)))


def _by_change(one: Series) -> tuple[bool, float]:
    """The greatest change first, in percent or points; what has none last."""
    change = one.change
    if change is None:
        return True, 0.0
    return False, -abs(change.difference if change.percent is None else change.percent)


def _by_value(one: Series) -> tuple[bool, float]:
    last = one.figures[-1]
    return last is None, -abs(last.value) if last else 0.0


def _by_place(one: Series) -> tuple[bool, int]:
    """As the last document has it; behind that what it does not state, as another has it."""
    last = one.figures[-1]
    return last is None, (last or one.stated[-1]).item.start


ORDERS: Mapping[str, Callable[[Series], Any]] = {
    "stated": lambda one: (one.is_aim, -len(one.stated), _by_place(one)),
    "change": _by_change,
    "place": _by_place,
    "subject": lambda one: one.subject,
    "value": _by_value,
    "flags": lambda one: -len(one.flags),
}
"""How a table of series can be ordered; `stated` is by how many documents state it, plans last."""


def ordered(table: Iterable[Series], by: str) -> list[Series]:
    """The series in one of ORDERS; those alike in it stay as they are."""
    return sorted(table, key=ORDERS[by])


def worded(change: Change, unit: str = "") -> str:
    """What changed in a word: +35.9%, of a percentage -1.4个百分点, of what has no percent +2个."""
    if change.percent is not None:
        return f"{_digits(change.percent, 1)}%"
    return f"{_digits(change.difference, 2)}{_IN_POINTS.get(unit, unit)}"


_IN_POINTS = {"%": "个百分点"}


def _digits(value: float, decimals: int) -> str:
    number = rounded(abs(value), decimals)
    if not float(number):
        return "±0"
    return f"{'-' if value < 0 else '+'}{number}"
