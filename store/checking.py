"""Check every line and text that a library keeps, and mend what can be mended without loss."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from store import copying
from store.documents import kept
from store.errors import StoreError
from store.names import file_name
from store.survey import Folder, folder, library


class Checked(NamedTuple):
    """A review that can be read: how many saves it holds, each of them whole."""

    path: Path
    saves: int


class Finding(NamedTuple):
    """Something to know about a file; with `is_wrong`, something to do about it."""

    path: Path
    text: str
    is_wrong: bool


def check_library(root: Path, *, repair: bool = False) -> list[Checked | Finding]:
    """All reviews and documents of a library; one that is not there yet is in order.

    With `repair` a torn end of a review is set aside in FILE.torn, and nothing else is changed.
    """
    try:
        if not root.exists():
            return []
        inside = library(root)
    except StoreError as error:
        return [_wrong(error)]
    found: list[Checked | Finding] = []
    for path in inside.documents:
        found += check_document(path, repair=repair)
    found += [Finding(path, "not the name of a document", True) for path in inside.misnamed]
    found += [Finding(path, "no file of Piyue's", False) for path in inside.foreign]
    return found


def check_document(path: Path, *, repair: bool = False) -> list[Checked | Finding]:
    """The reviews in the folder of one document, and the document; none where there is none."""
    try:
        if not path.exists():
            return []
        inside = folder(path)
    except StoreError as error:
        return [_wrong(error)]
    found: list[Checked | Finding] = []
    found += _of_document(inside)
    for one in inside.reviews:
        found += _of_review(one, repair)
    found += [Finding(one, "not the name of a review", True) for one in inside.misnamed]
    found += [Finding(one, "set aside earlier by Piyue", False) for one in inside.set_aside]
    found += [Finding(one, "no file of Piyue's", False) for one in inside.foreign]
    return found


def _wrong(error: StoreError) -> Finding:
    return Finding(error.path, error.cause, True)


def _of_document(inside: Folder) -> Iterator[Finding]:
    if inside.document is None:
        yield Finding(inside.path, "the document itself was not kept", False)
        return
    try:
        kept(inside.document)
    except StoreError as error:
        yield _wrong(error)


def _of_review(path: Path, repair: bool) -> Iterator[Checked | Finding]:
    try:
        found = copying.content(path)
        copying.check(path, found.lines)
        if found.torn:
            yield _of_torn_end(path, len(found.torn), repair)
    except StoreError as error:
        yield _wrong(error)
        return
    yield Checked(path, len(found.lines))
    if found.lines and not any(file_name(line.entry["by"]) == path.stem for line in found.lines):
        yield Finding(path, "every save in it is somebody else's", False)


def _of_torn_end(path: Path, size: int, repair: bool) -> Finding:
    if repair:
        return Finding(path, f"a torn end was set aside in: {copying.set_torn_aside(path)}", False)
    return Finding(path, f"a torn end, which --repair sets aside; bytes: {size}", True)
