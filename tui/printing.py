"""What the command prints: tables in a terminal, tabs in a pipe, JSON; safe for both."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from typing import Any

from tui.narration import printable


def print_json(item: dict[str, Any]) -> None:
    """One JSON object in one line."""
    print(json.dumps(item, ensure_ascii=False, allow_nan=False))


def write(data: str | bytes) -> None:
    """Write to standard output as it is, line ends too."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data.encode(errors="replace") if isinstance(data, str) else data)


def print_line(cells: Iterable[str]) -> None:
    """One line of a table for scripts, a tab between its cells."""
    print("\t".join(map(printable, cells)))


def print_table(lines: Sequence[tuple[str, ...]], header: tuple[str, ...] = ()) -> None:
    """Columns as wide as they need, the last cut at the terminal's edge; whole into a pipe."""
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    if not sys.stdout.isatty():
        for line in lines:
            print_line(line)
        return
    table = Table(box=None, padding=(0, 2, 0, 0), show_header=bool(header), expand=True)
    for index in range(len(lines[0]) if lines else 0):
        title = Text(printable(header[index])) if header else ""
        table.add_column(title, no_wrap=True, overflow="ellipsis", ratio=index or None)
    for line in lines:
        table.add_row(*(Text(printable(cell)) for cell in line))
    print_rich(table)


def print_rich(item: Any, *, wrap: bool = False) -> None:
    """Something that rich draws, cut at the edge or folded there; document text is no markup."""
    from rich.console import Console  # noqa: PLC0415

    console = Console(highlight=False, markup=False)
    console.print(item, no_wrap=not wrap, overflow="fold" if wrap else "ellipsis")
