"""Every text of the interface is there in both languages."""

import ast
from pathlib import Path

import pytest

import core
import tui
from core.export.forms import FORMS
from core.reading import formats
from core.review import TAGS
from tui import hints, language
from tui.actions import EVERY_ACTION, LIBRARY_ACTIONS, YEARS_ACTIONS
from tui.arguments import COMMANDS
from tui.locale.zh import CAUSES, MESSAGES
from tui.screens.tour import PAGES


def translated_literals() -> set[str]:
    """Every string that the code passes to `_`, and what the tables hold."""
    found: set[str] = set()
    for path in Path(tui.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "_":
                [argument] = node.args
                if isinstance(argument, ast.Constant):
                    found.add(argument.value)
    for action in (*EVERY_ACTION, *LIBRARY_ACTIONS, *YEARS_ACTIONS):
        found |= {action.label, action.help, action.group}
    found |= {label for row in hints.ELSEWHERE.values() for _what, label in row}
    for page in PAGES:
        found |= {page.title, *page.words, *(what for _action, what in page.actions)}
    found |= {command.help for command in COMMANDS.values()}
    return found | {tag.english for tag in TAGS} | {form.english for form in FORMS}


def test_the_catalogue_has_exactly_what_is_used() -> None:
    assert MESSAGES.keys() == translated_literals()


def test_switching() -> None:
    language.use("zh")
    assert language._("saved") == "已保存"
    language.use("en")
    assert language._("saved") == "saved"
    with pytest.raises(ValueError, match="no such language: fr"):
        language.use("fr")


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, "zh"),
        ({"LANG": "C.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_TW"}, "zh"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "en_US.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": ""}, "en"),
    ],
)
def test_the_language_follows_the_locale(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], expected: str
) -> None:
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(variable, raising=False)
    for variable, value in environment.items():
        monkeypatch.setenv(variable, value)
    assert language.from_locale() == expected


def test_errors_are_explained_part_by_part() -> None:
    language.use("zh")
    assert language.explained("报告: 甲.txt: the file is empty") == "报告: 甲.txt: 文件是空的"
    assert language.explained("x: not saved: the disk is full") == "x: 未保存: 磁盘已满"
    language.use("en")
    assert language.explained("x: not saved: the disk is full") == "x: not saved: the disk is full"


def causes_of_refusal() -> set[str]:
    """The fixed parts of what reading says when it refuses a file or warns of it."""
    found: set[str] = set()
    for path in (Path(core.__file__).parent).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "ReadError":
                message = node.args[0]
                parts = message.values if isinstance(message, ast.JoinedStr) else [message]
                if isinstance(parts[0], ast.Constant):
                    found |= set(filter(None, str(parts[0].value).split(": ")))
    refused = [answer for answer, _ in formats._KINDS if isinstance(answer, str)]
    return found.union(*(answer.split(": ") for answer in refused))


def test_every_refusal_has_its_chinese() -> None:
    causes = causes_of_refusal()
    assert "the file is empty" in causes
    assert "a spreadsheet" in causes
    assert sorted(causes - CAUSES.keys()) == []
