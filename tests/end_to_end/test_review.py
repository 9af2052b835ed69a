"""A reviewer's session in a real terminal, power cuts included."""

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
ROOT = _module.ROOT


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def annotations(home: Path, report: Path) -> dict[str, dict[str, Any]]:
    """What another process reads from the disk, by locator."""
    answer = subprocess.run(
        [sys.executable, "-m", "tui", "annotations", str(report), "--json"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "HOME": str(home), "PIYUE_REVIEWER": "李"},
        capture_output=True,
        text=True,
        check=True,
    )
    return {one["locator"]: one for one in json.loads(answer.stdout)["annotations"]}


def test_a_mark_shown_as_saved_survives_kill_9(home: Path, report_path: Path) -> None:
    with Terminal(home=home) as terminal:
        shown = terminal.until("已保存")
        assert "一、主要举措和成效" in shown
        assert "0/79" in shown
        terminal.press("1")
        terminal.until(lambda text: "已阅 1/79" in text and "已保存" in text)
        terminal.press("jj3")
        terminal.until(lambda text: "已阅 2/79" in text and "已保存" in text)
        terminal.kill()
    assert {key: one["tags"] for key, one in annotations(home, report_path).items()} == {
        "0.1": ["highlight"],
        "1.1.2": ["follow-up"],
    }
    with Terminal(home=home) as terminal:
        terminal.until("1 份文档")
        terminal.press("\r")
        shown = terminal.until("已阅 2/79")
        assert "+1 亮点 -0 不足 !1 跟进" in shown
        assert " 1.2.1 |" in shown
        terminal.until("> ")  # the cursor is in view
        terminal.press("u")
        terminal.until("已阅 1/79")
        terminal.press("q")
        terminal.until("文库")
        terminal.press("q")
        assert terminal.ended() == 0
    assert annotations(home, report_path).keys() == {"0.1"}


def test_a_whole_session(home: Path, report_path: Path, tmp_path: Path) -> None:
    with Terminal(home=home) as terminal:
        terminal.until("已保存")
        terminal.press("m")
        terminal.until("24/24")
        terminal.press("９５．６")  # as an input method commits it
        terminal.until("3/24")
        terminal.press("\r")
        terminal.until(" 1.7.3 |")
        terminal.press("n")
        terminal.until("ctrl+g")
        terminal.press("请核实成功率的口径")
        terminal.until("请核实成功率的口径")
        terminal.press("\x1b")
        terminal.until(lambda text: "已阅 1/79" in text and "已保存" in text)
        terminal.press("e")
        terminal.until("翻看预览")
        terminal.press(f"\x15{tmp_path}/memo.md\r")
        terminal.until("已写入")
        terminal.press("q")
        assert terminal.ended() == 0
        assert terminal.restored
    assert annotations(home, report_path)["1.7.3"]["note"] == "请核实成功率的口径"
    assert "批注：请核实成功率的口径" in (tmp_path / "memo.md").read_text("utf-8")


def test_a_file_that_cannot_be_read_never_opens_the_screen(home: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    with Terminal(str(tmp_path / "empty.txt"), home=home) as terminal:
        assert terminal.ended() == 1
        assert terminal.text.strip() == f"piyue: {tmp_path}/empty.txt: 文件是空的"


def test_keys_pressed_before_the_first_frame_do_no_harm(home: Path, report_path: Path) -> None:
    with Terminal(home=home) as terminal:
        for _ in range(30):
            terminal.press("j1")
            terminal.until(lambda _text: True)
        shown = terminal.until("已保存")
        assert terminal.process.poll() is None, shown
        terminal.press("q")
        assert terminal.ended() == 0


def test_termination_leaves_the_terminal_as_it_was(home: Path) -> None:
    with Terminal(home=home) as terminal:
        terminal.until("已保存")
        terminal.process.terminate()
        assert terminal.ended() == 143
        assert terminal.restored


def test_without_a_terminal_the_app_says_so(home: Path) -> None:
    answer = subprocess.run(
        [sys.executable, "-m", "tui"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "HOME": str(home), "LANG": "en_US.UTF-8"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=20,
    )
    assert answer.returncode == 1
    assert answer.stderr == (
        "piyue: the app needs a terminal; a command such as outline does not\n"
    )


@pytest.mark.parametrize(
    ("shell", "status", "error"),
    [
        ("{piyue} outline {file} >/dev/full", 1, "piyue: standard output: No space left"),
        ("{piyue} outline {file} --json >/dev/full", 1, "piyue: standard output: No space left"),
        ("{piyue} outline {file} >&-", 0, ""),
        ("{piyue} history {file} | true", 0, ""),
        ("{piyue} outline {file} --json | head -c 1", 0, ""),
    ],
)
def test_output_that_nobody_takes_is_no_crash(
    home: Path, report_path: Path, shell: str, status: int, error: str
) -> None:
    command = shell.format(piyue=f"{sys.executable} -m tui", file=report_path)
    answer = subprocess.run(
        ["sh", "-c", command],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "HOME": str(home), "LANG": "en_US.UTF-8"},
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    assert answer.returncode == status
    assert answer.stderr.startswith(error)
    assert answer.stderr.count("\n") <= 1
