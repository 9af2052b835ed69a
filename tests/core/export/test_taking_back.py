"""Taking back what was edited in a memo."""

import re
from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import review
from core.export import edited
from core.export.edited import TakingBackError
from core.export.escaping import escape
from core.export.markdown import FLAVOURS, FREE_ENDS, said, write
from core.export.taking_back import Plan, plan
from core.ledger import Task
from core.review import TAGS, Annotation
from tests.core.export.reviews import DOCUMENT, HARD, MARKS, annotated, handed_in

Marks = dict[str, Annotation]
FLAVOUR = st.sampled_from([*FLAVOURS.values()])
BEGINNING = annotated()
MEMO = write(handed_in())
KEYS = {mark.anchor.locator: key for key, mark in BEGINNING.items()}


def planned(memo: str, marks: Mapping[str, Annotation] = BEGINNING) -> Plan:
    return plan(edited.read(memo), DOCUMENT, marks)


def taken_back(memo: str, marks: Mapping[str, Annotation] = BEGINNING) -> Marks:
    """The review as it is afterwards, as the store would save it."""
    after = dict(marks)
    for key, change in planned(memo, marks).changes.items():
        index = DOCUMENT.measure_index(int(key))
        assert index is not None
        anchor = review.anchor_of(DOCUMENT, DOCUMENT.measures[index])
        start = marks.get(key, Annotation("new", anchor, "李", "", ""))
        after[key] = change(start)
    return after


def told(memo: str, marks: Mapping[str, Annotation] = BEGINNING) -> list[tuple[str, str, str]]:
    return [(one.kind, one.what, one.words) for one in planned(memo, marks).findings]


def changed(locator: str, **values: object) -> Marks:
    key = KEYS[locator]
    return {**BEGINNING, key: replace(BEGINNING[key], **values)}  # type: ignore[arg-type]


def test_a_memo_that_was_not_edited_changes_nothing() -> None:
    assert planned(MEMO) == Plan({}, ())


TASK = Task("区司法局", "2025-06-30")
EDITS = {
    "a note": ("批注：缺少统计口径", "批注：缺*口径*", changed("0.1", note="缺*口径*")),
    "a note of several lines": (
        "批注：缺少统计口径",
        "批注：甲\n  乙\n\n  丙<br>丁",
        changed("0.1", note="甲\n乙\n\n丙\n丁"),
    ),
    "a note after an ASCII colon": ("批注：缺少", "批注: 缺少", BEGINNING),
    "a note taken away": ("\n  批注：缺少统计口径\n", "", changed("0.1", note="")),
    "a note where none was": (
        "> 一些领域仍需加强。\n",
        "> 一些领域仍需加强。\n\n  批注：需要数据\n",
        changed("2.1", note="需要数据"),
    ),
    "a note that quotes figures": (
        "> 一些领域仍需加强。\n",
        "> 一些领域仍需加强。\n\n  批注：看\n  数字：3件\n  > 引\n  - 一\n",
        changed("2.1", note="看\n数字：3件\n> 引\n- 一"),
    ),
    "a tag": ("- **不足** `2.1`", "- **亮点** `2.1`", changed("2.1", tags=("highlight",))),
    "a tag more, without bold": (
        "- **不足** `2.1`",
        "- 亮点、#不足 `2.1`",
        changed("2.1", tags=("highlight", "weakness")),
    ),
    "the first tag": (
        "- （未标记） `0.1`",
        "- **跟进** `0.1`",
        changed("0.1", tags=("follow-up",)),
    ),
    "no tag": ("- **不足** `2.1`", "- `2.1`", changed("2.1", tags=())),
    "a unit": ("| 区司法局 |", "| 区法院\\|检察院 |", None),
    "a due date in words": (
        "| 2025-06-30 |",
        "| 2025年12月1日 |",
        changed("1.1.1", task=replace(TASK, due="2025-12-01")),
    ),
    "a status": (
        "| 未启动 |  |",
        "| 进行中 |  |",
        changed("1.1.1", task=replace(TASK, status="in-progress")),
    ),
    "a status with its evidence": (
        "| 未启动 |  |",
        "| 已销号 | 甲.pdf<br> 乙|",
        changed("1.1.1", task=replace(TASK, status="closed", evidence=("甲.pdf", "乙"))),
    ),
}
EDITS["a unit"] = (*EDITS["a unit"][:2], changed("1.1.1", task=replace(TASK, unit="区法院|检察院")))


@pytest.mark.parametrize(("former", "now", "expected"), EDITS.values(), ids=EDITS)
def test_an_edit_arrives_and_nothing_else_changes(former: str, now: str, expected: Marks) -> None:
    assert MEMO.count(former) == 1
    assert taken_back(MEMO.replace(former, now)) == expected


@pytest.mark.parametrize(
    "rewritten",
    [
        lambda memo: memo.replace("\n", "\r\n"),
        lambda memo: "\ufeff" + memo,
        lambda memo: memo.replace("\n- ", "\n* ").replace("\n  ", "\n    "),
        lambda memo: re.sub(r" *\| *", "   |  ", memo).replace("\n   |", "\n|"),
        lambda memo: memo.replace("| --- ", "| :-: "),
        lambda memo: memo.replace("缺少", "缺&#23569;").replace("现将", "**现将**"),
        lambda memo: memo.replace(FREE_ENDS, f"- `2.1` 甲\n\n  批注：乙\n{FREE_ENDS}"),
        lambda memo: "\n".join(line.rstrip() for line in memo.split("\n")),
    ],
    ids=["CRLF", "BOM", "bullets", "widths", "aligned", "entities", "free block", "line ends"],
)
def test_what_editors_do_to_a_file_is_no_edit(rewritten: object) -> None:
    assert planned(rewritten(MEMO)) == Plan({}, ())  # type: ignore[operator]


def test_columns_of_the_ledger_may_be_moved_and_added() -> None:
    rows = [line for line in MEMO.split("\n") if line.startswith("|") and line.count("|") == 8]
    moved = MEMO
    for row in rows:
        cells = row.strip("|").split("|")
        order = [cells[5].replace("未启动", "延期"), " 甲 ", cells[0], " 函 ", cells[4]]
        if "状态" in row:
            order[3] = " 证据 "
        moved = moved.replace(row, f"|{'|'.join(order)}|")
    after = taken_back(moved)[KEYS["1.1.1"]].task
    assert after == Task("区司法局", "2025-06-30", "postponed", ("函",))


def test_both_changed_in_different_places() -> None:
    memo = MEMO.replace("| 未启动 |", "| 进行中 |").replace("**亮点** **跟进**", "**跟进**")
    marks = changed("1.1.1", note="新批注", tags=("highlight", "weakness", "follow-up"))
    after = taken_back(memo, marks)[KEYS["1.1.1"]]
    assert after.note == "新批注"
    assert after.tags == ("weakness", "follow-up")
    assert after.task == replace(TASK, status="in-progress")
    assert all(kind == "changed" for kind, _what, _words in told(memo, marks))


@pytest.mark.parametrize(
    ("former", "now", "meanwhile", "note", "task"),
    [
        ("缺少统计口径", "文件里改的", {"note": "批阅里改的"}, "文件里改的\n\n批阅里改的", None),
        ("缺少统计口径", "同", {"note": "同"}, "同", None),
        (
            "| 区司法局 |",
            "| 区法院 |",
            {"task": Task("区检察院")},
            "请核实\n成功率\n\n责任单位（据审阅记录）：区法院",
            Task("区检察院"),
        ),
        (
            "| 未启动 |  |",
            "| 未启动 | 甲 |",
            {"task": Task(evidence=("乙",))},
            "请核实\n成功率",
            Task(evidence=("乙", "甲")),
        ),
    ],
    ids=["note", "the same note", "unit", "evidence"],
)
def test_where_both_changed_the_same_both_are_kept(
    former: str, now: str, meanwhile: dict[str, object], note: str, task: Task | None
) -> None:
    locator = "0.1" if former == "缺少统计口径" else "1.1.1"
    marks = changed(locator, **meanwhile)
    memo = MEMO.replace(former, now)
    after = taken_back(memo, marks)
    assert after[KEYS[locator]].note == note
    assert after[KEYS[locator]].task == task
    assert planned(memo, after).changes == {}, "a second time changes nothing"
    kinds = {kind for kind, _what, _words in told(memo, marks)}
    assert kinds == ({"conflict"} if after != marks else set())


@pytest.mark.parametrize(
    ("former", "now", "expected"),
    [
        ("piyue:id0 ", "piyue:beef ", [("unknown", "id", "pr-beef")]),
        ("| 2025-06-30 |", "| 下月 |", [("unknown", "时限", "下月 (no date: 下月)")]),
        ("| 未启动 |", "| 办了 |", [("unknown", "状态", "办了 (no status: 办了)")]),
        ("| 未启动 |", "| 已销号 |", [("unknown", "状态", "已销号 (closed: needs evidence)")]),
        ("**不足** `2.1`", "**不够** `2.1`", [("unknown", "tags", "不够")]),
        ("## 二、不足", "随手写的\n\n## 二、不足", [("unknown", "text", "随手写的")]),
        (
            "> 一些领域仍需加强。",
            "> 一些领域仍\n  > **很** 弱。",
            [("unknown", "quote", "一些领域仍\n**很** 弱。")],
        ),
        (
            "| 受理纠纷120件，成功率为95.6%。 |",
            "| 受理纠纷130件。 |",
            [("unknown", "quote", "受理纠纷130件。")],
        ),
        ("| 未启动 |  |", "| 未启动 |  | 多 |", None),
    ],
    ids=["id", "date", "status", "evidence", "tag", "text", "quote", "matter", "row"],
)
def test_what_cannot_be_taken_back_is_told_and_left_alone(
    former: str, now: str, expected: list[tuple[str, str, str]] | None
) -> None:
    memo = MEMO.replace(former, now)
    assert taken_back(memo) == BEGINNING
    found = told(memo)
    assert found == expected if expected else [one[:2] for one in found] == [("unknown", "row")]


def test_a_quote_that_was_edited_in_both_places_is_told_once() -> None:
    assert told(MEMO.replace("120件，", "130件，")) == [
        ("unknown", "quote", "受理纠纷130件，成功率为95.6%。")
    ]


@pytest.mark.parametrize(
    "rewritten",
    [
        lambda memo: memo.replace("> 一些领域仍需加强。\n", ""),
        lambda memo: re.sub(r" quote=\w+", "", memo).replace("仍需加强", "很强"),
        lambda memo: memo.replace("> 一些领域仍", "> 一些*领域*\n  >仍"),
    ],
    ids=["left out", "of an earlier version", "wrapped and emphasised"],
)
def test_no_edit_of_a_quote_is_told_where_none_is_known(rewritten: object) -> None:
    assert planned(rewritten(MEMO)) == Plan({}, ())  # type: ignore[operator]


@given(HARD, FLAVOUR)
def test_whatever_was_quoted_is_known_as_unedited(exact: str, flavour: object) -> None:
    marks = {
        key: replace(mark, anchor=replace(mark.anchor, exact=exact), tags=("follow-up",))
        for key, mark in BEGINNING.items()
    }
    memo = write(handed_in(marks), flavour=flavour)  # type: ignore[arg-type]
    assert edited.read(memo).unknown == ()
    assert {quote for mark in edited.read(memo).marks for quote in mark.edited_quotes} == set()


def test_a_mark_that_stands_there_twice_is_left_alone() -> None:
    item = MEMO[MEMO.index("- **不足**") : MEMO.index("## 跟进台账")]
    memo = MEMO.replace(item, item + item.replace("**不足**", "**亮点**"))
    assert told(memo) == [("unknown", "id", "pr-id3")] * 2
    assert taken_back(memo) == BEGINNING


def test_a_mark_written_by_hand_is_made_at_its_locator() -> None:
    memo = MEMO.replace(
        "## 二、不足", "- 亮点 `1.2.1`\n\n  批注：新\n\n- 跟进 `2.1`\n\n- 不足 `9.9`\n\n## 二、不足"
    )
    after = taken_back(memo)
    assert (after[KEYS["1.2.1"]].tags, after[KEYS["1.2.1"]].note) == (("highlight",), "新")
    assert after[KEYS["2.1"]].tags == ("weakness", "follow-up")
    assert ("unknown", "locator", "9.9") in told(memo)
    assert ("added", "批注", "新") in told(memo)


def test_a_mark_that_another_took_the_place_of_meanwhile_is_left_alone() -> None:
    change = planned(MEMO.replace("缺少统计口径", "改")).changes[KEYS["0.1"]]
    other = replace(BEGINNING[KEYS["0.1"]], id="other")
    assert change(other) == other


@pytest.mark.parametrize(
    ("file", "cause"),
    [
        ("# 笔记\n", "no memo of Piyue's"),
        ("", "no memo of Piyue's"),
        ("---\ntitle: 甲\n---\n", "no memo of Piyue's"),
        (MEMO.replace("review/2", "review/1"), "another version"),
        (MEMO.replace("review/2", "review/3"), "another version"),
        (MEMO.replace(FREE_ENDS, ""), "a marker of the free block is missing"),
    ],
    ids=["notes", "empty", "other front matter", "older", "newer", "free block"],
)
def test_another_file_is_refused(file: str, cause: str) -> None:
    with pytest.raises(TakingBackError, match=cause):
        edited.read(file)


@given(st.text(alphabet="-\n `|#>*<!piyue:id1批注：甲~^[]", max_size=60), st.integers(0, len(MEMO)))
def test_a_memo_broken_by_hand_is_read_or_refused(piece: str, at: int) -> None:
    try:
        memo = edited.read(MEMO[:at] + piece + MEMO[at:])
    except TakingBackError:
        return
    assert {mark.id for mark in memo.marks} <= {"", *re.findall(r"[0-9a-z-]+", MEMO + piece)}


TAGGED = st.sets(st.sampled_from([tag.id for tag in TAGS])).map(
    lambda tags: tuple(tag.id for tag in TAGS if tag.id in tags)
)
TASKS = st.builds(
    Task,
    unit=HARD,
    due=st.sampled_from(["", "2025-06-30", "soon"]),
    status=st.sampled_from(["not-started", "in-progress", "closed", "frozen|", ""]),
    evidence=st.lists(HARD, max_size=2).map(tuple),
)
ANY = st.fixed_dictionaries(
    {locator: st.tuples(TAGGED, HARD, st.none() | TASKS) for locator in MARKS}
).map(annotated)


@given(ANY, FLAVOUR)
def test_any_review_taken_back_unedited_is_the_same(marks: Marks, flavour: object) -> None:
    memo = write(handed_in(marks), flavour=flavour)  # type: ignore[arg-type]
    assert planned(memo, marks) == Plan({}, ())


@given(ANY, FLAVOUR, TAGGED, HARD.filter(str.strip))
def test_any_note_and_tag_typed_arrive_and_come_back(
    marks: Marks, flavour: object, tags: tuple[str, ...], note: str
) -> None:
    key = KEYS["2.1"]
    start = {**marks, key: replace(marks[key], tags=("weakness",), note="甲", task=None)}
    memo = write(handed_in(start), flavour=flavour)  # type: ignore[arg-type]
    names = " ".join(review.name_of(tag) for tag in tags)
    memo = re.sub(r"- \S+ (?=`2.1`)", lambda _: f"- {names} ", memo)
    head, _, tail = memo.rpartition("批注：甲")
    after = taken_back(f"{head}批注：{escape(note)}{tail}", start)
    assert after[key].tags == tags
    assert said(after[key])["note"] == said(replace(start[key], note=note))["note"]
    assert {**after, key: start[key]} == start
    again = write(handed_in(after), flavour=flavour)  # type: ignore[arg-type]
    assert planned(again, after) == Plan({}, ())


@given(ANY, ANY)
def test_taking_a_memo_back_twice_is_taking_it_back_once(ours: Marks, theirs: Marks) -> None:
    memo = write(handed_in(theirs))
    once = taken_back(memo, ours)
    assert taken_back(memo, once) == once
