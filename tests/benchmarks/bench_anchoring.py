"""How many annotations attach to later versions of reports or laws, how many wrongly, how fast.

    python -m tests.benchmarks.bench_anchoring FILE_OR_FOLDER… [--seeds 3] [--every 1]
        [--share 1.0] [--without-old]

Every measure of each text is annotated (or a `--share` of them) and looked for in four editions
made from it, see tests/core/editions.py: A extracted again, B revised, C next year, D amended.
What is inserted comes from the other texts. Times are of this process, rapidfuzz imported.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from statistics import median
from time import process_time

from core.anchoring import TO_CONFIRM, attach
from core.document import Document
from core.reading import parse, read
from core.review import anchor_of
from tests.core import editions

_SHORTEST = 12  # characters of a sentence that is inserted elsewhere
_GOALS = """
     goals     automatic  with queue  wrong     queue
     A         >= 99.9 %  100 %       0         0
     B         >= 98 %    >= 99.9 %   <= 0.1 %  <= 3 %
     C         >= 90 %    >= 99.5 %   <= 0.5 %  <= 6 %"""


@dataclass
class Tally:
    """What became of the annotations of one kind of edition."""

    counts: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)

    def line(self) -> str:
        """Shares of the annotations whose measure is still there, and of all."""
        counts = self.counts
        kept, every = max(1, counts["kept"]), max(1, counts["all"])
        return (
            f"{every:6,} annotations: automatic {counts['right'] / kept:.3%}, "
            f"with the queue {(counts['right'] + counts['offered']) / kept:.3%}, "
            f"silently wrong {counts['wrong'] / every:.3%} ({counts['wrong']}), "
            f"in the queue {counts['queue'] / every:.2%}; "
            f"{median(self.seconds) * 1000:.0f} ms, worst {max(self.seconds) * 1000:.0f} ms"
        )


def edition(kind: str, document: Document, random: Random, foreign: Sequence[str]):
    """The edition of a document that a letter stands for."""
    if kind == "A":
        return editions.extracted_again(document, random)
    made = {"B": editions.revised, "C": editions.next_year, "D": editions.amended}[kind]
    return made(document, random, foreign)


def count(
    tally: Tally, document: Document, made: editions.Edition, kept: Sequence[int], *, with_old: bool
) -> None:
    """Attach the annotations of some measures to an edition, and count where they went."""
    later = parse(made.text)
    anchors = [anchor_of(document, document.measures[index]) for index in kept]
    begun = process_time()
    found = attach(anchors, later, document if with_old else None)
    tally.seconds.append(process_time() - begun)
    truth = made.where(later)
    for index, attached in zip(kept, found, strict=True):
        where = truth[index]
        in_queue = attached.state == TO_CONFIRM
        offered = in_queue and any(one.measure in where for one in attached.candidates)
        tally.counts.update(
            {
                "all": 1,
                "kept": made.went[index] is not None,
                "right": attached.measure in where,
                "wrong": attached.measure is not None and attached.measure not in where,
                "queue": in_queue,
                "offered": offered,
            }
        )


def texts(paths: Sequence[Path], every: int) -> Iterator[tuple[str, Document]]:
    """The documents in files and folders, by their names."""
    files = [
        file for path in paths for file in (sorted(path.iterdir()) if path.is_dir() else [path])
    ]
    for file in files[::every]:
        yield file.name, read(file.read_bytes())


def main() -> None:
    """Print a line an edition."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--every", type=int, default=1, help="take each so-many-th file")
    parser.add_argument("--share", type=float, default=1.0, help="of the measures annotated")
    parser.add_argument("--without-old", action="store_true", help="only the anchors are known")
    options = parser.parse_args()
    documents = dict(texts(options.files, options.every))
    attach([], next(iter(documents.values())))
    for kind in "ABCD":
        tally = Tally()
        for name, document in documents.items():
            foreign = [
                other.quote(one)
                for others, other in documents.items()
                if others != name
                for one in other.measures[::7]
                if one.end - one.start >= _SHORTEST
            ] or ["另有一句从别处来的话，与此无关。"]
            for seed in range(options.seeds):
                random = Random(f"{seed} {kind} {name}")
                made = edition(kind, document, random, foreign)
                every = range(len(document.measures))
                kept = [index for index in every if random.random() < options.share]
                count(tally, document, made, kept, with_old=not options.without_old)
        print(kind, tally.line(), flush=True)
    print(_GOALS)


if __name__ == "__main__":
    main()
