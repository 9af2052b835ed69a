"""A paragraph of a note without end: it looks as any other, and is not drawn whole for each row."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from rich.text import Text
from textual.app import App, ComposeResult
from textual.widgets import TextArea
from textual.widgets.text_area import Selection

from tui.widgets.fields import Editor

SENTENCE = "这是一段没有换行的批注，words too。"


@asynccontextmanager
async def editing(text: str) -> AsyncIterator[Editor]:
    class Page(App[None]):
        def compose(self) -> ComposeResult:
            yield Editor(text, soft_wrap=True, tab_behavior="focus")

    app = Page()
    async with app.run_test(size=(60, 20)) as pilot:
        editor = app.query_one(Editor)
        editor.focus()
        editor.cursor_blink = False
        await pilot.pause()
        yield editor


def unlike(editor: Editor) -> list[int]:
    """The rows that Textual would draw otherwise."""
    rows = range(editor.size.height)
    return [
        y
        for y in rows
        if list(editor._render_line(y).simplify())
        != list(TextArea._render_line(editor, y).simplify())
    ]


@pytest.mark.parametrize("middle", ["", "\t", "\u3000", "葛\U000e0100👨\u200d👩\u200d👧"])
@pytest.mark.parametrize(
    "selection",
    [
        Selection((1, 0), (1, 0)),
        Selection((1, 56), (1, 56)),  # about where a row ends
        Selection((1, 30), (1, 700)),
        Selection((1, 700), (0, 0)),
        Selection((0, 0), (2, 2)),
        Selection((1, 4004), (1, 4004)),
        Selection((2, 2), (2, 2)),
    ],
)
async def test_a_long_paragraph_looks_as_textual_would_draw_it(
    middle: str, selection: Selection
) -> None:
    text = (SENTENCE + middle) * 260
    async with editing(f"甲\n{text[:4004]}\n乙丙") as editor:
        editor.selection = selection
        for top in (0, 5, 1000):
            editor.scroll_to(y=top, animate=False, immediate=True)
            assert unlike(editor) == []


async def test_a_row_is_drawn_without_the_rest_of_the_paragraph(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with editing(SENTENCE * 1000) as editor:
        drawn: list[int] = []
        made = Text.__init__

        def make(self: Text, text: str = "", *others: object, **named: object) -> None:
            drawn.append(len(text))
            made(self, text, *others, **named)

        monkeypatch.setattr(Text, "__init__", make)
        editor._render_line(3)
        assert 0 < sum(drawn) < 500
