"""How the app can be coloured: dark, light, in high contrast, or in the terminal's own colours."""

from __future__ import annotations

import os
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from store import disk
from tui import locations
from tui.language import _

if TYPE_CHECKING:
    from textual.theme import Theme


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of a theme, each under the name by which the stylesheets ask for it.

    Grounds: `background` of the text, `surface` beside it, `panel` where the focus is and below,
    `current` under the measure, `selected` under several that are marked at once, `hit` under what
    was found. Texts: `foreground`, `quiet`,
    `heading`, `note`, and one for each tag. `cursor` is under what Enter chooses.

    The tags differ to colour-blind eyes too, and every text reads on every ground of its own:
    WCAG 2.1 asks for a contrast of 4.5, and of 7 where contrast is the point (1.4.3, 1.4.6).
    """

    background: str
    surface: str
    panel: str
    current: str
    selected: str
    hit: str
    foreground: str
    quiet: str
    heading: str
    note: str
    highlight: str
    weakness: str
    follow_up: str
    cursor: str
    on_cursor: str
    dark: bool = True


PALETTES = {
    "dark": Palette(
        background="#121212",
        surface="#1e1e1e",
        panel="#242f38",
        current="#0d2a48",
        selected="#33283d",
        hit="#452c08",
        foreground="#e0e0e0",
        quiet="#b0b0b0",
        heading="#6cbcff",
        note="#f2cf5b",
        highlight="#1fc7a6",
        weakness="#ff8a1f",
        follow_up="#c48aff",
        cursor="#9fd3ff",
        on_cursor="#0a1a26",
    ),
    "light": Palette(
        background="#fbfbf8",
        surface="#f0f1f3",
        panel="#e4e7ec",
        current="#d6e6f7",
        selected="#e9dff2",
        hit="#ffe08a",
        foreground="#1c1c1c",
        quiet="#4f545a",
        heading="#0b4f93",
        note="#6b4700",
        highlight="#006970",
        weakness="#b82500",
        follow_up="#8f10ca",
        cursor="#0b4f93",
        on_cursor="#ffffff",
        dark=False,
    ),
    "contrast": Palette(
        background="#000000",
        surface="#0a0a0a",
        panel="#1c1c1c",
        current="#081d42",
        selected="#33204a",
        hit="#2b2000",
        foreground="#ffffff",
        quiet="#d8d8d8",
        heading="#9ad7ff",
        note="#ffe066",
        highlight="#4cf0ba",
        weakness="#ff9f45",
        follow_up="#cfaeff",
        cursor="#ffff00",
        on_cursor="#000000",
    ),
}
TERMINAL = "ansi"
NAMES = (*PALETTES, TERMINAL)

# How things look besides their colours; the second where there are no grounds to tell them apart.
_STYLES = {
    "current-style": "none",
    "selected-style": "none",
    "hit-style": "bold",
    "claim-style": "underline",
    "words-style": "none",
    "bar-style": "none",
    "block-cursor-text-style": "bold",
    "block-cursor-blurred-text-style": "none",
}
_STYLES_WITHOUT_GROUNDS = {
    "current-style": "bold",
    "selected-style": "italic",
    "hit-style": "reverse",
    "claim-style": "italic underline",
    "words-style": "reverse",
    "bar-style": "reverse",
    "block-cursor-text-style": "bold reverse",
    "block-cursor-blurred-text-style": "reverse",
}


def theme(name: str) -> Theme:
    """The theme of this name, as Textual wants it."""
    from textual.theme import Theme  # noqa: PLC0415 (the command knows the names without Textual)

    if name == TERMINAL:
        return Theme(name, primary="ansi_blue", ansi=True, variables=_ansi())
    palette = PALETTES[name]
    return Theme(
        name,
        primary=palette.heading,
        secondary=palette.quiet,
        warning=palette.note,
        error=palette.weakness,
        success=palette.highlight,
        accent=palette.note,
        foreground=palette.foreground,
        background=palette.background,
        surface=palette.surface,
        panel=palette.panel,
        dark=palette.dark,
        variables=_variables(palette),
    )


def _variables(palette: Palette) -> dict[str, str]:
    """The names that the stylesheets use, ours and those of Textual's own widgets."""
    from textual.color import Color  # noqa: PLC0415 (as above)

    ours = {one.name.replace("_", "-"): getattr(palette, one.name) for one in fields(palette)}
    del ours["dark"]
    return {
        **ours,
        **_STYLES,
        # Textual makes these by transparency, which takes the contrast away.
        **dict.fromkeys(
            ("text-muted", "text-disabled", "foreground-muted", "foreground-disabled"),
            palette.quiet,
        ),
        "text": palette.foreground,
        "primary-muted": palette.current,
        "secondary-muted": palette.selected,
        "warning-muted": palette.hit,
        "block-cursor-background": palette.cursor,
        "block-cursor-foreground": palette.on_cursor,
        "block-cursor-blurred-background": palette.current,
        "block-cursor-blurred-foreground": palette.foreground,
        "block-hover-background": palette.panel,
        "input-selection-background": palette.hit,
        "input-selection-foreground": palette.foreground,
        "screen-selection-background": palette.hit,
        "screen-selection-foreground": palette.foreground,
        # Seen, and still the quietest thing on the screen.
        "scrollbar": Color.parse(palette.surface).blend(Color.parse(palette.quiet), 0.5).hex,
        "scrollbar-hover": palette.foreground,
        "scrollbar-active": palette.heading,
        "scrollbar-background": palette.surface,
    }


_GROUNDLESS = """
    surface panel current selected hit cursor on-cursor foreground quiet
    text-muted text-disabled foreground-muted foreground-disabled
    primary-muted secondary-muted warning-muted ansi-background ansi-foreground
    screen-selection-background screen-selection-foreground
"""


def _ansi() -> dict[str, str]:
    """The terminal's colours: of the sixteen only those that read on black and on white alike.

    There is no ground that does, so that print takes its place: bold, underlined, reversed.
    """
    return {
        **dict.fromkeys(_GROUNDLESS.split(), "ansi_default"),
        "heading": "ansi_blue",
        "note": "ansi_magenta",
        "highlight": "ansi_green",
        "weakness": "ansi_red",
        "follow-up": "ansi_magenta",
        "block-cursor-background": "ansi_default",
        "block-cursor-foreground": "ansi_default",
        "block-cursor-blurred-background": "ansi_default",
        "block-hover-background": "ansi_default",
        "input-selection-background": "ansi_blue",
        "input-selection-foreground": "ansi_bright_white",
        "scrollbar": "ansi_default",
        "scrollbar-hover": "ansi_default",
        "scrollbar-active": "ansi_default",
        "scrollbar-background": "ansi_bright_black",
        "scrollbar-background-hover": "ansi_bright_black",
        "scrollbar-background-active": "ansi_bright_black",
        **_STYLES_WITHOUT_GROUNDS,
    }


def named(name: str) -> str:
    """What a theme is called in the language of the interface."""
    return {
        "dark": _("dark"),
        "light": _("light"),
        "contrast": _("high contrast"),
        TERMINAL: _("the terminal's own"),
    }[name]


def chosen(asked: str | None, setting: str) -> str:
    """The theme to begin with: the one asked for, else kept, else set, else fitting."""
    return asked or _kept() or setting or _fitting()


def keep(name: str) -> None:
    """Begin with this theme the next time; nothing where the folder cannot be written."""
    try:
        disk.replace(locations.theme(), f"{name}\n".encode())
    except OSError:
        return  # a convenience, no reason to disturb anyone


def _kept() -> str | None:
    path = locations.theme()
    try:
        name = path.read_text(encoding="ascii").strip() if path.is_file() else ""
    except (OSError, ValueError):
        return None
    return name if name in NAMES else None


def _fitting() -> str:
    """Dark, unless the terminal is light or has too few colours, as far as it says so itself.

    It is not asked, since that would hold up the first frame: rxvt, Konsole and others set
    COLORFGBG to `foreground;background`, in which 7 and 15 are white. That a terminal shows more
    than its sixteen colours is told by COLORTERM and TERM, and by being on Windows.
    """
    term = os.environ.get("TERM", "")
    many = "256" in term or "direct" in term or "kitty" in term or "COLORTERM" in os.environ
    if term and not many:
        return TERMINAL
    ground = os.environ.get("COLORFGBG", "").rpartition(";")[2]
    return "light" if ground in ("7", "15") else "dark"
