"""Several processes and killed processes; the helpers at the end run as programs of their own."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from store.entry import Record
from store.library import Library, ReviewFile
from store.log import FileLog
from tests.benchmarks.kills import killed_commands

KILLS = 30
SAVES = 200

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs POSIX processes")


def run(*arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, __file__, *map(str, arguments)]
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)


def opened(folder: Path) -> ReviewFile:
    return Library(folder).review("d0c", "张三")


def test_two_processes_of_200_saves_keep_all_400(tmp_path: Path) -> None:
    writers = [run("write", tmp_path, name) for name in ("one", "two")]
    for writer in writers:
        writer.communicate(timeout=60)
        assert writer.returncode == 0
    records = opened(tmp_path).annotations()
    assert records.pop("shared") == {"count": 2 * SAVES}
    assert len(records) == 2 * SAVES
    assert len(opened(tmp_path).history()) == 2 * SAVES


def test_a_killed_writer_loses_nothing_acknowledged_and_leaves_a_readable_file(
    tmp_path: Path,
) -> None:
    with run("kill", tmp_path) as killer:
        acknowledged = int(killer.communicate(timeout=60)[0])
        assert killer.returncode == 0
    assert acknowledged > KILLS
    assert opened(tmp_path).history()


def test_what_a_command_acknowledged_survives_kills_of_others_at_the_same_time(
    tmp_path: Path,
) -> None:
    tally = killed_commands(12, tmp_path)
    assert (tally.kills, tally.lost, tally.unreadable) == (12, 0, 0)
    assert tally.acknowledged > 0


def test_the_lock_of_a_killed_writer_is_free(tmp_path: Path) -> None:
    review = opened(tmp_path)
    with run("hold", review.path) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "locked\n"
        with run("write", tmp_path, "waiting", 1) as writer:
            with pytest.raises(subprocess.TimeoutExpired):
                writer.wait(0.5)
            holder.kill()
            assert writer.wait(10) == 0
    assert "waiting 0" in review.annotations()


def write(folder: str, name: str, saves: str = str(SAVES)) -> None:
    """Save records of one's own, and count in one that all share."""

    def count(record: Record | None) -> Record:
        return {"count": (record or {"count": 0})["count"] + 1}

    review = opened(Path(folder))
    for number in range(int(saves)):
        edits = {f"{name} {number}": lambda _: {"note": "好" * 40}, "shared": count}
        review.change_all(edits, "test")


def hold(path: str) -> None:
    with FileLog(Path(path)).lock():
        print("locked", flush=True)
        time.sleep(60)


def kill(folder: str) -> None:
    """Kill saving children at random moments; print how many saves they had acknowledged."""
    chance = random.Random(1)
    total = 0
    for round_number in range(KILLS):
        acknowledgements, tell = os.pipe()
        if (child := os.fork()) == 0:
            save_until_killed(Path(folder), round_number, tell)
        os.close(tell)
        time.sleep(chance.uniform(0.005, 0.03))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        with os.fdopen(acknowledgements, "rb") as pipe:
            numbers = [int(line) for line in pipe.read().split()]
        records = opened(Path(folder)).annotations()
        for number in numbers:
            assert records[f"{round_number} {number}"] == {"n": number}, (round_number, number)
        total += len(numbers)
    print(total)


def save_until_killed(folder: Path, round_number: int, tell: int) -> None:
    review = opened(folder)
    number = 0
    while True:
        record = {"n": number}
        review.change(f"{round_number} {number}", lambda _, new=record: new, "test")
        os.write(tell, b"%d\n" % number)
        number += 1


if __name__ == "__main__":
    {"write": write, "hold": hold, "kill": kill}[sys.argv[1]](*sys.argv[2:])
