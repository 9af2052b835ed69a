"""The shipped report gives the same tree in whatever format it comes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import escape
from itertools import chain

import pytest

from core.document import Document
from core.reading import read
from tests.core.reading.make_docx import abstract, level, make_docx, num, p
from tests.core.reading.make_ofd import make_ofd, sheet
from tests.core.reading.make_ofd import text as ofd_text
from tests.core.reading.make_pdf import Sheet, Text, make_pdf

_NUMBER = re.compile(r"([一二三四五六七八九十]+、)|(\([一二三四五六七八九十]+\))")


def paragraphs(report: Document) -> list[str]:
    lines = (line.strip() for line in report.text.split("\n"))
    return [line for line in lines if line]


def printed(
    lines: list[str], *, width: int, rows: int, narrow: float
) -> Iterator[list[tuple[float, str]]]:
    """Pages of lines, each with its indent in em; ASCII characters are `narrow` em wide."""

    def broken(line: str) -> Iterator[tuple[float, str]]:
        indent, start, used = 2.0, 0, 2.0
        for index, char in enumerate(line):
            em = narrow if char.isascii() else 1.0
            if used + em > width:
                yield indent, line[start:index]
                indent, start, used = 0.0, index, 0.0
            used += em
        yield indent, line[start:]

    title, *others = lines
    printed = [((width - len(title)) / 2, title), *chain.from_iterable(map(broken, others))]
    for first in range(0, len(printed), rows):
        yield printed[first : first + rows]


def docx_typed(report: Document) -> bytes:
    return make_docx(*map(p, paragraphs(report)))


def docx_counted(report: Document) -> bytes:
    levels = (level(0, "chineseCountingThousand", "%1、"), level(1, "chineseCounting", "(%2)"))
    blocks = []
    for line in paragraphs(report):
        number = _NUMBER.match(line)
        if number:
            blocks.append(p(line[number.end() :], item=(1, 0 if number[1] else 1)))
        else:
            blocks.append(p(line))
    return make_docx(*blocks, numbering=abstract(1, *levels) + num(1, of=1))


def html(report: Document) -> bytes:
    body = "".join(f"<p>　　{escape(line)}</p>\n" for line in paragraphs(report))
    return (
        f"<html><head><meta charset='utf-8'></head><body><div>{body}</div></body></html>".encode()
    )


def pdf(report: Document) -> bytes:
    pages = printed(paragraphs(report), width=28, rows=22, narrow=0.5)
    return make_pdf(
        *(
            Sheet(
                [
                    *(Text(line, 76 + 16 * x, 760 - 28 * y) for y, (x, line) in enumerate(page)),
                    Text(f"— {number} —", 280, 60),
                ]
            )
            for number, page in enumerate(pages, 1)
        )
    )


def ofd(report: Document) -> bytes:
    pages = printed(paragraphs(report), width=28, rows=22, narrow=1.0)
    return make_ofd(
        *(
            sheet(
                *(
                    ofd_text(escape(line), 25 + 5.5 * x, 30 + 10 * y)
                    for y, (x, line) in enumerate(page)
                ),
                ofd_text(f"— {number} —", 98, 280),
            )
            for number, page in enumerate(pages, 1)
        )
    )


def markdown(report: Document) -> bytes:
    title, *lines = paragraphs(report)
    marked = [
        f"{'##' if line[0] in '一二三四' else '###'} {line}" if _NUMBER.match(line) else line
        for line in lines
    ]
    return "\n\n".join([f"# {title}", *marked]).encode()


FORMATS: dict[str, Callable[[Document], bytes]] = {
    "GB18030": lambda report: report.text.encode("gb18030"),
    "UTF-16": lambda report: report.text.encode("utf-16"),
    "UTF-16 without a mark": lambda report: report.text.encode("utf-16-be"),
    "CRLF": lambda report: report.text.replace("\n", "\r\n").encode(),
    "CR": lambda report: report.text.replace("\n", "\r").encode(),
    "DOCX typed": docx_typed,
    "DOCX with automatic numbers": docx_counted,
    "HTML": html,
    "PDF": pdf,
    "OFD": ofd,
}


def tree(document: Document) -> list[tuple[str, str, str]]:
    return [(one.locator, one.number, one.title) for one in document.sections]


def sentences(document: Document) -> list[tuple[str, str]]:
    return [(one.locator, "".join(document.quote(one).split())) for one in document.measures]


@pytest.mark.parametrize("made", FORMATS.values(), ids=FORMATS.keys())
def test_the_same_tree(made: Callable[[Document], bytes], report: Document) -> None:
    document = read(made(report))
    assert tree(document) == tree(report)
    assert sentences(document) == sentences(report)
    assert document.metadata == report.metadata
    assert document.warnings == ()


def test_the_same_sections_as_markdown(report: Document) -> None:
    document = read(markdown(report))
    assert tree(document) == tree(report)
    assert document.metadata == report.metadata
