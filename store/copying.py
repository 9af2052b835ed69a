"""Copy saves from one review to another as they stand, line by line.

A merge is a union of lines, so its order and its repetition do not matter. Nothing is lost where
two different saves have one name, which only a tool that makes up lines can bring about: both
lines are kept, and each is repeated under a name of its own, made of its content, so that every
copy of the review comes to the same records whichever of the two it had first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from core.review import from_record
from store import disk
from store.entry import Entry, Record, decoded, encoded, ref
from store.errors import DamagedLogError, StoreError, explained
from store.fold import Fold
from store.log import FileLog
from store.review import ANNOTATIONS

TRIES = 10
LEVELS = 40  # of lists and objects in one another; an annotation has 5, and a reader's stack 1000


class Line(NamedTuple):
    """A save: the line as it stands, without its end, what it says, and that in one spelling."""

    data: bytes
    entry: Entry
    canonical: bytes


class Content(NamedTuple):
    """A review's file: its lines in order, the bytes that these are, and those of a torn end."""

    lines: list[Line]
    whole: bytes
    torn: bytes


def content(path: Path) -> Content:
    """What stands in a review's file; nothing where there is no file.

    Reading changes nothing. Raises StoreError as `FileLog.tail` does, DamagedLogError also where
    none of several lines is a save, and for a line that no Piyue can have written: its JSON
    cannot be written again.
    """
    log = FileLog(path)
    for _ in range(TRIES):
        before = _read(path)
        tail = log.tail()
        data = _read(path)
        whole = data[: tail.position.offset]
        lines = [_bare(line) for line in whole.split(b"\n") if line.strip()]
        torn = data[len(whole) :]
        if data == before and len(lines) == len(tail.entries):
            if not lines and b"\n" in torn.strip():
                raise DamagedLogError(path, "no line of it is whole")
            canonical = [_canonical(path, *one) for one in enumerate(tail.entries, 1)]
            return Content(list(map(Line, lines, tail.entries, canonical)), whole, torn)
    raise StoreError(path, "another program keeps replacing the file")


def _read(path: Path) -> bytes:
    try:
        if not path.exists():
            return b""
        if not path.is_file():  # a pipe would never end, a folder is none
            raise StoreError(path, "not a file")
        return path.read_bytes()
    except OSError as error:
        raise explained(path, "cannot be read", error) from error


def _bare(line: bytes) -> bytes:
    """The line without what an editor put around it, unless its checksum counts that in."""
    text = line.strip()
    return text if text == line or decoded(text) else line


def _canonical(path: Path, number: int, entry: Entry) -> bytes:
    try:
        return encoded(entry)
    except (ValueError, RecursionError) as error:
        raise _impossible(path, number) from error


def _impossible(path: Path, number: int) -> DamagedLogError:
    return DamagedLogError(path, f"a line that Piyue cannot have written: {number}")


def check(path: Path, lines: Sequence[Line]) -> None:
    """Raise DamagedLogError where a review could not be opened with these lines in it.

    For lines that others hand us; `path` is where they come from.
    """
    for number, line in enumerate(lines, 1):
        try:
            for key, record in line.entry["set"].get(ANNOTATIONS, {}).items():
                int(key)
                if record is not None:
                    from_record(record)
        except ValueError as error:
            raise _impossible(path, number) from error
        if not is_shallow(line.entry):
            raise _impossible(path, number)


def is_shallow(value: object, levels: int = LEVELS) -> bool:
    """Whether a JSON value can be copied and written without running out of stack."""
    if isinstance(value, dict):
        value = list(value.values())
    if not isinstance(value, list):
        return True
    return levels > 0 and all(is_shallow(one, levels - 1) for one in value)


def records(lines: Iterable[Line]) -> dict[str, Record]:
    """The annotations that stand after these lines, by key."""
    fold = Fold()
    for line in lines:
        fold.add(line.entry)
    return fold.tables().get(ANNOTATIONS, {})


def missing(ours: Sequence[Line], theirs: Sequence[Line]) -> tuple[list[bytes], list[bytes]]:
    """The lines of theirs that we do not have, and the repetitions that make names clear."""
    known = {line.canonical: line.entry for line in ours}
    news = []
    for line in theirs:
        if line.canonical not in known:
            known[line.canonical] = line.entry
            news.append(line.data)
    return news, [line for line in _under_own_names(known) if line not in known]


def _under_own_names(known: Mapping[bytes, Entry]) -> Iterator[bytes]:
    times = Counter(map(ref, known.values()))
    for line, entry in known.items():
        if times[ref(entry)] > 1:
            yield encoded({**entry, "id": f"{entry['id']}-{sha256(line).hexdigest()[:16]}"})


def add(path: Path, lines: Sequence[Line]) -> int:
    """Put those of the lines that the review does not have behind its own; how many these were.

    They are on the disk when this returns. No file is made for nothing. On StoreError, and when
    the power goes, the review is as it was before: it is replaced as a whole, since the blocks of
    a long piece that was only appended may reach the disk in any order.
    """
    if not any(missing(content(path).lines, lines)):
        return 0
    with _locked(path):
        ours = content(path)
        news, copies = missing(ours.lines, lines)
        if news or copies:
            if ours.torn:
                disk.append(FileLog(path).torn, ours.torn + b"\n")
            whole = [ours.whole.removesuffix(b"\n")] if ours.whole else []
            disk.replace(path, b"".join(b"%b\n" % line for line in [*whole, *news, *copies]))
        return len(news)


def set_torn_aside(path: Path) -> Path:
    """Move a torn end of a review to FILE.torn, as the next save would; FILE.torn."""
    log = FileLog(path)
    with log.lock():
        content(path)  # what is no review is not cut
        log.tail()
        log.set_torn_aside()
    return log.torn


def replace(path: Path, lines: Sequence[Line]) -> Path:
    """Put these lines in the place of a damaged review; where that stands from now on.

    There is a whole file under each of the two names at any moment. On StoreError the review is
    as it was before.
    """
    with _locked(path):
        damaged = _read(path)
        aside = _free_name(path, damaged)
        disk.replace(aside, damaged)
        disk.replace(path, b"".join(b"%b\n" % line.data for line in lines))
    return aside


def _free_name(path: Path, data: bytes) -> Path:
    """A name for what is set aside that no other file has."""
    number = 1
    while True:
        name = path.with_name(f"{path.name}.damaged" + (f"-{number}" if number > 1 else ""))
        if not name.exists() or _read(name) == data:
            return name
        number += 1


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """While the review's file is locked. What the system refuses inside, too: StoreError."""
    try:
        fd, _ = disk.open_locked(path)
        try:
            yield
        finally:
            disk.unlock(fd)
    except OSError as error:
        raise explained(path, "not saved", error) from error
