"""What is known of the measure under the cursor: place, marks, note, figures, keywords."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from core.document import Document, Measure
from core.review import Annotation
from tui.language import _
from tui.narration import printable
from tui.verdict import verdict
from tui.wrapping import wrap

if TYPE_CHECKING:  # not before the first frame
    from core.lookup import Row


_MOST_SHOWN = 2_000  # characters of a note


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
        annotations: Mapping[str, Annotation | None],
        stated: Sequence[Row],
        keywords: Sequence[str] | None,
    ) -> None:
        """Describe a measure, what its reviewers made of it, and what is `stated` in it.

        `annotations` are one's own, if there is one, and behind it those of others, by name.
        `keywords` of its section are None while they are looked for.
        """
        text = Text()
        path = " / ".join(section.heading for section in document.ancestry(measure.section))
        _paragraph(text, measure.locator, path or _("Preamble"))
        (own, annotation), *others = annotations.items()
        marks = [f"{own}: {verdict(annotation)}" if others else verdict(annotation)]
        _paragraph(text, _("Marks"), "\n".join([*marks, *_others(others)]))
        if annotation and annotation.note:
            _paragraph(text, _("Note"), _beginning(annotation.note))
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


def _others(annotations: Iterable[tuple[str, Annotation | None]]) -> Iterator[str]:
    """What others made of it: whose files these are is not known, so no sign of them is trusted."""
    for reviewer, annotation in annotations:
        yield f"{printable(reviewer)}: {verdict(annotation)}"
        if annotation and annotation.note:
            yield from (f"  {printable(line)}" for line in _beginning(annotation.note).split("\n"))


def _beginning(note: str) -> str:
    """As much of a note as is read beside a text; a pasted file would hold up every key."""
    if len(note) <= _MOST_SHOWN:
        return note
    return _("{}… ({:,} characters in all)").format(note[:_MOST_SHOWN], len(note))


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
