from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.anchoring import STATES, Attachment, FigureChange, align, attach
from core.document import Document
from core.reading import parse
from core.review import anchor_of
from tests.core import editions

REPORT = """关于2024年度依法行政工作情况的报告
某县人民政府
现将2024年度依法行政工作情况报告如下。
一、主要举措和成效
（一）办事更加便捷
把窗口办理时限压减到3个工作日，群众少跑路12万次。推出夜间服务专窗，周末照常受理证照申请。
建立帮办代办队伍，为老年人上门服务860人次。
甲镇新建便民服务中心3个，方便群众就近办事。
乙镇新建便民服务中心3个，方便群众就近办事。
丙乡把服务点设在集市旁边，赶集时就能领到结果。
各位代表，办事难的问题正在解决。
（二）执法更加规范
组织执法人员培训28场，参训1340人次，考试合格率达到98.2%。
对轻微违法行为免予处罚217件，涉及金额46万元。
公开执法全过程记录，抽查案卷150本，发现的问题全部整改。
取消没有依据的检查事项19项，同一企业一年只查一次。
强化监督检查。
（三）纠纷化解有力
全年收到行政复议申请128件，审结121件，纠错率为11.6%。
县领导出庭应诉9次，败诉案件逐件复盘。
人民调解委员会调处邻里纠纷2356件，成功率95.6%。
设立劳动争议一站式窗口，帮助工人追回欠薪780万元。
强化监督检查。
各位代表，和谐稳定的局面来之不易。
二、存在的不足
基层执法力量仍然薄弱，乡镇法制审核人员只有7名。
部分规范性文件清理不够及时，个别条款与上位法不一致。
普法方式较为单一，年轻人喜闻乐见的内容不多。
三、下一步安排
修订重大决策程序规定，年内完成听证办法的起草。
为每个乡镇配备2名法制审核员，开展轮训。
建设智慧执法平台，让数据多跑路。
办好青少年法治教育基地，全年开放不少于200天。
"""
DOCUMENT = parse(REPORT)
OTHERS = [  # what another county wrote
    "整治河道乱占乱建46处，恢复岸线18公里。",
    "新修农村公路73公里，通了班车的村达到212个。",
    "引进龙头企业5家，带动农户种植中药材。",
    "扩建县医院门诊楼，新增床位320张。",
    "改造老旧小区14个，加装电梯39部。",
    "保护古树名木，逐株挂牌建档。",
    "举办群众文化活动，演出送到田间地头。",
]


def measure(words: str, document: Document = DOCUMENT) -> int:
    """The index of the one measure that begins so."""
    (index,) = (
        index
        for index, one in enumerate(document.measures)
        if document.quote(one).startswith(words)
    )
    return index


def became(words: str, old: str, new: str) -> Attachment:
    """What became of a measure of REPORT after `old` was replaced by `new` in its text."""
    assert old in REPORT
    return align(DOCUMENT, parse(REPORT.replace(old, new, 1)))[measure(words)]


@pytest.mark.parametrize("known", [DOCUMENT, None], ids=["old text kept", "anchors only"])
@pytest.mark.parametrize(
    ("words", "old", "new", "state"),
    [
        pytest.param("县领导", "一、主要", "一、若干", "attached", id="a change elsewhere"),
        pytest.param("县领导", "次，败诉", "次,败诉", "attached", id="widths"),
        pytest.param("县领导", "9次，败诉", "9次，\n败诉", "attached", id="a line break"),
        pytest.param("县领导", "逐件复盘。", "逐件复盘；", "attached", id="joined to the next"),
        pytest.param("推出夜间", "万次。推出", "万次，推出", "attached", id="joined to another"),
        pytest.param("全年收到", "128件", "131件", "changed", id="a figure"),
        pytest.param("全年收到", "全年收到", "一年来共收到", "changed", id="words"),
        pytest.param("设立劳动", "窗口，帮助", "窗口。帮助", "changed", id="parted in two"),
        pytest.param(
            "设立劳动", "，帮助", "，受理投诉，派人上门，帮助", "changed", id="a clause more"
        ),
        pytest.param(
            "县领导", "县领导出庭应诉9次，败诉案件逐件复盘。\n", "", "orphan", id="deleted"
        ),
    ],
)
def test_what_becomes_of_a_measure(
    words: str, old: str, new: str, state: str, known: Document | None
) -> None:
    assert old in REPORT
    anchors = [anchor_of(DOCUMENT, one) for one in DOCUMENT.measures]
    later = parse(REPORT.replace(old, new, 1))

    found = attach(anchors, later, known)[measure(words)]

    assert found.state == state
    if found.measure is not None:
        quote = later.quote(later.measures[found.measure])
        assert words in quote or quote.startswith("一年来共收到")


def test_a_measure_that_was_put_elsewhere_has_moved() -> None:
    sentence = "建设智慧执法平台，让数据多跑路。\n"
    later = parse(
        REPORT.replace(sentence, "").replace("强化监督检查。\n", f"强化监督检查。\n{sentence}", 1)
    )

    found = align(DOCUMENT, later)[measure("建设智慧")]

    assert (found.state, found.measure) == ("moved", measure("建设智慧", later))
    assert found.section_moved


def test_a_section_with_another_number_is_the_same_section() -> None:
    later = parse(
        REPORT.replace("二、存在", "二、突出亮点\n古树逐株挂牌建档。\n三、存在").replace(
            "\n三、下一步", "\n四、下一步"
        )
    )

    assert not any(found.section_moved for found in align(DOCUMENT, later))


def test_figures_that_changed_are_told() -> None:
    found = became("全年收到", "128件，审结121件", "131件，审结121件")

    assert found.figures == (FigureChange("128件", "131件"),)
    assert 0.9 < found.likeness < 1


@pytest.mark.parametrize("known", [DOCUMENT, None], ids=["old text kept", "anchors only"])
@pytest.mark.parametrize("annotated", [("甲镇",), ("甲镇", "乙镇")], ids=["alone", "both"])
def test_a_deleted_town_does_not_take_the_place_of_its_sister(
    annotated: tuple[str, ...], known: Document | None
) -> None:
    later = parse(REPORT.replace("甲镇新建便民服务中心3个，方便群众就近办事。\n", ""))
    anchors = [anchor_of(DOCUMENT, DOCUMENT.measures[measure(town)]) for town in annotated]

    first, *second = attach(anchors, later, known)

    assert first.measure is None
    assert first.state in {"orphan", "needs confirmation"}
    assert first.candidates[0].measure == measure("乙镇", later)
    assert all(found.measure == measure("乙镇", later) for found in second)


@pytest.mark.parametrize("known", [DOCUMENT, None], ids=["old text kept", "anchors only"])
@pytest.mark.parametrize("deleted", [0, 1])
def test_of_two_sentences_that_are_the_same_the_deleted_one_is_not_attached(
    deleted: int, known: Document | None
) -> None:
    sentence = "强化监督检查。\n"
    parts = REPORT.split(sentence)
    later = parse(
        parts[0]
        + (sentence if deleted else "")
        + parts[1]
        + ("" if deleted else sentence)
        + parts[2]
    )
    both = [one for one in DOCUMENT.measures if DOCUMENT.quote(one) == sentence.strip()]

    found = attach([anchor_of(DOCUMENT, one) for one in both], later, known)

    assert found[deleted].measure is None
    assert found[1 - deleted].measure == measure("强化监督", later)


def test_when_both_may_have_been_deleted_a_person_is_asked() -> None:
    rule = "违反前款规定的，由主管部门责令改正。\n"
    old = parse(f"某条例\n{rule * 3}")
    new = parse(f"某条例\n{rule * 2}")

    found = align(old, new)

    assert {one.state for one in found} == {"needs confirmation"}
    assert all(len(one.candidates) == 2 for one in found)


def test_at_most_three_candidates_are_given_the_best_first() -> None:
    later = parse("".join(f"{town}新建便民服务中心，方便群众。\n" for town in "丁戊己庚辛"))

    found = align(DOCUMENT, later)[measure("甲镇")]

    assert len(found.candidates) == 3
    likeness = [candidate.likeness for candidate in found.candidates]
    assert likeness == sorted(likeness, reverse=True)


def test_words_that_became_part_of_a_heading_are_asked_about() -> None:
    old = parse("报告\n一、主要工作\n推进改革创新发展。\n新建学校3所。")
    new = parse("报告\n一、主要工作推进改革创新发展\n新建学校3所。")

    found = align(old, new)[measure("推进改革", old)]

    assert found.state == "needs confirmation"
    assert found.candidates[0].measure == measure("新建学校", new)


@pytest.mark.parametrize("known", [DOCUMENT, None], ids=["old text kept", "anchors only"])
def test_in_the_same_text_each_measure_is_itself(known: Document | None) -> None:
    anchors = [anchor_of(DOCUMENT, one) for one in DOCUMENT.measures]

    assert attach(anchors, DOCUMENT, known) == [
        Attachment("attached", index, 1.0) for index in range(len(anchors))
    ]


LINES = st.lists(
    st.sampled_from(
        ["强化监督。", "甲镇建桥3座。", "乙镇建桥3座。", "各位代表！", "一、成效", "修路。"]
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=40)
@given(LINES, st.data())
def test_the_anchor_of_a_measure_finds_it_in_the_same_text(
    lines: list[str], data: st.DataObject
) -> None:
    document = parse("\n".join(lines))
    kept = data.draw(st.sampled_from([document, None]))
    index = data.draw(st.integers(0, len(document.measures) - 1))

    (found,) = attach([anchor_of(document, document.measures[index])], document, kept)

    assert (found.state, found.measure) == ("attached", index)


@settings(max_examples=40)
@given(LINES, LINES, st.booleans())
def test_nothing_is_lost_or_given_twice_whatever_changed(
    before: list[str], after: list[str], is_kept: bool
) -> None:
    old, new = parse("\n".join(before)), parse("\n".join(after))
    anchors = [anchor_of(old, one) for one in old.measures]

    found = attach(anchors, new, old if is_kept else None)

    assert len(found) == len(anchors)
    assert found == attach(anchors, new, old if is_kept else None)
    for one in found:
        assert one.state in STATES
        assert (one.measure is None) == (one.state in {"needs confirmation", "orphan"})
        assert all(0 <= it.measure < len(new.measures) for it in one.candidates)
    whole = [one.measure for one in found if one.likeness == 1 and one.measure is not None]
    texts = Counter(new.quote(new.measures[index]) for index in whole)
    assert all(times <= after.count(text) + before.count(text) for text, times in texts.items())


def test_the_order_of_the_anchors_does_not_matter() -> None:
    edition = editions.revised(DOCUMENT, Random(3), OTHERS)
    later = parse(edition.text)
    anchors = [anchor_of(DOCUMENT, one) for one in DOCUMENT.measures]

    assert attach(anchors[::-1], later, DOCUMENT) == attach(anchors, later, DOCUMENT)[::-1]


def test_an_anchor_that_is_no_measure_of_the_old_text_is_found_all_the_same() -> None:
    one = DOCUMENT.measures[measure("全年收到")]
    anchor = anchor_of(DOCUMENT, replace(one, end=one.start + len("全年收到行政复议申请128件")))
    later = parse(REPORT.replace("把窗口", "将窗口"))

    (found,) = attach([anchor], later, DOCUMENT)

    assert found.measure == measure("全年收到", later)


Edited = Callable[[Document, Random], editions.Edition]
EDITIONS: dict[str, Edited] = {
    "extracted again": editions.extracted_again,
    "revised": lambda document, random: editions.revised(document, random, OTHERS),
    "next year": lambda document, random: editions.next_year(document, random, OTHERS),
    "amended": lambda document, random: editions.amended(document, random, OTHERS),
}


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("name", EDITIONS)
def test_whatever_was_edited_no_annotation_is_attached_wrongly(name: str, seed: int) -> None:
    edition = EDITIONS[name](DOCUMENT, Random(seed))
    later = parse(edition.text)

    found = align(DOCUMENT, later)

    wrong = [
        (DOCUMENT.quote(one), later.quote(later.measures[attached.measure]))
        for one, attached, where in zip(DOCUMENT.measures, found, edition.where(later), strict=True)
        if attached.measure is not None and attached.measure not in where
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("name", "least"),
    [("extracted again", 1.0), ("revised", 0.97), ("next year", 0.9), ("amended", 0.95)],
)
def test_most_of_what_is_still_there_is_attached(name: str, least: float) -> None:
    kept = attached = 0
    for seed in range(8):
        edition = EDITIONS[name](DOCUMENT, Random(seed))
        later = parse(edition.text)
        for one, where in zip(align(DOCUMENT, later), edition.where(later), strict=True):
            kept += bool(where)
            attached += one.measure in where

    assert attached >= least * kept


def test_who_watches_can_stop_it() -> None:
    class StoppedError(Exception):
        pass

    def stop(_done: float) -> None:
        raise StoppedError

    with pytest.raises(StoppedError):
        align(DOCUMENT, parse("。\n".join(OTHERS)), stop)
