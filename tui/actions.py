"""Every action of every screen, once: all lists of keys come from here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from core.ledger import STATUSES
from core.review import TAGS

if TYPE_CHECKING:
    from textual.binding import Binding


@dataclass(frozen=True, slots=True)
class Action:
    """One thing a reviewer can do.

    `id` names the method `action_<id>` of its screen, with its argument if it has one.
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
        return "-".join(self.label.replace("+", " ").replace(",", " ").split())


_MOVE, _MARK, _FIND, _WORK = "Moving", "Marking", "Finding", "The rest"
_TOGETHER = "Several reviewers"
_LISTED = "Documents"
_LEDGER = "Ledger"
_YEARS = "Against last year"
_NOTE = "Note"

ACTIONS = (
    Action("move(1)", "j down", "next", "To the next measure", _MOVE, footer=True),
    Action("move(-1)", "k up", "previous", "To the previous measure", _MOVE),
    Action("section(1)", "J shift+down", "next section", "To the next section", _MOVE),
    Action("section(-1)", "K shift+up", "previous section", "To the previous section", _MOVE),
    Action("page(1)", "pagedown ctrl+f", "page down", "A page down", _MOVE),
    Action("page(-1)", "pageup ctrl+b", "page up", "A page up", _MOVE),
    Action("page(0.5)", "ctrl+d", "half a page down", "Half a page down", _MOVE),
    Action("page(-0.5)", "ctrl+u", "half a page up", "Half a page up", _MOVE),
    Action("first", "g home", "first", "To the first measure; after a count to that one", _MOVE),
    Action("last", "G end", "last", "To the last measure; after a count to that one", _MOVE),
    Action(
        "count",
        "0 4 5 6 7 8 9",
        "count",
        "Begin a count for the next key; one with a digit in it that tags begins with 0",
        _MOVE,
    ),
    Action("locator", ":", "locator", "Go to a locator: 1.3.2, 1.3 or 第三条", _MOVE),
    Action("back(-1)", "ctrl+o H", "back", "Back to where the last jump began", _MOVE),
    Action("back(1)", "ctrl+y", "forward", "Forward to where one came back from", _MOVE),
    Action("name_place", '"', "name the place", "Give this place a letter", _MOVE),
    Action(
        "place",
        "'",
        "go to a place",
        "Go to the place with a letter; the same key again: back from the last jump",
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
    Action(
        "waiting",
        "Q",
        "to place",
        "Marks of an earlier version that have no place yet: see where they may belong, decide",
        _MARK,
    ),
    Action("undo", "u", "undo", "Take back the last change", _MARK, True),
    Action("redo", "ctrl+r", "redo", "Repeat what was taken back", _MARK),
    Action(
        "search",
        "/",
        "search",
        "Search, also by pinyin; //… is a regular expression; enter alone repeats, ↑ recalls",
        _FIND,
        True,
    ),
    Action("hit(-1)", "N", "previous hit", "To the hit before", _FIND),
    Action(
        "end_search",
        "escape",
        "end search",
        "End a selection, the search, then the filter; forget the figure gone to",
        _FIND,
    ),
    Action(
        "filter",
        "f",
        "filter",
        "Show only some measures, by tag, unread, figures, section, text; set anew after marking",
        _FIND,
        True,
    ),
    Action("figures", "m", "figures", "Find a figure and go to it", _FIND, True),
    Action(
        "list_figures",
        "M",
        "all figures",
        "All figures in place of the inspector, and back",
        _FIND,
    ),
    Action("alike", "=", "alike", "To the measure most like this one; again: the next", _FIND),
    Action(
        "inspector",
        "i",
        "inspector",
        "Show or hide the inspector: what is known of the measure",
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
    Action("export", "e", "export", "Write the memo: Markdown, Word, page, tables", _WORK, True),
    Action("ledger", "L", "ledger", "The follow-ups by due date: who, until when, how far", _WORK),
    Action(
        "last_year",
        "W",
        "last year",
        "This document against last year's: promises, figures, repeated wording, weaknesses",
        _WORK,
    ),
    Action("library", "o", "library", "To the library; everything is kept", _WORK),
    Action("palette", "ctrl+p", "actions", "Find an action by its name and do it", _WORK, True),
    Action("theme", "T", "colours", "Other colours; the choice is kept", _WORK),
    Action("suspend", "ctrl+z", "to the shell", "To the shell; its fg comes back here", _WORK),
    Action("tour", "f2", "tour", "Show the tour again", _WORK),
    Action("help", "? f1", "help", "Show all keys", _WORK, True),
    Action("quit", "q", "quit", "Leave; everything is kept", _WORK, True),
)

_SHARED = {action.id: action for action in ACTIONS}
# What the library does alone, and what it has in common with the review screen: that has one name
# there too, and so the same keys.
LIBRARY_ACTIONS = (
    Action("choose", "enter", "open", "Open the document, or go to the hit", _LISTED, True),
    Action(
        "filter",
        "f",
        "filter",
        "Show only what fits, as one types: title, issuer, path, or pinyin initials",
        _LISTED,
        True,
    ),
    Action(
        "search_all",
        "/",
        "search all",
        "Search in all documents shown; hits are listed as they are found",
        _LISTED,
        True,
    ),
    Action(
        "import",
        "i",
        "import",
        "Import files or folders; it can be stopped, and tells what failed and why",
        _LISTED,
        True,
    ),
    Action(
        "sort",
        "s",
        "sort",
        "Sort by another column: newest, last opened, title, issuer, progress, marks",
        _LISTED,
        True,
    ),
    Action("all", "escape", "all documents", "Stop, or back to all documents", _LISTED),
    replace(_SHARED["move(1)"], help="To the next line", footer=False),
    replace(_SHARED["move(-1)"], help="To the line before"),
    *(_SHARED[f"page({pages})"] for pages in ("1", "-1", "0.5", "-0.5")),
    replace(_SHARED["first"], help="To the first line"),
    replace(_SHARED["last"], help="To the last line"),
    *(_SHARED[name] for name in ("ledger", "palette", "theme", "suspend", "help", "quit")),
)
_SHARED_WITH_LIBRARY = {action.id: action for action in LIBRARY_ACTIONS}
# What the ledger does alone, and what it has in common with the other two.
LEDGER_ACTIONS = (
    Action("visit", "enter", "to the measure", "To its measure in the text", _LEDGER, True),
    *(
        Action(
            f"state('{status.id}')",
            str(number),
            status.english,
            f"Status: {status.english}",
            _LEDGER,
        )
        for number, status in enumerate(STATUSES, 1)
    ),
    Action("due", "d", "due date", "Due date; empty takes it off", _LEDGER, True),
    Action("unit", "r", "responsible unit", "Responsible unit", _LEDGER, True),
    Action("evidence", "e", "evidence", "Add evidence: a file, an address, words", _LEDGER, True),
    Action("all_evidence", "E", "all evidence", "All evidence; some can be taken off", _LEDGER),
    Action("past", "H", "history", "History: who changed what and when", _LEDGER),
    Action(
        "kind(1)",
        "f tab",
        "next status",
        "Show only those that are overdue, then those of each status",
        _LEDGER,
        True,
    ),
    Action("kind(-1)", "F shift+tab", "status before", "Back to the status before", _LEDGER),
    Action("leave", "escape q L", "close the ledger", "Close the ledger", _LEDGER),
    *(_SHARED_WITH_LIBRARY[name] for name in ("move(1)", "move(-1)")),
    *(_SHARED[f"page({pages})"] for pages in ("1", "-1", "0.5", "-0.5")),
    *(_SHARED_WITH_LIBRARY[name] for name in ("first", "last")),
    *(_SHARED[name] for name in ("undo", "redo", "palette", "theme", "suspend", "help")),
)
_SHARED_WITH_LEDGER = {action.id: action for action in LEDGER_ACTIONS}
# What this year against last year does alone, and what it has in common with the others.
YEARS_ACTIONS = (
    replace(_SHARED_WITH_LEDGER["visit"], help="To this year's measure in the text", group=_YEARS),
    Action(
        "part(1)",
        "tab right l",
        "next part",
        "To the next part: promises, figures, wording, weaknesses, last year's ledger",
        _YEARS,
        True,
    ),
    Action("part(-1)", "shift+tab left h", "part before", "To the part before", _YEARS),
    Action(
        "answer(1)", "]", "next evidence", "The next measure that a line leads to", _YEARS, True
    ),
    Action("answer(-1)", "[", "evidence before", "The measure before that a line leads to", _YEARS),
    Action(
        "accept",
        "a",
        "as proposed",
        "Decide as proposed, with the evidence that is shown",
        _YEARS,
        True,
    ),
    Action("decide('kept')", "1", "kept", "Decide: kept, settled", _YEARS),
    Action("decide('partly')", "2", "partly kept", "Decide: partly kept, partly settled", _YEARS),
    Action("decide('repeated')", "3", "planned again", "Decide: planned again, unsettled", _YEARS),
    Action("decide('silent')", "4", "not mentioned", "Decide: not mentioned", _YEARS),
    Action("withdraw", "x", "withdraw", "Take back what was decided of this line", _YEARS),
    replace(_SHARED["undo"], help="Take the last decision back", group=_YEARS),
    Action("undecided", "n", "next undecided", "To the next line that is to be decided", _YEARS),
    replace(
        _SHARED_WITH_LIBRARY["sort"],
        help="Sort the figures: by years, change, place, subject, value, doubts",
        group=_YEARS,
    ),
    replace(
        _SHARED["export"],
        help="Write the comparison into a new file: Markdown, or the figures as CSV",
        group=_YEARS,
    ),
    Action(
        "other_year",
        "o",
        "another year",
        "Choose the document to compare with from the library",
        _YEARS,
        True,
    ),
    Action(
        "close_years",
        "escape q W",
        "close the comparison",
        "Stop comparing, or close the comparison",
        _YEARS,
    ),
    *(_SHARED_WITH_LIBRARY[name] for name in ("move(1)", "move(-1)")),
    *(_SHARED[f"page({pages})"] for pages in ("1", "-1", "0.5", "-0.5")),
    *(_SHARED_WITH_LIBRARY[name] for name in ("first", "last")),
    *(_SHARED[name] for name in ("palette", "theme", "suspend", "help")),
)
# In a note every character is written, so that nothing is shared with the screens below.
NOTE_ACTIONS = (
    Action("keep", "escape ctrl+s", "keep", "Keep the note and close it", _NOTE, True),
    Action("template", "ctrl+t", "templates", "Insert a template", _NOTE, True),
    Action(
        "give_up",
        "ctrl+g",
        "leave as it was",
        "Leave the note as it was; a draft is thrown away",
        _NOTE,
        True,
    ),
)
_OF_YEARS_ALONE = {one.id for one in YEARS_ACTIONS} - {
    *_SHARED,
    *_SHARED_WITH_LIBRARY,
    *_SHARED_WITH_LEDGER,
}
EVERY_ACTION = (
    *ACTIONS,
    *(one for one in LIBRARY_ACTIONS if one.id not in _SHARED),
    *(one for one in LEDGER_ACTIONS if one.id not in {**_SHARED, **_SHARED_WITH_LIBRARY}),
    *(one for one in YEARS_ACTIONS if one.id in _OF_YEARS_ALONE),
    *NOTE_ACTIONS,
)


def bindings(actions: Iterable[Action] = ACTIONS) -> list[Binding]:
    """The bindings of a screen; `id` lets the user's keymap name them.

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
        for action in actions
    ]
