"""How fast figures are found, beside one regular expression that finds any number with a unit.

    python -m tests.benchmarks.bench_figures FILE… [--times 20]

The texts are searched one behind the other, `--times` times over. The floor of the same run is
the extractor that anybody would write first: it knows no dates, names, ordinals or subjects.
"""

from __future__ import annotations

import re

from core.metrics import find_metrics
from core.reading import read
from tests.benchmarks.timing import seconds, text_of_arguments

_NAIVE = re.compile(
    r"(?P<number>[0-9]+(?:\.[0-9]+)?|[一二三四五六七八九十百两]+)(?P<magnitude>[万亿]*)"
    r"(?P<unit>元|%|个百分点|倍|个|家|项|件|名|人次|人|次|户|座|条|公里|亩|吨|年|日|场|所|位|套)"
)
_MAGNITUDES = {"": 1, "万": 10**4, "亿": 10**8, "万亿": 10**12}


def naive(text: str) -> list[tuple[int, int, float, str]]:
    """Every number with a unit, valued if it is in digits."""
    return [
        (
            match.start(),
            match.end(),
            float(number) * _MAGNITUDES.get(match["magnitude"], 1) if number[0] <= "9" else 0.0,
            match["unit"],
        )
        for match in _NAIVE.finditer(text)
        if (number := match["number"])
    ]


def main() -> None:
    """Print characters a second of finding alone and with reading, and the ratio to the floor."""
    text = text_of_arguments(__doc__)
    print(f"{len(text):,} characters, {len(find_metrics(text)):,} figures")
    reading, least = seconds(read, text.encode()), seconds(naive, text)
    finding = seconds(find_metrics, text)
    for name, time in (("finding", finding), ("with reading", reading + finding), ("naive", least)):
        print(f"{name:12} {time:.2f} s: {len(text) / time / 1e6:.2f} million characters a second")
    print(f"finding takes {finding / least:.1f} times as long as the naive extractor")


if __name__ == "__main__":
    main()
