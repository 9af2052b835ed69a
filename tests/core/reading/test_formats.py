"""What a file is shows in its bytes; what is no text is refused by its name."""

from contextlib import suppress
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.reading.extract import ReadError
from core.reading.formats import DOC, DOCX, HTML, MHTML, ODT, OFD, PDF, RTF, TEXT, WORD_XML, kind


def packed(*names: str, mimetype: str = "") -> bytes:
    """A zip file with these parts; `mimetype` first and unpacked, as LibreOffice writes it."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype, compress_type=0)
        for name in names:
            archive.writestr(name, "<x/>")
    return file.getvalue()


def ole(*streams: str, before: bytes = b"") -> bytes:
    """The beginning and the directory of an OLE file with these streams."""
    entries = [name.encode("utf-16-le").ljust(64, b"\0") + bytes(64) for name in streams]
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0")
    return head + before.ljust(512, b"\0") + b"".join(entries)


PAGE = "<html><body><p>一、成效</p></body></html>"
MAIL = "From: <Saved by Blink>\r\nSubject: =?utf-8?B?5oql5ZGK?=\r\nMIME-Version: 1.0\r\n"
RELATED = 'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="b"\r\n\r\n--b'
FLAT = '<?xml version="1.0" encoding="UTF-8"?>\n<?mso-application progid="Word.Document"?>\n'


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (packed("[Content_Types].xml", "word/document.xml"), DOCX),
        (packed("word/document.xml", "word/embeddings/a.xlsx", "[Content_Types].xml"), DOCX),
        (packed("[Content_Types].xml", "word/styles.xml"), DOCX),
        (packed("Doc_0/Document.xml", "OFD.xml"), OFD),
        (packed("Doc_0/Document.xml"), OFD),
        (packed("content.xml", mimetype="application/vnd.oasis.opendocument.text"), ODT),
        (ole("Root Entry", "WordDocument"), DOC),
        (b"{\\rtf1\\ansi abc}", RTF),
        (b"%PDF-1.7\n", PDF),
        (b"\r\n\xef\xbb\xbf%PDF-1.4\n1 0 obj\nendobj", PDF),
        (FLAT.encode() + b"<w:wordDocument/>", WORD_XML),
        (("\ufeff" + FLAT).encode("utf-16-le"), WORD_XML),
        ((MAIL + RELATED).encode(), MHTML),
        (("Content-Type: multipart/related\n" + MAIL).encode(), MHTML),
    ],
)
def test_a_format_is_known_by_its_bytes(data: bytes, expected: object) -> None:
    assert kind(data) is expected


@pytest.mark.parametrize(
    "page",
    [
        PAGE,
        "\n \t" + PAGE.upper(),
        "<!-- saved from url=(0014)about:internet -->\n<!DOCTYPE  HTML>" + PAGE,
        '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML">' + PAGE,
        "<!-- 《关于》\n<x> --><!-- -- -->" + PAGE,
        "<head><title>报告</title></head>一、成效",
        '<meta charset="gb2312">一、成效',
        "<div class='content'>一、成效",
        "<p>一、成效",
        "<table>\n<tr><td>一、成效",
        "<span>一、成效</span>",
    ],
)
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_a_web_page_is_known_in_any_encoding(page: str, encoding: str) -> None:
    assert kind(page.encode(encoding)) is HTML


@pytest.mark.parametrize(
    "text",
    [
        "",
        "一、主要举措\n",
        "《<三年行动计划>实施方案》\n一、成效<br>二、不足",
        "<三年行动计划>实施方案\n<p>一、成效</p>",
        "<b>一、成效",  # a stray tag: nothing closes it
        "<!-- INFO END -->\n# 报告\n<p>一、成效</p>",  # Markdown
        "---\ntitle: 报告\n---\n<html> 是标签",
        "BM公司与 MZ 机构",
        "PDF 文件以 %PDF-1.7 开头",
        "From: 某区司法局\nTo: 各科室\n\n通知如下。",
        "MIME-Version: 1.0\n是邮件的一个字段。",
        "{rtf}",
        "PK 比赛通知",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_text_that_resembles_another_format_stays_text(text: str, encoding: str) -> None:
    assert kind(text.encode(encoding)) is TEXT


@pytest.mark.parametrize(
    ("data", "cause"),
    [
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (b"\xff\xd8\xff\xe0\0", "a picture"),
        (b"GIF89a\x01\0", "a picture"),
        (b"II*\0\x08\0", "a picture"),
        (b"MM\0*\0\0", "a picture"),
        (b"BM\x36\x10\0\0\0\0\0\0\x36\0", "a picture"),
        (b"RIFF\x24\0\0\0WEBPVP8 ", "a picture"),
        (b"\0\0\0\x18ftypheic", "a picture"),
        (b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>', "a picture"),
        (b"Rar!\x1a\x07\x01\0", "a RAR archive: unpack it first"),
        (b"7z\xbc\xaf\x27\x1c\0\x04", "a 7z archive: unpack it first"),
        (b"\x1f\x8b\x08\0", "a gzip archive: unpack it first"),
        (packed("一、报告.txt"), "a zip archive: unpack it first"),
        (packed(), "a zip archive: unpack it first"),
        (packed("[Content_Types].xml", "xl/workbook.xml"), "a spreadsheet"),
        (packed("[Content_Types].xml", "ppt/presentation.xml"), "a presentation"),
        (packed(mimetype="application/vnd.oasis.opendocument.spreadsheet"), "a spreadsheet"),
        (packed(mimetype="application/vnd.oasis.opendocument.presentation"), "a presentation"),
        (packed("META-INF/container.xml", mimetype="application/epub+zip"), "an e-book"),
        (packed("word/document.xml")[:-30], "the file is damaged or cut short"),
        (packed("word/document.xml")[:3], "the file is damaged or cut short"),
        (packed("word/document.xml")[:2], "the file is damaged or cut short"),
        (ole("Root Entry", "Workbook"), "a spreadsheet"),
        (ole("Root Entry", "Book"), "a spreadsheet"),
        (ole("Root Entry", "PowerPoint Document"), "a presentation"),
        (ole("Root Entry", "CONTENTS"), "an old Office file of an unknown kind: save it as DOCX"),
        (ole("EncryptionInfo", "EncryptedPackage"), "the file is protected by a password"),
        (
            ole("WordDocument", before=b"\xec\xa5" + bytes(9) + b"\x13"),
            "the file is protected by a password",
        ),
        (b"\x7fELF\x02\x01", "a program"),
        (b"MZ".ljust(60, b"\0") + b"\x40\0\0\0PE\0\0", "a program"),
        (b"SQLite format 3\0", "a database"),
        (b'\xef\xbb\xbf<?xml version="1.0"?><feed/>', "an XML file of an unknown kind"),
        ('<?xml version="1.0"?><规章/>'.encode("utf-16"), "an XML file of an unknown kind"),
    ],
)
def test_what_is_no_text_is_refused_by_its_name(data: bytes, cause: str) -> None:
    with pytest.raises(ReadError) as refusal:
        kind(data)
    assert str(refusal.value) == cause


def test_a_word_file_that_speaks_of_encryption_is_not_protected() -> None:
    text = "加密的流名为 EncryptedPackage".encode("utf-16-le") + bytes(64)
    assert kind(ole("WordDocument", before=b"\xec\xa5".ljust(21, b"\0") + text)) is DOC


def test_a_zip_file_with_countless_parts_is_not_listed() -> None:
    with pytest.raises(ReadError, match="unpacks to more than"):
        kind(b"PK\x03\x04" + b"PK\x01\x02" * 100_000)


@pytest.mark.parametrize("unclosed", [b"<!--", b"<!-- -->", b"<?xml ", b"<p ", b"a:\n ", b"a: b\n"])
def test_a_head_without_end_takes_no_time(unclosed: bytes) -> None:
    with suppress(ReadError):
        kind(unclosed * 100_000 + "一、".encode())


BEGINNINGS = [
    b"",
    b"PK\x03\x04",
    b"%PDF-",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + b"\xec\xa5",
    b"MZ",
    b"MZ".ljust(60, b"\0") + b"\xff\xff\xff\xff",
    b"BM",
    b"<?xml ",
    b"<!--",
    b"\xff\xfe",
    b"\xfe\xff<",
    b"mime-version: 1\n",
    packed("word/document.xml"),
]


@given(st.sampled_from(BEGINNINGS), st.binary(), st.integers(0, 200))
def test_any_bytes_are_a_format_or_refused(start: bytes, rest: bytes, cut: int) -> None:
    with suppress(ReadError):
        kind((start + rest)[: cut or None])
