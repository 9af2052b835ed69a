"""What the review screen knows of the text: figures, in palette, pane and text; keywords."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Any

from core.document import Document, Measure
from tui import messages
from tui.analysis import Analysis
from tui.language import _

if TYPE_CHECKING:  # not before the first frame
    from core.lookup import Row
    from tui.analysis import Findings
    from tui.screens.review import ReviewScreen

_PANE = "figures"  # whether the pane is shown, in the session's place
_KEYWORDS_AFTER = 0.6  # seconds in a section


class LookingUp:
    """Finds the figures of a review screen's document and takes its cursor to them."""

    def __init__(
        self, screen: ReviewScreen, document: Document, analysis: Analysis, place: dict[str, Any]
    ) -> None:
        """`place` is the session's: the pane is shown again where it was."""
        self._screen = screen
        self._document = document
        self._analysis = analysis
        self._place = place
        self._chosen: Row | None = None
        self._wanted = False  # looked up before they were found
        self._asked: set[str] = set()  # the sections whose keywords are looked for

    @property
    def are_listed(self) -> bool:
        """Whether the pane of all figures stands in place of the inspector."""
        return self._place.get(_PANE) is True

    @property
    def at_hand(self) -> Row | None:
        """What `y` copies: the figure chosen in the pane, else the one that was jumped to."""
        pane = self._screen.figure_list
        return pane.highlighted if self._screen.focused is pane else self._chosen

    def find(self) -> None:
        """Find everything; for a worker."""
        self._screen.post_message(messages.FiguresFound(self._analysis.find()))

    def keywords(self, section: str) -> list[str] | None:
        """The keywords of a section; None as long as they are not found, which then begins."""
        words = self._analysis.keywords.get(section)
        if words is None and section not in self._asked:
            self._asked.add(section)
            self._screen.set_timer(_KEYWORDS_AFTER, partial(self._want_keywords, section))
        return words

    def _want_keywords(self, section: str) -> None:
        """Look for keywords where the reviewer stayed, not in every section passed through."""

        def work() -> None:
            held = self._document.measures_within(section or None)
            words = self._analysis.find_keywords([self._document.measures[i] for i in held])
            self._screen.post_message(messages.KeywordsFound(section, words))

        if self._screen.here == section:
            self._screen.run_worker(work, thread=True, group="keywords")
        else:
            self._asked.discard(section)

    async def keep(self, findings: Findings) -> None:
        """Show what was found, and the palette if somebody waits for it."""
        self._analysis.findings = findings
        self._fill()
        self._screen.describe()
        if self._wanted and self._screen.is_current and self._screen.check_action("figures", ()):
            await self.ask()

    async def ask(self) -> None:
        """Choose a figure in the palette and go there."""
        from tui.screens.figures import FiguresScreen  # noqa: PLC0415

        findings = self._analysis.findings
        self._wanted = findings is None
        if findings is None:
            self._screen.tell(_("looking for figures …"))
            return

        def answer(row: Row | None) -> None:
            if row is not None:
                self.jump(row)

        # What is typed meanwhile waits for it, and is none of the keys that mark.
        lookup = await asyncio.to_thread(lambda: findings.lookup)
        await self._screen.app.push_screen(FiguresScreen(self._document, lookup), answer)

    def jump(self, row: Row) -> None:
        """Put the cursor on the measure of a figure and mark the figure itself."""
        start, screen = row.item.start, self._screen
        index = self._document.measure_index(start) or 0
        if start >= self._document.measures[index].end:
            index += 1  # in a heading: to what stands under it
        screen.go_to(index)
        self._chosen = row
        screen.reader.show_chosen((start, row.item.end))
        screen.figure_list.highlight(row)
        screen.status.say(f"{row.subject}  {row.stated}".lstrip())

    def forget(self) -> None:
        """Mark no figure any more."""
        self._chosen = None
        self._screen.reader.show_chosen(None)

    def show(self, measure: Measure) -> None:
        """Let what a measure states stand out, in the text and in the pane."""
        stated = self._analysis.stated_in(measure)
        claims = [(row.item.start, row.item.end) for row in stated if row.kind == "claim"]
        figures = [
            (row.item.start, row.item.end) for row in stated if row.kind not in ("claim", "hint")
        ]
        self._screen.reader.show_stated(figures, claims)
        if self.are_listed:
            self._screen.figure_list.follow(measure.start, measure.end)

    def list_all(self, listed: bool) -> None:
        """Put the pane of all figures in place of the inspector, or the inspector back."""
        self._place[_PANE] = listed
        pane = self._screen.figure_list
        if listed and not pane.is_attached:
            self._screen.mount(pane, before=self._screen.reader)
        pane.display = listed
        self._fill()
        self.show(self._screen.current)
        if self._chosen:
            self._screen.figure_list.highlight(self._chosen)

    def _fill(self) -> None:
        """Fill the pane as far as the figures are found."""
        findings = self._analysis.findings
        if not self.are_listed:
            return
        if findings is None:
            self._screen.figure_list.show((), otherwise=_("looking for figures …"))
        else:
            self._screen.figure_list.show(findings.lines, otherwise=_("no figure here"))
