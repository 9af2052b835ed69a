"""Know what is printed with a document and is not of it: buttons, links, tables of contents."""

from __future__ import annotations

import re
from collections.abc import Sequence

# Buttons and labels of web pages that saved and copied texts still carry, whole lines each.
_BUTTON = re.compile(
    r"\[?(?:下载|打印|打印本页|打印此页|打印页面|本页打印|全屏|收藏|收藏本页|分享|分享到|分享至|转发|复制链接"
    r"|关闭|关闭窗口|关闭本页|返回|返回顶部|回到顶部|加大|还原|减小|放大|缩小|默认|大|中|小|首页|繁体版"
    r"|您的位置|当前位置|您所在的位置|无障碍|无障碍浏览|适老关怀版|长者助手|我要纠错|纠错|朗读|语音播报"
    r"|保存本页|下载文字版|下载图片版|PDF版|字[号体]:?[\s\[\]大中小]*|[\[\]|>×<»]|微信|微博|qq空间"
    r"|分享到微信|新浪微博|扫一扫|附件下载|相关附件|首页>.*|浏览次数:?\d*|阅读次数:?\d*|点击数:?\d*"
    r"|浏览量:?\d*|字数:?\d*|视力保护色:?)\]?[\s:>]*",
    re.IGNORECASE,
)
# With these a web page goes on to other things; nothing behind them is of the document.
_END = re.compile(
    r"(?:相关(?:报道|文档|附件|链接|阅读|文章|新闻|解读|稿件|信息|文件|政策)|责任编辑|编辑|扫一扫.{0,20}|上一[篇条]|下一[篇条]"
    r"|版权所有|主办单位|网站标识码|打印本页|关闭窗口|分享到|》》点击.*|友情链接|网站地图)\s*(?:[:>》].*)?"
)
_LONGEST_LABEL = 40
_EDGE = 32  # lines; furniture of 28 reports never reached further
_LONGEST_BEHIND_END = 80  # characters; titles of other pages, a repeated first sentence

_CONTENTS = re.compile(r"目 *[录次]")
_LEADER = re.compile(r"[.…·・]{3,}\s*\d{1,4}\Z|\s\d{1,4}\Z|\t\d{1,4}\Z")
_LONGEST_ENTRY = 80
_SPACES = re.compile(r"\s+")


def is_furniture(line: str) -> bool:
    """Whether a folded line is a button, a label or a link of a web page and nothing else."""
    return len(line) <= _LONGEST_LABEL and any(one.fullmatch(line) for one in (_BUTTON, _END))


def body(shadow: str, lines: Sequence[tuple[int, int]]) -> Sequence[tuple[int, int]]:
    """The lines without the furniture at their end."""
    edge = max(0, len(lines) - _EDGE)
    for index in range(edge, len(lines)):
        start, end = lines[index]
        behind = lines[index + 1 :]
        if _END.fullmatch(shadow, start, end) and all(
            end - start <= _LONGEST_BEHIND_END for start, end in behind
        ):
            return _without_buttons(shadow, lines[:index])
    return _without_buttons(shadow, lines)


def _without_buttons(shadow: str, lines: Sequence[tuple[int, int]]) -> Sequence[tuple[int, int]]:
    last = len(lines)
    while last > 0 and _BUTTON.fullmatch(shadow, *lines[last - 1]):
        last -= 1
    return lines[:last]


def without_contents(shadow: str, lines: Sequence[tuple[int, int]]) -> Sequence[tuple[int, int]]:
    """The lines without a table of contents, whose entries stand in the text again.

    It runs from the line 目录 to where its first entry is repeated, or as long as its lines end
    in page numbers.
    """
    for index, (start, end) in enumerate(lines):
        if end - start <= 4 and _CONTENTS.fullmatch(shadow, start, end):
            last = _end_of_contents(shadow, lines, index + 1)
            if last > index + 1:
                return [*lines[:index], *lines[last:]]
    return lines


def _end_of_contents(shadow: str, lines: Sequence[tuple[int, int]], first: int) -> int:
    entries: list[str] = []
    for index in range(first, len(lines)):
        start, end = lines[index]
        if end - start > _LONGEST_ENTRY or "。" in shadow[start:end]:
            break
        line = _SPACES.sub("", _LEADER.sub("", shadow[start:end]))
        if entries and line == entries[0]:
            return index
        entries.append(line)
    last = first
    while last < len(lines) and _LEADER.search(shadow[slice(*lines[last])]):
        last += 1
    return last
