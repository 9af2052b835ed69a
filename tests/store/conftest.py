from __future__ import annotations

from pathlib import Path

import pytest

from store.library import Library, ReviewFile


@pytest.fixture
def review(tmp_path: Path) -> ReviewFile:
    return Library(tmp_path / "library").review("d0c", "张三")
