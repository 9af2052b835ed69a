"""Small saves, and logs of them, for the tests of what happens to a file."""

from __future__ import annotations

from store.entry import Entry, encoded
from store.log import FileLog


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
