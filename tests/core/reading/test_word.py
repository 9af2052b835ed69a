"""A Word file is read as Word shows it, and no file does harm."""

from __future__ import annotations

import random
import tracemalloc
from io import BytesIO
from time import perf_counter
from zipfile import ZIP_BZIP2, ZIP_LZMA, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.reading.extract import ReadError
from core.reading.word.docx import extract
from core.reading.word.story import Story
from tests.core.reading.make_docx import (
    FIELD_END,
    PICTURE,
    WORD,
    abstract,
    box,
    cell,
    field,
    field_begin,
    level,
    make_docx,
    num,
    p,
    part,
    relations,
    row,
    run,
    style,
    table,
    zipped,
)


def text(*blocks: str, **parts: str | None) -> str:
    return extract(make_docx(*blocks, **parts)).text  # type: ignore[arg-type]


HIDDEN = "<w:vanish/>"
SYMBOL = "<w:r><w:sym w:font='{}' w:char='{}'/></w:r>"
RUBY = (
    "<w:r><w:ruby><w:rt><w:r><w:t>zhì</w:t></w:r></w:rt>"
    "<w:rubyBase><w:r><w:t>治</w:t></w:r></w:rubyBase></w:ruby></w:r>"
)
PAGE_NUMBER = field("PAGEREF _Toc1", run("12"))
LINK = "<w:hyperlink r:id='x'><w:r><w:t>办法</w:t></w:r></w:hyperlink>"


@pytest.mark.parametrize(
    ("runs", "expected"),
    [
        (run("依法") + run("行政"), "依法行政"),
        ("<w:r><w:t> 依法 </w:t></w:r>" + run("行政"), "依法行政"),
        (run("依法 ") + run("行政"), "依法 行政"),
        (run("　　依法行政\u00a0"), "依法行政"),
        ("<w:r><w:t>依法\n行政</w:t></w:r>", "依法 行政"),
        (run("第一条\t为了"), "第一条 为了"),
        (run("\t一、\t\t成效"), "一、 成效"),
        (run("前\n后"), "前\n后"),
        (run("前") + "<w:r><w:br w:type='page'/></w:r>" + run("后"), "前\n后"),
        (run("前") + "<w:r><w:cr/></w:r>" + run("后"), "前\n后"),
        (run("前\u2028后"), "前\n后"),
        ("<w:r><w:t>12</w:t><w:noBreakHyphen/><w:t>15</w:t></w:r>", "12-15"),
        ("<w:r><w:t>依</w:t><w:softHyphen/><w:t>法</w:t></w:r>", "依法"),
        (run("留") + run("藏", HIDDEN), "留"),
        (run("留") + run("现", "<w:vanish w:val='0'/>"), "留现"),
        (run("依") + run("法", "<w:webHidden/>"), "依法"),
        (RUBY + run("理"), "治理"),
        (f"<w:ins w:id='1'>{run('增')}</w:ins>" + run("留"), "增留"),
        (f"<w:del w:id='1'>{run('删')}</w:del>" + run("留"), "留"),
        ("<w:del w:id='1'><w:r><w:delText>删</w:delText></w:r></w:del>" + run("留"), "留"),
        (f"<w:moveFrom>{run('旧')}</w:moveFrom><w:moveTo>{run('新')}</w:moveTo>", "新"),
        (run("按照") + LINK, "按照办法"),
        (f"<w:smartTag>{run('长')}</w:smartTag><w:customXml>{run('宁')}</w:customXml>", "长宁"),
        (f"<w:sdt><w:sdtPr/><w:sdtContent>{run('控件')}</w:sdtContent></w:sdt>", "控件"),
        ("<m:oMath><m:r><m:t>a=b</m:t></m:r></m:oMath>", "a=b"),
        (run("共") + field("NUMPAGES", run("3")) + run("页"), "共3页"),
        (f"<w:fldSimple w:instr='DATE'>{run('今日')}</w:fldSimple>", "今日"),
        (field(f"IF {FIELD_END}", "") + run("留"), "留"),
        (run("见第") + PAGE_NUMBER + run("页"), "见第12页"),
        (SYMBOL.format("Wingdings", "F0FE") + run("同意"), "☑同意"),
        (SYMBOL.format("Wingdings 2", "F0A3") + run("同意"), "□同意"),
        (SYMBOL.format("Wingdings", "F081") + run("项"), "①项"),
        (SYMBOL.format("Symbol", "F0B3") + run("5"), "≥5"),
        (SYMBOL.format("宋体", "2103") + run("度"), "℃度"),
        (SYMBOL.format("Webdings", "F099") + run("度"), "度"),
        (SYMBOL.format("Webdings", "zz") + run("度"), "度"),
        (PICTURE + run("图"), "图"),
        ("<w:r><w:lastRenderedPageBreak/></w:r>" + run("页"), "页"),
        (run("文") + "<w:r><w:commentReference w:id='1'/></w:r>", "文"),
    ],
)
def test_what_a_run_shows(runs: str, expected: str) -> None:
    assert text(p("", runs)) == expected


def test_a_field_may_draw_a_circle_around_a_number() -> None:
    code = "<w:r><w:instrText>eq \\o\\ac(○,3)</w:instrText></w:r>"
    begin = "<w:r><w:fldChar w:fldCharType='begin'/></w:r>"
    assert text(p("", begin, code, FIELD_END, run("依法"))) == "③依法"


def test_styles_hide_runs_and_paragraphs() -> None:
    styles = style("Hidden", run_properties=HIDDEN)
    marked = run("藏", "<w:rStyle w:val='Hidden'/>")
    assert text(p("藏", style="Hidden"), p("留", marked), styles=styles) == "留"


@pytest.mark.parametrize("mark", ["<w:del/>", "<w:moveFrom/>", "<w:vanish/>"])
def test_a_paragraph_without_its_mark_is_continued_by_the_next(mark: str) -> None:
    assert text(p("前", mark=mark), p("后"), p("三")) == "前后\n三"
    assert text(table([p("前", mark=mark), "右"]), p("后", mark=mark)) == "前\t右\n后"


def test_empty_paragraphs_are_no_lines() -> None:
    assert text(p("一"), p(), p("　 "), p("二")) == "一\n二"


def test_a_text_box_is_read_once_behind_its_paragraph() -> None:
    assert (
        text(p("正文", box(p("框内一") + p("框内二"))), p("后文")) == "正文\n框内一\n框内二\n后文"
    )


def test_word_art_is_text() -> None:
    drawn = "<w:r><w:pict><v:shape><v:textpath string='某市人民政府文件'/></v:shape></w:pict></w:r>"
    assert text(p("", drawn), p("正文")) == "某市人民政府文件\n正文"


def test_the_older_alternative_is_read_where_there_is_no_other() -> None:
    fallback = f"<mc:AlternateContent><mc:Fallback>{run('旧')}</mc:Fallback></mc:AlternateContent>"
    assert text(p("", fallback)) == "旧"


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        (table(["指标", "数值"], ["成功率", "95.6%"]), "指标\t数值\n成功率\t95.6%"),
        (table(["指标", ""], ["", "95.6%"]), "指标\n95.6%"),
        (table(["甲", "", "丙"]), "甲\t丙"),
        (table([p("一段") + p("二段"), "右"]), "一段 二段\t右"),
        (table([p("第一段。") + p("第二段。")]), "第一段。\n第二段。"),
        (table(["第一段。"], ["第二段。"]), "第一段。\n第二段。"),
        (table([p("a\tb"), "c"]), "a b\tc"),
        (
            table(
                [cell("合并", "<w:vMerge w:val='restart'/>"), "一"],
                [cell("合并", "<w:vMerge/>"), "二"],
            ),
            "合并\t一\n二",
        ),
        (table([cell("跨列", "<w:gridSpan w:val='2'/>"), "三"]), "跨列\t三"),
        (table(["外", table(["内一", "内二"], ["内三", "内四"])]), "外\t内一\t内二 内三\t内四"),
        (table([table(["内一", "内二"])]), "内一\t内二"),
        (
            f"<w:tbl>{row('删', '行', properties='<w:del/>')}{row('留', '行')}</w:tbl>",
            "留\t行",
        ),
        (table(["", ""]) + p("后"), "后"),
        (p("正文", box(table(["甲", "乙"]))), "正文\n甲\t乙"),
        ("<w:tc><w:p><w:r><w:t>无表之格</w:t></w:r></w:p></w:tc>" + p("后"), "后"),
    ],
    ids=[
        "rows",
        "one filled cell",
        "empty between",
        "paragraphs in a cell",
        "frame",
        "one column",
        "tab in a cell",
        "merged down",
        "merged across",
        "nested",
        "nested in a frame",
        "deleted row",
        "empty",
        "in a text box",
        "cell without a row",
    ],
)
def test_tables(block: str, expected: str) -> None:
    assert text(block) == expected


HEADINGS = (
    style("H1", "heading 1")
    + style("B2", "标题 2")
    + style("Own", "公文一级", based_on="H1")
    + style("Out", "outlined", outline=3)
    + style("Title", "Title", outline=0)
    + style("Sub", "副标题", outline=1)
)


@pytest.mark.parametrize(
    ("paragraph", "headings"),
    [
        (p("总体要求", style="H1"), {0: 1}),
        (p("总体要求", style="B2"), {0: 2}),
        (p("总体要求", style="Own"), {0: 1}),
        (p("总体要求", style="Out"), {0: 4}),
        (p("总体要求", outline=2), {0: 3}),
        (p("总体要求", style="H1", outline=9), {}),
        (p("总体要求", style="H1", outline=1), {0: 2}),
        (p("总体\n要求", style="H1"), {0: 1}),
        (p("关于印发方案的通知", style="Title"), {}),
        (p("二〇二四年", style="Sub"), {}),
        (p("各区要" + "落实" * 30, style="H1"), {}),
        (p("各区要落实。", style="H1"), {}),
        (p("", style="H1"), {}),
        (table([p("表头", style="H1"), p("数值")]), {}),
        (table([p("框内标题", style="H1")]), {0: 1}),
    ],
)
def test_headings_that_the_file_marks(paragraph: str, headings: dict[int, int]) -> None:
    found = extract(make_docx(paragraph, p("正文。"), styles=HEADINGS))
    assert found.headings == headings


def test_headings_are_counted_in_lines() -> None:
    blocks = [p("一行\n二行"), p(), table(["a", "b"]), p("标题", outline=0), p("正文")]
    found = extract(make_docx(*blocks))
    assert [found.text.split("\n")[line] for line in found.headings] == ["标题"]


CONTENTS = style("T1", "toc 1") + style("T2", "目录 2") + style("TH", "TOC Heading")
ENTRY = field_begin("PAGEREF _Toc1 \\h") + run("3") + FIELD_END


@pytest.mark.parametrize(
    "blocks",
    [
        p("目　录") + p("第一章 总则\t1", style="T1") + p("第一节\t2", style="T2"),
        p("目录", style="TH") + p("第一章 总则\t1", style="T1"),
        p("目录") + p("", field_begin("TOC \\o"), run("第一章\t1")) + p("第二章\t2", FIELD_END),
        p("目录") + p("第一章 总则\t", ENTRY) + p("第二章\t", ENTRY),
        "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/>"
        f"</w:docPartObj></w:sdtPr><w:sdtContent>{p('目录')}{p('第一章 总则')}</w:sdtContent>"
        "</w:sdt>",
        p("目次") + p("", f"<w:fldSimple w:instr='TOC'>{run('第一章')}</w:fldSimple>"),
    ],
    ids=["styles", "styled title", "field", "page references", "gallery", "simple field"],
)
def test_a_table_of_contents_is_left_out(blocks: str) -> None:
    assert text(p("标题") + blocks + p("第一章 总则"), styles=CONTENTS) == "标题\n第一章 总则"


def test_text_in_the_paragraph_where_the_contents_end_is_kept() -> None:
    blocks = [p("", field_begin("TOC"), run("第一章\t1")), p("", FIELD_END, run("第一章 总则"))]
    assert text(*blocks) == "第一章 总则"


def test_a_field_that_never_ends_swallows_nothing() -> None:
    assert text(p("前", field_begin("TOC")), p("正文。"), p("后")) == "前\n正文。\n后"


def test_a_sentence_in_the_style_of_contents_is_text() -> None:
    assert text(p("各区要抓好落实。", style="T1"), styles=CONTENTS) == "各区要抓好落实。"


def footnote(identity: int, content: str, more: str = "") -> str:
    return f"<w:footnote w:id='{identity}' {more}>{content}</w:footnote>"


NOTES = (
    footnote(-1, "<w:p><w:r><w:separator/></w:r></w:p>", "w:type='separator'")
    + footnote(1, p("", "<w:r><w:footnoteRef/></w:r>", run(" 甲注")) + p("续"))
    + footnote(2, p("乙注"))
    + footnote(3, p("无人引"))
)


def note(identity: int) -> str:
    return f"<w:r><w:footnoteReference w:id='{identity}'/></w:r>"


def test_notes_are_numbered_in_order_and_follow_the_text() -> None:
    found = text(p("前", note(2), run("中")), p("后", note(1), note(2)), footnotes=NOTES)
    assert found == "前[1]中\n后[2][1]\n[1] 乙注\n[2] 甲注 续"


def test_notes_that_cannot_be_read_are_missed() -> None:
    found = extract(make_docx(p("前", note(1)), footnotes="<w:footnote>"))
    assert (found.text, found.warnings) == ("前[1]", ("notes could not be read",))


def test_headers_footers_and_comments_are_left_out() -> None:
    parts: dict[str, str | bytes] = {
        f"word/{name}.xml": part(root, p("页眉"))
        for name, root in (("header1", "hdr"), ("footer1", "ftr"), ("comments", "comments"))
    }
    assert extract(make_docx(p("正文"), parts=parts)).text == "正文"


@pytest.mark.parametrize("content", ["<w:style>", "\0", "<a/>" * 9])
def test_damaged_styles_are_reported(content: str) -> None:
    found = extract(make_docx(p("正文", style="H1"), styles=content))
    assert found.text == "正文"
    assert found.warnings == (() if content.startswith("<a/>") else ("styles could not be read",))


def test_embedded_files_are_reported() -> None:
    found = extract(make_docx(p("正文"), "<w:altChunk r:id='rId5'/>"))
    assert found.warnings == ("embedded files left unread: 1",)


BODY = part("document", f"<w:body>{p('正文')}</w:body>")


@pytest.mark.parametrize(
    "parts",
    [
        {"word/document.xml": BODY},
        {
            "word/document.xml": BODY.replace(
                WORD, "http://purl.oclc.org/ooxml/wordprocessingml/main"
            )
        },
        {"word/document.xml": "\ufeff" + BODY},
        {"word/document.xml": BODY.replace("UTF-8", "UTF-16").encode("utf-16")},
        {"word/document.xml": BODY.replace("w:", "x:").replace(":w=", ":x=")},
        {"_rels/.rels": relations(officeDocument="/doc/document2.xml"), "doc/document2.xml": BODY},
        {"_rels/.rels": relations(officeDocument="word\\Document.xml"), "WORD/document.xml": BODY},
        {"_rels/.rels": "<damaged", "word/document.xml": BODY},
        {
            "[Content_Types].xml": "<Types><Override PartName='/a/b.xml' ContentType="
            "'application/vnd.ms-word.template.macroEnabledTemplate.main+xml'/></Types>",
            "a/b.xml": BODY,
        },
    ],
    ids=[
        "no relations",
        "strict",
        "byte order mark",
        "UTF-16",
        "other prefix",
        "elsewhere",
        "other case",
        "damaged relations",
        "declared",
    ],
)
def test_where_the_text_is_found(parts: dict[str, str | bytes]) -> None:
    assert extract(zipped(parts)).text == "正文"


def test_numbers_and_styles_are_found_beside_a_text_that_is_elsewhere() -> None:
    numbering = abstract(0, level(0, "chineseCounting", "%1、")) + num(1, 0)
    parts: dict[str, str | bytes] = {
        "_rels/.rels": relations(officeDocument="a/b.xml"),
        "a/b.xml": part("document", f"<w:body>{p('成效', style='A')}</w:body>"),
        "a/_rels/b.xml.rels": relations(numbering="/c/n.xml", styles="../c/s.xml"),
        "c/n.xml": part("numbering", numbering),
        "c/s.xml": part("styles", style("A", item=(1, 0))),
    }
    assert extract(zipped(parts)).text == "一、成效"


def bomb(content: str) -> bytes:
    return zipped({"word/document.xml": content})


def declaring(doctype: str, content: str) -> bytes:
    return bomb(f"<!DOCTYPE x [{doctype}]>" + BODY.split("?>", 1)[1].replace("正文", content))


LAUGHS = "<!ENTITY a0 'ha'>" + "".join(f"<!ENTITY a{n + 1} '{f'&a{n};' * 10}'>" for n in range(12))
TOO_LARGE = "the file unpacks to more than a document can hold"
ENTITIES = "the file declares XML entities, which no document needs"
DAMAGED = "the file is damaged or cut short"


@pytest.mark.parametrize(
    ("data", "cause"),
    [
        (b"", DAMAGED),
        (b"PK\x03\x04 and then nothing", DAMAGED),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), DAMAGED),
        (random.Random(1).randbytes(20_000), DAMAGED),
        (make_docx(p("正文"))[:-40], DAMAGED),
        (zipped({}), "no Word document in the file"),
        (zipped({"xl/workbook.xml": "<workbook/>"}), "no Word document in the file"),
        (zipped({"word/document.xml": "<workbook/>"}), "no Word document in the file"),
        (zipped({"word/document.xml": ""}), "no Word document in the file"),
        (bomb("<w:document"), "damaged XML: word/document.xml"),
        (bomb(BODY[:-9]), "damaged XML: word/document.xml"),
        (make_docx(), "the file holds no text"),
        (make_docx(p("", run("藏", HIDDEN))), "the file holds no text"),
        (make_docx(p("", PICTURE)), "the file holds pictures but no text"),
        (bomb(BODY.replace("正文", "文" * (20 << 20))), TOO_LARGE),
        (bomb(BODY.replace("正文", "&lt;" * (13 << 20))), TOO_LARGE),
        (bomb("<a>" * 5_000_000), TOO_LARGE),
        (bomb(BODY.replace(WORD, "u" * 2_000_000)), TOO_LARGE),
        (declaring(LAUGHS, "&a12;"), ENTITIES),
        (declaring(f"<!ENTITY q '{'x' * 100_000}'>", "&q;" * 50_000), ENTITIES),
        (declaring("<!ENTITY f SYSTEM 'file:///etc/hostname'>", "&f;"), ENTITIES),
        (declaring("<!ENTITY % f SYSTEM 'http://127.0.0.1:9/x'>%f;", "x"), ENTITIES),
    ],
    ids=[
        *("empty", "head only", "OLE", "random", "cut short", "no parts", "spreadsheet"),
        *("no document element", "empty part", "cut tag", "cut XML", "no text", "hidden"),
        *("pictures", "large text", "large part", "deep", "long namespace"),
        *("billion laughs", "quadratic", "external entity", "parameter entity"),
    ],
)
def test_what_is_refused_is_refused_soon_and_by_name(data: bytes, cause: str) -> None:
    begin = perf_counter()
    with pytest.raises(ReadError) as refusal:
        extract(data)
    assert str(refusal.value) == cause
    assert perf_counter() - begin < 5


def test_more_elements_than_a_document_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Story, "most", 1_000)
    with pytest.raises(ReadError, match=TOO_LARGE):
        extract(make_docx(*[p("正文")] * 400))


@pytest.mark.parametrize("packing", [ZIP_BZIP2, ZIP_LZMA])
def test_packing_that_no_word_file_uses_is_not_unpacked(packing: int) -> None:
    buffer = BytesIO()
    with ZipFile(buffer, "w", packing) as archive:
        archive.writestr("word/document.xml", BODY)
    with pytest.raises(ReadError, match="packed in an unknown way"):
        extract(buffer.getvalue())


def test_large_pictures_are_not_unpacked() -> None:
    data = make_docx(p("正文", PICTURE), parts={"word/media/image1.bmp": bytes(300 << 20)})
    tracemalloc.start()
    try:
        assert extract(data).text == "正文"
        assert tracemalloc.get_traced_memory()[1] < 20 << 20
    finally:
        tracemalloc.stop()


def test_a_field_in_a_field_costs_no_more_than_its_tags() -> None:
    nested = field_begin("IF") * 20_000 + run("文") * 20_000 + FIELD_END * 20_000
    begin = perf_counter()
    assert text(p("", nested)) == "文" * 20_000
    assert perf_counter() - begin < 5


def fixture() -> bytes:
    """A file with something of everything."""
    numbering = abstract(0, level(0, "chineseCounting", "%1、"), level(1, "decimal", "%2."))
    return make_docx(
        p("标题", style="H1"),
        p("目录") + p("", field("TOC", run("第一章\t1"))),
        p("成效", item=(1, 0)),
        p("办结12件。", note(1), item=(1, 1)),
        p("", f"<w:ins>{run('增')}</w:ins><w:del>{run('删')}</w:del>", mark="<w:del/>"),
        p("正文", box(p("框内") + table(["甲", "乙"]))),
        table(["指标", cell("数值", "<w:vMerge/>")], [table(["内"]), p(item=(1, 1))]),
        styles=HEADINGS + STYLED,
        numbering=numbering + num(1, 0),
        footnotes=NOTES,
    )


STYLED = style("A", item=(1, 0)) + style("B", based_on="A")


def damaged(data: bytes, chance: random.Random) -> bytes:
    """The bytes with some of them changed, lost, repeated or moved."""
    mutable = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        start = chance.randrange(len(mutable))
        end = min(len(mutable), start + chance.randint(1, 40))
        match chance.randrange(4):
            case 0:
                mutable[start] = chance.randrange(256)
            case 1:
                del mutable[start:end]
            case 2:
                mutable[start:start] = mutable[start:end]
            case _:
                other = chance.randrange(len(mutable))
                mutable[other:other] = mutable[start:end]
    return bytes(mutable) or b"\0"


def reordered(content: bytes, chance: random.Random) -> bytes:
    """The XML with tags renamed to other tags of it, so that it most often still is XML."""
    names = ["p", "r", "t", "tbl", "tr", "tc", "pPr", "ins", "del", "sdtContent", "txbxContent"]
    for _ in range(chance.randint(1, 4)):
        old, new = (name.encode() for name in chance.sample(names, 2))
        for before in (b"<w:", b"</w:"):
            for after in (b">", b" ", b"/>"):
                content = content.replace(before + old + after, before + new + after)
    return content


@pytest.mark.parametrize("seed", range(100))
def test_damage_gives_a_text_or_a_reason(seed: int) -> None:
    chance = random.Random(seed)
    whole = fixture()
    with ZipFile(BytesIO(whole)) as archive:
        parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice(sorted(parts))
    content = parts[name]
    assert isinstance(content, bytes)
    for data in (
        damaged(whole, chance),
        zipped({**parts, name: damaged(content, chance)}),
        zipped({**parts, name: reordered(content, chance)}),
    ):
        try:
            found = extract(data)
        except ReadError:
            continue
        lines = found.text.split("\n")
        assert all(line and line == line.strip() for line in lines)
        assert all(0 <= line < len(lines) and depth > 0 for line, depth in found.headings.items())


# What XML can hold, without what is a line end or a control character in the text.
CHARACTERS = st.characters(
    exclude_categories=("Cs", "Cc", "Zl", "Zp"), exclude_characters="\ufffe\uffff"
)
PARAGRAPHS = st.lists(st.text(CHARACTERS, min_size=1, max_size=40).map(str.strip).filter(bool))


@given(PARAGRAPHS.filter(bool))
def test_paragraphs_come_back(paragraphs: list[str]) -> None:
    assert extract(make_docx(*map(p, paragraphs))).text.split("\n") == paragraphs


@given(st.lists(PARAGRAPHS.filter(lambda cells: len(cells) > 1), min_size=1))
def test_rows_come_back(rows: list[list[str]]) -> None:
    cells = ([p(text) for text in row] for row in rows)
    assert extract(make_docx(table(*cells))).text == "\n".join(map("\t".join, rows))
