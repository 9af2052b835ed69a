"""The few things asked of the operating system, each with what it guarantees when it returns.

Every function raises OSError when it cannot keep its word.
"""

from __future__ import annotations

import errno
import os
import stat
import time
from contextlib import suppress
from operator import attrgetter
from pathlib import Path
from typing import TypeAlias

try:
    import fcntl
except ImportError:  # Windows: reviews can be read there, saving is refused
    fcntl = None  # type: ignore[assignment]

Stamp: TypeAlias = tuple[int, ...]
# Device, number, size and date: one of them differs once a file was written or replaced.
STAMP = attrgetter("st_dev", "st_ino", "st_size", "st_mtime_ns")
O_BINARY = getattr(os, "O_BINARY", 0)  # Windows
O_NONBLOCK = getattr(os, "O_NONBLOCK", 0)  # for a pipe, which would wait for a writer
TRIES = 100
LONGEST_WAIT = 5.0  # seconds; a save takes milliseconds
FULL_SYNC = getattr(
    fcntl, "F_FULLFSYNC", None
)  # macOS, where fsync leaves data in the drive's cache


def open_to_read(path: Path) -> int | None:
    """The file, None where there is none; nothing is created, and nobody is waited for."""
    try:
        return os.open(path, os.O_RDONLY | O_BINARY | O_NONBLOCK)
    except FileNotFoundError:
        return None


def open_locked(path: str | Path) -> tuple[int, Stamp]:
    """The file, made if need be, open for appending and locked against every other writer.

    With it comes its stamp. It is the file itself that is locked, so no lock file can be left
    behind. A file that was replaced while we waited is let go for the new one.
    """
    if fcntl is None:
        raise OSError(errno.ENOSYS, "this system has no file locks that Piyue can use")
    for _ in range(TRIES):
        fd = _open_to_append(path)
        try:
            _lock(fd)
            locked = stamp(fd)
            if stamp_at(path)[:2] == locked[:2]:
                return fd, locked
        except BaseException:
            os.close(fd)
            raise
        os.close(fd)
    raise OSError(errno.EBUSY, "another program keeps replacing the file")


def _lock(fd: int) -> None:
    """Lock, or give up where another program holds the lock much longer than a save takes."""
    deadline = None
    while True:
        try:
            return fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            deadline = deadline or time.monotonic() + LONGEST_WAIT
            if time.monotonic() > deadline:
                raise OSError(errno.EBUSY, "another program holds the review locked") from None
            time.sleep(0.002)


def _open_to_append(path: str | Path) -> int:
    flags = os.O_RDWR | os.O_APPEND | os.O_CREAT
    try:
        return os.open(path, flags, 0o600)
    except FileNotFoundError:
        _make_folder(Path(path).parent)
        return os.open(path, flags, 0o600)


def _make_folder(folder: Path) -> None:
    """Make a folder and those above it, for the user alone, each on the disk."""
    if folder.is_dir():
        return
    _make_folder(folder.parent)
    with suppress(FileExistsError):
        folder.mkdir(0o700)
    _sync_folder(folder.parent)


def unlock(fd: int) -> None:
    """Give the lock back and close; closing alone would leave the lock to a forked child.

    What was synced is safe whatever becomes of this, so it raises nothing.
    """
    with suppress(OSError):
        fcntl.flock(fd, fcntl.LOCK_UN)
    with suppress(OSError):
        os.close(fd)


def stamp(fd: int) -> Stamp:
    """The stamp of an open file; OSError for what is none, such as a device without end."""
    status = os.fstat(fd)
    if not stat.S_ISREG(status.st_mode):
        raise OSError(errno.EINVAL, "not a file")
    found: Stamp = STAMP(status)
    return found


def stamp_at(path: str | Path) -> Stamp:
    """The stamp of the file that has this name now; empty where none has it."""
    try:
        found: Stamp = STAMP(os.stat(path))  # noqa: PTH116 - in every save, Path is slower
    except FileNotFoundError:
        return ()
    return found


def read_from(fd: int, offset: int, length: int = -1) -> bytes:
    """The bytes from `offset` on, to the end or at most `length`."""
    with os.fdopen(fd, "rb", buffering=0, closefd=False) as file:
        file.seek(offset)
        return file.read(length)


def append(path: Path, data: bytes) -> None:
    """Add to the end of a file, made if need be; file and folder are on the disk."""
    fd = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        write(fd, data)
        sync(fd)
    finally:
        os.close(fd)
    _sync_folder(path.parent)


def replace(path: Path, data: bytes) -> None:
    """Make a file of these bytes: whole and on the disk, or as before. A link stays a link."""
    path = Path(os.path.realpath(path))
    _make_folder(path.parent)
    draft = path.with_name(f".{path.name}.{os.getpid()}.{os.urandom(4).hex()}")
    try:
        fd = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            write(fd, data)
            sync(fd)
        finally:
            os.close(fd)
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def write(fd: int, data: bytes) -> None:
    """Hand all of it to the system in one call."""
    if os.write(fd, data) < len(data):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def sync(fd: int) -> None:
    """The data and the length of the file are on the disk."""
    if FULL_SYNC is None:
        os.fdatasync(fd)
        return
    try:
        fcntl.fcntl(fd, FULL_SYNC)
    except OSError:  # not every file system has it
        os.fsync(fd)


def sync_name(path: Path) -> None:
    """The file's name is on the disk, and that of its folder: neither is lost with the power.

    A session that was killed may have made them without coming to this.
    """
    folder = Path(os.path.realpath(path)).parent
    _sync_folder(folder)
    _sync_folder(folder.parent)


def _sync_folder(folder: Path) -> None:
    fd = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(fd)
    except OSError as error:
        if error.errno not in {
            errno.EINVAL,
            errno.ENOTSUP,
        }:  # network disks that sync by themselves
            raise
    finally:
        os.close(fd)


def cut(fd: int, length: int) -> None:
    """Take off what is after `length`, as far as the disk lets us."""
    with suppress(OSError):
        os.ftruncate(fd, length)
        sync(fd)
