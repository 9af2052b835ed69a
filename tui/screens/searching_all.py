"""The search of the library: words, the hits in all documents, and how far it is."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from textual.timer import Timer

from tui.everywhere import Everywhere, Hit
from tui.language import _
from tui.shelf import Shelved

if TYPE_CHECKING:
    from tui.screens.library import LibraryScreen

_LOOK_EVERY = 0.1  # seconds, at how far it is


class SearchingAll:
    """Begins searches of a library screen, one at a time, and shows there what they find."""

    def __init__(self, screen: LibraryScreen, library: Path, terms: Sequence[str]) -> None:
        """`terms` are the user's own words, which stay whole."""
        self._screen = screen
        self._library = library
        self._terms = terms
        self._search: Everywhere | None = None
        self.former: list[str] = []  # what was looked for, the newest first
        self._hits = 0
        self._watching: Timer | None = None  # while it goes on

    @property
    def is_on(self) -> bool:
        """Whether hits are shown, or looked for."""
        return self._search is not None

    @property
    def goes_on(self) -> bool:
        """Whether documents are still searched."""
        return self._watching is not None

    @property
    def query(self) -> str:
        """What is looked for."""
        return self._search.query if self._search else ""

    def begin(self, documents: Sequence[Shelved], query: str) -> Everywhere:
        """Look for other words; the answer is to be run in a worker."""
        self.end()
        self._hits = 0
        self.former = [query, *(one for one in self.former if one != query)]
        self._search = Everywhere(self._library, documents, query, self._terms)
        self._screen.rows.show([], otherwise=[_("searching …")])
        self._watching = self._screen.set_interval(_LOOK_EVERY, self._screen.describe)
        self._screen.describe()
        return self._search

    def stop(self) -> None:
        """Search no further; the hits stay."""
        if self._search:
            self._search.stop()

    def end(self) -> None:
        """Forget the hits."""
        self.stop()
        self._stop_watching()
        self._search = None

    def _stop_watching(self) -> None:
        if self._watching:
            self._watching.stop()
            self._watching = None

    def add(self, search: Everywhere, hits: Sequence[Hit]) -> None:
        """Show what was found in a document; without hits the search is over."""
        if search is not self._search:
            return
        if hits:
            self._hits += len(hits)
            self._screen.rows.add([hits[0].document.title, *hits])
            return
        self._stop_watching()
        if not self._hits:
            shows = _("{} shows all documents").format(self._screen.sign("all"))
            said = [_("not found"), shows]
            self._screen.rows.show([], otherwise=said)
        self._screen.describe()

    def state(self) -> str:
        """How far it is, or what came of it."""
        search = self._search
        if search is None:
            return ""
        total = len(search.documents)
        said = [_("hits: {}").format(f"{self._hits:,}")]
        if search.searched < total:
            said.append(_("searched {}/{}").format(f"{search.searched:,}", f"{total:,}"))
        else:
            said.append(_("documents: {}").format(f"{total:,}"))
        if search.unread:
            said.append(_("could not be read: {}").format(search.unread))
        if self.goes_on:
            said.append(_("{} stops").format(self._screen.sign("all")))
        elif search.searched < total:
            said.append(_("stopped"))
        return "  |  ".join(said)
