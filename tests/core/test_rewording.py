import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.rewording import FigureChange, Span, changed_figures, proposal

WORDING = st.text(st.sampled_from("办结案件128件3.5%，。一二"), max_size=25)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param("办结128件。", "办结131件。", [("128件", "131件")], id="a figure"),
        pytest.param(
            "办结128件，增长3.5%。", "办结128件，增长4%。", [("3.5%", "4%")], id="one of two"
        ),
        pytest.param(
            "办结128件。", "共办结案件131件。", [("128件", "131件")], id="among other words"
        ),
        pytest.param("办结128件。", "全部办结。", [("128件", "")], id="gone"),
        pytest.param("全部办结。", "办结128件。", [("", "128件")], id="new"),
        pytest.param(
            "新增39个。", "增长3.5%。", [("39个", ""), ("", "3.5%")], id="another kind of figure"
        ),
        pytest.param(
            "处五万元以上罚款。", "处十万元以上罚款。", [("五万元", "十万元")], id="in words"
        ),
        pytest.param("办结128件。", "办结128件案件。", [], id="none"),
        pytest.param("办结１２８件。", "办结128件。", [], id="only its width"),
        pytest.param("认真办理。", "认真办结。", [], id="no figures at all"),
    ],
)
def test_figures_that_changed_are_told_as_printed(
    old: str, new: str, expected: list[tuple[str, str]]
) -> None:
    assert changed_figures(old, new) == tuple(FigureChange(*pair) for pair in expected)


def test_a_changed_figure_is_shown_whole() -> None:
    assert proposal("全年办结128件。", "全年共办结131件。") == [
        Span("全年", "same"),
        Span("共", "new"),
        Span("办结", "same"),
        Span("128件", "gone"),
        Span("131件", "new"),
        Span("。", "same"),
    ]


@settings(max_examples=50)
@given(WORDING, WORDING)
def test_the_spans_make_up_both_wordings(old: str, new: str) -> None:
    spans = proposal(old, new)

    assert "".join(span.text for span in spans if span.kind != "new") == old
    assert "".join(span.text for span in spans if span.kind != "gone") == new
    assert all(span.text for span in spans)


def test_the_same_wording_is_one_span() -> None:
    assert proposal("办结128件。", "办结128件。") == [Span("办结128件。", "same")]
