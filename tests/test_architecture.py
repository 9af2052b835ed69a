"""Data flows one way: core knows nobody, store knows core, tui uses both."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FORBIDDEN = {
    "core": {"store", "tui", "seeds", "textual", "rich", "tinydb", "pyperclip", "platformdirs"},
    "store": {"tui", "seeds", "textual", "rich", "pyperclip", "platformdirs"},
    "tui": set(),
}
MODULES = [path for package in FORBIDDEN for path in sorted((ROOT / package).rglob("*.py"))]


def imported(source: str) -> set[str]:
    """Top-level packages that a module imports, anywhere in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative imports would hide from this test"
            found.add((node.module or "").split(".")[0])
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_module_imports_upwards(path: Path) -> None:
    package = path.relative_to(ROOT).parts[0]
    assert not imported(path.read_text(encoding="utf-8")) & FORBIDDEN[package]


def test_the_check_itself_sees_every_kind_of_import() -> None:
    source = "import store.log\nfrom tui import app\ndef f():\n    import textual.widgets\n"
    assert imported(source) == {"store", "tui", "textual"}


@pytest.mark.parametrize(
    ("statement", "absent"),
    [
        (
            "import core.reading, core.metrics, core.export.markdown",
            "textual rich tinydb jieba store tui",
        ),
        ("import store.library", "textual rich jieba tui"),
        ("import tui.cli", "textual rich tinydb jieba core.metrics"),
        ("import tui.keymap", "textual rich tinydb jieba"),
        ("import tui.app", "jieba pyperclip core.metrics core.export textual.widgets._text_area"),
        ("import tui.app", "core.lookup core.facts core.checks core.claims pypinyin tomllib"),
    ],
)
def test_nothing_heavy_is_imported_before_it_is_needed(statement: str, absent: str) -> None:
    program = f"import sys; {statement}; print(*({absent.split()!r} & sys.modules.keys()))"
    program = program.replace("['", "{'").replace("']", "'}")
    answer = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert answer.stdout.strip() == ""


# https://github.com/python/cpython/issues/106052: (?:ab?|c)*+ misses what it should match.
_POSSESSIVE_GROUP = re.compile(r"\)(?:[*+?]|\{[0-9,]*\})\+")


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_no_group_is_repeated_possessively_which_python_before_3_11_5_matches_wrongly(
    path: Path,
) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if _POSSESSIVE_GROUP.search(line)] == []
