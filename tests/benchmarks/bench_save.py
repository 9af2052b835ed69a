"""Time one durable save against the same bytes appended and synced by hand, and opening a review.

    python -m tests.benchmarks.bench_save [FOLDER]

A save is the app's: `ReviewFile.change` with a record of the app's form and the reader's place
along. A mark is all that the app's saving thread does until it reports it as saved: besides the
save the edit of the newest record, and a look at what other terminals saved. The contestants take
turns within one run, so that what else the machine does hits all alike. Use a folder on a real
disk: in memory a sync costs nothing and the ratio means nothing.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import perf_counter

from tinydb import TinyDB
from tinydb.table import Document

from core.review import Anchor, Annotation, edited, noted, tagged, to_record
from store.entry import Entry, Record, encoded
from store.library import Library, ReviewFile

ROUNDS = 400
SLOW_ROUNDS = 25  # for TinyDB's own storage
LONG_NOTE = 10_000_000  # bytes
WHY = "mark 1.3.2 highlight"


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def blank(number: int) -> Annotation:
    """A new annotation of a measure of middling length."""
    anchor = Anchor(
        locator=f"{number % 9}.{number % 7}.{number}",
        start=number,
        end=number + 27,
        exact="持续深化行政审批制度改革，全年办结事项同比增长一成二。",
        prefix="（二）优化营商环境。",
        suffix="推进一件事一次办，企业开办压减至半天。",
    )
    return Annotation(f"{number:08x}", anchor, "张三", now(), now())


def annotation(number: int) -> Record:
    note = noted("请补充调解成功率的统计口径" if number % 3 else "")
    return to_record(note(tagged("weakness", "follow-up")(blank(number))))


def place(number: int) -> Record:
    return {"measure": number, "folded": ["一", "二/（三）"], "figures": True}


def filled(folder: Path, records: int, lines: int) -> ReviewFile:
    """A review with a history, written at one go and then opened."""
    review = Library(folder).review(f"{records}-{lines}", "张三")
    review.path.parent.mkdir(parents=True)
    with review.path.open("wb") as file:
        for number in range(lines):
            changed = {"annotations": {str(number % records): annotation(number)}}
            entry: Entry = {
                "v": 1,
                "at": 1_700_000_000_000_000 + number,
                "id": f"{number:08x}",
                "by": "张三",
                "set": changed,
                "why": WHY,
            }
            file.write(encoded(entry) + b"\n")
        os.fsync(file.fileno())
    review.annotations()
    return review


def seconds(action: Callable[[], object]) -> float:
    start = perf_counter()
    action()
    return perf_counter() - start


Save = Callable[[], object]


def by_app(review: ReviewFile, records: int, number: int) -> Save:
    """A new record, or by turns one that was there before; with the place, as the app saves."""
    where, record, session = key(number, records), annotation(records + number), place(number)
    return lambda: review.change(where, lambda _: record, WHY, session=session)


def by_thread(review: ReviewFile, records: int, number: int) -> Save:
    """All that the app's saving thread does for a mark: the edit, and a look at other terminals."""
    where, session = key(number, records), place(number)
    change, empty = noted(f"第 {number} 次"), blank(records)

    def edit(record: Record | None) -> Record | None:
        return edited(record, change, empty, now=now())

    def save() -> None:
        review.change(where, edit, WHY, session=session)
        review.news()

    return save


def key(number: int, records: int) -> str:
    return str(number % records if number % 2 else records + number)


def copied(review: ReviewFile, name: str) -> ReviewFile:
    """A review of the same length."""
    copy = review.path.with_name(f"{name}.jsonl")
    with copy.open("wb") as file:
        file.write(review.path.read_bytes())
        os.fsync(file.fileno())  # else the first saves would wait for all of it
    other = ReviewFile(copy, "张三")
    other.annotations()
    return other


def by_hand(review: ReviewFile) -> Save:
    """Append the last line of the review to a file of the same length, and sync."""
    data = review.path.read_bytes()
    line = data[data.rindex(b"\n", 0, -1) + 1 :]
    fd = os.open(copied(review, "hand").path, os.O_WRONLY | os.O_APPEND)

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
    by_app(review, records, 0)()
    hands, thread = by_hand(review), copied(review, "thread")
    times: dict[str, list[float]] = {"by hand": [], "save": [], "mark": []}
    for number in range(1, ROUNDS):
        contestants = [
            ("by hand", hands),
            ("save", by_app(review, records, number)),
            ("mark", by_thread(thread, records, number)),
        ]
        random.shuffle(contestants)
        for name, save in contestants:
            times[name].append(seconds(save))
    hand, save, mark = (median(times[name]) for name in ("by hand", "save", "mark"))
    print(f"{records:>7,} records   by hand {hand * 1e3:.3f} ms", end="")
    print(f"   save {save * 1e3:.3f} ms = {save / hand:.2f} x", end="")
    print(f"   mark {mark * 1e3:.3f} ms = {mark / hand:.2f} x", end="")
    if records <= 3_000:
        slow = stock(folder, records)
        slowly = median(seconds(lambda n=n: slow(n)) for n in range(SLOW_ROUNDS))
        print(f"   JSONStorage {slowly * 1e3:.2f} ms", end="")
    print()


def opening(folder: Path, records: int, lines: int) -> None:
    path = filled(folder, records, lines).path
    opened, parsed = zip(*(opening_seconds(path) for _ in range(7)), strict=True)
    print(f"{records:>7,} records, {lines:,} lines ({path.stat().st_size >> 20} MiB)", end="")
    print(f"   open {median(opened):.3f} s", end="")
    print(f" = {median(opened) / median(parsed):.2f} x json.loads of each line", end="")
    review = ReviewFile(path, "张三")
    review.annotations()
    print(f"   first undo {seconds(review.undo):.3f} s", end="")
    print(f"   undo {median(seconds(review.undo) for _ in range(9)) * 1e3:.1f} ms", end="")
    print(f"   anything new? {median(seconds(review.refresh) for _ in range(99)) * 1e6:.0f} us")


OPEN = """
import json, sys
from pathlib import Path
from time import perf_counter
from store.library import ReviewFile

path = Path(sys.argv[1])
start = perf_counter()
ReviewFile(path, "张三").annotations()
opened = perf_counter()
with path.open("rb") as file:
    lines = [json.loads(line) for line in file]
print(opened - start, perf_counter() - opened)
"""


def opening_seconds(path: Path) -> tuple[float, float]:
    """How long a new process takes to open a review, and to parse its lines by themselves."""
    command = [sys.executable, "-c", OPEN, str(path)]
    run = subprocess.run(command, check=True, capture_output=True, text=True)
    opened, parsed = map(float, run.stdout.split())
    return opened, parsed


def long_note(folder: Path) -> None:
    """A note of ten megabytes: saved, saved again with another tag, and opened."""
    review = Library(folder).review("long", "张三")
    long = noted("长" * (LONG_NOTE // 3))(blank(0))
    note = seconds(lambda: review.change("0", lambda _: to_record(long), "note"))
    marked = tagged("highlight")
    tag = seconds(lambda: review.change("0", lambda was: edited(was, marked, long, now=""), "tag"))
    opened, _ = opening_seconds(review.path)
    print(f"a note of 10 MB   saved {note:.3f} s   then a tag {tag:.3f} s   open {opened:.3f} s")


def main() -> None:
    with tempfile.TemporaryDirectory(dir=sys.argv[1] if len(sys.argv) > 1 else None) as name:
        for records in (100, 3_000, 100_000):
            compare(Path(name), records)
        opening(Path(name), 3_000, 30_000)
        long_note(Path(name))


if __name__ == "__main__":
    main()
