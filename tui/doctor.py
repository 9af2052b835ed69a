"""The command `piyue doctor`: is everything there that a review needs, and is it whole?"""

from __future__ import annotations

import locale
import os
import shutil
import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from core.reading import office
from store.checking import Checked, Finding, check_document, check_library
from store.errors import StoreError
from store.library import Library
from tui import __version__
from tui.language import _, explained
from tui.narration import complain, printable
from tui.opening import OpenError, read_document
from tui.printing import print_json

_PYTHON = sys.version.split(maxsplit=1)[0]
_LEAST = 1 << 20  # bytes free on a disk; an hour of marks takes less
_NARROWEST = 60  # columns


class Place(NamedTuple):
    """Where the library is: whether it is there and can be written, and the bytes that are free."""

    path: Path
    exists: bool
    is_writable: bool
    free: int

    @property
    def is_wrong(self) -> bool:
        """Whether nothing can be saved there."""
        return not self.is_writable or self.free < _LEAST


class Terminal(NamedTuple):
    """What is known of the terminal; 0 columns and lines where there is none."""

    term: str
    colours: str
    encoding: str
    columns: int
    lines: int


def examine(options: Namespace) -> None:
    """Check the library, or the reviews of some documents, and what is around them.

    Raises StoreError, when all is said, where something has to be done.
    """
    place, failed = _place(options.library), 0
    checked: list[Checked | Finding] = []
    for document in _documents(options):
        if document:
            checked += check_document(document, repair=options.repair)
        else:
            failed += 1
    if not options.files:
        checked += check_library(options.library, repair=options.repair)
    wrong = failed + place.is_wrong + sum(one.is_wrong for one in _findings(checked))
    if options.json:
        print_json(_as_json(place, checked) | {"wrong": wrong})
    else:
        _print(place, checked, by_name=bool(options.files))
    if wrong:
        raise StoreError(options.library, f"needs attention: {wrong}")


def _documents(options: Namespace) -> Iterator[Path | None]:
    """The folders of the documents that are named; None for one that cannot be read."""
    for path in options.files:
        try:
            document = read_document(path, options.library)
        except OpenError as error:
            complain(str(error))
            yield None
        else:
            yield Library(options.library).document(document.id).parent


def _findings(checked: Iterable[Checked | Finding]) -> list[Finding]:
    return [one for one in checked if isinstance(one, Finding)]


def _reviews(checked: Iterable[Checked | Finding]) -> list[Checked]:
    return [one for one in checked if isinstance(one, Checked)]


def _place(library: Path) -> Place:
    """The folder of the library, or the nearest one there is, in which it would be made."""
    ground = library.absolute()
    while not os.path.lexists(ground):
        ground = ground.parent
    free = 0
    with suppress(OSError):
        free = shutil.disk_usage(ground).free
    is_writable = ground.is_dir() and os.access(ground, os.W_OK | os.X_OK)
    return Place(library, ground == library.absolute(), is_writable, free)


def _terminal() -> Terminal:
    size = os.terminal_size((0, 0))
    for stream in (sys.__stdout__, sys.__stderr__, sys.__stdin__):
        if stream:
            with suppress(OSError, ValueError):  # no terminal, or closed
                size = os.get_terminal_size(stream.fileno())
                break
    variable = os.environ.get
    encoding = locale.getencoding().upper()
    return Terminal(variable("TERM", ""), variable("COLORTERM", ""), encoding, *size)


def _clipboard() -> str:
    """The program by which pyperclip copies here; empty where only the terminal can (OSC 52)."""
    import pyperclip  # noqa: PLC0415 (looks for clipboard programs when imported)

    with suppress(pyperclip.PyperclipException, OSError, ImportError):
        copy, _paste = pyperclip.determine_clipboard()
        if copy:
            return str(copy.__name__).removeprefix("copy_")
    return ""


def _as_json(place: Place, checked: Iterable[Checked | Finding]) -> dict[str, object]:
    return {
        "schema": 1,
        "piyue": __version__,
        "python": _PYTHON,
        "library": place._asdict() | {"path": str(place.path)},
        "terminal": _terminal()._asdict(),
        "clipboard": _clipboard() or None,
        "libreoffice": office.program(),
        "reviews": [{"path": str(one.path), "saves": one.saves} for one in _reviews(checked)],
        "findings": [one._asdict() | {"path": str(one.path)} for one in _findings(checked)],
    }


def _print(place: Place, checked: Iterable[Checked | Finding], *, by_name: bool) -> None:
    """A line each; reviews in which all is well by name only where documents were named."""
    print(f"Piyue {__version__}, Python {_PYTHON}, {sys.platform}")
    _print_place(place)
    _print_terminal(_terminal())
    _say(_("clipboard"), _clipboard() or _("by the terminal (OSC 52)"))
    _say("LibreOffice", office.program() or _("not installed; DOC, WPS, RTF and ODT need it"))
    reviews = _reviews(checked)
    for one in reviews if by_name else []:
        _say(str(one.path), _("whole, saves: {}").format(one.saves))
    saves = sum(one.saves for one in reviews)
    _say(_("reviews"), _("whole: {}, saves in them: {}").format(len(reviews), saves))
    for finding in _findings(checked):
        sign = _("WRONG") if finding.is_wrong else _("to know")
        _say(str(finding.path), f"{sign}: {explained(finding.text)}")


def _print_place(place: Place) -> None:
    if not place.is_writable:
        said = f"{_('WRONG')}: {_('cannot be written')}"
    elif place.is_wrong:
        said = f"{_('WRONG')}: {_('the disk is full')}"
    elif place.exists:
        said = _("can be written")
    else:
        said = _("not there yet; the first save makes it")
    free = _("{} GB free").format(f"{place.free / 1e9:,.1f}")
    _say(_("library"), f"{place.path}: {said}, {free}")


def _print_terminal(terminal: Terminal) -> None:
    if not terminal.columns:
        _say(_("terminal"), _("none here"))
        return
    facts = [
        f"TERM={terminal.term}",
        f"COLORTERM={terminal.colours}",
        terminal.encoding,
        f"{terminal.columns}×{terminal.lines}",
    ]
    try:
        "批阅".encode(terminal.encoding)
    except (UnicodeEncodeError, LookupError):
        facts.append(_("cannot show Chinese: choose a UTF-8 locale"))
    if terminal.columns < _NARROWEST:
        facts.append(_("narrow"))
    _say(_("terminal"), ", ".join(facts))


def _say(what: str, said: str) -> None:
    print(printable(f"{what}: {said}"))
