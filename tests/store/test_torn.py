"""What is true of a review with a line that is torn or damaged."""

from __future__ import annotations

import errno
from collections.abc import Callable

import pytest

from store import disk
from store.errors import DamagedLogError, StoreError
from store.log import START, FileLog
from tests.store.faults import fails
from tests.store.saves import entry, line, numbers, save


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
    monkeypatch.setattr(disk, "sync", fails(errno.ENOSPC))
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


def test_a_writer_cutting_a_torn_line_while_it_is_read_is_no_damage(
    log: FileLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = disk.read_from
    mixtures = [line(1) + b"torn" + line(3)[4:] + line(4)]
    monkeypatch.setattr(
        disk, "read_from", lambda *args: mixtures.pop() if mixtures else real(*args)
    )
    assert [e["at"] for e in log.tail(START).entries] == [1_001, 1_002]
