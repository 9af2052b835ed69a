"""The Markdown memo."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from core import review
from core.document import Document
from core.memo import FREE_BEGINS, FREE_ENDS, escape, free_block, memo
from core.metrics import find_metrics
from core.reading import parse
from core.review import Annotation

TEXT = """某区2024年报告
发文机关：某区司法局
发布日期：2025年1月9日
现将情况报告如下：
一、成效
（一）化解纠纷。受理纠纷120件，成功率为95.6%。
（二）优化服务。推出“一件事”服务。
二、不足
一些领域仍需加强。
"""


@pytest.fixture
def document() -> Document:
    return parse(TEXT)


def annotated(
    document: Document, marks: dict[str, tuple[tuple[str, ...], str]]
) -> dict[str, Annotation]:
    """Annotations by locator: tags and note."""
    found = {}
    for number, measure in enumerate(document.measures):
        if measure.locator in marks:
            tags, note = marks[measure.locator]
            found[review.key_of(measure)] = Annotation(
                id=f"id{number}",
                anchor=review.anchor_of(document, measure),
                reviewer="李",
                created="2025-03-01T09:00:00+00:00",
                updated="2025-03-01T09:00:00+00:00",
                tags=tags,
                note=note,
                read=True,
            )
    return found


MARKS = {
    "0.1": ((), "缺少统计口径"),
    "1.1.1": (("highlight", "follow-up"), "请核实\n成功率"),
    "1.2.1": ((), ""),
    "2.1": (("weakness",), ""),
}


def test_memo(document: Document) -> None:
    written = memo(document, annotated(document, MARKS), find_metrics(TEXT), reviewer="李")
    assert (
        written
        == f"""---
schema: "piyue-review/1"
document: "{document.id}"
reviewer: "李"
title: "某区2024年报告"
issuer: "某区司法局"
document_number: ""
published: "2025-01-09"
measures: 4
reviewed: 4
highlight: 1
weakness: 1
follow-up: 1
---

# 某区2024年报告

## 前言

- （未标记） `0.1` <!-- piyue:id0 -->

  > 现将情况报告如下：

  批注：缺少统计口径

## 一、成效

### （一）化解纠纷

- **亮点** **跟进** `1.1.1` <!-- piyue:id1 -->

  > 受理纠纷120件，成功率为95.6%。

  批注：请核实

  成功率

  数字：120件（纠纷）；95.6%（成功率）

## 二、不足

- **不足** `2.1` <!-- piyue:id3 -->

  > 一些领域仍需加强。

## 跟进事项

| 序号 | 章节 | 定位 | 事项 | 批注 |
|---|---|---|---|---|
| 1 | 一、（一） | 1.1.1 | 受理纠纷120件，成功率为95.6%。 | 请核实 成功率 |

## 审阅意见

{FREE_BEGINS}
{FREE_ENDS}
"""
    )


def test_the_order_of_saving_does_not_show(document: Document) -> None:
    forwards = annotated(document, MARKS)
    backwards = dict(reversed(forwards.items()))
    assert memo(document, forwards, (), reviewer="李") == memo(
        document, backwards, (), reviewer="李"
    )


def test_one_changed_note_changes_few_lines(document: Document) -> None:
    before = annotated(document, MARKS)
    key = review.key_of(document.measures[1])
    after = {**before, key: replace(before[key], note="改了\n成功率")}
    old, new = (memo(document, it, (), reviewer="李").split("\n") for it in (before, after))
    assert sum(a != b for a, b in zip(old, new, strict=True)) <= 3


def test_what_stands_between_the_markers_is_kept(document: Document) -> None:
    first = memo(document, {}, (), reviewer="李")
    edited = first.replace(FREE_ENDS, f"我的意见：\n\n| a | b |\n{FREE_ENDS}")
    free = free_block(edited, document, "李")
    assert free == "我的意见：\n\n| a | b |\n"
    assert memo(document, {}, (), reviewer="李", free=free) == edited


def test_a_file_that_is_no_memo_has_no_free_block() -> None:
    for text in ("# 我的笔记\n", f"{FREE_BEGINS}\n{FREE_ENDS}\n"):
        assert free_block(text, parse(TEXT), "李") is None


def test_a_memo_of_another_review_has_no_free_block_for_this_one(document: Document) -> None:
    written = memo(document, {}, (), reviewer="李")
    assert free_block(written, document, "李") == ""
    assert free_block(written, document, "王") is None
    assert free_block(written, parse(f"{TEXT}更正。"), "李") is None


def test_an_annotation_whose_measure_is_gone_is_still_in_the_memo(document: Document) -> None:
    [(key, annotation)] = annotated(document, {"2.1": MARKS["2.1"]}).items()
    written = memo(document, {f"{key}0": annotation}, (), reviewer="李")
    assert "## 原文中已找不到的批注" in written
    assert "> 一些领域仍需加强。" in written


HOSTILE = [
    "# 标题",
    "## 二级",
    "- 列表",
    "+ 列表",
    "1. 列表",
    "1) 列表",
    "> 引用",
    "===",
    "---",
    "***粗***",
    "_斜_ __粗__",
    "`代码`",
    "~~删~~ 1~3",
    "[链](javascript:alert(1))",
    "![图](x)",
    "<script>alert(1)</script>",
    "<!-- piyue:end free -->",
    "&lt; &amp;",
    "a | b | c",
    "$x^2$",
    "==亮== %%藏%% #标签 [[双链]] ^id",
    "\\* 反斜",
    "```",
    ": 定义",
]


@pytest.mark.parametrize("line", HOSTILE)
def test_text_from_outside_is_shown_as_it_is(line: str) -> None:
    html = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(escape(line))
    shown = re.fullmatch(r"<p>([^<>]*)</p>\n", html)
    assert shown, html
    plain = shown[1]
    for entity, char in {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&amp;": "&"}.items():
        plain = plain.replace(entity, char)
    assert plain == line


@given(st.text(alphabet="#*_`[]()<>!|\\~-+=1. 甲&:$^%\"'", min_size=1, max_size=24))
def test_any_line_is_shown_as_it_is(line: str) -> None:
    html = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(escape(line))
    assert re.fullmatch(r"(?:<p>[^<>]*</p>\n)?", html), html


@pytest.mark.parametrize("line", HOSTILE)
def test_a_note_cannot_end_the_free_block_or_start_a_section(document: Document, line: str) -> None:
    marks = {"2.1": (("follow-up",), f"{line}\n{line}")}
    written = memo(document, annotated(document, marks), (), reviewer=line)
    headings = [it for it in written.split("\n") if it.startswith("#")]
    assert headings == ["# 某区2024年报告", "## 二、不足", "## 跟进事项", "## 审阅意见"]
    assert free_block(written, document, line) == ""
