"""Fields to type into that obey every key in the order in which it was pressed."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from rich.text import Text
from textual import events
from textual.binding import Binding
from textual.expand_tabs import expand_text_tabs_from_widths
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input, TextArea
from textual.widgets.text_area import TextAreaTheme

_LONG = 2000  # characters of a paragraph


class _InOrder:  # no Widget: Textual styles a field by its first base that is one
    """Acts on editing keys at once, and takes every character that is typed or pasted.

    Characters are inserted when they arrive, but bindings (backspace, ctrl+u, enter) act only
    after a round through the queues of all ancestors. Typed quickly, or sent by an input method,
    `backspace a` would insert the a and then delete it.

    Textual leaves out what Python calls unprintable, which input methods commit all the same: the
    ideographic space, the joiner in an emoji, rare characters of a private font.

    `obeys` are keys of the screen that are to wait for what was typed before them, with the
    action of each.
    """

    obeys: Mapping[str, str] = MappingProxyType({})

    async def on_key(self, event: events.Key) -> None:
        """Act on a key that is bound to an action of this widget's own, or insert it."""
        assert isinstance(self, Widget)
        if action := self.obeys.get(event.key) or _own_actions(type(self)).get(event.key):
            event.stop()
            event.prevent_default()
            await self.run_action(action)
        elif event.character and not event.is_printable and _is_text(event.character):
            event.stop()
            event.prevent_default()
            self.type_in(event.character)

    def type_in(self, text: str) -> None:
        """Insert as if typed: in place of what is selected, with the cursor behind it."""
        raise NotImplementedError


def _is_text(character: str) -> bool:
    """Whether it is no control character, which a terminal could obey, and no half of one."""
    return unicodedata.category(character) not in {"Cc", "Cs"}


def lines_of_text(text: str) -> str:
    """Text from outside, without what a terminal could obey; lines and tabs are left."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(char for char in lines if char in "\n\t" or _is_text(char))


@cache
def _own_actions(kind: type[Widget]) -> dict[str, str]:
    bindings = (
        binding for cls in reversed(kind.__mro__) for binding in vars(cls).get("BINDINGS", ())
    )
    return {
        key.strip(): binding.action
        for binding in bindings
        if isinstance(binding, Binding)
        for key in binding.key.split(",")
    }


class Field(_InOrder, Input):
    """One line; of several that are pasted it makes one."""

    def on_paste(self, event: events.Paste) -> None:
        """Insert all lines, with a space between."""
        event.stop()
        event.prevent_default()
        lines = (line.strip() for line in event.text.splitlines())
        self.type_in(" ".join(line for line in lines if line))

    def type_in(self, text: str) -> None:
        """Insert as if typed: in place of what is selected, with the cursor behind it."""
        self.replace("".join(filter(_is_text, text)), *sorted(self.selection))


class Editor(_InOrder, TextArea):
    """Several lines."""

    def _render_line(self, y: int) -> Strip:
        """Draw a row of a long paragraph without the others.

        For each row Textual takes the whole paragraph apart: 100,000 characters without a line
        break would take two seconds a key. There are no line numbers and no syntax to draw.
        """
        rows, row = self.wrapped_document._offset_to_line_info, y + round(self.scroll_offset.y)
        theme = self._theme
        if theme is None or row >= len(rows) or len(self.document[rows[row][0]]) <= _LONG:
            return super()._render_line(y)
        number, part = rows[row]
        line = self.document[number]
        breaks = [0, *self.wrapped_document.get_offsets(number), len(line)]
        begin, end = breaks[part : part + 2]
        text = Text(line[begin:end], end="", no_wrap=True)
        if end == len(line):
            text.append(" ")  # for the cursor
        self._emphasise(theme, text, number, begin)
        tabs = line.count("\t", 0, begin)
        widths = self.wrapped_document.get_tab_widths(number)[tabs:]
        text = expand_text_tabs_from_widths(text, widths)
        is_current = self.highlight_cursor_line and number == self.cursor_location[0]
        ground = theme.cursor_line_style if is_current else theme.base_style
        strip = Strip(text.render(self.app.console), text.cell_len)
        strip = strip.extend_cell_length(self.scrollable_content_region.width, ground)
        return strip.apply_style(theme.base_style or self.rich_style)

    def _emphasise(self, theme: TextAreaTheme, text: Text, number: int, begin: int) -> None:
        """Style what is drawn of a paragraph from a column on: cursor line, selection, cursor."""
        row, column = self.cursor_location
        if row == number and self.highlight_cursor_line and self._has_cursor:
            text.stylize(theme.cursor_line_style or "")
        (top, left), (bottom, right) = sorted(self.selection)
        if self.selection.start != self.selection.end and top <= number <= bottom:
            first = left if top == number else 0
            last = right if bottom == number else len(self.document[number])
            text.stylize(theme.selection_style or "", max(0, first - begin), max(0, last - begin))
        if row == number and column >= begin and self._draw_cursor:
            text.stylize(theme.cursor_style or "", column - begin, column - begin + 1)

    def on_paste(self, event: events.Paste) -> None:
        """Insert all lines."""
        event.stop()
        event.prevent_default()
        self.type_in(event.text)

    def type_in(self, text: str) -> None:
        """Insert as if typed: in place of what is selected, with the cursor behind it."""
        clean = lines_of_text(text)
        end = self.replace(clean, *self.selection, maintain_selection_offset=False).end_location
        self.move_cursor(end)
