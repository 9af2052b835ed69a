"""Hold the headings that Piyue finds in real reports against those written down by hand.

    python -m tests.gold.score FOLDER

The reports are other people's texts and stay outside; the gold has offsets and numbers only:
`report_headings.json` the whole tree of four reports and the lines that are page furniture,
`report_numbered.json` where each 一、 and （一） heading of twelve begins.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from core.document import Document
from core.reading import read

GOLD = Path(__file__).parent


def tree(document: Document) -> set[tuple[int, int, int, int]]:
    """Start, end, depth and length of the number of each heading."""
    return {(one.start, one.end, one.level, len(one.number)) for one in document.sections}


def numbered(document: Document) -> set[int]:
    """Where the 一、 and （一） headings begin."""
    return {
        one.start for one in document.sections if one.number[:1] in tuple("一二三四五六七八九十（(")
    }


def main(folder: Path) -> int:
    """Print what is missing and what is too much, for each report; 1 when anything is."""
    wrong = 0
    headings = json.loads((GOLD / "report_headings.json").read_text(encoding="utf-8"))
    for name, gold in headings.items():
        document = read((folder / name).read_bytes())
        wanted, found = {tuple(row) for row in gold["headings"]}, tree(document)
        furniture = [*gold["furniture"], *gold["captions"]]
        inside = [
            one.locator
            for one in document.measures
            for start, end in furniture
            if one.start < end and start < one.end
        ]
        print(f"{name}: {len(wanted & found)} of {len(wanted)} headings", end="; ")
        print(f"too many {len(found - wanted)}, furniture among measures {len(inside)}")
        wrong += len(wanted ^ found) + len(inside)
    starts = json.loads((GOLD / "report_numbered.json").read_text(encoding="utf-8"))
    for name, gold in starts.items():
        wanted_starts, found_starts = set(gold), numbered(read((folder / name).read_bytes()))
        print(
            f"{name}: {len(wanted_starts & found_starts)} of {len(wanted_starts)} numbered",
            end="; ",
        )
        print(f"too many {len(found_starts - wanted_starts)}")
        wrong += len(wanted_starts ^ found_starts)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
