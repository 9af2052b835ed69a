"""Somebody at the keyboard before this year's report and last year's, for the tests of both."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from textual.widgets import Static

from core.document import Document
from core.reading.kept import kept
from store.library import Library
from tests.core.yearly import FOLDER, pair
from tests.tui.conftest import Somebody
from tui.screens.years import YearsScreen
from tui.widgets.row_list import RowList

LAST, THIS = pair("district")
THIS_FILE = FOLDER / "district_2024.txt"


def keep(library: Path, document: Document, source: str = "") -> None:
    Library(library).keep(document.id, lambda: kept(document, source))


class Auditor(Somebody):
    """Somebody at the keyboard before two years."""

    @property
    def screen(self) -> Any:
        return self.app.screen

    async def sees(self, screen: type[Any]) -> None:
        await self.until(lambda: isinstance(self.screen, screen))
        await self.pilot.pause()

    async def compared(self) -> None:
        await self.until(lambda: isinstance(self.screen, YearsScreen) and bool(self.screen._parts))
        await self.pilot.pause()

    def said(self, part: str) -> str:
        return str(self.screen.query_one(part, Static).render()).strip()

    @property
    def lines(self) -> list[str]:
        rows = self.screen.query_one(RowList)
        lines = (rows.render_line(y).text.rstrip() for y in range(rows.size.height))
        return [" ".join(line.split()) for line in lines if line]

    @property
    def highlighted(self) -> str:
        [line] = [line for line in self.lines if line.startswith("> ")]
        return line.removeprefix("> ")
