"""Find what one document states twice in the same words with different values."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter

from core.checks.hint import Hint
from core.checks.stated import Stated
from core.figures.vocabulary import words
from core.patterns import lazily
from core.sentences import start_of

_KINDS = frozenset({"percent", "amount", "count", "measure"})
_SHORTEST = 4  # characters of a name that names one thing
_MOST_PLACES = 3  # what is stated more often is a row of a table or of many occasions
_LONGEST_CLAUSE = 40
_LONGEST_SENTENCE = 120

# Before and behind the name in its clause; what is left must be the same to the letter.
_FIRST = lazily(
    r"(?:\s|全年|目前|截至目前|其中|同时|共计?|合计|总计|先后|已|[一二三四五六七八九十]是"
    r"|[(][一二三四五六七八九十0-9]{1,3}[)])+"
)
_LAST = lazily(r"(?:\s|共计?|合计|总计|均|已|保持在?|稳定在|为|是|达|达到|有|约|的)+\Z")
# An old value, or one of several: 从39个, 第一组3个.
_PARTIAL = lazily(r"[从由比较超每各另再第余]|新|分别|高于|低于|平均|同比|增至|到\Z|至\Z")

# What is done on one occasion and on another: 发放资料2000份. Rates are not.
_OCCASION = lazily(
    "(?:"
    + "|".join(
        words(
            "开展 发放 举办 组织 召开 排查 检查 整改 培训 印发 出台 制定 修订 新建 建成 建设",
            "完成 改造 投入 发布 查处 查办 处罚 罚款 解决 化解 走访 服务 宣传 派发 张贴 制作",
            "清理 拆除 出动 抽查 抽检 推送 接待 邀请 吸引 选派 聘请 培育 引进 安排 拨付 落实",
            "争取 整治 处置 治理 评选 提供 打造 推出 覆盖 惠及 设立 建立 筹集 发现 参加 参与",
            "采集 发出 提出 配备 实施 帮助 签订 签约 形成 支持",
        )
    )
    + ")"
)

# The last of these before a figure tells of which time it speaks.
_TIME = lazily(
    "(?:19|20)[0-9]{2}(?![0-9])|[今去明来]年|上年|同期|十[一二三四五六]五|[五三]年"
    "|(?:1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月|季度|上半年|下半年|今后|未来|下一步|下一阶段|接下来|预期目标|主要目标|工作安排|工作打算|重点任务|建议"
)
# Places, bodies and persons; figures of different ones differ.
_PLACE = lazily(
    r"[^\W\d_]{1,3}(?:省|市|区|县|镇|乡|村|街道|社区|州|盟|旗|公司|集团|学校|大学|学院|中学|小学|医院|法院"
    r"|检察院|中心|局|厅|委|院|站|所|队|园|港|项目|线|方面)"
)
_HEADING = lazily(r"(?m)^[^\n。;!?]{1,30}。?$")
# What shall be, or is said by way of example; a rule states a figure for each case.
_NO_REPORT = lazily(
    "应当|不得|可以|处以|罚|须|如果|例如|比如|目标|预期|力争|计划|确保|争取|要求|下列|累计|假设"
)


@dataclass(frozen=True, slots=True)
class _Place:
    """A figure with all that must be alike where it is stated again: name, time and places.

    `sentence` is where its sentence begins; one sentence tells two figures apart by itself.
    `under` are the places that the last heading names.
    """

    figure: Stated
    sentence: int
    name: str
    time: str
    places: frozenset[str]
    under: frozenset[str]


def conflicts(shadow: str, figures: Sequence[Stated]) -> Iterator[Hint]:
    """A hint for a figure that the document states before in the same words with another value.

    The words are those of the clause before the figure, and its subject where that stands behind
    it, to the letter and at least four characters; unit and kind are the same. The last time named
    before both is the same, and their sentences name the same places and bodies, as do the last
    headings that name any: （一）东山区 and （二）西山区 may both have 120个. Passed over are
    bounds, changes, rules (应当), aims (力争), what is done on many occasions (发放资料2000份),
    what is stated more than thrice, and values of which one is twice the other.
    """
    times = [(match.start(), match[0]) for match in _TIME.finditer(shadow)]
    headings = [
        (line.start(), places)
        for line in _HEADING.finditer(shadow)
        if (places := frozenset(_PLACE.findall(line[0])))
    ]
    groups: dict[tuple[str, str, str], list[_Place]] = {}
    for index, figure in enumerate(figures):
        metric = figure.metric
        # Not 两次, 三个: what is so few is counted on each occasion.
        if figure.is_level and metric.kind in _KINDS and figure.printed[:1].isdecimal():
            place = _place(shadow, figures, index, times, headings)
            if place is not None:
                groups.setdefault((place.name, metric.unit, metric.kind), []).append(place)
    for group in groups.values():
        if len(group) <= _MOST_PLACES:
            for first, second in pairwise(group):
                if _contradicts(first, second):
                    formula = f"{first.figure.printed} ≠ {second.figure.printed}"
                    yield Hint(
                        "conflict", *second.figure.span, formula, False, (first.figure.span,)
                    )


def _place(
    shadow: str,
    figures: Sequence[Stated],
    index: int,
    times: Sequence[tuple[int, str]],
    headings: Sequence[tuple[int, frozenset[str]]],
) -> _Place | None:
    figure = figures[index]
    start, end = figure.span
    sentence = start_of(shadow, start, "。;!?\n", _LONGEST_SENTENCE)
    if _NO_REPORT.search(shadow, sentence, end) or shadow.startswith("的", end):
        return None  # also 换手率达到20%的股票: a bound
    clause = shadow[start_of(shadow, start, "。;!?\n,:、", _LONGEST_CLAUSE) : start]
    if index and figures[index - 1].metric.end > start - len(clause):
        return None  # a second figure of the clause: 从39个拓展到91个
    name = _name(clause, figure.metric.subject, figure.metric.kind)
    if len(name) < _SHORTEST or not clause:
        return None
    at = bisect_left(times, (start,)) - 1
    time = times[at][1] if at >= 0 else ""
    above = bisect_left(headings, start, key=itemgetter(0)) - 1
    under = headings[above][1] if above >= 0 else frozenset()
    places = frozenset(_PLACE.findall(shadow, sentence, start))
    return _Place(figure, sentence, name, time, places, under)


def _name(clause: str, subject: str, kind: str) -> str:
    """What is stated: the clause before the figure without adverbs, and what is counted."""
    first = _FIRST.match(clause)
    name = clause[first.end() if first else 0 :]
    last = _LAST.search(name)
    name = name[: last.start()] if last else name
    if _PARTIAL.search(name) or (kind != "percent" and _OCCASION.match(name)):
        return ""
    return name if subject in name else f"{name} {subject}"


def _contradicts(first: _Place, second: _Place) -> bool:
    low, high = sorted((first.figure.metric.value, second.figure.metric.value))
    return (
        first.figure.metric.end <= second.sentence
        and high > low > 0
        and high < 2 * low
        and first.time == second.time
        and first.places == second.places
        and first.under == second.under
        # 5.7万亿元 is 5.67万亿元 printed shorter
        and (first.figure.low > second.figure.high or second.figure.low > first.figure.high)
    )
