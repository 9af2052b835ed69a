"""Find where a text claims to be first or the only one: 全国首个, 在全省率先, 填补国内空白."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from core.figures.vocabulary import words
from core.folding import fold
from core.patterns import compiled, lazily
from core.sentences import start_of


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim of being first: `start..end` is the claiming wording as printed, 全市首张.

    `scope` is the territory as printed (全国, 全市, 长三角), "" where none is stated. `subject` is
    what is claimed, in the shortest phrase of the text that says it: a thing (跨省通办专窗) or,
    behind 率先 and 首次, what was done (开展行政执法监督). Offsets are code points of the text.
    """

    start: int
    end: int
    scope: str
    subject: str


@dataclass(frozen=True, slots=True)
class Form:
    """One wording of a claim, with the case that justifies it.

    `alone` is what the wording must also fulfil, at its end, to claim anything where no territory
    is named; None: nothing helps. `is_event`: then the thing must also have been made, or
    something have happened to it. `acts`: what is claimed was done, it is not a thing.
    `says_before`: what is claimed stands before the wording, and a territory may stand in it.
    """

    wording: str
    case: str
    alone: str | None = None
    is_event: bool = False
    acts: bool = False
    says_before: bool = False


# What 首 counts: 首个, 首张. Not 届 期 轮 (首届: of a row of its own), 位 (全国首位 is a rank, so a
# figure), nor what makes other words: 首席 首都 首府 首脑 首付 首贷 首诊 首要 首先.
_CLASSIFIER = (
    "(?:台[(]套[)]|台套|个(?!人)|张|家(?!长)|例(?!如)|单(?!位|独|一|个)|笔|条(?!件|例)"
    "|部(?!门|分|署|队|长|委)|艘|座|台|款|支(?!持|付|部|队)|架|枚|颗|票|宗|起|项|件(?!事|制|检)"
    "|份|处(?!罚|置|理)|所(?!以)|幅|只|辆|列(?!车|为|入)|门|块|口|栋|幢|间|片|对(?!于))"
)
# 首台（套）装备 and 首笔付款 are terms, 首个交易日 is the first of a row.
_NOT_OF_A_ROW = (
    r"(?<!台[(]套[)])(?<!台套)(?=一?[\w“《])"
    "(?!(?:完整)?(?:工作日|交易日|自然日|季度|年度|月|周|五年|百年|学期|任期|阶段|环节|步骤)"
    "|付款|款项|出资|保费|房|店)"
)

# Tried in this order where 首, 率先, 唯一, 第一, 填补, 弥补 or 先河 stands.
FORMS = (
    Form(
        f"首{_CLASSIFIER}",
        "全国首个跨省通办专窗; 建成首座换电站; not 今年首个工作日",
        alone=_NOT_OF_A_ROW,
        is_event=True,
    ),
    Form(
        "首批",
        "全国首批零碳园区, 入选首批国家级名单: one of the first; not 发布首批清单",
        alone="(?<=入选首批|入列首批|入围首批|列入首批|纳入首批|跻身首批|获批首批|获评首批|成为首批)",
    ),
    Form("首[套场店发飞航演制条秀展名]", "国内首套装置, 全省首店; not 首发经济, 引进首店80家"),
    Form("首[次度]", "全国首次开展跨域执法; not 首次会议, 首次突破千亿", acts=True),
    Form(
        "首创(?!精神|性|之|者|股份|集团|环保|证券|置业)",
        "全市首创资金监管模式, 某项目为全国首创; not 首创精神",
        alone=r"(?=的?[\w“《])",
    ),
    Form(f"第一(?:批|{_CLASSIFIER})", "全国第一批试点; not 全国第一, which is a figure"),
    Form(
        "(?<![效功速频机汇税利费比])率先(?!垂范|示范|锋|区|进(?![入行]))",
        "在全市率先开展监督; 率先建成; not 率先垂范, 带头率先发展, 效率先进",
        alone=r"(?=\w)(?!(?:发展|突破|行动|引领|发力|作为|落实)(?!\w))",
        acts=True,
    ),
    Form("唯一", "全省唯一入选的园区; not 唯一验证方式"),
    Form(
        "(?:填补|弥补)了?[^,。;:!?、\n]{0,16}空白",
        "某技术填补国内空白, 填补深海探测领域空白; not 填补制度空白",
        alone="(?<=领域空白|技术空白|行业空白|产业空白|市场空白)",
        says_before=True,
    ),
    Form("先河", "某做法开全国先河", says_before=True),
)
_STARTS = lazily("首|率先|唯一|第一|填补|弥补|先河")
_NONE_BEFORE = lazily(r"(?:[元回榜船昂匕非未]|不是|并非|带头|[0-9一二两三四五六七八九十百几])\Z")
_OF_THE_YEAR = lazily(r"(?:今年|当年|年内|[月年度季])的?\Z")  # 今年首个: of a row


def find_claims(text: str) -> tuple[Claim, ...]:
    """The claims of `text` in reading order, apart from each other. Never raises.

    A promise is no claim: 力争建成全国首个…, 要率先实现…, 应当率先采用…. A plan that does not say
    that it is one cannot be told from a report. Nor are claims what stands in quotation or title
    marks, 首届 and 首次会议 (the first of their own row), and ranks (全国第一 is a figure).
    """
    shadow = fold(text)
    found: list[Claim] = []
    free = 0
    for match in _STARTS.finditer(shadow):
        if match.start() >= free and (claim := _claim_at(text, shadow, match.start(), free)):
            found.append(claim)
            free = claim.end
    return tuple(found)


def _claim_at(text: str, shadow: str, at: int, free: int) -> Claim | None:
    """The claim whose wording has its keyword at `at`, and begins not before `free`."""
    form, end = _form_at(shadow, at)
    if form is None or _NONE_BEFORE.search(shadow, max(0, at - 2), at) or _in_quotes(shadow, at):
        return None
    start = at
    if form.acts and (territory := _BEHIND.match(shadow, end)):
        end = territory.end()
    elif territory := _territory_before(shadow, form, at, free):
        start = territory.start()
    elif form.says_before:
        territory = _INSIDE.search(shadow, at, end)
    if territory is None and not _claims_alone(shadow, form, at, end):
        return None
    if _is_promised(shadow, start, acts=form.acts):
        return None
    subject = _subject(text, shadow, form, start, end)
    scope = text[slice(*territory.span("scope"))] if territory else ""
    return Claim(start, end, scope, subject) if subject else None


def _form_at(shadow: str, at: int) -> tuple[Form | None, int]:
    for form in FORMS:
        if match := compiled(form.wording).match(shadow, at):
            return form, match.end()
    return None, at


def _in_quotes(shadow: str, at: int) -> bool:
    """Whether a quotation or a title that began close before is still open."""
    low = max(0, at - 40)
    return any(
        shadow.rfind(opening, low, at) > shadow.rfind(closing, low, at)
        for opening, closing in ("“”", "《》", "「」")
    )


_PROVINCES = words(
    "北京 天津 河北 山西 内蒙古 辽宁 吉林 黑龙江 上海 江苏 浙江 安徽 福建 江西 山东 河南 湖北",
    "湖南 广东 广西 海南 重庆 四川 贵州 云南 西藏 陕西 甘肃 青海 宁夏 新疆 香港 澳门 台湾",
)
_TERRITORY = (
    "全(?:世界|国|省|市|区|县|州|盟|旗|镇|球|行业|系统|疆|藏)"
    "|[我本](?:国|省|市|区|县|州|盟|旗|镇)|[国省市区县州业]内|行业内|世界|国际|(?<![中达类])国家"
    "|亚洲|亚太|东南亚|欧亚|欧洲|新?中国|北方|南方|内陆|沿海|同行业|同类"
    "|(?:[东中西]|中西)部(?:地区)?|(?:华[东南北中]|西[南北]|东北)(?:地区)?"
    "|(?:长三角|珠三角|京津冀|粤港澳|成渝|环渤海|北部湾|长江经济带|黄河流域|淮海|大湾区)"
    "(?:地区|区域|大湾区|城市群|双城经济圈)?"
    f"|(?:{'|'.join(_PROVINCES)})(?:省|市|自治区)?"
)
_LONGEST_SCOPE = 24
# 全市范围内率先, 全国高校首家, 长三角跨省通办改革的首张, 开创全省先河
_BEFORE = lazily(
    rf"(?:在|开创?)?(?P<scope>{_TERRITORY})(?:范围内|各省区?市?|[^\W\d_]{{0,10}}?"
    r"(?:领域|行业|系统|层面|国资|高校|同类|城市|区域|界|中|的))?之?\Z"
)
_BEHIND = lazily(rf"在(?P<scope>{_TERRITORY})(?:范围内|内|各省区?市?)?")  # 率先在全国
_INSIDE = lazily(rf"(?P<scope>{_TERRITORY})")  # 填补国内空白


def _territory_before(shadow: str, form: Form, at: int, free: int) -> re.Match[str] | None:
    """The territory before the wording; that of an act may be its doer: 我县率先, 江西率先."""
    found = _BEFORE.search(shadow, max(free, at - _LONGEST_SCOPE), at)
    if found and form.acts and found[0][0] not in "在全国省市区县州业世":
        return None
    return found


def _claims_alone(shadow: str, form: Form, at: int, end: int) -> bool:
    """Whether the wording claims something although no territory is named."""
    if form.alone is None or _OF_THE_YEAR.search(shadow, max(0, at - 4), at):
        return False
    if compiled(form.alone).match(shadow, end) is None:
        return False
    return not form.is_event or _is_event(shadow, at, end)


def _is_event(shadow: str, at: int, end: int) -> bool:
    """Whether the first of a kind was made, or something happened to it.

    成立首家农机超市, 首家农机超市开业; not 发行的首只基金, 东郊首座5号楼. Of a list the first
    member tells: 落地首笔仓单融资、首单碳汇保险.
    """
    clause = start_of(shadow, at, _CLAUSE_MARKS, _LONGEST_SENTENCE)
    if _MADE.search(shadow, clause, at) and not shadow.endswith("的", clause, at):
        return True
    if shadow.endswith("、", clause, at) and "首" in shadow[clause:at]:
        return True
    return _HAPPENED.search(shadow, end + 1, _thing_end(shadow, end)) is not None


# What is still to be done, before the claim in its sentence; then only in its clause; then only
# where the claim is of an act: 推动各县率先建成 urges, 推动全国首个项目落地 reports.
_PROMISED = lazily(
    "力争|争取|争创|争当|争做|力求|必须|应当|鼓励|目标是|到20[0-9]{2}年"
    "|(?<![重主需纲摘首概紧必只])要(?![求素闻点件塞领])"
)
_PROMISED_NEAR = lazily(
    "努力|拟|谋划|申报|计划|规划(?!建)|筹建|即将|(?<![大名主猛])将(?![军领士近])|加快建设|有望"
    "|(?<![响反供适效相感对顺呼])应(?![用对急])"
)
_URGED = lazily(
    "推动|推进|支持|加快|引导|促进|确保|着力|带动|带头|走在前|继续|更好|进一步",
)
_SENTENCE_MARKS = "。;!?\n"
_CLAUSE_MARKS = "。;!?\n,:"
_LONGEST_SENTENCE = 80


def _is_promised(shadow: str, start: int, *, acts: bool) -> bool:
    sentence = start_of(shadow, start, _SENTENCE_MARKS, _LONGEST_SENTENCE)
    clause = start_of(shadow, start, _CLAUSE_MARKS, _LONGEST_SENTENCE)
    return (
        _PROMISED.search(shadow, sentence, start) is not None
        or _PROMISED_NEAR.search(shadow, clause, start) is not None
        or (acts and _URGED.search(shadow, clause, start) is not None)
    )


def _any_of(listed: Iterable[str]) -> str:
    return f"(?:{'|'.join(listed)})"


_QUOTED = r"“[^”\n]{0,40}”|《[^》\n]{0,60}》|[(][^()\n]{0,20}[)]"
_THING = lazily(rf"(?:{_QUOTED}|[^,。;:!?、\n()“”《》]){{1,60}}")
_ACT = lazily(rf"(?:{_QUOTED}|[^,。;:!?\n()“”《》]){{1,60}}")
# Between the wording and the thing: 全国首个、全省唯一的…, 全国唯一一家…
_PASSED = lazily(
    rf"(?:[、且和及](?:{_TERRITORY})?(?:唯一|首[个家批例座])|的|一[个家座例批所](?=\w)){{0,3}}"
)
# Verbs by which a thing came to be, before it: 建成首座换电站.
_MADE = lazily(
    _any_of(
        words(
            "建成 打造 推出 颁发 颁出 签发 发出 发放 发行 落地 完成 开通 成立 设立 创建 创成 获批",
            "获得 获评 引进 引入 上线 开工 启动 启用 投运 投用 举办 成为 落户 组建 出台 制定 研发",
            "研制 推动 实现 办理 办结 发布 交付 建设 编制 编纂 出版 培育 开设 开业 挂牌 揭牌 认定",
            "诞生 达成 签订 签署 实施 开展",
        )
    )
    + r"(?!的)|[为是]\Z"
)
# What happened to a thing, behind it; the second row only at the end of the clause, since such a
# verb is as often part of the name: 项目启动, but 启动资金池.
_HAPPENED = lazily(
    _any_of(
        words(
            "在(?![校线建岗册职华地轨途研]) 已 正式 成功 顺利 即将 相继 陆续 率先 累计",
            "新增(?=[0-9]) 荣获 获批 获评 获得 建成 落成 落地(?!项目|式) 落户 审结",
            "开业 开工 开诊 开[馆园市街航] 投产 投运 投用 挂牌 揭牌 投入(?:使用|运[行营]) 贯通",
            "合龙 封顶 通车 并网 下水 上线(?!率) 竣工 交付 亮相 诞生 问世 通过 实现 完工 启用",
            "启航 入选 首飞 宣判 验收合格",
        )
    )
    + "|"
    + _any_of(
        words(
            "启动 成立 构建 搭建 发布 完成 发行 签发 开通 运[行营] 出台 获奖 发放 设立 颁发 揭幕",
            "举[行办]",
        )
    )
    + r"\Z"
)


def _subject(text: str, shadow: str, form: Form, start: int, end: int) -> str:
    """What is claimed: the phrase behind the wording, else the one before it; "" for none."""
    if not form.says_before:
        passed = _PASSED.match(shadow, end)
        begin = passed.end() if passed else end
        if form.acts and (act := _ACT.match(shadow, begin)):
            return _trimmed(text[begin : act.end()])
        if stop := _thing_end(shadow, begin):
            return _trimmed(text[begin : _name_end(shadow, begin, stop)])
    return _before(text, shadow, start)


_SHORTEST_THING = 5
_NEXT_CLAIM = lazily(rf"、(?:{_TERRITORY})?(?:首|率先|唯一|第一)")


def _thing_end(shadow: str, begin: int) -> int:
    """Where the phrase of the thing ends; 0 where none begins.

    It goes on behind 、 where what stands before is too short for a thing: 首个全域、全时的平台.
    """
    thing = _THING.match(shadow, begin)
    if thing is None:
        return 0
    end = thing.end()
    if end - begin < _SHORTEST_THING and not _NEXT_CLAIM.match(shadow, end):
        more = _THING.match(shadow, end + 1) if shadow.startswith("、", end) else None
        return more.end() if more else end
    return end


def _name_end(shadow: str, begin: int, stop: int) -> int:
    """Where the thing ends and what happened to it begins: 跨省专窗在某地揭牌.

    A verb before the last 的 is part of the thing: 通过验收的园区.
    """
    possessive = shadow.rfind("的", begin, stop - 1) + 1
    happened = _HAPPENED.search(shadow, max(possessive, begin) + 2, stop)
    return happened.start() if happened else stop


_COPULA = lazily(
    r"(?:(?:均|都|也|更|已|并|被誉|分别|可谓)*(?:为|是|属于?|系|居|成为|在)|均|[,:、\s])+\Z"
)
# What was done to the thing, where the claim follows: 推出信用修复专窗，为全国首创.
_OPENING = lazily(
    _any_of(
        words(
            "其中 同时 成功 积极 全力 创新 探索 推出 打造 建成 建立 建设 开展 实施 出台 制定 发布",
            "完成 研发 研制 推行 首创 开发 设立 启动 上线 举办 构建 形成 该 这 此 , 、",
        )
    )
    + "+"
)


def _before(text: str, shadow: str, start: int) -> str:
    """The clause before the claim, or the one before that where this one is only 属 or 为."""
    begin = stop = start
    for _ in range(2):
        if copula := _COPULA.search(shadow, max(0, stop - 8), stop):
            stop = copula.start()
        begin = start_of(shadow, stop, _CLAUSE_MARKS, _LONGEST_SENTENCE)
        if stop - begin > 1:
            break
        stop = begin
    if opening := _OPENING.match(shadow, begin, stop):
        begin = min(opening.end(), stop)
    return _trimmed(text[begin:stop])


def _trimmed(phrase: str) -> str:
    """The phrase without spaces and 、 at its ends, nor quotation marks around all of it."""
    phrase = phrase.strip(" \t\u3000、")
    return phrase[1:-1] if re.fullmatch("“[^“”]*”", phrase) else phrase
