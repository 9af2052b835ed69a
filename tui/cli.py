"""The command `piyue`: options, commands, and errors in one line."""

from __future__ import annotations

import gc
import os
import signal
import sys
from argparse import (
    ArgumentParser,
    ArgumentTypeError,
    Namespace,
    RawDescriptionHelpFormatter,
    _MutuallyExclusiveGroup,
)
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import wait
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from importlib import import_module
from io import TextIOWrapper
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from tui import __version__, config, language, locations, themes
from tui.language import _
from tui.narration import complain

if TYPE_CHECKING:
    from core.document import Document

DONE, FAILED, USAGE, INTERRUPTED = 0, 1, 2, 130


@dataclass(frozen=True, slots=True)
class Command:
    """A command: what it does for the help, and its arguments."""

    name: str
    help: str
    arguments: Callable[[ArgumentParser], None]


def _files(parser: ArgumentParser, number: str | int = "+") -> None:
    parser.add_argument("files", metavar="FILE", nargs=number, type=Path)


def _one_file(parser: ArgumentParser) -> None:
    _files(parser, 1)


def _outline(parser: ArgumentParser) -> None:
    _files(parser)
    _json(parser)


def _json(parser: ArgumentParser | _MutuallyExclusiveGroup) -> None:
    parser.add_argument(
        "--json", action="store_true", help=_("one JSON object a file, a line each")
    )


def _metrics(parser: ArgumentParser) -> None:
    _files(parser)
    parser.add_argument(
        "--find",
        metavar="QUERY",
        help=_("only figures that fit: words, digits, pinyin; %%, 元, #rank, #first, #check"),
    )
    forms = parser.add_mutually_exclusive_group()
    _json(forms)
    forms.add_argument("--csv", action="store_true", help=_("a table for spreadsheet programs"))


def _library(parser: ArgumentParser) -> None:
    _json(parser)


def _nothing(parser: ArgumentParser) -> None:
    """A command without arguments."""


def _find(parser: ArgumentParser) -> None:
    parser.add_argument("query", metavar="QUERY", help=_("words, parts of words, pinyin"))
    _files(parser)
    _json(parser)


def _annotations(parser: ArgumentParser) -> None:
    _outline(parser)
    parser.add_argument("--everyone", action="store_true", help=_("those of all reviewers"))


_TAG_HELP = "highlight, weakness, follow-up; 亮点, 不足, 跟进; or 1, 2, 3"


def _tag_name(name: str) -> str:
    from core.review import TAG_BY_NAME  # noqa: PLC0415 (not needed to open the app)

    if name not in TAG_BY_NAME:
        raise ArgumentTypeError(f"no tag {name!r} (use {_TAG_HELP})")
    return TAG_BY_NAME[name].id


def _tag(parser: ArgumentParser) -> None:
    _one_file(parser)
    parser.add_argument(
        "locator", metavar="LOCATOR", help=_("the measure: 1.3.2, or several: 1.3.2,1.3.4")
    )
    parser.add_argument("tags", metavar="TAG", nargs="*", type=_tag_name, help=_TAG_HELP)
    parser.add_argument(
        "--note", metavar="TEXT", help=_("write a note; - reads it from standard input")
    )
    parser.add_argument("--read", action="store_true", help=_("mark as read"))
    parser.add_argument(
        "--remove", action="store_true", help=_("take these off; alone: everything")
    )


def _export(parser: ArgumentParser) -> None:
    from core.export.forms import FORMS  # noqa: PLC0415 (not needed to open the app)

    _files(parser)
    names = [form.id for form in FORMS]
    parser.add_argument("--to", choices=names, default="md", help=_("the form (default: md)"))
    parser.add_argument(
        "--template",
        metavar="NAME",
        help=_("full, issues, highlights (全文审阅记录, 问题清单与台账, 亮点摘编), or a file"),
    )
    parser.add_argument(
        "--scope",
        metavar="WHAT",
        default="",
        help=_("only marks with a tag, of a section: weakness,1.3 (default: everything)"),
    )
    parser.add_argument(
        "-o",
        "--output",
        metavar="OUT",
        default="-",
        help=_("a file; a folder, with / at its end; - is standard output, the default"),
    )
    parser.add_argument(
        "--force",
        action="store_true",
        help=_("replace a file that is no earlier export of the review"),
    )


def _import_review(parser: ArgumentParser) -> None:
    parser.add_argument(
        "files", metavar="MEMO", nargs="+", type=Path, help=_("a memo that was edited")
    )
    parser.add_argument(
        "--dry-run", action="store_true", help=_("only tell what would be taken back")
    )


def _merge(parser: ArgumentParser) -> None:
    parser.add_argument(
        "files",
        metavar="OTHER",
        nargs="+",
        type=Path,
        help=_("another library, the folder of a document, or a review"),
    )


def _restore(parser: ArgumentParser) -> None:
    _one_file(parser)
    parser.add_argument(
        "--yes", action="store_true", help=_("do it; else only what would change is shown")
    )


def _doctor(parser: ArgumentParser) -> None:
    _files(parser, "*")
    parser.add_argument(
        "--repair", action="store_true", help=_("set torn ends of reviews aside, delete nothing")
    )
    parser.add_argument("--json", action="store_true", help=_("one JSON object"))


def _with(name: str) -> Callable[[ArgumentParser], None]:
    """Arguments that are told where the command is, which most never need."""

    def arguments(parser: ArgumentParser) -> None:
        getattr(import_module("tui.task_commands"), name)(parser)

    return arguments


COMMANDS = {
    command.name: command
    for command in (
        Command("outline", "print the sections as a tree", _outline),
        Command("metrics", "list the figures", _metrics),
        Command("find", "list the measures that hold a query", _find),
        Command("library", "list the documents that were reviewed", _library),
        Command("tag", "annotate a measure", _tag),
        Command("annotations", "list the annotations", _annotations),
        Command("ledger", "list the follow-ups by due date", _with("ledger_arguments")),
        Command("task", "say who does what of a follow-up, until when", _with("task_arguments")),
        Command("chart", "draw where the marks stand", _with("chart_arguments")),
        Command("agreement", "tell how far the reviewers agree, and where not", _outline),
        Command("history", "print who changed what and when", _files),
        Command("undo", "take back the last change", _files),
        Command("redo", "repeat what was taken back", _files),
        Command("export", "write the review", _export),
        Command("import-review", "take back what was edited in a memo", _import_review),
        Command("merge", "bring in what others saved", _merge),
        Command("backup", "write the whole library into one file", _one_file),
        Command("restore", "bring reviews back from a backup", _restore),
        Command("keys", "print the keys in force, to be changed in the settings", _nothing),
        Command("doctor", "check the library and what is around it", _doctor),
    )
}
_HEAD_START = 0.15  # seconds for the first document before anything else is done
_LARGE = 4 << 20  # bytes; a document that takes longer than that by far
_BROWSER = "TEXTUAL_DRIVER"  # set where a page is the screen
_TERMINALS_WITHOUT_SCREEN = ("dumb", "unknown")
_TAKES_VALUE = {"--library", "--reviewer", "--config", "--lang", "--theme", "--host", "--port"}
_LAST_PORT = 65535


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `piyue` with these arguments (default: the command line's); returns the exit status."""
    arguments = sys.argv[1:] if arguments is None else list(arguments)
    language.use(_language(arguments))
    name = _command(arguments)
    parser = _parser(name)
    if name:
        arguments.remove(name)
    if "--" in arguments:  # behind it stand files, whatever they begin with
        at = arguments.index("--")
        arguments[at:] = [f"./{one}" if one.startswith("-") else one for one in arguments[at + 1 :]]
    options = parser.parse_intermixed_args(arguments)
    # A name in bytes that are no UTF-8 reaches us with lone surrogates, which no file can hold.
    options.reviewer = os.fsencode(options.reviewer).decode("utf-8", "replace").strip()
    if not options.reviewer:
        parser.error(_("the reviewer needs a name"))
    if name is None and options.theme and options.theme not in themes.NAMES:
        parser.error(f"PIYUE_THEME: {options.theme} ({', '.join(themes.NAMES)})")
    if cause := _misuse(name, options):
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


def _misuse(name: str | None, options: Namespace) -> str:
    """Why options do not go together; "" where they do."""
    if name == "tag" and options.note is None:
        if not (options.tags or options.read or options.remove):
            return _("nothing to do: name a tag, --note, --read or --remove")
    elif name == "export" and options.output == "-" and len(options.files) > 1:
        return _("several files go into a folder: name it with -o")
    elif name == "export" and options.template and options.to != "md":
        return _("a template writes Markdown: leave --to out")
    return ""


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


def _language(arguments: Sequence[str]) -> str:
    """The language asked for, before the parser, which speaks it, is made."""
    for word, following in zip(arguments, [*arguments[1:], ""], strict=False):
        wanted = following if word == "--lang" else word.removeprefix("--lang=")
        if word.startswith("--lang") and wanted in language.LANGUAGES:
            return wanted
    return language.from_locale()


def _command(arguments: Sequence[str]) -> str | None:
    """The command among the arguments: the first word that is no option, if it names one."""
    words = iter(arguments)
    for word in words:
        if word in _TAKES_VALUE:
            next(words, None)
        elif not word.startswith("-"):
            return word if word in COMMANDS else None
        elif word == "--":
            return None
    return None


def _parser(name: str | None) -> ArgumentParser:
    if name is None:
        width = max(map(len, COMMANDS)) + 2
        parser = ArgumentParser(
            prog="piyue",
            usage="piyue [options] [FILE ...]\n       piyue COMMAND [options] FILE ...",
            description=_("Review Chinese policy documents: read, mark, look figures up."),
            epilog=_("commands (piyue COMMAND --help tells more):")
            + "".join(f"\n  {one.name:<{width}}{_(one.help)}" for one in COMMANDS.values()),
            formatter_class=RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        parser.add_argument(
            "files", metavar="FILE", nargs="*", type=Path, help=_("opens in the app")
        )
        parser.add_argument(
            "--theme",
            choices=themes.NAMES,
            default=os.environ.get("PIYUE_THEME"),
            help=_("colours of the app (default: as chosen last, else config.toml; PIYUE_THEME)"),
        )
        parser.add_argument(
            "--no-mouse",
            action="store_true",
            help=_("leave the mouse to the terminal, to select and copy"),
        )
        _serving(parser)
    else:
        command = COMMANDS[name]
        parser = ArgumentParser(
            prog=f"piyue {name}", description=_(command.help), allow_abbrev=False
        )
        command.arguments(parser)
    common = parser.add_argument_group(_("common options"))
    common.add_argument("--version", action="version", version=f"piyue {__version__}")
    common.add_argument(
        "--library",
        metavar="DIR",
        type=Path,
        default=os.environ.get("PIYUE_LIBRARY") or locations.library(),
        help=_("where reviews are kept (default: %(default)s; env PIYUE_LIBRARY)"),
    )
    common.add_argument(
        "--config",
        metavar="FILE",
        type=Path,
        default=os.environ.get("PIYUE_CONFIG"),
        help=_("your own words and units (default: {}; env PIYUE_CONFIG)").format(
            str(locations.config()).replace("%", "%%")
        ),
    )
    common.add_argument(
        "--reviewer",
        metavar="NAME",
        default=os.environ.get("PIYUE_REVIEWER") or _login_name(),
        help=_("whose review (default: %(default)s; env PIYUE_REVIEWER)"),
    )
    common.add_argument(
        "--lang",
        choices=language.LANGUAGES,
        default=language.from_locale(),
        help=_("language of the interface (default: the locale's)"),
    )
    return parser


def _serving(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--serve", action="store_true", help=_("in a browser, at the address that is printed")
    )
    parser.add_argument(
        "--host",
        default="127.0.0.1",
        help=_("with --serve: where to listen (default: %(default)s, this computer alone)"),
    )
    parser.add_argument(
        "--port", type=_port, default=0, help=_("with --serve: the port (default: a free one)")
    )


def _port(number: str) -> int:
    if not (number.isdecimal() and 0 < int(number) <= _LAST_PORT):
        raise ArgumentTypeError(_("a port is a number from 1 to {}").format(_LAST_PORT))
    return int(number)


def _login_name() -> str:
    """The user's login name, found as getpass does but without failing where there is none."""
    for variable in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        if name := os.environ.get(variable):
            return name
    try:
        import pwd  # noqa: PLC0415 (POSIX only)

        return pwd.getpwuid(os.getuid()).pw_name
    except (ImportError, KeyError):
        return "reviewer"


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
