"""Read a number as a document writes it: 5.67万亿, 1,234.5万, 三百二十, 百分之五, 三分之二.

Works on the folded text (`core.folding`), in which wide digits are already plain; `number` and
`percentage` fold for themselves, so they can be given a quotation as it stands.
"""

from __future__ import annotations

from core.folding import fold
from core.patterns import lazily

_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_SMALL = {"十": 10, "百": 100, "千": 1_000}
_LARGE = {"万": 4, "亿": 8, "兆": 12}
# Longer than any number a text states; beyond it are rows of digits, which are no numbers.
_LONGEST = 24
_EXPONENTS = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8}
# The forms that cheques and contracts use, so that they cannot be altered.
_FORMAL = str.maketrans(
    "壹贰貳叁參肆伍陆陸柒捌玖拾佰仟萬億兩", "一二二三三四五六六七八九十百千万亿两"
)

# 千瓦, 千米, 千克 and their like are units: in 214万千瓦 the magnitude is 万 alone.
_THOUSAND = "千(?![瓦米克伏焦帕赫卡])"
# Thousands are parted by a comma or a thin space (GB/T 15835-2011): 12,345 and 12 345.
_PARTED = r"[0-9]{1,3}(?>(?: [0-9]{3}(?![0-9]))+)|[0-9]++(?>(?:,[0-9]{3}(?![0-9]))*)"
ARABIC = rf"(?:{_PARTED})(?>(?:\.[0-9]++)?)"
_ONES = "〇零一二两三四五六七八九"
CHINESE = rf"(?>(?:[{_ONES}十百万亿]|{_THOUSAND})+)(?>(?:点[{_ONES}]++)?)"
# 30余万, 1.3万余, 1000多: 多 and 余 stand before or after the magnitude.
MAGNITUDE = rf"(?>(?:[多余]?(?>(?:[百万亿]|{_THOUSAND})+))?)[多余]?+"
NUMERAL = rf"(?:{ARABIC}|{CHINESE}){MAGNITUDE}|半"
# 百分之五, 三分之二, 万分之五, 百分之2.5
FRACTION = rf"(?:{CHINESE})分之(?:{ARABIC}|{CHINESE})|[1-9]/[1-9][0-9]?(?![0-9/])"

_ARABIC_NUMBER = lazily(r"([0-9]+(?:[, ][0-9]{3})*(?:\.[0-9]+)?)[多余]?([十百千万亿]*)[多余]?")


def number(numeral: str) -> float | None:
    """The number that a numeral states, None where it states none.

    5.67万亿 is 5.67e12, 三百二十 and 三百二 are 320, 二〇二四 is 2024, 半 is 0.5, and 1000多 is
    1000: the approximator does not change the number.
    """
    return number_in(fold(numeral).strip().translate(_FORMAL))


def number_in(folded: str) -> float | None:
    """`number` of a numeral that is folded already and has none of the formal forms (壹贰叁)."""
    if len(folded) > _LONGEST:
        return None
    if folded.isdecimal() and folded.isascii():  # most of them, and the fastest to tell
        return float(folded)
    if arabic := _ARABIC_NUMBER.fullmatch(folded):
        digits, magnitude = arabic.groups()
        digits = digits.replace(",", "").replace(" ", "")
        if not magnitude:
            return float(digits)
        # Through the decimal text, so that 5.67万亿 is 5.67e12 and not a neighbour of it.
        return float(f"{digits}e{sum(map(_EXPONENTS.__getitem__, magnitude))}")
    plain = folded.replace("多", "").replace("余", "")
    value = 0.5 if plain == "半" else _chinese_number(plain)
    return None if value is None else float(value)


def percentage(fraction: str) -> float | None:
    """The percent that a fraction states: 百分之五 is 5, 三分之二 is 66.6667, 千分之三 is 0.3.

    None where `fraction` is no fraction, or one of nothing.
    """
    plain = fold(fraction)
    below, divided, above = plain.partition("分之")
    if not divided:
        above, divided, below = plain.partition("/")  # 1/3
    if not divided:
        return None
    denominator, numerator = number(below), number(above)
    if not denominator or numerator is None:
        return None
    return round(100 * numerator / denominator, 4)


def _chinese_number(numeral: str) -> float | None:
    whole, point, decimals = numeral.partition("点")
    integer = _chinese_integer(whole)
    if integer is None or not point:
        return integer
    # 三点五万: the magnitude stands behind the decimals.
    exponent = 0
    while decimals and decimals[-1] in _EXPONENTS:
        exponent += _EXPONENTS[decimals[-1]]
        decimals = decimals[:-1]
    if not decimals or not all(character in _DIGITS for character in decimals):
        return None
    return float(f"{integer}.{''.join(str(_DIGITS[digit]) for digit in decimals)}e{exponent}")


def _chinese_integer(numeral: str) -> int | None:
    if not numeral:
        return None
    # 二〇二四 is read digit by digit; two digits side by side are a guess, 三四个.
    if len(numeral) > 2 and all(character in _DIGITS for character in numeral):
        return int("".join(str(_DIGITS[character]) for character in numeral))  # 二〇二四
    total = section = 0
    digit: int | None = None
    last_step = 1  # 三百二 is 320: a digit that closes the numeral counts tens of the step before
    for character in numeral:
        if character in _DIGITS:
            if digit and character != "零":
                return None
            digit = _DIGITS[character]
            if character in "零〇":
                last_step = 1
        elif character in _SMALL:
            last_step = _SMALL[character]
            section += (1 if digit is None else digit) * last_step
            digit = None
        elif character in _LARGE:
            scale: int = 10 ** _LARGE[character]
            inside = section + (digit or 0)
            if total and total < scale:  # 五万亿: the larger magnitude takes all before it
                total = (total + inside) * scale
            else:
                total += (inside or 1) * scale
            section, digit, last_step = 0, None, scale
        else:
            return None
    if digit and last_step > 10:
        digit *= last_step // 10
    return total + section + (digit or 0)


def plain(value: float) -> str:
    """A number in plain digits, without exponent and without a needless .0: 5670000000000."""
    digits = f"{value:f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits
