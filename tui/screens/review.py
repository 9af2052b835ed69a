"""The screen on which a document is read and marked: tree, text, inspector, two lines."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.getters import query_one
from textual.screen import Screen
from textual.widgets import Tree

from core import review
from core.document import Measure
from core.review import Annotation, Progress
from tui import messages, navigation
from tui.actions import bindings
from tui.analysis import Analysis
from tui.language import _, explained
from tui.screens.handing_over import HandingOver
from tui.screens.looking_up import LookingUp
from tui.screens.marking import Marking
from tui.screens.saving import Saving
from tui.screens.searching import Searching
from tui.session import Session
from tui.widgets.figure_list import FigureList
from tui.widgets.inspector import Inspector
from tui.widgets.lines import KeyLine, StatusLine
from tui.widgets.reader import Reader
from tui.widgets.section_tree import PREAMBLE, SectionTree

if TYPE_CHECKING:
    from tui.app import PiyueApp
    from tui.config import Config
    from tui.screens.comparing import Comparing
    from tui.widgets.prompt import Prompt

_WIDE = 100  # columns from which the inspector stands beside the text
_MESSAGE_STAYS = 4.0  # seconds
_LOOK_EVERY = 0.5  # seconds, for what another terminal saved


class ReviewScreen(Screen[None]):
    """Turns keys into changes of the review; the session shows and saves them."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings()]
    AUTO_FOCUS = "#reader"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (_WIDE, "-wide")]
    app: PiyueApp

    tree_pane = query_one("#tree", SectionTree)
    reader = query_one("#reader", Reader)
    inspector = query_one("#inspector", Inspector)
    figure_list = query_one("#figures", FigureList)
    status = query_one("#status", StatusLine)

    def __init__(self, session: Session, config: Config | None = None) -> None:
        """`session` is loaded; the screen saves through it and closes it.

        `config` holds the words of the user; None: as shipped.
        """
        super().__init__()
        self._session = session
        self._document = session.document
        self._measures = session.document.measures
        self._analysis = Analysis(session.document, config)
        self._searching = Searching(self, session.document)
        self._figures = LookingUp(self, session.document, self._analysis, session.place)
        self._saving = Saving(self, session)
        self._handing_over = HandingOver(self, session, self._analysis)
        self.cursor = self._starting_point()
        self._marking = Marking(self, session)
        self._ready = False
        self._prompt: Prompt | None = None  # made when first needed
        self._comparing: Comparing | None = None  # made when first needed
        self._progress: Progress

    def _starting_point(self) -> int:
        """The measure of the last session, else the first that was not reviewed."""
        offset = self._session.place.get("measure")
        if isinstance(offset, int):
            return self._document.measure_index(offset) or 0
        return navigation.unreviewed(self._measures, self._session.get, -1) or 0

    def _sections_of(self, measure: Measure) -> list[str]:
        return [one.id for one in self._document.ancestry(measure.section)] or [PREAMBLE]

    def compose(self) -> ComposeResult:
        """Tree at the left, text, inspector at the right or (narrow) below the text."""
        # Set by the first resize otherwise, which would style every pane a second time.
        self.set_class(self.app.size.width >= _WIDE, "-wide")
        self.set_class(self.app.size.width < _WIDE, "-narrow")
        with Horizontal(id="panes"):
            yield SectionTree(id="tree")
            with Horizontal(id="work"):
                yield Reader(id="reader")
                yield Inspector(id="inspector")
                yield FigureList(self._document, id="figures")
        yield StatusLine(id="status")
        yield KeyLine(id="keys")

    def on_mount(self) -> None:
        """Fill the panes; what takes longer follows after the first frame."""
        self._session.report = lambda outcome: self.post_message(messages.Saved(outcome))
        folded = self._session.place.get("folded")
        self.tree_pane.show(
            self._document,
            set(folded) if isinstance(folded, list) else set(),
            self._count([PREAMBLE, *(section.id for section in self._document.sections)]),
        )
        self.reader.show(self._document, self._session.annotations, self.cursor)
        self._figures.list_all(self._figures.are_listed)
        self.go_to(self.cursor)
        self.set_timer(0.1, self._find_figures)
        self.set_interval(_LOOK_EVERY, self._session.look)
        self._ready = True
        self.tell("  ".join(map(explained, self._document.warnings)))

    # Moving

    @property
    def current(self) -> Measure:
        """The measure that the cursor is on."""
        return self._measures[self.cursor]

    @property
    def side(self) -> Inspector | FigureList:
        """The pane that stands beside the text."""
        return self.figure_list if self._figures.are_listed else self.inspector

    @property
    def here(self) -> str:
        """The id of the section that the cursor is in."""
        return self.current.section or PREAMBLE

    def go_to(self, index: int) -> None:
        """Put every pane on a measure."""
        self._put_cursor(index)
        self.tree_pane.follow(self.here)

    def _put_cursor(self, index: int) -> None:
        self.cursor = min(max(index, 0), len(self._measures) - 1)
        self._session.place["measure"] = self.current.start
        self._figures.forget()
        self.reader.move_to(self.cursor)
        self.tell("")
        self.describe()

    def go_or_tell(self, index: int | None, otherwise: str) -> None:
        """Put every pane on a measure, or say why there is none."""
        if index is None:
            self.tell(otherwise)
        else:
            self.go_to(index)

    def describe(self) -> None:
        """Bring inspector and status line up to date."""
        measure = self.current
        self._figures.show(measure)
        if not self._figures.are_listed:
            self.inspector.show(
                self._document,
                measure,
                {self._session.reviewer: self._session.get(measure), **self._others()},
                self._analysis.stated_in(measure),
                self._figures.keywords(self.here),
            )
        self.status.show(
            self._document.metadata.title,
            measure.locator,
            self._progress,
            self._session.reviewer,
            self._saving.state,
        )

    def _others(self) -> Mapping[str, Annotation]:
        """What others made of the current measure, while that is shown."""
        return self._comparing.of(self.cursor) if self._comparing else {}

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing before the panes are filled; while a question is asked, keys are its answer."""
        return self._ready and (self._prompt is None or not self._prompt.display)

    def action_move(self, by: int) -> None:
        """To a neighbouring measure; in the tree to a neighbouring section, else scroll."""
        if self.focused is self.tree_pane:
            self._enter_section(self.tree_pane.step(by))
        elif self.focused is self.inspector:
            self.inspector.scroll_relative(y=by, animate=False)
        elif self.focused is self.figure_list:
            self.figure_list.step(by)
        else:
            self.go_to(self.cursor + by)

    def action_section(self, by: int) -> None:
        """To the first measure of a neighbouring section."""
        found = navigation.section_start(self._measures, self.cursor, by)
        self.go_or_tell(found, _("no further section"))

    def action_page(self, pages: float) -> None:
        """Some pages on or back, of the text or of the list of figures."""
        if self.focused is self.figure_list:
            self.figure_list.page(pages)
        else:
            self.go_to(self.reader.measure_a_page_from(pages))

    def action_first(self) -> None:
        """To the first measure."""
        self.go_to(0)

    def action_last(self) -> None:
        """To the last measure."""
        self.go_to(len(self._measures) - 1)

    def action_unreviewed(self) -> None:
        """To the next measure that is not reviewed."""
        found = navigation.unreviewed(self._measures, self._session.get, self.cursor)
        self.go_or_tell(found, _("every measure is reviewed"))

    def action_marked(self, by: int) -> None:
        """To the next or previous mark."""
        found = navigation.marked(self._measures, self._session.get, self.cursor, by)
        self.go_or_tell(found, _("no further mark"))

    def action_fold(self, close: bool) -> None:
        """Fold or unfold the section of the current measure."""
        self.tree_pane.fold(self.here, close=close)
        self._session.place["folded"] = self.tree_pane.folded(self._document)
        self.call_after_refresh(self.tree_pane.follow, self.here)

    def action_pane(self, by: int) -> None:
        """To another pane."""
        panes = [self.tree_pane, self.reader, self.side]
        at = panes.index(self.focused) if self.focused in panes else 1
        panes[(at + by) % len(panes)].focus()

    @on(Reader.Pointed)
    def _point(self, event: Reader.Pointed) -> None:
        self.go_to(event.measure)

    @on(Tree.NodeSelected)
    def _read_section(self, event: Tree.NodeSelected[str]) -> None:
        self._enter_section(event.node.data)
        self.reader.focus()

    def _enter_section(self, section: str | None) -> None:
        """Show the text of a section while the tree keeps its own cursor."""
        if section is not None and (held := self._inside(section)):
            self._put_cursor(held.start)

    # Marking and saving

    def show_marks(self, index: int) -> None:
        """Show a measure's marks anew, in text and tree."""
        self.reader.refresh_measure(index)
        self._show_progress(self._sections_of(self._measures[index]))

    def _show_progress(self, sections: Iterable[str]) -> None:
        self.tree_pane.show_progress(self._count(sections))

    def _count(self, sections: Iterable[str]) -> dict[str, Progress]:
        """The progress of sections by id; that of the whole document is kept."""
        marks = review.attached(self._document, self._session.annotations)
        indexes = list(marks)

        def within(span: range) -> Progress:
            held = indexes[bisect_left(indexes, span.start) : bisect_left(indexes, span.stop)]
            return review.progress(len(span), [marks[index] for index in held])

        self._progress = within(range(len(self._measures)))
        return {section: within(self._inside(section)) for section in sections}

    def _inside(self, section: str) -> range:
        """The indexes of a section's measures, its subsections' included."""
        return self._document.measures_within(section or None)

    def action_tag(self, tag: str) -> None:
        """Set a tag and go on; take it off, and stay, where it is set."""
        self._marking.tag(tag)

    async def action_tag_and_note(self, tag: str) -> None:
        """Set a tag and open the note."""
        await self._marking.tag_and_note(tag)

    def action_read(self) -> None:
        """Read, nothing to mark."""
        self._marking.read()

    def action_clear(self) -> None:
        """Take everything off."""
        self._marking.clear()

    def action_repeat(self) -> None:
        """Mark like the last time and go on."""
        self._marking.repeat()

    async def action_note(self) -> None:
        """The note; while hits are shown `n` goes to the next, as in less and vim."""
        if self._searching.is_on:
            self.action_hit(1)
        else:
            await self._marking.note()

    def action_undo(self) -> None:
        """Take back the last change."""
        self._session.undo()

    def action_redo(self) -> None:
        """Repeat what was taken back."""
        self._session.redo()

    @on(messages.Saved)
    def _settle(self, event: messages.Saved) -> None:
        outcome = event.outcome
        stepped = outcome.done is not None and outcome.done.key is None
        self._saving.settle(outcome)
        for key in outcome.changed:
            index = self._document.measure_index(int(key)) or 0
            if stepped and key in outcome.step.changed:
                self.go_to(index)
            self.show_marks(index)
        self._saving.tell(outcome)
        self.describe()

    # Finding

    @work(thread=True, group="figures")
    def _find_figures(self) -> None:
        self._searching.prepare()
        self._figures.find()

    @on(messages.FiguresFound)
    async def _keep_figures(self, event: messages.FiguresFound) -> None:
        await self._figures.keep(event.findings)

    @on(FigureList.Chosen)
    def _jump(self, event: FigureList.Chosen) -> None:
        self._figures.jump(event.row)

    @on(messages.KeywordsFound)
    def _keep_keywords(self, event: messages.KeywordsFound) -> None:
        self._analysis.keywords[event.section] = event.words
        if self.here == event.section:
            self.describe()

    async def action_figures(self) -> None:
        """Choose a figure and go there."""
        await self._figures.ask()

    def action_list_figures(self) -> None:
        """All figures in place of the inspector, or the inspector again."""
        was_focused = self.focused is self.side
        self._figures.list_all(not self._figures.are_listed)
        if was_focused:
            self.side.focus()
        self.describe()

    async def action_search(self) -> None:
        """Search as one types."""
        await self._searching.ask()

    def action_hit(self, by: int) -> None:
        """To the next or previous measure with a hit."""
        self._searching.step(by)

    def action_end_search(self) -> None:
        """Forget the hits, so that `n` writes a note again, and the figure that was chosen."""
        self._searching.end()
        self._figures.forget()

    # Other reviewers

    @property
    def comparing(self) -> Comparing:
        """What is known of the other reviewers."""
        from tui.screens.comparing import Comparing  # noqa: PLC0415 (not before the first frame)

        self._comparing = self._comparing or Comparing(self, self._session)
        return self._comparing

    async def action_everybody(self) -> None:
        """Everybody's marks, or one's own alone again."""
        await self.comparing.toggle()

    async def action_agreement(self) -> None:
        """How far the reviewers agree; choose a disagreement and go there."""
        await self.comparing.ask()

    async def action_disagreement(self, by: int) -> None:
        """To the next or previous measure on which reviewers differ."""
        await self.comparing.step(by)

    # Copying, exporting, leaving

    def action_copy(self) -> None:
        """The quote with its source, or the figure that was chosen."""
        if figure := self._figures.at_hand:
            self._handing_over.copy_figure(figure)
        else:
            self._handing_over.copy_quote(self.current)

    def action_copy_all(self) -> None:
        """Quote, tags and note."""
        self._handing_over.copy_all(self.current)

    async def action_export(self) -> None:
        """Ask for a file and write the memo."""
        await self._handing_over.export()

    @on(messages.Told)
    def _hear(self, event: messages.Told) -> None:
        self.tell(event.text)

    async def question(self) -> Prompt:
        """The line at the bottom in which questions are asked."""
        from tui.widgets.prompt import Prompt  # noqa: PLC0415 (not before the first frame)

        if self._prompt is None:
            self._prompt = Prompt()
            await self.mount(self._prompt, before=self.status)
        return self._prompt

    def tell(self, text: str) -> None:
        """Show a message for a while."""
        self.status.say(text)
        if text:
            self.set_timer(_MESSAGE_STAYS, partial(self.status.forget, text))

    def action_help(self) -> None:
        """All keys."""
        from tui.screens.help import HelpScreen  # noqa: PLC0415

        self.app.push_screen(HelpScreen())

    async def action_quit(self) -> None:
        """Leave once everything is saved; asked twice, give up what cannot be."""
        if self._saving.may_leave():
            await self.app.in_background(self._session.close)
            self.app.next_document()

    @on(KeyLine.Chosen)
    async def _click(self, event: KeyLine.Chosen) -> None:
        await self.run_action(event.action)
