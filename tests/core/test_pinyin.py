"""Words by the letters that spell them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.fits import BEGINS, WHOLE, WITHIN, Fitting
from core.pinyin import Pinyin, Spelled

TEXT = "调解成功率为95.6%，重庆、重点，西安先进，女性绿化率，GDP增速，行政执法，银行，张三丰，啊"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("tjcgl", "调解成功率"),  # initials
        ("tiaojiechenggonglv", "调解成功率"),
        ("tiaojiechenggonglu", "调解成功率"),  # lü on a keyboard without ü
        ("tiaojiechenggonglü", "调解成功率"),
        ("tiaojcg", "调解成功"),  # both
        ("tiaojiecheng", "调解成"),
        ("tiaojieche", "调解成"),  # not typed to the end
        ("diaojie", "调解"),  # every reading
        ("chongqing", "重庆"),
        ("zhongdian", "重点"),
        ("xian", "西安"),  # and 先: the first in the text
        ("xianj", "先进"),
        ("lvhua", "绿化"),
        ("nvx", "女性"),
        ("gdpzs", "gdp增速"),
        ("xzzf", "行政执法"),
        ("xzzhf", "行政执法"),  # zh is an initial too
        ("yinhang", "银行"),
        ("zsf", "张三丰"),
        ("a", "安"),
    ],
)
def test_what_letters_spell(typed: str, found: str) -> None:
    pattern = Pinyin(TEXT.lower()).pattern(typed)
    assert pattern is not None
    match = pattern.search(TEXT.lower())
    assert match is not None
    assert match.group() == found


@pytest.mark.parametrize("typed", ["", "95", "调解", "t j", "tj95", "i", "uuu", "T", "a" * 41])
def test_what_letters_cannot_spell(typed: str) -> None:
    assert Pinyin(TEXT.lower()).pattern(typed) is None


@given(st.text(alphabet="anigxeouzhtj", max_size=40))
def test_a_character_needs_a_letter_at_least(typed: str) -> None:
    pattern = Pinyin(TEXT.lower()).pattern(typed)
    found = pattern.findall(TEXT.lower()) if pattern else []
    assert all(len(typed) / 6 <= len(match) <= len(typed) for match in found)


@given(st.lists(st.sampled_from("调解成功率行政执法重点"), min_size=1, max_size=6))
def test_initials_find_every_word_of_the_text(word: list[str]) -> None:
    initial = dict(zip("调解成功率行政执法重点", "tjcglxzzfzd", strict=True))
    pattern = Pinyin(TEXT.lower()).pattern("".join(initial[character] for character in word))
    assert pattern is not None
    assert pattern.fullmatch("".join(word))


SAID = ("调解成功率", "调解", "人民调解", "社会", "啊", "全国生产总值", "生", "")


@pytest.mark.parametrize(
    ("typed", "fits"),
    [
        ("t", {"调解成功率": BEGINS, "调解": BEGINS}),  # one letter must begin
        ("a", {"啊": BEGINS}),
        ("tj", {"调解成功率": BEGINS, "调解": WHOLE, "人民调解": WITHIN}),
        ("tjcgl", {"调解成功率": WHOLE}),
        ("tiao", {"调解成功率": BEGINS, "调解": BEGINS, "人民调解": WITHIN}),
        # One syllable before s and h; 率 is shuai too.
        ("sh", {"社会": BEGINS, "全国生产总值": WITHIN, "生": WHOLE, "调解成功率": WITHIN}),
        ("shh", {"社会": WHOLE}),
        ("sheng", {"全国生产总值": WITHIN, "生": WHOLE}),
        ("shengchan", {"全国生产总值": WITHIN}),
        ("jj", {}),  # not from one text into the next
        ("调解", {}),
    ],
)
def test_rows_are_told_apart_by_how_much_is_spelled(typed: str, fits: dict[str, int]) -> None:
    rows = [range(2 * number, 2 * number + 2) for number in range(len(SAID))]
    spelled = Spelled(SAID, rows, Pinyin("".join(SAID)))
    fitting = Fitting(2 * len(SAID))
    found = fitting.written(fitting.laid(spelled.layers(typed)))
    assert {text: fit for text, fit in zip(SAID, found[::2], strict=True) if fit} == fits
    assert found[::2] == found[1::2]


@given(st.text(alphabet="anigxeouzhtjsc", min_size=2, max_size=12))
def test_many_texts_at_once_hold_what_each_alone_does(typed: str) -> None:
    texts = TEXT.lower().split("，")
    pinyin = Pinyin(TEXT.lower())
    spelled = Spelled(texts, [range(n, n + 1) for n in range(len(texts))], pinyin)
    fits = Fitting(len(texts)).written(Fitting(len(texts)).laid(spelled.layers(typed)))
    pattern = pinyin.pattern(typed)
    assert [fit > 0 for fit in fits] == [
        pattern is not None and pattern.search(text) is not None for text in texts
    ]
