"""Write small PDF files: text where it is wanted, in a font that is named but not embedded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

_CMAP = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CMapName /Any def /CMapType 2 def
1 begincodespacerange <0000> <FFFF> endcodespacerange
256 beginbfrange
%s
endbfrange endcmap CMapName currentdict /CMap defineresource pop end end
"""


@dataclass(frozen=True)
class Text:
    """A string whose first character begins at x, y points from the lower left corner.

    `turn` writes it upwards, downwards or on its head; `mode` 3 makes it invisible.
    """

    text: str
    x: float
    y: float
    size: float = 16
    turn: int = 0
    mode: int = 0


@dataclass(frozen=True)
class Sheet:
    texts: Sequence[Text] = ()
    has_picture: bool = False
    rotate: int = 0
    box: tuple[int, int, int, int] = (0, 0, 600, 840)
    extra: Sequence[str] = field(default=())


def make_pdf(*sheets: Sheet, tail: str = "") -> bytes:
    """A file of these pages. Chinese characters are an em wide, ASCII half an em."""
    ranges = b"\n".join(b"<%02X00> <%02XFF> <%02X00>" % (row, row, row) for row in range(256))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count %d /Kids [%s] >>"
        % (len(sheets), b" ".join(b"%d 0 R" % (7 + 2 * n) for n in range(len(sheets)))),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /Any /Encoding /Identity-H"
        b" /DescendantFonts [4 0 R] /ToUnicode 6 0 R >>",
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Any /FontDescriptor 5 0 R /DW 1000"
        b" /W [0 255 500] /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
        b" >>",
        b"<< /Type /FontDescriptor /FontName /Any /Flags 4 /FontBBox [0 -120 1000 880] /Ascent 880"
        b" /Descent -120 /CapHeight 700 /ItalicAngle 0 /StemV 80 >>",
        _stream(_CMAP % ranges),
    ]
    for number, sheet in enumerate(sheets):
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [%d %d %d %d] /Rotate %d /Contents %d 0 R"
            b" /Resources << /Font << /F 3 0 R >> >> >>"
            % (*sheet.box, sheet.rotate, 8 + 2 * number)
        )
        objects.append(_stream(_content(sheet)))
    return _file(objects, tail)


def _stream(data: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(data), data)


_DIRECTIONS = ("1 0 0 1", "0 1 -1 0", "-1 0 0 -1", "0 -1 1 0")


def _content(sheet: Sheet) -> bytes:
    parts = []
    if sheet.has_picture:
        parts.append("q 500 0 0 700 50 70 cm BI /W 1 /H 1 /CS /G /BPC 8 /F /AHx ID 80> EI Q")
    for text in sheet.texts:
        code = text.text.encode("utf-16-be").hex()
        matrix = f"{_DIRECTIONS[text.turn]} {text.x} {text.y}"
        parts.append(f"BT /F {text.size} Tf {text.mode} Tr {matrix} Tm <{code}> Tj ET")
    return "\n".join([*parts, *sheet.extra]).encode()


def _file(objects: Sequence[bytes], tail: str) -> bytes:
    data = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    data += b"".join(b"%010d 00000 n \n" % place for place in places)
    data += b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        tail.encode(),
        start,
    )
    return bytes(data)
