"""Printed lines become the paragraphs that their writer made."""

import random

import pytest

from core.reading.pages.glyphs import Glyph, Page, is_wide, page
from core.reading.pages.layout import paragraphs

EM = 10.0
LEFT = 50.0
WIDTH = 40  # em of a full line
FULL = "为规范执法行为保护各方权益" * 3  # 39 em
LONG = FULL + "，"  # a full line that goes on


def sheet(
    *rows: str | tuple[float, str], top: float = 200, em: float = EM, left: float = LEFT
) -> Page:
    """A page 500 wide and 800 high with a row every 18; 　 indents, a number in front is its y."""
    glyphs: list[Glyph] = []
    y = top
    for row in rows:
        y, text = row if isinstance(row, tuple) else (y, row)
        glyphs += glyphs_of(text, left, y, em)
        y += 18
    return page(glyphs, width=500, height=800)


def glyphs_of(text: str, x: float, y: float, em: float = EM) -> list[Glyph]:
    glyphs = []
    for char in text:
        advance = em if is_wide(char) or char == "　" else 0 if char in "\u202e\u200b" else em / 2
        if char != "　":
            glyphs.append(Glyph(char, x, y, advance, em))
        x += advance
    return glyphs


def centred(text: str, em: float = EM) -> str:
    return "　" * round((WIDTH * EM / em - len(text)) / 2) + text


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(
            ["　　" + LONG[2:], FULL + "。"], [LONG[2:] + FULL + "。"], id="lines of one paragraph"
        ),
        pytest.param(
            ["　　" + LONG[2:], "余文。", "　　又一段。"],
            [LONG[2:] + "余文。", "又一段。"],
            id="indented first line",
        ),
        pytest.param(
            ["　　" + FULL[2:] + "。", "接着说。"],
            [FULL[2:] + "。接着说。"],
            id="a sentence may end at the margin",
        ),
        pytest.param(
            [FULL + "：", "（一）其一；", "（二）其二。"],
            [FULL + "：", "（一）其一；", "（二）其二。"],
            id="short lines without indent",
        ),
        pytest.param(
            [FULL + "；", "第二条 不得拒绝。"],
            [FULL + "；", "第二条 不得拒绝。"],
            id="numbered line after a full one that ends a clause",
        ),
        pytest.param(
            [LONG[:-1] + "第", "二条的规定执行。"],
            [FULL + "第二条的规定执行。"],
            id="a number divided between lines",
        ),
        pytest.param(
            ["　　" + LONG[:-5], "“第一”不停。"],
            [LONG[:-5] + "“第一”不停。"],
            id="short of the margin by what is not divided",
        ),
        pytest.param(
            ["　　" + "办" * 30 + "系统", "Shanghai-Suzhou-2024平台运行。"],
            ["办" * 30 + "系统Shanghai-Suzhou-2024平台运行。"],
            id="short of the margin by a long word",
        ),
        pytest.param(
            [
                FULL + "。",
                "　　　　（2020年1月1日通过　根据2021年1月1日决定",
                "　　修正）",
                "第一章　总则",
            ],
            [FULL + "。", "（2020年1月1日通过 根据2021年1月1日决定修正）", "第一章 总则"],
            id="an open bracket",
        ),
        pytest.param(
            [LONG, FULL + "。", "　" * 32 + "某市政府", "　" * 31 + "2024年1月"],
            [LONG + FULL + "。", "某市政府", "2024年1月"],
            id="signature and date",
        ),
        pytest.param(
            [LONG, FULL + "。", (300.0, LONG), "余文。"],
            [LONG + FULL + "。", LONG + "余文。"],
            id="space between paragraphs",
        ),
    ],
)
def test_where_a_paragraph_ends(rows: list[str | tuple[float, str]], expected: list[str]) -> None:
    body = ["　　" + LONG[2:], LONG, "完毕。"]  # so that the margins are known
    assert paragraphs([sheet(*body, *rows)])[1:] == expected


def test_a_title_of_two_lines_is_one_and_a_heading_below_is_not() -> None:
    title = glyphs_of("某市关于进一步加强", 160, 150, 20) + glyphs_of(
        "依法行政的意见", 180, 180, 20
    )
    body = glyphs_of(centred("第一章　总　　则"), LEFT, 230) + glyphs_of(
        "　　" + LONG[2:], LEFT, 260
    )
    body += glyphs_of(FULL + "。", LEFT, 278)
    printed = page(title + body, width=500, height=800)
    assert paragraphs([printed]) == [
        "某市关于进一步加强依法行政的意见",
        "第一章 总则",
        LONG[2:] + FULL + "。",
    ]


@pytest.mark.parametrize(
    ("printed", "plain"),
    [
        ("人　民　代　表　大　会", "人民代表大会"),
        ("人 民 代 表 大 会", "人民代表大会"),
        ("第一章　　总　　则", "第一章 总则"),
        ("第 十 一 章　总 则", "第十一章 总则"),
        ("目　　录", "目录"),
        ("第一条　为了规范", "第一条 为了规范"),
        ("（一） 总则", "（一）总则"),
        ("2024 年 12 月", "2024年12月"),
        ("使用 AI 技术", "使用AI技术"),
        ("open data 平台", "open data平台"),
        ("２０２４年第⼀条", "２０２４年第⼀条"),
        ("改革 持续", "改革 持续"),
        ("\uf06c重点", "重点"),
        ("行\u202e政\u200b法", "行政法"),
        ("\uf06c 重点", "重点"),
    ],
)
def test_spaces_of_typesetting(printed: str, plain: str) -> None:
    assert paragraphs([sheet(printed)]) == [plain]


def test_a_gap_that_justifies_a_line_is_no_space() -> None:
    glyphs = [Glyph(char, LEFT + 12.5 * n, 200, EM, EM) for n, char in enumerate("于2024年底")]
    assert paragraphs([page(glyphs, width=500, height=800)]) == ["于2024年底"]


def test_a_character_printed_twice_to_look_bold_is_one() -> None:
    glyphs = [
        Glyph(char, LEFT + EM * n + shift, 200, EM, EM)
        for n, char in enumerate("人人有责")
        for shift in (0, 0.4)
    ]
    assert paragraphs([page(glyphs, width=500, height=800)]) == ["人人有责"]


@pytest.mark.parametrize(
    ("last", "first", "joined"),
    [
        ("public", "data", "public data"),
        ("infor-", "mation", "information"),
        ("2023-", "2025年", "2023-2025年"),
        ("系统", "AI平台", "系统AI平台"),
    ],
)
def test_lines_are_joined_as_they_were_divided(last: str, first: str, joined: str) -> None:
    start = "办" * 33
    lines = ["　　" + LONG[2:], FULL + "。", "　　" + start + last, first + "。"]
    assert paragraphs([sheet(*lines)])[-1] == start + joined + "。"


@pytest.mark.parametrize(
    ("number", "y"),
    [
        ("— {} —", 760),
        ("－{}－", 760),
        ("· {} ·", 40),
        ("{}", 760),
        ("第{}页 共3页", 760),
        ("页码： {}/3", 760),
        ("-{}-", 40),
    ],
)
def test_page_numbers_are_left_out(number: str, y: float) -> None:
    pages = [sheet("　　" + LONG[2:], FULL + "。", (y, number.format(n))) for n in (1, 2, 3)]
    assert paragraphs(pages) == [LONG[2:] + FULL + "。"] * 3


def test_running_heads_are_left_out_and_lines_of_the_text_are_not() -> None:
    pages = [
        sheet(
            (40.0, f"某省公报2024·{n}"), (200.0, "　　" + LONG[2:]), "其" * n + "。", (600.0, "12")
        )
        for n in range(1, 7)
    ]
    assert paragraphs(pages)[:3] == [LONG[2:] + "其。", "12", LONG[2:] + "其其。"]


def test_what_repeats_in_the_text_too_is_no_running_head() -> None:
    pages = [sheet(*(f"填充第{n}行。" for n in range(30)), top=100)] * 3
    assert "".join(paragraphs(pages)).count("填充") == 90


def test_a_paragraph_goes_on_over_the_page() -> None:
    pages = [
        sheet("　　" + LONG[2:], LONG, (760.0, "— 1 —")),
        sheet(FULL + "，", "完毕。", "　　又一段。", (760.0, "— 2 —")),
    ]
    assert paragraphs(pages) == [LONG[2:] + LONG + LONG + "完毕。", "又一段。"]


@pytest.mark.parametrize("shift", [0.0, 3.0, 9.0])
def test_columns_are_read_one_after_the_other(shift: float) -> None:
    """The rows of two columns stand on the same baseline, or anywhere."""
    left = ["　　第一条　" + "左" * 11 + "，", "左" * 18, "左" * 18, "左" * 17 + "，"]
    right = ["右" * 17 + "。", "　　第二条　" + "右" * 12, "右" * 18, "右。"]
    glyphs = glyphs_of("某市条例", 180, 100, 20)
    for n, (one, other) in enumerate(zip(left, right, strict=True)):
        glyphs += glyphs_of(one, LEFT, 200 + 18 * n) + glyphs_of(other, 250, 200 + 18 * n + shift)
    assert paragraphs([page(glyphs, width=500, height=800)]) == [
        "某市条例",
        "第一条 " + "左" * 11 + "，" + "左" * 36 + "左" * 17 + "，" + "右" * 17 + "。",
        "第二条 " + "右" * 12 + "右" * 18 + "右。",
    ]


def test_a_table_is_read_row_by_row() -> None:
    rows = [("指标", "数值", "单位"), ("办件", "12", "件"), ("满意率", "95.6", "%")]
    glyphs = glyphs_of("　　" + LONG[2:], LEFT, 160) + glyphs_of(FULL + "。", LEFT, 178)
    for n, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            glyphs += glyphs_of(cell, 60 + 140 * column, 220 + 18 * n)
    assert paragraphs([page(glyphs, width=500, height=800)])[1:] == [
        "指标\t数值\t单位",
        "办件\t12\t件",
        "满意率\t95.6\t%",
    ]


def test_a_table_of_contents_is_left_out() -> None:
    rows = ["目　　录", "第一章　总则" + "." * 40 + "1", "第二章　职责" + "…" * 20 + "12"]
    assert paragraphs([sheet(*rows, "第一章　总则", "　　完毕。")]) == ["第一章 总则", "完毕。"]


def test_the_page_is_turned_so_that_most_of_it_stands_upright() -> None:
    """A watermark aslant or along the edge is left out."""
    upright = glyphs_of("　　依法行政。", LEFT, 200)
    note = [Glyph("密", 10, 300 - EM * n, EM, EM, turn=1) for n in range(3)]
    assert paragraphs([page(upright + note, width=500, height=800)]) == ["依法行政。"]


def test_empty_pages_hold_nothing() -> None:
    assert paragraphs([]) == []
    assert paragraphs([page([], width=500, height=800)] * 2) == []


def test_any_characters_anywhere_give_paragraphs() -> None:
    chance = random.Random(7)
    for _ in range(200):
        glyphs = [
            Glyph(
                chance.choice("一第条（）。，.-1a \uf0b7…\u3000目录"),
                chance.uniform(-600, 600),
                chance.choice([chance.uniform(-900, 900), 100, 102, 760]),
                chance.choice([0, 5, 10]),
                chance.choice([0.01, 5, 10, 400]),
                chance.choice([0, 0, 0, 1, 2, 3]),
            )
            for _ in range(chance.randrange(80))
        ]
        pages = [page(glyphs, width=500, height=chance.choice([800, 1]))] * chance.randrange(1, 4)
        assert all(text.strip() == text != "" and "\n" not in text for text in paragraphs(pages))
