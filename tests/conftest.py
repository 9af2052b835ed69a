"""What several test modules share: the shipped report, and a place of their own on the disk."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

from core.document import Document
from core.reading import read
from tui import cli, language
from tui.opening import shipped_report

settings.register_profile("untimed", deadline=None)  # speed is for the benchmarks
settings.load_profile("untimed")


@pytest.fixture(autouse=True)
def _private(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No test reads or writes the reviews of whoever runs it; texts are English by default."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for variable in (
        "XDG_DATA_HOME",
        "XDG_CACHE_HOME",
        "XDG_CONFIG_HOME",
        "PIYUE_REVIEWER",
        "PIYUE_CONFIG",
        "PIYUE_THEME",
        "NO_COLOR",
        "COLORFGBG",
        "TMUX",
        "STY",
        "SSH_TTY",
        "SSH_CONNECTION",
    ):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("PIYUE_LIBRARY", str(tmp_path / "library"))
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.delenv("LC_MESSAGES", raising=False)
    language.use("en")


@pytest.fixture(scope="session")
def report() -> Document:
    """The shipped report."""
    return read(shipped_report().read_bytes())


@pytest.fixture
def report_path() -> Path:
    """The file of the shipped report."""
    return shipped_report()


@pytest.fixture
def piyue(capsys: pytest.CaptureFixture[str]):
    """Run `piyue` and give its status, output and errors."""

    def run(*arguments: object) -> tuple[int, str, str]:
        try:
            status = cli.main([str(argument) for argument in arguments])
        except SystemExit as leaving:
            status = int(leaving.code or 0)
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return run
