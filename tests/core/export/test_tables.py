"""How the figures of a document are put into words."""

import pytest

from core.document import Document
from core.export.material import EVERYTHING, material
from core.export.tables import figures
from core.metrics import find_metrics
from core.reading import parse


@pytest.mark.parametrize(
    ("sentence", "stated"),
    [
        ("受理案件约120件。", "约120件"),
        ("受理案件两百余件。", "两百余件"),
        ("受理案件120多件。", "120多件"),
        ("受理案件增长12%。", "增长12%"),
        ("满意度不低于95%。", "不少于95%"),
        ("满意度达到95%以上。", "不少于95%"),
    ],
)
def test_a_figure_says_once_what_it_is_said_to_be(sentence: str, stated: str) -> None:
    document = told(sentence)
    found = figures(material(document, {}, find_metrics(document.text), "李", EVERYTHING))
    assert [figure.stated for figure in found] == [stated]


def told(sentence: str) -> Document:
    return parse(f"报告\n一、情况\n{sentence}\n")
