"""Compare the figures of a text with each other, as a reviewer does with a pencil."""

from __future__ import annotations

from collections.abc import Sequence

from core.checks.alone import complete, implausible
from core.checks.growth import changes
from core.checks.hint import Hint, HintKind
from core.checks.repeats import conflicts
from core.checks.shares import ratios
from core.checks.stated import stated
from core.checks.sums import totals
from core.document import Metric
from core.folding import fold
from core.watching import Watch, unwatched, watched

__all__ = ["Hint", "HintKind", "hints"]


def hints(text: str, metrics: Sequence[Metric], watch: Watch = unwatched) -> tuple[Hint, ...]:
    """What the figures of `text` say about each other, in reading order.

    `metrics` are the figures of the text in reading order. Only figures that stand close together
    are compared, except for the same subject stated twice. `watch` is told how much is done.
    """
    shadow = fold(text)
    figures = stated(text, metrics)
    checks = (ratios, totals, changes, implausible, conflicts)
    found = [hint for check in watched(checks, watch, every=1) for hint in check(shadow, figures)]
    compared = {(hint.start, hint.end) for hint in found}
    found += [hint for hint in complete(shadow, figures) if (hint.start, hint.end) not in compared]
    return tuple(sorted(found, key=lambda hint: (hint.start, hint.end, hint.kind, hint.others)))
