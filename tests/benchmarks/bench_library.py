"""Time the list of a library of 10,000 documents, against a look at each file and no more.

    python -m tests.benchmarks.bench_library [FOLDER]

The floor is what no list can do without: the date of each folder and of each review in it, and
the remembered rows read from their file. Both take turns within one run. The first list, which
reads every review, is timed once.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter, sleep

from core.reading import parse
from core.reading.kept import kept
from store.entry import Entry, encoded
from store.index import INDEX, listed
from tests.benchmarks.bench_save import annotation

_DOCUMENTS = 10_000
_ROUNDS = 15


def fill(root: Path) -> None:
    """Write so many documents of some measures, each with the review of one reviewer."""
    for number in range(_DOCUMENTS):
        document = parse(
            f"某区第{number}号报告\n一、主要举措\n深化改革，办结12件。强化监督，立案3起。"
        )
        folder = root / document.id
        folder.mkdir(parents=True)
        (folder / "document.json").write_bytes(kept(document, f"/reports/{number}.docx"))
        entry: Entry = {
            "v": 1,
            "at": 1_700_000_000_000_000 + number,
            "id": f"{number:08x}",
            "by": "张三",
            "set": {"annotations": {"17": annotation(number)}},
        }
        (folder / "张三.jsonl").write_bytes(encoded(entry) + b"\n")


def floor(root: Path) -> float:
    """Seconds to look at the date of every folder and review, and to read the rows."""
    begin = perf_counter()
    for folder in os.scandir(root):
        folder.stat()
        if folder.is_dir():
            os.stat(f"{folder.path}/张三.jsonl")  # noqa: PTH116
    json.loads((root / INDEX).read_bytes().split(b"\n", 1)[1])
    return perf_counter() - begin


def listing(root: Path) -> float:
    """Seconds to list the library."""
    begin = perf_counter()
    found = listed(root)
    took = perf_counter() - begin
    assert len(found) == _DOCUMENTS
    assert found[0].reviews[0].reviewed == 1
    return took


def main() -> None:
    """Print the first list, then the median of some more and of the floor."""
    with tempfile.TemporaryDirectory(dir=sys.argv[1] if len(sys.argv) > 1 else None) as name:
        root = Path(name)
        fill(root)
        sleep(2.5)  # folders that changed a moment ago would be read again
        print(f"{_DOCUMENTS:,} documents, first list {listing(root):.2f} s")
        times = [(listing(root), floor(root)) for _ in range(_ROUNDS)]
    ours, least = (median(column) * 1000 for column in zip(*times, strict=True))
    print(f"list {ours:.0f} ms   floor {least:.0f} ms   ratio {ours / least:.2f}")


if __name__ == "__main__":
    main()
