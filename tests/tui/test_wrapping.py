"""Lines of Chinese text in terminal cells."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tui.wrapping import cut, wrap


def lines(text: str, width: int) -> list[str]:
    return [text[start:end] for start, end in wrap(text, width)]


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("完善制度", 20, ["完善制度"]),
        ("完善制度推进改革", 8, ["完善制度", "推进改革"]),
        ("完善制度，推进改革。", 8, ["完善制", "度，推进", "改革。"]),  # no ， begins a line
        ("落实《条例》要求", 6, ["落实", "《条", "例》要", "求"]),  # no 《 ends a line
        ("受理纠纷7009件全部办结", 12, ["受理纠纷", "7009件全部办", "结"]),
        ("产值达到5.67万亿元左右", 12, ["产值达到", "5.67万亿元左", "右"]),
        ("PM2.5浓度", 6, ["PM2.5", "浓度"]),
        ("法", 1, ["法"]),
        ("", 5, [""]),
    ],
)
def test_wrap(text: str, width: int, expected: list[str]) -> None:
    assert lines(text, width) == expected


@given(st.text(alphabet="法治，。“《》（）12.5%万件 abc…—\u0301", max_size=80), st.integers(2, 30))
def test_lines_cover_the_text_and_fit(text: str, width: int) -> None:
    found = wrap(text, width)
    assert "".join(text[start:end] for start, end in found) == text
    assert all(cell_len(text[start:end]) <= width for start, end in found)
    assert all(a[1] == b[0] for a, b in itertools.pairwise(found))


@given(st.text(alphabet="法治建设，。“”《》", max_size=60), st.integers(12, 30))
def test_no_line_begins_or_ends_against_the_rules(text: str, width: int) -> None:
    # Where punctuation alone is wider than a line there is nothing to be done.
    if any(len(run) > 4 for run in text.replace("法", " ").replace("治", " ").split()):
        return
    found = lines(text, width)
    assert not any(line[0] in "，。”》" for line in found[1:])
    assert not any(line[-1] in "“《" for line in found[:-1])


@given(
    st.lists(st.sampled_from(["7009件", "5.67万亿元", "95.6%", "PM2.5，", "39项。"]), max_size=20),
    st.integers(12, 40),
)
def test_a_number_keeps_its_unit_and_a_word_its_letters(parts: list[str], width: int) -> None:
    text = "".join(f"法治建设{part}" for part in parts)
    cuts = {end for _start, end in wrap(text, width)[:-1]}
    at = 0
    for part in parts:
        at += len("法治建设")
        assert not cuts & set(range(at + 1, at + len(part)))
        at += len(part)


@given(
    st.text(alphabet="法治，。“《》（）12.5%万件 abc", max_size=80),
    st.integers(4, 30),
    st.integers(4, 30),
)
def test_lines_after_the_first_have_the_room_that_is_left_to_them(
    text: str, width: int, later: int
) -> None:
    found = wrap(text, width, later)
    assert "".join(text[start:end] for start, end in found) == text
    rooms = [width, *[later] * (len(found) - 1)]
    cells = [cell_len(text[start:end]) for start, end in found]
    assert all(taken <= room for taken, room in zip(cells, rooms, strict=True))


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [("法治政府", 8, "法治政府"), ("法治政府", 7, "法治政…"), ("法治政府", 1, "…"), ("", 3, "")],
)
def test_cut(text: str, width: int, expected: str) -> None:
    assert cut(text, width) == expected
