"""When Piyue itself fails: what is written down, and how the terminal is given back."""

from __future__ import annotations

import os
import sys
import tempfile
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from store import disk
from tui import __version__, locations

if TYPE_CHECKING:
    from tui.session import Outcome, Session

try:
    import termios
except ImportError:  # Windows
    termios = None  # type: ignore[assignment]

# What these say is about the program; the messages of others may quote a document or a note.
_SPEAK_OF_THE_PROGRAM = (AttributeError, ImportError, NameError, RecursionError, TypeError)
_OUTPUT = "textual-output"  # Textual's thread that writes to the terminal
_PACKAGES = ("textual", "rich", "tinydb", "platformdirs", "jieba")


def report(error: BaseException) -> str:
    """Write down where the program failed; the file, or why there is none.

    The report holds versions and the lines of the program that were running. It never holds what
    documents and notes say: no values of variables, no messages that may quote them.
    """
    told = "".join([*_circumstances(), "\n", *_told(error)])
    name = f"piyue-{datetime.now(UTC):%Y%m%dT%H%M%S}-{os.getpid()}.txt"
    cause: object = ""
    for folder in (locations.reports(), Path(tempfile.gettempdir())):
        try:
            disk.replace(folder / name, told.encode(errors="replace"))
        except OSError as trouble:
            cause = cause or f"{folder}: {trouble.strerror}"
        else:
            return str(folder / name)
    return str(cause)


def _circumstances() -> Iterator[str]:
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415 (hopefully never)

    yield f"piyue {__version__}, Python {sys.version}, {sys.platform}\n"
    for package in _PACKAGES:
        with suppress(PackageNotFoundError):
            yield f"{package} {version(package)}\n"
    yield f"TERM={os.environ.get('TERM', '')!a}\n"


def _told(error: BaseException) -> Iterator[str]:
    """The lines that were running, those of what led to the error first."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        yield from _told(before)
        yield "\nthen\n"
    yield from traceback.format_tb(error.__traceback__)
    yield f"{type(error).__module__}.{type(error).__qualname__}{_said(error)}\n"
    if isinstance(error, BaseExceptionGroup):
        for one in error.exceptions:
            yield "\nin it\n"
            yield from _told(one)


def _said(error: BaseException) -> str:
    if isinstance(error, _SPEAK_OF_THE_PROGRAM):
        return f": {error}"
    return f": {error.strerror}" if isinstance(error, OSError) else ""


@contextmanager
def guarded(failed: Callable[[BaseException | None], None]) -> Iterator[None]:
    """Give the terminal back with the settings that it has now, whatever happens inside.

    `failed` is told of the error that ended a thread, in that thread; of None where the terminal
    takes no output any more.
    """
    before, hook, gone = _settings(), threading.excepthook, False

    def end(ended: threading.ExceptHookArgs) -> None:
        nonlocal gone
        if ended.thread is None or ended.thread.name != _OUTPUT:
            failed(ended.exc_value)
            return
        gone = True
        failed(None)
        # Whoever draws would wait for ever where nobody takes what is drawn.
        while ended.thread._queue.get() is not None:  # type: ignore[attr-defined]
            pass

    threading.excepthook = end
    try:
        yield
    finally:
        threading.excepthook = hook
        if gone:  # let Python's own flush at the end find nothing to complain about
            for stream in (1, 2):
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream)
        elif before and sys.__stdin__:
            with suppress(termios.error):
                termios.tcsetattr(sys.__stdin__, termios.TCSANOW, before)


def save_what_waits(session: Session) -> str:
    """Save, without a screen, what the session was asked to; returns why it cannot be.

    A session that was closed before is left alone: whoever closed it knew what was lost.
    """
    outcomes: list[Outcome] = []
    session.report = outcomes.append
    session.retry()
    session.close()
    return "" if not outcomes or outcomes[-1].done else outcomes[-1].error


def _settings() -> list[Any]:
    """The settings of the terminal; empty where there is none."""
    if termios is None or sys.__stdin__ is None:
        return []
    try:
        return termios.tcgetattr(sys.__stdin__)
    except (termios.error, OSError, ValueError):
        return []
