"""Offer again the notes that were being written when a terminal ended, and forget those kept."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from core import review
from core.review import Change
from store import drafts
from store.drafts import Draft, DraftFile, Shelf
from store.errors import StoreError
from tui import session as sessions
from tui.keymap import sign
from tui.language import _, explained
from tui.session import Outcome, Session

if TYPE_CHECKING:
    from tui.screens.review import ReviewScreen


class Writing(NamedTuple):
    """A note that is being written: on which measures, which note stood there when it began, what
    is written so far, since when (ISO 8601, "" where it begins now), and the file of the draft.
    """

    indexes: Sequence[int]
    former: str
    text: str
    since: str
    file: DraftFile


class Drafting:
    """Knows which drafts of a document wait, and has those deleted whose note is saved."""

    def __init__(self, screen: ReviewScreen, session: Session) -> None:
        self._screen = screen
        self._session = session
        self._document = session.document
        self._shelf = Shelf(session.library, session.document.id, session.reviewer)
        self._waiting: dict[Path, tuple[Sequence[int], Draft]] = {}  # the newest first
        self._saving: dict[Change, DraftFile] = {}  # what is kept of a note until that is saved

    def begin(self) -> None:
        """Look for drafts, and say in the status line where some wait."""
        report = self._session.report

        def hear(outcome: Outcome) -> None:
            if outcome.done and outcome.done.change in self._saving:
                file = self._saving.pop(outcome.done.change)
                file.release() if outcome.error else file.delete()
            report(outcome)

        self._session.report = hear
        self._screen.run_worker(self._begin())

    async def _begin(self) -> None:
        await self._look()
        self._tell()

    async def _look(self) -> None:
        """Find the drafts that wait; those that say no more than the notes do are deleted."""
        try:
            found = await asyncio.to_thread(drafts.waiting, self._shelf)
        except StoreError:
            return  # what cannot be read cannot be offered, and nothing else depends on it
        held = {path: (self._indexes(draft), draft) for path, draft in found.items()}
        self._waiting = {
            path: (indexes, draft) for path, (indexes, draft) in held.items() if indexes
        }
        for path, (indexes, draft) in list(self._waiting.items()):
            if self._is_kept(indexes, draft):
                del self._waiting[path]
                await asyncio.to_thread(self._discard, path)

    def _indexes(self, draft: Draft) -> Sequence[int]:
        """The measures that a draft is about; none where it fits no measures of the document."""
        found = []
        for key in draft.keys:
            with suppress(ValueError):
                index = self._document.measure_index(int(key))
                if index is not None and review.key_of(self._document.measures[index]) == key:
                    found.append(index)
        return sorted(found) if len(found) == len(draft.keys) else ()

    def _is_kept(self, indexes: Sequence[int], draft: Draft) -> bool:
        """Whether nothing is lost without the draft."""
        text = draft.text.strip()
        notes = {self._note(index) for index in indexes}
        return not text or all(it == text or it.startswith(f"{text}\n\n") for it in notes)

    def _note(self, index: int) -> str:
        annotation = self._session.get(self._document.measures[index])
        return annotation.note if annotation else ""

    def _discard(self, path: Path) -> None:
        if taken := DraftFile.taken_up(self._shelf, path):
            taken[0].delete()

    def _tell(self) -> None:
        if self._waiting:
            where = sorted({indexes[0] for indexes, _draft in self._waiting.values()})
            locators = "、".join(self._document.measures[index].locator for index in where)
            said = _("a draft waits at {0}: press {1} there")
            said = said.format(locators, sign(self._screen.app.keys, "note"))
            warnings = map(explained, self._document.warnings)  # said till now
            self._screen.status.say("  ".join([*warnings, said]))  # until the cursor moves

    @property
    def state(self) -> str:
        """What to say where the cursor is, if a draft waits there."""
        cursor = self._screen.cursor
        if any(cursor in indexes for indexes, _draft in self._waiting.values()):
            said = _("a draft waits here: {} shows it")
            return said.format(sign(self._screen.app.keys, "note"))
        return ""

    async def write(self, indexes: Sequence[int], former: str) -> Writing:
        """Begin to write a note on measures, or go on with the draft that waits for one of them.

        A draft is about the measures that it was begun for, even where only one of these is asked
        for.
        """
        for path, (about, _draft) in list(self._waiting.items()):
            if set(indexes) <= set(about):
                del self._waiting[path]
                taken = await asyncio.to_thread(DraftFile.taken_up, self._shelf, path)
                if taken:
                    file, draft = taken
                    return Writing(about, draft.former, draft.text, draft.at, file)
        return Writing(indexes, former, former, "", DraftFile(self._shelf))

    def save(self, writing: Writing, text: str) -> str:
        """Put what is written on the disk; returns why it cannot be, "" where it could."""
        measures = self._document.measures
        keys = tuple(review.key_of(measures[index]) for index in writing.indexes)
        try:
            writing.file.save(Draft(keys, writing.former, text, sessions.now()))
        except StoreError as error:
            return explained(error.cause)
        return ""

    def keep_until_saved(self, writing: Writing, change: Change) -> None:
        """The draft is deleted once the disk has the change, and waits where that never comes."""
        self._saving[change] = writing.file

    def end(self, writing: Writing) -> None:
        """The draft is wanted no more; meanwhile other terminals may have left theirs."""
        self._screen.run_worker(self._end(writing.file))

    async def _end(self, file: DraftFile) -> None:
        await asyncio.to_thread(file.delete)
        await self._look()

    def leave(self) -> None:
        """Leave drafts whose note could not be saved to whoever opens the document next."""
        for file in self._saving.values():
            file.release()
