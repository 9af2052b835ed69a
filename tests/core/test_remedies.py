"""Which plan answers which weakness."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.reading import read
from core.remedies import Remedies, remedies
from core.roles import PLANS, WEAKNESSES, roles
from tests.core.yearly import beginning, one_dictionary, report


@pytest.fixture(autouse=True, scope="module")
def _one_dictionary() -> Iterator[None]:
    yield from one_dictionary(Path(__file__).read_text(encoding="utf-8"))


ANSWERED = [
    ("district_2023", "部分镇街承接执法事项后", "做好镇街赋权事项评估调整"),
    ("district_2023", "行政复议调解和解比例偏低", "行政复议案件调解和解率力争"),
    ("district_2023", "部分单位聘而不用", "推进政府法律顾问服务评价改革"),
    ("district_2024", "部分镇街执法文书制作粗糙", "举办镇街执法文书制作专题培训"),
    ("district_2024", "调解和解比例未达到预期", "推动部门之间建立行政争议会商机制"),
    ("district_2024", "部分单位对法律顾问重聘用", "推进政府法律顾问服务评价改革"),
    ("district_2024", "网约配送员、网约车司机", "设立新就业群体法律援助专窗"),
    ("office_2022", "一是部分中小河流防洪标准偏低", "1.实施沙溪、梅溪两条中小河流治理"),
    ("office_2022", "三是河湖管护信息化程度不高", "2.推行无人机河道巡查"),
    ("office_2022", "四是水利工程建设领域", "1.引进水利专业技术人才"),
    ("office_2023", "一是梅溪等河流治理进度滞后", "1.全面完成梅溪治理"),
    ("office_2023", "二是老旧管网漏损", "1.更换老旧管网55公里"),
    ("office_2023", "三是再生水利用设施建设缓慢", "1.建成剩余再生水管线"),
    ("province_2026", "空气质量改善成效还不稳固", "开展臭氧污染协同治理攻坚"),
    ("province_2026", "城市内涝隐患较多", "实施城市内涝治理三年行动"),
]
ALONE = [
    ("district_2023", "新业态从业人员、来澄务工人员"),
    ("district_2024", "熟悉国际经贸规则的律师"),
    ("province_2025", "一些干部抓落实的本领"),
    ("province_2026", "少数干部担当作为不够"),
]


@pytest.mark.parametrize(("name", "weakness", "plan"), ANSWERED)
def test_a_weakness_is_paired_with_the_plan_that_answers_it(
    name: str, weakness: str, plan: str
) -> None:
    document = report(name)
    index = beginning(document, weakness)
    (found,) = (pair for pair in remedies(document).pairs if pair.weakness == index)
    assert found.plan == beginning(document, plan)
    assert found.words


@pytest.mark.parametrize(("name", "weakness"), ALONE)
def test_a_weakness_without_plan_is_listed(name: str, weakness: str) -> None:
    document = report(name)
    assert beginning(document, weakness) in remedies(document).weaknesses_without_plan


@pytest.mark.parametrize("name", ["district_2024", "office_2023", "province_2026"])
def test_every_plan_and_weakness_is_on_one_list(name: str) -> None:
    document = report(name)
    found = remedies(document)
    told = roles(document)
    lacks = [pair.weakness for pair in found.pairs]
    assert sorted([*lacks, *found.weaknesses_without_plan]) == sorted(
        {*lacks, *found.weaknesses_without_plan}
    )
    assert {*lacks, *found.weaknesses_without_plan} <= set(told.having(WEAKNESSES))
    answering = {pair.plan for pair in found.pairs}
    assert not answering & set(found.plans_without_weakness)
    assert answering | set(found.plans_without_weakness) <= set(told.having(PLANS))


def test_what_only_says_that_weaknesses_follow_is_none() -> None:
    document = read(
        "2024年海棠区工作报告\n\n一、工作回顾\n\n我们也清醒认识到，工作中还存在不少问题。"
        "\n\n养老床位不足。\n\n二、2025年重点工作\n\n新增养老床位800张。".encode()
    )
    found = remedies(document)
    assert [document.quote(document.measures[pair.weakness]) for pair in found.pairs] == [
        "养老床位不足。"
    ]
    assert found.weaknesses_without_plan == ()


def test_phrases_of_every_report_are_no_remedy() -> None:
    document = read(
        "2024年海棠区工作报告\n\n一、存在不足\n\n执法水平有待进一步提升。\n\n"
        "二、2025年重点工作\n\n进一步提升绿化水平。\n\n持续推进各项工作。".encode()
    )
    assert remedies(document).pairs == ()


def test_a_text_without_either_has_no_remedies() -> None:
    law = read("海棠市养老服务条例\n\n第一条 应当办理。".encode())
    assert remedies(law) == Remedies((), (), ())
