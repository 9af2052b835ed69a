"""Claims of being first: in which words, for which territory, of what."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.claims import FORMS, find_claims


def found(text: str) -> list[tuple[str, str, str]]:
    return [(text[one.start : one.end], one.scope, one.subject) for one in find_claims(text)]


@pytest.mark.parametrize(
    ("text", "wording", "scope", "subject"),
    [
        # what is first is counted
        ("开设全国首个跨省通办专窗，方便群众。", "全国首个", "全国", "跨省通办专窗"),
        ("颁出全省首张船员电子执照。", "全省首张", "全省", "船员电子执照"),
        ("落地全市首单苗木碳汇保险。", "全市首单", "全市", "苗木碳汇保险"),
        ("本县建成我国首座深层地热站。", "我国首座", "我国", "深层地热站"),
        ("建成世界首台套深水测井装置。", "世界首台套", "世界", "深水测井装置"),
        ("建成世界首台（套）深水测井装置。", "世界首台（套）", "世界", "深水测井装置"),
        ("国内首套智能选矿系统在海门投用。", "国内首套", "国内", "智能选矿系统"),
        ("西部地区首条氢能公路贯通。", "西部地区首条", "西部地区", "氢能公路"),
        ("长三角首家农机博物馆开馆。", "长三角首家", "长三角", "农机博物馆"),
        ("宁夏首个边民大厅建成。", "宁夏首个", "宁夏", "边民大厅"),
        ("数字门牌系全市首个。", "全市首个", "全市", "数字门牌"),
        ("成功创建全国首批零碳港口。", "全国首批", "全国", "零碳港口"),
        ("青山县入列全国第一批水美乡村。", "全国第一批", "全国", "水美乡村"),
        ("全国首发数字公积金产品。", "全国首发", "全国", "数字公积金产品"),
        # the territory and the wording stand apart
        ("全国法院系统首家知识产权庭揭牌。", "全国法院系统首家", "全国", "知识产权庭"),
        (
            "签发粤港澳大湾区通关改革的首份单证。",
            "粤港澳大湾区通关改革的首份",
            "粤港澳大湾区",
            "单证",
        ),
        # no territory
        ("建成首座重卡换电站。", "首座", "", "重卡换电站"),
        ("首家农机超市开业。", "首家", "", "农机超市"),
        ("青山县入选首批国家级零碳园区。", "首批", "", "国家级零碳园区"),
        ("首创“码上议”协商机制。", "首创", "", "“码上议”协商机制"),
        # acts
        ("在全市率先开展行政执法监督，效果良好。", "在全市率先", "全市", "开展行政执法监督"),
        ("全市范围内率先试行告知承诺。", "全市范围内率先", "全市", "试行告知承诺"),
        ("本县率先在全国推行林地碳票。", "率先在全国", "全国", "推行林地碳票"),
        ("白塔村率先整村完成改厕。", "率先", "", "整村完成改厕"),
        ("我县率先建成数字档案室。", "率先", "", "建成数字档案室"),
        ("全国首次开展跨省互济交易。", "全国首次", "全国", "开展跨省互济交易"),
        # what is claimed stands before
        ("青禾数据港项目为全国首创。", "全国首创", "全国", "青禾数据港项目"),
        ("推出信用修复专窗，为全省首创。", "全省首创", "全省", "信用修复专窗"),
        ("信用修复“零跑动”做法全省率先。", "全省率先", "全省", "信用修复“零跑动”做法"),
        ("盾构主轴承填补国内空白。", "填补国内空白", "国内", "盾构主轴承"),
        ("该钻机填补了深海探测领域空白。", "填补了深海探测领域空白", "", "钻机"),
        ("公证“一次办”开全国先河。", "开全国先河", "全国", "公证“一次办”"),
        # the only one
        ("东湖是全省唯一的淡水珍珠产区。", "全省唯一", "全省", "淡水珍珠产区"),
    ],
)
def test_wording_scope_and_subject(text: str, wording: str, scope: str, subject: str) -> None:
    assert found(text) == [(wording, scope, subject)]


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("全国首个通过国际认证的绿色矿山投产。", "通过国际认证的绿色矿山"),
        ("全国首个“智慧粮仓”正式启用。", "智慧粮仓"),
        ("全省首个在线调解平台在青山县上线。", "在线调解平台"),
        ("全省首个项目启动资金池。", "项目启动资金池"),
        ("全省首个项目启动。", "项目"),
        ("全省首家一体化、智能化粮库建成。", "一体化、智能化粮库"),
    ],
)
def test_a_subject_ends_before_what_happened_to_it(text: str, subject: str) -> None:
    assert [claim.subject for claim in find_claims(text)] == [subject]


def test_each_member_of_a_list_claims_for_itself() -> None:
    assert found("落地全国首单林业险、全省首笔仓单融资、首例数据信托。") == [
        ("全国首单", "全国", "林业险"),
        ("全省首笔", "全省", "仓单融资"),
        ("首例", "", "数据信托"),
    ]


def test_two_claims_of_one_thing_share_it() -> None:
    assert found("全国首例、全省唯一的数据信托案审结。") == [
        ("全国首例", "全国", "数据信托案"),
        ("全省唯一", "全省", "数据信托案"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        # the first of a row, not before others
        "首次会议由召集人主持。",
        "产量首次突破100万吨。",
        "举办首届采茶节。",
        "改造工程首期完工。",
        "今年首个工作日开展检查。",
        "首个交易日价格平稳。",
        "发布首批公共数据清单。",
        "完成首笔付款。",
        # other words with 首
        "党的建设是首要任务，首先抓好学习。",
        "首席代表到会，元首互访。",
        "降低首付比例，做实基层首诊。",
        "成绩名列榜首单位受表彰。",
        "回首一年工作。",
        "演唱三首部队歌曲。",
        # ranks are figures
        "总量居全国首位。",
        "质量全国第一。",
        "获全省第一名。",
        # terms
        "大力发展首发经济，引进首店80家。",
        "首台（套）装备保险补偿。",
        "尊重基层首创精神。",
        "唯一的办法是改革。",
        "填补制度空白。",
        "提高能效率先进水平。",
        # names in marks
        "获“全国首个森林小镇”称号。",
        "印发《全省首个零碳机场建设方案》。",
        # a part of a name or of a rule, no event
        "地址为东郊首座5号楼。",
        "办法施行后发行的首只基金。",
        "登记之日起六个月内未备案首只基金。",
        # exhortations and promises
        "干部带头率先垂范。",
        "力争建成全国首个零碳机场。",
        "各县要率先完成任务，作出表率。",
        "支持滨海新区率先实现现代化。",
        "公共机构应当率先使用节能产品。",
        "将建设全省首座抽水蓄能电站。",
        "鼓励东部率先发展。",
    ],
)
def test_no_claim(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("report", "promise"),
    [
        ("重要成果全省率先应用。", "成果要全省率先应用。"),
        ("名将讲堂全省首创。", "讲堂将全省首创。"),
        ("相应改革全省首创。", "改革应全省首创。"),
        ("推动全国首个算力岛项目落地。", "推动各县在全国率先建设算力岛。"),
    ],
)
def test_a_promise_is_known_by_its_word_and_not_by_a_character(report: str, promise: str) -> None:
    assert len(find_claims(report)) == 1
    assert find_claims(promise) == ()


def test_wide_and_narrow_signs_are_read_alike_and_quoted_as_printed() -> None:
    assert found("建成全省首台(套)ＡＩ分拣线,已投用.") == [("全省首台(套)", "全省", "ＡＩ分拣线")]


def test_every_form_has_a_case() -> None:
    assert all(form.case for form in FORMS)


WORDS = "全国 全省 在 率先 首 首个 首批 首创 唯一 填补 空白 先河 的 要 为 甲乙 、 ， 。 “ ” 《 5"
PIECES = st.sampled_from([*WORDS.split(), "\n", " ", "\ud800"])


@given(st.lists(PIECES | st.text(max_size=3), max_size=40).map("".join))
def test_any_text_gives_claims_in_order_and_apart(text: str) -> None:
    claims = find_claims(text)
    assert all(one.end <= other.start for one, other in pairwise(claims))
    for claim in claims:
        assert 0 <= claim.start < claim.end <= len(text)
        assert claim.subject
        assert claim.subject in text
        assert claim.scope in text
