"""A real pseudo-terminal with a program in it, and a screen to read."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType

import pyte

ROOT = Path(__file__).parents[2]
# pyte knows neither of these; it would print them as text.
_UNKNOWN = re.compile(rb"\x1b\[[<=>][\d;]*[@-~]|\x1b\[\?[\d;]*\$p|\x1bP.*?\x1b\\", re.DOTALL)


class Terminal:
    """Runs `piyue` in a terminal of its own; leaving the context kills what still runs."""

    def __init__(
        self,
        *arguments: str,
        home: Path,
        size: tuple[int, int] = (120, 36),
        tour: bool = False,
    ) -> None:
        columns, lines = size
        self.screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self.screen)
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        self._before = termios.tcgetattr(slave)
        home.mkdir(exist_ok=True)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tui", *arguments],
            cwd=ROOT,
            env={
                "PATH": os.environ["PATH"],
                "HOME": str(home),
                "LANG": "zh_CN.UTF-8",
                "TERM": "xterm-256color",
                "PIYUE_REVIEWER": "李",
                "PIYUE_TOUR": "" if tour else "0",
            },
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
        )
        os.close(slave)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.kill()
        os.close(self._master)

    def kill(self) -> None:
        """End the program as a power cut does."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def press(self, keys: str) -> None:
        os.write(self._master, keys.encode())

    @property
    def text(self) -> str:
        """What is on the screen; the empty cell behind a wide character is left out."""
        rows = (self.screen.buffer[y] for y in range(self.screen.lines))
        return "\n".join(
            "".join(row[x].data for x in range(self.screen.columns)).rstrip() for row in rows
        )

    def until(self, wanted: str | Callable[[str], bool], *, within: float = 20) -> str:
        """Read until the screen shows this; returns the screen."""
        shows = wanted if callable(wanted) else lambda text: wanted in text
        deadline = time.monotonic() + within
        while time.monotonic() < deadline:
            if select.select([self._master], [], [], 0.05)[0]:
                with suppress(OSError):  # the program closed its side
                    self._stream.feed(_UNKNOWN.sub(b"", os.read(self._master, 65536)))
            if shows(self.text):
                return self.text
        raise AssertionError(f"not seen within {within} s: {wanted}\n{self.text}")

    def ended(self, *, within: float = 20) -> int:
        """Wait for the end of the program, reading what it still writes; its exit status."""
        self.until(lambda _text: self.process.poll() is not None, within=within)
        return self.process.returncode

    @property
    def restored(self) -> bool:
        """Whether the terminal's settings are what they were before."""
        return termios.tcgetattr(self._master)[:4] == self._before[:4]
