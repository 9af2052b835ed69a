"""Work in the background stands still while the reviewer presses keys."""

from __future__ import annotations

from asyncio import CancelledError
from collections.abc import Callable
from time import monotonic, sleep

_QUIET = 0.25  # seconds after the last key; one that is held comes every 0.03


class Rest:
    """Knows when the last key was; workers wait in it until nobody is pressing any.

    Python lets one thread run at a time: a worker that goes on costs each key some milliseconds,
    and a held key falls behind.
    """

    def __init__(
        self,
        clock: Callable[[], float] = monotonic,
        pause: Callable[[float], None] = sleep,
    ) -> None:
        self._clock, self._pause = clock, pause
        self._quiet_from = 0.0
        self._is_over = False

    def disturb(self) -> None:
        """A key was pressed."""
        self._quiet_from = self._clock() + _QUIET

    def end(self) -> None:
        """The app is left: nobody waits for what workers find."""
        self._is_over = True

    def wait(self, done: float = 0.0) -> None:
        """Wait until keys rest, as a `core.watching.Watch`; for workers only.

        Raises CancelledError, with which a worker ends quietly, once the app is left.
        """
        if self._is_over:
            raise CancelledError
        while (left := self._quiet_from - self._clock()) > 0:
            self._pause(left)
