"""Write a review by a template: one of those that come with Piyue, or the reviewer's own."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from core.document import Document, Metric
from core.export.markdown import parts, public_id, said
from core.export.material import Item, Material
from core.reading import confined
from core.reading.extract import ReadError
from core.review import TAGS
from core.watching import Watch, unwatched

TEMPLATES: Mapping[str, str] = {
    "full": "全文审阅记录",
    "issues": "问题清单与台账",
    "highlights": "亮点摘编",
}
_FOLDER = Path(__file__).parent / "templates"
_DEADLINE = 5.0  # seconds for one review
_MODULE = "core.export.rendering"


class TemplateError(Exception):
    """A template that cannot be filled in; the message says why, and in which line."""


def shipped(name: str) -> str | None:
    """The text of a template that comes with Piyue, by its id or its Chinese name."""
    for template, chinese in TEMPLATES.items():
        if name in {template, chinese}:
            return (_FOLDER / f"{template}.md").read_text(encoding="utf-8")
    return None


def write(material: Material, template: str, watch: Watch = unwatched) -> str:
    """The review as a template says. The same material and template give the same characters.

    What the template writes with {{ … }} is escaped for Markdown. It is filled in in a process
    of its own, in which it can neither run a program nor read a file, for five seconds at most;
    `watch` is called while it runs and may stop it by raising. Raises TemplateError.
    """
    given = {"template": template, "values": values(material)}
    try:
        return confined.run(_MODULE, json.dumps(given).encode(), watch, deadline=_DEADLINE).text
    except ReadError as error:
        raise TemplateError(str(error).replace("reading it takes", "it takes")) from error


def values(material: Material) -> dict[str, Any]:
    """What a template may say, by the names that it uses."""
    document, done = material.document, material.progress
    metadata = document.metadata
    return {
        "title": metadata.title,
        "issuer": metadata.issuer,
        "document_number": metadata.document_number,
        "written": metadata.written,
        "published": metadata.published,
        "document": document.id,
        "reviewer": material.reviewer,
        "counts": {
            "measures": done.measures,
            "reviewed": done.reviewed,
            **{tag.id.replace("-", "_"): done.tags.get(tag.id, 0) for tag in TAGS},
        },
        "marks": [_item(item, document) for item in material.items],
        "parts": [
            {
                "heading": part.heading,
                "level": part.level,
                "marks": [_item(item, document) for item in part.items],
            }
            for part in parts(material)
        ],
        "ledger": [_item(item, document) for item in material.ledger],
        "figures": [_figure(metric, document) for metric in material.figures],
    }


def _item(item: Item, document: Document) -> dict[str, Any]:
    words = said(item.annotation)
    return {
        "id": public_id(item.annotation.id),
        "quote": item.quote,
        "note": words["note"],
        "tags": item.tags,
        "section_path": [section.heading for section in item.path],
        "place": item.place,
        "location": item.locator,
        "figures": [_figure(metric, document) for metric in item.figures],
        "reviewer": item.annotation.reviewer,
        "created": item.annotation.created,
        "updated": item.annotation.updated,
        "unit": words["unit"],
        "due": words["due"],
        "status": words["status"],
        "evidence": words["evidence"].split("\n") if words["evidence"] else [],
    }


def _figure(metric: Metric, document: Document) -> dict[str, Any]:
    index = document.measure_index(metric.start)
    return {
        "words": document.quote(metric),
        "subject": metric.subject,
        "value": metric.value,
        "unit": metric.unit,
        "location": "" if index is None else document.measures[index].locator,
    }
