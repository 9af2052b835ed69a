from asyncio import CancelledError
from threading import Event
from time import sleep

import pytest

from core.facts import find_facts
from core.watching import Watch
from tui.analysis import Analysis
from tui.resting import Rest


class Clock:
    """A clock that goes on by what is slept; a key may be pressed in a pause."""

    def __init__(self, keys: int = 0) -> None:
        self.now = 100.0
        self.slept = 0.0
        self.keys = keys
        self.rest = Rest(lambda: self.now, self.pause)

    def pause(self, seconds: float) -> None:
        self.now += seconds
        self.slept += seconds
        if self.keys:
            self.keys -= 1
            self.rest.disturb()


def test_work_goes_on_at_once_where_no_key_was_pressed() -> None:
    clock = Clock()

    clock.rest.wait()

    assert clock.slept == 0


def test_work_waits_until_keys_rest() -> None:
    clock = Clock()
    clock.rest.disturb()

    clock.rest.wait()
    once = clock.slept
    clock.rest.wait()

    assert once > 0
    assert clock.slept == once


def test_a_key_in_the_pause_makes_it_longer() -> None:
    one, more = Clock(), Clock(keys=3)
    for clock in (one, more):
        clock.rest.disturb()
        clock.rest.wait()

    assert more.slept == 4 * one.slept


def test_finding_figures_waits_between_figures() -> None:
    clock = Clock(keys=2)
    clock.rest.disturb()

    facts = find_facts("受理案件120件，办结95件。", watch=clock.rest.wait)

    assert len(facts.metrics) == 2
    assert clock.keys == 0


def test_work_ends_once_the_app_is_left() -> None:
    clock = Clock()
    clock.rest.end()

    with pytest.raises(CancelledError):
        find_facts("受理案件120件，办结95件。", watch=clock.rest.wait)


async def test_leaving_waits_for_no_worker_and_calls_none_a_failure(
    reviewing, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, ended = Event(), Event()

    def endless(watch: Watch) -> None:
        begun.set()
        try:
            while True:
                watch(0.5)
                sleep(0.01)
        finally:
            ended.set()

    monkeypatch.setattr(Analysis, "index_words", lambda self, _: endless(self._watch))
    async with reviewing() as reviewer:
        await reviewer.until(begun.is_set)
        await reviewer.press("q")
        await reviewer.until(ended.is_set)
        assert reviewer.pilot.app.crash is None
        assert reviewer.pilot.app.return_code == 0
