"""What real disks and files do to a review: full, read-only, linked, no files at all."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from store import disk
from store.errors import ReadOnlyError, StoreError
from store.library import Library, ReviewFile

pytestmark = pytest.mark.skipif(disk.fcntl is None, reason="saving needs file locks")

ROOT = Path(__file__).parents[2]
NOBODY = 65534


def opened(library: Path) -> ReviewFile:
    return Library(library).review("d0c", "张三")


def save(review: ReviewFile, number: int, note: str = "") -> None:
    review.change(str(number), lambda _: {"n": number, "note": note}, "note")


def numbers(review: ReviewFile) -> list[int]:
    return [record["n"] for record in review.annotations().values()]


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """The system itself refuses to let a file grow beyond so many bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("room", [0, 1, 100])
def test_where_the_system_lets_the_file_not_grow_the_save_fails_and_the_next_one_works(
    review: ReviewFile, room: int
) -> None:
    save(review, 1)
    before = review.path.read_bytes()
    with files_of_at_most(len(before) + room), pytest.raises(StoreError, match="not saved"):
        save(review, 2)
    assert review.path.read_bytes() == before
    save(review, 3)
    assert numbers(review) == numbers(opened(review.path.parents[1])) == [1, 3]


def in_a_small_disk(folder: Path) -> list[str]:
    """The command that runs `fill` below in a file system of 64 KiB of its own."""
    program = f'mount -t tmpfs -o size=64k none "$1" && exec "{sys.executable}" "{__file__}" "$1"'
    return ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", program, "sh", folder]


def may_mount(folder: Path) -> bool:
    try:
        command = [*in_a_small_disk(folder)[:4], "mount", "-t", "tmpfs", "none", folder]
        return subprocess.run(command, check=False, capture_output=True).returncode == 0
    except OSError:
        return False


def test_a_full_disk_keeps_every_acknowledged_save_and_saves_again_once_there_is_room(
    tmp_path: Path,
) -> None:
    if not may_mount(tmp_path):
        pytest.skip("no file system may be mounted here")
    run = subprocess.run(
        in_a_small_disk(tmp_path),
        check=True,
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert int(run.stdout) > 100


def save_on_and_on(review: ReviewFile, acknowledged: list[int]) -> None:
    for number in range(10_000):
        save(review, number)
        acknowledged.append(number)


def fill(folder: str) -> None:
    """Save until the disk is full, look, make room, save; print how many there was room for."""
    review = opened(Path(folder))
    acknowledged: list[int] = []
    with pytest.raises(StoreError, match="not saved: the disk is full"):
        save_on_and_on(review, acknowledged)
    for terminal in (review, opened(Path(folder))):
        assert numbers(terminal) == acknowledged
    subprocess.run(["mount", "-o", "remount,size=128k", folder], check=True)
    save(review, 10_000)
    assert numbers(opened(Path(folder))) == [*acknowledged, 10_000]
    print(len(acknowledged))


@pytest.fixture
def shared() -> Iterator[Path]:
    """A folder that every user can come to."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


@contextmanager
def as_ordinary_user() -> Iterator[None]:
    """To whom read-only means read-only."""
    user = os.geteuid()
    if user == 0:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(user)


def test_a_library_that_may_not_be_written_is_read_saving_is_refused_and_later_works(
    shared: Path,
) -> None:
    save(opened(shared), 1)
    folder, path = shared / "d0c", opened(shared).path
    path.chmod(0o444)
    folder.chmod(0o555)
    with as_ordinary_user():
        review = opened(shared)
        for _ in range(2):
            with pytest.raises(ReadOnlyError, match="not saved: permission denied"):
                save(review, 2)
            assert numbers(review) == [1]
    path.chmod(0o666)
    with as_ordinary_user():
        save(review, 3)
        assert numbers(review) == [1, 3]
    folder.chmod(0o755)


def test_a_new_review_in_a_folder_that_may_not_be_written_is_refused(shared: Path) -> None:
    shared.chmod(0o555)
    with as_ordinary_user():
        review = opened(shared)
        assert review.annotations() == {}
        with pytest.raises(ReadOnlyError, match="not saved: permission denied"):
            save(review, 1)
    assert list(shared.iterdir()) == []


@pytest.mark.parametrize("linked", ["library", "library/d0c", "library/d0c/张三.jsonl"])
def test_a_link_stays_one_and_what_it_leads_to_is_written(tmp_path: Path, linked: str) -> None:
    library, real = tmp_path / "library", tmp_path / "elsewhere"
    save(opened(library), 1)
    link = tmp_path / linked
    link.rename(real)
    link.symlink_to(real)
    with opened(library).path.open("ab") as file:
        file.write(b"torn")
    save(opened(library), 2)
    assert link.is_symlink()
    link.unlink()
    real.rename(link)
    assert numbers(opened(library)) == [1, 2]


@pytest.mark.parametrize("target", ["elsewhere/review.jsonl", "dangling"])
def test_a_link_to_nowhere_is_made_into_a_file_where_its_folder_is_there(
    review: ReviewFile, target: str
) -> None:
    review.path.parent.mkdir(parents=True)
    review.path.symlink_to(target)
    if target == "dangling":
        save(review, 1)
        assert numbers(review) == [1]
        assert (review.path.parent / target).is_file()
    else:
        with pytest.raises(StoreError, match="not saved: No such file"):
            save(review, 1)
    assert review.path.is_symlink()


@pytest.mark.parametrize("kind", ["pipe", "folder", "endless device"])
def test_what_is_no_file_is_neither_read_nor_written(review: ReviewFile, kind: str) -> None:
    review.path.parent.mkdir(parents=True)
    if kind == "pipe":
        os.mkfifo(review.path)
    elif kind == "folder":
        review.path.mkdir()
    else:
        review.path.symlink_to("/dev/zero")
    with pytest.raises(StoreError, match="cannot be read: not a file"):
        review.annotations()
    with pytest.raises(StoreError, match="not saved"):
        save(review, 1)


def test_a_note_of_ten_megabytes_is_saved_changed_taken_back_and_read(review: ReviewFile) -> None:
    long = "长" * (10_000_000 // 3)
    save(review, 1, long)
    save(review, 1, long[:-1] + "短")
    review.undo()
    save(review, 2)
    records = opened(review.path.parents[1]).annotations()
    assert records == review.annotations()
    assert records["1"] == {"n": 1, "note": long}


if __name__ == "__main__":
    fill(sys.argv[1])
