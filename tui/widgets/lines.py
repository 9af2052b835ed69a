"""The two lines at the bottom: where the review stands, and which keys there are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from core.review import TAGS, Progress
from tui.hints import Hint
from tui.language import _
from tui.wrapping import cut

_SHORTEST_TITLE = 11  # cells, its margins included


class _Line(Widget):
    """One line of text, drawn at every key and so without a detour."""

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Always one."""
        return 1

    @property
    def text(self) -> str:
        """What it says in the room there is."""
        return "".join(piece for piece, _is_bold in self._pieces())

    def _pieces(self) -> Iterator[tuple[str, bool]]:
        """The text in pieces, and whether each is bold."""
        raise NotImplementedError

    def render_line(self, y: int) -> Strip:
        """The line."""
        style = self.rich_style
        bold = style + Style(bold=True)
        pieces = [Segment(text, bold if is_bold else style) for text, is_bold in self._pieces()]
        return Strip(pieces).adjust_cell_length(self.size.width, style)


class StatusLine(_Line):
    """Title, place, progress, counts per tag, reviewer, and whether everything is saved."""

    def __init__(self, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._title = ""
        self._facts = ["", "", ""]
        self._message = ""

    def show(self, title: str, locator: str, done: Progress, reviewer: str, saving: str) -> None:
        """Show the state; `saving` is the words for saved, saving, or why it is not."""
        tags = " ".join(f"{tag.sign}{done.tags.get(tag.id, 0)} {_(tag.english)}" for tag in TAGS)
        self._title = title
        self._facts = [
            locator,
            f"{_('reviewed')} {done.reviewed}/{done.measures}",
            tags,
            reviewer,
            saving,
        ]
        self.refresh()

    def say(self, message: str) -> None:
        """Show a message in place of the title until the next one; "" brings the title back."""
        self._message = message
        self.refresh()

    def forget(self, message: str) -> None:
        """Bring the title back, unless another message came meanwhile."""
        if self._message == message:
            self.say("")

    def _pieces(self) -> Iterator[tuple[str, bool]]:
        """The facts at the right, the title or the message in what is left.

        Where there is little room, and beside a message, only the place and the saving are shown:
        a reviewer cannot do without these.
        """
        facts = " | ".join(self._facts)
        if self._message or self.size.width - cell_len(facts) < _SHORTEST_TITLE:
            facts = " | ".join([self._facts[0], self._facts[1], self._facts[-1]])
        left = cut(self._message or self._title, max(0, self.size.width - cell_len(facts) - 3))
        gap = " " * max(1, self.size.width - cell_len(left) - cell_len(facts) - 2)
        yield f" {left}{gap}{facts} ", False


class KeyLine(_Line):
    """The keys that are of use now, as many as fit; a click does what the key does."""

    def __init__(self, hints: Sequence[Hint] = (), id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._hints = list(hints)

    class Chosen(Message):
        """A key was clicked; `action` is its id."""

        def __init__(self, action: str) -> None:
            super().__init__()
            self.action = action

    def show(self, hints: Sequence[Hint]) -> None:
        """Show other keys."""
        if list(hints) != self._hints:
            self._hints = list(hints)
            self.refresh()

    def _pieces(self) -> Iterator[tuple[str, bool]]:
        """Key in bold, label after it."""
        for hint in self._fitting():
            yield f" {hint.key}", True
            yield f" {hint.label} ", False

    def _fitting(self) -> list[Hint]:
        """What fits, the first first; help and quit, the last two, are never left out."""
        left = self.size.width - sum(map(_cells, self._hints[-2:]))
        fitting = []
        for hint in self._hints[:-2]:
            if _cells(hint) <= left:
                left -= _cells(hint)
                fitting.append(hint)
        return [*fitting, *self._hints[-2:]]

    def on_click(self, event: events.Click) -> None:
        """Find the key under the mouse."""
        at = 0
        for hint in self._fitting():
            at += _cells(hint)
            if event.x < at:
                if hint.action:
                    self.post_message(self.Chosen(hint.action))
                return


def _cells(hint: Hint) -> int:
    return cell_len(hint.key) + cell_len(hint.label) + 3
