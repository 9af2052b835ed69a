"""The screen on which a document is read and marked: tree, text, inspector, two lines."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.getters import query_one
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Tree

from core import review
from core.document import Measure, Metric
from core.review import Change, Progress
from tui import messages, navigation
from tui.actions import bindings
from tui.analysis import Analysis
from tui.language import _, explained
from tui.navigation import Search
from tui.session import Session
from tui.widgets.inspector import Inspector
from tui.widgets.lines import KeyLine, StatusLine
from tui.widgets.reader import Reader
from tui.widgets.section_tree import PREAMBLE, SectionTree

if TYPE_CHECKING:
    from tui.app import PiyueApp
    from tui.widgets.prompt import Prompt

_WIDE = 100  # columns from which the inspector stands beside the text
_RETRY_AFTER = 2.0  # seconds until a failed save is tried again
_MESSAGE_STAYS = 4.0  # seconds
_KEYWORDS_AFTER = 0.5  # seconds in a section


class ReviewScreen(Screen[None]):
    """Turns keys into changes of the review; the session shows and saves them."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings()]
    AUTO_FOCUS = "#reader"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (_WIDE, "-wide")]
    app: PiyueApp

    tree_pane = query_one("#tree", SectionTree)
    reader = query_one("#reader", Reader)
    inspector = query_one("#inspector", Inspector)
    status = query_one("#status", StatusLine)

    def __init__(self, session: Session) -> None:
        """`session` is loaded; the screen saves through it and closes it."""
        super().__init__()
        self._session = session
        self._document = session.document
        self._measures = session.document.measures
        self._analysis = Analysis(session.document)
        self._search = Search(session.document)
        self._cursor = self._starting_point()
        self._last_mark: tuple[Change, str] | None = None
        self._trouble = ""
        self._leaving = False
        self._ready = False
        self._retry: Timer | None = None
        self._figures_wanted = False  # asked for before they were found
        self._prompt: Prompt | None = None  # made when first needed
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
        self.reader.show(self._document, self._session.annotations, self._cursor)
        self._go_to(self._cursor)
        self.set_timer(0.1, self._find_figures)
        self._ready = True
        self._tell("  ".join(map(explained, self._document.warnings)))

    # Moving

    @property
    def _current(self) -> Measure:
        return self._measures[self._cursor]

    @property
    def _here(self) -> str:
        """The id of the section that the cursor is in."""
        return self._current.section or PREAMBLE

    def _go_to(self, index: int) -> None:
        """Put every pane on a measure."""
        self._put_cursor(index)
        self.tree_pane.follow(self._here)

    def _put_cursor(self, index: int) -> None:
        self._cursor = min(max(index, 0), len(self._measures) - 1)
        self._session.place["measure"] = self._current.start
        self.reader.move_to(self._cursor)
        self._tell("")
        self._describe()

    def _go_to_offset(self, offset: int) -> None:
        self._go_to(self._document.measure_index(offset) or 0)

    def _go_or_tell(self, index: int | None, otherwise: str) -> None:
        if index is None:
            self._tell(otherwise)
        else:
            self._go_to(index)

    def _describe(self) -> None:
        """Bring inspector and status line up to date."""
        measure, here = self._current, self._here
        words = self._analysis.keywords.get(here)
        if words is None:
            self.set_timer(_KEYWORDS_AFTER, partial(self._want_keywords, here))
        self.inspector.show(
            self._document,
            measure,
            self._session.get(measure),
            self._analysis.figures_in(measure),
            words,
        )
        self.status.show(
            self._document.metadata.title,
            measure.locator,
            self._progress,
            self._session.reviewer,
            self._saving(),
        )

    def _saving(self) -> str:
        if not self._session.unsaved:
            return _("saved")
        return _("NOT SAVED") if self._trouble else _("saving")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing before the panes are filled; while a question is asked, keys are its answer."""
        return self._ready and (self._prompt is None or not self._prompt.display)

    def action_move(self, by: int) -> None:
        """To a neighbouring measure; in the tree to a neighbouring section, else scroll."""
        if self.focused is self.tree_pane:
            self._enter_section(self.tree_pane.step(by))
        elif self.focused is self.inspector:
            self.inspector.scroll_relative(y=by, animate=False)
        else:
            self._go_to(self._cursor + by)

    def action_section(self, by: int) -> None:
        """To the first measure of a neighbouring section."""
        found = navigation.section_start(self._measures, self._cursor, by)
        self._go_or_tell(found, _("no further section"))

    def action_page(self, pages: float) -> None:
        """Some pages on or back."""
        self._go_to(self.reader.measure_a_page_from(pages))

    def action_first(self) -> None:
        """To the first measure."""
        self._go_to(0)

    def action_last(self) -> None:
        """To the last measure."""
        self._go_to(len(self._measures) - 1)

    def action_unreviewed(self) -> None:
        """To the next measure that is not reviewed."""
        found = navigation.unreviewed(self._measures, self._session.get, self._cursor)
        self._go_or_tell(found, _("every measure is reviewed"))

    def action_marked(self, by: int) -> None:
        """To the next or previous mark."""
        found = navigation.marked(self._measures, self._session.get, self._cursor, by)
        self._go_or_tell(found, _("no further mark"))

    def action_fold(self, close: bool) -> None:
        """Fold or unfold the section of the current measure."""
        self.tree_pane.fold(self._here, close=close)
        self._session.place["folded"] = self.tree_pane.folded(self._document)
        self.call_after_refresh(self.tree_pane.follow, self._here)

    def action_pane(self, by: int) -> None:
        """To another pane."""
        panes = [self.tree_pane, self.reader, self.inspector]
        at = panes.index(self.focused) if self.focused in panes else 1
        panes[(at + by) % len(panes)].focus()

    @on(Reader.Pointed)
    def _point(self, event: Reader.Pointed) -> None:
        self._go_to(event.measure)

    @on(Tree.NodeSelected)
    def _read_section(self, event: Tree.NodeSelected[str]) -> None:
        self._enter_section(event.node.data)
        self.reader.focus()

    def _enter_section(self, section: str | None) -> None:
        """Show the text of a section while the tree keeps its own cursor."""
        if section is not None and (held := self._inside(section)):
            self._put_cursor(held.start)

    # Marking and saving

    def _mark(self, change: Change, why: str) -> None:
        """Change the current measure's annotation; the log names the step `why`."""
        self._annotate(change, why)
        self._describe()

    def _annotate(self, change: Change, why: str) -> None:
        self._tell("")
        self._session.mark(self._current, change, f"{why} {self._current.locator}")
        self._show_marks(self._cursor)

    def _mark_and_go_on(self, change: Change, why: str) -> None:
        """The mark is saved together with the place where the reviewer goes on."""
        following = min(self._cursor + 1, len(self._measures) - 1)
        self._session.place["measure"] = self._measures[following].start
        self._annotate(change, why)
        self._go_to(following)

    def _show_marks(self, index: int) -> None:
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
        annotation = self._session.get(self._current)
        if annotation and tag in annotation.tags:
            self._mark(review.without(tag), f"-{tag}")
            return
        self._last_mark = (review.tagged(tag), tag)
        self.action_repeat()

    async def action_tag_and_note(self, tag: str) -> None:
        """Set a tag and open the note."""
        self._mark(review.tagged(tag), tag)
        await self._write_note()

    def action_read(self) -> None:
        """Read, nothing to mark."""
        self._mark_and_go_on(review.marked_read(), "read")

    def action_clear(self) -> None:
        """Take everything off."""
        self._mark(review.cleared, "clear")

    def action_repeat(self) -> None:
        """Mark like the last time and go on."""
        if self._last_mark is None:
            self._tell(_("nothing to repeat yet"))
            return
        self._mark_and_go_on(*self._last_mark)

    async def action_note(self) -> None:
        """The note; while hits are shown `n` goes to the next, as in less and vim."""
        if self._search.hits:
            self.action_hit(1)
        else:
            await self._write_note()

    async def _write_note(self) -> None:
        from tui.screens.note import NoteScreen  # noqa: PLC0415 (TextArea is slow to import)

        measure, index = self._current, self._cursor
        annotation = self._session.get(measure)
        former = annotation.note if annotation else ""

        def keep(note: str | None) -> None:
            if note is not None and note.strip() != former:
                self._go_to(index)
                self._mark(review.noted(note), "note")

        await self.app.push_screen(
            NoteScreen(measure.locator, self._document.quote(measure), former), keep
        )

    def action_undo(self) -> None:
        """Take back the last change."""
        self._session.undo()

    def action_redo(self) -> None:
        """Repeat what was taken back."""
        self._session.redo()

    @on(messages.Saved)
    def _settle(self, event: messages.Saved) -> None:
        outcome = event.outcome
        failed = outcome.done is None
        stepped = outcome.done is not None and outcome.done.key is None
        self._trouble = outcome.error if failed else ""
        self._leaving = self._leaving and failed
        self._session.settle(outcome)
        for key in outcome.changed:
            index = self._document.measure_index(int(key)) or 0
            if stepped and key in outcome.step:
                self._go_to(index)
            self._show_marks(index)
        if outcome.error and not self._leaving:  # what q said is not to be talked over
            self._tell(explained(outcome.error))
        elif stepped and not outcome.step:
            self._tell(_("nothing to take back or repeat"))
        if failed and self._retry is None:
            self._retry = self.set_timer(_RETRY_AFTER, self._try_again)
        self._describe()

    def _try_again(self) -> None:
        self._retry = None
        self._session.retry()

    # Finding

    @work(thread=True, group="figures")
    def _find_figures(self) -> None:
        self._search.prepare()
        self.post_message(messages.FiguresFound(*self._analysis.find_figures()))

    @on(messages.FiguresFound)
    async def _keep_figures(self, event: messages.FiguresFound) -> None:
        self._analysis.figures, self._analysis.rows = event.figures, event.rows
        self.reader.show_figures(event.figures)
        self._describe()
        if self._figures_wanted and self.is_current and self.check_action("figures", ()):
            await self.action_figures()

    def _want_keywords(self, section: str) -> None:
        """Look for keywords where the reviewer stayed, not in every section passed through."""
        if self._here == section and section not in self._analysis.keywords:
            self._find_keywords(section)

    @work(thread=True, group="keywords")
    def _find_keywords(self, section: str) -> None:
        words = self._analysis.find_keywords([self._measures[i] for i in self._inside(section)])
        self.post_message(messages.KeywordsFound(section, words))

    @on(messages.KeywordsFound)
    def _keep_keywords(self, event: messages.KeywordsFound) -> None:
        self._analysis.keywords[event.section] = event.words
        if self._here == event.section:
            self._describe()

    async def action_figures(self) -> None:
        """Choose a figure and go there."""
        from tui.screens.figures import FiguresScreen  # noqa: PLC0415

        if self._analysis.rows is None:
            self._figures_wanted = True
            self._tell(_("looking for figures …"))
            return

        def jump(figure: Metric | None) -> None:
            if figure is not None:
                self._go_to_offset(figure.start)

        self._figures_wanted = False
        await self.app.push_screen(FiguresScreen(self._analysis.rows), jump)

    async def action_search(self) -> None:
        """Search as one types; Enter stays at the hit, Escape goes back."""
        origin, search = self._cursor, self._search
        begin = self._current.start

        def change(query: str) -> None:
            search.find(query)
            self.reader.show_hits(search.hits)
            self._go_or_tell(search.from_offset(begin), "")
            self._tell(_("{} hits").format(len(search.hits)) if query else "")

        def answer(query: str) -> None:
            self.reader.focus()
            if query and not search.hits:
                self._tell(_("not found: {}").format(query))

        def leave() -> None:
            self.action_end_search()
            self._go_to(origin)
            self.reader.focus()

        prompt = await self._question()
        prompt.ask("/", answered=answer, changed=change, left=leave)

    async def _question(self) -> Prompt:
        """The line at the bottom in which questions are asked."""
        from tui.widgets.prompt import Prompt  # noqa: PLC0415 (not before the first frame)

        if self._prompt is None:
            self._prompt = Prompt()
            await self.mount(self._prompt, before=self.status)
        return self._prompt

    def action_hit(self, by: int) -> None:
        """To the next or previous measure with a hit, around the ends."""
        self._go_or_tell(self._search.step(self._cursor, by), _("no search yet: press /"))
        if self._search.hits:
            number = self._search.number(self._cursor)
            self._tell(_("hit {} of {}").format(number, len(self._search.hits)))

    def action_end_search(self) -> None:
        """Forget the hits, so that `n` writes a note again."""
        self._search.find("")
        self.reader.show_hits([])
        self._tell("")

    # Copying, exporting, leaving

    def action_copy(self) -> None:
        """The quote with its source."""
        self._copy(review.citation(self._document, self._current))

    def action_copy_all(self) -> None:
        """Quote, tags and note."""
        lines = [review.citation(self._document, self._current)]
        if annotation := self._session.get(self._current):
            lines.append("、".join(map(review.name_of, annotation.tags)))
            lines.append(annotation.note)
        self._copy("\n".join(line for line in lines if line))

    @work(thread=True, group="clipboard")
    def _copy(self, text: str) -> None:
        from tui.clipboard import copy  # noqa: PLC0415

        self.post_message(messages.Told(copy(self.app, text)))

    async def action_export(self) -> None:
        """Ask for a file and write the memo."""
        from tui.exporting import suggested_name  # noqa: PLC0415

        def answer(path: str) -> None:
            self.reader.focus()
            if path.strip():
                self._write_memo(path.strip())

        def leave() -> None:
            self.reader.focus()

        name = suggested_name(self._document, self._session.reviewer)
        label = _("Write the memo to (enter writes, esc leaves)")
        prompt = await self._question()
        prompt.ask(label, name, answered=answer, left=leave)

    @work(thread=True, group="export")
    def _write_memo(self, name: str) -> None:
        from tui.exporting import ExportError, write_memo  # noqa: PLC0415

        annotations = dict(self._session.annotations)
        try:
            path = write_memo(name, self._document, annotations, self._session.reviewer)
        except ExportError as error:
            self.post_message(messages.Told(explained(str(error))))
        else:
            self.post_message(messages.Told(_("written: {}").format(path.name)))

    @on(messages.Told)
    def _hear(self, event: messages.Told) -> None:
        self._tell(event.text)

    def _tell(self, text: str) -> None:
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
        if self._trouble and self._session.unsaved and not self._leaving:
            self._leaving = True
            question = _("not saved ({}): press q again to leave without it")
            self._tell(question.format(explained(self._trouble)))
            return
        if self._retry is not None:
            self._retry.stop()
        await self.app.in_background(self._session.close)
        self.app.next_document()

    @on(KeyLine.Chosen)
    async def _click(self, event: KeyLine.Chosen) -> None:
        await self.run_action(event.action)
