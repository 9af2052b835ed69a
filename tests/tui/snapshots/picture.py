"""A screen as an SVG picture: one line of the file for each line of the screen.

What Textual exports itself is laid out for one font of the network and numbers its styles anew at
every change. Here a change of one line of the screen changes one line of the file, and styles are
named by what they are, so that a difference can be read as well as looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape, unescape

from rich.cells import cell_len
from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from textual.app import App

_WIDTH, _HEIGHT = 10, 20  # pixels of a cell
_BASE = 16  # of the line on which the letters stand
_INK, _GROUND = "#e0e0e0", "#121212"  # where the terminal's own are asked for

_FONTS = """path { shape-rendering: crispEdges; }
text { font: 20px "Noto Sans Mono CJK SC", monospace; }
.o { font-size: 16.6px; font-family: "DejaVu Sans Mono", monospace; }
.b { font-weight: bold; }
.i { font-style: italic; }
.u { text-decoration: underline; }
.s { text-decoration: line-through; }
.d { opacity: 0.6; }"""

# What one font draws in whole cells: plain letters, what is two cells wide, and signs.
_RUNS = re.compile(r"([\x20-\x7e]+)|([\u2e80-\u9fff\uf900-\ufaff\uff01-\uff60\uffe0-\uffe6]+)|(.)")


def picture(app: App[None]) -> str:
    """What is on the screen now."""
    width, height = app.size
    rows = [_row(segments, y) for y, segments in enumerate(app.screen._compositor.render_strips())]
    colours = sorted(set(re.findall(r"[fg][0-9a-f]{6}", "".join(rows))))
    named = [f".{colour} {{ fill: #{colour[1:]}; }}" for colour in colours]
    box = f"{width * _WIDTH} {height * _HEIGHT}"
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {box}" xml:space="preserve">'
    return "\n".join([head, "<style>", _FONTS, *named, "</style>", *rows, "</svg>", ""])


def _row(segments: Iterable[Segment], y: int) -> str:
    """Grounds first, then letters, as far as they are any."""
    grounds: list[tuple[int, int, str]] = []
    letters: list[str] = []
    at = 0
    for text, style, control in segments:
        if control:
            continue
        ink, ground, looks = _look(style or Style())
        cells = cell_len(text)
        if grounds and grounds[-1][2] == ground:
            start, taken, _colour = grounds.pop()
            grounds.append((start, taken + cells, ground))
        else:
            grounds.append((at, cells, ground))
        letters += _letters(text, at, y, [f"f{ink}", *looks])
        at += cells
    top = y * _HEIGHT
    boxes = (
        f'<path class="g{ground}" d="M{start * _WIDTH} {top}h{cells * _WIDTH}v{_HEIGHT}'
        f'h-{cells * _WIDTH}z"/>'
        for start, cells, ground in grounds
        if cells
    )
    return "".join([*boxes, *letters])


def _look(style: Style) -> tuple[str, str, list[str]]:
    """The colours of letters and ground, six digits each, and the other classes."""
    ink = _digits(style.color, _INK)
    ground = _digits(style.bgcolor, _GROUND)
    if style.reverse:
        ink, ground = ground, ink
    looks = [("b", style.bold), ("i", style.italic), ("u", style.underline)]
    looks += [("s", style.strike), ("d", style.dim)]
    return ink, ground, [name for name, has in looks if has]


def _digits(colour: Color | None, otherwise: str) -> str:
    if colour is None or colour.is_default:
        return otherwise[1:]
    return colour.get_truecolor().hex[1:].lower()


def _letters(text: str, at: int, y: int, classes: list[str]) -> Iterator[str]:
    """Each run at its own cell, whatever the font makes of the runs before."""
    for run in _RUNS.finditer(text):
        words, kind = run.group(), run.lastindex
        before = text[: run.start()]
        if "u" not in classes:
            before += words[: len(words) - len(words.lstrip(" "))]
            words = words.strip(" ")
        if not words:
            continue
        names = " ".join([*classes, *(["o"] if kind == 3 else [])])
        x, line = (at + cell_len(before)) * _WIDTH, y * _HEIGHT + _BASE
        yield f'<text class="{names}" x="{x}" y="{line}">{escape(words, quote=False)}</text>'


def words(line: str) -> str:
    """The text in a line of a picture, roughly where it stands on the screen."""
    said = ""
    for x, letters in re.findall(r'x="(\d+)" y="\d+">([^<]*)<', line):
        said += " " * (int(x) // _WIDTH - cell_len(said)) + unescape(letters)
    return said
