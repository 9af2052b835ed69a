"""The inspector beside the text: whether it is shown, and what it tells that takes time to find."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import datetime
from time import monotonic
from typing import TYPE_CHECKING

from textual.timer import Timer
from textual.worker import WorkType, get_current_worker

from core import review
from store.errors import StoreError
from store.library import Library
from tui.analysis import Analysis
from tui.language import _
from tui.narration import printable
from tui.session import Session
from tui.steps import named
from tui.widgets.inspector import Facts

if TYPE_CHECKING:  # not before the first frame
    from core.neighbours import Neighbours
    from store.history import Step
    from tui.screens.looking_up import LookingUp
    from tui.screens.review import ReviewScreen

_BESIDE, _DRAWER = "inspector", "drawer"  # whether it is shown, in the session's place
_RESTS_AFTER = 0.6  # seconds on a measure: nothing appears beside what is merely passed
_MOST_STEPS = 5


class Inspecting:
    """Shows the inspector of a review screen: beside the text, or where that is narrow below it.

    There it is a drawer, opened by a key, and by itself while the marks of others are shown.
    """

    def __init__(
        self, screen: ReviewScreen, session: Session, analysis: Analysis, figures: LookingUp
    ) -> None:
        self._screen = screen
        self._session = session
        self._document = session.document
        self._analysis = analysis
        self._figures = figures
        # A reader of its own, which no save has to wait for.
        self._log = Library(session.library).review(session.document.id, session.reviewer)
        self._history: dict[str, list[Step]] = {}  # by the key of a measure
        self._is_old = True  # the history, since something was saved
        self._like: dict[int, list[int]] = {}
        self._neighbours: Neighbours | None = None
        self._is_indexing = False
        self._is_wanted = False  # before it was found
        self._timer: Timer | None = None
        self._rests_at = 0.0
        self._begun: tuple[int, int] | None = None  # where one left for the likes, and is now

    @property
    def is_shown(self) -> bool:
        """Whether the inspector stands on the screen."""
        if self._figures.are_listed:
            return False
        if self._screen.has_class("-narrow"):
            return self._session.place.get(_DRAWER, self._screen.has_class("-together")) is True
        return self._session.place.get(_BESIDE) is not False

    def toggle(self) -> None:
        """Show the inspector, in place of the figures if they are listed, or give its room away."""
        shown, place = not self.is_shown, self._session.place
        place[_DRAWER if self._screen.has_class("-narrow") else _BESIDE] = shown
        if shown and self._figures.are_listed:
            self._figures.list_all(False)
        self._screen.describe()

    def show(self) -> None:
        """Describe the current measure, if the inspector is shown."""
        screen, pane = self._screen, self._screen.inspector
        if pane.display != self.is_shown:
            pane.display = self.is_shown
            if screen.focused is pane:
                screen.reader.focus()
        if not pane.display:
            return
        measure, key = screen.current, review.key_of(screen.current)
        own = {self._session.reviewer: self._session.get(measure)}
        now = datetime.now().astimezone()
        facts = Facts(
            self._document,
            measure,
            {**own, **screen.others()},
            self._analysis.stated_in(measure),
            self._figures.keywords(screen.here),
            [told(step, now) for step in self._history.get(key, ())],
            self._like.get(screen.cursor, ()),
        )
        pane.show(facts)
        if self._is_old or screen.cursor not in self._like:
            self._wait()

    def forget(self) -> None:
        """Something was saved: what was told of the history is old."""
        self._is_old = True

    def _wait(self) -> None:
        """Look for the rest when the cursor rests, not at every key."""
        self._rests_at = monotonic() + _RESTS_AFTER
        if self._timer is None:
            self._timer = self._screen.set_timer(_RESTS_AFTER, self._look)

    def _look(self) -> None:
        left = self._rests_at - monotonic()
        self._timer = self._screen.set_timer(left, self._look) if left > 0 else None
        if self._timer is None:
            find: WorkType[None] = self._find
            self._screen.run_worker(find, group="inspector")

    async def _find(self) -> None:
        """Find what is not known yet of the current measure."""
        cursor = self._screen.cursor
        if self._is_old:
            self._is_old = False
            self._history = await asyncio.to_thread(self._read)
        if self._neighbours is None:
            self._index()
        elif cursor not in self._like:
            self._like[cursor] = await asyncio.to_thread(self._neighbours.of, cursor)
        if self._screen.cursor == cursor:
            self.show()

    def _read(self) -> dict[str, list[Step]]:
        """What was done last to each annotation, newest first; for a worker."""
        found: dict[str, list[Step]] = {}
        with suppress(StoreError):  # the status line says what is wrong with the review
            for step in reversed(self._log.history()):
                for key in step.changed:
                    if len(steps := found.setdefault(key, [])) < _MOST_STEPS:
                        steps.append(step)
        return found

    def _index(self) -> None:
        """Have a worker learn the words of all measures, once."""

        def work() -> None:
            worker = get_current_worker()
            found = self._analysis.index_words(lambda: not worker.is_cancelled)
            if found:
                self._screen.call_later(self._keep, found)

        if not self._is_indexing:
            self._is_indexing = True
            self._screen.run_worker(work, thread=True, group="words")

    async def _keep(self, found: Neighbours) -> None:
        self._neighbours = found
        wanted, self._is_wanted = self._is_wanted, False
        if wanted and self._screen.is_current and self._screen.check_action("alike", ()):
            await self.go_to_next()
        self.show()

    async def go_to_next(self) -> None:
        """To the measure most like this one; from there to the next best, at last back."""
        if self._neighbours is None:
            self._is_wanted = True
            self._index()
            self._screen.tell(_("looking for what is alike …"))
            return
        cursor = self._screen.cursor
        came_from = self._begun[0] if self._begun and self._begun[1] == cursor else cursor
        if came_from not in self._like:
            self._like[came_from] = await asyncio.to_thread(self._neighbours.of, came_from)
        round_trip = [came_from, *self._like[came_from], came_from]
        following = round_trip[round_trip.index(cursor) + 1]
        if following == cursor:
            self._screen.tell(_("nothing is like this"))
            return
        self._screen.go_to(following)
        self._begun = None if following == came_from else (came_from, following)


def told(step: Step, now: datetime) -> str:
    """A step of the history in a line: when, in local time and short, who, and what.

    `now` has a time zone.
    """
    at = datetime.fromtimestamp(step.at / 1e6, now.tzinfo)
    if at.date() == now.date():
        when = f"{at:%H:%M}"
    else:
        when = f"{at:%m-%d %H:%M}" if at.year == now.year else f"{at:%Y-%m-%d}"
    verbs = " ".join(word for word in step.why.split(" ") if not word[:1].isdigit())
    return printable(f"{when}  {step.by}  {named(verbs)}".rstrip())
