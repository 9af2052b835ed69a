"""Find the figures that a policy text states: value, unit, and what they count or measure."""

from __future__ import annotations

from core.document import Metric
from core.figures.grammar import grammar
from core.figures.scanning import figures
from core.figures.subjects import describe
from core.figures.vocabulary import SHIPPED, Vocabulary
from core.folding import fold
from core.watching import Watch, part, unwatched


def find_metrics(
    text: str, vocabulary: Vocabulary = SHIPPED, watch: Watch = unwatched
) -> tuple[Metric, ...]:
    """The figures of `text` in reading order, apart from each other; offsets are its code points.

    `vocabulary` holds the units and names that a user adds to ours. Look-alike characters are
    folded for matching only. `watch` is told how much is done. Never raises by itself: what cannot
    be read as a number is no figure.
    """
    shadow = fold(text)
    found = figures(shadow, text, grammar(vocabulary), part(watch, 0, 0.5))
    described = describe(shadow, text, found, part(watch, 0.5, 1))
    return tuple(
        Metric(*figure, subject, qualifier)
        for figure, (subject, qualifier) in zip(found, described, strict=True)
    )
