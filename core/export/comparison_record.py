"""Write how this year's report stands to last year's for scripts; keys are added, never renamed."""

from __future__ import annotations

from typing import Any

from core.document import Document
from core.export.records import annotation_json, document_json, metric_json
from core.export.versions import figure_record
from core.ledger import Task
from core.lookup import Row
from core.promises import Evidence, Promise
from core.recycled import Share
from core.series import Series
from core.yearly import Comparison, Open
from core.years import Year, metric

Json = dict[str, Any]


def record(found: Comparison) -> Json:
    """The comparison as one JSON object; offsets are those of the text of each document."""
    last, this = found.last.document, found.this.document
    recycled, remedies = found.recycled, found.remedies
    return {
        "schema": 1,
        "documents": [{**document_json(one.document), "year": one.number} for one in found.years],
        "figures": [_series(one, found.years) for one in found.series],
        "promises": [_promise(one, found) for one in found.promises],
        "recycled": {
            **_share(recycled.overall, this),
            "sections": [_share(share, this) for share in recycled.sections],
            "pairs": [
                {
                    "new": _measure(this, one.measure),
                    "old": _measure(last, one.last),
                    "likeness": round(one.likeness, 4),
                    "figures": [figure_record(figure) for figure in one.figures],
                }
                for one in recycled.repeats
            ],
        },
        "remedies": {
            "pairs": [
                {
                    "weakness": _measure(this, pair.weakness),
                    "plan": _measure(this, pair.plan),
                    "score": round(pair.score, 4),
                    "words": list(pair.words),
                }
                for pair in remedies.pairs
            ],
            "weaknesses_without_plan": [
                _measure(this, index) for index in remedies.weaknesses_without_plan
            ],
            "plans_without_weakness": [
                _measure(this, index) for index in remedies.plans_without_weakness
            ],
        },
        "ledger": [_open(one, found) for one in found.ledger],
    }


def _measure(document: Document, index: int) -> Json:
    measure = document.measures[index]
    return {
        "locator": measure.locator,
        "start": measure.start,
        "end": measure.end,
        "text": document.quote(measure),
    }


def _series(one: Series, years: tuple[Year, ...]) -> Json:
    change = one.change
    return {
        "subject": one.subject,
        "planned": one.is_aim,
        "standing": one.standing,
        "stated": [
            _figure(year.document, row) for year, row in zip(years, one.figures, strict=True)
        ],
        "difference": change and change.difference,
        "percent": None if change is None or change.percent is None else round(change.percent, 4),
        "flags": [{"kind": flag.kind, "words": flag.words} for flag in one.flags],
    }


def _figure(document: Document, row: Row | None) -> Json | None:
    return metric_json(document, metric(row), row.locator) if row else None


def _promise(one: Promise, found: Comparison) -> Json:
    return {
        **_measure(found.last.document, one.measure),
        "verdict": one.verdict,
        "evidence": [_evidence(it, found.this.document) for it in one.evidence],
        "decided": _decided(one.measure, found),
    }


def _decided(matter: int | None, found: Comparison) -> Json | None:
    """What the reviewer decided, None where that is still to be done."""
    decision = None if matter is None else found.decisions.get(matter)
    if decision is None:
        return None
    shown = decision.evidence
    evidence = None if shown is None else _measure(found.this.document, shown)
    return {"verdict": decision.verdict, "evidence": evidence}


def _evidence(it: Evidence, this: Document) -> Json:
    return {
        **_measure(this, it.measure),
        "role": it.role,
        "score": round(it.score, 4),
        "words": list(it.words),
        "names": list(it.names),
        "targets": [
            {"planned": one.planned, "reached": one.reached, "met": one.is_met}
            for one in it.targets
        ],
        "done": it.done,
        "going": it.going,
    }


def _share(share: Share, document: Document) -> Json:
    section = document.section(share.section)
    return {
        "section": share.section,
        "heading": section.heading if section else "",
        "measures": share.measures,
        "repeated": share.repeated,
        "updated": share.updated,
    }


def _open(one: Open, found: Comparison) -> Json:
    task = one.annotation.task or Task()
    return {
        **annotation_json(one.measure, one.annotation),
        "unit": task.unit,
        "due": task.due,
        "status": task.status,
        "evidence": list(task.evidence),
        "verdict": one.answer and one.answer.verdict,
        "decided": _decided(one.answer.measure if one.answer else None, found),
    }
