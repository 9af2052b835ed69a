"""When a new version of a reviewed document is opened: ask, carry marks over, confirm places."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from core import carrying
from core.anchoring import Candidate
from core.review import Annotation
from store.errors import StoreError
from store.library import Library
from tui import session as sessions
from tui.keymap import sign
from tui.language import _, explained
from tui.opening import OpenError
from tui.reattaching import Comparison, Waiting, compared, queue, reviewed_before
from tui.session import VERSIONS, Outcome, Session
from tui.steps import named

if TYPE_CHECKING:
    from tui.screens.queue import QueueScreen
    from tui.screens.review import ReviewScreen

_CARRIED, _OTHERS, _LATER = "carried", "others", "later"


class Reattaching:
    """Finds the version that was reviewed before, and knows what waits for a decision."""

    def __init__(self, screen: ReviewScreen, session: Session) -> None:
        self._screen = screen
        self._session = session
        self._document = session.document
        self._library = Library(session.library)
        self._candidates: dict[str, tuple[Candidate, ...]] = {}  # by the id of an annotation
        self._queue: QueueScreen | None = None  # while it is shown
        self._number = 0  # of those that wait

    def _answer(self) -> dict[str, Any]:
        kept = self._session.place.get(VERSIONS)
        return kept if isinstance(kept, dict) else {}

    @property
    def _others(self) -> list[str]:
        """The documents that the reviewer said to be no versions of this one."""
        kept = self._answer().get(_OTHERS)
        return [one for one in kept if isinstance(one, str)] if isinstance(kept, list) else []

    @property
    def state(self) -> str:
        """How many annotations wait for a decision, for the status line."""
        key = sign(self._screen.app.keys, "waiting")
        return _("to place: {0} ({1})  ").format(self._number, key) if self._number else ""

    def _waiting(self) -> dict[str, Annotation]:
        return carrying.waiting(self._session.annotations)

    def begin(self) -> None:
        """Count what waits; where nothing was reviewed yet, ask about an earlier version."""
        self._number = len(self._waiting())
        answer = self._answer()
        is_new = not self._session.annotations or answer.get(_LATER) is True
        if is_new and _CARRIED not in answer:
            self._screen.run_worker(self._begin(), group="versions")

    async def _begin(self) -> None:
        try:
            comparison = await asyncio.to_thread(self._compare)
        except (OpenError, StoreError):
            return  # nothing to ask; the key tells why
        if comparison is None:
            return
        if self._screen.is_current and not self._screen.is_asking:
            await self._ask(comparison)
        else:
            said = _("an earlier version was reviewed: {} carries its marks over")
            self._screen.tell(said.format(sign(self._screen.app.keys, "waiting")))

    def _compare(self) -> Comparison | None:
        session = self._session
        old = reviewed_before(
            self._library, self._document, session.source, session.reviewer, self._others
        )
        watch = self._screen.app.rest.wait
        return compared(old, self._document, self._library, watch) if old else None

    async def _ask(self, comparison: Comparison) -> None:
        from tui.screens.versions import LATER, NEW_VERSION, VersionScreen  # noqa: PLC0415

        def answer(said: str | None) -> None:
            name = comparison.old.document.id
            if said == NEW_VERSION:
                self._keep({_CARRIED: name})
                self._session.rework(comparison.decide, comparison.why)
            elif said in {LATER, None}:
                self._keep({_LATER: True})
            else:
                self._keep({_OTHERS: [*self._others, name]})

        coming = carrying.counted(comparison.decide(self._session.annotations))
        await self._screen.app.push_screen(VersionScreen(comparison.old, coming), answer)

    def _keep(self, answer: dict[str, Any]) -> None:
        kept = {name: it for name, it in self._answer().items() if name != _LATER}
        self._session.place[VERSIONS] = {**kept, **answer}
        self._session.remember()

    async def show(self) -> None:
        """What waits for a decision; where nothing does, the question about an earlier version."""
        if self._waiting():
            await self._show_queue()
            return
        try:
            comparison = await asyncio.to_thread(self._compare)
        except (OpenError, StoreError) as error:
            self._screen.tell(explained(str(error)))
            return
        if comparison and comparison.decide(self._session.annotations):
            await self._ask(comparison)
        else:
            self._screen.tell(_("nothing waits, and no earlier version was reviewed"))

    async def _show_queue(self) -> None:
        from tui.screens.queue import QueueScreen  # noqa: PLC0415 (not before the first frame)

        await self._place()
        if self._screen.is_current and self._queue is None:  # a second key may have come
            self._queue = QueueScreen(self, self._session, self._screen.cursor)
            await self._screen.app.push_screen(self._queue, self._close)

    def _close(self, _answer: None) -> None:
        self._queue = None

    async def _place(self) -> None:
        """Find candidates for what waits, in a worker."""
        if missing := {
            key: one for key, one in self._waiting().items() if one.id not in self._candidates
        }:
            found = await asyncio.to_thread(queue, missing, self._document, self._library)
            self._candidates |= {it.annotation.id: it.candidates for it in found}

    def entries(self) -> list[Waiting]:
        """What waits, as far as its candidates are known."""
        return [
            Waiting(key, one, self._candidates.get(one.id, ()))
            for key, one in self._waiting().items()
        ]

    def accept(self, entry: Waiting, measure: int) -> None:
        """Put an annotation on a measure, by its index."""
        document, at, now = self._document, self._document.measures[measure], sessions.now()
        self._session.rework(
            lambda there: carrying.accepted(there, entry.key, document, at, now),
            f"confirm {at.locator}",
        )

    def refuse(self, entry: Waiting) -> None:
        """Say that an annotation is on none of the measures proposed."""
        self._session.rework(
            lambda there: carrying.refused(there, entry.key),
            f"refuse {entry.annotation.anchor.locator}",
        )

    def settle(self, outcome: Outcome) -> None:
        """Something was saved, or could not be."""
        self._number = len(self._waiting())
        if self._queue:
            done = named(outcome.step.why) if outcome.step.changed else ""
            self._queue.renew(explained(outcome.error) or done)
