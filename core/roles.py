"""Tell what each part of a report is for: what was done, what falls short, what is to be done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from core.document import Document, Metadata, Section
from core.folding import fold
from core.outline import is_article
from core.patterns import lazily

RESULTS, WEAKNESSES, PLANS, OTHER = "results", "weaknesses", "plans", "other"


@dataclass(frozen=True, slots=True)
class Roles:
    """The role of each section and of each measure, in the document's order.

    A role is `results` (举措和成效), `weaknesses` (存在的不足), `plans` (下一年度安排) or `other`.
    A section in which several stand has that of most of its measures.
    """

    sections: tuple[str, ...]
    measures: tuple[str, ...]

    def having(self, role: str) -> list[int]:
        """The indexes of the measures that have a role, in reading order."""
        return [index for index, one in enumerate(self.measures) if one == role]


def roles(document: Document) -> Roles:
    """The roles of all sections and measures, found by heading, place, year and wording.

    Reports of local government have these parts: 履行职责情况, 主要举措及工作成效, 存在的不足及
    原因, 下年度主要安排. Inside them sentences may turn: 也清醒认识到……还存在不足 begins a passage
    of weaknesses, 下一步 one of plans. The articles of a law have no role.
    """
    year = reported(document)
    given = _given(document, year)
    shadow = fold(document.text)
    found: list[str] = []
    before: str | None = None
    current = OTHER
    for measure in document.measures:
        part, told = given[measure.section]
        here = part if len(told) > 1 else measure.section
        if here != before or not found:
            before, current = here, told[0]
        text = shadow[measure.start : measure.end]
        if told == (OTHER,):
            found.append(OTHER)
            continue
        current = _turned(text, current, year)
        if current == WEAKNESSES and _ANSWERS.search(text):
            found.append(OTHER)
            current = told[0]
        else:
            found.append(OTHER if _commits_to_nothing(text) else current)
    _close(document, shadow, found)
    return Roles(_settled(document, given, found), tuple(found))


def _close(document: Document, shadow: str, found: list[str]) -> None:
    """Let what leads up to the last appeal be no plan: 各位代表！蓝图已绘就。让我们……奋斗！"""
    measures = document.measures
    for last in range(len(measures) - 1, 0, -1):
        if _APPEALS.match(shadow, measures[last].start):
            first = max(0, last - _LONGEST_CLOSE)
            for index in range(last - 1, first - 1, -1):
                if _SALUTES.match(shadow[measures[index].start : measures[index].end]):
                    found[index:last] = [OTHER] * (last - index)
                    return
            return


_LONGEST_CLOSE = 6
_APPEALS = lazily("让我们|我们要更加紧密")


def _turned(text: str, current: str, year: int | None) -> str:
    """The role that holds from this sentence on."""
    if current == PLANS:
        return current
    turn = _TURNS.match(text)
    if turn and (turn["coming"] or _is_coming(turn[0], year)):
        return PLANS
    if current == RESULTS and (lead := _ADMITS.search(text)):
        clause = text[: lead.start()].rpartition(",")[2].rpartition("，")[2]
        if not _SOLVED.search(clause):
            return WEAKNESSES
    return current


_LACKS = "(?:问题(?!导向)|不足|困难|挑战|短板|差距|薄弱)"
_ADMITS = lazily(
    rf"(?:清醒地?|也)(?:清醒地?|深刻)?(?:认识|看)到[^。]{{0,99}}{_LACKS}"  # 也认识到老问题仍然不少
    rf"|(?:还|也|仍然?|依然|尚)(?:面临|存在)着?[^。,，]{{0,20}}{_LACKS}"  # 工作中仍存在一些不足
    rf"|[也仍还]有(?:一些|不少|许多|若干)[^。,，]{{0,8}}{_LACKS}"
    rf"|存在(?:一些|不少|以下|如下)[^。,，]{{0,8}}{_LACKS}"
    rf"|{_LACKS}[也仍还]?不容忽视"  # 成绩固然可喜，问题也不容忽视
    rf"|\A(?:存在的?)?(?:主要|突出){_LACKS}(?:是|有|包括|表现)"
)
_SOLVED = lazily("解决|破解|整改|整治|纠正|查摆|排查|针对|化解|直面")
_ANSWERS = lazily(  # the end of such a passage: 对这些问题，我们一定高度重视，采取有力措施加以解决
    rf"\A(?:对此|(?:(?:对于?|针对)?[以上述这]{{1,2}}些?|(?:我们)?(?:将|要|一定)?(?:直面|正视))[^。,，]{{0,6}}{_LACKS})"
    r"|(?:加以|予以|努力|切实|能够)[^。,，]{0,4}(?:解决|改进|克服)"
)
_TURNS = lazily(
    r"(?:(?:各位代表|同志们)[,，!！])?(?:[一二三四五六]是)?"
    r"(?P<coming>下一?步|下一?阶段|接下来|明年|来年|新的一年|今后(?:一个)?(?:时期|阶段)?[,，])"
    r"|(?:展望|面向)?[“(]?(?:20[0-9]{2}年|十[一二三四五六七八]五)”?(?:时期|期间)?"
)
_SALUTES = lazily(r"(?:各位|同志)[^。,，]{0,8}[!！]\Z|让我们[^。]*[。!！]\Z")
_FRAMES = lazily(
    r"(?:总体(?:要求|思路)|指导思想)是|以习近平新时代中国特色社会主义思想为指导"
    r"|是[^。,，]{0,30}(?:之年|关键(?:时期|一年)|攻坚期)[^。,，]{0,12}。\Z"
    r"|(?:做好|抓好)(?:以下|如下)[^。,，]{0,12}工作"
)


def _commits_to_nothing(text: str) -> bool:
    """Whether a sentence greets, thanks or states guiding ideas: it is nothing done or planned."""
    return bool(_SALUTES.match(text) or _FRAMES.search(text) or "衷心的感谢" in text)


def _settled(
    document: Document, given: dict[str | None, _Given], found: Sequence[str]
) -> tuple[str, ...]:
    """The role of each section: what its heading says, or most of its measures are."""
    settled: list[str] = []
    for section in document.sections:
        _, told = given[section.id]
        held = Counter(found[index] for index in document.measures_within(section.id))
        open_ = len(told) > 1 and held
        settled.append(held.most_common(1)[0][0] if open_ else told[0])
    return tuple(settled)


_Given = tuple[str | None, tuple[str, ...]]
"""The section whose heading tells roles, and these roles in its order."""


def _given(document: Document, year: int | None) -> dict[str | None, _Given]:
    """What the headings tell of each section, its own or the one of a section that holds it."""
    title = fold(document.metadata.title)
    usual = RESULTS if _REPORT.search(title) else PLANS if _PLAN.search(title) else OTHER
    if any(map(is_article, document.sections)):
        return {None: (None, (OTHER,))} | {one.id: (one.id, (OTHER,)) for one in document.sections}
    given: dict[str | None, _Given] = {None: (None, (OTHER if document.sections else usual,))}
    told: dict[str, _Given | None] = {}
    for section in document.sections:
        above = told[section.parent] if section.parent else None
        heading = fold(section.title)
        if above is None or above[1] == (OTHER,) or len(above[1]) > 1:
            own = _told(heading, year)
        else:
            own = _told_inside(heading, year)
        told[section.id] = (section.id, own) if own else above
    for section in document.sections:
        given[section.id] = told[section.id] or _by_place(section, document, told, usual)
    return given


def _told(heading: str, year: int | None) -> tuple[str, ...]:
    """The roles that a heading names, each once: 工作总结和2025年安排, results and plans."""
    if _ANNEX.match(heading):
        return (OTHER,)
    found = (_told_by(part, year) for part in _AND.split(heading))
    return tuple(dict.fromkeys(role for role in found if role))


_ANNEX = lazily(r"附[件录表]|名词(?:解释|注释)|注释|术语|.{0,30}名词(?:解释|注释)\Z")
_AND = lazily("以及|[和与及、,;，；]")
# Of the cues in one part of a heading the last decides, as its noun does: 问题整改情况 are results.
_CUES = (
    (WEAKNESSES, rf"(?<!解决)(?<!解)(?<!突出)(?<!补)(?<!齐)(?<!焦)(?<!整治){_LACKS}|{_LACKS}\Z"),
    (PLANS, "安排|打算|计划|思路|要点|展望|努力方向|(?:整改|改进)措施|主要考虑|预期目标"),
    (PLANS, "(?:重点|主要|目标)(?:任务|工作|目标)"),
    (RESULTS, "回顾|总结|成效|成就|成绩|举措|做法|经验|亮点|履行|履职|情况|进展|成果"),
)
_FIRM_PLAN = lazily("安排|打算|计划|思路|预期目标")
_COMING = lazily("下一?步|下一?阶段|下一?年|明年|来年|今后|未来|接下来")


def _told_by(part: str, year: int | None) -> str:
    """The role that one part of a heading names, "" for none."""
    last = max(
        (match.end(), role)
        for role, cue in (("", r"\A"), *_CUES)
        for match in lazily(cue).finditer(part)
    )[1]
    if last == WEAKNESSES:
        return last
    if _COMING.search(part) or _is_coming(part, year):
        return PLANS
    if year is not None and _years(part) and not _FIRM_PLAN.search(part):
        return RESULTS  # 2024年重点工作, in the report on 2024
    return last


def _told_inside(heading: str, year: int | None) -> tuple[str, ...]:
    """What a heading inside a part that has its role says against that: 存在的问题, 下一步打算.

    着力破解突出问题 and 制定普法计划 say nothing: so are measures entitled.
    """
    if _ANNEX.match(heading):
        return (OTHER,)
    if _LACKING.fullmatch(heading):
        return (WEAKNESSES,)
    if (_COMING.match(heading) or _is_coming(heading, year)) and _FIRM_PLAN.search(heading):
        return (PLANS,)
    return ()


_LACKING = lazily(
    rf"(?:.{{0,20}}(?:存在|面临)的?.{{0,8}}|(?:主要|突出)?(?:(?:困难|问题|不足)[和与及、])?){_LACKS}"
    r"(?:之处|环节)?(?:[和与及]其?原因(?:分析)?)?"
)


def _by_place(
    section: Section, document: Document, told: dict[str, _Given | None], usual: str
) -> _Given:
    """The role of a section of which no heading tells any: before the plans of a report results.

    Behind them come more plans: 加强政府自身建设 behind 2025年重点工作.
    """
    after = any(
        given is not None and PLANS in given[1]
        for other, given in ((one, told[one.id]) for one in document.sections)
        if other.start < section.start
    )
    stated = {
        role
        for one in document.sections
        if one.level == 1 and (given := told[one.id])
        for role in given[1]
    }
    role = usual
    if usual != PLANS and (usual == RESULTS or stated & {PLANS, WEAKNESSES}):
        role = PLANS if after else RESULTS
    return section.id, (role,)


_YEAR = lazily(r"(?<![0-9])(20[0-9]{2})(?=年|[—–\-~至到]+20[0-9]{2}年)")
_FIVE_YEARS = lazily("十([一二三四五六七八])五|第十([一二三四五六七八])个五年")
_COUNT = "一二三四五六七八"
_FIRST = 2006  # of 十一五: 十五五 is 2026 to 2030


def _years(part: str) -> list[int]:
    """The years named, and the first years of the five-year plans."""
    plans = (_COUNT.index(one or two) for one, two in _FIVE_YEARS.findall(part))
    return [*map(int, _YEAR.findall(part)), *(_FIRST + 5 * number for number in plans)]


def _is_coming(part: str, year: int | None) -> bool:
    """Whether all years that a part of a heading names are later than the one reported."""
    named = _years(part)
    return year is not None and bool(named) and min(named) > year


_SPEECH = lazily("政府工作(?:的)?报告")
_PLAN = lazily(r"(?:要点|计划|方案|规划|安排)(?:的通知)?(?:\([^()]*\))?\Z")
_REPORT = lazily("报告|总结|回顾|情况")
_LAST_MONTH = 9  # up to September a report speaks of the year before


def reported(document: Document) -> int | None:
    """The year whose work a report gives account of; plans are for a later one. None: not told.

    It is that of the title, but a 政府工作报告 is named for the year in which it is delivered, and
    计划 and 要点 for the year to come. Without one the date tells, or the headings.
    """
    facts = document.metadata
    title = fold(facts.title)
    if named := _YEAR.findall(title):
        ahead = _SPEECH.search(title) or (_PLAN.search(title) and not _REPORT.search(title))
        return min(map(int, named)) - bool(ahead)
    if date := facts.written or facts.published:
        return int(date[:4]) - (int(date[5:7]) <= _LAST_MONTH)
    headings = [int(year) for one in document.sections for year in _YEAR.findall(fold(one.title))]
    return min(headings, default=None)


def consecutive(one: Metadata, other: Metadata) -> int:
    """1 where `other` is the next year's report of the same office, -1 the one before, else 0.

    The titles must be the same but for the year, and either name a place or office or both
    documents the same issuer: 政府工作报告 alone tells nothing. Titles without a year are ordered
    by their dates.
    """
    titles = [_without_year(facts.title) for facts in (one, other)]
    issuers = [_BLANKS.sub("", fold(facts.issuer)) for facts in (one, other)]
    same_issuer = bool(issuers[0]) and issuers[0] == issuers[1]
    if not titles[0] or titles[0] != titles[1] or not (same_issuer or _OFFICE.search(titles[0])):
        return 0
    named = [_YEAR.findall(fold(facts.title)) for facts in (one, other)]
    dated = [[(facts.written or facts.published)[:4]] for facts in (one, other)]
    before, after = named if any(named) else dated
    if not before or not after or not before[0] or not after[0]:
        return 0
    step = int(after[0]) - int(before[0])
    return step if abs(step) == 1 else 0


_BLANKS = lazily(r"\s+")
_OFFICE = lazily("(?<![全本我])[省市区县州旗镇乡]|局|厅|委员会|法院|检察院|街道|办公室")
_OF_YEAR = lazily(r"20[0-9]{2}年(?:度|工作)?|[\s《》“”的()]|\A关于")


def _without_year(title: str) -> str:
    return _OF_YEAR.sub("", fold(title))
