"""Write a review as a REFI-QDA project (.qdpx), which NVivo, ATLAS.ti, MAXQDA and others open."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from core.document import Document, Measure
from core.export.exchange import guid, instant
from core.export.markup import Markup, element
from core.export.material import Item, Material
from core.export.tables import entrusted
from core.review import FOLLOW_UP, TAGS

_HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
# They read on white, and differ to colour-blind eyes too.
_COLOURS = {"亮点": "#006970", "不足": "#b82500", "跟进": "#8f10ca"}


def write(material: Material) -> bytes:
    """The review as a project of one plain text: tags are codes, notes are comments and memos.

    After REFI-QDA 1.5 (https://www.qdasoftware.org). Positions count code points of the text, as
    the standard says. NVivo counts a character outside the Basic Multilingual Plane (𠮷) twice, so
    that behind one it shows marks too far to the left. The same material gives the same bytes.
    """
    source = guid("source", material.document.id)
    return _zipped(
        {
            "project.qde": _HEAD + _project(material, source),
            # Without a byte order mark and with \n alone, or some would count more characters.
            f"sources/{source}.txt": _UNWRITABLE.sub("\ufffd", material.document.text),
        }
    )


# Replaced one for one, so that positions stay.
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\ud800-\udfff\ufffe\uffff]")


def _zipped(files: dict[str, str]) -> bytes:
    out = BytesIO()
    # Not compressed: another zlib would give other bytes.
    with ZipFile(out, "w", ZIP_STORED) as archive:
        for name, text in files.items():
            entry = ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.create_system, entry.external_attr = 3, 0o644 << 16  # Windows has others
            archive.writestr(entry, text.encode("utf-8"))
    return out.getvalue()


def _project(material: Material, source: str) -> Markup:
    document, items = material.document, material.items
    user = guid("reviewer", material.reviewer)
    made = {
        "creatingUserGUID": user,
        **_time("creationDateTime", (item.annotation.created for item in items), min),
        "modifyingUserGUID": user,
        **_time("modifiedDateTime", (item.annotation.updated for item in items), max),
    }
    notes = [_note(item, document) for item in items if _comment(item)]
    return element(
        "Project",
        {
            "xmlns": "urn:QDA-XML:project:1.0",
            "name": document.metadata.title or "审阅记录",
            "origin": "Piyue",
            **made,
        },
        element("Users", None, *_users(material)),
        element("CodeBook", None, element("Codes", None, *_codes(material))),
        element("Sources", None, _text(material, source)),
        *([element("Notes", None, *notes)] if notes else []),
        *(_note_ref(item, document) for item in items if item.measure is None),
    )


def _time(name: str, times: Iterable[str], chosen: Callable[[list[str]], str]) -> dict[str, str]:
    """The attribute with the first or last of the times; none where there is no time."""
    known = [moment for time in times if (moment := instant(time))]
    return {name: chosen(known)} if known else {}


def _users(material: Material) -> Iterable[Markup]:
    names = [material.reviewer, *(item.annotation.reviewer for item in material.items)]
    for name in dict.fromkeys(names):
        yield element("User", {"guid": guid("reviewer", name), "name": name})


def _codes(material: Material) -> Iterable[Markup]:
    """One for each tag, the same in every project, so that those of several reviews are one."""
    ours = (tag.chinese for tag in TAGS)
    for name in dict.fromkeys([*ours, *(name for item in material.items for name in item.tags)]):
        colour = {"color": _COLOURS[name]} if name in _COLOURS else {}
        yield element("Code", {"guid": _code(name), "name": name, "isCodable": "true", **colour})


def _code(name: str) -> str:
    return guid("code", name)


def _text(material: Material, source: str) -> Markup:
    document = material.document
    facts = document.metadata
    said = {
        "发文机关": facts.issuer,
        "文号": facts.document_number,
        "成文日期": facts.written,
        "发布日期": facts.published,
        "来源": facts.source,
    }
    description = "\n".join(f"{name}：{fact}" for name, fact in said.items() if fact)
    # Some programs name a file by it.
    name = re.sub(r'[\s/\\:*?"<>|]+', " ", facts.title).strip(" .") or document.id[:8]
    return element(
        "TextSource",
        {
            "guid": source,
            "name": name,
            "plainTextPath": f"internal://{source}.txt",
            "creatingUser": guid("reviewer", material.reviewer),
            **_time("creationDateTime", (item.annotation.created for item in material.items), min),
        },
        *([element("Description", None, description)] if description else []),
        *(
            _selection(item, item.measure, document)
            for item in material.items
            if item.measure is not None
        ),
    )


def _selection(item: Item, measure: Measure, document: Document) -> Markup:
    comment = _comment(item)
    return element(
        "PlainTextSelection",
        {
            "guid": _guid("selection", item, document),
            "name": _name(item),
            "startPosition": str(measure.start),
            "endPosition": str(measure.end),
            **_made(item, modified=True),
        },
        *([element("Description", None, comment)] if comment else []),
        *(_coding(item, document, name) for name in dict.fromkeys(item.tags)),
        *([_note_ref(item, document)] if comment else []),
    )


def _coding(item: Item, document: Document, name: str) -> Markup:
    return element(
        "Coding",
        {"guid": _guid("coding", item, document, name), **_made(item)},
        element("CodeRef", {"targetGUID": _code(name)}),
    )


def _note(item: Item, document: Document) -> Markup:
    return element(
        "Note",
        {
            "guid": _guid("note", item, document),
            "name": _name(item),
            **_made(item, modified=True),
        },
        element("PlainTextContent", None, _comment(item)),
    )


def _note_ref(item: Item, document: Document) -> Markup:
    return element("NoteRef", {"targetGUID": _guid("note", item, document)})


def _comment(item: Item) -> str:
    """The note, and what is to come of a follow-up; of a mark that has no place all of it."""
    lost = [] if item.measure else [f"“{item.quote}”", "、".join(item.tags)]
    task = [entrusted(item)] if FOLLOW_UP in item.annotation.tags else []
    return "\n".join(filter(None, [*lost, item.annotation.note, *task]))


def _name(item: Item) -> str:
    return f"{item.lost or item.place} {item.locator}".strip()


def _made(item: Item, *, modified: bool = False) -> dict[str, str]:
    """By whom and when."""
    annotation = item.annotation
    user = guid("reviewer", annotation.reviewer)
    made = {"creatingUser": user, **_time("creationDateTime", [annotation.created], min)}
    if modified:
        made |= {"modifyingUser": user, **_time("modifiedDateTime", [annotation.updated], max)}
    return made


def _guid(kind: str, item: Item, document: Document, *more: str) -> str:
    return guid(kind, document.id, item.annotation.id, *more)
