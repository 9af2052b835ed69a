"""Keep a document as one JSON file, so that its review opens when the file it came from is gone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from hashlib import sha256
from typing import Any

from core.document import Document, Metadata
from core.reading.extract import Extract, ReadError
from core.watching import Watch

_SCHEMA = 1


def kept(document: Document, source: str) -> bytes:
    """The document as a JSON object in UTF-8, by which `core.reading.read` knows it again.

    `source` is where it came from. Sections and measures are not kept, they are found again in
    the text; `measures` only counts them, for lists.
    """
    record = {
        "piyue": _SCHEMA,
        "id": document.id,
        "source": source,
        "measures": len(document.measures),
        "metadata": {name: fact for name, fact in asdict(document.metadata).items() if fact},
        "warnings": document.warnings,
        "headings": document.headings,
        "text": document.text,
    }
    # As the text itself, so that one can read and search the file; a lone surrogate, too.
    return json.dumps(record, ensure_ascii=False, indent=1).encode("utf-8", "surrogatepass") + b"\n"


def extract(data: bytes, watch: Watch) -> Extract:
    """What `kept` was given. Raises ReadError for a damaged file or one of a newer Piyue."""
    record = record_of(data)
    watch(0.1)
    return extracted(record)


def extracted(record: Mapping[str, Any]) -> Extract:
    """What stands in the JSON object that `record_of` gives. Raises ReadError."""
    try:
        facts = {field.name: record["metadata"].get(field.name, "") for field in fields(Metadata)}
        return Extract(
            text=record["text"],
            headings={int(line): int(depth) for line, depth in record["headings"].items()},
            metadata=Metadata(**{name: str(fact) for name, fact in facts.items()}),
            warnings=tuple(map(str, record["warnings"])),
        )
    except (KeyError, TypeError, AttributeError, ValueError, OverflowError) as error:
        raise ReadError("the document that was kept is damaged") from error


def record_of(data: bytes) -> Mapping[str, Any]:
    """The JSON object, once its text is known to be the one that was kept. Raises ReadError."""
    try:
        record = json.loads(data)
        version, text, name = record["piyue"], record["text"], record["id"]
        if type(version) is int and version > _SCHEMA:
            raise ReadError("written by a newer version of Piyue: please update")
        if sha256(text.encode("utf-8", "surrogatepass")).hexdigest() != name:
            raise ReadError("the document that was kept is damaged")
    except (KeyError, TypeError, AttributeError, ValueError, RecursionError) as error:
        raise ReadError("the document that was kept is damaged") from error
    return dict(record)
