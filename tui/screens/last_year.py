"""What the review screen knows of last year's report: which it is, and how this one compares."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from core.deciding import Decision, of_evidence, of_matter
from core.ledger import Task
from core.review import Change, entrusted
from core.series import ORDERS
from store.errors import StoreError
from store.index import Listed
from store.library import Library
from tui.analysis import Analysis
from tui.keymap import sign
from tui.language import _, explained
from tui.screens.keyed import KeyedScreen
from tui.screens.saving import Saving
from tui.session import Outcome, Session
from tui.shelf import shelf
from tui.years import Holding, before, years_before

if TYPE_CHECKING:
    from core.yearly import Comparison
    from tui.config import Config
    from tui.screens.review import ReviewScreen

PLACE = "last year"
"""Under which the place keeps the id of the document that was chosen."""


class LastYear:
    """Finds last year's document and asks where that is not clear; remembers what was compared."""

    def __init__(
        self, screen: ReviewScreen, session: Session, analysis: Analysis, config: Config | None
    ) -> None:
        self._screen = screen
        self._session = session
        self._analysis = analysis
        self._config = config
        self._listed: list[Listed] = []
        self._earlier: list[Listed] = []  # what is compared with, oldest first
        self._is_busy = False
        self._beside: Session | None = None  # last year's review, which keeps what is decided
        self._saving: Saving | None = None
        self._former: list[tuple[int, Decision | None, Task | None]] = []  # to be taken back
        self.found: Comparison | None = None
        self.order = next(iter(ORDERS))
        self.part = 0
        self.lines: dict[str, int] = {}  # the one highlighted in each part

    async def show(self, *, anew: bool = False) -> None:
        """The comparison; `anew` asks for the document to compare with."""
        if self._is_busy:  # a second key may come while the library is read
            return
        self._is_busy = True
        try:
            if self.found and not anew:
                await self._open()
            else:
                await self._choose(anew=anew)
        finally:
            self._is_busy = False

    async def _choose(self, *, anew: bool) -> None:
        session = self._session
        try:
            listed = await asyncio.to_thread(Library(session.library).listed)
        except StoreError as error:
            self._screen.tell(explained(str(error)))
            return
        self._listed = [one for one in listed if one.measures and one.id != session.document.id]
        likely = before(self._listed, session.document.metadata)
        chosen = [one for one in self._listed if one.id == session.place.get(PLACE)]
        if not self._screen.is_current:
            return  # one went on meanwhile
        if not self._listed:
            said = _("the library has no other document; {} and {} import last year's")
            keys = self._screen.app.keys
            self._screen.tell(said.format(sign(keys, "library"), sign(keys, "import")))
        elif not anew and len(chosen or likely) == 1:
            await self._hold((chosen or likely)[0])
        else:
            await self._ask({one.id for one in likely})

    async def _ask(self, likely: set[str]) -> None:
        from tui.screens.choosing_year import ChoosingYearScreen  # noqa: PLC0415

        async def answer(name: str | None) -> None:
            if one := next((it for it in self._listed if it.id == name), None):
                self._session.place[PLACE] = one.id
                self._session.remember()
                await self._hold(one)

        names = {one.id for one in self._listed}
        library, reviewer = self._session.library, self._session.reviewer
        try:
            documents = await asyncio.to_thread(shelf, library, reviewer)
        except StoreError as error:
            self._screen.tell(explained(str(error)))
            return
        shown = [one for one in documents if one.id in names]
        await self._screen.app.push_screen(ChoosingYearScreen(shown, likely), answer)

    async def _hold(self, last: Listed) -> None:
        self._earlier = years_before(self._listed, last)
        await asyncio.to_thread(self.close)
        self.found = None
        self.part, self.lines = 0, {}
        await self._open()

    async def _open(self) -> None:
        from tui.screens.years import YearsScreen  # noqa: PLC0415 (not before the first frame)

        async def answer(chosen: int | str | None) -> None:
            if chosen == YearsScreen.ANOTHER:
                await self.show(anew=True)
            elif isinstance(chosen, int):
                self._screen.show_hidden(chosen)
                self._screen.go_to(chosen)

        await self._screen.app.push_screen(YearsScreen(self), answer)

    def job(self) -> Holding:
        """The comparison as work to be done."""
        wait = self._screen.app.rest.wait
        return Holding(self._session.document, self._analysis, self._config, wait)

    def compare(self, job: Holding) -> tuple[Comparison, Session]:
        """Do it; call this from a worker. Raises as `Holding.run`."""
        session = self._session
        own = dict(session.annotations)
        return job.run(self._earlier, session.library, own, session.reviewer)

    def keep(self, found: Comparison, beside: Session) -> None:
        """Keep what was compared, and last year's review for what will be decided."""
        self.found = found
        self._beside = beside
        self._former = []
        self._saving = Saving(self._screen, beside)
        beside.report = lambda outcome: self._screen.call_later(self._settle, outcome)

    # Deciding

    def decide(self, matter: int, verdict: str, evidence: int | None) -> None:
        """Keep a verdict on a measure of last year, and the measure that shows it, on both sides.

        "" takes the verdict back.
        """
        assert self.found
        former = self.found.decisions.get(matter)
        decision = None
        if verdict:
            decision = Decision(matter, verdict, evidence, self.found.this.document.id)
        if decision != former:
            annotation = self._review.get(self.found.last.document.measures[matter])
            self._former.append((matter, former, annotation.task if annotation else None))
            self._put(matter, decision)

    def undo(self) -> int | None:
        """Take the last decision back; the measure that it was about, None if there is none."""
        if not self._former:
            return None
        matter, former, task = self._former.pop()
        self._put(matter, former, entrusted(lambda _: task or Task()))
        return matter

    def _put(self, matter: int, decision: Decision | None, then: Change | None = None) -> None:
        from core.yearly import decided  # noqa: PLC0415 (not before the first frame)

        assert self.found
        found, session = self.found, self._session
        last, this = found.last.document, found.this.document
        former = found.decisions.get(matter)
        measure = last.measures[matter]
        why = f"withdraw {measure.locator}"
        if decision:
            why = f"decide {measure.locator} {decision.verdict}"
        settle = of_matter(decision, former, this)
        self._review.mark(measure, lambda it: then(settle(it)) if then else settle(it), why)
        for index, change in of_evidence(decision, former, last).items():
            session.mark(this.measures[index], change, why)
        self.found = decided(found, self._review.annotations, session.annotations)

    @property
    def _review(self) -> Session:
        assert self._beside
        return self._beside

    def _settle(self, outcome: Outcome) -> None:
        """Take over what last year's review reported; a failure is told, and tried again."""
        assert self._saving
        self._saving.settle(outcome)
        if outcome.error and isinstance(shown := self._screen.app.screen, KeyedScreen):
            shown.tell(explained(outcome.error))

    def may_leave(self) -> bool:
        """Whether nothing that was decided is lost by leaving; asked twice, whatever is lost."""
        return self._saving is None or self._saving.may_leave()

    def close(self) -> None:
        """Save what can be saved; waits for the disk."""
        if self._beside:
            self._beside.close()
            self._beside = self._saving = None

    @property
    def titles(self) -> tuple[str, str]:
        """What this year's document and last year's are called."""
        last = self._earlier[-1]
        return self._session.document.metadata.title, last.title or last.id[:12]
