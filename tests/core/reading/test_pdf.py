"""A PDF with a text layer is read as it is printed; any other is refused with a reason."""

import random
from contextlib import suppress

import pytest

from core.reading.extract import ReadError
from core.reading.pages.pdf import extract
from tests.core.reading.make_pdf import Sheet, Text, make_pdf

FULL = "为规范执法行为保护各方权益" * 2  # 26 em, 416 points
LETTER = [
    Text("某区工作报告", 260, 760, 22),
    Text(FULL[2:] + "，", 122, 700),
    Text(FULL[:25] + "。", 90, 670),
    Text("一、成效", 122, 640),
    Text("2024 年办结12件。", 122, 610),
]
READ = ["某区工作报告", FULL[2:] + "，" + FULL[:25] + "。", "一、成效", "2024年办结12件。"]


def test_paragraphs() -> None:
    found = extract(make_pdf(Sheet(LETTER)))
    assert found.text.split("\n") == READ
    assert found.warnings == ()


def test_pages_follow_each_other_without_their_numbers() -> None:
    pages = [
        Sheet([Text(FULL[:24] + "，", 122, 700), Text(FULL, 90, 670), Text("— 1 —", 270, 50)]),
        Sheet([Text("接上页。", 90, 700), Text("又一段。", 122, 670), Text("— 2 —", 270, 50)]),
    ]
    assert extract(make_pdf(*pages)).text == FULL[:24] + "，" + FULL + "接上页。\n又一段。"


@pytest.mark.parametrize("turn", [0, 1, 2, 3])
def test_a_page_that_is_printed_turned(turn: int) -> None:
    # Each line has a digit: the library sees the height of no other character without its font.
    lines = ["某区2024年报告", "1.成效", "办结12件。"]
    places = [(100 + 40 * n, 100 + 40 * n) for n in range(3)]
    texts = {
        0: [Text(line, 100, 800 - y) for line, (_, y) in zip(lines, places, strict=True)],
        1: [Text(line, x, 200, turn=1) for line, (x, _) in zip(lines, places, strict=True)],
        2: [Text(line, 400, y, turn=2) for line, (_, y) in zip(lines, places, strict=True)],
        3: [Text(line, 500 - x, 700, turn=3) for line, (x, _) in zip(lines, places, strict=True)],
    }
    sheet = Sheet(texts[turn], rotate=90 * turn)
    assert extract(make_pdf(sheet)).text.split("\n") == lines


def test_a_page_whose_corner_is_not_the_origin() -> None:
    moved = [Text(text.text, text.x - 300, text.y + 1000, text.size) for text in LETTER]
    assert extract(make_pdf(Sheet(moved, box=(-300, 1000, 300, 1840)))).text.split("\n") == READ


def test_text_laid_invisibly_over_a_scan_is_the_text() -> None:
    scan = Sheet([Text("依法行政。", 100, 700, mode=3)], has_picture=True)
    assert extract(make_pdf(scan)).text == "依法行政。"


def test_bold_by_printing_twice() -> None:
    twice = [Text("人人有责。", 100, 700), Text("人人有责。", 100.4, 700)]
    assert extract(make_pdf(Sheet(twice))).text == "人人有责。"


def test_characters_beyond_the_first_65536() -> None:
    assert extract(make_pdf(Sheet([Text("䶮一。", 100, 700)]))).text == "䶮一。"


@pytest.mark.parametrize(
    ("text", "read"),
    [("\ue010", "\ufffd"), ("\u0001", "\ufffd")],
    ids=["private", "control"],
)
def test_characters_that_no_reader_knows(text: str, read: str) -> None:
    found = extract(make_pdf(Sheet([Text(f"某{text}某镇", 100, 700)])))
    assert found.text == f"某{read}某镇"
    assert found.warnings == ("characters that the fonts do not tell: 1",)


@pytest.mark.parametrize(
    ("sheets", "cause"),
    [
        ((), "the file holds no text"),
        ((Sheet(),), "the file holds no text"),
        (
            (Sheet(has_picture=True), Sheet(has_picture=True)),
            "scanned pages without text; recognise the text first (OCR)",
        ),
        (
            (Sheet([Text("\ue010\ue011\ue012", 100, 700)]),),
            "the fonts do not tell the characters; recognise the text first (OCR)",
        ),
    ],
    ids=["no pages", "blank page", "scan", "fonts without meaning"],
)
def test_a_file_without_text_is_refused(sheets: tuple[Sheet, ...], cause: str) -> None:
    with pytest.raises(ReadError) as refusal:
        extract(make_pdf(*sheets))
    assert str(refusal.value) == cause


def test_single_scanned_pages_are_told_of() -> None:
    found = extract(make_pdf(Sheet(LETTER), Sheet(has_picture=True), Sheet()))
    assert found.text.split("\n") == READ
    assert found.warnings == ("pages without text: 1",)


@pytest.mark.parametrize(
    "data",
    [b"", b"%PDF-1.7\n", make_pdf(Sheet(LETTER))[:300], b"%PDF-1.7\n" + bytes(range(256)) * 9],
    ids=["empty", "head", "cut short", "random"],
)
def test_damage_is_refused(data: bytes) -> None:
    with pytest.raises(ReadError, match="the file is damaged or cut short"):
        extract(data)


def test_a_password_is_told_from_damage() -> None:
    tail = (
        "/ID [<00> <00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /Length 40"
        f" /O <{'11' * 32}> /U <{'22' * 32}> >>"
    )
    with pytest.raises(ReadError, match="the file is protected by a password"):
        extract(make_pdf(Sheet(LETTER), tail=tail))


def test_damaged_bytes_give_text_or_a_reason() -> None:
    """Run in the test's own process: the fixture is small, and the seed is known to be safe."""
    chance = random.Random(11)
    whole = make_pdf(Sheet(LETTER), Sheet(LETTER, has_picture=True, rotate=90))
    for _ in range(300):
        data = bytearray(whole)
        for _ in range(chance.randrange(1, 12)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        if chance.random() < 0.3:
            del data[chance.randrange(len(data)) :]
        with suppress(ReadError):
            assert extract(bytes(data)).text


def test_nothing_is_read_from_properties() -> None:
    tail = "/Info << /Title (stale) >>"
    assert extract(make_pdf(Sheet(LETTER), tail=tail)).metadata.title == ""
