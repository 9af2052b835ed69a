"""Whatever is pressed: the app goes on, loses no mark, and shows what is on the disk."""

from __future__ import annotations

import asyncio
import contextlib
import tempfile
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from textual.pilot import Pilot

from core.review import TAGS, Annotation
from store.library import Library
from tests.tui.conftest import COUNTY, Reviewer
from tui.actions import ACTIONS
from tui.app import PiyueApp
from tui.keymap import spelled
from tui.opening import Opening
from tui.screens.review import ReviewScreen
from tui.session import annotations_of
from tui.widgets.lines import StatusLine

WHO = "李"
SIZES = ((60, 20), (80, 24), (120, 40), (200, 50))
TYPED = ("调解", "tjcgl", "1.2", "0.1", "[/b]窗口", "95.6", "群众", "#rank", "/(")
# Left out: what stops the process, and what lets other programs have the text.
_NOT_PRESSED = {"suspend", "copy", "copy_all"}
KEYS = [
    spelled(key)
    for action in ACTIONS
    if action.id not in _NOT_PRESSED
    for key in action.keys.split()
]
MARKS = [spelled(key) for key in ("1", "2", "3", "space", "x", ".", "u", "ctrl+r", "v", "n", "j")]
STEPS: list[str] = [
    *KEYS,
    *MARKS * 3,
    *["enter", "escape"] * 4,
    *["ctrl+s", "ctrl+t", "backspace", "delete", "ctrl+w", "f2"],
    *(f"type {text}" for text in TYPED),
    *(f"size {columns}x{lines}" for columns, lines in SIZES),
    *(f"click {x},{y}" for x, y in ((3, 2), (35, 4), (50, 9), (70, 12), (5, 19))),
]


def play(steps: Sequence[str], text: str, folder: Path, *, every: int = 8) -> None:
    """Review a text with these steps, from an empty library; raises AssertionError with cause.

    What is shown is compared with the disk `every` so many steps, at the end, and when the
    document is opened again, as it is too whenever the steps have left the app.
    """
    path = folder / "报告.txt"
    path.write_text(text, "utf-8")
    waiting = list(steps)
    with contextlib.chdir(folder):  # memos are written where one is
        while waiting:
            asyncio.run(_sit(waiting, path, folder / "library", every))
        asyncio.run(_sit([], path, folder / "library", every))


async def _sit(waiting: list[str], path: Path, library: Path, every: int) -> None:
    """One session of the app, which takes away the steps that it lasts for."""
    with ThreadPoolExecutor(max_workers=1) as worker:
        app = PiyueApp(iter([Opening(path, library, WHO, worker)]))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await agrees(pilot, library)
        number = 0
        while waiting and app.is_running and app._exit is False:
            await do(pilot, waiting.pop(0))
            number += 1
            if number % every == 0 or not waiting:
                await agrees(pilot, library)


async def do(pilot: Pilot[None], step: str) -> None:
    """Press, type, click, or change the size of the terminal."""
    what, _blank, rest = step.partition(" ")
    if what == "type":
        await pilot.press(*rest)
    elif what == "size":
        await pilot.resize_terminal(*map(int, rest.split("x")))
    elif what == "click":
        x, y = map(int, rest.split(","))
        await pilot.click(offset=(min(x, pilot.app.size.width - 1), y))
    else:
        await pilot.press(step)


async def agrees(pilot: Pilot[None], library: Path) -> None:
    """Check that disk, session, text, tree and status line say the same."""
    app = pilot.app
    if not isinstance(app.screen, ReviewScreen) or app._exit:
        return
    reviewer, screen = Reviewer(pilot, library), app.screen
    await reviewer.settled()
    await pilot.pause()
    if app.screen is not screen:
        return
    session, document = screen._session, screen._document
    disk = annotations_of(Library(library).review(document.id, WHO))
    assert session.annotations == disk
    assert 0 <= screen.cursor < len(document.measures)
    focused = screen.focused
    assert focused is None or (focused.display and focused.is_on_screen), f"focus: {focused}"
    assert _margins(screen) == _margins_of(screen, disk)
    if not screen.tree_pane._filtered:
        assert dict(_tree_counts(screen)) == _counts(screen, disk)
        tags = Counter(tag for one in disk.values() for tag in one.tags)
        facts = screen.query_one(StatusLine)._facts
        assert f"reviewed {len(disk)}/{len(document.measures)}" in facts
        shown = " ".join(f"{it.sign}{tags[it.id]} {it.english}" for it in TAGS)
        assert shown in facts


def _rows(screen: ReviewScreen) -> list[tuple[int, int]]:
    """Visible rows of the text on which a measure begins, with its index."""
    reader, page = screen.reader, screen.reader._page
    if page is None:
        return []
    top = round(reader.scroll_offset.y)
    rows = range(min(reader.size.height, len(page) - top))
    lines = [(y, page.at(y + top)) for y in rows]
    return [
        (y, measure)
        for y, line in lines
        if getattr(line, "is_first", False)
        and type(line).__name__ == "TextLine"
        and (measure := page.text.blocks[line.block].measure) is not None
    ]


def _margins(screen: ReviewScreen) -> dict[int, str]:
    return {measure: screen.reader.render_line(y).text[2:6] for y, measure in _rows(screen)}


def _margins_of(screen: ReviewScreen, disk: dict[str, Annotation]) -> dict[int, str]:
    """The signs that the measures in sight must have."""
    found = {}
    for _row, measure in _rows(screen):
        one = disk.get(str(screen._measures[measure].start))
        tags = "".join(it.sign if one and it.id in one.tags else " " for it in TAGS)
        found[measure] = tags + ("" if one is None else "✎" if one.note else "✓")
        found[measure] = found[measure].ljust(4)
    return found


def _tree_counts(screen: ReviewScreen) -> list[tuple[str, tuple[int, int, dict[str, int]]]]:
    progress = screen.tree_pane._progress
    return [
        (key, (it.measures, it.reviewed, {tag: n for tag, n in it.tags.items() if n}))
        for key, it in progress.items()
    ]


def _counts(
    screen: ReviewScreen, disk: dict[str, Annotation]
) -> dict[str, tuple[int, int, dict[str, int]]]:
    """The counts of every section, measure by measure."""
    document = screen._document
    above = {section.id: section.parent for section in document.sections}
    counts: dict[str, tuple[int, int, Counter[str]]] = {
        key: (0, 0, Counter()) for key in ("", *above)
    }
    for measure in document.measures:
        one = disk.get(str(measure.start))
        key: str | None = measure.section or ""
        while key is not None:
            measures, reviewed, tags = counts[key]
            tags.update(one.tags if one else ())
            counts[key] = measures + 1, reviewed + (one is not None), tags
            key = above.get(key)
    return {key: (total, done, dict(tags)) for key, (total, done, tags) in counts.items()}


@settings(
    max_examples=3,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],  # to shrink takes minutes; tests/benchmarks/random_keys.py does it
    suppress_health_check=list(HealthCheck),
)
@given(st.lists(st.sampled_from(STEPS), min_size=25, max_size=30))
def test_random_keys_lose_nothing_and_show_what_is_saved(steps: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        play(steps, COUNTY, Path(folder))
