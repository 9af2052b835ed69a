import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.likeness import Texts, likeness, masked, plain

HAN = st.text(st.sampled_from("办结案件调解成功率工作报告一二三12.5%，。“”—（）\n　"), max_size=40)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("（一）２０２４年，５％", "(一)2024年,5%", id="widths"),
        pytest.param("“放管服”改革", "「放管服」改革", id="quotation marks"),
        pytest.param("“放管服”改革", '"放管服"改革', id="straight quotation marks"),
        pytest.param("2021—2025年", "2021-2025年", id="dashes"),
        pytest.param("法治——保障", "法治—保障", id="a dash of one sign or two"),
        pytest.param("沪府〔2024〕3号", "沪府[2024]3号", id="brackets of a document number"),
        pytest.param("全年办结\n　　案件12件", "全年办结案件12件", id="a line broken in between"),
        pytest.param("⼀体推进。", "一体推进．", id="a radical, a narrow full stop"),
        pytest.param("等……", "等…", id="dots"),
    ],
)
def test_the_same_words_printed_otherwise_are_the_same(one: str, other: str) -> None:
    assert plain(one) == plain(other)
    assert likeness(one, other) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("办结128件。", "办结131件。", id="a figure"),
        pytest.param("甲镇建成。", "乙镇建成。", id="a name"),
        pytest.param("12.5%", "125%", id="a decimal point"),
        pytest.param("一、二", "一,二", id="a pause and a comma"),
    ],
)
def test_what_reads_otherwise_is_not_the_same(one: str, other: str) -> None:
    assert plain(one) != plain(other)
    assert likeness(one, other) < 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("办结128件，增长3.5%。", "办结0件,增长0%."),
        ("投入1.3万元", "投入0元"),
        ("处五万元以上二十万元以下罚款", "处0元以上0元以下罚款"),
        ("依照第十二条", "依照第0条"),
        ("2,100件", "0件"),
    ],
)
def test_each_number_is_one_sign(text: str, expected: str) -> None:
    assert masked(text) == expected


def test_texts_without_anything_in_common_are_not_alike() -> None:
    assert likeness("办结案件", "修建公路") == 0


TEXTS = Texts(
    [
        "全年办结行政复议案件128件，调解成功率达到95.6%。",
        "建成便民服务中心3个，方便群众办事。",
        "扎实推进执法监督，纠正问题。",
    ]
)


@pytest.mark.parametrize(
    ("text", "number", "least"),
    [
        pytest.param("建成便民服务中心3个,方便群众办事｡", 1, 1.0, id="widths"),
        pytest.param("全年办结行政复议案件131件，调解成功率达到96%。", 0, 0.95, id="figures"),
        pytest.param("大力推进行政执法监督，纠正问题。", 2, 0.7, id="words"),
    ],
)
def test_the_most_alike_is_found(text: str, number: int, least: float) -> None:
    (found, alike), *_ = TEXTS.alike(text)

    assert found == number
    assert alike >= least


def test_what_shares_nothing_is_like_none() -> None:
    assert TEXTS.alike("绿水青山") == []


def test_no_more_are_given_than_asked_for() -> None:
    assert [number for number, _ in Texts(["修建公路"] * 5).alike("修建公路", 2)] == [0, 1]


@given(HAN, HAN)
def test_likeness_is_the_same_both_ways(one: str, other: str) -> None:
    assert likeness(one, other) == likeness(other, one)
    assert 0 <= likeness(one, other) <= 1


@given(HAN)
def test_the_plain_form_of_a_plain_form_is_itself(text: str) -> None:
    assert plain(plain(text)) == plain(text)
