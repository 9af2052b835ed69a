"""What every format gives: the paragraphs of a file, and the little that only the file knew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from core.document import Metadata


class ReadError(Exception):
    """A file that holds no document Piyue can read; the message says why, without the name.

    Parts that stay the same are divided from those that do not by `: `, so that the interface
    can translate them.
    """


@dataclass(frozen=True, slots=True)
class Extract:
    """The text of a file before its structure is known.

    `text` has one paragraph a line, numbers of headings and items in it as a reader sees them,
    the cells of a table row divided by tabs.
    `headings` names the lines (from 0) that the file itself marks as headings, with their depth
    from 1; numbered headings need no mark. `metadata` is what stands beside the text, in the
    head of a web page for example; what the text says of itself is read later. `warnings` are
    for the reviewer, in the form of the message of a ReadError.
    """

    text: str
    headings: Mapping[int, int] = field(default_factory=dict)
    metadata: Metadata = Metadata()  # noqa: RUF009 (frozen)
    warnings: tuple[str, ...] = ()
