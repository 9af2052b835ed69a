"""Word files for tests, made in memory from a few words."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def run(text: str, properties: str = "") -> str:
    """A run; a tab in the text is a tab, a newline a line break."""
    xml = escape(text).replace("\t", "</w:t><w:tab/><w:t xml:space='preserve'>")
    xml = xml.replace("\n", "</w:t><w:br/><w:t xml:space='preserve'>")
    head = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f"<w:r>{head}<w:t xml:space='preserve'>{xml}</w:t></w:r>"


def p(
    text: str = "",
    *runs: str,
    style: str = "",
    item: tuple[int, int | None] | None = None,
    outline: int | None = None,
    mark: str = "",
) -> str:
    """A paragraph; `item` is the list and the level in it, `mark` properties of the ¶."""
    head = f"<w:pStyle w:val={quoteattr(style)}/>" if style else ""
    if item:
        head += f"<w:numPr>{_numbering(*item)}</w:numPr>"
    if outline is not None:
        head += f"<w:outlineLvl w:val='{outline}'/>"
    if mark:
        head += f"<w:rPr>{mark}</w:rPr>"
    text = run(text) if text else ""
    return f"<w:p><w:pPr>{head}</w:pPr>{text}{''.join(runs)}</w:p>"


def _numbering(number: int | None, level: int | None) -> str:
    xml = "" if level is None else f"<w:ilvl w:val='{level}'/>"
    return xml + ("" if number is None else f"<w:numId w:val='{number}'/>")


def table(*rows: list[str]) -> str:
    """A table; a cell is a text, or XML of what stands in the cell."""
    return f"<w:tbl>{''.join(row(*cells) for cells in rows)}</w:tbl>"


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(map(cell, cells))}</w:tr>"


def cell(content: str, properties: str = "") -> str:
    if content.startswith("<w:tc>"):
        return content
    content = content if content.startswith("<") else p(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def field(code: str, result: str = "") -> str:
    """The runs of a field; `result` is XML and may hold whole paragraphs."""
    return f"{field_begin(code)}{result}{FIELD_END}"


def field_begin(code: str) -> str:
    return (
        "<w:r><w:fldChar w:fldCharType='begin'/></w:r>"
        f"<w:r><w:instrText>{escape(code)}</w:instrText></w:r>"
        "<w:r><w:fldChar w:fldCharType='separate'/></w:r>"
    )


FIELD_END = "<w:r><w:fldChar w:fldCharType='end'/></w:r>"


def box(content: str) -> str:
    """A run with a text box, twice as Word writes it: for itself and for older programs."""
    return (
        "<w:r><mc:AlternateContent>"
        "<mc:Choice Requires='wps'><w:drawing><wps:txbx><w:txbxContent>"
        f"{content}</w:txbxContent></wps:txbx></w:drawing></mc:Choice>"
        "<mc:Fallback><w:pict><v:textbox><w:txbxContent>"
        f"{content}</w:txbxContent></v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )


PICTURE = "<w:r><w:drawing><a:blip r:embed='rId9'/></w:drawing></w:r>"


def style(
    identity: str,
    name: str = "",
    *,
    based_on: str = "",
    item: tuple[int | None, int | None] | None = None,
    outline: int | None = None,
    run_properties: str = "",
    default: bool = False,
) -> str:
    xml = f"<w:name w:val={quoteattr(name or identity)}/>"
    if based_on:
        xml += f"<w:basedOn w:val={quoteattr(based_on)}/>"
    head = f"<w:numPr>{_numbering(*item)}</w:numPr>" if item else ""
    if outline is not None:
        head += f"<w:outlineLvl w:val='{outline}'/>"
    first = " w:default='1'" if default else ""
    return (
        f"<w:style w:type='paragraph' w:styleId={quoteattr(identity)}{first}>{xml}"
        f"<w:pPr>{head}</w:pPr><w:rPr>{run_properties}</w:rPr></w:style>"
    )


def level(place: int, form: str, text: str, more: str = "", *, start: int = 1) -> str:
    """A level of a list; `more` are further elements of it (suff, isLgl, pStyle, lvlRestart)."""
    return (
        f"<w:lvl w:ilvl='{place}'><w:start w:val='{start}'/><w:numFmt w:val='{form}'/>{more}"
        f"<w:lvlText w:val={quoteattr(text)}/></w:lvl>"
    )


def abstract(identity: int, *levels: str) -> str:
    content = "".join(levels)
    return f"<w:abstractNum w:abstractNumId='{identity}'>{content}</w:abstractNum>"


def num(identity: int, of: int, overrides: str = "") -> str:
    return f"<w:num w:numId='{identity}'><w:abstractNumId w:val='{of}'/>{overrides}</w:num>"


def restarted(place: int, start: int) -> str:
    return f"<w:lvlOverride w:ilvl='{place}'><w:startOverride w:val='{start}'/></w:lvlOverride>"


def part(root: str, content: str) -> str:
    """The XML of a part: `document`, `styles`, `numbering`, `footnotes`."""
    names = {
        "w": WORD,
        "r": OFFICE,
        "mc": "urn:mc",
        "wps": "urn:wps",
        "v": "urn:v",
        "a": "urn:a",
        "m": "urn:m",
    }
    declared = " ".join(f"xmlns:{prefix}='{uri}'" for prefix, uri in names.items())
    return f"<?xml version='1.0' encoding='UTF-8'?><w:{root} {declared}>{content}</w:{root}>"


def make_docx(
    *blocks: str,
    styles: str | None = None,
    numbering: str | None = None,
    footnotes: str | None = None,
    main: str = "word/document.xml",
    parts: dict[str, str | bytes] | None = None,
) -> bytes:
    """A Word file with the blocks for its body; `parts` replace or add whole parts."""
    named = {"styles": styles, "numbering": numbering, "footnotes": footnotes}
    present = {name: content for name, content in named.items() if content is not None}
    known: dict[str, str | bytes] = {
        "[Content_Types].xml": _types(main, present),
        "_rels/.rels": relations(officeDocument=main),
        main: part("document", f"<w:body>{''.join(blocks)}<w:sectPr/></w:body>"),
        "word/_rels/document.xml.rels": relations(**{name: f"{name}.xml" for name in present}),
        **{f"word/{name}.xml": part(name, content) for name, content in present.items()},
    }
    return zipped({**known, **(parts or {})})


def relations(**targets: str) -> str:
    rows = "".join(
        f"<Relationship Id='{kind}' Type='{OFFICE}/{kind}' Target='{target}'/>"
        for kind, target in targets.items()
    )
    return f"<Relationships xmlns='{PACKAGE}/relationships'>{rows}</Relationships>"


def _types(main: str, present: Iterable[str]) -> str:
    kinds = {main: "document.main", **{f"word/{name}.xml": name for name in present}}
    rows = "".join(
        f"<Override PartName='/{name}' ContentType='{_KIND}.{kind}+xml'/>"
        for name, kind in kinds.items()
    )
    default = "<Default Extension='rels' ContentType='application/vnd.openxmlformats-package"
    default += ".relationships+xml'/>"
    return f"<Types xmlns='{PACKAGE}/content-types'>{default}{rows}</Types>"


def zipped(parts: dict[str, str | bytes]) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()
