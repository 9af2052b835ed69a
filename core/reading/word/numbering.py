"""Number the paragraphs of a Word file as Word prints them: 一、 （一） 1. 第一条 ①.

The numbers are not in the text of such a file. A paragraph, or its style, names a list (`numId`)
and a level in it; the list says how the level is written and where it begins, and counting is
left to the reader (ECMA-376 part 1, 17.9).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from core.reading.word.styles import (
    Style,
    as_integer,
    attribute,
    child,
    children,
    integer_of,
    is_on,
    local,
    value_of,
)

_LEVELS = 9
_LONGEST_LABEL = 48


# Numerals


def written(value: int, form: str) -> str:
    """A number in one of Word's forms (ST_NumberFormat); the unknown ones give digits.

    What a form has no sign for (⑳ is the last of its kind) is in digits too, as Word prints it.
    """
    if not 0 < value < 100_000_000:
        return "" if form in _WITHOUT_NUMBER else str(value)
    if row := _ROWS.get(form):
        return row[value - 1] if value <= len(row) else str(value)
    return _FORMS.get(form, str)(value)


def _counted(value: int, digits: str = "零一二三四五六七八九", units: str = "十百千") -> str:
    """一, 十一, 一百零一, 一千零一十: as statutes write it, also where Word has 百一 or 一○一."""
    text = _in_full(value, digits, units)
    short = 10 <= value < 20 and units[0] == "十"
    return text.removeprefix("一") if short else text


def _in_full(value: int, digits: str, units: str) -> str:
    myriads, value = divmod(value, 10_000)
    text = _in_full(myriads, digits, units) + "万" if myriads else ""
    gap = False
    for unit, power in zip((*units[::-1], ""), (1000, 100, 10, 1), strict=True):
        digit = value // power % 10
        if digit:
            text += (digits[0] if gap and text else "") + digits[digit] + unit
        gap = not digit
    return text


def _in_digits(value: int) -> str:
    return str(value).translate(str.maketrans("0123456789", "〇一二三四五六七八九"))


def _wide(value: int) -> str:
    return str(value).translate(str.maketrans("0123456789", "０１２３４５６７８９"))


def _letters(value: int) -> str:
    repeats, letter = divmod(value - 1, 26)
    return chr(ord("a") + letter) * (repeats + 1) if repeats < 30 else str(value)


_ROMAN = dict(
    zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"),
        strict=True,
    )
)


def _roman(value: int) -> str:
    if value > 4999:
        return str(value)
    text = ""
    for worth, sign in _ROMAN.items():
        text += sign * (value // worth)
        value %= worth
    return text


def _signs(first: str, last: str) -> str:
    return "".join(map(chr, range(ord(first), ord(last) + 1)))


# Word has no sign behind ⑳ and prints 21, which runs into the text; LibreOffice prints ㉑.
_CIRCLED = _signs("①", "⑳") + _signs("㉑", "㉟") + _signs("㊱", "㊿")
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROWS: dict[str, str | tuple[str, ...]] = {
    "ideographTraditional": _STEMS,
    "ideographZodiac": _BRANCHES,
    "ideographZodiacTraditional": tuple(
        _STEMS[place % 10] + _BRANCHES[place % 12] for place in range(60)
    ),
    "decimalEnclosedCircle": _CIRCLED,
    "decimalEnclosedCircleChinese": _CIRCLED,
    "decimalEnclosedFullstop": _signs("⒈", "⒛"),
    "decimalEnclosedParen": _signs("⑴", "⒇"),
    "ideographEnclosedCircle": _signs("㊀", "㊉"),
}
_WITHOUT_NUMBER = frozenset({"none", "bullet"})
_FORMS: dict[str, Callable[[int], str]] = {
    **dict.fromkeys(_WITHOUT_NUMBER, lambda _: ""),
    # Word in Chinese writes 一二三 under any of these names, Japanese and Taiwanese included.
    **dict.fromkeys(
        (
            "chineseCounting",
            "chineseCountingThousand",
            "japaneseCounting",
            "taiwaneseCounting",
            "taiwaneseCountingThousand",
        ),
        _counted,
    ),
    "chineseLegalSimplified": lambda value: _counted(value, "零壹贰叁肆伍陆柒捌玖", "拾佰仟"),
    "ideographLegalTraditional": lambda value: _counted(value, "零壹貳參肆伍陸柒捌玖", "拾佰仟"),
    "ideographDigital": _in_digits,
    "japaneseDigitalTenThousand": _in_digits,
    "taiwaneseDigital": _in_digits,
    "decimalFullWidth": _wide,
    "decimalFullWidth2": _wide,
    "decimalZero": lambda value: f"{value:02}",
    "numberInDash": lambda value: f"- {value} -",
    "lowerLetter": _letters,
    "upperLetter": lambda value: _letters(value).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda value: _roman(value).upper(),
}


# Lists


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is numbered.

    `text` has %1 to %9 where the numbers of the levels stand, `gap` is what Word puts behind it,
    `restart` the level from 1 which lets this one begin anew (0: none, None: any higher one),
    `style` the paragraph style that belongs to the level.
    """

    form: str = "decimal"
    text: str = ""
    start: int = 1
    gap: str = "tab"
    restart: int | None = None
    legal: bool = False
    hidden: bool = False
    style: str = ""


@dataclass(frozen=True, slots=True)
class List:
    """A list that paragraphs refer to; lists with the same `counter` count on with each other.

    `begins` are the levels that count from a number of their own at their first paragraph.
    """

    counter: str
    levels: Mapping[int, Level]
    begins: Mapping[int, int]


def lists(root: Element | None) -> dict[int, List]:
    """The lists of numbering.xml by their `numId`."""
    defined = {attribute(each, "abstractNumId"): each for each in children(root, "abstractNum")}
    owners = {
        value_of(each, "styleLink"): key
        for key, each in defined.items()
        if value_of(each, "styleLink")
    }
    levels = {key: dict(_levels(each)) for key, each in defined.items()}
    found: dict[int, List] = {}
    for element in children(root, "num"):
        identity = as_integer(attribute(element, "numId"))
        key: str | None = value_of(element, "abstractNumId")
        if key in defined:
            key = owners.get(value_of(defined[key], "numStyleLink"), key)
        if identity is None or key not in defined:
            continue
        own: dict[int, Level] = {}
        begins: dict[int, int] = {}
        for override in children(element, "lvlOverride"):
            level = as_integer(attribute(override, "ilvl"))
            begin = integer_of(override, "startOverride")
            if level is not None and begin is not None:
                begins[level] = begin
            own.update(_levels(override))
        found[identity] = List(key or "", {**levels[key], **own} if own else levels[key], begins)
    return found


def _levels(element: Element) -> Iterator[tuple[int, Level]]:
    for each in children(element, "lvl"):
        place = as_integer(attribute(each, "ilvl"))
        if place is None or not 0 <= place < _LEVELS:
            continue
        # The form may stand in an mc:AlternateContent, with one for older programs behind it.
        form = next((part for part in each.iter() if local(part.tag) == "numFmt"), None)
        start = integer_of(each, "start")
        yield (
            place,
            Level(
                form=_form(form),
                text=value_of(each, "lvlText")[:_LONGEST_LABEL],
                start=0 if start is None else start,
                gap=value_of(each, "suff") or "tab",
                restart=integer_of(each, "lvlRestart"),
                legal=bool(is_on(each, "isLgl")),
                hidden=bool(is_on(child(each, "rPr"), "vanish")),
                style=value_of(each, "pStyle"),
            ),
        )


def _form(element: Element | None) -> str:
    if element is None:
        return "decimal"
    form = attribute(element, "val") or "decimal"
    if form == "custom" and (attribute(element, "format") or "").startswith("01"):
        return "decimalZero"
    return form


# Counting


# After these a number would run into the text: 第一条, 1.1, A.
_OPEN = re.compile(r"[0-9A-Za-z０-９〇\u3400-\u9fff]$")


@dataclass(frozen=True, slots=True)
class Label:
    """The number of a paragraph, without and with what divides it from the text."""

    text: str = ""
    gap: str = ""

    def before(self, text: str) -> str:
        """The text with its number: `一、` + `成效`, `第一条` + ` ` + `为了`.

        Word moves the text to a tab stop, which shows as a gap. After punctuation and signs
        (、 ） . ①) it is not needed; after 第一条 or 1.1 a space stands for it, and before a digit,
        where `1.` and `2024年` would become another number.
        """
        if not self.text or not text:
            return self.text + text
        if self.gap == "tab":
            needed = _OPEN.search(self.text) or _reads_on(self.text, text)
            return self.text + (" " if needed else "") + text
        return self.text + (" " if self.gap == "space" else "") + text


def _reads_on(label: str, text: str) -> bool:
    return label[-1] in ".,:" and text[0].isdecimal()


_PLACE = re.compile(r"%([1-9])")
# A bullet is a picture, often a letter of a symbol font, and no part of the sentence that is
# quoted; only marks that people type themselves (——, 注：) are kept.
_SPOKEN_BULLET = re.compile(r"[\u3400-\u9fff—]")


class Numbers:
    """The numbers of the paragraphs of one document, asked for in reading order."""

    def __init__(self, known: Mapping[int, List] | None) -> None:
        """`known` is None when the file's lists cannot be read; then nothing is numbered."""
        self._lists = known or {}
        self._readable = known is not None
        self._counters: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[int, int]] = set()
        self.missed = False  # whether a paragraph asked for a list that could not be read

    def next(self, style: Style, number: int | None, level: int | None) -> Label:
        """The number of the next paragraph; list and level None where only the style has them."""
        identity = style.number if number is None else number
        if not identity:  # 0 switches numbering off
            return Label()
        self.missed = self.missed or not self._readable
        if (known := self._lists.get(identity)) is None:
            return Label()
        if level is None:
            level = _level_of(style, known) if number is None else 0
        if (rule := known.levels.get(level)) is None:
            return Label()
        counter = self._advanced(identity, known, level)
        if rule.hidden or (rule.form == "bullet" and not _SPOKEN_BULLET.search(rule.text)):
            return Label()
        text = _PLACE.sub(lambda place: _number(place, rule, known, counter), rule.text)
        return Label(text.lstrip(), rule.gap)

    def _advanced(self, identity: int, known: List, level: int) -> dict[int, int]:
        counter = self._counters.setdefault(known.counter, {})
        begin = known.begins.get(level)
        if begin is not None and (identity, level) not in self._begun:
            counter[level] = begin
        elif level in counter:
            counter[level] += 1
        else:
            counter[level] = known.levels[level].start if begin is None else begin
        self._begun.add((identity, level))
        for place, rule in known.levels.items():
            if place < level:
                counter.setdefault(place, known.begins.get(place, rule.start))
            elif place > level and (rule.restart is None or level < rule.restart):
                counter.pop(place, None)
        return counter


def _level_of(style: Style, known: List) -> int:
    """The level to which the style belongs, by the list's word or else by the style's own."""
    owned = {rule.style: place for place, rule in known.levels.items() if rule.style}
    named = (owned[identity] for identity in style.chain if identity in owned)
    return next(named, style.level or 0)


def _number(place: re.Match[str], rule: Level, known: List, counter: Mapping[int, int]) -> str:
    level = int(place[1]) - 1
    if level not in counter or level not in known.levels:
        return ""
    return written(counter[level], "decimal" if rule.legal else known.levels[level].form)
