"""What the library screen lists: every document with its progress, sorted and filtered."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

from core.folding import searchable
from core.pinyin import Pinyin
from store.documents import kept
from store.errors import StoreError
from store.index import Listed, Reviewed
from store.library import Library
from store.names import file_name, name_in
from tui.narration import printable


@dataclass(frozen=True, slots=True)
class Shelved:
    """A document as it is listed, its texts safe to be shown.

    `reviewed` and `tags` count one's own marks, `others` has the measures that each other reviewer
    reviewed. `opened` is when one last saved anything of it, `newest` when anybody did or when it
    was imported, both in microseconds since 1970, 0 for never. `trouble` is why it or a review of
    it cannot be read, in the words of the store. `path` is the file it came from, as it is.
    """

    id: str
    title: str
    issuer: str
    path: str
    measures: int
    reviewed: int
    tags: Mapping[str, int]
    others: tuple[tuple[str, int], ...]
    opened: int
    newest: int
    trouble: str


def shelf(library: Path, reviewer: str) -> list[Shelved]:
    """All documents of a library, as this reviewer sees them; call it from a worker.

    Raises StoreError where the library cannot be read. What cannot be read in it is listed with
    the cause; a folder that holds neither a document nor a review is not.
    """
    house = Library(library)
    own = name_in(file_name(reviewer))
    rows = (_shelved(one, house.document(one.id), own) for one in house.listed())
    return [row for row in rows if row]


def _shelved(one: Listed, document: Path, own: str) -> Shelved | None:
    troubles = [] if one.measures else _why_unread(document)
    if troubles == [_ABSENT] and not one.reviews:
        return None
    troubles += [f"{it.reviewer}: {it.trouble}" for it in one.reviews if it.trouble]
    mine = next((it for it in one.reviews if it.reviewer == own), _NONE)
    return Shelved(
        id=one.id,
        title=printable(one.title or Path(one.source).stem or one.id[:12]),
        issuer=printable(one.issuer),
        path=one.source,
        measures=one.measures,
        reviewed=mine.reviewed,
        tags=mine.tags,
        others=tuple(
            (printable(it.reviewer), it.reviewed) for it in one.reviews if it.reviewer != own
        ),
        opened=mine.last,
        newest=one.last or _kept_at(document),
        trouble=printable("; ".join(troubles)),
    )


_NONE = Reviewed("", 0, {}, 0, "")
_ABSENT = "the document itself was not kept"


def _why_unread(document: Path) -> list[str]:
    """Why nothing is known of a document; nothing where it just has no measures."""
    try:
        if not document.exists():
            return [_ABSENT]
        kept(document)
    except (StoreError, OSError) as error:
        return [error.cause if isinstance(error, StoreError) else error.strerror or str(error)]
    return []


def _kept_at(document: Path) -> int:
    with suppress(OSError):
        return document.stat().st_mtime_ns // 1000
    return 0


@dataclass(frozen=True, slots=True)
class Order:
    """One order of the list; `name` is English, `key` gives what is compared."""

    name: str
    key: Callable[[Shelved], Any]


ORDERS = (
    Order("newest", lambda one: -one.newest),
    Order("last opened", lambda one: -one.opened),
    Order("title", lambda one: one.title),
    Order("issuer", lambda one: (not one.issuer, one.issuer, one.title)),
    Order("progress", lambda one: -one.reviewed / max(1, one.measures)),
    Order("marks", lambda one: -sum(one.tags.values())),
)


class Register:
    """The titles, issuers and paths of documents, to be found by a part or by pinyin."""

    def __init__(self, documents: Sequence[Shelved]) -> None:
        self._documents = documents
        self._texts = [
            searchable(f"{one.title} {one.issuer} {printable(one.path)}") for one in documents
        ]
        self._joined = "\n".join(self._texts)
        self._starts = list(accumulate((len(text) + 1 for text in self._texts), initial=0))
        self._pinyin: Pinyin | None = None

    def prepare(self) -> None:
        """Learn how the texts are spelled, in a worker; pinyin finds nothing before."""
        self._pinyin = Pinyin(self._joined)

    def matching(self, query: str) -> list[Shelved]:
        """The documents that hold every word of the query, in their order."""
        found = range(len(self._documents))
        left = set(found)
        for word in searchable(query).split():
            left &= self._holding(word)
        return [self._documents[index] for index in found if index in left]

    def _holding(self, word: str) -> set[int]:
        held = {index for index, text in enumerate(self._texts) if word in text}
        spelled = self._pinyin.pattern(word) if self._pinyin else None
        return held | self._matches(spelled) if spelled else held

    def _matches(self, pattern: re.Pattern[str]) -> set[int]:
        """The texts with a match, each looked at no further than its first."""
        to_the_end = re.compile(f"(?:{pattern.pattern})[^\n]*")
        return {
            bisect_right(self._starts, match.start()) - 1
            for match in to_the_end.finditer(self._joined)
        }
