"""What stands before and behind a text: title, labels, addressee, signature, page furniture."""

import pytest

from core.document import Metadata
from core.metadata import from_labels, is_date, labelled
from core.reading import parse

BODY = "一、甲\n正文如下。\n"


def quotes(text: str) -> list[str]:
    document = parse(text)
    return [document.quote(one) for one in document.measures]


HEADS = {
    "labels as lines": (
        "某报告\n发文机构：某局\n文　　号：某府发〔2024〕3号\n成文日期：2024年12月30日\n"
        "发布日期：2025/1/9\n索 引 号：AB-1\n有效性：有效\n",
        Metadata(
            title="某报告",
            issuer="某局",
            document_number="某府发〔2024〕3号",
            written="2024-12-30",
            published="2025-01-09",
            index_number="AB-1",
            validity="有效",
        ),
    ),
    "several labels on a line": (
        "某报告\n发布时间：2025-01-09 10:30  来 源：某日报   浏览次数：12\n",
        Metadata(title="某报告", published="2025-01-09", source="某日报"),
    ),
    "the value on the next line": (
        "某报告\n来源:\n某日报\n2026年02月10日 07时41分\n",
        Metadata(title="某报告", published="2026-02-10", source="某日报"),
    ),
    "an empty value": (
        "某报告\n文号：\n名 称：另一标题\n",
        Metadata(title="某报告"),
    ),
    "a title on two lines, number, addressee": (
        "某市人民政府\n关于加强某项工作的通知\n某府发[2024]3号\n各区人民政府，市政府各委、办、局：\n",
        Metadata(title="某市人民政府关于加强某项工作的通知", document_number="某府发[2024]3号"),
    ),
    "buttons and a path above the title": (
        "您的位置:\n首页\n>\n要闻\n2026年政府工作报告\n【字体：\n大\n中\n小\n】\n"
        "——2026年1月28日在会议上\n省长 某某\n某某作政府工作报告。本报记者 某某摄\n各位代表：\n",
        Metadata(title="2026年政府工作报告"),
    ),
    "a path as one line": (
        "首页 > 政务公开 > 法治政府建设年度报告\n某区工作报告\n",
        Metadata(title="某区工作报告"),
    ),
    "a title broken inside 《》": (
        "关于印发《某区“十四五”\n法治建设规划》的通知\n",
        Metadata(title="关于印发《某区“十四五”法治建设规划》的通知"),
    ),
    "a decision with its office": (
        "某市监督管理局\n行政处罚决定书\n某监处〔2024〕052024000123号\n",
        Metadata(
            title="某市监督管理局行政处罚决定书", document_number="某监处〔2024〕052024000123号"
        ),
    ),
    "a judgment": (
        "某法院\n行政判决书\n（2024）沪01行终123号\n",
        Metadata(title="某法院行政判决书", document_number="（2024）沪01行终123号"),
    ),
    "a cover that puts the document into force": (
        "国务院令\n第701号\n某某条例\n",
        Metadata(title="某某条例", document_number="第701号"),
    ),
    "members addressed": ("某报告\n主任、各位副主任、各位委员：\n", Metadata(title="某报告")),
    "the annex of another document": (
        "附件2\n某某工程实施方案\n",
        Metadata(title="某某工程实施方案"),
    ),
}


@pytest.mark.parametrize(("head", "facts"), HEADS.values(), ids=HEADS.keys())
def test_the_head_tells_about_the_document_and_is_not_reviewed(head: str, facts: Metadata) -> None:
    document = parse(head + BODY)
    assert document.metadata == facts
    assert [document.quote(one) for one in document.measures] == ["正文如下。"]


@pytest.mark.parametrize(
    "number",
    [
        "国发〔2021〕33号",
        "银发[2006]2号",
        "某政办【2014】7号",
        "某函（2018）1号",
        "某字(1985)第20号",
        "中华人民共和国国务院令第701号",
        "（第36号）",
        "2026年第9号",
    ],
)
def test_document_numbers_in_every_bracket(number: str) -> None:
    assert parse(f"某规定\n{number}\n{BODY}").metadata.document_number == number


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("2025年1月9日", True),
        ("二〇二五年一月九日", True),
        ("(2025年1月9日)", True),
        ("2026-02-09 09:45:30", True),
        ("2025年1月9日起施行", False),
        ("2025年", False),
    ],
)
def test_a_line_that_is_a_date(line: str, expected: bool) -> None:
    assert is_date(line) is expected


@pytest.mark.parametrize(
    ("line", "labels"),
    [
        ("来源:某日报", ["来源"]),
        ("•  发 布 日 期 : 2025-01-09", ["发布日期"]),
        ("[字体: 来源: 某日报", ["字体", "来源"]),
        ("会议时间:下午3点", []),
        ("今年工作的来源:很多", []),
        ("09:45", []),
    ],
)
def test_only_known_labels_at_the_beginning_count(line: str, labels: list[str]) -> None:
    assert [label for label, _, _ in labelled(line)] == labels


def test_the_first_value_that_is_not_empty_counts() -> None:
    pairs = [("文 号", ""), ("文号：", "某发1号"), ("文号", "某发2号"), ("别的", "甲")]
    assert from_labels(pairs) == Metadata(document_number="某发1号")


@pytest.mark.parametrize(
    ("end", "issuer", "written"),
    [
        ("某市司法局\n2025年1月9日\n", "某市司法局", "2025-01-09"),
        ("某 某 局\n某某委员会\n二〇二五年一月九日\n", "某某局、某某委员会", "2025-01-09"),
        ("某市司法局\n2025年1月9日\n1 算力是指计算能力。\n", "某市司法局", "2025-01-09"),
        ("某市司法局\n2025年1月9日\n附件\n一、乙\n附件正文。\n", "某市司法局", "2025-01-09"),
    ],
)
def test_the_signature_is_no_measure(end: str, issuer: str, written: str) -> None:
    document = parse("某报告\n" + BODY + end)
    assert (document.metadata.issuer, document.metadata.written) == (issuer, written)
    assert all("司法局" not in document.quote(one) for one in document.measures)


def test_facts_below_the_title_are_text() -> None:
    text = "某报告\n化解纠纷3200件，成功率96%\n当事人：某某 住所：某地\n" + BODY
    assert quotes(text)[:2] == ["化解纠纷3200件，成功率96%", "当事人：某某 住所：某地"]


def test_an_office_and_a_day_inside_the_text_sign_nothing() -> None:
    document = parse("某大事记\n一、第一季度\n某办\n2024年3月5日\n召开会议，部署工作。\n")
    assert document.metadata.written == ""
    assert "某办" in [document.quote(one) for one in document.measures]


TAILS = {
    "links to other pages": "相关报道：\n某某会议召开\n",
    "editor and hidden numbers": "责任编辑：\n某某\n扫一扫\nabcdef0123:\n打印本页\n",
    "copies and printing": "抄送：某某局。\n某市政府办公室 2024年5月21日印发\n",
    "buttons": "收藏\n|\n分享到:\n分享到微信\n×\n",
}


@pytest.mark.parametrize("tail", TAILS.values(), ids=TAILS.keys())
def test_the_furniture_of_a_page_is_left_out_at_its_end(tail: str) -> None:
    assert quotes("某报告\n" + BODY + tail) == ["正文如下。"]


def test_furniture_at_the_head_of_a_short_text_ends_nothing() -> None:
    text = "某报告\n打印本页\n责任编辑：某某\n一、甲\n文。\n二、乙\n相关政策\n文件另发，照办。"
    assert quotes(text) == ["文。", "文件另发，照办。"]
    assert [one.title for one in parse(text).sections] == ["甲", "乙", "相关政策"]


def test_the_words_of_furniture_stay_inside_the_text() -> None:
    text = "某报告\n一、甲\n用户可以下载软件，来源清楚。\n相关报道：\n二、乙\n" + "正文。" * 60
    assert "用户可以下载软件，来源清楚。" in quotes(text)
    assert quotes(text)[-1] == "正文。"
