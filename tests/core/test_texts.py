"""Many texts searched at once give what each of them would give alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.fits import AROUND, BEGINS, WHOLE, WITHIN, Fitting
from core.texts import Beginnings, Distinct, Runs, Texts

SENTENCES = st.lists(st.text(alphabet="调解率a1", max_size=5), max_size=30)


@given(SENTENCES, st.text(alphabet="调解率a1", min_size=1, max_size=3))
def test_a_word_is_found_in_every_text_that_holds_it(texts: list[str], word: str) -> None:
    assert list(Texts(texts).holding(word)) == [n for n, text in enumerate(texts) if word in text]


@pytest.mark.parametrize("every", [1, 2, 3, 40, 999], ids="one text in {}".format)
@pytest.mark.parametrize("length", [10, 300, 3000])
def test_as_well_among_so_many_that_they_are_searched_in_parts(every: int, length: int) -> None:
    held = range(0, 1000, every)
    texts = ["增长" + "快" * length if n in held else "快" * length for n in range(1000)]
    assert list(Texts(texts).holding("增长快")) == list(held)


def test_no_word_is_found_across_two_texts_or_lines() -> None:
    texts = Texts(["全市调", "解成功", "全市\n调解"])
    assert list(texts.holding("调解")) == [2]
    assert list(texts.holding("市调")) == [0]


@pytest.mark.parametrize("word", ["gdp", "ＧＤＰ增速", "GDP"])
def test_the_texts_are_folded_and_so_must_the_word_be(word: str) -> None:
    assert list(Texts(["ＧＤＰ增速", "增速"]).holding(word)) == ([0] if word == "gdp" else [])


def test_rows_that_say_the_same_are_told_apart_by_how_much_a_word_is_of_it() -> None:
    said = Distinct(["调解率", "调解", "成功调解", "调解", ""])
    assert [(fit, sorted(rows)) for fit, rows in said.layers("调解")] == [
        (WITHIN, [0, 1, 2, 3]),
        (BEGINS, [0, 1, 3]),
        (WHOLE, [1, 3]),
    ]
    assert sorted(said.holding("率")) == [0]


@given(SENTENCES.map(lambda texts: [text for text in texts for _ in text] * 20))
def test_every_row_has_the_text_around_it(texts: list[str]) -> None:
    fitting, around = Fitting(len(texts)), Runs(texts)
    for word in ("调", "解率"):
        fits = fitting.written(around.holding(word))
        assert list(fits) == [AROUND * (word in text) for text in texts]


def test_more_different_texts_than_a_byte_can_count_keep_their_rows() -> None:
    texts = [f"第{n}项" for n in range(1000) for _ in range(n % 3)]
    fits = Fitting(len(texts)).written(Runs(texts).holding("第512项"))
    assert [texts[row] for row, fit in enumerate(fits) if fit] == ["第512项"] * 2


@pytest.mark.parametrize(
    ("typed", "stating"),
    [
        ("100", ["完成100件", "增至100.5件", "达100%", "由1,100件增至100件", "办结，100件"]),
        ("100%", ["达100%"]),
        ("100.", ["增至100.5件"]),
        ("10", ["完成100件", "增至100.5件", "达100%", "由1,100件增至100件", "办结，100件"]),
        ("1,1", ["由1,100件增至100件"]),
        ("00", []),
        ("5", ["第5"]),
    ],
)
def test_a_number_begins_where_no_other_goes_on(typed: str, stating: list[str]) -> None:
    texts = ["完成100件", "增至100.5件", "达100%", "由1,100件增至100件"]
    texts += ["办结，100件", "2100件", "第5", "无"]
    fits = Fitting(len(texts)).written(Runs(texts).stating(typed))
    assert [text for text, fit in zip(texts, fits, strict=True) if fit] == stating


@given(st.lists(st.text(alphabet="12.", max_size=4)), st.text(alphabet="12.", max_size=3))
def test_a_register_has_all_that_begins_as_typed(written: list[str], typed: str) -> None:
    register = Beginnings((text, entry) for entry, text in enumerate(written))
    found = sorted(register.typed(typed))
    assert found == [entry for entry, text in enumerate(written) if text.startswith(typed)]
