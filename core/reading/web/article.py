"""Find the part of a web page that holds its text, among navigation, footers and buttons."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from core.folding import fold
from core.reading.web.page import BLOCKS, Node, Page

# Elements that are known to hold the text of a page, the surest first: www.gov.cn, and the
# publishing systems of ministries, provinces and exchanges.
_BODIES = (
    "#ucap-content",
    ".pages_content",
    ".trs_editor",
    ".trs_ueditor",
    ".custom_unionstyle",
    "#zoom",
    ".detail-news",
    ".arc_cont",
    ".allzoom",
    ".des-content",
    "#js_content",
)
_AROUND_BODIES = ("article", "main", "#content")  # may hold more than the text: searched further
_LEAST_SHARE = 0.5  # of the punctuation of a page, in a known body
_NEGLIGIBLE = 0.1  # of it, in one of several known bodies

# Punctuation of prose. Navigation has little, and what it has stands in links.
_MARKS = re.compile("[，。；]")
_DENSE = 0.85  # the share that a child must hold for the search to go on in it
_MAY_HOLD = "div td table tbody tr section article main form center span font dl ol ul"
_CONTAINERS = frozenset(_MAY_HOLD.split())
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navi|menu|header|footer|foot|sidebar|crumbs?|breadcrumb\w*"
    r"|copyright|banquan\w*)(?:$|[\s_\d-])",
    re.IGNORECASE,
)
_LONGEST_BESIDE = 200  # characters of salutation and signature
_NO_TEXT = re.compile(
    r"来源|时间|日期\s*[:：]|打印|分享|字[号体]|编辑|浏览|扫一扫|版权|主办|当前位置|\{\{"
)


@dataclass(frozen=True, slots=True)
class Article:
    """The node that holds the text of a page, and how many marks of prose stand in it."""

    node: int
    marks: int


def article(page: Page, title: str) -> Article:
    """The part of a page that holds its text.

    That is an element known to hold texts, if most of the punctuation stands in it; otherwise
    the search goes from the whole page into the element that holds nearly all punctuation, as
    long as there is one. Links, navigation, and what stands before the title do not count.
    """
    own = _own_marks(page, title)
    marks = own.copy()
    for index in range(len(marks) - 1, 0, -1):
        marks[page.nodes[index].parent] += marks[index]
    named = _named(page)
    for name in _BODIES:
        found = [at for at in named.get(name, ()) if marks[at] > marks[0] * _NEGLIGIBLE]
        if found and sum(marks[at] for at in found) >= marks[0] * _LEAST_SHARE:
            node = _around(page, found)
            return Article(node, marks[node])
    start = 0
    for name in _AROUND_BODIES:
        if fit := [at for at in named.get(name, ()) if marks[at] > marks[0] * _LEAST_SHARE]:
            start = fit[0]
            break
    node = _with_neighbours(page, _densest(page, marks, start))
    return Article(node, marks[node])


def _own_marks(page: Page, title: str) -> list[int]:
    """How many marks of prose each piece of text holds."""
    nodes = page.nodes
    marks = [0] * len(nodes)
    in_furniture = marks.copy()
    title = fold(title).replace(" ", "")
    title_at = 0
    index, link_end, furniture_end = 1, 0, 0
    while index < len(nodes):
        node = nodes[index]
        if node.hidden:
            index = node.end
            continue
        if node.tag == "a" and "href" in node.attributes:
            link_end = node.end
        elif node.tag and index >= furniture_end and _is_furniture(node):
            furniture_end = node.end
        elif not node.tag and index >= link_end:
            found = len(_MARKS.findall(node.text))
            (in_furniture if index < furniture_end else marks)[index] = found
            if title and not title_at and fold(node.text).strip().replace(" ", "") == title:
                title_at = index
        index += 1
    if any(marks[title_at:]):
        return [0] * title_at + marks[title_at:]
    return [one + other for one, other in zip(marks, in_furniture, strict=True)]


def _is_furniture(node: Node) -> bool:
    attributes = node.attributes
    names = f"{attributes.get('class', '')} {attributes.get('id', '')}"
    return node.tag in {"header", "footer", "aside"} or bool(_FURNITURE.search(names))


def _named(page: Page) -> dict[str, list[int]]:
    """The nodes that known selectors match, the outermost of each."""
    wanted = {*_BODIES, *_AROUND_BODIES}
    found: dict[str, list[int]] = {}
    for index, node in enumerate(page.nodes):
        attributes = node.attributes
        if node.hidden or not (attributes or node.tag in wanted):
            continue
        classes = attributes.get("class", "").split()
        names = (node.tag, f"#{attributes.get('id', '')}", *(f".{name}" for name in classes))
        for name in wanted.intersection(name.lower() for name in names):
            earlier = found.setdefault(name, [])
            if not earlier or page.nodes[earlier[-1]].end <= index:
                earlier.append(index)
    return found


def _around(page: Page, found: Sequence[int]) -> int:
    """The innermost node that holds all of `found`, which stand in reading order."""
    index = found[0]
    while page.nodes[index].end < page.nodes[found[-1]].end:
        index = page.nodes[index].parent
    return index


def _densest(page: Page, marks: Sequence[int], node: int) -> int:
    enough = marks[node] * _DENSE
    while enough:
        dense = [
            child
            for child in page.children(node)
            if marks[child] >= enough and _holds_paragraphs(page, child)
        ]
        if not dense:
            break
        node = dense[0]
    return node


def _holds_paragraphs(page: Page, index: int) -> bool:
    """Whether an element may hold several paragraphs; <div> is used for a single one, too."""
    node = page.nodes[index]
    return node.tag in _CONTAINERS and any(
        inner.tag == "br" or inner.tag in BLOCKS for inner in page.inside(index)
    )


def _with_neighbours(page: Page, node: int) -> int:
    """The element with the salutation and the signature, if they are all that stands beside it."""
    nodes = page.nodes
    while node:
        parent = nodes[node].parent
        before, behind = nodes[parent + 1 : node], nodes[nodes[node].end : nodes[parent].end]
        if any("href" in other.attributes or other.hidden for other in (*before, *behind)):
            break
        salutation = "".join(other.text.strip() for other in before)
        signature = "".join(other.text.strip() for other in behind)
        if len(salutation) + len(signature) > _LONGEST_BESIDE or "。" in salutation:
            break
        if _NO_TEXT.search(salutation) or _NO_TEXT.search(signature):
            break
        node = parent
    return node


def mostly_links(page: Page) -> bool:
    """Whether more of the characters of a page stand in links than outside."""
    linked = plain = link_end = 0
    for index, node in enumerate(page.nodes):
        if node.tag == "a" and "href" in node.attributes:
            link_end = node.end
        elif index < link_end:
            linked += len(node.text.strip())
        else:
            plain += len(node.text.strip())
    return linked > plain
