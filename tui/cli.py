"""The command `piyue`: what it starts, and errors in one line."""

from __future__ import annotations

import gc
import os
import signal
import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from concurrent.futures import wait
from contextlib import suppress
from dataclasses import replace
from functools import partial
from io import TextIOWrapper
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from tui import config, language, locations, themes
from tui.arguments import command_in, language_of, misuse, parser_of
from tui.language import _
from tui.narration import complain

if TYPE_CHECKING:
    from core.document import Document

DONE, FAILED, USAGE, INTERRUPTED = 0, 1, 2, 130
_HEAD_START = 0.15  # seconds for the first document before anything else is done
_LARGE = 4 << 20  # bytes; a document that takes longer than that by far
_BROWSER = "TEXTUAL_DRIVER"  # set where a page is the screen
_TERMINALS_WITHOUT_SCREEN = ("dumb", "unknown")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `piyue` with these arguments (default: the command line's); returns the exit status."""
    words = sys.argv[1:] if arguments is None else list(arguments)
    language.use(language_of(words))
    name = command_in(words)
    parser = parser_of(name)
    if name:
        words.remove(name)
    if "--" in words:  # behind it stand files, whatever they begin with
        at = words.index("--")
        words[at:] = [f"./{one}" if one.startswith("-") else one for one in words[at + 1 :]]
    options = parser.parse_intermixed_args(words)
    # A name in bytes that are no UTF-8 reaches us with lone surrogates, which no file can hold.
    options.reviewer = os.fsencode(options.reviewer).decode("utf-8", "replace").strip()
    if not options.reviewer:
        parser.error(_("the reviewer needs a name"))
    if name is None and options.theme and options.theme not in themes.NAMES:
        parser.error(f"PIYUE_THEME: {options.theme} ({', '.join(themes.NAMES)})")
    if cause := misuse(name, options):
        parser.error(cause)
    try:
        options.library = Path(options.library).expanduser()
    except RuntimeError as error:  # ~nobody
        parser.error(f"--library: {error}")
    _write_utf8()
    options.config_file = options.config
    try:
        options.config = _settings(options.config)
    except (config.ConfigError, RuntimeError) as error:
        complain(str(error))
        return FAILED
    try:
        status = _run(name, options) if name else _show(options)
        if sys.stdout:
            sys.stdout.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # the reader of our output left; nothing more can be said to it
        _drop_output()
        return FAILED
    except OSError as error:
        complain(f"{error.filename or _('standard output')}: {error.strerror or error}")
        _drop_output()
        return FAILED
    except Exception as error:
        from tui import crash  # noqa: PLC0415 (hopefully never)

        complain(f"{type(error).__name__}: {error}; report: {crash.report(error)}")
        return FAILED
    return status


def _settings(named: str | Path | None) -> config.Config:
    """The settings in the file that was named, else in the usual place, where none need be."""
    path = Path(named).expanduser() if named else locations.config()
    if named is None and not path.exists():
        return config.Config()
    return config.load(path)


def _write_utf8() -> None:
    """What scripts read is UTF-8 whatever the locale; a terminal gets what it can show."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            encoding = None if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="replace")


def _drop_output() -> None:
    """Let Python's own flush at the end find nothing to complain about."""
    if sys.stdout:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _run(name: str, options: Namespace) -> int:
    """Run a command on each file; a file that fails costs one line and the exit status."""
    from store.errors import StoreError  # noqa: PLC0415 (the app imports what it needs itself)
    from tui import commands  # noqa: PLC0415
    from tui.exporting import ExportError  # noqa: PLC0415
    from tui.opening import OpenError, read_document  # noqa: PLC0415

    _leave_cleanly()
    if sys.stdout is None:  # closed by whoever called (>&-)
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    status = DONE

    def documents() -> Iterator[tuple[Path, Document]]:
        nonlocal status
        for path in options.files:
            try:
                yield path, read_document(path, options.library)
            except OpenError as error:
                complain(str(error))
                status = FAILED

    if name in commands.RUN_TOGETHER:
        commands.RUN_TOGETHER[name](documents(), options)
        return status
    alone = commands.RUN_ALONE.get(name)
    for run in (
        [partial(alone, options)]
        if alone
        else [partial(commands.RUN[name], path, options) for path in options.files]
    ):
        try:
            run()
        except (OpenError, StoreError, ExportError, commands.CommandError) as error:
            complain(str(error))
            status = FAILED
    return status


def _leave_cleanly() -> None:
    """Let a signal end the command as an error does, so that no child or folder is left."""

    def leave(number: int, _frame: object) -> None:
        raise SystemExit(128 + number)

    with suppress(ValueError):  # not the main thread
        for name in ("SIGTERM", "SIGHUP"):
            if number := getattr(signal, name, None):
                signal.signal(number, leave)


def _show(options: Namespace) -> int:
    return _serve(options) if options.serve else _open(options)


def _serve(options: Namespace) -> int:
    """Serve the app to browsers, once every document was found to be one."""
    try:
        from tui import serving  # noqa: PLC0415 (most never serve, and need not have it)
    except ModuleNotFoundError as error:
        needed = _("--serve needs {}: pip install 'piyue[serve]'")
        complain(needed.format(error.name))
        return FAILED
    from tui.opening import OpenError, read_document  # noqa: PLC0415

    for path in options.files:
        try:
            if not path.is_dir():
                read_document(path, options.library)
        except OpenError as error:
            complain(str(error))
            return FAILED
    _leave_cleanly()
    return serving.serve(options)


def _open(options: Namespace) -> int:
    """Open the app. A document that takes long is read while the toolkit is imported.

    Most are read sooner, and then it is quicker not to do both at once.

    No garbage is collected until the first frame: there is little, and looking for it among all
    that is imported takes a seventh of the time to that frame. The app starts it again.
    """
    gc.disable()
    from tui.opening import Desk, OpenError, Opening, StoreError  # noqa: PLC0415
    from tui.touring import is_due  # noqa: PLC0415

    desk = Desk(options.library, options.reviewer)
    is_new = is_due(options.library)  # asked before anything is kept there
    paths = _documents(options)
    begun: list[Opening] = []
    if paths:
        if _is_large(paths[0]):  # reading would slow every import down: they take turns
            import tui.app  # noqa: F401, PLC0415
        begun.append(desk.open(paths[0]))
        wait([begun[0].session], timeout=_HEAD_START)
    done = [one.session.exception() for one in begun if one.session.done()]
    # Textual reads the keyboard from standard input and draws on standard error.
    # A browser (--serve) is a terminal that Textual knows by itself.
    streams = (sys.stdin, sys.__stderr__)
    if _BROWSER not in os.environ and not all(it and it.isatty() for it in streams):
        needed = _("the app needs a terminal; a command such as outline does not")
        complain(str(next(filter(None, done), needed)))
        return FAILED
    if os.environ.get("TERM") in _TERMINALS_WITHOUT_SCREEN:
        needed = _("the app needs a terminal with a screen, which TERM={} is not")
        complain(needed.format(os.environ["TERM"]))
        return FAILED
    from tui import crash  # noqa: PLC0415
    from tui.app import PiyueApp  # noqa: PLC0415

    for error in filter(None, done):
        if not isinstance(error, (OpenError, StoreError)):
            raise error
        complain(str(error))
        return FAILED
    openings = chain(begun, map(desk.open, paths[1:]))  # each read when it is its turn
    imports = () if paths else options.files
    settings = replace(options.config, theme=themes.chosen(options.theme, options.config.theme))
    app = PiyueApp(openings, settings, desk, imports, tour=is_new)
    _leave_cleanly()  # until the app is there, which leaves in its own way
    try:
        with crash.guarded(app.fail_in_thread):
            app.run(mouse=not options.no_mouse)
    finally:
        if app.session and (cause := crash.save_what_waits(app.session)):
            complain(cause)
    if app.crash:
        raise app.crash
    if app.failure:
        complain(app.failure)
    return app.return_code or DONE


def _documents(options: Namespace) -> list[Path]:
    """The documents to show one after the other; none where folders are imported, or the library
    is shown.
    """
    if not options.files:
        from store.library import Library  # noqa: PLC0415 (the commands import what they need)
        from tui.opening import shipped_report  # noqa: PLC0415

        return [shipped_report()] if Library(options.library).is_empty() else []
    return [] if any(path.is_dir() for path in options.files) else list(options.files)


def _is_large(path: Path) -> bool:
    try:
        return path.stat().st_size > _LARGE
    except OSError:
        return False  # reading it will tell why
