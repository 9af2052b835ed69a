"""Take the marks out of a Markdown file and keep what they say about its headings."""

from __future__ import annotations

import re

from core.metadata import from_labels
from core.patterns import lazily
from core.reading.extract import Extract

_HEADING = lazily(r"(#{1,6})[ \t]+(.*?)[ \t]*#*")
_ANY_HEADING = lazily(r"^#{1,6}[ \t]+\S", re.MULTILINE)
_UNDERLINED = lazily(r"^\S.*\n(?:={3,}|-{3,})[ \t]*$", re.MULTILINE)
_FEWEST_UNDERLINED = 2  # one may be a line that somebody drew
_UNDERLINE = lazily(r"={3,}|-{3,}")
_FRONT_MATTER = lazily(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*\n", re.DOTALL)
_FACT = lazily(r"^([^\s:#][^:\n]{0,20}):[ \t]*(.+)$", re.MULTILINE)
_FENCE = lazily(r"(?:```|~~~)\S*")
_RULE = lazily(r"(?:[-*_][ \t]*){3,}|\|?[ \t:|-]*--[ \t:|-]*\|?")
_BULLET = lazily(r"(?:>[ \t]?)+|[-*+][ \t]+")
# What stands inside a line: the mark, and what is left of it. 《…<…>…》 is no tag.
_MARKS = (
    (lazily(r"!\[[^\]\n]*\]\([^)\n]*\)"), ""),
    (lazily(r"\[([^\]\n]+)\]\((?:https?:|mailto:|[./#])[^)\n]*\)"), r"\1"),
    (lazily(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1"), r"\2"),
    (lazily(r"~~(?=\S)(.+?)(?<=\S)~~"), r"\1"),
    (lazily(r"(?<![\w*])\*(?=[^\s*])([^*\n]+?)(?<=\S)\*(?![\w*])"), r"\1"),
    (lazily(r"`([^`\n]+)`"), r"\1"),
    (lazily(r"<br ?/?>"), ""),
    (lazily(r"\\([\\`*_{}\[\]()#+\-.!|>~])"), r"\1"),
)
_CELL_BORDER = lazily(r"[ \t]*(?<!\\)\|[ \t]*")
_NAMES = {"title": "标题", "date": "日期", "source": "来源", "issuer": "发文机关", "number": "文号"}


def is_markdown(text: str) -> bool:
    """Whether a text has Markdown headings."""
    if "# " in text and _ANY_HEADING.search(text):
        return True
    drawn = "\n===" in text or "\n---" in text
    return drawn and len(_UNDERLINED.findall(text)) >= _FEWEST_UNDERLINED


def extract(text: str) -> Extract:
    """The paragraphs of a Markdown text (lines end in LF) without marks; numbers stay as typed.

    The first heading of the first depth is the title of the document, and no part of it.
    """
    facts = []
    if front := _FRONT_MATTER.match(text):
        facts = [(name.strip(), value.strip("'\" ")) for name, value in _FACT.findall(front[1])]
        text = text[front.end() :]
    lines: list[str] = []
    headings: dict[int, int] = {}
    titled = in_code = False
    above = ""  # the line before, if it is text that could be underlined
    for raw in _without_comments(text).split("\n"):
        line = raw.strip()
        in_code ^= _FENCE.fullmatch(line) is not None
        heading = None if in_code else _HEADING.fullmatch(line)
        depth = len(heading[1]) if heading else 0
        if above and _UNDERLINE.fullmatch(line):
            depth = 1 if line[0] == "=" else 2
        elif line and not _FENCE.fullmatch(line) and not _RULE.fullmatch(line):
            lines.append(_plain(heading[2] if heading else line))
        above = "" if heading or in_code or _BULLET.match(line) or line[:1] in "|" else line
        if depth > 1 or (depth and titled):
            headings[len(lines) - 1] = depth
        titled = titled or depth == 1
    return Extract(
        "\n".join(lines) + "\n",
        headings,
        from_labels((_NAMES.get(name.lower(), name), value) for name, value in facts),
    )


def _without_comments(text: str) -> str:
    """The text without <!-- -->; one that is never closed is none (and is looked for once)."""
    kept: list[str] = []
    end = 0
    while (start := text.find("<!--", end)) >= 0 and (close := text.find("-->", start)) >= 0:
        kept.append(text[end:start])
        end = close + len("-->")
    return "".join((*kept, text[end:]))


def _plain(line: str) -> str:
    """A line without marks; the cells of a row of a table divided by a tab."""
    line = line[mark.end() :] if (mark := _BULLET.match(line)) else line
    if line.startswith("|") and line.endswith("|"):
        line = _CELL_BORDER.sub("\t", line[1:-1]).strip()
    for mark_inside, left in _MARKS:
        line = mark_inside.sub(left, line)
    return line
