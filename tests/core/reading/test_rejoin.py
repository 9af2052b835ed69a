"""Lines broken by a page are paragraphs again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.reading.rejoin import mended, rejoined

SENTENCES = [
    "本市持续推进政府职能转变，打造市场化法治化国际化营商环境，依法保护各类经营主体的合法权益，不断提升服务水平。",
    "各区应当结合实际制定实施方案，明确责任分工和完成时限，定期报告进展情况。",
    "全年受理案件1234件，办结1200件，办结率97.2%，群众满意度持续提高，为历年最好水平。",
    "市司法局会同有关部门开展专项监督，发现问题及时督促整改，并向社会公布整改结果，接受监督。",
]
PARAGRAPHS = ["第一章 总则", *SENTENCES, "第二章 附则", *reversed(SENTENCES)]


def wrapped(paragraphs: list[str], width: int, *, indent: str, page: int = 0) -> str:
    lines: list[str] = []
    for paragraph in paragraphs:
        text = paragraph if paragraph.startswith("第") else indent + paragraph
        lines += [text[start : start + width] for start in range(0, len(text), width)]
    printed: list[str] = []
    for number, line in enumerate(lines, 1):
        printed.append(line)
        if page and number % page == 0:
            printed.append(f"— {number // page} —")
    return "\n".join(printed) + "\n"


@pytest.mark.parametrize("width", [22, 28, 30, 40])
@pytest.mark.parametrize("page", [0, 7])
def test_indented_paragraphs_are_joined_and_page_numbers_gone(width: int, page: int) -> None:
    text = wrapped(PARAGRAPHS, width, indent="　　", page=page)
    assert rejoined(text).splitlines() == PARAGRAPHS


def test_without_indents_short_lines_and_numbers_end_a_paragraph() -> None:
    paragraphs = [f"（{n}）{text}" for n, text in zip("一二三四", SENTENCES, strict=True)] * 2
    assert rejoined(wrapped(paragraphs, 28, indent="")).splitlines() == paragraphs


BODY = (
    "全年受理案件1234件，办结1200件，群众满意度持续提高。"
    "市司法局会同有关部门开展专项监督，督促整改。"
)
TITLE = "优化政务服务流程，提升基层部门依法全面履行法定职责的能力水平"


def in_a_row(number: str, text: str) -> list[str]:
    """Paragraphs under the numbers one to three, the second of them `text`."""
    second, third = number.replace("一", "二"), number.replace("一", "三")
    return [f"{number}总体情况", BODY, second + text, BODY, f"{third}工作保障", BODY]


@pytest.mark.parametrize("length", [26, 27, 28])  # a full line may fall short by two
@pytest.mark.parametrize("number", ["一、", "（一）", "第一节 "])
@pytest.mark.parametrize(
    "below",
    [
        pytest.param(BODY, id="sentences"),
        pytest.param("政务服务提速。" + BODY, id="a short sentence first"),
        pytest.param(BODY.replace("。", "，", 1), id="a single long sentence"),
        pytest.param("1.推进减证便民", id="other numbers"),
    ],
)
def test_a_heading_that_fills_its_line_ends_there(number: str, length: int, below: str) -> None:
    paragraphs = in_a_row(number, TITLE[: length - len(number)])
    paragraphs.insert(3, below)
    assert rejoined(wrapped(paragraphs, 28, indent="")).splitlines() == paragraphs


@pytest.mark.parametrize(
    "paragraphs",
    [
        pytest.param(in_a_row("一、", TITLE + "，增强群众获得感"), id="a heading in two lines"),
        pytest.param(in_a_row("一、", TITLE + "。"), id="no more than a sentence"),
        pytest.param(
            in_a_row("一、", f"{TITLE}，需提交下列材料：申请书；登记表；证照。"), id="a list"
        ),
        pytest.param(
            ["一、总体情况", BODY, f"二、{TITLE}，{BODY}", f"三、稳步推进。{BODY}"],
            id="text runs in elsewhere",
        ),
        pytest.param(
            [*(f"{number}、{TITLE}，{BODY}" for number in "一二三四五"), "六、其他", BODY],
            id="a last item without a stop",
        ),
        pytest.param([f"{n}.{TITLE}，{BODY}" for n in range(1, 5)], id="nothing stands alone"),
        pytest.param(["第一条 总则", BODY, f"第二条 {TITLE}，{BODY}", BODY], id="articles"),
    ],
)
def test_a_numbered_sentence_goes_on_in_the_next_line(paragraphs: list[str]) -> None:
    assert rejoined(wrapped(paragraphs, 28, indent="")).splitlines() == paragraphs


@pytest.mark.parametrize("alone", ["2026年工作安排", "某市人民政府", "附件"])
def test_a_short_line_without_a_stop_is_no_end_of_a_paragraph(alone: str) -> None:
    fills = BODY[:27] + "。"
    paragraphs = [BODY, fills, alone, BODY, BODY]
    assert rejoined(wrapped(paragraphs, 28, indent="")).splitlines() == paragraphs


def test_running_heads_beside_page_numbers_go() -> None:
    lines = wrapped(PARAGRAPHS, 28, indent="　　").splitlines()
    pages = [lines[start : start + 5] for start in range(0, len(lines), 5)]
    text = "".join(
        "某市公报\n" + "\n".join(page) + f"\n\n- {number} -\n\n"
        for number, page in enumerate(pages, 1)
    )
    assert rejoined(text).splitlines()[-len(PARAGRAPHS) :] == PARAGRAPHS


def test_latin_words_keep_their_space_unless_broken_by_counting() -> None:
    lines = ["应当使用 open source", "software 以及其他软件的，", "由单位采购并登记在册备查。"] * 4
    joined = rejoined("\n".join(lines))
    assert "open source software" in joined


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(PARAGRAPHS),  # a paragraph a line
        "甲\n乙\n丙\n",
        "\n".join(["市司法局", "市公安局", "市财政局", "市教育局"] * 5),  # a list of names
        "\n".join(f"第{n}条 应当依法办理。" for n in "一二三四五六七八九十"),
    ],
)
def test_whole_lines_stay(text: str) -> None:
    assert rejoined(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("空气质量继续改善，全市可吸入颗粒物、细颗粒物也就是通常说的PM\n2.5\n年平均浓度下降。",
         "空气质量继续改善，全市可吸入颗粒物、细颗粒物也就是通常说的PM 2.5 年平均浓度下降。"),
        ("找技术的“双向\n榜单\n挂牌”制度。\n另一段。", "找技术的“双向 榜单 挂牌”制度。\n另一段。"),
        ("甲公司有序展业，\n乙基地顺利推进。", "甲公司有序展业， 乙基地顺利推进。"),
        ("甲已完成\n。\n乙。", "甲已完成 。\n乙。"),
        ("文。\n（\n三）改革。\n文。", "文。\n（ 三）改革。\n文。"),
        ("一、\n总体要求\n建设基站。\n二、\n任务", "一、 总体要求\n建设基站。\n二、 任务"),
    ],
)  # fmt: skip
def test_torn_elements_are_joined_and_offsets_kept(text: str, expected: str) -> None:
    assert mended(text) == expected
    assert len(text) == len(expected)


@pytest.mark.parametrize(
    "text",
    [
        "（三）完善基层治理体系，形成共建共治共享的社区服务新格局\n正文段落，很长。",
        "——2026年1月28日在某市某区某届人民代表大会某次会议上所作的报告\n来源：某日报",
        "正文结束\n》》点击图片进入专题《《\n收藏",
        "附件\n民生实事清单\n1.甲。",
        "第一节\n第一条 文。",
    ],
)
def test_headings_and_furniture_are_not_joined(text: str) -> None:
    assert mended(text) == text


@given(st.text(alphabet="一二、。，“”（）\n 第章1.PM：", max_size=200))
def test_mending_never_moves_a_character(text: str) -> None:
    joined = mended(text)
    assert len(joined) == len(text)
    assert all(new in (old, " ") for old, new in zip(text, joined, strict=True))


@given(st.text(alphabet="一二。，\n　第章1.P—", max_size=400))
def test_no_character_of_the_text_is_lost(text: str) -> None:
    kept = [char for char in rejoined(text) if not char.isspace()]
    assert len(kept) == len([c for c in text if not c.isspace()]) or "—" in text or "1" in text
