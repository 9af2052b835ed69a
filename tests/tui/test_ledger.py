"""The ledger on the screen: listing, editing, going to a measure; of a document, of a library."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.pilot import Pilot
from textual.widgets import Static

from core import ledger, review
from core.document import Document
from core.ledger import STATUSES, Task
from core.reading import parse
from core.reading.kept import kept
from core.review import Annotation, anchor_of, key_of
from store.errors import StoreError
from store.library import Library
from store.review import ReviewFile
from tests.tui.conftest import COUNTY, Somebody
from tui import language, tasks
from tui.actions import EVERY_ACTION, LEDGER_ACTIONS
from tui.app import PiyueApp
from tui.arguments import COMMANDS
from tui.keymap import AS_SHIPPED, signs
from tui.opening import Desk
from tui.screens.help import HelpScreen
from tui.screens.ledger import LedgerScreen
from tui.screens.library import LibraryScreen
from tui.screens.listing import ListingScreen
from tui.screens.review import ReviewScreen
from tui.session import annotations_of, blank, edit_of
from tui.steps import named
from tui.tasks import by_due_date, counted, follow_ups
from tui.widgets.ledger_list import LedgerList
from tui.widgets.lines import KeyLine, StatusLine
from tui.widgets.row_list import RowList

ROOT = Path(__file__).parents[2]
DOCUMENT = parse(COUNTY)
TOWN = parse("白石镇2025年工作报告\n一、工作\n修缮村道三条。\n调解纠纷十起。\n")


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "today", lambda: "2025-06-30")


@pytest.fixture
def entrust(library: Path) -> Callable[..., None]:
    """Make a measure a follow-up with a task, as another terminal would."""

    def put(index: int, task: Task, *, document: Document = DOCUMENT) -> None:
        measure = document.measures[index]
        house = Library(library)
        house.keep(document.id, lambda: kept(document, f"/files/{document.metadata.title}.txt"))

        def change(annotation: Annotation) -> Annotation:
            return review.entrusted(lambda _: task)(review.tagged("follow-up")(annotation))

        edit = edit_of(change, blank(document, measure, "李"))
        house.review(document.id, "李").change(key_of(measure), edit, "task")

    return put


class Bookkeeper(Somebody):
    """Somebody at the keyboard before a ledger."""

    def __init__(self, pilot: Pilot[None], library: Path) -> None:
        super().__init__(pilot)
        self._library = library

    async def sees(self, screen: type[Any]) -> None:
        await self.until(lambda: isinstance(self.app.screen, screen))
        await self.pilot.pause()

    async def saved(self) -> None:
        await self.until(lambda: self.app.screen._book.state == "saved")

    @property
    def lines(self) -> list[str]:
        rows = self.app.screen.query_one(LedgerList)
        lines = (rows.render_line(y).text.rstrip() for y in range(rows.size.height))
        return [" ".join(line.split()) for line in lines if line]

    @property
    def counts(self) -> str:
        return " ".join(self.app.screen.query_one("#counts", KeyLine).text.split())

    def said(self, part: str = "#said") -> str:
        return str(self.app.screen.query_one(part, Static).render()).strip()

    def task(self, index: int, document: Document = DOCUMENT) -> Task | None:
        """What another process would read from the disk."""
        found = annotations_of(Library(self._library).review(document.id, "李"))
        return found[key_of(document.measures[index])].task


@pytest.fixture
def keeping(library: Path, reviewing: Any, path: Path):
    """Open the ledger of a document."""

    @asynccontextmanager
    async def start(size: tuple[int, int] = (120, 30)) -> AsyncIterator[Bookkeeper]:
        async with reviewing(size=size, path=path) as reviewer:
            keeper = Bookkeeper(reviewer.pilot, library)
            await keeper.press("L")
            await keeper.sees(LedgerScreen)
            yield keeper

    return start


@pytest.fixture
def keeping_all(library: Path):
    """Open the ledger of the library."""

    @asynccontextmanager
    async def start() -> AsyncIterator[Bookkeeper]:
        app = PiyueApp(iter(()), None, Desk(library, "李"))
        async with app.run_test(size=(140, 30)) as pilot:
            keeper = Bookkeeper(pilot, library)
            await keeper.sees(LibraryScreen)
            await keeper.press("L")
            await keeper.sees(LedgerScreen)
            await keeper.saved()
            yield keeper

    return start


# What is listed


def annotated(*entrusted: Task) -> dict[str, Annotation]:
    """The first measures of a document as follow-ups, in the reverse order."""
    found = {}
    for measure, task in zip(DOCUMENT.measures, entrusted, strict=False):
        anchor = anchor_of(DOCUMENT, measure)
        at = "2025-03-01T08:00:00+00:00"
        found[key_of(measure)] = Annotation("1a", anchor, "李", at, at, ("follow-up",), task=task)
    return dict(reversed(found.items()))


def test_the_soonest_due_come_first_and_those_without_a_date_last() -> None:
    found = annotated(Task(), Task(due="2025-07-01"), Task(due="2025-06-01"), Task())
    rows = by_due_date(follow_ups(found, "id", "title"))

    assert [row.annotation.anchor.locator for row in rows] == ["1.3", "1.2", "1.1", "1.4"]


def test_only_follow_ups_are_listed() -> None:
    found = annotated(Task("甲"), Task("乙"))
    key = key_of(DOCUMENT.measures[0])
    found[key] = review.without("follow-up")(found[key])

    assert [row.task.unit for row in follow_ups(found, "id", "title")] == ["乙"]


def test_counts_are_by_status_in_order_with_those_of_a_newer_piyue() -> None:
    entrusted = (Task(status="closed"), Task(due="2025-01-01"), Task(status="未来"), Task())
    rows = follow_ups(annotated(*entrusted), "id", "title")
    counts = {"": 4, "overdue": 1, "not-started": 2, "closed": 1, "未来": 1}

    assert list(counted(rows, "2025-06-30").items()) == list(counts.items())


lines_of_text = st.text(max_size=12)
edits = st.one_of(
    lines_of_text.map(tasks.unit),
    st.dates().map(str).map(tasks.due),
    st.sampled_from(STATUSES).map(lambda status: tasks.status(status.id)),
    lines_of_text.map(tasks.evidence),
    lines_of_text.map(tasks.without_evidence),
)


@given(st.lists(edits, max_size=6))
def test_whatever_is_changed_of_a_task_can_be_stored_and_shown(made: list[tasks.Edit]) -> None:
    task = Task()
    for edit in made:
        task = edit.of(task)
        assert edit.of(task) == task

    assert ledger.from_record(ledger.to_record(task)) == task
    assert "".join((task.unit, *task.evidence)).isprintable()


@pytest.mark.parametrize(
    ("why", "name"),
    [
        (tasks.unit("note").why("1.3.2"), "台账 1.3.2 责任单位"),
        (tasks.due("2025-06-30").why("1.3.2"), "台账 1.3.2 时限 2025-06-30"),
        (tasks.status("closed", "附件1").why("1.3.2"), "台账 1.3.2 状态 已销号"),
        (tasks.evidence("mark").why("1.3.2"), "台账 1.3.2 证据"),
    ],
)
def test_the_history_names_what_was_changed(why: str, name: str) -> None:
    language.use("zh")
    assert named(why) == name


# The ledger of a document


async def test_rows_show_what_is_overdue_by_a_sign(keeping, entrust) -> None:
    entrust(0, Task("县政务办", "2025-06-30", "in-progress"))
    entrust(1, Task("县水利局", "2025-06-29", "in-progress"))
    entrust(2, Task())
    async with keeping() as keeper:
        assert keeper.lines == [
            "> !2025-06-29 in progress 县水利局 1.2 建成跨河联办窗口。",
            "2025-06-30 in progress 县政务办 1.1 全年受理申请两百余件。",
            "not started 1.3 组织窗口人员参加培训。",
        ]
        assert keeper.counts == "[3] all 1 ! overdue 1 not started 2 in progress"


async def test_an_empty_ledger_tells_how_to_fill_it(keeping) -> None:
    async with keeping() as keeper:
        await keeper.press("d", "4", "e", "E", "r", "enter")
        assert keeper.lines == ["no follow-up yet; 3 in a document makes one"]


async def test_unit_due_date_and_status_are_edited_by_keys_and_saved(keeping, entrust) -> None:
    entrust(0, Task())
    async with keeping() as keeper:
        await keeper.press("r", *"Works", "enter")
        await keeper.press("d", *"2025/7/1", "enter")
        await keeper.press("2")
        await keeper.saved()
        assert keeper.task(0) == Task("Works", "2025-07-01", "in-progress")
        assert keeper.lines == ["> 2025-07-01 in progress Works 1.1 全年受理申请两百余件。"]


async def test_a_wrong_date_stays_in_the_field_and_is_told_below_it(keeping, entrust) -> None:
    entrust(0, Task(due="2025-07-01"))
    async with keeping() as keeper:
        await keeper.press("d", "ctrl+u", *"2025-13-1", "enter")
        assert keeper.said() == "no date: 2025-13-1 (as in 2025-6-30 or 20250630)"
        await keeper.press("ctrl+u", *"20250802", "enter")
        await keeper.saved()
        assert keeper.task(0) == Task(due="2025-08-02")


async def test_beyond_in_progress_evidence_is_asked_for_at_once(keeping, entrust) -> None:
    entrust(0, Task())
    async with keeping() as keeper:
        await keeper.press("4", "enter")
        assert keeper.said() == "needs evidence; the status is as it was"
        await keeper.press("4", *"No. 3", "enter")
        await keeper.saved()
        assert keeper.task(0) == Task(status="closed", evidence=("No. 3",))
        await keeper.press("u")
        await keeper.until(lambda: keeper.task(0) is None)


async def test_evidence_is_added_and_taken_off_but_not_the_last_that_a_status_needs(
    keeping, entrust
) -> None:
    entrust(0, Task(status="closed", evidence=("附件1",)))
    async with keeping() as keeper:
        await keeper.press("e", *"[b]x", "enter")
        await keeper.press("E", "x")
        await keeper.saved()
        assert keeper.task(0) == Task(status="closed", evidence=("[b]x",))
        assert "evidence  (1) [b]x" in keeper.said("#whole")
        await keeper.press("E", "x")
        assert keeper.said() == "closed: needs evidence"
        assert keeper.task(0) == Task(status="closed", evidence=("[b]x",))


async def test_the_history_of_a_follow_up_is_its_own_with_the_last_change_first(
    keeping, entrust
) -> None:
    entrust(0, Task("a", "2025-07-01"))
    entrust(1, Task("[b]", "2025-07-02"))
    async with keeping() as keeper:
        await keeper.press("j", "r", "ctrl+u", *"[i]x", "enter", "d", "ctrl+u", "enter")
        await keeper.saved()
        await keeper.press("H")
        await keeper.sees(ListingScreen)
        rows = keeper.app.screen.query_one(RowList)
        lines = [" ".join(rows.render_line(y).text.split()) for y in range(rows.size.height)]
        assert [line.partition(" 李 ")[2] for line in lines] == [
            "ledger 1.2 due date",
            "ledger 1.2 responsible unit [i]x",
            "ledger [b] 2025-07-02",
        ]
        await keeper.press("q")
        await keeper.sees(LedgerScreen)


async def test_the_history_shows_in_the_ledger_of_the_library(keeping_all, entrust) -> None:
    entrust(0, Task("区司法局"))
    async with keeping_all() as keeper:
        await keeper.press("H")
        await keeper.sees(ListingScreen)
        assert "区司法局" in keeper.app.screen.query_one(RowList).render_line(0).text


async def test_a_row_that_moves_by_its_new_date_stays_highlighted(keeping, entrust) -> None:
    entrust(0, Task("first", "2025-07-01"))
    entrust(1, Task("second", "2025-07-02"))
    async with keeping() as keeper:
        await keeper.press("d", "ctrl+u", *"20250801", "enter")
        assert keeper.lines[1].startswith("> 2025-08-01 not started first")


async def test_each_status_alone(keeping, entrust) -> None:
    entrust(0, Task("a", "2025-01-01"))
    entrust(1, Task("b", "2025-07-01", "in-progress"))
    async with keeping() as keeper:
        seen = []
        for _kind in range(4):
            await keeper.press("f")
            seen.append((keeper.said("#head").rpartition("|")[2].strip(), len(keeper.lines)))
        assert seen == [
            ("overdue", 1),
            ("not started", 1),
            ("in progress", 1),
            ("青禾县2025年政务服务报告", 2),
        ]


async def test_enter_goes_to_the_measure(keeping, entrust) -> None:
    entrust(0, Task())
    entrust(3, Task())
    async with keeping() as keeper:
        await keeper.press("G", "enter")
        await keeper.sees(ReviewScreen)
        assert keeper.app.screen.current.locator == "1.4"


async def test_what_another_terminal_changed_shows(keeping, entrust) -> None:
    entrust(0, Task("before"))
    async with keeping() as keeper:
        entrust(0, Task("after"))
        await keeper.until(lambda: "after" in keeper.lines[0])
        assert keeper.said() == "changed by another terminal: 1"


@pytest.mark.parametrize("key", ["x", "3"])
async def test_a_task_that_leaves_the_ledger_with_its_mark_is_told_and_comes_back(
    keeping, entrust, key: str
) -> None:
    entrust(0, Task("Works"))
    async with keeping() as keeper:
        await keeper.press("escape", "g", key)
        status = keeper.app.screen.query_one(StatusLine)
        assert "out of the ledger with unit, date and evidence: 1.1; u brings it" in (status.text)
        await keeper.until(lambda: keeper.app.screen._session.unsaved == 0)
        await keeper.press("u")
        await keeper.until(lambda: keeper.app.screen._session.unsaved == 0)
        assert keeper.task(0) == Task("Works")


@pytest.mark.parametrize("width", [40, 60, 80, 120, 200])
async def test_no_line_is_longer_than_the_screen(keeping, entrust, width: int) -> None:
    entrust(0, Task("负责此事的单位的很长的名称" * 9, "2025-01-01", "postponed", ("附件" * 200,)))
    async with keeping(size=(width, 24)) as keeper:
        rows = keeper.app.screen.query_one(LedgerList)
        drawn = "".join(text for text, _style in rows._row(rows.highlighted, width))
        assert cell_len(drawn) == width
        assert "!2025-01-01" in keeper.lines[0]
        assert len(keeper.said("#whole").splitlines()) <= 7


# The ledger of a library


async def test_the_follow_ups_of_all_documents_are_edited_where_they_belong(
    keeping_all, entrust
) -> None:
    entrust(0, Task("county", "2025-07-02"))
    entrust(1, Task("town", "2025-07-01"), document=TOWN)
    async with keeping_all() as keeper:
        assert [line.split()[-2] for line in keeper.lines] == ["1.2", "1.1"]
        await keeper.press("j", "2", "r", "ctrl+u", *"Works", "enter")
        await keeper.saved()
        assert keeper.task(0) == Task("Works", "2025-07-02", "in-progress")
        assert keeper.task(1, TOWN) == Task("town", "2025-07-01")


async def test_changes_in_several_documents_are_undone_last_first_and_no_further(
    keeping_all, entrust
) -> None:
    entrust(0, Task(due="2025-07-02"))
    entrust(1, Task(due="2025-07-01"), document=TOWN)
    async with keeping_all() as keeper:
        await keeper.press("2", "j", "2", "u", "u", "u", "ctrl+r")
        await keeper.saved()
        assert keeper.task(1, TOWN) == Task("", "2025-07-01", "in-progress")
        assert keeper.task(0) == Task(due="2025-07-02")
        assert keeper.said() == "redo ledger 1.2 status in progress"


async def test_what_another_terminal_changed_since_is_not_overwritten(keeping_all, entrust) -> None:
    entrust(0, Task("before"))
    async with keeping_all() as keeper:
        entrust(0, Task("theirs"))
        await keeper.press("2")
        await keeper.until(lambda: "another terminal changed" in keeper.said())
        assert keeper.lines == [
            "> not started theirs 青禾县2025年政务服务报告 1.1 全年受理申请两百余件。"
        ]
        assert keeper.task(0) == Task("theirs")


async def test_a_change_that_cannot_be_saved_is_told_and_taken_back(
    keeping_all, entrust, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(store: ReviewFile, *_: Any, **__: Any) -> None:
        raise StoreError(store.path, "not saved: the disk is full")

    entrust(0, Task("before"))
    async with keeping_all() as keeper:
        monkeypatch.setattr(ReviewFile, "change", full)
        await keeper.press("2")
        await keeper.until(lambda: "the disk is full" in keeper.said())
        assert "not started" in keeper.lines[0]


async def test_a_review_that_cannot_be_read_is_named_and_the_others_are_listed(
    keeping_all, entrust, library: Path
) -> None:
    entrust(0, Task("county"))
    entrust(1, Task("town"), document=TOWN)
    path = Library(library).review(TOWN.id, "李").path
    path.write_bytes(b"no review\n" + path.read_bytes())
    async with keeping_all() as keeper:
        assert [line.split()[3] for line in keeper.lines] == ["county"]
        assert "白石镇2025年工作报告: " in keeper.said()


async def test_enter_opens_the_document_and_what_was_done_there_shows(keeping_all, entrust) -> None:
    entrust(0, Task())
    entrust(3, Task())
    async with keeping_all() as keeper:
        await keeper.press("G", "enter")
        await keeper.sees(ReviewScreen)
        await keeper.until(lambda: keeper.app.screen._ready)
        assert keeper.app.screen.current.locator == "1.4"
        await keeper.press("3", "q")
        await keeper.sees(LedgerScreen)
        await keeper.until(lambda: len(keeper.lines) == 1)
        await keeper.press("q")
        await keeper.sees(LibraryScreen)


# Keys


async def test_the_help_of_the_ledger_has_its_keys(keeping) -> None:
    async with keeping() as keeper:
        await keeper.press("?")
        await keeper.sees(HelpScreen)
        await keeper.until(lambda: "Due date" in keeper.said("#list"))
        shown = keeper.said("#list")
        assert [one.name for one in LEDGER_ACTIONS if one.help not in shown] == []


def test_every_key_of_the_ledger_does_something_of_its_own() -> None:
    held = [key for action in LEDGER_ACTIONS for key in action.keys.split()]
    assert len(held) == len(set(held))
    for action in LEDGER_ACTIONS:
        assert hasattr(LedgerScreen, f"action_{action.id.partition('(')[0]}"), action.id


def test_no_two_actions_of_all_screens_have_one_name() -> None:
    names = [action.name for action in EVERY_ACTION if action.id != "filter"]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(("readme", "lang"), [("README.md", "zh"), ("README.en.md", "en")])
def test_the_readme_has_the_keys_of_the_ledger(readme: str, lang: str) -> None:
    language.use(lang)
    rows = [
        f"| `{' '.join(signs(AS_SHIPPED, one.id))}` | {language._(one.help)} | `{one.name}` |"
        for one in LEDGER_ACTIONS
        if one.group == "Ledger"
    ]
    table = "\n".join(["|---|---|---|", *rows])
    text = (ROOT / readme).read_text(encoding="utf-8")
    assert table in text, f"put this into {readme}:\n{table}"


@pytest.mark.parametrize("readme", ["README.md", "README.en.md"])
@pytest.mark.parametrize("command", ["ledger", "task", "chart"])
def test_the_readme_has_the_commands(readme: str, command: str) -> None:
    assert command in COMMANDS
    assert f"| `piyue {command} " in (ROOT / readme).read_text(encoding="utf-8")
