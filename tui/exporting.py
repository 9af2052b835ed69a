"""Write the memo to a file without ever destroying one that is not an earlier memo of it."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from pathlib import Path

from core.document import Document
from core.memo import free_block, memo
from core.metrics import find_metrics
from core.review import Annotation


class ExportError(Exception):
    """The memo could not be written; the message names the file and the cause."""


def suggested_name(document: Document, reviewer: str) -> str:
    """A file name for the memo: 审阅_<title>_<reviewer>.md, safe on every system."""
    title = document.metadata.title or document.id[:8]
    return re.sub(r'[\s/\\:*?"<>|.]+', "_", f"审阅_{title}_{reviewer}")[:80].strip("_") + ".md"


def write_memo(
    path: Path, document: Document, annotations: Mapping[str, Annotation], reviewer: str
) -> None:
    """Write the memo; what the reviewer wrote between its markers stays.

    The file is replaced as a whole or not at all. Raises ExportError, also where the file exists
    and is no memo of Piyue's.
    """
    try:
        former = path.read_text(encoding="utf-8") if path.exists() else None
        free = free_block(former) if former is not None else ""
    except (OSError, UnicodeDecodeError) as error:
        cause = getattr(error, "strerror", None) or "not a text file"
        raise ExportError(f"{path}: {cause}") from error
    if free is None:
        raise ExportError(f"{path}: exists and is not a memo of Piyue's; name another file")
    text = render(document, annotations, reviewer, free=free)
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with part.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise ExportError(f"{path}: {error.strerror or error}") from error


def render(
    document: Document, annotations: Mapping[str, Annotation], reviewer: str, *, free: str = ""
) -> str:
    """The memo's text, figures included."""
    figures = find_metrics(document.text)
    return memo(document, annotations, figures, reviewer=reviewer, free=free)
