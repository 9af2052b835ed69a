"""What is seen while a document takes longer to read than the screen to appear."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Center, Middle
from textual.screen import Screen
from textual.widgets import ProgressBar, Static

from tui import messages
from tui.language import _
from tui.narration import printable
from tui.opening import OpenError, Opening, StoreError

if TYPE_CHECKING:
    from tui.app import PiyueApp

_INTERVAL = 0.1  # seconds between two looks at how far it is


class OpeningScreen(Screen[None]):
    """Waits for a document in a worker and shows how far it is; esc gives it up, q leaves."""

    BINDINGS = [("escape", "give_up", "stop"), ("q", "app.quit", "quit")]
    app: PiyueApp

    def __init__(self, opening: Opening) -> None:
        """`opening` gives the loaded session, or raises OpenError or StoreError."""
        super().__init__()
        self._opening = opening

    def compose(self) -> ComposeResult:
        """The name of the file, how much is done, and the way out."""
        with Middle():
            with Center():
                yield Static(_("reading …"), markup=False)
            with Center():
                yield Static(printable(self._opening.path.name), markup=False)
            with Center():
                yield ProgressBar(total=1.0, show_eta=False)
            with Center():
                yield Static(_("esc stops"), markup=False)

    def on_mount(self) -> None:
        """Begin to wait."""
        self._wait()
        self.set_interval(_INTERVAL, self._show_progress)

    def on_unmount(self) -> None:
        """Let no reading go on that nobody waits for."""
        self._opening.stop()

    def _show_progress(self) -> None:
        self.query_one(ProgressBar).update(progress=self._opening.share_done)

    @work(thread=True)
    def _wait(self) -> None:
        try:
            session = self._opening.session.result()
        except (OpenError, StoreError) as error:
            self.post_message(messages.NotOpened(str(error)))
        else:
            self.post_message(messages.Opened(session))

    @on(messages.Opened)
    def _show(self, event: messages.Opened) -> None:
        self.app.review(event.session)

    @on(messages.NotOpened)
    def _fail(self, event: messages.NotOpened) -> None:
        self.app.fail(event.cause)

    def action_give_up(self) -> None:
        """Stop reading; the worker says so, as it says why a document cannot be read."""
        self._opening.stop()
