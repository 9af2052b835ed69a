"""What the review screen knows of the other reviewers: their marks, and where they differ."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from textual.timer import Timer

from core import review
from core.agreement import Reviews, agreement, differing, disagreements
from core.review import Annotation
from store.errors import StoreError
from store.library import Library
from tui.language import _, explained
from tui.narration import printable
from tui.reviewers import Everybody, reviewed_by
from tui.session import Session

if TYPE_CHECKING:
    from tui.screens.review import ReviewScreen

_LOOK_EVERY = 3.0  # seconds, for what others saved while their marks are shown
_PATIENCE = 0.5  # seconds that keys wait for the disk
_MARKED, _DISPUTED = "&", "?"  # in the margin


class Comparing:
    """Reads the other reviews of a review screen's document, in threads, and shows their marks.

    One's own marks are compared as they stand on the screen, saved or not.
    """

    def __init__(self, screen: ReviewScreen, session: Session) -> None:
        self._screen = screen
        self._session = session
        self._document = session.document
        library = Library(session.library)
        self._everybody = Everybody(library, session.document.id, but=session.reviewer)
        self._others: Reviews = {}
        self._trouble = ""
        self._is_read = asyncio.Event()
        self._is_read.set()
        self._looking: Timer | None = None
        self._wanted: Callable[[], Awaitable[None]] | None = None  # asked for before it was read

    @property
    def are_shown(self) -> bool:
        """Whether everybody's marks are shown."""
        return self._looking is not None

    def of(self, measure: int) -> Mapping[str, Annotation]:
        """What others made of a measure, by reviewer; nothing while their marks are not shown."""
        if not self.are_shown:
            return {}
        return {who: found[measure] for who, found in self._others.items() if measure in found}

    def sign(self, measure: int) -> str:
        """The character in the margin: reviewers differ, others marked it, or neither."""
        others = self.of(measure)
        own = self._session.get(self._document.measures[measure])
        if differing([*others.values(), *([own] if own else [])]):
            return _DISPUTED
        return _MARKED if any(one.is_marked for one in others.values()) else " "

    async def toggle(self) -> None:
        """Show everybody's marks, or one's own alone again."""
        if self.are_shown:
            self._show(False)
            self._screen.tell(_("your marks alone"))
        elif await self._are_there(self.toggle):
            self._show(True)
            self._screen.tell(self._trouble or reviewed_by(self._everybodys()))

    async def step(self, by: int) -> None:
        """To the next or previous measure on which reviewers differ."""
        if not self.are_shown and not await self._are_there():
            return
        self._show(True)
        cursor = self._screen.cursor
        last = len(self._document.measures)
        way = range(cursor + 1, last) if by > 0 else range(cursor - 1, -1, -1)
        found = next((index for index in way if self.sign(index) == _DISPUTED), None)
        self._screen.go_or_tell(found, _("no further disagreement"))

    async def ask(self) -> None:
        """Show how far the reviewers agree; one may choose a disagreement and go there."""
        from tui.screens.agreement import AgreementScreen  # noqa: PLC0415

        if not await self._are_there(self.ask):
            return

        def answer(index: int | None) -> None:
            if index is not None:
                self._show(True)
                self._screen.go_to(index)

        reviews = self._everybodys()
        found, disputed = agreement(reviews), disagreements(reviews)
        screen = AgreementScreen(self._document, list(reviews), found, disputed, self._trouble)
        await self._screen.app.push_screen(screen, answer)

    def _everybodys(self) -> Reviews:
        """All reviews with a measure in them, one's own first."""
        own = review.attached(self._document, self._session.annotations)
        return {self._session.reviewer: own, **self._others} if own else self._others

    def _show(self, shown: bool) -> None:
        if shown == self.are_shown:
            return
        if self._looking:
            self._looking.stop()
            self._looking = None
        if shown:
            self._looking = self._screen.set_interval(_LOOK_EVERY, self._look)
        self._screen.set_class(shown, "-together")  # where room is scarce, more lines for the marks
        self._screen.reader.show_others(self.sign if shown else None)
        self._screen.describe()

    async def _are_there(self, again: Callable[[], Awaitable[None]] | None = None) -> bool:
        """Whether others reviewed the document, as of now if the disk is quick; tells if not.

        Where nothing is read yet, `again` is called once it is.
        """
        self._look()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._is_read.wait(), _PATIENCE)
        if self._others:
            return True
        if self._is_read.is_set():
            self._screen.tell(self._trouble or _("nobody else has reviewed this document"))
        else:
            self._wanted = again
            self._screen.tell(_("reading what others made of it …"))
        return False

    def _look(self) -> None:
        """Have a worker read the others' reviews; the one before must be done."""
        if self._is_read.is_set():
            self._is_read.clear()
            self._screen.run_worker(self._read(), group="reviewers")

    async def _read(self) -> None:
        try:
            self._take(*await asyncio.to_thread(self._now))
        finally:
            self._is_read.set()
        wanted, self._wanted = self._wanted, None
        if wanted and self._screen.is_current and self._screen.check_action("agreement", ()):
            await wanted()

    def _now(self) -> tuple[Reviews, Sequence[StoreError]]:
        read = self._everybody.read()
        return read.on_measures(self._document), read.failed

    def _take(self, others: Reviews, failed: Sequence[StoreError]) -> None:
        """Keep what was read, and show it where it is new."""
        trouble = printable("  ".join(f"{it.path.name}: {explained(it.cause)}" for it in failed))
        is_news, self._others = others != self._others, others
        is_told, self._trouble = trouble == self._trouble, trouble
        if self.are_shown and is_news:
            self._screen.reader.refresh()
            self._screen.describe()
        if self.are_shown and not is_told:
            self._screen.tell(trouble)
