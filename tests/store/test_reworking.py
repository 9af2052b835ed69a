"""Records changed together: as one line, from the newest of all, taken back as one."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.entry import Records
from store.library import ReviewFile


def swapped(records: dict[str, dict[str, object]]) -> Records:
    return {"1": records.get("2"), "2": records.get("1")}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "library" / "d0c" / "李.jsonl"


def test_all_that_is_decided_is_one_line_and_one_step(path: Path) -> None:
    review = ReviewFile(path, "李")
    review.change("1", lambda _: {"n": 1}, "mark")
    assert review.rework(swapped, "swap") == {"1": None, "2": {"n": 1}}
    assert len(path.read_bytes().splitlines()) == 2
    step = review.undo()
    assert step
    assert step.why == "undo swap"
    assert review.annotations() == {"1": {"n": 1}}


def test_it_is_decided_on_what_another_terminal_saved_meanwhile(path: Path) -> None:
    review, other = ReviewFile(path, "李"), ReviewFile(path, "李")
    assert review.annotations() == {}
    other.change("2", lambda _: {"n": 2}, "mark")
    review.rework(swapped, "swap")
    assert other.refresh() == {"1": {"n": 2}, "2": None}


def test_what_another_terminal_saved_is_still_news_afterwards(path: Path) -> None:
    review, other = ReviewFile(path, "李"), ReviewFile(path, "李")
    assert review.annotations() == {}
    other.change("3", lambda _: {"n": 3}, "mark")
    review.rework(lambda _: {"1": {"n": 1}}, "put")
    assert review.news() == {"3": {"n": 3}}


def test_nothing_decided_is_nothing_saved(path: Path) -> None:
    assert ReviewFile(path, "李").rework(lambda _: {}, "nothing") == {}
    assert not path.exists() or path.read_bytes() == b""


def test_the_document_is_kept_before(path: Path) -> None:
    kept: list[bool] = []
    ReviewFile(path, "李", lambda: kept.append(path.exists())).rework(
        lambda _: {"1": {"n": 1}}, "put"
    )
    assert len(kept) == 1
