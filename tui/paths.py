"""Read several paths from one line, as a shell does, and complete the one being typed."""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

_LAST = re.compile(r"""(?:[^\s"'\\]|\\.|"(?:[^"\\]|\\.)*"?|'[^']*'?)*\\?\Z""")
_SPECIAL = re.compile(r"""([\s"'\\])""")


def paths_in(line: str) -> list[Path]:
    """The paths in a line: parted by spaces, unless these are quoted or behind a backslash.

    That is how terminals write files that are dropped on them. A line that is one path as it
    stands is that path; an apostrophe that nothing closes belongs to a name.
    """
    whole = line.strip()
    try:
        is_one = bool(whole) and _path(whole).exists()
        words = [whole] if is_one else shlex.split(line)
    except (ValueError, OSError):
        words = [whole]
    return [_path(word) for word in words if word]


def _path(word: str) -> Path:
    """The path, with ~ for one's own folder; some terminals drop files as file:///a%20b."""
    if word.startswith("file:///"):
        return Path(unquote(word.removeprefix("file://")))
    return Path(os.path.expanduser(word))  # noqa: PTH111 (Path.expanduser raises for ~nobody)


class Completed(NamedTuple):
    """A line with its last path completed as far as it can only be one, and what it may be."""

    line: str
    choices: list[str]


def completed(line: str) -> Completed:
    """Complete the last path of a line by the names on the disk; call it from a worker.

    Hidden names only where the point is typed. One choice alone is written out, a folder with /.
    """
    match = _LAST.search(line)
    begin = match.start() if match else len(line)
    typed = _unquoted(line[begin:])
    folder, name = os.path.split(typed)
    choices = _names(_path(folder or "."), name)
    if not choices:
        return Completed(line, [])
    common = os.path.commonprefix(choices)  # noqa: RUF071 (letter by letter it is)
    written = _SPECIAL.sub(r"\\\1", os.path.join(folder, common))  # noqa: PTH118 (keeps ~ and ./)
    end = " " if len(choices) == 1 and not common.endswith("/") else ""
    return Completed(line[:begin] + written + end, choices)


def _unquoted(word: str) -> str:
    for closing in ("", '"', "'", "\\"):
        try:
            return "".join(shlex.split(word + closing))
        except ValueError:
            continue
    return word


def _names(folder: Path, beginning: str) -> list[str]:
    try:
        with os.scandir(folder) as entries:
            return sorted(
                one.name + "/" * one.is_dir()
                for one in entries
                if one.name.startswith(beginning) and (one.name[0] != "." or beginning)
            )
    except (OSError, ValueError):
        return []
