"""The doctor names whatever is wrong with a library, and takes nothing away."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from store.checking import Checked, Finding, check_document, check_library
from store.names import DOCUMENT
from tests.store.libraries import FIRST, SECOND, content, entry, keep, lines, put, review_path

TORN = b'{"v":1,"at":7'


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A library in which all is well."""
    root = tmp_path / "library"
    for number, document in enumerate([FIRST, SECOND]):
        keep(root, number)
        put(root, lines(entry(1), entry(2)), document=document)
    (root / "index.json").write_text("derived")
    (root / ".git").mkdir()
    return root


def findings(root: Path, **options: bool) -> list[tuple[str, str, bool]]:
    """File, finding, and whether it is wrong."""
    return [
        (one.path.name, one.text, one.is_wrong)
        for one in check_library(root, **options)
        if isinstance(one, Finding)
    ]


def test_a_library_in_order_is_its_reviews_with_their_saves(root: Path) -> None:
    assert sorted(check_library(root)) == sorted(
        Checked(review_path(root, document=document), 2) for document in (FIRST, SECOND)
    )


def test_no_library_yet_is_in_order(tmp_path: Path) -> None:
    assert check_library(tmp_path / "missing") == []
    assert check_document(tmp_path / "missing" / FIRST) == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (lines(entry(1)) + TORN, "a torn end, which --repair sets aside; bytes: 13"),
        (b"\0" * 300, "a torn end, which --repair sets aside; bytes: 300"),
        (lines(entry(1)) + b"{}\n" + lines(entry(2)), "line 2 is damaged"),
        (lines(entry(1)).replace(b"tags", b"tigs") + lines(entry(2)), "line 1 is damaged"),
        (lines(entry(1), entry(2, v=2)), "line 2 was written by a newer version"),
        (b"one\ntwo\nthree\n", "no line of it is whole"),
        (
            lines(entry(1), entry(2, set={"annotations": {"12": {"tags": []}}})),
            "a line that Piyue cannot have written: 2",
        ),
    ],
    ids=["torn", "zeros", "foreign line", "bit rot", "newer", "text", "no annotation"],
)
def test_a_review_that_is_not_whole_is_named_with_its_line(
    root: Path, data: bytes, text: str
) -> None:
    put(root, data)
    [(name, found, is_wrong)] = findings(root)
    assert (name, is_wrong) == ("张三.jsonl", True)
    assert text in found


@pytest.mark.parametrize(
    ("name", "text", "is_wrong"),
    [
        ("100%.jsonl", "not the name of a review", True),
        (".hidden.jsonl", "not the name of a review", True),
        ("a\x1b[31m\n.jsonl", "not the name of a review", True),
        ("李四.jsonl", "every save in it is somebody else's", False),
        ("张三.jsonl.torn", "set aside earlier by Piyue", False),
        ("张三.jsonl.damaged-2", "set aside earlier by Piyue", False),
        ("notes.txt", "no file of Piyue's", False),
        (".document.json.7.0123abcd", "no file of Piyue's", False),
    ],
)
def test_what_does_not_belong_into_a_folder_is_named(
    root: Path, name: str, text: str, is_wrong: bool
) -> None:
    (root / FIRST / name).write_bytes(lines(entry(1)))
    assert findings(root) == [(name, text, is_wrong)]


def test_a_review_by_its_own_and_other_hands_is_in_order(root: Path) -> None:
    put(root, lines(entry(1), entry(2, by="李四", why="restore")))
    assert findings(root) == []


def test_what_does_not_belong_into_a_library_is_named(root: Path) -> None:
    put(root, lines(entry(1)), document="报告")
    (root / "photos").mkdir()
    (root / "notes.txt").touch()
    assert sorted(findings(root)) == [
        ("notes.txt", "no file of Piyue's", False),
        ("photos", "no file of Piyue's", False),
        ("报告", "not the name of a document", True),
    ]


@pytest.mark.parametrize(
    ("change", "text", "is_wrong"),
    [
        (
            lambda path: path.write_bytes(path.read_bytes().replace("要".encode(), b"")),
            "damaged",
            True,
        ),
        (lambda path: path.write_bytes(path.read_bytes()[:-30]), "damaged", True),
        (lambda path: path.write_bytes(b"[" * 100_000), "damaged", True),
        (
            lambda path: (path.parents[1] / SECOND / DOCUMENT).replace(path),
            "the document of another folder",
            True,
        ),
        (Path.unlink, "the document itself was not kept", False),
    ],
    ids=["other text", "cut", "nested", "of another", "missing"],
)
def test_a_document_that_does_not_fit_is_named(
    root: Path, change: Callable[[Path], object], text: str, is_wrong: bool
) -> None:
    change(root / FIRST / DOCUMENT)
    found = [one for one in check_document(root / FIRST) if isinstance(one, Finding)]
    assert [(text in one.text, one.is_wrong) for one in found] == [(True, is_wrong)]


@pytest.mark.parametrize("name", [DOCUMENT, "李四.jsonl"])
@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir], ids=["pipe", "folder"])
def test_what_is_no_file_is_named(root: Path, make: Any, name: str) -> None:
    (root / FIRST / name).unlink(missing_ok=True)
    make(root / FIRST / name)
    assert findings(root) == [(name, "not a file", True)]


def test_a_folder_that_cannot_be_read_is_named_and_the_others_are_checked(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.iterdir

    def closed(path: Path) -> Any:
        if path.name == FIRST:
            raise PermissionError(errno.EACCES, "no")
        return real(path)

    monkeypatch.setattr(Path, "iterdir", closed)
    assert findings(root) == [(FIRST, "cannot be read: permission denied", True)]
    assert Checked(review_path(root, document=SECOND), 2) in check_library(root)


def test_a_library_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "library").touch()
    assert findings(tmp_path / "library") == [("library", "cannot be read: Not a directory", True)]


# Repair


def test_looking_changes_nothing(root: Path) -> None:
    put(root, lines(entry(1)) + TORN)
    before = content(root)
    check_library(root)
    assert content(root) == before


def test_repair_sets_a_torn_end_aside_and_then_all_is_well(root: Path) -> None:
    path = put(root, lines(entry(1)) + TORN)
    torn = path.with_name(f"{path.name}.torn")
    [(_, text, is_wrong)] = findings(root, repair=True)
    assert (text, is_wrong) == (f"a torn end was set aside in: {torn}", False)
    assert path.read_bytes() == lines(entry(1))
    assert torn.read_bytes() == TORN + b"\n"
    assert not any(is_wrong for _, _, is_wrong in findings(root, repair=True))


def test_a_second_torn_end_is_added_to_the_first(root: Path) -> None:
    for torn in (TORN, b"\0\0"):
        path = put(root, lines(entry(1)) + torn)
        findings(root, repair=True)
    assert path.with_name(f"{path.name}.torn").read_bytes() == TORN + b"\n\0\0\n"


@pytest.mark.parametrize(
    "data",
    [
        b"{}\n" + lines(entry(1)),
        lines(entry(1, v=2)) + TORN,
        b"one\ntwo\n",
        lines(entry(1, set={"annotations": {"x": {}}})) + TORN,
    ],
    ids=["damaged", "newer", "text", "no annotation"],
)
def test_repair_touches_nothing_else(root: Path, data: bytes) -> None:
    put(root, data)
    (root / FIRST / "notes.txt").touch()
    before = content(root)
    check_library(root, repair=True)
    assert content(root) == before


def test_a_torn_end_that_cannot_be_set_aside_stays_and_is_named(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(root, lines(entry(1)) + TORN)
    before = content(root)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "no")

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", full)
        assert findings(root, repair=True) == [("张三.jsonl", "not saved: the disk is full", True)]
    (root / FIRST / "张三.jsonl.torn").unlink()
    assert content(root) == before
