"""The app: shows one document after the other."""

from __future__ import annotations

import asyncio
import gc
import signal
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from textual.app import App
from textual.screen import Screen

from tui import messages
from tui.config import Config
from tui.language import _
from tui.opening import Opening
from tui.screens.review import ReviewScreen
from tui.session import Session


class PiyueApp(App[None]):
    """Shows each opening document on a review screen; leaving the last one ends the app."""

    TITLE = "Piyue 批阅"
    CSS_PATH = "piyue.tcss"
    ENABLE_COMMAND_PALETTE = False
    PAUSE_GC_ON_SCROLL = True

    def __init__(self, openings: Iterator[Opening], config: Config | None = None) -> None:
        """`openings` gives the documents to review, one at least, each when it is asked for.

        `config` holds the words of the user; None: as shipped.
        """
        super().__init__()
        self.animation_level = "none"  # an animated page costs 600 ms and 30 times the bytes
        self.failure = ""
        self.crash: Exception | None = None
        self._openings = openings
        self._config = config

    def on_mount(self) -> None:
        """Start collecting garbage once something is seen; what was imported is none."""
        self.call_after_refresh(_collect_garbage)
        with suppress(ValueError, NotImplementedError):  # not the main thread, or no signals here
            loop = asyncio.get_running_loop()
            loop.add_signal_handler(signal.SIGTERM, self.exit, None, 128 + signal.SIGTERM)

    async def action_quit(self) -> None:
        """Leave the document as q does, wherever one is."""
        for screen in reversed(self.screen_stack):
            if isinstance(screen, ReviewScreen):
                await screen.action_quit()
                return
        self.exit()

    def action_help_quit(self) -> None:
        """On ctrl+c: say how to leave."""
        self.screen.post_message(messages.Told(_("q leaves; everything is kept")))

    def get_default_screen(self) -> Screen[Any]:
        """Begin with the first document: a screen less to set up before anything is seen."""
        return self._screen(next(self._openings))

    def _screen(self, opening: Opening) -> Screen[Any]:
        session = opening.session
        if session.done() and session.exception() is None:
            return ReviewScreen(session.result(), self._config)
        from tui.screens.opening import OpeningScreen  # noqa: PLC0415 (most need not wait)

        return OpeningScreen(opening)

    def next_document(self) -> None:
        """Go on to the next document; leave after the last."""
        opening = next(self._openings, None)
        if opening is None:
            self.exit()
        else:
            self._show(self._screen(opening))

    def review(self, session: Session) -> None:
        """Show a document that was read meanwhile."""
        self._show(ReviewScreen(session, self._config))

    def _show(self, screen: Screen[Any]) -> None:
        if len(self.screen_stack) > 1:
            self.switch_screen(screen)
        else:  # the default screen cannot be switched, it stays below
            self.push_screen(screen)

    def fail(self, message: str) -> None:
        """Leave with an error that the command prints."""
        self.failure = message
        self.exit(return_code=1)

    def _fatal_error(self) -> None:
        """Leave a crash to the command, which writes a report.

        Textual would print every local variable, the text of the document among them.
        """
        self.crash = self._exception
        self._close_messages_no_wait()

    async def in_background(self, job: Callable[[], None]) -> None:
        """Run something that waits for the disk while the screen stays alive."""
        await asyncio.get_running_loop().run_in_executor(None, job)


def _collect_garbage() -> None:
    gc.freeze()
    gc.enable()
