"""Several reviewers on the command line: how far they agree, and everybody's annotations."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.document import Document
from core.reading import read
from store.entry import encoded
from store.errors import StoreError
from store.library import Library
from tui.reviewers import Everybody


@pytest.fixture
def folder(library: Path, path: Path) -> Path:
    """Where the reviews of the document are kept."""
    return library / read(path.read_bytes()).id


@pytest.fixture
def tag(piyue: Any, path: Path) -> Callable[..., None]:
    def run(who: str, locator: str, *words: str) -> None:
        assert piyue("--reviewer", who, "tag", path, locator, *words)[0] == 0

    return run


@pytest.fixture
def two(tag: Callable[..., None]) -> None:
    tag("李", "1.1,1.2", "1")
    tag("李", "1.3,1.4", "--read")
    tag("王", "1.1", "1")
    tag("王", "1.2", "2", "--note", "第一行\n第二行")
    tag("王", "1.3", "--read")


@pytest.mark.usefixtures("two")
def test_two_reviewers_are_told_kappa_and_where_they_differ(piyue: Any, path: Path) -> None:
    assert piyue("agreement", path) == (
        0,
        "reviewed by 李、王\n"
        "highlight\t3\t0.40\t66.7%\tkappa\n"
        "weakness\t3\t0.00\t66.7%\tkappa\n"
        "follow-up\t3\t-\t100.0%\tkappa\n"
        "\n"
        "1.2\t李: highlight  王: weakness\t建成跨河联办窗口。\n",
        "",
    )


@pytest.mark.usefixtures("two")
def test_three_are_told_alpha_over_what_two_of_them_reviewed(
    piyue: Any, path: Path, tag: Callable[..., None]
) -> None:
    tag("张", "1.2,1.4", "3")
    found = json.loads(piyue("agreement", path, "--json")[1])
    assert found["reviewers"] == ["张", "李", "王"]
    assert [(it["tag"], it["measures"], it["coefficient"]) for it in found["agreement"]] == [
        ("highlight", 4, "alpha"),
        ("weakness", 4, "alpha"),
        ("follow-up", 4, "alpha"),
    ]
    assert [it["locator"] for it in found["disagreements"]] == ["1.2", "1.4"]


@pytest.mark.usefixtures("two")
def test_agreement_as_json(piyue: Any, path: Path) -> None:
    status, out, err = piyue("agreement", path, path, "--json")
    assert (status, err) == (0, "")
    first, second = map(json.loads, out.splitlines())
    assert first == second
    assert {name: first[name] for name in ("schema", "path", "reviewers")} == {
        "schema": 1,
        "path": str(path),
        "reviewers": ["李", "王"],
    }
    assert first["agreement"][2] == {
        "tag": "follow-up",
        "measures": 3,
        "observed": 1.0,
        "coefficient": "kappa",
        "value": None,
    }
    [differ] = first["disagreements"]
    assert [(it["reviewer"], it["tags"], it["note"]) for it in differ.pop("annotations")] == [
        ("李", ["highlight"], ""),
        ("王", ["weakness"], "第一行\n第二行"),
    ]
    assert differ == {
        "locator": "1.2",
        "start": 34,
        "end": 43,
        "text": "建成跨河联办窗口。",
        "tags": ["highlight", "weakness"],
    }


@pytest.mark.parametrize(
    ("reviewers", "line"),
    [
        ([], "nobody has reviewed this document yet"),
        (["李"], "reviewed by 李 alone: nothing to compare"),
    ],
)
def test_without_two_reviewers_there_is_one_line(
    piyue: Any, path: Path, tag: Callable[..., None], reviewers: list[str], line: str
) -> None:
    for who in reviewers:
        tag(who, "1.1", "1")
    assert piyue("agreement", path) == (0, f"{line}\n", "")
    found = json.loads(piyue("agreement", path, "--json")[1])
    assert found["reviewers"] == reviewers
    assert found["disagreements"] == []


@pytest.mark.usefixtures("two")
def test_of_several_files_each_is_named(piyue: Any, path: Path, report_path: Path) -> None:
    lines = piyue("agreement", report_path, path)[1].splitlines()
    assert lines[:2] == [
        f"{report_path}: nobody has reviewed this document yet",
        f"{path}: reviewed by 李、王",
    ]


@pytest.mark.usefixtures("two")
def test_everybodys_annotations_stand_in_reading_order(piyue: Any, path: Path) -> None:
    status, out, _ = piyue("annotations", path, "--everyone")
    assert status == 0
    assert out.splitlines() == [
        "1.1\t李\t+\t\t全年受理申请两百余件。",
        "1.1\t王\t+\t\t全年受理申请两百余件。",
        "1.2\t李\t+\t\t建成跨河联办窗口。",
        "1.2\t王\t-\t第一行 第二行\t建成跨河联办窗口。",
        "1.3\t李\t\t\t组织窗口人员参加培训。",
        "1.3\t王\t\t\t组织窗口人员参加培训。",
        "1.4\t李\t\t\t认真整改群众反映的问题。",
    ]


@pytest.mark.usefixtures("two")
def test_each_annotation_as_json_has_the_keys_that_it_has_alone(piyue: Any, path: Path) -> None:
    everybodys = json.loads(piyue("annotations", path, "--everyone", "--json")[1])
    alone = [
        json.loads(piyue("annotations", path, "--json", "--reviewer", who)[1])
        for who in ("李", "王")
    ]
    assert everybodys.keys() == alone[0].keys()
    assert sorted(everybodys["annotations"], key=str) == sorted(
        (it for one in alone for it in one["annotations"]), key=str
    )


def test_a_reviewer_is_who_the_file_is_named_after(
    piyue: Any, path: Path, tag: Callable[..., None], folder: Path
) -> None:
    tag("李", "1.1", "1")
    (folder / "李.jsonl").rename(folder / "王.jsonl")
    [annotation] = json.loads(piyue("annotations", path, "--everyone", "--json")[1])["annotations"]
    assert annotation["reviewer"] == "王"


def test_what_has_no_measure_any_more_is_listed_last_and_not_compared(
    piyue: Any, path: Path, tag: Callable[..., None], folder: Path
) -> None:
    tag("李", "1.4", "1")
    tag("王", "1.4", "2")
    store = Library(folder.parent).review(folder.name, "李")
    [record] = store.annotations().values()
    store.change("1", lambda _: {**record, "note": "原处已改"}, "mark")
    lines = piyue("annotations", path, "--everyone")[1].splitlines()
    assert [line.split("\t")[1:4] for line in lines] == [
        ["李", "+", ""],
        ["王", "-", ""],
        ["李", "+", "原处已改"],
    ]
    assert "highlight\t1\t" in piyue("agreement", path)[1]


def test_nothing_of_others_reaches_the_terminal_unseen(
    piyue: Any, path: Path, tag: Callable[..., None], folder: Path
) -> None:
    tag("李", "1.1", "1")
    tag("王\x1b[31m", "1.1", "2")
    store = Library(folder.parent).review(folder.name, "李")
    [key] = store.annotations()
    bad = {"note": "\x1b]0;x\x07\u202e", "tags": ["highlight", "\x1b[2J"]}
    store.change(key, lambda record: {**(record or {}), **bad}, "mark")
    for command in (["agreement"], ["annotations", "--everyone"]):
        status, out, err = piyue(*command, path)
        assert (status, err) == (0, "")
        assert "王 [31m" in out
        assert all(char.isprintable() or char in "\n\t" for char in out)


# Reviews that cannot be read


def damaged(folder: Path, who: str = "王") -> str:
    """Break a line before a good one; what is said of it."""
    file = folder / f"{who}.jsonl"
    file.write_bytes(file.read_bytes().replace(b"highlight", b"highlihgt", 1))
    return cause(folder, who)


def newer(folder: Path) -> str:
    with (folder / "王.jsonl").open("ab") as file:
        file.write(encoded({"v": 2, "at": 9, "all": "different"}) + b"\n")
    return cause(folder, "王")


def alien(folder: Path) -> str:
    Library(folder.parent).review(folder.name, "王").change("1", lambda _: {"some": "thing"}, "?")
    return "'1' is no annotation of Piyue's"


def cause(folder: Path, who: str) -> str:
    with pytest.raises(StoreError) as caught:
        Library(folder.parent).reviews(folder.name)[who].annotations()
    return caught.value.cause


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize("spoil", [damaged, newer, alien])
@pytest.mark.parametrize("command", [["agreement"], ["annotations", "--everyone"]], ids=" ".join)
def test_a_review_that_cannot_be_read_is_named_and_the_rest_is_shown(
    piyue: Any,
    path: Path,
    tag: Callable[..., None],
    folder: Path,
    spoil: Callable[[Path], str],
    command: list[str],
) -> None:
    tag("张", "1.2", "3")
    said = spoil(folder)
    status, out, err = piyue(*command, path, path)
    assert status == 1
    assert err == f"piyue: {folder / '王.jsonl'}: {said}\n" * 2
    assert "李" in out
    assert "张" in out
    assert "王" not in out


@pytest.mark.usefixtures("two")
def test_each_review_that_cannot_be_read_has_its_line(piyue: Any, path: Path, folder: Path) -> None:
    damaged(folder, "李")
    damaged(folder)
    status, out, err = piyue("agreement", path)
    assert (status, out) == (1, "nobody has reviewed this document yet\n")
    assert [line.split(": ")[1] for line in err.splitlines()] == [
        str(folder / "李.jsonl"),
        str(folder / "王.jsonl"),
    ]


@pytest.mark.usefixtures("two")
def test_a_review_is_read_anew_once_it_is_mended(folder: Path) -> None:
    everybody = Everybody(Library(folder.parent), folder.name, but="李")
    before = everybody.read()
    assert list(before.annotations) == ["王"]
    store = Library(folder.parent).review(folder.name, "王")
    [key, *_] = store.annotations()
    [good] = [store.annotations()[key]]
    store.change(key, lambda _: {"some": "thing"}, "?")
    for _ in range(2):
        read_again = everybody.read()
        assert read_again.annotations == {}
        assert [error.path for error in read_again.failed] == [folder / "王.jsonl"]
    store.change(key, lambda _: good, "mark")
    assert everybody.read() == before


@pytest.mark.usefixtures("two")
def test_what_was_read_before_is_not_read_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    everybody = Everybody(Library(folder.parent), folder.name)
    first = everybody.read().annotations
    monkeypatch.setattr("tui.reviewers.annotations_of", lambda store: pytest.fail("read again"))
    second = everybody.read().annotations
    assert all(second[who] is first[who] for who in ("李", "王"))


def test_reading_makes_no_folder(library: Path, report: Document) -> None:
    assert Everybody(Library(library), report.id).read().annotations == {}
    assert not library.exists()
