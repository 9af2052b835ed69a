"""Name what was done, for the history and for undo: 标记 1.3.2 亮点."""

from __future__ import annotations

from core.ledger import STATUSES
from core.review import TAGS
from tui.language import _


def named(why: str) -> str:
    """A step as the log calls it (`mark 1.3.2 highlight`) in the language of the interface."""
    words = {
        "mark": _("mark"),
        "unmark": _("unmark"),
        "note": _("note"),
        "read": _("read"),
        "clear": _("clear"),
        "undo": _("undo"),
        "redo": _("redo"),
        "restore": _("restore"),
        "import": _("taken back from"),
        "carry-over": _("carry over"),
        "confirm": _("confirm the place"),
        "refuse": _("no counterpart for"),
        "task": _("ledger"),
        "unit": _("responsible unit"),
        "due": _("due date"),
        "status": _("status"),
        "evidence": _("evidence"),
        "decide": _("decide"),
        "withdraw": _("take back the verdict on"),
        "kept": _("kept"),
        "partly": _("partly kept"),
        "repeated": _("planned again"),
        "silent": _("not mentioned"),
        **{status.id: _(status.english) for status in STATUSES},
        **{tag.id: _(tag.english) for tag in TAGS},
    }
    return " ".join(words.get(word, word) for word in why.split(" "))
