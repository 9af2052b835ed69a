import pytest

from core.facts import find_facts
from core.watching import part, watched

TEXT = "\n".join(
    f"第{year}年受理案件{year}件，办结{year - 5}件，办结率95.{year % 10}%。"
    for year in range(10, 90)
)


def test_who_watches_the_finding_hears_how_much_is_done() -> None:
    heard: list[float] = []

    facts = find_facts(TEXT, watch=heard.append)

    assert heard == sorted(heard)
    assert heard[0] >= 0
    assert 0.9 <= heard[-1] <= 1
    assert len(heard) > len(facts.metrics)


def test_who_watches_can_stop_it() -> None:
    class StoppedError(Exception):
        pass

    def stop(done: float) -> None:
        if done > 0.4:
            raise StoppedError

    with pytest.raises(StoppedError):
        find_facts(TEXT, watch=stop)


def test_a_part_counts_in_the_whole() -> None:
    heard: list[float] = []

    items = list(watched(range(10), part(heard.append, 0.5, 1), every=5))

    assert items == list(range(10))
    assert heard == [0.5, 0.75]
