"""What changed between two versions, as it is handed in."""

import re

import pytest

from core.changes import changes
from core.export.exchange import one_line
from core.export.versions import figure_words, markdown, record, standing
from core.reading import parse
from core.rewording import FigureChange

OLD = """甲区2024年政务服务报告

一、窗口建设

全年建成跨河联办窗口12个，覆盖全部乡镇街道。组织窗口人员参加业务培训28场次。

二、投诉处理

受理群众来信来访870件，办结852件。对反映集中的停车难问题开展专项整治。
"""


def found(*replacements: tuple[str, str]):
    new = OLD
    for before, after in replacements:
        new = new.replace(before, after)
    return changes(parse(OLD), parse(new))


def test_the_same_text_is_told_in_one_sentence() -> None:
    assert markdown(found()).split("\n\n") == [
        "# 甲区2024年政务服务报告：版本对照",
        "两个版本没有差别。未变的举措4条。\n",
    ]


def test_what_went_and_came_is_marked_under_its_heading() -> None:
    text = markdown(found(("28场次", "31场次"), ("受理群众", "受理服务对象")))
    assert text.split("\n\n")[1:] == [
        "修改2处，其中数字1个。未变的举措2条。",
        "## 一、窗口建设",
        "- **修改** `1.2`",
        "  > 组织窗口人员参加业务培训<del>28场次</del><ins>31场次</ins>。",
        "  数字：28场次 → 31场次（+10.7%）",
        "## 二、投诉处理",
        "- **修改** `2.1`",
        "  > 受理<del>群众</del><ins>服务对象</ins>来信来访870件，办结852件。\n",
    ]


def test_a_heading_is_told_to_be_one() -> None:
    assert "- **修改标题** `2`" in markdown(found(("投诉处理", "投诉和信访处理")))


def test_both_titles_are_told_where_they_differ() -> None:
    text = markdown(found(("2024年", "2023年")))
    assert "旧版：甲区2024年政务服务报告\n\n新版：甲区2023年政务服务报告" in text


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "</ins><b>",
        "[甲](http://x.cn)",
        "`代码`",
        "**粗**",
        "a|b",
        "\x1b[31m",
    ],
)
def test_nobodys_words_become_markup(hostile: str) -> None:
    text = markdown(found(("业务培训", f"业务{hostile}培训")))
    ours = re.sub(r"</?(?:del|ins)>", "", text)
    assert hostile not in ours
    assert not re.search(r"(?<!\\)<", ours)
    assert "\x1b" not in text


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("128件", "131件", "128件 → 131件（+2.3%）"),
        ("95.6%", "95.1%", "95.6% → 95.1%（-0.5个百分点）"),
        ("12个", "12家", "12个 → 12家"),
        ("12个", "", "-12个"),
        ("", "12个", "+12个"),
    ],
)
def test_a_figure_in_words(old: str, new: str, expected: str) -> None:
    assert figure_words(FigureChange(old, new)) == expected


def test_both_places_are_told_where_they_differ() -> None:
    extra = "设立涉企诉求直通车并由专人督办。"
    [_, one] = found(("组织窗口", f"{extra}组织窗口"), ("28场次", "31场次")).differences
    assert standing(one) == "1.2 → 1.3"


def test_the_record_for_scripts() -> None:
    compared = found(("28场次", "31场次"), ("对反映集中的停车难问题开展专项整治。", ""))
    written = record(compared)
    assert one_line(written).count("\n") == 1
    assert (written["schema"], written["unchanged"]) == (1, 2)
    assert [written[side]["title"] for side in ("old", "new")] == ["甲区2024年政务服务报告"] * 2
    changed, deleted = written["changes"]
    assert changed == {
        "state": "changed",
        "of": "measure",
        "old": [_place(compared.old, "组织窗口人员参加业务培训28场次。", "1.2")],
        "new": [_place(compared.new, "组织窗口人员参加业务培训31场次。", "1.2")],
        "moved": False,
        "likeness": changed["likeness"],
        "figures": [{"old": "28场次", "new": "31场次", "difference": 3.0, "percent": 10.7143}],
    }
    assert 0.8 < changed["likeness"] < 1
    assert (deleted["state"], deleted["new"], len(deleted["old"])) == ("deleted", [], 1)


def _place(document, text: str, locator: str) -> dict[str, object]:
    start = document.text.index(text)
    return {"locator": locator, "start": start, "end": start + len(text), "text": text}
