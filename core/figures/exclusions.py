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


DIGITS = "0123456789"
HAN = "〇零一二两三四五六七八九十百千万亿半"


class Passage(NamedTuple):
    """A stretch of text in which no number is a figure; `case` is the wording that justifies it.

    It begins with one of the characters `first`.
    """

    first: str
    pattern: str
    case: str


# Tried where a number, an ordinal or a quotation begins; whatever matches is passed over whole.
PASSAGES = (
    Passage("“", r"“[^”\n\u2003]{0,40}+”", "“一网通办” “三所联动” “十四五” “80条”"),
    Passage("《", r"《[^》\n\u2003]{0,150}+》", "《提升行政执法质量三年行动计划(2023—2025年)》"),
    Passage("「", r"「[^」\n\u2003]{0,40}+」", "「三所聯動」"),
    Passage(
        DIGITS,
        rf"{_YEAR} ?(?:年?{_DASH}+(?:{_YEAR}|[0-9]{{2}}) ?年|年(?!期))"
        rf"(?: ?{_DAY} ?月(?: ?{_DAY} ?[日号])?)?",
        "2024年, 2023—2025年, 2024年2月3日",
    ),
    Passage(DIGITS, rf"{_YEAR}[-./—–~～](?:{_YEAR}|[0-9]{{1,2}}[-./][0-9]{{1,2}})", "2025-01-09"),
    Passage(HAN, r"[一二][〇零一二三四五六七八九]{3} ?年", "二〇二四年"),
    Passage(
        DIGITS + HAN,
        rf"{_DAY} ?月(?: ?{_DAY} ?[日号])?(?:{_DASH}+(?:{_DAY} ?月)?(?: ?{_DAY} ?日)?)?",
        "6月底, 十二月三十一日, 1月至9月",
    ),
    Passage(DIGITS + HAN, rf"{_DAY}(?:年代|世纪|周年)", "80年代, 二十一世纪, 建党100周年"),
    Passage(
        DIGITS + HAN,
        rf"{_DAY}(?:时[0-9]{{1,2}}分|时(?:许|整|起|至|前|止)|:[0-9]{{2}})",
        "9时30分, 8:30",
    ),
    Passage(
        DIGITS,
        r"[0-9.]{1,12}+[:∶](?!1(?![0-9.:∶]))[0-9.∶:]+",
        "8.7∶41.2∶50.1: a proportion, but 收入比2.4∶1",
    ),
    Passage(DIGITS, r"[0-9]+(?:\.[0-9]+){2,}", "1.3.2: a paragraph number"),
    Passage(DIGITS, rf"[0-9]{{1,2}}\.(?={_YEAR}年)", "7.2026年民生实事: an item and its year"),
    Passage(DIGITS, r"[0-9]{1,4}[国省县乡]道", "318国道"),
    Passage(DIGITS, r"1[0-9]{4}(?=[^,。0-9]{0,8}(?:热线|平台))", "12345市民服务热线"),
    Passage(DIGITS, r"[0-9]{1,2}\.[0-9](?:版|时代)", "行动方案2.0版"),
    Passage(DIGITS, r"[0-9]+[×xX*][0-9]+小时", "7×24小时"),
    Passage(
        "第",
        rf"第{_N}+(?:(?:[条款项章节编](?:之{_N})?|[、,和与及或至到—–-])+第?{_N}+){{0,20}}"
        rf"(?:[条款项章节编](?:之{_N})?|个?五年规划|[个季位名次])?",
        "第一条第二款, 第一、二项, 第二批, 第十五个五年规划, 第四次会议",
    ),
    Passage(
        "前",
        rf"前{_N}+(?:次|款|项|条|年|届|任|批|期|轮|个?季度)",
        "前两款, 前三季度",
    ),
    Passage(
        HAN,
        rf"(?!两届){_CHINESE}{{1,3}}(?:届|中全会|次全会)|(?<![开少了过经])(?!两){_CHINESE}{{1,3}}次[^,。]{{0,6}}会议",
        "十六届, 三中全会, 三次会议, but 连办两届, 召开三次会议, 两次会议",
    ),
    Passage(HAN, r"(?:十[八九]|二十|二十一)大(?![^,。、;”和以精报来召])", "党的二十大"),
    Passage(DIGITS + HAN, r"[一二三四1-4]季度", "一季度"),
    Passage(
        HAN,
        rf"{_CHINESE}(?:[、至和][一二三四五六]){{0,5}}(?:级|等奖|等功|期(?!以)|类[以水及标]|号)",
        "市、区两级, 二、三级医院, 一等奖, 罗泾港区改造二期",
    ),
    Passage(DIGITS, r"[0-9]+(?:\+[0-9A-Z]+)+", "2+3+6+6现代化产业体系"),
    Passage(
        DIGITS, r"[0-9]+(?:[GDC](?![A-Za-z])|A级|号|强|后(?!台))", "6G, 4A级, 2号线, 500强, 90后"
    ),
    Passage(DIGITS, r"1%(?=人口|抽样)", "完成1%人口抽样调查"),
)

# Names and slogans that stand without quotes although they count nothing that can be looked up.
NAMES = words(
    "八项规定 三个代表 四个意识 四个自信 四个全面 两个维护 两个确立 两个大局 两个毫不动摇",
    "两个一百年 两个市场 两种资源 三条红线 三条控制线 两条腿 四梁八柱 五级书记 四套班子",
    "两个健康 两个结合 三个务必 三个区分 三个一批 四个不摘 四个最严 四个善作善成 六个一",
    "三位一体 四位一体 五位一体 六位一体 三支一扶 五篇大文章 三所联动 三件套 两件套 三部曲 八部委",
    "五大道 三大球 五家渠 七台河 五台山 九台区 三台县 五指山 一批 一轮 一系列 一方面 一体 一次性",
    "三次产业 一次产业 二次产业 一次能源 二次能源 一部分 一段 一种 一类 一场 一面 一间 一方 一件事",
)

# Words straight behind the unit that make the whole no figure, by unit; "" holds for every unit.
BEHIND: dict[str, tuple[str, ...]] = {
    "": words("级"),  # 万吨级, 千亿元级
    "年": words(
        "制 来 间 前 规划 计划 行动 攻坚 以来 级 期 生 之计 之约 之久 之际 之痒 之间 之后 之前",
        "之中 再 后 里 多来 专项 时间 免费教育 动态 期间 倍增 提升 发展 轮 建设 大变 变化 突破 一",
        "工作 的发展 的奋斗 的努力 奋斗 历程 滚动 方案 任务 上台阶 实施方案 禁渔 义务教育",
    ),  # 三年行动计划, 五年来, 学前一年免费教育
    "日": words("游 、 电 报 ” 起 至"),  # 5日、8日
    "小时": words(
        "开放 圈 经济圈 交通圈 通勤圈 生活圈 服务 值 营业 在线 不打烊 热线 直达 自助 监 全天"
    ),  # 24小时开放
    "分钟": words(
        "生活圈 社区生活圈 便民生活圈 圈 通勤圈 养老服务圈 健身圈 便民服务圈 社区 便民 医疗圈"
    ),  # 15分钟生活圈
    "个": words(
        "五年 一百年 十年 坚持 必须 着力 更加 聚焦 一批",
        "方面工作。 方面工作: 方面的工作。 方面: 方面。 方面重点工作。",
    ),  # 重点做好八个方面工作。announces a list
    "方面": words("发力 入手 着手 工作。 工作: 。 : 重点工作。 重点工作:"),
    "位": words("一体 数"),  # 保持两位数增长
    "人": words("制 才 口 均 次会 论坛"),  # 三人制
    "件": words("套"),  # 两件套
    "对": words("1 一 口 标"),  # 1对1帮扶
    "条": words("例 第 之"),  # 六十四条第二款
    "天": words("不打烊 无休 两头 开放 在线"),
    "部": words("门 委 队 分 制"),
    "处": words("罚 长"),
    "台": words("账 阶"),  # 三台账
    "所": words("有 在 属"),
    "场": words("所 馆"),
    "大": words("批 量 力 会 道 幅 家 多 一 学 文章"),  # 五大文章
    "成": words("立 员 果 本 为 效 都 功 熟 长 人 品 套 绩 片 年 型 就 交 份 分"),  # 三成员
    "轮": words("车 换 驱 胎"),  # 三轮车
    "周": words("期 边 年"),
    "层": words("次 级 面"),
}

# What a campaign is named for is no figure of it: 0.1微克攻坚行动, 千亿元工程. But 三大行动.
CAMPAIGNS = words("攻坚 行动 计划 工程 战役")
_NAMING_KINDS = frozenset(words("measure percent percentage_points multiple amount"))

# Words straight before the number that make the whole no figure, by unit; "" holds for every unit.
BEFORE: dict[str, tuple[str, ...]] = {
    "": words("若干 PM 每一 任何"),
    "年": words(
        "过去 这 今后 未来 近 最近 下 头 前 首 历 学前 再奋斗 关键 的 去 今 明 同 此后 奋战",
        "接下来 往后",
    ),  # 过去五年, 极不平凡的五年
    "个月": words("前"),
    "个方面": words("以下 下列 如下 以下的"),
    "方面": words("以下 下列 如下"),
    "个": words("以下 下列 如下"),  # 以下四个方面
    "项": words("以下 下列 如下"),
    "种": words("以下 下列 如下 上述"),
    "类": words("以下 下列 如下"),
    "条": words("以下 下列 如下 条例 本法 办法 收支"),  # 违反本条例二十六条, 收支两条线
    "天": words("这 每 今 昨 明 当"),
    "日": words("月 次 今 元"),
    "公里": words("最后 最先"),  # 最后一公里
}

# 一 is an article as often as a number; it counts where one of these stands beside it.
ONE_BEHIND = words("以上 及以上 以下 以内 之内 内 或者二 或二 前")  # 一年内, 一万元以上
ONE_BEFORE = words(
    "至少 不少于 不得少于 不低于 不超过 不得超过 不得低于 不满 未满 超过 满 不足 每年 每月 每季度",
    "每半年 每周 每日 提前 增加 减少 翻 翻了 近 约 超 为 各 委托 推选 指定 配备 延长 按 多于 少于",
    "任期 期限 记 有效期 设主任 设主席 设会长 者 罚款 处以 处 并处 加收 代表 主任 主席 重复 逾 达",
    "有 至",
)
# 每年至少组织一次演练, 每两年进行一次评估
_EACH_TIME = (
    r"(?:至少|不少于|每[年月周日季届]|每半年|每季度|每[两二三四五]年)[^,。;、\u2003]{0,8}\Z"
)
# 董事会设董事长一人, 每村配备一名调解员
_APPOINTED = r"(?:(?<![建开创])设|配备)[^,。;、\u2003]{0,8}\Z"
_ONE_WITHIN = {
    **dict.fromkeys("次场期份", (_EACH_TIME,)),
    **dict.fromkeys("名人", (_EACH_TIME, _APPOINTED)),
}
# Half of what is cut in two, but not the first or the last half of it.
_HALVED = frozenset(words("年 个月 小时 个小时 天 日 学年 个学期"))
_HALF_OF = frozenset("上下前大小每")
# Units that count only before these words: a 级 of an earthquake, not of a hospital.
_ONLY_OF = {"级": words("地震 强震 余震")}
# 百, 千, 万 and 亿 without a digit are vague (千座公园城市) unless a limit is passed (突破万亿元).
ROUND_BEFORE = words("超 超过 突破 破 逾 达 达到 近 过 满 跨越 迈上 跨上 不足 约 首破 站上 上了")
_SECOND = frozenset("次类本")
_VAGUE_BEFORE = frozenset("数几上成")  # 数十家, 上百家, 成百上千
_DENOMINATING = frozenset({10, 100, 1e3, 1e4, 1e5})  # 每万人口, 每10万人
_BEHIND = {unit: listed + BEHIND[""] for unit, listed in BEHIND.items()}
_BEFORE = {unit: listed + BEFORE[""] for unit, listed in BEFORE.items()}


class Reading(NamedTuple):
    """A number with its unit, before it is known whether it is a figure."""

    start: int
    end: int
    numeral: str
    value: float
    unit: str
    kind: str


# 连续3年突破百亿元, 提前三个月告知, 期限届满前六个月申请
_STATED = words("连续 提前 满前 期前 日前")


def is_figure(shadow: str, reading: Reading) -> bool:
    """Whether the words around a number with a unit leave it a figure."""
    if shadow.endswith(_STATED, 0, reading.start):
        return True
    return not _is_ruled_out(shadow, reading) and _counts(shadow, reading)


def _is_ruled_out(shadow: str, reading: Reading) -> bool:
    start, end, unit = reading.start, reading.end, reading.unit
    return (
        shadow.startswith(_BEHIND.get(unit, BEHIND[""]), end)
        or shadow.endswith(_BEFORE.get(unit, BEFORE[""]), 0, start)
        or (reading.kind in _NAMING_KINDS and shadow.startswith(CAMPAIGNS, end))
    )


def _counts(shadow: str, reading: Reading) -> bool:
    """Whether the number is definite: 一, 半, 百 and 二次 often are not."""
    start, end, unit, first = reading.start, reading.end, reading.unit, reading.numeral[0]
    before = shadow[start - 1 : start]
    if unit in _ONLY_OF:
        counts = shadow.startswith(_ONLY_OF[unit], end)
    elif first == "一" and reading.value == 1:
        counts = _is_counted_one(shadow, reading)
    elif first == "半":
        counts = unit in _HALVED and before not in _HALF_OF and _is_counted_one(shadow, reading)
    elif first in "零〇":
        counts = reading.value > 0  # 零部件
    elif reading.numeral == "二" and unit in _SECOND:
        counts = shadow.startswith(ONE_BEHIND, end)  # 二次供水 is the second, two are 两次
    elif first in "百千万亿":
        # 突破万亿元; 亿元以上项目, but 上百家
        counts = shadow.endswith(ROUND_BEFORE, 0, start) or (
            shadow.startswith("以上", end) and before not in _VAGUE_BEFORE
        )
    elif first == "十" and before in _VAGUE_BEFORE:
        counts = False
    else:
        each = before == "每" and reading.kind != "duration"
        counts = not (each and reading.value in _DENOMINATING)  # but 每十年评估一次
    return counts


_ARTICLE_BEFORE = ("为", "有")  # 合并为一个选区


def _is_counted_one(shadow: str, reading: Reading) -> bool:
    start, unit = reading.start, reading.unit
    if shadow.endswith("最近", 0, start):
        return False
    if unit == "个" and shadow.endswith(_ARTICLE_BEFORE, 0, start):
        return shadow.endswith("只有", 0, start)
    if shadow.startswith(ONE_BEHIND, reading.end) or shadow.endswith(ONE_BEFORE, 0, start):
        return True
    patterns = _ONE_WITHIN.get(unit, ())
    low = max(0, start - 14)
    return any(compiled(pattern).search(shadow, low, start) for pattern in patterns)
