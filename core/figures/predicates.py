"""What is said of the things behind a figure: the words with which their noun ends."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from core.figures.vocabulary import any_of, words

# Verbs, adverbs and marks that end the noun which begins behind a figure.
ENDING = words(
    "。 , ; : ! ? 、新增 、推进 、推动 、实施 、完成 、建成 、建设 、培育 、引进 、开展 的 〈 》",
    "、抗御 、抵御 、提升 、打造 、发展 、保护 、出台 、新",
    # comes, goes, becomes, is
    "成为 分为 转为 变为 更名 改为 进入 步入 迈入 迈上 跃居 跃升 晋级 晋升 升级为 入围 入列 列入",
    "进驻 入住 落成 位居 稳居 位列 位于 分布 坐落 来自 源于 存在 出现 发生 呈现 趋于 均达 均实",
    "没有 占比 超过 高于 低于 不超过 不低于 不高于 不少于 不足 优于 好于 高出 翻番 排名",
    # is given, receives, wins
    "得到 取得 荣获 摘得 斩获 夺得 荣膺 当选 得以 予以 给予 赋予 授予 受命名 受到",
    "遭受 遭遇 享受 受益 接受 收到 亮相 摘帽 脱贫 用上 喝上 住上 走上 吃上",
    "当选为 连任 就任 担任 出任",
    # begins, goes on, is done
    "实施 开展 实现 达到 完成 建成 建立 设立 成立 创建 形成 引入 下放 制定 出台 印发 推出",
    "发布 启动 启用 开通 接通 达产 复产 复工 移交 ",
    "通过 促成 达成 签订 签署 缔结 采取 采用 作出 提出 进行 举行 组织 组成 ",
    "出席 提供 发放 联名 联合印 同意 撤销 取消 停止 暂停 恢复运 恢复供 恢复正 焕新 拔地 远离",
    "撬动 覆盖 全覆盖 惠及 带动 引领 助力 支撑起 撑起 推动 推进 促进 拉动 连通 通高铁 通动车 追回",
    "改善 延伸 办好 抓好 满足 保供 确保 征收 复制推广 保持 处于 脱离 拓展 增长 增加 下降",
    "援助 办理 对标 减少 提高 提升至 提升到 扩大到 延伸至 延伸到 用于 负责 改写",
    # how and when
    "稳步 全面 全部 全程 首次 陆续 基本 加快 加速 有序 顺利 逐步 逐一 相继 率先 成功 正式 继续",
    "持续 连续 累计 同步 同比 比上年 分别 共同 专门 如期 按期 提前 每年 每月 依法 书面 更好 就近",
    "免费 对外 主板 可以 能够 应当 应该 不得 必须 或者 以及 已 被 获 占 稳定 左右",
)
# Verbs that end it too, but not where they describe what stands directly behind: 新上市企业.
ENDING_ALONE = words(
    "上市 签约 开工 新开工 竣工 投产 投运 投用 入驻 落地 落户 入选 参与 参加 参选 挂牌 获批 获评",
    "达标 通车 交付 退出 加入 纳入 获得 引进 参展 上榜 推广 面临 申请 审议 征集",
)
_DESCRIBED = "项目|企业|工程|单位|人员|机构|产品|案例|作品|公司|材料|意见|事项|资金|案件"


class Particle(NamedTuple):
    """A word of one character that ends a noun, unless it is part of another word."""

    word: str
    not_after: str
    not_before: str
    case: str


PARTICLES = (
    Particle(
        "对", "一面应相绝配核比针结派", "象口外接标比照应策手话讲", "三大产业对经济增长的贡献"
    ),
    Particle("向", "方意定面双导取转动流趋走志", "导上下前着日阳", "六家企业向社会公开"),
    Particle("为", "行作人成认称名分变改转升", "民主", "十件实事为牵引"),
    Particle("在", "潜存所内现外正实", "建校岗职线册库网研编营籍产逃押", "两名执法人员在场"),
    Particle("由", "自理缘事", "来", "三类事项由县级实施"),
    Particle("从", "服跟", "业事严", "五家企业从省外迁入"),
    Particle("到", "达得受收提签报做遇直", "位期", "两千名毕业生到基层就业"),
    Particle("将", "即干", "军", "四个项目将投产"),
    Particle("均", "平人年户月日亩", "衡等线价值", "七个县均建有体育馆"),
    Particle("使", "大行公天", "用馆命", "12项举措使群众受益"),
    Particle("让", "转出", "利", "12项举措让群众受益"),
    Particle("并", "合兼归", "联购轨网", "签订一年以上合同并缴纳保险费"),
    Particle("任", "主责信委担前历现重", "务职期命何", "两名以上人员任听证员"),
)
# 中小学与外省学校结对办学: but 国家与地区
_TOGETHER = (
    "与(?=[^,。;、]{2,12}(?:相|结对|合作|签|共建|共同|同质|建立|开展|对接|联))"
    "|“(?<=[^“”]“)(?=[^“”,。;]{1,20}”(?:[,。;]|$))"  # 230个事项“全县通办”
    "|以[上下](?=[的,。;、]|$)|内(?<=期限内)"
)

# Words with which a noun behind a figure never begins.
_NOT_NOUN = words(
    "是 为宜 为准 为限 为主 则 者 而 但 且 已 将 被 仍 还 也 都 才 于 左右 上下 以上 以下 以内",
    "以外 分别 实现 完成 落地 继续 进入 成为 超过 居 排名 高于 高出 低于 同比 同时 比上 可以 应当",
    "不得 未按 未经 未取 未达 不足 全部 得到 连续 之 期间 保持 发展到 作出 组成 通过 其中 提前",
    "当日 当年 增长 下降 提高 减少 给予 予以 书面 届满 逾期 拒不 同意 联名 拓展 提升 上升 扩大",
    "调整 缩短 压缩 优化到 稳定 安排 范围 台阶 大关 关口 水平 门槛 万亿元 千亿元 百亿元 万亿台",
    "千亿台 百亿台 告知 通知 提交 送达 作为 的 或 由 至",
)
# Nor with these, unless one of the characters behind them makes them part of a noun: 就业人员.
_NOT_NOUN_UNLESS = {
    "和": "谐平美",
    "与": "会",
    "及": "时",
    "并": "购联网轨",
    "增": "殖材",
    "占": "道地",
    "较": "大重小",
    "均": "衡",
    "以": "工旧",
    "按": "揭摩",
    "从": "业事",
    "向": "阳",
    "到": "位期",
    "就": "业医学餐诊读",
    "再": "生就制",
    "时": "令尚装",
    "内": "河陆资外贸部地镇涝容控科审设",
    "后": "备续勤进期台",
    "前": "沿期置端瞻海往列",
    "起": "重步降源",
    "获": "奖",
    "达": "标",
    "规模": "以化种养经",
}
# Not even the first character of a noun.
MARKS = frozenset(")”、(。—–-+/,.:;!?%》〉 \n\u2003")

# A verb or what a verb speaks of at the end of a noun: 欠发达县域|帮扶, 重点区域|环境|面貌|提升.
_TAIL = words(
    "帮扶 托底 兜底 保障 整治 治理 改造 修复 提升 建设 发展 协同 融合 高质量 提质 升级 扩容 增效",
    "优化 完善 更新 保护 管护 开发 利用 转型 振兴 超低排放 清理 清退 关停 退出 淘汰 搬迁 安置 运行",
    "运营 环境 面貌 空气 质量 水质 能力 服务 能级 功能 效能 品质 基础设施 综合 全域 联动 互动 错位",
    "集聚 布局 进展 替代",
)
_TAIL_ENDS = frozenset(word[-1] for word in _TAIL)
# What has a place of its own, of which something may be said: 片区, 侵蚀沟, 燃煤锅炉.
_THINGS = re.compile(
    "(?:[区县域市省村镇乡街路园所院校厂站楼户沟河湖库井炉桥渠]|社区|盟市|乡镇|企业|项目|平台|中心|基地|机构"
    "|机组|部门|单位|人员|公司|学校|医院|设备|小区|集群|城市|群众|省份|口岸|港口|园区|片区|流域)$"
)
# Units of what happens, of which a verb is the noun: 开展3次环境整治.
_OF_EVENTS = frozenset(words("次 场 项 轮 期 届 例 批 类 种 方面 人次 场次 批次"))
# 在国内有较强影响力的研发机构: what stands before 的 describes the noun behind it.
_DESCRIBING = (
    r"(?:在(?![建线校职岗库册研押编籍营])|具有|具备|拥有|有(?![限色机关线效])|持有|取得|由|从事|来自|位于|没有"
    r"|无(?![人线偿障])|不(?!动产)|未(?!成年|来)|受|经(?![济营费典])|符合|涉及|面向|用于)"
    r"|[^的]{1,10}以外\Z"
)


@cache
def noun_ending() -> re.Pattern[str]:
    """The first word that is no part of the noun which began before it."""
    # Each branch begins with its character, so that a search looks at few places.
    particles = "|".join(
        f"{one.word}(?<![{one.not_after}]{one.word})(?![{one.not_before}])" for one in PARTICLES
    )
    alone = "|".join(f"{verb}(?!{_DESCRIBED})" for verb in ENDING_ALONE)
    always = any_of([*ENDING, "\n", "\u2003"])
    return re.compile(f"{always}|{alone}|{particles}|{_TOGETHER}")


def may_be_noun(shadow: str, start: int | None) -> bool:
    """Whether a noun may begin at `start`; not where there is no such place."""
    if start is None or start >= len(shadow):
        return False
    first = shadow[start]
    if first in MARKS or first.isspace():
        return False
    return first not in _BEGIN_NO_NOUN or _no_noun().match(shadow, start) is None


@cache
def _no_noun() -> re.Pattern[str]:
    unless = "|".join(f"{word}(?![{noun}])" for word, noun in _NOT_NOUN_UNLESS.items())
    return re.compile(f"{any_of(_NOT_NOUN)}|{unless}")


_BEGIN_NO_NOUN = frozenset(word[0] for word in (*_NOT_NOUN, *_NOT_NOUN_UNLESS))


@cache
def describing() -> re.Pattern[str]:
    """The beginning of a clause that describes the noun behind its 的."""
    return re.compile(_DESCRIBING)


@cache
def _tails() -> re.Pattern[str]:
    return re.compile(f"(?:{any_of(_TAIL)})+$")


def thing_alone(noun: str, unit: str) -> str:
    """The noun without the verb behind it: 欠发达县域帮扶, 重点区域环境面貌提升."""
    if noun[-1:] not in _TAIL_ENDS or unit in _OF_EVENTS:
        return noun
    tail = _tails().search(noun, 1)
    while tail is not None:
        if _THINGS.search(noun, 0, tail.start()):
            return noun[: tail.start()]
        tail = _tails().search(noun, tail.start() + 1)
    return noun
