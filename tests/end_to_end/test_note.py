"""A note in a real terminal: what an input method sends, and what is left when all is cut off."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

_spec = importlib.util.spec_from_file_location("terminal", Path(__file__).with_name("terminal.py"))
assert _spec
assert _spec.loader
_module = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_module)
Terminal = _module.Terminal

TYPED = "请核实“口径”，与２０２３年比较。𠮷"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def annotations(home: Path, report: Path) -> dict[str, dict[str, Any]]:
    """What another process reads from the disk, by locator."""
    answer = subprocess.run(
        [sys.executable, "-m", "tui", "annotations", str(report), "--json"],
        cwd=_module.ROOT,
        env={"PATH": os.environ["PATH"], "HOME": str(home), "PIYUE_REVIEWER": "李"},
        capture_output=True,
        text=True,
        check=True,
    )
    return {one["locator"]: one for one in json.loads(answer.stdout)["annotations"]}


def drafts(home: Path) -> str:
    return "".join(path.read_text("utf-8") for path in home.rglob(".drafts/*/*.json"))


def test_kill_9_costs_no_more_than_a_moment(home: Path, report_path: Path) -> None:
    with Terminal(str(report_path), home=home) as terminal:
        terminal.until("已保存")
        terminal.press("n")
        terminal.until("ctrl+g")
        terminal.press(TYPED)
        terminal.until(lambda text: TYPED in text and "\\u6bd4\\u8f83" in drafts(home))
        terminal.kill()
    with Terminal(str(report_path), home=home) as terminal:
        terminal.until("0.1 有草稿未保存：到那里按 n")
        terminal.press("n")
        terminal.until(lambda text: TYPED in text and "的草稿，尚未保存" in text)
        terminal.press("完\x07")  # written on, and thrown away
        terminal.until(lambda text: "ctrl+g" not in text and not drafts(home))


def test_a_terminal_that_hangs_up_costs_nothing(home: Path, report_path: Path) -> None:
    with Terminal(str(report_path), home=home) as terminal:
        terminal.until("已保存")
        terminal.press("n")
        terminal.until("ctrl+g")
        terminal.press("口径")
        terminal.until("口径")
        os.close(terminal._master)
        assert terminal.process.wait(timeout=20) == 129
        terminal._master = os.open(os.devnull, os.O_RDWR)
    assert "\\u53e3\\u5f84" in drafts(home)


def test_all_that_an_input_method_sends_arrives_as_it_is(home: Path, report_path: Path) -> None:
    committed = "口径“一”，𠮷。か\u3099\u3000甲"
    shown = f"{TYPED}{committed}"
    with Terminal(str(report_path), home=home) as terminal:
        terminal.until("已保存")
        terminal.press("n")
        terminal.until("ctrl+g")
        terminal.press(TYPED)  # in one write
        for byte in committed.encode():  # as a slow line brings it, each byte in a read of its own
            os.write(terminal._master, bytes([byte]))
            terminal.until(lambda _text: True)
        terminal.press("\x1b[200~粘\r贴\x1b[201~了")
        terminal.until("贴了")
        terminal.press("\x13")
        terminal.until(lambda text: "已阅 1/79" in text and "已保存" in text)
        assert annotations(home, report_path)["0.1"]["note"] == f"{shown}粘\n贴了"
        terminal.press("/\x1b[200~政务\r服务\x1b[201~中心")
        terminal.until("政务 服务中心")
