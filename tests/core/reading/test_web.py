"""From a saved web page to the paragraphs of its document."""

import random
import time
from base64 import encodebytes
from contextlib import suppress
from quopri import encodestring

import pytest

from core.reading import ReadError
from core.reading.extract import Extract
from core.reading.web import html, mhtml
from core.reading.web.prose import CELL_BREAK

SITE = """<html><head><title>某市关于集市管理的通知_某市人民政府</title>
<meta name="SiteName" content="某市人民政府"><meta name="ArticleTitle" content=""></head><body>
<div class="nav"><ul><li><a href="/">首页，要闻，公开</a></li>
<li><a href="/x">政务，服务</a></li></ul></div>
<div>当前位置：<a href="/">首页</a> &gt; <a href="/a">文件</a></div>
<div class="box"><h1>某市关于集市管理的通知</h1>
<div class="info"><span>来源：市商务局</span>&nbsp;<span>发布时间：2024-03-05 10:20</span>
<a href="#">打印</a></div>
<div class="text">%s</div>
<p><a href="/next">下一篇：关于停车，另行通知。</a></p></div>
<div class="footer">版权所有：某市人民政府，未经许可，不得转载。</div></body></html>"""
BODY = """<p>各区人民政府：</p><p>为规范集市，方便群众，现通知如下。</p>
<p>一、集市每月开放12天，摊位不超过80个；</p><p>二、管理费减半收取，年底前退还。</p>
<p>某市人民政府</p><p>2024年3月1日</p>"""
PARAGRAPHS = [
    "各区人民政府：",
    "为规范集市，方便群众，现通知如下。",
    "一、集市每月开放12天，摊位不超过80个；",
    "二、管理费减半收取，年底前退还。",
    "某市人民政府",
    "2024年3月1日",
]
TITLE = "某市关于集市管理的通知"


def read(markup: str) -> Extract:
    return html.extract(markup.encode())


def lines(markup: str) -> list[str]:
    return read(markup).text.split("\n")


def test_the_body_is_found_among_navigation_and_footer() -> None:
    assert lines(SITE % BODY) == [TITLE, *PARAGRAPHS]


@pytest.mark.parametrize(
    "container",
    ['div id="UCAP-CONTENT"', 'div class="x TRS_Editor"', 'font id="Zoom"', "article", "main"],
)
def test_elements_that_are_known_to_hold_texts(container: str) -> None:
    tag, _, _ = container.partition(" ")
    page = f"<div>为您服务，欢迎。</div><{container}>{BODY}</{tag}><p>本站说明，版权，声明。</p>"
    assert lines(page) == PARAGRAPHS


def test_a_text_behind_the_first_end_of_the_page_is_kept() -> None:
    page = (
        "<html><body><div><a href=/>首页</a></div></body></html>\n<div class=c>" + BODY + "</div>"
    )
    assert lines(page + "</html>") == PARAGRAPHS


def test_a_short_notice_is_found_by_its_title_among_chatty_navigation() -> None:
    about = (
        "<div><p>本会成立于某年，是自律组织。</p><p>本会依法，依规，依章程，开展工作。</p></div>"
        * 3
    )
    notice = "<p>各会员：</p><p>定于5月1日放假，特此通知。</p>"
    head = "<title>放假通知 - 某某协会</title>"
    page = f"{head}<div>{about}</div><div><div>放假通知</div><div>{notice}</div></div>"
    assert lines(page) == ["放假通知", "各会员：", "定于5月1日放假，特此通知。"]


def test_salutation_and_signature_beside_the_text_belong_to_it() -> None:
    page = (
        "<div><a href=/>首页</a></div><div><div>各区人民政府：</div>"
        "<div><p>现将计划印发，请执行。</p><p>计划分三年，逐年落实。</p></div>"
        "<div>某市人民政府</div></div>"
    )
    assert lines(page)[0] == "各区人民政府："
    assert lines(page)[-1] == "某市人民政府"


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>PM<sub>2.5</sub>年平均<a href=x>浓度</a>下降。</p>", ["PM2.5年平均浓度下降。"]),
        ("<p><b>一、<span>总体</span></b>要求。</p>", ["一、总体要求。"]),
        ("<b><p>甲</b>乙。</p>", ["甲乙。"]),
        ("甲，<br>乙。<div>丙</div>丁。", ["甲，", "乙。", "丙", "丁。"]),
        ("<p>甲。<p>乙。<ul><li>丙；<li>丁。</ul>", ["甲。", "乙。", "丙；", "丁。"]),
        ("<p>\n  依法行\n  政，持续  打造。\n</p>", ["依法行政，持续 打造。"]),
        ("<p>第一条\n\t为了规范，制定本办法。</p>", ["第一条 为了规范，制定本办法。"]),
        ("<p>total\nof，3</p>", ["total of，3"]),
        ("<p>　　&nbsp;缩进，去掉。&ensp;</p><p>&nbsp;</p>", ["缩进，去掉。"]),
        ("<p>总　　则。第&#8203;一。</p>", ["总　　则。第一。"]),
        (
            "<p>《意见&lt;三年计划(2023—2025年)&gt;方案》。</p>",
            ["《意见<三年计划(2023—2025年)>方案》。"],
        ),
        ("<p>小于<号，如a<b。</p>", ["小于<号，如a"]),
        ("<p>甲，<![if !supportLists]>乙<![endif]><!--[if mso]>丙<![endif]-->。", ["甲，乙。"]),
        ("<pre>甲，\n乙。</pre>", ["甲，", "乙。"]),
        (
            "<p>甲。</p><div style='display: none'>乙。</div><p hidden>丙。</p>丁。",
            ["甲。", "丁。"],
        ),
        ("<p>甲。<script>if (a<b) '乙。'</script><style>丙</style></p>", ["甲。"]),
        ("<p>甲。<noscript>请打开脚本。</noscript><template><p>乙。</template>", ["甲。"]),
    ],
)
def test_lines(markup: str, expected: list[str]) -> None:
    assert lines(markup) == expected


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<ol><li>甲，<li>乙。</ol>", ["1.甲，", "2.乙。"]),
        ("<ol start=3><li><p>甲，</p><p>续。</p><li>乙。</ol>", ["3.甲，", "续。", "4.乙。"]),
        ("<ol type=a><li>甲，<li value=4>乙。</ol>", ["a.甲，", "d.乙。"]),
        ("<ol type=I><li>甲，<ol><li>乙。</ol><li>丙。</ol>", ["I.甲，", "1.乙。", "II.丙。"]),
        ("<ol><li>一、甲，<li>二、乙。</ol>", ["一、甲，", "二、乙。"]),
        ("<ol><li>（一）甲，<li>续。</ol>", ["（一）甲，", "续。"]),
        ("<ol><li>第一条 甲，</ol>", ["第一条 甲，"]),
        ("<ol><li>① 甲，</ol>", ["① 甲，"]),
        ("<ol><li>1．甲，</ol>", ["1．甲，"]),
        ("<ol style='list-style-type: none'><li>甲，</ol>", ["甲，"]),
        ("<ol><li></li><li>甲，</ol>", ["2.甲，"]),
    ],
)
def test_a_list_has_the_numbers_that_a_reader_sees(markup: str, expected: list[str]) -> None:
    assert lines(markup) == expected


def test_a_row_is_a_line() -> None:
    table = "<table><tr><th>指标<th>数值<tr><td>办结<br>案件<td></td><td>12件</table>"
    assert lines("<p>见下表，合计。</p>" + table)[1:] == [
        f"指标{CELL_BREAK}数值",
        f"办结 案件{CELL_BREAK}12件",
    ]


def test_a_table_that_arranges_the_page_is_read_cell_by_cell() -> None:
    inner = "<table><tr><td>甲</td><td>乙</td></tr></table>"
    page = f"<table><tr><td><p>一，二。</p>{inner}<p>三。</p></td><td>四</td></tr></table>"
    assert lines(page) == ["一，二。", f"甲{CELL_BREAK}乙", "三。", "四"]
    menu = (
        "<table><tr><td><a href=a>简介</a></td><td><p>一，二。</p><p>三，四。</p></td></tr></table>"
    )
    assert lines(menu) == ["一，二。", "三，四。"]


def test_headings_are_named_by_line_but_not_the_title() -> None:
    body = f"<h2>{TITLE}</h2><h2>工作情况</h2><p>甲，乙。</p><h3>二<br>级</h3><p>丙。</p>"
    extract = read(SITE % body)
    found = {extract.text.split("\n")[line]: depth for line, depth in extract.headings.items()}
    assert found == {"工作情况": 2, "二级": 3}


def test_labels_around_the_text() -> None:
    metadata = read(SITE % BODY).metadata
    assert (metadata.title, metadata.source, metadata.published) == (
        TITLE,
        "市商务局",
        "2024-03-05",
    )


@pytest.mark.parametrize(
    ("labels", "field", "value"),
    [
        ("<table><tr><td>索 引 号</td><td>A-1</td></tr></table>", "index_number", "A-1"),
        ("<table><tr><th>文&nbsp;&nbsp;号：<td><th>名 称<td>甲</table>", "document_number", ""),
        ("<table><tr><th>文&nbsp;&nbsp;号：<td><th>名 称<td>甲</table>", "title", "甲"),
        ("<dl><dt>发文机关</dt><dd>市局</dd></dl>", "issuer", "市局"),
        ("<ul><li>发文机关：<li>成文日期：二〇二四年一月二日</ul>", "issuer", ""),
        ("<ul><li>发文机关：<li>成文日期：二〇二四年一月二日</ul>", "written", "2024-01-02"),
        ("<p><b>发文机关：</b><span>市局</span></p>", "issuer", "市局"),
        ("<p>【发文字号】</p><p>某发〔2024〕3号</p>", "document_number", "某发〔2024〕3号"),
        ("<p>来源：某局官网发布时间：2024年1月2日 字号：大</p>", "source", "某局官网"),
        ("<p>来源：某局官网发布时间：2024年1月2日 字号：大</p>", "published", "2024-01-02"),
        ("<p>文章来源：</p><p>2024-01-02 10:00</p>", "source", ""),
        ("<p>索&ensp;引&ensp;号：B-2</p>", "index_number", "B-2"),
        (
            "<table><tr><th>发文日期<td><input type=hidden value=1704153600000></table>",
            "written",
            "2024-01-02",
        ),
        ("<a href=x>标题</a><a href=x>正文</a>", "title", ""),
    ],
)
def test_labels(labels: str, field: str, value: str) -> None:
    page = f"<div><a href=/>首页</a>{labels}</div><div class=TRS_Editor>{BODY}</div>"
    assert getattr(read(page).metadata, field) == value


def test_a_table_of_facts_at_the_head_of_the_text_is_no_text() -> None:
    facts = "<table><tr><td>发文机关</td><td>市局</td><td>文号</td><td></td></tr></table>"
    extract = read(f"<div class=TRS_Editor>{facts}{BODY}</div>")
    assert extract.metadata.issuer == "市局"
    assert extract.text.split("\n") == PARAGRAPHS


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("<meta name=ArticleTitle content=甲办法><title>乙_丙</title>", "甲办法"),
        (
            "<meta name=ArticleTitle content=''><title>集市办法_文件_某市人民政府</title>",
            "集市办法",
        ),
        ("<title>集市办法-某市人民政府门户网站</title>", "集市办法"),
        ("<title>某市司法局</title>", ""),
        ("<title>文件下载</title>", ""),
    ],
)
def test_the_title_is_that_of_the_document_not_of_the_site(head: str, title: str) -> None:
    page = f"<html><head>{head}</head><div><span>集市办法</span></div><div id=zoom>{BODY}</div>"
    assert read(page).metadata.title == title


def test_a_title_that_the_body_begins_with_is_not_put_before_it() -> None:
    head = "<meta name=ArticleTitle content=某市、某局关于集市的通知>"
    page = f"{head}<div id=zoom><p>某市、某局</p><p>关于集市的通知</p>{BODY}</div>"
    assert lines(page) == ["某市、某局", "关于集市的通知", *PARAGRAPHS]


def test_buttons_and_links_behind_the_text_go_annexes_stay() -> None:
    behind = (
        "<p><a href=a.docx>附件：1.申请表</a></p><p>附件下载：</p>"
        "<p><a href=b>解读：一图读懂，很清楚。</a></p><p>【打印】【关闭窗口】</p>"
    )
    assert lines(f"<div id=zoom>{BODY}{behind}</div>") == [*PARAGRAPHS, "附件：1.申请表"]


CHINESE = "<p>国务院关于印发计划的通知，请认真贯彻执行。</p>" * 3


@pytest.mark.parametrize(
    ("label", "encoding"),
    [
        ("utf-8", "utf-8"),
        ("gb2312", "gb18030"),
        ("gb_2312-80", "gb18030"),
        ("x-gbk", "gb18030"),
        ("utf-8", "gb18030"),
        ("gb2312", "utf-8"),
        ("no-such", "utf-8"),
        ("hex", "gb18030"),
        ("utf-8", "utf-8-sig"),
        ("gbk", "utf-16"),
    ],
)
def test_the_bytes_count_for_more_than_the_label(label: str, encoding: str) -> None:
    data = f'<meta charset="{label}">{CHINESE}'.encode(encoding)
    assert html.extract(data).text.startswith("国务院关于印发计划的通知")


def test_a_label_counts_for_other_character_sets() -> None:
    data = "<meta charset=big5><p>行政程序，依法辦理。</p>".encode("big5")
    assert html.extract(data).text == "行政程序，依法辦理。"


def test_damage_is_told_of() -> None:
    data = ("<meta charset=utf-8>" + CHINESE * 40).encode().replace("划".encode(), b"\xe5\x88", 1)
    extract = html.extract(data)
    assert len(extract.warnings) == 1
    assert extract.warnings[0].startswith("damaged characters: ")


@pytest.mark.parametrize(
    ("data", "cause"),
    [
        (b"", "the file is empty"),
        ("没有标记，只有文字。".encode(), "not a web page"),
        (bytes(range(256)) * 20, "not a text file"),
        (b"<html><body></body></html>", "the page holds no text; save it after it has loaded"),
        (
            b"<p>{{data.publishDate}}</p><div>{{ x }}</div>",
            "the page holds no text; save it after it has loaded",
        ),
        (
            "<a href=1>首页</a><a href=2>公开，服务。</a>&gt;".encode(),
            "the page holds no text; save it after it has loaded",
        ),
        (
            "<p>提示：请先登录，再查询。</p><template>{{law.text}}</template>".encode(),
            "the page holds no text; save it after it has loaded",
        ),
    ],
)
def test_what_holds_no_document_is_refused(data: bytes, cause: str) -> None:
    with pytest.raises(ReadError) as refusal:
        html.extract(data)
    assert str(refusal.value) == cause


def test_a_sentence_is_a_document() -> None:
    assert lines("<p>一、主要举措。正文") == ["一、主要举措。正文"]


MHTML = """From: <Saved by a browser>
Subject: =?utf-8?Q?=E9=80=9A=E7=9F=A5?=
MIME-Version: 1.0
Content-Type: multipart/related; type="text/html"; boundary="----b"

------b
Content-Type: image/png
Content-Transfer-Encoding: base64

iVBORw0KGgo=
------b
Content-Type: text/html; charset="{charset}"
Content-Transfer-Encoding: {encoding}

{content}
------b--
"""


@pytest.mark.parametrize("charset", ["utf-8", "gb18030", "big5"])
@pytest.mark.parametrize("encoding", ["base64", "quoted-printable", "8bit"])
def test_a_single_file_page(charset: str, encoding: str) -> None:
    code = {"base64": encodebytes, "quoted-printable": encodestring}.get(encoding, bytes)
    content = code("<p>集市管理，依法公示。</p>".encode(charset))
    head, tail = MHTML.format(charset=charset, encoding=encoding, content="@").split("@")
    data = head.encode() + content + tail.encode()
    assert mhtml.extract(data).text == "集市管理，依法公示。"


def test_the_page_is_the_largest_one_not_the_frame_before_it() -> None:
    frame = "--a\nContent-Type: text/html\n\n<p>AD，广告。</p>\n"
    page = "--a\nContent-Type: text/html; charset=utf-8\n\n<p>集市管理，依法公示，现予公布。</p>\n"
    data = f"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=a\n\n{frame}{page}--a--\n"
    assert mhtml.extract(data.encode()).text == "集市管理，依法公示，现予公布。"


def test_a_single_file_without_a_page_is_refused() -> None:
    with pytest.raises(ReadError, match="the file holds no web page"):
        mhtml.extract(b"Content-Type: text/plain\n\nx")


@pytest.mark.parametrize(
    "hostile",
    [
        "<div>" * 100_000 + "甲，乙。",
        "<" * 300_000,
        "<a " * 100_000,
        "<!--" * 80_000,
        "<a b='\"" * 50_000,
        "<ol>" + "<li>甲" * 20_000,
        "<table><tr><td>" * 8_000 + "甲。",
        "<p>甲" + " " * 300_000 + "乙。",
        "<p>来源：" + "甲 " * 50_000 + "</p><div id=zoom><p>甲。</p><p>乙。</p></div>",
        "<p>&#" + "9" * 100_000 + ";，</p>",
    ],
    ids=[
        "nested",
        "<",
        "tags",
        "comments",
        "quotes",
        "list",
        "tables",
        "spaces",
        "label",
        "entity",
    ],
)
def test_time_grows_with_size_alone(hostile: str) -> None:
    start = time.process_time()
    with suppress(ReadError):
        read(hostile)
    assert time.process_time() - start < 2


def test_whatever_the_damage_there_is_an_extract_or_a_reason() -> None:
    chance = random.Random(9704)
    page = (SITE % (BODY + "<table><tr><td>甲<td>乙</table><ol start=2><li>丙。</ol>")).encode()
    single = MHTML.format(charset="utf-8", encoding="8bit", content=page.decode()).encode()
    for _ in range(300):
        for data, extract in ((page, html.extract), (single, mhtml.extract)):
            damaged = bytearray(data)
            for _ in range(chance.randint(1, 40)):
                damaged[chance.randrange(len(damaged))] = chance.randrange(256)
            start, end = sorted(chance.choices(range(len(damaged)), k=2))
            if chance.random() < 0.5:
                del damaged[start:end]
            with suppress(ReadError):
                assert isinstance(extract(bytes(damaged)), Extract)


def test_an_article_that_a_script_would_show() -> None:
    page = "<div id='js_content' style='visibility: hidden'><p>建设基站，投入使用。</p></div>"
    assert html.extract(f"{page}<p>扫一扫，关注。</p>".encode()).text == "建设基站，投入使用。"


@pytest.mark.parametrize(
    "head", ["<title>通知</title>", "<title>经济</title>", ""], ids=["part", "inside", "none"]
)
def test_a_numbered_or_partial_title_is_none(head: str) -> None:
    body = "<p>关于做好经济工作的通知</p><h1>一、总体要求</h1><p>建设基站，投入使用。</p>"
    found = html.extract(f"<html><head>{head}</head><body>{body}</body></html>".encode())
    assert found.metadata.title == ""
    assert found.text.split("\n")[0] == "关于做好经济工作的通知"
