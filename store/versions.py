"""Find the version of a document that somebody reviewed before this one."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from core.document import Document
from core.folding import searchable
from store.index import Listed
from store.names import file_name, name_in


def version_before(
    listed: Iterable[Listed],
    document: Document,
    source: str,
    reviewer: str,
    others: Collection[str] = (),
) -> Listed | None:
    """The document that this reviewer reviewed last and that seems to be an earlier version.

    It came from the same file, `source`, or has the same title and issuer, whatever their widths
    and spaces. `others` are the ids of those that are known to be other documents.
    """
    own = name_in(file_name(reviewer))
    found = {
        reviewed.last: one
        for one in listed
        if one.id != document.id and one.id not in others and _is_version(one, document, source)
        for reviewed in one.reviews
        if reviewed.reviewer == own and (reviewed.reviewed or reviewed.tags)
    }
    return found[max(found)] if found else None


def _is_version(one: Listed, document: Document, source: str) -> bool:
    facts = document.metadata
    if source and one.source == source:
        return True
    if not _name(facts.title) or _name(one.title) != _name(facts.title):
        return False
    issuers = {_name(one.issuer), _name(facts.issuer)}
    return len(issuers - {""}) < 2  # a web page often names none


def _name(text: str) -> str:
    return "".join(searchable(text).split())
