"""Mark measures: each key changes one annotation, shows it at once and has it saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core import review
from core.review import Change
from tui.language import _
from tui.session import Session

if TYPE_CHECKING:
    from tui.screens.review import ReviewScreen

_MOST_EDITED = 200_000  # characters of a note; the editor of Textual takes 20 ms a key for 100,000


class Marking:
    """Changes the annotation of the measure under a review screen's cursor."""

    def __init__(self, screen: ReviewScreen, session: Session) -> None:
        self._screen = screen
        self._session = session
        self._last: tuple[Change, str, str] | None = None  # what `repeat` repeats

    def tag(self, tag: str) -> None:
        """Set a tag and go on; take it off, and stay, where it is set."""
        annotation = self._session.get(self._screen.current)
        if annotation and tag in annotation.tags:
            self._mark(review.without(tag), "unmark", tag)
            return
        self._last = (review.tagged(tag), "mark", tag)
        self.repeat()

    async def tag_and_note(self, tag: str) -> None:
        """Set a tag and open the note."""
        self._mark(review.tagged(tag), "mark", tag)
        await self.note()

    def read(self) -> None:
        """Read, nothing to mark."""
        self._mark_and_go_on(review.marked_read(), "read")

    def clear(self) -> None:
        """Take everything off."""
        self._mark(review.cleared, "clear")

    def repeat(self) -> None:
        """Mark like the last time and go on."""
        if self._last is None:
            self._screen.tell(_("nothing to repeat yet"))
            return
        self._mark_and_go_on(*self._last)

    async def note(self) -> None:
        """Ask for the note."""
        from tui.screens.note import NoteScreen  # noqa: PLC0415 (TextArea is slow to import)

        screen = self._screen
        measure, index = screen.current, screen.cursor
        annotation = self._session.get(measure)
        former = annotation.note if annotation else ""
        if len(former) > _MOST_EDITED:
            refused = _("too long to edit here; piyue tag FILE {} --note - replaces it")
            screen.tell(refused.format(measure.locator))
            return

        def keep(note: str | None) -> None:
            if note is not None and note.strip() != former:
                screen.go_to(index)
                self._mark(review.noted(note, former), "note")

        quote = self._session.document.quote(measure)
        await screen.app.push_screen(NoteScreen(measure.locator, quote, former), keep)

    def _mark(self, change: Change, verb: str, *words: str) -> None:
        """Change the current measure's annotation; `mark 1.3.2 highlight` in the log."""
        self._annotate(change, verb, *words)
        self._screen.describe()

    def _mark_and_go_on(self, change: Change, verb: str, *words: str) -> None:
        """The mark is saved together with the place where the reviewer goes on."""
        measures = self._session.document.measures
        following = min(self._screen.cursor + 1, len(measures) - 1)
        self._session.place["measure"] = measures[following].start
        self._annotate(change, verb, *words)
        self._screen.go_to(following)

    def _annotate(self, change: Change, verb: str, *words: str) -> None:
        screen = self._screen
        screen.tell("")
        self._session.mark(screen.current, change, " ".join((verb, screen.current.locator, *words)))
        screen.show_marks(screen.cursor)
