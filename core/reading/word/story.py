"""Gather the lines of a Word file from its tags, in the order in which they are read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from core.reading.archive import Events
from core.reading.word.numbering import Numbers
from core.reading.word.paragraph import (
    CONTENTS_TITLE,
    Line,
    Paragraph,
    depth,
    in_contents,
    lines_of,
)
from core.reading.word.signs import circled, symbol
from core.reading.word.styles import Style, local

_LAYOUT = re.compile(r"[\t\r\n]")
_LONGEST_CODE = 400


@dataclass(slots=True)
class _Cell:
    lines: list[Line] = field(default_factory=list)
    continued: bool = False  # the lower part of a merged cell


@dataclass(slots=True)
class _Row:
    cells: list[_Cell] = field(default_factory=list)
    deleted: bool = False


@dataclass(slots=True)
class _Field:
    """A field that is open: its code, then its result; `shows` and `lists` count those around."""

    around: _Field | None
    code: str = ""
    shows: bool = False  # whether text is to be read here: in the result, not in the code
    lists: bool = False  # whether the result is a table of contents

    @property
    def kind(self) -> str:
        return next(iter(self.code.split()), "").upper()

    def begin_result(self) -> None:
        self.shows = self.around is None or self.around.shows
        self.lists = self.kind == "TOC" or (self.around is not None and self.around.lists)


class Story(Events):
    """The text of one part, gathered tag by tag: document.xml may be too large for a tree."""

    def __init__(
        self, known: Mapping[str, Style], numbers: Numbers, *, with_fields: bool = True
    ) -> None:
        self.styles = known
        self.numbers = numbers
        self.with_fields = with_fields
        self.is_document = False
        self.marks: dict[tuple[str, str], int] = {}  # notes in the order of their marks
        self.notes: dict[tuple[str, str], str] = {}
        self.pictures = self.embedded = 0
        self.fields: list[_Field] = []
        self.lines: list[Line] = []
        self._flows = [self.lines]  # where lines go: the text, a cell, a text box, a note
        self._paragraphs: list[Paragraph] = []
        self._carried: list[str] = []
        self._rows: list[_Row] = []
        self._choices: list[bool] = []
        self._graphics: list[int] = [0]
        self._properties = ""
        self._note = ("", "")
        self._text: list[str] | None = None
        self._keeps_spaces = False
        self._makes_contents = False
        self._skipped = 0

    def opened(self, tag: str, attributes: dict[str, str]) -> None:
        """Acts as the table below says, unless this is inside of something left out."""
        name = local(tag)
        if self._skipped or name in _SKIPPED:
            self._skipped += 1
        elif action := _OPENED.get(name):
            action(self, attributes)

    def closed(self, tag: str) -> None:
        """Ends what was begun; of what was left out only the depth is counted."""
        if self._skipped:
            self._skipped -= 1
        elif action := _CLOSED.get(local(tag)):
            action(self)

    def characters(self, text: str) -> None:
        """Keeps the text of runs and field codes; the rest is layout of the XML."""
        if self._text is not None and not self._skipped:
            self._text.append(text)

    def _skip(self) -> None:
        self._skipped = 1

    # Paragraphs

    def _open_paragraph(self, _: Mapping[str, str]) -> None:
        self._paragraphs.append(Paragraph(self.styles[""], self._carried))
        self._carried = []

    def _close_paragraph(self) -> None:
        paragraph = self._paragraphs.pop()
        if paragraph.joined:
            self._carried = paragraph.parts
            self._flows[-1].extend(paragraph.boxes)
            return
        label = self.numbers.next(paragraph.style, paragraph.number, paragraph.level)
        listed = in_contents(paragraph)
        if listed or paragraph.listed:
            self._drop_contents_title()
        text = "" if listed else "".join(paragraph.parts).strip()
        # An empty paragraph has a number only where the number is all there is to say.
        if text or (self._rows and not listed):
            self._flows[-1].extend(lines_of(label.before(text), depth(paragraph, text)))
        self._flows[-1].extend(paragraph.boxes)

    def _drop_contents_title(self) -> None:
        flow = self._flows[-1]
        if flow and CONTENTS_TITLE.fullmatch(flow[-1].text):
            flow.pop()

    def _end_flow(self, _: Mapping[str, str] | None = None) -> None:
        """What was to be joined to a next paragraph stands alone when there is none."""
        self._flows[-1].extend(lines_of("".join(self._carried)))
        self._carried = []

    def _open_properties(self, name: str, _: Mapping[str, str]) -> None:
        self._properties = name

    def _close_properties(self) -> None:
        self._properties = ""

    def _set_style(self, attributes: Mapping[str, str]) -> None:
        if self._paragraphs:
            self._paragraphs[-1].style = self.styles.get(_value(attributes), self.styles[""])

    def _set(self, name: str, attributes: Mapping[str, str]) -> None:
        value = _value(attributes)
        if self._paragraphs and re.fullmatch("[0-9]{1,9}", value):
            setattr(self._paragraphs[-1], name, int(value))

    def _open_run(self, _: Mapping[str, str]) -> None:
        if self._paragraphs:
            paragraph = self._paragraphs[-1]
            paragraph.hidden = bool(paragraph.style.hidden)

    def _set_run_style(self, attributes: Mapping[str, str]) -> None:
        style = self.styles.get(_value(attributes))
        if self._paragraphs and not self._properties and style and style.hidden is not None:
            self._paragraphs[-1].hidden = style.hidden

    def _hide(self, attributes: Mapping[str, str]) -> None:
        if self._paragraphs:
            hidden = _value(attributes) not in ("0", "false", "off")
            setattr(self._paragraphs[-1], "joined" if self._properties else "hidden", hidden)

    def _delete(self, _: Mapping[str, str]) -> None:
        """Deleted or moved away: runs, or the mark of a paragraph, or a row."""
        if self._properties == "pPr" and self._paragraphs:
            self._paragraphs[-1].joined = True
        elif self._properties == "trPr" and self._rows:
            self._rows[-1].deleted = True
        self._skip()

    # What stands in a run

    def _write(self, text: str) -> None:
        if self._shows():
            self._paragraphs[-1].parts.append(text)

    def _shows(self) -> bool:
        """Whether text is read here: not in hidden text, pictures, codes of fields, contents."""
        if not self._paragraphs or self._graphics[-1] or self._paragraphs[-1].hidden:
            return False
        if not self.fields:
            return True
        self._paragraphs[-1].listed = self._paragraphs[-1].listed or self.fields[-1].lists
        return self.fields[-1].shows and not self.fields[-1].lists

    def _open_text(self, attributes: Mapping[str, str]) -> None:
        self._text = []
        self._keeps_spaces = _value(attributes, "space") == "preserve"

    def _close_text(self) -> None:
        text = _LAYOUT.sub(" ", "".join(self._text or ()))
        self._write(text if self._keeps_spaces else text.strip(" "))
        self._text = None

    def _close_code(self) -> None:
        if self.fields:
            told = self.fields[-1].code + "".join(self._text or ())
            self.fields[-1].code = told[:_LONGEST_CODE]
        self._text = None

    def _mark_field(self, attributes: Mapping[str, str]) -> None:
        kind = _value(attributes, "fldCharType")
        if kind == "begin" and self.with_fields:
            self._open_field("")
        elif kind == "separate" and self.fields:
            self.fields[-1].begin_result()
        elif kind == "end" and self.fields:
            self._end_field(self.fields.pop())

    def _open_field(self, code: str) -> None:
        self.fields.append(_Field(self.fields[-1] if self.fields else None, code))

    def _end_field(self, ended: _Field) -> None:
        if ended.kind == "PAGEREF" and self._paragraphs:
            self._paragraphs[-1].referred = len(self._paragraphs[-1].parts)
        elif not ended.shows:
            self._write(circled(ended.code))

    def _open_simple_field(self, attributes: Mapping[str, str]) -> None:
        self._open_field(_value(attributes, "instr")[:_LONGEST_CODE])
        self.fields[-1].begin_result()

    def _close_simple_field(self) -> None:
        if self.fields:
            self._end_field(self.fields.pop())

    def _symbol(self, attributes: Mapping[str, str]) -> None:
        self._write(symbol(_value(attributes, "font"), _value(attributes, "char")))

    def _reference(self, kind: str, attributes: Mapping[str, str]) -> None:
        if self._shows():
            mark = (kind, _value(attributes, "id"))
            self._write(f"[{self.marks.setdefault(mark, len(self.marks) + 1)}]")

    # What holds paragraphs

    def _open_row(self, _: Mapping[str, str]) -> None:
        self._rows.append(_Row())

    def _close_row(self) -> None:
        row = self._rows.pop()
        filled = [cell.lines for cell in row.cells if cell.lines and not cell.continued]
        if row.deleted:
            return
        if len(filled) == 1:
            self._flows[-1].extend(filled[0])
        elif filled:
            cells = (" ".join(line.text for line in lines) for lines in filled)
            self._flows[-1].append(Line("\t".join(cells)))

    def _open_cell(self, _: Mapping[str, str]) -> None:
        cell = _Cell()
        if self._rows:
            self._rows[-1].cells.append(cell)
        self._flows.append(cell.lines)

    def _close_cell(self) -> None:
        self._end_flow()
        self._flows.pop()

    def _continue_cell(self, attributes: Mapping[str, str]) -> None:
        if self._rows and self._rows[-1].cells and _value(attributes) != "restart":
            self._rows[-1].cells[-1].continued = True

    def _open_flow(self, _: Mapping[str, str]) -> None:
        self._flows.append([])
        self._graphics.append(0)

    def _close_box(self) -> None:
        self._end_flow()
        self._graphics.pop()
        lines = self._flows.pop()
        (self._paragraphs[-1].boxes if self._paragraphs else self._flows[-1]).extend(lines)

    def _open_note(self, kind: str, attributes: Mapping[str, str]) -> None:
        self._note = (kind, _value(attributes, "id"))
        self._open_flow(attributes)

    def _close_note(self) -> None:
        self._end_flow()
        self._graphics.pop()
        text = " ".join(line.text for line in self._flows.pop())
        self.notes.setdefault(self._note, text)

    def _open_graphic(self, _: Mapping[str, str]) -> None:
        self._graphics[-1] += 1
        self.pictures += 1

    def _read_word_art(self, attributes: Mapping[str, str]) -> None:
        """The red head of an official document is often drawn along a path."""
        if self._paragraphs:
            self._paragraphs[-1].boxes.extend(lines_of(_value(attributes, "string")))

    def _close_graphic(self) -> None:
        self._graphics[-1] -= 1

    def _open_alternatives(self, _: Mapping[str, str]) -> None:
        self._choices.append(False)

    def _close_alternatives(self) -> None:
        self._choices.pop()

    def _choose(self, _: Mapping[str, str]) -> None:
        """The first of the alternatives for programs of different age; the others repeat it."""
        if self._choices and self._choices[-1]:
            self._skip()
        elif self._choices:
            self._choices[-1] = True

    def _expect_content(self, _: Mapping[str, str]) -> None:
        self._makes_contents = False

    def _gallery(self, attributes: Mapping[str, str]) -> None:
        self._makes_contents = _value(attributes).casefold() == "table of contents"

    def _open_content(self, _: Mapping[str, str]) -> None:
        if self._makes_contents:
            self._makes_contents = False
            self._drop_contents_title()
            self._skip()

    def _found_document(self, _: Mapping[str, str]) -> None:
        self.is_document = True

    def _leave_unread(self, _: Mapping[str, str]) -> None:
        self.embedded += 1


# Deleted text, the reading of a character printed above it (拼音), former properties of revised
# text, tab stops (which are named like tabs), headers, words within a drawing.
_SKIPPED = frozenset(
    {
        *("delText", "delInstrText", "rt", "tabs", "sectPr", "txBody"),
        *("pPrChange", "rPrChange", "sectPrChange", "numberingChange"),
        *("tblPrChange", "tblPrExChange", "tblGridChange", "trPrChange", "tcPrChange"),
    }
)
_OPENED: dict[str, Callable[[Story, Mapping[str, str]], None]] = {
    "document": Story._found_document,
    "p": Story._open_paragraph,
    "pPr": lambda story, told: story._open_properties("pPr", told),
    "trPr": lambda story, told: story._open_properties("trPr", told),
    "pStyle": Story._set_style,
    "numId": lambda story, told: story._set("number", told),
    "ilvl": lambda story, told: story._set("level", told),
    "outlineLvl": lambda story, told: story._set("outline", told),
    "vanish": Story._hide,
    "r": Story._open_run,
    "rStyle": Story._set_run_style,
    "del": Story._delete,
    "moveFrom": Story._delete,
    "t": Story._open_text,
    "instrText": Story._open_text,
    "fldChar": Story._mark_field,
    "fldSimple": Story._open_simple_field,
    "tab": lambda story, _: story._write("\t"),
    "ptab": lambda story, _: story._write("\t"),
    "br": lambda story, _: story._write("\n"),
    "cr": lambda story, _: story._write("\n"),
    "noBreakHyphen": lambda story, _: story._write("-"),
    "sym": Story._symbol,
    "footnoteReference": lambda story, told: story._reference("footnote", told),
    "endnoteReference": lambda story, told: story._reference("endnote", told),
    "footnote": lambda story, told: story._open_note("footnote", told),
    "endnote": lambda story, told: story._open_note("endnote", told),
    "tbl": Story._end_flow,
    "tr": Story._open_row,
    "tc": Story._open_cell,
    "vMerge": Story._continue_cell,
    "hMerge": Story._continue_cell,
    "drawing": Story._open_graphic,
    "pict": Story._open_graphic,
    "object": Story._open_graphic,
    "textpath": Story._read_word_art,
    "txbxContent": Story._open_flow,
    "AlternateContent": Story._open_alternatives,
    "Choice": Story._choose,
    "Fallback": Story._choose,
    "sdtPr": Story._expect_content,
    "docPartGallery": Story._gallery,
    "sdtContent": Story._open_content,
    "altChunk": Story._leave_unread,
    "subDoc": Story._leave_unread,
}
_CLOSED: dict[str, Callable[[Story], None]] = {
    "body": Story._end_flow,
    "p": Story._close_paragraph,
    "pPr": Story._close_properties,
    "trPr": Story._close_properties,
    "t": Story._close_text,
    "instrText": Story._close_code,
    "fldSimple": Story._close_simple_field,
    "tr": Story._close_row,
    "tc": Story._close_cell,
    "txbxContent": Story._close_box,
    "footnote": Story._close_note,
    "endnote": Story._close_note,
    "drawing": Story._close_graphic,
    "pict": Story._close_graphic,
    "object": Story._close_graphic,
    "AlternateContent": Story._close_alternatives,
}


def _value(attributes: Mapping[str, str], name: str = "val") -> str:
    return next((value for key, value in attributes.items() if local(key) == name), "")
