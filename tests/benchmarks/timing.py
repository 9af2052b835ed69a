"""How long a job takes, as the benchmarks measure it."""

from __future__ import annotations

import argparse
from pathlib import Path
from statistics import median
from time import process_time

RUNS = 5


def seconds(job: object, data: bytes) -> float:
    """The median of some runs, in seconds of this process."""
    assert callable(job)
    times: list[float] = []
    for _ in range(RUNS):
        begun = process_time()
        job(data)
        times.append(process_time() - begun)
    return median(times)


def text_of_arguments(description: str | None) -> str:
    """The texts of the files that the command line names, `--times` times one behind the other."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--times", type=int, default=20)
    options = parser.parse_args()
    return "\n".join(path.read_bytes().decode() for path in options.files) * options.times
