"""The filter of the review screen: which measures are shown, and that others are hidden."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.worker import Worker

from core.document import Metric
from core.filtering import HERE, Filter, is_spelled, matching, parsed
from core.review import TAGS, attached
from tui.analysis import Analysis
from tui.hints import Hint
from tui.language import _
from tui.navigation import nearest
from tui.session import Session

if TYPE_CHECKING:
    from tui.screens.review import ReviewScreen
    from tui.screens.searching import Searching

_KEPT = "filter"  # what was typed, in the session's place
_AT_ONCE = 1_000_000  # characters of text that are folded without a wait


@dataclass(frozen=True, slots=True)
class Shown:
    """What a filter leaves: as it was typed, the measures, and how many of them match.

    The others are there because the reviewer jumped to them.
    """

    typed: str
    wanted: Filter
    measures: Sequence[int]
    matching: int


class Filtering:
    """Hides on a review screen what a filter does not leave.

    What is shown is settled when the filter is set: a measure that a mark makes match no more
    stays until then, so that nothing vanishes under the cursor. A measure that one jumps to, with
    a locator, a figure or an undo, is shown though it does not match.
    """

    def __init__(
        self, screen: ReviewScreen, session: Session, searching: Searching, analysis: Analysis
    ) -> None:
        self._screen = screen
        self._session = session
        self._document = session.document
        self._searching = searching
        self._analysis = analysis
        self._everything = Shown("", Filter(), range(len(self._document.measures)), 0)
        self._shown = self._former = self._everything
        self._typed = ""  # what is being looked for
        self._asking = False
        self._waits = False  # for the figures
        self._worker: Worker[None] | None = None

    @property
    def is_on(self) -> bool:
        """Whether anything may be hidden."""
        return bool(self._shown.wanted)

    @property
    def is_asking(self) -> bool:
        """Whether the filter is being typed."""
        return self._asking and self._screen.is_asking

    @property
    def state(self) -> str:
        """What is shown, for the status line; "" without a filter."""
        shown = self._shown
        if not shown.wanted:
            return ""
        more = len(shown.measures) - shown.matching
        names = [_labels()[one.key] for one in shown.wanted.conditions]
        names += [f"§{one}" for one in shown.wanted.sections]
        names += [f"“{word}”" for word in shown.wanted.words]
        return _("filter {0}/{1}{2}: {3}").format(
            shown.matching,
            len(self._document.measures),
            f" (+{more})" if more else "",
            ", ".join(names),
        )

    @property
    def hints(self) -> list[Hint]:
        """What can be typed, for the line of keys."""
        return [
            *(Hint(key, label) for key, label in _labels().items()),
            Hint("enter", _("confirm")),
            Hint("esc", _("go back")),
            Hint(":1.3", _("section")),  # the last two are there however little room there is
            Hint(_("word"), _("text")),
        ]

    def begin(self) -> None:
        """Set the filter of the last session."""
        kept = self._session.place.get(_KEPT)
        if isinstance(kept, str) and kept:
            self._look_for(kept)

    def figures_found(self) -> None:
        """Go on with a filter that waited for the figures."""
        if self._waits:
            self._look_for(self._typed)

    async def ask(self) -> None:
        """Filter as one types; Enter stays with it, nothing typed takes it off, Escape goes back.

        What no measure fulfils changes nothing.
        """
        screen, origin = self._screen, self._screen.cursor
        self._former = self._shown
        self._asking = True

        def answer(typed: str) -> None:
            self._asking = False
            screen.reader.focus()
            self._look_for(typed)  # also where nothing was typed: marks may have changed

        def leave() -> None:
            self._asking = False
            screen.reader.focus()
            self._stop()
            if self._typed:
                self._show(self._former)
                screen.go_to(origin, jump=False)
            else:
                self._settle()

        prompt = await screen.question()
        self._typed = self._shown.typed
        prompt.ask(
            _("filter"), self._shown.typed, answered=answer, changed=self._look_for, left=leave
        )

    def _look_for(self, typed: str) -> None:
        """Show what fulfils a filter, at once or when it is found."""
        self._stop()
        typed = " ".join(self._located(word) for word in typed.split())
        self._typed, wanted = typed, parsed(typed)
        findings = self._analysis.findings
        self._waits = wanted.needs_figures and findings is None
        if self._waits:
            self._screen.tell(_("looking for figures …"))
            return
        items = [row.item for row in findings.rows] if findings and wanted.needs_figures else []
        stating = {
            self._document.measure_index(one.start) for one in items if isinstance(one, Metric)
        }
        marks = attached(self._document, self._session.annotations)
        wording = self._searching.wording

        def holding(word: str) -> Collection[int]:
            spans = wording.spelled(word) if is_spelled(word) else wording.written(word)
            return wording.holding(spans)

        def look() -> list[int]:
            return matching(self._document, wanted, marks, stating, holding)

        async def work() -> None:
            found = await asyncio.to_thread(look)
            self._worker = None
            self._take(typed, wanted, found)

        is_long = len(self._document.text) > _AT_ONCE and wanted.words
        if is_long or any(map(is_spelled, wanted.words)):
            self._worker = self._screen.run_worker(work(), group="filter", exclusive=True)
        else:
            self._take(typed, wanted, look())

    def _located(self, word: str) -> str:
        """The section that the reviewer is in, where no other is named."""
        if word not in (HERE, "：", "§"):
            return word
        section = self._document.section(self._screen.current.section)
        return f":{section.locator if section else 0}"

    def _take(self, typed: str, wanted: Filter, found: Sequence[int]) -> None:
        screen = self._screen
        if not wanted:
            self._show(self._everything)
        elif found:
            self._show(Shown(typed, wanted, found, len(found)))
        if not self.is_asking:
            self._settle()
        elif found or not wanted:
            screen.tell(_("{0} of {1}").format(len(found), len(self._document.measures)))
        else:
            screen.tell(_("no measure is so: {}").format(typed))

    def _settle(self) -> None:
        """Keep what was typed last, or what was shown before if no measure is so."""
        if self._shown.typed != self._typed:
            said = _("no measure is so: {}").format(self._typed)
            self._show(self._former)
            self._screen.tell(said)
        elif not self._shown.wanted:
            self._screen.tell(_("everything is shown") if self._former.wanted else "")
        else:
            self._screen.tell("")
        self._former = self._shown
        self._session.place[_KEPT] = self._shown.typed

    def _show(self, shown: Shown) -> None:
        screen = self._screen
        if shown.measures == self._shown.measures:
            self._shown = shown
            screen.describe()
            return
        self._shown = shown
        screen.show_only(shown.measures, nearest(shown.measures, screen.cursor, screen.cursor))
        self._searching.show_within(shown.measures)
        screen.go_to(screen.cursor, jump=False)

    def take_off(self) -> None:
        """Show everything again."""
        self._stop()
        self._former, self._typed = self._shown, ""
        self._show(self._everything)
        self._settle()

    def _stop(self) -> None:
        self._waits = False
        if self._worker is not None:
            self._worker.cancel()
            self._worker = None

    def reach(self, index: int, *, jump: bool) -> int:
        """The measure to go to: a hidden one is shown to who jumps there, and passed over else."""
        shown, screen = self._shown, self._screen
        found = nearest(shown.measures, index, screen.cursor)
        if found == index or not jump:
            return found
        measures = sorted({*shown.measures, index})
        self._shown = Shown(shown.typed, shown.wanted, measures, shown.matching)
        screen.show_only(measures, screen.cursor)
        self._searching.show_within(measures)
        return index


def _labels() -> dict[str, str]:
    """What the conditions are called, by what is typed for them."""
    return {
        **{tag.key: _(tag.english) for tag in TAGS},
        "t": _("unread"),
        "m": _("figures"),
        "n": _("noted"),
        "0": _("untagged"),
    }
