"""What is typed of a note is on the disk before the note is kept, and nobody's is lost."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import disk
from store.drafts import Draft, DraftFile, Shelf, waiting
from store.errors import StoreError
from store.survey import library
from tests.store.faults import fails

pytestmark = pytest.mark.skipif(disk.fcntl is None, reason="saving needs file locks")

ROOT = Path(__file__).parents[2]
DOCUMENT = "a" * 64


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "library", DOCUMENT, "李/四")


def draft(text: str, at: str = "2026-11-23T20:15:00+00:00") -> Draft:
    return Draft(("79",), "前", text, at)


def left(shelf: Shelf, text: str, at: str = "2026-11-23T20:15:00+00:00") -> None:
    """A draft whose program has ended."""
    file = DraftFile(shelf)
    file.save(draft(text, at))
    file.release()


def texts(shelf: Shelf) -> list[str]:
    return [one.text for one in waiting(shelf).values()]


def test_nothing_is_made_before_something_is_typed(shelf: Shelf) -> None:
    DraftFile(shelf)
    assert waiting(shelf) == {}
    assert not shelf.library.exists()


def test_the_last_that_was_saved_waits(shelf: Shelf) -> None:
    file = DraftFile(shelf)
    for text in ("请", "请核", "请核实"):
        file.save(draft(text))
    file.release()
    assert list(waiting(shelf).values()) == [draft("请核实")]
    assert len(list(shelf.folder.iterdir())) == 1


@given(st.text())
def test_every_text_comes_back_as_it_was(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        written: list[bytes] = []
        patch.setattr(disk, "replace", lambda _path, data: written.append(data))
        patch.setattr("store.drafts._locked", lambda *_: None)
        DraftFile(Shelf(Path("/nowhere"), DOCUMENT, "李")).save(draft(text))
    assert json.loads(written[0])["text"] == text


def test_one_that_is_being_typed_is_nobody_elses(shelf: Shelf) -> None:
    ours, theirs = DraftFile(shelf), DraftFile(shelf)
    ours.save(draft("我"))
    [path] = shelf.files()
    assert waiting(shelf) == {}
    assert DraftFile.taken_up(shelf, path) is None
    theirs.save(draft("他"))
    ours.release()
    assert texts(shelf) == ["我"]


def test_what_is_taken_up_goes_on_in_the_same_file(shelf: Shelf) -> None:
    left(shelf, "请核")
    [path] = waiting(shelf)
    taken = DraftFile.taken_up(shelf, path)
    assert taken
    file, found = taken
    assert found == draft("请核")
    assert DraftFile.taken_up(shelf, path) is None  # by a second terminal
    file.save(draft("请核实"))
    assert shelf.files() == [path]
    file.delete()
    assert shelf.files() == []


def test_who_was_overtaken_leaves_theirs_alone(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, replace, theirs = DraftFile(shelf), disk.replace, []

    def overtaken(path: Path, data: bytes) -> None:
        replace(path, data)
        if not theirs:  # the moment in which it has a name and no lock
            theirs.append(DraftFile.taken_up(shelf, path))

    monkeypatch.setattr(disk, "replace", overtaken)
    file.save(draft("请"))
    file.save(draft("请核"))
    file.delete()
    [(other, found)] = theirs
    assert found == draft("请")
    other.release()
    assert texts(shelf) == ["请"]


@pytest.mark.parametrize("end", ["delete", "release"])
def test_a_save_that_comes_too_late_does_nothing(shelf: Shelf, end: str) -> None:
    file = DraftFile(shelf)
    file.save(draft("请"))
    getattr(file, end)()
    file.save(draft("请核"))
    assert texts(shelf) == ([] if end == "delete" else ["请"])


def test_the_newest_comes_first(shelf: Shelf) -> None:
    for hour in ("08", "23", "11"):
        left(shelf, hour, f"2026-11-23T{hour}:00:00+00:00")
    assert texts(shelf) == ["23", "11", "08"]


def test_drafts_of_others_and_of_other_documents_stay_out(shelf: Shelf) -> None:
    left(Shelf(shelf.library, DOCUMENT, "王"), "他")
    left(Shelf(shelf.library, "b" * 64, "李/四"), "别的")
    left(shelf, "我")
    assert texts(shelf) == ["我"]


def test_a_library_is_as_if_there_were_no_drafts(shelf: Shelf) -> None:
    left(shelf, "请核")
    assert library(shelf.library) == ([], [], [])


@pytest.mark.parametrize("reviewer", ["..", "../../etc", "/root", "con", ""])
def test_no_name_leads_out_of_the_library(tmp_path: Path, reviewer: str) -> None:
    shelf = Shelf(tmp_path / "library", "../..", reviewer)
    left(shelf, "请核")
    assert [path.name for path in tmp_path.iterdir()] == ["library"]
    assert texts(shelf) == ["请核"]


@pytest.mark.parametrize(
    "written",
    [
        b"",
        b'{"v":1,"keys":["79"],"former":"","text":"\xe8\xaf',
        b"[]",
        b"{}",
        b"null",
        b'{"v":2,"keys":["79"],"former":"","text":"a","at":""}',
        b'{"v":1,"keys":"79","former":"","text":"a","at":""}',
        b'{"v":1,"keys":[79],"former":"","text":"a","at":""}',
        b'{"v":1,"keys":["79"],"former":"","text":null,"at":""}',
        b"[" * 100_000,
    ],
)
def test_what_is_no_draft_is_left_as_it_is(shelf: Shelf, written: bytes) -> None:
    left(shelf, "请核")
    path = shelf.fresh()
    path.write_bytes(written)
    assert texts(shelf) == ["请核"]
    assert DraftFile.taken_up(shelf, path) is None
    assert path.read_bytes() == written


def test_links_pipes_and_folders_are_no_drafts(shelf: Shelf, tmp_path: Path) -> None:
    left(shelf, "请核")
    [path] = shelf.files()
    shelf.fresh().symlink_to(path)
    os.mkfifo(shelf.fresh())
    shelf.fresh().mkdir()
    assert texts(shelf) == ["请核"]


def test_a_save_that_fails_leaves_the_one_before(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = DraftFile(shelf)
    file.save(draft("请核"))
    with monkeypatch.context() as patch:
        patch.setattr(os, "write", fails(errno.ENOSPC))
        with pytest.raises(StoreError, match="not saved: the disk is full"):
            file.save(draft("请核实"))
    file.release()
    assert texts(shelf) == ["请核"]
    assert len(list(shelf.folder.iterdir())) == 1


TYPING = """
import sys
from pathlib import Path
from store.drafts import Draft, DraftFile, Shelf
file = DraftFile(Shelf(Path(sys.argv[1]), "a" * 64, "李/四"))
for number in range(10**9):
    file.save(Draft(("79",), "前", "核" * number, "2026"))
    print(number, flush=True)
"""


def test_kill_9_loses_nothing_that_was_saved(shelf: Shelf) -> None:
    command = [sys.executable, "-c", TYPING, str(shelf.library)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as typing:
        assert typing.stdout
        for _ in range(20):
            saved = int(typing.stdout.readline())
        assert waiting(shelf) == {}
        typing.send_signal(signal.SIGKILL)
        later = [int(line) for line in typing.stdout]
    [text] = texts(shelf)
    assert len(text) >= max([saved, *later])
