"""Every action of the review screen, once: key, label, help; all key lists come from here."""

from __future__ import annotations

from dataclasses import dataclass

from textual.binding import Binding

from core.review import TAGS


@dataclass(frozen=True, slots=True)
class Action:
    """One thing a reviewer can do.

    `id` names the method `action_<id>` of the review screen, with its argument if it has one.
    `keys` are Textual key names; `shown` is how the first of them is printed. `label` and `help`
    are English and looked up in the catalogue. `footer` puts it into the line of keys.
    """

    id: str
    keys: str
    shown: str
    label: str
    help: str
    group: str
    footer: bool = False


_MOVE, _MARK, _FIND, _WORK = "Moving", "Marking", "Finding", "The rest"
_TOGETHER = "Several reviewers"

ACTIONS = (
    Action("move(1)", "j,down", "j ↓", "next", "To the next measure", _MOVE, footer=True),
    Action("move(-1)", "k,up", "k ↑", "previous", "To the previous measure", _MOVE),
    Action("section(1)", "J,shift+down", "J", "next section", "To the next section", _MOVE),
    Action("section(-1)", "K,shift+up", "K", "previous section", "To the previous section", _MOVE),
    Action("page(1)", "pagedown,ctrl+f", "PgDn", "page down", "A page down", _MOVE),
    Action("page(-1)", "pageup,ctrl+b", "PgUp", "page up", "A page up", _MOVE),
    Action("page(0.5)", "ctrl+d", "ctrl+d", "half a page down", "Half a page down", _MOVE),
    Action("page(-0.5)", "ctrl+u", "ctrl+u", "half a page up", "Half a page up", _MOVE),
    Action("first", "g,home", "g", "first", "To the first measure", _MOVE),
    Action("last", "G,end", "G", "last", "To the last measure", _MOVE),
    Action("unreviewed", "t", "t", "unreviewed", "To the next unreviewed measure", _MOVE, True),
    Action("marked(1)", "right_square_bracket", "]", "next mark", "To the next mark", _MOVE),
    Action("marked(-1)", "left_square_bracket", "[", "previous mark", "To the mark before", _MOVE),
    Action("fold(True)", "h,left", "h ←", "fold", "Fold the section in the tree", _MOVE),
    Action("fold(False)", "l,right", "l →", "unfold", "Unfold the section in the tree", _MOVE),
    Action("pane(1)", "tab", "tab", "next pane", "To the next pane", _MOVE),
    Action("pane(-1)", "shift+tab", "shift+tab", "previous pane", "To the pane before", _MOVE),
    *(
        Action(
            f"tag('{tag.id}')",
            tag.key,
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
            keys,
            shown,
            f"{tag.english} + note",
            f"Tag as {tag.english} and write a note",
            _MARK,
        )
        for tag, (keys, shown) in zip(
            TAGS, (("exclamation_mark", "!"), ("at", "@"), ("number_sign", "#")), strict=True
        )
    ),
    Action("read", "space", "space", "read", "Read, nothing to mark; go on", _MARK, True),
    Action(
        "note", "n", "n", "note", "Write a note (the next hit while a search is on)", _MARK, True
    ),
    Action("clear", "x", "x", "clear", "Take tags, note and read mark off", _MARK),
    Action("repeat", "full_stop", ".", "repeat", "Mark like the last time and go on", _MARK),
    Action("undo", "u", "u", "undo", "Take back the last change", _MARK, True),
    Action("redo", "ctrl+r", "ctrl+r", "redo", "Repeat what was taken back", _MARK),
    Action("search", "slash", "/", "search", "Search in the text", _FIND, True),
    Action("hit(-1)", "N", "N", "previous hit", "To the hit before", _FIND),
    Action(
        "end_search",
        "escape",
        "esc",
        "end search",
        "End the search, so that n is the note again; forget the figure gone to",
        _FIND,
    ),
    Action("figures", "m", "m", "figures", "Find a figure and go to it", _FIND, True),
    Action(
        "list_figures",
        "M",
        "M",
        "all figures",
        "All figures in place of the inspector, and back",
        _FIND,
    ),
    Action(
        "everybody",
        "a",
        "a",
        "everybody",
        "Everybody's marks, and one's own alone again",
        _TOGETHER,
    ),
    Action(
        "agreement",
        "D",
        "D",
        "agreement",
        "How far the reviewers agree, and where they differ",
        _TOGETHER,
    ),
    Action(
        "disagreement(1)",
        "right_curly_bracket",
        "}",
        "next disagreement",
        "To the next measure on which reviewers differ",
        _TOGETHER,
    ),
    Action(
        "disagreement(-1)",
        "left_curly_bracket",
        "{",
        "previous disagreement",
        "To the measure before on which reviewers differ",
        _TOGETHER,
    ),
    Action(
        "copy", "y", "y", "copy", "Copy the quote with its source, or the figure gone to", _WORK
    ),
    Action("copy_all", "Y", "Y", "copy all", "Copy quote, tags and note", _WORK),
    Action("export", "e", "e", "export", "Write the memo as Markdown", _WORK, True),
    Action("help", "question_mark,f1", "?", "help", "Show all keys", _WORK, True),
    Action("quit", "q", "q", "quit", "Leave; everything is kept", _WORK, True),
)


def bindings() -> list[Binding]:
    """The bindings of the review screen; `id` lets a keymap name them.

    They have priority, so that each key is acted on before the next is looked at: an ordinary
    binding acts when its key has bubbled up from the focused widget, and of `/1` typed quickly
    the 1 would tag a measure instead of being searched for.
    """
    return [
        Binding(
            action.keys, action.id, action.help, show=action.footer, id=action.id, priority=True
        )
        for action in ACTIONS
    ]
