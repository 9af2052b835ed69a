"""Files brought into the library: how paths are typed, what becomes of each, what is told."""

from __future__ import annotations

import errno
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.events import Paste
from textual.widgets import Input, Static

from core.reading import parse
from store import disk
from store.library import Library
from tui import importing
from tui.app import PiyueApp
from tui.importing import FAILED, KNOWN, NEW, Importing, files
from tui.opening import Desk
from tui.paths import completed, paths_in
from tui.screens.importing import ImportScreen
from tui.screens.library import LibraryScreen
from tui.widgets.row_list import RowList


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """A folder as one gets it: two reports, one of them twice, a picture, hidden things."""
    folder = tmp_path / "inbox"
    (folder / "二").mkdir(parents=True)
    (folder / ".hidden").mkdir()
    (folder / "甲.txt").write_text("关于甲的报告\n一、甲\n办结12件。\n", encoding="utf-8")
    (folder / "二" / "乙 (1).txt").write_text("关于乙的报告\n一、乙\n立案3起。\n", encoding="utf-8")
    (folder / "二" / "甲.txt").write_text("关于甲的报告\n一、甲\n办结12件。\n", encoding="utf-8")
    (folder / "照片.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    (folder / ".hidden" / "丙.txt").write_text("关于丙的报告\n", encoding="utf-8")
    return folder


# Which files


def test_a_folder_gives_its_files_and_those_of_its_folders(inbox: Path, library: Path) -> None:
    found = [str(path.relative_to(inbox)) for path in files([inbox], library)]
    assert sorted(found) == sorted(["照片.png", "甲.txt", "二/乙 (1).txt", "二/甲.txt"])


def test_what_is_named_is_kept_once_even_where_it_is_not_there(inbox: Path, library: Path) -> None:
    named = [inbox / "甲.txt", inbox / "无.txt", inbox / "甲.txt"]
    assert files(named, library) == [inbox / "甲.txt", inbox / "无.txt"]


def test_neither_links_nor_the_library_are_walked_into(inbox: Path) -> None:
    house = inbox / "library"
    (house / "ab").mkdir(parents=True)
    (house / "ab" / "document.json").write_text("{}")
    (inbox / "二" / "出去").symlink_to(inbox)
    (inbox / "二" / "链接.txt").symlink_to(inbox / "甲.txt")
    found = {path.name for path in files([inbox], house)}
    assert found == {"照片.png", "甲.txt", "乙 (1).txt"}


# What becomes of them


def test_each_file_becomes_new_known_or_failed_with_its_cause(inbox: Path, library: Path) -> None:
    paths = [inbox / "甲.txt", inbox / "二", inbox / "照片.png", inbox / "无.txt"]
    job = Importing(paths, library)
    job.run()
    assert [(one.path.name, one.outcome) for one in job.done] == [
        ("甲.txt", NEW),
        ("乙 (1).txt", NEW),
        ("甲.txt", KNOWN),
        ("照片.png", FAILED),
        ("无.txt", FAILED),
    ]
    assert job.done[1].title == "关于乙的报告"
    assert [one.cause for one in job.done[3:]] == ["a picture", "No such file or directory"]
    assert (job.share_done, job.left) == (1.0, 0)


def test_an_imported_document_is_listed_and_nobody_has_read_it(inbox: Path, library: Path) -> None:
    Importing([inbox / "甲.txt"], library).run()
    [listed] = Library(library).listed()
    assert (listed.title, listed.measures, listed.reviews) == ("关于甲的报告", 1, [])
    assert listed.source == str(inbox / "甲.txt")


def test_a_library_that_cannot_be_written_fails_each_file(
    inbox: Path, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(disk, "replace", refuse)
    job = Importing([inbox / "甲.txt"], library)
    job.run()
    assert [one.cause for one in job.done] == ["not saved: the disk is read-only"]


def test_a_library_that_is_a_file_fails_each_file(inbox: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    job = Importing([inbox / "甲.txt"], tmp_path / "file")
    job.run()
    assert [one.cause for one in job.done] == ["not saved: Not a directory"]


def test_stopped_it_keeps_what_was_done_and_counts_what_is_left(
    inbox: Path, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = Importing([inbox], library)
    read_document = importing.read_document

    def read_one(path: Path, *rest: object) -> object:
        if job.done:
            job.stop()
        return read_document(path, *rest)

    monkeypatch.setattr(importing, "read_document", read_one)
    job.run()
    assert (len(job.done), job.left) == (1, 3)


def test_a_document_is_kept_once(library: Path) -> None:
    house, document = Library(library), parse("关于甲的报告\n办结12件。\n")
    assert house.keep(document.id, lambda: b"first")
    assert not house.keep(document.id, lambda: b"second")
    assert house.document(document.id).read_bytes() == b"first"


# Paths on one line


@pytest.mark.parametrize(
    ("line", "paths"),
    [
        ("", []),
        ("a.txt b.txt", ["a.txt", "b.txt"]),
        (r"/x/乙\ \(1\).txt b", ["/x/乙 (1).txt", "b"]),  # as most terminals drop a file
        ("'/x/乙 (1).txt' \"c d\"", ["/x/乙 (1).txt", "c d"]),
        ("'it'\\''s.txt'", ["it's.txt"]),
        ("it's.txt", ["it's.txt"]),  # typed, nothing closes it
        ("file:///x/a%20b.txt", ["/x/a b.txt"]),
        ("~nobody-at-all/x", ["~nobody-at-all/x"]),
        ("  关于印发（试行）的通知.docx ", ["关于印发（试行）的通知.docx"]),
    ],
)
def test_paths_are_read_as_a_terminal_drops_them(line: str, paths: list[str]) -> None:
    assert [str(path) for path in paths_in(line)] == paths


def test_a_line_that_is_one_path_as_it_stands_is_that_path(inbox: Path) -> None:
    assert paths_in(f"{inbox}/二/乙 (1).txt") == [inbox / "二" / "乙 (1).txt"]


@pytest.mark.parametrize(
    ("typed", "line", "choices"),
    [
        ("甲", "甲.txt ", ["甲.txt"]),
        ("二", "二/", ["二/"]),
        ("二/乙", r"二/乙\ (1).txt ", ["乙 (1).txt"]),
        ("'二/乙", r"二/乙\ (1).txt ", ["乙 (1).txt"]),
        ("甲.txt 照", "甲.txt 照片.png ", ["照片.png"]),
        ("", "", ["二/", "照片.png", "甲.txt"]),
        (".", ".hidden/", [".hidden/"]),
        ("丁", "丁", []),
        ("\0", "\0", []),
    ],
)
def test_the_last_path_is_completed(
    inbox: Path, monkeypatch: pytest.MonkeyPatch, typed: str, line: str, choices: list[str]
) -> None:
    monkeypatch.chdir(inbox)
    assert completed(typed) == (line, choices)


@given(st.text("甲 a'\"\\.()", min_size=1, max_size=8).filter(lambda name: name.strip(".")))
def test_what_is_completed_is_read_again_as_it_is_named(name: str) -> None:
    with TemporaryDirectory() as folder:
        (Path(folder) / name).write_text("x")
        beginning = "." if name[0] == "." else ""  # hidden names are shown to who asks for them
        _, read = paths_in(f"x {completed(f'{folder}/{beginning}').line}")
        assert read == Path(folder) / name


# On the screen


def shown(app: PiyueApp, part: str) -> str:
    return str(app.screen.query_one(part, Static).render())


def listed(app: PiyueApp) -> list[str]:
    rows = app.screen.query_one(RowList)
    lines = (rows.render_line(y).text.rstrip() for y in range(rows.size.height))
    return [line for line in lines if line]


async def until(pilot, happened) -> None:
    for _ in range(3000):
        await pilot.pause(0.01)
        if happened():
            return
    raise AssertionError("did not happen within thirty seconds")


async def reported(pilot) -> None:
    """Wait until the import is done and its report is shown."""
    await until(
        pilot,
        lambda: (
            isinstance(pilot.app.screen, ImportScreen)
            and pilot.app.screen.query_one(RowList).display
        ),
    )


async def test_several_files_are_imported_and_told_of(inbox: Path, library: Path) -> None:
    app = PiyueApp(iter(()), None, Desk(library, "李"), [inbox])
    async with app.run_test() as pilot:
        await reported(pilot)
        assert shown(app, "#title") == "imported: 2    known already: 1    failed: 1"
        lines = listed(app)
        assert lines[0] == " failed"
        assert lines[1] == "> 照片.png  a picture"
        assert lines[2] == " in the library"
        assert len(lines) == 6
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, LibraryScreen) and len(listed(app)) == 2)
        assert all("never" in line for line in listed(app))


async def test_paths_are_typed_and_completed_in_the_app(inbox: Path, library: Path) -> None:
    app = PiyueApp(iter(()), None, Desk(library, "李"))
    async with app.run_test() as pilot:
        await pilot.press("i")
        await until(pilot, lambda: isinstance(app.screen, ImportScreen))
        field = app.screen.query_one(Input)
        field.value = f"{inbox}/甲"
        await pilot.press("tab")
        await until(pilot, lambda: field.value == f"{inbox}/甲.txt ")
        await pilot.press("enter")
        await reported(pilot)
        assert shown(app, "#title") == "imported: 1    known already: 0    failed: 0"


async def test_choices_are_shown_where_there_are_several(inbox: Path, library: Path) -> None:
    app = PiyueApp(iter(()), None, Desk(library, "李"))
    async with app.run_test() as pilot:
        await pilot.press("i")
        await until(pilot, lambda: isinstance(app.screen, ImportScreen))
        app.screen.query_one(Input).value = f"{inbox}/"
        await pilot.press("tab")
        await until(pilot, lambda: shown(app, "#choices") != "")
        assert shown(app, "#choices") == "二/  照片.png  甲.txt"


async def test_dropped_files_may_come_on_several_lines(inbox: Path, library: Path) -> None:
    app = PiyueApp(iter(()), None, Desk(library, "李"))
    async with app.run_test() as pilot:
        await pilot.press("i")
        await until(pilot, lambda: isinstance(app.screen, ImportScreen))
        field = app.screen.query_one(Input)
        field.post_message(Paste(f"{inbox}/甲.txt\n'{inbox}/二/乙 (1).txt'\n"))
        await until(pilot, lambda: field.value != "")
        await pilot.press("enter")
        await reported(pilot)
        assert shown(app, "#title").startswith("imported: 2 ")


async def test_escape_stops_an_import_and_the_report_says_what_is_left(
    inbox: Path, library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, read_document = Event(), importing.read_document

    def slowly(path: Path, house: Path, watch) -> object:
        while not gate.wait(0.01):
            watch(0.5)
        return read_document(path, house, watch)

    monkeypatch.setattr(importing, "read_document", slowly)
    app = PiyueApp(iter(()), None, Desk(library, "李"), [inbox])
    async with app.run_test() as pilot:
        await until(pilot, lambda: isinstance(app.screen, ImportScreen))
        await until(pilot, lambda: shown(app, "#choices").startswith("0/4"))
        await pilot.press("escape")
        await reported(pilot)
        assert shown(app, "#title").endswith("stopped, not read: 4")
        await pilot.press("q")
        await until(pilot, lambda: isinstance(app.screen, LibraryScreen))


async def test_a_name_with_escapes_and_markup_is_shown_as_text(
    tmp_path: Path, library: Path
) -> None:
    path = tmp_path / "\x1b]0;x\x07[red]甲[.bin"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    app = PiyueApp(iter(()), None, Desk(library, "李"), [path, tmp_path / "[b]x"])
    async with app.run_test() as pilot:
        await reported(pilot)
        text = "\n".join(listed(app))
        assert "]0;x [red]甲[.bin" in text
        assert "[b]x" in text
        assert "\x1b" not in text
