"""What each figure counts or measures, found in the words before and behind it."""

from __future__ import annotations

from collections.abc import Sequence

from core.figures.before import Before, words_before
from core.figures.behind import AGES, action_behind, is_time_limit, noun_behind
from core.figures.following import is_told_behind
from core.figures.naming import bare, completed, listed, shortest
from core.figures.qualifiers import (
    APPROX,
    AT_MOST,
    DOWN,
    EACH,
    LEVEL,
    PLAIN,
    RUN,
    UP,
    bound_behind,
    qualifier,
)
from core.figures.quantities import Figure
from core.figures.vocabulary import words
from core.figures.wording import (
    CELL_END,
    COUNTERPARTS,
    DEPENDENT,
    GRADES,
    LINKS,
    MEASURED,
    SENTENCE_ENDS,
    STEPS,
    WON,
    patterns,
)
from core.watching import Watch, unwatched

# Nothing further than this from a figure is looked at, in characters.
_BEFORE, _BEHIND, _ACT = 80, 32, 80
# Nor are more figures than these one list.
_LIST = 8
_DIRECTIONS = frozenset({UP, DOWN, LEVEL})
# 园区与车站|50米内|接驳比例: what a figure with a bound says of the rate behind it.
_SHARES = ("率", "比例", "比重", "占比")
# What a length or an area is of, whatever stands behind it: 海拔三千米以上乡镇.
_DIMENSIONS = words("海拔 高度 长度 宽度 深度 厚度 面积 距离 半径 直径 跨度 间距 坝高 容量 库容")


def describe(
    shadow: str, text: str, figures: Sequence[Figure], watch: Watch = unwatched
) -> list[tuple[str, str | None]]:
    """The subject and the qualifier of each figure, in the order of `figures` (of reading).

    The subject is looked for in the figure's own clause, between the last , ; : or end of a table
    cell and the next figure, and is the first of these that there is:

    1. Its item of a list, where as many items as figures are named: 甲业、乙业产值分别增长5%、6%.
    2. That of the next figure, where both are told of one thing: 一年内两次拒绝, 每两年评估一次.
    3. The noun behind it, up to what is said of it: 39项任务, 向8个市|下放审批权; for a time limit
       what is to be done: 三十日内作出决定. Not where the figure describes it: 超过5亿元的乡镇.
    4. What is named before it, without the words that lead to the figure (增长, 达到, 超过, 占…),
       those that open the clause (其中, 到2025年底, 完成, 新建), all up to its last verb, and the
       clause that describes it: 调解成功率达到95%, 用于救灾的资金5亿元. 占比, 增速 and their like
       continue the subject of the figure before, 竣工 and 受伤人数 its head: 事故起数、受伤人数.
    5. The first words of the table row in which it stands.
    6. The verb of which it is the object, where no figure before has its unit: 受理90件，办结80件.
    7. In the same sentence, the subject of a figure before: of the list's for 均居全省第一, of the
       nearest with the same unit, else of the nearest: 总额达到45亿元、增长5.6%.
    8. The clause before: 清理规范性文件，经评估后29件有效; before 7 where ; parts the two figures.

    It is empty where there is none of them.
    """
    return _Describer(shadow, text, figures).descriptions(watch)


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
        self._moved = PLAIN  # what the verb that opened the clause of the figure before says of it
        self._awaiting: set[int] = set()  # the figures that have the subject of the next
        self._told_by_verb: set[int] = set()  # the figures that are named by their own verb
        self._names: list[tuple[int, int]] = []  # where what is named before each figure stands
        self._noun_ends: list[int] = []  # where the noun behind each figure of things ends
        self._behind_end = 0  # where the one ends that was looked at last
        self._has_tables = CELL_END in shadow
        self._line = self._looked = 0  # where the line of the last looked at figure begins
        self._subjects: list[str] = []
        self._qualifiers: list[str | None] = []

    def descriptions(self, watch: Watch) -> list[tuple[str, str | None]]:
        index = 0
        while index < len(self._figures):
            watch(index / len(self._figures))
            stop = self._row_end(index)
            self._describe_row(index, stop)
            index = stop
        for index in range(len(self._figures) - 2, -1, -1):
            # 12类45件民生实事
            if not self._subjects[index] and (index in self._awaiting or self._adjoins(index)):
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
        several = stop - index > 1
        items = listed(self._text[before.start : before.end], stop - index) if several else []
        for member in range(index, stop):
            self._subjects.append(self._subject(index, member, stop, before, items))
            self._qualifiers.append(self._qualifier(index, member, stop, before))

    def _subject(self, index: int, member: int, stop: int, before: Before, items: list[str]) -> str:
        named = before.end > before.start
        self._names.append((before.start, before.end))
        self._noun_ends.append(0)
        if items:
            return items[member - index]
        figure = self._figures[member]
        timed = figure.kind == "duration" or self._shadow.startswith("或", self._after[member])
        if timed and member + 1 == stop < len(self._figures):
            following = self._figures[stop]
            if is_told_behind(self._shadow, figure, self._after[member], following, before):
                self._awaiting.add(member)
                return ""
        if RUN not in before.effects:
            behind = self._behind(member)
            describes = named and not before.verb and self._describes(member)
            # But 处所得二倍的罚款, 处五日以上十日以下的拘留
            penalty = behind.startswith("罚款") or (
                figure.value_max is not None and self._bounds[member] == AT_MOST
            )
            if behind and (penalty or not describes):
                self._noun_ends[member] = self._behind_end
                return self._earlier(member, named) + self._holder(member, behind) + behind
        elif not named and self._stands_alone(index) and (held := self._action(member)):
            return held  # 连续三年获评优秀
        return self._named(index, before) if named else self._unnamed(index, member, stop, before)

    def _unnamed(self, index: int, member: int, stop: int, before: Before) -> str:
        """What a figure is about where nothing stands beside it."""
        if member + 1 == stop < len(self._figures) and self._adjoins(member):
            return ""
        if row := self._row_of_table(index):
            return row
        if before.verb and self._is_first_of_unit(index):
            self._told_by_verb.add(member)
            return completed(before.verb, self._subjects[index - 1]) if index else before.verb
        return self._inherited(index, stop, member)

    def _earlier(self, member: int, named: bool) -> str:
        """What a share is of that is used for something: 支出40亿元，七成以上用于民生."""
        uses = self._shadow.startswith("用于", self._after[member])
        shares = uses and self._figures[member].kind == "percent" and not named
        if not (shares and self._continues(member)) or len(self._subjects[member - 1]) > _BEFORE:
            return ""
        return self._subjects[member - 1]

    def _holder(self, member: int, behind: str) -> str:
        """Whose meetings are counted: 监事会每年至少召开两次会议, 监事会每六个月召开一次会议."""
        if behind != "会议":
            return ""
        awaited = member - 1 in self._awaiting
        name = self._name(member) or (self._name(member - 1) if awaited else "")
        return name if name.endswith(("会", "组")) else ""

    def _is_first_of_unit(self, index: int) -> bool:
        """Whether no figure before says of what this one is: 受理90件，办结80件."""
        if not self._continues(index):
            return True
        earlier = self._alike(index)
        unlike = self._figures[earlier].unit != self._figures[index].unit
        return unlike or earlier in self._told_by_verb or not self._subjects[earlier]

    def _stands_alone(self, index: int) -> bool:
        """Whether a run opens the sentence, or says what was won: ，连续三年获评优秀."""
        return not self._continues(index) or self._shadow.startswith(WON, self._after[index])

    def _describes(self, member: int) -> bool:
        """Whether a figure says of the noun behind what is said before: 股款的二分之一以上计入."""
        shadow, figure = self._shadow, self._figures[member]
        if figure.kind == "percent" and shadow.endswith("的", 0, figure.start):
            return True
        if figure.kind == "measure" and shadow.endswith(_DIMENSIONS, *self._names[member]):
            return True
        # but 年满十六周岁的未成年人
        return shadow.startswith("的", self._after[member]) and figure.unit not in AGES

    def _qualifier(self, index: int, member: int, stop: int, before: Before) -> str | None:
        bound = self._bounds[member]
        if not bound and EACH in before.effects and not any(self._bounds[index : stop - 1]):
            bound = self._bounds[stop - 1]  # 分别增长4.5%、5.5%左右: 左右 is said of both
        figure = self._figures[member]
        if bound != APPROX and figure.value_max is not None:
            bound = PLAIN  # 5000元以上5万元以下: 以下 only closes the range
        effects = before.effects | {bound} if bound else before.effects
        if bound == AT_MOST and figure.kind == "duration" and before.opening:
            effects -= {before.opening}  # 退出现役之日起三十日内
        surface = self._shadow[figure.start : figure.end]
        if "多" in surface or "余" in surface:  # 1000多, 100余
            effects |= {APPROX}
        return qualifier(effects) if effects else None

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
        if follows and self._noun_ends[index - 1] > floor:
            # 五名农民工追回欠薪三万元: the noun behind the figure before is of that one alone.
            rest = words_before(shadow, self._noun_ends[index - 1], start, figure.kind, noun)
            if rest.end > rest.start + 1 and shadow[rest.start : rest.end] not in MEASURED:
                before, floor = rest, self._noun_ends[index - 1]
        if follows and before.start <= floor and EACH not in before.effects:
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
        moved, self._moved = self._moved, before.opening
        return self._carried(index, before, floor, moved) if moved else before

    def _carried(self, index: int, before: Before, floor: int, moved: str) -> Before:
        """The words before with what the verb says that opens the list: 压减时间58%、材料52%."""
        listed_on = (
            index > 0
            and floor == self._after[index - 1] + 1
            and self._shadow[floor - 1] == "、"
            and self._figures[index].unit == self._figures[index - 1].unit
        )
        if not listed_on or before.opening or before.effects & _DIRECTIONS:
            return before
        self._moved = moved
        return before._replace(effects=before.effects | {moved})

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
        kind = self._figures[index].kind
        subject = shortest(bare(self._text[before.start : before.end]), kind)
        if kind == "percent" and index and subject.endswith(_SHARES):
            subject = self._before_bound(index) + subject
        depends = subject in DEPENDENT or subject.startswith("占")
        completes = subject in COUNTERPARTS or subject in STEPS
        if not (depends or completes) or not self._continues(index):
            return subject
        earlier = self._subjects[index - 1]
        if len(earlier) > _BEFORE:  # 占 upon 占: nobody could read it
            return subject
        return earlier.removesuffix(subject) + subject if depends else completed(subject, earlier)

    def _before_bound(self, index: int) -> str:
        """What is named before a bound that belongs to a rate: 园区与车站50米内接驳比例达91%."""
        within = self._bounds[index - 1] == AT_MOST and self._floor(index) == self._after[index - 1]
        physical = self._figures[index - 1].kind in ("measure", "duration")
        return self._name(index - 1) if within and physical else ""

    def _name(self, index: int) -> str:
        return bare(self._text[slice(*self._names[index])])

    # Behind the figure

    def _behind(self, index: int) -> str:
        """The noun behind a figure, or what is to be done in time; empty where there is none."""
        shadow, figure = self._shadow, self._figures[index]
        start = self._after[index]
        self._behind_end = 0
        limit = min(start + _BEHIND, len(shadow))
        if index + 1 < len(self._figures):
            limit = min(limit, self._figures[index + 1].start)
        if figure.kind == "duration":
            if is_time_limit(shadow, figure, start):
                return self._action(index)
            if figure.unit in AGES and (who := patterns().who.match(shadow, start, limit)):
                start = who.end()
        elif figure.unit == "级":
            limit = min(limit, start + 2)  # 6.8级地震
        begin, end = noun_behind(shadow, start, limit, figure.kind, figure.unit)
        if figure.kind == "count":
            self._behind_end = end
        return bare(self._text[begin:end]) if end > begin else ""

    # From elsewhere

    def _continues(self, index: int) -> bool:
        """Whether the figure before stands in the same sentence, near enough."""
        if not index:
            return False
        low, high = self._figures[index - 1].end, self._figures[index].start
        ended = patterns().sentence_end.search
        return high - low <= _BEFORE and ended(self._shadow, low, high) is None

    def _inherited(self, index: int, stop: int, member: int) -> str:
        """The subject of a figure before, else what the clause says."""
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
        limit = min(start + _ACT, len(self._shadow))
        if member + 1 < len(self._figures):
            limit = min(limit, self._figures[member + 1].start)
        stretches = action_behind(self._shadow, start, limit)
        return bare("".join(self._text[begin:end] for begin, end in stretches))

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
