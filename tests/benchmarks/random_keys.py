"""Press thousands of random keys in the app: `python -m tests.benchmarks.random_keys --seeds 20`.

Each seed is a review of the small document or the shipped report. A failure is told with the
fewest steps that were found to cause it.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
import traceback
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path

from tests.tui.conftest import COUNTY
from tests.tui.test_random_keys import STEPS, play
from tui import clipboard, language
from tui.opening import shipped_report


def failure(steps: Sequence[str], text: str) -> str:
    """What goes wrong with these steps, "" if nothing does."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            play(steps, text, Path(folder))
        except Exception as error:
            place = traceback.extract_tb(error.__traceback__)[-1]
            cause = str(error).split("\n")[0]
            return f"{type(error).__name__} {Path(place.filename).name}:{place.lineno} {cause}"
    return ""


def fewest(steps: list[str], text: str, *, seconds: float) -> list[str]:
    """Steps that still fail, without those that are not needed for it as far as time allows."""
    until, length = time.monotonic() + seconds, len(steps) // 2
    while length and time.monotonic() < until:
        for at in range(0, len(steps), length):
            fewer = steps[:at] + steps[at + length :]
            if time.monotonic() < until and failure(fewer, text):
                steps = fewer
                break
        else:
            length //= 2
    return steps


def main() -> int:
    """Review with each seed; the exit status tells whether all went well."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--steps", type=int, default=300, help="of each seed")
    parser.add_argument("--shrink", type=float, default=60, help="seconds for each failure")
    options = parser.parse_args()
    clipboard.copy = lambda _app, _text: "copied"  # that of whoever runs this stays as it is
    language.use("en")
    texts = (COUNTY, shipped_report().read_text("utf-8"))
    failed = 0
    for seed in range(options.first, options.first + options.seeds):
        chosen, text = random.Random(seed), texts[seed % len(texts)]
        steps = chosen.choices(STEPS, k=options.steps)
        begun = time.monotonic()
        cause = failure(steps, text)
        print(f"seed {seed}: {cause or 'agrees'} ({time.monotonic() - begun:.0f} s)", flush=True)
        if cause:
            failed += 1
            steps = fewest(steps, text, seconds=options.shrink)
            print(f"  {failure(steps, text)}\n  {steps}", flush=True)
    return min(failed, 1)


if __name__ == "__main__":
    sys.exit(main())
