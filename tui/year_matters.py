"""What is to be decided of this year against last year: the promises, and last year's ledger."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.ledger import Task
from core.review import FOLLOW_UP, TAGS
from core.roles import PLANS, WEAKNESSES
from tui.language import _
from tui.tasks import kind_name
from tui.year_rows import NOTHING, Answer, Column, Part, Row

if TYPE_CHECKING:  # not before the first frame
    from core.promises import Evidence, Promise
    from core.yearly import Comparison, Open

_DECIDED = "✓"


def verdict_names() -> dict[str, str]:
    """What the verdicts on promises are called."""
    return {
        "kept": _("kept"),
        "partly": _("partly kept"),
        "repeated": _("planned again"),
        "silent": _("not mentioned"),
    }


def settlement_names() -> dict[str, str]:
    """What the same verdicts on weaknesses and follow-ups are called."""
    return {
        "kept": _("settled"),
        "partly": _("partly settled"),
        "repeated": _("unsettled"),
        "silent": _("not mentioned"),
    }


def promises(found: Comparison) -> Part:
    """The plans of last year, in their order."""
    return Part(
        "promises",
        _("Promises"),
        _judged(found.promises, found, verdict_names()),
        (
            Column(_("Verdict"), 15),
            Column(_("Last year"), 9, since=72),
            Column(_("Plan")),
            Column(_("This year"), 9, since=56),
            Column(_("Best evidence"), since=100),
        ),
        tuple(_promise(one, found) for one in found.promises),
    )


def _judged(answers: Sequence[Promise], found: Comparison, names: Mapping[str, str]) -> str:
    """How many were decided, and as what; of the others what is proposed."""
    decided, proposed = Counter[str](), Counter[str]()
    for one in answers:
        decision = found.decisions.get(one.measure)
        if decision:
            decided[decision.verdict] += 1
        else:
            proposed[one.verdict] += 1
    told = [
        f"{label.format(counts.total())}: "
        + "  ".join(f"{name} {counts[verdict]}" for verdict, name in names.items())
        for label, counts in ((_("decided {}"), decided), (_("proposed {}"), proposed))
        if counts
    ]
    return "    ".join(told)


@dataclass(frozen=True, slots=True)
class _Judgement:
    """The verdict of a line, decided or proposed, and the measures that show it, best first."""

    words: str
    is_decided: bool
    evidence: tuple[Answer, ...]
    shown: int | None  # the measure that a line has room for


def _judgement(one: Promise, found: Comparison, names: Mapping[str, str]) -> _Judgement:
    evidence = tuple(Answer(it.measure, _reason(it)) for it in one.evidence)
    decision = found.decisions.get(one.measure)
    if decision is None:
        return _Judgement(f"{names[one.verdict]}?", False, evidence, one.shown)
    chosen = decision.evidence
    if chosen is not None:
        known = [it for it in evidence if it.measure == chosen] or [Answer(chosen)]
        evidence = (*known, *(it for it in evidence if it.measure != chosen))
    words = names.get(decision.verdict, decision.verdict)
    return _Judgement(f"{_DECIDED} {words}", True, evidence, chosen)


def _promise(one: Promise, found: Comparison) -> Row:
    last, this = found.last.document, found.this.document
    plan, judged = last.measures[one.measure], _judgement(one, found, verdict_names())
    shown = None if judged.shown is None else this.measures[judged.shown]
    return Row(
        (
            judged.words,
            plan.locator,
            last.quote(plan),
            shown.locator if shown else NOTHING,
            this.quote(shown) if shown else "",
        ),
        (f"{judged.words}  {plan.locator}  {last.quote(plan)}",),
        judged.evidence,
        one.measure,
        one.verdict,
        judged.is_decided,
    )


def _reason(it: Evidence) -> str:
    """Why a measure is thought to answer a plan."""
    said = [
        _("planned {}, reached {}").format(one.planned, one.reached)
        if one.is_met
        else _("planned {}, reached only {}").format(one.planned, one.reached)
        for one in it.targets
    ]
    if shared := dict.fromkeys([*it.names, *it.words]):
        said.append(_("both say {}").format("、".join(shared)))
    said += [f"“{word}”" for word in (it.done, it.going) if word]
    again = {PLANS: _("a plan again"), WEAKNESSES: _("a weakness again")}
    if it.role in again:
        said.insert(0, again[it.role])
    return "; ".join(said)


def ledger(found: Comparison) -> Part:
    """What was marked last year as a weakness or a follow-up."""
    answers = [one.answer for one in found.ledger if one.answer]
    told = _("tagged as weakness or follow-up last year: {}").format(len(found.ledger))
    judged = _judged(answers, found, settlement_names())
    return Part(
        "ledger",
        _("Ledger"),
        f"{told}    {judged}".rstrip(),
        (
            Column(_("Marks"), 4),
            Column(_("Verdict"), 16),
            Column(_("Status"), 14, since=80),
            Column(_("Due"), 10, since=92),
            Column(_("Last year"), 9, since=56),
            Column(_("Matter")),
            Column(_("This year"), 9, since=72),
        ),
        tuple(_open(one, found) for one in found.ledger),
    )


def _open(one: Open, found: Comparison) -> Row:
    annotation, this = one.annotation, found.this.document
    judged = _judgement(one.answer, found, settlement_names()) if one.answer else None
    task = annotation.task or Task()
    tags = "".join(tag.sign for tag in TAGS if tag.id in annotation.tags)
    status = kind_name(task.status) if FOLLOW_UP in annotation.tags else ""
    locator = one.measure.locator if one.measure else annotation.anchor.locator
    shown = judged.shown if judged else None
    facts = (judged.words if judged else "", task.unit, task.due, status, *task.evidence)
    return Row(
        (
            tags,
            judged.words if judged else "",
            status,
            task.due,
            locator,
            annotation.note or annotation.anchor.exact,
            NOTHING if shown is None else this.measures[shown].locator,
        ),
        (
            f"{locator}  {annotation.anchor.exact}",
            *([f"{_('Note')}  {annotation.note}"] if annotation.note else []),
            *filter(None, ["  ".join(filter(None, facts))]),
        ),
        judged.evidence if judged else (),
        one.answer.measure if one.answer else None,
        one.answer.verdict if one.answer else "",
        judged.is_decided if judged else False,
    )
