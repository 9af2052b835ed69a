"""What others wrote is believed where it was checked; what is refused is named, the rest comes."""

from __future__ import annotations

import errno
import json
import os
import tempfile
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from store.entry import Entry
from store.merging import Came, merge
from store.names import DOCUMENT, file_name, is_file_name
from tests.store.libraries import (
    FIRST,
    KEYS,
    SECOND,
    causes,
    entry,
    keep,
    lines,
    notes,
    put,
    record,
    review_path,
)


def damaged(*entries: Entry) -> bytes:
    first, rest = lines(*entries).split(b"\n", 1)
    return first.replace(b'"v"', b'"w"') + b"\n" + rest


UNSOUND = {
    "damaged": (damaged(entry(1), entry(2)), "line 1 is damaged"),
    "newer": (lines(entry(1, v=2)), "newer version"),
    "no annotation": (
        lines(entry(1, set={"annotations": {"12": {"tags": []}}})),
        "a line that Piyue cannot have written: 1",
    ),
    "no place": (
        lines(entry(1), entry(2, set={"annotations": {"the end": record()}})),
        "a line that Piyue cannot have written: 2",
    ),
    "more than a number": (
        lines(entry(1)).replace(b'"start":12', b'"start":1e999'),
        "a line that Piyue cannot have written: 1",
    ),
    "half a character": (
        lines(entry(1, "X")).replace(b'"note":"X"', rb'"note":"\ud800"'),
        "a line that Piyue cannot have written: 1",
    ),
    "too deep for a stack": (
        lines(entry(1, more=json.loads("[" * 500 + "]" * 500))),
        "a line that Piyue cannot have written: 1",
    ),
    "text": (b"one\ntwo\nthree\n", "no line of it is whole"),
}


def with_checksum(data: bytes) -> bytes:
    """Lines that somebody changed, with the checksum that fits them."""
    whole = [line[:-18] for line in data.split(b"\n") if line]
    return b"".join(b'%b,"crc":"%08x"}\n' % (line, crc32(line + b"}")) for line in whole)


@pytest.mark.parametrize("name", UNSOUND)
def test_a_review_that_is_not_sound_is_refused_by_name_and_the_others_come(
    ours: Path, theirs: Path, name: str
) -> None:
    data, cause = UNSOUND[name]
    if name in {"more than a number", "half a character"}:
        data = with_checksum(data)
    bad = put(theirs, data, "李四")
    put(theirs, lines(entry(1)), "张三")
    done = merge(ours, theirs)
    assert done.came == [Came(FIRST, "张三", 1)]
    [error] = done.refused
    assert error.path == bad
    assert cause in error.cause
    assert not review_path(ours, "李四").exists()


def test_a_damaged_review_of_ours_is_left_as_it_is_and_the_others_come(
    ours: Path, theirs: Path
) -> None:
    path = put(ours, damaged(entry(1), entry(2)))
    before = path.read_bytes()
    put(theirs, lines(entry(3)))
    put(theirs, lines(entry(1, by="李四")), "李四")
    done = merge(ours, theirs)
    assert done.came == [Came(FIRST, "李四", 1)]
    assert [error.path for error in done.refused] == [path]
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "name",
    [
        "..%2Fx",
        "a\nb",
        " x",
        ".x",
        "con",
        "NUL.txt",
        "100%",
        "%2fx",
        "\udcff",
        "x\x1b[31m",
        "x." * 61,
    ],
    ids=repr,
)
def test_a_name_that_piyue_does_not_give_is_refused(ours: Path, theirs: Path, name: str) -> None:
    (theirs / FIRST).mkdir(parents=True)
    (theirs / FIRST / f"{name}.jsonl").write_bytes(lines(entry(1)))
    put(theirs, lines(entry(1)))
    done = merge(ours, theirs)
    assert causes(done.refused) == ["not the name of a review"]
    assert [path.name for path in ours.rglob("*.jsonl")] == ["张三.jsonl"]


def test_a_folder_that_is_no_document_s_is_refused(ours: Path, theirs: Path) -> None:
    put(theirs, lines(entry(1)), document="..x")
    put(theirs, lines(entry(1)), document=FIRST.upper())
    put(theirs, lines(entry(1)))
    done = merge(ours, theirs)
    assert causes(done.refused) == ["not the name of a document"] * 2
    assert list(ours.iterdir()) == [ours / FIRST]


@pytest.mark.parametrize(
    "reviewer", ["张三", "../x", "", "\0", "长" * 400, ".%~/" * 90, "con", "a b"]
)
def test_every_name_of_a_reviewer_gives_a_file_name(reviewer: str) -> None:
    assert is_file_name(file_name(reviewer))


@given(st.text(st.characters(), max_size=150))
def test_a_file_name_leads_nowhere_else(name: str) -> None:
    assert is_file_name(file_name(name))
    if is_file_name(name):
        assert Path("folder", name).parent == Path("folder")


@pytest.mark.parametrize("name", ["..%~", "a/b%~", ".x%~", "a:b%~", "长" * 40 + "%~"])
def test_a_long_name_is_looked_at_as_closely(name: str) -> None:
    assert not is_file_name(name + "0" * 32)


def kept_by_others(change: str) -> bytes:
    data = json.loads(_bytes_of_document())
    match change:
        case "text":
            data["text"] += "。"
        case "number":
            return _bytes_of_document().replace(
                b'"measures": 2', b'"measures": 2, "x": 1' + b"0" * 5000
            )
        case "nesting":
            return b'{"piyue": ' + b"[" * 100_000
        case "depth":
            data["x"] = json.loads("[" * 500 + "]" * 500)
        case "heading":
            data["headings"] = {"0": 1e400}
        case "newer":
            data["piyue"] = 2
        case "list":
            return b"[]"
        case "nothing":
            return b""
    return json.dumps(data).encode()


def _bytes_of_document() -> bytes:
    with tempfile.TemporaryDirectory() as name:
        return keep(Path(name)).read_bytes()


@pytest.mark.parametrize(
    "change", ["text", "number", "nesting", "depth", "heading", "newer", "list", "nothing"]
)
def test_a_document_that_is_not_what_it_says_does_not_come_and_the_review_does(
    ours: Path, theirs: Path, change: str
) -> None:
    keep(theirs).write_bytes(kept_by_others(change))
    put(theirs, lines(entry(1)))
    done = merge(ours, theirs)
    assert (done.documents, done.came) == ([], [Came(FIRST, "张三", 1)])
    assert [error.path.name for error in done.refused] == [DOCUMENT]
    assert not (ours / FIRST / DOCUMENT).exists()


def test_a_document_in_the_folder_of_another_does_not_come(ours: Path, theirs: Path) -> None:
    (theirs / FIRST).mkdir(parents=True)
    keep(theirs, 1).rename(theirs / FIRST / DOCUMENT)
    assert causes(merge(ours, theirs).refused) == ["the document of another folder"]
    assert not ours.exists()


@pytest.mark.parametrize("name", [DOCUMENT, "张三.jsonl"])
@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir], ids=["pipe", "folder"])
def test_what_is_no_file_is_refused(ours: Path, theirs: Path, make: Any, name: str) -> None:
    put(theirs, lines(entry(1)), "李四")
    make(theirs / FIRST / name)
    done = merge(ours, theirs)
    assert (done.came, causes(done.refused)) == ([Came(FIRST, "李四", 1)], ["not a file"])


@pytest.mark.parametrize(
    ("other", "cause"),
    [
        ("missing", "cannot be read: No such file or directory"),
        ("empty.jsonl", "no review of Piyue's"),
        ("picture.png", "no review of Piyue's"),
        ("notes.txt", "no line of it is whole"),
        ("pipe", "not a file"),
        ("folder", "no review of Piyue's"),
        ("/dev/zero", "not a file"),
    ],
)
def test_what_holds_no_review_is_told(ours: Path, tmp_path: Path, other: str, cause: str) -> None:
    (tmp_path / "empty.jsonl").touch()
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\0\0")
    (tmp_path / "notes.txt").write_text("one\ntwo\n")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    done = merge(ours, tmp_path / other)
    assert (done.came, done.documents, causes(done.refused)) == ([], [], [cause])
    assert not ours.exists()


def test_a_folder_that_cannot_be_read_is_named_and_the_others_come(
    ours: Path, theirs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(theirs, lines(entry(1)), document=FIRST)
    put(theirs, lines(entry(1)), document=SECOND)
    real = Path.iterdir

    def closed(path: Path) -> Any:
        if path.name == FIRST:
            raise PermissionError(errno.EACCES, "denied")
        return real(path)

    monkeypatch.setattr(Path, "iterdir", closed)
    done = merge(ours, theirs)
    assert [one.document for one in done.came] == [SECOND]
    assert causes(done.refused) == ["cannot be read: permission denied"]


SOUND = lines(entry(2, "甲"), entry(3, "乙", KEYS[1]))
CHANGES = st.lists(
    st.tuples(st.integers(0, len(SOUND)), st.integers(0, 3), st.binary(max_size=4)), max_size=3
)


@given(CHANGES, st.booleans())
@example([(0, 0, b"\r")], True)  # a checksum that counts a blank before the line in
def test_whatever_stands_in_their_file_our_review_stays_whole(
    changes: list[tuple[int, int, bytes]], resealed: bool
) -> None:
    data = SOUND
    for at, length, by in changes:
        data = data[:at] + by + data[at + length :]
    with tempfile.TemporaryDirectory() as name:
        ours, theirs = Path(name, "ours"), Path(name, "theirs")
        mine = lines(entry(1, "我"))
        path = put(ours, mine)
        put(theirs, with_checksum(data) if resealed else data)
        before = notes(path)
        done = merge(ours, theirs)
        assert len(done.refused) <= 1
        assert path.read_bytes().startswith(mine)
        assert notes(path) == before or done.came
