from __future__ import annotations

from pathlib import Path

import pytest

from store.library import Library, ReviewFile
from store.log import FileLog
from tests.store.saves import entry, save


@pytest.fixture
def review(tmp_path: Path) -> ReviewFile:
    return Library(tmp_path / "library").review("d0c", "张三")


@pytest.fixture
def log(tmp_path: Path) -> FileLog:
    log = FileLog(tmp_path / "review.jsonl")
    save(log, entry(1), entry(2))
    return log
