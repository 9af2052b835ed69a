"""What a table holds: the sum of all saves, whatever the clocks, copies and callers did."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tinydb import where
from tinydb.table import Document

from store.entry import Entry, encoded
from store.errors import BadRecordError, StoreError
from store.fold import Fold
from store.log import FileLog
from store.storage import JournalStorage
from store.table import Database, Shelf

TABLE = "annotations"


def storage(path: Path, clock: int = 1_000) -> JournalStorage:
    return JournalStorage(FileLog(path), "张三", clock=lambda: clock)


def shelf(path: Path) -> Shelf:
    table = Database(FileLog(path), by="张三").table(TABLE)
    assert isinstance(table, Shelf)
    return table


def lines(path: Path) -> int:
    return path.read_bytes().count(b"\n")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "review.jsonl"


@pytest.mark.parametrize("wrong", [0, 4_000_000_000_000_000], ids=["1970", "2096"])
def test_a_later_save_wins_whatever_the_clocks_say(path: Path, wrong: int) -> None:
    right = 1_800_000_000_000_000
    for clock, value in [(right, 1), (wrong, 2), (right, 3), (wrong, 4)]:
        storage(path, clock).put({TABLE: {"k": {"value": value}}})
        assert storage(path).read() == {TABLE: {"k": {"value": value}}}


def test_saving_what_is_there_writes_nothing(path: Path) -> None:
    ours = storage(path)
    ours.put({TABLE: {"k": {"tags": ["highlight"]}}})
    ours.put({TABLE: {"k": {"tags": ["highlight"]}, "absent": None}}, along={"session": {"p": {}}})
    ours.write({TABLE: {"k": {"tags": ["highlight"]}}})
    assert lines(path) == 1


def test_only_the_records_that_differ_are_written(path: Path) -> None:
    ours = storage(path)
    ours.put({TABLE: {"a": {"n": 1}, "b": {"n": 1}}})
    ours.put({TABLE: {"a": {"n": 1}, "b": {"n": 2}}}, "tag", along={"session": {"place": {}}})
    assert ours.entries[-1]["set"] == {TABLE: {"b": {"n": 2}}, "session": {"place": {}}}


def test_several_records_are_saved_in_one_line_or_not_at_all(path: Path) -> None:
    ours = storage(path)
    with pytest.raises(BadRecordError):
        ours.put({TABLE: {"good": {"n": 1}, "bad": {"n": float("nan")}}})
    assert ours.read() is None
    ours.put({TABLE: {"good": {"n": 1}, "also": {"n": 2}}})
    assert lines(path) == 1


@pytest.mark.parametrize(
    "record",
    [{"n": float("nan")}, {"n": "\ud800"}, {"n": {1}}, {1: "n"}, {"n": {2: 3}}, [1], "text"],
    ids=repr,
)
def test_a_record_that_cannot_be_kept_is_refused_and_the_table_stays_usable(
    path: Path, record: Any
) -> None:
    ours = storage(path)
    ours.put({TABLE: {"k": {"n": 1}}})
    before = path.read_bytes()
    with pytest.raises(BadRecordError, match="not saved"):
        ours.put({TABLE: {"k": record}})
    assert path.read_bytes() == before
    assert ours.read() == {TABLE: {"k": {"n": 1}}}
    ours.put({TABLE: {"k": {"n": 2}}})
    assert storage(path).read() == {TABLE: {"k": {"n": 2}}}


def test_memory_holds_exactly_what_reading_the_file_gives(path: Path) -> None:
    ours = storage(path)
    ours.put({TABLE: {"k": {"tuple": (1, 2), "nested": [{"a": None}], "float": 1.0, "yes": True}}})
    assert ours.read() == storage(path).read()
    assert ours.read() == {
        TABLE: {"k": {"tuple": [1, 2], "nested": [{"a": None}], "float": 1.0, "yes": True}}
    }


def test_an_unsaved_change_of_what_was_given_or_handed_out_does_not_leak(path: Path) -> None:
    ours, given = storage(path), {"tags": ["highlight"]}
    ours.put({TABLE: {"k": given}})
    given["tags"].append("given")
    (ours.read() or {})[TABLE]["k"]["tags"].append("read")
    (ours.record(TABLE, "k") or {})["tags"].append("record")
    assert ours.read() == {TABLE: {"k": {"tags": ["highlight"]}}}


def test_a_failed_save_in_a_transaction_does_not_spoil_the_next(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = storage(path)
    with ours.transaction():
        with monkeypatch.context() as patch:
            patch.setattr("store.disk.sync", _broken)
            with pytest.raises(StoreError):
                ours.put({TABLE: {"k": {"n": 1}}})
        ours.put({TABLE: {"k": {"n": 2}}})
    assert storage(path).read() == {TABLE: {"k": {"n": 2}}}
    assert lines(path) == 1


def _broken(_: int) -> None:
    raise OSError(5, "broken")


def test_what_was_there_when_a_log_was_opened_is_no_change_of_others(path: Path) -> None:
    storage(path).put({TABLE: {"a": {"n": 1}}})
    ours = storage(path)
    ours.refresh()
    assert ours.changed_elsewhere(TABLE) == {}
    storage(path).put({TABLE: {"b": {"n": 2}}})
    ours.refresh()
    assert ours.changed_elsewhere(TABLE) == {"b": {"n": 2}}


# TinyDB's own calls


def test_tinydb_tables_keep_their_promises(path: Path) -> None:
    table = shelf(path)
    table.insert(Document({"n": 1}, "a"))
    table.insert_multiple([Document({"n": 2}, "b"), Document({"n": 3}, "c")])
    table.update({"seen": True}, where("n") > 1)
    table.upsert({"n": 3, "last": True}, where("n") == 3)
    table.remove(where("n") == 1)
    assert lines(path) == 5
    expected = {"b": {"n": 2, "seen": True}, "c": {"n": 3, "seen": True, "last": True}}
    assert {found.doc_id: dict(found) for found in shelf(path)} == expected
    assert table.get(doc_id="c") == expected["c"]
    assert table.count(where("seen") == True) == 2  # noqa: E712 - TinyDB's way to ask


def seen(record: Any) -> None:
    record["seen"] = True


A, B, SEEN = {"n": 1}, {"n": 2}, {"seen": True}
STOCK_CALLS: dict[str, tuple[Callable[[Database, Shelf], object], dict[str, Any]]] = {
    "insert": (lambda _, t: t.insert(Document({"n": 3}, "c")), {"a": A, "b": B, "c": {"n": 3}}),
    "insert_multiple": (
        lambda _, t: t.insert_multiple([Document({"n": 3}, "c"), Document({"n": 4}, "d")]),
        {"a": A, "b": B, "c": {"n": 3}, "d": {"n": 4}},
    ),
    "update": (lambda _, t: t.update(SEEN), {"a": A | SEEN, "b": B | SEEN}),
    "update with a function": (lambda _, t: t.update(seen), {"a": A | SEEN, "b": B | SEEN}),
    "update of some": (lambda _, t: t.update(seen, where("n") == 2), {"a": A, "b": B | SEEN}),
    "update by id": (lambda _, t: t.update(SEEN, doc_ids=["a"]), {"a": A | SEEN, "b": B}),
    "update_multiple": (
        lambda _, t: t.update_multiple([(seen, where("n") == 2), ({"n": 9}, where("n") == 1)]),
        {"a": A | {"n": 9}, "b": B | SEEN},
    ),
    "upsert of one there": (
        lambda _, t: t.upsert({"n": 2, "seen": True}, where("n") == 2),
        {"a": A, "b": B | SEEN},
    ),
    "upsert of a new one": (
        lambda _, t: t.upsert(Document(SEEN, "c")),
        {"a": A, "b": B, "c": SEEN},
    ),
    "remove": (lambda _, t: t.remove(where("n") == 1), {"b": B}),
    "remove by id": (lambda _, t: t.remove(doc_ids=["b"]), {"a": A}),
    "truncate": (lambda _, t: t.truncate(), {}),
    "drop_table": (lambda d, _: d.drop_table(TABLE), {}),
    "drop_tables": (lambda d, _: d.drop_tables(), {}),
}


@pytest.mark.parametrize("call", STOCK_CALLS)
def test_a_stock_call_is_saved_as_one_line_or_not_at_all(
    path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    database = Database(FileLog(path), by="张三")
    table = database.table(TABLE)
    assert isinstance(table, Shelf)
    # The second record is one that only another process knows of.
    storage(path).put({TABLE: {"a": A}})
    assert table.all() == [A]
    storage(path).put({TABLE: {"b": B}})
    do, after = STOCK_CALLS[call]
    before = path.read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr("store.disk.sync", _broken)
        with pytest.raises(StoreError, match="not saved"):
            do(database, table)
    assert path.read_bytes() == before
    assert {found.doc_id: dict(found) for found in table} == {"a": A, "b": B}
    do(database, table)
    assert lines(path) == 3
    assert {found.doc_id: dict(found) for found in shelf(path)} == after


def test_an_update_that_raises_changes_nothing(path: Path) -> None:
    table = shelf(path)
    table.insert_multiple([{"n": 1}, {"n": 0}])
    before = path.read_bytes()

    def divide(record: Any) -> None:
        record["n"] = 1 / record["n"]

    with pytest.raises(ZeroDivisionError):
        table.update(divide)
    assert path.read_bytes() == before
    assert sorted(found["n"] for found in table) == [0, 1]
    table.update({"n": 5})
    assert [found["n"] for found in shelf(path)] == [5, 5]


def test_an_update_that_changes_a_list_in_place_is_saved(path: Path) -> None:
    table = shelf(path)
    table.insert({"tags": ["highlight"]})
    table.update(lambda record: record["tags"].append("weakness"))
    assert [found["tags"] for found in shelf(path)] == [["highlight", "weakness"]]


def test_a_stock_update_sees_what_another_process_saved_before_it(path: Path) -> None:
    ours, theirs = shelf(path), shelf(path)
    ours.insert(Document({"n": 1}, "a"))
    theirs.update({"n": 2})
    ours.update(lambda record: record.update(n=record["n"] * 10))
    assert [found["n"] for found in theirs] == [20]


def test_a_query_is_never_answered_from_memory(path: Path) -> None:
    ours, theirs = shelf(path), shelf(path)
    ours.insert({"n": 1})
    assert ours.count(where("n") == 1) == 1
    theirs.update({"n": 2})
    assert ours.count(where("n") == 1) == 0


def test_two_terminals_never_give_the_same_id(path: Path) -> None:
    ours, theirs = shelf(path), shelf(path)
    ids = [table.insert({"n": n}) for n in range(5) for table in (ours, theirs)]
    assert len(set(ids)) == len(ours) == 10


def test_dropping_a_table_is_one_line_and_leaves_the_others(path: Path) -> None:
    database = Database(FileLog(path), by="张三")
    database.storage.put({TABLE: {"a": {}, "b": {}}, "session": {"place": {"top": 1}}})
    database.drop_table(TABLE)
    assert database.storage.read() == {"session": {"place": {"top": 1}}}
    database.drop_tables()
    assert database.storage.read() is None
    assert lines(path) == 3


# Merging copies

values = st.none() | st.dictionaries(st.sampled_from("xy"), st.integers(0, 2), max_size=2)
entries = st.lists(
    st.builds(
        lambda at, name, by, records: Entry(v=1, at=at, id=name, by=by, set={TABLE: records}),
        st.integers(1, 5),
        st.sampled_from(["00000001", "00000002", "ffffffff"]),
        st.just("张三"),
        st.dictionaries(st.sampled_from("abc"), values, max_size=3),
    ),
    max_size=12,
    unique_by=lambda entry: (entry["at"], entry["id"]),
)


@given(entries, st.data())
def test_copies_merge_in_any_order_and_repetition(saves: list[Entry], data: st.DataObject) -> None:
    again = data.draw(st.lists(st.sampled_from(saves), max_size=6)) if saves else []
    mixed = data.draw(st.permutations(saves + again))
    assert _folded(mixed) == _folded(saves)


def _folded(saves: list[Entry]) -> object:
    fold = Fold()
    for entry in saves:
        fold.add(entry)
    return fold.tables()


def test_two_offline_copies_merge_by_putting_their_lines_together(tmp_path: Path) -> None:
    one, two = tmp_path / "one.jsonl", tmp_path / "two.jsonl"
    storage(one).put({TABLE: {"both": {"n": 0}}})
    two.write_bytes(one.read_bytes())
    storage(one, 2_000).put({TABLE: {"both": {"n": 1}, "one": {"n": 1}}})
    storage(two, 3_000).put({TABLE: {"both": {"n": 2}, "two": {"n": 2}}})
    merged = tmp_path / "merged.jsonl"
    merged.write_bytes(two.read_bytes() + one.read_bytes())
    expected = {TABLE: {"both": {"n": 2}, "one": {"n": 1}, "two": {"n": 2}}}
    assert storage(merged).read() == expected
    storage(merged, 0).put({TABLE: {"both": None}})
    assert "both" not in (storage(merged).read() or {})[TABLE]


def test_unknown_fields_of_lines_and_records_outlive_a_merge_and_an_edit(path: Path) -> None:
    record = {"tags": [], "invented later": {"deep": [1]}}
    strange = {"v": 1, "at": 5, "id": "0000000a", "by": "x", "set": {TABLE: {"k": record}}, "z": 1}
    path.write_bytes(encoded(strange) + b"\n")
    shelf(path).update({"tags": ["highlight"]})
    assert (storage(path).read() or {})[TABLE]["k"] == record | {"tags": ["highlight"]}
    assert path.read_bytes().startswith(encoded(strange))
