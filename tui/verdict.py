"""Say what a reviewer made of a measure, in the words of the interface."""

from __future__ import annotations

from collections.abc import Mapping

from core.review import TAGS, Annotation
from tui.language import _
from tui.narration import printable


def verdict(annotation: Annotation | None) -> str:
    """The tags, or that it was read, or not even that."""
    names = {tag.id: _(tag.english) for tag in TAGS}
    tags = [names.get(tag, printable(tag)) for tag in annotation.tags] if annotation else []
    return "、".join(tags) or (_("read") if annotation else _("not reviewed"))


def verdicts(annotations: Mapping[str, Annotation]) -> list[str]:
    """What each reviewer made of a measure, a line each."""
    return [f"{printable(who)}: {verdict(one)}" for who, one in annotations.items()]
