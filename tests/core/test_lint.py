"""Warnings before a review begins."""

import pytest

from core.reading import parse

LONG = "依法履职，持续推进改革任务，不断提升人民群众的满意度和获得感，确保各项部署落到实处。"

WARNINGS = {
    "nothing wrong": ("一、甲\n文，好。\n二、乙\n2021—2025年。", ()),
    "a gap": ("一、甲\n文。\n二、乙\n文。\n四、丁\n文。", ("number missing before: 四、丁",)),
    "a gap among articles, across chapters": (
        "某法\n第一章 甲\n第一条 文。\n第二章 乙\n第三条 文。",
        ("number missing before: 第三条",),
    ),
    "numbers that begin anew are no gap": (
        "一、甲\n（一）乙\n文。\n（二）丙\n文。\n二、丁\n（一）戊\n文。",
        (),
    ),
    "articles inserted later": ("某法\n第一条 文。\n第一条之一 文。\n第二条 文。", ()),
    "a number twice": ("一、甲\n文。\n一、乙\n文。", ("number repeated: 一、乙",)),
    "a lost dash": ("一、甲\n制定20212025年规划。", ("dash lost between years: 20212025年",)),
    "four gaps": (
        "一、甲\n文。\n三、乙\n文。\n五、丙\n文。\n七、丁\n文。\n九、戊\n文。",
        ("number missing before: 三、乙, 五、丙, 七、丁 …",),
    ),
    "a page printed twice": (
        "一、甲\n" + (f"{LONG}其一。\n{LONG}其二。\n{LONG}其三。\n") * 2,
        ("paragraphs that stand twice: 3",),
    ),
    "signs of two widths": (
        "一、甲\n他说，甲,乙，丙（丁）,12,345。",
        ("signs of two widths: ，×2 ,×1",),
    ),
}


@pytest.mark.parametrize(("text", "warnings"), WARNINGS.values(), ids=WARNINGS.keys())
def test_warnings(text: str, warnings: tuple[str, ...]) -> None:
    assert parse(text).warnings == warnings
