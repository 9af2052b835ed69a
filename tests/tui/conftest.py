"""A reviewer at the keyboard of the app, for the tests that drive it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Static

from core.document import Document
from core.review import Annotation
from store.library import Library
from tui import clipboard
from tui.app import PiyueApp
from tui.config import Config
from tui.opening import Opening
from tui.screens.review import ReviewScreen
from tui.session import annotations_of
from tui.widgets.figure_list import FigureList
from tui.widgets.inspector import Inspector
from tui.widgets.lines import StatusLine
from tui.widgets.reader import Reader
from tui.widgets.section_tree import SectionTree

if TYPE_CHECKING:
    from tests.tui.auditing import Auditor


class Somebody:
    """Somebody at the keyboard, before whichever screen."""

    def __init__(self, pilot: Pilot[None]) -> None:
        self.pilot = pilot
        self.app: Any = pilot.app

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def until(self, happened: Callable[[], bool]) -> None:
        for _ in range(3000):
            await self.pilot.pause(0.01)
            if happened():
                return
        raise AssertionError("did not happen within thirty seconds")


class Reviewer:
    """A reviewer at the keyboard, and what can be seen."""

    def __init__(self, pilot: Pilot[None], library: Path) -> None:
        self.pilot = pilot
        self.library = library

    @property
    def screen(self) -> ReviewScreen:
        return [it for it in self.pilot.app.screen_stack if isinstance(it, ReviewScreen)][-1]

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.settled()

    async def type(self, text: str) -> None:
        await self.pilot.press(*text)
        await self.pilot.pause()

    async def settled(self) -> None:
        """Wait until everything asked for was reported."""
        await self.until(lambda: self.screen._session.unsaved == 0)

    async def until(self, happened: Callable[[], bool]) -> None:
        for _ in range(3000):
            await self.pilot.pause()
            if happened():
                return
            await asyncio.sleep(0.01)
        raise AssertionError("did not happen within thirty seconds")

    @property
    def locator(self) -> str:
        return self.screen.current.locator

    @property
    def status(self) -> str:
        return self.screen.query_one(StatusLine).text

    @property
    def inspector(self) -> str:
        return self.screen.query_one(Inspector).text

    @property
    def tree(self) -> list[str]:
        tree = self.screen.query_one(SectionTree)
        return [str(tree.get_node_at_line(line).label) for line in range(tree.last_line + 1)]

    @property
    def text(self) -> str:
        reader = self.screen.query_one(Reader)
        lines = (reader.render_line(y).crop(0, reader.room) for y in range(reader.size.height))
        return "\n".join(line.text.rstrip() for line in lines)

    @property
    def listed(self) -> list[str]:
        """The lines of the list of figures, in the palette or in the pane, with > at one."""
        figures = self.pilot.app.screen.query_one(FigureList)
        lines = (figures.render_line(y).text.rstrip() for y in range(figures.size.height))
        return [line for line in lines if line]

    @property
    def highlighted(self) -> str:
        """The one of these lines that Enter chooses."""
        [line] = [line for line in self.listed if line.startswith("> ")]
        return line

    @property
    def palette(self) -> str:
        """What is said below the list in the palette."""
        return str(self.pilot.app.screen.query_one("#count", Static).render())

    def styled(self, attribute: str, widget: type[Widget] = Reader) -> list[str]:
        """The pieces of visible text with an attribute of print: bold, underline, reverse."""
        pane = self.pilot.app.screen.query_one(widget)
        return [
            segment.text
            for y in range(pane.size.height)
            for segment in pane.render_line(y)
            if segment.style and getattr(segment.style, attribute) and segment.text.strip()
        ]

    def line_with(self, words: str) -> str:
        [line] = [line for line in self.text.split("\n") if words in line]
        return line

    def saved(self, report: Document) -> dict[str, Annotation]:
        """What another process would read from the disk, by locator."""
        store = Library(self.library).review(report.id, "李")
        return {it.anchor.locator: it for it in annotations_of(store).values()}


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """Where the reviews of a test are kept."""
    return tmp_path / "library"


@pytest.fixture
def opened(library: Path) -> Callable[[Path], Opening]:
    """Open a document, wait until it is read."""

    def open_it(path: Path) -> Opening:
        with ThreadPoolExecutor(max_workers=1) as worker:
            return Opening(path, library, "李", worker)

    return open_it


@pytest.fixture
def reviewer_at(library: Path) -> Callable[[Pilot[None]], Reviewer]:
    """The reviewer who drives an app."""
    return lambda pilot: Reviewer(pilot, library)


@pytest.fixture
def reviewing(report_path: Path, opened, reviewer_at):
    """Start the app on a document, the shipped report by default, in the same library each time."""

    @asynccontextmanager
    async def start(
        size: tuple[int, int] = (120, 36), path: Path = report_path, config: Config | None = None
    ) -> AsyncIterator[Reviewer]:
        app = PiyueApp(iter([opened(path)]), config)
        async with app.run_test(size=size) as pilot:
            reviewer = reviewer_at(pilot)
            await reviewer.until(lambda: reviewer.screen._analysis.findings is not None)
            yield reviewer

    return start


@pytest.fixture
def copied(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was put on the clipboard."""
    texts: list[str] = []
    monkeypatch.setattr(clipboard, "copy", lambda _app, text: texts.append(text) or "copied")
    return texts


COUNTY = """青禾县2025年政务服务报告
一、办件情况
全年受理申请两百余件。
建成跨河联办窗口。
组织窗口人员参加培训。
认真整改群众反映的问题。
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A report of four measures, for several reviewers."""
    path = tmp_path / "county.txt"
    path.write_text(COUNTY, "utf-8")
    return path


@pytest.fixture
def reading(reviewing: Any):
    """Open a report, that of this year, in the library of the test."""
    from tests.tui.auditing import THIS_FILE, Auditor  # noqa: PLC0415 (it needs this module)

    @asynccontextmanager
    async def start(
        path: Path = THIS_FILE, size: tuple[int, int] = (120, 36)
    ) -> AsyncIterator[Auditor]:
        async with reviewing(size=size, path=path) as reviewer:
            yield Auditor(reviewer.pilot)

    return start


@pytest.fixture
def comparing(library: Path, reading: Any):
    """The same, held against last year's, which the library has."""
    from tests.tui.auditing import LAST, keep  # noqa: PLC0415 (it needs this module)

    @asynccontextmanager
    async def start(size: tuple[int, int] = (120, 36)) -> AsyncIterator[Auditor]:
        keep(library, LAST)
        async with reading(size=size) as auditor:
            await auditor.press("W")
            await auditor.compared()
            yield auditor

    return start
