"""Bring in what others saved: a library, the folder of one document, or one review.

A merge only adds: lines to reviews, and documents that are not here. It can be repeated, and
done in any order. All that comes in was written by others: names are taken only where Piyue
gives such names, documents only where the text is the one that they are named after, reviews
only where every line is sound.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from core.review import Anchor, from_record, is_waiting
from store import copying
from store.copying import Line
from store.documents import keep, kept
from store.errors import StoreError, explained
from store.names import DOCUMENT, REVIEW, file_name, is_file_name, name_in
from store.review import ANNOTATIONS
from store.survey import Folder, folder, is_document, library, noting


class Came(NamedTuple):
    """What came for one review: so many saves by `reviewer` on the document with this id."""

    document: str
    reviewer: str
    saves: int


class Merge(NamedTuple):
    """What a merge did: the saves and documents (ids) that came, and what was refused and why."""

    came: list[Came]
    documents: list[str]
    refused: list[StoreError]


def merge(root: Path, other: Path) -> Merge:
    """Add to the library in `root` what `other` has and it has not.

    `other` is another library, one document's folder, or one review. Each review comes as a
    whole and is on the disk when this returns, or it is refused and ours is as it was.
    """
    done = Merge([], [], [])
    with noting(done.refused):
        if _is_folder(other):
            for found in _documents(other, done.refused):
                _merge_folder(root, found, done)
        else:
            _merge_file(root, other, done)
    return done


def _is_folder(path: Path) -> bool:
    try:
        path.stat()
        return path.is_dir()
    except OSError as error:
        raise explained(path, "cannot be read", error) from error


def _documents(other: Path, refused: list[StoreError]) -> Iterator[Folder]:
    """The folders of documents in a library, or the folder itself where it is one."""
    itself = folder(other)
    if itself.document or itself.reviews:
        yield itself
        return
    inside = library(other)
    refused.extend(StoreError(path, "not the name of a document") for path in inside.misnamed)
    if not (inside.documents or inside.misnamed):
        raise StoreError(other, "no review of Piyue's")
    for path in inside.documents:
        with noting(refused):
            yield folder(path)


def _merge_folder(root: Path, found: Folder, done: Merge) -> None:
    document = None
    if found.document:
        with noting(done.refused):
            document = kept(found.document)
            if keep(root, document):
                done.documents.append(document.id)
    done.refused.extend(StoreError(path, "not the name of a review") for path in found.misnamed)
    path = found.path.absolute()
    name = path.name if is_document(path.name) else document and document.id
    for path in found.reviews:
        with noting(done.refused):
            if name:
                _merge_review(root, name, path.stem, _sound_lines(path), done)
            else:
                _merge_file(root, path, done)


def _merge_file(root: Path, path: Path, done: Merge) -> None:
    """Merge a review by itself: its folder tells the document, or what it quotes does."""
    lines = _sound_lines(path)
    if not lines:
        raise StoreError(path, "no review of Piyue's")
    home = path.absolute().parent
    document = home.name if is_document(home.name) else _quoted(root, path, lines)
    _merge_review(root, document, _reviewer(path, lines), lines, done)


def _sound_lines(path: Path) -> list[Line]:
    lines = copying.content(path).lines
    copying.check(path, lines)
    return lines


def _quoted(root: Path, path: Path, lines: Sequence[Line]) -> str:
    """The id of the one document in our library that holds all that the review quotes."""
    saved = [it for line in lines for it in line.entry["set"].get(ANNOTATIONS, {}).items()]
    # What waits for a measure quotes the version before.
    anchors = [from_record(it).anchor for key, it in saved if it and not is_waiting(key)]
    fitting = []
    for home in library(root).documents if anchors and root.exists() else []:
        with suppress(StoreError):
            document = kept(home / DOCUMENT)
            if _holds(document.record["text"], anchors):
                fitting.append(document.id)
    if len(fitting) != 1:
        cause = "no document here is known by what the review quotes; merge the folder it is from"
        raise StoreError(path, cause)
    return fitting[0]


def _holds(text: str, anchors: Sequence[Anchor]) -> bool:
    return all(text[anchor.start : anchor.end] == anchor.exact for anchor in anchors)


def _reviewer(path: Path, lines: Sequence[Line]) -> str:
    """The file name, without its end, of the reviewer who saved a review.

    Who sends a file or syncs a folder may have renamed it: `张三 (1).jsonl`.
    """
    authors = {line.entry["by"] for line in lines}
    if len(authors) == 1:
        return file_name(authors.pop())
    if not is_file_name(path.stem):
        raise StoreError(path, "not the name of a review")
    return path.stem


def _merge_review(root: Path, document: str, stem: str, lines: Sequence[Line], done: Merge) -> None:
    saves = copying.add(root / document / f"{stem}{REVIEW}", lines)
    if saves:
        done.came.append(Came(document, name_in(stem), saves))
