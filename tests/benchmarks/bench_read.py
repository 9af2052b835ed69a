"""How fast texts become documents, beside what nothing that reads them can do without.

    python -m tests.benchmarks.bench_read FILE… [--times 20]

The texts are read one behind the other, `--times` times over. The floor of the same run is what
any reader must do: decode the bytes, and find the line ends and sentence ends with one pattern.
"""

from __future__ import annotations

import re
import resource
import sys

from core.reading import read
from tests.benchmarks.timing import seconds, text_of_arguments

_ENDS = re.compile("[\n。！？]")


def floor(data: bytes) -> int:
    """How many line and sentence ends there are."""
    return sum(1 for _ in _ENDS.finditer(data.decode()))


def main() -> None:
    """Print characters a second, the ratio to the floor, and the memory at its peak."""
    text = text_of_arguments(__doc__)
    data = text.encode()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    document = read(data)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    unit = 1 if sys.platform == "darwin" else 1024
    reading, least = seconds(read, data), seconds(floor, data)
    print(f"{len(text):,} characters, {len(document.measures):,} measures")
    print(f"reading {reading:.2f} s: {len(text) / reading / 1e6:.2f} million characters a second")
    print(f"floor   {least:.2f} s; reading takes {reading / least:.1f} times as long")
    print(f"memory grew by {grown * unit / len(data):.1f} times the size of the text")


if __name__ == "__main__":
    main()
