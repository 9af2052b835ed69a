"""What became of last year's plans."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from core.document import Document
from core.promises import KEPT, PARTLY, REPEATED, SILENT, Promise, promises
from core.reading import read
from core.roles import PLANS, RESULTS
from core.targets import Figures, Target, targets
from tests.core.yearly import PAIRS, Answer, answers, beginning, one_dictionary, pair


@pytest.fixture(autouse=True, scope="module")
def _one_dictionary() -> Iterator[None]:
    yield from one_dictionary(Path(__file__).read_text(encoding="utf-8"))


@cache
def found(name: str) -> dict[int, Promise]:
    return {promise.measure: promise for promise in promises(*pair(name))}


def place(name: str, answer: Answer) -> int | None:
    """Where the first right evidence stands among that proposed, from 0."""
    last, this = pair(name)
    right = {beginning(this, start) for start in answer.evidence}
    proposed = found(name)[beginning(last, answer.plan)].evidence
    return next((at for at, one in enumerate(proposed) if one.measure in right), None)


@pytest.mark.parametrize("name", PAIRS)
def test_every_plan_is_asked_about_and_nothing_else(name: str) -> None:
    last, _ = pair(name)
    assert list(found(name)) == [beginning(last, answer.plan) for answer in answers(name)]


@pytest.mark.parametrize(("count", "share"), [(1, 0.85), (3, 0.95)])
@pytest.mark.parametrize("name", PAIRS)
def test_the_best_evidence_is_proposed(name: str, count: int, share: float) -> None:
    places = [place(name, answer) for answer in answers(name) if answer.evidence]
    assert sum(at is not None and at < count for at in places) >= share * len(places)


@pytest.mark.parametrize("name", PAIRS)
def test_nine_of_ten_verdicts_are_those_of_a_reader(name: str) -> None:
    last, _ = pair(name)
    right = [
        found(name)[beginning(last, answer.plan)].verdict == answer.verdict
        for answer in answers(name)
    ]
    assert sum(right) >= 0.9 * len(right)


LAST = """2023年海棠区法治政府建设情况报告

一、2023年工作成效

建成公园3个。

二、2024年工作安排

{}
"""
THIS = """2024年海棠区法治政府建设情况报告

一、2024年工作成效

{}
调解邻里纠纷1200件。
组织普法讲座36场。
清理占道经营摊点210处。
培训网格员820名。
抽查食品样品3100批次。
主动公开信息4.2万条。
巡查河道560公里。
回访残疾人家庭940户。
植树12万株。
改造路灯770盏。
办理提案86件。
化解物业投诉430起。

二、2025年工作安排

{}
推广电子印章。
"""


def verdict(plan: str, results: str, plans: str = "") -> Promise:
    (promise,) = promises(
        read(LAST.format(plan).encode()), read(THIS.format(results, plans).encode())
    )
    return promise


@pytest.mark.parametrize(
    ("plan", "results", "plans", "expected"),
    [
        pytest.param("建设智慧法庭。", "智慧法庭建成启用。", "", KEPT, id="done"),
        pytest.param("建设智慧法庭。", "智慧法庭正在装修。", "", PARTLY, id="on its way"),
        pytest.param("建设智慧法庭。", "", "继续建设智慧法庭。", REPEATED, id="planned again"),
        pytest.param("建设智慧法庭。", "", "", SILENT, id="nothing said"),
        pytest.param(
            "建设智慧法庭。",
            "智慧法庭建成启用。",
            "升级智慧法庭。",
            KEPT,
            id="done, and more to do",
        ),
        pytest.param(
            "新设法律援助站点8个。", "新设法律援助站点9个。", "", KEPT, id="target reached"
        ),
        pytest.param(
            "新设法律援助站点8个。", "新设法律援助站点5个。", "", PARTLY, id="target missed"
        ),
        pytest.param(
            "企业信用修复时限压缩至5个工作日。",
            "企业信用修复平均用时由10个工作日缩短为4个工作日。",
            "",
            KEPT,
            id="less is better",
        ),
        pytest.param(
            "启动智慧法庭建设。", "启动智慧法庭建设。", "", KEPT, id="a start was planned"
        ),
    ],
)
def test_a_verdict_is_proposed(plan: str, results: str, plans: str, expected: str) -> None:
    assert verdict(plan, results, plans).verdict == expected


def test_evidence_tells_its_reasons() -> None:
    found = verdict(
        "出台《海棠区调解办法》，新设调解组织8家。", "印发《海棠区调解办法》，新设调解组织9家。"
    )
    best = found.evidence[0]
    assert best.role == RESULTS
    assert best.names == ("海棠区调解办法",)
    assert "组织" in best.words
    assert best.targets == (Target("8家", "9家", is_met=True),)
    assert best.done == "印发"
    assert best.going == ""


def test_words_of_headings_are_no_reason() -> None:
    found = verdict("建设智慧法庭。", "智慧法庭建成启用。")
    assert not {"成效", "安排", "2024年"} & set(found.evidence[0].words)


def test_evidence_of_a_plan_repeated_is_the_plan() -> None:
    found = verdict("建设智慧法庭。", "", "继续建设智慧法庭。")
    assert found.evidence[0].role == PLANS


def test_reports_without_plans_or_results_promise_nothing() -> None:
    law = read("海棠市养老服务条例\n\n第一条 应当办理。".encode())
    last = read(LAST.format("建设智慧法庭。").encode())
    assert promises(law, last) == []
    assert [promise.verdict for promise in promises(last, law)] == [SILENT]


def test_the_same_reports_give_the_same_answers(report: Document) -> None:
    assert promises(report, report) == promises(report, report)


def test_whoever_watches_hears_of_all_of_it() -> None:
    heard: list[float] = []
    promises(*pair("office"), heard.append)
    assert heard == sorted(heard)
    assert heard[0] == 0
    assert 0.9 < heard[-1] <= 1


@pytest.mark.parametrize(
    ("planned", "reached", "expected"),
    [
        ("调解成功率达到95%以上。", "调解成功率为96.2%。", [("95%", "96.2%", True)]),
        ("调解成功率达到95%以上。", "调解成功率为93.1%。", [("95%", "93.1%", False)]),
        ("管网漏损率降到9%以下。", "管网漏损率为9.6%。", [("9%", "9.6%", False)]),
        ("检查频次下降20%以上。", "检查频次同比下降26.4%。", [("20%", "26.4%", True)]),
        ("检查频次下降20%以上。", "检查频次同比增长26.4%。", [("20%", "26.4%", False)]),
        ("地区生产总值增长5%左右。", "地区生产总值增长4.8%。", [("5%", "4.8%", True)]),
        ("地区生产总值增长5%左右。", "地区生产总值增长4.1%。", [("5%", "4.1%", False)]),
        ("办理时限压缩至5个工作日。", "平均用时由10个工作日缩短为4个工作日。",
         [("5个工作日", "4个工作日", True)]),
        ("调解成功率达到95%以上。", "群众满意度为96%。", []),
        ("新设站点5个。", "新设站点6个，其中园区4个。", [("5个", "6个", True)]),
        ("新设站点5个。", "新设站点投入6万元。", []),
        ("推进调解工作。", "调解纠纷300件。", []),
    ],
)  # fmt: skip
def test_a_target_is_held_against_the_figure_that_answers_it(
    planned: str, reached: str, expected: list[tuple[str, str, bool]]
) -> None:
    goals, figures = (
        Figures(document).within(document.measures[0])
        for document in (read(text.encode()) for text in (planned, reached))
    )
    assert list(targets(goals, figures)) == [Target(*one) for one in expected]
