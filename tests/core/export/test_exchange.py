"""Identifiers, times and words for other programs."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.export.exchange import guid, instant, one_line


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2025-03-01T08:00:00+00:00", "2025-03-01T08:00:00Z"),
        ("2025-03-01T08:00:00.987654+00:00", "2025-03-01T08:00:00Z"),
        ("2025-03-01T07:30:00+08:00", "2025-02-28T23:30:00Z"),
        ("2025-03-01T08:00:00Z", "2025-03-01T08:00:00Z"),
        ("0999-01-01T00:00:00+00:00", "0999-01-01T00:00:00Z"),
        ("2025-03-01T08:00:00", ""),  # of which place on earth?
        ("0001-01-01T00:00:00+08:00", ""),  # before the calendar begins
        ("9999-12-31T23:59:59-08:00", ""),
        ("昨天", ""),
        ("", ""),
    ],
)
def test_a_time_is_in_utc_or_is_none(at: str, expected: str) -> None:
    assert instant(at) == expected


def test_an_identifier_is_the_same_on_every_machine() -> None:
    assert guid("reviewer", "李") == "1da477cb-32a0-5374-86c5-ef5e0d604daa"


@given(st.lists(st.text(), max_size=3), st.lists(st.text(), max_size=3))
def test_an_identifier_tells_apart_what_differs(one: list[str], other: list[str]) -> None:
    assert (guid(*one) == guid(*other)) == (one == other)


def test_an_identifier_takes_what_is_no_utf_8() -> None:
    assert guid("\ud800") != guid("\ufffd")


@given(st.dictionaries(st.text(), st.text()))
def test_what_is_written_as_json_is_read_again(value: dict[str, str]) -> None:
    assert json.loads(one_line(value)) == value


@pytest.mark.parametrize(
    "steering",
    ["\x1b[2J", "\n", "\r", "\x7f", "\x9b", "\u202e", "\u2066", "\u2028", "\ufeff", "\ud800"],
    ids=ascii,
)
def test_nothing_in_json_steers_a_terminal(steering: str) -> None:
    line = one_line([steering])

    assert line.removesuffix("\n").isascii()
    assert line.removesuffix("\n").isprintable()
    assert json.loads(line) == [steering]
