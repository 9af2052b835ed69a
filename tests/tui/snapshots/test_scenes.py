"""Every screen as a picture, in two languages and four widths; `make snapshots` takes them."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import datetime, tzinfo
from itertools import zip_longest
from pathlib import Path

import pytest

from tests.tui.snapshots.picture import picture, words
from tests.tui.snapshots.scenes import SCENES, Scene, Somebody
from tui import language
from tui.screens import inspecting, panes
from tui.screens import library as library_screen

HEIGHT = 24
PICTURES = Path(__file__).parent / "pictures"
_ANEW = os.environ.get("PIYUE_SNAPSHOTS") == "anew"
_MOMENT = 1_772_000_000  # seconds since 1970: February 2026


class _Then(datetime):
    """Says always that it is the day after the marks."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> _Then:
        return cls.fromtimestamp(_MOMENT + 86_400, tz)


@pytest.fixture(autouse=True)
def _always_alike(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """The same clock, folder and messages whenever and wherever it runs."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    monkeypatch.setattr("store.storage.time_ns", lambda: _MOMENT * 1_000_000_000)
    monkeypatch.setattr("tui.session.now", lambda: "2026-02-25T06:13:20+00:00")
    monkeypatch.setattr(inspecting, "datetime", _Then)
    monkeypatch.setattr(inspecting, "_RESTS_AFTER", 0.01)
    monkeypatch.setattr(panes, "_MESSAGE_STAYS", 3600)
    monkeypatch.setattr(library_screen, "_MESSAGE_STAYS", 3600)
    yield
    monkeypatch.undo()
    time.tzset()


def _tongues(scene: Scene) -> tuple[str, ...]:
    return ("zh",) if scene.is_lesser else ("zh", "en")


def _widths(scene: Scene) -> tuple[int, ...]:
    if scene.starts_narrow:
        return (60, 80)
    return (120, 60) if scene.is_lesser else (200, 120, 80, 60)


SHOWN = [(scene, tongue) for scene in SCENES for tongue in _tongues(scene)]


@pytest.mark.parametrize(
    ("scene", "tongue"), SHOWN, ids=[f"{scene.name}-{tongue}" for scene, tongue in SHOWN]
)
async def test_screen(scene: Scene, tongue: str, monkeypatch: pytest.MonkeyPatch) -> None:
    language.use(tongue)
    scene.prepare()
    if scene.instead:
        monkeypatch.setattr(*scene.instead)
    app = scene.begin()
    differences = []
    async with app.run_test(size=(_widths(scene)[0], HEIGHT)) as pilot:
        somebody = Somebody(pilot)
        await somebody.settled()
        if scene.happens:
            await scene.happens(somebody)
        for key in scene.keys.split():
            await somebody.press(key)
        for width in _widths(scene):
            await pilot.resize_terminal(width, HEIGHT)
            await somebody.settled()
            differences += _differences(_file(scene, tongue, width), picture(app))
    assert not differences, "\n".join(["look at it after `make snapshots`:", *differences])


def test_every_picture_is_of_a_screen() -> None:
    wanted = {_file(scene, it, width) for scene, it in SHOWN for width in _widths(scene)}
    assert set(PICTURES.iterdir()) == wanted


def _file(scene: Scene, tongue: str, width: int) -> Path:
    return PICTURES / f"{scene.name}-{tongue}-{width}.svg"


def _differences(file: Path, taken: str) -> list[str]:
    """Each line of the screen that is not as in the picture kept: as it was, as it is."""
    if _ANEW:
        file.parent.mkdir(exist_ok=True)
        file.write_text(taken, "utf-8")
    kept = file.read_text("utf-8") if file.exists() else ""
    if taken == kept:
        return []
    found = [file.name]
    for was, now in zip_longest(kept.splitlines(), taken.splitlines(), fillvalue=""):
        if words(was) != words(now):
            found += [f"- {words(was)}", f"+ {words(now)}"]
        elif was != now:
            found.append(f"  {words(was)}    (looks different)")
    return found
