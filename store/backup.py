"""Write the whole library into one file that TinyDB opens, and read it back.

`TinyDB(FILE)` gives these tables: `documents`, each as it was kept; `annotations`, for whoever
looks something up, one row each as it stands now; `saves`, every line of every review, from which
all is restored; and `piyue` with one row: the version of the form, the counts, and the SHA-256
that tells of damage. Nothing in the file depends on when or where it was written.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from core.reading.extract import ReadError
from core.review import from_record
from store import copying, disk
from store.copying import Line
from store.documents import Kept, checked, kept
from store.entry import VERSION, decoded, encoded
from store.errors import NewerFormatError, StoreError, explained
from store.names import REVIEW, is_file_name, name_in
from store.survey import folder, is_document, library, noting

_FORM = 1
_BEGIN = b'{"piyue": {"1": {"backup": '
Row: TypeAlias = dict[str, Any]
Table: TypeAlias = dict[str, Row]


class Review(NamedTuple):
    """A review in a backup: the id of its document, and the name of its file."""

    document: str
    file: str

    @property
    def reviewer(self) -> str:
        """Whose it is."""
        return name_in(self.file.removesuffix(REVIEW))


class Backup(NamedTuple):
    """A library: its documents by id, and the lines of its reviews."""

    documents: dict[str, Kept]
    reviews: dict[Review, list[Line]]


class Counts(NamedTuple):
    """How much is in a backup."""

    documents: int
    reviews: int
    annotations: int
    saves: int


def of_library(root: Path) -> tuple[Backup, list[StoreError]]:
    """All that can be read of a library, and what cannot and why."""
    found = Backup({}, {})
    refused: list[StoreError] = []
    with noting(refused):
        inside = library(root)
        refused.extend(StoreError(path, "not the name of a document") for path in inside.misnamed)
        for path in inside.documents:
            with noting(refused):
                _take_in(path, found, refused)
    return found, refused


def _take_in(path: Path, found: Backup, refused: list[StoreError]) -> None:
    files = folder(path)
    refused.extend(StoreError(one, "not the name of a review") for one in files.misnamed)
    if files.document:
        with noting(refused):
            document = kept(files.document)
            found.documents[document.id] = document
    for one in files.reviews:
        with noting(refused):
            lines = copying.content(one).lines
            copying.check(one, lines)
            if lines:
                found.reviews[Review(path.name, one.name)] = lines


def write(path: Path, backup: Backup, *, is_whole: bool) -> Counts:
    """Make a file of the backup, whole and on the disk, or leave all as it is.

    Takes the place of an earlier backup only, and where the library could not be read as a whole
    of none: the earlier one may hold the last good copy of what is missing. Raises StoreError.
    """
    try:
        if path.exists():
            if not path.is_file() or not _begins_as_backup(path):
                raise StoreError(path, "exists and is no backup of Piyue's; name another file")
            if not is_whole:
                raise StoreError(
                    path, "an earlier backup may hold what is damaged now; name another file"
                )
        path.absolute().parent.stat()  # a folder that is misspelt is not to be made
        tables = _tables(backup)
        disk.replace(path, json.dumps(tables).encode())
    except OSError as error:
        raise explained(path, "not saved", error) from error
    return Counts(*(tables["piyue"]["1"][name] for name in Counts._fields))


def _begins_as_backup(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(_BEGIN)) == _BEGIN


def _tables(backup: Backup) -> dict[str, Table]:
    """What TinyDB finds in the file; in ASCII it opens on systems whose files are no UTF-8, too."""
    documents = _numbered(document.record for document in backup.documents.values())
    saves = _numbered(
        {"document": review.document, "file": review.file, "line": line.data.decode()}
        for review, lines in backup.reviews.items()
        for line in lines
    )
    annotations = _numbered(_annotations(backup))
    counts = Counts(len(documents), len(backup.reviews), len(annotations), len(saves))
    header = {"backup": _FORM, **counts._asdict(), "sha256": _digest(documents, saves)}
    return {
        "piyue": {"1": header},
        "documents": documents,
        "annotations": annotations,
        "saves": saves,
    }


def _numbered(rows: Iterable[Row]) -> Table:
    return {str(number): row for number, row in enumerate(rows, 1)}


def _digest(*tables: Table) -> str:
    digest = sha256()
    for table in tables:
        for row in table.items():  # not all at once: a library can be large
            digest.update(json.dumps(row).encode())
    return digest.hexdigest()


def _annotations(backup: Backup) -> Iterator[Row]:
    for review, lines in backup.reviews.items():
        document = backup.documents.get(review.document)
        found = [from_record(record) for record in copying.records(lines).values()]
        for annotation in sorted(found, key=lambda one: (one.anchor.start, one.id)):
            yield {
                "document": review.document,
                "title": document.title if document else "",
                "reviewer": review.reviewer,
                "id": annotation.id,
                "locator": annotation.anchor.locator,
                "tags": annotation.tags,
                "note": annotation.note,
                "read": annotation.read,
                "quote": annotation.anchor.exact,
                "created": annotation.created,
                "updated": annotation.updated,
            }


def read(path: Path) -> Backup:
    """The backup in a file, every line and text of it checked.

    Raises StoreError where it is none, is damaged or cut short, or of a newer Piyue.
    """
    data = _read(path)
    if not data.startswith(_BEGIN):
        raise StoreError(path, "no backup of Piyue's")
    try:
        return _backup(path, json.loads(data))
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError, ReadError) as error:
        raise StoreError(path, "the backup is damaged or cut short") from error


def _read(path: Path) -> bytes:
    try:
        path.stat()
        if not path.is_file():
            raise StoreError(path, "not a file")
        return path.read_bytes()
    except OSError as error:
        raise explained(path, "cannot be read", error) from error


def _backup(path: Path, tables: dict[str, Table]) -> Backup:
    header = tables["piyue"]["1"]
    if header["backup"] > _FORM:
        raise NewerFormatError(path, "written by a newer version of Piyue: please update")
    documents, saves = tables["documents"], tables["saves"]
    if header["sha256"] != _digest(documents, saves):
        raise ValueError("not as it was written")
    found = Backup({one.id: one for one in map(_document, documents.values())}, {})
    for row in saves.values():
        review = Review(row["document"], row["file"])
        if not (is_document(review.document) and _is_review(review.file)):
            raise ValueError("not a name of Piyue's")
        found.reviews.setdefault(review, []).append(_line(row["line"]))
    for lines in found.reviews.values():
        copying.check(path, lines)
    return found


def _document(record: Row) -> Kept:
    """The document of a row, with the bytes in which `core.reading.kept` writes it."""
    text = json.dumps(record, ensure_ascii=False, indent=1)
    return checked(text.encode("utf-8", "surrogatepass") + b"\n")


def _is_review(name: str) -> bool:
    return name.endswith(REVIEW) and is_file_name(name.removesuffix(REVIEW))


def _line(text: str) -> Line:
    data = text.encode()
    entry = decoded(data)
    if entry is None or entry["v"] > VERSION or b"\n" in data or data != data.strip():
        raise ValueError("not a line of a review")
    return Line(data, entry, encoded(entry))
