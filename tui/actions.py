"""Every action of the review screen, once: key, label, help; all key lists come from here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.review import TAGS

if TYPE_CHECKING:
    from textual.binding import Binding


@dataclass(frozen=True, slots=True)
class Action:
    """One thing a reviewer can do.

    `id` names the method `action_<id>` of the review screen, with its argument if it has one.
    `keys` are those that hold unless the user chose others, as people write them (`tui.keymap`),
    with spaces between. `label` and `help` are English and looked up in the catalogue. `footer`
    puts it into the line of keys while one reads.
    """

    id: str
    keys: str
    label: str
    help: str
    group: str
    footer: bool = False

    @property
    def name(self) -> str:
        """What users call it in their settings: `half-a-page-down`."""
        return "-".join(self.label.replace("+", " ").split())


_MOVE, _MARK, _FIND, _WORK = "Moving", "Marking", "Finding", "The rest"
_TOGETHER = "Several reviewers"

ACTIONS = (
    Action("move(1)", "j down", "next", "To the next measure", _MOVE, footer=True),
    Action("move(-1)", "k up", "previous", "To the previous measure", _MOVE),
    Action("section(1)", "J shift+down", "next section", "To the next section", _MOVE),
    Action("section(-1)", "K shift+up", "previous section", "To the previous section", _MOVE),
    Action("page(1)", "pagedown ctrl+f", "page down", "A page down", _MOVE),
    Action("page(-1)", "pageup ctrl+b", "page up", "A page up", _MOVE),
    Action("page(0.5)", "ctrl+d", "half a page down", "Half a page down", _MOVE),
    Action("page(-0.5)", "ctrl+u", "half a page up", "Half a page up", _MOVE),
    Action("first", "g home", "first", "To the first measure (g g too); 5g: to the fifth", _MOVE),
    Action("last", "G end", "last", "To the last measure; 5G: to the fifth", _MOVE),
    Action(
        "count",
        "0 4 5 6 7 8 9",
        "count",
        "Begin a count: 5j, 8], 40G; one with 1, 2 or 3 in it begins with 0: 012j, 03]",
        _MOVE,
    ),
    Action("locator", ":", "locator", "Go to a locator: 1.3.2, 1.3 or 第三条", _MOVE),
    Action("back(-1)", "ctrl+o H", "back", "Back to where the last jump began", _MOVE),
    Action("back(1)", "L", "forward", "Forward to where one came back from", _MOVE),
    Action("name_place", '"', "name the place", "Give this place a letter", _MOVE),
    Action(
        "place",
        "'",
        "go to a place",
        "Go to the place with a letter; again ': back from the last jump",
        _MOVE,
    ),
    Action("unreviewed", "t", "unreviewed", "To the next unreviewed measure", _MOVE, True),
    Action("marked(1)", "]", "next mark", "To the next mark", _MOVE),
    Action("marked(-1)", "[", "previous mark", "To the mark before", _MOVE),
    Action("fold(True)", "h left", "fold", "Fold the section in the tree", _MOVE),
    Action("fold(False)", "l right", "unfold", "Unfold the section in the tree", _MOVE),
    Action("pane(1)", "tab", "next pane", "To the next pane", _MOVE),
    Action("pane(-1)", "shift+tab", "previous pane", "To the pane before", _MOVE),
    *(
        Action(
            f"tag('{tag.id}')",
            tag.key,
            tag.english,
            f"Tag as {tag.english} and go on; again takes it off",
            _MARK,
            footer=True,
        )
        for tag in TAGS
    ),
    *(
        Action(
            f"tag_and_note('{tag.id}')",
            key,
            f"{tag.english} + note",
            f"Tag as {tag.english} and write a note",
            _MARK,
        )
        for tag, key in zip(TAGS, "!@#", strict=True)
    ),
    Action("read", "space", "read", "Read, nothing to mark; go on", _MARK, True),
    Action("note", "n", "note", "Write a note (the next hit while a search is on)", _MARK, True),
    Action("clear", "x", "clear", "Take tags, note and read mark off", _MARK),
    Action("repeat", ".", "repeat", "Mark like the last time and go on", _MARK),
    Action(
        "select",
        "v",
        "select",
        "Select measures by moving; then tag, read, clear or note marks all, as one step",
        _MARK,
    ),
    Action(
        "notes",
        "z",
        "notes in full",
        "Every note in full under its measure, or only its first line",
        _MARK,
    ),
    Action("undo", "u", "undo", "Take back the last change", _MARK, True),
    Action("redo", "ctrl+r", "redo", "Repeat what was taken back", _MARK),
    Action("search", "/", "search", "Search in the text", _FIND, True),
    Action("hit(-1)", "N", "previous hit", "To the hit before", _FIND),
    Action(
        "end_search",
        "escape",
        "end search",
        "End a selection or the search; forget the figure gone to",
        _FIND,
    ),
    Action("figures", "m", "figures", "Find a figure and go to it", _FIND, True),
    Action(
        "list_figures",
        "M",
        "all figures",
        "All figures in place of the inspector, and back",
        _FIND,
    ),
    Action(
        "everybody",
        "a",
        "everybody",
        "Everybody's marks, and one's own alone again",
        _TOGETHER,
    ),
    Action(
        "agreement",
        "D",
        "agreement",
        "How far the reviewers agree, and where they differ",
        _TOGETHER,
    ),
    Action(
        "disagreement(1)",
        "}",
        "next disagreement",
        "To the next measure on which reviewers differ",
        _TOGETHER,
    ),
    Action(
        "disagreement(-1)",
        "{",
        "previous disagreement",
        "To the measure before on which reviewers differ",
        _TOGETHER,
    ),
    Action(
        "copy",
        "y",
        "copy",
        "Copy the quote with its source, the figure gone to, or what the mouse selected",
        _WORK,
    ),
    Action("copy_all", "Y", "copy all", "Copy quote, tags and note", _WORK),
    Action("export", "e", "export", "Write the memo as Markdown", _WORK, True),
    Action("library", "o", "library", "To the library; everything is kept", _WORK),
    Action("palette", "ctrl+p", "actions", "Find an action by its name and do it", _WORK, True),
    Action("theme", "T", "colours", "Other colours; the choice is kept", _WORK),
    Action("suspend", "ctrl+z", "to the shell", "To the shell; its fg comes back here", _WORK),
    Action("tour", "f2", "tour", "Show the tour again", _WORK),
    Action("help", "? f1", "help", "Show all keys", _WORK, True),
    Action("quit", "q", "quit", "Leave; everything is kept", _WORK, True),
)


def bindings() -> list[Binding]:
    """The bindings of the review screen; `id` lets the user's keymap name them.

    They have priority, so that each key is acted on before the next is looked at: an ordinary
    binding acts when its key has bubbled up from the focused widget, and of `/1` typed quickly
    the 1 would tag a measure instead of being searched for.
    """
    from textual.binding import Binding  # noqa: PLC0415 (settings are read without Textual)

    return [
        Binding(
            action.keys.replace(" ", ","),
            action.id,
            action.help,
            show=action.footer,
            id=action.id,
            priority=True,
        )
        for action in ACTIONS
    ]
