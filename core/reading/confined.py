"""Run the reader of a format in a process of its own, so that no file can harm the app.

A damaged or hostile file may crash its reader, keep it busy or fill the memory: then only the
child process ends. Nothing that it answers is believed before it has been checked.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread
from time import monotonic
from typing import IO, Any

from core.document import Metadata
from core.reading.extract import Extract, ReadError
from core.watching import Watch, unwatched

DEADLINE = 10.0  # seconds for one file
PAUSE = 0.05  # seconds between two calls of `watch`
_WHILE_WAITING = 0.1  # of the work is done, for who watches

_STOPPED = "the file cannot be read: the reader stopped"
_LARGEST_TEXT = 64 << 20  # bytes, some 20 million characters
_LARGEST_HEAD = 4 << 20  # bytes of JSON; objects made of it take some twenty times as much
_LONGEST_LINE = 500  # characters
_MOST_WARNINGS = 100
_DEEPEST_HEADING = 100

# The child is told where modules are instead of looking for them as Python does at start-up:
# that is faster, and right for a checkout, an editable install and a wheel alike. The package of
# readers stands empty there: importing what it does with their answers would double the time.
_PROGRAM = """\
import sys
from types import ModuleType
module, folder, *sys.path = sys.argv[1:]
sys.modules["core.reading"] = ModuleType("core.reading")
sys.modules["core.reading"].__path__ = [folder]
from core.reading.child import main
main(module)
"""
_FOLDER = Path(__file__).resolve().parent
_ROOT = str(_FOLDER.parents[1])
_SWITCHES = ("-I", "-S", "-X", "utf8")
_ENVIRONMENT = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT")  # what Python may need


def run(
    module: str, data: bytes, watch: Watch = unwatched, *, deadline: float = DEADLINE
) -> Extract:
    """What `extract(data)` of a module gives, run in a child process with limits.

    `watch` is called every 50 ms and may raise. Raises ReadError with the reader's own cause, or
    when it takes longer than `deadline` seconds, takes too much memory, crashes or answers
    nonsense. The child is gone in every case.
    """
    try:
        process = subprocess.Popen(
            [sys.executable, *_SWITCHES, "-c", _PROGRAM, module, str(_FOLDER), *_import_path()],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=os.sep,
            env={name: os.environ[name] for name in _ENVIRONMENT if name in os.environ},
            start_new_session=True,
        )
    except (OSError, ValueError) as error:
        raise ReadError(_STOPPED) from error
    with ended(process):
        exchange = _Exchange(process, data)
        wait(exchange.done.wait, watch, deadline)
        status = _status(process)
    if status == -getattr(signal, "SIGXCPU", 0):
        raise ReadError("reading it takes too long")
    if status:
        raise ReadError(_STOPPED)
    return _checked(bytes(exchange.answer))


def _import_path() -> list[str]:
    """Where this process finds modules; the program's own folder last, if nothing named it."""
    path = [str(Path(entry).absolute()) for entry in sys.path]
    return path if _ROOT in path else [*path, _ROOT]


class _Exchange:
    """Gives a child its input and takes its answer, both at once; neither waits for the other."""

    def __init__(self, process: subprocess.Popen[bytes], data: bytes) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self.answer = bytearray()
        self.done = Event()
        Thread(target=self._give, args=(process.stdin, data), daemon=True).start()
        Thread(target=self._take, args=(process.stdout,), daemon=True).start()

    @staticmethod
    def _give(pipe: IO[bytes], data: bytes) -> None:
        with suppress(OSError), pipe:  # OSError: the child ended and reads no more
            pipe.write(data)

    def _take(self, pipe: IO[bytes]) -> None:
        with pipe:
            while len(self.answer) <= _LARGEST_HEAD + _LARGEST_TEXT:
                if not (chunk := os.read(pipe.fileno(), 1 << 20)):
                    break
                self.answer += chunk
        self.done.set()


def wait(finished: Callable[[float], bool], watch: Watch, deadline: float) -> None:
    """Return as soon as `finished(seconds to wait for it)` is true.

    Raises ReadError after `deadline` seconds, or what `watch` raises.
    """
    end = monotonic() + deadline
    while not finished(PAUSE):
        watch(_WHILE_WAITING)
        if monotonic() > end:
            raise ReadError("reading it takes too long")


@contextmanager
def ended(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """The process, and all that it started, has ended when this block is left in any way.

    It must have been started in a session of its own.
    """
    try:
        yield
    finally:
        if process.poll() is None:
            if hasattr(os, "killpg"):
                with suppress(ProcessLookupError, PermissionError):
                    os.killpg(process.pid, signal.SIGKILL)
            process.kill()
            process.wait()


def _status(process: subprocess.Popen[bytes]) -> int | None:
    """How a child ended that closed its output; None when it lives on all the same."""
    try:
        return process.wait(timeout=1)
    except subprocess.TimeoutExpired:
        return -signal.SIGTERM


def _checked(answer: bytes) -> Extract:
    """The answer of a child as an Extract. Raises ReadError: its own, or one for nonsense."""
    head, found, text = answer.partition(b"\n")
    if not found or len(head) > _LARGEST_HEAD or len(text) > _LARGEST_TEXT:
        raise ReadError(_STOPPED)
    try:
        return _extract(json.loads(head), text.decode("utf-8"))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ReadError(_STOPPED) from error


def _extract(head: dict[str, Any], text: str) -> Extract:
    if "error" in head:
        raise ReadError(_line(head["error"]))
    lines = text.count("\n") + 1
    headings = dict(head["headings"])
    if not all(_within(line, 0, lines - 1) for line in headings) or not all(
        _within(depth, 1, _DEEPEST_HEADING) for depth in headings.values()
    ):
        raise ValueError("headings")
    return Extract(
        text=text,
        headings=headings,
        metadata=Metadata(**{name: _line(value) for name, value in head["metadata"].items()}),
        warnings=tuple(_line(warning) for warning in head["warnings"][:_MOST_WARNINGS]),
    )


def _within(value: object, least: int, most: int) -> bool:
    return type(value) is int and least <= value <= most


def _line(value: str) -> str:
    """A short text that is safe to print: names of parts stand in causes as the file has them."""
    if type(value) is not str:
        raise TypeError("not a text")
    return "".join(char if char.isprintable() else " " for char in value[:_LONGEST_LINE]).strip()
