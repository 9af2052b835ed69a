"""The review as W3C Web Annotations: rules by the sections of the Web Annotation Data Model."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given

from core import review
from core.export import jsonld
from core.export.material import Material, material
from core.ledger import Task
from core.reading import parse
from core.review import Annotation, anchor_of, key_of
from tests.core.export.reviews import DOCUMENT, HARD, NOW, TEXT, annotated, handed_in

Json = dict[str, Any]


def written(made: Material) -> Json:
    read: Json = json.loads(jsonld.write(made))
    return read


def orphaned() -> Material:
    return material(DOCUMENT, {"9999": annotated()["59"]}, (), "李")


EVERY = {
    "marks": written(handed_in()),
    "orphan": written(orphaned()),
    "nothing": written(handed_in({})),
}
ANNOTATIONS = [one for made in EVERY.values() for one in made.get("first", {}).get("items", [])]


def resources(value: Any) -> Iterator[Json]:
    """Every object in it."""
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value:
        if isinstance(inner, dict | list):
            yield from resources(inner)


# Of each kind of resource: what it must have, what it may have besides (with what is said of both
# in the section named), here as far as Piyue writes it.
MODEL = {
    # 5.1
    "AnnotationCollection": (
        {"@context", "id", "type", "total"},
        {"label", "creator", "first", "last"},
    ),
    # 5.2; partOf of one that is embedded is implied, and may be said
    "AnnotationPage": ({"id", "type", "items"}, {"partOf", "startIndex"}),
    # 3.1, 3.3.1, 3.3.5; @context is that of the collection
    "Annotation": (
        {"id", "type", "target", "body"},
        {"creator", "created", "modified", "motivation"},
    ),
    "TextualBody": ({"type", "value"}, {"purpose", "language", "format"}),  # 3.2.4
    "Person": ({"type", "name"}, {"id"}),  # 3.3.2
    "SpecificResource": ({"type", "source", "selector"}, set()),  # 4
    "TextQuoteSelector": ({"type", "exact"}, {"prefix", "suffix"}),  # 4.2.4
    "TextPositionSelector": ({"type", "start", "end"}, set()),  # 4.2.5
}


@pytest.mark.parametrize("made", EVERY.values(), ids=EVERY)
def test_every_resource_is_of_a_kind_of_the_model_and_has_its_properties(made: Json) -> None:
    for resource in resources(made):
        required, optional = MODEL[resource["type"]]
        assert required <= resource.keys() <= required | optional


@pytest.mark.parametrize("made", EVERY.values(), ids=EVERY)
def test_3_1_the_context_is_that_of_the_model(made: Json) -> None:
    assert made["@context"] == "http://www.w3.org/ns/anno.jsonld"


def test_3_1_identifiers_are_iris_and_each_is_of_one_resource() -> None:
    made = [one for one in resources(EVERY["marks"]) if one["type"] != "Person" and "id" in one]

    assert all(re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", one["id"]) for one in made)
    assert len({one["id"] for one in made}) == len(made) == 5


def test_5_1_the_collection_counts_its_annotations_and_has_a_first_page_if_any() -> None:
    assert [(made["total"], "first" in made) for made in EVERY.values()] == [
        (3, True),
        (1, True),
        (0, False),
    ]


def test_5_2_the_page_begins_with_the_first_and_holds_all_in_reading_order() -> None:
    made = EVERY["marks"]
    page = made["first"]
    starts = [one["target"]["selector"][1]["start"] for one in page["items"]]

    assert (page["startIndex"], page["partOf"], made["last"]) == (0, made["id"], page["id"])
    assert len(page["items"]) == made["total"]
    assert starts == sorted(starts)


@pytest.mark.parametrize("name", ["created", "modified"])
def test_3_3_1_times_are_in_utc(name: str) -> None:
    assert {one[name] for one in ANNOTATIONS} == {NOW.replace("+00:00", "Z")}


def test_3_3_1_a_time_that_is_none_is_left_out() -> None:
    marks = {key: replace(one, created="昨天", updated="") for key, one in annotated().items()}

    assert not {"created", "modified"} & written(handed_in(marks))["first"]["items"][0].keys()


def test_3_3_2_the_creator_is_who_made_the_annotation() -> None:
    marks = {key: replace(one, reviewer="王") for key, one in annotated().items()}
    made = written(handed_in(marks))

    assert made["creator"]["name"] == "李"
    assert {one["creator"]["name"] for one in made["first"]["items"]} == {"王"}


def test_3_3_5_motivation_and_purposes_are_those_of_the_vocabulary() -> None:
    assert {one["motivation"] for one in ANNOTATIONS} == {"assessing"}
    assert {body["purpose"] for one in ANNOTATIONS for body in one["body"]} == {
        "tagging",
        "commenting",
    }


def test_3_2_4_tags_note_and_task_are_bodies() -> None:
    bodies = EVERY["marks"]["first"]["items"][1]["body"]

    assert [(body["purpose"], body["value"]) for body in bodies] == [
        ("tagging", "亮点"),
        ("tagging", "跟进"),
        ("commenting", "请核实\n成功率"),
        ("commenting", "责任单位：区司法局；时限：2025-06-30；状态：未启动"),
    ]


def test_4_the_source_is_the_text_by_its_hash() -> None:
    assert {one["target"]["source"] for one in ANNOTATIONS} == {f"urn:sha256:{DOCUMENT.id}"}


@pytest.mark.parametrize("text", [TEXT, "报告\n𠮷野家𠮷。\n一、成效\n受理𠮷案件120件。办结。\n"])
def test_4_2_selectors_agree_and_count_code_points(text: str) -> None:
    document = parse(text)
    marks = {
        key_of(measure): review.tagged("highlight")(
            Annotation(str(number), anchor_of(document, measure), "李", NOW, NOW)
        )
        for number, measure in enumerate(document.measures)
    }
    made = written(material(document, marks, (), "李"))

    for one in made["first"]["items"]:
        quote, position = one["target"]["selector"]
        start, end = position["start"], position["end"]
        assert document.text[start:end] == quote["exact"]
        assert document.text[:start].endswith(quote["prefix"])
        assert document.text[end:].startswith(quote["suffix"])


def test_4_2_5_what_the_text_has_no_more_has_no_position() -> None:
    selectors = EVERY["orphan"]["first"]["items"][0]["target"]["selector"]

    assert [one["type"] for one in selectors] == ["TextQuoteSelector"]


def test_the_order_of_saving_changes_no_byte() -> None:
    shuffled = dict(reversed(annotated().items()))

    assert jsonld.write(handed_in(shuffled)) == jsonld.write(handed_in())


@given(HARD)
def test_anybodys_words_come_back(words: str) -> None:
    marks = annotated({"2.1": (("follow-up", words), words, Task(words))})
    made = written(handed_in(marks, reviewer=words, title=words))

    assert made["creator"]["name"] == words
    bodies = made["first"]["items"][0]["body"]
    assert [body["value"] for body in bodies if body["purpose"] == "tagging"][1] == (
        review.name_of(words)
    )
    assert not words or words in [body["value"] for body in bodies[2:]]
