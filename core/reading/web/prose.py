"""Write a part of a web page as lines: one paragraph, heading or table row each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from itertools import islice

from core.folding import fold
from core.reading.web.page import BLOCKS, HEADINGS, Page

CELL_BREAK = "\t"

# The ideographic space is not among them: it is typed on purpose (第一章　总则).
_SPACES = re.compile(r"[\t-\r \x85\xa0\u2000-\u200a\u2028\u2029\u202f\u205f]+")
_INVISIBLE = re.compile("[\xad\u200b-\u200d\u2060\ufeff]")
_CHINESE = re.compile(r"[\u2014\u2018-\u201d\u2026\u3000-\u9fff\uf900-\ufaff\uff00-\uffef]")
_BARE_NUMBER = re.compile(
    r"第[一二三四五六七八九十百千零〇\d]+[编章节条](?:之[一二三四五六七八九十]+)?\Z"
)
_OWN_NUMBER = re.compile(
    r"\s*(?:第?[一二三四五六七八九十百]+ ?[、章节条款是]|[(\[][一二三四五六七八九十百\d]+[)\]]"
    r"|\d+(?:\.\d+)*[.、) ]|[①-⒛㈠-㈩])"
)
_LONGEST_HEADING = 80  # beyond it <h3> is used for its letters, not as a heading
_NEAR = 32  # nodes in which the text of a list item begins
_SENTENCE_ENDS = "。；;！？"
_BEIJING = timezone(timedelta(hours=8))


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page: `heading` is its depth, 0 for none; `cells` those of a table row.

    Empty cells are among `cells`, not in `text`. A line is `linked` when all of it is a link.
    """

    text: str
    heading: int = 0
    linked: bool = False
    cells: tuple[str, ...] = ()
    label: bool = False  # a <dt>, which names the line after it


def prose(page: Page, start: int = 0, *, without: int = 0) -> list[Line]:
    """The lines of a node and all inside it, in reading order; `without` is a node to leave out.

    Block elements and `<br>` end a line, other elements never do (`PM<sub>2.5</sub>浓度`). A row
    is one line, its cells divided by CELL_BREAK, unless the table only arranges the page: with
    tables or several sentences in a cell, the cells are read one after the other. An ordered
    list whose items have no numbers of their own is given the numbers that a browser shows.
    """
    writer = _Writer(page)
    nodes = page.nodes
    index, end = start, nodes[start].end
    while index < end:
        node = nodes[index]
        writer.close_blocks(index)
        if node.hidden or (without and index == without):
            index = node.end
            continue
        if not node.tag:
            writer.add(index)
        elif node.tag == "br":
            writer.break_line(index)
        elif node.tag == "a" and "href" in node.attributes:
            writer.link_end = node.end
        elif node.tag == "tr" and (row := _row(page, index)):
            writer.end_line()
            writer.lines += row
            index = node.end
            continue
        elif node.tag in BLOCKS:
            writer.open_block(index)
        index += 1
    writer.end_line()
    return writer.lines


class _Writer:
    """Gathers pieces of text until a line ends."""

    def __init__(self, page: Page) -> None:
        self.lines: list[Line] = []
        self.link_end = 0  # the node that is behind the link, and so on
        self._heading_end = 0
        self._verbatim_end = 0
        self._page = page
        self._blocks: list[int] = []  # the ends of those that are open
        self._depth = 0
        self._is_label = False
        self._number = ""  # of the list item, until its first line is written
        self._numbers: dict[int, str] = {}
        self._pieces: list[str] = []
        self._linked = True  # all pieces so far

    def open_block(self, index: int) -> None:
        node = self._page.nodes[index]
        self.end_line()
        self._blocks.append(node.end)
        self._is_label = node.tag == "dt"
        if node.tag in HEADINGS:
            self._depth = int(node.tag[1]) if _is_heading(self._page, index) else 0
            self._heading_end = node.end if self._depth else 0
        elif node.tag == "ol":
            self._numbers |= _numbers(self._page, index)
        elif node.tag == "li":
            self._number = self._numbers.pop(index, "")
        elif node.tag == "pre":
            self._verbatim_end = node.end

    def close_blocks(self, index: int) -> None:
        while self._blocks and self._blocks[-1] <= index:
            self._blocks.pop()
            self.end_line()

    def break_line(self, index: int) -> None:
        if index < self._heading_end:  # a title that is printed on several lines
            self._pieces.append("\n")
        else:
            self.end_line()

    def add(self, index: int) -> None:
        text = self._page.nodes[index].text
        if index >= self._heading_end:
            self._depth = 0
        if index < self._verbatim_end:
            *whole, text = text.split("\n")
            for line in whole:
                self._pieces.append(line)
                self.end_line()
        self._pieces.append(text)
        if index >= self.link_end and not text.isspace():
            self._linked = False

    def end_line(self) -> None:
        if text := clean("".join(self._pieces)):
            self.lines.append(
                Line(self._number + text, self._depth, linked=self._linked, label=self._is_label)
            )
            self._number = ""
        self._pieces.clear()
        self._linked = True


def clean(raw: str) -> str:
    """Text as a browser shows it, except that source line breaks put no space into Chinese."""
    text = _INVISIBLE.sub("", raw).strip()
    return _SPACES.sub(_space, text)


def _space(spaces: re.Match[str]) -> str:
    if "\n" not in spaces[0] or "\xa0" in spaces[0]:
        return " "
    text, start, end = spaces.string, spaces.start(), spaces.end()
    if not (_CHINESE.match(text, start - 1) or _CHINESE.match(text, end)):
        return " "
    return " " if _BARE_NUMBER.search(text[max(0, start - 12) : start]) else ""


def _is_heading(page: Page, index: int) -> bool:
    length = 0
    for node in page.inside(index):
        length += len(node.text.strip())
        if node.tag in BLOCKS or length > _LONGEST_HEADING:
            return False
    return True


_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def _numbers(page: Page, index: int) -> dict[int, str]:
    """The numbers of the items of an `<ol>`, by their nodes."""
    attributes = page.nodes[index].attributes
    items = [child for child in page.children(index) if page.nodes[child].tag == "li"]
    style = attributes.get("style", "").replace(" ", "").lower()
    if "list-style:none" in style or "list-style-type:none" in style:
        return {}
    if any(_OWN_NUMBER.match(_beginning(page, item)) for item in items):
        return {}
    kind, count = attributes.get("type", "1"), _ordinal(attributes.get("start", ""), 1)
    numbers = {}
    for item in items:
        count = _ordinal(page.nodes[item].attributes.get("value", ""), count)
        numbers[item] = f"{_printed(count, kind)}."
        count += 1
    return numbers


def _ordinal(digits: str, otherwise: int) -> int:
    return int(digits) if re.fullmatch(r"[0-9]{1,6}", digits) else otherwise


def _beginning(page: Page, index: int) -> str:
    """The first characters of an element, folded."""
    text = ""
    for node in islice(page.inside(index), _NEAR):
        text = (text + node.text).lstrip()
        if len(text) > 12:
            break
    return fold(text)


def _printed(count: int, kind: str) -> str:
    if kind in {"a", "A"} and 1 <= count <= 26:
        return chr(ord(kind) + count - 1)
    if kind in {"i", "I"} and 1 <= count < 40:
        text = ""
        for value, letters in _ROMAN:
            text += letters * (count // value)
            count %= value
        return text.upper() if kind == "I" else text
    return str(count)


def _row(page: Page, index: int) -> list[Line]:
    """The lines of a table row, usually one; none when a cell holds a table of its own."""
    nodes = page.nodes
    cells = [child for child in page.children(index) if nodes[child].tag in {"td", "th"}]
    for cell in cells:
        if any(node.tag == "table" for node in page.inside(cell)):
            return []
    written = [prose(page, cell) for cell in cells]
    full = [lines for lines in written if lines]
    several = any(
        len(lines) > 1 and any(line.text[-1] in _SENTENCE_ENDS for line in lines) for lines in full
    )
    if several or (len(full) == 1 and len(full[0]) > 1):
        return [line for lines in written for line in lines]
    texts = tuple(
        " ".join(line.text for line in lines) if lines else _hidden_day(page, cell)
        for cell, lines in zip(cells, written, strict=True)
    )
    if not any(texts):
        return []
    linked = all(line.linked for lines in full for line in lines)
    depth = full[0][0].heading if len(full) == 1 else 0
    return [Line(CELL_BREAK.join(filter(None, texts)), depth, linked=linked, cells=texts)]


def _hidden_day(page: Page, index: int) -> str:
    """The date that a script was to print in a cell, from its milliseconds since 1970."""
    for node in page.inside(index):
        value = node.attributes.get("value", "")
        if node.tag == "input" and re.fullmatch(r"[0-9]{12,13}", value):
            return datetime.fromtimestamp(int(value) / 1000, _BEIJING).date().isoformat()
    return ""
