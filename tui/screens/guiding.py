"""Which keys there are: at the bottom of the review screen, in the help, the palette, the tour."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tui.hints import hints
from tui.session import Session
from tui.touring import remember

if TYPE_CHECKING:
    from tui.screens.marking import Marking
    from tui.screens.review import ReviewScreen
    from tui.screens.searching import Searching

_TOUR_AFTER = 0.2  # seconds; the document is seen first


class Guiding:
    """Shows over a review screen what can be done there, and does what is chosen."""

    def __init__(
        self, screen: ReviewScreen, session: Session, searching: Searching, marking: Marking
    ) -> None:
        self._screen = screen
        self._session = session
        self._searching = searching
        self._marking = marking

    def begin(self) -> None:
        """Show the tour a little later, where the library is new."""
        if self._screen.app.tour:
            self._screen.set_timer(_TOUR_AFTER, self._begin_tour)

    def _begin_tour(self) -> None:
        """The tour, unless the reviewer has begun meanwhile."""
        screen = self._screen
        has_begun = screen.is_asking or not screen.is_current or self._session.annotations
        if screen.app.tour and not has_begun:
            self.show_tour()
            screen.run_worker(partial(remember, self._session.library), thread=True)
        screen.app.tour = False

    def show_keys(self) -> None:
        """Show at the bottom the keys that are of use now."""
        self._screen.key_line.show(hints(self._place(), self._screen.app.keys))

    def _place(self) -> str:
        screen = self._screen
        if screen.is_asking:
            return "question"
        for pane, place in (
            (screen.tree_pane, "tree"),
            (screen.figure_list, "figures"),
            (screen.inspector, "inspector"),
        ):
            if screen.focused is pane:
                return place
        if self._marking.is_selecting:
            return "selection"
        return "search" if self._searching.is_on else "text"

    def show_tour(self) -> None:
        """What the panes are, and the first keys."""
        from tui.screens.tour import TourScreen  # noqa: PLC0415

        self._screen.app.push_screen(TourScreen(self._screen.app.keys), self._screen.do)
