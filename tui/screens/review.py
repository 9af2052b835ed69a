"""The screen on which a document is read and marked: what each key does there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import events, on, work
from textual.binding import BindingType
from textual.widgets import Tree

from core.review import Annotation, is_waiting
from tui import messages, navigation
from tui.actions import ACTIONS, bindings
from tui.analysis import Analysis
from tui.language import _, explained
from tui.screens.guiding import Guiding
from tui.screens.handing_over import HandingOver
from tui.screens.inspecting import Inspecting
from tui.screens.looking_up import LookingUp
from tui.screens.marking import Marking
from tui.screens.moving import Moving
from tui.screens.panes import Panes
from tui.screens.saving import Saving
from tui.screens.searching import Searching
from tui.session import VERSIONS, Session
from tui.widgets.figure_list import FigureList
from tui.widgets.inspector import Inspector
from tui.widgets.lines import KeyLine
from tui.widgets.reader import Reader

if TYPE_CHECKING:
    from tui.config import Config
    from tui.screens.comparing import Comparing
    from tui.screens.entrusting import OfDocument
    from tui.screens.filtering import Filtering
    from tui.screens.last_year import LastYear
    from tui.screens.reattaching import Reattaching

_LOOK_EVERY = 0.5  # seconds, for what another terminal saved


class ReviewScreen(Panes):
    """Turns keys into changes of the review; the session shows and saves them."""

    TABLE = ACTIONS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings()]

    def __init__(self, session: Session, config: Config | None = None) -> None:
        """`session` is loaded; the screen saves through it and closes it.

        `config` holds the words of the user; None: as shipped.
        """
        super().__init__(session)
        self._analysis = Analysis(session.document, config, self.app.rest.wait)
        self._searching = Searching(self, session)
        self._figures = LookingUp(self, session.document, self._analysis, session.place)
        self._inspecting = Inspecting(self, session, self._analysis, self._figures)
        self._saving = Saving(self, session)
        self._handing_over = HandingOver(
            self, session, self._analysis, config.path if config else None
        )
        self._marking = Marking(self, session, config.templates if config else ())
        self._guiding = Guiding(self, session, self._searching, self._marking)
        self.moving = Moving(self, session)
        self._ready = False
        self.figure_list = FigureList(self._document, id="figures")  # mounted when first wanted
        self._filtering: Filtering | None = None  # made when first needed, as are the next
        self._comparing: Comparing | None = None
        self._ledger: OfDocument | None = None
        self._reattaching: Reattaching | None = None
        self._last_year: LastYear | None = None
        self._config = config

    def on_mount(self) -> None:
        """Fill the panes; what takes longer follows after the first frame."""
        self._session.report = lambda outcome: self.post_message(messages.Saved(outcome))
        self.fill()
        self._figures.list_all(self._figures.are_listed)
        self.go_to(self.cursor)
        self.call_after_refresh(self._find_figures)
        self.call_after_refresh(self._marking.look_for_drafts)
        self.set_timer(0.1, self._look_for_versions)
        self.set_interval(_LOOK_EVERY, self._session.look)
        self._ready = True
        if self._session.place.get("filter"):
            self.filtering.begin()
        self._guiding.begin()
        self.tell("  ".join(map(explained, self._document.warnings)))

    # Moving

    @property
    def side(self) -> Inspector | FigureList:
        """The pane that stands beside the text."""
        return self.figure_list if self._figures.are_listed else self.inspector

    def go_to(self, index: int, *, jump: bool = True) -> None:
        """Put every pane on a measure; one can come back from a jump to one that is no neighbour.

        `jump`: whether this is one, and no mere moving along.
        """
        self._put_cursor(index, jump=jump)
        self.tree_pane.follow(self.here)

    def _put_cursor(self, index: int, *, jump: bool = True) -> None:
        index = min(max(index, 0), len(self._measures) - 1)
        if self.is_filtered:
            index = self.filtering.reach(index, jump=jump)
        if jump and abs(index - self.cursor) > 1:
            self.moving.leave(self.cursor)
        self.cursor = index
        self._session.place["measure"] = self.current.start
        self._figures.forget()
        self.reader.move_to(self.cursor)
        self.tell(self._marking.state)
        self.describe()

    def show_hidden(self, index: int) -> None:
        """Show a measure that the filter hides; one jumps to it."""
        if self.is_filtered:
            self.filtering.reach(index, jump=True)

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
        self._inspecting.show()
        self.status.show(
            (self._filtering and self._filtering.state) or self._document.metadata.title,
            measure.locator,
            self._progress,
            self._session.reviewer,
            f"{self._reattaching.state if self._reattaching else ''}{self._saving.state}",
        )
        self._show_keys()

    def _show_keys(self) -> None:
        if self._filtering and self._filtering.is_asking:
            self.key_line.show(self._filtering.hints)
        else:
            self._guiding.show_keys()

    def on_descendant_focus(self) -> None:
        """Other keys are of use in another pane."""
        if self._ready:
            self._show_keys()

    def others(self) -> Mapping[str, Annotation]:
        """What others made of the current measure, while that is shown."""
        return self._comparing.of(self.cursor) if self._comparing else {}

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Nothing before the panes are filled; while a question is asked, keys are its answer."""
        return self._ready and not self.is_asking

    def action_move(self, by: int) -> None:
        """To a neighbouring measure, or on in a long one; in the tree to a section, else scroll."""
        by *= self.moving.times()
        if self.focused is self.tree_pane:
            self._enter_section(self.tree_pane.step(by))
        elif self.focused is self.inspector:
            self.inspector.scroll_relative(y=by, animate=False)
        elif self.focused is self.figure_list:
            self.figure_list.step(by)
        elif abs(by) > 1 or not self.reader.scroll_inside(by / 2):
            self.go_to(navigation.along(self.shown, self.cursor, by), jump=False)

    def action_section(self, by: int) -> None:
        """To the first measure of a neighbouring section."""
        by *= self.moving.times()
        found = navigation.section_start(self._measures, self.shown, self.cursor, by)
        self.go_or_tell(found, _("no further section"))

    def action_page(self, pages: float) -> None:
        """Some pages on or back, of the text or of the list of figures."""
        pages *= self.moving.times()
        if self.focused is self.figure_list:
            self.figure_list.page(pages)
        elif not self.reader.scroll_inside(pages):
            self.go_to(self.reader.measure_a_page_from(pages), jump=False)

    def action_first(self) -> None:
        """To the first measure that is shown, or to that of a number."""
        self.moving.first()

    def action_last(self) -> None:
        """To the last measure that is shown, or to that of a number."""
        self.moving.last()

    def action_count(self) -> None:
        """Begin a count."""
        self.moving.begin_count()

    async def action_locator(self) -> None:
        """Ask for a locator and go there."""
        await self.moving.ask()

    def action_back(self, by: int) -> None:
        """To where the last jump began, or forward again."""
        self.moving.back(by)

    def action_name_place(self) -> None:
        """Give the current measure a letter."""
        self.moving.name_place()

    def action_place(self) -> None:
        """To the place that has a letter."""
        self.moving.ask_place()

    def takes(self, event: events.Key) -> bool:
        """Whether a key is the rest of what keys before it began; no action may have it then."""
        return bool(self.check_action("", ())) and self.moving.takes(event.key, event.character)

    def action_unreviewed(self) -> None:
        """To the next measure that is not reviewed."""
        found = navigation.unreviewed(self._measures, self._session.get, self.shown, self.cursor)
        self.go_or_tell(found, _("every measure is reviewed"))

    def action_marked(self, by: int) -> None:
        """To the next or previous mark."""
        by *= self.moving.times()
        found = navigation.marked(self._measures, self._session.get, self.shown, self.cursor, by)
        self.go_or_tell(found, _("no further mark"))

    def action_fold(self, close: bool) -> None:
        """Fold or unfold the section of the current measure."""
        before = self.tree_pane.folded(self._document)
        self.tree_pane.fold(self.here, close=close)
        self._session.place["folded"] = self.tree_pane.folded(self._document)
        if self._session.place["folded"] == before:
            self.tell(_("nothing to fold here") if close else _("nothing to unfold here"))
        self.call_after_refresh(self.tree_pane.follow, self.here)

    def action_pane(self, by: int) -> None:
        """To another pane."""
        panes = [pane for pane in (self.tree_pane, self.reader, self.side) if pane.display]
        at = panes.index(self.focused) if self.focused in panes else panes.index(self.reader)
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
        if section is not None and (held := self._inside(section, self.shown)):
            self._put_cursor(held[0])

    # Marking and saving

    def action_tag(self, tag: str) -> None:
        """Set a tag and go on; take it off, and stay, where it is set."""
        self.ledger.watch(partial(self._marking.tag, tag))

    async def action_tag_and_note(self, tag: str) -> None:
        """Set a tag and open the note."""
        await self._marking.tag_and_note(tag)

    def action_read(self) -> None:
        """Read, nothing to mark."""
        self._marking.read()

    def action_select(self) -> None:
        """Select measures, or no longer."""
        self._marking.select()
        self._guiding.show_keys()

    def action_notes(self) -> None:
        """All notes in full under their measures, or the first line of each."""
        self._session.place["notes"] = self._session.place.get("notes") is not True
        self.reader.unfold_notes(self._session.place["notes"])

    def action_clear(self) -> None:
        """Take everything off."""
        self.ledger.watch(self._marking.clear)

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
        self._saving.settle(outcome)
        self._inspecting.forget()
        if outcome.is_step and outcome.step.changed:
            self.go_to(self._first_of(outcome.step.changed))
        self.show_marks({self._document.measure_index(int(key)) or 0 for key in outcome.changed})
        self._saving.tell(outcome)
        if self._reattaching:
            self._reattaching.settle(outcome)
        self.describe()
        if self._ledger:
            self._ledger.settle(outcome)

    def _first_of(self, keys: Iterable[str]) -> int:
        """The first measure that a step changed; where it changed none, the current one."""
        starts = [int(key) for key in keys if not is_waiting(key)]
        return self._document.measure_index(min(starts, default=self.current.start)) or 0

    # Finding

    @work(thread=True, group="figures")
    def _find_figures(self) -> None:
        self._figures.find()

    @on(messages.FiguresFound)
    async def _keep_figures(self, event: messages.FiguresFound) -> None:
        await self._figures.keep(event.findings)
        if self._filtering:
            self._filtering.figures_found()

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
        self.describe()
        if was_focused:
            (self.side if self.side.display else self.reader).focus()

    def action_inspector(self) -> None:
        """Show or hide what is known of the measure."""
        self._inspecting.toggle()

    def on_resize(self) -> None:
        """Beside the text or below it, the inspector is shown or not."""
        if self._ready:
            self.call_after_refresh(self._inspecting.show)

    async def action_alike(self) -> None:
        """To the measure most like this one, and on to the next."""
        await self._inspecting.go_to_next()

    @on(Inspector.Chosen)
    def _go_to_alike(self, event: Inspector.Chosen) -> None:
        self.go_to(event.measure)

    async def action_search(self) -> None:
        """Search as one types."""
        await self._searching.ask()

    def action_hit(self, by: int) -> None:
        """To the next or previous measure with a hit."""
        self._searching.step(by)

    def action_end_search(self) -> None:
        """End a selection; else forget the hits, so that `n` is the note, and the chosen figure."""
        if self._marking.is_selecting:
            self.action_select()
            return
        is_other = self._searching.is_on or self._figures.at_hand or self.get_selected_text()
        if self._filtering and self._filtering.is_on and not is_other:
            self.filtering.take_off()
            return
        self.clear_selection()
        self._searching.end()
        self._figures.forget()
        self.describe()

    @property
    def filtering(self) -> Filtering:
        """Which measures are shown."""
        from tui.screens.filtering import Filtering  # noqa: PLC0415 (not before the first frame)

        if self._filtering is None:
            self._filtering = Filtering(self, self._session, self._searching, self._analysis)
        return self._filtering

    async def action_filter(self) -> None:
        """Show only some measures."""
        if self._marking.is_selecting:
            self.action_select()
        await self.filtering.ask()

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

    # The ledger

    @property
    def ledger(self) -> OfDocument:
        """The follow-ups of the document."""
        from tui.screens.entrusting import OfDocument  # noqa: PLC0415 (not before the first frame)

        self._ledger = self._ledger or OfDocument(self, self._session)
        return self._ledger

    async def action_ledger(self) -> None:
        """The follow-ups by due date; choose one and go there."""
        await self.ledger.show()

    # Another version of the document

    @property
    def reattaching(self) -> Reattaching:
        """The version reviewed before, and what has no place yet in this one."""
        from tui.screens.reattaching import Reattaching  # noqa: PLC0415 (not before the first frame)

        self._reattaching = self._reattaching or Reattaching(self, self._session)
        return self._reattaching

    def _look_for_versions(self) -> None:
        """Only where there may be something to ask or to place."""
        found = self._session.annotations
        if not found or VERSIONS in self._session.place or any(map(is_waiting, found)):
            self.reattaching.begin()
            self.describe()

    async def action_waiting(self) -> None:
        """What has no place yet, to decide one after the other."""
        await self.reattaching.show()

    # Last year

    async def action_last_year(self) -> None:
        """The document against last year's; choose a measure and go there."""
        from tui.screens.last_year import LastYear  # noqa: PLC0415 (not before the first frame)

        if self._last_year is None:
            self._last_year = LastYear(self, self._session, self._analysis, self._config)
        await self._last_year.show()

    # Copying, exporting, leaving

    def action_copy(self) -> None:
        """The words that the mouse selected, else the figure gone to, else quote and source."""
        if words := self.get_selected_text():
            self._handing_over.copy_words(words)
        elif figure := self._figures.at_hand:
            self._handing_over.copy_figure(figure)
        else:
            self._handing_over.copy_quote(self.current)

    def action_copy_all(self) -> None:
        """Quote, tags and note."""
        self._handing_over.copy_all(self.current)

    async def action_export(self) -> None:
        """Ask in which form, how much and where, and write it."""
        await self._handing_over.export(self.current.section)

    @on(messages.Told)
    def _hear(self, event: messages.Told) -> None:
        self.tell(event.text)

    def action_tour(self) -> None:
        """What the panes are, and the first keys."""
        self._guiding.show_tour()

    async def action_quit(self) -> None:
        """Leave once everything is saved; asked twice, give up what cannot be."""
        if self._may_leave():
            await self.app.in_background(self._close)
            self.app.next_document()

    def _may_leave(self) -> bool:
        beside = self._last_year
        return self._saving.may_leave() and (beside is None or beside.may_leave())

    def _close(self) -> None:
        self._session.close()
        if self._last_year:
            self._last_year.close()

    async def action_library(self) -> None:
        """Leave for the library, as one leaves the app."""
        if self._may_leave():
            await self.app.in_background(self._close)
            self.app.to_library(self._session)

    def on_unmount(self) -> None:
        """Drafts of notes that could not be saved wait for the next time."""
        self._marking.leave()

    @on(KeyLine.Chosen)
    async def _click(self, event: KeyLine.Chosen) -> None:
        await self.run_action(event.action)
