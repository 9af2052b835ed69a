"""Write anybody's words so that Markdown shows them as they are, and read them back."""

from __future__ import annotations

import html
import re
from string import punctuation

# What no file should hold, and what a reader of Markdown replaces or drops: shown as one sign.
_UNSHOWABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
# They turn the direction of a line or break it, and nobody sees them: written as entities.
_UNSEEN = "\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff"
_ACTIVE = re.compile(
    r"[\\`*_\[\]<>&~|$#^@]"  # emphasis, code, links, HTML, tables, formulas, #标签, ^block, a@b
    r"|={2,}|%{2,}"  # ==marked== and %%hidden%% in Obsidian
    r"|:(?=//|[a-z0-9_+-]+:)"  # addresses, :smile:
    r"|(?<=www)\.",
    re.IGNORECASE,
)
_BEGIN = re.compile(r"[-+=:]|[0-9]+(?=[.)](?:\s|$))")  # lists, underlines, definitions
_AS_ENTITY = re.compile(rf"^\s|\s$|[\t{_UNSEEN}]")
_ESCAPED = re.compile(
    rf"\\([{re.escape(punctuation)}\n])|&(?:#\d{{1,7}}|#x[0-9a-f]{{1,6}}|\w{{1,31}});|<br */?>",
    re.IGNORECASE,
)


def plain(text: str) -> str:
    """The text that Markdown can give back: characters that steer a terminal show as �."""
    return _UNSHOWABLE.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def escape(text: str) -> str:
    """Somebody's text in one line of Markdown, for CommonMark, GitHub and Obsidian alike.

    It may stand alone, behind other words, or in the cell of a table. A line break is a <br>.
    """
    line = "<br>".join(map(_escaped, plain(text).split("\n")))
    return re.sub(r"^<br>", "&#10;", line)  # which alone in a line would be a block of HTML


def _escaped(line: str) -> str:
    line = _ACTIVE.sub(lambda found: "".join(f"\\{char}" for char in found[0]), line)
    if begin := _BEGIN.match(line):
        digits = begin[0] if begin[0].isdigit() else ""
        line = f"{digits}\\{line[len(digits) :]}"
    return _AS_ENTITY.sub(lambda found: f"&#{ord(found[0])};", line)


def unescape(markdown: str) -> str:
    """The text that was escaped; marks that somebody typed since stand as they were typed."""
    return _ESCAPED.sub(_meant, markdown)


def _meant(found: re.Match[str]) -> str:
    if found[1]:
        return found[1]
    return html.unescape(found[0]) if found[0].startswith("&") else "\n"
