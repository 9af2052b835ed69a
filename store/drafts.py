"""Keep on the disk what is typed of a note until the note itself is kept, however that ends."""

from __future__ import annotations

import errno
import json
import os
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Lock
from typing import Any

from store import disk
from store.errors import explained
from store.names import file_name

try:
    import fcntl
except ImportError:  # Windows: there is no saving
    fcntl = None  # type: ignore[assignment]

_FOLDER = ".drafts"  # hidden in the library, so that it is taken for no document
_SUFFIX = ".json"
_LARGEST = 16 << 20  # bytes; no note that can be edited takes more
_TRIES = 20  # to lock a file that another terminal looks into, which takes a millisecond
_BETWEEN_TRIES = 0.005  # seconds


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed of a note on the measures whose annotations have these keys.

    `former` is the note that stood there when typing began; `at` is the time of the last change,
    in ISO 8601.
    """

    keys: tuple[str, ...]
    former: str
    text: str
    at: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where the drafts of one reviewer about one document are."""

    library: Path
    document_id: str
    reviewer: str

    @property
    def folder(self) -> Path:
        """The folder of the reviewer's drafts about all documents."""
        return self.library / _FOLDER / file_name(self.reviewer)

    def fresh(self) -> Path:
        """A file that no draft has."""
        return self.folder / f"{file_name(self.document_id)}.{os.urandom(4).hex()}{_SUFFIX}"

    def files(self) -> list[Path]:
        """The files of all drafts, also of those that somebody is typing. OSError."""
        begin = f"{file_name(self.document_id)}."
        try:
            with os.scandir(self.folder) as entries:
                names = [one.name for one in entries if one.is_file(follow_symlinks=False)]
        except FileNotFoundError:
            return []
        ours = (name for name in names if name.startswith(begin) and name.endswith(_SUFFIX))
        return [self.folder / name for name in ours]


class DraftFile:
    """Keeps one draft, for any thread; nobody else has it as long as this program types into it.

    The file is locked meanwhile. The lock ends with the program, even where that is killed, and
    tells the others that the draft waits for whoever takes it up.
    """

    def __init__(self, shelf: Shelf) -> None:
        """Nothing is on the disk before the first `save`."""
        self._shelf = shelf
        self._path = shelf.fresh()
        self._lock: int | None = None
        self._busy = Lock()
        self._ended = False

    def save(self, draft: Draft) -> None:
        """Returns when the draft is on the disk; after `delete` or `release` it does nothing.

        Raises StoreError, and what was saved before is still there.
        """
        with self._busy:
            if self._ended:
                return
            try:
                disk.replace(self._path, json.dumps({"v": 1, **asdict(draft)}).encode())
                lock = _locked(self._path, _TRIES)
            except OSError as error:
                raise explained(self._path, "not saved", error) from error
            self._unlock()
            self._lock = lock
            if lock is None:  # another terminal took it up before it was locked: it is theirs
                self._path = self._shelf.fresh()

    def delete(self) -> None:
        """There is no draft any more."""
        with self._busy:
            self._ended = True
            with suppress(OSError):
                self._path.unlink(missing_ok=True)
            self._unlock()

    def release(self) -> None:
        """Leave the draft to whoever takes it up."""
        with self._busy:
            self._ended = True
            self._unlock()

    def _unlock(self) -> None:
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    @classmethod
    def taken_up(cls, shelf: Shelf, path: Path) -> tuple[DraftFile, Draft] | None:
        """A draft that waits, and its file as this program's own; None where it waits no more."""
        lock = None
        with suppress(OSError):
            lock = _locked(path)
        if lock is None:
            return None
        draft = _read(lock)
        if draft is None:
            os.close(lock)
            return None
        file = cls(shelf)
        file._path, file._lock = path, lock
        return file, draft


def waiting(shelf: Shelf) -> dict[Path, Draft]:
    """The drafts that nobody is typing, by file, the newest first. Raises StoreError."""
    found: dict[Path, Draft] = {}
    try:
        for path in shelf.files():
            if (lock := _locked(path)) is not None:
                try:
                    if draft := _read(lock):
                        found[path] = draft
                finally:
                    os.close(lock)
    except OSError as error:
        raise explained(shelf.folder, "cannot be read", error) from error
    return dict(sorted(found.items(), key=lambda one: one[1].at, reverse=True))


def _locked(path: Path, tries: int = 1) -> int | None:
    """The open file, locked until it is closed or this program ends.

    None where it cannot be opened, or somebody else has locked or replaced it. OSError where there
    are no locks.
    """
    if fcntl is None:
        raise OSError(errno.ENOSYS, "this system has no file locks that Piyue can use")
    try:
        fd = os.open(path, os.O_RDWR)
    except OSError:
        return None
    try:
        for left in reversed(range(tries)):
            with suppress(BlockingIOError):
                fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if disk.stamp_at(path)[:2] == disk.stamp(fd)[:2]:
                    return fd
                break
            if left:
                time.sleep(_BETWEEN_TRIES)
    except BaseException:
        os.close(fd)
        raise
    os.close(fd)
    return None


def _read(fd: int) -> Draft | None:
    """The draft in a file; None where that holds none, or is of a newer Piyue."""
    try:
        found: Any = json.loads(disk.read_from(fd, 0, _LARGEST))
        if found["v"] != 1:
            return None
        keys, texts = found["keys"], [found[name] for name in ("former", "text", "at")]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    if not isinstance(keys, list) or not all(isinstance(one, str) for one in [*keys, *texts]):
        return None
    return Draft(tuple(keys), *texts)
