"""Moving by more than one key: counts, locators, lettered places, jumps; a long measure."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.document import Document
from store.library import Library
from tui.navigation import Jumps, located


@pytest.fixture
def long_measure(tmp_path: Path) -> Path:
    """A measure of about 60 lines in a terminal of 80 columns, between two short ones."""
    path = tmp_path / "long.txt"
    long = "，".join(["坚持依法办事并稳步推进改革"] * 90)
    path.write_text(f"某通知\n一、要求\n认真落实。\n{long}。\n按时报告。\n", "utf-8")
    return path


# Counts


@pytest.mark.parametrize(
    ("keys", "locator"),
    [
        ("5 j", "1.2.2"),
        ("0 1 2 j", "1.3.6"),
        ("0 3 j", "1.1.2"),
        ("0 j", "0.2"),
        ("9 9 9 9 9 9 9 9 9 9 j", "4.5.2"),
        ("5 j 4 k", "0.2"),
        ("5 G", "1.2.1"),
        ("5 g", "1.2.1"),
        ("5 g g", "1.2.1"),  # as vim has it; the second g is not a g of its own
        ("5 g g g", "1.2.1"),
        ("G 5 g j g", "0.1"),
        ("0 5 1 G", "1.8.4"),
        ("4 J", "1.4.1"),
        ("G 0 2 K", "4.4.1"),
        ("0 9 9 J", "4.5.1"),
        ("0 2 ctrl+d ctrl+u ctrl+u", "0.1"),
        ("5 escape j", "0.2"),
        ("5 t j", "1.1.1"),  # t takes no count, and the count is over
        ("5 z j", "0.2"),
    ],
)
async def test_counts(reviewing, keys: str, locator: str) -> None:
    async with reviewing() as reviewer:
        await reviewer.press(*keys.split())
        assert reviewer.locator == locator


async def test_a_count_of_marks(reviewing) -> None:
    async with reviewing() as reviewer:
        await reviewer.press("1", "1", "1", "1", "g", "0", "2", "]")
        assert reviewer.locator == "1.1.1"
        await reviewer.press("9", "]")  # as many as there are
        assert reviewer.locator == "1.1.2"


@pytest.mark.parametrize(
    ("keys", "tags"),
    [
        ("1", ["highlight"]),
        ("5 1", []),  # tag or count: neither, and the reviewer is told
        ("5 1 1", ["highlight"]),
        ("5 0 3", []),
        ("0 1 j", []),
        ("0 escape 1", ["highlight"]),
        ("5 j k k k k k 2", ["weakness"]),
        ("5 space k 3", ["follow-up"]),
    ],
)
async def test_a_count_never_tags_and_a_tag_is_never_swallowed_in_silence(
    reviewing, report: Document, keys: str, tags: list[str]
) -> None:
    async with reviewing() as reviewer:
        await reviewer.press(*keys.split())
        found = reviewer.saved(report)
        assert [tag for annotation in found.values() for tag in annotation.tags] == tags
        assert set(found) <= {"0.1"}


async def test_a_doubtful_key_says_what_can_be_done(reviewing) -> None:
    async with reviewing() as reviewer:
        await reviewer.press("5", "1")
        assert "neither tag nor count: 1 again tags, a count begins with 0: 051" in reviewer.status
        await reviewer.press("0", "5", "1")
        assert "051 …" in reviewer.status


# Locators


@pytest.mark.parametrize(
    ("wanted", "locator"),
    [
        ("1.3.2", "1.3.2"),
        ("1.3", "1.3.1"),
        ("4", "4.1.1"),
        ("0", "0.1"),
        ("１．３．２", "1.3.2"),  # as an input method leaves them
        ("1。3", "1.3.1"),
        (" 4.5. ", "4.5.1"),
        ("(八)", "1.8.1"),
        ("1.3.99", None),
        ("1.30", None),
        ("9", None),
        (".", None),
        ("法治", None),
    ],
)
def test_located(report: Document, wanted: str, locator: str | None) -> None:
    index = located(report, wanted)
    assert (None if index is None else report.measures[index].locator) == locator


async def test_a_colon_goes_to_a_locator_and_says_when_there_is_none(reviewing) -> None:
    async with reviewing() as reviewer:
        await reviewer.press(":")
        await reviewer.type("4.2.3")
        await reviewer.press("enter")
        assert reviewer.locator == "4.2.3"
        assert reviewer.screen.focused is reviewer.screen.reader
        await reviewer.press(":")
        await reviewer.type("7.1")
        await reviewer.press("enter")
        assert "no such place: 7.1" in reviewer.status
        await reviewer.press(":", "escape", "j")
        assert reviewer.locator == "4.2.4"


# Places with a letter


async def test_a_letter_remembers_a_place_until_the_next_time(reviewing) -> None:
    async with reviewing() as reviewer:
        await reviewer.press("J", '"', "j", "G", "'", "j")  # j is the letter
        assert reviewer.locator == "1.1.1"
        await reviewer.press("G", "q")
    async with reviewing() as reviewer:
        await reviewer.press("'")
        assert "to which place? j" in reviewer.status
        await reviewer.press("j")
        assert reviewer.locator == "1.1.1"


@pytest.mark.parametrize(
    ("keys", "said"),
    [("' b", "no place has the letter b"), ('" b', "'b comes back to 0.1"), ("' escape", "2024")],
)
async def test_what_is_said_of_letters(reviewing, keys: str, said: str) -> None:
    async with reviewing() as reviewer:
        await reviewer.press(*keys.split())
        assert said in reviewer.status


@pytest.mark.parametrize("begun", ["'", '"'])
async def test_what_is_no_letter_does_what_it_always_does(
    reviewing, report: Document, begun: str
) -> None:
    async with reviewing() as reviewer:
        await reviewer.press(begun, "1")
        assert reviewer.saved(report)["0.1"].tags == ("highlight",)


async def test_places_that_somebody_else_wrote_are_looked_at_twice(
    reviewing, report: Document, library: Path
) -> None:
    kept = {"places": {"a": "x", "ab": 3, "c": 10**12, "": 1, "d": -5}}
    Library(library).review(report.id, "李").save_session(kept)
    async with reviewing() as reviewer:
        await reviewer.press("'")
        assert "to which place? c d " in reviewer.status
        await reviewer.press("c")
        assert reviewer.locator == "4.5.2"
        await reviewer.press("'", "d")
        assert "no place has the letter d" in reviewer.status


# Jumps


@pytest.mark.parametrize(
    ("jump", "there"),
    [
        (["G"], "4.5.2"),
        (["0", "2", "J"], "1.2.1"),
        ([":", *"4.2.3", "enter"], "4.2.3"),
        (["slash", *"sansuo", "backspace", "enter"], None),
        (["slash", *"条例", "enter"], None),
        (["m", *"95.6", "enter"], "1.7.3"),
        (["shift+tab", "4", "j", "tab"], None),
        (["5", "G"], "1.2.1"),
    ],
)
async def test_every_jump_can_be_taken_back_and_forth(
    reviewing, jump: list[str], there: str | None
) -> None:
    async with reviewing() as reviewer:
        await reviewer.press("j", *jump)
        reached = reviewer.locator
        assert there in (None, reached)
        await reviewer.press("ctrl+o")
        assert reviewer.locator == "0.2"
        await reviewer.press("ctrl+y")
        assert reviewer.locator == reached


@pytest.mark.parametrize("keys", ["j j j", "pagedown", "5 j", "1 2 3"])
async def test_moving_along_is_no_jump(reviewing, keys: str) -> None:
    async with reviewing() as reviewer:
        await reviewer.press(*keys.split())
        reached = reviewer.locator
        await reviewer.press("ctrl+o")
        assert reviewer.locator == reached
        assert "no further jump" in reviewer.status


async def test_a_search_given_up_is_no_jump(reviewing) -> None:
    async with reviewing() as reviewer:
        await reviewer.press("slash", *"条例", "escape", "ctrl+o")
        assert reviewer.locator == "0.1"
        assert "no further jump" in reviewer.status


async def test_an_apostrophe_twice_goes_between_two_places(reviewing) -> None:
    async with reviewing() as reviewer:
        await reviewer.press("j", "G", "'", "'")
        assert reviewer.locator == "0.2"


@given(st.lists(st.integers(0, 9), max_size=30))
def test_back_as_far_as_one_can_then_forward_is_where_one_was(path: list[int]) -> None:
    jumps, at = Jumps(), 0
    for index in path:
        jumps.leave(at)
        at = index
    last = at
    steps = 0
    while (found := jumps.back(at)) is not None:
        assert found != at
        at, steps = found, steps + 1
    for _ in range(steps):
        found = jumps.forward(at)
        assert found is not None
        at = found
    assert at == last


def test_jumps_are_bounded() -> None:
    jumps = Jumps()
    for index in range(1000):
        jumps.leave(index)
    assert len(jumps.behind) == 100


# A measure taller than the page


async def test_j_and_k_scroll_within_a_long_measure_before_they_leave_it(
    reviewing, long_measure: Path
) -> None:
    async with reviewing((80, 24), long_measure) as reviewer:
        reader = reviewer.screen.reader
        await reviewer.press("j")
        tops = [reader.scroll_offset.y]
        while reviewer.locator == "1.2":
            await reviewer.press("j")
            tops.append(reader.scroll_offset.y)
        assert len(tops) > 5
        assert all(0 < below - top < reader.size.height for top, below in pairwise(tops[:-1]))
        assert reviewer.locator == "1.3"
        await reviewer.press("k")
        assert reviewer.locator == "1.2"
        await reviewer.press("j", "j", "k", "k", "k")
        assert reviewer.locator == "1.1"


async def test_pages_pass_over_no_line_of_a_long_measure(reviewing, long_measure: Path) -> None:
    async with reviewing((80, 24), long_measure) as reviewer:
        reader = reviewer.screen.reader
        await reviewer.press("j")
        seen = set()
        while reviewer.locator == "1.2":
            top = reader.scroll_offset.y
            seen |= set(range(top, top + reader.size.height))
            await reviewer.press("pagedown")
        assert seen == set(range(min(seen), max(seen) + 1))


async def test_a_count_leaves_a_long_measure_at_once(reviewing, long_measure: Path) -> None:
    async with reviewing((80, 24), long_measure) as reviewer:
        await reviewer.press("j", "0", "2", "k")
        assert reviewer.locator == "1.1"


async def test_after_the_wheel_a_key_moves_from_where_the_cursor_is(
    reviewing, long_measure: Path
) -> None:
    async with reviewing((80, 24), long_measure) as reviewer:
        reader = reviewer.screen.reader
        await reviewer.press("j")
        reader.scroll_end(animate=False, immediate=True)
        await reviewer.press("j")
        assert reviewer.locator == "1.3"
