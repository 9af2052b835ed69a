"""Measures by what they say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import keywords
from core.document import Document
from core.finding import find
from core.reading import parse

TEXT = """关于法治工作的报告

一、主要工作

优化营商环境法治化水平，全年走访企业。
推进营商环境的法治化建设，推进窗口改革。
打造一网通办窗口，一网通办事项达到九项。
设立一网通办专员。
开展Ａ级评定，普及GDP核算。
"""


WORDS = keywords.load(TEXT)


@pytest.fixture(scope="module")
def document() -> Document:
    return parse(TEXT)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("营商环境法治化", ["优化营商环境法治化", "推进营商环境的法治化"]),  # its terms, behind
        ("商环", ["优化营商环境法治化", "推进营商环境的法治化"]),  # no word for jieba
        ("一网通办", ["打造一网通办窗口", "设立一网通办专员"]),  # twice, before once
        ("窗口 一网通办", ["打造一网通办窗口"]),
        ("ywtb", ["打造一网通办窗口", "设立一网通办专员"]),
        ("yiwang", ["打造一网通办窗口", "设立一网通办专员"]),
        ("A级", ["开展Ａ级评定"]),
        ("gdp", ["开展Ａ级评定"]),
        ("。", ["设立", "优化", "推进", "打造", "开展"]),
        ("没有的词", []),
        (" ", []),
    ],
)
def test_the_best_come_first(document: Document, query: str, found: list[str]) -> None:
    texts = [document.quote(one.measure) for one in find(document, query, lambda _: WORDS)]
    assert len(texts) == len(found)
    if query == "。":  # all alike
        texts, found = sorted(texts), sorted(found)
    assert [text[: len(start)] for text, start in zip(texts, found, strict=True)] == found


def test_where_it_stands_is_told(document: Document) -> None:
    [first, second] = find(document, "营商环境法治化", lambda _: WORDS)
    assert [document.text[start:end] for start, end in first.spans] == ["营商环境法治化"]
    assert [document.text[start:end] for start, end in second.spans] == ["营商环境", "法治化"]


@given(st.data())
def test_every_piece_of_a_measure_finds_it(data: st.DataObject) -> None:
    document = parse(TEXT)
    measure = data.draw(st.sampled_from(document.measures))
    text = document.quote(measure)
    start = data.draw(st.integers(0, len(text) - 1))
    piece = text[start : data.draw(st.integers(start + 1, len(text)))]
    assert measure in [one.measure for one in find(document, piece, lambda _: WORDS)]
