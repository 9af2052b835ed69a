"""Read a memo that somebody edited: what it says of each mark, and what it said when written."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from core.export.escaping import plain, unescape
from core.export.markdown import (
    CELLS,
    FIGURES,
    FREE_BEGINS,
    FREE_ENDS,
    LEDGER,
    NO_TAG,
    NOTE,
    NOTHING,
    SCHEMA,
    UNTOUCHED,
    bare,
    digest,
    facts_of,
)


class TakingBackError(Exception):
    """A file that is no memo to take back from; the message says why."""


@dataclass(frozen=True, slots=True)
class Written:
    """What a memo says of one mark, and in `line`, from 1.

    `id` is "" for a mark that was written by hand. `tags` are the words behind the bullet; None
    where there is only a row of the ledger. `quotes` is what stands where the memo quoted the
    text, beside the mark and in the ledger. `former_tags` and `former` are of the time when the
    memo was written, the latter as digests.
    """

    line: int
    id: str
    locator: str = ""
    tags: tuple[str, ...] | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    quotes: tuple[str, ...] = ()
    former_tags: frozenset[str] = frozenset()
    former: Mapping[str, str] = field(default_factory=dict)

    def is_edited(self, name: str, value: str) -> bool:
        """Whether this is not what the memo said when it was written."""
        return digest(value) != self.former.get(name, digest(UNTOUCHED[name]))

    @property
    def edited_quotes(self) -> tuple[str, ...]:
        """Those that are not what the memo quoted; none where it does not tell what that was."""
        former = self.former.get("quote")
        changed = (one for one in self.quotes if bare(one) and digest(bare(one)) != former)
        return tuple(dict.fromkeys(changed)) if former else ()


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that was edited, and what comes of it.

    `kind` is added, changed, conflict (both are kept) or unknown (left alone); `what` is tags,
    note, quote or a column of the ledger.
    """

    kind: str
    line: int
    locator: str
    what: str
    words: str


@dataclass(frozen=True, slots=True)
class Memo:
    """A memo that was read: of which document and reviewer, what it says, what it has besides."""

    document: str
    reviewer: str
    marks: tuple[Written, ...]
    unknown: tuple[Finding, ...]


def read(text: str) -> Memo:
    """The memo in a file. Raises TakingBackError where it is none, or its free block is broken."""
    facts = facts_of(text)
    schema = facts.get("schema", "")
    if not schema.startswith("piyue-review/") or not facts.get("document"):
        raise TakingBackError("no memo of Piyue's")
    if schema != SCHEMA:
        raise TakingBackError("a memo of another version of Piyue; export it again")
    lines = _without_free_block(plain(text.removeprefix("\ufeff"))).split("\n")
    begin = lines.index("---", 1) + 1
    marks, unknown = _marks(lines, begin)
    marks = _joined([*marks, *_rows(lines, begin, unknown)], unknown)
    return Memo(facts["document"], facts.get("reviewer", ""), tuple(marks), tuple(unknown))


def _without_free_block(text: str) -> str:
    begin, end = text.find(FREE_BEGINS), text.rfind(FREE_ENDS)
    if begin < 0 or end < begin:
        raise TakingBackError("a marker of the free block is missing")
    return text[:begin] + "\n" * text.count("\n", begin, end) + text[end + len(FREE_ENDS) :]


_MARKER = re.compile(r"<!-- *piyue:([0-9a-z-]+)((?: +[a-z]+=[0-9a-z,-]*)*) *-->")
_LOCATOR = re.compile(r"(?<!\\)`([\w.?-]+)`")
_BULLET = re.compile(r" {0,1}[-*+] +")
_NOTE = re.compile(rf"\s*{NOTE}[：:]")


def _marks(lines: Sequence[str], begin: int) -> tuple[list[Written], list[Finding]]:
    """The items of the lists, and the lines that are nothing Piyue knows."""
    marks: list[Written] = []
    unknown: list[Finding] = []
    index = begin
    while index < len(lines):
        line = lines[index]
        if _begins(line):
            end = _end(lines, index)
            marks.append(_mark(lines, index, end, unknown))
            index = end
            continue
        if line.strip() and not re.match(r"#{1,6} |\s*\|", line):
            unknown.append(Finding("unknown", index + 1, "", "text", line.strip()))
        index += 1
    return marks, unknown


def _begins(line: str) -> bool:
    """Whether a mark begins: a comment that knows it, or a bullet with a locator."""
    return bool(_MARKER.search(line) or (_BULLET.match(line) and _LOCATOR.search(line)))


def _end(lines: Sequence[str], begin: int) -> int:
    """Where an item ends: at the next, at a heading, at what stands left of it behind a gap."""
    for index in range(begin + 1, len(lines)):
        line = lines[index]
        is_left = bool(line.strip()) and not line[0].isspace() and not lines[index - 1].strip()
        is_note = is_left and _NOTE.match(line)
        if _begins(line) or re.match(r"#{1,6} ", line) or (is_left and not is_note):
            return index
    return len(lines)


def _mark(lines: Sequence[str], begin: int, end: int, unknown: list[Finding]) -> Written:
    first = lines[begin]
    marker, place = _MARKER.search(first), _LOCATOR.search(first)
    words = first[: place.start()] if place else first[: marker.start()] if marker else ""
    former = dict(word.split("=") for word in (marker[2] if marker else "").split())
    locator = place[1] if place else ""
    note: list[str] | None = None
    quote: list[str] = []
    for index in range(begin + 1, end):
        line = lines[index].strip()
        if line.startswith("^pr-"):
            break
        if note is not None:
            note.append(line)
        elif found := _NOTE.match(line):
            note = [line[found.end() :].strip()]
        elif line.startswith(">"):
            quote.append(line[1:].strip())
        elif line and not line.startswith(f"{FIGURES}："):
            unknown.append(Finding("unknown", index + 1, locator, "text", line))
    return Written(
        line=begin + 1,
        id=marker[1] if marker else "",
        locator=locator,
        tags=_words(words),
        values={"note": _shown("\n".join(note or []))},
        quotes=(_shown("\n".join(quote)),),
        former_tags=frozenset(former.pop("tags", "").split(",")) - {""},
        former=former,
    )


def _words(written: str) -> tuple[str, ...]:
    """The tags before the locator: **亮点** **不足**, #亮点 #不足, or 亮点、不足."""
    bare = _BULLET.sub("", written, count=1).replace(NO_TAG, "")
    return tuple(unescape(word.strip("*#")) for word in re.split(r"[\s、，,]+", bare) if word)


def _shown(markdown: str) -> str:
    return plain(unescape(markdown.strip())).strip()


_CELL = re.compile(r"((?:\\.|[^|\\])*)\|")
_ID = re.compile(r"\bpr-([0-9a-z]+(?:-[0-9a-z]+)*)")


def _rows(lines: Sequence[str], begin: int, unknown: list[Finding]) -> Iterator[Written]:
    """The rows of the ledger; its columns may stand in any order, with others among them."""
    head: list[str] = []
    for index in range(begin, len(lines)):
        if not (line := lines[index].strip()).startswith("|"):
            head = []
            continue
        cells = [cell.strip() for cell in _CELL.findall(line[1:])]
        if not head:
            head = cells
        elif LEDGER[0] in head and not re.fullmatch(r"[|\s:-]+", line):
            row = dict(zip(head, cells, strict=False))
            found = _ID.search(row[LEDGER[0]]) if len(cells) == len(head) else None
            if found is None:
                unknown.append(Finding("unknown", index + 1, "", "row", line))
                continue
            values = {name: _cell(row[title]) for name, title in CELLS.items() if title in row}
            quotes = (_shown(row.get(LEDGER[1], "")),)
            yield Written(line=index + 1, id=found[1], values=values, quotes=quotes)


def _cell(markdown: str) -> str:
    if markdown == "-":  # one that Piyue wrote stands behind a backslash
        return ""
    lines = [" ".join(line.split()) for line in _shown(markdown).split("\n")]
    return "\n".join(line for line in lines if line not in {"", NOTHING})


def _joined(found: Sequence[Written], unknown: list[Finding]) -> list[Written]:
    """Each mark with its row; one that stands there twice is left alone."""
    marks: dict[str, Written] = {}
    twice = Counter((mark.id, mark.tags is None) for mark in found if mark.id)
    rows = {mark.id: mark for mark in found if mark.tags is None}
    for mark in found:
        if mark.id and twice[mark.id, mark.tags is None] > 1:
            unknown.append(Finding("unknown", mark.line, mark.locator, "id", f"pr-{mark.id}"))
            rows.pop(mark.id, None)
        elif mark.tags is not None:
            row = rows.pop(mark.id, None)
            values = {**mark.values, **(row.values if row else {})}
            quotes = mark.quotes + (row.quotes if row else ())
            marks[mark.id or f" {mark.line}"] = replace(mark, values=values, quotes=quotes)
    return [*marks.values(), *rows.values()]
