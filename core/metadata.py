"""Know the labels that offices print before facts about a document, and read dates."""

from __future__ import annotations

from collections.abc import Iterable

from core.document import Metadata
from core.folding import fold
from core.patterns import lazily

# Labels as printed on web pages and documents, inner spaces removed. The name of the field
# they fill; labels without a field are known, so that their lines are not taken for text.
LABELS: dict[str, str | None] = {
    "标题": "title",
    "名称": "title",
    "文件名称": "title",
    "公文名称": "title",
    "发文机构": "issuer",
    "发文机关": "issuer",
    "发布机构": "issuer",
    "发布机关": "issuer",
    "发文单位": "issuer",
    "制发机关": "issuer",
    "公开责任部门": "issuer",
    "文号": "document_number",
    "发文字号": "document_number",
    "发文文号": "document_number",
    "成文日期": "written",
    "发文日期": "written",
    "印发日期": "written",
    "发布日期": "published",
    "发布时间": "published",
    "发表时间": "published",
    "公开日期": "published",
    "日期": "published",
    "时间": "published",
    "来源": "source",
    "信息来源": "source",
    "文章来源": "source",
    "稿件来源": "source",
    "索引号": "index_number",
    "信息索引号": "index_number",
    "有效性": "validity",
    "是否有效": "validity",
    "状态": "validity",
    "效力状态": "validity",
    "时效性": "validity",
    "主题分类": None,
    "分类": None,
    "主题词": None,
    "公文种类": None,
    "体裁分类": None,
    "效力级别": None,
    "规则类别": None,
    "办文部门": "issuer",
    "实施日期": None,
    "施行日期": None,
    "生效日期": None,
    "失效日期": None,
    "作者": None,
    "签发人": None,
    "密级": None,
    "紧急程度": None,
    "字体": None,
    "字号": None,
    "浏览次数": None,
    "阅读次数": None,
    "点击数": None,
    "分享到": None,
    "责任编辑": None,
    "编辑": None,
}
_DATES = {"written", "published"}

_SPACES = lazily(r"\s+")
_DAY = lazily(
    r"(?P<year>(?:19|20)\d\d)\s*[-年./]\s*(?P<month>\d{1,2})\s*[-月./]\s*(?P<day>\d{1,2})(?!\d)"
)
_CHINESE_DAY = lazily(
    r"([一二][一二三四五六七八九〇零]{3})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)
_ONLY_DATE = lazily(
    rf"\(?(?:{_DAY.pattern}|{_CHINESE_DAY.pattern})日?(?:\s+\d{{1,2}}[:时]\d{{2}}(?:[:分]\d{{0,2}})?)?\)?"
)
_LONGEST_DATE = 30
_BEGINS_DATE = "(12一二"
_LONGEST_LABEL = 24  # inner spaces included
_BULLETS = " \t[]|•·●*-"
_DIGITS = {char: digit for digit, char in enumerate("〇一二三四五六七八九")} | {"零": 0}


def from_labels(pairs: Iterable[tuple[str, str]]) -> Metadata:
    """The metadata in labelled values, in reading order; the first that is not empty counts.

    `("发 文 机 关：", "市司法局")` fills the issuer. Unknown labels are passed over.
    """
    values: dict[str, str] = {}
    for label, printed in pairs:
        name = LABELS.get(_SPACES.sub("", fold(label)).strip(":[]•·●*"))
        value = day(fold(printed)) if name in _DATES else _SPACES.sub(" ", printed).strip()
        if name and value:
            values.setdefault(name, value)
    return Metadata(**values)


def day(folded: str) -> str:
    """The first date in folded text as ISO 8601, "" when there is none.

    Reads 2025-01-09, 2025/1/9, 2025年1月9日 and 二〇二五年一月九日.
    """
    if match := _DAY.search(folded):
        year, month, date = (int(match[name]) for name in ("year", "month", "day"))
    elif match := _CHINESE_DAY.search(folded):
        year = int("".join(str(_DIGITS[char]) for char in match[1]))
        month, date = _below_hundred(match[2]), _below_hundred(match[3])
    else:
        return ""
    return f"{year:04}-{month:02}-{date:02}" if 1 <= month <= 12 and 1 <= date <= 31 else ""


def _below_hundred(numeral: str) -> int:
    tens, ten, ones = numeral.rpartition("十")
    return (_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(ones, 0)


def is_date(line: str) -> bool:
    """Whether a folded line is a date, with or without a time, and nothing else."""
    if len(line) > _LONGEST_DATE or line[0] not in _BEGINS_DATE:
        return False
    return _ONLY_DATE.fullmatch(line) is not None


def labelled(line: str) -> list[tuple[str, int, int]]:
    """The known labels in a folded line and the span of each value: `来 源: 日报  时间: 1月9日`.

    Empty unless the line begins with a label.
    """
    found: list[tuple[str, int, int]] = []
    begin = 0  # of the value before
    colon = line.find(":")
    while colon > 0:
        label, start = _label_before(line, colon, begin)
        if label:
            if found:
                name, value, _ = found[-1]
                found[-1] = (name, value, start)
            elif line[:start].strip(_BULLETS):
                return []
            found.append((label, colon + 1, len(line)))
            begin = colon + 1
        elif not found:
            return []
        colon = line.find(":", colon + 1)
    return found


def _label_before(line: str, colon: int, begin: int) -> tuple[str, int]:
    """The longest known label that ends at the colon, inner spaces removed, and its start."""
    found, at, letters = "", colon, ""
    for index in range(colon - 1, max(begin, colon - _LONGEST_LABEL) - 1, -1):
        if line[index].isspace():
            continue
        letters = line[index] + letters
        at_boundary = index == begin or line[index - 1] in _BULLETS
        if at_boundary and letters in LABELS:
            found, at = letters, index
    return found, at
