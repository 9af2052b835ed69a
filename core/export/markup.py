"""Write HTML and XML so that nobody's words can become a part of their structure."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping

# What XML cannot hold (production 2, Char), what steers a terminal, and what turns the reading
# direction unseen: a note of somebody else's must not make 59 % of 95 %.
_ILLEGIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff"
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_VOID = frozenset({"br", "col", "input", "meta"})  # of HTML: they have no end tag


class Markup(str):
    """Markup that is finished; any other text is text."""

    __slots__ = ()


def legible(text: str) -> str:
    """The text with one kind of line end, each character that no page should hold shown as �."""
    return _ILLEGIBLE.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def escaped(text: str) -> Markup:
    """The text as markup that shows it, in an element or between the quotes of an attribute."""
    return text if isinstance(text, Markup) else Markup(html.escape(legible(text)))


def element(name: str, attributes: Mapping[str, str] | None = None, *children: str) -> Markup:
    """An element; its children are text unless they are Markup. Names are ours, never anybody's."""
    given = "".join(f' {key}="{escaped(value)}"' for key, value in (attributes or {}).items())
    if name in _VOID:
        return Markup(f"<{name}{given}>")
    return Markup(f"<{name}{given}>{joined(*children)}</{name}>")


def joined(*parts: str) -> Markup:
    """Several pieces, one behind the other."""
    return Markup("".join(map(escaped, parts)))
