"""Figures by what one remembers of them."""

import re
from collections.abc import Iterator

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from core.document import Document
from core.facts import find_facts
from core.lookup import KINDS, ORDERS, Lookup, Matches, Row, rows
from core.reading import parse

TEXT = """关于调解工作的报告

一、调解成效

全年受理民间纠纷７００９件，调解成功６６９８件，调解成功率95.6%。
（一）收支情况

投入资金5.67万亿元，比上年增长5.4%，支出5.1亿元，居全国第3位。
居民满意率95.06%，办结率95%，群众满意率九成以上。
建成全国首个调解服务站，期限不超过三十日。
"""


def listed(text: str) -> Lookup:
    return Lookup(rows(parse(text), find_facts(text)))


@pytest.fixture(scope="module")
def lookup() -> Lookup:
    return listed(TEXT)


@pytest.mark.parametrize(
    ("query", "surfaces"),
    [
        ("调解成功率", ["95.6%", "７００９件", "６６９８件"]),  # by subject, then by sentence
        ("满意率 95", ["95.06%", "95%", "九成"]),
        ("95.6", ["95.6%", "７００９件", "６６９８件"]),
        ("95.60%", ["95.6%"]),  # a number however it is written
        ("９５．６％", ["95.6%", "７００９件", "６６９８件"]),
        ("九十五点六", ["95.6%"]),
        ("百分之九十五", ["95%"]),
        ("90%", ["九成"]),
        ("9成", ["九成"]),
        ("受理率", []),
        ("满意率95.06", ["95.06%", "九成", "95%"]),  # as one word
        ("698", []),  # not the end of a longer number
        ("九十五", ["95%", "95.6%", "95.06%"]),  # equal before begun
        ("7,009", ["７００９件"]),
        ("56", ["5.67万亿元"]),  # as it is typed, here the digits of its value
        ("5. 元", ["5.67万亿元", "5.1亿元"]),
        ("第", ["第3位"]),
        ("56700亿元", ["5.67万亿元"]),
        ("30", ["三十日"]),
        ("tjcgl", ["95.6%"]),  # initials
        ("tiaojiecheng", ["95.6%"]),
        ("manyi", ["95.06%", "九成"]),
        ("bjl", ["95%"]),
        ("元", ["5.67万亿元", "5.1亿元"]),  # by kind
        ("% 增长", ["5.4%"]),
        ("#rank", ["第3位"]),
        ("#ra", ["第3位"]),
        ("#排名", ["第3位"]),
        ("#duration", ["三十日"]),
        ("收支 %", ["5.4%", "95.06%", "95%", "九成"]),  # by heading
        ("1.1.1 元", ["5.67万亿元", "5.1亿元"]),  # by locator
        ("#first", ["全国首个"]),  # claims only when asked for
        ("#first 服务站", ["全国首个"]),
        ("首个", ["三十日"]),  # else what stands in the sentence
        ("建", ["三十日"]),  # one character where nothing else has it
        ("1亿", ["5.1亿元", "5.67万亿元", "5.4%", "第3位"]),  # a part of a figure
        ("jqg", ["5.67万亿元", "5.4%", "5.1亿元", "第3位"]),  # 居全国, in the sentence
        ("没有这个词", []),
        ("调解 没有", []),
        ("#没有", []),
    ],
)
def test_every_word_must_fit_and_the_best_comes_first(
    lookup: Lookup, query: str, surfaces: list[str]
) -> None:
    assert [row.surface for row in lookup.matching(query)] == surfaces


@pytest.mark.parametrize(
    ("order", "surfaces"),
    [
        ("place", ["5.67万亿元", "5.4%", "5.1亿元", "第3位"]),
        ("value", ["5.67万亿元", "5.1亿元", "5.4%", "第3位"]),
        ("kind", ["5.67万亿元", "5.1亿元", "5.4%", "第3位"]),
    ],
)
def test_orders(lookup: Lookup, order: str, surfaces: list[str]) -> None:
    assert [row.surface for row in lookup.matching("1.1.1", order)] == surfaces


def test_an_empty_query_gives_all_figures_in_reading_order(lookup: Lookup) -> None:
    starts = [row.item.start for row in lookup.matching(" ")]
    assert starts == sorted(starts)
    assert len(starts) == len(find_facts(TEXT).metrics)


def test_matches_are_a_list_that_is_put_in_order_as_far_as_somebody_looks(lookup: Lookup) -> None:
    rows = list(lookup.matching(""))
    looked: list[str] = []

    def in_order() -> Iterator[Row]:
        for row in rows:
            looked.append(row.surface)
            yield row

    matches = Matches(len(rows), in_order())
    assert (len(matches), looked) == (len(rows), [])
    assert matches[2] == rows[2]
    assert looked == [row.surface for row in rows[:3]]
    assert (matches[0], matches[-1]) == (rows[0], rows[-1])
    assert (matches[1:3], list(matches)) == (rows[1:3], rows)
    assert len(looked) == len(rows)
    with pytest.raises(IndexError):
        matches[len(rows)]


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("query", ["", "调解", "95", "元", "#check", "mylv", "没有"])
def test_there_are_as_many_matches_as_are_counted(lookup: Lookup, query: str, order: str) -> None:
    assert len(list(lookup.matching(query, order))) == len(lookup.matching(query, order))


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("text", ["报告\n\n没有数字。\n", "报告\n\n办结5件。\n"])
def test_a_text_with_no_or_one_figure_has_every_order(text: str, order: str) -> None:
    assert len(list(listed(text).matching("", order))) == text.count("5")
    assert len(list(listed(text).matching("报 5", order))) == 0


def test_what_is_typed_twice_or_a_hundred_times_finds_the_same(lookup: Lookup) -> None:
    once = set(map(id, lookup.matching("满意率")))
    assert set(map(id, lookup.matching("满意率 " * 100))) == once


def test_a_figure_is_shown_with_what_is_said_of_it(lookup: Lookup) -> None:
    shown = {row.surface: row.stated for row in lookup.matching("")}
    assert shown["5.4%"] == "↑5.4%"
    assert shown["九成"] == "≥九成"
    assert shown["三十日"] == "≤三十日"
    assert shown["95.6%"] == "95.6%"


def test_a_figure_with_a_sign_has_no_arrow() -> None:
    [row] = listed("报告\n\n出口增长-5%。\n").matching("")
    assert row.stated == "-5%"


def test_a_hint_is_listed_with_its_arithmetic(lookup: Lookup) -> None:
    [hint] = lookup.matching("#check 95.6")
    assert hint.surface == "95.6%"
    assert "6698" in hint.subject.replace("６６９８", "6698")


def test_figures_of_a_heading_have_no_measure() -> None:
    text = "报告\n\n一、完成120件实事\n\n全部办结。\n"
    document = parse(text)
    [row] = rows(document, find_facts(text))
    assert (row.surface, row.locator, row.sentence) == ("120件", "", "")


def test_figures_of_the_report(report: Document) -> None:
    lookup = Lookup(rows(report, find_facts(report.text)))
    assert lookup.matching("tjcgl")[0].subject == "调解成功率"
    assert all(row.surface in row.sentence for row in lookup.matching("") if row.sentence)


def test_a_very_long_sentence_is_cut_around_its_figures() -> None:
    text = "报告\n\n" + "，".join(f"受理第{n}类{n}00件" for n in range(10, 99)) + "。\n"
    document = parse(text)
    found = rows(document, find_facts(text))
    assert len(found) == 89
    assert all(len(row.sentence) < 420 and row.surface in row.sentence for row in found)
    assert found[0].sentence.endswith("…")
    assert found[-1].sentence.startswith("…")


def test_every_kind_of_figure_can_be_asked_for() -> None:
    asked = frozenset().union(*KINDS.values())
    assert asked == {
        *("count", "amount", "percent", "percentage_points", "multiple", "rank", "measure"),
        *("duration", "claim", "hint"),
    }


@given(st.text(alphabet="调解成功率9560.%件元#rtjcgl 一、", max_size=12))
def test_words_in_any_order_find_the_same(query: str) -> None:
    lookup = LOOKUP
    backwards = " ".join(reversed(query.split()))
    assert set(map(id, lookup.matching(query))) == set(map(id, lookup.matching(backwards)))


@given(st.data())
def test_every_piece_of_a_sentence_finds_its_figures(data: st.DataObject) -> None:
    row = data.draw(st.sampled_from(LOOKUP.matching("")))
    start = data.draw(st.integers(0, max(0, len(row.sentence) - 2)))
    piece = row.sentence[start : start + data.draw(st.integers(2, 9))]
    assume(not re.fullmatch(r"[0-9０-９.%％]+", piece))  # a part of a number is another number
    assert row in LOOKUP.matching(piece.replace("#", ""))


LOOKUP = listed(TEXT)
