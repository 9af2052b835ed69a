"""Headings by their numbers, as a tree."""

import pytest

from core.document import Document
from core.reading import parse


def tree(text: str) -> list[tuple[str, str, str]]:
    return [(one.locator, one.number, one.title) for one in parse(text).sections]


def texts(document: Document) -> list[tuple[str, str]]:
    return [(one.locator, document.quote(one)) for one in document.measures]


TREES = {
    "own line and run-in": (
        "一、主要成效\n（一）加强统筹。建立机制。\n（二）优化服务\n推进改革。",
        [("1", "一、", "主要成效"), ("1.1", "（一）", "加强统筹"), ("1.2", "（二）", "优化服务")],
    ),
    "four layers of GB/T 9704": (
        "一、甲\n（一）乙\n1.丙\n（1）丁\n正文。\n2．戊\n二、己\n正文。",
        [
            ("1", "一、", "甲"),
            ("1.1", "（一）", "乙"),
            ("1.1.1", "1.", "丙"),
            ("1.1.1.1", "（1）", "丁"),
            ("1.1.2", "2．", "戊"),
            ("2", "二、", "己"),
        ],
    ),
    "half and full width, inner spaces": (
        "二 、甲\n( 一 )乙\n１．丙\n正文。",
        [("1", "二 、", "甲"), ("1.1", "( 一 )", "乙"), ("1.1.1", "１．", "丙")],
    ),
    "missing level": (
        "一、甲\n1.乙。正文。\n二、丙\n正文。",
        [("1", "一、", "甲"), ("1.1", "1.", "乙"), ("2", "二、", "丙")],
    ),
    "no 一、 at all": (
        "（一）甲\n正文。\n（二）乙\n正文。",
        [("1", "（一）", "甲"), ("2", "（二）", "乙")],
    ),
    "numbering restarts": (
        "一、甲\n（一）乙\n文。\n二、丙\n（一）丁\n文。",
        [
            ("1", "一、", "甲"),
            ("1.1", "（一）", "乙"),
            ("2", "二、", "丙"),
            ("2.1", "（一）", "丁"),
        ],
    ),
    "编 章 节 条 of a law": (
        "某法\n第一编　总则\n第一章 一般规定\n第一节 范围\n第一条 为了规范，制定本法。\n"
        "第二条之一 另有规定的除外。\n第二编　分则\n第三条　略。",
        [
            ("1", "第一编", "总则"),
            ("1.1", "第一章", "一般规定"),
            ("1.1.1", "第一节", "范围"),
            ("1.1.1.1", "第一条", ""),
            ("1.1.1.2", "第二条之一", ""),
            ("2", "第二编", "分则"),
            ("2.1", "第三条", ""),
        ],
    ),
    "篇 for 编, and 节 without a title": (
        "第一篇 总则\n第一节\n第一条 略。",
        [("1", "第一篇", "总则"), ("1.1", "第一节", ""), ("1.1.1", "第一条", "")],
    ),
    "a figure is no number of a heading": ("2.5微米颗粒物浓度下降。\n甲。", []),
    "a long numbered sentence is text": ("一、" + "很长的文字" * 12 + "。", []),
    "the first of several clauses is text": ("（一）甲；乙；丙。", []),
    "第一 in a sentence": ("第一章程草案已经通过。\n第一责任人履职。", []),
}


@pytest.mark.parametrize(("text", "expected"), TREES.values(), ids=TREES.keys())
def test_tree(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert tree(text) == expected


def test_levels_are_depths_and_parents_are_named() -> None:
    sections = parse("一、甲\n1.乙\n（1）丙\n文。").sections
    assert [one.level for one in sections] == [1, 2, 3]
    assert [one.parent for one in sections] == [None, sections[0].id, sections[1].id]


def test_a_heading_spans_its_number_title_and_stop() -> None:
    document = parse("一、甲\n（一）加强统筹。建立机制。")
    assert [document.quote(one) for one in document.sections] == ["一、甲", "（一）加强统筹。"]


def test_paragraphs_and_items_of_an_article_are_its_measures() -> None:
    document = parse(
        "某条例\n第一条 本市应当：\n（一）公开信息；\n（二）接受监督。受理举报。\n"
        "前款另有规定的除外。\n第二条 自公布之日起施行。"
    )
    assert texts(document) == [
        ("1.1", "本市应当："),
        ("1.2", "（一）公开信息；"),
        ("1.3", "（二）接受监督。受理举报。"),
        ("1.4", "前款另有规定的除外。"),
        ("2.1", "自公布之日起施行。"),
    ]


def test_text_before_sections_is_section_zero() -> None:
    document = parse("报告\n现将情况报告如下：\n一、甲\n总的情况良好。\n（一）乙\n细节。")
    assert [(one.locator, one.section) for one in document.measures] == [
        ("0.1", None),
        ("1.0.1", "s1"),
        ("1.1.1", "s2"),
    ]


def test_a_topic_leads_what_follows_it_in_its_paragraph() -> None:
    document = parse("一、甲\n深化改革。完成备案12件。再减材料，提速增效。\n另起一段，与前无关。")
    assert [(one.locator, one.is_topic, one.topic) for one in document.measures] == [
        ("1.1", True, None),
        ("1.2", False, "1.1"),
        ("1.3", False, "1.1"),
        ("1.4", False, None),
    ]


def test_short_sentences_in_a_row_announce_nothing() -> None:
    document = parse("一、甲\n深化改革。优化服务。强化监督。")
    assert not any(one.is_topic for one in document.measures)
