"""Mark measures: each key changes one annotation, shows it at once and has it saved."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from core import review
from core.document import Measure
from core.review import Change
from tui import navigation
from tui.keymap import sign
from tui.language import _
from tui.session import Session

if TYPE_CHECKING:
    from tui.screens.drafting import Drafting
    from tui.screens.review import ReviewScreen

_MOST_NAMED = 10  # measures
_MOST_EDITED = 200_000  # characters of a note; the editor of Textual takes 20 ms a key for 100,000


class Marking:
    """Changes the annotations of the selected measures, or of the one under the cursor.

    What is done to several at once is one step: one line in the history, one undo.
    """

    def __init__(
        self, screen: ReviewScreen, session: Session, templates: Sequence[str] = ()
    ) -> None:
        """`templates` are those that the user has for notes, besides those that are shipped."""
        self._screen = screen
        self._session = session
        self._measures = session.document.measures
        self._templates = templates
        self._selected_from: int | None = None
        self._last: tuple[Change, str, str] | None = None  # what `repeat` repeats
        self._drafting: Drafting | None = None  # made when first needed

    @property
    def is_selecting(self) -> bool:
        """Whether moving the cursor selects measures."""
        return self._selected_from is not None

    @property
    def selected(self) -> Sequence[int]:
        """The measures from where selecting began to the cursor; else that of the cursor alone.

        What a filter hides between them is none of them.
        """
        shown, cursor = self._screen.shown, self._screen.cursor
        begin = cursor if self._selected_from is None else self._selected_from
        first, last = sorted((begin, cursor))
        return shown[bisect_left(shown, first) : bisect_right(shown, last)]

    def select(self) -> None:
        """Begin to select at the cursor, or select nothing any more."""
        self._selected_from = None if self.is_selecting else self._screen.cursor
        self._screen.reader.show_selected_from(self._selected_from)
        self._screen.tell(self.state)

    @property
    def state(self) -> str:
        """What to say of the selection, if there is one, else of a draft at the cursor."""
        said = _("{} selected: move for more, any mark takes all, {} none")
        if self.is_selecting:
            return said.format(len(self.selected), sign(self._screen.app.keys, "end_search"))
        return self._drafting.state if self._drafting else ""

    @property
    def drafting(self) -> Drafting:
        """What is known of notes that are not kept yet."""
        from tui.screens.drafting import Drafting  # noqa: PLC0415 (not before the first frame)

        self._drafting = self._drafting or Drafting(self._screen, self._session)
        return self._drafting

    def look_for_drafts(self) -> None:
        """Offer the notes that were being written when a terminal ended."""
        self.drafting.begin()

    def leave(self) -> None:
        """The document is left: what could not be saved waits for the next time."""
        if self._drafting:
            self._drafting.leave()

    def _leave_selection(self) -> None:
        if self.is_selecting:
            self.select()

    def tag(self, tag: str) -> None:
        """Set a tag and go on; where all have it, take it off and stay."""
        annotations = [self._session.get(self._measures[index]) for index in self.selected]
        if all(one and tag in one.tags for one in annotations):
            self._mark(review.without(tag), "unmark", tag)
            return
        self._last = (review.tagged(tag), "mark", tag)
        self.repeat()

    async def tag_and_note(self, tag: str) -> None:
        """Set a tag and open the note."""
        indexes = self.selected
        self._mark(review.tagged(tag), "mark", tag)
        await self._ask_for_note(indexes)

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
        """Ask for the note, one for all that are selected."""
        await self._ask_for_note(self.selected)

    async def _ask_for_note(self, indexes: Sequence[int]) -> None:
        """What is written takes the place of the note that they have; where theirs differ, each
        keeps its own below it.
        """
        from tui.screens.note import NoteScreen, Page  # noqa: PLC0415 (TextArea is slow to import)

        screen = self._screen
        measures = [self._measures[index] for index in indexes]
        annotations = [self._session.get(measure) for measure in measures]
        notes = {annotation.note if annotation else "" for annotation in annotations}
        former = notes.pop() if len(notes) == 1 else ""
        if len(former) > _MOST_EDITED:
            refused = _("too long to edit here; piyue tag FILE {} --note - replaces it")
            screen.tell(refused.format(_locators(measures, ",")))
            return
        drafting = self.drafting
        writing = await drafting.write(indexes, former)
        measures = [self._measures[index] for index in writing.indexes]

        def keep(note: str | None) -> None:
            begin, end = writing.indexes[0], writing.indexes[-1]
            if note is not None and note.strip() != writing.former:
                change = review.noted(note, writing.former)
                drafting.keep_until_saved(writing, change)
                screen.go_to(min(max(screen.cursor, begin), end))
                self._annotate(writing.indexes, change, "note")
            else:
                drafting.end(writing)
            self._leave_selection()
            screen.describe()

        await screen.app.push_screen(
            NoteScreen(
                Page(
                    _locators(measures),
                    self._session.document.quote(measures[0]),
                    writing.text,
                    writing.since,
                    self._templates,
                ),
                partial(drafting.save, writing),
                writing.file.release,
            ),
            keep,
        )

    def _mark(self, change: Change, verb: str, *words: str) -> None:
        """Change the annotations and stay."""
        self._annotate(self.selected, change, verb, *words)
        self._leave_selection()
        self._screen.describe()

    def _mark_and_go_on(self, change: Change, verb: str, *words: str) -> None:
        """The mark is saved together with the place where the reviewer goes on."""
        indexes = self.selected
        following = navigation.along(self._screen.shown, indexes[-1], 1)
        self._session.place["measure"] = self._measures[following].start
        self._annotate(indexes, change, verb, *words)
        self._leave_selection()
        self._screen.go_to(following, jump=False)

    def _annotate(self, indexes: Sequence[int], change: Change, verb: str, *words: str) -> None:
        """Change what is said of measures; `mark 1.3.2 highlight` in the log."""
        measures = [self._measures[index] for index in indexes]
        self._screen.tell("")
        self._session.mark_all(measures, change, " ".join((verb, _locators(measures), *words)))
        self._screen.show_marks(indexes)


def _locators(measures: Sequence[Measure], between: str = "、") -> str:
    """The locators of neighbours: each of a few, of many the first and the last."""
    locators = [measure.locator for measure in measures]
    if len(locators) > _MOST_NAMED:
        return f"{locators[0]}–{locators[-1]}"
    return between.join(locators)
