"""The tour in a real terminal: over the document, once, in nobody's way."""

import importlib.util
from pathlib import Path

import pytest

_spec = importlib.util.spec_from_file_location("terminal", Path(__file__).with_name("terminal.py"))
assert _spec
assert _spec.loader
_module = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_module)
Terminal = _module.Terminal


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def test_it_is_shown_once(home: Path, report_path: Path) -> None:
    with Terminal(home=home, tour=True) as terminal:
        shown = terminal.until("1/3")
        assert "一、主要举措和成效" in shown  # the document is seen behind it
        terminal.press("\r")
        terminal.until("2/3")
        terminal.press("q")
        terminal.until(lambda text: "2/3" not in text and "已阅 0/79" in text)
        terminal.press("q")
        assert terminal.ended() == 0
    with Terminal(str(report_path), home=home, tour=True) as terminal:
        terminal.until("已保存")
        terminal.press("j")
        assert "1/3" not in terminal.until(" 0.2 |")


def test_keys_typed_at_once_into_the_tour_are_obeyed(home: Path) -> None:
    with Terminal(home=home, tour=True) as terminal:
        terminal.until("1/3")
        terminal.press("1j3")
        shown = terminal.until(lambda text: "已阅 2/79" in text and "已保存" in text)
        assert "+1 亮点 -0 不足 !1 跟进" in shown
