"""Tell what a file is by its bytes, never by its name, and refuse by name what holds no text."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from core.reading.extract import ReadError


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of file that can be read, and the module whose `extract(data)` reads it.

    `module` is None for plain text and Markdown, which are only decoded. A `trusted` module
    does not parse the file itself and runs in the app; all others run confined.
    """

    name: str
    module: str | None
    trusted: bool = False


TEXT = Format("text", None, trusted=True)
KEPT = Format("Piyue", "core.reading.kept", trusted=True)  # as the library keeps it
HTML = Format("HTML", "core.reading.web.html")
MHTML = Format("MHTML", "core.reading.web.mhtml")
DOCX = Format("DOCX", "core.reading.word.docx")
PDF = Format("PDF", "core.reading.pages.pdf")
OFD = Format("OFD", "core.reading.pages.ofd")
# Another program makes DOCX of these.
DOC = Format("DOC", "core.reading.office", trusted=True)  # also what WPS Office saves as .wps
RTF = Format("RTF", "core.reading.office", trusted=True)
ODT = Format("ODT", "core.reading.office", trusted=True)
WORD_XML = Format("Word XML", "core.reading.office", trusted=True)  # the flat XML of Word 2003

_HEAD = 64 << 10  # a saved page may begin with a long comment
_MOST_PARTS = 20_000  # a picture book of a DOCX has some hundred


class _File:
    """The bytes of a file, and the views of them that the rows below ask for."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    @cached_property
    def parts(self) -> frozenset[str]:
        """The names in a zip file. Raises ReadError when its table of contents is damaged."""
        if self.data.count(b"PK\x01\x02") > _MOST_PARTS:
            raise ReadError("the file unpacks to more than a document can hold")
        from core.reading.archive import Archive  # noqa: PLC0415 (plain text needs no zip files)

        return Archive(self.data).names

    @cached_property
    def head(self) -> str:
        """The beginning in small letters, good for ASCII in any encoding, without a BOM."""
        start = self.data[:_HEAD]
        if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            text = start.decode("utf-16", "replace")
        elif start[:1] == b"\0":
            text = start.decode("utf-16-be", "replace")
        elif start[1:2] == b"\0":
            text = start.decode("utf-16-le", "replace")
        else:
            text = start.removeprefix(codecs.BOM_UTF8).decode("latin-1")
        return text.lstrip("\ufeff \t\r\n\f\0").lower()

    @cached_property
    def markup(self) -> str:
        """The head behind declarations and comments, from its first tag; "" where none is."""
        rest = self.head[_PROLOGUE.match(self.head).end() :]  # type: ignore[union-attr]
        return rest if rest.startswith("<") else ""


# Atomic: what was once taken for a comment is not tried again as something else.
_PROLOGUE = re.compile(r"(?>(?:\s+|<\?[^>]*>|<!--.*?-->)*)", re.DOTALL)

_Test = Callable[[_File], bool]


def _begins(*beginnings: bytes) -> _Test:
    return lambda file: file.data.startswith(beginnings)


def _holds(part: str) -> _Test:
    """A zip file with this part, or any part in this folder when it ends in `/`."""
    if part.endswith("/"):
        return lambda file: _zip(file) and any(name.startswith(part) for name in file.parts)
    return lambda file: _zip(file) and part in file.parts


_zip = _begins(b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")


def _office(kind: str) -> _Test:
    """A zip file of LibreOffice or an e-book: its kind stands unpacked in its first part."""
    return lambda file: _zip(file) and file.data[:256].find(f"mimetype{kind}".encode()) > 0


def _stream(*names: str) -> _Test:
    """An OLE file (MS-CFB) with such a stream: entries of its directory are 128 bytes long."""
    entries = [name.encode("utf-16-le").ljust(64, b"\0") for name in names]
    return lambda file: _ole(file) and any(_aligned(file.data, entry) for entry in entries)


_ole = _begins(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")


def _aligned(data: bytes, entry: bytes) -> bool:
    at = data.find(entry)
    while at >= 0 and at % 128:
        at = data.find(entry, at + 1)
    return at >= 0


def _locked_doc(file: _File) -> bool:
    """A DOC with a password: the bit fEncrypted behind the mark of its text (MS-DOC, FibBase)."""
    flags = int.from_bytes(file.data[522:524], "little")
    return _ole(file) and file.data[512:514] == b"\xec\xa5" and bool(flags & 0x0100)


def _bitmap(file: _File) -> bool:
    """`BM` alone could begin a text; two reserved fields of zero could not."""
    return file.data.startswith(b"BM") and file.data[6:10] == b"\0\0\0\0"


def _windows_program(file: _File) -> bool:
    at = int.from_bytes(file.data[60:64], "little")
    return file.data.startswith(b"MZ") and file.data[at : at + 2] in {b"PE", b"NE", b"LE"}


def _pdf(file: _File) -> bool:
    """Readers allow up to 1,024 bytes before the mark; in a text it stands alone."""
    at = file.data.find(b"%PDF-", 0, 1024)
    return at == 0 or (at > 0 and (not file.data[:at].strip() or b"endobj" in file.data))


def _word_xml(file: _File) -> bool:
    return file.head.startswith("<?xml") and any(
        mark in file.head
        for mark in (
            'progid="word.document"',
            "http://schemas.microsoft.com/office/word/2003/wordml",
        )
    )


_PAGE = re.compile(r"<!doctype\s+html|<(?:html|head|body|meta|div|p|table|title|h[1-6])[\s>/]")
_ELEMENT = re.compile(
    r"<(a|article|b|center|font|i|li|link|main|ol|pre|script|section|span|strong|style|tr|u|ul)[\s>]"
)


def _html(file: _File) -> bool:
    """A page by its first tag; a fragment of one when the element it opens is closed, too.

    A plain text may begin with 《 or <, or hold a stray tag.
    """
    if _PAGE.match(file.markup):
        return True
    first = _ELEMENT.match(file.markup)
    return first is not None and f"</{first[1]}>" in file.markup


_MAIL_HEAD = re.compile(r"(?>(?:[a-z-]+:[^\n]*\n(?>(?:[ \t][^\n]*\n)*))+)")
_PAGE_IN_MAIL = re.compile(r"^content-type:\s*(?:multipart/related|text/html)", re.MULTILINE)


def _mhtml(file: _File) -> bool:
    """A page saved with its pictures, in the form of an e-mail (RFC 2557)."""
    head = _MAIL_HEAD.match(file.head)
    return (
        head is not None
        and ("mime-version:" in head[0] or "from: <saved by" in head[0])
        and _PAGE_IN_MAIL.search(head[0]) is not None
    )


# The first row that fits tells what the file is, or why it is refused.
_KINDS: tuple[tuple[Format | str, _Test], ...] = (
    (KEPT, _begins(b'{\n "piyue":')),
    ("a picture", _begins(b"\x89PNG", b"\xff\xd8\xff", b"GIF87a", b"GIF89a")),
    ("a picture", _begins(b"II*\0", b"MM\0*")),  # TIFF
    ("a picture", _bitmap),
    ("a picture", lambda file: file.data[:4] == b"RIFF" and file.data[8:12] == b"WEBP"),
    ("a picture", lambda file: file.data[4:12] in {b"ftypheic", b"ftypmif1", b"ftypavif"}),
    ("a picture", lambda file: file.markup.startswith(("<svg ", "<!doctype svg"))),
    ("a RAR archive: unpack it first", _begins(b"Rar!\x1a\x07")),
    ("a 7z archive: unpack it first", _begins(b"7z\xbc\xaf\x27\x1c")),
    ("a gzip archive: unpack it first", _begins(b"\x1f\x8b")),
    ("a program", _begins(b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe")),
    ("a program", _windows_program),
    ("a database", _begins(b"SQLite format 3\0")),
    ("the file is protected by a password", _stream("EncryptedPackage")),
    ("the file is protected by a password", _locked_doc),
    ("a spreadsheet", _stream("Workbook", "Book")),
    ("a presentation", _stream("PowerPoint Document")),
    (DOC, _stream("WordDocument")),
    ("an old Office file of an unknown kind: save it as DOCX", _ole),
    (RTF, _begins(b"{\\rtf")),
    (PDF, _pdf),
    (ODT, _office("application/vnd.oasis.opendocument.text")),
    ("a spreadsheet", _office("application/vnd.oasis.opendocument.spreadsheet")),
    ("a presentation", _office("application/vnd.oasis.opendocument.presentation")),
    ("an e-book", _office("application/epub+zip")),
    (DOCX, _holds("word/")),
    ("a spreadsheet", _holds("xl/")),
    ("a presentation", _holds("ppt/")),
    (OFD, _holds("OFD.xml")),
    (OFD, _holds("Doc_0/")),  # damaged, and the reader of OFD says so better
    ("a zip archive: unpack it first", _zip),
    # A DOCX of which hardly anything came across: no text of two letters is meant.
    ("the file is damaged or cut short", lambda file: file.data in {b"PK", b"PK\x03"}),
    (WORD_XML, _word_xml),
    (HTML, _html),
    (MHTML, _mhtml),
    ("an XML file of an unknown kind", lambda file: file.head.startswith("<?xml")),
    (TEXT, lambda _: True),
)


def kind(data: bytes) -> Format:
    """What the file is. Raises ReadError, naming it, when it is nothing that Piyue reads.

    What is none of the binary formats is text here; decoding decides whether that is so.
    """
    file = _File(data)
    answer = next(answer for answer, fits in _KINDS if fits(file))
    if isinstance(answer, str):
        raise ReadError(answer)
    return answer
