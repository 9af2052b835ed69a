"""What workers and the saving thread tell the screens."""

from __future__ import annotations

from dataclasses import dataclass

from textual.message import Message

from core.document import Metric
from core.lookup import Row
from tui.session import Outcome, Session


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
    """All figures of the document, in reading order, and as rows of a list."""

    figures: tuple[Metric, ...]
    rows: list[Row]


@dataclass
class KeywordsFound(Message):
    """The keywords of one section, by its id."""

    section: str
    words: list[str]


@dataclass
class Told(Message):
    """A worker has something to say in the status line."""

    text: str
