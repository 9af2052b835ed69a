"""Write a review as the Markdown memo that a reviewer hands in, edits, and takes back."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby

from core.document import Document, Section
from core.export import tables
from core.export.escaping import escape, plain
from core.export.material import EVERYTHING, Item, Material
from core.ledger import Task, status_name
from core.review import TAG_BY_NAME, TAGS, Annotation, name_of

FREE_BEGINS = "<!-- piyue:begin free -->"
FREE_ENDS = "<!-- piyue:end free -->"
SCHEMA = "piyue-review/2"
_SCHEMAS = (SCHEMA, "piyue-review/1")  # of which the free block is kept
CELLS = tables.TASK
LEDGER = ("编号", *tables.LEDGER[1:])  # the id of a mark in place of its number
NOTE = "批注"
FIGURES = "数字"
NO_TAG = "（未标记）"
NOTHING = "—"  # in a cell of the ledger


@dataclass(frozen=True, slots=True)
class Flavour:
    """How a program that shows Markdown wants what CommonMark has no form for.

    Each is filled with the id of a mark, `tag` with a name.
    """

    name: str
    tag: str
    place: str
    link: str
    block: str


# GitHub shows no #tag and knows places by HTML; Obsidian knows tags and ^ids of blocks.
GFM = Flavour("gfm", "**{}**", ' <a id="pr-{}"></a>', "[pr-{0}](#pr-{0})", "")
OBSIDIAN = Flavour("obsidian", "#{}", "", r"[[#^pr-{0}\|pr-{0}]]", "^pr-{}")
FLAVOURS: Mapping[str, Flavour] = {flavour.name: flavour for flavour in (GFM, OBSIDIAN)}


def write(material: Material, *, flavour: Flavour = GFM, free: str = "") -> str:
    """The review as Markdown: front matter, marks by section, ledger, figures, a free block.

    The same material gives the same characters. `free` is what the reviewer wrote between the
    markers. Behind each mark a comment says its id and a digest of what is written of it here, by
    which `taking_back` knows what somebody edited since.
    """
    blocks = [
        _front_matter(material, flavour),
        f"# {escape(material.document.metadata.title or '审阅记录')}",
        *_marks(material, flavour),
        *_ledger(material, flavour),
        *_figures(material),
        "## 审阅意见",
        f"{FREE_BEGINS}\n{free}{FREE_ENDS}",
    ]
    return "\n\n".join(blocks) + "\n"


def free_block(text: str, document: Document, reviewer: str) -> str | None:
    """What stands between the markers of an earlier memo of this review; None if it is none."""
    facts = facts_of(text)
    ours = (facts.get("document"), facts.get("reviewer")) == (document.id, _name(reviewer))
    begin, end = text.find(FREE_BEGINS), text.rfind(FREE_ENDS)
    if not ours or facts.get("schema") not in _SCHEMAS or not 0 <= begin < end:
        return None
    return re.sub(r"^\r?\n", "", text[begin + len(FREE_BEGINS) : end])


def facts_of(text: str) -> dict[str, str]:
    """What the front matter of a memo says, as an editor of properties may have rewritten it."""
    lines = re.split(r"\r?\n", text.removeprefix("\ufeff"))
    if lines[0] != "---" or "---" not in lines[1:]:
        return {}
    pairs = [line.partition(":") for line in lines[1 : lines.index("---", 1)]]
    return {name.strip(): _scalar(value.strip()) for name, _, value in pairs}


def _scalar(written: str) -> str:
    try:
        value = json.loads(written)
    except ValueError:
        is_quoted = written[:1] == written[-1:] == "'"
        return written[1:-1].replace("''", "'") if is_quoted else written
    return value if isinstance(value, str) else written


def _name(reviewer: str) -> str:
    return plain(reviewer).replace("\n", " ")


_Fact = str | int | list[str]
# YAML takes \u escapes as JSON does, and takes none of these as they are.
_ESCAPED_IN_YAML = re.compile(r"[\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")


def _front_matter(material: Material, flavour: Flavour) -> str:
    document, scope = material.document, material.scope
    metadata, done = document.metadata, material.progress
    section = document.section(scope.section)
    facts: dict[str, _Fact] = {
        "schema": SCHEMA,
        "document": document.id,
        "reviewer": _name(material.reviewer),
        "title": metadata.title,
        "issuer": metadata.issuer,
        "document_number": metadata.document_number,
        "written": metadata.written,
        "published": metadata.published,
        "text_sha256": sha256(document.text.encode("utf-8", "surrogatepass")).hexdigest(),
        "measures": done.measures,
        "reviewed": done.reviewed,
        **{tag.id: done.tags.get(tag.id, 0) for tag in TAGS},
    }
    if scope != EVERYTHING:
        facts["only_tags"] = sorted(map(name_of, scope.tags))
        facts["only_section"] = section.heading if section else ""
    if flavour is OBSIDIAN:
        facts |= {"aliases": [metadata.title], "tags": ["批阅"]}
    return "\n".join(["---", *(f"{name}: {_yaml(fact)}" for name, fact in facts.items()), "---"])


def _yaml(fact: _Fact) -> str:
    # A JSON scalar is a YAML scalar, so no title can break out of its line.
    written = plain(json.dumps(fact, ensure_ascii=False))
    return _ESCAPED_IN_YAML.sub(lambda found: f"\\u{ord(found[0]):04x}", written)


@dataclass(frozen=True, slots=True)
class Part:
    """A heading, 1 at the top, and the marks that stand right under it; none, if only deeper."""

    heading: str
    level: int
    items: tuple[Item, ...]


def parts(material: Material) -> Iterator[Part]:
    """The marks under their headings in reading order; a section without any is left out."""
    shown: tuple[Section, ...] = ()
    for path, group in groupby(material.items, key=lambda item: item.lost or item.path):
        items = tuple(group)
        if isinstance(path, str):
            yield Part(f"{path}的批注", 1, items)
        elif not path:
            yield Part("前言", 1, items)
        else:
            for section in path[:-1]:
                if section not in shown:
                    yield Part(section.heading, section.level, ())
            yield Part(path[-1].heading, path[-1].level, items)
            shown = path


def _marks(material: Material, flavour: Flavour) -> Iterator[str]:
    for part in parts(material):
        yield f"{'#' * min(part.level + 1, 6)} {escape(part.heading)}"
        yield from (_item(item, material.document, flavour) for item in part.items)


def _item(item: Item, document: Document, flavour: Flavour) -> str:
    mark = public_id(item.annotation.id)
    tags = " ".join(_tag(name, flavour) for name in item.tags) or NO_TAG
    place = flavour.place.format(mark)
    parts = [
        f"- {tags} `{_locator(item)}`{place} {_marker(item.annotation)}",
        f"> {escape(item.quote)}",
    ]
    if item.figures:
        stated = "；".join(map(escape, tables.listed(item, document)))
        parts.append(f"{FIGURES}：{stated}")
    if note := said(item.annotation)["note"]:
        parts.append(f"{NOTE}：{escape(note)}")
    if flavour.block:
        parts.append(flavour.block.format(mark))
    return "\n\n  ".join(parts)


def _tag(name: str, flavour: Flavour) -> str:
    # Bold beside punctuation does not close, and a tag ends there; ours have none.
    is_word = re.fullmatch(r"[^\W_]+(?:-[^\W_]+)*", name)
    return flavour.tag.format(name) if is_word else escape(name)


def _locator(item: Item) -> str:
    return item.locator if re.fullmatch(r"[\w.-]+", item.locator) else "?"


def public_id(annotation_id: str) -> str:
    """The id of a mark as it stands in a memo: its own, or a digest of one that is no word."""
    if re.fullmatch(r"[0-9a-z]+(?:-[0-9a-z]+)*", annotation_id) and len(annotation_id) <= 40:
        return annotation_id
    return "x" + sha256(annotation_id.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def said(annotation: Annotation) -> dict[str, str]:
    """What a memo says of a mark: the note, and each cell of the ledger; evidence line by line."""
    task = annotation.task or Task()
    return {"note": plain(annotation.note).strip(), **_said_of(task)}


def _said_of(task: Task) -> dict[str, str]:
    return {
        "unit": _in_a_line(task.unit),
        "due": _in_a_line(task.due),
        "status": _in_a_line(status_name(task.status)),
        "evidence": "\n".join(filter(None, map(_in_a_line, task.evidence))),
    }


def _in_a_line(text: str) -> str:
    line = " ".join(plain(text).split())
    return "" if line == NOTHING else line


UNTOUCHED: Mapping[str, str] = {"note": "", **_said_of(Task())}


def bare(quote: str) -> str:
    """A quote without what editors add: emphasis, and spaces and line ends where they break it."""
    return re.sub(r"[*_~=\s]", "", plain(quote))


def digest(text: str) -> str:
    """What tells whether a text was edited, in eight characters."""
    return sha256(text.encode()).hexdigest()[:8]


def _marker(annotation: Annotation) -> str:
    """The comment that knows a mark again; what is as in a new mark is left out."""
    tags = ",".join(tag for tag in annotation.tags if tag in TAG_BY_NAME)
    words = [f"quote={digest(bare(annotation.anchor.exact))}"]
    words += [f"tags={tags}"] if tags else []
    for name, text in said(annotation).items():
        if text != UNTOUCHED[name]:
            words.append(f"{name}={digest(text)}")
    return f"<!-- {' '.join([f'piyue:{public_id(annotation.id)}', *words])} -->"


def _ledger(material: Material, flavour: Flavour) -> Iterator[str]:
    rows = [
        (
            flavour.link.format(public_id(item.annotation.id)),
            escape(item.quote),
            escape(f"{item.place} {_locator(item)}".strip()),
            *(escape(said(item.annotation)[name]) for name in CELLS),
        )
        for item in material.ledger
    ]
    if rows:
        yield "## 跟进台账"
        yield _table(LEDGER, rows)


def _figures(material: Material) -> Iterator[str]:
    rows = [
        (escape(figure.stated), escape(figure.subject), escape(figure.locator))
        for figure in tables.figures(material)
    ]
    if rows:
        yield "## 数字清单"
        yield _table(tables.FIGURES[1:], rows)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
