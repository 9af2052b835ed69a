"""Read the head of a document: title, issuing office, number, dates, source."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import fields

from core.document import Metadata
from core.folding import fold

# Labels as printed on web pages and documents, inner spaces removed. The name of the field
# they fill; labels without a field are known, so that their lines are not taken for text.
LABELS: dict[str, str | None] = {
    "标题": "title",
    "名称": "title",
    "文件名称": "title",
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
    "主题分类": None,
    "分类": None,
    "主题词": None,
    "公文种类": None,
    "体裁分类": None,
    "效力级别": None,
    "实施日期": None,
    "施行日期": None,
    "生效日期": None,
    "失效日期": None,
    "作者": None,
    "责任编辑": None,
    "编辑": None,
}
_DATES = {"written", "published"}

_LABELLED = re.compile(r"[•·●*\-\s]*([^:\n]{2,16}?)\s*:\s*(.*)")
_SPACES = re.compile(r"\s+")
_DAY = re.compile(
    r"(?P<year>(?:19|20)\d\d)\s*[-年./]\s*(?P<month>\d{1,2})\s*[-月./]\s*(?P<day>\d{1,2})(?!\d)"
)
_CHINESE_DAY = re.compile(
    r"([一二][一二三四五六七八九〇零]{3})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)
_DIGITS = {char: digit for digit, char in enumerate("〇一二三四五六七八九")} | {"零": 0}

# Buttons of the web page that a saved text still carries, each on a line of its own.
_FURNITURE = re.compile(
    r"(?:下载|打印|打印本页|全屏|收藏|分享|分享到|关闭窗口|加大|还原|减小|大|中|小|首页|繁体版"
    r"|您的位置|当前位置|无障碍浏览|\[?字[号体]:?[\s\[\]大中小]*|[\[\]|>×]|分享到微信)\s*:?"
)
_ENDS_SENTENCE = "。；;：:！!？?”"
_SALUTATION = re.compile(r"(?:各位|尊敬的)[^。]{1,16}[:！!]")


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


def front_matter(text: str, shadow: str, lines: Sequence[tuple[int, int]]) -> tuple[Metadata, int]:
    """What the first lines say about the document, and the index of the line where text begins.

    Text begins at the first line with a sentence end. The title, its repetition, labelled lines,
    the buttons of a web page and the salutation stand before it and are not reviewed.
    """
    values = {field.name: "" for field in fields(Metadata)}
    title = ""
    text_begins = len(lines)
    for index, (start, end) in enumerate(lines):
        line = shadow[start:end]
        labelled = _LABELLED.fullmatch(line)
        label = _SPACES.sub("", labelled[1]) if labelled else ""
        if labelled and label in LABELS:
            name = LABELS[label]
            value = text[start + labelled.start(2) : end].strip()
            if name and not values[name]:
                values[name] = day(labelled[2]) if name in _DATES else value
        elif _FURNITURE.fullmatch(line) or _SALUTATION.fullmatch(line):
            continue
        elif line[-1] in _ENDS_SENTENCE and not line.startswith("["):
            text_begins = index
            break
        elif not title:
            title = text[start:end]
    values["title"] = title or values["title"]
    return Metadata(**values), text_begins
