"""The search of the review screen: a question, its hits, and the way from hit to hit."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING

from textual.worker import Worker

from core.folding import searchable
from tui.keymap import sign
from tui.language import _
from tui.navigation import Search, Span
from tui.session import Session

if TYPE_CHECKING:  # not before the first frame
    from core.filtering import Wording
    from tui.screens.review import ReviewScreen

_LAST = "search"  # the last search, in the session's place
_PATTERN = "/"  # begins a regular expression: //第.{1,3}条
_WHILE_TYPING = 0.15  # seconds before a pattern is looked for

_Looking = Callable[[], Awaitable[Sequence[Span]]]


class Searching:
    """Asks on a review screen, shows the hits there and moves its cursor to them.

    What was typed is found at once. What its letters spell, and regular expressions, take a
    moment; these hits come later, and move the cursor only where it is still waiting for them.
    """

    def __init__(self, screen: ReviewScreen, session: Session) -> None:
        self._screen = screen
        self._session = session
        self._search = Search(session.document)
        self._wording: Wording | None = None
        self._query = ""
        self._former = [self._last] if self._last else []  # the newest first
        self._worker: Worker[None] | None = None  # looks for what takes a moment

    @property
    def is_on(self) -> bool:
        """Whether there are hits to go to."""
        return bool(self._search.hits)

    @property
    def wording(self) -> Wording:
        """What the document says."""
        from core.filtering import Wording  # noqa: PLC0415 (not before the first frame)

        self._wording = self._wording or Wording(self._session.document)
        return self._wording

    @property
    def _last(self) -> str:
        last = self._session.place.get(_LAST)
        return last if isinstance(last, str) else ""

    async def ask(self) -> None:
        """Search as one types; Enter stays at the hit, Escape goes back."""
        screen = self._screen
        origin, begin = screen.cursor, screen.current.start

        def change(query: str) -> None:
            self._find(query, begin)

        def answer(query: str) -> None:
            if not query and self._last:  # as in vim and less
                query = self._last
                self._find(query, begin)
            screen.reader.focus()
            if screen.cursor != origin:
                screen.moving.leave(origin)
            if query:
                self._session.place[_LAST] = query
                self._former = [query, *(one for one in self._former if one != query)]
                self._tell()

        def leave() -> None:
            self.end()
            screen.go_to(origin, jump=False)
            screen.reader.focus()

        prompt = await screen.question()
        prompt.ask("/", answered=answer, changed=change, left=leave, former=self._former)
        self._tell()

    def _find(self, query: str, begin: int) -> None:
        """Show the hits of a query and go to the first one from an offset on."""
        from core.filtering import is_spelled  # noqa: PLC0415

        self._stop()
        self._query, wanted, wording = query, searchable(query), self.wording
        is_pattern = query.startswith(_PATTERN)
        self._show([] if is_pattern else wording.written(wanted), begin)
        if is_pattern and len(query) > 1:
            self._look_for(lambda: self._matches(query.removeprefix(_PATTERN)), begin)
        elif is_spelled(wanted):
            self._look_for(lambda: asyncio.to_thread(wording.spelled, wanted), begin)
        self._tell()

    def _show(self, hits: Sequence[Span], begin: int | None) -> None:
        """Mark the hits and go to the first one from an offset on; None: go nowhere."""
        screen, search = self._screen, self._search
        search.take(hits, screen.shown)
        screen.reader.show_hits(search.hits)
        if begin is not None and (found := search.from_offset(begin)) is not None:
            screen.go_to(found, jump=False)

    async def _matches(self, pattern: str) -> Sequence[Span]:
        from tui.regular import spans  # noqa: PLC0415 (not before the first frame)

        await asyncio.sleep(_WHILE_TYPING)
        return await spans(pattern, await asyncio.to_thread(lambda: self.wording.text))

    def _look_for(self, looking: _Looking, begin: int) -> None:
        """Find what takes a moment; meanwhile the reviewer may type on, or go elsewhere."""
        from tui.regular import PatternError  # noqa: PLC0415

        screen, waiting = self._screen, self._screen.cursor

        async def work() -> None:
            trouble = ""
            try:
                hits = await looking()
            except PatternError as error:
                hits, trouble = [], _("no pattern: {}").format(error)
            self._worker = None
            self._show(hits, begin if screen.cursor == waiting else None)
            screen.describe()
            self._tell(trouble)

        self._worker = screen.run_worker(work(), group="search", exclusive=True)

    def _stop(self) -> None:
        if self._worker is not None:
            self._worker.cancel()
            self._worker = None

    def _tell(self, trouble: str = "") -> None:
        """Say how many hits there are, or why there is none."""
        search, screen = self._search, self._screen
        if trouble:
            screen.tell(trouble)
        elif not self._query:
            is_again = screen.is_asking and self._last
            screen.tell(_("enter: again {}").format(self._last) if is_again else "")
        elif self._worker is not None and not search.hits:
            screen.tell(_("searching …"))
        elif search.hidden:
            said = _("hits: {0}, and {1} in what the filter hides")
            screen.tell(said.format(len(search.hits), search.hidden))
        elif search.hits or screen.is_asking:
            screen.tell(_("hits: {}").format(len(search.hits)))
        else:
            screen.tell(_("not found: {}").format(self._query))

    def step(self, by: int) -> None:
        """To the next or previous measure with a hit, around the ends."""
        screen, search = self._screen, self._search
        begin = _("no search yet: press {}").format(sign(screen.app.keys, "search"))
        screen.go_or_tell(search.step(screen.cursor, by), begin)
        if search.hits:
            number = search.number(screen.cursor)
            screen.tell(_("hit {} of {}").format(number, len(search.hits)))

    def show_within(self, shown: Sequence[int]) -> None:
        """Keep to the hits in these measures."""
        self._search.show(shown)
        self._screen.reader.show_hits(self._search.hits)

    def end(self) -> None:
        """Forget the hits."""
        self._stop()
        self._query = ""
        self._search.take([], self._screen.shown)
        self._screen.reader.show_hits([])
        self._screen.tell("")
