"""What a document states, in words: a hint for the margin, a figure or claim to be quoted."""

from __future__ import annotations

from core import review
from core.checks import Hint
from core.claims import Claim
from core.document import Document, Metric
from core.lookup import Row
from tui.language import _


def asked(row: Row) -> tuple[str, str]:
    """What a hint asks of the reviewer: a sign, for where there is no colour, and a word."""
    match row.item:
        case Hint(agrees=True):
            return "✓", _("agrees")
        case Hint(agrees=False):
            return "?", _("please check")
    return "*", _("worth a look")


def described(row: Row) -> str:
    """What a figure measures, what a claim claims, a hint's formula with its word."""
    return f"{row.subject}  {asked(row)[1]}" if isinstance(row.item, Hint) else row.subject


def cited(document: Document, row: Row) -> str:
    """A figure, a claim or a hint's formula with its source, ready to paste."""
    match row.item:
        case Metric():
            words = f"{row.subject} {row.surface}"
        case Claim():
            words = f"{row.surface} {row.subject}"
        case Hint():
            words = row.subject
    return review.cited(document, words.strip(), row.item.start)
