"""Time each keystroke of a lookup among 100,000 figures, beside one plain search of their text.

    python -m tests.benchmarks.bench_lookup FILE…

The figures of the files are repeated until there are so many; each copy has numbers and sentences
of its own, so that nothing is found more quickly for being the same.
"""

from __future__ import annotations

import gc
import sys
from dataclasses import replace
from itertools import count, islice
from pathlib import Path
from statistics import median
from time import perf_counter

from core.facts import find_facts
from core.lookup import ORDERS, Lookup, Row, rows
from core.reading import read

_FIGURES = 100_000
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
)


def copies(found: list[Row]) -> list[Row]:
    """The rows again and again, each time with other digits."""

    def renumbered(row: Row, copy: int) -> Row:
        surface = f"{row.surface[:1]}{copy}{row.surface[1:]}" if copy else row.surface
        return replace(row, surface=surface, sentence=f"{row.sentence}{copy or ''}")

    return list(islice((renumbered(row, copy) for copy in count() for row in found), _FIGURES))


def milliseconds(lookup: Lookup, query: str, order: str) -> float:
    """How long one question takes."""
    begin = perf_counter()
    lookup.matching(query, order)
    return (perf_counter() - begin) * 1000


def main(files: list[str]) -> None:
    """Print the keystrokes' median, 95th percentile and longest, and the floor."""
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
        text.count("调解成功率")
        floors.append((perf_counter() - begin) * 1000)
    floor = median(floors)
    print(f"floor: one search of their {len(text)} characters {floor:.2f} ms")
    for order in ORDERS:
        times = {
            typed[:end]: milliseconds(lookup, typed[:end], order)
            for typed in _TYPED
            for end in range(1, len(typed) + 1)
        }
        taken = sorted(times.values())
        slowest = max(times, key=times.__getitem__)
        print(
            f"{order:>5}: {len(taken)} keystrokes, median {median(taken):.1f} ms"
            f" ({median(taken) / floor:.1f} × the floor), p95 {taken[len(taken) * 95 // 100]:.1f},"
            f" longest {times[slowest]:.1f} ({slowest!r})"
        )


if __name__ == "__main__":
    main(sys.argv[1:])
