"""All keys that are in force, by group; what is typed after / leaves those that fit."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from itertools import groupby, zip_longest

from rich.cells import cell_len
from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from core.pinyin import Pinyin
from tui.actions import ACTIONS, Action
from tui.keymap import Keys, sign, signs
from tui.language import _
from tui.naming import matching, names, spelling
from tui.widgets.fields import Field
from tui.wrapping import wrap

_COLUMN = 72  # cells; where there are more, further columns stand beside it
_GAP = "   "


class HelpScreen(ModalScreen[None]):
    """Scrolls like less; / filters, and the keys that open it close it."""

    CSS_PATH = "dialogs.tcss"  # not with the app's: the first frame does not wait for it
    AUTO_FOCUS = "VerticalScroll"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    # Those with an id have the keys that the user chose for the action of that name.
    BINDINGS = [
        Binding("?,f1", "close", id="help"),
        Binding("escape", "leave_field"),
        Binding("q", "close", id="quit"),
        Binding("enter", "close"),
        Binding("/", "filter", id="search"),
        Binding("j,down", "scroll(1)", id="move(1)"),
        Binding("k,up", "scroll(-1)", id="move(-1)"),
        Binding("space,f,ctrl+f,pagedown", "page(1)", id="page(1)"),
        Binding("b,ctrl+b,pageup", "page(-1)", id="page(-1)"),
        Binding("d,ctrl+d", "page(0.5)", id="page(0.5)"),
        Binding("u,ctrl+u", "page(-0.5)", id="page(-0.5)"),
        Binding("g,home", "end(0)", id="first"),
        Binding("G,end", "end(1)", id="last"),
    ]

    def __init__(self, keys: Keys, actions: Sequence[Action] = ACTIONS) -> None:
        """`keys` are those in force, shown with what the `actions` of a screen do."""
        super().__init__()
        self._keys = keys
        self._actions = actions
        self._names = names(keys, actions)
        self._pinyin: Pinyin | None = None

    def compose(self) -> ComposeResult:
        """Field, groups of keys, and the keys of the help itself."""
        with Vertical(id="dialog"):
            yield Field(placeholder=_("name, pinyin initials or key"), compact=True)
            with VerticalScroll():
                yield Static(id="list", markup=False)
            yield Static(self._hint(), id="hint", markup=False)

    def _hint(self) -> str:
        said = _("{} {} scroll    {} filter    esc close")
        return said.format(*(sign(self._keys, one) for one in ("move(1)", "move(-1)", "search")))

    def on_mount(self) -> None:
        """Show all keys; learn meanwhile how they are spelled."""
        self.query_one(Field).display = False
        self.run_worker(self._learn())

    async def _learn(self) -> None:
        self._pinyin = await asyncio.to_thread(spelling, self._names)
        self._show()

    def on_resize(self) -> None:
        """Lay the keys out for the new width, once it is known to the pane."""
        self.call_after_refresh(self._show)

    def _show(self) -> None:
        pane = self.query_one(VerticalScroll)
        found = set(matching(self.query_one(Input).value, self._names, self._pinyin))
        lines = columns(
            [action for action in self._actions if action in found],
            self._keys,
            pane.scrollable_content_region.width,
        )
        self.query_one("#list", Static).update(
            Text("\n").join(lines) if lines else Text(_("no such action"))
        )

    @on(Input.Changed)
    def _filter(self) -> None:
        self._show()
        self.action_end(0)

    @on(Input.Submitted)
    def _keep_filter(self) -> None:
        self.query_one(VerticalScroll).focus()

    def action_filter(self) -> None:
        """Type what to look for."""
        field = self.query_one(Field)
        field.display = True
        self.set_focus(field)

    def action_leave_field(self) -> None:
        """Show all keys again; close where all are shown."""
        field = self.query_one(Field)
        if not field.display:
            self.action_close()
            return
        field.value = ""
        field.display = False
        self.query_one(VerticalScroll).focus()

    def action_close(self) -> None:
        """Back to the document."""
        if self.is_current:
            self.dismiss(None)

    def action_scroll(self, by: int) -> None:
        """Some lines down or up."""
        self.query_one(VerticalScroll).scroll_relative(y=by, animate=False)

    def action_page(self, pages: float) -> None:
        """Some pages down or up; a line of the page before is still to be seen."""
        pane = self.query_one(VerticalScroll)
        pane.scroll_relative(y=round(pages * max(1, pane.size.height - 1)), animate=False)

    def action_end(self, end: int) -> None:
        """To the top, or to the end."""
        pane = self.query_one(VerticalScroll)
        pane.scroll_to(y=pane.max_scroll_y if end else 0, animate=False)


def columns(actions: Sequence[Action], keys: Keys, width: int) -> list[Text]:
    """Lines of keys and what they do, by group, in as many columns as there is room for.

    Groups stay together, and no column is much longer than the others.
    """
    shown = {action.id: " ".join(signs(keys, action.id)) for action in actions}
    groups = [list(held) for _group, held in groupby(actions, key=lambda action: action.group)]
    number = min(max(1, (width + len(_GAP)) // (_COLUMN + len(_GAP))), max(1, len(groups)))
    room = (width - len(_GAP) * (number - 1)) // number
    keys_room = max(map(cell_len, shown.values()), default=0) + 2
    parts = [list(_group_lines(group, shown, keys_room, room)) for group in groups]
    return [
        Text(_GAP).join(_padded(cell, room) for cell in line)
        for line in zip_longest(*_shared_out(parts, number), fillvalue=Text())
    ]


def _group_lines(
    group: Sequence[Action], shown: dict[str, str], keys_room: int, room: int
) -> Iterator[Text]:
    """A heading, then for each action: keys, what it does, its name in the settings if it fits."""
    yield Text(_(group[0].group), style="bold")
    for action in group:
        words = _(action.help)
        first, *others = wrap(words, room - keys_room - 2)
        line = Text("  ")
        line.append(shown[action.id], style="bold")
        line.append(" " * (keys_room - cell_len(shown[action.id])))
        line.append(words[slice(*first)].rstrip())
        left = room - line.cell_len - cell_len(action.name)
        if left > 1:
            line.append(" " * left)
            line.append(action.name, style="dim")
        yield line
        for span in others:
            yield Text(" " * (keys_room + 2) + words[slice(*span)].strip())


def _shared_out(parts: Sequence[list[Text]], number: int) -> list[list[Text]]:
    """The groups one below the other, a new column begun where the one before has its share."""
    share = sum(len(part) + 1 for part in parts) / number
    found: list[list[Text]] = [[]]
    for part in parts:
        if found[-1] and len(found) < number and len(found[-1]) + len(part) / 2 > share:
            found.append([])
        if found[-1]:
            found[-1].append(Text())
        found[-1].extend(part)
    return found


def _padded(cell: Text, room: int) -> Text:
    padded = cell.copy()
    padded.append(" " * (room - cell.cell_len))
    return padded
