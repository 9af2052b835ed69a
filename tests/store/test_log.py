"""What is true of the file after every kind of accident."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable
from pathlib import Path
from zlib import crc32

import pytest

from store import disk
from store.entry import Entry, decoded, encoded
from store.errors import (
    BadRecordError,
    DamagedLogError,
    NewerFormatError,
    ReadOnlyError,
    StoreError,
)
from store.log import START, FileLog


def entry(number: int, note: str = "") -> Entry:
    record = {"n": number, "note": note}
    return {
        "v": 1,
        "at": 1_000 + number,
        "id": f"{number:08x}",
        "by": "张三",
        "set": {"annotations": {f"k{number}": record}},
    }


def line(number: int) -> bytes:
    return encoded(entry(number)) + b"\n"


def save(log: FileLog, *entries: Entry) -> None:
    with log.lock():
        log.tail()
        for each in entries:
            log.append(each)


def numbers(log: FileLog) -> list[int]:
    return [each["at"] - 1_000 for each in log.tail().entries]


@pytest.fixture
def log(tmp_path: Path) -> FileLog:
    log = FileLog(tmp_path / "review.jsonl")
    save(log, entry(1), entry(2))
    return log


def test_reading_an_absent_file_is_empty_and_creates_nothing(tmp_path: Path) -> None:
    log = FileLog(tmp_path / "folder" / "review.jsonl")
    assert log.tail().entries == []
    assert list(tmp_path.iterdir()) == []


def test_a_line_is_json_closed_by_the_checksum_of_what_is_before_it(log: FileLog) -> None:
    first = log.path.read_bytes().splitlines()[0]
    body, crc = first[:-18] + b"}", json.loads(first)["crc"]
    assert crc == f"{crc32(body):08x}"
    assert json.loads(body) == entry(1)


def test_a_line_with_its_checksum_elsewhere_is_made_canonical_to_check_it() -> None:
    good = {"crc": json.loads(line(1))["crc"]} | entry(1)
    assert decoded(json.dumps(good, indent=0).replace("\n", " ").encode()) == entry(1)
    good["at"] += 1
    assert decoded(json.dumps(good).encode()) is None


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


def flipped(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ (1 << at % 8)]) + data[at + 1 :]


NOISE = bytes(7 + 31 * n % 249 for n in range(4096))
TEARS: dict[str, Callable[[bytes, int], bytes]] = {
    "cut": lambda new, at: new[:at],
    "zeros": lambda new, at: new[:at] + bytes(len(new) - at),
    "noise": lambda new, at: new[:at] + NOISE[at : len(new)],
    "bit flip": flipped,
}


@pytest.mark.parametrize("tear", TEARS)
def test_a_last_line_torn_at_any_byte_reads_as_before_or_after(log: FileLog, tear: str) -> None:
    old, new = log.path.read_bytes(), line(3)
    for at in range(len(new)):
        log.path.write_bytes(old + TEARS[tear](new, at))
        assert numbers(log) in ([1, 2], [1, 2, 3]), at


@pytest.mark.parametrize("tear", TEARS)
def test_the_next_save_sets_a_torn_line_aside(log: FileLog, tear: str) -> None:
    old, new = log.path.read_bytes(), line(3)
    torn = TEARS[tear](new, 20)
    log.path.write_bytes(old + torn)
    save(log, entry(4))
    assert log.path.read_bytes() == old + line(4)
    assert log.torn.read_bytes() == torn + b"\n"


def test_set_aside_lines_are_all_kept(log: FileLog) -> None:
    for torn in (b"first", b"second"):
        with log.path.open("ab") as file:
            file.write(torn)
        save(log, entry(5))
    assert log.torn.read_bytes() == b"first\nsecond\n"


def test_a_torn_line_stays_until_the_copy_is_on_the_disk(
    log: FileLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    with log.path.open("ab") as file:
        file.write(b"torn")
    before = log.path.read_bytes()
    monkeypatch.setattr(disk, "sync", _fails(errno.ENOSPC))
    with pytest.raises(StoreError, match="disk is full"):
        save(log, entry(3))
    assert log.path.read_bytes() == before


def test_a_bit_flip_in_the_middle_is_refused_by_file_and_line(log: FileLog) -> None:
    save(log, entry(3))
    good = log.path.read_bytes()
    for at in range(len(line(1) + line(2)) - 1):
        damaged = flipped(good, at)
        log.path.write_bytes(damaged)
        with pytest.raises(DamagedLogError) as refused:
            log.tail()
        bad = 1 if at < len(line(1)) else 2
        assert str(refused.value).startswith(f"{log.path}: line {bad} "), at
        with pytest.raises(DamagedLogError):
            save(log, entry(4))
        assert log.path.read_bytes() == damaged


def test_damage_found_later_has_the_line_number_of_the_whole_file(log: FileLog) -> None:
    read = log.tail()
    with log.path.open("ab") as file:
        file.write(b"noise\n" + line(4))
    with pytest.raises(DamagedLogError, match="line 3 "):
        log.tail(read.position)


def test_a_missing_last_newline_and_blank_lines_and_crlf_are_no_damage(log: FileLog) -> None:
    log.path.write_bytes(line(1).replace(b"\n", b"\r\n\r\n") + line(2).rstrip())
    assert numbers(log) == [1, 2]
    save(log, entry(3))
    assert numbers(log) == [1, 2, 3]
    assert not log.torn.exists()


def _fails(number: int) -> Callable[..., int]:
    def fail(*_: object) -> int:
        raise OSError(number, os.strerror(number))

    return fail


def _writes_half(fd: int, data: bytes, write: Callable[[int, bytes], int] = os.write) -> int:
    return write(fd, data[: len(data) // 2])


@pytest.mark.parametrize(
    ("name", "accident", "cause"),
    [
        ("write", _writes_half, "the disk is full"),
        ("write", _fails(errno.ENOSPC), "the disk is full"),
        ("write", _fails(errno.EDQUOT), "quota"),
        ("fdatasync", _fails(errno.EIO), "the disk reports an error"),
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
        patch.setattr(os, "ftruncate", _fails(errno.EIO))
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
    monkeypatch.setattr(os, "open", _fails(errno.EACCES))
    with pytest.raises(StoreError, match=r"review\.jsonl: cannot be read: permission denied"):
        log.tail()


def test_a_later_version_is_refused_and_the_file_untouched(log: FileLog) -> None:
    newer = {"v": 2, "at": 9, "entirely": "different"}
    with log.path.open("ab") as file:
        file.write(encoded(newer) + b"\n")
    before = log.path.read_bytes()
    with pytest.raises(NewerFormatError, match=r"line 3 .*newer version"):
        log.tail()
    with pytest.raises(NewerFormatError):
        save(log, entry(4))
    assert log.path.read_bytes() == before
    assert not log.torn.exists()


def test_unknown_members_of_a_line_are_read_and_stay(log: FileLog) -> None:
    strange = entry(3) | {"mood": {"good": [1, 2.5, None]}}
    with log.path.open("ab") as file:
        file.write(encoded(strange) + b"\n")
    before = log.path.read_bytes()
    save(log, entry(4))
    assert log.tail().entries[2] == strange
    assert log.path.read_bytes().startswith(before)


@pytest.mark.parametrize(
    "broken",
    [
        {"at": "now"},
        {"id": 7},
        {"by": None},
        {"set": []},
        {"set": {"annotations": []}},
        {"set": {"annotations": {"k": "text"}}},
        {"v": True},
        {"v": 0},
    ],
)
def test_a_line_that_is_no_entry_is_damage_though_its_checksum_holds(
    log: FileLog, broken: dict[str, object]
) -> None:
    log.path.write_bytes(encoded(entry(0) | broken) + b"\n" + line(1))
    with pytest.raises(DamagedLogError, match="line 1 "):
        log.tail()


@pytest.mark.parametrize(
    "value",
    [float("nan"), float("inf"), "\ud800", {1}, 10**5000],
    ids=["NaN", "infinity", "half a surrogate pair", "a set", "a number of 5000 digits"],
)
def test_what_json_cannot_hold_is_refused_and_the_file_untouched(
    log: FileLog, value: object
) -> None:
    before = log.path.read_bytes()
    bad = entry(3) | {"set": {"annotations": {"k": {"value": value}}}}
    with pytest.raises(BadRecordError):
        save(log, bad)
    assert log.path.read_bytes() == before
    save(log, entry(4))
    assert numbers(log) == [1, 2, 4]


@pytest.mark.parametrize(
    "note",
    ["😀 ი \u2028\u2029", "一\r\n二\r", "\0\x1f\x7f", '"crc":"00000000"}', "长" * 350_000],
    ids=["emoji, Georgian, U+2028", "CR", "NUL", "like a checksum", "1 MB"],
)
def test_any_text_survives(log: FileLog, note: str) -> None:
    save(log, entry(3, note))
    assert log.tail().entries[2] == entry(3, note)
    assert log.path.read_bytes().count(b"\n") == 3


def test_a_position_gives_only_what_is_new(log: FileLog) -> None:
    read = log.tail()
    assert (len(read.entries), read.anew) == (2, True)
    assert log.tail(read.position) == ([], read.position, False)
    save(log, entry(3))
    assert [e["at"] for e in log.tail(read.position).entries] == [1_003]


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


def test_a_symbolic_link_stays_one(tmp_path: Path) -> None:
    target = tmp_path / "elsewhere" / "review.jsonl"
    target.parent.mkdir()
    link = tmp_path / "review.jsonl"
    link.symlink_to(target)
    save(FileLog(link), entry(1))
    assert link.is_symlink()
    assert target.read_bytes() == line(1)


def test_a_writer_cutting_a_torn_line_while_it_is_read_is_no_damage(
    log: FileLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = disk.read_from
    mixtures = [line(1) + b"torn" + line(3)[4:] + line(4)]
    monkeypatch.setattr(
        disk, "read_from", lambda *args: mixtures.pop() if mixtures else real(*args)
    )
    assert [e["at"] for e in log.tail(START).entries] == [1_001, 1_002]


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
