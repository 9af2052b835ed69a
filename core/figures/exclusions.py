"""What looks like a figure and is none: dates, ordinals, names and slogans, set phrases."""

from __future__ import annotations

from typing import NamedTuple

from core.figures.vocabulary import words
from core.patterns import compiled

_N = "[〇零一二两三四五六七八九十百千0-9]"
_CHINESE = "[〇零一二两三四五六七八九十百]"
_YEAR = "(?:1[89]|20)[0-9]{2}"
_DAY = "(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})"
_DASH = "[-—–~～至到]"


class Passage(NamedTuple):
    """A stretch of text in which no number is a figure; `case` is the wording that justifies it."""

    pattern: str
    case: str


# Tried where a number, an ordinal or a quotation begins; whatever matches is passed over whole.
PASSAGES = (
    Passage(r"“[^”\n]{0,40}+”", "“一网通办” “三所联动” “十四五” “80条”"),
    Passage(r"《[^》\n]{0,150}+》", "《提升行政执法质量三年行动计划(2023—2025年)》"),
    Passage(r"「[^」\n]{0,40}+」", "「三所聯動」"),
    Passage(
        rf"{_YEAR} ?(?:年?{_DASH}+(?:{_YEAR}|[0-9]{{2}}) ?年|年(?!期))"
        rf"(?: ?{_DAY} ?月(?: ?{_DAY} ?[日号])?)?",
        "2024年, 2023—2025年, 2024年2月3日",
    ),
    Passage(rf"{_YEAR}[-./—–~～](?:{_YEAR}|[0-9]{{1,2}}[-./][0-9]{{1,2}})", "2025-01-09"),
    Passage(r"[一二][〇零一二三四五六七八九]{3} ?年", "二〇二四年"),
    Passage(
        rf"{_DAY} ?月(?: ?{_DAY} ?[日号])?(?:{_DASH}+(?:{_DAY} ?月)?(?: ?{_DAY} ?日)?)?",
        "6月底, 十二月三十一日, 1月至9月",
    ),
    Passage(rf"{_DAY}(?:年代|世纪|周年)", "80年代, 二十一世纪, 建党100周年"),
    Passage(
        rf"{_DAY}(?:时[0-9]{{1,2}}分|时(?:许|整|起|至|前|止)|:[0-9]{{2}})",
        "9时30分, 8:30",
    ),
    Passage(r"[0-9.]+[:∶][0-9.∶:]+", "8.7∶41.2∶50.1: a proportion"),
    Passage(r"[0-9]+(?:\.[0-9]+){2,}", "1.3.2: a paragraph number"),
    Passage(r"[0-9]+[×xX*][0-9]+小时", "7×24小时"),
    Passage(
        rf"第{_N}+(?:(?:[条款项章节编](?:之{_N})?|[、,和与及或至到—–-])+第?{_N}+)*"
        rf"(?:[条款项章节编](?:之{_N})?|个?五年规划|[个季位名次])?",
        "第一条第二款, 第一、二项, 第二批, 第十五个五年规划, 第四次会议",
    ),
    Passage(rf"前{_N}+(?:次|款|项|条|年|届|任|批|期|轮|个?季度)", "前两款, 前三季度"),
    Passage(
        rf"{_CHINESE}{{1,3}}(?:届|中全会|次全会|次会议|次[^,。]{{0,6}}会议)",
        "十六届, 三次会议",
    ),
    Passage(r"(?:十[八九]|二十|二十一)大(?![^,。、;”和以精报来召])", "党的二十大"),
    Passage(r"[一二三四1-4]季度", "一季度"),
    Passage(
        rf"{_CHINESE}(?:[、至和][一二三四五六])*(?:级|等奖|等功|期(?!以)|类[以水及标]|号)",
        "市、区两级, 二、三级医院, 一等奖, 罗泾港区改造二期",
    ),
    Passage(r"[0-9]+(?:\+[0-9A-Z]+)+", "2+3+6+6现代化产业体系"),
    Passage(r"[0-9]+(?:[GDC](?![A-Za-z])|A级|号|强|后(?!台))", "6G, 4A级, 2号线, 500强, 90后"),
    Passage(r"1%(?=人口|抽样)", "完成1%人口抽样调查"),
)

# Names and slogans that stand without quotes although they count nothing that can be looked up.
NAMES = words(
    "八项规定 三个代表 四个意识 四个自信 四个全面 两个维护 两个确立 两个大局 两个毫不动摇",
    "两个一百年 两个健康 两个结合 三个务必 三个区分 三个一批 四个不摘 四个最严 四个善作善成 六个一",
    "三位一体 四位一体 五位一体 六位一体 三支一扶 五篇大文章 三所联动 三件套 两件套 三部曲 八部委",
    "五大道 三大球 五家渠 七台河 五台山 九台区 三台县 五指山 一批 一轮 一系列 一方面 一体 一次性",
    "一部分 一段 一种 一类 一场 一面 一间 一方 一件事 十分之",
)

# Words straight behind the unit that make the whole no figure, by unit; "" holds for every unit.
BEHIND: dict[str, tuple[str, ...]] = {
    "": words("级"),  # 万吨级, 千亿元级
    "年": words(
        "制 来 间 前 规划 计划 行动 攻坚 以来 级 期 生 之 再 后 里 多来 专项 时间 免费教育 动态",
        "期间 倍增 提升 发展 轮 建设 大变 变化 突破 一 工作 的发展 的奋斗 的努力 奋斗 历程 滚动",
        "方案 任务 上台阶 实施方案",
    ),  # 三年行动计划, 五年来, 学前一年免费教育
    "日": words("游 、 电 报 ” 起 至"),  # 5日、8日
    "小时": words(
        "开放 圈 经济圈 交通圈 通勤圈 生活圈 服务 值 营业 在线 不打烊 热线 直达 自助 监 全天"
    ),  # 24小时开放
    "个": words(
        "五年 一百年 十年 方面工作。 方面工作: 方面的工作。 方面: 方面。 方面重点工作。"
    ),  # 重点做好八个方面工作。announces a list
    "方面": words("发力 入手 着手 工作。 工作: 。 : 重点工作。 重点工作:"),
    "位": words("一体 数"),  # 保持两位数增长
    "人": words("制 才 口 均 次会"),  # 三人制
    "件": words("套"),  # 两件套
    "条": words("例"),
    "部": words("门 委 队 分"),
    "处": words("罚 长"),
    "台": words("账 阶"),  # 三台账
    "所": words("有 在 属"),
    "场": words("所 馆"),
    "大": words("批 量 力 会 道 幅 家 多 一 学 文章"),  # 五大文章
    "成": words("立 员 果 本 为 效 都 功 熟 长 人 品 套 绩 片 年 型 就 交"),  # 三成员
    "轮": words("车 换 驱 胎"),  # 三轮车
    "周": words("期 边 年"),
    "层": words("次 级 面"),
}

# Words straight before the number that make the whole no figure, by unit; "" holds for every unit.
BEFORE: dict[str, tuple[str, ...]] = {
    "": words("若干 PM 每一 任何"),
    "年": words(
        "过去 这 今后 未来 近 最近 下 头 前 后 首 历 学前 再奋斗 关键 的 去 今 明 同 此后 奋战",
        "接下来 往后",
    ),  # 过去五年, 极不平凡的五年
    "个月": words("前"),
    "个方面": words("以下 下列 如下 以下的"),
    "方面": words("以下 下列 如下"),
    "个": words("以下 下列 如下"),  # 以下四个方面
    "项": words("以下 下列 如下"),
    "种": words("以下 下列 如下 上述"),
    "类": words("以下 下列 如下"),
    "条": words("以下 下列 如下"),
    "天": words("这 每 今 昨 明 当"),
    "日": words("月 次 今 元"),
    "公里": words("最后 最先"),  # 最后一公里
}

# 一 is an article as often as a number; it counts where one of these stands beside it.
ONE_BEHIND = words("以上 及以上 以下 以内 之内 内 至 到 或者二 或二 前")  # 一年内, 一万元以上
ONE_BEFORE = words(
    "至少 不少于 不得少于 不低于 不超过 不得超过 不得低于 不满 未满 超过 满 不足 每年 每月 每季度",
    "每半年 每周 每日 提前 增加 减少 翻 翻了 近 约 超 为 各 委托 推选 指定 配备 延长 按 多于 少于",
    "任期 期限 记 有效期 设主任 设主席 设会长 者 罚款 处以 处 并处 加收 代表 主任 主席 重复 逾 达",
    "有 至",
)
# 每年至少组织一次演练, 每两年进行一次评估
_EACH_TIME = r"(?:至少|不少于|每[年月周日季届]|每半年|每季度|每[两二三四五]年)[^,。;、]{0,8}\Z"
_ONE_OF = frozenset("次名人场期份")
# 百, 千, 万 and 亿 without a digit are vague (千座公园城市) unless a limit is passed (突破万亿元).
ROUND_BEFORE = words("超 超过 突破 逾 达 达到 近 过 满 跨越 迈上 跨上 不足 约 首破 站上 上了")
_VAGUE_BEFORE = frozenset("数几上成")  # 数十家, 上百家, 成百上千
_DENOMINATING = frozenset({10, 100, 1e3, 1e4, 1e5})  # 每万人口, 每10万人


def _by_first_two(listed: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    table: dict[str, list[str]] = {}
    for name in listed:
        table.setdefault(name[:2], []).append(name)
    return {first: tuple(names) for first, names in table.items()}


_NAMES = _by_first_two(NAMES)


_PASSAGE = "|".join(passage.pattern for passage in PASSAGES)


def passage_end(shadow: str, start: int) -> int | None:
    """Where the passage without figures that begins at `start` ends, None where none begins."""
    for name in _NAMES.get(shadow[start : start + 2], ()):
        if shadow.startswith(name, start):
            return start + len(name)
    match = compiled(_PASSAGE).match(shadow, start)
    return match.end() if match else None


class Reading(NamedTuple):
    """A number with its unit, before it is known whether it is a figure."""

    start: int
    end: int
    numeral: str
    value: float
    unit: str
    kind: str


def is_figure(shadow: str, reading: Reading) -> bool:
    """Whether the words around a number with a unit leave it a figure."""
    if shadow.endswith("连续", 0, reading.start):  # 连续3年突破百亿元
        return True
    return not _is_ruled_out(shadow, reading) and _counts(shadow, reading)


def _is_ruled_out(shadow: str, reading: Reading) -> bool:
    start, end, unit = reading.start, reading.end, reading.unit
    return (
        shadow.startswith(BEHIND[""], end)
        or shadow.endswith(BEFORE[""], 0, start)
        or (unit in BEHIND and shadow.startswith(BEHIND[unit], end))
        or (unit in BEFORE and shadow.endswith(BEFORE[unit], 0, start))
    )


def _counts(shadow: str, reading: Reading) -> bool:
    """Whether the number is definite: 一, 百 and 二次 often are not."""
    start, first = reading.start, reading.numeral[0]
    before = shadow[start - 1 : start]
    if first == "一" and reading.value == 1:
        return _is_counted_one(shadow, reading)
    if first in "零〇":
        return reading.value > 0  # 零部件
    if reading.numeral == "二" and reading.unit == "次":
        return shadow.startswith(ONE_BEHIND, reading.end)  # 二次供水 is the second, two are 两次
    if first in "十百千万亿" and before in _VAGUE_BEFORE:
        return False
    if first in "百千万亿":
        # 突破万亿元; 亿元以上项目
        return shadow.endswith(ROUND_BEFORE, 0, start) or shadow.startswith("以上", reading.end)
    return before != "每" or reading.value not in _DENOMINATING


def _is_counted_one(shadow: str, reading: Reading) -> bool:
    if shadow.startswith(ONE_BEHIND, reading.end) or shadow.endswith(ONE_BEFORE, 0, reading.start):
        return True
    return reading.unit in _ONE_OF and bool(
        compiled(_EACH_TIME).search(shadow, max(0, reading.start - 14), reading.start)
    )
