"""The command `piyue import-review`."""

from pathlib import Path
from typing import Any

import pytest

from core.document import Document
from store.library import Library


@pytest.fixture
def memo(piyue: Any, report_path: Path, tmp_path: Path) -> Path:
    """A memo of one follow-up, as it was handed out."""
    piyue("tag", report_path, "1.7.3", "3", "--note", "核对口径", "--reviewer", "李")
    path = tmp_path / "memo.md"
    piyue("export", report_path, "-o", path, "--reviewer", "李")
    return path


def edit(memo: Path, former: str, now: str) -> None:
    text = memo.read_text("utf-8")
    assert text.count(former) == 1
    memo.write_text(text.replace(former, now), "utf-8")


def test_what_was_edited_is_taken_back_as_one_step(
    piyue: Any, report_path: Path, memo: Path
) -> None:
    edit(memo, "批注：核对口径", "批注：已核对")
    edit(memo, "| 未启动 |", "| 进行中 |")
    status, out, err = piyue("import-review", memo, "--reviewer", "李")
    assert (status, err) == (0, "")
    assert "changed" in out
    assert "已核对" in piyue("annotations", report_path, "--reviewer", "李")[1]
    assert piyue("export", report_path, "-o", memo, "--reviewer", "李")[0] == 0
    assert "| 进行中 |" in memo.read_text("utf-8")
    piyue("undo", report_path, "--reviewer", "李")
    assert "核对口径" in piyue("annotations", report_path, "--reviewer", "李")[1]


def test_a_dry_run_tells_and_changes_nothing(
    piyue: Any, report: Document, memo: Path, tmp_path: Path
) -> None:
    edit(memo, "批注：核对口径", "批注：已核对")
    path = Library(tmp_path / "library").review(report.id, "李").path
    before = path.read_bytes()
    _, out, _ = piyue("import-review", memo, "--dry-run", "--reviewer", "李")
    assert "1.7.3\t批注\t已核对" in out
    assert path.read_bytes() == before


def test_a_memo_that_was_not_edited_gives_nothing(piyue: Any, memo: Path) -> None:
    assert piyue("import-review", memo, "--reviewer", "李") == (0, "nothing to take back\n", "")


def test_an_edited_memo_is_not_written_over_before_it_was_taken_back(
    piyue: Any, report_path: Path, memo: Path
) -> None:
    edit(memo, "批注：核对口径", "批注：已核对")
    status, _, err = piyue("export", report_path, "-o", memo, "--reviewer", "李")
    assert status == 1
    assert "import-review" in err
    assert "已核对" in memo.read_text("utf-8")


@pytest.mark.parametrize(
    ("former", "now", "cause"),
    [
        ('reviewer: "李"', 'reviewer: "王"', "the review of another; it takes --reviewer: 王"),
        ("piyue-review/2", "piyue-review/9", "another version of Piyue"),
        ("<!-- piyue:end free -->", "", "a marker of the free block is missing"),
        ('document: "', 'document: "../', "the library has no review of its document"),
        ('document: "', 'document: "f', "the library has no review of its document"),
    ],
    ids=["reviewer", "version", "free block", "path", "document"],
)
def test_a_memo_that_cannot_be_taken_back_is_refused(
    piyue: Any, memo: Path, former: str, now: str, cause: str
) -> None:
    edit(memo, former, now)
    status, _, err = piyue("import-review", memo, "--reviewer", "李")
    assert status == 1
    assert err.startswith(f"piyue: {memo}: ")
    assert cause in err


def test_a_file_that_is_no_memo_is_refused(piyue: Any, report_path: Path, tmp_path: Path) -> None:
    assert "no memo of Piyue's" in piyue("import-review", report_path)[2]
    assert "No such file" in piyue("import-review", tmp_path / "none.md")[2]


def test_a_template_is_named_or_a_file(piyue: Any, report_path: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.md"
    mine.write_text("{{ title }}", "utf-8")
    assert piyue("export", report_path, "--template", mine)[1].startswith("2024年长宁区")
    assert "亮点摘编" in piyue("export", report_path, "--template", "highlights")[1]
    mine.write_text("\n{{ titel }}", "utf-8")
    _, _, err = piyue("export", report_path, "--template", mine)
    assert err == f"piyue: {mine}: line 2: 'titel' is undefined\n"
    assert "no such template or file" in piyue("export", report_path, "--template", "none")[2]
