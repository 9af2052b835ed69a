"""One save as one line of text with a checksum, and back.

A line is one JSON object in UTF-8, an `Entry`, closed by `"crc"`. The checksum is the CRC-32, as
8 lower-case hex digits, of the line's canonical JSON without `"crc"`: members in the order of the
line, no spaces, characters outside ASCII as themselves, no NaN. We write `"crc"` last, so the
canonical JSON is the very bytes before it, plus `}`. Every later version of the format has to
keep `"v"` and this rule, so that older programs can tell "newer" from "damaged".
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NoReturn, NotRequired, TypeAlias, TypedDict
from zlib import crc32

VERSION = 1
Record: TypeAlias = dict[str, Any]
Records: TypeAlias = dict[str, Record | None]
Ref: TypeAlias = tuple[int, str]
SIMPLE = frozenset({str, int, float, bool, type(None)})


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
            # Not a call for each simple item: this is most of what a save costs besides the disk.
            copy[name] = item if type(item) in SIMPLE else plain(item)
        return copy
    if kind is list or kind is tuple:
        return [plain(item) for item in value]
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
    body = _canonical(entry)
    return body[:-1] + b',"crc":"%08x"}' % crc32(body)


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
        if not _ends_with_checksum(line) and crc != f"{crc32(_canonical(entry)):08x}":
            return None
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError):
        return None  # not UTF-8, not JSON, not an object, no checksum, nested beyond reading
    return entry if _is_entry(entry) else None


def all_decoded(data: bytes) -> list[Entry] | None:
    """The entries of many lines at once; None where one of them has to be looked at by itself.

    Takes half the time, and equal names in the records share their memory.
    """
    lines = data.removesuffix(b"\n").split(b"\n")
    if not all(map(_ends_with_checksum, lines)):
        return None
    del lines
    try:
        joined = b"[%b]" % data.removesuffix(b"\n").replace(b"\n", b",")
        entries, _ = _parse(joined.decode())
    except (ValueError, RecursionError):
        return None
    for entry in entries:
        del entry["crc"]
    whole = all(map(_is_entry, entries))
    return entries if whole and all(entry["v"] == VERSION for entry in entries) else None


def _ends_with_checksum(line: bytes) -> bool:
    """The quick check, for lines as we write them; others are made canonical first."""
    return line.endswith(b',"crc":"%08x"}' % crc32(b"}", crc32(line[:-18])))


def _is_entry(entry: dict[str, Any]) -> bool:
    try:
        version = entry["v"]
        if type(version) is not int or version < 1:
            return False
        return version > VERSION or (
            type(entry["at"]) is int
            and type(entry["id"]) is type(entry["by"]) is str
            and type(entry["set"]) is dict
            and _are_tables(entry["set"])
        )
    except KeyError:
        return False


def _are_tables(tables: dict[str, Any]) -> bool:
    for records in tables.values():
        if type(records) is not dict:
            return False
        for record in records.values():
            if record is not None and type(record) is not dict:
                return False
    return True


def _canonical(entry: Mapping[str, Any]) -> bytes:
    return _dump(entry).encode()


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


_dump = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, separators=(",", ":"), check_circular=False
).encode
_parse = json.JSONDecoder(parse_constant=_no_constant).raw_decode
