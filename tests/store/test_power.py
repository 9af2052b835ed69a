"""What is true after the power went away: before any call of a session, whatever the disk kept.

As SQLite's tests do: what was not synced is held back, and of it the disk keeps any part, in any
order, or noise. `tests/benchmarks/kills.py` cuts the power of a real file system.
"""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from store import disk
from store.entry import Record
from store.library import Library, ReviewFile
from store.log import FileLog

pytestmark = pytest.mark.skipif(disk.fcntl is None, reason="saving needs file locks")

SECTOR = 512  # bytes, which a disk writes whole or not at all


class PowerCutError(BaseException):
    """The machine is off; no handler of errors runs."""


class Machine:
    """Knows what is on the disk for good, and is switched off before a given call."""

    def __init__(self, folder: Path, cut_before: int) -> None:
        self.folder = folder
        self.is_off = False
        self._calls = 0
        self._cut_before = cut_before
        self._paths: dict[int, Path] = {}
        self._synced = {path: path.read_bytes() for path in self._files()}
        self._names = set(folder.rglob("*"))

    def _files(self) -> list[Path]:
        return [path for path in self.folder.rglob("*") if path.is_file()]

    @contextmanager
    def running(self) -> Iterator[None]:
        """Until it is switched off."""
        with pytest.MonkeyPatch.context() as patch:
            for name in ("mkdir", "write", "ftruncate"):
                patch.setattr(os, name, self._counted(getattr(os, name)))
            patch.setattr(os, "open", self._counted(self._opened))
            patch.setattr(os, "fdatasync", self._counted(self._synced_file))
            patch.setattr(os, "fsync", self._counted(self._synced_folder))
            try:
                yield
            except PowerCutError:
                self.is_off = True

    def _counted(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any) -> Any:
            self._calls += 1
            if self._calls >= self._cut_before:
                raise PowerCutError
            return real(*arguments)

        return call

    def _opened(self, path: Path | str, *how: int, really: Callable[..., int] = os.open) -> int:
        fd = really(path, *how)
        self._paths[fd] = Path(path)
        return fd

    def _synced_file(self, fd: int) -> None:
        self._synced[self._paths[fd]] = self._paths[fd].read_bytes()

    def _synced_folder(self, fd: int) -> None:
        self._names |= set(self._paths[fd].iterdir())

    def keeps(self, chance: random.Random) -> None:
        """Leave on the disk what it may have kept, one of many ways."""
        for path in sorted(self.folder.rglob("*")):
            if path not in self._names and chance.random() < 0.5 and path.exists():
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        for path in self._files():
            old, new = self._synced.get(path, b""), path.read_bytes()
            path.write_bytes(mixed(old, new, chance))


def mixed(old: bytes, new: bytes, chance: random.Random) -> bytes:
    """Any sectors of both, zeros or noise where they differ; the length of one, or one between."""
    same = next((at for at, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), len(old))
    same = min(same, len(new))
    length = chance.choice([len(old), len(new), chance.randint(same, max(len(old), len(new)))])
    kept = bytearray(length)
    kept[:same] = new[:same]
    for start in range(same - same % SECTOR, length, SECTOR):
        begin, end = max(start, same), min(start + SECTOR, length)
        source = chance.choice([old, new, new, b"", chance.randbytes(end)])
        kept[begin:end] = source[begin:end].ljust(end - begin, b"\0")
    return bytes(kept[:length])


SAVES = 3
NOTE = "好" * 90  # so that a line soon takes several sectors


def opened(folder: Path) -> ReviewFile:
    return Library(folder / "library").review("d0c", "张三")


def marked(was: Record | None) -> Record:
    return {"note": (was or {}).get("note", "") + NOTE}


def sitting(folder: Path, cut_before: int, saves: int) -> tuple[Machine, int]:
    """Save until the power goes away; how many saves are acknowledged by then, `saves` before."""
    machine = Machine(folder, cut_before)
    with machine.running():
        for _ in range(SAVES):
            opened(folder).change_all({str(saves % 2): marked, str(saves): marked}, "mark")
            saves += 1
    return machine, saves


def records(saves: int) -> dict[str, Record]:
    """What is to be there after so many saves."""
    found: dict[str, Record] = {}
    for number in range(saves):
        found |= {key: marked(found.get(key)) for key in {str(number % 2), str(number)}}
    return found


def torn_end(folder: Path) -> bytes:
    log = FileLog(opened(folder).path)
    return log.path.read_bytes()[log.tail().position.offset :] if log.path.exists() else b""


def all_bytes(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("seed", range(5))
def test_a_power_cut_loses_nothing_acknowledged_and_the_next_session_works(
    tmp_path: Path, seed: int
) -> None:
    for cut_before in count(1):
        chance = random.Random(f"{seed} {cut_before}")
        folder = tmp_path / str(cut_before)
        folder.mkdir()
        machine, saves = sitting(folder, cut_before, 0)
        if not machine.is_off:
            break
        torn: list[bytes] = []
        for _ in range(4):
            machine.keeps(chance)
            found = opened(folder).annotations()
            assert found in (records(saves), records(saves + 1)), cut_before
            assert all(end in all_bytes(folder) for end in torn), cut_before
            saves += found != records(saves)
            torn.append(torn_end(folder))
            machine, saves = sitting(folder, chance.randint(1, 30), saves)
    assert cut_before > 5 * SAVES
