"""The list of documents: what it tells, and that remembering it never makes it wrong."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from core.document import Document
from core.reading import parse
from core.reading.kept import kept
from store import index
from store.entry import Record
from store.errors import StoreError
from store.index import Listed, Reviewed, listed
from store.library import Library

TEXT = "某区报告\n一、甲\n深化改革，办结12件。强化监督，立案3起。"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "library"


@pytest.fixture(autouse=True)
def _settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Folders that were changed a moment ago count as settled, so that rows are remembered."""
    monkeypatch.setattr(index, "_SETTLED", 0)


def mark(root: Path, reviewer: str, key: str, *tags: str, text: str = TEXT) -> Document:
    document = parse(text)

    def edit(_record: Record | None) -> Record:
        anchor = {"locator": "1.1", "start": 0, "end": 1, "exact": "", "prefix": "", "suffix": ""}
        times = {"created": "", "updated": ""}
        said = {"tags": list(tags), "note": "", "read": not tags}
        return {"id": "1", "anchor": anchor, "reviewer": reviewer, **times, **said}

    library = Library(root)
    review = library.review(document.id, reviewer, lambda: kept(document, "/reports/a.txt"))
    review.change(key, edit, "mark")
    return document


def reviews(found: list[Listed]) -> dict[str, tuple[int, dict[str, int]]]:
    return {one.reviewer: (one.reviewed, one.tags) for it in found for one in it.reviews}


def test_an_absent_library_is_empty_and_nothing_is_made(root: Path) -> None:
    assert listed(root) == []
    assert not root.exists()


def test_a_document_is_listed_with_everybodys_progress(root: Path) -> None:
    document = mark(root, "张三", "10", "highlight", "weakness")
    mark(root, "张三", "20", "highlight")
    mark(root, "李四", "10")
    [found] = listed(root)
    assert found[:5] == (document.id, "某区报告", "", "/reports/a.txt", 2)
    assert reviews([found]) == {
        "张三": (2, {"highlight": 2, "weakness": 1}),
        "李四": (1, {}),
    }


def test_the_last_saved_document_comes_first(root: Path) -> None:
    one, two = mark(root, "张三", "10"), mark(root, "张三", "10", text=TEXT + "\n二、乙")
    assert [it.id for it in listed(root)] == [two.id, one.id]
    mark(root, "李四", "10")
    assert [it.id for it in listed(root)] == [one.id, two.id]


def test_what_came_since_the_last_list_is_seen(root: Path) -> None:
    mark(root, "张三", "10")
    listed(root)
    mark(root, "张三", "20", "weakness")
    mark(root, "李四", "10")
    mark(root, "李四", "10", text=TEXT + "\n二、乙")
    found = listed(root)
    assert len(found) == 2
    assert reviews(found[1:]) == {"张三": (2, {"weakness": 1}), "李四": (1, {})}


def test_what_is_gone_since_the_last_list_is_not_listed(root: Path) -> None:
    document = mark(root, "张三", "10")
    mark(root, "李四", "10")
    listed(root)
    (root / document.id / "张三.jsonl").unlink()
    assert reviews(listed(root)) == {"李四": (1, {})}
    for file in (root / document.id).iterdir():
        file.unlink()
    (root / document.id).rmdir()
    assert listed(root) == []


def test_nothing_is_read_again_where_nothing_changed(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark(root, "张三", "10")
    before = listed(root)
    monkeypatch.setattr(index, "_read", lambda _folder: pytest.fail("was read again"))
    assert listed(root) == before


def test_a_folder_that_changed_a_moment_ago_is_read_again(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index, "_SETTLED", 2_000_000_000)
    document = mark(root, "张三", "10")
    now = (root / document.id).stat()
    listed(root)
    mark(root, "李四", "10")  # in the same tick of a coarse clock
    os.utime(root / document.id, ns=(now.st_atime_ns, now.st_mtime_ns))
    assert reviews(listed(root)).keys() == {"张三", "李四"}


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: data[:-9],
        lambda data: data.replace("某区".encode(), "某县".encode()),
        lambda data: data.replace(b'{"schema":2', b'{"schema":1'),
        lambda data: b"\xff" * 20,
        lambda data: b"{}\n" + b"[" * 100_000,
    ],
)
def test_an_index_that_is_not_as_we_wrote_it_is_made_anew(root: Path, damage) -> None:
    mark(root, "张三", "10")
    before = listed(root)
    file = root / "index.json"
    file.write_bytes(damage(file.read_bytes()))
    assert listed(root) == before


def test_a_review_that_cannot_be_read_is_listed_with_the_reason(root: Path) -> None:
    document = mark(root, "张三", "10")
    mark(root, "张三", "20")
    mark(root, "李四", "10")
    log = root / document.id / "张三.jsonl"
    log.write_bytes(log.read_bytes().replace(b'"at"', b'"ta"', 1))
    [found] = listed(root)
    one, two = found.reviews
    assert one.trouble.startswith("line 1 is damaged")
    assert two == Reviewed("李四", 1, {}, two.last, "")


def test_a_review_without_its_document_and_strange_files_do_no_harm(root: Path) -> None:
    document = mark(root, "张三", "10")
    (root / document.id / "document.json").write_text("{}")
    (root / ".git").mkdir()
    (root / "notes.txt").write_text("x")
    (root / document.id / "picture.png").write_bytes(b"x")
    [found] = listed(root)
    assert (found.title, found.measures, len(found.reviews)) == ("", 0, 1)


def test_a_library_that_cannot_be_written_is_listed(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    mark(root, "张三", "10")
    monkeypatch.setattr(index.disk, "replace", full)
    assert len(listed(root)) == 1
    assert not (root / "index.json").exists()


def test_a_library_that_is_a_file_is_named(root: Path) -> None:
    root.write_text("x")
    with pytest.raises(StoreError, match="library: not read: Not a directory"):
        listed(root)


def test_the_index_is_for_the_user_alone_and_legible(root: Path) -> None:
    mark(root, "张三", "10")
    listed(root)
    assert (root / "index.json").stat().st_mode & 0o777 == 0o600
    _checksum, rows = (root / "index.json").read_text(encoding="utf-8").split("\n")
    assert "某区报告" in rows
    assert json.loads(rows)
