"""Put text on the clipboard: of this computer, and of the terminal's at the other end of SSH."""

from __future__ import annotations

from textual.app import App

from tui.language import _


def copy(app: App[None], text: str) -> str:
    """Copy by both ways and say which one took it; call it from a worker, pyperclip may wait.

    OSC 52 reaches the terminal that the user sits at, but no terminal confirms it.
    """
    import pyperclip  # noqa: PLC0415 (looks for clipboard programs when imported)

    app.call_from_thread(app.copy_to_clipboard, text)
    try:
        pyperclip.copy(text)
    except (pyperclip.PyperclipException, OSError):
        return _("no clipboard program here: passed to the terminal (OSC 52)")
    return _("copied")
