"""All that can be looked up in a text: figures, claims to be first, hints of the figures."""

from __future__ import annotations

from dataclasses import dataclass

from core.checks import Hint, hints
from core.claims import Claim, find_claims
from core.document import Metric
from core.figures.vocabulary import SHIPPED, Vocabulary
from core.metrics import find_metrics


@dataclass(frozen=True, slots=True)
class Facts:
    """The figures of a text, its claims, and the hints of its figures, each in reading order."""

    metrics: tuple[Metric, ...]
    claims: tuple[Claim, ...]
    hints: tuple[Hint, ...]


def find_facts(text: str, vocabulary: Vocabulary = SHIPPED) -> Facts:
    """Everything at once; call it from a worker. `vocabulary` holds the words of the user."""
    metrics = find_metrics(text, vocabulary)
    return Facts(metrics, find_claims(text), hints(text, metrics))
