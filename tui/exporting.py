"""Write the memo to a file without ever destroying one that is not an earlier memo of it."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from core.document import Document, Metric
from core.memo import free_block, memo
from core.review import Annotation


class ExportError(Exception):
    """The memo could not be written; the message names the file and the cause."""


def suggested_name(document: Document, reviewer: str) -> str:
    """A file name for the memo: 审阅_<title>_<reviewer>.md, safe on every system."""
    title = document.metadata.title or document.id[:8]
    return re.sub(r'[\s/\\:*?"<>|.]+', "_", f"审阅_{title}_{reviewer}")[:80].strip("_") + ".md"


def write_memo(
    name: str | Path,
    document: Document,
    annotations: Mapping[str, Annotation],
    figures: Sequence[Metric],
    reviewer: str,
) -> Path:
    """Write the memo and return its path; what the reviewer wrote between its markers stays.

    The file is replaced as a whole or not at all, behind a symbolic link too. Raises ExportError,
    also where the file exists and is no memo of this review.
    """
    try:
        path = Path(name).expanduser().resolve()
        free = _free_block(path, document, reviewer)
        _replace(path, memo(document, annotations, figures, reviewer=reviewer, free=free))
    except (OSError, RuntimeError, ValueError) as error:  # RuntimeError: ~nobody, ValueError: NUL
        raise ExportError(f"{name}: {getattr(error, 'strerror', None) or error}") from error
    return path


def _free_block(path: Path, document: Document, reviewer: str) -> str:
    if not path.exists():
        return ""
    if not path.is_file():
        raise OSError(0, "not a file")
    former = path.read_text(encoding="utf-8", errors="replace")
    free = free_block(former, document, reviewer)
    if free is None:
        raise OSError(0, "exists and is no memo of this review; name another file")
    return free


def _replace(path: Path, text: str) -> None:
    part = path.with_name(f".piyue-{os.urandom(4).hex()}")
    try:
        with part.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError:
        with suppress(OSError):
            part.unlink()
        raise
