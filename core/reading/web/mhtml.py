"""Read the web page in a single-file page (MHTML), as browsers save it."""

from __future__ import annotations

from email import message_from_bytes

from core.reading.extract import Extract, ReadError
from core.reading.web import html

# A saved page has one part for each picture, but hardly parts within parts. The parser of the
# standard library compares every line with each level.
_MOST_LEVELS = 16


def extract(data: bytes) -> Extract:
    """The document in the largest page of an MHTML file; smaller ones are frames around it.

    Raises ReadError when it holds none.
    """
    if data.count(b"multipart/") + data.count(b"message/") > _MOST_LEVELS:
        raise ReadError("the file is damaged or cut short")
    pages: list[tuple[bytes, str]] = []
    for part in message_from_bytes(data).walk():
        if part.get_content_type() in {"text/html", "application/xhtml+xml"}:
            content = part.get_payload(decode=True)
            if isinstance(content, bytes) and content.strip():
                pages.append((content, part.get_content_charset("")))
    if not pages:
        raise ReadError("the file holds no web page")
    content, charset = max(pages, key=lambda page: len(page[0]))
    return html.extract(content, declared=charset)
