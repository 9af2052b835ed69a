"""Tables for spreadsheet programs."""

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import sheet


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+5%", "'+5%"),
        ("-3", "'-3"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("＝1+1", "'＝1+1"),  # wide, which some programs take for a formula
        ("调解成功率", "调解成功率"),
        ("a,b", '"a,b"'),
        ('“甲”"乙"', '"“甲”""乙"""'),
        ("", ""),
        (None, ""),
        (95.6, "95.6"),
        (5.67e12, "5670000000000"),
        (3, "3"),
        (-2.5, "-2.5"),  # a number is no text
    ],
)
def test_cells(cell: str | float | None, written: str) -> None:
    assert sheet.lines([["甲", cell, "乙"]]) == f"甲,{written},乙\r\n"


@given(st.lists(st.lists(st.text(), min_size=2, max_size=4)))
def test_what_is_written_is_read_again_and_never_runs(table: list[list[str]]) -> None:
    read = list(csv.reader(StringIO(sheet.lines(table), newline="")))
    assert [[cell.removeprefix("'") for cell in row] for row in read] == [
        [cell.removeprefix("'") for cell in row] for row in table
    ]
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in read for cell in row)
