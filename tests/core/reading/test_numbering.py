"""The numbers that Word prints and does not write down."""

from __future__ import annotations

import pytest

from core.numerals import number
from core.reading.word.docx import extract
from core.reading.word.numbering import written
from tests.core.reading.make_docx import (
    abstract,
    level,
    make_docx,
    num,
    p,
    restarted,
    style,
    table,
)

ONE = level(0, "chineseCounting", "%1、")
TWO = level(1, "chineseCounting", "（%2）")
THREE = level(2, "decimal", "%3.")
OFFICIAL = abstract(0, ONE, TWO, THREE)
LEGAL = abstract(
    0, level(0, "decimal", "%1"), level(1, "decimal", "%1.%2"), level(2, "decimal", "%1.%2.%3")
)


def numbers(levels: str, numbering: str, styles: str | None = None) -> list[str]:
    """The numbers of paragraphs given by level; `0b` is a paragraph of the second list."""
    items = [p("x", item=(ord(each[1:] or "a") - 96, int(each[0]))) for each in levels.split()]
    lines = extract(make_docx(*items, numbering=numbering, styles=styles)).text.split("\n")
    return [line.removesuffix("x").strip() for line in lines]


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("chineseCounting", {1: "一", 10: "十", 11: "十一", 20: "二十", 21: "二十一"}),
        ("chineseCountingThousand", {99: "九十九", 100: "一百", 101: "一百零一", 110: "一百一十"}),
        ("japaneseCounting", {12: "十二", 111: "一百一十一", 1001: "一千零一", 1010: "一千零一十"}),
        ("taiwaneseCountingThousand", {10_000: "一万", 10_001: "一万零一", 210_000: "二十一万"}),
        ("chineseLegalSimplified", {1: "壹", 10: "壹拾", 105: "壹佰零伍"}),
        ("ideographLegalTraditional", {2: "貳", 16: "壹拾陸"}),
        ("ideographDigital", {9: "九", 10: "一〇", 123: "一二三"}),
        ("ideographTraditional", {1: "甲", 3: "丙", 10: "癸", 11: "11"}),
        ("ideographZodiac", {1: "子", 12: "亥", 13: "13"}),
        ("ideographZodiacTraditional", {1: "甲子", 60: "癸亥"}),
        ("decimalEnclosedCircle", {1: "①", 20: "⑳", 21: "㉑", 36: "㊱", 50: "㊿", 51: "51"}),
        ("decimalEnclosedCircleChinese", {10: "⑩"}),
        ("decimalEnclosedFullstop", {1: "⒈", 20: "⒛"}),
        ("decimalEnclosedParen", {1: "⑴", 20: "⒇"}),
        ("ideographEnclosedCircle", {1: "㊀", 10: "㊉", 11: "11"}),
        ("decimal", {0: "0", 1: "1", 4321: "4321"}),
        ("decimalZero", {5: "05", 10: "10", 100: "100"}),
        ("decimalFullWidth", {12: "１２"}),
        ("lowerLetter", {1: "a", 26: "z", 27: "aa", 53: "aaa"}),
        ("upperLetter", {2: "B"}),
        ("lowerRoman", {4: "iv", 1999: "mcmxcix"}),
        ("upperRoman", {9: "IX", 5000: "5000"}),
        ("numberInDash", {3: "- 3 -"}),
        ("none", {0: "", 7: ""}),
        ("a form of a later Word", {7: "7"}),
    ],
)
def test_the_forms(form: str, expected: dict[int, str]) -> None:
    assert {value: written(value, form) for value in expected} == expected


@pytest.mark.parametrize("value", [*range(1, 130), 999, 1000, 1099, 9_999, 10_010, 120_345])
def test_what_is_written_reads_as_the_same_number(value: int) -> None:
    assert number(written(value, "chineseCounting")) == value


@pytest.mark.parametrize("value", [-5, 0, 4_000_000, 999_999_999])
def test_no_number_is_too_large_to_print(value: int) -> None:
    forms = ("lowerLetter", "upperRoman", "chineseCounting", "decimalEnclosedCircle", "decimal")
    assert all(0 < len(written(value, form)) < 40 for form in forms)


@pytest.mark.parametrize(
    ("levels", "numbering", "expected"),
    [
        ("0 1 1 0 1", OFFICIAL + num(1, 0), "一、 （一） （二） 二、 （一）"),
        ("0 1 2 2 1 2", OFFICIAL + num(1, 0), "一、 （一） 1. 2. （二） 1."),
        # The level between is left out, and begins all the same.
        ("0 2 2 1 2", LEGAL + num(1, 0), "1 1.1.1 1.1.2 1.2 1.2.1"),
        ("1 1 0 1", LEGAL + num(1, 0), "1.1 1.2 2 2.1"),
        # Lists with the same definition count on; one that restarts does so once.
        ("0 0 0b 0", OFFICIAL + num(1, 0) + num(2, 0), "一、 二、 三、 四、"),
        (
            "0 0 0b 0b 1b 0",
            OFFICIAL + num(1, 0) + num(2, 0, restarted(0, 1)),
            "一、 二、 一、 二、 （一） 三、",
        ),
        ("0 0b", OFFICIAL + num(1, 0) + num(2, 0, restarted(0, 11)), "一、 十一、"),
        ("0 0b", OFFICIAL + abstract(1, ONE) + num(1, 0) + num(2, 1), "一、 一、"),
        (
            "0b 1b",
            OFFICIAL
            + num(2, 0, f"<w:lvlOverride w:ilvl='1'>{level(1, 'decimal', '%2)')}</w:lvlOverride>"),
            "一、 1)",
        ),
        ("0 0", abstract(0, level(0, "decimal", "%1、", start=8)) + num(1, 0), "8、 9、"),
    ],
    ids=[
        "restarts below",
        "three levels",
        "level left out",
        "begins below",
        "same definition",
        "restarted",
        "starts at eleven",
        "two definitions",
        "level redefined",
        "start",
    ],
)
def test_counting(levels: str, numbering: str, expected: str) -> None:
    assert numbers(levels, numbering) == expected.split()


@pytest.mark.parametrize(
    ("restart", "expected"),
    [
        ("", "一、 （一） 1. （二） 1. 二、 （一） 1."),
        ("<w:lvlRestart w:val='0'/>", "一、 （一） 1. （二） 2. 二、 （一） 3."),
        ("<w:lvlRestart w:val='1'/>", "一、 （一） 1. （二） 2. 二、 （一） 1."),
    ],
    ids=["by any higher level", "never", "by the first level"],
)
def test_a_level_begins_anew(restart: str, expected: str) -> None:
    numbering = abstract(0, ONE, TWO, level(2, "decimal", "%3.", restart)) + num(1, 0)
    assert numbers("0 1 2 1 2 0 1 2", numbering) == expected.split()


def test_legal_numbering_shows_all_levels_in_digits() -> None:
    numbering = abstract(0, ONE, level(1, "chineseCounting", "%1.%2", "<w:isLgl/>")) + num(1, 0)
    assert numbers("0 1", numbering) == ["一、", "1.1"]


def test_a_list_may_be_defined_by_a_style() -> None:
    linked = "<w:abstractNum w:abstractNumId='5'><w:numStyleLink w:val='公文'/></w:abstractNum>"
    owner = abstract(0, "<w:styleLink w:val='公文'/>", ONE)
    assert numbers("0 0b", owner + linked + num(1, 0) + num(2, 5)) == ["一、", "二、"]


@pytest.mark.parametrize(
    ("form", "pattern", "more", "text", "expected"),
    [
        ("chineseCounting", "%1、", "", "成效", "一、成效"),
        ("chineseCounting", "（%1）", "", "成效", "（一）成效"),
        ("decimal", "%1.", "", "加强", "1.加强"),
        ("decimal", "%1.", "", "2024年", "1. 2024年"),
        ("decimal", "%1．", "", "2024年", "1．2024年"),
        ("decimal", "%1", "", "2024年", "1 2024年"),
        ("chineseCounting", "第%1条", "", "为了", "第一条 为了"),
        ("chineseCounting", "第%1条", "<w:suff w:val='space'/>", "为了", "第一条 为了"),
        ("chineseCounting", "第%1章　", "<w:suff w:val='nothing'/>", "总则", "第一章　总则"),
        ("chineseCounting", "第%1章　", "", "总则", "第一章　总则"),
        ("decimalEnclosedCircle", "%1", "", "依法", "①依法"),
        ("decimalEnclosedCircle", "%1", "<w:suff w:val='nothing'/>", "依法", "①依法"),
        ("none", "附件：", "", "清单", "附件：清单"),
        ("none", "", "", "正文", "正文"),
        ("decimal", "%1.%5", "", "坏", "1.坏"),
        ("decimal", "%1.", "<w:rPr><w:vanish/></w:rPr>", "隐藏编号", "隐藏编号"),
        ("bullet", "\uf06c", "", "要点", "要点"),
        ("bullet", "l", "", "要点", "要点"),
        ("bullet", "——", "", "要点", "——要点"),
    ],
)
def test_how_number_and_text_meet(
    form: str, pattern: str, more: str, text: str, expected: str
) -> None:
    numbering = abstract(0, level(0, form, pattern, more)) + num(1, 0)
    assert extract(make_docx(p(text, item=(1, 0)), numbering=numbering)).text == expected


STYLES = (
    style("Normal", default=True)
    + style("A", item=(1, None))
    + style("B", item=(None, 1), based_on="A")
    + style("C", based_on="B")
    + style("Off", item=(0, None), based_on="A")
    + style("X", based_on="Y")
    + style("Y", based_on="X", item=(1, 0))
)


@pytest.mark.parametrize(
    ("paragraph", "expected"),
    [
        (p("x", style="A"), "一、x"),
        (p("x", style="B"), "（一）x"),
        (p("x", style="C"), "（一）x"),
        (p("x", style="Off"), "x"),
        (p("x", style="X"), "一、x"),
        (p("x", style="A", item=(0, 0)), "x"),
        (p("x", style="Off", item=(1, 2)), "1.x"),
        (p("x", style="unknown"), "x"),
        (p("x", item=(7, 0)), "x"),
        (p("x", item=(1, 8)), "x"),
    ],
    ids=[
        "style",
        "level in the style",
        "inherited",
        "switched off",
        "circle of styles",
        "switched off here",
        "switched on here",
        "no such style",
        "no such list",
        "no such level",
    ],
)
def test_where_the_number_comes_from(paragraph: str, expected: str) -> None:
    document = make_docx(paragraph, styles=STYLES, numbering=OFFICIAL + num(1, 0))
    assert extract(document).text == expected
    assert extract(document).warnings == ()


def test_the_list_says_which_level_belongs_to_a_style() -> None:
    owned = abstract(0, ONE, level(1, "chineseCounting", "（%2）", "<w:pStyle w:val='B'/>"))
    styles = style("A", item=(1, 0)) + style("B", item=(1, None))
    document = make_docx(
        p("x", style="A"), p("x", style="B"), styles=styles, numbering=owned + num(1, 0)
    )
    assert extract(document).text == "一、x\n（一）x"


def test_the_default_style_numbers_paragraphs_without_one() -> None:
    styles = style("Body", item=(1, 0), default=True)
    document = make_docx(p("x"), p("y"), styles=styles, numbering=OFFICIAL + num(1, 0))
    assert extract(document).text == "一、x\n二、y"


def test_an_empty_paragraph_counts_but_is_no_line() -> None:
    blocks = [p("x", item=(1, 0)), p(item=(1, 0)), p("y", item=(1, 0))]
    assert extract(make_docx(*blocks, numbering=OFFICIAL + num(1, 0))).text == "一、x\n三、y"


def test_a_column_of_numbers_alone_is_text() -> None:
    numbering = abstract(0, level(0, "decimal", "%1")) + num(1, 0)
    rows = table([p(item=(1, 0)), "办件量"], [p(item=(1, 0)), "办结率"])
    assert extract(make_docx(rows, numbering=numbering)).text == "1\t办件量\n2\t办结率"


def test_deleted_paragraphs_do_not_count() -> None:
    deleted = p("", "<w:del>删去</w:del>", item=(1, 0), mark="<w:del/>")
    blocks = [p("x", item=(1, 0)), deleted, p("y", item=(1, 0))]
    assert extract(make_docx(*blocks, numbering=OFFICIAL + num(1, 0))).text == "一、x\n二、y"


def test_former_numbers_of_a_revised_paragraph_do_not_count() -> None:
    former = "<w:pPrChange><w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr></w:pPrChange>"
    paragraph = f"<w:p><w:pPr>{former}</w:pPr><w:r><w:t>正文</w:t></w:r></w:p>"
    assert extract(make_docx(paragraph, numbering=OFFICIAL + num(1, 0))).text == "正文"


UNREAD = ("automatic numbers could not be read",)


@pytest.mark.parametrize(
    ("numbering", "item", "warnings"),
    [
        ("<w:abstractNum>", (1, 0), UNREAD),
        (None, (1, 0), UNREAD),
        ("<w:abstractNum>", (0, 0), ()),
        (None, None, ()),
        ("", (1, 0), ()),
        ("<w:num w:numId='1'><w:abstractNumId w:val='3'/></w:num>", (1, 0), ()),
        ("<w:num w:numId='x'/><w:num/><w:abstractNum/><w:num w:numId='1'/>", (1, 0), ()),
    ],
    ids=["damaged", "missing", "off", "none asked for", "empty", "undefined", "nonsense"],
)
def test_lists_that_cannot_be_read(
    numbering: str | None, item: tuple[int, int] | None, warnings: tuple[str, ...]
) -> None:
    found = extract(make_docx(p("正文", item=item), numbering=numbering))
    assert (found.text, found.warnings) == ("正文", warnings)


@pytest.mark.parametrize(
    "hostile",
    [
        level(0, "decimal", "%1" * 1_000_000),
        level(0, "decimal", "%1.", start=-1),
        level(0, "lowerLetter", "%1.", start=999_999_999),
        "<w:lvl w:ilvl='0'><w:start w:val='" + "9" * 5000 + "'/><w:lvlText w:val='%1.'/></w:lvl>",
        "<w:lvl w:ilvl='99999999999'/><w:lvl/><w:lvl w:ilvl='-1'/>",
    ],
    ids=["long", "negative", "huge", "endless", "levels"],
)
def test_hostile_lists_print_little(hostile: str) -> None:
    numbering = abstract(0, hostile) + num(1, 0)
    found = extract(make_docx(*[p("正文", item=(1, 0))] * 50, numbering=numbering))
    assert len(found.text) < 50 * 500
