"""The words around a figure that say how exact it is, which bound it sets, which way it moved."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from core.figures.vocabulary import by_first, by_last, words

APPROX, AT_LEAST, AT_MOST, UP, DOWN = "approx", "at_least", "at_most", "up", "down"
LEVEL = "level"  # the figure is where things stand, so a rise before it is not its size: 提高到45%
EACH = "each"  # the figures that follow belong to the items before, one by one: 分别
RUN = "run"  # the figure is a length of time through which something holds: 连续16年
OBJECT = "object"  # a verb of which the figure is the object: 建成116个
PLAIN = ""  # says nothing about the figure

# Words that lead from what is measured to its figure, by what they say about the figure.
LEADING: dict[str, tuple[str, ...]] = {
    APPROX: words("约 大约 约为 近 接近 将近 大概 约占 约达"),
    AT_LEAST: words(
        "超 超过 超出 突破 逾 不低于 不得低于 不少于 不得少于 至少 最短 高于 多于 大于 超额 最低",
        "首破 超年度计划 超计划 不小于 不得小于 年满 满 已满 越过 跨过 跨越 迈上 跨上 站上 稳超",
    ),
    AT_MOST: words(
        "不超过 不得超过 不高于 不得高于 低于 不足 未满 不满 少于 小于 至多 最多 最高 最长 不多于",
        "不大于 不得大于 不得多于 未超过 未达 未达到 不到 未逾",
    ),
    UP: words(
        "增长 上升 上涨 提高 增加 净增 净增加 提升 增 多增 升高 增收 扩大 新增 微增 增长了 提高了",
        "增加了 上升了 上涨了 提升了 翻 翻了 涨 升",
    ),
    DOWN: words(
        "下降 减少 降低 压降 压减 精简 下降了 减少了 降低了 压缩 压缩了 缩短 缩短了 回落 收窄 缩减",
        "削减 减 降 微降 下跌 缩小 减轻",
    ),
    LEVEL: words(
        "到 至 为 增至 降至 升至 提升至 提升到 上升至 下降至 下降到 增加至 增加到 增长到 增长至",
        "提高至 提高到 降低到 降低至 减少到 减少至 降为 调整为 稳定在 保持在 维持在 控制在 达 达到",
        "在 由 从 自 提至 扩大至 拓展至 拓展到 扩大到 缩短至 保持 稳定 稳居 位居 突破至 减至 缩至",
        "扩至 跃升至 升到 压缩至 压缩到 缩减至 压减至 下调至 上调至 上升到 跃升到 前移到 下降到",
        "稳定在全国 保持在全国 稳定在全省",
    ),
    EACH: words(
        "分别完成年计划的 分别完成年度计划的 分别占 分别 依次 各 分别为 分别达 分别达到 各自"
    ),
    RUN: words("连续 已连续 连年 历时 耗时 用时"),
    PLAIN: words(
        "同比 环比 比上年 较上年 比去年 累计 年均 年平均 平均 总计 合计 共计 共 总共 又 再 已 已经",
        "将 高达 是 有 共有 现有 拥有 设有 建有 中有 占 实现 完成 首次 历史性 率先 全部 仅 只 就",
        "也 以 等 均 都 均为 每年 每月 月均 日均 预计 预期 力争 计划 确保 折合 相当于 多达 了 其中",
        "其中有 当中 还有 高出 改善 届满 期满 延长 另加 每半年 每季度 每周 每日 每天 每两年 每三年",
        "每次 每年度 原则上 逆势 快速 高质量 精准 精细化 成功 稳步 大幅 持续 较快 进一步 整体 总体",
        "全年 当年 五年 需 应 应当 可 不得 一律 一般 可以 并处 处以 处 单处 并 最终 区间",
        "完成年计划的 完成年度计划的 每人 每户 每亩 每生 每村 翻番 实现翻番 从无到有 实际 名义",
        "可比 按 每 今年 去年 最近",
    ),
    OBJECT: words(
        "惠及 覆盖 建成 新建 新建提升 改造提升 优化提升 维修改造 升级改造 举办 接待 带动 引进",
        "培育 组织 开展 实施 推进 推动 启动 打造 开工 新开工 在建 续建 投产 出台 制定 新开通 开通",
        "创建 认定 获批 入选 建设 开工建设 加快建设 布局 安排 投入 发放 受理 办理 办结 查处 推出",
        "新推出 培训 帮扶 派出 选派 发布 命名 评选 遴选 涉及 整治 完善 强化 办好 办成 抓好 提供",
        "使用 征集 招用 聘用 聘请 指派 配备 召开 吸引 拨付",
    ),
}
# Characters before which a leading word is part of another: 签约3543亿元, 圆满举办4届.
_NOT_AFTER = {
    "约": frozenset("签公合节集制条履违"),
    "满": frozenset("圆届期美饱"),
    "由": frozenset("理自缘事"),
    "在": frozenset("存潜"),
    "有": frozenset("持享国所含私"),
    "等": frozenset("平高同对均优"),
}

# Behind the figure and its unit: 95%以上, 30日内, 10%左右.
BEHIND: dict[str, str] = {
    **dict.fromkeys(words("左右 上下"), APPROX),
    **dict.fromkeys(words("以上 及以上 或以上 或者以上 起"), AT_LEAST),
    **dict.fromkeys(words("以下 及以下 或以下 以内 之内 范围内 范围以内 内"), AT_MOST),
}
# 内 alone bounds a time or a distance (三十日内, 五十米内); behind a count it is another word.
_BOUNDED_BY_INSIDE = frozenset({"duration", "measure"})
_ORDER = (APPROX, AT_LEAST, AT_MOST, UP, DOWN)


class Lead(NamedTuple):
    """A word that leads to a figure, what it says about it, and where it is part of another."""

    word: str
    effect: str
    not_after: frozenset[str]


_EFFECTS = {word: effect for effect, listed in LEADING.items() for word in listed}
_LEADS = {
    last: tuple(Lead(word, _EFFECTS[word], _NOT_AFTER.get(word, frozenset())) for word in listed)
    for last, listed in by_last(_EFFECTS).items()
}
_BEHIND = by_first(BEHIND)


def lead_before(shadow: str, start: int, end: int) -> Lead | None:
    """The longest leading word that ends at `end` and begins no earlier than `start`."""
    for lead in _LEADS.get(shadow[end - 1 : end], ()):
        if shadow.endswith(lead.word, start, end) and not (
            lead.not_after and shadow[end - len(lead.word) - 1 : end][:1] in lead.not_after
        ):
            return lead
    return None


def bound_behind(shadow: str, end: int, kind: str) -> tuple[str, int]:
    """What stands behind a figure, approx, at_least, at_most or nothing, and where that ends."""
    for word in _BEHIND.get(shadow[end : end + 1], ()):
        if shadow.startswith(word, end) and (word != "内" or kind in _BOUNDED_BY_INSIDE):
            return BEHIND[word], end + len(word)
    return PLAIN, end


@cache
def qualifier(effects: frozenset[str]) -> str | None:
    """The effects as the one "+" list of a metric, None for none."""
    return "+".join(effect for effect in _ORDER if effect in effects) or None
