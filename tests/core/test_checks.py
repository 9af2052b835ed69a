"""What the figures of a text say about each other: hints for the margin, never verdicts."""

from itertools import chain

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from core.checks import Hint, hints
from core.document import Metric
from core.metrics import find_metrics


def found(text: str) -> tuple[Hint, ...]:
    return hints(text, find_metrics(text))


def only(text: str) -> Hint:
    (hint,) = found(text)
    return hint


def surfaces(text: str, hint: Hint) -> list[str]:
    return [text[start:end] for start, end in ((hint.start, hint.end), *hint.others)]


@pytest.mark.parametrize(
    ("text", "formula", "agrees"),
    [
        # the verb of the rate stands with the part
        ("受理投诉1250件，办结1213件，办结率97.0%。", "1213件 ÷ 1250件 = 97.04%", True),
        ("受理投诉1250件，办结1213件，办结率93.0%。", "1213件 ÷ 1250件 = 97.04%", False),
        ("排查隐患480处，已整改468处，整改率79.5%。", "468处 ÷ 480处 = 97.5%", False),
        ("共抽检3200批次，合格3136批次，合格率98%。", "3136批次 ÷ 3200批次 = 98%", True),
        # 其中 and 占
        ("共有企业250家，其中骨干企业60家，占比24%。", "60家 ÷ 250家 = 24%", True),
        ("共有企业250家，其中骨干企业60家，占42%。", "60家 ÷ 250家 = 24%", False),
        # by whole numbers
        ("受理投诉100件，办结95件，办结率96%。", "95件 ÷ 100件 = 95%", False),
        ("受理投诉100件，办结95件，办结率94%。", "95件 ÷ 100件 = 95%", False),
        # rounded to the printed places, or cut off there
        ("收到意见86条，采纳71条，采纳率82.6%。", "71条 ÷ 86条 = 82.56%", True),
        ("收到意见86条，采纳71条，采纳率82.5%。", "71条 ÷ 86条 = 82.56%", True),
        ("收到意见86条，采纳71条，采纳率82.3%。", "71条 ÷ 86条 = 82.56%", False),
        # the parts themselves are rounded
        ("登记车辆1.3万辆，检验1.2万辆，检验率90.1%。", "1.2万辆 ÷ 1.3万辆 = 92.31%", True),
        # qualified rates
        ("收到意见86条，采纳71条，采纳率超过80%。", "71条 ÷ 86条 = 82.6%", True),
        ("收到意见86条，采纳71条，采纳率超过90%。", "71条 ÷ 86条 = 82.6%", False),
        ("收到意见86条，采纳71条，采纳率约85%。", "71条 ÷ 86条 = 82.6%", True),
        # all digits of the rate, without the words
        ("毕业生1300人，就业1261人，落实率97.0%。", "1261人 ÷ 1300人 = 97%", True),
    ],
)
def test_a_rate_against_part_and_whole(text: str, formula: str, agrees: bool) -> None:
    hint = only(text)
    assert (hint.kind, hint.formula, hint.agrees) == ("ratio", formula, agrees)


@pytest.mark.parametrize(
    "text",
    [
        "受理投诉500件，办结450件，按期办结率98%。",  # a rate of another whole
        "受理投诉500件，办结450件，群众满意率98%。",
        "受理投诉500件。办结450件，办结率98%。",  # two sentences
        "下设小组500个，办结450件，办结率98%。",  # two units
        "毕业生1200人，就业1140人，就业率96.5%。",  # not said to be the whole
        "共有企业250家，其中骨干企业60家，占全市的42%。",  # a share of something else
        "受理投诉约500件，办结450件，办结率98%。",
        "受理投诉500件，办结450件，办结率提高8%。",
        "受理投诉500件，上年结转80件，办结450件，办结率98%。",
    ],
)
def test_no_rate_is_contradicted_without_words_that_tie_it_to_its_whole(text: str) -> None:
    assert [hint for hint in found(text) if hint.agrees is False] == []


def test_the_spans_of_a_hint_are_the_checked_figure_and_those_of_its_formula() -> None:
    text = "全年受理投诉1250件，办结1213件，办结率97.0%。"
    assert surfaces(text, only(text)) == ["97.0%", "1213件", "1250件"]


@pytest.mark.parametrize(
    ("text", "formula", "agrees"),
    [
        ("共办理120件，其中甲类70件、乙类50件。", "70件 + 50件 = 120件", True),
        ("共办理120件，其中，甲类70件，乙类50件。", "70件 + 50件 = 120件", True),
        ("共办理120件，其中甲类70件、乙类60件。", "70件 + 60件 > 120件", False),
        ("共办理120件，其中甲类150件。", "150件 > 120件", False),
        ("共办理120件，同比增长5%，其中甲类70件、乙类60件。", "70件 + 60件 > 120件", False),
        ("建设100个项目，其中水库7座、水池93个。", "7座 + 93个 = 100个", True),
        (
            "经费合计1.2亿元，其中中央7000万元、省级5000万元。",
            "7000万元 + 5000万元 = 1.2亿元",
            True,
        ),
        ("投资3.1亿元，其中东线1.4亿元、西线1.6亿元。", "1.4亿元 + 1.6亿元 = 3.1亿元", True),
        ("共办理120件，分别为甲类70件、乙类40件。", "70件 + 40件 < 120件", False),
        ("共办理120件，包括甲类70件、乙类40件。", "70件 + 40件 < 120件", False),
        ("共办理120件：甲类70件、乙类50件。", "70件 + 50件 = 120件", True),
        ("办理复议80件、诉讼45件，共计125件。", "80件 + 45件 = 125件", True),
    ],
)
def test_a_whole_against_its_parts(text: str, formula: str, agrees: bool) -> None:
    hint = only(text)
    assert (hint.kind, hint.formula, hint.agrees) == ("total", formula, agrees)


@pytest.mark.parametrize(
    "text",
    [
        "共办理120件，其中甲类70件、乙类30件。",  # some of the parts
        "共办理120件，包括甲类70件、乙类40件等。",
        "办理120件，包括甲类70件、乙类40件。",  # not said to be all
        "改造管网120公里，其中燃气70公里，新建供水80公里。",  # another statement
        "共培训180人，其中女干部90人、党员120人。",  # groups overlap
        "共检查320家，其中甲类200家（含整改130家）、乙类120家。",
        "完成投资120亿元，其中设备70%、厂房60%。",
        "办理复议80件、诉讼45件，共计130件。",  # what else it adds up is not known
        "设立公共网点120个，包括甲类70个、乙类40个。",
        "办理120件。其中甲类150件。",
    ],
)
def test_no_whole_is_contradicted_by_what_may_not_be_its_parts(text: str) -> None:
    assert [hint for hint in found(text) if hint.kind == "total"] == []


@pytest.mark.parametrize(
    ("text", "formula", "agrees"),
    [
        ("基地从200个增加到250个，增长25%。", "(250个 − 200个) ÷ 200个 = 25%", True),
        ("基地从200个增加到250个，增长20%。", "(250个 − 200个) ÷ 200个 = 25%", False),
        ("基地从200个增加到250个，增加50个。", "250个 − 200个 = 50个", True),
        ("基地从200个增加到250个，增加60个。", "250个 − 200个 = 50个", False),
        ("经费由1.2亿元增至2.0亿元，增加8000万元。", "2.0亿元 − 1.2亿元 = 8000万元", True),
        ("投诉量从2000件下降至1500件，降幅达25%。", "(2000件 − 1500件) ÷ 2000件 = 25%", True),
        ("投诉量从2000件下降至1500件，下降35%。", "(2000件 − 1500件) ÷ 2000件 = 25%", False),
        ("用时由15天压缩到9天，压缩40%。", "(15天 − 9天) ÷ 15天 = 40%", True),
        ("企业从50家增加到101家，翻了一番。", "101家 ÷ 50家 = 2.02", True),
        ("企业从50家增加到82家，翻了一番。", "82家 ÷ 50家 = 1.64", False),
        ("企业从50家增加到150家，增长2倍。", "(150家 − 50家) ÷ 50家 = 2", True),
        ("企业从50家增加到150家，增长3倍。", "(150家 − 50家) ÷ 50家 = 2", False),
        ("企业从50家增加到82家，增长超过60%。", "(82家 − 50家) ÷ 50家 = 64%", True),
        ("税收250亿元，比上年的200亿元增长15%。", "(250亿元 − 200亿元) ÷ 200亿元 = 25%", False),
        (
            "基地从2021年的200个增加到2024年的250个，增长25%。",
            "(250个 − 200个) ÷ 200个 = 25%",
            True,
        ),
        ("总产值从50亿元增加到80亿元，增长60%。", "(80亿元 − 50亿元) ÷ 50亿元 = 60%", True),
        ("站点从100个增加到112个，增长13%。", "(112个 − 100个) ÷ 100个 = 12%", False),
        ("站点从100个增加到112个，增长11%。", "(112个 − 100个) ÷ 100个 = 12%", False),
    ],
)
def test_growth_against_the_old_and_the_new_value(text: str, formula: str, agrees: bool) -> None:
    hint = only(text)
    assert (hint.kind, hint.formula, hint.agrees) == ("growth", formula, agrees)


@pytest.mark.parametrize(
    "text",
    [
        "企业从500家增加到900家，年均增长5.1%。",
        "企业从500家增加到900家，同比增长5.1%。",  # the change of the last year alone
        "总产值从50亿元增加到80亿元，增长30%。",  # at constant prices
        "税收从50亿元增加到80亿元，同口径增长30%。",
        "基地从200个增加到250个，投资增长20%。",
        "基地从200个增加到250家，增长20%。",
        "覆盖率从20%提高到30%，增长20%。",
        "企业从50家增加到310家，翻了两番。",
    ],
)
def test_no_growth_is_contradicted_by_values_of_another_time_or_thing(text: str) -> None:
    assert [hint for hint in found(text) if hint.kind == "growth"] == []


@pytest.mark.parametrize(
    ("text", "formula", "agrees"),
    [
        ("城镇化率由45.9%提高到48.2%，提高2.3个百分点。", "48.2% − 45.9% = 2.3", True),
        ("城镇化率由45.9%提高到48.2%，提高3.2个百分点。", "48.2% − 45.9% = 2.3", False),
        ("差错率由5.5%下降到4.1%，下降1.4个百分点。", "5.5% − 4.1% = 1.4", True),
        ("满意率96.5%，比上年的95.2%提高2.3个百分点。", "96.5% − 95.2% = 1.3", False),
        ("合格率由80%提高到90%，提高9个百分点。", "90% − 80% = 10", False),
        ("合格率由92%提高到95%，提高5个百分点。", "95% − 92% = 3", False),
        ("满意度由98.5%提升到99.5%，提升2个百分点。", "99.5% − 98.5% = 1", False),
    ],
)
def test_percentage_points_against_both_rates(text: str, formula: str, agrees: bool) -> None:
    hint = only(text)
    assert (hint.kind, hint.formula, hint.agrees) == ("difference", formula, agrees)


def test_all_of_something_is_listed_without_a_judgement() -> None:
    text = "农村公路列养率达到100%。"
    assert found(text) == (Hint("complete", text.index("1"), len(text) - 1, "100%", None),)


@pytest.mark.parametrize("text", ["比率=甲÷乙×100%。", "覆土的，按100%计算。", "产量增长100%。"])
def test_a_hundred_percent_that_claims_nothing_is_not_listed(text: str) -> None:
    assert found(text) == ()


@pytest.mark.parametrize(
    ("text", "formula"),
    [
        ("受理复议案件316件。另有来信。受理复议案件361件。", "316件 ≠ 361件"),
        ("案卷合格率为98.2%。乙。目前，案卷合格率达92.8%。", "98.2% ≠ 92.8%"),
        ("全县林木覆盖率24.1%。\n全县林木覆盖率达到21.4%。", "24.1% ≠ 21.4%"),
    ],
)
def test_the_same_stated_twice_with_two_values(text: str, formula: str) -> None:
    hint = only(text)
    assert (hint.kind, hint.formula, hint.agrees) == ("conflict", formula, False)
    assert surfaces(text, hint) == formula.split(" ≠ ")[::-1]


@pytest.mark.parametrize(
    "text",
    [
        "案卷合格率为98.2%。乙。案卷合格率达98.20%。",
        "经济总量5.67万亿元。乙。经济总量达到5.7万亿元。",  # printed shorter
        "2023年案卷合格率98.2%。2024年案卷合格率92.8%。",
        "案卷合格率98.2%。下一步工作安排。案卷合格率达到99.1%。",
        "东风街道案卷合格率98.2%。西湖街道案卷合格率92.8%。",
        "东风街道狠抓质量，案卷合格率98.2%。西湖街道紧跟其后，案卷合格率92.8%。",
        "案卷合格率98.2%。力争案卷合格率99.1%。",
        "案卷合格率超过98%。案卷合格率98.6%。",
        "案卷合格率提高5%。案卷合格率提高6%。",
        "案卷合格率从92.8%提高到98.2%。",
        "发放宣传资料2000份。乙。发放宣传资料2600份。",  # two occasions
        "甲类换手率达到20%的股票。乙。甲类换手率达到30%的股票。",  # bounds
        "违法建设者应当缴纳罚金500元。乙。违法建设者应当缴纳罚金800元。",
        "受理复议案件316件。乙。受理复议案件31件。",  # two matters
        "案卷三次合格。案卷四次合格。",
        "（一）东山区\n人民调解成功率为98.2%。\n（二）西山区\n人民调解成功率为97.6%。",
    ],
)
def test_what_may_differ_is_no_conflict(text: str) -> None:
    assert found(text) == ()


@pytest.mark.parametrize(
    ("text", "surface", "formula"),
    [
        ("投诉办结率103.5%。", "103.5%", "103.5% > 100%"),
        ("实施20212025年规划。", "20212025", "2021—2025?"),
        ("普法规划（20212025年）。", "20212025", "2021—2025?"),
        ("降幅控制在9%—5%。", "9%—5%", "9 > 5"),
        (
            "三次产业结构中占比分别为10.5%、48.2%、45.3%。",
            "45.3%",
            "10.5% + 48.2% + 45.3% = 104% > 100%",
        ),
    ],
)
def test_what_cannot_be_so(text: str, surface: str, formula: str) -> None:
    hint = only(text)
    assert (hint.kind, hint.formula, hint.agrees) == ("implausible", formula, False)
    assert text[hint.start : hint.end] == surface


@pytest.mark.parametrize(
    "text",
    [
        "任务完成率103.5%。",  # measured by a plan
        "拨备覆盖率250%。",
        "办结率增长120%。",
        "文号20212025号。",
        "成立于20211231年。",
        "编号1202120259年。",
        "实施20252021年规划。",
        "占比由百分之十五至十。",
        "三次产业结构中占比分别为10.5%、44.2%、45.3%。",
        "女性占60%、党员占55%。",
    ],
)
def test_what_may_be_so(text: str) -> None:
    assert found(text) == ()


def test_all_of_something_is_not_listed_twice() -> None:
    text = "受理投诉90件，办结90件，办结率100%。"
    assert [hint.kind for hint in found(text)] == ["ratio"]


def test_hints_stand_in_reading_order() -> None:
    text = "办结率103.5%。基地从200个增加到250个，增长20%。受理90件，办结80件，办结率10.0%。"
    assert [hint.kind for hint in found(text)] == ["implausible", "growth", "ratio"]


@given(st.integers(1, 10**7), st.data(), st.integers(0, 3))
@example(7009, None, 1)
def test_a_consistent_rate_is_never_contradicted(whole, data, decimals) -> None:
    part = data.draw(st.integers(1, whole)) if data else 6698
    text = f"共受理来信{whole}件，成功办理{part}件，办理成功率{100 * part / whole:.{decimals}f}%。"
    assert [hint for hint in found(text) if hint.agrees is False] == []


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.integers(0, 2))
def test_a_consistent_growth_is_never_contradicted(old, more, decimals) -> None:
    text = f"站点从{old}个增加到{old + more}个，增长{100 * more / old:.{decimals}f}%。"
    assert [hint for hint in found(text) if hint.agrees is False] == []


@given(st.lists(st.integers(1, 10**6), min_size=2, max_size=9))
def test_a_consistent_total_is_never_contradicted(parts) -> None:
    names = "甲乙丙丁戊己庚辛壬"[: len(parts)]
    listed = "、".join(f"{name}类{part}件" for name, part in zip(names, parts, strict=True))
    text = f"共办理{sum(parts)}件，其中{listed}。"
    assert {hint.agrees for hint in found(text)} == {True}


@given(st.integers(1000, 99_999), st.integers(1000, 99_999))
def test_rounded_values_are_not_held_to_more_digits_than_they_print(old, new) -> None:
    assume(new > old)
    growth = 100 * (new - old) / old
    text = f"年产量从{old / 1000:.1f}万吨增加到{new / 1000:.1f}万吨，增长{growth:.1f}%。"
    assert [hint for hint in found(text) if hint.agrees is False] == []


WORDS = "其中 共 : 、 ， 。 从 增加到 增长 比上年 占比 办结 办结率 合格率 结构"
NUMBERS = "20212025年 100% 5% 12件 9万件 3倍 一番"
PIECES = st.sampled_from([*WORDS.split(), *NUMBERS.split(), "\n", "\ud800", "9" * 400])


@given(st.lists(PIECES | st.text(max_size=3), max_size=40).map("".join))
def test_any_text_gives_hints_whose_spans_lie_in_it(text: str) -> None:
    figures = find_metrics(text)
    for hint in hints(text, figures):
        spans = [(hint.start, hint.end), *hint.others]
        assert all(0 <= start < end <= len(text) for start, end in spans)


VALUES = st.floats(0, 1e300) | st.sampled_from([0.0, 1e-300])
KINDS = ("count", "amount", "percent", "percentage_points", "multiple", "measure")


@given(st.lists(st.tuples(VALUES, st.none() | VALUES, st.sampled_from(KINDS)), max_size=6))
def test_any_values_are_compared_without_failing(values) -> None:
    text = "从5件增加到5件，增长5件，其中5件，占比5件，共5件，"
    starts = [at for at, char in enumerate(text) if char == "5"]
    metrics = [
        Metric(at, at + 2, low, high, "件", kind, "办结率", None)
        for at, (low, high, kind) in zip(starts, values, strict=False)
    ]
    spans = {(metric.start, metric.end) for metric in metrics}
    pointed = chain.from_iterable(
        ((one.start, one.end), *one.others) for one in hints(text, metrics)
    )
    assert set(pointed) <= spans
