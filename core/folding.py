"""A shadow of the text in which look-alike characters are one: same length, same offsets.

Rules match on the shadow; what is shown and quoted is always the original. Not NFKC: it changes
lengths and turns ① into 1 and ㈠ into (一).
"""

from __future__ import annotations

import re
import unicodedata

# Radicals that a PDF made from a web page prints in place of the ideograph. The Kangxi block
# (U+2F00..2FD5) has compatibility mappings; of the CJK Radicals Supplement only these stand in
# for a whole character.
_RADICAL_LOOKALIKES = dict(
    zip(
        "⺠⻅⻆⻉⻋⻓⻔⻘⻚⻛⻜⻝⻢⻣⻤⻥⻦⻩⻬⻮⻰⻳⺟⻁",
        "民见角贝车长门青页风飞食马骨鬼鱼鸟黄齐齿龙龟母虎",
        strict=True,
    )
)
# Not the em space U+2003: it divides the cells of a table row.
_SPACES = "\u00a0\u2000\u2001\u2002\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_PUNCTUATION = {
    "〔": "[",
    "〕": "]",
    "【": "[",
    "】": "]",
    "○": "〇",
    "◯": "〇",
    "﹝": "[",
    "﹞": "]",
}

_TABLE = {
    **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},  # ！..～ are wide ASCII
    **{chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)},
    **_RADICAL_LOOKALIKES,
    **_PUNCTUATION,
    **dict.fromkeys(_SPACES, " "),
}
# Three times as fast as str.translate(), which looks every character up.
_FOLDABLE = re.compile(f"[{re.escape(''.join(_TABLE))}]")


def searchable(text: str) -> str:
    """The text folded and in small letters, for finding what was typed either way.

    As long as `text`: a letter whose small form is longer (İ) is kept. casefold() is not used,
    it makes ss of ß and would shift every offset behind.
    """
    folded = fold(text)
    small = folded.lower()
    if len(small) == len(folded):
        return small
    return "".join(low if len(low := char.lower()) == 1 else char for char in folded)


def fold(text: str) -> str:
    """The text with wide digits, letters and punctuation, radicals and odd spaces made plain.

    Every character is replaced by exactly one, so an offset in the result is one in `text`:
    `（一）２０２４年，` gives `(一)2024年,`. 。、“”《》— are left as they are.
    """
    return _FOLDABLE.sub(_plain, text)


def _plain(match: re.Match[str]) -> str:
    return _TABLE[match[0]]
