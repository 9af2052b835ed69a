"""Moving by more than one key: counts (5j), lettered places ('a), a locator, jumps and back."""

from __future__ import annotations

from collections.abc import Callable
from string import ascii_letters
from typing import TYPE_CHECKING

from tui.keymap import sign
from tui.language import _
from tui.navigation import Jumps, located
from tui.session import Session

if TYPE_CHECKING:
    from tui.screens.review import ReviewScreen

# Some of what a count is good for.
_COUNTED = (
    *("move(1)", "move(-1)", "section(1)", "section(-1)"),
    *("marked(1)", "marked(-1)", "first", "last"),
)
_PLACES = "places"  # where the letters stand, in the session's place
_LONGEST_COUNT = 6  # digits


class Moving:
    """Takes a review screen's cursor to where counts, letters, locators and jumps lead.

    A count never becomes a tag nor a tag a count: 1, 2 and 3 alone always tag, 0 and 4 to 9 begin
    a count. One that has a 1, 2 or 3 in it begins with 0 (012j); where it does not, what was meant
    is not known, and neither is done.
    """

    def __init__(self, screen: ReviewScreen, session: Session) -> None:
        self._screen = screen
        self._session = session
        self._document = session.document
        self._jumps = Jumps()
        self._key = self._key_before = ""
        self._count = ""  # as far as it is typed
        self._ended = ""  # the count that the last key ended
        self._lettered: Callable[[str], bool] | None = None  # waits for a letter

    def takes(self, key: str, character: str | None) -> bool:
        """Hears of every key first; whether it belongs to what keys before it began."""
        self._key_before, self._key = self._key, key
        self._ended, self._count = self._count, ""
        lettered, self._lettered = self._lettered, None
        if not lettered and not self._ended:
            return False
        self._screen.tell("")
        if key == "escape":
            self._ended = ""
            return True
        if lettered:
            return lettered(character or "")
        return self._goes_on(key)

    def _goes_on(self, key: str) -> bool:
        """Whether a key belongs to the count before it: more digits do."""
        if len(key) > 1 or key not in "0123456789":
            return False
        count, self._ended = self._ended + key, ""
        if key in "123" and not count.startswith("0"):
            said = _("neither tag nor count: {0} again tags, a count begins with 0: 0{1}")
            self._screen.tell(said.format(key, count))
        else:
            self._begin(count[:_LONGEST_COUNT])
        return True

    def begin_count(self) -> None:
        """Begin a count with the digit that was pressed, or with whatever key was chosen for it."""
        self._begin(self._key if self._key.isdigit() else "0")

    def _begin(self, count: str) -> None:
        self._count = count
        keys = " ".join(sign(self._screen.app.keys, action) for action in _COUNTED)
        self._screen.status.say(f"{count} … {keys}")

    def times(self) -> int:
        """The count that was typed before the key, 1 where there was none."""
        return self._counted() or 1

    def _counted(self) -> int:
        count, self._ended = self._ended, ""
        return int(count or "0")

    def first(self) -> None:
        """To the first measure that is shown, or to that of the number that was typed.

        As `g` alone, of less, goes at once, the second of `g g`, of vim, has nothing left to do.
        """
        number = self._counted()
        if number or (self._key_before, self._key) != ("g", "g"):
            self._go_to_shown(number or 1)

    def last(self) -> None:
        """To the last measure that is shown, or to that of the number that was typed."""
        self._go_to_shown(self._counted() or len(self._document.measures))

    def _go_to_shown(self, number: int) -> None:
        shown = self._screen.shown
        self._screen.go_to(shown[min(number, len(shown)) - 1])

    def leave(self, index: int) -> None:
        """Keep where a jump began."""
        self._jumps.leave(index)

    def back(self, by: int) -> None:
        """To where the last jump began, or (1) forward to where one came back from."""
        step = self._jumps.forward if by > 0 else self._jumps.back
        found = step(self._screen.cursor)
        if found is None:
            self._screen.tell(_("no further jump"))
        else:
            self._screen.show_hidden(found)
            self._screen.go_to(found, jump=False)

    async def ask(self) -> None:
        """Ask for a locator and go there."""

        def leave() -> None:
            self._screen.reader.focus()

        def answer(wanted: str) -> None:
            leave()
            if wanted.strip():
                otherwise = _("no such place: {} (as in 1.3.2, 1.3 or 第三条)")
                found = located(self._document, wanted)
                self._screen.go_or_tell(found, otherwise.format(wanted.strip()))

        prompt = await self._screen.question()
        prompt.ask(":", answered=answer, left=leave)

    def name_place(self) -> None:
        """Give the current measure the letter that is pressed next."""
        self._screen.status.say(_("a letter for this place: a to z"))
        self._lettered = self._name

    def _name(self, letter: str) -> bool:
        if not _is_letter(letter):
            return False
        measure = self._screen.current
        self._session.place[_PLACES] = {**self._places(), letter: measure.start}
        self._screen.tell(_("'{0} comes back to {1}").format(letter, measure.locator))
        return True

    def ask_place(self) -> None:
        """Go to the place with the letter that is pressed next."""
        places = self._places()
        letters = " ".join(sorted(places)) or _("none has a letter yet")
        said = _("to which place? {}  (again: where the last jump began)")
        self._screen.status.say(said.format(letters))
        self._lettered = self._return_to

    def _return_to(self, letter: str) -> bool:
        if self._key == self._key_before:
            self.back(-1)
            return True
        if not _is_letter(letter):
            return False
        start = self._places().get(letter)
        found = None if start is None else self._document.measure_index(start)
        self._screen.go_or_tell(found, _("no place has the letter {}").format(letter))
        return True

    def _places(self) -> dict[str, int]:
        """Where the letters stand; what another program wrote there instead is left out."""
        kept = self._session.place.get(_PLACES)
        found = kept.items() if isinstance(kept, dict) else ()
        return {key: it for key, it in found if _is_letter(key) and isinstance(it, int)}


def _is_letter(character: object) -> bool:
    return isinstance(character, str) and len(character) == 1 and character in ascii_letters
