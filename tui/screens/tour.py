"""Three pages for who opens Piyue for the first time: the panes, the marks, what finds things."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from rich.cells import cell_len
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.actions import bindings
from tui.keymap import Keys, sign
from tui.language import _

_OWN = ("end_search", "quit", "tour")  # actions whose keys close the tour and do no more


@dataclass(frozen=True, slots=True)
class Page:
    """A title, what to know, and actions with what they are for; lines may hold a field."""

    title: str
    words: tuple[str, ...]
    actions: tuple[tuple[str, str], ...]


PAGES = (
    Page(
        "What you see",
        (
            "Left: the sections, with how much of each is reviewed.",
            "Middle: the text. The > stands on one measure, the unit of review.",
            "Right, or below: your marks on it, the figures in it, its keywords.",
            "Last lines: where you are, whether everything is saved, and keys.",
        ),
        (
            ("move(1)", "the next measure"),
            ("section(1)", "the next section"),
            ("pane(1)", "the next pane"),
        ),
    ),
    Page(
        "One key a measure",
        ("A mark goes on to the next measure. Every key is saved at once, nothing is lost.",),
        (
            ("tag('highlight')", "a highlight"),
            ("tag('weakness')", "a weakness"),
            ("tag('follow-up')", "to be followed up"),
            ("read", "read, nothing to mark"),
            ("note", "a note"),
            ("undo", "take anything back"),
        ),
    ),
    Page(
        "Find, and hand over",
        ("Figures are found by their value, by what they count, or by pinyin initials.",),
        (
            ("figures", "find a figure"),
            ("search", "search the text"),
            ("copy", "copy the quote with its source"),
            ("export", "write the memo"),
            ("palette", "find any action by its name"),
            ("help", "all keys"),
            ("quit", "leave; everything is kept"),
        ),
    ),
)


class TourScreen(ModalScreen[str | None]):
    """Enter turns the page; a key of the review screen ends the tour and does what it does."""

    CSS_PATH = "dialogs.tcss"  # not with the app's: the first frame does not wait for it
    AUTO_FOCUS = ""
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (18, "-tall")]
    BINDINGS = [
        Binding("escape,q", "leave", priority=True),
        Binding("enter", "turn(1)", priority=True),
        Binding("backspace", "turn(-1)", priority=True),
        *(
            replace(one, action="leave" if one.id in _OWN else f'go_on("{one.action}")')
            for one in bindings()
        ),
    ]

    def __init__(self, keys: Keys) -> None:
        """`keys` are those in force."""
        super().__init__()
        self._keys = keys
        self._page = 0

    def compose(self) -> ComposeResult:
        """A page, and how to turn it."""
        with Vertical(id="dialog"):
            with VerticalScroll():
                yield Static(id="page", markup=False)
            yield Static(id="hint", markup=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """No page is turned before the first is there."""
        return action != "turn" or self.is_mounted

    def on_mount(self) -> None:
        """The first page."""
        self.action_turn(0)

    def action_turn(self, by: int) -> None:
        """Another page; behind the last the tour ends."""
        if self._page + by >= len(PAGES):
            self.action_leave()
            return
        self._page = max(0, self._page + by)
        self.query_one("#page", Static).update(page_text(PAGES[self._page], self._keys))
        further = _("enter begin") if self._page == len(PAGES) - 1 else _("enter next page")
        at = f"{self._page + 1}/{len(PAGES)}"
        self.query_one("#hint", Static).update(f"{at}    {further}    {_('esc skip')}")

    def action_leave(self) -> None:
        """End the tour."""
        self.action_go_on(None)

    def action_go_on(self, action: str | None) -> None:
        """End the tour with what the reviewer wants to do."""
        if self.is_current:
            self.dismiss(action)


def page_text(page: Page, keys: Keys) -> Text:
    """Title, words, then a line for each action under its key."""
    return Text("\n").join(_lines(page, keys))


def _lines(page: Page, keys: Keys) -> Iterator[Text]:
    yield Text(_(page.title), style="bold")
    yield Text()
    for words in page.words:
        yield Text(_(words))
    yield Text()
    shown = {action: sign(keys, action) for action, _what in page.actions}
    width = max(map(cell_len, shown.values())) + 3
    for action, what in page.actions:
        line = Text("  ")
        line.append(shown[action], style="bold")
        line.append(" " * (width - cell_len(shown[action])) + _(what))
        yield line
