"""What is true of the file after every kind of accident."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from store import disk
from store.errors import ReadOnlyError, StoreError
from store.log import FileLog
from tests.store.faults import fails
from tests.store.saves import entry, line, numbers, save


def test_reading_an_absent_file_is_empty_and_creates_nothing(tmp_path: Path) -> None:
    log = FileLog(tmp_path / "folder" / "review.jsonl")
    assert log.tail().entries == []
    assert list(tmp_path.iterdir()) == []


def test_files_and_folders_are_private(tmp_path: Path) -> None:
    log = FileLog(tmp_path / "a" / "b" / "review.jsonl")
    save(log, entry(1))
    assert log.path.stat().st_mode & 0o777 == 0o600
    assert log.path.parent.stat().st_mode & 0o777 == 0o700
    assert log.path.parent.parent.stat().st_mode & 0o777 == 0o700


def test_a_save_is_one_write_and_one_sync(log: FileLog, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []
    write, sync = os.write, disk.sync
    monkeypatch.setattr(os, "write", lambda *args: calls.append("write") or write(*args))
    monkeypatch.setattr(disk, "sync", lambda fd: calls.append("sync") or sync(fd))
    save(log, entry(3))
    assert calls == ["write", "sync"]


@pytest.mark.parametrize(("works", "calls"), [(True, ["full"]), (False, ["full", "fsync"])])
def test_on_macos_the_cache_of_the_drive_is_emptied_too(
    log: FileLog, monkeypatch: pytest.MonkeyPatch, works: bool, calls: list[str]
) -> None:
    made: list[str] = []

    def control(fd: int, command: int) -> None:
        made.append("full")
        if not works:
            raise OSError(errno.ENOTSUP, "not here")

    monkeypatch.setattr(disk, "FULL_SYNC", 51)
    monkeypatch.setattr(disk.fcntl, "fcntl", control)
    monkeypatch.setattr(os, "fsync", lambda fd: made.append("fsync"))
    save(log, entry(3))
    assert made == calls
    assert numbers(log) == [1, 2, 3]


def test_the_name_of_a_new_file_is_on_the_disk_before_its_first_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []
    for name in ("_sync_folder", "write"):
        real = getattr(disk, name)
        monkeypatch.setattr(
            disk, name, lambda *args, name=name, real=real: calls.append(name) or real(*args)
        )
    save(FileLog(tmp_path / "new" / "review.jsonl"), entry(1))
    assert calls == ["_sync_folder", "_sync_folder", "_sync_folder", "write"]


def _writes_half(fd: int, data: bytes, write: Callable[[int, bytes], int] = os.write) -> int:
    return write(fd, data[: len(data) // 2])


@pytest.mark.parametrize(
    ("name", "accident", "cause"),
    [
        ("write", _writes_half, "the disk is full"),
        ("write", fails(errno.ENOSPC), "the disk is full"),
        ("write", fails(errno.EDQUOT), "quota"),
        ("fdatasync", fails(errno.EIO), "the disk reports an error"),
    ],
)
def test_a_failed_save_says_why_and_leaves_the_file_and_the_next_one_works(
    log: FileLog, monkeypatch: pytest.MonkeyPatch, name: str, accident: object, cause: str
) -> None:
    before = log.path.read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(os, name, accident)
        with pytest.raises(StoreError, match=rf"review\.jsonl: not saved: .*{cause}"):
            save(log, entry(3))
    assert log.path.read_bytes() == before
    save(log, entry(4))
    assert numbers(log) == [1, 2, 4]


def test_a_failed_save_that_cannot_be_cut_back_reads_as_before_or_after(
    log: FileLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(os, "write", _writes_half)
        patch.setattr(os, "ftruncate", fails(errno.EIO))
        with pytest.raises(StoreError):
            save(log, entry(3))
    assert numbers(log) == [1, 2]
    save(log, entry(4))
    assert numbers(log) == [1, 2, 4]


@pytest.mark.parametrize("number", [errno.EACCES, errno.EROFS, errno.EPERM])
def test_where_nothing_can_be_written_saving_is_refused_and_reading_goes_on(
    log: FileLog, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    with log.path.open("ab") as file:
        file.write(b"torn")
    real = os.open

    def read_only(path: str, flags: int, mode: int = 0o777) -> int:
        if flags & (os.O_RDWR | os.O_WRONLY | os.O_CREAT):
            raise OSError(number, os.strerror(number))
        return real(path, flags, mode)

    with monkeypatch.context() as patch:
        patch.setattr(os, "open", read_only)
        with pytest.raises(ReadOnlyError, match="not saved"):
            save(log, entry(3))
        assert numbers(log) == [1, 2]
    save(log, entry(3))
    assert numbers(log) == [1, 2, 3]


def test_a_file_that_may_not_be_read_is_named(
    log: FileLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "open", fails(errno.EACCES))
    with pytest.raises(StoreError, match=r"review\.jsonl: cannot be read: permission denied"):
        log.tail()


def test_a_position_gives_only_what_is_new(log: FileLog) -> None:
    read = log.tail()
    assert (len(read.entries), read.anew) == (2, True)
    assert log.tail(read.position) == ([], read.position, False)
    save(log, entry(3))
    assert [e["at"] for e in log.tail(read.position).entries] == [1_003]


def test_asking_again_when_nothing_was_saved_opens_nothing(
    log: FileLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = log.tail()
    monkeypatch.setattr(os, "open", fails(errno.EMFILE))
    assert log.tail(read.position) == ([], read.position, False)


def _replace(path: Path, data: bytes) -> None:
    other = path.with_name("other")
    other.write_bytes(data)
    other.replace(path)


@pytest.mark.parametrize(
    ("happens", "left"),
    [
        (lambda path: _replace(path, line(1) + line(2) + line(7)), [1, 2, 7]),
        (lambda path: path.unlink(), []),
        (lambda path: os.truncate(path, len(line(1))), [1]),
        (lambda path: path.write_bytes(line(8) + line(9) + line(10)), [8, 9, 10]),
        (lambda path: (path.write_bytes(line(8) + line(9)), os.utime(path)), [8, 9]),
    ],
    ids=["replaced", "deleted", "cut back", "rewritten longer", "rewritten as long"],
)
def test_a_file_that_did_not_just_grow_is_read_anew(
    log: FileLog, happens: Callable[[Path], object], left: list[int]
) -> None:
    os.utime(log.path, (1, 1))
    position = log.tail().position
    happens(log.path)
    tail = log.tail(position)
    assert tail.anew
    assert [e["at"] - 1_000 for e in tail.entries] == left
    save(log, entry(11))
    assert numbers(log) == [*left, 11]


def test_a_file_replaced_while_waiting_for_the_lock_is_let_go_for_the_new_one(
    log: FileLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = disk.fcntl.flock
    swaps = [lambda: _replace(log.path, line(5))]

    def flock(fd: int, operation: int) -> None:
        if operation & disk.fcntl.LOCK_EX and swaps:
            swaps.pop()()
        real(fd, operation)

    monkeypatch.setattr(disk.fcntl, "flock", flock)
    save(log, entry(6))
    assert numbers(log) == [5, 6]


def test_appending_needs_the_lock_and_a_look_at_the_end(log: FileLog) -> None:
    with pytest.raises(RuntimeError):
        log.append(entry(3))
    with log.lock(), pytest.raises(RuntimeError):
        log.append(entry(3))


def test_without_file_locks_reading_works_and_saving_says_why_not(
    log: FileLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk, "fcntl", None)
    assert numbers(log) == [1, 2]
    with pytest.raises(StoreError, match="no file locks"):
        save(log, entry(3))
