"""A small review to be handed in, and the texts that come hardest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from hypothesis import strategies as st

from core import review
from core.document import Document
from core.export.material import EVERYTHING, Material, Scope, material
from core.ledger import Task
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
DOCUMENT = parse(TEXT)
NOW = "2025-03-01T09:00:00+00:00"
MARKS: dict[str, tuple[tuple[str, ...], str, Task | None]] = {
    "0.1": ((), "缺少统计口径", None),
    "1.1.1": (("highlight", "follow-up"), "请核实\n成功率", Task("区司法局", "2025-06-30")),
    "1.2.1": ((), "", None),
    "2.1": (("weakness",), "", None),
}


def annotated(
    marks: Mapping[str, tuple[tuple[str, ...], str, Task | None]] = MARKS,
    document: Document = DOCUMENT,
) -> dict[str, Annotation]:
    """Annotations by locator: tags, note and task."""
    found = {}
    for number, measure in enumerate(document.measures):
        if measure.locator in marks:
            tags, note, task = marks[measure.locator]
            found[review.key_of(measure)] = Annotation(
                id=f"id{number}",
                anchor=review.anchor_of(document, measure),
                reviewer="李",
                created=NOW,
                updated=NOW,
                tags=tags,
                note=note,
                read=True,
                task=task,
            )
    return found


def handed_in(
    annotations: Mapping[str, Annotation] | None = None,
    reviewer: str = "李",
    scope: Scope = EVERYTHING,
    title: str | None = None,
) -> Material:
    document = DOCUMENT
    if title is not None:
        document = replace(document, metadata=replace(document.metadata, title=title))
    marks = annotated() if annotations is None else annotations
    return material(document, marks, find_metrics(TEXT), reviewer, scope)


# Each is text that some reader of Markdown takes for something else.
HOSTILE = [
    "# 标题",
    "## 二级 ##",
    "- 列表",
    "+ 列表",
    "-",
    "1. 列表",
    "1) 列表",
    "1．全角",
    "（1）层次",
    "> 引用",
    "===",
    "---",
    "甲\n===",
    "甲\n---\n乙",
    "***粗***，**“引号”**她",
    "_斜_ __粗__",
    "`代码` ``",
    "~~删~~ 1~3…5~8",
    "[链](javascript:alert(1)) [a]: b",
    "![图](x) [^1]",
    "<script>alert(1)</script><br>",
    "<https://example.org> https://example.org www.example.org a@example.org",
    "<!-- piyue:end free -->",
    "<!-- piyue:id1 note=00000000 -->",
    "&lt; &amp; &#35;",
    "a | b | c\n|---|---|\n\\|",
    "$x^2$",
    "==亮== %%藏%% #标签 [[双链]] ^id",
    "尾 ^id",
    "\\* 反斜 \\",
    "```\n代码\n```",
    ": 定义 :smile:",
    "    四格",
    "\t制表\t符",
    " \u3000 空 \u3000",
    "- [ ] 任务",
    "批注：假的\n数字：1",
    "^pr-id1",
    "\u202e反向\u2066 \u2028换行\ufeff",
    "甲\n\n\n乙 \n  丙",
]
# Letters that mean something to Markdown or to Piyue, among those that mean nothing.
HARD = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(alphabet="#*_`[]()<>!|\\~-+=1. 甲&:;$^%\"'@/xwbr\n\t{}，。^", max_size=24),
    st.text(max_size=12),
    st.lists(st.sampled_from([*HOSTILE, " ", "\n", "甲"]), max_size=3).map("".join),
)
