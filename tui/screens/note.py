"""Write a note on one measure."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static, TextArea

from tui.language import _
from tui.widgets.fields import Editor


class NoteScreen(ModalScreen[str | None]):
    """The measure above, the note below; Escape keeps what was written."""

    CSS_PATH = "dialogs.tcss"  # not with the app's: the first frame does not wait for it
    AUTO_FOCUS = ""
    BINDINGS = [Binding("escape,ctrl+s", "keep"), Binding("ctrl+g", "give_up")]

    def __init__(self, locator: str, quote: str, note: str) -> None:
        """`note` is what stands there so far."""
        super().__init__()
        self._locator = locator
        self._quote = quote
        self._note = note

    def compose(self) -> ComposeResult:
        """Quote, editor, keys."""
        with Vertical(id="dialog"):
            yield Static(f"{self._locator}  {self._quote}", id="quote", markup=False)
            yield Editor(self._note, soft_wrap=True, tab_behavior="focus")
            yield Static(_("esc keep    ctrl+g leave as it was"), id="hint", markup=False)

    def on_mount(self) -> None:
        """Go on writing where the note ends."""
        editor = self.query_one(TextArea)
        self.set_focus(editor)
        editor.move_cursor(editor.document.end)

    def action_keep(self) -> None:
        """Keep the note and close."""
        self.dismiss(self.query_one(TextArea).text)

    def action_give_up(self) -> None:
        """Leave the note as it was."""
        self.dismiss(None)
