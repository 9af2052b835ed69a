"""The search of the review screen: a question, its hits, and the way from hit to hit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.document import Document
from tui.keymap import sign
from tui.language import _
from tui.navigation import Search

if TYPE_CHECKING:
    from tui.screens.review import ReviewScreen


class Searching:
    """Asks on a review screen, shows the hits there and moves its cursor to them."""

    def __init__(self, screen: ReviewScreen, document: Document) -> None:
        self._screen = screen
        self._search = Search(document)

    @property
    def is_on(self) -> bool:
        """Whether there are hits to go to."""
        return bool(self._search.hits)

    def prepare(self) -> None:
        """Do in a worker what the first search would wait for."""
        self._search.prepare()

    async def ask(self) -> None:
        """Search as one types; Enter stays at the hit, Escape goes back."""
        screen, search = self._screen, self._search
        origin, begin = screen.cursor, screen.current.start

        def change(query: str) -> None:
            search.find(query)
            screen.reader.show_hits(search.hits)
            if (found := search.from_offset(begin)) is not None:
                screen.go_to(found, jump=False)
            screen.tell(_("{} hits").format(len(search.hits)) if query else "")

        def answer(query: str) -> None:
            screen.reader.focus()
            if screen.cursor != origin:
                screen.moving.leave(origin)
            if query and not search.hits:
                screen.tell(_("not found: {}").format(query))

        def leave() -> None:
            self.end()
            screen.go_to(origin, jump=False)
            screen.reader.focus()

        prompt = await screen.question()
        prompt.ask("/", answered=answer, changed=change, left=leave)

    def step(self, by: int) -> None:
        """To the next or previous measure with a hit, around the ends."""
        screen, search = self._screen, self._search
        begin = _("no search yet: press {}").format(sign(screen.app.keys, "search"))
        screen.go_or_tell(search.step(screen.cursor, by), begin)
        if search.hits:
            number = search.number(screen.cursor)
            screen.tell(_("hit {} of {}").format(number, len(search.hits)))

    def end(self) -> None:
        """Forget the hits."""
        self._search.find("")
        self._screen.reader.show_hits([])
        self._screen.tell("")
