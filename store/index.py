"""List the documents of a library with everybody's progress, without reading every review again.

What was read is remembered in `index.json`, with the size and date of each file that it was read
from. That file is derived: without it, or where it cannot be written, a list takes longer and
says the same.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import suppress
from operator import attrgetter
from pathlib import Path
from time import time_ns
from typing import NamedTuple, TypeAlias
from zlib import crc32

from core import review
from core.reading.extract import ReadError
from core.reading.kept import record_of
from store import disk
from store.errors import StoreError, explained
from store.fold import Fold
from store.log import FileLog
from store.names import DOCUMENT, name_in
from store.review import ANNOTATIONS, review_files
from store.storage import uncollected

INDEX = "index.json"
_SCHEMA = 2
# Two changes in one tick of a file system's clock have one date; the longest tick, FAT's, is 2 s.
_SETTLED = 2_000_000_000  # nanoseconds
# Of a folder its date, the last save, its document, and of each review the file, its size and
# date, and what it holds. Dates in nanoseconds; 0 is one that may change without being seen.
_Review: TypeAlias = "tuple[str, list[int], Reviewed]"
_Row: TypeAlias = "tuple[int, int, tuple[str, str, str, int], list[_Review]]"


class Reviewed(NamedTuple):
    """How far one reviewer is with one document.

    `reviewed` counts measures and `tags` the marks that carry each tag, with those that wait for
    a measure. `last` is when it was last
    saved, in microseconds since 1970. `trouble` says why it could not be read.
    """

    reviewer: str
    reviewed: int
    tags: dict[str, int]
    last: int
    trouble: str


class Listed(NamedTuple):
    """One document of a library: what it is, where it came from, and who reviewed how much.

    Of a document that was not kept there is nothing but its reviews: no title, 0 `measures`.
    `last` is when somebody last saved, in microseconds since 1970, 0 for never.
    """

    id: str
    title: str
    issuer: str
    source: str
    measures: int
    reviews: list[Reviewed]
    last: int


def listed(root: Path) -> list[Listed]:
    """All documents of the library in this folder, the last saved first.

    Raises StoreError where the folder cannot be read; none is an empty library. A review that
    cannot be read is listed with the reason.
    """
    with uncollected():
        return _listed(root)


def _listed(root: Path) -> list[Listed]:
    before = _remembered(root)
    now: dict[str, _Row] = {}
    try:
        for folder in _folders(root):
            row = before.get(folder.name)
            if row is None or not _is_current(row, folder):
                row = _read(folder)
            now[folder.name] = row
    except OSError as error:
        raise explained(root, "not read", error) from error
    if len(before) > len(now) or any(before.get(name) is not row for name, row in now.items()):
        _remember(root, now)
    found = [
        Listed(name, *document, [Reviewed(*reviewed) for _, _, reviewed in reviews], last)
        for name, (_, last, document, reviews) in now.items()
    ]
    found.sort(key=attrgetter("last", "id"), reverse=True)
    return found


def _remembered(root: Path) -> dict[str, _Row]:
    """The rows of the last time, by folder; none where the file is not as we wrote it."""
    try:
        checksum, data = (root / INDEX).read_bytes().split(b"\n", 1)
    except (OSError, ValueError):
        return {}
    rows: dict[str, _Row] = json.loads(data) if checksum == _checksum(data) else {}
    return rows


def _remember(root: Path, rows: dict[str, _Row]) -> None:
    """Keep the rows for the next time, if the library can be written."""
    data = json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode(
        "utf-8", "surrogatepass"
    )
    with suppress(OSError):
        disk.replace(root / INDEX, _checksum(data) + b"\n" + data)


def _checksum(data: bytes) -> bytes:
    """Of the rows and of the form they are in, which another Piyue may have changed."""
    return b'{"schema":%d,"crc":"%08x"}' % (_SCHEMA, crc32(data))


def _folders(root: Path) -> Iterator[os.DirEntry[str]]:
    with suppress(FileNotFoundError), os.scandir(root) as entries:
        yield from (one for one in entries if one.is_dir() and not one.name.startswith("."))


def _is_current(row: _Row, folder: os.DirEntry[str]) -> bool:
    """Whether nothing came or went in the folder, and no review in it grew."""
    if folder.stat().st_mtime_ns != row[0]:
        return False
    for name, stamp, _ in row[3]:
        try:
            status = os.stat(f"{folder.path}/{name}")  # noqa: PTH116 - Path takes twice as long
        except OSError:
            return False
        if status.st_size != stamp[0] or status.st_mtime_ns != stamp[1]:
            return False
    return True


def _stamp(path: Path) -> list[int]:
    """Size and date of a file; zeros where it is gone."""
    try:
        status = path.stat()
    except OSError:
        return [0, 0]
    return [status.st_size, status.st_mtime_ns]


def _read(folder: os.DirEntry[str]) -> _Row:
    """What there is to tell of a folder."""
    at = folder.stat().st_mtime_ns
    path = Path(folder.path)
    reviews = review_files(path)
    stamps = [_stamp(one) for one in reviews]  # before reading: what comes later shows
    told = [(one.name, stamp, _reviewed(one)) for one, stamp in zip(reviews, stamps, strict=True)]
    return (
        at if at < time_ns() - _SETTLED else 0,
        max([reviewed.last for _, _, reviewed in told], default=0),
        _document(path / DOCUMENT),
        told,
    )


def _document(path: Path) -> tuple[str, str, str, int]:
    with suppress(OSError, ReadError, TypeError, AttributeError, ValueError):
        record = record_of(path.read_bytes())
        facts = record["metadata"]
        title, issuer = str(facts.get("title", "")), str(facts.get("issuer", ""))
        return title, issuer, str(record.get("source", "")), int(record.get("measures", 0))
    return "", "", "", 0


def _reviewed(path: Path) -> Reviewed:
    reviewer = name_in(path.stem)
    fold = Fold()
    try:
        for entry in FileLog(path).tail().entries:
            fold.add(entry)
        records = fold.tables().get(ANNOTATIONS, {})
        progress = review.progress(0, map(review.from_record, records.values()))
        waiting = sum(map(review.is_waiting, records))
    except StoreError as error:
        return Reviewed(reviewer, 0, {}, 0, error.cause)
    except ValueError as error:
        return Reviewed(reviewer, 0, {}, fold.newest, str(error))
    return Reviewed(reviewer, progress.reviewed - waiting, dict(progress.tags), fold.newest, "")
