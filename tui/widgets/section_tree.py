"""The sections as a tree, each with its progress and how many measures carry which tag."""

from __future__ import annotations

from collections.abc import Mapping

from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.binding import Binding
from textual.strip import Strip
from textual.widgets import Tree
from textual.widgets.tree import TreeNode

from core.document import Document
from core.review import TAGS, Progress
from tui.language import _

PREAMBLE = ""
_BARS = {36: 8, 28: 4}  # by the cells of the pane: those that show how much of a section is marked


class SectionTree(Tree[str], inherit_bindings=False):
    """A node's data is the id of its section, PREAMBLE for the text before the first."""

    BINDINGS = [Binding("enter", "select_cursor", show=False)]
    COMPONENT_CLASSES = {f"sections--{tag.id}" for tag in TAGS}

    def __init__(self, id: str | None = None) -> None:  # noqa: A002
        super().__init__("", id=id)
        self.guide_depth = 2
        self.show_root = False
        self._branches: dict[str, TreeNode[str]] = {}
        self._titles: dict[str, str] = {}
        self._progress: dict[str, Progress] = {}
        self._folded: set[str] = set()
        self._filtered = False

    def show(
        self,
        document: Document,
        folded: set[str],
        progress: Mapping[str, Progress],
        *,
        filtered: bool = False,
    ) -> None:
        """Build the tree; `folded` holds the locators of the sections to show closed.

        `progress` is by section id. It is written into the labels at once: to set the labels of
        20,000 nodes one by one takes seconds. `filtered`: it counts what a filter left; sections
        of which nothing is left are not shown.
        """
        self.clear()
        self._branches, self._titles, self._progress = {}, {}, dict(progress)
        self._folded, self._filtered = folded, filtered
        if progress[PREAMBLE].measures:
            self._add(self.root, PREAMBLE, _("Preamble"), expand=False)
        for section in document.sections:
            if filtered and not progress[section.id].measures:
                continue
            above = self._branches[section.parent] if section.parent else self.root
            is_open = section.locator not in folded
            self._add(above, section.id, section.heading, expand=is_open)
        for node in self._branches.values():
            node.allow_expand = bool(node.children)

    def _add(self, above: TreeNode[str], key: str, title: str, *, expand: bool) -> None:
        self._titles[key] = title
        self._branches[key] = above.add(self._label(key), data=key, expand=expand)

    def _label(self, key: str) -> Text:
        """Counts first, so that a narrow pane cuts the title and not them."""
        done, text = self._progress[key], Text(no_wrap=True)
        if self._filtered:
            text.append(f"{done.measures} ", style="bold")
        elif done.measures:
            finished = done.reviewed == done.measures
            count = "✓" if finished else f"{done.reviewed}/{done.measures}"
            text.append(f"{count} ", style="dim" if finished else "")
        tags = "".join(f"{tag.sign}{done.tags[tag.id]}" for tag in TAGS if done.tags.get(tag.id))
        text.append(f"{tags} " if tags else "", style="bold")
        text.append(self._titles[key])
        return text

    def show_progress(self, progress: Mapping[str, Progress]) -> None:
        """Write the counts into the labels; `progress` is by section id."""
        for key, done in progress.items():
            self._progress[key] = done
            if node := self._branches.get(key):
                node.set_label(self._label(key))

    def get_label_width(self, node: TreeNode[str]) -> int:
        """Of no use, as the tree is not scrolled sideways; to measure 20,000 labels takes long."""
        return 0

    def render_line(self, y: int) -> Strip:
        """A section, at its right end how much of it is marked and as what."""
        strip = super().render_line(y)
        node = self.get_node_at_line(y + round(self.scroll_offset.y))
        done = self._progress.get(node.data) if node and node.data is not None else None
        cells = self._bar
        if done is None or not cells or not (signs := density(done, cells)):
            return strip
        ground = list(strip)[-1].style or Style()
        pieces = [
            Segment(sign, ground + self._style_of(sign)) for sign in f" {signs.ljust(cells)} "
        ]
        return Strip([*strip.crop(0, self.size.width - len(pieces)), *pieces])

    @property
    def _bar(self) -> int:
        """The cells of the bar; none where the titles need them."""
        return next((bar for room, bar in _BARS.items() if self.size.width >= room), 0)

    def render_label(self, node: TreeNode[str], base_style: Style, style: Style) -> Text:
        """The label as far as there is room, … where it is cut."""
        label = super().render_label(node, base_style, style)
        depth, above = 0, node.parent
        while above is not None:
            depth, above = depth + 1, above.parent
        done = self._progress.get(node.data) if node.data is not None else None
        bar = self._bar + 2 if done and density(done, self._bar) else 0
        room = self.size.width - depth * self.guide_depth - bar
        label.truncate(max(4, room), overflow="ellipsis")
        return label

    def _style_of(self, sign: str) -> Style:
        for tag in TAGS:
            if tag.sign == sign:
                return self.get_component_rich_style(f"sections--{tag.id}", partial=True)
        return Style()

    def follow(self, key: str) -> None:
        """Put the cursor on a section, or on the closest one that is not folded away."""
        if self.last_line < 0:  # nothing is shown; asking has the lines numbered
            return
        node = self._branches.get(key)
        while node is not None and node.line < 0:
            node = node.parent
        if node is not None and node.line != self.cursor_line:
            self.move_cursor(node)

    def step(self, by: int) -> str | None:
        """Move the cursor by lines; returns the id of the section that it is on."""
        self.cursor_line = min(max(self.cursor_line + by, 0), self.last_line)
        return self.cursor_node.data if self.cursor_node else None

    def fold(self, key: str, *, close: bool) -> None:
        """Fold or unfold a section; one without open subsections folds the one that holds it.

        Unfolding opens whatever holds the section too, so that it is seen.
        """
        node = self._branches.get(key)
        if node is None:
            return
        if not close:
            while node is not None:
                node.expand()
                node = node.parent
            return
        is_open = node.children and node.is_expanded
        if not is_open and node.parent is not None and node.parent is not self.root:
            node = node.parent
        node.collapse()

    def folded(self, document: Document) -> list[str]:
        """The locators of the closed sections, for the next session.

        What a filter hides is as it was.
        """
        return [
            section.locator
            for section in document.sections
            if (
                node.is_collapsed
                if (node := self._branches.get(section.id)) and node.children
                else self._filtered and section.locator in self._folded
            )
        ]


def density(done: Progress, cells: int) -> str:
    """The marks of a section in a few signs: `+-..`, the fuller the more of it is reviewed.

    Each tag has its share of the cells, one at least; `.` is read and no more, where that fills
    a cell. Empty where nothing is reviewed.
    """
    counts = {tag.sign: done.tags.get(tag.id, 0) for tag in TAGS}
    tags = sum(counts.values())
    whole = max(1, done.measures, tags)
    shares = {sign: -(-count * cells // whole) for sign, count in counts.items()}
    while sum(shares.values()) > cells:
        shares[max(shares, key=lambda sign: shares[sign])] -= 1
    read = max(0, done.reviewed - tags) * cells // whole
    shares["."] = min(read, cells - sum(shares.values()))
    return "".join(sign * share for sign, share in shares.items())
