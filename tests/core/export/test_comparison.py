"""How this year's report stands to last year's, as it is handed in."""

import csv
from collections.abc import Mapping
from dataclasses import replace
from io import StringIO

import pytest

from core.deciding import Decision
from core.export import comparison, comparison_record
from core.export.exchange import one_line
from core.facts import find_facts
from core.ledger import Task
from core.links import PARTLY
from core.lookup import rows
from core.reading import parse
from core.recycled import Recycled, Share
from core.remedies import Remedies
from core.review import Annotation, anchor_of
from core.series import series
from core.yearly import Comparison, compare, oldest_first
from core.years import Year, year

LAST = """2023年青禾县法治政府建设情况报告

一、2023年主要举措和成效

全县人民调解组织调解纠纷4200件，调解成功率94.2%。聘请特邀行政执法监督员12名。

二、存在的不足

基层行政执法人员的业务培训不够系统。

三、2024年工作安排

新设行政复议基层服务站点6个。编制政府合同履约风险提示清单。推动调解成功率达到95%以上。
"""
THIS = """2024年青禾县法治政府建设情况报告

一、2024年主要举措和成效

全县人民调解组织调解纠纷4515件，调解成功率95.6%。建成行政复议基层服务站点6个并投入使用。

二、存在的不足

基层行政执法人员的业务培训不够系统。

三、2025年工作安排

分层分类开展基层行政执法人员业务培训。
"""


def report(text: str) -> Year:
    document = parse(text)
    return year(document, rows(document, find_facts(document.text)))


def marked(one: Year, words: str, tag: str, **rest: object) -> Mapping[str, Annotation]:
    document = one.document
    [measure] = [it for it in document.measures if words in document.quote(it)]
    anchor = anchor_of(document, measure)
    made = Annotation("0badcafe", anchor, "李", "2024-02-01", "2024-02-01", tags=(tag,))
    return {str(measure.start): replace(made, **rest)}


def of_figures(*texts: str) -> Comparison:
    """The figures of reports alone, which takes no dictionary."""
    years = [report(text) for text in texts]
    nothing = Recycled((), Share(None, 0, 0, 0), ()), Remedies((), (), ())
    return Comparison(tuple(years), tuple(series(years)), (), *nothing, (), {})


@pytest.fixture(scope="module")
def found() -> Comparison:
    years = [report(LAST), report(THIS)]
    task = Task(unit="县司法局", due="2024-12-31", status="in-progress", evidence=("月报",))
    reviewed = marked(years[0], "服务站点", "follow-up", task=task, note="盯紧选址")
    return compare(years, reviewed, {})


def table(found: Comparison, title: str) -> comparison.Table:
    [one] = [it for it in comparison.tables(found) if it.title == title]
    return one


def test_the_documents_are_told_with_their_years(found: Comparison) -> None:
    assert comparison.names(found) == ["2023年", "2024年"]
    assert [row[1] for row in table(found, "文档").rows] == ["2023年", "2024年"]


def test_figures_stand_side_by_side_with_their_change(found: Comparison) -> None:
    side = table(found, "数字对照")
    assert side.head == ("指标", "2023年", "2024年", "变化", "提示")
    assert [row[1:4] for row in side.rows] == [
        ("4200件", "4515件", "+7.5%"),
        ("94.2%", "95.6%", "+1.4个百分点"),
    ]


def test_new_and_dropped_figures_have_tables_of_their_own(found: Comparison) -> None:
    gone = [row[1] for row in table(found, "今年未再提及的数字").rows]
    assert gone == ["12名", "6个", "≥95%"]
    assert [row[1] for row in table(found, "今年新增的数字").rows] == ["6个"]


def test_a_promise_stands_with_its_evidence(found: Comparison) -> None:
    kept = {row[0]: row[2:5] for row in table(found, "承诺与兑现").rows}
    assert kept["3.1"] == ("已兑现", "", "1.2")
    assert kept["3.2"] == ("未提及", "", "—")


def test_what_was_to_be_followed_up_comes_along(found: Comparison) -> None:
    [row] = table(found, "上年台账").rows
    expected = ("3.1", "跟进", "盯紧选址", "县司法局", "2024-12-31", "进行中", "月报", "已解决 1.2")
    assert row == (*expected, "")


@pytest.fixture(scope="module")
def judged(found: Comparison) -> Comparison:
    """The same, after the first promise was decided otherwise than proposed."""
    matter = found.promises[0].measure
    return replace(found, decisions={matter: Decision(matter, PARTLY, 0, found.this.document.id)})


def test_a_decision_stands_beside_what_was_proposed(judged: Comparison) -> None:
    first, second = table(judged, "承诺与兑现").rows[:2]
    assert first[2:5] == ("已兑现", "部分兑现", "1.1")
    assert second[3] == ""
    [row] = table(judged, "上年台账").rows
    assert row[-2:] == ("已解决 1.2", "部分解决 1.1")


def test_what_was_decided_and_what_is_proposed_are_counted_apart(
    found: Comparison, judged: Comparison
) -> None:
    assert table(found, "承诺与兑现").summary == (
        "上年安排3项，初步判断：已兑现2项，部分兑现0项，再次列入安排0项，未提及1项。请逐项核实。"
    )
    assert table(judged, "承诺与兑现").summary == (
        "上年安排3项，已审定1项：已兑现0项，部分兑现1项，再次列入安排0项，未提及0项；"
        "其余初步判断：已兑现1项，部分兑现0项，再次列入安排0项，未提及1项。请逐项核实。"
    )


def test_the_record_tells_what_was_decided(judged: Comparison) -> None:
    first, second, _ = comparison_record.record(judged)["promises"]
    assert (first["verdict"], second["decided"]) == ("kept", None)
    assert first["decided"]["verdict"] == "partly"
    assert first["decided"]["evidence"]["locator"] == "1.1"


def test_a_weakness_stands_with_the_plan_that_answers_it(found: Comparison) -> None:
    [row] = table(found, "不足与对应安排").rows
    assert row[::2][:2] == ("2.1", "3.1")


def test_repeated_wording_is_told_by_section(found: Comparison) -> None:
    shares = {row[0]: row[1:4] for row in table(found, "重复表述").rows}
    assert shares["二、存在的不足"] == ("1", "1", "100%")


@pytest.fixture(scope="module")
def empty() -> Comparison:
    """Two documents that state no figures, plans or weaknesses."""
    last = "2023年甲县情况\n\n一、概况\n\n风景很好。\n"
    this = "2024年甲县情况\n\n一、概况\n\n空气清新。\n"
    return compare([report(last), report(this)], {}, {})


@pytest.mark.parametrize(
    ("title", "summary"),
    [
        ("承诺与兑现", "上年的报告中没有找到工作安排。"),
        ("上年台账", "上年的报告没有标为不足或跟进的举措。"),
        ("不足与对应安排", "今年的报告中没有找到不足。"),
        ("没有安排的不足、没有对应不足的安排", "没有找到不足和安排。"),
        ("与上年相同的举措", "没有与上年基本相同的举措。"),
        ("数字对照", "没有可以对照的数字。"),
    ],
)
def test_documents_without_any_of_it_are_told_so(
    empty: Comparison, title: str, summary: str
) -> None:
    one = table(empty, title)
    assert (one.summary, list(one.rows)) == (summary, [])


def test_three_years_show_a_course() -> None:
    texts = [
        f"{number}年乙县情况\n\n一、成效\n\n建成站点{number - 2010}个。\n"
        for number in (2022, 2023, 2024)
    ]
    found = of_figures(*texts)
    [row] = table(found, "数字对照").rows
    assert row[1:-1] == ("12个", "13个", "14个", "▁▅█", "+7.7%")


def test_documents_without_years_have_their_titles_or_numbers() -> None:
    plain = "{}\n\n一、成效\n\n建成站点8个。\n"
    titles = of_figures(plain.format("甲县情况报告"), plain.format("乙县情况报告"))
    numbers = of_figures(plain.format("甲县情况报告"), plain.format("甲县情况报告") + "又及。\n")
    assert comparison.names(titles) == ["甲县情况报告", "乙县情况报告"]
    assert comparison.names(numbers) == ["文档1", "文档2"]


def test_the_oldest_comes_first_if_every_document_tells_its_year() -> None:
    last, this, unknown = report(LAST), report(THIS), report("甲县\n\n概况。\n")
    assert oldest_first([this, last]) == [last, this]
    assert oldest_first([this, unknown, last]) == [this, unknown, last]


def test_a_table_in_markdown_has_as_many_cells_in_each_row(found: Comparison) -> None:
    text = comparison.markdown(found)
    for block in text.split("\n\n"):
        if block.startswith("|"):
            assert len({line.count(" | ") for line in block.strip().split("\n")}) == 1


def test_nobodys_words_become_markup_or_a_formula() -> None:
    found = of_figures(LAST, THIS.replace("青禾县", "<b>青禾县"))
    subjects = [replace(one, subject="=1|<b>[x](y)") for one in found.series]
    found = replace(found, series=tuple(subjects))
    text = comparison.markdown(found)
    assert r"=1\|\<b\>\[x\](y)" in text
    assert "<b>" not in text.replace(r"\<b\>", "")
    cells = [row[0] for row in csv.reader(StringIO(comparison.csv(found)[1:]))]
    assert {*cells[1:]} == {"'=1|<b>[x](y)"}


def test_the_figures_as_csv(found: Comparison) -> None:
    written = comparison.csv(found)
    assert written.startswith("\ufeff指标,性质,单位,2023年,2023年数值,2023年定位,2024年,")
    lines = list(csv.DictReader(StringIO(written[1:])))
    assert len(lines) == len(found.series)
    [rate] = [line for line in lines if (line["指标"], line["性质"]) == ("调解成功率", "已报告")]
    assert [rate[name] for name in ("2023年数值", "2024年数值", "2024年定位", "状态", "变化")] == [
        "94.2", "95.6", "§1.1", "延续", "1.4",
    ]  # fmt: skip


def test_the_record_for_scripts(found: Comparison) -> None:
    written = comparison_record.record(found)
    assert one_line(written).count("\n") == 1
    assert [*written] == [
        *("schema", "documents", "figures", "promises", "recycled", "remedies", "ledger")
    ]
    assert [one["year"] for one in written["documents"]] == [2023, 2024]


def test_a_figure_that_no_report_states_is_null(found: Comparison) -> None:
    [gone] = [
        one
        for one in comparison_record.record(found)["figures"]
        if one["stated"][0] and one["stated"][0]["surface"] == "12名"
    ]
    assert (gone["standing"], gone["stated"][1], gone["difference"]) == ("dropped", None, None)


def test_offsets_of_the_record_are_those_of_each_text(found: Comparison) -> None:
    written = comparison_record.record(found)
    last, this = (one.document.text for one in found.years)
    for promise in written["promises"]:
        assert last[promise["start"] : promise["end"]] == promise["text"]
        for one in promise["evidence"]:
            assert this[one["start"] : one["end"]] == one["text"]
    for pair in written["recycled"]["pairs"]:
        assert last[pair["old"]["start"] : pair["old"]["end"]] == pair["old"]["text"]


def test_the_ledger_of_the_record_has_the_task_and_the_verdict(found: Comparison) -> None:
    [one] = comparison_record.record(found)["ledger"]
    assert (one["status"], one["unit"], one["verdict"]) == ("in-progress", "县司法局", "kept")
