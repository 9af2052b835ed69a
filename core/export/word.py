"""Write a review as a Word memo in the form of an official document: 亮点, 不足, 跟进, annexes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from core.export import charts, official, tables
from core.export.exchange import guid
from core.export.markup import Markup, element, joined, legible
from core.export.material import Item, Material
from core.export.official import HEADINGS, TURNED, UPRIGHT, Paper, holding, number, one
from core.ledger import Task
from core.review import TAG_BY_NAME, name_of

_TITLES = {"highlight": "亮点", "weakness": "不足", "follow-up": "跟进", charts.OTHER: "其他批注"}
_COLOURS = {"highlight": "1C6B32", "weakness": "A62B1F", "follow-up": "1A56A0"}
_LONGEST_WHOLE = 300  # characters of a cell in a row that is kept on one page
_EARLIEST = (1980, 1, 1, 0, 0, 0)  # that a ZIP archive can say


def write(material: Material) -> bytes:
    """The memo as a Word file (ECMA-376, transitional), laid out after GB/T 9704-2012.

    It says what was reviewed and how far, then the marks under the first of their tags; the
    ledger and the figures are annexes. Numbers are written out, so that a line that is taken
    over elsewhere keeps its own. Its date is the day of the last mark. The same material gives
    the same bytes: no clock, and no name but the reviewer's.
    """
    title = material.document.metadata.title
    heading = f"关于《{title}》的审阅意见" if title else "审阅意见"
    annexes = [*_ledger(material), *_figures(material)]
    blocks = [
        _paragraph("Title", heading),
        *_overview(material),
        *_opinions(material),
        *_signature(material, [annex.name for annex in annexes]),
    ]
    paper = UPRIGHT
    for at, annex in enumerate(annexes, 1):
        blocks += [] if annex.paper is paper else [official.ended(paper)]
        blocks += _annexed(annex, at if len(annexes) > 1 else None, breaks=annex.paper is paper)
        paper = annex.paper
    core = _properties(heading, material)
    return _package(official.document(*blocks, paper=paper), core)


@dataclass(frozen=True, slots=True)
class _Annex:
    """A table that is too long for the memo itself, on pages of its own."""

    name: str
    table: Markup
    paper: Paper = UPRIGHT


def _paragraph(style: str, *runs: str, breaks: bool = False) -> Markup:
    """A paragraph; plain text is a run, what is finished stays. `breaks`: on a new page."""
    page = [one("pageBreakBefore")] if breaks else []
    setting = holding("pPr", one("pStyle", val=style), *page)
    return holding("p", setting, *(it if isinstance(it, Markup) else _run(it) for it in runs))


def _run(text: str, *, bold: bool = False, colour: str = "") -> Markup:
    """Words in one look; their line breaks and tabs are such of Word."""
    look = [one("b")] * bold + [one("color", val=colour)] * bool(colour)
    properties = [holding("rPr", *look)] if look else []
    pieces: list[Markup] = []
    for at, line in enumerate(legible(text).split("\n")):
        pieces += [one("br")] if at else []
        for nth, cell in enumerate(line.split("\t")):
            pieces += [one("tab")] if nth else []
            pieces += [element("w:t", {"xml:space": "preserve"}, cell)] if cell else []
    return holding("r", *properties, *pieces)


def _overview(material: Material) -> Iterator[Markup]:
    """What was reviewed, how far it is, and how the marks are spread."""
    metadata, done = material.document.metadata, material.progress
    facts = [
        ("发文机关", metadata.issuer),
        ("发文字号", metadata.document_number),
        ("发布日期", metadata.published),
    ]
    known = "；".join(f"{name}：{words}" for name, words in facts if words)
    counted = "、".join(
        f"{name}{done.tags.get(tag, 0)}处" for tag, name in _TITLES.items() if tag in _COLOURS
    )
    if known:
        yield _paragraph("Body", f"{known}。")
    yield _paragraph(
        "Body",
        f"全文共{done.measures}条举措，已审阅{done.reviewed}条，其中{counted}。",
        tables.narrowed(material) + "现将审阅意见报告如下。",
    )
    parts = charts.parts(material)
    head, rows = tables.matrix(parts)
    yield _table(head, rows, widths=(10, *(3 for _ in head[1:])), numbers=range(1, len(head)))


def _opinions(material: Material) -> Iterator[Markup]:
    """The marks: by tag, under it by the headings that they stand under, in reading order."""
    groups: dict[str, list[Item]] = {}
    for item in material.items:
        groups.setdefault(charts.columns_of(item)[0], []).append(item)
    for at, column in enumerate(column for column in _TITLES if column in groups):
        yield _paragraph(HEADINGS[0], f"{number(0, at)}{_TITLES[column]}")
        yield from _group(material, groups[column])


def _group(material: Material, items: list[Item]) -> Iterator[Markup]:
    """Headings of two depths at most, for the marks have a number below them."""
    has_sections = bool(material.document.sections)
    counters = [0, 0, 0]
    shown: list[str] = []
    for item in items:
        path = _headings(item) if has_sections else []
        kept = sum(
            1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(path, shown, strict=False))
        )
        for depth in range(kept, len(path)):
            label = number(depth + 1, counters[depth])
            yield _paragraph(HEADINGS[depth + 1], f"{label}{path[depth]}")
            counters[depth] += 1
            counters[depth + 1 :] = [0] * (len(counters) - depth - 1)
        shown = path
        level = len(path) if has_sections else 1
        yield from _item(item, material, number(level + 1, counters[level]))
        counters[level] += 1


def _headings(item: Item) -> list[str]:
    """Those over a mark, without the numbers that they have in the document."""
    if item.measure is None:
        return [f"{item.lost}的批注"]
    return [section.title or section.number for section in item.path[:2]] or [charts.PREAMBLE]


def _item(item: Item, material: Material, label: str) -> Iterator[Markup]:
    """What was marked, its tags with their signs, where it stands; note, figures, follow-up."""
    tags = [
        _run(f"［{_sign(tag)}{name_of(tag)}］", bold=True, colour=_COLOURS.get(tag, ""))
        for tag in item.annotation.tags
    ]
    place = f"（{tables.standing(item)}）"
    yield _paragraph("Body", label, *tags, f"“{' '.join(item.quote.split())}”{place}")
    if item.annotation.note:
        first, *others = filter(str.strip, item.annotation.note.split("\n"))
        yield _paragraph("Body", _run("批注：", bold=True), first)
        yield from (_paragraph("Body", other) for other in others)
    if item.figures:
        figures = "；".join(tables.listed(item, material.document))
        yield _paragraph("Body", _run("数字：", bold=True), f"{figures}。")
    if item.task != Task():
        yield _paragraph("Body", _run("跟进：", bold=True), f"{tables.entrusted(item)}。")


def _sign(tag: str) -> str:
    return f"{TAG_BY_NAME[tag].sign} " if tag in TAG_BY_NAME else ""


def _signature(material: Material, annexes: Sequence[str]) -> Iterator[Markup]:
    """The annexes, the reviewer, and the day of the last mark."""
    for at, name in enumerate(annexes, 1):
        lead = "附件：" if at == 1 else "　　　"
        yield _paragraph("Body", f"{lead}{at}. {name}")
    yield _paragraph("Signature", f"审阅人：{material.reviewer}　　")
    days = [item.annotation.updated.partition("T")[0].split("-") for item in material.items]
    if days and len(latest := max(days)) == 3 and all(map(str.isdecimal, latest)):
        year, month, day = map(int, latest)
        yield _paragraph("Date", f"{year}年{month}月{day}日　　")


def _ledger(material: Material) -> Iterator[_Annex]:
    rows = [(str(at), *row) for at, row in enumerate(tables.ledger(material), 1)]
    if rows:
        widths = (6, 30, 14, 16, 13, 12, 20)
        table = _table(tables.LEDGER, rows, widths=widths, numbers=range(1), whole=TURNED.width)
        yield _Annex("跟进台账", table, TURNED)


def _figures(material: Material) -> Iterator[_Annex]:
    rows = [
        (str(at), figure.stated, figure.subject, figure.locator)
        for at, figure in enumerate(tables.figures(material), 1)
    ]
    if rows:
        table = _table(tables.FIGURES, rows, widths=(5, 16, 32, 9), numbers=range(1))
        yield _Annex("数字清单", table)


def _annexed(annex: _Annex, number: int | None, *, breaks: bool) -> Iterator[Markup]:
    """An annex, with its number where it is one of several; `breaks`: it asks for a page."""
    yield _paragraph("Annex", f"附件{number or ''}", breaks=breaks)
    yield _paragraph("AnnexTitle", annex.name)
    yield annex.table


def _table(
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    widths: Sequence[int],
    numbers: range,
    whole: int = UPRIGHT.width,
) -> Markup:
    """A table as wide as the lines; its head stands on each page, and no row breaks."""
    units = [whole * width // sum(widths) for width in widths]
    edges = [holding("tcPr", one("tcW", w=str(unit), type="dxa")) for unit in units]
    styles = ["Number" if at in numbers else "Cell" for at in range(len(head))]
    heads = [
        holding("tc", edge, _paragraph("CellHead", words))
        for edge, words in zip(edges, head, strict=True)
    ]
    lines = [holding("tr", holding("trPr", one("cantSplit"), one("tblHeader")), *heads)]
    for row in rows:
        cells = [
            holding("tc", edge, _paragraph(style, words))
            for edge, style, words in zip(edges, styles, row, strict=True)
        ]
        # A row higher than a page has to break, or what is below the page would be lost.
        kept = [one("cantSplit")] * (max(map(len, row)) <= _LONGEST_WHOLE)
        lines.append(holding("tr", holding("trPr", *kept), *cells))
    look = holding(
        "tblPr",
        one("tblStyle", val="Grid"),
        one("tblW", w=str(sum(units)), type="dxa"),
        one("tblLayout", type="fixed"),
    )
    grid = holding("tblGrid", *(one("gridCol", w=str(unit)) for unit in units))
    # Word joins tables that touch, and wants a paragraph at the end of the file.
    return joined(holding("tbl", look, grid, *lines), _paragraph("Cell"))


_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PROPERTIES = "docProps/core.xml"
_PARTS = (  # what each is to the main part, and of what type
    ("styles", "styles"),
    ("settings", "settings"),
    ("fontTable", "fontTable"),
    ("footer1", "footer"),
    ("footer2", "footer"),
)


def _package(main: Markup, core: Markup) -> bytes:
    """The parts of a Word file in one archive (ECMA-376, part 2), with no time of its making.

    The properties are not compressed, so that the file tells whose review it is.
    """
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations(
            (f"{official.RELATIONS}/officeDocument", "word/document.xml"),
            (f"{_PACKAGE}/metadata/core-properties", _PROPERTIES),
        ),
        _PROPERTIES: core,
        "word/document.xml": main,
        "word/_rels/document.xml.rels": _relations(
            *((f"{official.RELATIONS}/{kind}", f"{name}.xml") for name, kind in _PARTS)
        ),
        "word/styles.xml": official.styles(),
        "word/settings.xml": official.settings(),
        "word/fontTable.xml": official.fonts(),
        "word/footer1.xml": official.folio("Folio"),
        "word/footer2.xml": official.folio("FolioEven"),
    }
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, part in parts.items():
            entry = zipfile.ZipInfo(name, _EARLIEST)
            stored = name == _PROPERTIES
            entry.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            entry.create_system = 0
            archive.writestr(entry, part.encode())
    return written.getvalue()


def _content_types() -> Markup:
    relations = "application/vnd.openxmlformats-package.relationships+xml"
    core = "application/vnd.openxmlformats-package.core-properties+xml"
    overrides = [("/docProps/core.xml", core), ("/word/document.xml", f"{_MIME}.document.main+xml")]
    overrides += [(f"/word/{name}.xml", f"{_MIME}.{kind}+xml") for name, kind in _PARTS]
    defaults = [("rels", relations), ("xml", "application/xml")]
    return _root(
        "Types",
        {"xmlns": _TYPES},
        *(element("Default", {"Extension": end, "ContentType": of}) for end, of in defaults),
        *(element("Override", {"PartName": name, "ContentType": of}) for name, of in overrides),
    )


def _relations(*targets: tuple[str, str]) -> Markup:
    entries = [
        element("Relationship", {"Id": f"rId{at}", "Type": kind, "Target": target})
        for at, (kind, target) in enumerate(targets, 1)
    ]
    return _root("Relationships", {"xmlns": _PACKAGE}, *entries)


def _properties(title: str, material: Material) -> Markup:
    spaces = {"xmlns:cp": _CORE, "xmlns:dc": "http://purl.org/dc/elements/1.1/"}
    told = (
        ("title", title),
        ("creator", material.reviewer),
        ("identifier", f"urn:uuid:{guid('review', material.document.id, material.reviewer)}"),
        ("language", "zh-CN"),
    )
    entries = [element(f"dc:{name}", None, words) for name, words in told]
    return _root("cp:coreProperties", spaces, *entries)


def _root(name: str, attributes: dict[str, str], *children: Markup) -> Markup:
    return Markup(f"{official.DECLARATION}{element(name, attributes, *children)}")
