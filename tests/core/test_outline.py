"""Headings by their numbers, as a tree."""

import pytest

from core.document import Document
from core.reading import parse, read


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
    "numbers in one character": (
        "㈠甲\n⒈乙\n文。\n⒉丙\n①丁\n文。\n㈡戊\n文。",
        [
            ("1", "㈠", "甲"),
            ("1.1", "⒈", "乙"),
            ("1.2", "⒉", "丙"),
            ("1.2.1", "①", "丁"),
            ("2", "㈡", "戊"),
        ],
    ),
    "an opening bracket is missing": (
        "（一）甲\n文。\n二）乙\n文。",
        [("1", "（一）", "甲"), ("2", "二）", "乙")],
    ),
    "a bracket on a line of its own": (
        "（一）持续深化各项改革。\n文。\n（\n二）扩大开放。\n文。",
        [("1", "（一）", "持续深化各项改革"), ("2", "（ 二）", "扩大开放")],
    ),
    "第一部分 above 一、": (
        "第一部分 总体要求\n一、思想\n文。\n第二部分：任务\n一、甲\n文。",
        [
            ("1", "第一部分", "总体要求"),
            ("1.1", "一、", "思想"),
            ("2", "第二部分：", "任务"),
            ("2.1", "一、", "甲"),
        ],
    ),
    "decimal numbers": (
        "某预案\n1 总则\n1.1 目的\n文。\n1.2 依据\n1.2.1 法律\n文。\n2 组织\n2.1 机构\n文。",
        [
            ("1", "1", "总则"),
            ("1.1", "1.1", "目的"),
            ("1.2", "1.2", "依据"),
            ("1.2.1", "1.2.1", "法律"),
            ("2", "2", "组织"),
            ("2.1", "2.1", "机构"),
        ],
    ),
    "a figure in front of a line begins no decimal row": (
        "一、甲\n2.5万亿元的目标\n文。",
        [("1", "一、", "甲")],
    ),
    "a list is no row of headings": (
        "一、甲\n1.完成改造。\n2.办结积案。\n3.建成平台。\n二、乙\n文。",
        [("1", "一、", "甲"), ("2", "二、", "乙")],
    ),
    "a glossary is no row of headings": (
        "一、甲\n文。\n名词解释\n1.“两清单”：正面和负面。\n2.“一张网”：平台。\n说明一句。",
        [("1", "一、", "甲"), ("2", "", "名词解释")],
    ),
    "one of the row is too long for a title": (
        "（一）甲。文。\n（二）" + "很长的文字" * 13 + "。文。\n（三）丙。文。",
        [("1", "（一）", "甲"), ("2", "（二）", ""), ("3", "（三）", "丙")],
    ),
    "paragraphs that opinions count": (
        "某意见\n"
        + "\n".join(f"{n}、{'应当依法办理各类事项' * 6}。\n另有规定的除外。" for n in "一二三"),
        [("1", "一、", ""), ("2", "二、", ""), ("3", "三、", "")],
    ),
    "titles without numbers above （一）": (
        "某报告\n现将情况报告如下。\n工作回顾\n文。\n重点工作\n（一）甲\n文。\n（二）乙\n文。",
        [
            ("1", "", "工作回顾"),
            ("2", "", "重点工作"),
            ("2.1", "（一）", "甲"),
            ("2.2", "（二）", "乙"),
        ],
    ),
    "a title inside a row of numbers": (
        "一、甲\n（一）乙\n文。\n几点体会\n文。\n（二）丙\n文。",
        [
            ("1", "一、", "甲"),
            ("1.1", "（一）", "乙"),
            ("1.1.1", "", "几点体会"),
            ("1.2", "（二）", "丙"),
        ],
    ),
    "an annex with a title and numbers that begin anew": (
        "一、甲\n文。\n二、乙\n文。\n附件\n民生实事清单\n一、丙\n文。",
        [
            ("1", "一、", "甲"),
            ("2", "二、", "乙"),
            ("3", "", "附件"),
            ("3.1", "", "民生实事清单"),
            ("3.1.1", "一、", "丙"),
        ],
    ),
    "序言 stands beside the chapters": (
        "某法\n序　　言\n文。\n第一章 甲\n第一条 文。",
        [("1", "", "序　　言"), ("2", "第一章", "甲"), ("2.1", "第一条", "")],
    ),
    "the parts of cases": (
        "案例汇编\n案例一 张某案\n【基本案情】张某申请。\n裁判要旨\n应当答复。\n"
        "案例二 李某案\n基本案情：李某申请。",
        [
            ("1", "", "案例一 张某案"),
            ("1.1", "", "基本案情"),
            ("1.2", "", "裁判要旨"),
            ("2", "", "案例二 李某案"),
            ("2.1", "", "基本案情"),
        ],
    ),
    "a short paragraph of an article is no title": (
        "某法\n第一条 有下列情形的：\n（一）甲；\n（二）乙。\n前款除外\n第二条 文。",
        [("1", "第一条", ""), ("2", "第二条", "")],
    ),
    "what a gazette prints behind a law": (
        "某法\n第一条 文。\n关于《某法（草案）》的说明\n——在会议上\n一、必要性\n文。\n二、甲\n文。",
        [
            ("1", "第一条", ""),
            ("2", "", "关于《某法（草案）》的说明"),
            ("2.1", "一、", "必要性"),
            ("2.2", "二、", "甲"),
        ],
    ),
    "articles whose space was lost, and one that is only named": (
        "某法\n第一条为了规范，制定本法。\n第二条本法所称甲，是指乙。\n第一条规定的除外。\n"
        "第九条本市甲。\n第三条【范围】文。",
        [("1", "第一条", ""), ("2", "第二条", ""), ("3", "第三条", "范围")],
    ),
    "a table of contents is dropped, not doubled": (
        "某法\n目　录\n第一章 总则 …… 1\n第二章 附则 …… 9\n第一章　总　则\n第一条 文。\n"
        "第二章 附则\n第二条 文。",
        [
            ("1", "第一章", "总　则"),
            ("1.1", "第一条", ""),
            ("2", "第二章", "附则"),
            ("2.1", "第二条", ""),
        ],
    ),
    "a title inside a part above its own numbers": (
        "一、甲\n文。\n重点工作\n1.乙\n文。\n2.丙\n文。\n二、丁\n文。",
        [
            ("1", "一、", "甲"),
            ("1.1", "", "重点工作"),
            ("1.1.1", "1.", "乙"),
            ("1.1.2", "2.", "丙"),
            ("2", "二、", "丁"),
        ],
    ),
    "neighbouring titles whose numbers differ": (
        "某报告\n文。\n工作情况\n1.乙\n文。\n存在问题\n（一）丙\n文。\n今后打算\n1.丁\n文。",
        [
            ("1", "", "工作情况"),
            ("1.1", "1.", "乙"),
            ("2", "", "存在问题"),
            ("2.1", "（一）", "丙"),
            ("3", "", "今后打算"),
            ("3.1", "1.", "丁"),
        ],
    ),
    "cases with numbered parts, behind a preface": (
        "汇编\n前言\n文。\n案例一 甲案\n一、案情\n文。\n二、结果\n文。\n案例二 乙案\n一、丙\n文。",
        [
            ("1", "", "前言"),
            ("2", "", "案例一 甲案"),
            ("2.1", "一、", "案情"),
            ("2.2", "二、", "结果"),
            ("3", "", "案例二 乙案"),
            ("3.1", "一、", "丙"),
        ],
    ),
    "articles with titles in brackets": (
        "某规定\n第一条（目的和依据）\n为了规范，制定本规定。\n第二条（定义）\n（一）甲；\n（二）乙。",
        [("1", "第一条", "目的和依据"), ("2", "第二条", "定义")],
    ),
    "an article that is only named": (
        "一、甲\n文。\n第三条 规定的情形共有5件。\n二、乙\n（一）丙\n文。",
        [("1", "一、", "甲"), ("2", "二、", "乙"), ("2.1", "（一）", "丙")],
    ),
    "the list of annexes above a signature": (
        "一、甲\n文。\n附件：1.计划\n2.分工表\n某市司法局\n2025年1月9日",
        [("1", "一、", "甲")],
    ),
    "annexes with their names": (
        "一、甲\n文。\n附件1：普法方案\n一、乙\n文。\n附件2 分工表\n一、丙\n文。",
        [
            ("1", "一、", "甲"),
            ("2", "", "附件1：普法方案"),
            ("2.1", "一、", "乙"),
            ("3", "", "附件2 分工表"),
            ("3.1", "一、", "丙"),
        ],
    ),
    "decimal numbers without a space": (
        "某预案\n1总则\n1.1目的\n文。\n2组织\n2.1机构\n文。",
        [("1", "1", "总则"), ("1.1", "1.1", "目的"), ("2", "2", "组织"), ("2.1", "2.1", "机构")],
    ),
    "other forms of numbers": (
        "一.甲\n1.2023年工作\n文。\n2.2024年工作\n文。\n二.乙\n（1）、丙\n文。",
        [
            ("1", "一.", "甲"),
            ("1.1", "1.", "2023年工作"),
            ("1.2", "2.", "2024年工作"),
            ("2", "二.", "乙"),
            ("2.1", "（1）、", "丙"),
        ],
    ),
    "Arabic numbers of chapters and articles": (
        "某章程\n第1章 总则\n第1条 文。\n第2条 文。",
        [("1", "第1章", "总则"), ("1.1", "第1条", ""), ("1.2", "第2条", "")],
    ),
    "a row of a table": (
        "一、甲\n文。\n二、乙\n一、新收\u2003数量\u200356\n文。",
        [("1", "一、", "甲"), ("2", "二、", "乙")],
    ),
    "a title with a colon at its end and one with text behind it": (
        "一、基本情况：\n（一）甲。文。\n（二）严格文明执法：全面推行各项制度，做到有据可查。文。\n（三）丙。文。",
        [
            ("1", "一、", "基本情况"),
            ("1.1", "（一）", "甲"),
            ("1.2", "（二）", "严格文明执法"),
            ("1.3", "（三）", "丙"),
        ],
    ),
    "another text behind the signature": (
        "某通知\n现印发给你们。\n某区政府\n2024年3月15日\n某实施方案\n一、甲\n文。\n二、乙\n文。",
        [("1", "", "某实施方案"), ("1.1", "一、", "甲"), ("1.2", "二、", "乙")],
    ),
    "articles behind the signature of the order that publishes them": (
        "某令\n现予公布。\n某区政府\n2024年3月15日\n某办法\n第一条 文。\n第二条 文。",
        [("1", "第一条", ""), ("2", "第二条", "")],
    ),
    "two titles one below the other, behind a colon": (
        "某报告\n现报告如下：\n主要做法\n体系逐步完善\n一段文字。\n存在问题\n另一段文字。",
        [("1", "", "主要做法"), ("2", "", "体系逐步完善"), ("3", "", "存在问题")],
    ),
    "a caption is no title": ("一、甲\n文。\n图1 近五年收案情况\n文。", [("1", "一、", "甲")]),
    "contents with a preamble before the text": (
        "某白皮书\n目    录\n前言\n一、甲\n二、乙\n2023年，依法行政。\n前言\n文。\n"
        "一、甲\n文。\n二、乙\n文。",
        [("1", "", "前言"), ("2", "一、", "甲"), ("3", "二、", "乙")],
    ),
    "contents that do not say so": (
        "某办法\n第一章 总则\n第二章 分则\n第三章 附则\n第一章 总则\n第一条 文。\n第二章 分则\n"
        "第二条 文。\n第三章 附则\n第三条 文。",
        [
            ("1", "第一章", "总则"),
            ("1.1", "第一条", ""),
            ("2", "第二章", "分则"),
            ("2.1", "第二条", ""),
            ("3", "第三章", "附则"),
            ("3.1", "第三条", ""),
        ],
    ),
    "a part, a chapter and a section one below the other are no contents": (
        "某法\n第一编 甲\n第一章 乙\n第一节 丙\n第一条 文。\n第二节 丁\n第二条 文。",
        [
            ("1", "第一编", "甲"),
            ("1.1", "第一章", "乙"),
            ("1.1.1", "第一节", "丙"),
            ("1.1.1.1", "第一条", ""),
            ("1.1.2", "第二节", "丁"),
            ("1.1.2.1", "第二条", ""),
        ],
    ),
    "signs of a sentence in a heading of a law": (
        "某法\n第一章 效率、公平；监督 <!-- 注 -->\n第一条 文。",
        [("1", "第一章", "效率、公平；监督 <!-- 注 -->"), ("1.1", "第一条", "")],
    ),
    "第一 in a sentence": ("第一章程草案已经通过。\n第一责任人履职。", []),
}


@pytest.mark.parametrize(("text", "expected"), TREES.values(), ids=TREES.keys())
def test_tree(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert tree(text) == expected


@pytest.mark.parametrize(
    "line",
    [
        "市司法局|市监察委",
        "2025年1月9日",
        "（此件公开发布）",
        "联系电话：62345678",
        "https://example.org",
    ],
)
def test_a_short_line_is_not_always_a_title(line: str) -> None:
    assert tree(f"某报告\n文。\n{line}\n另有一段文字。") == []


def test_marks_of_the_file_place_titles_without_numbers() -> None:
    document = read("# 某报告\n## 总体情况\n文。\n### 甲\n文。\n## 打算\n（一）乙\n文。\n".encode())
    assert [(one.level, one.title) for one in document.sections] == [
        (1, "总体情况"),
        (2, "甲"),
        (1, "打算"),
        (2, "乙"),
    ]


def test_a_heading_is_number_and_title_in_one_line() -> None:
    document = parse("某法\n第一章总则\n第一条 文。\n附件\n一、甲\n文。")
    headings = [one.heading for one in document.sections]
    assert headings == ["第一章 总则", "第一条", "附件", "一、甲"]


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


def test_a_short_paragraph_leads_the_next_one() -> None:
    document = parse(
        "一、甲\n产业结构持续优化。\n主导产业占比提高5个百分点。新增企业12家。\n另一段话，无关。"
    )
    assert [(one.is_topic, one.topic) for one in document.measures] == [
        (True, None),
        (False, "1.1"),
        (False, "1.1"),
        (False, None),
    ]


def test_a_counted_theme_is_a_topic_though_it_has_two_clauses() -> None:
    document = parse("一、甲\n一是着力优服务，推动办事便捷。办结12件。二是完成改造12个。建成平台。")
    assert [one.topic for one in document.measures if not one.is_topic] == ["1.1", "1.1", "1.1"]
    assert [one.locator for one in document.measures if one.is_topic] == ["1.1"]


def test_each_clause_of_the_problems_is_a_measure() -> None:
    document = parse(
        "一、甲\n工作中还存在一些问题：一是甲“乙；丙”不够；二是丁（戊；己）不足；等等。要改。"
    )
    assert texts(document) == [
        ("1.1", "工作中还存在一些问题："),
        ("1.2", "一是甲“乙；丙”不够；"),
        ("1.3", "二是丁（戊；己）不足；等等。"),
        ("1.4", "要改。"),
    ]
    assert [one.topic for one in document.measures] == [None, "1.1", "1.1", "1.1"]


def test_counted_problems_need_no_lead_under_their_heading() -> None:
    document = parse("一、存在的问题\n一是甲不够；二是乙不足。\n二、经验\n一是甲；二是乙。")
    assert [one.locator for one in document.measures] == ["1.1", "1.2", "2.1"]
    assert not any(one.is_topic for one in document.measures)


def test_clauses_of_other_sentences_stay_together() -> None:
    document = parse("一、甲\n主要做了三件事：建立机制；优化服务；强化监督。")
    assert len(document.measures) == 1


def test_short_sentences_in_a_row_announce_nothing() -> None:
    document = parse("一、甲\n深化改革。优化服务。强化监督。")
    assert not any(one.is_topic for one in document.measures)
