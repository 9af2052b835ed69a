"""What the screen of this year against last year lists: promises, figures, wording, weaknesses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from tui.language import _
from tui.year_matters import ledger, promises
from tui.year_rows import NOTHING, Answer, Column, Part, Row

if TYPE_CHECKING:  # not before the first frame
    from core.document import Document
    from core.lookup import Row as Stated
    from core.recycled import Repeat, Share
    from core.rewording import FigureChange
    from core.series import Series
    from core.yearly import Comparison

_DOUBTFUL = "!"


def parts(found: Comparison, order: str) -> list[Part]:
    """All parts; `order` is that of the figures, one of `core.series.ORDERS`."""
    return [
        promises(found),
        _figures(found, order),
        _recycled(found),
        _remedies(found),
        ledger(found),
    ]


def redecided(every: Sequence[Part], found: Comparison) -> list[Part]:
    """The parts after something was decided, which only the first and the last tell."""
    return [promises(found), *every[1:-1], ledger(found)]


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
