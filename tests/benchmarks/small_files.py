"""One small file of each format, with a bit of everything that its reader knows."""

from __future__ import annotations

from base64 import b64encode
from io import BytesIO
from zipfile import ZipFile

from tests.core.reading.make_docx import (
    PICTURE,
    abstract,
    box,
    field,
    level,
    make_docx,
    num,
    p,
    row,
    run,
    style,
    table,
)
from tests.core.reading.make_pdf import Sheet, Text, make_pdf

_LINES = (
    "某市某区2024年法治政府建设情况报告",
    "发文机关：某区司法局",
    "成文日期：2025年1月9日",
    "一、主要举措和成效",
    "（一）推进政府职能转变。全年办结事项1.2万件，同比增长95.6%。",
    "1．清理规范性文件《〈若干规定〉实施细则》等12件。",
    "①开展检查3次。",
    "二、存在的不足",
    "一是协调机制还不完善。二是宣传的形式单一。",
)


def small_files() -> list[tuple[str, bytes]]:
    """Names and bytes; they stand in the same order in every run."""
    text = "\n".join(_LINES)
    return [
        ("utf-8.txt", text.encode()),
        ("gb18030.txt", text.replace("\n", "\r\n").encode("gb18030")),
        ("utf-16.txt", text.encode("utf-16")),
        ("markdown.md", _markdown().encode()),
        ("page.html", _page("utf-8").encode()),
        ("gb.html", _page("gb2312").encode("gb18030")),
        ("utf-16.html", _page("utf-16").encode("utf-16")),
        ("page.mht", _mhtml()),
        ("plain.docx", make_docx(*map(p, _LINES))),
        ("rich.docx", _docx()),
        ("old.rtf", _rtf()),
        ("old.doc", _ole("WordDocument")),
        ("locked.docx", _ole("EncryptedPackage")),
        ("office.odt", _odt()),
        ("flat.xml", _flat()),
        ("pages.pdf", _pdf()),
        ("pages.ofd", _ofd()),
    ]


def _markdown() -> str:
    head, *rest = _LINES
    return f"---\ntitle: {head}\n---\n\n# {head}\n\n<!-- 注 -->\n\n## " + "\n\n**要点** ".join(rest)


def _page(charset: str) -> str:
    lines = "".join(f"<p style='text-indent:2em'><span>{line}</span></p>\n" for line in _LINES[3:])
    return f"""<!DOCTYPE html>
<html><head><meta charset="{charset}"><title>{_LINES[0]}</title>
<meta name="ArticleTitle" content="{_LINES[0]}"><meta name="PubDate" content="2025-01-09 10:00">
<style>p {{ color: red }}</style><script>if (1 < 2) document.write("<p>")</script></head>
<body><div id="nav"><ul><li><a href="/">首页</a></li><li>打印</li></ul></div>
<table><tr><th>索&ensp;引&ensp;号：</th><td>000-1</td><td>发文字号</td><td>某发〔2025〕1号</td></tr></table>
<div class="article"><div id="zoom"><h1>{_LINES[0]}</h1>{lines}
<ol><li>列入清单<br>换行&nbsp;PM<sub>2.5</sub></li></ol>
<table border=1><tr><td rowspan="2" colspan="2">指标</td><td>数值</td></tr>
<tr><td>95.6%</td></tr></table>
<p>附件：&lt;清单&gt; &#19968;&#x4E00; &#0; &unknown;</p></div></div>
<div class="foot">版权所有 主办单位</div></body></html>
</html><p>尾部</p>"""


def _mhtml() -> bytes:
    body = b64encode(_page("utf-8").encode()).decode()
    return f"""From: <Saved by Blink>
Subject: =?utf-8?B?5oql5ZGK?=
MIME-Version: 1.0
Content-Type: multipart/related;
\ttype="text/html";
\tboundary="----part"

------part
Content-Type: text/html; charset="utf-8"
Content-Transfer-Encoding: base64
Content-Location: https://www.example.org/

{body}
------part
Content-Type: image/png
Content-Transfer-Encoding: base64

iVBORw0KGgo=
------part--
""".encode()


def _docx() -> bytes:
    return make_docx(
        p(_LINES[0], style="Title"),
        p("总则", style="Heading1"),
        p("推进职能转变。", item=(1, 0)),
        p("清理文件12件。", item=(1, 1)),
        p("办结", run("1.2万件", "<w:b/>"), PICTURE, field("PAGE", run("3"))),
        p(
            "原文",
            f"<w:ins>{run('增加')}</w:ins><w:del><w:r><w:delText>删去</w:delText></w:r></w:del>",
        ),
        p("框", box(p("签发人：张三"))),
        table(["指标", "数值"], [p("成功率"), row("95.6%")]),
        p("注释", "<w:r><w:footnoteReference w:id='2'/></w:r>"),
        styles=style("Title", "Title")
        + style("Heading1", "heading 1", outline=0, item=(1, 0))
        + style("Body", based_on="Heading1", default=True),
        numbering=abstract(
            0,
            level(0, "chineseCountingThousand", "%1、"),
            level(1, "japaneseCounting", "（%2）"),
            level(2, "decimalEnclosedCircle", "%3", start=9),
        )
        + num(1, 0),
        footnotes=f"<w:footnote w:id='2'>{p('脚注文字。')}</w:footnote>",
    )


def _rtf() -> bytes:
    words = "".join(
        f"\\u{ord(char) if ord(char) < 32768 else ord(char) - 65536}\\'3f" for char in _LINES[3]
    )
    return rf"{{\rtf1\ansi\ansicpg936{{\fonttbl{{\f0 SimSun;}}}}\pard {words}\par}}".encode()


def _ole(stream: str) -> bytes:
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0")
    entries = [name.encode("utf-16-le").ljust(128, b"\0") for name in ("Root Entry", stream)]
    return head + b"\xec\xa5\xc1\0".ljust(512, b"\0") + b"".join(entries)


def _odt() -> bytes:
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", "<office:document-content/>")
    return file.getvalue()


def _flat() -> bytes:
    return (
        '<?xml version="1.0"?>\n<?mso-application progid="Word.Document"?>\n'
        '<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml">'
        f"<w:body><w:p><w:r><w:t>{_LINES[3]}</w:t></w:r></w:p></w:body></w:wordDocument>"
    ).encode()


def _pdf() -> bytes:
    lines = [Text(line, 80, 760 - 28 * number) for number, line in enumerate(_LINES)]
    return make_pdf(Sheet([*lines, Text("— 1 —", 280, 40)]), Sheet(lines[3:], rotate=90))


def _ofd() -> bytes:
    words = "".join(
        f'<ofd:TextObject ID="{10 + number}" Boundary="25 {20 + 10 * number} 160 6" Font="1" '
        f'Size="5.6" CTM="1 0 0 1 0 0"><ofd:TextCode X="0" Y="5" DeltaX="g {len(line)} 5.6">'
        f"{line}</ofd:TextCode></ofd:TextObject>"
        for number, line in enumerate(_LINES)
    )
    box = "<ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox>"
    parts = {
        "OFD.xml": '<ofd:OFD {0} DocType="OFD"><ofd:DocBody><ofd:DocInfo>'
        "<ofd:Title>报告</ofd:Title></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": "<ofd:Document {0}><ofd:CommonData><ofd:PageArea>"
        f"{box}</ofd:PageArea></ofd:CommonData><ofd:Pages>"
        '<ofd:Page ID="2" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages></ofd:Document>',
        "Doc_0/Pages/Page_0/Content.xml": f"<ofd:Page {{0}}><ofd:Area>{box}</ofd:Area>"
        f'<ofd:Content><ofd:Layer ID="3"><ofd:PageBlock ID="4">{words}</ofd:PageBlock></ofd:Layer>'
        "</ofd:Content></ofd:Page>",
    }
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        for name, xml in parts.items():
            archive.writestr(name, xml.format('xmlns:ofd="http://www.ofdspec.org/2016"'))
    return file.getvalue()
