"""Put printed lines together again: the paragraphs of pages with fixed layout, in reading order.

A PDF or OFD file knows where each line stands and nothing of paragraphs. They are told by
geometry: a first line is indented, a last line ends short of the margin. Lengths are in em, the
size of a Chinese character, where nothing else is said.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import attrgetter

from core.folding import fold
from core.reading.extract import Extract, ReadError
from core.reading.pages.blocks import Block, blocks
from core.reading.pages.glyphs import THIN_SPACE, UNKNOWN, Page, is_wide

_INDENT = 1.2  # a first line stands further in
_CENTRED = 1.0  # the middle of a centred line is no further off that of the column
_AWAY = 2.5  # the ends of a centred line stand further from both margins
_FREE = 8.0  # beside the first line of a centred title that goes on in the next
_HEADING_SIZE = 1.08  # the body being 1
_CELL = 2.0  # cells of a table stand further apart
_SPACED = 1.45  # line pitches between paragraphs that are set off
_SAME = 0.5
_MOST_INDENT = 6.0  # what is further in belongs to no text, but to a signature or date
_RAGGED = 6.0  # by which a line may end short when the sentence goes on at the margin
_SLACK = 0.9  # by which a full line may end short of what did not fit

_NUMERALS = "一二三四五六七八九十百千零〇"
_DIVISION = rf"第 ?[{_NUMERALS}\d]+ ?(?:分?编|[章节条篇]|部分)(?: ?之[{_NUMERALS}]+)?"
# Numbers that only a new paragraph begins with, and such as the text may refer to: a line of it
# may begin with 第三条的规定 or 3.5 亿元.
_NUMBERED = re.compile(
    rf"{_DIVISION}(?=\s|$)|[{_NUMERALS}]+ ?、|\( ?[{_NUMERALS}\d]+ ?\)|[①-⑳㈠-㈩]"
    r"|\d{1,2} ?(?:\.(?!\d)|、)|附件 ?\d*:?$"
)
_NUMBER = re.compile(rf"{_DIVISION}|\d+(?:\.\d+)+(?![\d%])")
_BEGINS_DIVISION = re.compile(rf"({_DIVISION})\s*")
_ENDS_SENTENCE = tuple("。；;：:！？!?…")
_CLOSING = "）》」』】〉”’)]"
# What is not divided at the end of a line: a word or figure with the punctuation around it. Some
# programs do not divide at quotation marks either.
_UNDIVIDED = re.compile(
    r"[（《〔【〈「『(\[“‘]*(?:[!-~]+(?:、[!-~]+)*|.)(?:[“”‘’]+(?:[!-~]+|.))?[，。、；：！？）》〕】〉」』…%)\]”’]*"
)
_LONGEST_WORD = 20.0
_LONGEST_NUMBER = 16  # characters
_LONGEST_NOTE = 30  # lines
_USUAL_PITCH = 1.5
_SURELY_CELLS = 3
_MOST_CELLS = 40
_LONGEST_LEADER = 200  # characters
_LONG_ENTRY = 3  # lines of an entry of a table of contents
_HYPHENATED = re.compile(r"[a-z]-")
_WORDS = re.compile(r"[A-Za-z0-9,.;:)][A-Za-z(]|[A-Za-z][0-9]")
_DOCUMENT_NUMBER = re.compile(r"号$")
_SUBTITLE = re.compile(r"（(?![^（）]{1,4}）)")  # （2023年修订）, but 办法（试行） stays whole
_SPACES = re.compile(r"\s+")
_WIDE = r"[\u2e80-\u9fff\uf900-\ufaff]"
_LETTER_SPACED = re.compile(rf"(?<!\S){_WIDE}(?:\s{_WIDE})+(?!\S)")
# Spaces narrower than a character, and those beside punctuation that brings its own.
_TYPESETTING = re.compile(
    rf"{THIN_SPACE}|(?<=[，。、；：！？（）《》“”〔〕])\s+|\s+(?=[，。、；：！？）》”〕])"
)

# A table of contents gives each heading with its page: 第一章 总则 ……… 3
_CONTENTS = re.compile(r"(?:[.．·…⋯•‧]\s?){4,}[-—(（ ]*(?:\d{1,4}|[ivxlc]+)[-—)） ]*$")
_CONTENTS_TITLE = re.compile(r"目\s*[录次]")


_SCANNED = "scanned pages without text; recognise the text first (OCR)"


@dataclass(frozen=True, slots=True)
class _Row:
    """What stands on one baseline of a block.

    `left` and `right` are how far it ends inside the margins, `off` how far its middle is from
    that of the block; `above` is the distance to the row above in lengths of the page, 0 for the
    first of a block.
    """

    cells: tuple[str, ...]
    starts: tuple[float, ...]
    left: float
    right: float
    off: float
    above: float
    size: float

    @property
    def text(self) -> str:
        return " ".join(self.cells)


@dataclass(frozen=True, slots=True)
class _Look:
    """What is usual in a document: the size of its characters, from baseline to baseline."""

    size: float
    pitch: float


def extract_pages(pages: Sequence[Page], *, pictures: int) -> Extract:
    """The text of a document, `pictures` of whose pages are but pictures.

    Raises ReadError when there is no text, or none that can be read.
    """
    text = "\n".join(paragraphs(pages))
    if not text:
        raise ReadError(_SCANNED if pictures else "the file holds no text")
    unknown = text.count(UNKNOWN)
    if 2 * unknown > len(text):
        raise ReadError("the fonts do not tell the characters; recognise the text first (OCR)")
    warnings = []
    if pictures:
        warnings.append(f"pages without text: {pictures}")
    if unknown:
        warnings.append(f"characters that the fonts do not tell: {unknown}")
    return Extract(text, warnings=tuple(warnings))


def paragraphs(pages: Sequence[Page]) -> list[str]:
    """The text of the pages, one string a paragraph, as a reader would read it out.

    Page numbers, running heads and tables of contents are left out. The cells of a row of a table
    are divided by tabs.
    """
    rows = _without_contents([row for block in blocks(pages) for row in _rows(block)])
    if not rows:
        return []
    look = _look(rows)
    tables = _tables(rows)
    found = [[rows[0].text]]
    for (last, row), (was_table, is_table) in zip(pairwise(rows), pairwise(tables), strict=True):
        if not (was_table or is_table) and _continues(found[-1], last, row, look):
            found[-1].append(row.text)
        else:
            found.append(["\t".join(row.cells) if is_table else row.text])
    joined = (_joined(lines) for lines in found)
    return [text for text in joined if text]


def _rows(block: Block) -> Iterator[_Row]:
    before = None
    for baseline, lines in groupby(block.lines, key=attrgetter("baseline")):
        pieces = list(lines)
        size = max(piece.size for piece in pieces)
        cells, starts = [pieces[0].text], [pieces[0].left / size]
        for last, piece in pairwise(pieces):
            if piece.left - last.right > _CELL * size:
                cells.append(piece.text)
                starts.append(piece.left / size)
            else:
                cells[-1] += " " + piece.text
        left, right = pieces[0].left, max(piece.right for piece in pieces)
        yield _Row(
            cells=tuple(cells),
            starts=tuple(starts),
            left=(left - block.left) / size,
            right=(block.right - right) / size,
            off=min(abs((left + right) / 2 - middle) for middle in block.middles) / size,
            above=baseline - before if before is not None else 0.0,
            size=size,
        )
        before = baseline


def _without_contents(rows: Sequence[_Row]) -> list[_Row]:
    """The rows without a table of contents, its title and the first lines of its long entries."""
    entries = [
        index for index, row in enumerate(rows) if _CONTENTS.search(row.text[-_LONGEST_LEADER:])
    ]
    dropped = set(entries)
    for index, following in pairwise(entries):
        if following - index <= _LONG_ENTRY:
            dropped.update(range(index, following))
    for index in entries:
        for before in range(max(0, index - _LONG_ENTRY), index):
            if _CONTENTS_TITLE.fullmatch(rows[before].text):
                dropped.update(range(before, index))
    return [row for index, row in enumerate(rows) if index not in dropped]


def _look(rows: Sequence[_Row]) -> _Look:
    sizes: Counter[float] = Counter()
    for row in rows:
        sizes[float(f"{row.size:.3g}")] += len(row.text)
    [(size, _)] = sizes.most_common(1)
    steps = Counter(round(row.above / size, 1) for row in rows if row.above > 0)
    [(pitch, _)] = steps.most_common(1) or [(_USUAL_PITCH, 0)]
    return _Look(size, pitch * size)


def _tables(rows: Sequence[_Row]) -> list[bool]:
    """Whether each row is one of a table: its cells begin under or over those of another."""
    tables = [len(row.cells) >= _SURELY_CELLS and _is_divided(row) for row in rows]
    for index, (above, below) in enumerate(pairwise(rows)):
        if _is_divided(above) and _is_divided(below) and _have_common_start(above, below):
            tables[index] = tables[index + 1] = True
    return tables


def _is_divided(row: _Row) -> bool:
    """Not a heading set wide, 目　　录 or 第一章　总　　则."""
    return (
        len(row.cells) > 1
        and any(len(cell) > 1 for cell in row.cells[1:])
        and not _BEGINS_DIVISION.fullmatch(row.cells[0])
    )


def _have_common_start(above: _Row, below: _Row) -> bool:
    return any(
        abs(start - other) < 1
        for start in above.starts[1:_MOST_CELLS]
        for other in below.starts[1:_MOST_CELLS]
    )


def _continues(lines: list[str], last: _Row, row: _Row, look: _Look) -> bool:
    """Whether a row goes on with the paragraph that `last` was the newest row of."""
    size = max(last.size, row.size)
    pitch = look.pitch * max(1.0, size / look.size)
    if (
        size > _HEADING_SIZE * min(last.size, row.size)
        or row.above > _SPACED * pitch
        or (_is_divided(last) and _is_divided(row))
    ):
        return False
    start = fold(row.text[:_LONGEST_NUMBER])
    is_referred_to = last.text.endswith("第")  # 本条第 / （二）项
    if _NUMBERED.match(start) and not is_referred_to:
        return False
    if _is_open(lines):
        return True
    has_number = not is_referred_to and _NUMBER.match(start) is not None
    if _is_centred(last) or _is_centred(row):
        return not has_number and _is_one_title(last, row, look)
    return _fills(last, row, has_number=has_number) and (
        row.left < _INDENT or _is_set_in(last, row, len(lines))
    )


def _is_open(lines: list[str]) -> bool:
    """Whether a bracket is still open, as in the note of dates under the title of a law."""
    text = "".join(lines[-_LONGEST_NOTE:])
    is_open = any(text.count(begin) > text.count(end) for begin, end in ("（）", "《》"))
    return is_open and not text.endswith("。")


def _is_one_title(last: _Row, row: _Row, look: _Look) -> bool:
    """Whether two rows, one of them centred, are lines of the same title."""
    is_large = row.size > _HEADING_SIZE * look.size and not _DOCUMENT_NUMBER.search(last.text)
    is_long = last.left + last.right < _FREE
    is_subtitle = _SUBTITLE.match(row.text) is not None
    return (is_large or is_long) and not is_subtitle and max(last.off, row.off) < _CENTRED


def _fills(last: _Row, row: _Row, *, has_number: bool) -> bool:
    """Whether a row reaches so far to the right that the next one's beginning did not fit."""
    is_ended = _ends_sentence(last.text)
    if has_number and is_ended:
        return False
    room = _width(row) + _SLACK
    goes_on = row.left < _INDENT and not is_ended and not has_number
    return last.right < (max(room, _RAGGED) if goes_on else room)


def _is_set_in(last: _Row, row: _Row, count: int) -> bool:
    """Whether a row that is not at the margin stands under others of a paragraph set in."""
    is_hanging = row.left > last.left + _SAME and count == 1
    is_under = abs(row.left - last.left) < _SAME and count > 1
    return (is_hanging or is_under) and row.left < _MOST_INDENT and not _ends_sentence(last.text)


def _is_centred(row: _Row) -> bool:
    return row.off < _CENTRED and row.left > _AWAY and row.right > _AWAY


def _width(row: _Row) -> float:
    """The width of the first word of a row, with which the row above might have been filled."""
    word = _UNDIVIDED.match(row.text)
    wide = sum(1.0 if is_wide(char) else 0.5 for char in word[0]) if word else 1.0
    return min(wide, _LONGEST_WORD)


def _ends_sentence(text: str) -> bool:
    return text.rstrip(_CLOSING).endswith(_ENDS_SENTENCE)


def _joined(lines: list[str]) -> str:
    """The lines of a paragraph as one: a space only between words of a language that has them."""
    parts = [lines[0]]
    for line in lines[1:]:
        last = parts[-1]
        if _HYPHENATED.fullmatch(last[-2:]) and line[:1].islower():
            parts[-1] = last[:-1]
        elif _WORDS.fullmatch(last[-1:] + line[:1]):
            parts.append(" ")
        parts.append(line)
    return "\t".join(map(_plain, "".join(parts).split("\t"))).strip()


def _plain(text: str) -> str:
    """The text without the spaces of typesetting, 第 一 章　总　则 as 第一章 总则."""
    text = _LETTER_SPACED.sub(lambda spaced: _SPACES.sub("", spaced[0]), text)
    number = _BEGINS_DIVISION.match(fold(text))
    if number is None or number.end() == len(text):
        return _set(text)
    rest = text[number.end() :]
    gap = " " if text[number.end() - 1].isspace() or number.end(1) < number.end() else ""
    if all(len(word) == 1 for word in rest.split()):
        rest = _SPACES.sub("", rest)
    return _SPACES.sub("", text[: number.end(1)]) + gap + _set(rest)


def _set(text: str) -> str:
    return _SPACES.sub(" ", _TYPESETTING.sub("", text)).strip()
