"""From bytes to a document, or a reason."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.folding import fold
from core.metadata import day
from core.reading import ReadError, parse, read

TEXT = "某区报告\n发文机关：某区司法局\n发布日期：2025年1月9日\n一、成效\n办结12件。\n"


ENOUGH = TEXT + "依法行政，持续推进。\n" * 40


@pytest.mark.parametrize(
    ("data", "cause"),
    [
        (b"", "the file is empty"),
        (b" \n\t\n", "the file holds no text"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "a picture"),
        (b"\xff\xd8\xff\xe0\x00", "a picture"),
        (b"text\x00\x00text\x00", "not a text file"),
        (bytes(range(128, 256)) * 4, "not a text file"),
    ],
)
def test_what_is_no_text_is_refused_with_a_reason(data: bytes, cause: str) -> None:
    with pytest.raises(ReadError) as refusal:
        read(data)
    assert str(refusal.value) == cause


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf" + TEXT.encode(),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode(),
        TEXT.encode("gb18030"),
        TEXT.encode("utf-16"),
        b"\xfe\xff" + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        TEXT.encode("utf-32"),
    ],
    ids=["mark", "CRLF", "CR", "GB18030", "UTF-16", "marked BE", "LE", "BE", "UTF-32"],
)
def test_the_same_text_is_the_same_document(data: bytes) -> None:
    assert read(data) == read(TEXT.encode())


def test_a_nul_in_a_text_is_damage_not_utf_16() -> None:
    assert read("依法\0行政。".encode()).text == "依法 行政。"


def test_two_characters_of_gb18030_are_not_taken_for_greek() -> None:
    assert read("通知".encode("gb18030")).text == "通知"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_damaged_byte_is_told_of_and_refuses_no_file(encoding: str) -> None:
    data = ENOUGH.encode(encoding)
    line = data.index(b"\n") + 1
    document = read(data[:line] + b"\xff" + data[line:])
    assert "办结12件" in document.text
    [warning] = document.warnings
    assert warning == "damaged characters: 1: position of the first: 6"


def test_what_could_steer_a_terminal_becomes_a_space_one_for_one() -> None:
    text = "甲\x1b]0;x\x07乙\u202e丙\u200b丁\x9b。"
    document = parse(text)
    assert document.text == "甲 ]0;x 乙 丙 丁 。"
    assert len(document.text) == len(text)


def test_metadata_from_labels() -> None:
    facts = parse(
        "打印\n某市通知\n发 文 机 关：某市政府\n文　　号：某政发〔2024〕3号\n"
        "成文日期：二〇二四年十二月三十日\n来源：某报\n时间：2025/01/09 10:30\n"
        "各位代表：\n正文如下。"
    ).metadata
    assert facts.title == "某市通知"
    assert facts.issuer == "某市政府"
    assert facts.document_number == "某政发〔2024〕3号"
    assert facts.written == "2024-12-30"
    assert facts.published == "2025-01-09"
    assert facts.source == "某报"


def test_a_title_on_its_label_when_there_is_no_line() -> None:
    assert parse("标　题：某办法\n本办法自即日起施行。").metadata.title == "某办法"


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2025-01-09", "2025-01-09"),
        ("2025/1/9", "2025-01-09"),
        ("2025年01月09日", "2025-01-09"),
        ("2026-02-09 09:45:30", "2026-02-09"),
        ("二〇二五年一月九日", "2025-01-09"),
        ("二〇二四年十二月三十一日", "2024-12-31"),
        ("二〇二四年十月二十日", "2024-10-20"),
        ("2025年13月1日", ""),
        ("2025-01-091", ""),
        ("近日", ""),
    ],
)
def test_day(text: str, iso: str) -> None:
    assert day(text) == iso


@pytest.mark.parametrize(
    ("text", "measures"),
    [
        ("通知", ["通知"]),
        ("通知\n附件", ["通知", "附件"]),
        ("一、总则", ["一、总则"]),
        ("通知\n各单位要认真落实。", ["各单位要认真落实。"]),
    ],
)
def test_there_is_always_something_to_review(text: str, measures: list[str]) -> None:
    document = parse(text)
    assert [document.quote(one) for one in document.measures] == measures


def test_what_stands_where_is_found_by_offset() -> None:
    document = parse(TEXT)
    assert document.measure_index(0) is None
    assert document.measure_index(document.text.index("12")) == 0
    assert [one.title for one in document.ancestry(document.measures[0].section)] == ["成效"]
    assert document.ancestry(None) == ()


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("（一）２０２４年，", "(一)2024年,"),
        ("第⼀条⺠法", "第一条民法"),
        ("\u3000\u00a0x", "  x"),
        ("①“《。", "①“《。"),
        ("〔2024〕３号", "[2024]3号"),
    ],
)
def test_fold(text: str, plain: str) -> None:
    assert fold(text) == plain


@given(st.text())
def test_fold_keeps_length_and_is_done_once(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


@given(
    st.text(
        alphabet=st.sampled_from("一二十第章条节（）()1.2、。！；：“”《》\n 　甲乙是\r\x1b—<>")
        | st.characters(exclude_categories=["Cs"]),
        max_size=200,
    )
)
def test_any_text_gives_a_sound_document(text: str) -> None:
    document = parse(text)
    measures = document.measures
    assert bool(measures) == bool(document.text.strip())
    assert all(a.end <= b.start for a, b in pairwise(measures))
    assert all(document.quote(one).strip() == document.quote(one) != "" for one in measures)
    assert len({one.locator for one in measures}) == len(measures)
    ids = {one.id for one in document.sections}
    assert {one.parent for one in document.sections} - {None} <= ids
    assert {one.section for one in measures} - {None} <= ids
    locators = {one.locator for one in measures if one.is_topic}
    assert {one.topic for one in measures} - {None} <= locators
