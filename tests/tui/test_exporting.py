"""A review handed in from the app: what is asked, what is shown, when it is written."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from threading import Event, Timer

import pytest
from textual.widgets import ProgressBar, Static

from core.export.forms import FORM_BY_ID
from core.metrics import find_metrics
from core.reading import read
from tests.core.export.reviews import DOCUMENT, TEXT, annotated
from tui.config import Config
from tui.exporting import Exporting, Order, Preview, StoppedError, suggested_name
from tui.screens.exporting import ExportScreen
from tui.templating import folder as folder_of_templates
from tui.widgets.choice import Choice
from tui.widgets.fields import Field


class Dialog:
    """The dialog as a reviewer sees it."""

    def __init__(self, reviewer) -> None:
        self._app = reviewer.pilot.app

    @property
    def is_open(self) -> bool:
        return isinstance(self._app.screen, ExportScreen)

    @property
    def file(self) -> str:
        return self._app.screen.query_one(Field).value

    @property
    def preview(self) -> str:
        return str(self._app.screen.query_one("#preview Static", Static).render())

    @property
    def said(self) -> str:
        return str(self._app.screen.query_one("#said", Static).render())

    @property
    def lines(self) -> list[str]:
        choices = self._app.screen.query(Choice)
        return [choice.render().plain for choice in choices if choice.display]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where files go that are named without a folder."""
    folder = tmp_path / "handed in"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


async def test_enter_writes_the_memo_under_the_name_proposed(
    reviewing, path: Path, folder: Path, copied: list[str]
) -> None:
    async with reviewing(path=path) as reviewer:
        await reviewer.press("j", "1", "e", "enter")
        await reviewer.until(lambda: "written:" in reviewer.status)
        written = folder / "审阅_青禾县2025年政务服务报告_李.md"
        assert "highlight: 1" in written.read_text("utf-8")
        assert [*folder.iterdir()] == [written]
        assert copied == [str(written)]


async def test_the_path_is_said_in_full(
    reviewing, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, copied
) -> None:
    monkeypatch.chdir("/tmp")
    async with reviewing(path=path, size=(200, 40)) as reviewer:
        await reviewer.press("e", "ctrl+u")
        await reviewer.type("~/a.md")
        (tmp_path / "home").mkdir()
        await reviewer.press("enter")
        await reviewer.until(lambda: f"written: {tmp_path}/home/a.md" in reviewer.status)


async def test_what_is_chosen_is_seen_before_and_written(
    reviewing, path: Path, folder: Path, copied
) -> None:
    async with reviewing(path=path) as reviewer:
        dialog = Dialog(reviewer)
        await reviewer.press("1", "2", "j", "3", "j", "e")
        await reviewer.until(lambda: dialog.said == "marks: 3")
        assert "全年受理申请两百余件" in dialog.preview
        assert "- **亮点** `1.1`\n" in dialog.preview  # without what only programs read
        await reviewer.press("up", "right")
        assert dialog.lines[-1].startswith("> Section")
        assert "[一、办件情况]" in dialog.lines[-1]
        await reviewer.press("up", "left")
        assert "[!follow-up]" in dialog.lines[-2]
        await reviewer.until(lambda: dialog.said == "marks: 1")
        await reviewer.press("up", "up", *["right"] * 4)
        assert [line.split()[0] for line in dialog.lines] == [">", "Marks", "Section"]
        assert "[table of marks]" in dialog.lines[0]
        assert dialog.file.endswith("李.csv")
        await reviewer.until(lambda: dialog.preview.startswith("编号,定位"))
        await reviewer.press("enter")
        await reviewer.until(lambda: "written:" in reviewer.status)
    [written] = folder.iterdir()
    assert written.read_text("utf-8-sig").count("\n") == 2


async def test_a_form_that_nobody_can_read_is_shown_as_markdown(reviewing, path: Path) -> None:
    async with reviewing(path=path) as reviewer:
        dialog = Dialog(reviewer)
        await reviewer.press("j", "1", "e", *["up"] * 4, "right", "right")
        await reviewer.until(lambda: dialog.said == "marks: 1    shown as Markdown")
        assert dialog.preview.startswith("# 青禾县2025年政务服务报告\n")


async def test_nothing_in_a_note_is_obeyed_by_the_terminal_or_taken_for_markup(
    reviewing, path: Path
) -> None:
    async with reviewing(path=path) as reviewer:
        dialog = Dialog(reviewer)
        await reviewer.press("n")
        await reviewer.type("[red]甲[/nothing] \\[b]")
        await reviewer.press("escape", "e", *["up"] * 4, *["right"] * 4)
        await reviewer.until(lambda: "[red]甲[/nothing] \\[b]" in dialog.preview)
        assert "\x1b" not in dialog.preview


async def test_the_form_and_file_of_the_last_time_are_proposed(
    reviewing, path: Path, folder: Path, copied
) -> None:
    async with reviewing(path=path) as reviewer:
        await reviewer.press("e", *["up"] * 4, *["left"] * 3, *["down"] * 3, "ctrl+u")
        await reviewer.type("表.json")
        await reviewer.press("enter")
        await reviewer.until(lambda: "written:" in reviewer.status)
        await reviewer.press("1")
    async with reviewing(path=path) as reviewer:
        dialog = Dialog(reviewer)
        await reviewer.press("e")
        assert "[JSON]" in dialog.lines[0]
        assert dialog.file == str(folder / "表.json")


# Templates


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """The folder of the reviewer's own templates."""
    templates = folder_of_templates()
    templates.mkdir(parents=True)
    assert templates.is_relative_to(tmp_path)
    return templates


async def test_the_reviewers_own_templates_are_offered_and_proposed_again(
    reviewing, path: Path, folder: Path, own: Path, copied
) -> None:
    (own / "周报.md").write_text("本周亮点{{ counts.highlight }}处。\n", "utf-8")
    async with reviewing(path=path) as reviewer:
        dialog = Dialog(reviewer)
        await reviewer.press("1", "e", *["up"] * 3, "left")
        assert "[周报]" in dialog.lines[1]
        await reviewer.until(lambda: dialog.preview == "本周亮点1处。\n")
        await reviewer.press("enter")
        await reviewer.until(lambda: "written:" in reviewer.status)
        await reviewer.press("j", "1", "e")
        assert "[周报]" in dialog.lines[1]
        await reviewer.press("enter")
        await reviewer.until(lambda: not dialog.is_open)
    [written] = folder.iterdir()
    assert written.read_text("utf-8") == "本周亮点2处。\n"


async def test_templates_are_offered_that_lie_beside_the_settings(
    reviewing, path: Path, own: Path, tmp_path: Path
) -> None:
    (own / "周报.md").write_text("甲", "utf-8")
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "月报.md").write_text("乙{{ counts.highlight }}", "utf-8")
    async with reviewing(path=path, config=Config(path=tmp_path / "own.toml")) as reviewer:
        dialog = Dialog(reviewer)
        await reviewer.press("1", "e", *["up"] * 3, "left")
        assert "[月报]" in dialog.lines[1]
        assert "周报" not in dialog.lines[1]
        await reviewer.until(lambda: dialog.preview == "乙1")


async def test_a_template_that_fails_says_where_in_one_line_and_writes_nothing(
    reviewing, path: Path, folder: Path, own: Path
) -> None:
    (own / "周报.md").write_text("甲\n{{ titel }}", "utf-8")
    async with reviewing(path=path) as reviewer:
        dialog = Dialog(reviewer)
        await reviewer.press("1", "e")
        await reviewer.until(lambda: dialog.preview != "")
        await reviewer.press(*["up"] * 3, "left")
        await reviewer.until(lambda: dialog.said == "周报: line 2: 'titel' is undefined")
        assert dialog.preview == ""
        await reviewer.press("enter")
        await reviewer.until(lambda: dialog.said == "周报: line 2: 'titel' is undefined")
        assert dialog.is_open
    assert [*folder.iterdir()] == []


# A file in the way


async def test_a_file_in_the_way_stays_unless_the_reviewer_says_otherwise(
    reviewing, path: Path, folder: Path, copied
) -> None:
    other = folder / "notes.md"
    other.write_text("mine")
    async with reviewing(path=path) as reviewer:
        dialog = Dialog(reviewer)
        await reviewer.press("e", "ctrl+u")
        await reviewer.type("notes.md")
        await reviewer.press("enter")
        await reviewer.until(lambda: "exists and is no export of this review" in dialog.said)
        assert dialog.lines[-1] == "> Exists    [another name] replace the file "
        await reviewer.press("enter")  # pressed twice
        assert not dialog.lines[-1].startswith("> Exists")
        assert other.read_text() == "mine"
        await reviewer.press("enter")
        await reviewer.until(lambda: dialog.lines[-1].startswith("> Exists"))
        await reviewer.press("right", "enter")
        await reviewer.until(lambda: "written:" in reviewer.status)
    assert other.read_text("utf-8").startswith("---\nschema:")


async def test_a_late_preview_does_not_hide_what_is_in_the_way(
    reviewing, path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_go_on = Event()
    preview = Exporting.preview

    def late(job: Exporting) -> Preview:
        may_go_on.wait(30)
        return preview(job)

    monkeypatch.setattr(Exporting, "preview", late)
    (folder / "notes.md").write_text("mine")
    async with reviewing(path=path) as reviewer:
        dialog = Dialog(reviewer)
        await reviewer.press("1", "e", "ctrl+u")
        await reviewer.type("notes.md")
        await reviewer.press("enter")
        await reviewer.until(lambda: "exists and is no export of this review" in dialog.said)
        may_go_on.set()
        await reviewer.until(lambda: dialog.preview != "")
        assert "exists and is no export of this review" in dialog.said


async def test_leave_to_replace_is_for_one_file_alone(
    reviewing, path: Path, folder: Path, copied
) -> None:
    for name in ("a.md", "b.md"):
        (folder / name).write_text("mine")
    async with reviewing(path=path) as reviewer:
        dialog = Dialog(reviewer)
        await reviewer.press("e", "ctrl+u")
        await reviewer.type("a.md")
        await reviewer.press("enter")
        await reviewer.until(lambda: dialog.lines[-1].startswith("> Exists"))
        await reviewer.press("right", "up", "ctrl+u")
        await reviewer.type("b.md")
        await reviewer.press("enter")
        await reviewer.until(lambda: dialog.lines[-1].startswith("> Exists"))
        assert "[another name]" in dialog.lines[-1]
    assert [one.read_text() for one in folder.iterdir()] == ["mine", "mine"]


async def test_a_file_that_cannot_be_written_is_named_and_the_choices_stay(
    reviewing, path: Path, tmp_path: Path
) -> None:
    async with reviewing(path=path) as reviewer:
        dialog = Dialog(reviewer)
        await reviewer.press("e", "ctrl+u")
        await reviewer.type(f"{tmp_path}/none/a.md")
        await reviewer.press("enter")
        await reviewer.until(
            lambda: dialog.said == f"{tmp_path}/none/a.md: No such file or directory"
        )
        assert dialog.file == f"{tmp_path}/none/a.md"
        await reviewer.press("escape")
        assert not dialog.is_open


@pytest.mark.parametrize("steps", [4, 5, 6], ids=["marks", "ledger", "figures"])
async def test_a_table_is_replaced_unasked_only_as_it_was_written(
    reviewing, path: Path, folder: Path, copied, steps: int
) -> None:
    async with reviewing(path=path) as reviewer:
        await reviewer.press("3", "e", *["up"] * 4, *["right"] * steps, "enter")
        await reviewer.until(lambda: "written:" in reviewer.status)
        await reviewer.press("j", "space")  # saves what is proposed along
        [table] = folder.iterdir()
    async with reviewing(path=path) as reviewer:  # another day
        dialog = Dialog(reviewer)
        before = table.read_bytes()
        await reviewer.press("j", "2" if steps == 4 else "3", "e", "enter")
        await reviewer.until(lambda: "written:" in reviewer.status)
        assert (table.read_bytes() == before) == (steps == 6)  # marks change no figure
        table.write_bytes(table.read_bytes() + b"mine\r\n")
        await reviewer.press("e", "enter")
        await reviewer.until(lambda: "exists and is no export of this review" in dialog.said)
    assert table.read_bytes().endswith(b"mine\r\n")


# Long work


async def test_escape_stops_the_writing_and_then_closes(
    reviewing, path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, may_go_on = Event(), Event()
    content = Exporting.content

    def slow(job: Exporting, free: str = "") -> bytes:
        begun.set()
        may_go_on.wait(30)
        return content(job, free)

    monkeypatch.setattr(Exporting, "content", slow)
    async with reviewing(path=path) as reviewer:
        dialog = Dialog(reviewer)
        await reviewer.press("1", "e", "enter")
        await asyncio.to_thread(begun.wait, 30)
        bar = reviewer.pilot.app.screen.query_one(ProgressBar)
        await reviewer.until(lambda: bar.display)
        await reviewer.press("escape")
        may_go_on.set()
        await reviewer.until(lambda: dialog.said == "stopped; nothing was written")
        assert not bar.display
        await reviewer.press("escape")
        assert not dialog.is_open
    assert [*folder.iterdir()] == []


@pytest.mark.parametrize("form", ["md", "csv", "json", "docx", "html", "qdpx"])
def test_every_form_can_be_stopped_at_its_first_mark(tmp_path: Path, form: str) -> None:
    job = exporting(FORM_BY_ID[form].id)
    job._figures = lambda: job.stop() or find_metrics(TEXT)
    with pytest.raises(StoppedError):
        job.write(tmp_path / "out")
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize("form", ["md", "csv-figures", "docx", "html"])
def test_a_form_can_be_stopped_at_its_figures(
    tmp_path: Path, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = exporting(form)
    told: list[float] = []

    def watch(done: float) -> None:
        told.append(done)
        if done >= 0.6:
            raise StoppedError

    monkeypatch.setattr(job, "_watch", watch)
    with pytest.raises(StoppedError):
        job.write(tmp_path / "out")
    assert told[-1] == 0.6
    assert [*tmp_path.iterdir()] == []


def test_a_template_that_takes_long_can_be_stopped(tmp_path: Path) -> None:
    endless = tmp_path / "endless.md"
    loop = "{% for a in range(99999) %}"
    endless.write_text(f"{loop}{loop}{'{% endfor %}' * 2}")
    job = Exporting(
        DOCUMENT, annotated(), lambda: find_metrics(TEXT), "李", Order(template=str(endless))
    )
    stopping = Timer(0.5, job.stop)
    stopping.start()
    with pytest.raises(StoppedError):
        job.write(tmp_path / "out")
    stopping.join()
    assert [*tmp_path.iterdir()] == [endless]


@pytest.mark.parametrize("form", ["md", "csv", "json", "docx", "html", "qdpx"])
def test_it_is_known_how_far_a_form_is(tmp_path: Path, form: str) -> None:
    job = exporting(form)
    assert job.share_done == 0.0
    job.write(tmp_path / "out")
    assert job.share_done == 0.9


def exporting(form: str) -> Exporting:
    order = Order(FORM_BY_ID[form])
    return Exporting(DOCUMENT, annotated(), lambda: find_metrics(TEXT), "李", order)


@pytest.mark.parametrize(
    ("title", "reviewer", "expected"),
    [
        ("关于甲/乙的报告", "李", "审阅_关于甲_乙的报告_李.md"),
        ("..", "..", "审阅.md"),
        ("", "李", "审阅_e3b0c442_李.md"),
        ("长" * 200, "李", f"审阅_{'长' * 77}.md"),
    ],
)
def test_a_name_is_safe_on_every_system(title: str, reviewer: str, expected: str) -> None:
    document = read(f"{title}\n一、甲\n办结12件。\n".encode())
    facts = replace(document.metadata, title=title)
    document = replace(document, id="e3b0c442" + "0" * 56, metadata=facts)
    assert suggested_name(document, reviewer) == expected
