"""What the app may rely on when it reads, marks, undoes and looks at other terminals."""

from __future__ import annotations

import errno
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import disk
from store.entry import Record
from store.errors import ConflictError, DamagedLogError, ReadOnlyError, StoreError
from store.library import Edit, Library, ReviewFile, file_name


def tagged(*tags: str) -> Edit:
    return lambda record: {**(record or {}), "tags": list(tags)}


def removed(_: Record | None) -> None:
    return None


def in_place(record: Record | None) -> Record | None:
    assert record is not None
    record["tags"].append("in place")
    return record


def other_terminal(review: ReviewFile) -> ReviewFile:
    return ReviewFile(review.path, "张三")


def lines(review: ReviewFile) -> int:
    return review.path.read_bytes().count(b"\n")


def test_reading_creates_no_file_and_no_folder(tmp_path: Path) -> None:
    review = Library(tmp_path / "library").review("d0c", "张三")
    assert review.annotations() == review.session() == review.refresh() == {}
    assert review.history() == []
    assert review.undo() is review.redo() is None
    assert list(tmp_path.iterdir()) == []


def test_a_change_is_there_for_the_next_session(review: ReviewFile) -> None:
    assert review.change("1.1", tagged("highlight"), "tag") == {"tags": ["highlight"]}
    assert other_terminal(review).annotations() == {"1.1": {"tags": ["highlight"]}}
    assert review.change("1.1", removed, "clear") is None
    assert other_terminal(review).annotations() == {}


def test_a_change_starts_from_what_another_terminal_saved(review: ReviewFile) -> None:
    review.change("1.1", tagged("highlight"), "tag")
    other_terminal(review).change("1.1", lambda record: {**(record or {}), "note": "好"}, "note")
    review.change("1.1", tagged("weakness"), "tag")
    assert review.annotations() == {"1.1": {"tags": ["weakness"], "note": "好"}}


def test_an_edit_that_changes_nothing_or_raises_writes_nothing(review: ReviewFile) -> None:
    review.change("1.1", tagged("highlight"), "tag")
    before = review.path.read_bytes()
    assert review.change("1.1", tagged("highlight"), "tag", {"top": 1}) == {"tags": ["highlight"]}
    assert review.change("9.9", removed, "clear") is None
    with pytest.raises(ZeroDivisionError):
        review.change("1.1", lambda _: {"n": 1 // 0}, "tag")
    assert review.path.read_bytes() == before
    review.change("1.1", tagged(), "clear")
    assert lines(review) == 2


def test_several_changes_are_one_line_and_one_step(review: ReviewFile) -> None:
    review.change("1.1", tagged("highlight"), "tag")
    review.change_all({"1.1": removed, "1.2": tagged("weakness")}, "move")
    assert lines(review) == 2
    step = review.undo()
    assert step is not None
    assert step.changed == {"1.1": {"tags": ["highlight"]}, "1.2": None}
    assert step.why == "move"
    assert review.annotations() == {"1.1": {"tags": ["highlight"]}}


def test_records_handed_out_are_copies(review: ReviewFile) -> None:
    returned = review.change("1.1", tagged("highlight"), "tag")
    assert returned is not None
    held = [returned, review.annotations()["1.1"], review.history()[0].changed["1.1"]]
    for record in held:
        assert record is not None
        record["tags"].append("unsaved")
    review.change("1.1", in_place, "tag")
    assert review.annotations() == {"1.1": {"tags": ["highlight", "in place"]}}
    assert other_terminal(review).annotations() == review.annotations()


def test_a_mark_carries_the_place_in_its_line(review: ReviewFile) -> None:
    review.change("1.1", tagged("highlight"), "tag", session={"locator": "1.1"})
    assert lines(review) == 1
    assert other_terminal(review).session() == {"locator": "1.1"}


def test_the_place_is_no_part_of_undo_and_history(review: ReviewFile) -> None:
    review.change("1.1", tagged("highlight"), "tag")
    review.undo()
    review.save_session({"locator": "2.1"})
    assert review.redo() is not None
    review.undo()
    assert review.session() == {"locator": "2.1"}
    assert [step.why for step in review.history()] == ["tag", "undo", "redo", "undo"]


def test_undo_goes_back_to_the_beginning_across_restarts_and_redo_returns(
    review: ReviewFile,
) -> None:
    for tag in "123":
        review.change("1.1", tagged(tag), tag)
    back = []
    while step := other_terminal(review).undo():
        back.append((step.why, step.changed["1.1"]))
    assert back == [("3", {"tags": ["2"]}), ("2", {"tags": ["1"]}), ("1", None)]
    while other_terminal(review).redo():
        pass
    assert review.annotations() == {"1.1": {"tags": ["3"]}}


def test_a_new_change_forgets_what_could_be_repeated(review: ReviewFile) -> None:
    review.change("1.1", tagged("1"), "tag")
    review.undo()
    review.change("2.2", tagged("2"), "tag")
    assert review.redo() is None


def test_history_tells_when_by_whom_why_and_what(review: ReviewFile) -> None:
    review.change("1.1", tagged("1"), "tag")
    ReviewFile(review.path, "李四").change("2.2", tagged("2"), "note")
    first, second = review.history()
    assert (first.by, first.why, first.keys) == ("张三", "tag", ("1.1",))
    assert (second.by, second.why, second.keys) == ("李四", "note", ("2.2",))
    assert first.at < second.at


def test_undo_takes_back_what_this_terminal_did(review: ReviewFile) -> None:
    review.change("1.1", tagged("1"), "tag")
    other_terminal(review).change("2.2", tagged("2"), "tag")
    step = review.undo()
    assert step is not None
    assert step.keys == ("1.1",)
    assert review.undo() is None
    assert review.annotations() == {"2.2": {"tags": ["2"]}}
    redone = other_terminal(review).redo()
    assert redone is not None
    assert redone.keys == ("1.1",)


def test_undo_is_refused_where_another_terminal_changed_the_record(review: ReviewFile) -> None:
    review.change("1.1", tagged("1"), "tag")
    review.change("2.2", tagged("1"), "tag")
    other_terminal(review).change("2.2", tagged("2"), "tag")
    before = review.path.read_bytes()
    with pytest.raises(ConflictError, match="another terminal changed"):
        review.undo()
    assert review.path.read_bytes() == before


def test_redo_is_refused_where_another_terminal_changed_the_record(review: ReviewFile) -> None:
    review.change("1.1", tagged("1"), "tag")
    review.undo()
    other_terminal(review).change("1.1", tagged("2"), "tag")
    with pytest.raises(ConflictError, match="no redo"):
        review.redo()


def test_refresh_tells_what_other_terminals_changed_and_only_once(review: ReviewFile) -> None:
    other = other_terminal(review)
    other.change("1.1", tagged("1"), "tag")
    assert review.annotations() == {"1.1": {"tags": ["1"]}}
    assert review.refresh() == {}
    other.change("1.1", removed, "clear")
    other.change("2.2", tagged("2"), "tag")
    review.change("3.3", tagged("3"), "tag")
    assert review.refresh() == {"1.1": None, "2.2": {"tags": ["2"]}}
    assert review.refresh() == {}


def test_refresh_reads_nothing_when_nothing_was_saved(
    review: ReviewFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    review.change("1.1", tagged("1"), "tag")
    monkeypatch.delattr(disk, "read_from")
    assert review.refresh() == {}


def test_refresh_tells_the_difference_after_the_file_was_replaced(review: ReviewFile) -> None:
    review.change_all({"1.1": tagged("1"), "2.2": tagged("2")}, "tag")
    synced = ReviewFile(review.path.with_name("synced.jsonl"), "张三")
    synced.change_all({"1.1": tagged("1"), "3.3": tagged("3")}, "tag")
    synced.path.replace(review.path)
    assert review.refresh() == {"2.2": None, "3.3": {"tags": ["3"]}}


def test_after_a_failed_save_the_records_are_those_on_the_disk_and_the_next_save_works(
    review: ReviewFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    review.change("1.1", tagged("1"), "tag")
    with monkeypatch.context() as patch:
        patch.setattr(os, "fdatasync", _full)
        with pytest.raises(StoreError, match="the disk is full"):
            review.change("1.1", tagged("2"), "tag")
        assert review.annotations() == {"1.1": {"tags": ["1"]}}
    assert review.change("2.2", tagged("2"), "tag") == {"tags": ["2"]}
    assert other_terminal(review).annotations() == review.annotations()
    step = review.undo()
    assert step is not None
    assert step.keys == ("2.2",)


def _full(_: int) -> None:
    raise OSError(errno.ENOSPC, "full")


def test_an_unwritable_library_can_be_read_and_later_written(
    review: ReviewFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    review.change("1.1", tagged("1"), "tag")
    real = os.open

    def read_only(path: str, flags: int, mode: int = 0o777) -> int:
        if flags & os.O_RDWR:
            raise PermissionError(errno.EACCES, "denied")
        return real(path, flags, mode)

    with monkeypatch.context() as patch:
        patch.setattr(os, "open", read_only)
        for save in (lambda: review.change("2.2", tagged("2"), "tag"), review.undo):
            with pytest.raises(ReadOnlyError, match="not saved: permission denied"):
                save()
        assert other_terminal(review).annotations() == {"1.1": {"tags": ["1"]}}
        assert len(review.history()) == 1
    review.change("2.2", tagged("2"), "tag")
    assert set(review.annotations()) == {"1.1", "2.2"}


def test_a_library_whose_folder_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "library").write_text("a file")
    review = Library(tmp_path / "library").review("d0c", "张三")
    with pytest.raises(StoreError, match=r"张三\.jsonl: not saved"):
        review.change("1.1", tagged("1"), "tag")


def test_a_damaged_review_is_refused_by_name_and_works_again_once_repaired(
    review: ReviewFile,
) -> None:
    for tag in "123":
        review.change("1.1", tagged(tag), "tag")
    good = review.path.read_bytes()
    review.path.write_bytes(good.replace(b"1.1", b"1.2", 1))
    with pytest.raises(DamagedLogError, match=r"张三\.jsonl: line 1 is damaged"):
        other_terminal(review).annotations()
    with pytest.raises(DamagedLogError):
        review.annotations()
    review.path.write_bytes(good)
    assert review.annotations() == {"1.1": {"tags": ["3"]}}


def test_threads_share_a_review(review: ReviewFile) -> None:
    def count(record: Record | None) -> Record:
        return {"n": (record or {"n": 0})["n"] + 1}

    with ThreadPoolExecutor(8) as pool:
        for done in [pool.submit(review.change, "n", count, "") for _ in range(100)]:
            done.result()
    assert review.annotations() == other_terminal(review).annotations() == {"n": {"n": 100}}


# Names


@pytest.mark.parametrize(
    ("reviewer", "name"),
    [
        ("张三", "张三"),
        ("გიორგი", "გიორგი"),
        ("Anna O'Neil", "Anna O'Neil"),
        ("..", "%2E%2E"),
        (".hidden", "%2Ehidden"),
        ("../../etc/passwd", "%2E.%2F..%2Fetc%2Fpasswd"),
        ("a\\b:c", "a%5Cb%3Ac"),
        ("a\0b\n", "a%00b%0A"),
        ("100%", "100%25"),
        ("con", "%63on"),
        ("NUL.txt", "%4EUL.txt"),
        ("console", "console"),
        (" x ", "%20x%20"),
        ("", "%"),
        ("\udcff", "%ED%B3%BF"),
    ],
)
def test_a_reviewer_name_is_legible_and_safe_as_a_file_name(reviewer: str, name: str) -> None:
    assert file_name(reviewer) == name


@pytest.mark.parametrize("reviewer", ["长" * 400, "/" * 400, "x" * 121])
def test_a_long_name_fits_and_is_still_told_apart(reviewer: str) -> None:
    assert len(file_name(reviewer).encode()) <= 120
    assert file_name(reviewer) != file_name(reviewer + reviewer[0])
    assert file_name(file_name(reviewer)) != file_name(reviewer)


awkward = st.text(st.sampled_from("a.%/\\ :25~张\0\udcffcon"), max_size=8)


@given(awkward, awkward)
def test_different_reviewers_have_different_files(one: str, two: str) -> None:
    assert (file_name(one) == file_name(two)) == (one == two)


@given(st.text(st.characters(), max_size=200))
def test_any_name_stays_in_its_folder(reviewer: str) -> None:
    name = file_name(reviewer)
    assert Path("folder", name).parent == Path("folder")
    assert Path("folder", name).name == name
    assert len(name.encode()) <= 120


@pytest.mark.parametrize("reviewer", ["../x", "\udcff", "", "长" * 400])
def test_any_reviewer_can_save(tmp_path: Path, reviewer: str) -> None:
    review = Library(tmp_path).review("d0c", reviewer)
    review.change("1.1", tagged("1"), "tag")
    assert review.path.parent == tmp_path / "d0c"
    assert Library(tmp_path).review("d0c", reviewer).annotations() == {"1.1": {"tags": ["1"]}}
