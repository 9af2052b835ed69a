"""Restoring shows what would change, makes it so, and can be taken back."""

from __future__ import annotations

import errno
import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store import backup, restoring
from store.entry import Entry
from store.errors import StoreError
from store.names import DOCUMENT
from store.review import ReviewFile
from tests.store.libraries import (
    FIRST,
    KEYS,
    SECOND,
    back_up,
    content,
    entry,
    keep,
    lines,
    notes,
    put,
    record,
    restored,
    review_path,
    state,
)


def test_the_plan_counts_what_would_change_and_changes_nothing(root: Path, file: Path) -> None:
    back_up(root, file)
    review = ReviewFile(review_path(root), "张三")
    review.change(KEYS[0], lambda _: record(KEYS[0], "改"), "note")
    review.change(KEYS[1], lambda _: None, "clear")
    ReviewFile(review_path(root, "李四"), "李四").change(KEYS[0], lambda _: record(), "mark")
    review_path(root, document=SECOND).unlink()
    (root / FIRST / DOCUMENT).unlink()
    before = content(root)
    plan = restoring.plan(root, backup.read(file))
    assert [(one.reviewer, *one[3:7]) for one in plan.reviews] == [
        ("张三", 1, 0, 0, 1),
        ("张三", 1, 1, 0, 0),
        ("李四", 0, 0, 1, 0),
    ]
    assert [one.id for one in plan.documents] == [FIRST]
    assert content(root) == before


def test_afterwards_every_review_of_the_backup_is_as_it_was_and_the_others_are_untouched(
    root: Path, file: Path
) -> None:
    back_up(root, file)
    then = state(root)
    ReviewFile(review_path(root), "张三").change(KEYS[0], lambda _: None, "clear")
    review_path(root, document=SECOND).unlink()
    other = put(root, lines(entry(9, "自己的", by="王五")), "王五")
    before = other.read_bytes()
    restored(root, file)
    assert state(root) == then | {f"{FIRST}/王五.jsonl": {KEYS[0]: record(KEYS[0], "自己的")}}
    assert other.read_bytes() == before


def test_restoring_twice_changes_nothing_the_second_time(root: Path, file: Path) -> None:
    back_up(root, file)
    ReviewFile(review_path(root), "张三").change(KEYS[0], lambda _: None, "clear")
    restored(root, file)
    before = content(root)
    assert restored(root, file) == ([], [], [])
    assert content(root) == before


def test_restoring_is_one_step_that_undo_takes_back(root: Path, file: Path) -> None:
    back_up(root, file)
    review = ReviewFile(review_path(root), "张三")
    review.change(KEYS[0], lambda _: record(KEYS[0], "改"), "note")
    review.change(KEYS[1], lambda _: None, "clear")
    later = notes(review_path(root))
    restored(root, file)
    step = ReviewFile(review_path(root), "张三").history()[-1]
    assert (step.why, step.by, set(step.keys)) == ("restore", "李四", set(KEYS))
    ReviewFile(review_path(root), "张三").undo()
    assert notes(review_path(root)) == later


def test_a_history_that_was_cut_back_comes_back(root: Path, file: Path) -> None:
    back_up(root, file)
    path = review_path(root)
    whole = path.read_bytes()
    path.write_bytes(lines(entry(1, "甲")))
    restored(root, file)
    assert path.read_bytes() == whole


def test_saves_made_since_stay_in_the_history(root: Path, file: Path) -> None:
    back_up(root, file)
    ReviewFile(review_path(root), "张三").change(KEYS[0], lambda _: record(KEYS[0], "改"), "note")
    restored(root, file)
    whys = [step.why for step in ReviewFile(review_path(root), "张三").history()]
    assert whys[-2:] == ["note", "restore"]


def test_a_damaged_review_is_set_aside_whole_and_never_deleted(root: Path, file: Path) -> None:
    back_up(root, file)
    path = review_path(root)
    good = path.read_bytes()
    for number, damage in enumerate([b"{}\n" + good, good.replace(b"highlight", b"weakness", 1)]):
        path.write_bytes(damage)
        [difference] = restored(root, file).reviews
        assert difference.is_damaged
        assert path.read_bytes() == good
        aside = path.with_name(f"{path.name}.damaged{['', '-2'][number]}")
        assert aside.read_bytes() == damage


def test_a_damaged_review_stays_in_its_place_while_the_disk_is_full(
    root: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    back_up(root, file)
    path = put(root, b"{}\n" + lines(entry(1)))
    before = content(root)
    real, times = os.fdatasync, iter([False, True])

    def full(fd: int) -> None:
        if next(times, True):
            raise OSError(errno.ENOSPC, "no")
        real(fd)

    [difference] = restoring.plan(root, backup.read(file)).reviews
    with monkeypatch.context() as patch:
        patch.setattr(os, "fdatasync", full)
        with pytest.raises(StoreError, match="not saved: the disk is full"):
            restoring.restore(difference, "李四")
    after = content(root)
    assert after.pop(f"{FIRST}/{path.name}.damaged") == path.read_bytes()
    assert after == before
    restored(root, file)
    assert restored(root, file) == ([], [], [])


def test_a_review_of_a_newer_piyue_is_refused_and_the_others_come_back(
    root: Path, file: Path
) -> None:
    back_up(root, file)
    newer = put(root, lines(entry(1, v=2)))
    review_path(root, document=SECOND).unlink()
    before = newer.read_bytes()
    plan = restored(root, file)
    assert [error.path for error in plan.refused] == [newer]
    assert newer.read_bytes() == before
    assert review_path(root, document=SECOND).exists()


def test_into_an_empty_library_everything_comes_back(root: Path, file: Path) -> None:
    back_up(root, file)
    fresh = root.with_name("fresh")
    restored(fresh, file)
    assert content(fresh) == content(root)


def test_a_document_that_is_here_stays_as_it_is(root: Path, file: Path) -> None:
    back_up(root, file)
    (root / FIRST / DOCUMENT).write_bytes(b"ours")
    assert restored(root, file) == ([], [], [])
    assert (root / FIRST / DOCUMENT).read_bytes() == b"ours"


SAVES = st.lists(
    st.builds(
        entry,
        st.integers(1, 9),
        st.sampled_from(["甲", "乙", None]),
        st.sampled_from(KEYS),
    ),
    max_size=6,
)


@settings(max_examples=60, deadline=None)
@given(SAVES, SAVES)
def test_whatever_was_done_since_restoring_brings_the_backup_s_annotations(
    then: list[Entry], since: list[Entry]
) -> None:
    with tempfile.TemporaryDirectory() as name:
        root, file = Path(name, "library"), Path(name, "backup.json")
        path = put(root, lines(*then))
        keep(root)
        back_up(root, file)
        expected = notes(path) if then else None
        put(root, lines(*since))
        now = notes(path)
        restored(root, file)
        assert notes(path) == (now if expected is None else expected)
        assert restored(root, file) == ([], [], [])
