"""What leaves the review screen: quotes and figures to the clipboard, the memo to a file."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from core import review
from core.document import Measure
from tui import messages
from tui.analysis import Analysis
from tui.language import _, explained
from tui.session import Session

if TYPE_CHECKING:
    from core.lookup import Row
    from tui.screens.review import ReviewScreen


class HandingOver:
    """Copies and exports in workers, which may wait for other programs and for the disk."""

    def __init__(self, screen: ReviewScreen, session: Session, analysis: Analysis) -> None:
        self._screen = screen
        self._session = session
        self._document = session.document
        self._analysis = analysis

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

    async def export(self) -> None:
        """Ask for a file and write the memo."""
        from tui.exporting import suggested_name  # noqa: PLC0415 (not before the first frame)

        def answer(path: str) -> None:
            self._screen.reader.focus()
            if path.strip():
                work = partial(self._write_memo, path.strip())
                self._screen.run_worker(work, thread=True, group="export")

        def leave() -> None:
            self._screen.reader.focus()

        name = suggested_name(self._document, self._session.reviewer)
        label = _("Write the memo to (enter writes, esc leaves)")
        prompt = await self._screen.question()
        prompt.ask(label, name, answered=answer, left=leave)

    def _write_memo(self, name: str) -> None:
        from tui.exporting import ExportError, write_memo  # noqa: PLC0415

        annotations = dict(self._session.annotations)
        try:
            figures, reviewer = self._analysis.metrics(), self._session.reviewer
            path = write_memo(name, self._document, annotations, figures, reviewer)
        except ExportError as error:
            said = explained(str(error))
        else:
            said = _("written: {}").format(path.name)
        self._screen.post_message(messages.Told(said))
