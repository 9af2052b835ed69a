"""Which measures a filter leaves."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.document import Document
from core.filtering import Filter, Wording, is_spelled, matching, parsed
from core.reading import read
from core.review import Annotation, anchor_of

TEXT = """青禾县2025年政务服务报告
现将有关情况报告如下。
一、办件情况
全年受理申请２００余件。
数字政府建成GDP统计窗口。
二、人员情况
组织窗口人员参加培训。
认真整改群众反映的问题。
"""


@pytest.fixture(scope="module")
def report() -> Document:
    return read(TEXT.encode())


def left(report: Document, typed: str) -> list[str]:
    """The locators that a filter leaves where 1.1, 1.2 and 2.1 were reviewed."""
    wording = Wording(report)

    def noted(locator: str, tags: tuple[str, ...], note: str = "") -> tuple[int, Annotation]:
        [index] = [i for i, it in enumerate(report.measures) if it.locator == locator]
        anchor = anchor_of(report, report.measures[index])
        return index, Annotation("1", anchor, "李", "", "", tags, note, True)

    marks = dict(
        [
            noted("1.1", ("highlight", "follow-up")),
            noted("1.2", ("weakness",), "请核"),
            noted("2.1", ()),
        ]
    )
    [states] = [i for i, it in enumerate(report.measures) if it.locator == "1.1"]

    def holding(word: str) -> set[int]:
        found = wording.spelled(word) if is_spelled(word) else wording.written(word)
        return wording.holding(found)

    found = matching(report, parsed(typed), marks, {states}, holding)
    return [report.measures[index].locator for index in found]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("1", "1.1"),
        ("亮点", "1.1"),
        ("ld", "1.1"),
        ("Highlight", "1.1"),
        ("１", "1.1"),
        ("2", "1.2"),
        ("1 3", "1.1"),
        ("1 2", ""),
        ("0", "0.1 2.1 2.2"),
        ("t", "0.1 2.2"),
        ("未阅", "0.1 2.2"),
        ("n", "1.2"),
        ("m", "1.1"),
        (":2", "2.1 2.2"),
        ("§二、", "2.1 2.2"),
        (":0", "0.1"),
        (":9", ""),
        (":", ""),
        ("窗口", "1.2 2.1"),
        ("窗口 :2", "2.1"),
        ("窗口 培训", "2.1"),
        ("200余", "1.1"),
        ("gdp", "1.2"),
        ("ck", "1.2 2.1"),
        ("chuangkou", "1.2 2.1"),
        ("办件", ""),  # says only a heading
        ("数字", "1.1"),
        ('"数字"', "1.2"),
        ("“数字", "1.2"),  # as far as it is typed
        ("“数字”", "1.2"),
        ("数字政府", "1.2"),
        ("", "0.1 1.1 1.2 2.1 2.2"),
    ],
)
def test_what_is_typed_and_what_is_left(report: Document, typed: str, expected: str) -> None:
    assert left(report, typed) == expected.split()


def test_nothing_typed_is_no_filter() -> None:
    assert not parsed("   ")
    assert parsed("t")


@given(st.text(max_size=30))
def test_whatever_is_typed_is_a_filter(typed: str) -> None:
    assert isinstance(parsed(typed), Filter)


@given(st.lists(st.sampled_from(["1", "t", "m", ":1", "窗口", "0", "问题"]), max_size=3))
def test_every_further_condition_leaves_no_more(report: Document, typed: list[str]) -> None:
    whole = set(left(report, ""))
    assert set(left(report, " ".join(typed))) == whole.intersection(
        *(left(report, one) for one in typed)
    )


def test_what_letters_spell_is_found_across_the_windows_of_a_long_text(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    document = read(("办理调解案件。\n" * 50).encode())
    whole = Wording(document).spelled("tiaojie")
    assert len(whole) == 50
    monkeypatch.setattr("core.filtering._WINDOW", 3)
    assert Wording(document).spelled("tiaojie") == whole
