"""Look for words in all documents of the library, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from core.folding import searchable
from core.reading import ReadError, read
from core.reading.kept import record_of
from store.library import Library
from tui.shelf import Shelved

if TYPE_CHECKING:  # the library is shown without it
    from core.keywords import Words


@dataclass(frozen=True, slots=True)
class Hit:
    """A measure that holds what was looked for.

    `start` is its offset in the document; `spans` are the places of the words in `text`.
    """

    document: Shelved
    start: int
    locator: str
    text: str
    spans: tuple[tuple[int, int], ...]


class Everywhere:
    """One search through some documents; runs in a worker and can be stopped."""

    def __init__(
        self, library: Path, documents: Sequence[Shelved], query: str, terms: Sequence[str] = ()
    ) -> None:
        """`terms` are the user's own words, which stay whole."""
        self.query = query
        self.documents = documents
        self.searched = 0
        self.unread = 0
        """How many documents could not be read."""
        self._library = Library(library)
        self._terms = terms
        self._stopped = False

    def stop(self) -> None:
        """Let the worker end after the document at hand."""
        self._stopped = True

    def hits(self) -> Iterator[list[Hit]]:
        """The hits of each document that has any, the best first, as they are found."""
        from core import keywords  # noqa: PLC0415 (in the worker)

        load = lru_cache(maxsize=4)(partial(keywords.load, terms=self._terms))
        for document in self.documents:
            if self._stopped:
                return
            try:
                found = self._hits_in(document, load)
            except (OSError, ReadError):
                self.unread += 1
                found = []
            self.searched += 1
            if found:
                yield found

    def _hits_in(self, document: Shelved, load: Callable[[str], Words]) -> list[Hit]:
        from core.finding import find  # noqa: PLC0415

        data = self._library.document(document.id).read_bytes()
        text = str(record_of(data)["text"])
        if not may_hold(searchable(text), self.query, load):
            return []
        read_ = read(data)
        return [
            Hit(
                document,
                found.measure.start,
                found.measure.locator,
                read_.quote(found.measure),
                tuple(
                    (start - found.measure.start, end - found.measure.start)
                    for start, end in found.spans
                ),
            )
            for found in find(read_, self.query, load)
        ]


def may_hold(text: str, query: str, load: Callable[[str], Words]) -> bool:
    """Whether `core.finding.find` can find anything in a text, which is folded; quick.

    Most documents are passed over by this, without knowing their measures.
    """
    words = load(searchable(query))
    for word in searchable(query).split():
        terms = words.terms(word)
        if word in text or (word.isascii() and word.isalpha()):
            continue
        if len(terms) < 2 or not all(term in text for term in terms):
            return False
    return True
