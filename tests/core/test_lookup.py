"""Figures by what one remembers of them."""

import pytest

from core.document import Document
from core.lookup import matching, rows
from core.metrics import find_metrics


@pytest.mark.parametrize(
    ("query", "surfaces"),
    [
        ("调解成功率", ["95.6%", "7009件", "6698件"]),
        ("纠纷 1.7.3", ["7009件", "6698件", "95.6%"]),
        ("95.6", ["95.6%", "7009件", "6698件"]),  # the figure itself before its neighbours
        ("９５．６％", ["95.6%", "7009件", "6698件"]),
        ("没有这个词", []),
    ],
)
def test_every_word_must_be_there_and_the_best_comes_first(
    report: Document, query: str, surfaces: list[str]
) -> None:
    found = matching(rows(report, find_metrics(report.text)), query)
    assert [row.surface for row in found] == surfaces


def test_an_empty_query_gives_all_in_reading_order(report: Document) -> None:
    listed = rows(report, find_metrics(report.text))
    assert matching(listed, " ") == listed
    assert [row.metric.start for row in listed] == sorted(row.metric.start for row in listed)
    assert all(row.surface in row.sentence for row in listed if row.sentence)
