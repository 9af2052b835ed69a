"""Find the documents of the library and everybody's reviews of them."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from store import disk
from store.errors import StoreError, explained
from store.names import DOCUMENT, REVIEW, file_name, name_in
from store.review import ReviewFile, review_files

if TYPE_CHECKING:
    from store.index import Listed

__all__ = ["Library", "ReviewFile", "StoreError"]


class Library:
    """The folder of all reviews: `ROOT/<document id>/<reviewer>.jsonl` beside `document.json`.

    Nobody writes another reviewer's file, so a library can be shared as a folder or with git.
    Nothing is made before the first save; from then on the document is kept beside its reviews,
    so that they open when the file that it came from is gone.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    def review(
        self, document_id: str, reviewer: str, document: Callable[[], bytes] | None = None
    ) -> ReviewFile:
        """One reviewer's review of one document; no file is opened or made by this.

        `document` gives what `core.reading.kept.kept` made of it; it is kept before the first
        save, unless the library has it.
        """
        path = self._folder(document_id) / f"{file_name(reviewer)}{REVIEW}"

        def keep() -> None:
            if document:
                self.keep(document_id, document)

        return ReviewFile(path, reviewer, keep if document else None)

    def reviews(self, document_id: str) -> dict[str, ReviewFile]:
        """Everybody's review of a document, by the reviewer's name in the order of the names.

        StoreError when the folder cannot be read.
        """
        folder = self._folder(document_id)
        try:
            files = review_files(folder)
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise explained(folder, "not read", error) from error
        return {who: ReviewFile(file, who) for file in files for who in [name_in(file.stem)]}

    def listed(self) -> list[Listed]:
        """All documents with everybody's progress, the last saved first.

        A review that cannot be read is listed with the reason; StoreError when the library
        itself cannot be read.
        """
        from store.index import listed  # noqa: PLC0415 (one document opens without it)

        return listed(self.root)

    def document(self, document_id: str) -> Path:
        """Where a document is kept, if it is."""
        return self._folder(document_id) / DOCUMENT

    def is_empty(self) -> bool:
        """Whether there is certainly no document in it."""
        try:
            with os.scandir(self.root) as entries:  # lists no further than the first document
                return not any(one.is_dir() and one.name[0] != "." for one in entries)
        except OSError as error:
            return isinstance(error, FileNotFoundError)

    def keep(self, document_id: str, document: Callable[[], bytes]) -> bool:
        """Put the document on the disk; False where it is already. Raises StoreError.

        `document` gives what `core.reading.kept.kept` made of it.
        """
        path = self.document(document_id)
        try:
            if path.exists():
                return False
            disk.replace(path, document())
        except OSError as error:
            raise explained(path, "not saved", error) from error
        return True

    def _folder(self, document_id: str) -> Path:
        return self.root / file_name(document_id)
