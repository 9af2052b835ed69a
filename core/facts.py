"""All that can be looked up in a text: figures, claims to be first, hints of the figures."""

from __future__ import annotations

from dataclasses import dataclass

from core.checks import Hint, hints
from core.claims import Claim, find_claims
from core.document import Metric
from core.figures.vocabulary import SHIPPED, Vocabulary
from core.metrics import find_metrics
from core.watching import Watch, part, unwatched


@dataclass(frozen=True, slots=True)
class Facts:
    """The figures of a text, its claims, and the hints of its figures, each in reading order."""

    metrics: tuple[Metric, ...]
    claims: tuple[Claim, ...]
    hints: tuple[Hint, ...]


def find_facts(text: str, vocabulary: Vocabulary = SHIPPED, watch: Watch = unwatched) -> Facts:
    """Everything at once; call it from a worker. `vocabulary` holds the words of the user.

    `watch` is told how much is done.
    """
    metrics = find_metrics(text, vocabulary, part(watch, 0, 0.7))
    claims = find_claims(text)
    return Facts(metrics, claims, hints(text, metrics, part(watch, 0.7, 1)))
