"""What changed between two versions of a document."""

from collections.abc import Callable
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.changes import Changes, changes, moved_by, text_of
from core.document import Document, Section
from core.reading import parse
from core.rewording import FigureChange
from core.series import Change

TEXT = """甲区2024年政务服务报告

一、窗口建设

全年建成跨河联办窗口12个，覆盖全部乡镇街道。组织窗口人员参加业务培训28场次。推出午间延时办理和周末预约服务。

二、投诉处理

受理群众来信来访870件，办结852件。对反映集中的停车难问题开展专项整治。公开曝光典型问题三批。

三、下年安排

建设自助服务驿站并延伸至工业园区。探索证照电子化跨省互认试点工作。
"""


def edited(*replacements: tuple[str, str]) -> Changes:
    text = TEXT
    for old, new in replacements:
        assert old in text
        text = text.replace(old, new)
    return changes(parse(TEXT), parse(text))


def told(found: Changes) -> list[tuple[str, str, str]]:
    return [
        (one.state, text_of(found.old, one.old), text_of(found.new, one.new))
        for one in found.differences
    ]


def test_a_version_does_not_differ_from_itself() -> None:
    found = edited()
    assert (found.differences, found.unchanged) == ((), 8)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("870件，办结852件", "８７０件,办结852件"),
        ("推出午间", "推出\n午间"),
        ("延时办理和周末预约服务", "延时办理和周末预约服务 "),
    ],
    ids=["widths", "a wrapped line", "white space"],
)
def test_how_it_is_printed_makes_no_difference(old: str, new: str) -> None:
    assert edited((old, new)).differences == ()


def test_a_figure_that_changed_is_told_with_both_values() -> None:
    found = edited(("870件", "891件"))
    [one] = found.differences
    assert (one.state, one.figures) == ("changed", (FigureChange("870件", "891件"),))
    assert found.figures == 1


SENTENCE = "组织窗口人员参加业务培训28场次。"
ADDED = "设立涉企诉求直通车并由专人督办。"


@pytest.mark.parametrize(
    ("replacements", "expected"),
    [
        ([(SENTENCE, "")], [("deleted", SENTENCE, "")]),
        ([(SENTENCE, SENTENCE + ADDED)], [("added", "", ADDED)]),
        ([("业务培训", "业务和礼仪培训")],
         [("changed", SENTENCE, SENTENCE.replace("业务", "业务和礼仪"))]),
        ([(SENTENCE, ""), ("问题三批。", "问题三批。" + SENTENCE)],
         [("moved", SENTENCE, SENTENCE)]),
        ([("二、投诉处理", "二、投诉和信访处理")],
         [("changed", "二、投诉处理", "二、投诉和信访处理")]),
    ],
    ids=["deleted", "added", "changed", "moved", "heading"],
)  # fmt: skip
def test_each_kind(
    replacements: list[tuple[str, str]], expected: list[tuple[str, str, str]]
) -> None:
    assert told(edited(*replacements)) == expected


def test_a_divided_measure_that_says_the_same_differs_in_its_stop_alone() -> None:
    found = edited(("870件，办结852件", "870件。办结852件"))
    assert told(found) == [
        ("changed", "受理群众来信来访870件，办结852件。", "受理群众来信来访870件。办结852件。")
    ]
    assert [len(one.new) for one in found.differences] == [2]


def test_measures_that_were_joined_are_one_difference() -> None:
    found = edited(("乡镇街道。组织", "乡镇街道，组织"))
    [one] = found.differences
    assert (one.state, len(one.old), len(one.new)) == ("changed", 2, 1)


def test_what_went_is_told_where_it_stood() -> None:
    found = edited((SENTENCE, ""), ("870件", "871件"), ("12个", "13个"))
    assert [one.state for one in found.differences] == ["changed", "deleted", "changed"]
    assert [heading(one.path) for one in found.differences] == ["窗口建设", "窗口建设", "投诉处理"]


def heading(path: tuple[Section, ...]) -> str:
    return path[-1].title if path else ""


def test_a_section_that_went_is_told_with_its_measures() -> None:
    begin, end = TEXT.index("二、"), TEXT.index("三、")
    found = edited((TEXT[begin:end], ""), ("三、下年", "二、下年"))
    assert [(one.state, heading(one.path)) for one in found.differences] == [
        ("deleted", ""),
        *[("deleted", "投诉处理")] * 3,
    ]


def test_a_new_number_is_no_new_heading() -> None:
    added = "三、数据共享\n\n归集共享政务数据目录四百余类。\n\n四、下年安排"
    found = edited(("三、下年安排", added))
    assert [(one.state, heading(one.path)) for one in found.differences] == [
        ("added", ""),
        ("added", "数据共享"),
    ]


def test_the_differences_under_one_heading_are_one_part() -> None:
    found = edited(("12个", "13个"), ("28场次", "31场次"), ("870件", "871件"))
    assert [(heading(path), len(items)) for path, items in found.parts()] == [
        ("窗口建设", 2),
        ("投诉处理", 1),
    ]


TOWNS = """乙县2024年工作总结

一、东河镇

完成辖区危旧房屋排查整治并建立长效管护机制。

二、西河镇

{}
落实河道日常保洁和巡查责任制度。
"""


def test_a_sentence_that_two_towns_share_is_never_told_as_unchanged_when_one_goes() -> None:
    shared = "完成辖区危旧房屋排查整治并建立长效管护机制。"
    found = changes(parse(TOWNS.format(shared)), parse(TOWNS.format("")))
    assert shared in [text_of(found.old, one.old) for one in found.differences]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("128件", "131件", Change(3, 100 * 3 / 128)),
        ("95.6%", "96.1%", Change(0.5, None)),
        ("12个", "12家", None),
        ("", "12家", None),
        ("12家", "", None),
    ],
)
def test_by_how_much_a_figure_changed(old: str, new: str, expected: Change | None) -> None:
    assert moved_by(FigureChange(old, new)) == expected


def shuffled(rng: Random, document: Document, keep: Callable[[], bool]) -> str:
    text = document.text
    for measure in reversed(document.measures):
        if not keep():
            text = text[: measure.start] + text[measure.end :]
        elif rng.random() < 0.2:
            text = (
                text[: measure.end] + f"另行新增第{rng.randrange(99)}号安排。" + text[measure.end :]
            )
    return text


@settings(max_examples=25)
@given(st.integers(0, 10**6))
def test_every_measure_of_either_version_is_accounted_for(seed: int) -> None:
    rng = Random(seed)
    old = parse(TEXT)
    new = parse(shuffled(rng, old, lambda: rng.random() < 0.7))
    found = changes(old, new)
    of_old = [place for one in found.differences for place in one.old]
    of_new = [place for one in found.differences for place in one.new]
    for told_, document in ((of_old, old), (of_new, new)):
        assert len(told_) == len(set(told_))
        assert set(told_) <= {*document.measures, *document.sections}
    measures = sum(1 for place in of_new if not isinstance(place, Section))
    assert found.unchanged + measures == len(new.measures)


REPEATED = "对重点领域开展专项整治并建立长效机制。"


@pytest.mark.parametrize(("before", "after"), [(60, 50), (50, 60)])
def test_of_a_sentence_that_is_repeated_many_times_only_the_number_differs(
    before: int, after: int
) -> None:
    text = "丙县2024年工作总结\n\n一、专项整治\n\n{}\n"
    versions = (parse(text.format(REPEATED * times)) for times in (before, after))
    found = changes(*versions)
    state = "deleted" if before > after else "added"
    assert (found.count(state), len(found.differences)) == (10, 10)
