"""What leaves the review screen: quotes and figures to the clipboard, the review to a file."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from core import review
from core.document import Measure
from tui import messages
from tui.analysis import Analysis
from tui.language import _
from tui.narration import printable
from tui.session import Session

if TYPE_CHECKING:
    from core.lookup import Row
    from tui.screens.review import ReviewScreen


class HandingOver:
    """Copies and exports in workers, which may wait for other programs and for the disk."""

    def __init__(
        self, screen: ReviewScreen, session: Session, analysis: Analysis, settings: Path | None
    ) -> None:
        """`settings` is the file beside which the reviewer's own templates lie; None: as usual."""
        self._screen = screen
        self._session = session
        self._document = session.document
        self._analysis = analysis
        self._settings = settings

    def copy_words(self, words: str) -> None:
        """Words exactly as they stand in the text."""
        self._copy(words)

    def copy_quote(self, measure: Measure) -> None:
        """The quote with its source."""
        self._copy(review.citation(self._document, measure))

    def copy_figure(self, row: Row) -> None:
        """A figure, claim or hint with its source."""
        from tui.stated import cited  # noqa: PLC0415 (not before the first frame)

        self._copy(cited(self._document, row))

    def copy_all(self, measure: Measure) -> None:
        """Quote, tags and note."""
        lines = [review.citation(self._document, measure)]
        if annotation := self._session.get(measure):
            lines.append("、".join(map(review.name_of, annotation.tags)))
            lines.append(annotation.note)
        self._copy("\n".join(line for line in lines if line))

    def _copy(self, text: str) -> None:
        def work() -> None:
            from tui.clipboard import copy  # noqa: PLC0415 (most never copy)

            self._screen.post_message(messages.Told(copy(self._screen.app, text)))

        self._screen.run_worker(work, thread=True, group="clipboard")

    async def export(self, section: str | None) -> None:
        """Ask in which form, and how much; write it. `section` is where the reviewer reads."""
        from tui.exporting import Exporting, Order, suggested_name  # noqa: PLC0415
        from tui.screens.exporting import Exported, ExportScreen  # noqa: PLC0415
        from tui.templating import offered  # noqa: PLC0415

        document, reviewer = self._document, self._session.reviewer
        templates = await asyncio.to_thread(offered, self._settings)

        def start(order: Order) -> Exporting:
            annotations = dict(self._session.annotations)
            order = replace(order, settings=self._settings)
            return Exporting(document, annotations, self._analysis.metrics, reviewer, order)

        def answer(exported: Exported | None) -> None:
            if exported:
                self._session.place["export"] = exported.memory
                self._tell_of(exported.path)

        former = self._session.place.get("export")
        name, sections = suggested_name(document, reviewer), document.ancestry(section)
        memory = former if isinstance(former, dict) else {}
        await self._screen.app.push_screen(
            ExportScreen(start, name, sections, templates, memory), answer
        )

    def _tell_of(self, path: Path) -> None:
        """Copy the path and say what was written."""

        def work() -> None:
            from tui.clipboard import copy  # noqa: PLC0415 (most never copy)

            copied = copy(self._screen.app, str(path))
            said = _("path {}; written: {}").format(copied, printable(str(path)))
            self._screen.post_message(messages.Told(said))

        self._screen.run_worker(work, thread=True, group="clipboard")
