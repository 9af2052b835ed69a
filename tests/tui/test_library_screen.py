"""The library on the screen: listing, filtering, sorting, opening, searching all documents."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from textual.widgets import Input, Static

from core.document import Document, Metadata
from core.keywords import load
from core.reading import parse
from core.reading.kept import kept
from core.review import key_of, marked_read, tagged
from store.library import Library
from tests.tui.conftest import Somebody
from tui import cli, language
from tui.actions import ACTIONS, LIBRARY_ACTIONS
from tui.app import PiyueApp
from tui.config import Config
from tui.everywhere import Everywhere, may_hold
from tui.keymap import AS_SHIPPED, signs
from tui.opening import Desk, OpenError
from tui.screens import library as library_screen
from tui.screens.help import HelpScreen
from tui.screens.library import LibraryScreen
from tui.screens.review import ReviewScreen
from tui.session import blank, edit_of
from tui.shelf import ORDERS, Register, shelf
from tui.widgets.lines import KeyLine, StatusLine
from tui.widgets.row_list import RowList


def _issued(text: str, issuer: str) -> Document:
    document = parse(text)
    return replace(document, metadata=replace(document.metadata, issuer=issuer))


PEOPLE = _issued("关于便民服务的报告\n一、服务\n办结12件。调解成功3起。\n", "甲区人民政府")
COURTS = _issued(
    "关于法治建设的报告\n一、法治\n调解成功率95.6%。强化监督。营商环境好。\n", "乙区司法局"
)


class Librarian(Somebody):
    """Somebody at the keyboard before the library."""

    async def listing(self) -> None:
        """Wait until the library was read, pinyin included."""
        await self.until(
            lambda: (
                isinstance(self.app.screen, LibraryScreen)
                and self.app.screen._documents is not None
                and (
                    not self.app.screen._documents or self.app.screen._register._pinyin is not None
                )
            )
        )

    async def reviewing(self) -> ReviewScreen:
        await self.until(lambda: isinstance(self.app.screen, ReviewScreen))
        await self.until(lambda: self.app.screen._ready)
        return self.app.screen

    @property
    def lines(self) -> list[str]:
        rows = self.app.screen.query_one(RowList)
        lines = (rows.render_line(y).text.rstrip() for y in range(rows.size.height))
        return [line for line in lines if line]

    @property
    def titles(self) -> list[str]:
        return [line[2:].split()[0] for line in self.lines]

    def said(self, part: str = "#said") -> str:
        return str(self.app.screen.query_one(part, Static).render()).strip()

    @property
    def text(self) -> str:
        return "\n".join([self.said("#head"), self.said("#columns"), *self.lines, self.said()])


@pytest.fixture
def browsing(library: Path):
    """Start the app on the library."""

    @asynccontextmanager
    async def start(
        size: tuple[int, int] = (120, 24), config: Config | None = None
    ) -> AsyncIterator[Librarian]:
        app = PiyueApp(iter(()), config, Desk(library, "李"))
        async with app.run_test(size=size) as pilot:
            librarian = Librarian(pilot)
            await librarian.listing()
            yield librarian

    return start


@pytest.fixture
def keep(library: Path, tmp_path: Path):
    """Put a document into the library, as it came from a file."""

    def put(document: Document, name: str = "") -> Path:
        source = tmp_path / "files" / (name or f"{document.metadata.title}.txt")
        source.parent.mkdir(exist_ok=True)
        source.write_text(document.text, encoding="utf-8")
        Library(library).keep(document.id, lambda: kept(document, str(source)))
        return source

    return put


@pytest.fixture
def mark(library: Path):
    """Mark a measure of a document in somebody's review."""

    def put(document: Document, index: int, *tags: str, who: str = "李") -> None:
        measure = document.measures[index]
        change = tagged(*tags) if tags else marked_read()
        edit = edit_of(change, blank(document, measure, who))
        Library(library).review(document.id, who).change(key_of(measure), edit, "mark")

    return put


# Listing


async def test_every_document_is_listed_with_ones_own_and_others_progress(
    browsing, keep, mark
) -> None:
    keep(PEOPLE)
    keep(COURTS)
    mark(COURTS, 0, "highlight")
    mark(COURTS, 1, "weakness")
    mark(COURTS, 1, who="王")
    async with browsing((140, 24)) as librarian:
        courts, people = librarian.lines
        assert courts.split()[:2] == [">", "关于法治建设的报告"]
        assert "乙区司法局" in courts
        assert "2/3" in courts
        assert "+1 -1" in courts
        assert "王 1" in courts
        assert "0/2" in people
        assert people.endswith("never")
        assert librarian.said() == "documents: 2  |  sorted by newest"


async def test_an_empty_library_says_how_to_fill_it(browsing, library: Path) -> None:
    async with browsing() as librarian:
        assert librarian.lines[:2] == [" the library is empty", " i imports files or folders"]
        await librarian.press("enter", "j", "G", "s", "escape")
        assert isinstance(librarian.app.screen, LibraryScreen)


@pytest.mark.parametrize("action", [one.id for one in LIBRARY_ACTIONS if one.id != "quit"])
async def test_a_key_that_comes_before_the_list_is_there_does_no_harm(
    reviewing, action: str
) -> None:
    async with reviewing() as reviewer:
        app = reviewer.pilot.app
        app.to_library(reviewer.screen._session)
        assert not await app.run_action(action, app.screen)  # as a key does, at once
        await reviewer.until(lambda: app.screen.is_mounted)
        assert await app.run_action("move(1)", app.screen)


async def test_a_library_that_cannot_be_read_says_why(browsing, library: Path) -> None:
    library.write_text("")
    async with browsing() as librarian:
        assert librarian.lines == [f" {library}: not read: Not a directory"]


def damage_review(library: Path, who: str = "王") -> None:
    review = library / COURTS.id / f"{who}.jsonl"
    review.write_bytes(review.read_bytes().replace(b'"at"', b'"ta"', 1))


def damage_document(library: Path) -> None:
    (library / COURTS.id / "document.json").write_text("{")


def remove_document(library: Path) -> None:
    (library / COURTS.id / "document.json").unlink()


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (damage_review, "王: line 1 is damaged"),
        (damage_document, "the document that was kept is damaged"),
        (remove_document, "the document itself was not kept"),
    ],
)
async def test_what_is_damaged_is_listed_with_its_cause(
    browsing, keep, mark, library: Path, damage: Callable[[Path], None], told: str
) -> None:
    keep(COURTS)
    mark(COURTS, 0, who="王")
    mark(COURTS, 1, who="王")
    damage(library)
    async with browsing() as librarian:
        [line] = librarian.lines
        assert told in line


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (damage_document, "the document that was kept is damaged"),
        (remove_document, "the document itself was not kept"),
    ],
)
async def test_a_damaged_document_opens_with_a_message_and_the_library_stays(
    browsing, keep, mark, library: Path, damage: Callable[[Path], None], told: str
) -> None:
    keep(COURTS)
    mark(COURTS, 0)
    damage(library)
    async with browsing() as librarian:
        await librarian.press("enter")
        await librarian.until(lambda: librarian.said().endswith(told))
        assert isinstance(librarian.app.screen, LibraryScreen)


def test_a_folder_without_document_and_review_is_not_listed(library: Path) -> None:
    (library / "something").mkdir(parents=True)
    assert shelf(library, "李") == []


@pytest.mark.parametrize("width", [60, 80, 120, 200])
async def test_titles_with_escapes_and_markup_are_text_of_one_line(
    browsing, library: Path, width: int
) -> None:
    hostile = replace(PEOPLE, metadata=Metadata(title="[red][/x]\x1b]0;x\x07" * 9, issuer="[/]"))
    Library(library).keep(hostile.id, lambda: kept(hostile, "/\x1b[31m/[bold]甲.txt"))
    async with browsing((width, 12)) as librarian:
        [line] = librarian.lines
        assert line.startswith("> [red][/x] ]0;x")
        assert "\x1b" not in librarian.text
        assert librarian.app.screen.query_one(RowList).render_line(0).cell_length <= width


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("width", [20, 60, 80, 120, 200])
async def test_no_line_is_wider_than_the_terminal(
    browsing, keep, mark, width: int, lang: str
) -> None:
    language.use(lang)
    keep(COURTS)
    keep(PEOPLE)
    mark(COURTS, 0, "highlight", "weakness", "follow-up")
    async with browsing((width, 10)) as librarian:
        rows = librarian.app.screen.query_one(RowList)
        assert {rows.render_line(y).cell_length for y in range(2)} == {width - 1}  # a scrollbar
        assert "1/3" in librarian.text


async def test_ten_thousand_documents_build_only_what_is_seen(
    browsing, library: Path, monkeypatch: pytest.MonkeyPatch, keep
) -> None:
    keep(COURTS)
    [one] = shelf(library, "李")
    many = [replace(one, id=str(number)) for number in range(10_000)]
    monkeypatch.setattr(library_screen, "shelf", lambda *_: many)
    drawn: list[object] = []
    async with browsing() as librarian:
        rows = librarian.app.screen.query_one(RowList)
        draw = rows._draw
        monkeypatch.setattr(rows, "_draw", lambda row, width: drawn.append(row) or draw(row, width))
        await librarian.press("G")
        assert 0 < len(drawn) <= 3 * rows.size.height
        assert librarian.said().startswith("documents: 10,000")


# Filter and order


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("法治", ["关于法治建设的报告"]),
        ("甲区", ["关于便民服务的报告"]),
        ("fzjs", ["关于法治建设的报告"]),
        ("sifaju", ["关于法治建设的报告"]),
        ("报告 乙区", ["关于法治建设的报告"]),
        ("report-2", ["关于便民服务的报告"]),
        ("bg", ["关于法治建设的报告", "关于便民服务的报告"]),
        ("不存在", []),
        ("[/", []),
    ],
)
async def test_the_list_is_filtered_as_one_types(
    browsing, keep, mark, typed: str, found: list[str]
) -> None:
    keep(PEOPLE, "report-2.txt")
    keep(COURTS)
    mark(COURTS, 0)
    async with browsing() as librarian:
        await librarian.press("f", *typed)
        if found:
            assert librarian.titles == found
        else:
            assert librarian.lines == [" no document fits the filter", " esc shows all"]
        await librarian.press("enter")
        assert librarian.said("#head").endswith(f"filter: {typed}")


async def test_escape_shows_all_documents_again(browsing, keep) -> None:
    keep(PEOPLE)
    keep(COURTS)
    async with browsing() as librarian:
        await librarian.press("f", *"法治", "escape")
        assert len(librarian.lines) == 2
        await librarian.press("f", *"法治", "enter", "escape")
        assert len(librarian.lines) == 2


async def test_another_column_sorts(browsing, keep, mark) -> None:
    keep(PEOPLE)
    keep(COURTS)
    mark(COURTS, 0, "highlight")
    mark(PEOPLE, 0)
    mark(PEOPLE, 1)
    orders: dict[str, str] = {}
    async with browsing() as librarian:
        for _order in ORDERS:
            orders[librarian.said().split("sorted by ")[1]] = librarian.titles[0]
            await librarian.press("s")
        assert librarian.said().endswith("sorted by newest")
    assert orders == {
        "newest": "关于便民服务的报告",
        "last opened": "关于便民服务的报告",
        "Title": "关于便民服务的报告",
        "Issuer": "关于法治建设的报告",
        "progress": "关于便民服务的报告",
        "Marks": "关于法治建设的报告",
    }


def test_the_register_finds_each_text_once_however_often_it_holds_a_word(
    library: Path, keep
) -> None:
    keep(PEOPLE)
    keep(COURTS)
    documents = shelf(library, "李")
    register = Register(documents)
    assert register.matching("bg") == []
    register.prepare()
    assert register.matching("bg") == documents
    assert register.matching("") == documents
    assert register.matching("bg 法治 fz") == [it for it in documents if "法治" in it.title]


# Opening and coming back


async def test_enter_opens_and_q_comes_back_to_the_same_line(browsing, keep, library: Path) -> None:
    keep(PEOPLE)
    keep(COURTS)
    async with browsing() as librarian:
        await librarian.press("j")
        chosen = librarian.app.screen.query_one(RowList).highlighted
        await librarian.press("enter")
        screen = await librarian.reviewing()
        assert screen._document.id == chosen.id
        await librarian.press("space", "q")
        await librarian.listing()
        await librarian.until(lambda: any("1/" in line for line in librarian.lines))
        [line] = [line for line in librarian.lines if line.startswith("> ")]
        assert chosen.title in line
        assert "1/" in line


async def test_q_in_the_library_leaves(browsing, keep) -> None:
    keep(PEOPLE)
    async with browsing() as librarian:
        await librarian.press("q")
        await librarian.until(lambda: librarian.app._exit)
        assert librarian.app.return_code in (0, None)


async def test_ctrl_q_in_the_library_leaves_though_a_document_was_open_before(
    reviewing,
) -> None:
    async with reviewing() as reviewer:
        librarian = Librarian(reviewer.pilot)
        await librarian.press("o")
        await librarian.listing()
        await librarian.press("ctrl+q")
        await librarian.until(lambda: librarian.app._exit)


async def test_from_a_document_a_key_goes_to_its_library(reviewing, report: Document) -> None:
    async with reviewing() as reviewer:
        librarian = Librarian(reviewer.pilot)
        await reviewer.press("space")
        await librarian.press("o")
        await librarian.listing()
        assert len(librarian.lines) == 1
        assert f"1/{len(report.measures)}" in librarian.lines[0]
        await librarian.press("enter")
        screen = await librarian.reviewing()
        assert screen.current.locator == "0.2"
        await librarian.press("o")
        await librarian.listing()


async def test_a_click_opens(browsing, keep) -> None:
    keep(PEOPLE)
    keep(COURTS)
    async with browsing() as librarian:
        await librarian.pilot.click(RowList, offset=(10, 1))
        await librarian.reviewing()


async def test_a_click_on_the_line_of_keys_does_what_the_key_does(browsing, keep) -> None:
    keep(PEOPLE)
    async with browsing() as librarian:
        await librarian.pilot.click(KeyLine, offset=(2, 0))
        await librarian.reviewing()


def gone(source: Path) -> None:
    source.unlink()


def changed(source: Path) -> None:
    source.write_text("另一份报告\n一、别的\n别的。\n", encoding="utf-8")
    later(source)


def touched(source: Path) -> None:
    later(source)


def a_pipe(source: Path) -> None:
    source.unlink()
    os.mkfifo(source)


def later(source: Path) -> None:
    at = source.stat().st_mtime + 100
    os.utime(source, (at, at))


@pytest.mark.parametrize(
    ("happens", "told"),
    [
        (touched, ""),
        (gone, "the file is gone: this is the text that was reviewed"),
        (a_pipe, "the file is gone: this is the text that was reviewed"),
        (changed, "the file says something else now: this is the text that was reviewed"),
    ],
)
def test_the_text_that_was_kept_opens_and_says_what_became_of_its_file(
    keep, library: Path, happens: Callable[[Path], None], told: str
) -> None:
    source = keep(COURTS)
    happens(source)
    session = Desk(library, "李").reopen(COURTS.id, str(source)).session.result(30)
    assert session.document.text == COURTS.text
    assert session.document.warnings == ((told,) if told else ())


def test_a_document_in_the_folder_of_another_is_refused(keep, library: Path) -> None:
    keep(COURTS)
    (library / COURTS.id).rename(library / PEOPLE.id)
    opening = Desk(library, "李").reopen(PEOPLE.id, "")
    with pytest.raises(OpenError, match="the document of another folder"):
        opening.session.result(30)


async def test_a_damaged_review_opens_with_a_message(browsing, keep, mark, library: Path) -> None:
    keep(COURTS)
    mark(COURTS, 0)
    mark(COURTS, 1)
    damage_review(library, "李")
    async with browsing() as librarian:
        assert "李: line 1 is damaged" in librarian.lines[0]
        await librarian.press("enter")
        await librarian.until(lambda: "line 1 is damaged" in librarian.said())
        assert isinstance(librarian.app.screen, LibraryScreen)


async def test_the_reader_is_told_that_the_file_is_gone(browsing, keep) -> None:
    keep(COURTS).unlink()
    async with browsing() as librarian:
        await librarian.press("enter")
        screen = await librarian.reviewing()
        assert "the file is gone" in screen.query_one(StatusLine).text


# Searching all documents


async def found(librarian: Librarian) -> None:
    await librarian.until(lambda: not librarian.app.screen._searching.goes_on)


@pytest.mark.parametrize(
    ("typed", "lines"),
    [
        (
            "调解成功",
            [("关于法治建设的报告", "调解成功率95.6%。"), ("关于便民服务的报告", "调解成功3起。")],
        ),
        ("调解 95.6", [("关于法治建设的报告", "调解成功率95.6%。")]),
        ("tjcgl", [("关于法治建设的报告", "调解成功率95.6%。")]),
        ("不存在", []),
        ("[/", []),
    ],
)
async def test_words_are_found_in_all_documents(
    browsing, keep, mark, typed: str, lines: list[tuple[str, str]]
) -> None:
    keep(PEOPLE)
    keep(COURTS)
    mark(COURTS, 0)
    async with browsing() as librarian:
        await librarian.press("slash", *typed, "enter")
        await found(librarian)
        shown = librarian.lines
        if not lines:
            assert shown[0] == " not found"
            return
        assert shown[::2] == [f" {title}" for title, _ in lines]
        assert [line.split()[-1] for line in shown[1::2]] == [text for _, text in lines]
        assert librarian.said() == f"hits: {len(lines)}  |  documents: 2"


async def test_enter_goes_to_the_hit_and_q_back_to_the_hits(browsing, keep) -> None:
    keep(PEOPLE)
    keep(COURTS)
    async with browsing() as librarian:
        await librarian.press("slash", *"监督", "enter")
        await found(librarian)
        await librarian.press("enter")
        screen = await librarian.reviewing()
        assert "强化监督" in screen._document.quote(screen.current)
        await librarian.press("q")
        await librarian.until(lambda: isinstance(librarian.app.screen, LibraryScreen))
        assert librarian.said("#head").endswith("search: 监督")
        await librarian.press("escape")
        assert len(librarian.lines) == 2


async def test_only_the_documents_that_are_shown_are_searched(browsing, keep) -> None:
    keep(PEOPLE)
    keep(COURTS)
    async with browsing() as librarian:
        await librarian.press("f", *"便民", "enter", "slash", *"调解", "enter")
        await found(librarian)
        assert librarian.lines[::2] == [" 关于便民服务的报告"]


@pytest.mark.parametrize("asked", ["f", "slash"])
@pytest.mark.parametrize("end", ["enter", "escape"])
async def test_while_a_question_is_asked_its_keys_are_shown(browsing, asked: str, end: str) -> None:
    async with browsing() as librarian:
        keys = librarian.app.screen.query_one("#keys", KeyLine)
        usual = keys.text
        await librarian.press(asked)
        assert keys.text == " enter confirm  esc go back "
        await librarian.press(end)
        assert keys.text == usual


async def test_up_recalls_the_searches_before(browsing, keep) -> None:
    keep(COURTS)
    async with browsing() as librarian:
        for typed in ("调解", "监督"):
            await librarian.press("slash", *typed, "enter")
        await librarian.press("slash", "up", "up")
        assert librarian.app.screen.query_one(Input).value == "调解"


async def test_a_search_shows_first_hits_at_once_and_can_be_stopped(
    browsing, keep, mark, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(PEOPLE)
    keep(COURTS)
    mark(COURTS, 0)
    gate, hits_in = Event(), Everywhere._hits_in

    def slowly(search: Everywhere, *arguments: Any) -> Any:
        if search.searched:
            gate.wait(10)
        return hits_in(search, *arguments)

    monkeypatch.setattr(Everywhere, "_hits_in", slowly)
    async with browsing() as librarian:
        await librarian.press("slash", *"调解", "enter")
        await librarian.until(lambda: len(librarian.lines) == 2 and "调解" in librarian.lines[1])
        await librarian.until(lambda: "searched 1/2" in librarian.said())
        await librarian.press("escape")
        gate.set()
        await found(librarian)
        assert isinstance(librarian.app.screen, LibraryScreen)


def test_a_stopped_search_ends_and_a_damaged_document_is_counted(keep, library: Path) -> None:
    keep(PEOPLE)
    keep(COURTS)
    damage_document(library)
    documents = shelf(library, "李")
    search = Everywhere(library, documents, "调解")
    assert [[hit.text for hit in hits] for hits in search.hits()] == [["调解成功3起。"]]
    assert (search.searched, search.unread) == (2, 1)
    search.stop()
    assert list(search.hits()) == []


def test_words_are_found_whatever_their_width(keep, library: Path) -> None:
    keep(COURTS)
    search = Everywhere(library, shelf(library, "李"), "９５．６")
    assert [[hit.locator for hit in hits] for hits in search.hits()] == [["1.1"]]


@pytest.mark.parametrize(
    ("query", "holds"),
    [("调解成功", True), ("tjcg", True), ("法治化营商环境", False), ("环境 不存在", False)],
)
def test_documents_are_passed_over_only_where_nothing_can_be_found(query: str, holds: bool) -> None:
    assert may_hold(COURTS.text, query, load) == holds


# Starting


@pytest.mark.parametrize(
    ("files", "is_empty", "shown"),
    [
        ([], True, ["changning-2024-law-based-government-report.txt"]),
        ([], False, []),
        (["甲.txt"], False, ["甲.txt"]),
        (["甲.txt", "乙.txt"], True, ["甲.txt", "乙.txt"]),
        (["."], True, []),
        (["甲.txt", "."], True, []),
    ],
    ids=["the shipped report", "the library", "one", "one after the other", "import", "import all"],
)
def test_what_piyue_begins_with(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    library: Path,
    keep,
    files: list[str],
    is_empty: bool,
    shown: list[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    if not is_empty:
        keep(PEOPLE)
    paths = cli._documents(Namespace(files=[Path(one) for one in files], library=library))
    assert [path.name for path in paths] == shown


async def test_the_screen_shows_before_the_library_is_read(
    library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Event()

    def slowly(*_arguments: object) -> list[object]:
        gate.wait(10)
        return []

    monkeypatch.setattr(library_screen, "shelf", slowly)
    async with PiyueApp(iter(()), None, Desk(library, "李")).run_test() as pilot:
        librarian = Librarian(pilot)
        await librarian.until(lambda: librarian.lines == [" reading the library …"])
        gate.set()
        await librarian.until(lambda: librarian.lines[0] == " the library is empty")


# Keys


async def test_the_help_is_that_of_the_review_screen_with_the_librarys_own_keys(
    browsing, keep
) -> None:
    async with browsing((120, 40), Config(keys={"sort": ("f7",), "help": ("f8",)})) as librarian:
        await librarian.press("f8")
        await librarian.until(lambda: isinstance(librarian.app.screen, HelpScreen))
        await librarian.until(lambda: "Sort by another" in librarian.said("#list"))
        shown = librarian.said("#list")
        assert [one.name for one in LIBRARY_ACTIONS if one.help not in shown] == []
        assert "f7  " in shown
        assert "Tag as highlight" not in shown
        await librarian.press("f8")
        await librarian.until(lambda: isinstance(librarian.app.screen, LibraryScreen))


async def test_an_action_of_the_library_is_found_by_its_name_and_done(browsing, keep) -> None:
    keep(PEOPLE)
    keep(COURTS)
    async with browsing() as librarian:
        await librarian.press("ctrl+p")
        await librarian.until(lambda: librarian.app.screen._pinyin is not None)
        await librarian.press(*"paixu")
        assert librarian.lines[0].startswith("> sort ")
        await librarian.press("enter")
        assert librarian.said().endswith("sorted by last opened")


CHOSEN = {"move(1)": ("f7",), "sort": ("v",), "all": ("f9",), "import": ("a",), "choose": ("o",)}


async def test_chosen_keys_act_and_those_as_shipped_no_longer(browsing, keep) -> None:
    keep(PEOPLE)
    keep(COURTS)
    async with browsing(config=Config(keys=CHOSEN)) as librarian:
        await librarian.press("s", "j")
        assert librarian.lines[0].startswith("> ")
        assert librarian.said().endswith("sorted by newest")
        await librarian.press("v", "f7")
        assert librarian.lines[1].startswith("> ")
        assert librarian.said().endswith("sorted by last opened")
        await librarian.press("f", *"法治", "enter", "f9")
        assert len(librarian.lines) == 2
        await librarian.press("enter")
        assert isinstance(librarian.app.screen, LibraryScreen)
        await librarian.press("o")
        await librarian.reviewing()


async def test_texts_and_the_line_of_keys_name_the_chosen_keys(browsing) -> None:
    async with browsing(config=Config(keys=CHOSEN)) as librarian:
        assert librarian.lines[1] == " a imports files or folders"
        keys = librarian.app.screen.query_one(KeyLine).text
        assert " o open " in keys
        assert " v sort " in keys


async def test_the_colours_change_in_the_library_too(browsing) -> None:
    async with browsing() as librarian:
        before = librarian.app.theme
        await librarian.press("T")
        assert librarian.app.theme != before
        await librarian.until(lambda: librarian.said().startswith("colours: "))


def test_every_key_of_the_library_does_something_of_its_own() -> None:
    held = [key for action in LIBRARY_ACTIONS for key in action.keys.split()]
    assert len(held) == len(set(held))
    for action in LIBRARY_ACTIONS:
        assert hasattr(LibraryScreen, f"action_{action.id.partition('(')[0]}"), action.id


def test_what_two_screens_call_by_one_name_is_one_action_with_the_same_keys() -> None:
    named = {action.name: action for action in ACTIONS}
    for action in LIBRARY_ACTIONS:
        same = named.get(action.name, action)
        assert (action.id, action.keys) == (same.id, same.keys)
    assert {one.id for one in LIBRARY_ACTIONS} & {one.id for one in ACTIONS} == {
        one.id for one in LIBRARY_ACTIONS if one.name in named
    }


@pytest.mark.parametrize(("readme", "lang"), [("README.md", "zh"), ("README.en.md", "en")])
def test_the_readme_has_the_keys_of_the_library(readme: str, lang: str) -> None:
    language.use(lang)
    rows = [
        f"| `{' '.join(signs(AS_SHIPPED, one.id))}` | {language._(one.help)} | `{one.name}` |"
        for one in LIBRARY_ACTIONS
        if one.group == "Documents"
    ]
    table = "\n".join(["|---|---|---|", *rows])
    text = (Path(__file__).parents[2] / readme).read_text(encoding="utf-8")
    assert table in text, f"put this into {readme}:\n{table}"
