"""Kill programs that save, most of all while they save, cut the power, and count what is left.

    python -m tests.benchmarks.kills [--commands N] [--apps N] [--power N]

`piyue tag` runs in two loops on one review: what exit status 0 acknowledged has to be there after
each kill. The app runs in a terminal, with keys pressed at random: so has all that its status
line showed as saved. A kill comes at a random moment of a save, which inotify tells us of; the
process is stopped first, to see whether it has the review open for writing.

The power is cut, where root may, on a disk image: its blocks are copied when the saving process
is killed, without what was not synced by then. That losses would be seen, the same shows for
saves that are not synced.
"""

from __future__ import annotations

import argparse
import ctypes
import os
import random
import re
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from core.document import Document
from core.reading import read
from core.review import key_of
from store.errors import StoreError
from store.library import Library, ReviewFile
from tests.end_to_end.terminal import Terminal
from tui.opening import shipped_report

ROOT = Path(__file__).parents[2]
REVIEWER = "李"
SPREAD = 0.002  # seconds; kills fall so long after the review was opened
LOOPS = 2
KILLED_OF = 4  # commands, of which one is left to end


@dataclass(slots=True)
class Tally:
    """What became of the saves of programs that were killed, `inside` of them during a save."""

    kills: int = 0
    inside: int = 0
    acknowledged: int = 0
    lost: int = 0
    unreadable: int = 0

    def look(self, review: ReviewFile, expected: dict[str, set[str]]) -> None:
        """Count what is not there; `expected` has the notes that a record may have, by key."""
        try:
            found = review.annotations()
        except StoreError:
            self.unreadable += 1
            return
        for key, notes in expected.items():
            self.lost += key not in found or found[key]["note"] not in notes


class Watch:
    """Waits until a file is opened; where the system has no inotify, for any time."""

    IN_OPEN = 0x20

    def __init__(self, path: Path) -> None:
        self._fd = -1
        with suppress(AttributeError, OSError):
            libc = ctypes.CDLL(None)
            self._fd = libc.inotify_init1(os.O_NONBLOCK)
            libc.inotify_add_watch(self._fd, os.fsencode(path), self.IN_OPEN)

    def wait(self, seconds: float) -> None:
        if self._fd < 0:
            time.sleep(random.uniform(0, seconds))
        elif select.select([self._fd], [], [], seconds)[0]:
            os.read(self._fd, 65536)

    def forget(self) -> None:
        with suppress(OSError):
            os.read(self._fd, 65536)

    def close(self) -> None:
        if self._fd >= 0:
            os.close(self._fd)


def kill(process: subprocess.Popen[bytes], review: Path) -> bool | None:
    """Stop a process, look, kill it: whether it was saving. None where it had ended by itself."""
    time.sleep(random.uniform(0, SPREAD))
    process.send_signal(signal.SIGSTOP)
    inside = is_saving(process.pid, review)
    process.kill()
    return inside if process.wait() == -signal.SIGKILL else None


def is_saving(process: int, review: Path) -> bool:
    """Whether it has the review open for appending."""
    with suppress(OSError):
        for fd in Path(f"/proc/{process}/fd").iterdir():
            if fd.readlink() == review:
                flags = Path(f"/proc/{process}/fdinfo/{fd.name}").read_text("ascii").split()[3]
                if int(flags, 8) & os.O_APPEND:
                    return True
    return False


def shipped() -> Document:
    return read(shipped_report().read_bytes())


def killed_commands(kills: int, library: Path) -> Tally:
    """`piyue tag` again and again in loops at one time, each with a note of its own."""
    document = shipped()
    path = Library(library).review(document.id, REVIEWER).path
    tag(document.measures[0].locator, "first", library).wait()
    with ThreadPoolExecutor(LOOPS) as pool:
        shares = [kills // LOOPS] * LOOPS
        return total(pool.map(lambda n: loop(document, path, library, n, shares[n]), range(LOOPS)))


def total(tallies: Iterable[Tally]) -> Tally:
    columns = [
        (one.kills, one.inside, one.acknowledged, one.lost, one.unreadable) for one in tallies
    ]
    return Tally(*map(sum, zip(*columns, strict=True)))


def loop(document: Document, path: Path, library: Path, number: int, kills: int) -> Tally:
    """Every second measure is this loop's, which knows what notes each may have."""
    measures = document.measures[number::LOOPS]
    review, watch, tally = ReviewFile(path, REVIEWER), Watch(path), Tally()
    expected: dict[str, set[str]] = {}
    turn = 0
    while tally.kills < kills:
        turn += 1
        measure, note = measures[turn % len(measures)], f"{number} {turn}"
        watch.forget()
        process = tag(measure.locator, note, library)
        inside = None
        if turn % KILLED_OF:
            watch.wait(5)
            inside = kill(process, path)
        elif process.wait():
            raise RuntimeError("a command failed that was not killed")
        if inside is None:
            expected[key_of(measure)] = {note}
            tally.acknowledged += 1
        else:
            tally.kills += 1
            tally.inside += inside
            if key_of(measure) in expected:
                expected[key_of(measure)].add(note)
        tally.look(review, expected)
    watch.close()
    return tally


def tag(locator: str, note: str, library: Path) -> subprocess.Popen[bytes]:
    options = ["--note", note, "--reviewer", REVIEWER, "--library", str(library)]
    command = [sys.executable, "-m", "tui", "tag", str(shipped_report()), locator, "1", *options]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)


SHOWN = re.compile(r"已阅 (\d+)/\d+ .*已保存")
LEFT = 12  # measures; with fewer left a new review is begun


def killed_apps(kills: int, folder: Path) -> Tally:
    """The app marks one measure after the other, is killed, and goes on where it was."""
    document, tally = shipped(), Tally()
    saved, home = 0, folder / "0"
    for number in range(kills):
        if saved > len(document.measures) - LEFT:
            saved, home = 0, folder / str(number)
        library = Library(home / ".local" / "share" / "piyue")
        review = library.review(document.id, REVIEWER)
        shown, inside = killed_app(home, review.path, saved)
        tally.kills += 1
        tally.inside += inside
        tally.acknowledged += shown - saved
        tally.look(review, {key_of(one): {""} for one in document.measures[:shown]})
        saved = len(review.annotations())
    return tally


def killed_app(home: Path, path: Path, saved: int) -> tuple[int, bool]:
    """How many marks its status line ever showed as saved, and whether it was saving."""
    shown = saved

    def note(text: str) -> bool:
        nonlocal shown
        if found := SHOWN.search(text):
            shown = max(shown, int(found[1]))
        return True

    with Terminal(str(shipped_report()), home=home, size=(140, 20)) as terminal:
        terminal.until(lambda text: note(text) and "已保存" in text)
        for _ in range(random.randint(1, 6)):
            terminal.press("1")
            time.sleep(random.uniform(0, 0.05))
            terminal.until(note)
        terminal.until(lambda text: note(text) and shown > saved)
        watch = Watch(path)
        terminal.press("1")
        watch.wait(1)
        inside = kill(terminal.process, path)
        watch.close()
        before, now = "", terminal.until(note)
        while now != before:
            before, now = now, terminal.until(note)
    if inside is None:
        raise RuntimeError("the app ended by itself")
    return shown, inside


def power_cuts(cuts: int, folder: Path, *, synced: bool = True) -> Tally:
    """Saves on a disk image of which nothing is kept but the blocks that it has at a kill."""
    tally = Tally()
    image, copy, mounted = folder / "image", folder / "copy", folder / "mounted"
    mounted.mkdir(exist_ok=True)
    image.write_bytes(b"")
    os.truncate(image, 16 << 20)
    subprocess.run(["mkfs.ext4", "-q", image], check=True)
    review = Library(mounted).review("d0c", REVIEWER)
    for number in range(cuts):
        with disk(image, mounted):
            saved = saved_until_killed(review.path, number, synced=synced)
            shutil.copyfile(image, copy)
        copy.replace(image)
        tally.kills += 1
        tally.acknowledged += len(saved)
        with disk(image, mounted):
            tally.look(ReviewFile(review.path, REVIEWER), {key: {"mark"} for key in saved})
    return tally


@contextmanager
def disk(image: Path, mounted: Path) -> Iterator[None]:
    subprocess.run(["mount", "-o", "loop", image, mounted], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", mounted], check=True)


SAVING = """
import os, random, sys
from pathlib import Path
from store.library import ReviewFile

path, number, synced = sys.argv[1:]
if synced == "False":
    os.fdatasync = lambda fd: None
review = ReviewFile(Path(path), "李")
for turn in range(10**9):
    key = f"{number} {turn}"
    record = {"note": "mark", "text": "好" * random.randint(0, 2_000)}
    review.change(key, lambda _: record, "mark")
    os.write(1, f"{key}\\n".encode())
"""


def saved_until_killed(path: Path, number: int, *, synced: bool) -> list[str]:
    """The keys of the saves that a process acknowledged."""
    command = [sys.executable, "-c", SAVING, str(path), str(number), str(synced)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as process:
        assert process.stdout
        acknowledged = process.stdout.readline()
        time.sleep(random.uniform(0, 0.05))
        process.kill()
        acknowledged += process.stdout.read()
    return acknowledged.decode().splitlines()


def line(name: str, tally: Tally, inside: str) -> None:
    print(
        f"{name:<24}{tally.kills:>8,}{inside:>15}{tally.acknowledged:>14,}"
        f"{tally.lost:>8,}{tally.unreadable:>12,}",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--commands", type=int, default=1_000)
    parser.add_argument("--apps", type=int, default=1_000)
    parser.add_argument("--power", type=int, default=100 if os.geteuid() == 0 else 0)
    options = parser.parse_args()
    print(f"{'':<24}{'kills':>8}{'inside a save':>15}{'acknowledged':>14}", end="")
    print(f"{'lost':>8}{'unreadable':>12}")
    for name, run, kills in (
        ("piyue tag", killed_commands, options.commands),
        ("the app", killed_apps, options.apps),
    ):
        with tempfile.TemporaryDirectory() as folder:
            if kills:
                tally = run(kills, Path(folder))
                line(name, tally, f"{tally.inside:,}")
    for name, synced, cuts in (
        ("power cut", True, options.power),
        ("the same without syncs", False, min(options.power, 20)),
    ):
        with tempfile.TemporaryDirectory() as folder:
            if cuts:
                line(name, power_cuts(cuts, Path(folder), synced=synced), "")


if __name__ == "__main__":
    main()
