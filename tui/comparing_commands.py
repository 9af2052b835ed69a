"""The commands that hold documents against each other: two versions of one, or several years."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from core.changes import ADDED, CHANGED, DELETED, MOVED, TO_CONFIRM, Changes, Difference, text_of
from core.export import versions
from core.export.exchange import one_line
from core.facts import find_facts
from core.lookup import rows
from core.rewording import GONE, SAME, proposal
from core.series import ORDERS, ordered
from core.years import year
from tui.commands import CommandError
from tui.exporting import ExportError, cause_of
from tui.language import _
from tui.narration import complain, printable
from tui.opening import read_document, review_of
from tui.printing import print_rich, write
from tui.session import annotations_of

if TYPE_CHECKING:
    from rich.text import Text
    from rich.tree import Tree

    from core.export.comparison import Table
    from core.yearly import Comparison


def diff_arguments(parser: ArgumentParser) -> None:
    """What `piyue diff` takes."""
    parser.add_argument(
        "files", metavar="FILE", nargs=2, type=Path, help=_("the old version, then the new one")
    )
    forms = parser.add_mutually_exclusive_group()
    forms.add_argument("--json", action="store_true", help=_("one JSON object"))
    forms.add_argument("--markdown", action="store_true", help=_("Markdown, as into a file"))
    _output(parser)


def compare_arguments(parser: ArgumentParser) -> None:
    """What `piyue compare` takes."""
    parser.add_argument(
        "files",
        metavar="FILE",
        nargs="+",
        type=Path,
        help=_("reports of the same kind, last year's before this year's"),
    )
    forms = parser.add_mutually_exclusive_group()
    forms.add_argument("--json", action="store_true", help=_("one JSON object"))
    forms.add_argument("--csv", action="store_true", help=_("the figures, for spreadsheets"))
    forms.add_argument("--markdown", action="store_true", help=_("Markdown, as into a file"))
    parser.add_argument(
        "--sort", choices=[*ORDERS], default="stated", help=_("order of the figures")
    )
    _output(parser)


def _output(parser: ArgumentParser) -> None:
    parser.add_argument(
        *("-o", "--output"),
        metavar="OUT",
        default="-",
        help=_("a file; - is standard output, the default"),
    )
    parser.add_argument("--force", action="store_true", help=_("replace a file that is there"))


def print_diff(options: Namespace) -> None:
    """Tell what changed from one version of a document to the next, as a tree.

    Raises OpenError for a file that cannot be read, ExportError for one that cannot be written.
    """
    from core.changes import changes  # noqa: PLC0415

    old, new = (read_document(path, options.library) for path in options.files)
    found = changes(old, new)
    if options.json:
        record = versions.record(found)
        for side, path in zip(("old", "new"), options.files, strict=True):
            record[side] = {"path": str(path), **record[side]}
        _hand_in(one_line(record), options)
    elif options.markdown or options.output != "-":
        _hand_in(versions.markdown(found), options)
    else:
        _print_tree(found, options.files[1])


def print_comparison(options: Namespace) -> None:
    """Hold reports of several years against each other: tables in a terminal, Markdown elsewhere.

    Raises OpenError, StoreError where the review of last year's report cannot be read,
    CommandError for the same document twice, ExportError where the output cannot be written.
    """
    from core.export import comparison, comparison_record  # noqa: PLC0415 (not for diff)

    found, paths = _compared(options)
    is_plain = not (options.json or options.csv or options.markdown) and options.output == "-"
    if options.json:
        record = comparison_record.record(found)
        for document, path in zip(record["documents"], paths, strict=True):
            document["path"] = str(path)
        _hand_in(one_line(record), options)
    elif options.csv:
        _hand_in(comparison.csv(found), options)
    elif is_plain and sys.stdout.isatty():
        _print_tables(comparison.title(found), comparison.tables(found))
    else:
        _hand_in(comparison.markdown(found), options)


def _compared(options: Namespace) -> tuple[Comparison, list[Path]]:
    """The comparison, and the files in the order of their years."""
    from core.yearly import compare, oldest_first  # noqa: PLC0415

    read: dict[str, Path] = {}
    given = []
    for path in options.files:
        document = read_document(path, options.library)
        if document.id in read:
            raise CommandError(f"{path}: the same document as another: {read[document.id]}")
        read[document.id] = path
        given.append(
            year(document, rows(document, find_facts(document.text, options.config.vocabulary)))
        )
    years = oldest_first(given)
    paths = [read[one.document.id] for one in years]
    if years != given:
        complain(_("by their titles in this order: {}").format("  ".join(map(str, paths))))
    reviewed, own = (
        annotations_of(review_of(path, one.document, options.library, options.reviewer))
        for path, one in zip(paths[-2:], years[-2:], strict=True)
    )
    found = compare(years, reviewed, own, terms=options.config.terms)
    return replace(found, series=tuple(ordered(found.series, options.sort))), paths


def _print_tables(title: str, tables: Iterable[Table]) -> None:
    from rich.table import Table as Grid  # noqa: PLC0415 (a pipe needs no rich)
    from rich.text import Text  # noqa: PLC0415

    print_rich(Text(printable(title), "bold"), wrap=True)
    for table in tables:
        print_rich(Text(f"\n{table.title}", "bold"))
        if table.summary:
            print_rich(Text(printable(table.summary)), wrap=True)
        if table.rows:
            grid = Grid(box=None, padding=(0, 2, 0, 0), header_style="dim")
            for head in table.head:
                grid.add_column(Text(printable(head)), overflow="fold")
            for row in table.rows:
                grid.add_row(*(Text(printable(cell)) for cell in row))
            print_rich(grid, wrap=True)


def _hand_in(content: str, options: Namespace) -> None:
    """Write to standard output or into a file, which is not replaced unless that is asked for."""
    if options.output == "-":
        write(content)
        return
    path = Path(options.output)
    try:
        path = path.expanduser()
        if any(path.exists() and path.samefile(one) for one in options.files if one.exists()):
            raise ExportError(f"{path}: {_OURS}")
        with path.open("wb" if options.force else "xb") as file:
            file.write(content.encode())
    except FileExistsError as error:
        raise ExportError(f"{path}: {_THERE}") from error
    except (OSError, RuntimeError, ValueError) as error:  # RuntimeError: ~nobody; ValueError: NUL
        raise ExportError(f"{path}: {cause_of(error)}") from error


_OURS = "is one of the documents that are compared"
_THERE = "is there already; name another file, or --force"


def _print_tree(found: Changes, file: Path) -> None:
    """A line that sums up, then the differences under their headings."""
    from rich.text import Text  # noqa: PLC0415 (JSON and Markdown need no rich)
    from rich.tree import Tree  # noqa: PLC0415

    names = {
        CHANGED: _("changed"),
        MOVED: _("moved"),
        ADDED: _("added"),
        DELETED: _("deleted"),
        TO_CONFIRM: _("needs confirmation"),
    }
    counts = [f"{names[kind]} {found.count(kind)}" for kind in names if found.count(kind)]
    figures = [f"{_('figures')} {found.figures}"] * bool(found.figures)
    told = [*(counts or [_("no differences")]), *figures, f"{_('unchanged')} {found.unchanged}"]
    print_rich(Text("  ".join(told), "bold"))
    if not found.differences:
        return
    tree = Tree(Text(printable(found.new.metadata.title or file.name)), guide_style="dim")
    branches: dict[tuple[object, ...], Tree] = {(): tree}
    for path, differences in found.parts():
        for depth in range(len(path)):
            way = path[: depth + 1]
            if way not in branches:
                heading = Text(printable(way[-1].heading), "bold")
                branches[way] = branches[path[:depth]].add(heading)
        for one in differences:
            branches[path].add(_line(one, found))
    print_rich(tree, wrap=True)


_STYLES = {CHANGED: "yellow", MOVED: "cyan", ADDED: "green", DELETED: "red", TO_CONFIRM: "magenta"}
_AROUND = 12  # characters that are shown on either side of what changed


def _line(one: Difference, found: Changes) -> Text:
    """A difference: its sign, where it stands, the words that went [-so-] and came {+so+}."""
    from rich.text import Text  # noqa: PLC0415

    line = Text()
    moved = versions.SIGNS[MOVED] * (one.has_moved and one.state != MOVED)
    line.append(f"{versions.SIGNS[one.state]}{moved} ", _STYLES[one.state])
    line.append(f"{versions.standing(one)}  ", "dim")
    spans = proposal(text_of(found.old, one.old), text_of(found.new, one.new))
    for index, span in enumerate(spans):
        text = printable(span.text)
        if span.kind == SAME:
            line.append(_cut(text, index > 0, index + 1 < len(spans)))
        elif span.kind == GONE:
            line.append(f"[-{text}-]", "red")
        else:
            line.append(f"{{+{text}+}}", "green")
    for figure in one.figures:
        line.append(f"\n{printable(versions.figure_words(figure))}", "bold")
    return line


def _cut(text: str, has_before: bool, has_behind: bool) -> str:
    """What stayed, its middle left out, or the side on which nothing changed."""
    before, behind = (_AROUND if has else 0 for has in (has_before, has_behind))
    if not (before or behind) or len(text) <= before + behind + 1:
        return text
    return f"{text[:before]}…{text[len(text) - behind :]}"
