"""What a terminal gets to see and how it is left, whatever kind it is and however Piyue ends."""

from __future__ import annotations

import base64
import fcntl
import importlib.util
import json
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

import pyte
import pytest

_spec = importlib.util.spec_from_file_location("terminal", Path(__file__).with_name("terminal.py"))
assert _spec
assert _spec.loader
_module = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_module)

QUOTE = "2024年,长宁区全面"
PIYUE = (sys.executable, "-m", "tui")
# Sequences that pyte would print as text.
_UNSEEN = re.compile(
    rb"\x1b\[[<=>][\d;]*[@-~]|\x1b\[\?[\d;]*\$p|\x1bP.*?\x1b\\|\x1b\][^\a]*\a", re.DOTALL
)
# What is switched on, and how the last word on it has to be.
OFF = ("1049", "1000", "1003", "1006", "1015", "2004", "1004")
ON = ("25", "7")


class Terminal(_module.Terminal):
    """A terminal that controls its program, of any TERM, and remembers the bytes."""

    def __init__(self, *command: str, home: Path, **environment: str) -> None:
        self.screen = pyte.Screen(120, 36)
        self._stream = pyte.ByteStream(self.screen)
        self.output = b""
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 36, 120, 0, 0))
        self._before = termios.tcgetattr(slave)
        self.home = home
        home.mkdir(exist_ok=True)
        self.process = subprocess.Popen(
            # A leader of a session without a terminal gets the first one that it opens.
            ["sh", "-c", 'exec "$@" <"$0" >"$0" 2>&1', os.ttyname(slave), *(command or PIYUE)],
            cwd=_module.ROOT,
            env={
                "PATH": os.environ["PATH"],
                "HOME": str(home),
                "LANG": "en_US.UTF-8",
                "TERM": "xterm-256color",
                "PIYUE_REVIEWER": "李",
                "PIYUE_TOUR": "0",
                **environment,
            },
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        os.close(slave)

    def until(self, wanted: str | Callable[[str], bool], *, within: float = 20) -> str:
        """Read until the screen shows this; everything that is read is kept as `output`."""
        shows = wanted if callable(wanted) else lambda text: wanted in text
        deadline = time.monotonic() + within
        while time.monotonic() < deadline:
            if select.select([self._master], [], [], 0.05)[0]:
                with suppress(OSError):  # the program closed its side
                    read = os.read(self._master, 65536)
                    self.output += read
                    self._stream.feed(_UNSEEN.sub(b"", read))
            if shows(self.text):
                return self.text
        raise AssertionError(f"not seen within {within} s: {wanted}\n{self.text}")

    def opened(self) -> None:
        """Wait for the first document."""
        self.until("reviewed 0/79")
        self.until("saved")

    def hang_up(self) -> None:
        os.close(self._master)
        self._master = os.open(os.devnull, os.O_RDONLY)

    @property
    def left_as_found(self) -> bool:
        """Whether every mode that was set was taken back, and the settings are as before."""
        last = dict(re.findall(rb"\x1b\[\?(\d+)([hl])", self.output))
        off = all(last.get(mode.encode(), b"l") == b"l" for mode in OFF)
        return off and all(last[mode.encode()] == b"h" for mode in ON) and self.restored


def marks(home: Path) -> list[str]:
    """The locators that carry a mark on the disk."""
    found = []
    for path in home.rglob("*.jsonl"):
        for line in path.read_text("utf-8").splitlines():
            records = json.loads(line)["set"].get("annotations", {})
            found += [it["anchor"]["locator"] for it in records.values() if it and it["tags"]]
    return found


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.mark.parametrize(
    "term", ["xterm-256color", "xterm", "screen", "tmux-256color", "linux", "xterm-direct"]
)
def test_every_terminal_with_a_screen_shows_it_and_gets_it_back(home: Path, term: str) -> None:
    with Terminal(home=home, TERM=term) as terminal:
        terminal.opened()
        terminal.press("1")
        terminal.until("reviewed 1/79")
        terminal.until("saved")
        terminal.press("q")
        assert terminal.ended() == 0
        assert terminal.left_as_found


@pytest.mark.parametrize("term", ["dumb", "unknown"])
def test_a_terminal_without_a_screen_is_told_so(home: Path, term: str) -> None:
    with Terminal(home=home, TERM=term) as terminal:
        assert terminal.ended() == 1
        told = f"piyue: the app needs a terminal with a screen, which TERM={term} is not"
        assert terminal.output.decode().strip() == told


COLOURS = re.compile(rb"\x1b\[([\d;]*)m")


def colours(output: bytes) -> set[str]:
    """The codes of colours among those for print; those of no colour (39, 49) are none."""
    found: set[str] = set()
    for codes in COLOURS.findall(output):
        listed = codes.decode().split(";")
        if {"38", "48"} & set(listed):
            found.add("38")
            continue
        found |= {it for it in listed if re.fullmatch(r"[34][0-7]|9\d|10\d", it)}
    return found


def test_no_color_is_no_colour_at_all_and_marks_are_seen(home: Path) -> None:
    with Terminal(home=home, NO_COLOR="1") as terminal:
        terminal.opened()
        terminal.press("13j/")
        terminal.press("法治\r")
        terminal.until("hit ")
        terminal.press("T")
        terminal.until("NO_COLOR")
        assert colours(terminal.output) == set()
        assert b"\x1b[1;7" in terminal.output or b"\x1b[7" in terminal.output
        rows = [terminal.screen.buffer[y] for y in range(36)]
        cells = [row[x] for row in rows for x in range(120) if row[x].data.strip()]
        assert any(cell.reverse and cell.data in "法治" for cell in cells)  # what was found
        assert any(cell.bold and cell.data == ">" for cell in cells)  # the current measure
        assert any(cell.bold and cell.data == "+" for cell in cells)  # a tag


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"PIYUE_THEME": "ansi"}, False),
        ({"TERM": "linux"}, False),
        ({"PIYUE_THEME": "light"}, True),
        ({"COLORTERM": "truecolor"}, True),
    ],
)
def test_own_colours_only_where_they_are_asked_for_or_shown(
    home: Path, environment: dict[str, str], expected: bool
) -> None:
    with Terminal(home=home, **environment) as terminal:
        terminal.opened()
        assert ("38" in colours(terminal.output)) is expected


def test_the_theme_that_was_chosen_is_kept(home: Path) -> None:
    with Terminal(home=home, COLORTERM="truecolor") as terminal:
        terminal.opened()
        assert b"48;2;18;18;18" in terminal.output
        terminal.press("T")
        terminal.until("colours: light")
        terminal.press("q")
        assert terminal.ended() == 0
    with Terminal(home=home, COLORTERM="truecolor") as terminal:
        terminal.until("Title")
        assert b"48;2;18;18;18" not in terminal.output
        assert b"48;2;251;251;248" in terminal.output


def test_without_the_mouse_the_terminal_keeps_it(home: Path) -> None:
    with Terminal(*PIYUE, "--no-mouse", home=home) as terminal:
        terminal.opened()
        assert not re.search(rb"\x1b\[\?10(00|02|03|06|15)h", terminal.output)


BROKEN = """
import sys, threading
from tui.screens.review import ReviewScreen
from tui.session import Session
from tui.cli import main

SECRET = "不得外传"
def broken(self):
    words = SECRET
    raise ValueError(words)
def in_worker(self):
    self.run_worker(lambda: broken(self), thread=True)
def in_thread(self):
    threading.Thread(target=broken, args=(self,)).start()
def while_saving(self):
    import time
    save = self._session._store.change
    def slow(*arguments, **options):
        time.sleep(0.5)
        return save(*arguments, **options)
    self._session._store.change = slow
    for _ in range(3):
        self.action_tag("highlight")
    broken(self)
ReviewScreen.action_last = {how}
sys.exit(main([]))
"""


@pytest.mark.parametrize(
    ("how", "saved"), [("broken", 0), ("in_worker", 0), ("in_thread", 0), ("while_saving", 3)]
)
def test_a_crash_leaves_terminal_marks_and_a_report(home: Path, how: str, saved: int) -> None:
    program = BROKEN.replace("{how}", how)
    with Terminal(sys.executable, "-c", program, home=home) as terminal:
        terminal.opened()
        terminal.press("G")
        assert terminal.ended() == 1
        assert terminal.left_as_found
        after = terminal.output.decode().rpartition("\x1b[?1049l")[2]
        said = re.fullmatch(r"(?:\x1b\[\?\d+[hl])*piyue: ValueError: \S+; report: (.*)\r\n", after)
        assert said, after
        path = Path(said[1])
    told = path.read_text("utf-8")
    assert "in broken" in told
    assert "ValueError\n" in told
    assert "textual 8" in told
    assert "不得外传" not in told
    assert path.stat().st_mode & 0o777 == 0o600
    assert len(marks(home)) == saved


@pytest.mark.parametrize(
    ("number", "status"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGINT, 130)]
)
def test_a_signal_saves_and_gives_the_terminal_back(
    home: Path, number: signal.Signals, status: int
) -> None:
    with Terminal(home=home) as terminal:
        terminal.opened()
        terminal.press("1")
        terminal.until("reviewed 1/79")
        terminal.process.send_signal(number)
        assert terminal.ended() == status
        assert terminal.left_as_found
    assert len(marks(home)) == 1


def test_a_terminal_that_is_closed_ends_the_program(home: Path) -> None:
    with Terminal(home=home) as terminal:
        terminal.opened()
        terminal.press("1")
        terminal.until("reviewed 1/79")
        terminal.hang_up()
        assert terminal.process.wait(timeout=20) == 129
    assert len(marks(home)) == 1


def test_the_shell_has_the_terminal_between_ctrl_z_and_fg(home: Path) -> None:
    with Terminal("bash", "--norc", "--noprofile", "-i", home=home, PS1="ready$ ") as terminal:
        terminal.until("ready$")
        terminal.press(f"{sys.executable} -m tui\r")
        terminal.opened()
        terminal.press("1")
        terminal.until("reviewed 1/79")
        terminal.press("\x1a")
        terminal.until("Stopped")
        before, _, _ = terminal.output.rpartition(b"Stopped")  # then bash sets its own
        stopped = dict(re.findall(rb"\x1b\[\?(\d+)([hl])", before))
        assert {stopped[mode.encode()] for mode in OFF} == {b"l"}
        terminal.press("echo the shell $((40 + 2))\r")
        terminal.until("the shell 42")
        terminal.press("fg\r")
        terminal.until(lambda text: "reviewed 1/79" in text and "the shell" not in text)
        terminal.press("1")
        terminal.until("reviewed 2/79")
        terminal.press("q")
        terminal.until("ready$")
        with suppress(OSError):
            terminal.press("exit\r")
        assert terminal.ended() == 0


def plain(text: str) -> bytes:
    return b"\x1b]52;c;" + base64.b64encode(text.encode()) + b"\a"


def in_tmux(text: str) -> bytes:
    return plain(text) + b"\x1bPtmux;" + plain(text).replace(b"\x1b", b"\x1b\x1b") + b"\x1b\\"


def in_screen(text: str) -> bytes:
    whole = plain(text)
    pieces = [whole[at : at + 252] for at in range(0, len(whole), 252)]
    assert len(pieces) > 1
    return b"".join(b"\x1bP" + piece + b"\x1b\\" for piece in pieces)


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"SSH_TTY": "/dev/pts/9"}, plain),
        ({"SSH_CONNECTION": "1 2 3 4", "TMUX": "/nowhere,1,0"}, in_tmux),
        ({"SSH_TTY": "/dev/pts/9", "TERM": "screen"}, in_screen),
    ],
)
def test_over_ssh_a_quote_is_copied_by_the_terminal(
    home: Path, environment: dict[str, str], expected: Callable[[str], bytes]
) -> None:
    with Terminal(home=home, **environment) as terminal:
        terminal.opened()
        terminal.press("y")
        terminal.until("OSC 52")
        sent = re.search(rb"\x1b\]52;c;([\w+/=\x1bP\\]*)\a", terminal.output)
        assert sent
        text = base64.b64decode(sent[1].replace(b"\x1b\\\x1bP", b"")).decode()
        assert text.startswith(QUOTE)
        assert expected(text) in terminal.output
