"""Which wording of last year is used again."""

from __future__ import annotations

import pytest

from core.document import Document
from core.reading import read
from core.recycled import ALIKE, Share, recycled
from core.rewording import FigureChange

LAST = """2023年海棠区法治政府建设情况报告

推动各项工作取得新的成效。

一、工作成效

办理人大代表建议158件、政协提案203件，办复率100%。
将监管系统与市级平台对接，归集数据215万条。
组织宪法宣传周活动，邀请专家走进社区。
"""
THIS = """2024年海棠区法治政府建设情况报告

推动各项工作取得新的成效。

一、工作成效

（一）制约监督

办理人大代表建议163件、政协提案196件，办复率100%。
将监管系统与市级平台对接，归集数据215万条。

（二）宣传教育

组织宪法宣传周活动，邀请法官走进学校和企业开展讲座。
建成法治文化公园2个。
"""


def document(text: str) -> Document:
    return read(text.encode())


def test_repeats_stand_in_reading_order_with_the_figures_that_changed() -> None:
    found = recycled(document(LAST), document(THIS))
    assert [(one.measure, one.last) for one in found.repeats] == [(0, 0), (1, 1), (2, 2)]
    assert [one.likeness for one in found.repeats] == [1, 1, 1]
    assert [one.figures for one in found.repeats] == [
        (),
        (FigureChange("158件", "163件"), FigureChange("203件", "196件")),
        (),
    ]


def test_shares_are_told_of_all_and_of_each_section_with_measures() -> None:
    found = recycled(document(LAST), document(THIS))
    assert found.overall == Share(None, measures=5, repeated=3, updated=1)
    assert found.sections == (
        Share(None, measures=1, repeated=1, updated=0),
        Share("s1", measures=4, repeated=2, updated=1),
        Share("s2", measures=2, repeated=2, updated=1),
        Share("s3", measures=2, repeated=0, updated=0),
    )


@pytest.mark.parametrize(
    ("before", "after", "is_repeat"),
    [
        ("组织执法人员开展基础法律知识考试。", "组织执法人员开展基础法律知识测试。", True),
        ("组织执法人员开展基础法律知识考试。", "组织执法人员开展重点领域案卷评查。", False),
        ("发布“十大案例”，形成示范。", "发布“十大案例”,形成示范。", True),
        ("共受理纠纷一千二百件，全部办结。", "共受理纠纷1306件，全部办结。", True),
        ("各位代表！", "各位代表！", False),
    ],
)
def test_wording_is_repeated_from_nine_tenths_on(before: str, after: str, is_repeat: bool) -> None:
    found = recycled(document(f"一、成效\n\n{before}"), document(f"一、成效\n\n{after}"))
    assert [one.likeness >= ALIKE for one in found.repeats] == [True] * is_repeat


def test_the_most_alike_of_several_is_the_one_repeated() -> None:
    last = document("一、成效\n\n组织律师走进社区开展普法讲座。\n\n组织律师走进园区开展普法讲座。")
    (repeat,) = recycled(last, document("一、成效\n\n组织律师走进园区开展普法讲座。")).repeats
    assert repeat.last == 1


def test_a_report_repeats_itself_wholly_and_an_empty_one_nothing(report: Document) -> None:
    same = recycled(report, report)
    assert all(one.measure == one.last and not one.figures for one in same.repeats)
    assert same.overall.repeated == same.overall.measures == len(report.measures)
    empty = document("海棠")
    assert recycled(empty, report).repeats == recycled(report, empty).repeats == ()
