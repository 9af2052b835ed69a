"""What a line may hold, and what is no line of ours."""

from __future__ import annotations

import json
from zlib import crc32

import pytest

from store.entry import decoded, encoded
from store.errors import BadRecordError, DamagedLogError, NewerFormatError
from store.log import FileLog
from tests.store.saves import entry, line, numbers, save


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


def test_lines_that_are_json_only_together_are_damage_though_their_checksums_hold(
    log: FileLog,
) -> None:
    whole = b'{"v":1,"at":1,"id":"0000000a","by":"x","set":{},"z":[{"y":1}', b"{}]}"
    parts = [b'%b,"crc":"%08x"}\n' % (part[:-1], crc32(part)) for part in whole]
    log.path.write_bytes(b"".join(parts) + line(1))
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
