import shutil
import subprocess
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.section import Section
from docx.shared import Mm
from hypothesis import given, settings
from hypothesis import strategies as st

from core import review
from core.export import official, word
from core.export.markup import legible
from core.export.material import Item, Material, material
from core.ledger import Task
from core.metrics import find_metrics
from core.reading import parse, read
from core.review import Annotation, Change, anchor_of, key_of

OFFICE = shutil.which("soffice")
DOCUMENT = parse(
    "报告\n总的来说很好。\n一、成效\n（一）调解\n受理案件增长12%。另有1件。\n（二）执法\n检查30次。\n二、不足\n还有差距。\n"
)
MARKS: tuple[tuple[str, Change], ...] = (
    ("0.1", review.tagged("highlight")),
    ("1.1.1", review.tagged("highlight", "follow-up")),
    ("1.2.1", review.tagged("highlight")),
    ("2.1", review.noted("看")),
)


def reviewed(note: str = "核对", title: str = "报告") -> Material:
    marks = {}
    for locator, change in MARKS:
        measure = next(one for one in DOCUMENT.measures if one.locator == locator)
        day = "2025-03-01T08:00:00+08:00"
        mark = change(Annotation(locator, anchor_of(DOCUMENT, measure), "李", day, day))
        task = Task(unit="司法局", due="2025-06-30") if "follow-up" in mark.tags else None
        marks[key_of(measure)] = replace(mark, note=note, task=task)
    document = replace(DOCUMENT, metadata=replace(DOCUMENT.metadata, title=title))
    return material(document, marks, find_metrics(DOCUMENT.text), "李")


def opened(made: Material) -> docx.document.Document:
    return docx.Document(BytesIO(word.write(made)))


def test_marks_stand_under_numbered_headings() -> None:
    lines = [
        paragraph.text.partition("“")[0]
        for paragraph in opened(reviewed()).paragraphs
        if paragraph.style.name.startswith("Heading") or "“" in paragraph.text
    ]

    assert lines == [
        "一、亮点",
        "（一）前言",
        "1.［+ 亮点］",
        "（二）成效",
        "1.调解",
        "（1）［+ 亮点］［! 跟进］",
        "2.执法",
        "（1）［+ 亮点］",
        "二、其他批注",
        "（一）不足",
        "1.",
    ]


def paper(section: Section) -> tuple[list[int], list[int]]:
    """Width and height, and the margins from the upper one clockwise, in millimetres."""
    size = (section.page_width, section.page_height)
    margins = (section.top_margin, section.right_margin, section.bottom_margin, section.left_margin)
    return [round(side.mm) for side in size], [round(side.mm) for side in margins]


def test_the_page_is_that_of_an_official_document() -> None:
    file = opened(reviewed())
    first, ledger, last = map(paper, file.sections)

    assert first == last == ([210, 297], [37, 26, 35, 28])
    assert ledger == ([297, 210], [28, 37, 26, 35])  # the same sheet, turned to the right
    for section in file.sections:  # 7.5: the number stands 7 mm below the lines
        line = file.styles["页码"].paragraph_format.line_spacing
        foot = section.bottom_margin - section.footer_distance - line
        assert round(foot / Mm(1)) == 7
    assert file.paragraphs[0].style.font.size.pt == 22
    assert [file.styles[name].font.size.pt for name in ("Heading 1", "公文正文")] == [16, 16]


def test_the_annexes_are_the_ledger_and_the_figures() -> None:
    _spread, ledger, figures = opened(reviewed()).tables

    assert [cell.text for cell in ledger.rows[1].cells][1:6] == [
        "核对",
        "一、（一）\n1.1.1",
        "司法局",
        "2025-06-30",
        "未启动",
    ]
    assert figures.rows[1].cells[1].text == "增长12%"
    assert all("w:tblHeader" in table.rows[0]._tr.xml for table in (ledger, figures))


def test_where_the_ledger_is_the_last_annex_the_file_ends_turned() -> None:
    [first, ledger] = opened(replace(reviewed(), figures=())).sections

    assert (paper(first)[0], paper(ledger)[0]) == ([210, 297], [297, 210])


@pytest.mark.parametrize("items", [(), reviewed().items[:1]], ids=["no mark", "no follow-up"])
def test_without_a_ledger_nothing_is_turned(items: tuple[Item, ...]) -> None:
    [only] = opened(replace(reviewed(), items=items)).sections

    assert paper(only)[0] == [210, 297]


def test_tables_are_as_wide_as_the_lines() -> None:
    file = opened(reviewed())
    for table, section in zip(file.tables, file.sections, strict=True):
        lines = section.page_width - section.left_margin - section.right_margin
        assert 0 <= lines - sum(it.width for it in table.columns) < Mm(0.5)


def test_a_figure_stands_beside_its_mark_with_its_direction() -> None:
    lines = [it.text for it in opened(reviewed()).paragraphs]

    assert any(line.startswith("数字：增长12%") for line in lines)


def test_the_date_is_that_of_the_last_mark() -> None:
    assert "2025年3月1日" in [it.text.strip() for it in opened(reviewed()).paragraphs]


def test_the_same_review_gives_the_same_bytes_without_a_time() -> None:
    made = word.write(reviewed())

    assert made == word.write(reviewed())
    with zipfile.ZipFile(BytesIO(made)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"created" not in archive.read("docProps/core.xml")


def test_a_note_keeps_its_paragraphs() -> None:
    lines = [it.text for it in opened(reviewed("第一段。\n\n第二段。")).paragraphs]

    assert lines[lines.index("批注：第一段。") + 1] == "第二段。"


HOSTILE = ["]]></w:t><w:br/>&lt;", "\x00\x1b[31m\ufffe", "5\u202e9%", "很" * 20_000, "一\t二"]


@pytest.mark.parametrize("note", HOSTILE, ids=["xml", "controls", "bidi", "long", "tab"])
def test_anybodys_note_is_text(note: str) -> None:
    assert f"批注：{legible(note)}" in [it.text for it in opened(reviewed(note)).paragraphs]


@settings(max_examples=20)
@given(st.text(min_size=1))
def test_any_title_arrives_as_text(title: str) -> None:
    first = opened(reviewed(title=title)).paragraphs[0].text

    assert first == f"关于《{legible(title)}》的审阅意见"


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (0, "一"),
        (9, "十"),
        (10, "十一"),
        (19, "二十"),
        (98, "九十九"),
        (100, "一百零一"),
        (110, "一百一十一"),
    ],
)
def test_numbers_are_written_in_chinese(at: int, expected: str) -> None:
    assert official.number(0, at) == f"{expected}、"


def test_piyue_reads_its_own_memo() -> None:
    titles = [section.title for section in read(word.write(reviewed())).sections]

    assert [title for title in titles if title in {"亮点", "其他批注"}] == ["亮点", "其他批注"]


@pytest.mark.skipif(OFFICE is None, reason="NOT RUN: there is no LibreOffice here")
def test_libreoffice_prints_it(tmp_path: Path) -> None:
    assert OFFICE
    (tmp_path / "memo.docx").write_bytes(word.write(reviewed(HOSTILE[0])))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [OFFICE, profile, "--headless", "--convert-to", "pdf", "memo.docx"]
    subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=150, check=True)
    words = read((tmp_path / "memo.pdf").read_bytes()).text.replace("\n", "")

    assert "审阅意见" in words
    assert "跟进台账" in words
