"""Made-up reports of consecutive years, with what became of each plan."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from core import keywords
from core.document import Document
from core.reading import read

FOLDER = Path(__file__).parents[1] / "gold" / "yearly"
PAIRS = {"district": (2023, 2024), "province": (2025, 2026), "office": (2022, 2023)}


def one_dictionary(texts: str) -> Iterator[None]:
    """Let all that is asked in a module share the words of one text: each load takes a second."""
    everything = "".join(path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.txt")))
    loaded = keywords.load(texts + everything)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keywords, "load", lambda *_arguments: loaded)
        yield


@dataclass(frozen=True, slots=True)
class Answer:
    """How a plan begins, how the measures that may be its best evidence do, and its verdict."""

    plan: str
    evidence: tuple[str, ...]
    verdict: str


def pair(name: str) -> tuple[Document, Document]:
    """The reports of last year and of this year."""
    last, this = PAIRS[name]
    return report(f"{name}_{last}"), report(f"{name}_{this}")


def report(name: str) -> Document:
    return read((FOLDER / f"{name}.txt").read_bytes())


def answers(name: str) -> list[Answer]:
    rows = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return [Answer(row["plan"], tuple(row["evidence"]), row["verdict"]) for row in rows]


def beginning(document: Document, start: str) -> int:
    """The index of the only measure that begins so."""
    (index,) = (
        index
        for index, measure in enumerate(document.measures)
        if document.text.startswith(start, measure.start)
    )
    return index
