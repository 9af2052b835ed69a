"""Read what frames a text: title, labels and addressee before it, signature and date behind it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from core.document import Metadata
from core.furniture import is_furniture
from core.headings import begins_numbers, is_numbered
from core.metadata import LABELS, day, from_labels, is_date, labelled
from core.patterns import lazily
from core.titles import begins_text, is_annex

Lines = Sequence[tuple[int, int]]

_ENDS_SENTENCE = "。；;：:！!？?”"
# 国发〔2021〕33号, 证监会令第172号, 2026年第9号: every form of bracket is [ or ( when folded.
_NUMBER = lazily(
    r"\(?(?:[^\s\d:,。]{1,20} ?[\[(<](?:19|20)\d\d[\])>] ?(?:第 ?)?\d{1,15} ?号"
    r"|[\[(](?:19|20)\d\d[\])][^\s,。]{1,12}?\d{1,6}号"
    r"|.{0,24}(?:令|公告) ?[\[(]?(?:(?:19|20)\d\d年)? ?第 ?\d{1,5} ?号[\])]?"
    r"|(?:19|20)\d\d年 ?第 ?\d{1,5} ?号|第 ?\d{1,5} ?号)\)?"
)
# The names of official documents (党政机关公文处理工作条例 art. 8) and of what is published as one.
_TITLE = lazily(
    r".{2,}(?:报告|决议|决定|命令|令|公报|公告|通告|意见|通知|通报|请示|批复|议案|函|纪要|条例|办法|规定|规则|细则"
    r"|准则|方案|规划|纲要|计划|要点|总结|讲话|说明|解读|指引|标准|公约|法|解释|清单|指南|白皮书"
    r"|(?:决定|判决|裁定|建议|告知|意见|通知|复议)书)(?:第?\d{1,4}号)?(?:\(.*\))?"
)
_LONGEST_HEAD = 3  # lines of title, subtitle and date above the articles of another text
_NOTE = lazily(r"\d{1,2} +\D")  # a footnote at the end of the last page
_OFFICE = lazily(r"[^\d,。:]{2,28}(?:政府|[局委部会办院厅署处室行所社队]|中心|公司)")
_SALUTATION = lazily(
    r"(?:各位|尊敬的)[^。]{1,40}[:！!]|[^。,]{0,30}(?:同志|委员|代表|主任)(?:们|先生|女士)?:"
    r"|(?!.*(?:以下|下列|如下|包括|报告))[^。;；]{2,200}(?:政府|[局委部会办院厅署处行]|机构|单位|部门|公司|企业|组织|学校)\)?:"
)
_CAPTION = lazily(r".{0,40}(?:作(?:政府)?工作报告。(?:本报.{0,30})?|[^。]{2,20}摄)")


def front_matter(
    text: str, shadow: str, lines: Lines, marks: Collection[int]
) -> tuple[Metadata, int]:
    """What the first lines say about the document, and the index of the line where text begins.

    Text begins at the first line with a number or a sentence end, or one behind the title that
    starts at one of `marks`: the file itself marks it as a heading. The title, its repetition,
    labelled lines, the buttons of a web page and the salutation or addressee (主送机关, GB/T
    9704-2012, 7.3.2) stand before it and are not reviewed.
    """
    facts: list[tuple[str, str]] = []
    others: list[tuple[int, int]] = []
    begin = len(lines)
    waiting = ""  # a label whose value stands on the next line
    for index, (start, end) in enumerate(lines):
        line = shadow[start:end]
        is_last = index + 1 == len(lines)
        if not others and not is_last and is_annex(line):
            continue  # the document was the annex of another
        if (
            begins_numbers(shadow, lines, index)
            or (others and start in marks and not _TITLE.fullmatch(line))
            or (not is_last and begins_text(line, titled=bool(others)))
        ):
            begin = index
            break
        if pairs := labelled(line):
            facts += [(label, text[start + first : start + last]) for label, first, last in pairs]
            label, first, last = pairs[-1]
            waiting = label if LABELS[label] and not line[first:last].strip() else ""
        elif is_furniture(line) or _is_salutation(line) or _is_caption(line):
            continue
        elif waiting:
            facts.append((waiting, text[start:end]))
            waiting = ""
        elif is_date(line):
            facts.append(("日期", line))
        elif "号" in line and _NUMBER.fullmatch(line):
            facts.append(("文号", text[start:end]))
        elif line[0] not in "[(—" and (
            (line[-1] in _ENDS_SENTENCE and not _is_open(line)) or (others and _states(line))
        ):
            begin = index
            break
        else:
            others.append((start, end))
    if title := _title(text, shadow, others):
        facts.insert(0, ("标题", title))
    return from_labels(facts), begin


def _is_open(line: str) -> bool:
    """Whether a title goes on in the next line: 《某市“十四五”"""
    return line.count("《") > line.count("》")


def _states(line: str) -> bool:
    """Whether a line below the title says something: two clauses, or a fact with its label."""
    return not _is_open(line) and ("," in line or ":" in line)


def _is_salutation(line: str) -> bool:
    return line[-1] in ":！!" and _SALUTATION.fullmatch(line) is not None


def _is_caption(line: str) -> bool:
    return ("报告" in line or line[-1] == "摄") and _CAPTION.fullmatch(line) is not None


def _title(text: str, shadow: str, lines: Lines) -> str:
    """The first line named as documents are, put together where it was broken; else the first.

    A cover that only puts another document into force (主席令) gives way to it.
    """
    named = ""
    for index, (start, end) in enumerate(lines):
        if not _TITLE.fullmatch(shadow, start, end):
            continue
        first = index
        while first and _goes_on(shadow, lines, first):
            first -= 1
        named = "".join(text[slice(*line)] for line in lines[first : index + 1])
        if not named.endswith("令"):
            break
    return named or (text[slice(*lines[0])] if lines else "")


def _goes_on(shadow: str, lines: Lines, index: int) -> bool:
    """Whether a line goes on with the one above: an office, 《 not closed, a title cut short."""
    above, line = (shadow[slice(*lines[place])] for place in (index - 1, index))
    if _OFFICE.fullmatch(above):
        return line.startswith(("关于", "印发")) or line.endswith("书")
    if _is_open(above) or above.endswith(("印发", "关于", "的", "和", "、")):
        return True
    return line.startswith(("的", "《")) and not _TITLE.fullmatch(above)


def without_signatures(
    text: str, shadow: str, lines: Lines
) -> tuple[Metadata, Lines, dict[int, int]]:
    """Who signed the text and when, and its lines without the signatures.

    发文机关署名 and 成文日期 (GB/T 9704-2012, 7.3.5) stand at the end, or before a note in
    brackets, the annexes or another text; never before prose. The title of another text is a
    heading: where it starts, with the depth 1, is the last thing given. Above chapters or articles
    it is none: they are the text.
    """
    signed: Metadata | None = None
    dropped: set[int] = set()
    marks: dict[int, int] = {}
    for index, (start, end) in enumerate(lines):
        if not is_date(shadow[start:end]) or not _may_end(shadow, lines, index):
            continue
        first = index
        while first and _OFFICE.fullmatch(shadow, *lines[first - 1]):
            first -= 1
        if first == index:
            continue
        offices = ("".join(text[slice(*lines[place])].split()) for place in range(first, index))
        signed = signed or Metadata(issuer="、".join(offices), written=day(shadow[start:end]))
        dropped.update(range(first, index + 1))
        if index + 1 < len(lines) and _opens_document(shadow[slice(*lines[index + 1])]):
            head = range(index + 2, min(index + 2 + _LONGEST_HEAD, len(lines)))
            text_begins = next((at for at in head if _is_legislation(shadow, *lines[at])), None)
            if text_begins is not None:
                dropped.update(range(index + 1, text_begins))
            else:
                marks[lines[index + 1][0]] = 1
    if signed is None:
        return Metadata(), lines, {}
    kept = [line for index, line in enumerate(lines) if index not in dropped]
    return signed, kept, marks


def _may_end(shadow: str, lines: Lines, index: int) -> bool:
    if index + 1 == len(lines):
        return True
    line = shadow[slice(*lines[index + 1])]
    return line[0] in "([附抄①" or _opens_document(line) or _NOTE.match(line) is not None


def _opens_document(line: str) -> bool:
    """Whether a folded line is named as documents are."""
    return _TITLE.fullmatch(line) is not None and not labelled(line)


def _is_legislation(shadow: str, start: int, end: int) -> bool:
    """Whether a line begins with the number of a chapter or an article."""
    return shadow[start] == "第" and is_numbered(shadow, start, end)
