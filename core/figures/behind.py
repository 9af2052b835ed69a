"""The words behind a figure: the noun that is counted, or what is to be done in time."""

from __future__ import annotations

from core.figures.predicates import MARKS, describing, may_be_noun, noun_ending, thing_alone
from core.figures.qualifiers import lead_before
from core.figures.quantities import Figure
from core.figures.vocabulary import any_of, words
from core.figures.wording import CELL_END, patterns
from core.patterns import compiled

_PURPOSES = ("支持", "用于", "保障")
# 80多种产品产量|全国第一, 五项成果|全国复制推广
_TERRITORIES = ("全国", "全省", "全市", "全球", "世界")
_NUMBER = "[0-9]|一[个名家项]"


def noun_behind(shadow: str, start: int, limit: int, kind: str, unit: str) -> tuple[int, int]:
    """Where the noun behind a figure of this kind stands: 41个领域, 10亿元以上重大产业项目.

    The figure with its bound ends at `start`; what is no part of the noun begins at `limit` or
    before. An empty stretch where there is no noun.
    """
    if kind == "rank" or start >= limit or shadow[start] in MARKS:
        return start, start
    if shadow.startswith("人民币", start):
        start += 3
    attributive = shadow.startswith("的", start)
    start += attributive
    if shadow.startswith("方面的", start):  # 15个方面的重点任务
        start += 3
    if start >= limit or not may_be_noun(shadow, start):
        return start, start
    if (
        attributive and kind == "percent"  # 89.4%的公园实现24小时开放
    ) or (
        kind == "amount" and shadow.startswith(_PURPOSES, start)  # 统筹3亿元支持巩固拓展帮扶成果
    ):
        ending = patterns().clause_end.search(shadow, start + 1, limit)
        return start, ending.start() if ending else _end_before_figure(shadow, start, limit)
    if kind == "amount" and noun_ending().match(shadow, start):
        return start, start  # 投入9亿元实施河道治理
    of = shadow.find("的", start + 2, limit)
    if of > 0 and _describes(shadow, start, of):
        start = of + 1
    ending = noun_ending().search(shadow, start + 1, limit)
    end = ending.start() if ending else _end_before_figure(shadow, start, limit)
    if shadow.endswith(_TERRITORIES, start + 1, end):
        end -= 2
    comma = shadow.find("、", start + 1, end)
    if comma > 0 and _counts_first(shadow, comma, end, unit):
        end = comma
    return start, start + len(thing_alone(shadow[start:end], unit))


def _describes(shadow: str, start: int, of: int) -> bool:
    """Whether what stands before 的 describes the noun behind it: 在国内有影响力的研发机构."""
    return (
        describing().match(shadow, start, of) is not None
        and may_be_noun(shadow, of + 1)
        and patterns().clause_end.search(shadow, start, of) is None
    )


def _end_before_figure(shadow: str, start: int, end: int) -> int:
    """The end of a noun that reaches to the next figure: 12个国家和地区近300名."""
    while end > start and (lead := lead_before(shadow, start, end)) is not None:
        end -= len(lead.word)
    return end


def _counts_first(shadow: str, comma: int, end: int, unit: str) -> bool:
    """Whether a figure counts no more than the first noun of a list: 六大优势产业、高端装备.

    But 12所高校、职业院校 and 380家科创、金融服务机构 are counted together.
    """
    return unit == "大" or compiled(_NUMBER).search(shadow, comma, end) is not None


AGES = frozenset({"岁", "周岁"})


def is_time_limit(shadow: str, figure: Figure, after: int) -> bool:
    """Whether something is to be done by a time that ends with its bound at `after`.

    Not an age, nor a term that is imposed.
    """
    imposed = figure.value_max is not None or shadow.startswith("以下", figure.end)
    served = shadow.startswith(("并", "且"), after)  # 从事审计工作三年以上并通过考试
    return not (imposed or served or figure.unit in AGES) and (
        after > figure.end
        or shadow.startswith(("前", "以前", "未"), after)
        or shadow.endswith("前", 0, figure.start)
    )


# What is to be done in time is said behind how, where and before whom: 三十日内应当依法书面通知…
_MODAL = words(
    "以前 前 应当 可以 必须 须 依法 及时 立即 尽快 主动 如实 书面 将 一次性 直接 统一 或者 , 、"
)
_ACTS = words(
    "备案 报告 报送 报备 申请 申报 提出 提起 提交 提供 缴纳 缴付 缴清 补缴 上缴 办理 公布 公开",
    "公告 公示 通报 通知 告知 反馈 答复 回复 移交 移送 支付 退还 退回 归还 交还 返还 登记 注销",
    "变更 换领 领取 起诉 上诉 投诉 举报 申诉 说明 作出 出具 送达 发放 发出 核发 颁发 签发 填写",
    "履行 书面 报到 申领 补办 接受 进行 递交 补充 确认 查询 复核 申请复议 交付 介绍 宣布 征求 了解",
    "购买 偿还 清偿 赔偿 补偿 设立 转移 转入 汇报 披露",
)
# But a name may hold one of them: 登记机关, 缴纳凭证.
_ACT = (
    f"(?=(?:{any_of(_ACTS)})"
    "(?!机关|机构|部门|单位|管理|证|凭|的|人|书(?!面)|地|事项|结果|材料|资料|网点|窗口))"
)
_HOW = (
    # 依照本办法的规定向主管部门备案; 按照前款规定，…
    r"(?:依照|按照|根据|依据|遵照|参照|按)[^,。;\n]{1,40}?(?:规定|要求|程序|约定|标准)的?"
    r"(?:(?:期限|方式|程序|条件|内容|形式)(?:和[^,。;\n]{0,8}(?:期限|方式|程序|条件|内容|形式|原则))?)?,?"
    # 以书面形式, 通过政务平台, 在门户网站上
    r"|(?:以|采取|采用)[^,。;\n]{1,12}?(?:形式|方式)(?:或者[^,。;\n]{1,12}?(?:形式|方式))?,?"
    r"|通过[^,。;\n]{1,24}?(?:平台|系统|网站|方式|途径|渠道|媒体)(?:或者以?[^,。;\n]{1,10}?方式)?,?"
    r"|在[^,。;\n]{1,20}?(?:网站|媒体|平台|报纸|系统|公告栏|场所)(?:上|内|中)?"
    # 持决定书到指定银行缴纳罚款, 向登记机关提供
    rf"|持(?P<paper>[^,。;\n]{{1,40}}?)(?:,|(?=[到向])|{_ACT})"
    rf"|[向到][^,。;\n]{{1,40}}?{_ACT}"
    # 将需要由其提供的办理登记的资料报送登记机构
    rf"|将[^,。;\n]{{1,60}}的(?=[^,。;\n的]{{1,10}}{_ACT})"
)
_WORD = 2  # characters of a mere word: 备案, 登记
_ACTION_END = f"[。,;:\n{CELL_END}]|不超过|不低于|不少于|不高于"


def action_behind(shadow: str, start: int, limit: int) -> list[tuple[int, int]]:
    """Where it stands what is to be done in time: 六十日内作出行政复议决定.

    In two stretches where the act is a mere word and the paper is what it is about:
    持转让合同到主管部门备案.
    """
    paper = (start, start)
    while start < limit:
        if (manner := compiled(_HOW).match(shadow, start, limit)) and manner.end() < limit:
            if manner["paper"]:
                paper = manner.span("paper")
            start = manner.end()
        elif word := next((word for word in _MODAL if shadow.startswith(word, start)), ""):
            start += len(word)
        else:
            break
    ending = compiled(_ACTION_END).search(shadow, start, limit)
    end = ending.start() if ending else max(start, limit)
    return [paper, (start, end)] if end - start <= _WORD else [(start, end)]
