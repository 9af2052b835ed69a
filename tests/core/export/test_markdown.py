"""The Markdown memo."""

import difflib
import json
import random
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from core import review
from core.export.escaping import plain
from core.export.markdown import (
    FLAVOURS,
    FREE_BEGINS,
    FREE_ENDS,
    OBSIDIAN,
    Flavour,
    digest,
    facts_of,
    free_block,
    write,
)
from core.export.material import Material, Scope
from core.ledger import STATUSES, Task
from core.reading import parse
from core.review import Annotation
from tests.core.export.reviews import (
    DOCUMENT,
    HARD,
    HOSTILE,
    MARKS,
    TEXT,
    annotated,
    handed_in,
)

DUE = "2025-06-30"
PLACE = "一、（一） 1.1.1"
OPEN = "未启动"
NOTE = "请核实\n成功率"
GREETING, SETTLED, WANTING = (
    f"quote={digest(words)}"
    for words in ("现将情况报告如下：", "受理纠纷120件，成功率为95.6%。", "一些领域仍需加强。")
)
MARKER = (
    f"{SETTLED} tags=highlight,follow-up"
    f" note={digest(NOTE)} unit={digest('区司法局')} due={digest(DUE)}"
)
MEMO = f"""---
schema: "piyue-review/2"
document: "{DOCUMENT.id}"
reviewer: "李"
title: "某区2024年报告"
issuer: "某区司法局"
document_number: ""
written: ""
published: "2025-01-09"
text_sha256: "{DOCUMENT.id}"
measures: 4
reviewed: 4
highlight: 1
weakness: 1
follow-up: 1
---

# 某区2024年报告

## 前言

- （未标记） `0.1` <a id="pr-id0"></a> <!-- piyue:id0 {GREETING} note={digest("缺少统计口径")} -->

  > 现将情况报告如下：

  批注：缺少统计口径

## 一、成效

### （一）化解纠纷

- **亮点** **跟进** `1.1.1` <a id="pr-id1"></a> <!-- piyue:id1 {MARKER} -->

  > 受理纠纷120件，成功率为95.6%。

  数字：120件（纠纷）；95.6%（成功率）

  批注：请核实<br>成功率

## 二、不足

- **不足** `2.1` <a id="pr-id3"></a> <!-- piyue:id3 {WANTING} tags=weakness -->

  > 一些领域仍需加强。

## 跟进台账

| 编号 | 事项 | 依据 | 责任单位 | 时限 | 状态 | 证据 |
| --- | --- | --- | --- | --- | --- | --- |
| [pr-id1](#pr-id1) | 受理纠纷120件，成功率为95.6%。 | {PLACE} | 区司法局 | {DUE} | {OPEN} |  |

## 数字清单

| 数字 | 指标 | 定位 |
| --- | --- | --- |
| 120件 | 纠纷 | 1.1.1 |
| 95.6% | 成功率 | 1.1.1 |

## 审阅意见

{FREE_BEGINS}
{FREE_ENDS}
"""
READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
BOTH = pytest.mark.parametrize("flavour", FLAVOURS.values(), ids=FLAVOURS)


def with_note(note: str, locator: str = "1.1.1") -> dict[str, Annotation]:
    return annotated({**MARKS, locator: (("follow-up",), note, None)})


def body(memo: str) -> str:
    return memo.split("\n---\n", 1)[1]


def test_memo() -> None:
    assert write(handed_in()) == MEMO


def test_memo_for_obsidian() -> None:
    written = write(handed_in(), flavour=OBSIDIAN)
    assert "\n- #亮点 #跟进 `1.1.1` <!-- piyue:id1 " in written
    assert "\n\n  批注：请核实<br>成功率\n\n  ^pr-id1\n\n" in written
    assert "\n| [[#^pr-id1\\|pr-id1]] | 受理" in written
    assert 'aliases: ["某区2024年报告"]\ntags: ["批阅"]\n---\n' in written


@BOTH
def test_the_order_of_saving_does_not_show(flavour: Flavour) -> None:
    marks = list(annotated().items())
    random.Random(7).shuffle(marks)
    assert write(handed_in(dict(marks)), flavour=flavour) == write(handed_in(), flavour=flavour)


@given(st.sampled_from([*FLAVOURS.values()]), HARD.filter(str.strip), HARD.filter(str.strip))
def test_one_changed_note_changes_at_most_three_lines(
    flavour: Flavour, former: str, note: str
) -> None:
    old, new = (
        write(handed_in(with_note(it)), flavour=flavour).split("\n") for it in (former, note)
    )
    changed = [line for line in difflib.ndiff(old, new) if line.startswith("+ ")]
    assert len(old) == len(new)
    assert len(changed) <= 3


def test_a_part_of_the_review_says_so() -> None:
    scope = Scope(frozenset({"highlight"}), DOCUMENT.sections[0].id)
    facts = facts_of(write(handed_in(scope=scope)))
    assert facts["only_tags"] == '["亮点"]'
    assert facts["only_section"] == "一、成效"


def test_an_annotation_whose_measure_is_gone_is_still_in_the_memo() -> None:
    [(key, annotation)] = annotated({"2.1": MARKS["2.1"]}).items()
    written = write(handed_in({f"{key}0": annotation}))
    assert "## 原文中已找不到的批注" in written
    assert "> 一些领域仍需加强。" in written


FREE = [
    "",
    "总体良好。\n",
    "\n\n| a | b |\n\n```\n- 甲 `1.1.1` <!-- piyue:id1 -->\n```\n没有换行",
    "\r\n两行\r\n\r\n",
    f"误粘贴 {FREE_BEGINS} 甲 {FREE_ENDS} 乙\n",
    "\udcff坏字节\x1b\n",
]


@pytest.mark.parametrize("free", FREE)
def test_what_stands_between_the_markers_is_kept(free: str) -> None:
    edited = write(handed_in(), free=free)
    assert free_block(edited, DOCUMENT, "李") == free
    assert write(handed_in(), free=free_block(edited, DOCUMENT, "李") or "") == edited


def test_a_file_that_is_no_memo_has_no_free_block() -> None:
    for text in ("# 我的笔记\n", f"{FREE_BEGINS}\n{FREE_ENDS}\n", "", "---\n", "---\n---\n"):
        assert free_block(text, DOCUMENT, "李") is None


def test_a_memo_of_another_review_has_no_free_block_for_this_one() -> None:
    written = write(handed_in())
    assert free_block(written, DOCUMENT, "李") == ""
    assert free_block(written, DOCUMENT, "王") is None
    assert free_block(written, parse(f"{TEXT}更正。"), "李") is None
    assert free_block(written.replace(FREE_ENDS, ""), DOCUMENT, "李") is None


@pytest.mark.parametrize("rewritten", ["schema: piyue-review/2", "schema: 'piyue-review/2'"])
def test_an_editor_of_properties_may_rewrite_the_front_matter(rewritten: str) -> None:
    written = write(handed_in(reviewer="O'李"))
    written = written.replace('schema: "piyue-review/2"', rewritten)
    written = written.replace('reviewer: "O\'李"', "reviewer: 'O''李'").replace("\n", "\r\n")
    assert free_block("\ufeff" + written, DOCUMENT, "O'李") == ""


@given(HARD)
def test_the_front_matter_holds_any_name_in_its_line(name: str) -> None:
    written = write(handed_in(reviewer=name, title=name))
    front = written.split("\n---\n", 1)[0].split("\n")[1:]
    assert len(front) == 14
    for line in front:
        json.loads(line.partition(": ")[2])
    assert not re.search(r"[\x00-\x09\x7f-\x9f\u2028\u202e\ufeff]", "".join(front))
    assert free_block(written, DOCUMENT, name) == ""


def structure(tokens: list[Token]) -> list[str]:
    """What a memo is made of, without its words."""
    return [token.tag or token.type for token in tokens if token.type != "inline"]


def inlines(tokens: list[Token]) -> set[str]:
    """What stands in its lines: words, tags, locators, and the HTML of ours."""
    return {
        child.content if child.type == "html_inline" else child.type
        for token in tokens
        for child in token.children or []
    }


@BOTH
@given(text=HARD.filter(str.strip))
def test_any_text_in_every_place_is_words_and_nothing_else(flavour: Flavour, text: str) -> None:
    tame, wild = (READER.parse(body(write(saying(it), flavour=flavour))) for it in ("甲", text))
    assert structure(wild) == structure(tame)
    strange = {one for one in inlines(wild) - inlines(tame) if "piyue:" not in one}
    assert strange <= {"<br>"}
    shown = [words(token) for token in wild if token.type == "inline"]
    assert shown.count(plain(text)) >= 1 + 3 + 1  # the title, each quote, and once in the ledger
    assert shown.count(f"批注：{plain(text).strip()}") == 3


def saying(text: str) -> Material:
    """A review in which everything that somebody may write is this text."""
    marks = with_note(text).items()
    marked = {
        key: replace(
            mark,
            note=text,
            anchor=replace(mark.anchor, exact=text),
            task=Task(text, text, text, (text,)),
        )
        for key, mark in marks
        if mark.is_marked
    }
    return handed_in(marked, title=text)


def words(inline: Token) -> str:
    return "".join(
        "\n" if child.content == "<br>" else child.content for child in inline.children or []
    )


@pytest.mark.parametrize("line", HOSTILE)
def test_a_note_cannot_end_the_free_block_or_start_a_section(line: str) -> None:
    written = write(handed_in(with_note(f"{line}\n{line}"), reviewer=line))
    headings = [it[1].content for it in pairs(READER.parse(body(written)), "heading_open")]
    assert headings == [
        "某区2024年报告",
        "前言",
        "一、成效",
        "（一）化解纠纷",
        "二、不足",
        "跟进台账",
        "数字清单",
        "审阅意见",
    ]
    assert free_block(written, DOCUMENT, line) == ""


def pairs(tokens: list[Token], kind: str) -> list[tuple[Token, Token]]:
    """The tokens of a kind, each with the one behind it."""
    return [
        pair for pair in zip(tokens, [*tokens[1:], tokens[0]], strict=True) if pair[0].type == kind
    ]


@pytest.mark.parametrize(
    "identity",
    ["--><script>alert(1)</script>", "a b", "", "A1", "x" * 41, "\n", "甲", "-a", "a--b"],
)
def test_the_id_of_a_mark_is_one_word_or_replaced_by_one(identity: str) -> None:
    [(key, mark)] = annotated({"2.1": MARKS["2.1"]}).items()
    written = write(handed_in({key: replace(mark, id=identity)}))
    [marker] = re.findall(r"<!-- piyue:(\S+) quote=\w+ tags=weakness -->", written)
    assert re.fullmatch(r"x[0-9a-f]{12}", marker)


def test_a_locator_that_is_none_is_not_written() -> None:
    [(key, mark)] = annotated({"2.1": MARKS["2.1"]}).items()
    broken = replace(mark, anchor=replace(mark.anchor, locator="`<b>\n# 甲"))
    assert "- **不足** `?` <a" in write(handed_in({key: broken}))


@pytest.mark.parametrize(
    ("tag", "shown"), [("doubt", "**doubt**"), ("a“b”", "a“b”"), ("<b>", "\\<b\\>")]
)
def test_a_tag_of_a_newer_version_is_bold_only_if_that_closes(tag: str, shown: str) -> None:
    marks = annotated({"2.1": ((tag,), "", None)})
    assert f"- {shown} `2.1`" in write(handed_in(marks))


@pytest.mark.parametrize("status", STATUSES, ids=lambda status: status.id)
def test_the_ledger_says_how_far_a_follow_up_is(status: object) -> None:
    task = Task(status=status.id, evidence=("报告.pdf", "a|b"))  # type: ignore[attr-defined]
    written = write(handed_in(annotated({"2.1": (("follow-up",), "", task)})))
    assert f"|  |  | {status.chinese} | 报告.pdf<br>a\\|b |" in written  # type: ignore[attr-defined]


def test_no_follow_up_no_ledger() -> None:
    assert "台账" not in write(handed_in(annotated({"2.1": MARKS["2.1"]})))


def test_marking_again_the_same_way_gives_the_same_memo() -> None:
    marks = annotated()
    later = {
        key: replace(review.noted(mark.note)(mark), updated="2026-01-01T00:00:00+00:00")
        for key, mark in marks.items()
    }
    assert write(handed_in(later)) == write(handed_in(marks))
