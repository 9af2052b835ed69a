"""Which measures of a report speak of the same thing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import keywords
from core.neighbours import Neighbours

REPORT = [
    "全年新增养老床位320张，建成社区长者食堂12家。",
    "推进政务服务一网通办，压减办理时限。",
    "明年再新增养老床位400张，改造社区长者食堂。",
    "加强河道排污口整治，水质稳定达标。",
    "持续推进工作落实，取得新的成效。",
    "继续推进各项工作，巩固成效。",
    "巩固入河排污口整治成果。",
    "受理各类申请320件，办结400件。",
    "发放补贴320万元，惠及400户。",
]


@pytest.fixture(scope="module")
def cutter() -> keywords.Words:
    return keywords.load("".join(REPORT))


def neighbours(cutter: keywords.Words, measures: list[str]) -> Neighbours:
    found = Neighbours(cutter.rarity)
    for measure in measures:
        found.add(cutter.terms(measure))
    return found


@pytest.mark.parametrize(
    ("measure", "like"),
    [
        pytest.param(0, [2], id="what was done and what is planned"),
        pytest.param(2, [0], id="the other way round"),
        pytest.param(3, [6], id="the same matter in other words"),
        pytest.param(1, [], id="nothing else of the kind"),
        pytest.param(4, [], id="phrases that every report is full of"),
        pytest.param(7, [], id="numbers are no likeness"),
    ],
)
def test_alike_is_what_shares_telling_words(
    cutter: keywords.Words, measure: int, like: list[int]
) -> None:
    report = [*REPORT, *("推进工作，巩固成效，稳定发展。" for _ in range(20))]
    assert neighbours(cutter, report).of(measure) == like


def test_the_most_alike_comes_first_and_only_so_many(cutter: keywords.Words) -> None:
    same = "新增养老床位，建成社区长者食堂。"
    found = neighbours(cutter, ["新增养老床位，改造社区。", same, same, same, *REPORT[3:]])
    assert found.of(1) == [2, 3, 0]
    assert found.of(1, count=1) == [2]


@pytest.mark.parametrize("measures", [[""], ["。", "2025"], ["养老床位", "养老床位"]])
def test_of_too_little_nothing_is_said(cutter: keywords.Words, measures: list[str]) -> None:
    found = neighbours(cutter, measures)
    assert [found.of(index) for index in range(len(measures))] == [[] for _ in measures]


WORDS = st.lists(st.sampled_from(["养老", "床位", "食堂", "河道", "整治", "推进"]), max_size=6)


@given(st.lists(WORDS, min_size=1, max_size=12))
def test_likeness_is_mutual_and_of_others_only(report: list[list[str]]) -> None:
    found = Neighbours(lambda _word: 5.0)
    for words in report:
        found.add(words)
    everything = len(report)
    like = [found.of(index, everything) for index in range(everything)]
    for index, others in enumerate(like):
        assert index not in others
        assert len(set(others)) == len(others)
        assert all(index in like[other] for other in others)
