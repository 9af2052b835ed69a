"""Read the document in a saved web page, and leave the site around it behind."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import pairwise

from core.document import Metadata
from core.folding import fold
from core.headings import is_numbered
from core.metadata import LABELS, from_labels
from core.reading.decoding import decode, warnings_of_damage
from core.reading.extract import Extract, ReadError
from core.reading.web.article import article, mostly_links
from core.reading.web.page import Page, page
from core.reading.web.prose import Line, clean, prose

# Names of <meta> and the label that each one stands for, the surest first.
_META = (
    ("articletitle", "标题"),
    ("og:title", "标题"),
    ("pubdate", "发布日期"),
    ("publishdate", "发布日期"),
    ("firstpublishedtime", "发布日期"),  # www.gov.cn
    ("article:published_time", "发布日期"),
    ("contentsource", "来源"),
)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_UTF_8 = {"utf-8", "utf8"}
_BIG5 = {"big5", "big5-hkscs", "x-x-big5"}
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_HEAD = 4096  # bytes in which a page names its character set

# 索 引 号： and 【发布日期】 within a line. A label of two characters may be the end of one that is
# not known, a longer one may follow a value without a space: 来源：某部官网发布时间：.
_SPACED = sorted((r"\s*".join(label) for label in LABELS), key=len, reverse=True)
_LONG = "|".join(label for label in _SPACED if label.count("*") > 1)
_SHORT = "|".join(label for label in _SPACED if label.count("*") == 1)
_LABEL = rf"(?:{_LONG}|(?<![一-鿿])(?:{_SHORT}))"
_LABELLED = re.compile(
    rf"(?P<label>{_LABEL})\s*[:\]]\s*(?P<value>.*?)"
    rf"(?=\s*(?:$|\||\[?{_LABEL}\s*[:\]]|打印|分享|浏览|点击|\[?字[号体])|\s+\S{{1,8}}\s*:)"
)
_DATE = re.compile(r"\d{4}[-年./]\d\d?[-月./]\d\d?日?[\s\d:]*")
_SPACES = re.compile(r"\s+")
_NO_WORDS = re.compile(r"[\W_]+")

# The name of a site or an office, which its pages bear in place of a title.
_SITE = re.compile(
    r".{0,24}(?:网站?|政府|[部局厅署院委]|委员会|办公室|协会|公司|交易所|银行|首页|频道|门户|平台)"
)
_BEHIND_TITLE = re.compile(rf"(?:\s*[-|–—]\s*|\s+){_SITE.pattern}\Z")

_BUTTONS = re.compile(
    r"(?:\[?(?:打印|关闭|关闭窗口|关闭本页|收藏|分享|分享到|附件下载|相关附件|附件列表|返回顶部)\]?[\s:|]*)+"
)
_SENTENCE_ENDS = "。；;！!？?：:"
_UNFILLED = "{{"  # where a script was to put the text
_LONGEST_TITLE = 400  # characters of <title>, the names of site and columns with it
_HARDLY_TEXT = 30  # marks: a page of instructions and notices around what was not loaded


def extract(data: bytes, *, declared: str = "") -> Extract:
    """The document in a saved web page.

    `declared` is a character set named outside the page. The title stands in the metadata and is
    the first line of the text as well, put there where the body does not begin with it: the
    stages after this one take the first lines for the title, so that it is never reviewed.
    Facts come from `<meta>`, then from labels around the body, then from `<h1>` and `<title>`.
    Raises ReadError when the bytes are no web page or the page holds no text.
    """
    markup, damaged = _decoded(data, declared)
    site = page(markup)
    if not site.marked:
        raise ReadError("not a web page")
    named = clean(site.meta.get("articletitle", "")) or _without_site(site)
    chosen = article(site, named)
    around = prose(site, without=chosen.node) if chosen.node else []
    facts, lines = _labels_at_head(prose(site, chosen.node))
    lines = _without_edges(lines)
    if not _is_text(site, lines, chosen.marks):
        raise ReadError("the page holds no text; save it after it has loaded")
    pairs = [
        *((label, site.meta.get(name, "")) for name, label in _META),
        *_facts(around),
        *facts,
        ("标题", _headline(around, lines)),
        ("标题", _title(site, around, lines)),
    ]
    metadata = from_labels((label, clean(value)) for label, value in pairs)
    if metadata.title and not _begins_with(lines, metadata.title):
        lines = [Line(metadata.title), *lines]
    text = "\n".join(line.text for line in lines)
    return Extract(text, _headings(lines, metadata), metadata, warnings_of_damage(text, damaged))


def _decoded(data: bytes, declared: str) -> tuple[str, int]:
    """The markup, and how many characters of it were damaged.

    What decodes strictly as UTF-8 or GB18030 is that, whatever the page says: gb2312 stands on
    pages in either. A label counts for Big5, and for UTF-8 with damage.
    """
    label = _CHARSET.search(data, 0, _HEAD)
    name = (declared or (label[1].decode("ascii", "replace") if label else "")).lower()
    if name in _UTF_8 and not data.startswith(_MARKS):
        with suppress(ReadError):  # with a mark, damage is mended rather than read as GB18030
            return decode(_MARKS[0] + data) if data else decode(data)
    if name in _BIG5:
        with suppress(UnicodeDecodeError):
            return data.decode("utf-8"), 0
        with suppress(UnicodeDecodeError):
            return data.decode("big5hkscs"), 0
    return decode(data)


def _without_site(site: Page) -> str:
    """`<title>` without the names of the column and the site behind it."""
    first = re.split(r"\s*_+\s*|\u3000{2,}", clean(site.title[:_LONGEST_TITLE]))[0]
    title = clean(_BEHIND_TITLE.sub("", first))
    return "" if _SITE.fullmatch(title) else title


def _facts(lines: Sequence[Line]) -> Iterator[tuple[str, str]]:
    """The labels among the lines with their values; a date is no value but of a date."""
    for label, value in _labels(lines):
        if "日期" in label or "时间" in label or not _DATE.fullmatch(fold(value)):
            yield label, value


def _labels(lines: Sequence[Line]) -> Iterator[tuple[str, str]]:
    """The labels among the lines with their values, which stand behind, beside or below them."""
    for line, after in pairwise((*lines, Line(""))):
        parts = line.cells or (line.text,)
        for part, beside in zip(parts, [*parts[1:], ""], strict=True):
            if not _is_label(part):
                yield from _labels_within(part)
            elif line.cells:
                yield part, "" if _is_label(beside) else beside
            elif (line.label or fold(part)[-1] in ":]") and _is_value(after):
                yield part, after.text


def _is_label(text: str) -> bool:
    return _SPACES.sub("", fold(text)).strip(":[]•·●*") in LABELS


def _is_value(line: Line) -> bool:
    labelled = _is_label(line.text) or any(_labels_within(line.text))
    return not (line.cells or labelled)


def _labels_within(text: str) -> Iterator[tuple[str, str]]:
    for match in _LABELLED.finditer(fold(text)):
        if match["value"]:
            yield match["label"], text[match.start("value") : match.end("value")]


def _labels_at_head(lines: Sequence[Line]) -> tuple[list[tuple[str, str]], list[Line]]:
    """The facts that a table before the text states, and the lines without its rows."""
    count = next(
        (at for at, line in enumerate(lines) if line.text[-1] in _SENTENCE_ENDS and not line.cells),
        len(lines),
    )
    facts: list[tuple[str, str]] = []
    text: list[Line] = []
    for line in lines[:count]:
        if any(_is_label(cell) for cell in line.cells[:-1]):
            facts += _facts([line])
        else:
            text.append(line)
    return facts, text + list(lines[count:])


def _without_edges(lines: Sequence[Line]) -> list[Line]:
    """The lines without buttons and, behind the text, links to files and other pages."""
    start, end = 0, len(lines)
    while start < end and _BUTTONS.fullmatch(fold(lines[start].text)):
        start += 1
    while start < end and _is_beyond(lines[end - 1]):
        end -= 1
    return list(lines[start:end])


def _is_beyond(line: Line) -> bool:
    text = fold(line.text)
    if _BUTTONS.fullmatch(text):
        return True
    is_annex = text.startswith("附") or bool(re.match(r"\d+ ?[.、]", text))
    return line.linked and not is_annex


def _is_text(site: Page, lines: Sequence[Line], marks: int) -> bool:
    """Whether there is a document in the page, not only navigation or what a script would fill."""
    if marks < _HARDLY_TEXT and any(_UNFILLED in node.text for node in site.nodes):
        return False
    return bool(lines) and (marks > 0 or not mostly_links(site))


def _headline(around: Sequence[Line], lines: Sequence[Line]) -> str:
    """The first `<h1>`, around the body or at its very head, that is not the name of the site.

    One with a number heads a part, as in pages that Word makes, where each part has its own.
    """
    for line in (*around, *lines[:1]):
        shadow = fold(line.text)
        if line.heading == 1 and not line.linked and not _SITE.fullmatch(shadow):
            return "" if is_numbered(shadow, 0, len(shadow)) else line.text
    return ""


def _title(site: Page, around: Sequence[Line], lines: Sequence[Line]) -> str:
    """`<title>` where the page itself prints it; else it may be that of a column."""
    title = _without_site(site)
    printed = any(
        _letters(line.text) == _letters(title) for line in around if not line.linked
    ) or _begins_with(lines, title)
    return title if printed else ""


def _letters(text: str) -> str:
    return _NO_WORDS.sub("", fold(text))


def _begins_with(lines: Sequence[Line], title: str) -> bool:
    """Whether the title stands before the first sentence, on one line or on several whole ones."""
    wanted = _letters(title)
    head: list[str] = []
    for line in lines[:12]:
        if line.text[-1] in _SENTENCE_ENDS:
            break
        head.append(_letters(line.text))
    return any(
        "".join(head[first:last]) == wanted
        for first in range(len(head))
        for last in range(first + 1, len(head) + 1)
    )


def _headings(lines: Sequence[Line], metadata: Metadata) -> dict[int, int]:
    """The lines that the page marks as headings, without the one that repeats the title."""
    title = _letters(metadata.title)
    return {
        index: line.heading
        for index, line in enumerate(lines)
        if line.heading and _letters(line.text) != title
    }
