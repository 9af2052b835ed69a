"""A document that was kept opens as the same document, and no other file passes for one."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.document import Document
from core.reading import ReadError, parse, read
from core.reading.kept import kept
from tests.core.reading.make_docx import make_docx, p

HTML = """<html><head><title>某市报告</title></head><body><h2>第一部分</h2>
<p>深化改革，办结12件。</p><h3>甲组工作</h3><p>强化监督，立案3起。</p></body></html>"""
MARKDOWN = "# 某市报告\n\n## 甲组工作\n\n深化改革，办结12件。\n"


@pytest.mark.parametrize(
    "data",
    [
        HTML.encode(),
        MARKDOWN.encode(),
        make_docx(p("某市报告"), p("一、甲"), p("深化改革，办结12件。")),
        "某市报告\n一、甲\n三、丙\n深化改革，办结12件。".encode() * 9 + b"\xff\n",
        "国务院通知\n国发〔2024〕3号\n各省人民政府：\n落实。\n2024年3月1日".encode(),
    ],
    ids=["headings of a page", "Markdown", "DOCX", "warnings", "facts around the text"],
)
def test_every_format_opens_from_the_library_as_from_its_file(data: bytes) -> None:
    document = read(data)
    assert read(kept(document, "/a/report")) == document


def test_the_shipped_report_opens_from_the_library(report: Document) -> None:
    assert read(kept(report, "x")) == report


@given(st.text(min_size=1).map(lambda text: parse(text + "。")))
def test_any_text_is_the_same_again(document: Document) -> None:
    assert read(kept(document, "x")) == document


def test_it_is_a_legible_json_object(report: Document) -> None:
    data = kept(report, "/reports/a.txt")
    record = json.loads(data)
    assert record["source"] == "/reports/a.txt"
    assert record["id"] == report.id
    assert record["measures"] == 79
    assert record["metadata"]["issuer"] == "长宁区司法局"
    assert record["text"] == report.text
    assert "长宁区".encode() in data


DAMAGED = "the document that was kept is damaged"


@pytest.mark.parametrize(
    ("damage", "cause"),
    [
        (lambda record: record | {"piyue": 2}, "written by a newer version of Piyue"),
        (lambda record: record | {"text": record["text"] + "改"}, DAMAGED),
        (lambda record: record | {"text": None}, DAMAGED),
        (lambda record: record | {"headings": {"x": 1}}, DAMAGED),
        (lambda record: record | {"headings": [1]}, DAMAGED),
        (lambda record: record | {"metadata": None}, DAMAGED),
        (lambda record: record | {"warnings": 3}, DAMAGED),
        (lambda record: {"piyue": 1}, DAMAGED),
    ],
)
def test_a_changed_copy_is_refused(report: Document, damage, cause: str) -> None:
    data = json.dumps(damage(json.loads(kept(report, "x"))), indent=1).encode()
    with pytest.raises(ReadError, match=cause):
        read(data)


def test_a_torn_or_bottomless_copy_is_refused(report: Document) -> None:
    data = kept(report, "x")
    for torn in (data[:200], data[:-5], b'{\n "piyue":' + b"[" * 100_000):
        with pytest.raises(ReadError, match=DAMAGED):
            read(torn)
