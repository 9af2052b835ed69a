"""Write a note on one measure, or one on several; what is typed is on the disk a moment later."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.geometry import Size
from textual.screen import ModalScreen
from textual.widgets import Static, TextArea

from tui.actions import NOTE_ACTIONS, bindings
from tui.hints import Hint
from tui.keymap import Keys, for_textual, sign
from tui.language import _
from tui.screens.templates import TemplatesScreen, filled
from tui.widgets.fields import Editor, lines_of_text
from tui.widgets.lines import KeyLine
from tui.wrapping import wrap

if TYPE_CHECKING:
    from tui.app import PiyueApp

_SAVED_AFTER = 0.5  # seconds from a change to the disk, at most one save in that time


@dataclass(frozen=True, slots=True)
class Page:
    """What a note is written on: which measures, the quote of the first, and what stands there.

    `since` is the time of a draft that was not kept, in ISO 8601, "" where `text` is none.
    `templates` are those of the user.
    """

    locator: str
    quote: str
    text: str
    since: str = ""
    templates: Sequence[str] = ()


class _Quote(Static):
    """Broken by the rules of print: the first space, behind the locator, is no place for it."""

    def __init__(self, text: str) -> None:
        super().__init__(id="quote", markup=False)
        self._text = text

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as it takes."""
        return len(wrap(self._text, width))

    def render(self) -> Text:
        """The lines."""
        spans = wrap(self._text, self.content_size.width)
        return Text("\n".join(self._text[slice(*span)] for span in spans))


class NoteScreen(ModalScreen[str | None]):
    """The measure above, the note below; Escape keeps what was written."""

    CSS_PATH = "dialogs.tcss"  # not with the app's: the first frame does not wait for it
    AUTO_FOCUS = ""
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    # In their turn, and so without priority: all that was typed before is in the note.
    BINDINGS = [replace(binding, priority=False) for binding in bindings(NOTE_ACTIONS)]
    app: PiyueApp

    def __init__(
        self,
        page: Page,
        save: Callable[[str], str] = lambda _text: "",
        leave: Callable[[], None] = lambda: None,
    ) -> None:
        """`save` puts a draft on the disk and returns why it cannot; it is called in a worker.

        `leave` is called where the screen goes without an answer: the draft waits for the next.
        """
        super().__init__()
        self._page = page
        self._save = save
        self._leave = leave
        self._changed = self._saving = self._ended = False
        # Kept here, as they are asked for when the screen is already being taken down.
        self._editor = Editor(lines_of_text(page.text), soft_wrap=True, tab_behavior="focus")
        self._told = Static(id="draft", markup=False)

    def compose(self) -> ComposeResult:
        """Quote, where the text comes from, editor, keys."""
        page, keys = self._page, self.app.keys
        self._editor.obeys = {
            key: f"screen.{action}"
            for action, held in for_textual({one.id: keys[one.id] for one in NOTE_ACTIONS}).items()
            for key in held.split(",")
        }
        with Vertical(id="dialog"):
            yield _Quote(f"{page.locator}  {page.quote}")
            yield self._told
            yield self._editor
            yield KeyLine(_hints(keys, is_draft=bool(page.since)), id="hint")

    def on_mount(self) -> None:
        """Go on writing where the note ends."""
        self.set_focus(self._editor)
        self._editor.move_cursor(self._editor.document.end)
        since = self._page.since
        self._tell(_("draft of {}, not kept yet").format(_local(since)) if since else "")

    def _tell(self, text: str) -> None:
        self._told.update(text)
        self._told.display = bool(text)

    @on(TextArea.Changed)
    def _type(self) -> None:
        self._changed = True
        if not self._saving:
            self._saving = True
            self.run_worker(self._save_draft())

    async def _save_draft(self) -> None:
        while self._changed:
            await asyncio.sleep(_SAVED_AFTER)
            self._changed = False
            trouble = await asyncio.to_thread(self._save, self._editor.text)
            said = _("go on writing, but no draft is kept: {}")
            self._tell(said.format(trouble) if trouble else "")
        self._saving = False

    def on_unmount(self) -> None:
        """The terminal hangs up, or the program is told to end: nothing that was typed is lost."""
        if self._ended:
            return
        if self._changed:
            self._save(self._editor.text)
        self._leave()

    async def action_template(self) -> None:
        """Choose a text to insert."""

        def insert(template: str | None) -> None:
            if template is not None:
                text = filled(template, locator=self._page.locator, quote=self._page.quote)
                self._editor.type_in(text)

        await self.app.push_screen(TemplatesScreen(self._page.templates), insert)

    def action_keep(self) -> None:
        """Keep the note and close."""
        is_as_shown = self._editor.text == lines_of_text(self._page.text)
        self._end(self._page.text if is_as_shown else self._editor.text)

    def action_give_up(self) -> None:
        """Leave the note as it was, without the draft if there is one."""
        self._end(None)

    def _end(self, note: str | None) -> None:
        if self.is_current:  # a second Escape may come before it is closed
            self._ended = True
            self.dismiss(note)

    @on(KeyLine.Chosen)
    async def _click(self, event: KeyLine.Chosen) -> None:
        event.stop()
        await self.run_action(event.action)


def _hints(keys: Keys, *, is_draft: bool) -> list[Hint]:
    labels = {one.id: _(one.label) for one in NOTE_ACTIONS}
    if is_draft:
        labels["give_up"] = _("throw away")
    return [Hint(sign(keys, action), label, action) for action, label in labels.items()]


def _local(at: str) -> str:
    """A time as the clock on the wall shows it: `2026-11-23 20:15`."""
    with suppress(ValueError):
        return f"{datetime.fromisoformat(at).astimezone():%Y-%m-%d %H:%M}"
    return "?"
