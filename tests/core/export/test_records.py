"""The review as JSON."""

import json
from typing import Any

import pytest
from hypothesis import given

from core.export import records
from core.export.material import Scope, material
from core.ledger import Task
from core.metrics import find_metrics
from tests.core.export.reviews import DOCUMENT, HARD, MARKS, TEXT, annotated, handed_in
from tui import contract

WRITTEN: dict[str, Any] = json.loads(records.write(handed_in()))
KEYS = {
    "": ["schema", "reviewer", "document", "scope", "progress", "annotations", "metrics"],
    "document": [
        *("id", "title", "issuer", "document_number", "written", "published", "source"),
        *("index_number", "validity", "characters", "warnings"),
    ],
    "scope": ["tags", "section"],
    "progress": ["measures", "reviewed", "tags"],
    "annotations": [
        *("id", "locator", "tags", "note", "read", "quote", "state", "reviewer", "created"),
        *("updated", "links", "section", "place", "start", "end", "metrics", "task"),
    ],
    "metrics": [
        *("start", "end", "surface", "value", "value_max", "unit", "kind", "subject"),
        *("qualifier", "locator"),
    ],
}


@pytest.mark.parametrize(("where", "keys"), KEYS.items())
def test_the_keys_stay(where: str, keys: list[str]) -> None:
    found = WRITTEN[where] if where else WRITTEN

    assert [list(one) for one in (found if isinstance(found, list) else [found])] == (
        [keys] * (len(found) if isinstance(found, list) else 1)
    )


def test_an_annotation_is_what_the_command_line_lists() -> None:
    made = handed_in()

    for written, item in zip(WRITTEN["annotations"], made.items, strict=True):
        listed = contract.annotation_json(item.measure, item.annotation)
        assert written == written | listed


def test_a_figure_is_what_the_command_line_lists() -> None:
    assert WRITTEN["metrics"] == [
        contract.metric_json(DOCUMENT, metric, "1.1.1") for metric in find_metrics(TEXT)
    ]


def test_an_annotation_has_its_place_figures_and_task() -> None:
    plain, asked, weak = WRITTEN["annotations"]

    assert [one["place"] for one in (plain, asked, weak)] == ["", "一、（一）", "二、"]
    assert TEXT[asked["start"] : asked["end"]] == asked["quote"]
    assert [one["surface"] for one in asked["metrics"]] == ["120件", "95.6%"]
    assert asked["task"] == {
        "unit": "区司法局",
        "due": "2025-06-30",
        "status": "not-started",
        "evidence": [],
    }
    assert plain["task"] is weak["task"] is None


def test_a_follow_up_of_which_nothing_is_settled_has_a_task() -> None:
    made = handed_in(annotated({"2.1": (("follow-up",), "", None)}))

    assert json.loads(records.write(made))["annotations"][0]["task"]["status"] == "not-started"


def test_what_the_text_has_no_more_is_an_orphan_without_a_place() -> None:
    made = material(DOCUMENT, {"9999": next(iter(annotated().values()))}, (), "李")
    orphan = json.loads(records.write(made))["annotations"][0]

    assert (orphan["state"], orphan["section"], orphan["start"], orphan["metrics"]) == (
        "orphan",
        None,
        None,
        [],
    )


def test_the_scope_is_said_and_the_progress_is_of_the_whole() -> None:
    written = json.loads(records.write(handed_in(scope=Scope(frozenset({"weakness"})))))

    assert written["scope"] == {"tags": ["weakness"], "section": None}
    assert [one["locator"] for one in written["annotations"]] == ["2.1"]
    assert written["progress"] == {
        "measures": 4,
        "reviewed": 4,
        "tags": {"highlight": 1, "weakness": 1, "follow-up": 1},
    }


def test_the_order_of_saving_changes_no_byte() -> None:
    shuffled = dict(reversed(annotated().items()))

    assert records.write(handed_in(shuffled)) == records.write(handed_in())


@given(HARD)
def test_anybodys_words_come_back(words: str) -> None:
    marks = {**MARKS, "2.1": (("follow-up", words), words, Task(words, evidence=(words,)))}
    made = handed_in(annotated(marks), reviewer=words, title=words)
    line = records.write(made)
    written = json.loads(line)

    assert line.count("\n") == 1
    assert (written["reviewer"], written["document"]["title"]) == (words, words)
    last = written["annotations"][-1]
    assert (last["note"], last["task"]["unit"], last["tags"][1]) == (words, words, words)
