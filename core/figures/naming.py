"""Make of the words around a figure the shortest phrase that names what is counted."""

from __future__ import annotations

import re
from typing import NamedTuple

from core.figures.vocabulary import longest_first
from core.figures.wording import COUNTERPARTS, MEASURED, STEPS
from core.patterns import lazily

# In characters; what is longer holds a description of what it names.
_LONG = 14
_NO_NAMES = frozenset({"等", "的", "等地", "等次"})  # 进社区180场次等
_CONJUNCTIONS = ("或者", "以及", "或", "和", "并")
_MEASURED = tuple(longest_first(MEASURED))


def bare(subject: str) -> str:
    """The subject without marks around it; of a title only what it is: 《关于…的意见》."""
    subject = subject.strip(" 、，,的：:")
    subject = subject.removeprefix("或者")
    if subject in _NO_NAMES:
        return ""
    if subject.endswith(_CONJUNCTIONS) and not subject.endswith("合并"):
        for conjunction in _CONJUNCTIONS:
            subject = subject.removesuffix(conjunction)
    if subject.endswith("》") and (kind := subject.rpartition("的")[2]):
        return kind.strip("《》")
    if subject.isalnum():
        return subject
    quotes = subject.count("“") + subject.count("”")
    if quotes == 1 or (quotes == 2 and subject[0] + subject[-1] == "“”"):
        return subject.strip("“”")
    return subject


class Description(NamedTuple):
    """Words before what they describe, in a subject that holds one of the characters `within`.

    `kinds` are those of the figures, empty for all; `case` is the wording that justifies it.
    """

    within: str
    pattern: re.Pattern[str]
    kinds: frozenset[str]
    case: str


_ALL = frozenset[str]()
_THINGS = frozenset(("count", "measure"))
DESCRIPTIONS = (
    Description(
        "的",
        lazily(
            r".*(?:涉及|用于|发行|从事|使用|规定|具有|符合|属于|交办|批复|产生|缴纳|支付|取得)[^的]*的(?=.{3})"
        ),
        _ALL,
        "用于水利建设的专项债券, 活动涉及的物品货值金额",
    ),
    Description(
        "或", lazily(r"(?:没有|未|无|不|因).*(?:或者|或)(?=.{3})"), _ALL, "没有违法所得或者违法所得"
    ),
    Description("除", lazily(r"除.{2,}?外(?=.{2})"), _ALL, "除另有规定外净资产"),
    Description(
        "最",
        lazily(r"(?:驾驶|使用|生产|销售|运输|操作).{2,}(?=最[高低大小长短重多].{2})"),
        _ALL,
        "驾驶机动车最高时速",
    ),
    Description(
        "、",
        lazily(r"[^、]{2,}(?:(?<![社机])会|节|赛|论坛)、(?=[^、]{3,}(?<![会节赛坛])\Z)"),
        _ALL,
        "办好绿色产业展会、项目签约",
    ),
    Description(
        "新",
        lazily(
            r".{3,}(?:[区县市省园镇港城带群片]|基地|中心|平台|公司|集团)"
            r"(?=(?:新增|新建|净增|新设立?|新登记|新注册|新引进).{2})"
        ),
        _THINGS,
        "示范区新增入驻企业, but 城镇新增就业",
    ),
    Description(
        "等",
        lazily(r".{8,}(?<![高平同对均优])等(?![级同于候第额效])(?=.{4})"),
        _THINGS,
        "特大型金矿、铜矿等大中型矿产地, but 科创、金融等服务机构",
    ),
)


# 保存期限自销户之日起, 自取消资格之日起: of what the time is, else since when.
_SINCE = lazily("(?P<what>[^自]*)自(?P<event>.+?)(?:之日|当年|当日)(?:计?起)?")
_WITHIN = frozenset(row.within for row in DESCRIPTIONS)


def shortest(subject: str, kind: str) -> str:
    """A subject without the clause that describes it: 督察交办的举报件办结率."""
    for row in () if _WITHIN.isdisjoint(subject) else DESCRIPTIONS:
        if row.within in subject and (not row.kinds or kind in row.kinds):
            described = row.pattern.match(subject)
            if described and subject[described.end() :] not in _MEASURED:
                subject = subject[described.end() :]
    if "自" in subject and (since := _SINCE.fullmatch(subject)):
        subject = since["what"] if len(since["what"]) > 1 else since["event"]
    while len(subject) > _LONG:
        _description, of, named = subject.partition("的")
        if not of or len(named) < 4 or "》" in named:
            break
        subject = named
    return subject


def listed(named: str, count: int) -> list[str]:
    """The `count` items of a list, each with the noun that they share; empty where it has others.

    金融业、软件业增加值 is 金融业增加值 and 软件业增加值; 财政收入、支出 is 财政收入 and 财政支出.
    """
    if count < 2 or not named:
        return []
    for marks in ("、", "、和与及"):
        items = re.split(f"[{marks}]", named)
        if len(items) == count and all(items):
            for place in range(1, count):
                items[place] = completed(items[place], items[place - 1])
            shared = next((noun for noun in _MEASURED if items[-1].endswith(noun)), "")
            return [bare(item if item.endswith(_MEASURED) else item + shared) for item in items]
    return []


# What is said of one head after the other: 水上事故起数、受伤人数, 诉求解决率、满意率.
_SHORT = r"(?:(?:死亡|受伤|伤亡|失踪)?人数|[起件宗]数|(?<![、和])[^、和]{2}率)"
_SHORT_ALONE = lazily(_SHORT)
_SHORT_BEHIND = lazily(rf".*?(..)(?={_SHORT}\Z)")


def completed(named: str, before: str) -> str:
    """What is named by its last word alone, with the rest from what was named before."""
    if named in STEPS:
        step = next((step for step in STEPS if before.endswith(step)), "")
        return before.removesuffix(step) + named
    if _SHORT_ALONE.fullmatch(named) and (head := _SHORT_BEHIND.match(before)):
        return head[1] + named
    counterpart = COUNTERPARTS.get(named)
    if counterpart and before.endswith(counterpart):
        return before.removesuffix(counterpart) + named
    return named
