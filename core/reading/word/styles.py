"""Know what the styles of a Word file say of a paragraph: its list, its depth, whether it shows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from xml.etree.ElementTree import Element

# Word itself allows some four thousand styles, based on each other over some ten steps.
_MOST_STYLES = 5_000
_LONGEST_CHAIN = 32


@dataclass(frozen=True, slots=True)
class Style:
    """What a style of styles.xml says about a paragraph or a run, inherited values included.

    `number` and `level` are the list and the level in it, `outline` the heading depth from 0
    (9 and more is body text); None where the style is silent. `chain` are the style and those
    it is based on.
    """

    name: str = ""
    number: int | None = None
    level: int | None = None
    outline: int | None = None
    hidden: bool | None = None
    chain: tuple[str, ...] = ()


_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])")


def styles(root: Element | None) -> dict[str, Style]:
    """The styles by their id; the key "" holds the one of paragraphs that name none."""
    own: dict[str, tuple[Style, str]] = {}
    first = ""
    for element in islice(children(root, "style"), _MOST_STYLES):
        identity = attribute(element, "styleId") or ""
        own.setdefault(identity, (_own(element), value_of(element, "basedOn")))
        if attribute(element, "type") == "paragraph" and attribute(element, "default") in ON:
            first = identity
    found = {identity: _inherited(identity, own) for identity in own}
    return {**found, "": found.get(first, Style())}


def _own(element: Element) -> Style:
    paragraph, run = child(element, "pPr"), child(element, "rPr")
    numbering = child(paragraph, "numPr")
    name = value_of(element, "name").casefold()
    heading = _HEADING.fullmatch(name)
    outline = integer_of(paragraph, "outlineLvl")
    return Style(
        name=name,
        number=integer_of(numbering, "numId"),
        level=integer_of(numbering, "ilvl"),
        outline=int(heading[1]) - 1 if heading and outline is None else outline,
        hidden=is_on(run, "vanish"),
    )


def _inherited(identity: str, own: Mapping[str, tuple[Style, str]]) -> Style:
    style = replace(own[identity][0], chain=(identity,))
    based_on = own[identity][1]
    while based_on in own and based_on not in style.chain and len(style.chain) < _LONGEST_CHAIN:
        base, further = own[based_on]
        style = replace(
            style,
            number=base.number if style.number is None else style.number,
            level=base.level if style.level is None else style.level,
            outline=base.outline if style.outline is None else style.outline,
            hidden=base.hidden if style.hidden is None else style.hidden,
            chain=(*style.chain, based_on),
        )
        based_on = further
    return style


# Elements, by their names without the namespace: it differs between editions of the standard


def local(tag: str) -> str:
    """The name without the namespace: `p` of `{http://…}p`."""
    return tag.rpartition("}")[2]


def children(element: Element | None, name: str) -> Iterator[Element]:
    """The elements of this name directly under another."""
    return (each for each in (() if element is None else element) if local(each.tag) == name)


def child(element: Element | None, name: str) -> Element | None:
    """The first of `children`."""
    return next(children(element, name), None)


def attribute(element: Element, name: str) -> str | None:
    """The value of an attribute."""
    return next((value for key, value in element.items() if local(key) == name), None)


def value_of(element: Element, name: str) -> str:
    """What the child of this name is set to (`w:val`), "" without one."""
    found = child(element, name)
    return "" if found is None else attribute(found, "val") or ""


def integer_of(element: Element | None, name: str) -> int | None:
    """The number that the child of this name is set to."""
    found = child(element, name)
    return None if found is None else as_integer(attribute(found, "val"))


def as_integer(text: str | None) -> int | None:
    """The number in an attribute; None for one that no list or level can have."""
    return int(text) if text and re.fullmatch(r"-?[0-9]{1,9}", text) else None


def is_on(element: Element | None, name: str) -> bool | None:
    """Whether the child of this name switches something on or off; None without one."""
    found = child(element, name)
    return None if found is None else (attribute(found, "val") or "1") in ON


ON = frozenset({"1", "true", "on"})
