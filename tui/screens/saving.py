"""Whether everything is on the disk: the review screen says so, tries again, and lets leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.timer import Timer

from tui.keymap import sign
from tui.language import _, explained
from tui.session import Outcome, Session
from tui.steps import named

if TYPE_CHECKING:
    from tui.screens.review import ReviewScreen

_RETRY_AFTER = 2.0  # seconds until a failed save is tried again


class Saving:
    """What a review screen knows of the changes that the session saves."""

    def __init__(self, screen: ReviewScreen, session: Session) -> None:
        self._screen = screen
        self._session = session
        self._trouble = ""
        self._leaving = False  # was told that not everything is saved
        self._retry: Timer | None = None

    @property
    def state(self) -> str:
        """How things stand, for the status line."""
        if not self._session.unsaved:
            return _("saved")
        return _("NOT SAVED") if self._trouble else _("saving")

    def settle(self, outcome: Outcome) -> None:
        """Take over what the saving thread reported; after a failure it tries again."""
        failed = bool(outcome.error) and outcome.done is None
        if failed or outcome.done:  # news from another terminal say nothing about ours
            self._trouble = outcome.error if failed else ""
            self._leaving = self._leaving and failed
        self._session.settle(outcome)
        if failed and self._retry is None:
            self._retry = self._screen.set_timer(_RETRY_AFTER, self._try_again)

    def tell(self, outcome: Outcome) -> None:
        """Say what went wrong, what was taken back, and what another terminal did."""
        stepped = outcome.is_step
        if outcome.error and not self._leaving:  # what q said is not to be talked over
            self._screen.tell(explained(outcome.error))
        elif stepped and not outcome.step.changed:
            self._screen.tell(_("nothing to take back or repeat"))
        elif stepped:
            self._screen.tell(named(outcome.step.why))
        elif others := len(outcome.elsewhere):
            self._screen.tell(_("changed by another terminal: {}").format(others))

    def _try_again(self) -> None:
        self._retry = None
        self._session.retry()

    def may_leave(self) -> bool:
        """Whether nothing is lost by leaving; asked twice, whatever is lost."""
        if self._trouble and self._session.unsaved and not self._leaving:
            self._leaving = True
            question = _("not saved ({}): press {} again to leave without it")
            key = sign(self._screen.app.keys, "quit")
            self._screen.tell(question.format(explained(self._trouble), key))
            return False
        if self._retry is not None:
            self._retry.stop()
        return True
