"""What the app may rely on when it reads, marks, undoes and looks at other terminals."""

from __future__ import annotations

import errno
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from store import disk
from store.entry import Record
from store.errors import ConflictError, DamagedLogError, ReadOnlyError, StoreError
from store.library import Library
from store.review import Edit, ReviewFile


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
    assert step.why == "undo move"
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
    assert [step.why for step in review.history()] == ["tag", "undo tag", "redo tag", "undo tag"]


def test_undo_goes_back_to_the_beginning_across_restarts_and_redo_returns(
    review: ReviewFile,
) -> None:
    for tag in "123":
        review.change("1.1", tagged(tag), tag)
    back = []
    while step := other_terminal(review).undo():
        back.append((step.why, step.changed["1.1"]))
    assert back == [
        ("undo 3", {"tags": ["2"]}),
        ("undo 2", {"tags": ["1"]}),
        ("undo 1", None),
    ]
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


# The document beside its reviews


def test_the_document_is_kept_before_the_first_save_and_once(tmp_path: Path) -> None:
    kept: list[bytes] = []

    def document() -> bytes:
        kept.append(b"text")
        return b"text"

    library = Library(tmp_path / "library")
    review = library.review("d0c", "张三", document)
    review.change("1.1", lambda _: None, "nothing")
    assert not library.document("d0c").exists()
    review.change("1.1", tagged("1"), "tag")
    review.change("1.1", tagged("2"), "tag")
    library.review("d0c", "李四", document).save_session({"measure": 1})
    assert library.document("d0c").read_bytes() == b"text"
    assert library.document("d0c").stat().st_mode & 0o777 == 0o600
    assert len(kept) == 1


def test_where_the_document_cannot_be_kept_nothing_is_saved_and_the_next_save_tries_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    library = Library(tmp_path / "library")
    review = library.review("d0c", "张三", lambda: b"text")
    with monkeypatch.context() as patch:
        patch.setattr(disk, "replace", full)
        with pytest.raises(StoreError, match=r"document\.json: not saved: the disk is full"):
            review.change("1.1", tagged("1"), "tag")
    assert review.annotations() == {}
    review.change("1.1", tagged("1"), "tag")
    assert library.document("d0c").read_bytes() == b"text"


@pytest.mark.parametrize("failing", ["write", "sync", "_sync_folder"])
def test_a_file_is_replaced_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    def broken(*_: object) -> None:
        raise OSError(errno.EIO, "broken")

    file = tmp_path / "file"
    disk.replace(file, b"old")
    with monkeypatch.context() as patch:
        patch.setattr(disk, failing, broken)
        with pytest.raises(OSError, match="broken"):
            disk.replace(file, b"new")
    assert file.read_bytes() in {b"old", b"new"}
    assert [it.name for it in tmp_path.iterdir()] == ["file"]


def test_replacing_a_link_keeps_the_link(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "file")
    disk.replace(tmp_path / "link", b"text")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "file").read_bytes() == b"text"


def test_everybodys_review_of_a_document_by_name(tmp_path: Path) -> None:
    library = Library(tmp_path / "library")
    assert library.reviews("d0c") == {}
    for reviewer in ("李四", "a/b", ".x"):
        library.review("d0c", reviewer).change("1.1", tagged(reviewer), "tag")
    (tmp_path / "library" / "d0c" / "x.txt").write_text("no review")
    (tmp_path / "library" / "d0c" / "%E6%9D%8E%E5%9B%9B.jsonl").write_text("not our name for 李四")
    os.mkfifo(tmp_path / "library" / "d0c" / "pipe.jsonl")
    assert {who: it.annotations() for who, it in library.reviews("d0c").items()} == {
        who: {"1.1": {"tags": [who]}} for who in ("李四", "a/b", ".x")
    }
