"""What can be said on the command line: commands, their options, and what does not go together."""

from __future__ import annotations

import os
from argparse import (
    ArgumentParser,
    ArgumentTypeError,
    Namespace,
    RawDescriptionHelpFormatter,
    _MutuallyExclusiveGroup,
)
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from tui import __version__, language, locations, themes
from tui.language import _


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
        help=_("full, issues, highlights, the name of one of your own, or a file"),
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


def _reattach(parser: ArgumentParser) -> None:
    from tui.reattaching_command import reattach_arguments  # noqa: PLC0415 (most never need it)

    reattach_arguments(parser)


def _doctor(parser: ArgumentParser) -> None:
    _files(parser, "*")
    parser.add_argument(
        "--repair", action="store_true", help=_("set torn ends of reviews aside, delete nothing")
    )
    parser.add_argument("--json", action="store_true", help=_("one JSON object"))


def _with(name: str, module: str = "tui.task_commands") -> Callable[[ArgumentParser], None]:
    """Arguments that are told where the command is, which most never need."""

    def arguments(parser: ArgumentParser) -> None:
        getattr(import_module(module), name)(parser)

    return arguments


_compare = _with("compare_arguments", "tui.comparing_commands")
_diff = _with("diff_arguments", "tui.comparing_commands")
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
        Command("compare", "hold this year's report against last year's", _compare),
        Command("diff", "tell what changed between two versions", _diff),
        Command("history", "print who changed what and when", _files),
        Command("undo", "take back the last change", _files),
        Command("redo", "repeat what was taken back", _files),
        Command("export", "write the review", _export),
        Command("import-review", "take back what was edited in a memo", _import_review),
        Command("reattach", "carry a review over to a new version of its document", _reattach),
        Command("merge", "bring in what others saved", _merge),
        Command("backup", "write the whole library into one file", _one_file),
        Command("restore", "bring reviews back from a backup", _restore),
        Command("keys", "print the keys in force, to be changed in the settings", _nothing),
        Command("doctor", "check the library and what is around it", _doctor),
    )
}
_LAST_PORT = 65535
_TAKES_VALUE = {"--library", "--reviewer", "--config", "--lang", "--theme", "--host", "--port"}


def parser_of(name: str | None) -> ArgumentParser:
    """What reads the command line of a command; None: of the app."""
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


def language_of(words: Sequence[str]) -> str:
    """The language asked for, before the parser, which speaks it, is made."""
    for word, following in zip(words, [*words[1:], ""], strict=False):
        wanted = following if word == "--lang" else word.removeprefix("--lang=")
        if word.startswith("--lang") and wanted in language.LANGUAGES:
            return wanted
    return language.from_locale()


def command_in(words: Sequence[str]) -> str | None:
    """The command among the arguments: the first word that is no option, if it names one."""
    left = iter(words)
    for word in left:
        if word in _TAKES_VALUE:
            next(left, None)
        elif not word.startswith("-"):
            return word if word in COMMANDS else None
        elif word == "--":
            return None
    return None


def misuse(name: str | None, options: Namespace) -> str:
    """Why options do not go together; "" where they do."""
    if name == "tag" and options.note is None:
        if not (options.tags or options.read or options.remove):
            return _("nothing to do: name a tag, --note, --read or --remove")
    elif name == "export" and options.output == "-" and len(options.files) > 1:
        return _("several files go into a folder: name it with -o")
    elif name == "export" and options.template and options.to != "md":
        return _("a template writes Markdown: leave --to out")
    elif name == "compare" and len(options.files) < 2:
        return _("two files or more are compared")
    return ""
