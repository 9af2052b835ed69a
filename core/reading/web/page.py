"""Take the markup of a web page apart into nested elements and the text in them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape

# html.parser is not used: before Python 3.11.14 and 3.13.6 it takes quadratic time on unclosed
# markup (CVE-2025-6069), and each version closes comments and scripts in its own way. Every
# branch below matches to the end of the file where its end is missing, as browsers do, so that
# no character is looked at twice.
_INSIDE = r"(?>(?:[^>=]++|=\s*+(?:\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z)|))*)"
_MARKUP = re.compile(
    r"<!--(?:-?>|.*?(?:--!?>|\Z))"
    r"|<(?P<raw>script|style|title|textarea|noscript|noframes|iframe|xmp)(?=[\s/>])"
    rf"{_INSIDE}(?:>|\Z)(?P<content>.*?)(?:</(?P=raw)(?=[\s/>])[^>]*(?:>|\Z)|\Z)"
    rf"|<(?P<close>/?)(?P<tag>[a-z][^\s/>]*+)(?P<inside>{_INSIDE})(?:>|\Z)"
    r"|<[!?/][^>]*(?:>|\Z)",
    re.IGNORECASE | re.DOTALL,
)
_ATTRIBUTE = re.compile(
    r"([^\s=/\"'>][^\s=/>]*+)(?:\s*+=\s*+(?:\"([^\"]*+)\"?|'([^']*+)'?|([^\s>]*+)))?"
)

_NO_CHARACTER = re.compile(r"&#(?:\d{8,}|[xX][\da-fA-F]{7,});?", re.ASCII)

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BLOCKS = (
    "address article aside blockquote body caption center dd details dir div dl dt fieldset"
    " figcaption figure footer form header hr html legend li main menu nav ol p pre section"
    " summary table tbody td tfoot th thead tr ul"
)
BLOCKS = HEADINGS | frozenset(_BLOCKS.split())
_VOID = "area base basefont bgsound br col embed frame hr img input link meta param source wbr"
_EMPTY = frozenset(_VOID.split())
_CELLS = frozenset({"td", "th"})
# What the start of an element closes, and the elements beyond which it closes nothing.
_CLOSES: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "li": (frozenset({"li"}), frozenset({"ol", "ul", "table"})),
    "dt": (frozenset({"dt", "dd"}), frozenset({"dl", "table"})),
    "dd": (frozenset({"dt", "dd"}), frozenset({"dl", "table"})),
    "td": (_CELLS, frozenset({"tr", "table"})),
    "th": (_CELLS, frozenset({"tr", "table"})),
    "tr": (frozenset({"tr"}), frozenset({"table"})),
    "tbody": (frozenset({"thead", "tbody", "tfoot"}), frozenset({"table"})),
    "tfoot": (frozenset({"thead", "tbody", "tfoot"}), frozenset({"table"})),
    "a": (frozenset({"a"}), BLOCKS),
}
_OF_TABLES = frozenset({"caption", "tbody", "td", "tfoot", "th", "thead", "tr"})
_SCOPES = _CELLS | {
    "table",
    "caption",
    "template",
}  # </div> in a cell does not close a <div> around it
_BEYOND = dict.fromkeys(_OF_TABLES, frozenset({"table"})) | {"table": frozenset({"template"})}

# Writer breaks its source where the text has a space, others break it between any characters.
_WRAPS_AT_SPACES = re.compile(r"LibreOffice|OpenOffice")

# Real pages nest to some 60; browsers stop at 512. The limit bounds every look up the branch.
_DEEPEST = 256

# Not visibility: WeChat sends an article so, and a script shows it.
_UNSEEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_UNPRINTED = "audio button canvas map math nav object option select svg template video"
_NEVER_SEEN = frozenset(_UNPRINTED.split())
_PAGE_EDGES = frozenset({"header", "footer"})  # in HTML that Writer exports


@dataclass(slots=True)
class Node:
    """An element, or a piece of text (`tag` is empty); `end` is the node after its last part.

    Nodes stand in reading order, so that `nodes[index + 1 : end]` is all that one holds.
    """

    tag: str
    parent: int
    end: int = 0
    text: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A web page: its nodes, the first of which holds all others; `<title>`; named `<meta>`."""

    nodes: list[Node]
    title: str
    meta: Mapping[str, str]
    marked: bool  # whether there is any markup at all

    def inside(self, index: int) -> Iterator[Node]:
        """All nodes that a node holds, at any depth, in reading order."""
        return (self.nodes[inner] for inner in range(index + 1, self.nodes[index].end))

    def children(self, index: int) -> Iterator[int]:
        """The nodes directly inside a node."""
        child, end = index + 1, self.nodes[index].end
        while child < end:
            yield child
            child = self.nodes[child].end


def page(markup: str) -> Page:
    """The nested elements of a page, however badly they are closed.

    `</html>` and `</body>` close nothing: on pages put together from templates the article may
    follow the first `</html>`.
    """
    tree = _Tree()
    title, marked, place = "", False, 0
    meta: dict[str, str] = {}
    for token in _MARKUP.finditer(markup):
        tree.add_text(markup[place : token.start()])
        place = token.end()
        if token["raw"]:
            if token["raw"].lower() == "title" and not title:
                title = _unescaped(token["content"])
            continue
        if not token["tag"]:
            continue
        marked = True
        tag = token["tag"].lower()
        if token["close"]:
            tree.close(tag)
            continue
        attributes = _attributes(token["inside"])
        if tag == "meta":
            name = attributes.get("name") or attributes.get("property") or ""
            if value := attributes.get("content", "").strip():
                meta.setdefault(name.lower(), value)
                if name.lower() == "generator" and _WRAPS_AT_SPACES.search(value):
                    tree.wrapped_at_spaces = True
        else:
            tree.open(tag, attributes)
    tree.add_text(markup[place:])
    return Page(tree.finished(), title, meta, marked)


def _attributes(inside: str) -> dict[str, str]:
    if not inside or inside.isspace():
        return {}
    return {
        match[1].lower(): _unescaped(match[2] or match[3] or match[4] or "")
        for match in _ATTRIBUTE.finditer(inside)
    }


def _unescaped(text: str) -> str:
    """Text with its &lt; and &#12345; resolved; unescape() raises at numbers beyond all bounds."""
    return unescape(_NO_CHARACTER.sub("\ufffd", text)) if "&" in text else text


class _Tree:
    """Puts elements into one another as their tags come."""

    def __init__(self) -> None:
        self.nodes = [Node("html", parent=0)]
        self._branch = [0]  # the elements that are open, outermost first
        self._open: Counter[str] = Counter()
        self.wrapped_at_spaces = False

    def add_text(self, text: str) -> None:
        if self.wrapped_at_spaces and not self._open["pre"]:
            text = text.replace("\n", " ")
        if text:
            self._add(Node("", self._branch[-1], text=_unescaped(text)))

    def open(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in {"html", "body"}:
            return
        if tag in BLOCKS and tag not in _OF_TABLES and self._open["p"]:
            self._close_any(frozenset({"p"}), _SCOPES)
        if tag in _CLOSES:
            self._close_any(*_CLOSES[tag])
        deep = len(self._branch) >= _DEEPEST
        if deep and tag in BLOCKS:
            tag = "br"
        if deep and tag not in _EMPTY:
            return
        self._add(Node(tag, self._branch[-1], attributes=attributes))
        if tag in _EMPTY:
            return
        self.nodes[-1].hidden = _is_hidden(tag, attributes)
        self._branch.append(len(self.nodes) - 1)
        self._open[tag] += 1

    def close(self, tag: str) -> None:
        if tag == "p" and not self._open["p"]:
            self._add(Node("br", self._branch[-1]))
        elif tag in BLOCKS:
            self._close_any(frozenset({tag}), _BEYOND.get(tag, _SCOPES))
        else:
            # <b><p>甲</b>乙</p> is one paragraph: the <p> stays open.
            self._close_any(frozenset({tag}), frozenset() if tag in _NEVER_SEEN else BLOCKS)

    def finished(self) -> list[Node]:
        for index in self._branch:
            self.nodes[index].end = len(self.nodes)
        return self.nodes

    def _add(self, node: Node) -> None:
        self.nodes.append(node)
        node.end = len(self.nodes)

    def _close_any(self, tags: frozenset[str], beyond: frozenset[str]) -> None:
        """Close the innermost open element of these tags, unless one of `beyond` is inside it."""
        if not any(self._open[tag] for tag in tags):
            return
        for depth in range(len(self._branch) - 1, 0, -1):
            node = self.nodes[self._branch[depth]]
            if node.tag in tags:
                break
            if node.tag in beyond:
                return
        else:
            return
        for index in self._branch[depth:]:
            self.nodes[index].end = len(self.nodes)
            self._open[self.nodes[index].tag] -= 1
        del self._branch[depth:]


def _is_hidden(tag: str, attributes: dict[str, str]) -> bool:
    return (
        tag in _NEVER_SEEN
        or "hidden" in attributes
        or bool(_UNSEEN.search(attributes.get("style", "")))
        or attributes.get("class", "").startswith("MsoToc")  # repeats every heading
        or (tag == "div" and attributes.get("title") in _PAGE_EDGES)
    )
