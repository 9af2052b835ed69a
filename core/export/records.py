"""Write a review as JSON, for scripts; keys are added, never renamed."""

from __future__ import annotations

from typing import Any

from core import carrying
from core.document import Document, Measure, Metric
from core.export.exchange import one_line
from core.export.material import Item, Material
from core.review import FOLLOW_UP, TAGS, Annotation

Json = dict[str, Any]


def write(material: Material) -> str:
    """The review as one JSON object in one line.

    `annotations` stand in reading order, each with the figures of its measure and, of a follow-up,
    its task; `metrics` are all figures of the scope. Offsets index the text of the document.
    """
    document, scope, done = material.document, material.scope, material.progress
    return one_line(
        {
            "schema": 1,
            "reviewer": material.reviewer,
            "document": document_json(document),
            "scope": {"tags": sorted(scope.tags), "section": scope.section},
            "progress": {
                "measures": done.measures,
                "reviewed": done.reviewed,
                "tags": {
                    tag: done.tags.get(tag, 0)
                    for tag in dict.fromkeys([*(tag.id for tag in TAGS), *sorted(done.tags)])
                },
            },
            "annotations": [_annotation(item, material) for item in material.items],
            "metrics": [_metric(metric, material) for metric in material.figures],
        }
    )


def document_json(document: Document) -> Json:
    """What a document says of itself."""
    facts = document.metadata
    return {
        "id": document.id,
        "title": facts.title,
        "issuer": facts.issuer,
        "document_number": facts.document_number,
        "written": facts.written,
        "published": facts.published,
        "source": facts.source,
        "index_number": facts.index_number,
        "validity": facts.validity,
        "characters": len(document.text),
        "warnings": list(document.warnings),
    }


def annotation_json(measure: Measure | None, annotation: Annotation) -> Json:
    """An annotation; `state` says what became of it in this version, one of STATES in carrying."""
    return {
        "id": annotation.id,
        "locator": measure.locator if measure else annotation.anchor.locator,
        "tags": list(annotation.tags),
        "note": annotation.note,
        "read": annotation.read,
        "quote": annotation.anchor.exact,
        "state": carrying.state(annotation, has_measure=measure is not None),
        "reviewer": annotation.reviewer,
        "created": annotation.created,
        "updated": annotation.updated,
        "links": [
            {
                "side": link.side,
                "verdict": link.verdict,
                "document": link.document,
                "locator": link.locator,
                "quote": link.exact,
            }
            for link in annotation.links
        ],
    }


def metric_json(document: Document, metric: Metric, locator: str) -> Json:
    """A figure."""
    return {
        "start": metric.start,
        "end": metric.end,
        "surface": document.quote(metric),
        "value": metric.value,
        "value_max": metric.value_max,
        "unit": metric.unit,
        "kind": metric.kind,
        "subject": metric.subject,
        "qualifier": metric.qualifier,
        "locator": locator,
    }


def _annotation(item: Item, material: Material) -> Json:
    """As `piyue annotations --json` has it, with where the measure stands and what it states."""
    annotation, measure = item.annotation, item.measure
    task = item.task if annotation.task or FOLLOW_UP in annotation.tags else None
    return {
        **annotation_json(measure, annotation),
        "section": measure.section if measure else None,
        "place": item.place,
        "start": measure.start if measure else None,
        "end": measure.end if measure else None,
        "metrics": [_metric(metric, material) for metric in item.figures],
        "task": task
        and {
            "unit": task.unit,
            "due": task.due,
            "status": task.status,
            "evidence": list(task.evidence),
        },
    }


def _metric(metric: Metric, material: Material) -> Json:
    """As `piyue metrics --json` has it."""
    document = material.document
    index = document.measure_index(metric.start)
    locator = "" if index is None else document.measures[index].locator
    return metric_json(document, metric, locator)
