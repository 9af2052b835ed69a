"""What is seen while a document takes longer to read than the screen to appear."""

from __future__ import annotations

from concurrent.futures import Future
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Static

from tui import messages
from tui.language import _
from tui.opening import OpenError, StoreError
from tui.session import Session

if TYPE_CHECKING:
    from tui.app import PiyueApp


class OpeningScreen(Screen[None]):
    """Waits for a document in a worker; q leaves."""

    BINDINGS = [("q", "app.quit", "quit")]
    app: PiyueApp

    def __init__(self, opening: Future[Session]) -> None:
        """`opening` gives the loaded session, or raises OpenError or StoreError."""
        super().__init__()
        self._opening = opening

    def compose(self) -> ComposeResult:
        """A word."""
        yield Static(_("reading …"), markup=False)

    def on_mount(self) -> None:
        """Begin to wait."""
        self._wait()

    @work(thread=True)
    def _wait(self) -> None:
        try:
            session = self._opening.result()
        except (OpenError, StoreError) as error:
            self.post_message(messages.NotOpened(str(error)))
        else:
            self.post_message(messages.Opened(session))

    @on(messages.Opened)
    def _show(self, event: messages.Opened) -> None:
        self.app.review(event.session)

    @on(messages.NotOpened)
    def _give_up(self, event: messages.NotOpened) -> None:
        self.app.fail(event.cause)
