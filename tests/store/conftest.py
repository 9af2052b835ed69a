from __future__ import annotations

from pathlib import Path

import pytest

from store.library import Library, ReviewFile
from store.log import FileLog
from tests.store.libraries import three_reviews
from tests.store.saves import entry, save


@pytest.fixture
def review(tmp_path: Path) -> ReviewFile:
    return Library(tmp_path / "library").review("d0c", "张三")


@pytest.fixture
def log(tmp_path: Path) -> FileLog:
    log = FileLog(tmp_path / "review.jsonl")
    save(log, entry(1), entry(2))
    return log


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A library with three reviews."""
    return three_reviews(tmp_path / "library")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where a backup goes."""
    return tmp_path / "backup.json"


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    """The library that a merge adds to."""
    return tmp_path / "ours"


@pytest.fixture
def theirs(tmp_path: Path) -> Path:
    """The library that a merge takes from."""
    return tmp_path / "theirs"
