"""What each part of a report is for."""

from __future__ import annotations

from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.document import Document, Metadata
from core.reading import read
from core.roles import OTHER, PLANS, RESULTS, WEAKNESSES, consecutive, reported, roles
from tests.core.yearly import PAIRS, pair


def document(text: str) -> Document:
    return read(text.encode())


def told(text: str) -> list[str]:
    return list(roles(document(text)).measures)


def under(heading: str, title: str = "2024年海棠区法治政府建设情况报告") -> str:
    """The role of a first section with this heading."""
    return roles(document(f"{title}\n\n一、{heading}\n\n做了一些事情，见了成效。\n")).sections[0]


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("主要举措和成效", RESULTS),
        ("2024年工作回顾", RESULTS),
        ("2024年重点工作", RESULTS),
        ("“十四五”时期发展成就", RESULTS),
        ("党政主要负责人履行第一责任人职责情况", RESULTS),
        ("问题整改情况", RESULTS),
        ("着力解决突出问题的做法", RESULTS),
        ("推进法治政府建设中存在的不足和原因", WEAKNESSES),
        ("困难和问题", WEAKNESSES),
        ("2024年存在的主要短板", WEAKNESSES),
        ("2025年推进法治政府建设的主要安排", PLANS),
        ("2025年重点工作", PLANS),
        ("2025年工作举措", PLANS),
        ("下一步工作打算", PLANS),
        ("下步举措", PLANS),
        ("明年工作思路", PLANS),
        ("“十五五”时期主要目标", PLANS),
        ("2024年工作安排", PLANS),
        ("名词解释", OTHER),
    ],
)
def test_a_heading_tells_the_role_of_its_section(heading: str, role: str) -> None:
    assert under(heading) == role


@pytest.mark.parametrize(
    ("heading", "roles_"),
    [
        ("工作总结和2025年工作安排", [RESULTS, PLANS]),
        ("存在的问题及下一步打算", [WEAKNESSES, PLANS]),
        ("工作成效、存在不足", [RESULTS, WEAKNESSES]),
    ],
)
def test_where_a_heading_names_two_the_sentences_decide(heading: str, roles_: list[str]) -> None:
    begins = {
        RESULTS: "办结案件120件。",
        WEAKNESSES: "也清醒认识到，工作中还存在执法不规范的问题。",
        PLANS: "下一步，将组织全员轮训。",
    }
    text = f"2024年海棠区工作报告\n\n一、{heading}\n\n" + "".join(begins[role] for role in roles_)
    assert told(text) == roles_


@pytest.mark.parametrize(
    "admission",
    [
        "我们也清醒认识到，发展中还存在不少困难和挑战。",
        "同时，我们也看到，前进道路上仍面临许多不足。",
        "成绩固然可喜，问题也不容忽视。",
        "在看到成绩的同时，我们也认识到老问题、新挑战仍然不少。",
        "与此同时，我区工作中依然存在一些短板。",
    ],
)
def test_weaknesses_may_stand_inside_results(admission: str) -> None:
    text = f"2024年海棠区工作报告\n\n一、工作回顾\n\n建成公园3个。{admission}执法力量偏弱。"
    assert told(text) == [RESULTS, WEAKNESSES, WEAKNESSES]


@pytest.mark.parametrize(
    "sentence",
    [
        "解决群众反映的突出问题326个。",
        "针对督察发现还存在的问题，逐项整改销号。",
        "困难群众救助标准连续五年提高。",
        "我们深刻体会到必须坚持问题导向。",
        "一批多年想解决而没有解决的难题得到破解。",
    ],
)
def test_what_was_solved_is_no_weakness(sentence: str) -> None:
    text = f"2024年海棠区工作报告\n\n一、工作回顾\n\n{sentence}建成公园3个。"
    assert told(text) == [RESULTS, RESULTS]


def test_a_passage_of_weaknesses_ends_with_the_answer_to_it() -> None:
    text = (
        "2024年海棠区工作报告\n\n一、工作回顾\n\n建成公园3个。我们也清醒认识到，还存在不少问题。"
        "执法力量偏弱。对这些问题，我们一定采取措施加以解决。完成植树20万株。"
    )
    assert told(text) == [RESULTS, WEAKNESSES, WEAKNESSES, OTHER, RESULTS]


def test_a_passage_of_weaknesses_ends_with_its_section() -> None:
    text = (
        "2024年海棠区工作报告\n\n一、工作回顾\n\n（一）城市建设\n\n建成公园3个。还存在不少问题。"
        "\n\n（二）平安建设\n\n调解纠纷320件。"
    )
    assert told(text) == [RESULTS, WEAKNESSES, RESULTS]


def test_headings_inside_a_part_speak_against_it_only_plainly() -> None:
    text = (
        "2024年海棠区工作报告\n\n一、工作情况\n\n（一）着力破解突出问题\n\n整治隐患30处。\n\n"
        "（二）制定普法计划\n\n印发计划1份。\n\n（三）存在的主要问题\n\n执法力量偏弱。"
    )
    assert told(text) == [RESULTS, RESULTS, WEAKNESSES]


def test_a_section_that_tells_nothing_is_what_stands_around_it() -> None:
    text = (
        "2026年海棠省政府工作报告\n\n一、强化组织领导\n\n召开会议3次。\n\n二、2026年重点工作\n\n"
        "修建公路30公里。\n\n三、加强政府自身建设\n\n开展轮训12期。\n\n附件\n\n名词解释\n\n甲是乙。"
    )
    assert told(text)[:3] == [RESULTS, PLANS, PLANS]


@pytest.mark.parametrize(
    "sentence",
    [
        "各位代表！",
        "今年是“十五五”开局之年。",
        "总体要求是：坚持以习近平新时代中国特色社会主义思想为指导，坚持稳中求进。",
        "今年要重点做好以下工作。",
    ],
)
def test_what_commits_to_nothing_is_no_plan(sentence: str) -> None:
    text = f"2026年海棠省政府工作报告\n\n一、2026年重点工作\n\n{sentence}修建公路30公里。"
    assert told(text) == [OTHER, PLANS]


def test_the_last_appeal_is_no_plan() -> None:
    text = (
        "2026年海棠省政府工作报告\n\n一、2026年重点工作\n\n修建公路30公里。\n\n各位代表！\n\n"
        "蓝图已经绘就。\n\n让我们携手并肩，为建设现代化海棠而奋斗！"
    )
    assert told(text) == [PLANS, OTHER, OTHER, OTHER]


def test_a_plan_is_plans_throughout_and_a_law_has_no_roles() -> None:
    plan = "2025年海棠区普法工作要点\n\n一、总体要求\n\n提高认识。\n\n二、优化服务\n\n上线事项。"
    law = "海棠市养老服务条例\n\n第一条 还存在不少问题。\n\n第二条 下一步，由市政府定。"
    assert set(told(plan)) == {PLANS}
    assert set(told(law)) == {OTHER}


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2024年海棠区法治政府建设情况报告\n\n一、成效\n\n甲。", 2024),
        ("2026年海棠省政府工作报告\n\n一、成效\n\n甲。", 2025),
        ("2025年海棠区普法工作要点\n\n一、任务\n\n甲。", 2024),
        ("海棠市水务局2022年工作总结及2023年工作计划\n\n一、成效\n\n甲。", 2022),
        ("海棠区法治政府建设报告\n发布日期：2025-01-09\n\n一、成效\n\n甲。", 2024),
        ("海棠区法治政府建设报告\n发布日期：2024-12-30\n\n一、成效\n\n甲。", 2024),
        ("政府工作报告\n\n一、2025年工作回顾\n\n甲。\n\n二、2026年主要工作\n\n乙。", 2025),
        ("法治政府建设报告\n\n一、成效\n\n甲。", None),
    ],
)
def test_the_year_reported(text: str, year: int | None) -> None:
    assert reported(document(text)) == year


DISTRICT = Metadata(title="2023年海棠区法治政府建设情况报告", issuer="海棠区司法局")


@pytest.mark.parametrize(
    ("one", "other", "years"),
    [
        (DISTRICT, Metadata(title="2024年海棠区法治政府建设情况报告"), 1),
        (Metadata(title="关于２０２４年度海棠区法治政府建设情况的报告"), DISTRICT, -1),
        (DISTRICT, Metadata(title="2025年海棠区法治政府建设情况报告"), 0),
        (DISTRICT, DISTRICT, 0),
        (DISTRICT, Metadata(title="2024年石榴区法治政府建设情况报告"), 0),
        (DISTRICT, Metadata(title="2024年海棠区法治政府建设工作要点"), 0),
        (Metadata(title="2025年政府工作报告"), Metadata(title="2026年政府工作报告"), 0),
        (
            Metadata(title="2025年政府工作报告", issuer="海棠省人民政府"),
            Metadata(title="2026年政府工作报告", issuer="海棠省 人民政府"),
            1,
        ),
        (
            Metadata(title="2025年政府工作报告", issuer="海棠省人民政府"),
            Metadata(title="2026年政府工作报告", issuer="石榴省人民政府"),
            0,
        ),
        (
            Metadata(title="海棠区法治政府建设报告", published="2024-01-09"),
            Metadata(title="海棠区法治政府建设报告", published="2025-02-01"),
            1,
        ),
        (Metadata(), Metadata(), 0),
    ],
)
def test_consecutive_years_of_one_report(one: Metadata, other: Metadata, years: int) -> None:
    assert consecutive(one, other) == years


@pytest.mark.parametrize("name", PAIRS)
def test_the_made_up_pairs_are_consecutive(name: str) -> None:
    last, this = pair(name)
    assert consecutive(last.metadata, this.metadata) == 1


def test_the_shipped_report(report: Document) -> None:
    found = roles(report)
    top = [role for role, section in zip(found.sections, report.sections, strict=True)
           if section.level == 1]  # fmt: skip
    assert top == [RESULTS, WEAKNESSES, RESULTS, PLANS]
    assert [(role, len(list(run))) for role, run in groupby(found.measures)] == [
        (OTHER, 2), (RESULTS, 51), (WEAKNESSES, 6), (RESULTS, 7), (PLANS, 13),
    ]  # fmt: skip


LINES = st.sampled_from(
    ["一、工作回顾", "二、存在问题和下一步打算", "（一）2025年安排", "各位代表！",
     "第一条 应当办理。", "也清醒认识到，还存在问题。",
     "对此，我们将加以解决。", "下一步，建成公园。", "让我们奋斗！"]
)  # fmt: skip


@given(st.lists(LINES, max_size=12))
def test_every_section_and_measure_has_one_role(lines: list[str]) -> None:
    text = document("\n\n".join(["2024年海棠区工作报告", *lines]))
    found = roles(text)
    assert len(found.sections) == len(text.sections)
    assert len(found.measures) == len(text.measures)
    assert {*found.sections, *found.measures} <= {RESULTS, WEAKNESSES, PLANS, OTHER}
    assert sorted(index for role in set(found.measures) for index in found.having(role)) == list(
        range(len(text.measures))
    )
