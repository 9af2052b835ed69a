"""The units and names that a user adds."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.figures.vocabulary import Vocabulary
from core.metrics import find_metrics


def found(text: str, vocabulary: Vocabulary) -> list[tuple[str, str]]:
    metrics = find_metrics(text, vocabulary)
    return [(text[metric.start : metric.end], metric.kind) for metric in metrics]


@pytest.mark.parametrize(
    ("units", "text", "figures"),
    [
        ({"桌": "count"}, "摆开32桌宴席。", [("32桌", "count")]),
        ({"蒲式耳": "measure"}, "收购大豆1.2万蒲式耳。", [("1.2万蒲式耳", "measure")]),
        # the longer unit wins over ours, and ours over a shorter one
        ({"个网格": "count"}, "划分45个网格。", [("45个网格", "count")]),
        ({"工": "count"}, "限十个工作日内办结。", [("十个工作日", "duration")]),
        (
            {"里格": "measure"},
            "航行3里格后返回5公里。",
            [("3里格", "measure"), ("5公里", "measure")],
        ),
        # a unit that is shipped gets the kind that the user gives
        ({"度": "duration"}, "历经8度。", [("8度", "duration")]),
        # as a compound, and as it may be typed
        ({"桌": "count"}, "每场24桌/次。", [("24桌/次", "count")]),
        ({"ＧＪ": "measure"}, "供热30GJ。", [("30GJ", "measure")]),
        ({".*": "count"}, "共3本书，4.*。", [("3本", "count"), ("4.*", "count")]),
    ],
)
def test_a_unit_of_the_user_makes_a_figure(
    units: dict[str, str], text: str, figures: list[tuple[str, str]]
) -> None:
    assert found(text, Vocabulary(units=units)) == figures


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("四好农村路", "建设四好农村路。"),
        ("三项岗位人员", "培训三项岗位人员。"),
        ("81192", "学习81192件事迹。"),
        ("双11个", "筹备双11个性化促销。"),
        ("中心3个圈", "规划中心3个圈层。"),
        ("３个不减", "确保3个不减。"),
        ("[三]个", "[三]个。"),
    ],
)
def test_a_name_of_the_user_counts_nothing(name: str, text: str) -> None:
    assert found(text, Vocabulary(names=(name,))) == []


def test_a_name_hides_only_itself() -> None:
    vocabulary = Vocabulary(names=("中心3个圈",))
    assert found("中心城区有3个圈，中心3个圈有5个站。", vocabulary) == [
        ("3个", "count"),
        ("5个", "count"),
    ]


def test_what_is_shipped_is_not_changed_by_what_a_user_adds() -> None:
    text = "摆开32桌，建设四好农村路3条。"
    before = find_metrics(text)
    find_metrics(text, Vocabulary(units={"桌": "count"}, names=("四好",)))
    assert find_metrics(text) == before


def test_a_vocabulary_keeps_its_words() -> None:
    units = {"桌": "count"}
    vocabulary = Vocabulary(units=units)
    units["席位"] = "count"
    assert dict(vocabulary.units) == {"桌": "count"}


def test_vocabularies_of_the_same_words_are_the_same() -> None:
    one, other = (Vocabulary({"桌": "count"}, ("四好",)) for _ in range(2))
    assert one == other
    assert hash(one) == hash(other)


WORD = st.text(min_size=1, max_size=6).filter(str.strip)


@settings(max_examples=25, deadline=None)
@given(WORD, WORD, st.text(max_size=40))
def test_any_word_may_be_added(unit: str, name: str, text: str) -> None:
    find_metrics(f"{text}3{unit}{name}5{unit}", Vocabulary({unit: "count"}, (name,)))


@pytest.mark.parametrize(
    ("units", "names", "message"),
    [
        ({"桌": "furniture"}, (), "桌.*furniture.*count"),
        ({"": "count"}, (), "unit"),
        ({" ": "count"}, (), "unit"),
        ({}, ("",), "name"),
    ],
)
def test_what_cannot_be_a_word_is_refused(
    units: dict[str, str], names: tuple[str, ...], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        Vocabulary(units=units, names=names)
