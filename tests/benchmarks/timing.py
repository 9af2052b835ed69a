"""How long a job takes, as the benchmarks measure it."""

from __future__ import annotations

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
