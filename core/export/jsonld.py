"""Write a review as W3C Web Annotations, which annotation tools of the web read."""

from __future__ import annotations

from typing import Any

from core.document import Document
from core.export.exchange import guid, instant, one_line
from core.export.material import Item, Material
from core.export.tables import entrusted
from core.review import FOLLOW_UP, anchor_of

_CONTEXT = "http://www.w3.org/ns/anno.jsonld"
Json = dict[str, Any]


def write(material: Material) -> str:
    """The review as an annotation collection of one page, JSON-LD in one line.

    After the Web Annotation Data Model (W3C Recommendation, 23 February 2017,
    https://www.w3.org/TR/annotation-model/). The source of each target is the text itself, named by
    its SHA-256; positions are its code points (4.2.5).
    """
    document, reviewer = material.document, material.reviewer
    collection = _urn("review", document.id, reviewer)
    page = _urn("page", document.id, reviewer)
    title = f"《{document.metadata.title}》" if document.metadata.title else ""
    annotations = [_annotation(item, document) for item in material.items]
    pages: Json = {
        "first": {
            "id": page,
            "type": "AnnotationPage",
            "partOf": collection,
            "startIndex": 0,
            "items": annotations,
        },
        "last": page,
    }
    return one_line(
        {
            "@context": _CONTEXT,
            "id": collection,
            "type": "AnnotationCollection",
            "label": f"{title}审阅记录",
            "creator": _person(reviewer),
            "total": len(annotations),
            **(pages if annotations else {}),
        }
    )


def _annotation(item: Item, document: Document) -> Json:
    annotation = item.annotation
    times = {"created": instant(annotation.created), "modified": instant(annotation.updated)}
    tags = [
        {"type": "TextualBody", "purpose": "tagging", "value": name, "language": "zh"}
        for name in item.tags
    ]
    task = entrusted(item) if FOLLOW_UP in annotation.tags else ""
    comments = [
        {"type": "TextualBody", "purpose": "commenting", "value": words, "format": "text/plain"}
        for words in (annotation.note, task)
        if words
    ]
    return {
        "id": _urn("annotation", document.id, annotation.id),
        "type": "Annotation",
        "motivation": "assessing",
        "creator": _person(annotation.reviewer),
        **{name: at for name, at in times.items() if at},
        "body": [*tags, *comments],
        "target": {
            "type": "SpecificResource",
            "source": f"urn:sha256:{document.id}",
            "selector": _selectors(item, document),
        },
    }


def _selectors(item: Item, document: Document) -> list[Json]:
    """The quote with what surrounds it and, if the text still has it, its position."""
    measure = item.measure
    anchor = anchor_of(document, measure) if measure else item.annotation.anchor
    quote = {
        "type": "TextQuoteSelector",
        "exact": anchor.exact,
        "prefix": anchor.prefix,
        "suffix": anchor.suffix,
    }
    if measure is None:
        return [quote]
    return [quote, {"type": "TextPositionSelector", "start": anchor.start, "end": anchor.end}]


def _person(name: str) -> Json:
    return {"id": _urn("reviewer", name), "type": "Person", "name": name}


def _urn(*parts: str) -> str:
    return f"urn:uuid:{guid(*parts)}"
