"""The app: shows one document after the other."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import wait
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from textual import events
from textual.app import App
from textual.screen import Screen
from textual.worker import WorkerFailed

from tui import messages, themes
from tui.config import Config
from tui.keymap import AS_SHIPPED, for_textual, sign
from tui.language import _
from tui.opening import Desk, Opening
from tui.resting import Rest
from tui.screens.review import ReviewScreen
from tui.session import Session

if TYPE_CHECKING:
    from tui.screens.library import LibraryScreen

_HEAD_START = 0.15  # seconds in which most documents are read, before a screen says it goes on


class PiyueApp(App[None]):
    """Shows each opening document on a review screen, or the library; leaving the last ends it."""

    TITLE = "Piyue 批阅"
    CSS_PATH = "piyue.tcss"
    ENABLE_COMMAND_PALETTE = False
    PAUSE_GC_ON_SCROLL = True

    def __init__(
        self,
        openings: Iterator[Opening],
        config: Config | None = None,
        desk: Desk | None = None,
        imports: Sequence[Path] = (),
        *,
        tour: bool = False,
    ) -> None:
        """`openings` gives the documents to review, each when it is asked for.

        Without any the library of the `desk` is shown, after `imports` were brought into it.
        `config` holds the words, keys and colours of the user; None: as shipped. `tour`: show the
        tour over the first document. Where NO_COLOR is set there are no colours.
        """
        uncoloured = "NO_COLOR" in os.environ
        super().__init__(ansi_color=True if uncoloured else None)
        for name in themes.NAMES:
            self.register_theme(themes.theme(name))
        theme = (config and config.theme) or themes.NAMES[0]
        self.set_reactive(PiyueApp.theme, themes.TERMINAL if uncoloured else theme)
        # Both were made for Textual's own theme.
        self.stylesheet.set_variables(self.get_css_variables())
        self._refresh_truecolor_filter(self.ansi_theme)
        self.tour = tour
        self.rest = Rest()
        self._keeping = Lock()
        self.animation_level = "none"  # an animated page costs 600 ms and 30 times the bytes
        self.failure = ""
        self.crash: BaseException | None = None
        self.session: Session | None = None  # the one that was on the screen last
        self._openings = openings
        self._config = config
        self._desk = desk
        self._imports = imports
        self._library: LibraryScreen | None = None  # made when first needed
        self.keys = {**AS_SHIPPED, **config.keys} if config else AS_SHIPPED
        if config and config.keys:
            self.set_keymap(for_textual(config.keys))

    def on_mount(self) -> None:
        """Start collecting garbage once something is seen; what was imported is none."""
        self.call_after_refresh(_collect_garbage)
        # After ctrl+z the terminal shows nothing of us any more, and Textual draws what changes.
        self.app_resume_signal.subscribe(self, lambda _app: self.refresh(layout=True))
        with suppress(ValueError, NotImplementedError):  # not the main thread, or no signals here
            loop = asyncio.get_running_loop()
            for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
                loop.add_signal_handler(number, self.exit, None, 128 + number)

    async def on_event(self, event: events.Event) -> None:
        """A key that goes on with what keys before it began comes before every binding."""
        if isinstance(event, events.Key | events.MouseScrollDown | events.MouseScrollUp):
            self.rest.disturb()
        if not (
            isinstance(event, events.Key)
            and isinstance(self.screen, ReviewScreen)
            and self.screen.takes(event)
        ):
            await super().on_event(event)

    def exit(self, *args: Any, **kwargs: Any) -> None:
        """Leave, and have the workers leave too: Python ends when the last of them does."""
        self.rest.end()
        super().exit(*args, **kwargs)

    async def action_quit(self) -> None:
        """Leave the document as q does, wherever one is."""
        for screen in reversed(self.screen_stack):
            if isinstance(screen, ReviewScreen):
                for _dialog in self.screen_stack[self.screen_stack.index(screen) + 1 :]:
                    await self.pop_screen()  # else it would be the dialog that is left
                await screen.action_quit()
                return
            if screen is self._library:
                break
        self.exit()

    def action_help_quit(self) -> None:
        """On ctrl+c: say how to leave."""
        told = _("{} leaves; everything is kept").format(sign(self.keys, "quit"))
        self.screen.post_message(messages.Told(told))

    def get_default_screen(self) -> Screen[Any]:
        """Begin with the first document: a screen less to set up before anything is seen."""
        opening = next(self._openings, None)
        if opening is None:
            assert self._desk
            screen = self._library_of(self._desk)
            self.stylesheet.read_all(screen.css_path)  # Textual reads those of pushed screens only
            return screen
        return self._screen(opening)

    def _library_of(self, desk: Desk) -> LibraryScreen:
        from tui.screens.library import LibraryScreen  # noqa: PLC0415 (most begin with a document)

        self._library = LibraryScreen(desk, self._config, self._imports)
        return self._library

    def _screen(self, opening: Opening) -> Screen[Any]:
        session = opening.session
        if session.done() and session.exception() is None:
            return self._reviewing(session.result())
        from tui.screens.opening import OpeningScreen  # noqa: PLC0415 (most need not wait)

        return OpeningScreen(opening)

    def next_document(self) -> None:
        """Go on to the next document; after the last, back to the library or leave."""
        opening = next(self._openings, None)
        if opening:
            self._show(self._screen(opening))
        elif self._library:
            self.pop_screen()
        else:
            self.exit()

    def to_library(self, session: Session) -> None:
        """Leave a document, which was closed, for the library that its review is in."""
        if self._library:
            self.pop_screen()
        else:
            self._show(self._library_of(self._desk or Desk(session.library, session.reviewer)))

    async def open_kept(self, opening: Opening) -> None:
        """Show a document above the library; a quick one at once."""
        await asyncio.to_thread(wait, [opening.session], _HEAD_START)
        await self.push_screen(self._screen(opening))

    def review(self, session: Session) -> None:
        """Show a document that was read meanwhile."""
        self._show(self._reviewing(session))

    def _reviewing(self, session: Session) -> ReviewScreen:
        self.session = session
        return ReviewScreen(session, self._config)

    def _show(self, screen: Screen[Any]) -> None:
        if len(self.screen_stack) > 1:
            self.switch_screen(screen)
        else:  # the default screen cannot be switched, it stays below
            self.push_screen(screen)

    def fail(self, message: str) -> None:
        """Say what failed: in the library, else leave with an error that the command prints."""
        if self._library:
            self.pop_screen()
            self._library.tell(message)
        else:
            self.failure = message
            self.exit(return_code=1)

    def _fatal_error(self) -> None:
        """Leave a crash to the command, which writes a report.

        Textual would print every local variable, the text of the document among them.
        """
        error = self._exception
        self.crash = error.error if isinstance(error, WorkerFailed) else error
        self._close_messages_no_wait()

    def panic(self, *_renderables: object) -> None:
        """Leave: an error draws itself, or the keyboard cannot be read any more."""
        if self._exception:
            self._fatal_error()
        else:
            self._lose_terminal()

    def fail_in_thread(self, error: BaseException | None) -> None:
        """Leave for an error that ended a thread, called there; None: the terminal is gone."""
        with suppress(RuntimeError):  # the app has ended meanwhile
            if self._loop is None:
                return
            if isinstance(error, Exception):
                self._loop.call_soon_threadsafe(self._handle_exception, error)
            else:
                self._loop.call_soon_threadsafe(self._lose_terminal)

    def _lose_terminal(self) -> None:
        """Leave as when the terminal hangs up."""
        self.exit(return_code=128 + 1)

    def next_theme(self) -> str:
        """Change the colours, and keep the choice; returns what to say of it."""
        if self.no_color:
            return _("NO_COLOR is set: there are no colours")
        at = themes.NAMES.index(self.theme)
        self.theme = name = themes.NAMES[(at + 1) % len(themes.NAMES)]
        self.run_worker(self._keep_theme, thread=True, group="theme")
        return _("colours: {}").format(themes.named(name))

    def _keep_theme(self) -> None:
        """One worker after the other, so that the last choice is what is kept."""
        with self._keeping:
            themes.keep(self.theme)

    def copy_to_clipboard(self, text: str) -> None:
        """Copy what was selected, in a field too, and say how."""

        def work() -> None:
            from tui.clipboard import copy  # noqa: PLC0415 (most never copy)

            self.screen.post_message(messages.Told(copy(self, text)))

        self.run_worker(work, thread=True, group="clipboard")

    def remember_copied(self, text: str) -> None:
        """Let ctrl+v in a field insert this."""
        self._clipboard = text

    def write_to_terminal(self, sequence: str) -> None:
        """Send the terminal what nobody sees."""
        if self._driver is not None:
            self._driver.write(sequence)

    async def in_background(self, job: Callable[[], None]) -> None:
        """Run something that waits for the disk while the screen stays alive."""
        await asyncio.get_running_loop().run_in_executor(None, job)


def _collect_garbage() -> None:
    gc.freeze()
    gc.enable()
