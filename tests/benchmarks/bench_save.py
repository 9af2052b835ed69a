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
    review.annotations()
    return review


def seconds(action: Callable[[], object]) -> float:
    start = perf_counter()
    action()
    return perf_counter() - start


Save = Callable[[int], object]


def by_app(review: ReviewFile, records: int) -> Save:
    """A new record, and one that was there before, by turns; with the place, as the app saves."""

    def save(number: int) -> None:
        record = annotation(records + number)
        review.change(key(number, records), lambda _: record, WHY, session=place(number))

    return save


def by_thread(review: ReviewFile, records: int) -> Save:
    """All that the app's saving thread does for a mark: the edit, and a look at other terminals."""
    mark, empty = tagged("highlight"), blank(records)

    def save(number: int) -> None:
        def edit(record: Record | None) -> Record | None:
            return edited(record, mark, empty, now=now())

        review.change(key(number, records), edit, WHY, session=place(number))
        review.refresh()

    return save


def key(number: int, records: int) -> str:
    return str(number % records if number % 2 else records + number)


def copied(review: ReviewFile, name: str) -> ReviewFile:
    """A review of the same length."""
    copy = review.path.with_name(f"{name}.jsonl")
    copy.write_bytes(review.path.read_bytes())
    other = ReviewFile(copy, "张三")
    other.annotations()
    return other


def by_hand(review: ReviewFile) -> Save:
    """Append the last line of the review to a file of the same length, and sync."""
    data = review.path.read_bytes()
    line = data[data.rindex(b"\n", 0, -1) + 1 :]
    fd = os.open(copied(review, "hand").path, os.O_WRONLY | os.O_APPEND)

    def save(_: int) -> None:
        os.write(fd, line)
        os.fdatasync(fd)

    return save


def stock(folder: Path, records: int) -> Save:
    database = TinyDB(folder / f"stock-{records}.json")
    table = database.table("annotations")
    table.insert_multiple(Document(annotation(n), n + 1) for n in range(records))
    return lambda n: table.update(annotation(records + n), doc_ids=[n % records + 1])


def compare(folder: Path, records: int) -> None:
    review = filled(folder, records, records)
    app = by_app(review, records)
    app(0)
    contestants = {
        "by hand": by_hand(review),
        "save": app,
        "mark": by_thread(copied(review, "thread"), records),
    }
    if records <= 3_000:
        contestants["JSONStorage"] = stock(folder, records)
    times: dict[str, list[float]] = {name: [] for name in contestants}
    for number in range(1, ROUNDS):
        for name, save in contestants.items():
            if name != "JSONStorage" or number <= SLOW_ROUNDS:
                times[name].append(seconds(lambda save=save, number=number: save(number)))
    middle = {name: median(each) for name, each in times.items()}
    print(f"{records:>7,} records", end="")
    for name, each in middle.items():
        print(f"   {name} {each * 1e3:.3f} ms", end="")
        if name in {"save", "mark"}:
            print(f" = {each / middle['by hand']:.2f} x", end="")
    print()


def opening(folder: Path, records: int, lines: int) -> None:
    path = filled(folder, records, lines).path
    times = [float(run_python(OPEN, path)) for _ in range(7)]
    print(f"{records:>7,} records, {lines:,} lines ({path.stat().st_size >> 20} MiB)", end="")
    print(f"   open {median(times):.3f} s", end="")
    review = ReviewFile(path, "张三")
    review.annotations()
    print(f"   first undo {seconds(review.undo):.3f} s", end="")
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


def long_note(folder: Path) -> None:
    """A note of ten megabytes: saved, saved again with another tag, and opened."""
    review = Library(folder).review("long", "张三")
    long = noted("长" * (LONG_NOTE // 3))(blank(0))
    note = seconds(lambda: review.change("0", lambda _: to_record(long), "note"))
    marked = tagged("highlight")
    tag = seconds(lambda: review.change("0", lambda was: edited(was, marked, long, now=""), "tag"))
    opened = float(run_python(OPEN, review.path))
    print(f"a note of 10 MB   saved {note:.3f} s   then a tag {tag:.3f} s   open {opened:.3f} s")


def main() -> None:
    with tempfile.TemporaryDirectory(dir=sys.argv[1] if len(sys.argv) > 1 else None) as name:
        for records in (100, 3_000, 100_000):
            compare(Path(name), records)
        opening(Path(name), 3_000, 30_000)
        long_note(Path(name))


if __name__ == "__main__":
    main()
