"""Decode the text files that offices send: UTF-8, GB18030, UTF-16, with or without a mark."""

from __future__ import annotations

import codecs
from contextlib import suppress

from core.reading.extract import ReadError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before the mark of UTF-16, with which it begins
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MOST_BAD = 0.001  # the share of bytes that may be damaged in what is still a text
_MOST_NULS = 0.1  # beyond it, NUL bytes are no damage but halves of UTF-16 characters


def decode(data: bytes) -> tuple[str, int]:
    """The text in the bytes of a file, and how many characters of it were damaged.

    Tried in turn: a byte order mark, UTF-16 by its NUL bytes, strict UTF-8, strict GB18030, then
    both with a few damaged places, each shown as U+FFFD. Raises ReadError when the bytes are no
    text.
    """
    if not data:
        raise ReadError("the file is empty")
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _forgiving(data[len(mark) :], encoding)
    if data.count(0) > _MOST_NULS * len(data):
        return _forgiving(data, _byte_order(data))
    for encoding in ("utf-8", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return (_as_gb18030(data) or text) if encoding == "utf-8" else text, 0
    encodings = ["utf-8", "gb18030"]  # GB18030 last: it makes something of nearly any bytes
    if 0 in data:  # mostly Chinese text has few NUL bytes in UTF-16
        with suppress(ReadError):
            encodings.insert(0, _byte_order(data))
    for encoding in encodings:
        with suppress(ReadError):
            return _forgiving(data, encoding)
    raise ReadError("not a text file")


def _byte_order(data: bytes) -> str:
    """UTF-16 without a mark: in mixed text the NUL bytes of ASCII stand on one side."""
    nul = [data[side::2].count(0) for side in (0, 1)]
    if len(data) % 2 or min(nul) * 4 > max(nul):
        raise ReadError("not a text file")
    return "utf-16-be" if nul[0] > nul[1] else "utf-16-le"


def _as_gb18030(data: bytes) -> str | None:
    """A few bytes of GB18030 can be valid UTF-8: 通知 would read as two Greek letters."""
    if len(data) > 64 or data.isascii() or any(map(_is_chinese, data.decode("utf-8"))):
        return None
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return None
    return text if all(_is_chinese(char) or char.isspace() for char in text) else None


def _is_chinese(char: str) -> bool:
    """Whether it is an ideograph, or punctuation as Chinese has it."""
    return "\u3000" <= char <= "\u9fff" or "\uff00" <= char <= "\uffef"


def _forgiving(data: bytes, encoding: str) -> tuple[str, int]:
    try:
        return data.decode(encoding), 0
    except UnicodeDecodeError:
        text = data.decode(encoding, "replace")
    bad = text.count("\ufffd")
    # One damaged place never refuses a file that has a few lines of text around it.
    if bad > max(1, _MOST_BAD * len(data)) or len(data) < 64:
        raise ReadError("not a text file")
    return text, bad


def warnings_of_damage(text: str, damaged: int) -> tuple[str, ...]:
    """The warning about damaged characters in a text, none where there are none.

    In a page that was cut down to its body the damage may stand outside.
    """
    where = text.find("\ufffd") + 1
    if not damaged or not where:
        return ()
    return (f"damaged characters: {damaged}: position of the first: {where}",)
