"""Look through a library: which of its files are whose, and which do not belong there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from store.errors import StoreError, explained
from store.index import INDEX
from store.names import DOCUMENT, REVIEW, is_file_name

_DOCUMENT_ID = re.compile(r"[0-9a-f]{64}")
_SET_ASIDE = re.compile(rf".+{re.escape(REVIEW)}\.(?:torn|damaged(?:-\d+)?)", re.DOTALL)


class Folder(NamedTuple):
    """What stands in the folder of one document.

    `reviews` and `misnamed` end as reviews do, but no reviewer's file is called as the latter
    are. `set_aside` are parts that Piyue took away from reviews; `foreign` is all the rest.
    """

    path: Path
    document: Path | None
    reviews: list[Path]
    misnamed: list[Path]
    set_aside: list[Path]
    foreign: list[Path]


class Root(NamedTuple):
    """What stands in a library: folders of documents, and what is not called as these are.

    `misnamed` are folders with reviews in them all the same; `foreign` is the rest, without what
    is hidden.
    """

    documents: list[Path]
    misnamed: list[Path]
    foreign: list[Path]


def library(root: Path) -> Root:
    """The folders in a library. Raises StoreError where it cannot be read."""
    found = Root([], [], [])
    for path in _within(root):
        if is_document(path.name) and path.is_dir():
            found.documents.append(path)
        elif path.is_dir() and _holds_reviews(path):
            found.misnamed.append(path)
        elif not path.name.startswith(".") and path.name != INDEX:
            found.foreign.append(path)
    return found


def _holds_reviews(path: Path) -> bool:
    with suppress(StoreError):
        inside = folder(path)
        return bool(inside.document or inside.reviews)
    return False


def is_document(name: str) -> bool:
    """Whether this is the id of a document, and so the name of its folder: a SHA-256."""
    return bool(_DOCUMENT_ID.fullmatch(name))


def folder(path: Path) -> Folder:
    """The files in a document's folder. Raises StoreError where it cannot be read."""
    found = Folder(path, None, [], [], [], [])
    for one in _within(path):
        if one.name == DOCUMENT:
            found = found._replace(document=one)
        elif one.suffix == REVIEW:
            named = is_file_name(one.name.removesuffix(REVIEW))
            (found.reviews if named else found.misnamed).append(one)
        else:
            known = _SET_ASIDE.fullmatch(one.name)
            (found.set_aside if known else found.foreign).append(one)
    return found


def _within(path: Path) -> list[Path]:
    try:
        return sorted(path.iterdir())
    except OSError as error:
        raise explained(path, "cannot be read", error) from error


@contextmanager
def noting(refused: list[StoreError]) -> Iterator[None]:
    """What is refused inside the block is noted, and what comes behind the block goes on."""
    try:
        yield
    except StoreError as error:
        refused.append(error)
