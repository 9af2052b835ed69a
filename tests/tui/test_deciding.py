"""Promises and last year's ledger decided in the app: one key, both reviews, taken back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from core.document import Measure
from core.ledger import Task
from core.review import Change, entrusted, tagged
from core.roles import WEAKNESSES, roles
from store.errors import StoreError
from store.library import Library
from store.review import ReviewFile
from tests.core.yearly import one_dictionary
from tests.tui.auditing import LAST, THIS, Auditor, keep
from tui.screens.review import ReviewScreen
from tui.session import annotations_of, blank, edit_of


@pytest.fixture(scope="module", autouse=True)
def _words() -> Iterator[None]:
    yield from one_dictionary("")


def links(library: Path, document: str, reviewer: str) -> list[tuple[str, str, str]]:
    """What the links of a review say, by the disk."""
    found = annotations_of(Library(library).review(document, reviewer))
    return [(it.side, it.verdict, it.locator) for one in found.values() for it in one.links]


def mark(library: Path, reviewer: str, measure: Measure, *changes: Change) -> ReviewFile:
    """Change an annotation of last year's report, as one did then."""
    review = Library(library).review(LAST.id, reviewer)
    for change in changes:
        edit = edit_of(change, blank(LAST, measure, reviewer))
        review.change(str(measure.start), edit, "mark")
    return review


async def saved(auditor: Auditor) -> None:
    """Wait until both reviews are on the disk."""
    book = auditor.screen._book
    await auditor.until(lambda: not book._session.unsaved and not book._review.unsaved)


def decided(auditor: Auditor) -> dict[int, str]:
    return {one.matter: one.verdict for one in auditor.screen._book.found.decisions.values()}


@pytest.mark.parametrize(
    ("key", "verdict"), [("1", "kept"), ("2", "partly"), ("3", "repeated"), ("4", "silent")]
)
async def test_one_key_decides_and_goes_on(comparing: Any, key: str, verdict: str) -> None:
    async with comparing() as auditor:
        first = auditor.screen._parts[0].lines[0].matter
        await auditor.press(key)
        assert decided(auditor) == {first: verdict}
        assert auditor.lines[0].startswith("✓ ")
        assert auditor.screen.rows.at == 1
        assert auditor.said("#summary").startswith("decided 1: ")
        await saved(auditor)


async def test_what_is_proposed_is_accepted_with_the_evidence_that_is_shown(
    library: Path, comparing: Any
) -> None:
    async with comparing() as auditor:
        row = auditor.screen._parts[0].lines[0]
        await auditor.press("]", "a")
        await saved(auditor)
        book = auditor.screen._book
        chosen = THIS.measures[row.answers[1].measure]
        assert decided(auditor) == {row.matter: row.proposed}
        matter = LAST.measures[row.matter].locator
        reviewer = book._session.reviewer
        assert links(library, LAST.id, reviewer) == [("matter", row.proposed, chosen.locator)]
        assert links(library, THIS.id, reviewer) == [("evidence", row.proposed, matter)]


async def test_a_line_is_taken_back_and_the_last_decision_undone(
    library: Path, comparing: Any
) -> None:
    async with comparing() as auditor:
        lines = auditor.screen._parts[0].lines
        first, second = lines[0].matter, lines[1].matter
        await auditor.press("1", "2", "k", "k", "x")
        assert decided(auditor) == {second: "partly"}
        await auditor.press("u")
        assert decided(auditor) == {first: "kept", second: "partly"}
        await auditor.press("u", "u")
        assert decided(auditor) == {}
        await auditor.press("u")
        assert auditor.said("#said") == "nothing to take back or repeat"
        await saved(auditor)
        reviewer = auditor.screen._book._session.reviewer
        assert links(library, LAST.id, reviewer) + links(library, THIS.id, reviewer) == []


async def test_the_next_that_is_undecided_is_found(comparing: Any) -> None:
    async with comparing() as auditor:
        await auditor.press("1", "1", "g", "n")
        assert auditor.screen.rows.at == 2
        await saved(auditor)


async def test_a_figure_is_nothing_to_decide(comparing: Any) -> None:
    async with comparing() as auditor:
        await auditor.press("tab", "1")
        assert auditor.said("#said") == "there is nothing to decide in this line"
        assert decided(auditor) == {}


async def test_decisions_are_there_when_one_comes_again(comparing: Any) -> None:
    async with comparing() as auditor:
        await auditor.press("1", "2")
        await saved(auditor)
        before = decided(auditor)
        await auditor.press("escape")
        await auditor.sees(ReviewScreen)
        auditor.screen._last_year.close()
        auditor.screen._last_year.found = None
        await auditor.press("W")
        await auditor.compared()
        assert decided(auditor) == before


async def test_a_follow_up_of_last_year_is_closed_with_its_evidence(
    library: Path, reading: Any
) -> None:
    keep(library, LAST)
    async with reading() as auditor:
        reviewer = auditor.screen._session.reviewer
        task_then = entrusted(lambda _: Task(unit="县司法局"))
        review = mark(library, reviewer, LAST.measures[-1], tagged("follow-up"), task_then)
        await auditor.press("W")
        await auditor.compared()
        await auditor.press("shift+tab")
        [row] = auditor.screen._parts[-1].lines
        place = THIS.measures[row.answers[0].measure].locator

        def task() -> Task | None:
            [one] = annotations_of(review).values()
            return one.task

        await auditor.press("1")
        await saved(auditor)
        shown = f"《{THIS.metadata.title}》{place}"
        assert task() == Task("县司法局", status="closed", evidence=(shown,))
        assert "closed" in auditor.lines[0]
        await auditor.press("u")
        await saved(auditor)
        assert task() == Task("县司法局")


async def test_a_weakness_that_is_admitted_again_is_proposed_as_unsettled(
    library: Path, reading: Any
) -> None:
    keep(library, LAST)
    async with reading() as auditor:
        reviewer = auditor.screen._session.reviewer
        for index in roles(LAST).having(WEAKNESSES):
            mark(library, reviewer, LAST.measures[index], tagged("weakness"))
        await auditor.press("W")
        await auditor.compared()
        rows = auditor.screen._parts[-1].lines
        again = [row.answers[0] for row in rows if row.proposed == "repeated"]
        admitted = roles(THIS).having(WEAKNESSES)
        assert [one for one in again if one.measure in admitted]
        assert all("a weakness again" in one.reason for one in again if one.measure in admitted)


async def test_what_cannot_be_saved_is_told_and_kept(
    library: Path, comparing: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with comparing() as auditor:
        works, last = ReviewFile.change_all, Library(library).review(LAST.id, "x").path.parent

        def full(self: ReviewFile, *rest: Any, **named: Any) -> Any:
            if self.path.parent == last:
                raise StoreError(self.path, "not saved: no space left on device")
            return works(self, *rest, **named)

        monkeypatch.setattr(ReviewFile, "change_all", full)
        await auditor.press("1")
        await auditor.until(lambda: "no space left" in auditor.said("#said"))
        monkeypatch.undo()
        await saved(auditor)
        reviewer = auditor.screen._book._session.reviewer
        assert len(links(library, LAST.id, reviewer)) == 1
