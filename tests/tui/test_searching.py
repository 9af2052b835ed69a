"""The search in the app: pinyin, regular expressions, and the last search again."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events
from textual.widgets import Input

from core.document import Document
from tui import regular
from tui.regular import PatternError, spans

TEXT = "青禾县办件(一)共200件，gdp增长。\n第三条办件"


async def search(reviewer, typed: str) -> None:
    await reviewer.press("slash")
    await reviewer.type(typed)
    await reviewer.press("enter")


@pytest.mark.parametrize("typed", ["tiaojie", "tjcgl", "TIAOJIE"])
async def test_letters_find_what_they_spell(reviewing, typed: str) -> None:
    async with reviewing() as reviewer:
        await search(reviewer, typed)
        await reviewer.until(lambda: "hits" in reviewer.status)
        assert "调解" in reviewer.screen._document.quote(reviewer.screen.current)


async def test_a_regular_expression_stands_behind_a_second_slash(reviewing) -> None:
    async with reviewing() as reviewer:
        await search(reviewer, r"/调解.{1,6}\d+\.\d+")
        await reviewer.until(lambda: "hits: 1" in reviewer.status)
        assert reviewer.locator == "1.7.3"


async def test_what_is_no_pattern_is_told(reviewing) -> None:
    async with reviewing() as reviewer:
        await search(reviewer, "/(调解")
        await reviewer.until(lambda: "no pattern: missing )" in reviewer.status)
        assert reviewer.locator == "0.1"


async def test_who_went_on_meanwhile_is_not_taken_back(
    reviewing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.screens.searching._WHILE_TYPING", 1.0)
    async with reviewing() as reviewer:
        await search(reviewer, r"/调解")
        await reviewer.press("G")
        await reviewer.until(lambda: "hits" in reviewer.status)
        assert reviewer.locator == "4.5.2"
        await reviewer.press("N")
        assert "调解" in reviewer.screen._document.quote(reviewer.screen.current)


async def test_enter_alone_searches_again_also_after_reopening(reviewing) -> None:
    async with reviewing() as reviewer:
        await search(reviewer, "调解")
        there = reviewer.locator
        await reviewer.press("escape", "g", "q")
    async with reviewing() as reviewer:
        await reviewer.press("g", "slash")
        await reviewer.until(lambda: "enter: again 调解" in reviewer.status)
        await reviewer.press("enter")
        assert reviewer.locator == there


@pytest.mark.parametrize(
    ("keys", "recalled"),
    [
        ("up", "信访"),
        ("up up", "调解"),
        ("up up up", "窗口"),
        ("up up up up up", "窗口"),
        ("up up down", "信访"),
        ("x up", "信访"),
        ("x up down", "x"),
        ("down", ""),
        ("up a backspace", "信访"),
        ("up backspace up down", "信访"),
    ],
)
async def test_up_recalls_the_searches_before(reviewing, keys: str, recalled: str) -> None:
    async with reviewing() as reviewer:
        for typed in ("窗口", "信访", "调解", "信访"):
            await search(reviewer, typed)
        await reviewer.press("slash", *keys.split())
        assert reviewer.screen._prompt.query_one(Input).value == recalled


async def test_what_is_recalled_is_searched_for_at_once(reviewing) -> None:
    async with reviewing() as reviewer:
        await search(reviewer, "调解")
        there = reviewer.locator
        await reviewer.press("escape", "g", "slash", "up")
        assert reviewer.locator == there
        await reviewer.press("escape")
        assert reviewer.locator == "0.1"


async def test_keys_after_a_recalled_search_come_after_it(reviewing) -> None:
    async with reviewing() as reviewer:
        await search(reviewer, "调解")
        await reviewer.press("slash")
        for key in ("up", "!"):  # both at once, as in one write
            reviewer.pilot.app.post_message(events.Key(key, key if len(key) == 1 else None))
        field = reviewer.screen._prompt.query_one(Input)
        await reviewer.until(lambda: field.value == "调解!")


async def test_no_search_is_recalled_where_something_else_is_asked(reviewing) -> None:
    async with reviewing() as reviewer:
        await search(reviewer, "调解")
        await reviewer.press(":", "1", "up")
        assert reviewer.screen._prompt.query_one(Input).value == "1"


async def test_the_search_of_the_last_session_is_recalled(reviewing) -> None:
    async with reviewing() as reviewer:
        await search(reviewer, "调解")
        await reviewer.press("q")
    async with reviewing() as reviewer:
        await reviewer.press("escape", "slash", "up")
        assert reviewer.screen._prompt.query_one(Input).value == "调解"


async def test_under_a_filter_hits_are_those_that_are_shown(reviewing, path: Path) -> None:
    async with reviewing(path=path) as reviewer:
        await reviewer.press("f")
        await reviewer.type("培训")
        await reviewer.press("enter")
        await search(reviewer, "窗口")
        assert "hits: 1, and 1 in what the filter hides" in reviewer.status
        await reviewer.press("N")
        assert reviewer.locator == "1.3"


# Patterns


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        (r"\d+件", ["200件"]),
        (r"第.条", ["第三条"]),
        ("（一）", ["(一)"]),  # wide signs stand for themselves
        ("GDP", ["gdp"]),
        ("２００", ["200"]),
        ("^第", ["第"]),
        ("x*", []),  # what is empty is no hit
        (r"办件(?=\()", ["办件"]),
    ],
)
async def test_what_patterns_find(pattern: str, words: list[str]) -> None:
    assert [TEXT[start:end] for start, end in await spans(pattern, TEXT)] == words


@pytest.mark.parametrize("pattern", ["(", "[", "*", "(?P<", "a{99999999999999999999}", "\\"])
async def test_what_is_no_pattern(pattern: str) -> None:
    with pytest.raises(PatternError):
        await spans(pattern, TEXT)


async def test_a_pattern_without_end_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(regular, "_PATIENCE", 0.3)
    with pytest.raises(PatternError, match="takes too long"):
        await spans("(a+)+$", "a" * 60 + "b")


async def test_a_text_that_is_no_unicode_is_searched_too(report: Document) -> None:
    assert await spans("办", "\ud800办") == [(1, 2)]
    assert report.text
