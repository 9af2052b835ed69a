"""What a reviewer decided of a matter of last year's report, and the measure that shows it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

KEPT, PARTLY, REPEATED, SILENT = VERDICTS = ("kept", "partly", "repeated", "silent")
MATTER, EVIDENCE = "matter", "evidence"


@dataclass(frozen=True, slots=True)
class Link:
    """One side of a decision, with where the other side is.

    `side` says what the measure is that has the link: `matter`, last year's, of which something
    was decided, or `evidence`, this year's, which shows it. `verdict` is one of VERDICTS, or of a
    newer Piyue. `document` is the id of the other document; `locator`, `start` and `exact` are
    those of the measure there, "", -1 and "" where nothing shows it. `rest` holds what a newer
    Piyue wrote.
    """

    side: str
    verdict: str
    document: str
    locator: str = ""
    start: int = -1
    exact: str = ""
    rest: Mapping[str, Any] = field(default_factory=dict)

    def replaces(self, other: Link) -> bool:
        """Whether both cannot be true: a matter has one verdict in each document.

        A measure may show several matters, but is one verdict on each.
        """
        same = (self.side, self.document) == (other.side, other.document)
        return same and (self.side == MATTER or self.start == other.start)


_KNOWN = frozenset(Link.__slots__)
Links = tuple[Link, ...]


def with_link(links: Links, link: Link) -> Links:
    """The links with another in the place of what it replaces, else behind them."""
    if any(link.replaces(one) for one in links):
        return tuple(link if link.replaces(one) else one for one in links)
    return (*links, link)


def without_link(links: Links, link: Link) -> Links:
    """The links but what this one would replace."""
    return tuple(one for one in links if not link.replaces(one))


def united(one: Links, other: Iterable[Link]) -> Links:
    """All links of both; where they cannot both be true, those of the first."""
    return (*one, *(link for link in other if not any(mine.replaces(link) for mine in one)))


def to_record(link: Link) -> dict[str, Any]:
    """The link as it is stored."""
    known = {
        "side": link.side,
        "verdict": link.verdict,
        "document": link.document,
        "locator": link.locator,
        "start": link.start,
        "exact": link.exact,
    }
    return {**link.rest, **known}


def from_record(record: Mapping[str, Any]) -> Link:
    """The link that a stored record holds; fields this version does not know are kept.

    Raises KeyError, TypeError, AttributeError or ValueError for a record that is no link.
    """
    return Link(
        side=str(record["side"]),
        verdict=str(record["verdict"]),
        document=str(record["document"]),
        locator=str(record["locator"]),
        start=int(record["start"]),
        exact=str(record["exact"]),
        rest={name: it for name, it in record.items() if name not in _KNOWN},
    )
