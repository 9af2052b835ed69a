"""Sentences end outside quotes, titles and brackets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.folding import fold
from core.sentences import announces, sentences


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(fold(text), 0, len(text))]


CASES = {
    "two plain sentences": ("完善制度。推进改革。", ["完善制度。", "推进改革。"]),
    "no stop at the end": ("完善制度。推进改革", ["完善制度。", "推进改革"]),
    "the mark of a note behind the stop": (
        "建成基站。[1]完成验收。",
        ["建成基站。[1]", "完成验收。"],
    ),
    "white space around": ("　 完善制度。 推进改革。 ", ["完善制度。", "推进改革。"]),
    "decimals and versions": ("占3.5%。升至2.0版。", ["占3.5%。", "升至2.0版。"]),
    "exclamation in a slogan": (
        "打造“马上办！”品牌。再提速。",
        ["打造“马上办！”品牌。", "再提速。"],
    ),
    "question in a title": ("编写《怎样办案？》手册。", ["编写《怎样办案？》手册。"]),
    "two questions in a quote": (
        "破解“钱从哪来？人往哪去？”的难题。好。",
        ["破解“钱从哪来？人往哪去？”的难题。", "好。"],
    ),
    "stop in brackets": ("见附件（另行印发。）后执行。", ["见附件（另行印发。）后执行。"]),
    "half-width brackets": ("见附件(另行印发。)后执行。", ["见附件(另行印发。)后执行。"]),
    "angle brackets in a title": (
        "落实《贯彻<三年计划(2023—2025年)>方案》。完成评估。",
        ["落实《贯彻<三年计划(2023—2025年)>方案》。", "完成评估。"],
    ),
    "quoted sentence that ends its host": (
        "他强调：“要依法行政。”会后作了部署。",
        ["他强调：“要依法行政。”", "会后作了部署。"],
    ),
    "quoted question introduced by a colon": (
        "群众问：“何时办结？”窗口当场答复。",
        ["群众问：“何时办结？”", "窗口当场答复。"],
    ),
    "quoted sentence that goes on": (
        "落实“应检尽检。”的要求，全面覆盖。",
        ["落实“应检尽检。”的要求，全面覆盖。"],
    ),
    "a quote never closed protects nothing": (
        "推进“一件事改革。成效明显。",
        ["推进“一件事改革。", "成效明显。"],
    ),
    "a bracket never opened": ("二）做好宣传。抓好培训。", ["二）做好宣传。", "抓好培训。"]),
    "quote within a quote": ("办好“民生‘小事’！”实事。", ["办好“民生‘小事’！”实事。"]),
    "stops in a row": ("真的吗？！是的。", ["真的吗？！", "是的。"]),
    "only stops": ("。。", ["。。"]),
    "nothing": (" ", []),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES.keys())
def test_sentences(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


@given(st.text(alphabet="甲乙。！？“”《》()（）‘’ ,，；1", max_size=60))
def test_sentences_keep_every_character_in_order(text: str) -> None:
    assert "".join(cut(text)).replace(" ", "") == text.replace(" ", "")


@given(
    st.lists(st.text(alphabet="甲乙“”（）《》，", min_size=1, max_size=8), min_size=1, max_size=5)
)
def test_a_stop_outside_brackets_always_ends_a_sentence(parts: list[str]) -> None:
    closed = [part.translate(str.maketrans("", "", "“”（）《》")) or "丙" for part in parts]
    text = "".join(f"{part}。" for part in closed)
    assert cut(text) == [f"{part}。" for part in closed]


TOPICS = {
    "持续深化行政审批制度改革。": True,
    "政务公开工作深入推进。": True,
    "深化推广“三所联动”机制。": True,
    "一是行政执法工作有待进一步提质增效。": True,
    "二要加强队伍建设。": True,
    "印发《规范性文件管理办法》。": False,  # a title
    "深化包容审慎监管，保护经营主体活力。": False,  # a second clause
    "新建公园12座。": False,  # a figure
    "建设五个新城。": False,  # a figure in Chinese numerals
    "全市首创公证提存监管模式。": False,  # a claim
    "率先实现材料库对接。": False,  # a claim
    "完成中期评估。": False,  # done, not announced
    "加强行政规范性文件合法性审核和备案审查能力建设工作。": False,  # too long to announce
    "加强队伍建设": False,  # no sentence
}


@pytest.mark.parametrize(("text", "expected"), TOPICS.items())
def test_topics_announce_and_state_nothing_done(text: str, expected: bool) -> None:
    assert announces(fold(text), 0, len(text)) is expected
