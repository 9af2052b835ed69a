"""What the screen of this year against last year lists: promises, figures, wording, weaknesses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.ledger import Task
from core.links import SILENT
from core.review import TAGS
from core.roles import PLANS, WEAKNESSES
from tui.language import _
from tui.tasks import kind_name

if TYPE_CHECKING:  # not before the first frame
    from core.document import Document
    from core.lookup import Row as Stated
    from core.promises import Evidence, Promise
    from core.recycled import Repeat, Share
    from core.rewording import FigureChange
    from core.series import Series
    from core.yearly import Comparison, Open

NOTHING = "—"
_DOUBTFUL, _DECIDED = "!", "✓"


@dataclass(frozen=True, slots=True)
class Answer:
    """A measure of this year's document, by its index, and why it is shown beside a row."""

    measure: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a list: its cells, what it says in full, and the measures that one can go to.

    `matter` is the measure of last year, by its index, of which something is to be decided, and
    `proposed` the verdict that is proposed; None and "" where there is nothing to decide.
    """

    cells: tuple[str, ...]
    whole: tuple[str, ...]
    answers: tuple[Answer, ...]
    matter: int | None = None
    proposed: str = ""
    is_decided: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column of so many cells, 0 for a share of what is left.

    A list of `since` cells is the first to have it.
    """

    title: str
    width: int = 0
    since: int = 0
    right: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """One list: `lines` are rows and headings; `summary` is one sentence on all of them."""

    id: str
    title: str
    summary: str
    columns: tuple[Column, ...]
    lines: tuple[Row | str, ...]


def parts(found: Comparison, order: str) -> list[Part]:
    """All parts; `order` is that of the figures, one of `core.series.ORDERS`."""
    return [
        _promises(found),
        _figures(found, order),
        _recycled(found),
        _remedies(found),
        _ledger(found),
    ]


def redecided(every: Sequence[Part], found: Comparison) -> list[Part]:
    """The parts after something was decided, which only the first and the last tell."""
    return [_promises(found), *every[1:-1], _ledger(found)]


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


def order_names() -> dict[str, str]:
    """What the orders of the figures are called."""
    return {
        "stated": _("in how many years"),
        "change": _("change"),
        "place": _("place"),
        "subject": _("subject"),
        "value": _("value"),
        "flags": _("doubts"),
    }


def _promises(found: Comparison) -> Part:
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
    """A silent matter shows its evidence only in full: it is the nearest, and far off."""
    evidence = tuple(Answer(it.measure, _reason(it)) for it in one.evidence)
    decision = found.decisions.get(one.measure)
    if decision is None:
        shown = evidence[0].measure if evidence and one.verdict != SILENT else None
        return _Judgement(f"{names[one.verdict]}?", False, evidence, shown)
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


def _figures(found: Comparison, order: str) -> Part:
    from core.export.comparison import names  # noqa: PLC0415 (not before the first frame)
    from core.series import ordered  # noqa: PLC0415

    years = names(found)
    series = ordered(found.series, order)
    standings = Counter(one.standing for one in series)
    doubtful = sum(bool(one.flags) for one in series)
    told = _("in several years {}  new {}  no longer stated {}  doubtful {}  by {}")
    return Part(
        "figures",
        _("Figures"),
        told.format(
            standings["kept"],
            standings["new"],
            standings["dropped"],
            doubtful,
            order_names()[order],
        ),
        (
            Column("", 1),
            Column(_("Subject")),
            *(
                Column(name, 12, since=_since(len(years) - 1 - number))
                for number, name in enumerate(years)
            ),
            *([Column(_("Course"), len(years), since=72)] if len(years) > 2 else []),
            Column(_("Change"), 12, since=72),
            Column(_("Doubts"), since=130),
        ),
        tuple(_series(one, found, years) for one in series),
    )


def _since(age: int) -> int:
    """The cells from which there is room for the figures of so many years ago."""
    return (0, 48)[age] if age < 2 else 80 + 14 * (age - 1)


def _series(one: Series, found: Comparison, years: Sequence[str]) -> Row:
    from core.export.comparison import worded_change  # noqa: PLC0415 (not before the first frame)

    subject = _("{} (planned)").format(one.subject) if one.is_aim else one.subject
    doubts = [f"{_doubt(flag.kind)}: {flag.words}" for flag in one.flags]
    change = worded_change(one)
    standing = {"kept": "", "new": _("new"), "dropped": _("no longer stated")}[one.standing]
    return Row(
        (
            _DOUBTFUL if doubts else "",
            subject,
            *(row.stated if row else NOTHING for row in one.figures),
            *([one.spark] if len(years) > 2 else []),
            change or standing,
            "; ".join(doubts),
        ),
        (
            "  ".join(filter(None, (subject, one.spark, change, standing))),
            *(f"{_DOUBTFUL} {doubt}" for doubt in doubts),
            *(
                f"{name}  {row.stated}  {row.locator}  {row.sentence}"
                for name, row in zip(years, one.figures, strict=True)
                if row
            ),
        ),
        tuple(_stating(one.figures[-1], found.this.document)),
    )


def _stating(row: Stated | None, document: Document) -> Iterator[Answer]:
    if row and (index := document.measure_index(row.item.start)) is not None:
        yield Answer(index)


def _doubt(kind: str) -> str:
    names = {
        "name": _("named otherwise"),
        "unit": _("another unit"),
        "base": _("growth on another base"),
        "denominator": _("a share of something else"),
        "restated": _("last year told otherwise"),
        "growth": _("the growth does not fit"),
        "several": _("several of this name"),
    }
    return names.get(kind, kind)


def _recycled(found: Comparison) -> Part:
    overall = found.recycled.overall
    share = 100 * overall.repeated / overall.measures if overall.measures else 0.0
    told = _("of {} measures {} ({:.0f}%) are worded as last year, {} of them with new figures")
    return Part(
        "repeated",
        _("Repeated"),
        told.format(overall.measures, overall.repeated, share, overall.updated),
        (
            Column(_("Place"), 9),
            Column(_("Likeness"), 8, since=56, right=True),
            Column(_("Last year"), 9, since=72),
            Column(_("Figures"), since=110),
            Column(_("Wording")),
        ),
        tuple(_under_headings(found)),
    )


def _under_headings(found: Comparison) -> Iterator[Row | str]:
    """The repeats in reading order, before the first of each section its heading and share."""
    this = found.this.document
    shares = {share.section: share for share in found.recycled.sections}
    shown: set[str | None] = set()
    for one in found.recycled.repeats:
        measure = this.measures[one.measure]
        ancestry = this.ancestry(measure.section)
        for name in [section.id for section in ancestry] if ancestry else [None]:
            if name not in shown and name in shares:
                shown.add(name)
                section = this.section(name)
                heading = section.heading if section else _("Preamble")
                yield f"{heading}  {_share(shares[name])}"
        yield _repeat(one, found)


def _share(share: Share) -> str:
    return f"{share.repeated}/{share.measures} {100 * share.repeated / share.measures:.0f}%"


def _repeat(one: Repeat, found: Comparison) -> Row:
    this, last = found.this.document, found.last.document
    new, old = this.measures[one.measure], last.measures[one.last]
    figures = "; ".join(map(_changed, one.figures))
    return Row(
        (new.locator, f"{one.likeness:.2f}", old.locator, figures, this.quote(new)),
        (
            f"{_('This year')}  {new.locator}  {this.quote(new)}",
            f"{_('Last year')}  {old.locator}  {last.quote(old)}",
            *([figures] if figures else []),
        ),
        (Answer(one.measure),),
    )


def _changed(figure: FigureChange) -> str:
    return f"{figure.old or NOTHING} → {figure.new or NOTHING}"


def _remedies(found: Comparison) -> Part:
    document, it = found.this.document, found.remedies
    alone, plans = it.weaknesses_without_plan, it.plans_without_weakness
    lines: list[Row | str] = []

    def listed(heading: str, rows: Sequence[Row]) -> None:
        if rows:
            lines.extend([f"{heading} {len(rows)}", *rows])

    listed(_("weaknesses without a plan"), [_alone(index, document) for index in alone])
    listed(_("plans without a weakness"), [_alone(index, document) for index in plans])
    pairs = []
    for pair in it.pairs:
        weakness, plan = (document.measures[index] for index in (pair.weakness, pair.plan))
        quotes = document.quote(weakness), document.quote(plan)
        reason = _("both say {}").format("、".join(pair.words)) if pair.words else ""
        pairs.append(
            Row(
                (weakness.locator, quotes[0], plan.locator, quotes[1]),
                (f"{weakness.locator}  {quotes[0]}",),
                (Answer(pair.weakness), Answer(pair.plan, reason)),
            )
        )
    listed(_("weaknesses with a plan"), pairs)
    told = _("weaknesses without a plan {}  plans without a weakness {}  paired {}")
    return Part(
        "weaknesses",
        _("Weaknesses"),
        told.format(len(alone), len(plans), len(it.pairs)),
        (
            Column(_("Place"), 9),
            Column(_("Words")),
            Column(_("Plan"), 9, since=64),
            Column(_("Plan"), since=100),
        ),
        tuple(lines),
    )


def _alone(index: int, document: Document) -> Row:
    measure = document.measures[index]
    quote = document.quote(measure)
    cells = (measure.locator, quote, NOTHING, "")
    return Row(cells, (f"{measure.locator}  {quote}",), (Answer(index),))


def _ledger(found: Comparison) -> Part:
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
    status = kind_name(task.status) if "follow-up" in annotation.tags else ""
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
