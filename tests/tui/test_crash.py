"""A failure of the program is written down without what documents say, and loses no mark."""

from __future__ import annotations

import asyncio
import os
import tempfile
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from textual.drivers._writer_thread import MAX_QUEUED_WRITES, WriterThread

from core.review import tagged
from store import disk
from tui import crash, locations
from tui.app import PiyueApp
from tui.opening import Opening
from tui.session import Session, annotations_of

SECRET = "某区不得外传"


def raised(error: BaseException) -> BaseException:
    """The error as it is when it was raised in a function that holds what a document says."""
    words = f"held {SECRET}"
    with suppress(type(error)):
        assert words
        raise error
    return error


def caused(error: Exception, by: Exception) -> Exception:
    error.__cause__ = raised(by)
    return error


@pytest.mark.parametrize(
    ("error", "last"),
    [
        (ValueError(SECRET), "builtins.ValueError"),
        (KeyError(SECRET), "builtins.KeyError"),
        (UnicodeEncodeError("ascii", SECRET, 0, 1, SECRET), "builtins.UnicodeEncodeError"),
        (
            OSError(28, "No space left on device", f"/{SECRET}"),
            "builtins.OSError: No space left on device",
        ),
        (AttributeError("no attribute 'x'"), "builtins.AttributeError: no attribute 'x'"),
        (caused(RuntimeError(SECRET), KeyError(SECRET)), "builtins.RuntimeError"),
        (ExceptionGroup(SECRET, [ValueError(SECRET), KeyError(SECRET)]), "builtins.KeyError"),
    ],
    ids=lambda it: type(it).__name__ if isinstance(it, Exception) else None,
)
def test_a_report_tells_where_and_never_what_a_document_says(
    error: BaseException, last: str
) -> None:
    path = Path(crash.report(raised(error)))
    told = path.read_text("utf-8")
    assert path.parent == locations.reports()
    assert path.stat().st_mode & 0o777 == 0o600
    assert "in raised" in told
    assert told.splitlines()[-1] == last
    assert "某" not in told


def test_what_led_to_a_failure_comes_first() -> None:
    told = Path(crash.report(raised(caused(RuntimeError(), KeyError())))).read_text("utf-8")
    assert told.index("builtins.KeyError") < told.index("then\n") < told.index("RuntimeError")


def test_where_reports_cannot_be_kept_another_folder_takes_them(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "other").mkdir()
    monkeypatch.setattr(locations, "reports", lambda: tmp_path / "file" / "log")
    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(tmp_path / "other"))
    assert Path(crash.report(ValueError())).parent == tmp_path / "other"
    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(tmp_path / "file"))
    assert crash.report(ValueError()) == f"{tmp_path}/file/log: Not a directory"


def test_an_error_that_ends_a_thread_is_heard_of_while_guarded() -> None:
    heard: list[BaseException | None] = []
    error = ValueError()

    def fail() -> None:
        raise error

    before = threading.excepthook
    with crash.guarded(heard.append):
        thread = threading.Thread(target=fail)
        thread.start()
        thread.join()
    assert heard == [error]
    assert threading.excepthook is before


class Gone:
    """A terminal that takes nothing any more."""

    def write(self, _text: str) -> None:
        raise OSError(5, os.strerror(5))

    flush = write


def test_a_terminal_that_is_gone_holds_up_nobody_who_draws(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    heard: list[BaseException | None] = []
    dropped: list[int] = []
    monkeypatch.setattr(os, "dup2", lambda _null, stream: dropped.append(stream))
    with crash.guarded(heard.append):
        writer = WriterThread(Gone())  # type: ignore[arg-type]
        writer.start()

        def draw() -> None:
            for _ in range(10 * MAX_QUEUED_WRITES):
                writer.write("a line")
            writer.stop()

        drawing = threading.Thread(target=draw, daemon=True)
        drawing.start()
        drawing.join(10)
        assert not drawing.is_alive()
    assert heard == [None]
    assert dropped == [1, 2]


@pytest.fixture
def session(opened: Callable[[Path], Opening], report_path: Path) -> Session:
    """A loaded session, as a screen has it."""
    return opened(report_path).session.result()


def on_the_disk(session: Session) -> int:
    return len(annotations_of(session._store))


def mark(session: Session, number: int) -> None:
    for measure in session.document.measures[:number]:
        session.mark(measure, tagged("highlight"), "mark")


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """A disk that takes nothing until `undo()`."""

    def full(*_: object) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(disk, "write", full)
    return monkeypatch


def test_what_waits_is_saved_before_leaving(session: Session) -> None:
    mark(session, 20)
    assert crash.save_what_waits(session) == ""
    assert on_the_disk(session) == 20


def test_what_failed_before_is_tried_again(session: Session, full_disk: pytest.MonkeyPatch) -> None:
    failed = threading.Event()
    session.report = lambda _outcome: failed.set()
    mark(session, 3)
    assert failed.wait(30)
    full_disk.undo()
    assert crash.save_what_waits(session) == ""
    assert on_the_disk(session) == 3


@pytest.mark.usefixtures("full_disk")
def test_what_the_disk_does_not_take_is_told(session: Session) -> None:
    mark(session, 3)
    assert crash.save_what_waits(session) == "not saved: the disk is full"


@pytest.mark.usefixtures("full_disk")
def test_what_was_given_up_knowingly_is_not_told_again(session: Session) -> None:
    mark(session, 1)
    session.close()
    assert crash.save_what_waits(session) == ""


async def test_a_crash_in_a_worker_is_that_of_the_worker(
    opened: Callable[[Path], Opening], report_path: Path
) -> None:
    app = PiyueApp(iter([opened(report_path)]))
    with pytest.raises(Exception, match="Worker raised"):  # noqa: PT012 (when the app is left)
        async with asyncio.timeout(30), app.run_test():
            app.run_worker(lambda: 1 // 0, thread=True)
            while app.crash is None:
                await asyncio.sleep(0.01)
    assert isinstance(app.crash, ZeroDivisionError)


async def test_a_keyboard_that_cannot_be_read_any_more_ends_the_app_without_a_crash(
    opened: Callable[[Path], Opening], report_path: Path
) -> None:
    app = PiyueApp(iter([opened(report_path)]))
    async with asyncio.timeout(30), app.run_test():
        app.panic("what Textual would print")
        while app.return_code is None:
            await asyncio.sleep(0.01)
    assert app.crash is None
    assert app.return_code == 129


def test_an_error_that_nobody_expected_in_saving_is_told_as_that_of_a_thread(
    opened: Callable[[Path], Opening], report_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = opened(report_path).session.result()
    told: list[BaseException | None] = []
    monkeypatch.setattr(threading, "excepthook", lambda ended: told.append(ended.exc_value))
    monkeypatch.setattr(session._store, "change_all", lambda *_, **__: 1 / 0)
    monkeypatch.setattr(session._store, "change", lambda *_, **__: 1 / 0)
    session.mark(session.document.measures[0], tagged("highlight"), "mark")
    session.close()
    assert [type(error) for error in told] == [ZeroDivisionError]
