"""Know what is printed with a document and is not of it: buttons, links, tables of contents."""

from __future__ import annotations

from collections.abc import Sequence

from core.figures.vocabulary import words
from core.headings import is_numbered
from core.patterns import lazily

# Buttons and labels of web pages that saved and copied texts still carry, whole lines each.
_BUTTONS = frozenset(
    words(
        "下载 打印 打印本页 打印此页 打印页面 本页打印 全屏 收藏 收藏本页 分享 转发 复制链接",
        "关闭 关闭本页 返回 返回顶部 回到顶部 加大 还原 减小 放大 缩小 默认",
        "大 中 小 大中小 字号 字体 字号大中小 字体大中小 首页 繁体版 您的位置 当前位置",
        "您所在的位置 无障碍 无障碍浏览 适老关怀版 长者助手 我要纠错 纠错",
        "朗读 语音播报 保存本页 下载文字版 下载图片版 PDF版 附件下载 视力保护色",
        "微信 微博 QQ空间 分享到微信 新浪微博 × < » | >",
    )
)
# With these a web page goes on to other things; nothing behind them is of the document.
_ENDS = frozenset(
    words(
        "责任编辑 编辑 上一篇 下一篇 上一条 下一条 版权所有 主办单位 网站标识码 打印本页 关闭窗口",
        "分享到 分享至 友情链接 网站地图 扫一扫",
    )
)
_RELATED = frozenset(words("报道 文档 附件 链接 阅读 文章 新闻 解读 稿件 信息 文件 政策"))
# 版记: who gets a copy, and who printed it when (GB/T 9704-2012, 7.4).
_IMPRINT = lazily(r".{2,30}(?:19|20)\d\d年\d{1,2}月\d{1,2}日印发")
_COUNTERS = lazily(r"(?:浏览次数|浏览量|阅读次数|点击数|字数):?\d*")
_PATHS = ("当前位置:", "您的位置:", "我的位置:", "您所在的位置:", "首页>")
_AROUND = " []:>《》"
_LONGEST_LABEL = 40
_EDGE = 32  # lines; furniture of 28 reports never reached further
_LONGEST_BEHIND_END = 80  # characters; titles of other pages, a repeated first sentence

_LONGEST_CONTENTS = 12
_FEWEST_CHAPTERS = 3
_FIRST_LINES = 200  # among them a table of contents begins
_CONTENTS = lazily(r"目 *[录次]")
_LEADER = lazily(r"[.…·・]{3,}\s*\d{1,4}\Z|\s\d{1,4}\Z|\t\d{1,4}\Z")
_LONGEST_ENTRY = 80


def is_furniture(line: str) -> bool:
    """Whether a folded line is a button, a label or a link of a web page and nothing else."""
    return len(line) <= _LONGEST_LABEL and (_is_button(line) or _is_end(line))


def _is_button(line: str) -> bool:
    squeezed = _squeezed(line)
    label = squeezed.strip(_AROUND)
    if squeezed.startswith(_PATHS) or (">" in squeezed[1:-1] and "。" not in squeezed):
        return True  # 首页 > 政务公开 > 法治政府建设年度报告
    return not label or label in _BUTTONS or _COUNTERS.fullmatch(label) is not None


def _is_end(line: str) -> bool:
    squeezed = _squeezed(line)
    label = squeezed.strip(_AROUND)
    return (
        label in _ENDS
        or (label.startswith("相关") and label[2:] in _RELATED)
        or squeezed.startswith(("责任编辑:", "编辑:", "上一篇:", "下一篇:", "扫一扫", "》》点击"))
        or squeezed.startswith(("抄送:", "主送:", "抄报:"))
        or (squeezed.endswith("印发") and _IMPRINT.fullmatch(squeezed) is not None)
    )


def body(shadow: str, lines: Sequence[tuple[int, int]]) -> Sequence[tuple[int, int]]:
    """The lines without the furniture at their end."""
    edge = max(0, len(lines) - _EDGE)
    for index in range(edge, len(lines)):
        start, end = lines[index]
        if (
            end - start <= _LONGEST_LABEL
            and _is_end(shadow[start:end])
            and not any(_is_text(shadow, *line) for line in lines[index + 1 :])
        ):
            return _without_buttons(shadow, lines[:index])
    return _without_buttons(shadow, lines)


def _is_text(shadow: str, start: int, end: int) -> bool:
    """Whether a line behind the links is of the document after all.

    The first sentence may be repeated there, for those who share the page.
    """
    if end - start > _LONGEST_BEHIND_END or is_numbered(shadow, start, end):
        return True
    sentence = shadow[start:end].rpartition(":")[2]
    return sentence[-1:] == "。" and shadow.find(sentence, 0, start) < 0


def _without_buttons(shadow: str, lines: Sequence[tuple[int, int]]) -> Sequence[tuple[int, int]]:
    last = len(lines)
    while last and _is_short(lines[last - 1]) and _is_button(shadow[slice(*lines[last - 1])]):
        last -= 1
    return lines[:last]


def _is_short(line: tuple[int, int]) -> bool:
    return line[1] - line[0] <= _LONGEST_LABEL


def without_contents(shadow: str, lines: Sequence[tuple[int, int]]) -> Sequence[tuple[int, int]]:
    """The lines without a table of contents, whose entries stand in the text again.

    It runs from the line 目录 to where its first entry is repeated, or as long as its lines end
    in page numbers. Without that line it is a row of chapters with nothing under them.
    """
    for index, (start, end) in enumerate(lines[:_FIRST_LINES]):
        if shadow[start] == "目" and end - start <= _LONGEST_CONTENTS:
            first = index + 1 if _CONTENTS.fullmatch(shadow, start, end) else None
        elif _begins_chapters(shadow, lines, index):
            first = index
            if not _stands_again(shadow, lines, index):
                return lines
        else:
            first = None
        if first is not None:
            last = _end_of_contents(shadow, lines, first)
            return [*lines[:index], *lines[last:]] if last > index + 1 else lines
    return lines


def _begins_chapters(shadow: str, lines: Sequence[tuple[int, int]], index: int) -> bool:
    """Whether several chapters stand one below the other, each with another name."""
    row = lines[index : index + _FEWEST_CHAPTERS]
    if len(row) < _FEWEST_CHAPTERS or not all(
        shadow[start] == "第" and _could_be_entry(shadow, start, end) for start, end in row
    ):
        return False
    return len({_squeezed(shadow[slice(*line)]) for line in row}) == len(row)


def _stands_again(shadow: str, lines: Sequence[tuple[int, int]], index: int) -> bool:
    name = _squeezed(shadow[slice(*lines[index])])
    return any(
        _squeezed(shadow[start:end]) == name
        for start, end in lines[index + 1 :]
        if shadow[start] == "第" and end - start <= _LONGEST_ENTRY
    )


def _end_of_contents(shadow: str, lines: Sequence[tuple[int, int]], first: int) -> int:
    def entry(index: int) -> str:
        return _squeezed(_LEADER.sub("", shadow[slice(*lines[index])]))

    last = first
    while last < len(lines) and _could_be_entry(shadow, *lines[last]):
        if last > first and entry(last) == entry(first):
            return last
        last += 1
    repeated = any(
        end - start <= _LONGEST_ENTRY and entry(index) == entry(first)
        for index, (start, end) in enumerate(lines[last:], last)
    )
    if first < last and repeated:  # a preamble stands between
        return last
    last = first
    while last < len(lines) and _LEADER.search(shadow[slice(*lines[last])]):
        last += 1
    return last


def _could_be_entry(shadow: str, start: int, end: int) -> bool:
    return end - start <= _LONGEST_ENTRY and shadow.find("。", start, end) < 0


def _squeezed(line: str) -> str:
    return "".join(line.split())
