"""One save as one line of text with a checksum, and back.

A line is one JSON object in UTF-8, an `Entry`, closed by `"crc"`. The checksum is the CRC-32, as
8 lower-case hex digits, of the line's canonical JSON without `"crc"`: members in the order of the
line, no spaces, characters outside ASCII as themselves, no NaN. We write `"crc"` last, so the
canonical JSON is the very bytes before it, plus `}`. Every later version of the format has to
keep `"v"` and this rule, so that older programs can tell "newer" from "damaged".
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import repeat
from operator import itemgetter
from typing import Any, NoReturn, NotRequired, TypeAlias, TypedDict
from zlib import crc32

VERSION = 1
Record: TypeAlias = dict[str, Any]
Records: TypeAlias = dict[str, Record | None]
Ref: TypeAlias = tuple[int, str]
SIMPLE = frozenset({str, int, float, bool, type(None)})
RECORD = frozenset({dict, type(None)})
MEMBERS = itemgetter("v", "at", "id", "by", "set")
END = len(',"crc":"01234567"}')
BATCH = 1 << 16  # bytes; more at once takes longer and needs more memory on the way


class Entry(TypedDict):
    """One save: the records it set, table by table; None took a record away.

    `at` is in microseconds since 1970 and `id` is 8 hex digits; both together name the entry.
    `undoes` and `redoes` hold the `[at, id]` of the entry that was taken back or repeated. Other
    members may stand in a line; they are covered by the checksum and otherwise left alone.
    """

    v: int
    at: int
    id: str
    by: str
    set: dict[str, Records]
    why: NotRequired[str]
    undoes: NotRequired[list[Any]]
    redoes: NotRequired[list[Any]]


def ref(entry: Entry) -> Ref:
    """What names an entry among all; also the order of entries: the greater one is newer."""
    return entry["at"], entry["id"]


def plain(value: Any) -> Any:
    """A copy of a JSON value that shares nothing with it; TypeError where it is none."""
    kind = type(value)
    if kind in SIMPLE:
        return value
    if kind is dict:
        copy = {}
        for name, item in value.items():
            if type(name) is not str:
                raise TypeError(f"{name!r} cannot be a name in a record")
            # No call for a simple item: the calls are what a copy costs.
            copy[name] = item if type(item) in SIMPLE else plain(item)
        return copy
    if kind is list or kind is tuple:
        return [item if type(item) in SIMPLE else plain(item) for item in value]
    if isinstance(value, Mapping):
        return plain(dict(value))
    if isinstance(value, str):
        return str.__str__(value)
    raise TypeError(f"{kind.__name__} is not a kind of JSON value")


def encoded(entry: Entry) -> bytes:
    """The line of an entry, without a newline.

    ValueError or TypeError where JSON in UTF-8 cannot hold it: NaN, half of a surrogate pair,
    a set.
    """
    body = _dump(entry).encode()
    return b'%b,"crc":"%08x"}' % (body[:-1], crc32(body))


def decoded(line: bytes) -> Entry | None:
    """The entry of a line, `"crc"` taken off; None where the line is not whole or not an entry.

    Of a later version only `"v"` and the checksum are looked at.
    """
    try:
        text = line.decode()
        entry, end = _parse(text)
        crc = entry.pop("crc")
        if end != len(text):
            return None
        if not _end_with_checksums([line]) and crc != f"{crc32(_dump(entry).encode()):08x}":
            return None
        is_newer = type(entry["v"]) is int and entry["v"] > VERSION
        return entry if is_newer or _are_entries([entry]) else None
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError):
        return None  # not UTF-8, not JSON, not an object, no checksum, nested beyond reading


def all_decoded(data: bytes) -> list[Entry] | None:
    """The entries of whole lines, each with its newline, read many at once.

    None where one of them has to be looked at by itself. Takes a third of the time, and equal
    names in the records share their memory.
    """
    entries: list[Entry] = []
    try:
        for lines in _batches(data):
            if not _end_with_checksums(lines):
                return None
            batch, _ = _parse((b"[%b]" % b",".join(lines)).decode())
            if len(batch) != len(lines) or not _are_entries(batch):
                return None
            for entry in batch:
                del entry["crc"]
            entries += batch
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return entries


def _batches(data: bytes) -> Iterator[list[bytes]]:
    start = 0
    while start < len(data):
        end = data.find(b"\n", start + BATCH)
        end = len(data) - 1 if end < 0 else end
        yield data[start:end].split(b"\n")
        start = end + 1


def _end_with_checksums(lines: Sequence[bytes]) -> bool:
    """The quick check, for lines as we write them; others are made canonical first."""
    sums = map(crc32, repeat(b"}"), [crc32(line[:-END]) for line in lines])
    ends = b',"crc":"%08x"}' * len(lines) % tuple(sums)
    return ends == b"".join([line[-END:] for line in lines])


def _are_entries(entries: Sequence[Any]) -> bool:
    """Whether all have the members of an entry in this version; KeyError where one is missing."""
    versions, times, ids, authors, sets = zip(*map(MEMBERS, entries), strict=True)
    tables = [records for tables in sets if type(tables) is dict for records in tables.values()]
    return (
        set(versions) == {VERSION}
        and set(map(type, (*versions, *times))) == {int}
        and set(map(type, (*ids, *authors))) == {str}
        and set(map(type, sets)) == {dict}
        and set(map(type, tables)) <= {dict}
        and {type(record) for records in tables for record in records.values()} <= RECORD
    )


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


_dump = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, separators=(",", ":"), check_circular=False
).encode
_parse = json.JSONDecoder(parse_constant=_no_constant).raw_decode
