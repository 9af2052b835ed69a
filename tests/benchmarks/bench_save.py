"""Time one durable save against the same bytes appended and synced by hand, and opening a review.

    python tests/benchmarks/bench_save.py [FOLDER]

The contestants take turns within one run, so that what else the machine does hits all alike. Use
a folder on a real disk: in memory a sync costs nothing and the ratio means nothing.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

from tinydb import TinyDB
from tinydb.table import Document

from store.entry import Entry, Record, encoded
from store.library import Library, ReviewFile

ROUNDS = 300
SLOW_ROUNDS = 25  # for TinyDB's own storage


def annotation(number: int) -> Record:
    return {
        "locator": f"{number % 9}.{number % 7}.{number}",
        "tags": ["highlight"] if number % 2 else ["weakness", "follow-up"],
        "note": "请补充调解成功率的统计口径" if number % 3 else "",
        "read": True,
        "quote": "持续深化行政审批制度改革，全年办结事项同比增长一成二。",
        "before": "（二）优化营商环境，",
        "created": "2025-01-09T10:00:00+08:00",
        "updated": f"2025-01-09T10:00:00.{number:06d}+08:00",
    }


def filled(folder: Path, records: int, lines: int) -> ReviewFile:
    """A review with a history, written at one go and then opened."""
    review = Library(folder).review(f"{records}-{lines}", "张三")
    review.path.parent.mkdir(parents=True)
    with review.path.open("wb") as file:
        for number in range(lines):
            changed = {"annotations": {f"m{number % records}": annotation(number)}}
            entry: Entry = {
                "v": 1,
                "at": 1_700_000_000_000_000 + number,
                "id": f"{number:08x}",
                "by": "张三",
                "set": changed,
                "why": "tag",
            }
            file.write(encoded(entry) + b"\n")
    review.annotations()
    return review


def seconds(action: Callable[[], object]) -> float:
    start = perf_counter()
    action()
    return perf_counter() - start


def by_hand(review: ReviewFile) -> Callable[[], object]:
    """Append the last line of the review to a file of the same length, and sync."""
    data = review.path.read_bytes()
    line = data[data.rindex(b"\n", 0, -1) + 1 :]
    path = review.path.with_suffix(".hand")
    path.write_bytes(data)
    fd = os.open(path, os.O_WRONLY | os.O_APPEND)

    def save() -> None:
        os.write(fd, line)
        os.fdatasync(fd)

    return save


def stock(folder: Path, records: int) -> Callable[[int], object]:
    database = TinyDB(folder / f"stock-{records}.json")
    table = database.table("annotations")
    table.insert_multiple(Document(annotation(n), n + 1) for n in range(records))
    return lambda n: table.update(annotation(records + n), doc_ids=[n % records + 1])


def compare(folder: Path, records: int) -> None:
    review = filled(folder, records, records)
    hand = by_hand(review)
    others = stock(folder, records) if records <= 3_000 else None
    ours, theirs, slow = [], [], []
    for n in range(ROUNDS):
        new = annotation(records + n)
        ours.append(seconds(lambda n=n, new=new: review.change(f"m{n}", lambda _: new, "tag")))
        theirs.append(seconds(hand))
        if others and n < SLOW_ROUNDS:
            slow.append(seconds(lambda n=n: others(n)))
    line = f"{records:>7,} records  save {median(ours) * 1e3:6.3f} ms"
    line += f"   by hand {median(theirs) * 1e3:6.3f} ms   ratio {median(ours) / median(theirs):.2f}"
    print(line + (f"   JSONStorage {median(slow) * 1e3:7.2f} ms" if slow else ""))


def opening(folder: Path, records: int, lines: int) -> None:
    path = filled(folder, records, lines).path
    times = [float(run_python(OPEN, path)) for _ in range(7)]
    print(f"{records:>7,} records, {lines:,} lines ({path.stat().st_size >> 20} MiB)", end="")
    print(f"  open {median(times):.3f} s", end="")
    review = ReviewFile(path, "张三")
    review.annotations()
    print(f"   undo {median(seconds(review.undo) for _ in range(9)) * 1e3:.1f} ms", end="")
    print(f"   anything new? {median(seconds(review.refresh) for _ in range(99)) * 1e6:.0f} us")


OPEN = """
import sys
from pathlib import Path
from time import perf_counter
from store.library import ReviewFile

start = perf_counter()
ReviewFile(Path(sys.argv[1]), "张三").annotations()
print(perf_counter() - start)
"""


def run_python(code: str, *arguments: object) -> str:
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def main() -> None:
    with tempfile.TemporaryDirectory(dir=sys.argv[1] if len(sys.argv) > 1 else None) as name:
        for records in (100, 3_000, 100_000):
            compare(Path(name), records)
        opening(Path(name), 3_000, 30_000)


if __name__ == "__main__":
    main()
