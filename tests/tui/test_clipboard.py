"""A text reaches some clipboard or a file, in time, and the reviewer is told which."""

from __future__ import annotations

import re
import sys
import threading
from base64 import b64decode
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyperclip
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui import clipboard, locations
from tui.clipboard import copy, osc52

OSC = "copied through the terminal (OSC 52)"


class App:
    """What the clipboard needs of the app; `sent` is what the terminal gets."""

    def __init__(self) -> None:
        self.sent = ""
        self.kept = ""

    def call_from_thread(self, call: Callable[[str], None], text: str) -> None:
        call(text)

    def remember_copied(self, text: str) -> None:
        self.kept = text

    def write_to_terminal(self, sequence: str) -> None:
        self.sent += sequence


@pytest.fixture(autouse=True)
def _own_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SSH_TTY", "SSH_CONNECTION", "TMUX", "STY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")


@pytest.fixture
def programs(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the clipboard program of this computer took."""
    taken: list[str] = []
    monkeypatch.setattr(pyperclip, "copy", taken.append)
    return taken


@pytest.fixture
def hanging(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Whoever asked the clipboard program, which never answers."""
    asked: list[str] = []
    released = threading.Event()

    def hang(text: str) -> None:
        asked.append(text)
        released.wait()

    monkeypatch.setattr(pyperclip, "copy", hang)
    monkeypatch.setattr(clipboard, "_PATIENCE", 0.05)
    yield asked
    released.set()
    for thread in threading.enumerate():
        if thread.name == clipboard._THREAD:
            thread.join()


def fails_with(error: Exception) -> Callable[[str], None]:
    def fail(_text: str) -> None:
        raise error

    return fail


def sent(app: App) -> str:
    found = re.fullmatch(r"\x1b\]52;c;([\w+/=]*)\a", app.sent)
    assert found, app.sent
    return b64decode(found[1]).decode()


def test_a_clipboard_program_that_works_is_enough(programs: list[str]) -> None:
    app = App()
    assert copy(app, "某区") == "copied"
    assert (programs, app.sent, app.kept) == (["某区"], "", "某区")


@pytest.mark.parametrize(
    "error",
    [
        pyperclip.PyperclipException("no clipboard"),
        FileNotFoundError("xclip"),
        ImportError("qtpy"),
        RuntimeError("display"),
        UnicodeEncodeError("ascii", "某", 0, 1, ""),
    ],
    ids=lambda error: type(error).__name__,
)
def test_where_none_works_the_terminal_copies(
    error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pyperclip, "copy", fails_with(error))
    app = App()
    assert copy(app, "某区") == OSC
    assert sent(app) == "某区"


def test_a_program_that_hangs_is_given_up_and_not_asked_again(hanging: list[str]) -> None:
    first, second = App(), App()
    assert copy(first, "一") == OSC
    assert copy(second, "二") == OSC
    assert (sent(first), sent(second)) == ("一", "二")
    assert hanging == ["一"]


@pytest.mark.parametrize("name", ["SSH_TTY", "SSH_CONNECTION"])
def test_over_ssh_the_clipboard_of_the_other_computer_is_left_alone(
    programs: list[str], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, "/dev/pts/1")
    app = App()
    assert copy(app, "某区") == OSC
    assert sent(app) == "某区"
    assert programs == []


@pytest.mark.parametrize(
    ("term", "text", "why"),
    [
        ("xterm", "某" * 24_999, "too long for the terminal"),
        ("linux", "某区", "this terminal has no clipboard"),
    ],
)
def test_what_no_clipboard_takes_is_kept_in_a_file(
    term: str, text: str, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pyperclip, "copy", fails_with(OSError()))
    monkeypatch.setenv("TERM", term)
    app = App()
    assert copy(app, text) == f"not copied: {why}; kept in {locations.uncopied()}"
    assert locations.uncopied().read_text("utf-8") == text
    assert locations.uncopied().stat().st_mode & 0o777 == 0o600
    assert app.sent == ""


def test_the_longest_text_that_a_terminal_takes_fits_its_limit() -> None:
    assert len(osc52("某" * 24_998)) == 100_000
    assert osc52("某" * 24_999) == ""


def test_where_not_even_a_file_can_be_written_that_is_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr(pyperclip, "copy", fails_with(OSError()))
    monkeypatch.setattr(locations, "uncopied", lambda: tmp_path / "file" / "copied.txt")
    monkeypatch.setenv("TERM", "linux")
    assert copy(App(), "某区") == "not copied: Not a directory"


@pytest.fixture
def tmux(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str], Path]:
    """Stand in for tmux with a Python program; the file in which it leaves what it took."""

    def stand_in(body: str) -> Path:
        program = tmp_path / "tmux"
        taken = tmp_path / "taken"
        program.write_text(f"#!{sys.executable}\nimport sys, time\n{body.format(taken=taken)}\n")
        program.chmod(0o700)
        monkeypatch.setenv("PATH", str(tmp_path))
        monkeypatch.setenv("TMUX", "/nowhere,1,0")
        monkeypatch.setenv("SSH_TTY", "/dev/pts/1")
        return taken

    return stand_in


def test_tmux_takes_a_text_itself(tmux: Callable[[str], Path]) -> None:
    taken = tmux(
        "open('{taken}', 'wb').write(' '.join(sys.argv[1:]).encode() + sys.stdin.buffer.read())"
    )
    app = App()
    assert copy(app, "某区") == "copied through the terminal (tmux)"
    assert taken.read_text("utf-8") == "load-buffer -w -某区"
    assert app.sent == ""


@pytest.mark.parametrize("body", ["sys.exit(1)", "time.sleep(60)"])
def test_a_tmux_that_does_not_is_sent_the_sequence(
    tmux: Callable[[str], Path], body: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clipboard, "_PATIENCE", 0.5)
    tmux(body)
    app = App()
    assert copy(app, "某区") == OSC
    plain = "\x1b]52;c;5p+Q5Yy6\a"
    assert app.sent == f"{plain}\x1bPtmux;\x1b{plain}\x1b\\"


@given(st.text(max_size=2_000))
def test_screen_gets_pieces_that_make_the_whole(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("TMUX", raising=False)
        patch.setenv("STY", "1.pts-0")
        wrapped = osc52(text)
    pieces = re.findall(r"\x1bP(.*?)\x1b\\", wrapped, re.DOTALL)
    assert "".join(f"\x1bP{piece}\x1b\\" for piece in pieces) == wrapped
    assert max(map(len, pieces)) <= 252
    found = re.fullmatch(r"\x1b\]52;c;([\w+/=]*)\a", "".join(pieces))
    assert found
    assert b64decode(found[1]) == text.encode(errors="replace")


async def test_what_is_selected_in_a_note_is_copied_in_the_same_way(
    reviewing, copied: list[str]
) -> None:
    async with reviewing() as reviewer:
        await reviewer.type("n")
        await reviewer.type("abc")
        await reviewer.pilot.press("shift+left", "shift+left", "ctrl+c")
        await reviewer.until(lambda: copied == ["bc"])


async def test_a_hanging_program_holds_no_key_up(
    reviewing, hanging: list[str], monkeypatch: Any
) -> None:
    monkeypatch.setattr(clipboard, "_PATIENCE", 0.8)
    async with reviewing() as reviewer:
        await reviewer.pilot.press("y")
        await reviewer.until(lambda: len(hanging) == 1)
        before = reviewer.locator
        await reviewer.press("j")
        assert reviewer.locator != before
