"""Put text on the clipboard: of this computer, or of the terminal at the other end of SSH."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
from base64 import b64encode
from contextlib import suppress
from typing import TYPE_CHECKING

from store import disk
from tui import locations
from tui.language import _, explained

if TYPE_CHECKING:
    from tui.app import PiyueApp

_PATIENCE = 0.8  # seconds; a program whose display is gone never answers
_THREAD = "piyue-clipboard"
# Bytes: in base64, with what goes around it, 100,000, beyond which terminals drop the sequence
# (hterm's osc52.sh).
_LONGEST = 74_994
_SCREEN_TAKES = 252  # bytes of one string; the oldest screen in use stops at 256


def copy(app: PiyueApp, text: str) -> str:
    """Copy and say how; call it from a worker, which waits a second at most.

    A program of this computer is asked first. Over SSH the terminal is, as the clipboard of the
    other computer is of no use. Where neither takes the text it is kept in a file.
    """
    app.call_from_thread(app.remember_copied, text)
    if not _is_remote() and _by_program(text):
        return _("copied")
    sequence = osc52(text)
    if not sequence or os.environ.get("TERM") == "linux":  # its console has no clipboard
        return _not_copied(text, _("too long for the terminal") if not sequence else "")
    if "TMUX" in os.environ and _by_tmux(text):
        return _("copied through the terminal (tmux)")
    app.call_from_thread(app.write_to_terminal, sequence)
    return _("copied through the terminal (OSC 52)")


def _is_remote() -> bool:
    return "SSH_TTY" in os.environ or "SSH_CONNECTION" in os.environ


def _by_program(text: str) -> bool:
    """Whether pyperclip copied it in time. One that is still waited for is not asked again."""
    if any(thread.name == _THREAD for thread in threading.enumerate()):
        return False
    done = threading.Event()

    def work() -> None:
        with suppress(Exception):  # each clipboard fails in its own way, and there is another
            import pyperclip  # noqa: PLC0415 (looks for clipboard programs when imported)

            pyperclip.copy(text)
            done.set()

    thread = threading.Thread(target=work, name=_THREAD, daemon=True)
    thread.start()
    thread.join(_PATIENCE)
    return done.is_set()


def _by_tmux(text: str) -> bool:
    """Whether tmux took it, for its own buffer and, from version 3.2, for the terminal.

    As shipped, tmux passes on neither kind of sequence that a program in it may write.
    """
    program = shutil.which("tmux")
    if program is None:
        return False
    try:
        subprocess.run(
            [program, "load-buffer", "-w", "-"],
            input=text.encode(errors="replace"),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_PATIENCE,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return True


def osc52(text: str) -> str:
    """What makes the terminal copy a text, through tmux or screen if need be; "" if too long."""
    data = text.encode(errors="replace")
    if len(data) > _LONGEST:
        return ""
    sequence = f"\x1b]52;c;{b64encode(data).decode()}\a"
    if "TMUX" in os.environ:  # it takes the plain one or passes the wrapped one on, as it is set
        escaped = sequence.replace("\x1b", "\x1b\x1b")
        return f"{sequence}\x1bPtmux;{escaped}\x1b\\"
    if "STY" in os.environ or os.environ.get("TERM", "").startswith("screen"):
        pieces = range(0, len(sequence), _SCREEN_TAKES)
        return "".join(f"\x1bP{sequence[at : at + _SCREEN_TAKES]}\x1b\\" for at in pieces)
    return sequence


def _not_copied(text: str, cause: str) -> str:
    path = locations.uncopied()
    try:
        disk.replace(path, text.encode(errors="replace"))
    except OSError as error:
        return _("not copied: {}").format(explained(error.strerror or str(error)))
    why = cause or _("this terminal has no clipboard")
    return _("not copied: {}; kept in {}").format(why, path)
