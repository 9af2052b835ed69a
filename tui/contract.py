"""What scripts read as JSON: keys are added, never renamed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from core.agreement import Agreement, Disagreement
from core.checks import Hint
from core.claims import Claim
from core.document import Document, Metric
from core.export.records import annotation_json, document_json, metric_json
from core.finding import Found
from core.lookup import Row
from store.index import Listed

Json = dict[str, Any]


def outline_json(path: Path, document: Document) -> Json:
    """The outline as scripts read it."""
    return {
        "schema": 1,
        "path": str(path),
        "document": document_json(document),
        "sections": [
            {name: getattr(section, name) for name in section.__slots__}
            for section in document.sections
        ],
        "measures": [
            {
                "locator": measure.locator,
                "section": measure.section,
                "start": measure.start,
                "end": measure.end,
                "text": document.quote(measure),
                "is_topic": measure.is_topic,
                "topic": measure.topic,
            }
            for measure in document.measures
        ],
    }


def facts_json(path: Path, document: Document, found: Iterable[Row]) -> Json:
    """Figures, claims and hints as scripts read them."""
    listed: dict[str, list[Json]] = {"metrics": [], "claims": [], "hints": []}
    for row in found:
        one = row.item
        place: Json = {"surface": row.surface, "locator": row.locator}
        match one:
            case Metric():
                listed["metrics"].append(metric_json(document, one, row.locator))
            case Claim():
                said: Json = {"scope": one.scope, "subject": one.subject}
                listed["claims"].append({"start": one.start, "end": one.end, **said, **place})
            case Hint():
                said = {"kind": one.kind, "formula": one.formula, "agrees": one.agrees}
                others = [list(span) for span in one.others]
                listed["hints"].append(
                    {"start": one.start, "end": one.end, **said, "others": others, **place}
                )
    return {"schema": 1, "path": str(path), **listed}


def found_json(document: Document, found: Found) -> Json:
    """A measure that was found as scripts read it; spans are offsets of the document."""
    return {
        "locator": found.measure.locator,
        "start": found.measure.start,
        "end": found.measure.end,
        "text": document.quote(found.measure),
        "spans": [list(span) for span in found.spans],
    }


def agreement_json(found: Agreement) -> Json:
    """How far reviewers agree on a tag, as scripts read it."""
    return {
        "tag": found.tag,
        "measures": found.measures,
        "observed": found.observed,
        "coefficient": found.coefficient,
        "value": found.beyond_chance,
    }


def disagreement_json(document: Document, found: Disagreement) -> Json:
    """A measure on which reviewers differ, as scripts read it."""
    measure = document.measures[found.measure]
    return {
        "locator": measure.locator,
        "start": measure.start,
        "end": measure.end,
        "text": document.quote(measure),
        "tags": list(found.tags),
        "annotations": [
            {**annotation_json(measure, one), "reviewer": who}
            for who, one in found.annotations.items()
        ],
    }


def listed_json(document: Listed, path: Path) -> Json:
    """A document of the library as scripts read it; `path` is where it is kept."""
    return {
        "schema": 1,
        "path": str(path),
        "id": document.id,
        "title": document.title,
        "issuer": document.issuer,
        "source": document.source,
        "measures": document.measures,
        "reviews": [
            {
                "reviewer": one.reviewer,
                "reviewed": one.reviewed,
                "tags": one.tags,
                "saved": iso(one.last),
                "trouble": one.trouble or None,
            }
            for one in document.reviews
        ],
    }


def iso(at: int) -> str:
    """A time in microseconds since 1970 in ISO 8601, UTC; empty where no calendar has it."""
    try:
        return datetime.fromtimestamp(at / 1_000_000, UTC).isoformat(timespec="seconds")
    except (ValueError, OverflowError, OSError):
        return ""
