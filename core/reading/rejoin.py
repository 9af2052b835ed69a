"""Give a text its paragraphs back where lines were broken by a printed page or a web page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from core.folding import fold
from core.furniture import is_furniture
from core.headings import ARTICLE, counted, is_numbered
from core.patterns import lazily

# A printed line of a document has 28 characters (GB/T 9704-2012, 5.2.3), of a book some 40; a
# copied one may count Latin letters as half.
_SHORTEST_MEASURE, _LONGEST_MEASURE = 16, 60
_FEWEST_LINES = 8
_FEWEST_BROKEN = 3
_RAGGED = 2  # characters that a full line may fall short: no line begins with ，or ends with “
_ENDS = "。！？!?；;：:…”』」）)"
_INDENT = lazily(r"[ \t\u00a0\u2002\u2003\u3000]{2,}|\u3000")
_PAGE_NUMBER = lazily(
    r"[-—–－·•\s]*(?:第?\s*\d{1,4}\s*页?|[ivxIVX]{1,5})[-—–－·•\s]*|(?:第\s*\d+\s*页)?\s*[,，/]?\s*共\s*\d+\s*页"
    r"|\d{1,4}\s*/\s*\d{1,4}"
)
_RUNNING_HEAD = 3  # times that a line beside page numbers must be repeated
_CHAPTER = lazily(r"第 ?[一二三四五六七八九十百]+ ?(?:[编章节篇]|分编|部分)(?:\s|\Z)")
_LATIN = lazily("[A-Za-z]")
_SENTENCE_ENDS = "。！？!?"
_STOP = lazily("[。!?;:]")  # in a folded line
_LONGEST_HEADING = 45
_ONE_ALONE_IN = 3  # numbers of a row: lists end now and then in an item without a stop


def rejoined(text: str) -> str:
    """The text with broken lines joined to paragraphs.

    Hard-wrapped lines are joined without a trace and the page numbers between them go. Where only
    inline elements were torn out, spaces take the place of the line ends, so that offsets stay
    those of the file.
    """
    lines = [line.rstrip() for line in text.split("\n")]
    measure = _measure(lines)
    return mended(text) if measure is None else unwrapped(lines, measure)


def unwrapped(lines: Sequence[str], measure: int) -> str:
    """The paragraphs in hard-wrapped lines, `measure` characters wide.

    A paragraph begins with an indent, with a number, behind a short line or an empty one. Where
    nothing is indented, headings that fill their lines are found too.
    """
    kept = _without_page_furniture(lines)
    indented = sum(1 for line in kept if _INDENT.match(line)) * 20 > len(kept)
    paragraphs: list[list[str]] = []
    before = ""  # the line before, while its paragraph may go on
    for line in kept:
        if not line.strip():
            if indented or before[-1:] in _ENDS:
                before = ""
            continue
        full = len(line) >= measure - _RAGGED
        if before and not _begins_paragraph(line, before, indented=indented, full=full):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
        before = line if full else ""
    if not indented:
        paragraphs = _headings_parted(paragraphs)
    return "".join(_joined(paragraph, measure) for paragraph in paragraphs) or "\n"


def _joined(paragraph: Sequence[str], measure: int) -> str:
    pieces = [paragraph[0].strip()]
    for before, line in pairwise(paragraph):
        body = line.strip()
        # A break made by counting falls inside words, one between words was a space.
        words = len(before) < measure and _LATIN.match(before[-1]) and _LATIN.match(body)
        pieces += (" ", body) if words else (body,)
    return "".join(pieces) + "\n"


def _measure(lines: Sequence[str]) -> int | None:
    """The characters of a full line, None where lines are not wrapped.

    They are when hardly a line is longer than the common longest one, and many end there in the
    middle of a sentence.
    """
    lengths = Counter(map(len, lines))
    del lengths[0]
    count = lengths.total()
    if count < _FEWEST_LINES:
        return None
    measure = max(lengths)
    longer = 0
    while measure and (longer + lengths[measure]) * 50 <= count:  # 2 % may stick out
        longer += lengths[measure]
        measure -= 1
    if not _SHORTEST_MEASURE <= measure <= _LONGEST_MEASURE:
        return None
    full = [index for index, line in enumerate(lines) if measure - _RAGGED <= len(line) <= measure]
    broken = sum(1 for index in full if _breaks_off(lines, index))
    return measure if broken >= _FEWEST_BROKEN and broken * 2 >= len(full) else None


def _breaks_off(lines: Sequence[str], index: int) -> bool:
    """Whether a line ends in the middle of a sentence, and the next could be the rest of it."""
    following = fold(lines[index + 1].strip()) if index + 1 < len(lines) else ""
    return (
        lines[index][-1] not in _ENDS
        and bool(following)
        and not _INDENT.match(lines[index + 1])
        and not is_numbered(following, 0, len(following))
    )


def _without_page_furniture(lines: Sequence[str]) -> list[str]:
    """The lines without page numbers and running heads beside them, and empty lines around."""
    numbers = [index for index, line in enumerate(lines) if line and _PAGE_NUMBER.fullmatch(line)]
    if not numbers or (len(numbers) == 1 and "—" not in lines[numbers[0]]):
        return list(lines)
    dropped = set(numbers)
    beside: Counter[str] = Counter()
    neighbours: list[int] = []
    for index in numbers:
        for step in (-1, 1):
            near = index + step
            while 0 <= near < len(lines) and not lines[near]:
                dropped.add(near)
                near += step
            if 0 <= near < len(lines):
                neighbours.append(near)
                beside[lines[near].strip()] += 1
    dropped |= {near for near in neighbours if beside[lines[near].strip()] >= _RUNNING_HEAD}
    return [line for index, line in enumerate(lines) if index not in dropped]


def _begins_paragraph(line: str, before: str, *, indented: bool, full: bool) -> bool:
    folded = fold(line.strip())
    if indented:
        return bool(_INDENT.match(line)) or _CHAPTER.match(folded) is not None
    # The end of a paragraph would have a stop; a heading without a number has none, nor a name.
    if before[-1] in _SENTENCE_ENDS and line[-1] not in _ENDS and not full:
        return True
    return is_numbered(folded, 0, len(folded)) and (
        before[-1] in _ENDS or _CHAPTER.match(folded) is not None
    )


def _headings_parted(paragraphs: Sequence[list[str]]) -> list[list[str]]:
    """The paragraphs, with headings parted from the text that was joined to them.

    The first line of a paragraph without a stop is a heading that fills it, or part of a long
    sentence. The other numbers of its row tell which: some of them stand alone, and none has text
    behind it on its line.
    """
    headings: set[int] = set()
    for row in _rows(paragraphs):
        listed = {index for index, following in pairwise(row) if following == index + 1}
        alone = sum(_is_title(paragraphs[index]) for index in row if index not in listed)
        if alone * _ONE_ALONE_IN >= len(row) and not any(
            _STOP.search(fold(paragraphs[index][0])) for index in row
        ):
            headings |= {index for index in row if _holds_text(paragraphs[index])}
    parted: list[list[str]] = []
    for index, paragraph in enumerate(paragraphs):
        parted += (paragraph[:1], paragraph[1:]) if index in headings else (paragraph,)
    return parted


def _rows(paragraphs: Sequence[list[str]]) -> list[list[int]]:
    """The paragraphs whose numbers count on from each other; articles have no headings."""
    rows: list[list[int]] = []
    last: dict[str, tuple[int, list[int]]] = {}  # the last number of each level, and its row
    for index, paragraph in enumerate(paragraphs):
        level, value = _number(paragraph[0])
        if not level or level == ARTICLE.name:
            continue
        before, row = last.get(level, (value, []))
        if value <= before:
            row = []
            rows.append(row)
        row.append(index)
        last[level] = value, row
    return rows


def _number(line: str) -> tuple[str, int]:
    """The level and the value of the number that a line begins with, "" and 0 without one."""
    folded = fold(line.strip())
    return counted(folded) if is_numbered(folded, 0, len(folded)) else ("", 0)


def _is_title(paragraph: Sequence[str]) -> bool:
    return _STOP.search(fold("".join(paragraph))) is None and not any(
        _number(line)[0] for line in paragraph[1:]
    )


def _holds_text(paragraph: Sequence[str]) -> bool:
    """Whether numbers follow below the first line, or more than the rest of a sentence."""
    below = paragraph[1:]
    if not below or _number(below[0])[0]:
        return bool(below)
    text = fold("".join(below))
    stop = _STOP.search(text)
    if stop is None or stop[0] not in _SENTENCE_ENDS:  # it explains or lists something
        return False
    return len(paragraph[0]) + stop.end() > _LONGEST_HEADING or stop.end() < len(text)


# Inline elements of a web page, broken into lines of their own: PM ⏎ 2.5 ⏎ 年平均浓度.
_NEVER_BEGINS = "，、；：。！？”’）》,;"
_NEVER_ENDS = "，、“‘（,"
_LONGEST_FRAGMENT = 12
_LONGEST_NUMBER = 8
_NUMBER_ALONE = lazily(
    r"[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\)|第[一二三四五六七八九十]{1,3}[章节]"
)
_IN_A_SENTENCE = lazily("[，。；、]")


def mended(text: str) -> str:
    """The text with torn lines joined, a space for the line end so that offsets stay."""
    lines = text.split("\n")
    pieces: list[str] = []
    torn = False
    for line, following in pairwise(lines):
        alone = _is_number_alone(line.strip(), following.strip())
        torn = not alone and _is_torn(line.strip(), following.strip(), was_torn=torn)
        pieces += (line, " " if torn or alone else "\n")
    return "".join((*pieces, lines[-1])) if " " in pieces else text


def _is_number_alone(line: str, following: str) -> bool:
    """Whether a line is the number of a heading, and the next one its title: 一、 ⏎ 总体要求"""
    if not following or len(line) > _LONGEST_NUMBER:
        return False
    folded, behind = fold(line), fold(following)
    return _NUMBER_ALONE.fullmatch(folded) is not None and not is_numbered(behind, 0, len(behind))


def _is_torn(line: str, following: str, *, was_torn: bool) -> bool:
    """Whether a line goes on in the next one, by the marks at its end and the length of both."""
    if not line or not following:
        return False
    if following[0] in _NEVER_BEGINS or line[-1] in _NEVER_ENDS:
        return not is_furniture(fold(following))
    if line[-1] in _ENDS:
        return False
    goes_on = was_torn and len(line) <= _LONGEST_FRAGMENT
    if not goes_on:
        is_open = line.count("“") > line.count("”")
        if not is_open and (_is_heading(line) or not _IN_A_SENTENCE.search(line)):
            return False
        if len(following) > _LONGEST_FRAGMENT or following[-1] in _ENDS:
            return False
    folded = fold(following)
    return not (
        ":" in folded[:_LONGEST_FRAGMENT]
        or is_numbered(folded, 0, len(folded))
        or is_furniture(folded)
    )


def _is_heading(line: str) -> bool:
    folded = fold(line)
    return len(line) <= _LONGEST_HEADING and is_numbered(folded, 0, len(folded))
