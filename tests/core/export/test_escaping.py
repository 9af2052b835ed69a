import pytest
from hypothesis import given
from markdown_it import MarkdownIt
from markdown_it.token import Token

from core.export.escaping import escape, plain, unescape
from tests.core.export.reviews import HARD, HOSTILE

READER = MarkdownIt("commonmark", {"linkify": True}).enable(["table", "strikethrough", "linkify"])
assert READER.linkify is not None
READER.linkify.set({"fuzzy_link": False, "fuzzy_email": True})  # what GitHub makes links of


def shown(inline: Token) -> str:
    """The words of a paragraph, which must be words and line breaks alone."""
    words = []
    for token in inline.children or []:
        if token.type == "html_inline":
            assert token.content == "<br>"
            words.append("\n")
        else:
            assert token.type == "text", token
            words.append(token.content)
    return "".join(words)


def paragraph(markdown: str) -> str:
    tokens = READER.parse(markdown)
    if not tokens:
        return ""
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    return shown(tokens[1])


@pytest.mark.parametrize("text", HOSTILE)
def test_text_from_outside_is_shown_as_it_is(text: str) -> None:
    assert paragraph(escape(text)) == text


@given(HARD)
def test_any_text_is_shown_as_it_is(text: str) -> None:
    assert paragraph(escape(text)) == plain(text)


@given(HARD)
def test_any_text_is_shown_as_it_is_in_a_cell(text: str) -> None:
    tokens = READER.parse(f"| a | b |\n|---|---|\n| {escape(text)} | 乙 |")
    cells = [shown(token) for token in tokens if token.type == "inline"]
    assert cells == ["a", "b", plain(text), "乙"]


@given(HARD)
def test_any_text_is_shown_as_it_is_behind_a_word_or_a_sign(text: str) -> None:
    for before in ("甲：", "## 甲："):
        [inline] = [one for one in READER.parse(before + escape(text)) if one.type == "inline"]
        assert shown(inline) == "甲：" + plain(text)


@given(HARD)
def test_any_text_is_read_back(text: str) -> None:
    assert unescape(escape(text)) == plain(text)
    assert "\n" not in escape(text)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("**重要** 3 * 4", "**重要** 3 * 4"),
        ("甲<br/>乙\\\n丙", "甲\n乙\n丙"),
        ("a&nbsp;b&lt;", "a\xa0b<"),
        ("C:\\盘 a\\b", "C:\\盘 a\\b"),
        ("&nonsense; R&D", "&nonsense; R&D"),
    ],
)
def test_what_somebody_typed_is_read_as_meant(typed: str, meant: str) -> None:
    assert unescape(typed) == meant


@pytest.mark.parametrize(
    "text",
    ["受理案件128件，同比增长3.5%。", "2024-2025年", "“一件事”（试点）", "12：30—14：00"],
)
def test_ordinary_text_stays_legible(text: str) -> None:
    assert escape(text) == text


def test_what_steers_a_terminal_is_not_written() -> None:
    assert escape("a\x1b[31mb\x07\x9b\ud800") == "a�\\[31mb���"
