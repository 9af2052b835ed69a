"""This year against last year in the app: found, compared, listed, gone to, written."""

from __future__ import annotations

import csv
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.widgets import Input

from core import yearly
from core.document import Document
from core.export.comparison import title
from core.promises import promises
from core.reading import parse
from core.review import tagged
from core.watching import unwatched
from store.index import Listed
from store.library import Library
from tests.core.yearly import one_dictionary
from tests.tui.auditing import LAST, THIS, Auditor, keep
from tui import language, years
from tui.actions import EVERY_ACTION, YEARS_ACTIONS
from tui.analysis import Analysis
from tui.exporting import ExportError, OccupiedError, StoppedError
from tui.keymap import AS_SHIPPED, signs
from tui.opening import OpenError
from tui.screens.choosing_year import ChoosingYearScreen
from tui.screens.help import HelpScreen
from tui.screens.review import ReviewScreen
from tui.screens.years import YearsScreen, titles
from tui.session import blank, edit_of
from tui.widgets.row_list import RowList
from tui.widgets.years_list import YearsList, header, in_full
from tui.year_parts import parts
from tui.year_rows import Answer, Column, Part, Row
from tui.years import Holding, before, suggested_name, write, years_before

ROOT = Path(__file__).parents[2]
TITLE = "{}年青禾县法治政府建设情况报告"


@pytest.fixture(scope="module", autouse=True)
def _words() -> Iterator[None]:
    yield from one_dictionary("")


def small(year: int, cases: int, title: str = TITLE) -> Document:
    """A short report; each year has its own number of cases."""
    return parse(
        f"{title.format(year)}\n发文机构：青禾县人民政府\n一、{year}年主要举措和成效\n"
        f"（一）化解矛盾纠纷。全县人民调解组织调解纠纷{cases}件。\n"
        f"二、{year + 1}年主要安排\n（一）推进调解。推动人民调解组织进商圈。\n"
    )


# Which document is last year's


def listed(title: str, *, name: str = "", measures: int = 3) -> Listed:
    return Listed(name or title, title, "青禾县人民政府", "", measures, [], 0)


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        ([TITLE.format(2023)], [TITLE.format(2023)]),
        ([TITLE.format(2022), TITLE.format(2025)], []),
        (["2023年白石县法治政府建设情况报告"], []),
        (["2023年青禾县政务公开工作报告"], []),
        ([TITLE.format(2024)], []),
    ],
    ids=["the year before", "other years", "another county", "another report", "a version"],
)
def test_the_same_report_of_the_year_before_is_proposed(
    others: list[str], expected: list[str]
) -> None:
    found = before([listed(name) for name in others], small(2024, 9).metadata)
    assert [one.title for one in found] == expected


def test_a_document_that_was_not_kept_is_not_proposed() -> None:
    assert before([listed(TITLE.format(2023), measures=0)], small(2024, 9).metadata) == []


def test_earlier_years_are_followed_as_long_as_there_is_one_of_each() -> None:
    twice = listed(TITLE.format(2019), name="another version")
    shelf = [listed(TITLE.format(year)) for year in (2023, 2019, 2021, 2020, 2022)]
    found = years_before([*shelf, twice], shelf[0])
    assert [one.title for one in found] == [TITLE.format(year) for year in range(2020, 2024)]


async def test_the_report_of_the_year_before_is_found_in_the_library(comparing: Any) -> None:
    async with comparing() as auditor:
        assert auditor.said("#head") == f"{THIS.metadata.title} against {LAST.metadata.title}"


@pytest.fixture
def strangers(library: Path) -> list[Document]:
    """Documents of the library of which none is last year's report."""
    documents = [
        parse(f"{name}\n一、工作\n修缮村道三条。\n") for name in ("白石镇方案", "青禾局通知")
    ]
    for document in documents:
        keep(library, document)
    return documents


async def test_where_none_is_found_one_chooses(reading: Any, strangers: list[Document]) -> None:
    async with reading() as auditor:
        await auditor.press("W")
        await auditor.sees(ChoosingYearScreen)
        await auditor.press(*"青禾")
        await auditor.press("enter")
        await auditor.compared()
        assert auditor.said("#head").endswith("青禾局通知")


async def test_what_was_chosen_is_remembered(reading: Any, strangers: list[Document]) -> None:
    async with reading() as auditor:
        await auditor.press("W")
        await auditor.sees(ChoosingYearScreen)
        await auditor.press(*"白石", "enter")
        await auditor.compared()
        await auditor.press("escape", "q")
    async with reading() as auditor:
        await auditor.press("W")
        await auditor.compared()
        assert auditor.said("#head").endswith("白石镇方案")


async def test_of_two_versions_one_chooses_and_they_stand_first(
    library: Path, reading: Any, strangers: list[Document]
) -> None:
    keep(library, LAST)
    keep(library, parse(LAST.text + "\n附则另行印发。\n"))
    async with reading() as auditor:
        await auditor.press("W")
        await auditor.sees(ChoosingYearScreen)
        assert auditor.lines[0] == "one year earlier, it seems"
        assert [LAST.metadata.title in line for line in auditor.lines[1:3]] == [True, True]
        assert auditor.lines[3] == "other documents"


async def test_another_year_can_be_chosen(comparing: Any, strangers: list[Document]) -> None:
    async with comparing() as auditor:
        await auditor.press("o")
        await auditor.sees(ChoosingYearScreen)
        await auditor.press(*"白石", "enter")
        await auditor.until(
            lambda: isinstance(auditor.screen, YearsScreen) and bool(auditor.screen._parts)
        )
        assert auditor.said("#head").endswith("白石镇方案")


async def test_an_empty_library_is_told(reading: Any) -> None:
    async with reading() as auditor:
        await auditor.press("W")
        await auditor.until(lambda: "no other document" in auditor.screen.status.text)
        assert isinstance(auditor.screen, ReviewScreen)


# Comparing


async def test_escape_stops_the_comparing(
    library: Path, reading: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(library, LAST)
    begun, ended = threading.Event(), threading.Event()

    def endless(_years: Any, _reviewed: Any, _own: Any, watch: Any, _terms: Any) -> None:
        begun.set()
        try:
            while True:
                watch(0.5)
        finally:
            ended.set()

    monkeypatch.setattr(yearly, "compare", endless)
    async with reading() as auditor:
        await auditor.press("W")
        await auditor.until(begun.is_set)
        await auditor.until(lambda: auditor.lines == ["comparing … 70% esc stops"])
        await auditor.press("escape")
        await auditor.sees(ReviewScreen)
        await auditor.until(ended.is_set)


async def test_a_document_that_cannot_be_read_is_told(
    library: Path, reading: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(library, LAST)

    def gone(*_arguments: Any) -> Document:
        raise OpenError("district.txt: the document itself was not kept")

    monkeypatch.setattr(years, "read_again", gone)
    async with reading() as auditor:
        await auditor.press("W")
        told = "district.txt: the document itself was not kept"
        await auditor.until(lambda: auditor.lines == [told])
        await auditor.press("escape")
        await auditor.sees(ReviewScreen)


def test_what_is_stopped_before_it_begins_reads_nothing(tmp_path: Path) -> None:
    job = Holding(THIS, Analysis(THIS), None)
    job.stop()
    with pytest.raises(StoppedError):
        job.run([listed("nowhere")], tmp_path, {}, "李")


# What is listed


def column_of(part: Part, number: int) -> list[str]:
    return [line.cells[number] for line in part.lines if isinstance(line, Row)]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> yearly.Comparison:
    """The two reports compared, a plan of last year being a follow-up."""
    library = tmp_path_factory.mktemp("library")
    keep(library, LAST)
    plan = LAST.measures[promises(LAST, THIS)[1].measure]
    edit = edit_of(tagged("follow-up"), blank(LAST, plan, "李"))
    Library(library).review(LAST.id, "李").change(str(plan.start), edit, "mark")
    last = Library(library).listed()
    return Holding(THIS, Analysis(THIS), None, unwatched).run(last, library, {}, "李")[0]


def part_of(found: yearly.Comparison, name: str, order: str = "stated") -> Part:
    return {one.id: one for one in parts(found, order)}[name]


def test_every_plan_of_last_year_is_listed_with_what_is_proposed(
    found: yearly.Comparison,
) -> None:
    part = part_of(found, "promises")
    assert column_of(part, 2) == [LAST.quote(LAST.measures[one.measure]) for one in found.promises]
    assert part.summary == "proposed 28: kept 19  partly kept 4  planned again 2  not mentioned 3"


def test_a_promise_tells_its_reasons_for_each_piece_of_evidence(found: yearly.Comparison) -> None:
    row = part_of(found, "promises").lines[1]
    assert isinstance(row, Row)
    assert row.cells[0] == "partly kept?"
    assert THIS.measures[row.answers[0].measure].locator == row.cells[3]
    assert row.answers[0].reason.startswith("planned 120项, reached only 97项")


def test_of_a_promise_nobody_speaks_of_no_evidence_is_listed(found: yearly.Comparison) -> None:
    rows = [row for row in part_of(found, "promises").lines if isinstance(row, Row)]
    silent = [row.cells[3:] for row in rows if row.cells[0] == "not mentioned?"]
    assert silent == [("—", "")] * 3


@pytest.mark.parametrize("order", ["change", "subject", "flags"])
def test_the_figures_are_sorted(found: yearly.Comparison, order: str) -> None:
    usual, sorted_ = part_of(found, "figures"), part_of(found, "figures", order)
    assert column_of(usual, 1) != column_of(sorted_, 1)
    assert sorted(column_of(usual, 1)) == sorted(column_of(sorted_, 1))


def test_a_doubtful_figure_has_a_sign_and_says_why(found: yearly.Comparison) -> None:
    rows = [row for row in part_of(found, "figures").lines if isinstance(row, Row)]
    [row] = [row for row in rows if row.cells[1] == "执法事项" and row.cells[0]]
    assert row.cells[-1] == "named otherwise: 下放镇街执法事项 → 执法事项"


def test_a_figure_that_is_no_longer_stated_leads_nowhere(found: yearly.Comparison) -> None:
    rows = [row for row in part_of(found, "figures").lines if isinstance(row, Row)]
    assert {bool(row.answers) for row in rows if "no longer stated" in row.cells} == {False}


def test_repeats_stand_under_their_headings_with_the_share_of_the_section(
    found: yearly.Comparison,
) -> None:
    lines = part_of(found, "repeated").lines
    at = lines.index("（一）加强党对法治政府建设的领导  1/5 20%")
    assert isinstance(lines[at + 1], Row)
    assert lines[at + 1].cells[:4] == ("1.1.1", "1.00", "1.1.1", "3次 → 4次")


def test_all_repeats_are_listed_in_reading_order(found: yearly.Comparison) -> None:
    lines = part_of(found, "repeated").lines
    measures = [line.answers[0].measure for line in lines if isinstance(line, Row)]
    assert measures == sorted(one.measure for one in found.recycled.repeats)


def test_weaknesses_and_plans_without_each_other_come_before_the_pairs(
    found: yearly.Comparison,
) -> None:
    lines = part_of(found, "weaknesses").lines
    assert [line for line in lines if isinstance(line, str)] == [
        "weaknesses without a plan 1",
        "plans without a weakness 9",
        "weaknesses with a plan 4",
    ]


def test_what_was_to_be_followed_up_comes_along_with_what_is_proposed(
    found: yearly.Comparison,
) -> None:
    [row] = part_of(found, "ledger").lines
    assert isinstance(row, Row)
    assert row.cells[:3] == ("!", "partly settled?", "not started")


def test_three_years_have_a_course(library: Path, tmp_path: Path) -> None:
    for year, cases in ((2022, 100), (2023, 300)):
        keep(library, small(year, cases))
    this = small(2024, 200)
    shelf = Library(library).listed()
    earlier = years_before(shelf, before(shelf, this.metadata)[0])
    made, _ = Holding(this, Analysis(this), None).run(earlier, library, {}, "李")
    part = part_of(made, "figures")
    rows = [row for row in part.lines if isinstance(row, Row) and "▁█▅" in row.cells]
    assert [row.cells[2:5] for row in rows] == [("100件", "300件", "200件")]


# On the screen


async def test_the_parts_are_gone_through(comparing: Any) -> None:
    async with comparing() as auditor:
        shown = []
        for key in ("tab", "right", "l", "shift+tab", "left", "h", "h"):
            await auditor.press(key)
            shown.append(auditor.said("#parts").partition("[")[2].split()[0])
        names = ["Figures", "Repeated", "Weaknesses", "Repeated", "Figures", "Promises", "Ledger"]
        assert shown == names


async def test_evidence_is_stepped_through_and_gone_to(comparing: Any) -> None:
    async with comparing() as auditor:
        row = part_of(auditor.screen._book.found, "promises").lines[0]
        assert isinstance(row, Row)
        await auditor.press("]", "]")
        assert auditor.said("#whole").count("> 3/3") == 1
        await auditor.press("enter")
        await auditor.sees(ReviewScreen)
        assert auditor.screen.cursor == row.answers[2].measure


async def test_one_comes_back_to_the_text_and_to_the_line(comparing: Any) -> None:
    async with comparing() as auditor:
        [review] = [one for one in auditor.app.screen_stack if isinstance(one, ReviewScreen)]
        at = review.cursor
        await auditor.press("tab", "j", "j")
        line = auditor.highlighted
        await auditor.press("enter", "ctrl+o")
        await auditor.sees(ReviewScreen)
        assert review.cursor == at
        await auditor.press("W")
        await auditor.compared()
        assert auditor.highlighted == line


async def test_sorting_goes_through_the_orders_of_the_figures(comparing: Any) -> None:
    async with comparing() as auditor:
        await auditor.press("s")
        assert auditor.said("#said") == "only the figures can be sorted"
        await auditor.press("tab", "s")
        assert auditor.said("#summary").endswith("by change")


async def test_headings_are_no_lines_to_go_to(comparing: Any) -> None:
    async with comparing() as auditor:
        await auditor.press("tab", "tab", "g")
        assert auditor.lines[0].startswith("Preamble")
        assert auditor.highlighted.startswith("0.2")


async def test_a_click_shows_and_a_second_goes_there(comparing: Any) -> None:
    async with comparing() as auditor:
        await auditor.pilot.click("YearsList", offset=(5, 1))
        assert auditor.highlighted.startswith("partly kept")
        await auditor.pilot.click("YearsList", offset=(5, 1))
        await auditor.sees(ReviewScreen)


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (40, 8), (200, 50)])
async def test_any_terminal_has_room_for_the_words_of_a_line(
    comparing: Any, size: tuple[int, int]
) -> None:
    async with comparing(size) as auditor:
        for _ in range(5):
            row = auditor.screen.query_one(RowList).highlighted
            words = [cell[:4] for cell in row.cells if len(cell) >= 4] if row else []
            assert any(word in auditor.highlighted for word in words) == bool(row)
            assert "…" not in auditor.said("#parts")
            await auditor.press("tab")


HOSTILE = parse(
    "2024年澄湾区法治政府建设情况报告\n一、2024年主要举措和成效\n"
    "（一）推进调解。推动[/b]调解组织\x1b[31m进商圈[@click=app.bell]。\n"
)


def test_the_words_of_a_document_are_not_interpreted() -> None:
    row = Row(("a",), ("\x1b[31m[b]红[/b]",), (Answer(0, "[red]\x07"),))
    shown = in_full(row, 0, HOSTILE, 60, 20)
    assert "\x1b" not in shown.plain
    assert "\x07" not in shown.plain
    assert "[b]红[/b]" in shown.plain


def test_neither_are_names_of_columns() -> None:
    columns = (Column("标\x1b[31m题\u202e"),)
    assert header(Part("", "", "", columns, ()), 12).rstrip() == "标 [31m题"


async def test_neither_are_headings(comparing: Any) -> None:
    async with comparing() as auditor:
        rows = auditor.screen.query_one(YearsList)
        rows.renew(Part("", "", "", (Column(""),), ("一、\x1b[31m红\u202e", ROW)), 0, "")
        assert auditor.lines[0] == "一、 [31m红"


ROW = Row(("a",), ("a",), ())


@settings(max_examples=60)
@given(st.integers(1, 220), st.lists(st.sampled_from([0, 4, 12]), min_size=1, max_size=6))
def test_the_columns_never_take_more_than_there_is(width: int, widths: list[int]) -> None:
    columns = tuple(Column("对象Subject", one, since=20 * n) for n, one in enumerate(widths))
    shown = sum(one.width + 2 for one in columns if width >= one.since)
    assert cell_len(header(Part("", "", "", columns, ()), width)) <= max(width, shown)


@settings(max_examples=60)
@given(st.integers(1, 120), st.integers(0, 4))
def test_the_titles_of_the_parts_fit(width: int, chosen: int) -> None:
    names = ("承诺", "Figures", "沿用", "不足", "Ledger")
    every = [Part(name, name, "", (), ()) for name in names]
    assert cell_len(titles(every, every[chosen], width)) <= width


# Writing


@pytest.mark.usefixtures("_here")
async def test_the_comparison_is_written_and_a_file_that_is_there_stays(
    comparing: Any, tmp_path: Path
) -> None:
    async with comparing() as auditor:
        await auditor.press("e")
        name = auditor.screen.query_one(Input).value
        await auditor.press("enter")
        await auditor.until((tmp_path / name).exists)
        await auditor.until(lambda: auditor.said("#said").startswith("written: "))
        assert (tmp_path / name).read_text("utf-8").startswith(f"# {title_of(auditor)}")
        (tmp_path / name).write_text("mine", "utf-8")
        await auditor.press("e")
        field = auditor.screen.query_one(Input)
        assert field.value == name.replace(".md", "-2.md")
        field.value = name
        await auditor.press("enter")
        await auditor.until(lambda: "is there already" in auditor.said("#said"))
        assert (tmp_path / name).read_text("utf-8") == "mine"


def title_of(auditor: Auditor) -> str:
    return title(auditor.screen._book.found)


@pytest.fixture
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are written where one is."""
    monkeypatch.chdir(tmp_path)


def test_a_csv_has_the_figures(found: yearly.Comparison, tmp_path: Path) -> None:
    path = write(found, str(tmp_path / "figures.CSV"))
    rows = list(csv.reader(path.read_text("utf-8-sig").splitlines()))
    assert len(rows) == len(found.series) + 1


@pytest.mark.parametrize("name", ["~nobody-at-all/x.md", "no/such/folder.md", "a\0b.md", "."])
def test_a_file_that_cannot_be_written_is_told(
    found: yearly.Comparison, name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ExportError):
        write(found, name)
    assert list(tmp_path.iterdir()) == []


def test_what_a_link_leads_to_is_not_replaced(found: yearly.Comparison, tmp_path: Path) -> None:
    (tmp_path / "link.md").symlink_to(tmp_path / "target.md")
    (tmp_path / "target.md").write_text("mine", "utf-8")
    with pytest.raises(OccupiedError):
        write(found, str(tmp_path / "link.md"))
    assert (tmp_path / "target.md").read_text("utf-8") == "mine"


@pytest.mark.usefixtures("_here")
def test_the_name_that_is_proposed_is_free(found: yearly.Comparison, tmp_path: Path) -> None:
    for number in ("", "-2"):
        assert suggested_name(found) == f"对照_2024年澄湾区法治政府建设情况报告{number}.md"
        (tmp_path / suggested_name(found)).touch()


# Keys


def test_every_key_does_something_of_its_own() -> None:
    held = [key for action in YEARS_ACTIONS for key in action.keys.split()]
    assert len(held) == len(set(held))
    for action in YEARS_ACTIONS:
        assert hasattr(YearsScreen, f"action_{action.id.partition('(')[0]}"), action.id
    assert {one.id for one in YEARS_ACTIONS} <= {one.id for one in EVERY_ACTION}


async def test_the_help_has_the_keys(comparing: Any) -> None:
    async with comparing() as auditor:
        await auditor.press("?")
        await auditor.sees(HelpScreen)
        await auditor.until(lambda: "next part" in auditor.said("#list"))
        shown = auditor.said("#list")
        assert [one.name for one in YEARS_ACTIONS if one.help[:30] not in shown] == []


@pytest.mark.parametrize(("readme", "lang"), [("README.md", "zh"), ("README.en.md", "en")])
def test_the_readme_has_the_keys(readme: str, lang: str) -> None:
    language.use(lang)
    rows = [
        f"| `{' '.join(signs(AS_SHIPPED, one.id))}` | {language._(one.help)} | `{one.name}` |"
        for one in YEARS_ACTIONS
        if one.group == "Against last year"
    ]
    table = "\n".join(["|---|---|---|", *rows])
    text = (ROOT / readme).read_text(encoding="utf-8")
    assert table in text, f"put this into {readme}:\n{table}"


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    language.use("en")
    yield
    language.use("en")
