"""What is known of the measure under the cursor: place, marks, note, figures, keywords."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from core.document import Document, Measure
from core.review import TAGS, Annotation
from tui.language import _
from tui.wrapping import wrap

if TYPE_CHECKING:  # not before the first frame
    from core.lookup import Row


class Inspector(VerticalScroll):
    """A column of short paragraphs; it never interprets what it is given."""

    can_focus = True

    def compose(self) -> ComposeResult:
        """One text."""
        yield Static(markup=False)

    def show(
        self,
        document: Document,
        measure: Measure,
        annotation: Annotation | None,
        stated: Sequence[Row],
        keywords: Sequence[str] | None,
    ) -> None:
        """Describe a measure and what is `stated` in it.

        `keywords` of its section are None while they are looked for.
        """
        text = Text()
        path = " / ".join(section.heading for section in document.ancestry(measure.section))
        _paragraph(text, measure.locator, path or _("Preamble"))
        names = {tag.id: tag.english for tag in TAGS}
        tags = [_(names.get(tag, tag)) for tag in annotation.tags] if annotation else []
        state = "、".join(tags) or (_("read") if annotation else _("not reviewed"))
        _paragraph(text, _("Marks"), state)
        if annotation and annotation.note:
            _paragraph(text, _("Note"), annotation.note)
        if lines := list(_figures(stated)):
            _paragraph(text, _("Figures"), "\n".join(lines))
        if claims := [row for row in stated if row.kind == "claim"]:
            lines = [f"{row.surface} — {row.subject}".rstrip(" —") for row in claims]
            _paragraph(text, _("Firsts"), "\n".join(lines))
        if keywords is None:
            _paragraph(text, _("Keywords of the section"), "…")
        elif keywords:
            _paragraph(text, _("Keywords of the section"), " ".join(keywords))
        body = self.query_one(Static)
        # Laying the whole screen out anew costs more than all else that a key does.
        lines = text.plain.split("\n")
        needed = sum(len(wrap(line, max(2, body.size.width))) for line in lines)
        grown = needed > body.size.height
        body.update(text, layout=grown or body.size.height > self.container_size.height)


def _figures(stated: Iterable[Row]) -> Iterable[str]:
    """Each figure with its subject, below it what its hints say."""
    for row in stated:
        if row.kind == "hint":
            from tui.stated import asked  # noqa: PLC0415 (not before the first frame)

            sign, word = asked(row)
            yield f"{sign} {row.subject} {word}"
        elif row.kind != "claim":
            yield f"{row.stated}  {row.subject}".rstrip()


def _paragraph(text: Text, title: str, body: str) -> None:
    if text:
        text.append("\n\n")
    text.append(title, style="bold")
    text.append("\n" + body)
