"""Read the signs that Word draws: letters of picture fonts, numbers in circles."""

from __future__ import annotations

import re

# A circle drawn around a number by a field: eq \o\ac(○,1)
_CIRCLED = re.compile(r"\s*eq\s*\\o\s*\\ac\(\s*[○◯〇]\s*,\s*(\S{1,2}?)\s*\)\s*", re.IGNORECASE)
# Signs that fonts of pictures hold in the place of letters.
_WINGDINGS = {
    **{0x80 + value: "⓪①②③④⑤⑥⑦⑧⑨⑩"[value] for value in range(11)},
    **{0x8B + value: "⓿❶❷❸❹❺❻❼❽❾❿"[value] for value in range(11)},
    **{0xFC: "✓", 0xFB: "✗", 0xFE: "☑", 0xFD: "☒", 0xA8: "□", 0x6F: "□", 0x71: "□", 0x72: "□"},
    **{0xE0: "→", 0xDF: "←", 0xE1: "↑", 0xE2: "↓"},
}
_WINGDINGS_2 = {0x50: "✓", 0x4F: "✗", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0xA3: "□", 0x2A: "□"}
_SYMBOL = {0xB4: "×", 0xB8: "÷", 0xB1: "±", 0xB0: "°", 0xA3: "≤", 0xB3: "≥", 0xB9: "≠", 0xB7: "·"}
_SYMBOL_FONTS = {"wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2, "symbol": _SYMBOL}


def circled(code: str) -> str:
    """The number in a circle that the code of a field draws, "" where it does something else."""
    if not (drawn := _CIRCLED.fullmatch(code)):
        return ""
    text = drawn[1]
    numbered = text.isdecimal() and 1 <= int(text) <= 20
    return chr(ord("①") + int(text) - 1) if numbered else text


def symbol(font: str, code: str) -> str:
    """The sign that a font shows for a code; nothing where only the font knows."""
    if not re.fullmatch("[0-9A-Fa-f]{1,4}", code):
        return ""
    point = int(code, 16)
    if (signs := _SYMBOL_FONTS.get(font.casefold())) is not None:
        return signs.get(point & 0xFF, "")
    is_text = point >= 0x20 and not 0xD800 <= point <= 0xF8FF
    return chr(point) if is_text else ""
