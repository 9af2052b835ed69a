"""Time each keystroke of a lookup among 100,000 figures, beside one plain search of their text.

    python -m tests.benchmarks.bench_lookup FILE…

The figures of the files are repeated until there are so many. Each copy has numbers, sentences and
headings of its own, every third subjects too, so that nothing is found more quickly for being the
same. A keystroke is a question and the first screen of its answer, in each order of the list; all
are timed in several rounds, as another program may have taken the processor in one of them.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from dataclasses import replace
from itertools import count, islice
from pathlib import Path
from statistics import median
from time import perf_counter, thread_time

from core.facts import find_facts
from core.lookup import ORDERS, Lookup, Row, rows
from core.reading import read

_FIGURES = 100_000
_SCREEN = 30  # lines
_ROUNDS = 5
_STEMS = "甲乙丙丁戊己庚辛壬癸"
# As a reviewer would type them: words, digits, pinyin, kinds, several words.
_TYPED = (
    "调解成功率",
    "增长",
    "95.6%",
    "五点六",
    "tjcgl",
    "shengchanzongzhi",
    "% 增长 5",
    "#rank 全国",
    "全市 元 投资",
    "2025",
    "万元",
    "受理率87.7",
    "zhongdian 10",
)


def copies(found: list[Row]) -> list[Row]:
    """The rows again and again, each time with other digits and words."""

    def copied(row: Row, copy: int) -> Row:
        if not copy:
            return row
        stems = _STEMS[copy % 10] + _STEMS[copy // 10 % 10]
        return replace(
            row,
            surface=f"{row.surface[:1]}{copy}{row.surface[1:]}",
            subject=row.subject if copy % 3 else stems + row.subject,
            sentence=f"{row.sentence}{copy}",
            locator=f"{copy}.{row.locator}",
            place=f"{stems}{row.place}",
        )

    return list(islice((copied(row, copy) for copy in count() for row in found), _FIGURES))


def milliseconds(lookup: Lookup, query: str, order: str) -> tuple[float, float]:
    """How long one keystroke takes: by the clock, and of the processor alone."""
    clock, processor = perf_counter(), thread_time()
    found = lookup.matching(query, order)
    for place in range(min(len(found), _SCREEN)):
        _ = found[place]
    return (perf_counter() - clock) * 1000, (thread_time() - processor) * 1000


def spread(taken: Sequence[float]) -> str:
    """Median, 95th percentile and longest of some times."""
    ordered = sorted(taken)
    last = ordered[len(ordered) * 95 // 100]
    return f"median {median(ordered):.1f}, p95 {last:.1f}, longest {ordered[-1]:.1f}"


def main(files: list[str]) -> None:
    """Print the keystrokes' median, 95th percentile and longest in each order, and the floor."""
    found: list[Row] = []
    for file in files:
        document = read(Path(file).read_bytes())
        found += [one for one in rows(document, find_facts(document.text)) if one.kind != "hint"]
    listed = copies(found)
    gc.freeze()
    begin = perf_counter()
    lookup = Lookup(listed)
    print(f"{len(listed)} figures of {len(found)}, made ready in {perf_counter() - begin:.2f} s")
    text = "\n".join({row.sentence for row in listed})
    floors: list[float] = []
    for _ in range(9):
        begin = perf_counter()
        text.count("增长")
        floors.append((perf_counter() - begin) * 1000)
    print(f"floor: one search of their {len(text)} characters {median(floors):.2f} ms")
    keystrokes = [typed[:end] for typed in _TYPED for end in range(1, len(typed) + 1)]
    times: dict[tuple[str, str], list[tuple[float, float]]] = {}
    for _ in range(_ROUNDS):
        for order in ORDERS:
            for typed in keystrokes:
                taken = milliseconds(lookup, typed, order)
                times.setdefault((order, typed), []).append(taken)
    print(f"{len(keystrokes)} keystrokes, milliseconds: each by its median of {_ROUNDS} rounds")
    for order in ORDERS:
        by_clock, of_processor = (
            {typed: median(taken[side] for taken in times[order, typed]) for typed in keystrokes}
            for side in (0, 1)
        )
        slowest = max(of_processor, key=of_processor.__getitem__)
        print(
            f"{order:>5}: {spread(list(by_clock.values()))}; processor"
            f" {spread(list(of_processor.values()))} ({slowest!r})"
        )


if __name__ == "__main__":
    main(sys.argv[1:])
