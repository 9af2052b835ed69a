"""What each figure counts or measures, found in the words before and behind it."""

from __future__ import annotations

from collections.abc import Sequence

from core.figures.before import Before, words_before
from core.figures.behind import action_behind, noun_behind
from core.figures.naming import bare, completed, listed, shortest
from core.figures.qualifiers import APPROX, AT_MOST, EACH, PLAIN, RUN, UP, bound_behind, qualifier
from core.figures.quantities import Figure
from core.figures.wording import (
    CELL_END,
    COUNTERPARTS,
    DEPENDENT,
    GRADES,
    LINKS,
    SENTENCE_ENDS,
    WON,
    patterns,
)

# Nothing further than this from a figure is looked at, in characters.
_BEFORE, _BEHIND = 80, 32
# Nor are more figures than these one list.
_LIST = 8
_AGES = frozenset({"岁", "周岁"})


def describe(shadow: str, text: str, figures: Sequence[Figure]) -> list[tuple[str, str | None]]:
    """The subject and the qualifier of each figure, in the order of `figures` (of reading).

    The subject is looked for in the figure's own clause, between the last , ; : or end of a table
    cell and the next figure, and is the first of these that there is:

    1. Its item of a list, where as many items as figures are named: 甲业、乙业产值分别增长5%、6%.
    2. The noun behind it: 39项任务, 组织120名执法人员; for a time limit what is to be done: 三十日
       内作出决定. Not where the figure describes that noun: 超过5亿元的乡镇.
    3. What is named before it, without the words that lead to the figure (增长, 达到, 超过, 占…),
       those that open the clause (其中, 到2025年底, 完成, 新建) and all up to its last verb:
       调解成功率达到95%. 占比, 增速 and their like continue the subject of the figure before.
    4. The first words of the table row in which it stands.
    5. In the same sentence, the subject of a figure before: of the list's for 均居全省第一, of the
       nearest with the same unit, else of the nearest: 总额达到45亿元、增长5.6%.
    6. The clause before: 清理规范性文件，经评估后29件有效; before 5 where ; parts the two figures.

    It is empty where there is none of them.
    """
    return _Describer(shadow, text, figures).descriptions()


class _Describer:
    """Describes figure after figure, with the subjects found so far at hand."""

    def __init__(self, shadow: str, text: str, figures: Sequence[Figure]) -> None:
        self._shadow = shadow
        self._text = text
        self._figures = figures
        bounds = [bound_behind(shadow, figure.end, figure.kind) for figure in figures]
        self._bounds = [bound for bound, _ in bounds]
        self._after = [after for _, after in bounds]
        self._rising = False  # whether the figure before is the object of 新增
        self._has_tables = CELL_END in shadow
        self._line = self._looked = 0  # where the line of the last looked at figure begins
        self._subjects: list[str] = []
        self._qualifiers: list[str | None] = []

    def descriptions(self) -> list[tuple[str, str | None]]:
        index = 0
        while index < len(self._figures):
            stop = self._row_end(index)
            self._describe_row(index, stop)
            index = stop
        for index in range(len(self._figures) - 1):
            if not self._subjects[index] and self._adjoins(index):  # 12类45件民生实事
                self._subjects[index] = self._subjects[index + 1]
        return list(zip(self._subjects, self._qualifiers, strict=True))

    def _row_end(self, index: int) -> int:
        """The index behind the last figure that is joined to this one: 分别增长9.7%、15.3%."""
        figures, after = self._figures, self._after
        stop = index + 1
        while (
            stop < len(figures)
            and figures[stop].start - after[stop - 1] <= 2
            and self._shadow[after[stop - 1] : figures[stop].start] in LINKS
        ):
            stop += 1
        return stop

    def _adjoins(self, index: int) -> bool:
        return self._figures[index].end == self._figures[index + 1].start

    def _describe_row(self, index: int, stop: int) -> None:
        before = self._before(index)
        items = listed(self._text[before.start : before.end], stop - index)
        for member in range(index, stop):
            self._subjects.append(self._subject(index, member, stop, before, items))
            self._qualifiers.append(self._qualifier(index, member, stop, before))

    def _subject(self, index: int, member: int, stop: int, before: Before, items: list[str]) -> str:
        named = before.end > before.start
        if items:
            return items[member - index]
        if RUN not in before.effects:
            behind = self._behind(member)
            describes = named and self._describes(member)
            # But 处所得二倍的罚款, 处五日以上十日以下的拘留
            penalty = behind.startswith("罚款") or (
                self._figures[member].value_max is not None and self._bounds[member] == AT_MOST
            )
            if behind and (penalty or not describes):
                return behind
        elif not named and self._stands_alone(index) and (held := self._action(member)):
            return held  # 连续三年获评优秀
        if named:
            return self._named(index, before)
        if member + 1 == stop < len(self._figures) and self._adjoins(member):
            return ""
        return self._inherited(index, stop, member)

    def _stands_alone(self, index: int) -> bool:
        """Whether a run opens the sentence, or says what was won: ，连续三年获评优秀."""
        return not self._continues(index) or self._shadow.startswith(WON, self._after[index])

    def _describes(self, member: int) -> bool:
        """Whether a figure says of the noun behind what is said before: 股款的二分之一以上计入."""
        shadow, figure = self._shadow, self._figures[member]
        if figure.kind == "percent" and shadow.endswith("的", 0, figure.start):
            return True
        # but 年满十六周岁的未成年人
        return shadow.startswith("的", self._after[member]) and figure.unit not in _AGES

    def _qualifier(self, index: int, member: int, stop: int, before: Before) -> str | None:
        bound = self._bounds[member]
        if not bound and EACH in before.effects and not any(self._bounds[index : stop - 1]):
            bound = self._bounds[stop - 1]  # 分别增长4.5%、5.5%左右: 左右 is said of both
        figure = self._figures[member]
        if bound != APPROX and figure.value_max is not None:
            bound = PLAIN  # 5000元以上5万元以下: 以下 only closes the range
        effects = before.effects | {bound} if bound else before.effects
        surface = self._shadow[figure.start : figure.end]
        if "多" in surface or "余" in surface:  # 1000多, 100余
            effects |= {APPROX}
        return qualifier(effects)

    # Before the figure

    def _before(self, index: int) -> Before:
        figure = self._figures[index]
        shadow, start, noun = self._shadow, figure.start, self._after[index]
        floor = self._floor(index)
        follows = index > 0 and floor == self._after[index - 1]
        if follows and floor < start and shadow[start - 1] == "、":
            # 82项获认可、37项推广: what stands before 、 is of the other figure.
            # But 新增2所小学、1所中学: both are new.
            more = frozenset({UP}) if self._rising else frozenset[str]()
            return Before(start, start, more)
        self._rising = shadow.endswith("新增", floor, start)
        before = words_before(shadow, floor, start, figure.kind, noun)
        if follows and before.start == self._after[index - 1] and EACH not in before.effects:
            # 3条地铁新线、新增里程30公里: what stands before 、 is of the other figure
            comma = shadow.find("、", before.start, before.end)
            if comma > 0:
                before = words_before(shadow, comma + 1, start, figure.kind, noun)
        # 改造提升5个园区: it is not their number that rises.
        if (
            figure.kind == "count"
            and shadow.endswith("提升", floor, start)
            and not shadow.startswith(GRADES, noun)
        ):
            return before._replace(effects=before.effects - {UP})
        return before

    def _floor(self, index: int) -> int:
        """Where the words that belong to this figure begin: the clause, or the figure before."""
        shadow, start = self._shadow, self._figures[index].start
        low = self._last_break(self._low(index), start)
        opened = shadow.find("(", low, start)
        if opened >= 0 and shadow.find(")", opened, start) < 0:
            low = opened + 1
        if index and low == self._after[index - 1] and low < start and shadow[low] in "和及与、":
            low += 1
        return low

    def _low(self, index: int) -> int:
        low = max(self._figures[index].start - _BEFORE, 0)
        return max(low, self._after[index - 1]) if index else low

    def _last_break(self, low: int, high: int) -> int:
        """Where the clause begins in which `high` stands, not before `low`."""
        through = patterns().through_last_break.match(self._shadow, low, high)
        return through.end() if through else low

    def _named(self, index: int, before: Before) -> str:
        subject = shortest(bare(self._text[before.start : before.end]))
        depends = subject in DEPENDENT or subject.startswith("占")
        if not (depends or subject in COUNTERPARTS) or not self._continues(index):
            return subject
        earlier = self._subjects[index - 1]
        if len(earlier) > _BEFORE:  # 占 upon 占: nobody could read it
            return subject
        return earlier.removesuffix(subject) + subject if depends else completed(subject, earlier)

    # Behind the figure

    def _behind(self, index: int) -> str:
        """The noun behind a figure, or what is to be done in time; empty where there is none."""
        shadow, figure = self._shadow, self._figures[index]
        start = self._after[index]
        limit = min(start + _BEHIND, len(shadow))
        if index + 1 < len(self._figures):
            limit = min(limit, self._figures[index + 1].start)
        bounded = start > figure.end or shadow.startswith(("前", "以前"), start)
        if figure.kind == "duration" and bounded and not self._is_extent(index):
            begin, end = action_behind(shadow, start, limit)
            return self._text[begin:end]
        if figure.unit == "级":
            limit = min(limit, start + 2)  # 6.8级地震
        begin, end = noun_behind(shadow, start, limit, figure.kind)
        return bare(self._text[begin:end]) if end > begin else ""

    def _is_extent(self, index: int) -> bool:
        """Whether a time is an age or what is imposed, by which nothing is to be done."""
        figure = self._figures[index]
        imposed = figure.value_max is not None or self._shadow.startswith("以下", figure.end)
        return imposed or figure.unit in _AGES

    # From elsewhere

    def _continues(self, index: int) -> bool:
        """Whether the figure before stands in the same sentence, near enough."""
        if not index:
            return False
        low, high = self._figures[index - 1].end, self._figures[index].start
        ended = patterns().sentence_end.search
        return high - low <= _BEFORE and ended(self._shadow, low, high) is None

    def _inherited(self, index: int, stop: int, member: int) -> str:
        """The row of a table, else the subject of a figure before, else what the clause says."""
        if row := self._row_of_table(index):
            return row
        if not self._continues(index):
            clause = self._of_clause_before(index)
            timed = self._figures[index].kind == "duration"
            return self._action(member) if timed and not clause else clause
        count = stop - index
        since = self._after[index - 1], self._figures[index].start
        if self._shadow.find(";", *since) >= 0 and (clause := self._of_clause_before(index)):
            items = listed(clause, count)
            return items[member - index] if items else clause
        if self._shadow.find("均", *since) >= 0:
            return self._joint(index)
        if 1 < count <= index:
            subject = self._subjects[member - count]
        else:
            subject = self._subjects[self._alike(index)]
        if self._shadow.find("累计", *since) >= 0:
            return subject.removeprefix("新增").removeprefix("新建")
        return subject

    def _row_of_table(self, index: int) -> str:
        """What the row is about in which a figure has a cell of its own: its first words."""
        if not self._has_tables:
            return ""
        shadow, start = self._shadow, self._figures[index].start
        self._line = max(self._line, shadow.rfind("\n", self._looked, start) + 1)
        self._looked = start
        cells = self._text[self._line : min(self._line + _BEFORE, start)].split(CELL_END)[:-1]
        return next((name for cell in cells if (name := bare(cell)) and not name[0].isdigit()), "")

    def _action(self, member: int) -> str:
        start = self._after[member]
        begin, end = action_behind(self._shadow, start, min(start + _BEHIND, len(self._shadow)))
        return self._text[begin:end]

    def _joint(self, index: int) -> str:
        """The subjects of all figures of a list, of which something is said: 均居全省第一."""
        first = index - 1
        while first > index - _LIST and self._shadow.startswith("、", self._after[first - 1]):
            first -= 1
        joint = "、".join(dict.fromkeys(self._subjects[max(first, 0) : index]))
        return joint if len(joint) <= _BEFORE else self._subjects[index - 1]

    def _alike(self, index: int) -> int:
        """The nearest figure of the sentence with the same unit, else the one before."""
        figures = self._figures
        if figures[index].kind in ("count", "measure", "amount"):
            for earlier in range(index - 1, max(index - 4, -1), -1):
                if figures[earlier].unit == figures[index].unit:
                    return earlier
                if not self._continues(earlier):
                    break
        return index - 1

    def _of_clause_before(self, index: int) -> str:
        low, end = self._low(index), self._floor(index) - 1
        if end <= low or self._shadow[end] in SENTENCE_ENDS:
            return ""
        earlier = words_before(self._shadow, self._last_break(low, end), end, "count", None)
        return bare(self._text[earlier.start : earlier.end])
