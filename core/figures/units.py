"""The units in which policy texts count, pay and measure, by kind."""

from __future__ import annotations

from collections.abc import Iterable

from core.figures.vocabulary import any_of, words

UNITS: dict[str, tuple[str, ...]] = {
    "amount": words("元 美元 欧元 日元 港元 英镑 卢布 澳元 新元 韩元"),
    "percent": words("% ‰ 成"),
    "percentage_points": words("个百分点 百分点 个基点"),
    "multiple": words("倍 番"),
    "measure": words(
        # length, area, volume
        "公里 千米 米 厘米 毫米 微米 纳米 海里 里 车道公里 皮长公里 延米 km m cm mm",
        "平方公里 平方千米 平方米 平方厘米 公顷 亩 立方米 方 立方 标准立方米 标准方 km² m² m³ ha",
        # weight and capacity
        "吨 千克 公斤 斤 克 毫克 微克 载重吨 总吨 吨公里 人公里 吨标准煤 吨标煤 克标准煤",
        "千克标准煤 kg mg 升 毫升 桶 标准箱 标箱 TEU",
        # energy, power, data
        "千瓦 千瓦时 瓦 瓦时 兆瓦 兆瓦时 吉瓦 吉瓦时 千伏 千伏安 伏 伏安 度 焦 千焦 吉焦 帕 兆帕",
        "kW MW GW kWh MWh kV 摄氏度 ℃ 赫兹 分贝 转",
        "级 P EFLOPS PFLOPS EFlops PFlops Mbps Gbps Tbps GB TB PB EB",
    ),
    "duration": words(
        "年 个月 日 天 小时 个小时 分钟 秒 周 个季度 个星期 个工作日 工作日 个自然日 自然日",
        "岁 周岁 学时 个学时 课时 个课时 学年 个学年 个学期 个交易日 个年度",
    ),
    "count": words(
        "个 家 名 人 位 次 件 项 份 场 户 座 条 台 套 张 所 处 部 辆 栋 幢 种 类 艘 架 支 头 只 株",
        "棵 宗 间 列 枚 例 起 门 对 组 批 期 层 篇 本 册 卷 页 幅 块 片 段 道 根 辈 口 匹 羽 尾 单",
        "款 节 堂 届 轮 笔 颗 粒 瓶 袋 箱 盒 盏 顶 把 具 床 剂 针 剂次 趟 版 股 票 字 分 村 县 镇",
        "乡 市 州 省 国 校 馆 站 园 尊 孔 眼 井 班 餐 大 部分 大部分 方面 人次 人份 户次 家次 件次",
        "场次 批次 架次 艘次 辆次 台次 车次 班次 航次 列次 头次 频次 台套 台班 人日 人天 床位 席",
        "机位 回 泊位 车位 头份 羽份 亩次",
    ),
}

# These count only behind a number in digits: 3县, 92.5分, 12层; not 三村, 十分, 一国, 二层.
DIGITS_ONLY = frozenset(
    words(
        "村 县 镇 乡 市 州 省 国 校 馆 站 园 期 届 轮 节 单 版 字 分 班 口 里 方 度 转 秒 把 具 井",
        "孔 眼 P 克 票 卷 床 餐 针 剂 桶 瓶 袋 箱 盒 席 尊 顶 粒 页 根 片 段 门 匹 辈 组 对 头 股",
        "周 伏 瓦 帕 焦 列 款 m 级 回",
    )
)

# Of these there are no parts: 6.7 本所可以… is a paragraph and its number.
WHOLE_ONLY = frozenset(words("本 对 所 部 起 期 届 门 节 批 组"))

# What a unit is divided by: 元/人, 微克/立方米, 微克每立方米.
DENOMINATORS = words(
    "人 月 年 日 天 吨 平方米 立方米 亩 公里 小时 升 千瓦时 度 次 户 平方公里 标准立方米 秒 台 件",
    "斤 公斤 套 千克 位 床 学期 学年 公顷 万元 学时 千瓦 米 头 只 周 千人 万人 百户 户 人·月 人·年",
    "人次",
)

# Written without a stroke, only what is physical divides: 3千克每亩, not 3次每年.
_AFTER_EACH = words("平方公里 平方米 立方米 公里 公顷 亩 米 吨 千克 公斤 升 千瓦时 小时 分钟 秒")

# One half of the unit more than the number says: 一年半, 两个半小时.
AND_A_HALF = {"年半": "年", "个半月": "个月", "个半小时": "个小时"}

KINDS = {name: kind for kind, names in UNITS.items() for name in names} | dict.fromkeys(
    AND_A_HALF, "duration"
)


def pattern(units: Iterable[str]) -> str:
    """A pattern of the longest unit: `unit` is 元/人, 微克每立方米 or 套(间) whole, `base` 元."""
    beside = "".join(unit for unit in UNITS["count"] if len(unit) == 1)
    return (
        rf"(?P<unit>(?P<base>{any_of(units)})"
        rf"(?:/(?:{any_of(DENOMINATORS)})|每(?:{any_of(_AFTER_EACH)})|\([{beside}]\))?)"
    )
