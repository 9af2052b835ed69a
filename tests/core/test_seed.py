"""The shipped report, read as a careful person reads it."""

from collections import Counter
from itertools import pairwise

from core.document import Document
from core.review import citation


def test_metadata(report: Document) -> None:
    facts = report.metadata
    assert facts.title == "2024年长宁区法治政府建设情况报告"
    assert facts.issuer == "长宁区司法局"
    assert facts.published == "2025-01-09"


def test_sections(report: Document) -> None:
    assert len(report.sections) == 20
    assert Counter(one.level for one in report.sections) == {1: 4, 2: 16}
    assert [one.title for one in report.sections if one.level == 1] == [
        "主要举措和成效",
        "推进法治政府建设中存在的不足和原因",
        "主要负责人履行推进法治政府建设第一责任人职责",
        "2025年推进法治政府建设的主要安排",
    ]


def test_measures_and_topics(report: Document) -> None:
    assert len(report.measures) == 79
    assert sum(one.is_topic for one in report.measures) == 21
    by_locator = {one.locator: one for one in report.measures}
    mediation = by_locator["1.7.3"]
    assert report.quote(mediation).endswith("调解成功率为95.6%。")
    assert mediation.topic == "1.7.1"
    assert report.quote(by_locator["1.7.1"]) == "深化推广“三所联动”机制。"


def test_every_character_outside_headings_measures_and_the_head_is_white_space(
    report: Document,
) -> None:
    spans = sorted([(one.start, one.end) for one in (*report.sections, *report.measures)])
    gaps = [report.text[a[1] : b[0]] for a, b in pairwise(spans)]
    assert not "".join(gaps).strip()


def test_citation_names_title_and_section(report: Document) -> None:
    mediation = next(one for one in report.measures if one.locator == "1.7.2")
    assert citation(report, mediation) == (
        "发布“三所联动”化解矛盾纠纷十大典型案例。（《2024年长宁区法治政府建设情况报告》一、(七)）"
    )
