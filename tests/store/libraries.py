"""Small libraries of several people, for the tests of what is done with whole libraries."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from core.reading import parse
from core.reading.kept import kept
from core.review import Annotation, anchor_of, to_record
from store import backup, documents, restoring
from store.entry import Entry, Record, encoded
from store.log import FileLog
from store.names import DOCUMENT, file_name
from store.review import ANNOTATIONS, ReviewFile

DOCUMENTS = tuple(
    parse(f"关于{name}的通知\n一、办法\n{name}要认真办理。{name}要按时答复。\n") for name in "甲乙"
)
FIRST, SECOND = (document.id for document in DOCUMENTS)
KEYS = tuple(str(measure.start) for measure in DOCUMENTS[0].measures)


def record(key: str = KEYS[0], note: str = "", document: int = 0) -> Record:
    """An annotation as it is stored."""
    text = DOCUMENTS[document]
    [measure] = [one for one in text.measures if str(one.start) == key]
    at = "2026-01-09T08:00:00+00:00"
    anchor = anchor_of(text, measure)
    return to_record(Annotation("0a", anchor, "张三", at, at, tags=("highlight",), note=note))


def entry(at: int, note: str | None = "", key: str = KEYS[0], **members: Any) -> Entry:
    """A save that sets one annotation, or removes it where the note is None."""
    value = None if note is None else record(key, note)
    found = Entry(v=1, at=at, id=f"{at:08x}", by="张三", set={ANNOTATIONS: {key: value}})
    return found | members  # type: ignore[return-value]


def lines(*entries: Entry) -> bytes:
    return b"".join(encoded(one) + b"\n" for one in entries)


def review_path(root: Path, reviewer: str = "张三", document: str = FIRST) -> Path:
    return root / document / f"{file_name(reviewer)}.jsonl"


def put(root: Path, data: bytes, reviewer: str = "张三", document: str = FIRST) -> Path:
    """Write the file of a review as it stands."""
    path = review_path(root, reviewer, document)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def keep(root: Path, document: int = 0) -> Path:
    """Keep a document in a library."""
    path = root / DOCUMENTS[document].id / DOCUMENT
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(kept(DOCUMENTS[document], "甲.txt"))
    return path


def notes(path: Path) -> dict[str, str]:
    """The notes that a review shows, by key."""
    return {key: one["note"] for key, one in ReviewFile(path, "张三").annotations().items()}


def state(root: Path) -> dict[str, dict[str, Record]]:
    """What every review of a library shows, by file."""
    return {
        str(path.relative_to(root)): ReviewFile(path, "").annotations()
        for path in root.rglob("*.jsonl")
    }


def saved(path: Path) -> list[Entry]:
    """The saves in a review, in the order of the lines."""
    return FileLog(path).tail().entries


def content(root: Path) -> dict[str, bytes]:
    """Every file under a folder with its bytes."""
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def causes(refused: Iterable[object]) -> list[str]:
    """Why things were refused, without the names of the files."""
    return [getattr(error, "cause", "") for error in refused]


def three_reviews(root: Path) -> Path:
    """Fill a library with two documents, one of them kept, and three reviews."""
    keep(root)
    put(root, lines(entry(1, "甲"), entry(2, "乙"), entry(3, "丙", KEYS[1])))
    put(root, lines(entry(1, "丁", by="李四"), entry(2, None, by="李四")), "李四")
    put(root, lines(entry(4, "戊")), document=SECOND)
    return root


def back_up(root: Path, file: Path) -> backup.Counts:
    found, refused = backup.of_library(root)
    return backup.write(file, found, is_whole=not refused)


def restored(root: Path, file: Path) -> restoring.Plan:
    """Restore all, and what was to be done."""
    plan = restoring.plan(root, backup.read(file))
    for document in plan.documents:
        documents.keep(root, document)
    for difference in plan.reviews:
        restoring.restore(difference, "李四")
    return plan
