"""Write a review as one web page: the text with its marks, notes beside it, ledger, figures."""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from importlib.resources import files
from itertools import groupby
from string import Template

from core.export import charts, tables
from core.export.charts import Part
from core.export.markup import Markup, element, escaped, joined
from core.export.material import Material
from core.export.page_text import Row, note, place_of, rows
from core.review import TAG_BY_NAME

_NAVIGABLE = 200  # headings that a table of contents may have; of more, only the top ones


def write(material: Material) -> str:
    """The page, in one file that loads nothing, with scripts and without.

    It allows itself its own style sheet and script only (Content-Security-Policy, by their
    SHA-256), and everybody's words are text in it. The same material gives the same characters.
    """
    style, script = _shipped("page.css"), _shipped("page.js")
    title = material.document.metadata.title or "审阅记录"
    text = rows(material)
    main = element("main", {"id": "main"}, *_main(material, text))
    return Template(_shipped("page.html")).substitute(
        title=escaped(title),
        document=escaped(material.document.id),
        reviewer=escaped(material.reviewer),
        style_hash=_hash(style),
        script_hash=_hash(script),
        style=style,
        script=script,
        body=joined(*_top(material, title), _contents(material, text), main),
    )


def _shipped(name: str) -> str:
    return files("core.export").joinpath(name).read_bytes().decode().replace("\r\n", "\n")


def _hash(source: str) -> str:
    return "sha256-" + b64encode(sha256(source.encode()).digest()).decode()


def _top(material: Material, title: str) -> Iterator[Markup]:
    """The title, what the document says of itself, how far the review is, the contents."""
    metadata, done = material.document.metadata, material.progress
    facts = filter(None, (metadata.issuer, metadata.document_number, metadata.published))
    lines = [
        " · ".join(facts),
        f"审阅人：{material.reviewer}　已阅 {done.reviewed} / {done.measures} 条举措",
        tables.narrowed(material),
    ]
    yield element("a", {"class": "skip", "href": "#main"}, "跳到正文")
    paragraphs = [element("p", None, line) for line in lines if line]
    yield element("header", None, element("h1", None, title), *paragraphs)


def _contents(material: Material, text: list[Row]) -> Markup:
    sections = material.document.sections
    deepest = 2 if len(sections) <= _NAVIGABLE else 1
    inside = {section for row in text for section in row.sections}
    entries = [("spread", "批注分布", ""), ("text", "原文与批注", "")]
    for index, section in enumerate(sections):
        if section.level <= deepest and index in inside:
            depth = "second" if section.level > 1 else "first"
            entries.append((f"s{index}", section.heading, depth))
    entries += [("ledger", "跟进台账", "")] * bool(material.ledger)
    entries += [("figures", "数字清单", "")] * bool(material.figures)
    items = [
        element("li", {"class": depth}, element("a", {"href": f"#{place}"}, words))
        for place, words, depth in entries
    ]
    summary = element("summary", None, "目录")
    folded = element("details", {"open": ""}, summary, element("ol", None, *items))
    return element("nav", {"aria-label": "目录"}, folded)


def _main(material: Material, lines: list[Row]) -> Iterator[Markup]:
    yield _section("spread", "批注分布", *_spread(material))
    text = element("div", {"class": "text"}, *(row.markup for row in lines))
    yield _section("text", "原文与批注", _filter(material), text, *_gone(material))
    if material.ledger:
        yield _section("ledger", "跟进台账", _ledger(material))
    if material.figures:
        yield _section("figures", "数字清单", _figures(material))


def _section(name: str, title: str, *children: str) -> Markup:
    heading = element("h2", {"id": f"{name}-title"}, title)
    given = {"id": name, "class": name, "aria-labelledby": f"{name}-title"}
    return element("section", given, heading, *children)


def _spread(material: Material) -> Iterator[Markup]:
    """How many marks of each tag each part has, and where in it they stand."""
    parts = charts.parts(material)
    head, counts = tables.matrix(parts)
    cells: list[list[Markup]] = [
        [element("th", {"scope": "row"}, row[0]), *(_number(count) for count in row[1:])]
        for row in counts
    ]
    for row, part in zip(cells, parts, strict=True):
        row.append(element("td", None, strip_of(part, tables.shown(parts))))
    signs = [TAG_BY_NAME[name].sign + " " if name in TAG_BY_NAME else "" for name in head]
    heads = [sign + name for sign, name in zip(signs, head, strict=True)]
    yield _table("spread-table", [*heads, "疏密"], cells, numbers=range(1, len(head)))
    lanes = "、".join(name for _, name in tables.shown(parts))
    yield element("p", {"class": "legend"}, f"疏密：从左到右为行文顺序；自上而下各行为{lanes}。")


_CELLS = 240  # the finest that a density strip is drawn


def strip_of(part: Part, columns: list[tuple[str, str]]) -> Markup:
    """Where in a part its marks stand: a lane for each tag, so that colour is not needed."""
    if not part.strip:
        return joined()
    width = min(len(part.strip), _CELLS)
    lane = 12 // len(columns)
    bars = [
        element(
            "rect",
            {
                "class": column,
                "x": str(at),
                "y": str(row * lane),
                "width": "1",
                "height": str(lane - 1),
                "opacity": f"{0.4 + 0.6 * cell[column]:.2f}",
            },
        )
        for at, cell in enumerate(charts.density(part, width))
        for row, (column, _) in enumerate(columns)
        if column in cell
    ]
    told = "，".join(f"{name} {part.counts[column]} 处" for column, name in columns)
    size = {"viewBox": f"0 0 {width} 12", "preserveAspectRatio": "none"}
    return element("svg", {"class": "strip", "role": "img", "aria-label": told, **size}, *bars)


def _number(count: str) -> Markup:
    return element("td", {"class": "number"}, count)


def _table(
    name: str, head: list[str], rows_: list[list[Markup]], *, numbers: range = range(0)
) -> Markup:
    heads = [
        element("th", {"scope": "col", **({"class": "number"} if at in numbers else {})}, words)
        for at, words in enumerate(head)
    ]
    given = {"class": name, **({"data-sorted": ""} if name == "figures-table" else {})}
    body = [element("tr", None, *cells) for cells in rows_]
    table = element(
        "table",
        given,
        element("thead", None, element("tr", None, *heads)),
        element("tbody", None, *body),
    )
    scrolled = {"class": "wide", "tabindex": "0", "role": "group", "aria-label": _TABLES[name]}
    return element("div", scrolled, table)


_TABLES = {
    "spread-table": "批注分布表",
    "ledger-table": "跟进台账表",
    "figures-table": "数字清单表",
}


def _filter(material: Material) -> Markup:
    """The bar that the script shows; there is none without it."""
    held = Counter(column for item in material.items for column in charts.columns_of(item))
    buttons = [
        _button(f"{sign_of(column)}{name}（{held[column]}）", {"data-column": column})
        for column, name in charts.COLUMNS
        if held[column]
    ]
    only = _button("只看有批注的段落", {"data-only": ""})
    return element(
        "div",
        {"class": "filter", "role": "group", "aria-label": "筛选批注", "hidden": ""},
        *buttons,
        only,
        element("output", None),
    )


def sign_of(column: str) -> str:
    """The sign that goes before the name of a column."""
    return f"{TAG_BY_NAME[column].sign} " if column in TAG_BY_NAME else ""


def _button(words: str, given: dict[str, str]) -> Markup:
    return element("button", {"type": "button", "aria-pressed": "false", **given}, words)


def _gone(material: Material) -> Iterator[Markup]:
    """The marks that have no place in the text, with their words."""
    gone = [(at, item) for at, item in enumerate(material.items, 1) if item.lost]
    for lost, notes in groupby(gone, key=lambda numbered: numbered[1].lost):
        yield element("h3", None, f"{lost}的批注")
        yield element("div", {"class": "gone"}, *(note(at, item) for at, item in notes))


def _ledger(material: Material) -> Markup:
    kinds = ("", "", "", "due", "status", "")
    cells = [
        [_number(str(at)), *(_cell(kind, words) for kind, words in zip(kinds, row, strict=True))]
        for at, row in enumerate(tables.ledger(material), 1)
    ]
    return _table("ledger-table", list(tables.LEDGER), cells, numbers=range(1))


def _cell(kind: str, words: str) -> Markup:
    return element("td", {"class": kind} if kind else None, words)


def _figures(material: Material) -> Markup:
    """The figures, each with its place in the text; the script lets them be sorted."""
    document = material.document
    cells = []
    for at, figure in enumerate(tables.figures(material), 1):
        index = document.measure_index(figure.metric.start) or 0
        link = element("a", {"href": f"#{place_of(index)}"}, figure.locator)
        cells.append(
            [
                element("td", {"class": "number", "data-value": str(at)}, str(at)),
                element("td", {"data-value": repr(figure.metric.value)}, figure.stated),
                element("td", None, figure.subject),
                element("td", None, link),
            ]
        )
    return _table("figures-table", list(tables.FIGURES), cells, numbers=range(1))
