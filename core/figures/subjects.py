"""What each figure counts or measures, found in the words before and behind it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from core.figures.qualifiers import (
    APPROX,
    AT_LEAST,
    AT_MOST,
    DOWN,
    EACH,
    LEVEL,
    OBJECT,
    PLAIN,
    RUN,
    UP,
    bound_behind,
    lead_before,
)
from core.figures.quantities import Figure
from core.figures.vocabulary import by_first, by_last, longest_first
from core.figures.wording import (
    BEFORE_ACTION,
    CLAUSE_ENDS,
    DEPENDENT,
    LINKS,
    MEASURED,
    NOMINAL,
    NOT_NOUN,
    OPENING,
    RANKING,
    RATES,
    SENTENCE_ENDS,
    patterns,
)

# Nothing further than this from a figure is looked at, in characters.
_BEFORE, _BEHIND = 80, 32
_BREAKS = CLAUSE_ENDS + SENTENCE_ENDS
_AGES = frozenset({"岁", "周岁"})
_BOUNDS = frozenset({APPROX, AT_LEAST, AT_MOST})

_OPENING_EFFECTS = {word: effect for effect, group in OPENING.items() for word in group}
_OPENING_WORDS = by_first(_OPENING_EFFECTS)
_NOT_NOUN = by_first(NOT_NOUN)
_RANKING = by_last(RANKING)
_MEASURED = tuple(longest_first(MEASURED))
_DATE_ENDS = frozenset("年的末底期初来")


def describe(shadow: str, text: str, figures: Sequence[Figure]) -> list[tuple[str, set[str]]]:
    """The subject of each figure and what the words around it say of it, in the order of `figures`.

    The figures must stand in reading order. A subject is empty where none is found.
    """
    return _Describer(shadow, text, figures).descriptions()


class _Before(NamedTuple):
    """The words before a figure: start..end names what is measured, effects what is said of it."""

    start: int
    end: int
    effects: frozenset[str]


class _Describer:
    """Describes figure after figure, with the subjects found so far at hand."""

    def __init__(self, shadow: str, text: str, figures: Sequence[Figure]) -> None:
        self._shadow = shadow
        self._text = text
        self._figures = figures
        self._find = patterns()
        bounds = [bound_behind(shadow, figure.end, figure.kind) for figure in figures]
        self._bounds = [bound for bound, _ in bounds]
        self._after = [after for _, after in bounds]
        self._subjects: list[str] = []
        self._effects: list[set[str]] = []

    def descriptions(self) -> list[tuple[str, set[str]]]:
        index = 0
        while index < len(self._figures):
            stop = self._row_end(index)
            self._describe_row(index, stop)
            self._add_bounds(index, stop)
            index = stop
        for index in range(len(self._figures) - 1):
            if not self._subjects[index] and self._adjoins(index):  # 12类45件民生实事
                self._subjects[index] = self._subjects[index + 1]
        return list(zip(self._subjects, self._effects, strict=True))

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
        items = self._items(before, stop - index)
        for member in range(index, stop):
            self._subjects.append(self._subject(index, member, stop, before, items))
            self._effects.append(set(before.effects))

    def _subject(
        self, index: int, member: int, stop: int, before: _Before, items: list[str]
    ) -> str:
        named = before.end > before.start
        if items:
            return items[member - index]
        if RUN not in before.effects:
            behind = self._behind(member)
            describes = (
                named
                and self._shadow.startswith("的", self._after[member])
                and self._figures[member].unit not in _AGES  # 年满十六周岁的未成年人
            )
            if behind and (not describes or behind.startswith("罚款")):
                return behind
        if named:
            return self._named(index, before)
        if member + 1 == stop < len(self._figures) and self._adjoins(member):
            return ""
        return self._inherited(index, stop, member)

    def _add_bounds(self, index: int, stop: int) -> None:
        last = self._bounds[stop - 1]
        # 分别增长4.5%、5.5%左右: 左右 is said of both.
        shared = (
            last
            if EACH in self._effects[index] and not any(self._bounds[index : stop - 1])
            else PLAIN
        )
        for member in range(index, stop):
            bound = self._bounds[member] or shared
            # 5000元以上5万元以下: 以下 only closes the range.
            if bound == APPROX or self._figures[member].value_max is None:
                self._effects[member].add(bound)

    # Before the figure

    def _before(self, index: int) -> _Before:
        figure = self._figures[index]
        floor = self._floor(index)
        if (
            floor < figure.start
            and self._shadow[figure.start - 1] == "、"
            and self._follows(index, floor)
        ):
            floor = (
                figure.start
            )  # 82项获认可、37项推广: what stands before 、 is of the other figure
        noun_behind = self._after[index] < len(self._shadow) and self._may_be_noun(
            self._after[index]
        )
        before = self._trimmed(floor, figure.start, figure.kind, noun_behind=noun_behind)
        if self._follows(index, before.start) and EACH not in before.effects:
            # 3条地铁新线、新增里程30公里: what stands before 、 is of the other figure
            comma = self._shadow.find("、", before.start, before.end)
            if comma > 0:
                before = self._trimmed(
                    comma + 1, figure.start, figure.kind, noun_behind=noun_behind
                )
        # 新增5家企业: of what stands behind, 新增 says no more than that it is there.
        if before.end == before.start and self._shadow.endswith(
            ("新增", "提升"), floor, figure.start
        ):
            return before._replace(effects=before.effects - {UP})
        return before

    def _follows(self, index: int, floor: int) -> bool:
        return index > 0 and floor == self._after[index - 1]

    def _floor(self, index: int) -> int:
        """Where the words that belong to this figure begin: the clause, or the figure before."""
        shadow, start = self._shadow, self._figures[index].start
        low = self._low(index)
        low = max(low, self._last_break(low, start))
        opened = shadow.find("(", low, start)
        if opened >= 0 and shadow.find(")", opened, start) < 0:
            low = opened + 1
        if self._follows(index, low) and low < start and shadow[low] in "和及与、":
            low += 1
        return low

    def _low(self, index: int) -> int:
        low = max(self._figures[index].start - _BEFORE, 0)
        return max(low, self._after[index - 1]) if index else low

    def _last_break(self, low: int, high: int) -> int:
        find = self._shadow.rfind
        return max([find(mark, low, high) for mark in _BREAKS]) + 1

    def _trimmed(self, floor: int, end: int, kind: str, *, noun_behind: bool) -> _Before:
        """The words floor..end without those that lead to the figure or only open the clause."""
        shadow = self._shadow
        if kind == "rank":
            end = self._without_ranking(floor, end)
        elif kind == "percentage_points":
            compared = self._find.compared.search(shadow, max(floor, end - 20), end)
            end = compared.start() if compared else end
        effects: set[str] = set()
        if shadow.find("至少", max(floor, end - 5), end) >= 0 and shadow[end - 1] != "每":
            effects.add(AT_LEAST)  # 至少保存两年, but not 至少每五年
        end = self._without_leads(floor, end, effects, noun_behind=noun_behind)
        if kind == "percent" and not effects - {PLAIN}:
            end = self._bound_of_share(floor, end, effects)
        start, opening = self._without_opening(floor, end, kind)
        if opening and kind != "rank" and LEVEL not in effects:
            effects.add(opening)
        return _Before(start, end, frozenset(effects))

    def _without_ranking(self, floor: int, end: int) -> int:
        while end > floor:
            for word in _RANKING.get(self._shadow[end - 1], ()):
                if self._shadow.endswith(word, floor, end):
                    end -= len(word)
                    break
            else:
                return end
        return end

    def _without_leads(self, floor: int, end: int, effects: set[str], *, noun_behind: bool) -> int:
        """Where the leading words begin; what they say is added to `effects`."""
        shadow = self._shadow
        while end > floor:
            last = shadow[end - 1]
            if last in _DATE_ENDS and (
                date := self._find.date_before.search(shadow, max(floor, end - 16), end)
            ):
                end = date.start()
            elif (lead := lead_before(shadow, floor, end)) is not None:
                if lead.effect == OBJECT and not (
                    effects <= _BOUNDS and (noun_behind or end - len(lead.word) == floor)
                ):
                    break  # 全社会研发投入年均增长, 治理违法建设20处: here it is a noun
                if not (lead.effect in (UP, DOWN) and LEVEL in effects):
                    effects.add(lead.effect)
                end -= len(lead.word)
            elif last in "、 ,":
                end -= 1
            else:
                break
        return end

    def _bound_of_share(self, floor: int, end: int, effects: set[str]) -> int:
        """Where the bound of a share begins, added to `effects`: 不得少于注册资本的百分之二十五."""
        bound = self._find.bound.search(self._shadow, floor, end)
        if bound is None or bound.lastgroup is None:
            return end
        effects.add(bound.lastgroup)
        return bound.start()

    def _without_opening(self, start: int, end: int, kind: str) -> tuple[int, str]:
        shadow = self._shadow
        said = PLAIN
        while start < end:
            word = self._opening_word(start, end)
            if word:
                said = said or _OPENING_EFFECTS[word]
                start += len(word)
            elif date := self._find.date_first.match(shadow, start, end):
                start = date.end()
            else:
                break
        if end > start and shadow[end - 1] == "》":
            return start, said  # the verbs of a title are no verbs of the clause
        inner = self._find.inner_of_rates if kind in RATES else self._find.inner
        for verb in inner.finditer(shadow, start, end):
            if end - verb.end() >= 2 and shadow[verb.end()] not in NOMINAL:
                start = verb.end()
        if end - start > 3 and shadow.startswith(("了", "各类", "各级"), start):
            start += 1 if shadow[start] == "了" else 2
        return start, said

    def _opening_word(self, start: int, end: int) -> str:
        for word in _OPENING_WORDS.get(self._shadow[start], ()):
            if self._shadow.startswith(word, start, end):
                after = start + len(word)
                if len(word) == 1 or after == end or self._shadow[after] not in NOMINAL:
                    return word
        return ""

    def _items(self, before: _Before, count: int) -> list[str]:
        """The items of a list, one for each of `count` figures; empty where they do not agree."""
        if count < 2 or before.end == before.start:
            return []
        named = self._text[before.start : before.end]
        for marks in ("、", "、和与及"):
            items = re.split(f"[{marks}]", named)
            if len(items) == count and all(items):
                return _with_shared_noun(items)
        return []

    def _named(self, index: int, before: _Before) -> str:
        subject = _bare(self._text[before.start : before.end])
        if (subject in DEPENDENT or subject.startswith("占")) and self._continues(index):
            return self._subjects[index - 1].removesuffix(subject) + subject
        return subject

    # Behind the figure

    def _behind(self, index: int) -> str:
        """The noun behind a figure: 41个领域, 10亿元以上重大产业项目; empty where there is none."""
        shadow, figure = self._shadow, self._figures[index]
        start = self._after[index]
        if shadow.startswith("人民币", start):
            start += 3
        limit = min(start + _BEHIND, len(shadow))
        if index + 1 < len(self._figures):
            limit = min(limit, self._figures[index + 1].start)
        if figure.kind == "duration" and (
            start > figure.end or shadow.startswith(("前", "以前"), start)
        ):
            return self._action(start, limit)
        attributive = shadow.startswith("的", start)
        start += attributive
        if shadow.startswith("方面的", start):  # 15个方面的重点任务
            start += 3
        if figure.kind == "rank" or start >= limit or not self._may_be_noun(start):
            return ""
        of_share = attributive and figure.kind == "percent"  # 89.4%的公园实现24小时开放
        ending = (self._find.clause_end if of_share else self._find.ending).search(
            shadow, start + 1, limit
        )
        if ending:
            return _bare(self._text[start : ending.start()])
        return _bare(self._text[start : self._noun_end(start, limit)])

    def _may_be_noun(self, start: int) -> bool:
        first = self._shadow[start]
        return not first.isspace() and not self._shadow.startswith(_NOT_NOUN.get(first, ()), start)

    def _noun_end(self, start: int, end: int) -> int:
        """The end of a noun that reaches to the next figure: 12个国家和地区近300名."""
        if self._shadow[end - 1] in "到至为":  # 从39个拓展到91个: no noun at all
            return start
        while end > start and (lead := lead_before(self._shadow, start, end)) is not None:
            end -= len(lead.word)
        return end

    def _action(self, start: int, limit: int) -> str:
        """What is to be done in time: 六十日内作出行政复议决定."""
        for word in BEFORE_ACTION:
            if self._shadow.startswith(word, start):
                start += len(word)
        end = start
        while end < limit and self._shadow[end] not in "。,;:\n、":
            end += 1
        return self._text[start:end]

    # From elsewhere

    def _continues(self, index: int) -> bool:
        """Whether the figure before stands in the same sentence, near enough."""
        if not index:
            return False
        low, high = self._figures[index - 1].end, self._figures[index].start
        find = self._shadow.find
        return high - low <= _BEFORE and all(find(mark, low, high) < 0 for mark in SENTENCE_ENDS)

    def _inherited(self, index: int, stop: int, member: int) -> str:
        """The subject of a figure before, or of the clause before when no figure is there."""
        if not self._continues(index):
            return self._of_clause_before(index) or self._action(
                self._after[member], min(self._after[member] + _BEHIND, len(self._shadow))
            )
        count = stop - index
        if 1 < count <= index:
            subject = self._subjects[member - count]
        else:
            subject = self._subjects[self._alike(index)]
        if self._shadow.find("累计", self._after[index - 1], self._figures[index].start) >= 0:
            return subject.removeprefix("新增").removeprefix("新建")
        return subject

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
        floor = max(low, self._last_break(low, end))
        earlier = self._trimmed(floor, end, "count", noun_behind=False)
        return _bare(self._text[earlier.start : earlier.end])


def _with_shared_noun(items: list[str]) -> list[str]:
    """金融业、软件业增加值 is 金融业增加值 and 软件业增加值."""
    shared = next((noun for noun in _MEASURED if items[-1].endswith(noun)), "")
    return [_bare(item if item.endswith(_MEASURED) else item + shared) for item in items]


def _bare(subject: str) -> str:
    """The subject without marks around it; of a title only what it is: 《关于…的意见》."""
    subject = subject.strip(" 、，,的：:")
    for conjunction in ("或者", "以及", "或", "和", "并"):
        subject = subject.removesuffix(conjunction)
    if subject.endswith("》") and (kind := subject.rpartition("的")[2]):
        return kind.strip("《》")
    quotes = subject.count("“") + subject.count("”")
    if quotes == 1 or (quotes == 2 and subject[0] + subject[-1] == "“”"):
        return subject.strip("“”")
    return subject
