"""Read damaged files of every format, and tell what happened: nothing but a document or a cause.

    python -m tests.benchmarks.fuzz [--rounds 10000] [--seed 1] [--folder DIR]

Most rounds read in a fork with the limits of the child process, which is quick; every twentieth
takes the whole road of the app. Inputs that made trouble are kept in a folder that is named at
the end, and the same seed makes the same inputs. `--folder` damages the files found there, too.
"""

from __future__ import annotations

import argparse
import os
import resource
import select
import signal
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from random import Random
from time import monotonic

from core import reading
from core.reading import child, confined, formats, office
from core.reading.extract import Extract, ReadError
from tests.benchmarks.mutations import LARGEST, mutated
from tests.benchmarks.small_files import small_files

WHOLE_ROAD = 20  # every so many rounds
PATIENCE = 10  # seconds for a round; the app gives up then
_run = confined.run

# Causes that a reader gives for none of these small files: it crashed or hung instead.
TROUBLE = {"reading it takes too long", "the file cannot be read"}


class TooSlow(BaseException):
    """The alarm of a round that the app's own thread would hang in."""


@dataclass
class Report:
    """What the rounds gave, by format and outcome, and the worst of them."""

    folder: Path
    outcomes: Counter[tuple[str, str]] = field(default_factory=Counter)
    trouble: list[str] = field(default_factory=list)
    slowest: tuple[float, str] = (0.0, "")

    def add(self, name: str, outcome: str, seconds: float, label: str) -> None:
        self.outcomes[name, outcome.partition(": ")[0]] += 1
        self.slowest = max(self.slowest, (seconds, label))

    def keep(self, data: bytes, label: str) -> Path:
        path = self.folder / label.replace("/", "_").replace(" ", "-")
        path.write_bytes(data)
        return path

    def tell(self, data: bytes, label: str, story: str) -> None:
        path = self.keep(data, label)
        path.with_name(f"{path.name}.log").write_text(story, encoding="utf-8")
        self.trouble.append(f"{label}: {(story.strip() or '?').splitlines()[-1]}: {path}")

    def print(self, rounds: int) -> None:
        for (name, outcome), count in sorted(self.outcomes.items()):
            print(f"{count:8,}  {name:10} {outcome}")
        print(f"{rounds:8,}  rounds")
        print(f"slowest: {self.slowest[0]:.2f} s, {self.slowest[1]}")
        most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss << 10
        print(f"largest child: {most >> 20} MB")
        for trouble in self.trouble:
            print(trouble)
        print(f"{len(self.trouble)} in trouble")


def rounds(
    numbers: Sequence[int], seed: int, originals: list[tuple[str, bytes]], report: Report
) -> None:
    """Read damaged files; a round of a seed is always the same file."""
    everything = [data for _, data in originals]
    signal.signal(signal.SIGALRM, _too_slow)
    for number in numbers:
        random = Random(f"{seed} {number}")
        name, data = random.choice(originals)
        data = mutated(data, random, everything)
        label = f"seed {seed} round {number} of {name}"
        confined.run = _run if number % WHOLE_ROAD == 0 else _run_in_fork
        if len(numbers) == 1:
            print(f"the file: {report.keep(data, label)}")
        begun = monotonic()
        signal.alarm(2 * PATIENCE)
        try:
            outcome = _outcome(data)
        except ReadError as error:
            outcome = str(error)
            if outcome.partition(": ")[0] in TROUBLE:
                report.tell(data, label, "\n".join(getattr(error, "__notes__", [outcome])))
        except (Exception, TooSlow) as error:
            outcome = f"TROUBLE {type(error).__name__}"
            report.tell(data, label, traceback.format_exc())
        finally:
            signal.alarm(0)
        report.add(_name(data), outcome, monotonic() - begun, label)


def _too_slow(*_: object) -> None:
    raise TooSlow


def _outcome(data: bytes) -> str:
    if formats.kind(data).module == office.__name__:
        return "for LibreOffice"
    document = reading.read(data)
    for span in document.sections + document.measures:
        assert 0 <= span.start < span.end <= len(document.text), span
    return "a document"


def _name(data: bytes) -> str:
    try:
        return formats.kind(data).name
    except Exception:  # reading it has told of this one
        return "none"


def _run_in_fork(module: str, data: bytes, *_: object) -> Extract:
    """What `confined.run` does, in a fork of this process in place of a new one."""
    import_module(module)
    take, give = os.pipe()
    with tempfile.TemporaryFile() as log, tempfile.TemporaryFile() as source:
        source.write(data)
        source.seek(0)
        pid = os.fork()
        if pid == 0:
            _read_in_fork(module, source.fileno(), give, log.fileno())
        os.close(give)
        answer = _all_of(take, pid)
        os.close(take)
        _, status = os.waitpid(pid, 0)
        log.seek(0)
        story = log.read().decode("utf-8", "replace")
    try:
        return _judged(answer, status)
    except ReadError as error:
        error.add_note(story or f"{error}, status {status}")
        raise


def _judged(answer: bytes | None, status: int) -> Extract:
    if answer is None:
        raise ReadError("reading it takes too long")
    if status:
        raise ReadError("the file cannot be read: the reader stopped")
    return confined._checked(answer)


def _read_in_fork(module: str, source: int, give: int, log: int) -> None:
    signal.alarm(0)
    os.dup2(source, 0)
    os.dup2(give, 1)
    os.dup2(log, 2)
    try:
        child.main(module)
    except BaseException:
        traceback.print_exc()
    os._exit(1)


def _all_of(pipe: int, pid: int) -> bytes | None:
    """What comes out of a pipe; None when it takes too long, and then the process is ended."""
    answer, end = bytearray(), monotonic() + PATIENCE
    while select.select([pipe], [], [], max(0, end - monotonic()))[0]:
        if not (chunk := os.read(pipe, 1 << 20)):
            return bytes(answer)
        answer += chunk
    os.kill(pid, signal.SIGKILL)
    return None


def _files(folder: Path) -> list[tuple[str, bytes]]:
    return [
        (path.name, path.read_bytes())
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.stat().st_size <= LARGEST
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, help="damage the files found here as well")
    parser.add_argument("--only", type=int, help="this round alone, and keep its file")
    given = parser.parse_args()
    originals = small_files() + (_files(given.folder) if given.folder else [])
    report = Report(Path(tempfile.mkdtemp(prefix="piyue-fuzz-")))
    print(f"{len(originals)} originals, trouble is kept in {report.folder}")
    numbers = range(given.rounds) if given.only is None else [given.only]
    rounds(numbers, given.seed, originals, report)
    report.print(len(numbers))
    return 1 if report.trouble else 0


if __name__ == "__main__":
    sys.exit(main())
