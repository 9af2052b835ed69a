"""Where each line is printed: indents, and notes among the lines of the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.document import Document
from core.reading import read
from tui.widgets.layout import MARGIN, NoteLine, Page, TextLine, TextLines, note_lines
from tui.wrapping import wrap

TEXT = """某市工作方案
一、总体要求
坚持依法办事，稳步推进各项改革任务落实到位，不断提高服务水平。
（一）健全政策评估机制并向社会公开评估结果，接受各方面监督，及时改进不足。
1.每季度公布一次办理情况，公开的内容包括受理数量、办结数量和群众评价的结果。
二、保障措施
（一）加强组织领导。各部门主要负责人亲自抓、负总责，把任务分解到岗、落实到人。
"""


@pytest.fixture(scope="module")
def plan() -> Document:
    return read(TEXT.encode())


def printed(document: Document, page: Page) -> list[str]:
    """Every row as it is read, without the margin's signs."""
    rows = []
    for number in range(len(page)):
        line = page.at(number)
        block = page.text.blocks[line.block]
        if isinstance(line, NoteLine):
            rows.append(f"{' ' * MARGIN}| {line.text}")
        else:
            indent = block.indent if line.is_first else block.hang
            rows.append((" " * indent + document.text[line.start : line.end]).rstrip())
    return rows


PRINTED = """\
       某市工作方案

 一、总体要求
       坚持依法办事，稳步推进各项改革任务落实到
       位，不断提高服务水平。

   （一）健全政策评估机制并向社会公开评估结果，
         接受各方面监督，及时改进不足。
       1.每季度公布一次办理情况，公开的内容包括
         受理数量、办结数量和群众评价的结果。
       | 请核实

 二、保障措施

   （一）加强组织领导。
       各部门主要负责人亲自抓、负总责，把任务分
       解到岗、落实到人。"""


def test_headings_stand_out_by_level_and_further_lines_hang_under_the_first_word(
    plan: Document,
) -> None:
    page = Page(TextLines(plan, 48), {1: "请核实"}, unfolded=False)
    assert "\n".join(printed(plan, page)) == PRINTED


ONLY = """\
 一、总体要求

   （一）健全政策评估机制并向社会公开评估结果，
         接受各方面监督，及时改进不足。
       1.每季度公布一次办理情况，公开的内容包括
         受理数量、办结数量和群众评价的结果。
       | 请核实"""


def test_of_some_measures_the_headings_above_them_are_printed_too(plan: Document) -> None:
    page = Page(TextLines(plan, 48), {0: "隐去", 1: "请核实"}, unfolded=False)
    whole = printed(plan, page)
    page.show_only(plan, [1])
    assert "\n".join(printed(plan, page)) == ONLY
    page.show_only(plan, None)
    assert printed(plan, page) == whole


@given(st.sets(st.integers(0, 2), min_size=1), st.integers(24, 90))
def test_what_is_hidden_has_no_rows_and_what_is_shown_all_of_its_own(
    plan: Document, shown: set[int], width: int
) -> None:
    whole = Page(TextLines(plan, width), {1: "请核实"}, unfolded=True)
    page = Page(whole.text, {1: "请核实"}, unfolded=True)
    page.show_only(plan, sorted(shown))
    for measure in range(len(plan.measures)):
        first, height = page.extent(measure)
        there, as_before = whole.extent(measure)
        assert height == (as_before if measure in shown else 0)
        rows = [page.at(row) for row in range(first, first + height)]
        assert rows == [whole.at(row) for row in range(there, there + height)]


def test_in_a_narrow_pane_nothing_hangs(plan: Document) -> None:
    page = Page(TextLines(plan, 30), {}, unfolded=False)
    assert {block.hang - block.indent for block in page.text.blocks} == {0}


@pytest.mark.parametrize(
    ("note", "unfolded", "expected"),
    [
        ("请核实出处。", False, ["请核实出处。"]),
        ("请核实出处。\n另请补充。", False, ["请核实出处。…"]),
        ("\n\n请核实", False, ["请核实…"]),
        ("请核实统计口径与出处", False, ["请核实统计口…"]),
        ("请核实统计口径与出处", True, ["请核实统计口径", "与出处"]),
        ("第一段\n\n第二段", True, ["第一段", "", "第二段"]),
        ("红\x1b[m字\t\u202e[/]", True, ["红 [m字  [/]"]),
        ("注" * 2001, False, ["注注注注注注…"]),
    ],
)
def test_note_lines(note: str, unfolded: bool, expected: list[str]) -> None:
    assert note_lines(note, 14, unfolded=unfolded) == expected


def test_of_a_note_as_long_as_a_book_the_beginning_is_printed() -> None:
    lines = note_lines("注" * 5_000_000, 40, unfolded=True)
    assert len(lines) == 101
    assert lines[-1].endswith("…")


NOTES = st.dictionaries(st.integers(0, 2), st.text("核实出处，。\n", min_size=1, max_size=60))


@given(NOTES, st.booleans(), st.integers(24, 90))
def test_text_and_notes_are_all_printed_in_order(
    plan: Document, notes: dict[int, str], unfolded: bool, width: int
) -> None:
    text = TextLines(plan, width)
    page = Page(text, notes, unfolded=unfolded)
    rows = [page.at(number) for number in range(len(page))]
    lines = [row for row in rows if isinstance(row, TextLine)]
    assert lines == [text.line(number) for number in range(len(text))]
    for measure in range(len(plan.measures)):
        first, height = page.extent(measure)
        assert {row.block for row in rows[first : first + height]} == {text.of_measure[measure]}
        under = [row for row in rows[first : first + height] if isinstance(row, NoteLine)]
        assert bool(under) == (measure in notes)
    for number in range(len(text)):
        assert rows[page.row_of(number)] == text.line(number)
        assert page.text_line_at(page.row_of(number)) == number


@given(NOTES, st.integers(0, 2), st.text("核实。\n", max_size=60), st.booleans())
def test_a_note_put_later_is_printed_as_if_it_had_been_there(
    plan: Document, notes: dict[int, str], measure: int, note: str, unfolded: bool
) -> None:
    text = TextLines(plan, 48)
    page = Page(text, notes, unfolded=unfolded)
    page.put_notes({measure: note})
    wanted = {**notes, measure: note} if note else {k: v for k, v in notes.items() if k != measure}
    fresh = Page(text, wanted, unfolded=unfolded)
    assert printed(plan, page) == printed(plan, fresh)
    assert page.notes == wanted


def test_a_note_that_changed_does_not_have_the_text_wrapped_again(
    plan: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = Page(TextLines(plan, 48), {}, unfolded=True)
    wrapped: list[str] = []

    def watched(text: str, width: int) -> list[tuple[int, int]]:
        wrapped.append(text)
        return wrap(text, width)

    monkeypatch.setattr("tui.widgets.layout.wrap", watched)
    page.put_notes({1: "核实"})
    assert wrapped == ["核实"]


@given(st.integers(0, 40), st.integers(0, 100), st.integers(24, 60))
def test_what_the_mouse_points_at_is_what_is_printed_there(
    plan: Document, row: int, cell: int, width: int
) -> None:
    page = Page(TextLines(plan, width), {0: "核实"}, unfolded=True)
    place = page.place(row, cell)
    if place % 2 == 0:
        line = page.at(row)
        shown = printed(plan, page)[row]
        assert isinstance(line, TextLine)
        assert line.start <= place // 2 < line.end
        assert plan.text[place // 2] in shown
    else:
        assert -1 <= place <= 2 * len(plan.text)
