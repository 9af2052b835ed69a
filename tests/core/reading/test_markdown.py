"""Markdown without its marks."""

import pytest

from core.reading import read
from core.reading.markdown import extract, is_markdown


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("# 一、总则", "一、总则"),
        ("## （一）甲 ##", "（一）甲"),
        ("推进**放管服**改革。", "推进放管服改革。"),
        ("见[通知](https://example.org/1)。", "见通知。"),
        ("![图](a.png)文", "文"),
        ("- 甲；", "甲；"),
        ("> 引文", "引文"),
        ("1. 甲", "1. 甲"),
        ("1．甲", "1．甲"),
        (r"3\. 甲\*", "3. 甲*"),
        ("| 甲 | 12件 |", "甲\t12件"),
        ("`代码`", "代码"),
        ("~~旧~~与 *重点*", "旧与 重点"),
        ("甲<br>", "甲"),
        ("《某局<某行动(2023—2025年)>的通知》", "《某局<某行动(2023—2025年)>的通知》"),
        ("2*3*4", "2*3*4"),
        ("正文<!-- INFO END -->", "正文"),
        ("正文<!-- 没有结束", "正文<!-- 没有结束"),
    ],
)
def test_a_line_without_marks(marked: str, plain: str) -> None:
    assert extract(marked + "\n").text == plain + "\n"


def test_lines_that_only_arrange_are_left_out() -> None:
    text = "# 某报告\n\n---\n\n| 甲 | 乙 |\n|---|:--:|\n| 1 | 2 |\n\n```\n文\n```\n"
    assert extract(text).text == "某报告\n甲\t乙\n1\t2\n文\n"


def test_front_matter_and_the_first_heading_tell_about_the_document() -> None:
    front = "---\ntitle: 某报告\ndate: 2025-01-09\nissuer: '某局'\n---\n"
    document = read(f"{front}# 某报告\n## 情况\n办结12件。\n".encode())
    assert document.metadata.title == "某报告"
    assert (document.metadata.published, document.metadata.issuer) == ("2025-01-09", "某局")
    assert [section.title for section in document.sections] == ["情况"]


def test_underlined_headings_and_code() -> None:
    found = extract("规划\n====\n\n基础\n----\n\n```\n# 注释\n```\n\n目标\n----\n文。\n\n---\n")
    assert found.text == "规划\n基础\n# 注释\n目标\n文。\n"
    assert found.headings == {1: 2, 3: 2}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# 甲\n", True),
        ("甲\n## 乙\n", True),
        ("甲\n---\n文\n乙\n===\n", True),
        ("甲\n---\n", False),
        ("甲\n\n---\n\n---\n", False),
        ("#话题#\n", False),
        ("甲 # 乙\n", False),
    ],
)
def test_what_is_markdown(text: str, expected: bool) -> None:
    assert is_markdown(text) is expected
