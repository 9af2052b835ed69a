"""Write tables that a spreadsheet program opens as they are, with nothing in them that it runs."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

from core.folding import fold
from core.numerals import plain

MARK = "\ufeff"
"""The byte order mark by which Excel knows UTF-8; it stands before the first line."""

# A cell that begins so is a formula to some program, in wide form too
# (https://owasp.org/www-community/attacks/CSV_Injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def lines(table: Iterable[Sequence[str | float | None]]) -> str:
    """The rows as CSV (RFC 4180); numbers plain, None empty, text that would run made harmless."""
    out = StringIO()
    csv.writer(out).writerows([_cell(value) for value in row] for row in table)
    return out.getvalue()


def _cell(value: str | float | None) -> str:
    if value is None:
        return ""
    if isinstance(value, int | float):
        return plain(value)
    return f"'{value}" if fold(value[:1]).startswith(_FORMULA) else value
