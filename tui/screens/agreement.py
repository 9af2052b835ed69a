"""How far the reviewers agree on each tag; the measures on which they differ, to choose from."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from core.agreement import Agreement, Disagreement
from core.document import Document
from core.review import TAGS
from tui.language import _
from tui.reviewers import beyond_chance, percent, reviewed_by
from tui.widgets.disagreement_list import DisagreementList
from tui.wrapping import column


class AgreementScreen(ModalScreen[int | None]):
    """A table of tags, below it a list; its answer is the index of a measure."""

    CSS_PATH = "dialogs.tcss"  # not with the app's: the first frame does not wait for it
    AUTO_FOCUS = "DisagreementList"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    BINDINGS = [Binding("escape,q,D", "leave")]

    def __init__(
        self,
        document: Document,
        reviewers: Sequence[str],
        found: Sequence[Agreement],
        disputed: Sequence[Disagreement],
        trouble: str = "",
    ) -> None:
        """`trouble` tells of reviews that cannot be read."""
        super().__init__()
        self._document = document
        self._head = [reviewed_by(reviewers), *([trouble] if trouble else [])]
        self._found = found
        self._disputed = disputed

    def compose(self) -> ComposeResult:
        """Who, how far, where not, and the keys."""
        with Vertical(id="dialog"):
            yield Static("\n".join([*self._head, "", *table(self._found)]), markup=False)
            yield Static(_measures(len(self._disputed)), id="count", markup=False)
            yield DisagreementList(self._document, self._disputed)
            yield Static(_("enter go there    esc close"), id="hint", markup=False)

    @on(DisagreementList.Chosen)
    def _choose(self, event: DisagreementList.Chosen) -> None:
        if self.is_current:  # a second Enter or click may come before it is closed
            self.dismiss(event.measure)

    def action_leave(self) -> None:
        """Close without an answer."""
        if self.is_current:
            self.dismiss(None)


def table(found: Sequence[Agreement]) -> list[str]:
    """A line for each tag under a header, columns at the right but for the first."""
    tags = {tag.id: _(tag.english) for tag in TAGS}
    name = found[0].coefficient if found else ""
    lines = [("", _("Count"), _("Agreement"), name)]
    lines += [
        (tags[one.tag], str(one.measures), percent(one.observed), beyond_chance(one))
        for one in found
    ]
    widths = [max(map(cell_len, texts)) for texts in zip(*lines, strict=True)]
    return ["   ".join(_cells(line, widths)).rstrip() for line in lines]


def _cells(line: Sequence[str], widths: Sequence[int]) -> list[str]:
    return [
        column(text, width, right=index > 0)
        for index, (text, width) in enumerate(zip(line, widths, strict=True))
    ]


def _measures(number: int) -> str:
    if not number:
        return _("no measure on which they differ")
    return _("measures on which they differ: {}").format(number)
