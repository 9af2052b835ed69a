"""Numbers as documents write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.numerals import number, percentage


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("0.5", 0.5),
        ("1,234.5万", 12_345_000),
        ("5.67万亿", 5.67e12),
        ("3千", 3_000),
        ("２０２４", 2024),
        ("１，２３４", 1234),
        ("1000多", 1000),
        ("30余万", 300_000),
        ("1.3万余", 13_000),
        ("零", 0),
        ("两", 2),
        ("半", 0.5),
        ("十", 10),
        ("十五", 15),
        ("二十", 20),
        ("一百零二", 102),
        ("三百二十", 320),
        ("三百二", 320),
        ("一万五", 15_000),
        ("二千零五", 2005),
        ("二十万", 200_000),
        ("一亿二千万", 120_000_000),
        ("五万亿", 5e12),
        ("二〇二四", 2024),
        ("二○二四", 2024),
        ("零点五", 0.5),
        ("三点一四", 3.14),
        ("三点五万", 35_000),
        ("贰拾伍", 25),
        ("叁萬", 30_000),
    ],
)
def test_a_numeral_has_this_value(numeral: str, value: float) -> None:
    assert number(numeral) == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize("text", ["", "万元", "三四", "点五", "三点", "一二", "12a", "9" * 400])
def test_what_states_no_number_is_none(text: str) -> None:
    assert number(text) is None


@pytest.mark.parametrize(
    ("fraction", "percent"),
    [
        ("百分之五", 5),
        ("百分之百", 100),
        ("百分之二点五", 2.5),
        ("百分之１２", 12),
        ("三分之二", 66.6667),
        ("二分之一", 50),
        ("千分之三", 0.3),
        ("万分之五", 0.05),
        ("1/4", 25),
    ],
)
def test_a_fraction_is_given_in_percent(fraction: str, percent: float) -> None:
    assert percentage(fraction) == pytest.approx(percent, rel=1e-6)


@pytest.mark.parametrize("text", ["", "百分", "五", "零分之一", "1/0"])
def test_what_states_no_fraction_is_none(text: str) -> None:
    assert percentage(text) is None


@given(st.integers(min_value=0, max_value=10**12))
def test_digits_are_read_back_with_and_without_separators(value: int) -> None:
    assert number(str(value)) == value
    assert number(f"{value:,}") == value


@given(
    st.decimals(min_value=0, max_value=9999, places=2),
    st.sampled_from([("万", 10**4), ("亿", 10**8), ("万亿", 10**12)]),
)
def test_a_magnitude_multiplies(value: object, magnitude: tuple[str, int]) -> None:
    name, factor = magnitude
    assert number(f"{value}{name}") == pytest.approx(float(str(value)) * factor)


def in_chinese(value: int) -> str:
    """Up to 9999 in Chinese, as a schoolbook writes it."""
    digits, steps = "零一二三四五六七八九", ("千", "百", "十", "")
    written = ""
    for digit, step in zip(f"{value:04d}", steps, strict=True):
        if digit != "0":
            written += digits[int(digit)] + step
        elif written and not written.endswith("零"):
            written += "零"
    return written.rstrip("零") or "零"


@given(st.integers(min_value=0, max_value=9999))
def test_chinese_numerals_are_read_back(value: int) -> None:
    assert number(in_chinese(value)) == value
    assert number(in_chinese(value) + "万") == value * 10**4 or value == 0


@given(st.text(alphabet="〇零一二两三四五六七八九十百千万亿点半多余0123456789.,分之/", max_size=40))
def test_no_numeral_raises(text: str) -> None:
    number(text)
    percentage(text)


def test_a_fraction_has_four_decimals() -> None:
    assert percentage("三分之一") == 33.3333
