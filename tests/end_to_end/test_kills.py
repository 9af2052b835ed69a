"""The app killed at random moments of a save; the benchmark `kills` does it a thousand times."""

from __future__ import annotations

from pathlib import Path

from tests.benchmarks.kills import killed_apps


def test_what_the_app_showed_as_saved_survives_kills(tmp_path: Path) -> None:
    tally = killed_apps(3, tmp_path)
    assert (tally.kills, tally.lost, tally.unreadable) == (3, 0, 0)
    assert tally.acknowledged > 0
