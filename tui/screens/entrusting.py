"""What the ledger screen lists and changes: one document's session, or all reviews of a library."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from core import review
from core.review import FOLLOW_UP, Annotation, Record
from store.errors import ConflictError, StoreError
from store.history import Step
from store.library import Library
from store.review import ReviewFile
from tui import session as sessions
from tui.keymap import sign
from tui.language import _, explained
from tui.opening import Desk
from tui.session import Outcome, Session
from tui.steps import named
from tui.tasks import (
    Edit,
    FollowUp,
    by_due_date,
    entrusted,
    follow_ups,
    past,
    title_of,
)

if TYPE_CHECKING:
    from tui.screens.ledger import LedgerScreen
    from tui.screens.review import ReviewScreen

_TOLD_EVERY = 16  # documents
_CHANGED = "another terminal changed this follow-up since"


class OfDocument:
    """The follow-ups of the document on a review screen; its session shows and saves changes."""

    is_titled = False

    def __init__(self, screen: ReviewScreen, session: Session) -> None:
        self._screen = screen
        self._session = session
        self._document = session.document
        self._ledger: LedgerScreen | None = None  # while it is shown
        self._trouble = ""

    async def show(self) -> None:
        """Show the ledger; one may choose a follow-up and go to its measure."""
        from tui.screens.ledger import LedgerScreen  # noqa: PLC0415 (not before the first frame)

        def answer(row: FollowUp | None) -> None:
            self._ledger = None
            if row is not None and (index := self._document.measure_index(row.start)) is not None:
                self._screen.show_hidden(index)
                self._screen.go_to(index)
            self._screen.describe()

        self._ledger = LedgerScreen(self, self._document.metadata.title)
        await self._screen.app.push_screen(self._ledger, answer)

    def begin(self, _report: Callable[[News], Any]) -> None:
        """Everything is known at once; the review screen hears of what is saved."""

    def end(self) -> None:
        """The session goes on."""

    @property
    def state(self) -> str:
        """How things stand."""
        if not self._session.unsaved:
            return _("saved")
        if self._trouble:
            return _("not saved: {}").format(explained(self._trouble))
        return _("saving")

    def rows(self) -> list[FollowUp]:
        """The follow-ups whose measure is in the text."""
        kept = self._session.annotations
        attached = review.attached(self._document, kept)
        found = {review.key_of(self._document.measures[at]): it for at, it in attached.items()}
        return by_due_date(follow_ups(found, self._document.id, self._document.metadata.title))

    def past(self, row: FollowUp) -> list[str]:
        """What became of a follow-up, as far as it is saved; call it where one may wait."""
        return _past(Library(self._session.library), self._session.reviewer, row)

    def change(self, row: FollowUp, edit: Edit) -> None:
        """Show the change at once, and have it saved."""
        index = self._document.measure_index(row.start)
        assert index is not None
        measure = self._document.measures[index]
        self._session.mark(measure, edit.on, edit.why(measure.locator))
        self._screen.show_marks([index])

    def undo(self) -> None:
        """Take back the last step of the review, whatever it was."""
        self._session.undo()

    def redo(self) -> None:
        """Repeat what was taken back last."""
        self._session.redo()

    def settle(self, outcome: Outcome) -> None:
        """Show what was saved, here or in another terminal, or say why it could not be."""
        if outcome.done or outcome.error:
            self._trouble = "" if outcome.done else outcome.error
        if not self._ledger:
            return
        self._ledger.renew()
        if outcome.error:
            self._ledger.tell(explained(outcome.error))
        elif outcome.is_step:
            what = named(outcome.step.why) if outcome.step.changed else ""
            self._ledger.tell(what or _("nothing to take back or repeat"))
        elif others := len(outcome.elsewhere):
            self._ledger.tell(_("changed by another terminal: {}").format(others))

    def watch(self, mark: Callable[[], None]) -> None:
        """Mark; where that takes tasks out of the ledger, say so and how to bring them back."""
        before = self._entrusted()
        mark()
        after = self._session.annotations
        lost = [key for key in before if not (key in after and FOLLOW_UP in after[key].tags)]
        if lost:
            said = _("out of the ledger with unit, date and evidence: {}; {} brings it back")
            places = "、".join(before[key].anchor.locator for key in lost[:3])
            more = "…" if len(lost) > 3 else ""
            self._screen.tell(said.format(places + more, sign(self._screen.app.keys, "undo")))

    def _entrusted(self) -> dict[str, Annotation]:
        """What is in the ledger with more than a place."""
        return {
            key: it
            for key, it in self._session.annotations.items()
            if it.task and FOLLOW_UP in it.tags
        }


@dataclass(frozen=True, slots=True)
class News:
    """What the thread of a library's ledger reports.

    `rows` are all follow-ups, once they are read; `changed` are records as the disk has them by
    now. `done`: a change that was asked for was saved, or `said` tells why not. While it reads,
    `read` of `total` documents were. `error` is one that nobody expected.
    """

    rows: list[FollowUp] | None = None
    changed: Mapping[tuple[str, str], Record | None] = field(default_factory=dict)
    done: bool = False
    said: str = ""
    read: int = 0
    total: int = 0
    error: Exception | None = None


class OfLibrary:
    """A reviewer's follow-ups in all documents of a library, read and saved in a thread.

    Changes show at once. Each goes to the review that it belongs to, unless somebody changed the
    follow-up since it was read: then theirs is shown, and nothing is written.
    """

    is_titled = True

    def __init__(self, desk: Desk) -> None:
        self._library = Library(desk.library)
        self._reviewer = desk.reviewer
        self._rows: dict[tuple[str, str], FollowUp] = {}
        self._unsaved = 0
        self._reading = ""
        self._report: Callable[[News], Any] = lambda news: None
        self._disk = ThreadPoolExecutor(max_workers=1, thread_name_prefix="piyue-ledger")
        self._ended = False
        # Only the thread touches these: reviews by document, what to undo and redo, the last last.
        self._files: dict[str, ReviewFile] = {}
        self._steps: list[str] = []
        self._taken_back: list[str] = []

    def begin(self, report: Callable[[News], Any]) -> None:
        """Read everything anew, in the thread; `report` is called there, with what to `settle`."""
        self._report = report
        self._reading = _("reading the library …")
        self._disk.submit(self._reported, self._read)

    def end(self) -> None:
        """Save what was asked for, and read no further; waits for the disk."""
        self._ended = True
        self._disk.shutdown(wait=True)

    @property
    def state(self) -> str:
        """How things stand."""
        return self._reading or (_("saving") if self._unsaved else _("saved"))

    def rows(self) -> list[FollowUp]:
        """What was read, as it will be once everything is saved."""
        return by_due_date(self._rows.values())

    def past(self, row: FollowUp) -> list[str]:
        """What became of a follow-up, as far as it is saved; call it where one may wait."""
        return _past(self._library, self._reviewer, row)

    def change(self, row: FollowUp, edit: Edit) -> None:
        """Show the change at once, and have it saved."""
        self._rows[row.name] = replace(row, annotation=edit.on(row.annotation))
        self._ask(partial(self._save, row, edit))

    def undo(self) -> None:
        """Take back the last change made in this ledger."""
        self._ask(partial(self._step, self._steps, self._taken_back, ReviewFile.undo))

    def redo(self) -> None:
        """Repeat what was taken back last."""
        self._ask(partial(self._step, self._taken_back, self._steps, ReviewFile.redo))

    def _ask(self, job: Callable[[], News]) -> None:
        self._unsaved += 1
        self._disk.submit(self._reported, job)

    def settle(self, news: News) -> None:
        """Take over what the thread reported."""
        if news.error:
            raise news.error
        if news.total:
            self._reading = _("reading the library … {}/{}").format(news.read, news.total)
        if news.rows is not None:
            self._rows = {row.name: row for row in news.rows}
            self._reading = ""
        self._unsaved -= news.done
        if self._unsaved and not news.said:
            return  # what waits still lies on top
        for name, record in news.changed.items():
            former = self._rows.pop(name, None)
            if former and (row := _with(former, record)):
                self._rows[name] = row

    # In the thread

    def _reported(self, job: Callable[[], News]) -> None:
        try:
            news = job()
        except Exception as error:  # raised again where the app hears of it
            news = News(error=error)
        self._report(news)

    def _read(self) -> News:
        try:
            wanted = entrusted(self._library, self._reviewer)
        except StoreError as error:
            return News(rows=[], said=explained(str(error)))
        rows: list[FollowUp] = []
        failed = []
        for number, one in enumerate(wanted):
            if self._ended:
                break
            if number % _TOLD_EVERY == 0:
                self._report(News(read=number, total=len(wanted)))
            title = title_of(one)
            try:
                found = sessions.annotations_of(self._file(one.id))
            except StoreError as error:
                failed.append(f"{title}: {explained(error.cause)}")
            else:
                rows += follow_ups(found, one.id, title, one.source)
        return News(rows=rows, said="  ".join(failed))

    def _file(self, document: str) -> ReviewFile:
        if document not in self._files:
            self._files[document] = self._library.review(document, self._reviewer)
        return self._files[document]

    def _save(self, row: FollowUp, edit: Edit) -> News:
        store = self._file(row.document)

        def edited(record: Record | None) -> Record | None:
            newest = _with(row, record)
            if newest is None or newest.task != row.task:
                raise ConflictError(store.path, _CHANGED)
            return review.edited(record, edit.on, newest.annotation, now=sessions.now())

        try:
            changed = store.change(row.key, edited, edit.why(row.annotation.anchor.locator))
        except StoreError as error:
            said = _("not saved: {}").format(explained(error.cause))
            return News(changed={row.name: self._on_the_disk(row)}, done=True, said=said)
        self._steps.append(row.document)
        self._taken_back.clear()
        return News(changed={row.name: changed}, done=True)

    def _on_the_disk(self, row: FollowUp) -> Record | None:
        """The record as it is; where that cannot be read either, as it was."""
        try:
            return self._file(row.document).annotations().get(row.key)
        except StoreError:
            return review.to_record(row.annotation)

    def _step(
        self, pile: list[str], other: list[str], way: Callable[[ReviewFile], Step | None]
    ) -> News:
        """Take back or repeat what is on top of a pile, which then lies on the other."""
        nothing = _("nothing to take back or repeat")
        if not pile:
            return News(done=True, said=nothing)
        document = pile.pop()
        try:
            step = way(self._file(document))
        except StoreError as error:
            return News(done=True, said=explained(error.cause))
        if step is None:
            return News(done=True, said=nothing)
        other.append(document)
        changed = {(document, key): record for key, record in step.changed.items()}
        return News(changed=changed, done=True, said=named(step.why))


def _past(library: Library, reviewer: str, row: FollowUp) -> list[str]:
    try:
        return past(library.review(row.document, reviewer).history(), row.key)
    except StoreError as error:
        return [explained(error.cause)]


def _with(row: FollowUp, record: Record | None) -> FollowUp | None:
    """The row as a record has it; None where that is no follow-up any more."""
    try:
        annotation = review.from_record(record) if record else None
    except ValueError:
        return None
    if annotation is None or FOLLOW_UP not in annotation.tags:
        return None
    return replace(row, annotation=annotation)
