"""Keywords of a section, by jieba with a dictionary of this document's words."""

import statistics
import subprocess
import sys
from pathlib import Path

import pytest

from core import keywords
from core.document import Document


def test_keywords_of_a_section(report: Document) -> None:
    words = keywords.load(report.text)
    section = report.text[report.text.index("(七)完善") : report.text.index("(八)强化")]
    found = words.keywords(section, 6)
    assert "信访" in found
    assert "纠纷" in found
    assert len(found) == 6
    assert words.keywords("", 6) == []


def test_the_small_dictionary_cuts_like_the_whole_one(report: Document, tmp_path: Path) -> None:
    words = keywords.load(report.text)
    whole = sys.modules["jieba"].Tokenizer()
    whole.tmp_dir = str(tmp_path)
    for term in keywords.policy_terms():
        whole.add_word(term)
    assert words.terms(report.text) == keywords.Words(whole, {}).terms(report.text)


@pytest.mark.parametrize("term", ["一网通办", "一业一证", "跨省通办", "高效办成一件事", "三所联动"])
def test_terms_of_policy_stay_whole(term: str) -> None:
    text = f"深化“{term}”改革"
    assert term in keywords.load(text).terms(text)


def test_the_list_of_terms_holds_each_once() -> None:
    terms = keywords.policy_terms()
    assert len(terms) == len(set(terms)) > 100
    assert not any(term.startswith("#") for term in terms)


def test_the_median_rarity_is_that_of_the_table() -> None:
    keywords.load("甲")
    table = Path(sys.modules["jieba"].__file__).parent / "analyse" / "idf.txt"
    values = [float(line.split(" ")[1]) for line in table.read_text("utf-8").splitlines()]
    assert abs(statistics.median_high(values) - keywords._MEDIAN_IDF) < 1e-9


def test_jieba_loads_without_a_word_and_leaves_nothing_in_the_shared_folder(
    tmp_path: Path,
) -> None:
    program = "from core import keywords; print(keywords.load('行政复议').keywords('行政复议', 3))"
    answer = subprocess.run(
        [sys.executable, *("-W", "always", "-B", "-X", f"pycache_prefix={tmp_path / 'pyc'}")]
        + ["-c", program],
        env={"TMPDIR": str(tmp_path / "shared"), "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        check=True,
    )
    assert answer.stderr == ""
    assert "行政复议" in answer.stdout
    assert not (tmp_path / "shared").exists()
