"""Why two figures of one subject cannot be compared as they stand."""

import pytest

from core.bases import FLAGS
from core.facts import find_facts
from core.lookup import rows
from core.reading import parse
from core.series import series
from core.years import Year, year


def report(sentences: str, number: int) -> Year:
    document = parse(f"{number}年甲区法治政府建设情况报告\n\n一、主要举措和成效\n\n{sentences}\n")
    return year(document, rows(document, find_facts(document.text)))


def flagged(last: str, this: str, *, apart: int = 1) -> list[tuple[str, str]]:
    years = [report(last, 2024 - apart), report(this, 2024)]
    return [(flag.kind, flag.words) for one in series(years) for flag in one.flags]


@pytest.mark.parametrize(
    ("last", "this", "expected"),
    [
        ("服务企业1200家。", "服务企业1500户。", ("unit", "家 → 户")),
        ("案件数量增长5%。", "案件数量年均增长5%。", ("base", "比上年 → 年均")),
        ("案件数量同比增长5%。", "案件数量比2019年增长25%。", ("base", "比上年 → 比2019年")),
        ("案件数量环比下降1%。", "案件数量下降5%。", ("base", "环比 → 比上年")),
        (
            "受理纠纷200件，调解成功190件，调解成功率95%。",
            "申请调解300件，调解成功288件，调解成功率96%。",
            ("denominator", "受理纠纷200件 → 申请调解300件"),
        ),
        ("联系点39个。", "联系点从41个拓展到53个。", ("restated", "39个 ≠ 41个")),
        (
            "受理投诉600件。",
            "受理投诉700件，比上年增长10%。",
            ("growth", "600件 → 700件: 16.7% ≠ 10%"),
        ),
        (
            "发放补贴1.5亿元。",
            "发放补贴1.2亿元，同比下降30%。",
            ("growth", "1.5亿元 → 1.2亿元: 20% ≠ 30%"),
        ),
    ],
)
def test_what_does_not_fit_is_flagged(last: str, this: str, expected: tuple[str, str]) -> None:
    assert expected in flagged(last, this)


@pytest.mark.parametrize(
    ("last", "this"),
    [
        ("案件数量增长5%。", "案件数量比上年增长6%。"),
        ("案件数量同比增长5%。", "案件数量比2023年增长6%。"),
        (
            "受理纠纷200件，调解成功190件，调解成功率95%。",
            "全年共受理纠纷300件，调解成功288件，调解成功率96%。",
        ),
        ("联系点39个。", "联系点从39个拓展到53个。"),
        ("联系点39个。", "五年来联系点从12个拓展到53个。"),
        ("联系点39个。", "联系点从2020年的12个拓展到53个。"),
        ("受理投诉600件。", "受理投诉700件，比上年增长16.7%。"),
        ("受理投诉600余件。", "受理投诉700件，比上年增长10%。"),
        ("受理投诉600件。", "受理投诉700件，比2019年增长10%。"),
        ("生产总值100亿元。", "生产总值110亿元，增长5%。"),
    ],
)
def test_what_fits_is_not(last: str, this: str) -> None:
    assert flagged(last, this) == []


def test_years_that_do_not_follow_one_another_prove_nothing() -> None:
    last, this = "受理投诉600件。", "受理投诉700件，比上年增长10%。"
    assert flagged(last, this)
    assert flagged(last, this, apart=2) == []


def test_each_kind_has_a_name() -> None:
    assert {"name", "unit", "base", "denominator", "restated", "growth", "several"} == FLAGS.keys()
