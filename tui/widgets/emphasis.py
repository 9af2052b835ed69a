"""Cut a printed line where something in it begins or ends that stands out: figures, hits."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from operator import itemgetter

from rich.segment import Segment
from rich.style import Style

from tui.widgets.layout import TextLine

Spans = Sequence[tuple[int, int]]  # of a text, in order, none overlapping another


def emphasised(
    text: str,
    line: TextLine,
    spans: Mapping[str, Spans],
    style_of: Callable[[str], Style],
    ground: Style,
) -> Iterator[Segment]:
    """A line of the text in pieces, each with the styles of the spans that it lies in.

    `spans` by name; a later name goes over an earlier one.
    """
    start, end = line.start, line.end
    found = [
        (*span, name) for name, them in spans.items() for span in _overlapping(them, start, end)
    ]
    if not found:
        yield Segment(text[start:end], ground)
        return
    cuts = {start, end}
    for first, last, _name in found:
        cuts |= {max(first, start), min(last, end)}
    for begin, behind in pairwise(sorted(cuts)):
        style = ground
        for first, last, name in found:
            if first <= begin and behind <= last:
                style += style_of(name)
        yield Segment(text[begin:behind], style)


def _overlapping(spans: Spans, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The spans that share a character with `start..end`."""
    index = max(0, bisect_right(spans, start, key=itemgetter(0)) - 1)
    while index < len(spans) and spans[index][0] < end:
        if spans[index][1] > start:
            yield spans[index]
        index += 1
