"""Tell what one paragraph of a Word file is: text, a heading, an entry of a table of contents."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from core.reading.word.styles import Style

# What is longer than this, or a sentence, is text in the style of a heading.
_LONGEST_HEADING = 60


class Line(NamedTuple):
    """One line of text, `depth` from 1 if the file marks it as a heading."""

    text: str
    depth: int = 0


@dataclass(slots=True)
class Paragraph:
    """A paragraph while it is read; numbers and depths are those that it states itself."""

    style: Style
    parts: list[str] = field(default_factory=list)
    boxes: list[Line] = field(default_factory=list)
    number: int | None = None
    level: int | None = None
    outline: int | None = None
    hidden: bool = False
    joined: bool = False  # its mark is deleted or hidden, so the next one continues it
    listed: bool = False  # in a table of contents, as far as a field tells
    referred: int | None = None  # how many parts end with the last page number of a heading


_LINE_ENDS = re.compile("[\n\x85\u2028\u2029]")
_TABS = re.compile(r" *\t[\t ]*")
_CONTENTS_STYLE = re.compile(r"(?:toc|contents|目录)\s*[1-9]|table of figures|图表目录")
_CONTENTS_HEADING = re.compile(r"(?:toc|contents|目录)\s*(?:heading|标题).*")
CONTENTS_TITLE = re.compile(r"目\s*[录次錄]|(?:table of )?contents", re.IGNORECASE)
_TITLES = frozenset({"title", "标题", "subtitle", "副标题"})


def in_contents(paragraph: Paragraph) -> bool:
    """Whether the paragraph is an entry of a table of contents, which repeats a heading."""
    text = "".join(paragraph.parts)
    name = paragraph.style.name
    if _CONTENTS_STYLE.fullmatch(name):
        return not text.rstrip().endswith(("。", "；"))
    if _CONTENTS_HEADING.fullmatch(name) and CONTENTS_TITLE.fullmatch(text.strip()):
        return True
    # A tab and the page number at the end; 见第12页 within a sentence is no entry.
    at = paragraph.referred
    return at is not None and "\t" in paragraph.parts and not "".join(paragraph.parts[at:]).strip()


def depth(paragraph: Paragraph, text: str) -> int:
    """The depth from 1 that the file gives a heading; 0 for text, also in the style of one."""
    style = paragraph.style
    outline = style.outline if paragraph.outline is None else paragraph.outline
    if outline is None or outline > 8 or style.name in _TITLES:
        return 0
    is_sentence = len(text) > _LONGEST_HEADING or "。" in text or "；" in text
    return 0 if is_sentence else outline + 1


def lines_of(text: str, depth: int = 0) -> list[Line]:
    """The text in lines, as its line breaks divide it, without what only arranges it."""
    lines = [_TABS.sub(" ", line).strip() for line in _LINE_ENDS.split(text)]
    filled = [line for line in lines if line]
    if depth and filled:  # a heading broken for looks is still one
        return [Line(" ".join(filled), depth)]
    return [Line(line) for line in filled]
