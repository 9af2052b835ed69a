"""Write every save to the end of a file so that it survives a crash, and read such files back.

The promises, and what keeps them. A save that returned is on the disk: one write and one sync of
the file, and of the folder before the first line. Whatever happens during a save, the file reads
as before it or as after it: lines are only appended, each carries a checksum, and a torn last
line is passed over. Two processes never mix: the data file itself is locked. Lines are never
rewritten, so members that this version does not know stay where they are.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from store import disk
from store.entry import VERSION, Entry, all_decoded, decoded, encoded
from store.errors import (
    BadRecordError,
    ConflictError,
    DamagedLogError,
    NewerFormatError,
    ReadOnlyError,
    StoreError,
    explained,
)

__all__ = [
    "START",
    "BadRecordError",
    "ConflictError",
    "DamagedLogError",
    "FileLog",
    "NewerFormatError",
    "Position",
    "ReadOnlyError",
    "StoreError",
    "Tail",
]


class Position(NamedTuple):
    """How far a log has been read.

    `stamp` tells whether the file was touched since; `mark`, the bytes before `offset`, whether
    it still goes on from there.
    """

    stamp: disk.Stamp = ()
    offset: int = 0
    mark: bytes = b""


class Tail(NamedTuple):
    """Entries new since a position; with `anew` they are the whole log, and older ones are void."""

    entries: list[Entry]
    position: Position
    anew: bool


START = Position()
MARK = 64


class Held:
    """A `with` block made of two calls; as a generator it would be a tenth of what a save costs."""

    __slots__ = ("_begin", "_end")

    def __init__(self, begin: Callable[[], object], end: Callable[[], object]) -> None:
        self._begin = begin
        self._end = end

    def __enter__(self) -> None:
        self._begin()

    def __exit__(self, *_: object) -> None:
        self._end()


class FileLog:
    """The log in one file, shared by any number of processes on one machine.

    Nothing is created before the first lock: an absent file reads as an empty log.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.torn = path.with_name(path.name + ".torn")
        self._name = str(path)
        self._fd: int | None = None
        self._locked: disk.Stamp = ()
        self._end: Position | None = None

    def lock(self) -> Held:
        """While it is held nobody else appends; the system frees it when the holder dies.

        The file is made if need be. StoreError when it cannot be opened for writing.
        """
        return Held(self.acquire, self.release)

    def acquire(self, known: Position = START) -> bool:
        """Begin to hold the lock; whether the log still ends at `known`.

        Where it does, `append` needs no `tail`.
        """
        try:
            self._fd, self._locked = disk.open_locked(self._name)
        except OSError as error:
            raise explained(self.path, "not saved", error) from error
        self._end = known if known.stamp == self._locked else None
        return self._end is not None

    def release(self) -> None:
        """Give the lock back."""
        fd, self._fd, self._end = self._fd, None, None
        if fd is not None:
            disk.unlock(fd)

    def tail(self, after: Position = START) -> Tail:
        """What was added since `after`; everything, with `anew`, where the file was replaced.

        Reading changes nothing: a torn last line is passed over. DamagedLogError for a bad line
        before a good one, NewerFormatError for a line of a later version.
        """
        try:
            if self._fd is None:
                return self._read_unlocked(after)
            tail = self._read(self._fd, after, self._locked or disk.stamp(self._fd))
        except OSError as error:
            raise explained(self.path, "cannot be read", error) from error
        self._end = tail.position
        return tail

    def _read_unlocked(self, after: Position) -> Tail:
        if after.stamp and after.stamp == disk.stamp_at(self._name):
            return Tail([], after, anew=False)
        fd = disk.open_to_read(self.path)
        if fd is None:
            return Tail([], START, anew=True)
        try:
            return self._read(fd, after, disk.stamp(fd))
        finally:
            os.close(fd)

    def append(self, entry: Entry) -> Position:
        """Add one entry; needs `lock` and, under it, a `tail` that came to the end.

        When this returns, the entry is on the disk. When it raises StoreError, the file was cut
        back to what it was; if even that failed, the line may be there, whole or torn, and the
        next `tail` tells. A torn last line of earlier is first set aside in FILE.torn.
        """
        line = self._line(entry)
        fd, end = self._fd, self._end
        if fd is None or end is None:
            raise RuntimeError("append() needs lock() and a tail() under it")
        if end.mark and not end.mark.endswith(b"\n"):
            line = b"\n" + line  # an editor or a merge dropped the last newline
        self._end, self._locked = None, ()
        try:
            if end.stamp[2] > end.offset or not end.offset:
                self._make_ready(fd, end)
            try:
                disk.write(fd, line)
                disk.sync(fd)
            except OSError:
                disk.cut(fd, end.offset)
                raise
            self._end = _beyond(end, line, disk.stamp(fd))
        except OSError as error:
            raise explained(self.path, "not saved", error) from error
        return self._end

    def _line(self, entry: Entry) -> bytes:
        try:
            return encoded(entry) + b"\n"
        except (TypeError, ValueError, RecursionError) as error:
            cause = f"not saved: the record cannot be kept as JSON ({error})"
            raise BadRecordError(self.path, cause) from error

    def set_torn_aside(self) -> None:
        """Move a torn end to FILE.torn, as the next save would; needs `lock` and a `tail` under it.

        StoreError when that cannot be done; the end is in one of the two files at any moment.
        """
        fd, end = self._fd, self._end
        if fd is None or end is None:
            raise RuntimeError("set_torn_aside() needs lock() and a tail() under it")
        self._end, self._locked = None, ()
        try:
            if end.stamp[2] > end.offset:
                self._cut_torn(fd, end)
                disk.sync(fd)
        except OSError as error:
            raise explained(self.path, "not saved", error) from error

    def _make_ready(self, fd: int, end: Position) -> None:
        """Cut a torn end; see that the file's name is on the disk."""
        if end.stamp[2] > end.offset:
            self._cut_torn(fd, end)
        if end.offset == 0:
            disk.sync_name(self.path)

    def _cut_torn(self, fd: int, end: Position) -> None:
        """Take off what is torn, once FILE.torn has it on the disk."""
        disk.append(self.torn, disk.read_from(fd, end.offset) + b"\n")
        os.ftruncate(fd, end.offset)

    def _read(self, fd: int, after: Position, stamp: disk.Stamp) -> Tail:
        if stamp == after.stamp:
            return Tail([], after, anew=False)
        if _goes_on(fd, stamp, after):
            # Read again from the start when damaged: for the number of the line in the file, and
            # because a writer may have cut a torn line while we read.
            with suppress(DamagedLogError):
                return self._read_from(fd, after, stamp)
        try:
            return self._read_from(fd, START, stamp)
        except DamagedLogError:
            return self._read_from(fd, START, stamp)

    def _read_from(self, fd: int, start: Position, stamp: disk.Stamp) -> Tail:
        data = disk.read_from(fd, start.offset)
        entries, length = self._whole_lines(data)
        return Tail(entries, _beyond(start, data[:length], stamp), anew=start is START)

    def _whole_lines(self, data: bytes) -> tuple[list[Entry], int]:
        """The entries, and the length of the data up to a torn end."""
        whole = data.rfind(b"\n") + 1
        entries = all_decoded(data[:whole])
        if entries is None:
            entries, whole = [], 0
        length = end = whole
        bad = 0
        for number, line in enumerate(data[whole:].split(b"\n"), len(entries) + 1):
            end = min(end + len(line) + 1, len(data))
            text = line.strip()
            entry = decoded(text) if text else None
            if entry is not None:
                self._refuse(entry, number, bad)
                entries.append(entry)
            elif text:
                bad = bad or number
            if not bad:
                length = end
        return entries, length

    def _refuse(self, entry: Entry, number: int, bad: int) -> None:
        """Raise where a good line follows a bad one, or is of a later version."""
        if bad:
            raise DamagedLogError(
                self.path,
                f"line {bad} is damaged and good lines follow it; the file is left as it is. "
                "Bring back a good copy of the file, or take that line out of it",
            )
        if entry["v"] > VERSION:
            raise NewerFormatError(
                self.path,
                f"line {number} was written by a newer version of Piyue; the file is left as it "
                "is. Please update",
            )


def _beyond(start: Position, data: bytes, stamp: disk.Stamp) -> Position:
    """The position after `data`, which was read or written at `start`."""
    return Position(stamp, start.offset + len(data), (start.mark + data[-MARK:])[-MARK:])


def _goes_on(fd: int, stamp: disk.Stamp, after: Position) -> bool:
    """Whether the file is the one read before, grown, and not another or a rewritten one."""
    if after == START or stamp[:2] != after.stamp[:2] or stamp[2] <= after.stamp[2]:
        return False
    begin = after.offset - len(after.mark)
    return disk.read_from(fd, begin, len(after.mark)) == after.mark
