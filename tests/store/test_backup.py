"""A backup holds all of a library in a file that TinyDB opens; restoring makes it so again."""

from __future__ import annotations

import errno
import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tinydb import TinyDB, where

from store import backup, restoring
from store.backup import Counts
from store.entry import encoded
from store.errors import NewerFormatError, StoreError
from store.merging import merge
from store.survey import noting
from tests.store.libraries import (
    FIRST,
    back_up,
    causes,
    content,
    entry,
    keep,
    lines,
    put,
    record,
    restored,
    review_path,
)

# The file


def test_stock_tinydb_opens_it_and_finds_what_a_colleague_asks_for(root: Path, file: Path) -> None:
    assert back_up(root, file) == Counts(documents=1, reviews=3, annotations=3, saves=6)
    with TinyDB(file, access_mode="r") as tables:
        found = tables.table("annotations").search(where("note") == "乙")
        [document] = tables.table("documents").all()
        [header] = tables.table("piyue").all()
        written = tables.table("saves").search(where("file") == "李四.jsonl")
    assert found == [
        {
            "document": FIRST,
            "title": "关于甲的通知",
            "reviewer": "张三",
            "id": "0a",
            "locator": "1.1",
            "tags": ["highlight"],
            "note": "乙",
            "read": False,
            "quote": "甲要认真办理。",
            "created": "2026-01-09T08:00:00+00:00",
            "updated": "2026-01-09T08:00:00+00:00",
        }
    ]
    assert document["text"].startswith("关于甲的通知")
    assert {name: header[name] for name in ("backup", "saves")} == {"backup": 1, "saves": 6}
    assert [row["line"].encode() for row in written] == [
        encoded(entry(1, "丁", by="李四")),
        encoded(entry(2, None, by="李四")),
    ]


def test_the_same_library_gives_the_same_bytes(root: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    merge(copy, root)
    back_up(root, tmp_path / "a.json")
    back_up(root, tmp_path / "b.json")
    back_up(copy, tmp_path / "c.json")
    first, *others = ((tmp_path / f"{name}.json").read_bytes() for name in "abc")
    assert others == [first, first]


def test_it_is_ascii_so_that_it_opens_whatever_the_locale_and_it_is_private(
    root: Path, file: Path
) -> None:
    back_up(root, file)
    assert file.read_bytes().isascii()
    assert file.stat().st_mode & 0o777 == 0o600


def test_nothing_of_a_library_is_lost(root: Path, file: Path, tmp_path: Path) -> None:
    odd = b' {"crc":"%s",' % encoded(entry(7))[-10:-2] + encoded(entry(7))[1:-18] + b"}\r\n"
    put(root, odd, "../長" * 60)
    back_up(root, file)
    restored(tmp_path / "again", file)
    expected = content(root)
    name = next(name for name in expected if "%~" in name)
    expected[name] = odd.strip() + b"\n"
    assert content(tmp_path / "again") == expected


def test_an_earlier_backup_is_replaced(root: Path, file: Path) -> None:
    back_up(root, file)
    before = file.read_bytes()
    put(root, lines(entry(1, "新")), "王五")
    assert back_up(root, file).reviews == 4
    assert file.read_bytes() != before


def test_what_tinydb_rewrote_is_still_a_backup(root: Path, file: Path, tmp_path: Path) -> None:
    back_up(root, file)
    with TinyDB(file) as tables:
        tables.table("mine").insert({"seen": True})
    restored(tmp_path / "again", file)
    assert content(tmp_path / "again") == content(root)
    assert back_up(root, file).saves == 6


@pytest.mark.parametrize(
    "make",
    [
        lambda file: file.write_text("mine"),
        lambda file: file.write_text('{"_default": {"1": {"mine": 1}}}'),
        lambda file: file.touch(),
        lambda file: file.mkdir(),
        os.mkfifo,
    ],
    ids=["text", "another TinyDB", "empty", "folder", "pipe"],
)
def test_a_file_that_is_no_backup_is_not_replaced(
    root: Path, file: Path, make: Callable[[Path], object]
) -> None:
    make(file)
    before = file.stat()
    with pytest.raises(StoreError, match="exists and is no backup"):
        back_up(root, file)
    assert (file.stat().st_ino, file.stat().st_size) == (before.st_ino, before.st_size)


def test_a_damaged_review_is_named_and_the_rest_is_backed_up(root: Path, file: Path) -> None:
    bad = put(root, b"{}\n" + lines(entry(1)))
    found, refused = backup.of_library(root)
    assert [error.path for error in refused] == [bad]
    assert backup.write(file, found, is_whole=False) == Counts(1, 2, 1, 3)


def test_what_has_no_name_of_piyue_s_is_named(root: Path, file: Path) -> None:
    (root / FIRST / "100%.jsonl").write_bytes(lines(entry(1)))
    put(root, lines(entry(1)), document="报告")
    found, refused = backup.of_library(root)
    assert causes(refused) == ["not the name of a document", "not the name of a review"]
    assert len(found.reviews) == 3


def test_a_damaged_review_that_was_mended_after_the_plan_is_not_set_aside(
    root: Path, file: Path
) -> None:
    back_up(root, file)
    path = review_path(root)
    good = path.read_bytes()
    path.write_bytes(b"{}\n" + good)
    [difference] = restoring.plan(root, backup.read(file)).reviews
    path.write_bytes(good)
    assert restoring.restore(difference, "李四") is None
    assert path.read_bytes() == good


def test_a_backup_that_lacks_something_does_not_replace_an_earlier_one(
    root: Path, file: Path
) -> None:
    back_up(root, file)
    before = file.read_bytes()
    put(root, b"{}\n" + lines(entry(1)))
    with pytest.raises(StoreError, match="an earlier backup may hold what is damaged now"):
        back_up(root, file)
    assert file.read_bytes() == before


@pytest.mark.parametrize("call", ["fdatasync", "replace"])
def test_a_full_disk_leaves_the_earlier_backup(
    root: Path, file: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    back_up(root, file)
    before = content(file.parent)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "no")

    put(root, lines(entry(1)), "王五")
    with monkeypatch.context() as patch:
        patch.setattr(os, call, full)
        with pytest.raises(StoreError, match="not saved: the disk is full"):
            back_up(root, file)
    review_path(root, "王五").unlink()
    assert content(file.parent) == before


def test_a_folder_that_is_misspelt_is_not_made(root: Path, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="x: not saved: No such file or directory"):
        back_up(root, tmp_path / "nowhere" / "x")
    assert not (tmp_path / "nowhere").exists()


def test_what_cannot_be_read_of_a_library_is_told(tmp_path: Path, file: Path) -> None:
    found, refused = backup.of_library(tmp_path / "missing")
    assert causes(refused) == ["cannot be read: No such file or directory"]
    assert found == ({}, {})


# Reading it


def tables_of(file: Path) -> dict[str, Any]:
    tables: dict[str, Any] = json.loads(file.read_bytes())
    return tables


def written(file: Path, tables: dict[str, Any], *, with_digest: bool = True) -> None:
    if with_digest:
        header = tables["piyue"]["1"]
        header["sha256"] = backup._digest(tables["documents"], tables["saves"])
    file.write_text(json.dumps(tables))


@pytest.mark.parametrize("at", [0, 1, 40, 500, -2, -1])
def test_a_backup_that_was_cut_off_is_refused(root: Path, file: Path, at: int) -> None:
    back_up(root, file)
    file.write_bytes(file.read_bytes()[:at])
    with pytest.raises(StoreError, match=r"no backup of Piyue's|damaged or cut short"):
        backup.read(file)


@pytest.mark.parametrize(
    ("changed", "cause"),
    [
        (b"", "no backup of Piyue's"),
        (b"[" * 100_000, "no backup of Piyue's"),
        (b'{"_default": {}}', "no backup of Piyue's"),
        (backup._BEGIN + b"9" * 5000 + b"}}}", "the backup is damaged or cut short"),
        (backup._BEGIN + b'1, "x":' + b"[" * 100_000, "the backup is damaged or cut short"),
        (backup._BEGIN + b"null}}}", "the backup is damaged or cut short"),
        (backup._BEGIN + b"1}}}", "the backup is damaged or cut short"),
        (backup._BEGIN + b"2}}}", "written by a newer version of Piyue"),
    ],
    ids=["empty", "nested", "TinyDB", "huge number", "nested within", "null", "no tables", "newer"],
)
def test_what_is_no_backup_is_told(file: Path, changed: bytes, cause: str) -> None:
    file.write_bytes(changed)
    with pytest.raises(StoreError, match=cause):
        backup.read(file)


@pytest.mark.parametrize(
    "change",
    [
        {"document": "../../x"},
        {"document": FIRST[:-1]},
        {"document": None},
        {"file": "../张三.jsonl"},
        {"file": "张三.json"},
        {"file": ".jsonl"},
        {"file": "a\nb.jsonl"},
        {"line": "{}"},
        {"line": ""},
        {"line": encoded(entry(1)).decode().replace("{", "{\n", 1)},
        {"line": encoded(entry(1)).decode() + " "},
        {"line": encoded(entry(1, v=2)).decode()},
        {"line": encoded(entry(1)).decode().replace("highlight", "weakness")},
        {"line": encoded(entry(1, set={"annotations": {"x": record()}})).decode()},
    ],
    ids=repr,
)
def test_a_row_that_piyue_cannot_have_written_makes_the_whole_file_damaged(
    root: Path, file: Path, change: dict[str, Any]
) -> None:
    back_up(root, file)
    tables = tables_of(file)
    tables["saves"]["2"] |= change
    written(file, tables)
    with pytest.raises(StoreError, match=r"damaged or cut short|cannot have written"):
        backup.read(file)


def test_a_row_that_was_changed_is_noticed(root: Path, file: Path) -> None:
    back_up(root, file)
    tables = tables_of(file)
    tables["saves"]["1"]["file"] = "王五.jsonl"
    written(file, tables, with_digest=False)
    with pytest.raises(StoreError, match="damaged or cut short"):
        backup.read(file)


def test_a_document_whose_text_was_changed_is_noticed(root: Path, file: Path) -> None:
    back_up(root, file)
    tables = tables_of(file)
    tables["documents"]["1"]["text"] += "。"
    written(file, tables)
    with pytest.raises(StoreError, match="damaged or cut short"):
        backup.read(file)


@pytest.mark.parametrize(
    ("make", "cause"),
    [(os.mkfifo, "not a file"), (os.mkdir, "not a file"), (lambda _: None, "No such file")],
    ids=["pipe", "folder", "missing"],
)
def test_what_cannot_be_read_is_told(file: Path, make: Callable[[Path], None], cause: str) -> None:
    make(file)
    with pytest.raises(StoreError, match=cause):
        backup.read(file)


def test_a_newer_backup_is_told_apart(file: Path) -> None:
    file.write_bytes(backup._BEGIN + b"2}}}")
    with pytest.raises(NewerFormatError):
        backup.read(file)


@given(st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 9), st.binary(max_size=9))))
def test_any_damage_is_one_cause(changes: list[tuple[int, int, bytes]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        root, file = Path(name, "library"), Path(name, "backup.json")
        keep(root)
        put(root, lines(entry(1, "甲"), entry(2, "乙")))
        back_up(root, file)
        data = whole = file.read_bytes()
        for at, length, by in changes:
            data = data[:at] + by + data[at + length :]
        file.write_bytes(data)
        refused: list[StoreError] = []
        with noting(refused):
            assert backup.read(file).reviews == _whole(root)
        assert [error.path for error in refused] == [file] * len(refused)
        assert data != whole or not refused


def _whole(root: Path) -> dict[backup.Review, Any]:
    """The reviews of a library as they are on the disk."""
    return backup.of_library(root)[0].reviews
