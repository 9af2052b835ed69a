"""Read a Word file (DOCX) as Word shows it: numbers printed, revisions accepted, tables in rows."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from contextlib import suppress

from core.reading.archive import Archive, Events
from core.reading.extract import Extract, ReadError
from core.reading.word.numbering import Numbers, lists
from core.reading.word.paragraph import Line
from core.reading.word.story import Story
from core.reading.word.styles import local, styles


def extract(data: bytes) -> Extract:
    """The text of a Word file (.docx, .docm, .dotx, of either edition of ECMA-376).

    Tracked insertions are read, deletions are not. A row of a table is a line with tabs between
    its cells, unless its text stands in one cell: that is a frame, and its paragraphs are lines.
    Footnotes follow the text, `[1] …`. Tables of contents, headers, footers and comments are left
    out; so are the properties of the file, which most often are those of an older document.
    Raises ReadError when there is no text.
    """
    package = _Package(Archive(data))
    main = package.main()
    parts = package.related(main)
    archive, warnings = package.archive, []
    try:
        known_styles = styles(archive.xml(parts["styles"]))
    except ReadError:
        known_styles = styles(None)
        warnings.append("styles could not be read")
    try:
        numbering = archive.xml(parts["numbering"])
        known_lists = None if numbering is None else lists(numbering)
    except ReadError:
        known_lists = None

    story = Story(known_styles, Numbers(known_lists))
    archive.parse(main, story)
    if story.fields:  # one that never ends would swallow the text behind it
        story = Story(known_styles, Numbers(known_lists), with_fields=False)
        archive.parse(main, story)
    if not story.is_document:
        raise ReadError("no Word document in the file")
    try:
        lines = story.lines + _notes(archive, parts, story)
    except ReadError:
        lines = story.lines
        warnings.append("notes could not be read")
    if not lines:
        pictures = story.pictures > 0
        if pictures:
            raise ReadError("the file holds pictures but no text")
        raise ReadError("the file holds no text")
    if story.numbers.missed:
        warnings.append("automatic numbers could not be read")
    if story.embedded:
        warnings.append(f"embedded files left unread: {story.embedded}")
    return Extract(
        text="\n".join(line.text for line in lines),
        headings={at: line.depth for at, line in enumerate(lines) if line.depth},
        warnings=tuple(warnings),
    )


def _notes(archive: Archive, parts: Mapping[str, str], story: Story) -> list[Line]:
    texts: dict[tuple[str, str], str] = {}
    for kind in ("footnote", "endnote"):
        if any(marked == kind for marked, _ in story.marks):
            notes = Story(story.styles, story.numbers, with_fields=False)
            archive.parse(parts[f"{kind}s"], notes)
            texts.update(notes.notes)
    numbered = ((number, texts.get(mark, "")) for mark, number in story.marks.items())
    return [Line(f"[{number}] {text}") for number, text in numbered if text]


class _Package:
    """The parts of a file and how they refer to each other (ECMA-376 part 2)."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self._spelled = {_plain(name): name for name in archive.names}

    def main(self) -> str:
        """The name of the part with the text, which need not be word/document.xml.

        Raises ReadError when there is none.
        """
        for name in (
            *self._relations("").get("officedocument", []),
            *self._declared(),
            "word/document.xml",
        ):
            if found := self._spelled.get(_plain(name)):
                return found
        raise ReadError("no Word document in the file")

    def _declared(self) -> list[str]:
        declared = self._attributes("[Content_Types].xml", "Override")
        kinds = [(each.get("PartName", ""), each.get("ContentType", "")) for each in declared]
        return [name for name, kind in kinds if _MAIN.search(kind)]

    def related(self, main: str) -> dict[str, str]:
        """The names of the parts that go with the text, the usual ones where none are stated."""
        stated = self._relations(main)
        folder = posixpath.dirname(main)
        found = {}
        for kind in ("styles", "numbering", "footnotes", "endnotes"):
            names = [*stated.get(kind, []), f"{folder}/{kind}.xml"]
            spelled = (self._spelled.get(_plain(name)) for name in names)
            found[kind] = next(filter(None, spelled), "")
        return found

    def _relations(self, part: str) -> dict[str, list[str]]:
        folder, name = posixpath.split(part)
        found: dict[str, list[str]] = {}
        for each in self._attributes(f"{folder}/_rels/{name}.rels", "Relationship"):
            kind = each.get("Type", "").rpartition("/")[2].casefold()
            found.setdefault(kind, []).append(posixpath.join(folder, each.get("Target", "")))
        return found

    def _attributes(self, part: str, element: str) -> list[dict[str, str]]:
        """Those of all elements of one name; of a damaged part, those before the damage."""
        listener = _Attributes(element)
        # Parts that are not found this way are looked for where they usually are.
        with suppress(ReadError):
            self.archive.parse(self._spelled.get(_plain(part), ""), listener)
        return listener.found


_MAIN = re.compile(r"(?:document|template|macroEnabled\w*)\.main\+xml")


def _plain(name: str) -> str:
    """The name of a part for comparing: without regard to case, from the root."""
    return posixpath.normpath("/" + name.replace("\\", "/")).lstrip("/").casefold()


class _Attributes(Events):
    most = 50_000

    def __init__(self, name: str) -> None:
        self.name = name
        self.found: list[dict[str, str]] = []

    def opened(self, tag: str, attributes: dict[str, str]) -> None:
        if local(tag) == self.name:
            self.found.append(attributes)
