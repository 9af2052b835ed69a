import pytest

from core.likeness import masked, plain
from core.reading import parse
from core.running import Running

DOCUMENT = parse(
    "某区报告\n一、主要成效\n新修公路3条，开通班车。扩建学校2所。\n二、下一步\n扩建学校2所。"
)
RUNNING = Running(DOCUMENT)


@pytest.mark.parametrize(
    ("words", "near", "measure"),
    [
        pytest.param("新修公路３条", [0], 0, id="part of a measure"),
        pytest.param("开通班车。扩建学校2所。", [1], 1, id="two, most of it in the second"),
        pytest.param("主要成效新修公路3条", [0], 0, id="a heading and a measure"),
        pytest.param("扩建学校2所", [1, 2], None, id="there twice"),
        pytest.param("修建机场", [0, 1, 2], None, id="not there"),
        pytest.param("主要成效", [0], None, id="in a heading only"),
    ],
)
def test_which_measure_holds_words(words: str, near: list[int], measure: int | None) -> None:
    assert RUNNING.holding(plain(words), near) == measure


def test_what_stands_behind_a_heading() -> None:
    assert RUNNING.behind_heading(plain("主要成效")) == 0
    assert RUNNING.behind_heading(plain("下一步")) == 2
    assert RUNNING.behind_heading(plain("开通班车")) is None
    assert RUNNING.behind_headings(masked("主要成效")) == [0]


@pytest.mark.parametrize(
    ("before", "behind", "share"),
    [
        pytest.param("主要成效", "扩建学校2所。", 1.0, id="the same on both sides"),
        pytest.param("主要成效", "修建机场。", 0.5, id="on one side"),
        pytest.param("突出问题", "修建机场。", 0.0, id="on neither"),
        pytest.param("", "扩建学校2所。", 0.5, id="nothing known before"),
    ],
)
def test_what_stands_beside_a_measure(before: str, behind: str, share: float) -> None:
    assert RUNNING.beside(0, plain(before), plain(behind)) == share
