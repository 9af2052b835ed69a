"""The wording by which a subject is told from what is said of it, as tables."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from core.figures.qualifiers import DOWN, PLAIN, UP
from core.figures.vocabulary import any_of, words

SENTENCE_ENDS = "。\n!?"
CELL_END = "\u2003"  # between the cells of a table row
CLAUSE_ENDS = ",;:" + CELL_END
# Between the members of a list of figures: 增长9.7%、15.3%; 12项和44项.
LINKS = frozenset(words("、 和 及 与 以及 、和"))

# Verbs with which a clause begins; what is done with the thing that is counted.
OPENING_VERBS = words(
    "推动 推进 实现 完成 建成 建设 实施 累计实施 滚动实施 统筹实施 组织 组织开展 开展 开工建设",
    "开工 启动 推出 新推出 出台 制定 修订 制定修订 修改 废止 印发 审议 提请审议 培育 新培育",
    "引进 引育 打造 改造 升级改造 提升 保护提升 运行 安排 办好 办理 落实 发布 评选 评定 命名",
    "创建 认定 培育认定 获批 新开通 开通 新开工 举办 承办 接待 惠及 带动 覆盖 筹措 筹集",
    "筹措供应 建设筹措 供应 发放 受理 收到 盘活 治理 修复 淘汰 整治 查处 查办 侦破 破获 审理",
    "审结 办结 化解 排查 检查 评查 抽查 清理 解决 争取 达成 签约 签订 吸引 集聚 新集聚 入选",
    "拥有 形成 构建 建立 设立 新设 新设立 培训 培养 支持 帮助 投入 投放 募集 出让 优化",
    "优化重组 重组 组建 选派 选聘 招聘 招募 配备 发展起 新办 新发展 拨付 下达 减免 新当选 遴选",
    "储备 谋划 保供 追回",
)
# Words with which a clause begins before it names what it is about, by what they say of it.
OPENING: dict[str, tuple[str, ...]] = {
    DOWN: words("压减 减少 精简 削减 压缩 缩减 退出 减轻"),
    UP: words("净增 净增加"),
    PLAIN: words(
        # time, order, manner
        "其中 全年 目前 截至目前 年内 今年 去年 年末 预计 力争 确保 累计 已 又 并 还 再 但是 但",
        "先后 首次 率先 全面 加快 大力 深入 稳步 持续 积极 扎实 有序 顺利 连续 继续 着力 同时 此外",
        "另外 另 以及 的 以上 以下 左右 以内 人民币 一批 各类 使 让 有效 高效 统筹 逐步 进一步",
        "不断 依法 每年 一年 一年来 五年来 过去一年 过去五年 合计 释放 消除 提出 有效期内 总计",
        "共计 仅 约 比上年 同比 也 其余 提前 应当 应当将 将 应当经 须经 并经 应当由 由 并处 处以",
        "可以 不得 不得将 不得对 不得使 依照 按照 平均 、 ,",
        *OPENING_VERBS,
    ),
}

# Verbs inside a clause: what is counted begins behind the last of them.
INNER = words(
    "制定修改 制定 修订 修改 出台 建成 新建成 引进 培育 举办 接待 办理 惠及 带动 推出 启动",
    "开工建设 评选发布 发布 完成 组建 开展 安排 筹措 发放 受理 查处 查办 侦破 整治 审理 化解 清理",
    "办结 建立 设立 实施 新开通 落实 打造 创建 认定 获批 入选 吸引 签约 选派 投入 形成 解决 推动",
    "推进 累计建成 累计 共有 拥有 淘汰 盘活 改造提升 升级改造 优化重组 撬动 争取 出让 募集 惠及",
    "助力 提供 达成 成立 实现 其中 配备 新改扩建 改扩建 首个 唯一 审议 发现 去化 处置 喜摘 摘得",
    "斩获 夺得 荣获 获得",
)
# The few of them that also end what grows, ranks or is paid: that is named by a whole phrase,
# verbs and all (抽水蓄能规划建设总规模).
INNER_OF_RATES = words("带动 其中 首个 唯一 安排 撬动 兑现 发行 应当经 须经 必须经")
RATES = frozenset(words("percent percentage_points multiple rank amount"))
# A verb before these is part of a noun: 办结率, 交易额, 接待量.
NOMINAL = re.compile("率(?!先)|量(?!子)|数(?![字据智])|和(?![美谐])|[额者的、]")

# Nouns of measurement that the items of a list share: 金融业、软件业增加值分别增长…
MEASURED = words(
    "增加值 投资额 总产值 产值 产量 产能 销量 销售额 零售额 成交额 交易额 总额 进出口总额 进出口",
    "进口 出口 吞吐量 旅客吞吐量 货邮吞吐量 收入 居民人均可支配收入 人均可支配收入 可支配收入 支出",
    "就业 营业收入 营收 利润 总量 数量 规模 比重 占比 比例 余额 存款余额 贷款余额 投资 存款 贷款",
    "面积 里程 总里程 人数 起数 数 率 覆盖率 普及率 合格率 满意度 案件 指数 增速 投入 客运量",
    "货运量 周转量 用电量 发电量 成本 价格 标准 消费 销售 床位 岗位 企业 浓度 平均浓度 年均浓度",
)
# Subjects that mean something only with the one before them.
DEPENDENT = frozenset(
    words(
        "增速 增幅 涨幅 降幅 幅度 提升幅度 占比 比重 总量 数量 增量 总数 成交价 人数",
        "金额 总金额 涉案金额 总规模",
    )
)
# Of a pair, the second is named by its last word alone: 一般公共预算收入增长2.3%、支出突破70亿元.
COUNTERPARTS = {"支出": "收入", "收入": "支出", "出口": "进口", "进口": "出口"}
# What becomes of one thing after the other: 项目新开工43个、竣工38个.
STEPS = words("新开工 开工 续建 在建 竣工 投产 投用 完工 落地")
# What a count of them says is how far something moved: 指数提升2个等级.
GRADES = words("等级 位次 名次 档 台阶 级别")
# Behind a run of years: 连续三年获评优秀.
WON = words("获 荣获 被评 入选 通过")
# Words between what is ranked and its rank.
RANKING = words(
    "连续 蝉联 问鼎 荣登 高居 世界 全国 全球 国内 全省 全市 全区 中部地区 中部 西部 西部地区 东部",
    "亚洲 同类城市 居 位居 稳居 均居 居于 列 位列 名列 均列 排名 排 排位 位次 保持 跻身 进入",
    "上升至 升至 上升到 升到 前移至 跃居 跃升至 稳定在 双双 全球城市 城市 省会城市 重点城市",
    "副省级城市 省级 地区 中国 同类 我国 成为 长江经济带 已 达 在 内地 行业 各省 全国省份 沿海",
    "直辖市 西北 东北 华东 第",
)


class Patterns(NamedTuple):
    """The wording that is matched by regular expressions, compiled on first use."""

    inner: re.Pattern[str]
    inner_of_rates: re.Pattern[str]
    clause_end: re.Pattern[str]
    sentence_end: re.Pattern[str]
    through_last_break: re.Pattern[str]
    date_before: re.Pattern[str]
    date_first: re.Pattern[str]
    compared: re.Pattern[str]
    bound: re.Pattern[str]
    within: re.Pattern[str]
    holding_rank: re.Pattern[str]
    appoints: re.Pattern[str]
    holding: re.Pattern[str]
    other_time: re.Pattern[str]
    who: re.Pattern[str]


@cache
def patterns() -> Patterns:
    """The one set of patterns."""
    return Patterns(
        inner=_any_of(INNER),
        inner_of_rates=_any_of(INNER_OF_RATES),
        clause_end=re.compile(f"[{CLAUSE_ENDS}{SENTENCE_ENDS}]"),
        sentence_end=re.compile(f"[{SENTENCE_ENDS}]"),
        through_last_break=re.compile(f"(?s:.*)[{CLAUSE_ENDS}{SENTENCE_ENDS}]"),
        # 从2020年的, 较“十三五”末, 比上年同期
        date_before=re.compile(
            r"[比较]?(?:[0-9]{4}年|“[^”]{1,8}”(?=[时期末初同])|上年|去年)"
            r"(?:时期|期间)?(?:[底末初]|同期|以来)?的?\Z"
        ),
        # 到2025年底, “十四五”期间, 经评估后, (一), 第十二条
        date_first=re.compile(
            r"[0-9]{1,2}[.、](?![0-9]) *|[十百千万亿]+元?(?:台阶|大关|关口|门槛)"
            r"|(?:到|截至|截止)?(?:[0-9]{4}年|今年|去年|“[^”]{1,8}”(?=[时期末初以]))"
            r"(?:时期|期间)?(?:底|末|以来|前|度)?|经[^,、]{1,8}后|当(?![年地前日月选代场])"
            r"|\([0-9一二三四五六七八九十]{1,3}\)|第[0-9一二三四五六七八九十百千]+条 *"
        ),
        # 不得少于注册资本的百分之二十五
        bound=re.compile(
            r"(?P<at_least>不得?(?:低于|少于|小于)|超过(?!规|核|限|法|国家|标)|多于)|(?P<at_most>不得?(?:超过|高于|多于)|不足|低于|少于)"
            r"|(?P<level>达到(?=[^0-9]*的\Z))"
        ),
        # 高新区在年度综合考核中稳居第一
        within=re.compile(r"在[^,。]{2,30}[中内里]\Z"),
        # 稳居营商环境评价榜首
        holding_rank=re.compile("(?:稳居|位居|高居|蝉联|问鼎|荣登|位列|名列|跃居|居|列)(?=..)"),
        # 监事会设主席一人
        appoints=re.compile(r"(?<![建开创增])设(?=[^立备施计置定])"),
        # 每两年至少进行一次评估
        holding=re.compile(
            "(?:应当)?(?:至少)?(?:进行|开展|组织|举行|召开|实施|举办|安排)?(?:至少|不少于)?"
        ),
        # 会议召开前二十日内或者基准日前五日内
        other_time=re.compile("(?:或者|或|,)?[^,。;]*(?:之日起?|[日满]?[前后]|届满|起)"),
        # 未满八周岁或者需要特别照顾的未成年人
        who=re.compile(
            "或者?[^,。;]{1,30}?的(?=[^,。;的]{0,8}(?:人|员|女|童|公民|学生|居民|职工))"
        ),
        # 高于全国平均水平9.1个百分点
        compared=re.compile(
            r"(?:高于|低于|高出|快于|慢于|优于|多于|超过?|比(?![率重例]))"
            r"(?:[全上去同][国省市区年期]|[^,。、;0-9]{2,7}?)(?:增速|平均|水平|同期|高|低|快|多)*\Z"
        ),
    )


def _any_of(listed: Iterable[str]) -> re.Pattern[str]:
    return re.compile(any_of(listed))
