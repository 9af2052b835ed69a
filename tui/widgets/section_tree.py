"""The sections as a tree, each with its progress and how many measures carry which tag."""

from __future__ import annotations

from collections.abc import Mapping

from rich.text import Text
from textual.binding import Binding
from textual.widgets import Tree
from textual.widgets.tree import TreeNode

from core.document import Document
from core.review import TAGS, Progress
from tui.language import _

PREAMBLE = ""


class SectionTree(Tree[str], inherit_bindings=False):
    """A node's data is the id of its section, PREAMBLE for the text before the first."""

    BINDINGS = [Binding("enter", "select_cursor", show=False)]

    def __init__(self, id: str | None = None) -> None:  # noqa: A002
        super().__init__("", id=id)
        self.guide_depth = 2
        self.show_root = False
        self._branches: dict[str, TreeNode[str]] = {}
        self._titles: dict[str, str] = {}

    def show(self, document: Document, folded: set[str], progress: Mapping[str, Progress]) -> None:
        """Build the tree; `folded` holds the locators of the sections to show closed.

        `progress` is by section id. It is written into the labels at once: to set the labels of
        20,000 nodes one by one takes seconds.
        """
        self.clear()
        self._branches, self._titles = {}, {}
        if any(measure.section is None for measure in document.measures):
            self._add(self.root, PREAMBLE, _("Preamble"), progress[PREAMBLE], expand=False)
        for section in document.sections:
            above = self._branches[section.parent] if section.parent else self.root
            title = section.heading
            is_open = section.locator not in folded
            self._add(above, section.id, title, progress[section.id], expand=is_open)
        for node in self._branches.values():
            node.allow_expand = bool(node.children)

    def _add(
        self, above: TreeNode[str], key: str, title: str, done: Progress, *, expand: bool
    ) -> None:
        self._titles[key] = title
        self._branches[key] = above.add(_label(title, done), data=key, expand=expand)

    def show_progress(self, progress: Mapping[str, Progress]) -> None:
        """Write the counts into the labels; `progress` is by section id."""
        for key, done in progress.items():
            if node := self._branches.get(key):
                node.set_label(_label(self._titles[key], done))

    def follow(self, key: str) -> None:
        """Put the cursor on a section, or on the closest one that is not folded away."""
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
        """The locators of the closed sections, for the next session."""
        return [
            section.locator
            for section in document.sections
            if (node := self._branches[section.id]).children and node.is_collapsed
        ]


def _label(title: str, done: Progress) -> Text:
    """Counts first, so that a narrow pane cuts the title and not them."""
    text = Text(no_wrap=True)
    finished = done.reviewed == done.measures
    if done.measures:
        count = "✓" if finished else f"{done.reviewed}/{done.measures}"
        text.append(f"{count} ", style="dim" if finished else "")
    tags = "".join(f"{tag.sign}{done.tags[tag.id]}" for tag in TAGS if done.tags.get(tag.id))
    text.append(f"{tags} " if tags else "", style="bold")
    text.append(title)
    return text
