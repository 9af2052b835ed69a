"""A merge adds what others saved, in any order, and believes nothing that it did not check."""

from __future__ import annotations

import errno
import json
import os
import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.entry import Entry, encoded
from store.merging import Came, merge
from store.names import DOCUMENT
from store.review import ReviewFile
from tests.store.libraries import (
    FIRST,
    KEYS,
    SECOND,
    causes,
    content,
    entry,
    keep,
    lines,
    notes,
    put,
    record,
    review_path,
    saved,
    state,
)

# What comes


def test_the_saves_that_are_missing_come_and_are_counted(ours: Path, theirs: Path) -> None:
    put(ours, lines(entry(1, "a"), entry(3, "c")))
    put(theirs, lines(entry(1, "a"), entry(2, "b", KEYS[1]), entry(4, "d")))
    put(theirs, lines(entry(1, "x", by="李四")), "李四", SECOND)
    done = merge(ours, theirs)
    assert set(done.came) == {Came(FIRST, "张三", 2), Came(SECOND, "李四", 1)}
    assert notes(review_path(ours)) == {KEYS[0]: "d", KEYS[1]: "b"}
    assert notes(review_path(ours, "李四", SECOND)) == {KEYS[0]: "x"}


def test_an_older_save_of_theirs_comes_into_the_history_and_does_not_win(
    ours: Path, theirs: Path
) -> None:
    put(ours, lines(entry(5, "new")))
    put(theirs, lines(entry(1, "old")))
    merge(ours, theirs)
    assert notes(review_path(ours)) == {KEYS[0]: "new"}
    assert [step.at for step in ReviewFile(review_path(ours), "张三").history()] == [1, 5]


def test_the_second_time_nothing_comes_and_nothing_is_written(ours: Path, theirs: Path) -> None:
    put(ours, lines(entry(1, "a")))
    put(theirs, lines(entry(2, "b")))
    keep(theirs)
    merge(ours, theirs)
    before = content(ours)
    assert merge(ours, theirs) == ([], [], [])
    assert content(ours) == before


@pytest.mark.parametrize(
    "line",
    [
        encoded(entry(2, "b", mood="good", set={"annotations": {}, "later": {"k": {"new": [1]}}})),
        json.dumps(json.loads(encoded(entry(2, "甲"))), indent=None).encode(),
        b'{"crc":"%s",' % encoded(entry(2))[-10:-2] + encoded(entry(2))[1:-18] + b"}",
    ],
    ids=["unknown members", "other spelling", "checksum first"],
)
def test_a_line_comes_byte_for_byte(ours: Path, theirs: Path, line: bytes) -> None:
    put(ours, lines(entry(1)))
    put(theirs, line + b"\n")
    assert merge(ours, theirs).refused == []
    assert review_path(ours).read_bytes() == lines(entry(1)) + line + b"\n"


def test_another_spelling_of_a_save_that_is_here_does_not_come(ours: Path, theirs: Path) -> None:
    put(ours, lines(entry(1, "甲")))
    put(theirs, json.dumps(json.loads(encoded(entry(1, "甲")))).encode() + b"\n")
    assert merge(ours, theirs) == ([], [], [])


def test_many_saves_are_one_write_and_one_sync(
    ours: Path, theirs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(ours, lines(entry(1)))
    put(theirs, lines(*(entry(at) for at in range(2, 52))))
    calls = []
    for name in ("write", "fdatasync"):
        real = getattr(os, name)
        spy = lambda *them, real=real, name=name: calls.append(name) or real(*them)  # noqa: E731
        monkeypatch.setattr(os, name, spy)
    assert merge(ours, theirs).came == [Came(FIRST, "张三", 50)]
    assert calls == ["write", "fdatasync"]


def test_a_last_line_without_its_end_stays_a_line(ours: Path, theirs: Path) -> None:
    put(ours, lines(entry(1, "a"))[:-1])
    put(theirs, lines(entry(2, "b"))[:-1])
    merge(ours, theirs)
    assert review_path(ours).read_bytes() == lines(entry(1, "a"), entry(2, "b"))


def test_a_torn_end_of_theirs_is_passed_over(ours: Path, theirs: Path) -> None:
    put(theirs, lines(entry(1, "a"), entry(2, "b"))[:-9])
    assert merge(ours, theirs) == ([Came(FIRST, "张三", 1)], [], [])
    assert review_path(ours).read_bytes() == lines(entry(1, "a"))


def test_a_torn_end_of_ours_is_set_aside(ours: Path, theirs: Path) -> None:
    path = put(ours, lines(entry(1, "a")) + b'{"v":1,"at":7')
    put(theirs, lines(entry(2, "b")))
    merge(ours, theirs)
    assert path.read_bytes() == lines(entry(1, "a"), entry(2, "b"))
    assert path.with_name(f"{path.name}.torn").read_bytes() == b'{"v":1,"at":7\n'


def test_a_document_comes_once_and_ours_stays(ours: Path, theirs: Path) -> None:
    kept = keep(theirs).read_bytes()
    assert merge(ours, theirs) == ([], [FIRST], [])
    assert (ours / FIRST / DOCUMENT).read_bytes() == kept
    (ours / FIRST / DOCUMENT).write_bytes(b"ours")
    assert merge(ours, theirs) == ([], [], [])
    assert (ours / FIRST / DOCUMENT).read_bytes() == b"ours"


def test_what_came_is_private(ours: Path, theirs: Path) -> None:
    put(theirs, lines(entry(1)))
    keep(theirs)
    merge(ours, theirs)
    modes = {path.stat().st_mode & 0o777 for path in (ours / FIRST).iterdir()}
    assert (modes, (ours / FIRST).stat().st_mode & 0o777) == ({0o600}, 0o700)


def test_a_library_merged_with_itself_stays_as_it_is(ours: Path) -> None:
    put(ours, lines(entry(1), entry(2)))
    keep(ours)
    before = content(ours)
    assert merge(ours, ours) == ([], [], [])
    assert content(ours) == before


# Any order

RECORDS = [record(KEYS[0], "甲"), record(KEYS[0], "乙"), None]
# Few names, so that different saves have one now and then.
SAVES = st.builds(
    lambda at, name, records: Entry(
        v=1, at=at, id=f"{name:08x}", by="张三", set={"annotations": records}
    ),
    st.integers(1, 4),
    st.integers(0, 1),
    st.dictionaries(st.sampled_from(KEYS), st.sampled_from(RECORDS), max_size=2),
)
FILES = st.sampled_from([(FIRST, "张三"), (FIRST, "李四"), (SECOND, "张三")])
LIBRARIES = st.dictionaries(FILES, st.lists(SAVES, min_size=1, max_size=5), max_size=3)


def library_of(files: dict[tuple[str, str], list[Entry]], folder: Path) -> Path:
    folder.mkdir()
    for (document, reviewer), saves in files.items():
        put(folder, lines(*saves), reviewer, document)
    return folder


def merged(folder: Path, *libraries: Path) -> Path:
    for library in libraries:
        if any(library.iterdir()):
            assert merge(folder, library).refused == []
    folder.mkdir(exist_ok=True)
    return folder


@settings(max_examples=60, deadline=None)
@given(LIBRARIES, LIBRARIES, LIBRARIES)
def test_order_grouping_and_repetition_do_not_matter(
    one: dict[Any, Any], two: dict[Any, Any], three: dict[Any, Any]
) -> None:
    with tempfile.TemporaryDirectory() as name:
        here = Path(name)
        a, b, c = (library_of(it, here / n) for n, it in zip("abc", (one, two, three), strict=True))
        left = merged(here / "left", merged(here / "ab", a, b), c)
        right = merged(here / "right", a, merged(here / "cb", c, b))
        again = merged(here / "again", c, a, b, c, left, a)
        assert state(left) == state(right) == state(again)
        assert sets_of_lines(left) == sets_of_lines(right) == sets_of_lines(again)
        before = content(left)
        merged(left, a, b, c, right)
        assert content(left) == before


def sets_of_lines(root: Path) -> dict[str, set[bytes]]:
    return {name: set(data.split(b"\n")) for name, data in content(root).items()}


def test_two_saves_of_one_name_are_both_kept_and_every_copy_shows_the_same(tmp_path: Path) -> None:
    one, two = entry(1, "a"), entry(1, "b")
    put(tmp_path / "x", lines(one))
    put(tmp_path / "y", lines(two))
    shutil.copytree(tmp_path / "x", tmp_path / "x before")
    merge(tmp_path / "x", tmp_path / "y")
    merge(tmp_path / "y", tmp_path / "x before")
    assert state(tmp_path / "x") == state(tmp_path / "y")
    for name in "xy":
        path = review_path(tmp_path / name)
        assert [one in saved(path), two in saved(path)] == [True, True]
        shown = [
            step.changed[KEYS[0]]["note"]  # type: ignore[index]
            for step in ReviewFile(path, "张三").history()
        ]
        assert set(shown) == {"a", "b"}


# One review or one folder


def test_the_folder_of_a_document_is_merged(ours: Path, theirs: Path) -> None:
    put(theirs, lines(entry(1)))
    keep(theirs)
    assert merge(ours, theirs / FIRST) == ([Came(FIRST, "张三", 1)], [FIRST], [])


def test_a_folder_of_another_name_is_known_by_its_document(ours: Path, theirs: Path) -> None:
    put(theirs, lines(entry(1)))
    keep(theirs)
    renamed = (theirs / FIRST).rename(theirs.with_name("来自李四"))
    assert merge(ours, renamed) == ([Came(FIRST, "张三", 1)], [FIRST], [])


@pytest.mark.parametrize("name", ["张三.jsonl", "张三 (1).jsonl", "x.jsonl"])
def test_a_review_by_itself_is_known_by_what_it_quotes_and_who_saved_it(
    ours: Path, tmp_path: Path, name: str
) -> None:
    keep(ours, 0)
    keep(ours, 1)
    alone = tmp_path / name
    alone.write_bytes(lines(entry(1)))
    assert merge(ours, alone).came == [Came(FIRST, "张三", 1)]
    assert merge(ours, alone) == ([], [], [])


def test_a_review_by_itself_in_a_document_s_folder_needs_no_quote(ours: Path, theirs: Path) -> None:
    path = put(theirs, lines(entry(1, None)), "张三 (conflicted copy)")
    assert merge(ours, path).came == [Came(FIRST, "张三", 1)]


def test_a_review_by_itself_of_several_people_is_called_as_its_file(
    ours: Path, theirs: Path
) -> None:
    path = put(theirs, lines(entry(1), entry(2, by="李四")), "王五")
    assert merge(ours, path).came == [Came(FIRST, "王五", 2)]


def test_a_copy_that_a_sync_left_in_our_library_is_merged_into_its_review(ours: Path) -> None:
    put(ours, lines(entry(1, "a")))
    copy = put(ours, lines(entry(2, "b")), "张三.sync-conflict-20260109")
    assert merge(ours, copy).came == [Came(FIRST, "张三", 1)]
    assert notes(review_path(ours)) == {KEYS[0]: "b"}


@pytest.mark.parametrize("kept", [[], [1]], ids=["none", "another"])
def test_a_review_of_an_unknown_document_is_refused(
    ours: Path, tmp_path: Path, kept: list[int]
) -> None:
    for document in kept:
        keep(ours, document)
    alone = tmp_path / "张三.jsonl"
    alone.write_bytes(lines(entry(1)))
    [cause] = causes(merge(ours, alone).refused)
    assert cause.startswith("no document here is known by what the review quotes")


# Accidents


def refuse(kind: int) -> Any:
    def refusing(*_: object) -> Any:
        raise OSError(kind, "no")

    return refusing


@pytest.mark.parametrize("call", ["fdatasync", "write"])
def test_a_full_disk_leaves_the_review_as_it_was_and_the_next_merge_works(
    ours: Path, theirs: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    put(ours, lines(entry(1)))
    put(theirs, lines(entry(2), entry(3)))
    before = content(ours)
    with monkeypatch.context() as patch:
        patch.setattr(os, call, refuse(errno.ENOSPC))
        done = merge(ours, theirs)
    assert (done.came, causes(done.refused)) == ([], ["not saved: the disk is full"])
    assert content(ours) == before
    assert merge(ours, theirs).came == [Came(FIRST, "张三", 2)]


def test_half_a_write_is_cut_back(
    ours: Path, theirs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(ours, lines(entry(1)))
    put(theirs, lines(entry(2), entry(3)))
    before = content(ours)
    real = os.write
    monkeypatch.setattr(os, "write", lambda fd, data: real(fd, data[: len(data) // 2]))
    assert causes(merge(ours, theirs).refused) == ["not saved: the disk is full"]
    assert content(ours) == before


def test_a_library_that_cannot_be_written_is_told_for_each_review(
    ours: Path, theirs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(ours, lines(entry(1)))
    put(theirs, lines(entry(2)))
    put(theirs, lines(entry(1, by="李四")), "李四")
    real = os.open

    def read_only(path: Any, flags: int, mode: int = 0o777) -> int:
        if flags & (os.O_RDWR | os.O_WRONLY):
            raise OSError(errno.EROFS, "no")
        return real(path, flags, mode)

    monkeypatch.setattr(os, "open", read_only)
    done = merge(ours, theirs)
    assert causes(done.refused) == ["not saved: the disk is read-only"] * 2
    assert notes(review_path(ours)) == {KEYS[0]: ""}


def test_a_library_that_is_a_file_is_told(ours: Path, theirs: Path) -> None:
    ours.write_text("a file")
    put(theirs, lines(entry(1)))
    assert causes(merge(ours, theirs).refused) == ["cannot be read: Not a directory"]
    assert ours.read_text() == "a file"


def test_marks_that_are_made_during_a_merge_are_kept(ours: Path, tmp_path: Path) -> None:
    for at in range(1, 21):
        put(tmp_path / str(at), lines(entry(at)))
    review = ReviewFile(review_path(ours), "张三")

    def mark() -> None:
        for number in range(50):
            new = record(KEYS[1], str(number))
            review.change(KEYS[1], lambda _, new=new: new, "note")

    def bring_in() -> None:
        for at in range(1, 21):
            assert merge(ours, tmp_path / str(at)).refused == []

    with ThreadPoolExecutor(2) as pool:
        for job in [pool.submit(mark), pool.submit(bring_in)]:
            job.result()
    assert len(saved(review_path(ours))) == 70
    assert notes(review_path(ours)) == {KEYS[0]: "", KEYS[1]: "49"}
