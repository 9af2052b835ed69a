"""What workers and the saving thread tell the screens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

from tui.session import Outcome, Session

if TYPE_CHECKING:
    from tui.analysis import Findings


@dataclass
class Opened(Message):
    """The document was read and its review loaded."""

    session: Session


@dataclass
class NotOpened(Message):
    """The document could not be opened; `cause` names it."""

    cause: str


@dataclass
class Saved(Message):
    """A change is on the disk, or could not be saved."""

    outcome: Outcome


@dataclass
class FiguresFound(Message):
    """All that the document states: figures, claims, hints."""

    findings: Findings


@dataclass
class KeywordsFound(Message):
    """The keywords of one section, by its id."""

    section: str
    words: list[str]


@dataclass
class Told(Message):
    """A worker has something to say in the status line."""

    text: str
