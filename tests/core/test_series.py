"""What one thing came to from year to year."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.facts import find_facts
from core.lookup import rows
from core.reading import parse
from core.series import ORDERS, Series, change, ordered, series, sparkline, worded
from core.years import Year, metric, year


def report(sentences: str, number: int = 2023, plan: str = "") -> Year:
    text = f"{number}年甲区法治政府建设情况报告\n\n一、主要举措和成效\n\n{sentences}\n"
    if plan:
        text += f"\n二、{number + 1}年工作安排\n\n{plan}\n"
    document = parse(text)
    return year(document, rows(document, find_facts(document.text)))


def followed(*sentences: str) -> list[Series]:
    return series([report(text, 2021 + index) for index, text in enumerate(sentences)])


def shown(*sentences: str) -> list[tuple[str, list[str | None], str]]:
    return [
        (one.subject, [row and row.stated for row in one.figures], one.standing)
        for one in followed(*sentences)
    ]


def said(one: Series) -> str:
    found = one.change
    return worded(found, metric(one.stated[-1]).unit) if found else ""


@pytest.mark.parametrize(
    ("last", "this", "expected"),
    [
        ("建成法律服务站39个。", "建成法律服务站53个。", "+35.9%"),
        ("受理投诉870件。", "受理投诉435件。", "-50%"),
        ("调解成功率94.2%。", "调解成功率95.6%。", "+1.4个百分点"),
        ("信访总量下降5%。", "信访总量增长3%。", "+8个百分点"),
        ("法治满意度排名全市第3位。", "法治满意度排名全市第2位。", "-1位"),
        ("绿地率38%。", "绿地率38%。", "±0个百分点"),
        ("兑现资金8000万元。", "兑现资金1.2亿元。", "+50%"),
    ],
)
def test_a_change_is_told_as_people_say_it(last: str, this: str, expected: str) -> None:
    [one] = followed(last, this)
    assert said(one) == expected


def test_nothing_can_grow_by_percent() -> None:
    [one] = followed("发生重大事故0起。", "发生重大事故2起。")
    assert said(one) == "+2起"


def test_new_and_dropped_figures_stand_alone() -> None:
    assert shown("建成法律服务站39个。", "聘请特邀监督员12名。") == [
        ("聘请特邀监督员", [None, "12名"], "new"),
        ("法律服务站", ["39个", None], "dropped"),
    ]


def test_the_former_value_that_this_year_repeats_is_not_this_years() -> None:
    found = shown("联系点39个。", "联系点从39个拓展到53个。")
    assert found == [("联系点", ["39个", "53个"], "kept")]


def test_what_is_planned_is_not_what_was_reached() -> None:
    last = report("调解成功率94.2%。", 2023, "调解成功率达到96%。")
    this = report("调解成功率95.6%。", 2024)
    found = {
        (one.is_aim, one.standing): [r and r.stated for r in one.figures]
        for one in series([last, this])
    }
    assert found == {(False, "kept"): ["94.2%", "95.6%"], (True, "dropped"): ["96%", None]}


def test_figures_of_one_subject_are_told_apart_by_the_words_before_them() -> None:
    last = "收到行政复议申请365件，审结行政复议申请331件。"
    this = "审结行政复议申请402件，收到行政复议申请438件。"
    pairs = [[row and row.surface for row in one.figures] for one in followed(last, this)]
    assert sorted(pairs) == [["331件", "402件"], ["365件", "438件"]]


def test_a_subject_stated_several_times_is_flagged() -> None:
    last = "收到行政复议申请365件，审结行政复议申请331件。"
    this = "收到行政复议申请438件，审结行政复议申请402件。"
    assert [[(f.kind, f.words) for f in one.flags] for one in followed(last, this)] == [
        [("several", "2 → 2")]
    ] * 2


def test_the_same_value_said_twice_is_one() -> None:
    assert len(shown("绿地率38%。全区绿地率38%。", "绿地率39%。")) == 1


@pytest.mark.parametrize(
    ("last", "this", "flag"),
    [
        ("小程序注册用户3.4万人。", "“民法通”小程序注册用户5.8万人。", "name"),
        ("轻微违法不予处罚清单52项。", "轻微违法不予处罚清单扩充至76项。", "name"),
        ("服务企业1200家。", "服务企业1500户。", "unit"),
    ],
)
def test_what_goes_on_by_another_name_or_unit_is_joined_and_flagged(
    last: str, this: str, flag: str
) -> None:
    [one] = followed(last, this)
    assert flag in [it.kind for it in one.flags]


@pytest.mark.parametrize(
    ("last", "this"),
    [
        ("一般公共预算收入90亿元。", "一般公共预算支出95亿元。"),
        ("受理劳动仲裁案件300件。", "办结劳动仲裁案件280件。"),
        ("城镇就业人数30万人。", "新增城镇就业人数3万人。"),
        ("出动人员30人。", "处置垃圾30吨。"),
    ],
)
def test_opposites_and_strangers_are_not_joined(last: str, this: str) -> None:
    assert [one.standing for one in followed(last, this)] == ["new", "dropped"]


def test_three_years_make_a_course_with_gaps() -> None:
    [one] = followed("联系点10个。", "联系点20个。", "举措得力。", "联系点40个。")
    assert (one.spark, said(one)) == ("▁▃ █", "+100%")


@pytest.mark.parametrize(
    ("values", "bars"),
    [
        ([1, 2, 3], "▁▅█"),
        ([3, None, 2, 1], "█ ▅▁"),
        ([5, 5, 5], "▄▄▄"),
        ([-2, 0, 6], "▁▃█"),
        ([1, None, 2], ""),
        ([], ""),
    ],
)
def test_bars(values: list[float | None], bars: str) -> None:
    assert sparkline(values) == bars


@given(st.lists(st.none() | st.floats(-1e12, 1e12), max_size=8))
def test_bars_are_as_many_as_the_values_or_none(values: list[float | None]) -> None:
    assert len(sparkline(values)) in (0, len(values))


LAST = "联系点10个。调解成功率90%。立案100件。发放补贴3万元。"
THIS = "联系点12个。调解成功率95%。立案30件。走访企业7家。"


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("stated", ["联系点", "调解成功率", "立案", "走访企业", "补贴"]),
        ("change", ["立案", "联系点", "调解成功率", "走访企业", "补贴"]),
        ("place", ["联系点", "调解成功率", "立案", "走访企业", "补贴"]),
        ("value", ["调解成功率", "立案", "联系点", "走访企业", "补贴"]),
    ],
)
def test_orders(by: str, expected: list[str]) -> None:
    assert [one.subject for one in ordered(followed(LAST, THIS), by)] == expected


@given(st.permutations(followed(LAST, THIS)), st.sampled_from([*ORDERS]))
def test_an_order_loses_nothing(table: list[Series], by: str) -> None:
    assert sorted(map(id, ordered(table, by))) == sorted(map(id, table))


def test_every_figure_is_somewhere() -> None:
    years = [report(LAST, 2023), report(THIS, 2024)]
    found = {id(row) for one in series(years) for row in one.stated}
    assert found == {id(row) for one in years for row in one.figures}


def test_claims_are_no_figures() -> None:
    [claim] = [row for row in _rows("建成全市首个调解站。") if row.kind == "claim"]
    with pytest.raises(TypeError, match="claim"):
        metric(claim)


def _rows(text: str):
    document = parse(text)
    return rows(document, find_facts(document.text))


def test_two_units_have_no_change() -> None:
    [people], [firms] = (_rows(text) for text in ("服务居民1200人。", "服务居民1500户。"))
    assert change(metric(people), metric(firms)) is None
