"""A note: what is typed is not lost, what it may begin with, and which characters it takes."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual import events
from textual.pilot import Pilot
from textual.widgets import Static, TextArea
from textual.widgets.text_area import Selection

from core.document import Document
from core.review import noted
from store import disk
from store.drafts import Draft, DraftFile, Shelf, waiting
from tests.store.faults import fails
from tui.app import PiyueApp
from tui.config import Config, load
from tui.opening import Desk
from tui.screens.library import LibraryScreen
from tui.screens.note import NoteScreen
from tui.screens.review import ReviewScreen
from tui.screens.templates import filled
from tui.widgets.fields import Editor, Field
from tui.widgets.lines import KeyLine


@pytest.fixture
def shelf(library: Path, report: Document) -> Shelf:
    return Shelf(library, report.id, "李")


def texts(shelf: Shelf) -> list[str]:
    """What waits on the disk, as another program finds it."""
    return [one.text for one in waiting(shelf).values()]


def left(shelf: Shelf, report: Document, text: str, *locators: str, former: str = "") -> None:
    """A draft on measures whose program has ended."""
    keys = [str(one.start) for one in report.measures if one.locator in locators]
    file = DraftFile(shelf)
    file.save(Draft(tuple(keys), former, text, "2026-11-23T20:15:00+00:00"))
    file.release()


def on_disk(shelf: Shelf) -> str:
    """All drafts as they stand there, also those that somebody is typing."""
    return "".join(path.read_text("utf-8") for path in shelf.files())


class Writer:
    """A reviewer in the editor."""

    def __init__(self, pilot: Pilot[None]) -> None:
        self.screen = pilot.app.screen
        assert isinstance(self.screen, NoteScreen)

    @property
    def text(self) -> str:
        return self.screen.query_one(TextArea).text

    @property
    def told(self) -> str:
        """What stands above the editor."""
        line = self.screen.query_one("#draft", Static)
        return str(line.render()) if line.display else ""


# Drafts


async def test_what_is_typed_is_on_the_disk_while_one_goes_on(reviewing, shelf: Shelf) -> None:
    async with reviewing() as reviewer:
        await reviewer.press("n")
        assert shelf.files() == []
        await reviewer.type("abc")
        await reviewer.until(lambda: '"abc"' in on_disk(shelf))
        await reviewer.type("de")
        await reviewer.until(lambda: '"abcde"' in on_disk(shelf))
        assert texts(shelf) == []  # somebody is typing it
        assert Writer(reviewer.pilot).told == ""


@pytest.mark.parametrize(("keys", "note"), [("escape", "abc"), ("ctrl+s", "abc"), ("ctrl+g", None)])
async def test_a_note_that_is_kept_or_given_up_leaves_no_draft(
    reviewing, shelf: Shelf, report: Document, keys: str, note: str | None
) -> None:
    async with reviewing() as reviewer:
        await reviewer.press("n")
        await reviewer.type("abc")
        await reviewer.until(lambda: bool(shelf.files()))
        await reviewer.press(keys)
        await reviewer.until(lambda: not shelf.files())
        found = {locator: it.note for locator, it in reviewer.saved(report).items()}
        assert found == ({"0.1": note} if note else {})


async def test_the_end_of_the_program_leaves_a_draft_that_is_offered(
    reviewing, shelf: Shelf, report: Document
) -> None:
    async with reviewing() as reviewer:
        await reviewer.press("j", "n")
        await reviewer.type("abc")
        reviewer.pilot.app.exit()  # as on SIGHUP, before any draft was saved
    assert texts(shelf) == ["abc"]
    async with reviewing() as reviewer:
        await reviewer.until(lambda: "a draft waits at 0.2: press n there" in reviewer.status)
        assert reviewer.locator == "0.1"
        await reviewer.press("j")
        assert "a draft waits here: n shows it" in reviewer.status
        await reviewer.press("n")
        writer = Writer(reviewer.pilot)
        assert writer.text == "abc"
        assert writer.told.startswith("draft of 20")
        await reviewer.type("de")
        await reviewer.press("escape")
        await reviewer.until(lambda: not shelf.files())
        assert reviewer.saved(report)["0.2"].note == "abcde"
        await reviewer.press("k", "j")
        assert "waits" not in reviewer.status


async def test_ctrl_q_in_the_editor_leaves_a_draft(reviewing, shelf: Shelf) -> None:
    async with reviewing() as reviewer:
        await reviewer.press("n")
        await reviewer.type("abc")
        await reviewer.pilot.press("ctrl+q")
    assert texts(shelf) == ["abc"]


async def test_ctrl_q_in_the_editor_leads_to_the_library_where_that_is_below(
    library: Path, report_path: Path, shelf: Shelf, reviewer_at
) -> None:
    desk = Desk(library, "李")
    app = PiyueApp(iter([]), None, desk)
    async with app.run_test() as pilot:
        await app.open_kept(desk.open(report_path))
        reviewer = reviewer_at(pilot)
        await reviewer.until(lambda: isinstance(app.screen, ReviewScreen))
        await reviewer.until(lambda: app.screen._analysis.findings is not None)
        await reviewer.press("n", "x")
        await reviewer.pilot.press("ctrl+q")
        assert isinstance(app.screen, LibraryScreen)
        await reviewer.until(lambda: texts(shelf) == ["x"])  # for the next, in this app too


async def test_a_draft_is_thrown_away_by_one_key(reviewing, shelf: Shelf, report: Document) -> None:
    left(shelf, report, "abc", "0.1")
    async with reviewing() as reviewer:
        await reviewer.until(lambda: "waits" in reviewer.status)
        await reviewer.press("n", "ctrl+g")
        await reviewer.until(lambda: not shelf.files())
        assert reviewer.saved(report) == {}
        await reviewer.press("n")
        assert Writer(reviewer.pilot).text == ""


async def test_a_draft_on_several_measures_is_kept_on_all(
    reviewing, shelf: Shelf, report: Document
) -> None:
    left(shelf, report, "abc", "0.1", "0.2")
    async with reviewing() as reviewer:
        await reviewer.until(lambda: "waits at 0.1" in reviewer.status)
        await reviewer.press("j", "n")
        quote = str(reviewer.pilot.app.screen.query_one("#quote", Static).render())
        assert quote.startswith("0.1、0.2  ")
        await reviewer.press("escape")
        notes = {locator: it.note for locator, it in reviewer.saved(report).items()}
        assert notes == {"0.1": "abc", "0.2": "abc"}


async def test_a_selection_with_more_measures_is_another_note(
    reviewing, shelf: Shelf, report: Document
) -> None:
    left(shelf, report, "abc", "0.1")
    async with reviewing() as reviewer:
        await reviewer.until(lambda: "waits" in reviewer.status)
        await reviewer.press("v", "j", "n")
        assert Writer(reviewer.pilot).text == ""
        await reviewer.press("escape")
        assert texts(shelf) == ["abc"]


async def test_two_drafts_on_one_note_are_offered_one_after_the_other(
    reviewing, shelf: Shelf, report: Document
) -> None:
    left(shelf, report, "abc", "0.1")
    left(shelf, report, "def", "0.1")
    async with reviewing() as reviewer:
        await reviewer.until(lambda: "waits" in reviewer.status)
        seen = set()
        for _ in range(2):
            await reviewer.press("n")
            seen.add(Writer(reviewer.pilot).text)
            await reviewer.press("ctrl+g")
        assert seen == {"abc", "def"}


async def test_what_another_terminal_took_up_meanwhile_is_not_offered(
    reviewing, shelf: Shelf, report: Document
) -> None:
    left(shelf, report, "abc", "0.1")
    async with reviewing() as reviewer:
        await reviewer.until(lambda: "waits" in reviewer.status)
        taken = DraftFile.taken_up(shelf, shelf.files()[0])
        assert taken
        await reviewer.press("n")
        assert Writer(reviewer.pilot).text == ""
        await reviewer.type("def")
        await reviewer.until(lambda: '"def"' in on_disk(shelf))
        assert '"abc"' in on_disk(shelf)


async def test_a_note_that_was_changed_since_the_draft_began_is_kept_below(
    reviewing, shelf: Shelf, report: Document
) -> None:
    left(shelf, report, "mine", "0.1", former="old")
    async with reviewing() as reviewer:
        reviewer.screen._session.mark(report.measures[0], noted("theirs"), "note 0.1")
        await reviewer.settled()
        await reviewer.until(lambda: "waits" in reviewer.status)
        await reviewer.press("n", "escape")
        assert reviewer.saved(report)["0.1"].note == "mine\n\ntheirs"


@pytest.mark.parametrize("text", ["  kept \n", " \n"])
async def test_a_draft_that_says_nothing_more_than_the_note_is_dropped(
    reviewing, shelf: Shelf, report: Document, text: str
) -> None:
    async with reviewing() as reviewer:
        reviewer.screen._session.mark(report.measures[0], noted("kept"), "note 0.1")
        await reviewer.settled()
    left(shelf, report, text, "0.1")
    async with reviewing() as reviewer:
        await reviewer.until(lambda: not shelf.files())
        assert "waits" not in reviewer.status


async def test_a_draft_lasts_until_its_note_is_on_the_disk(
    reviewing, shelf: Shelf, report: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with reviewing() as reviewer:
        await reviewer.press("n")
        await reviewer.type("abc")
        await reviewer.until(lambda: bool(shelf.files()) and '"abc"' in on_disk(shelf))
        with monkeypatch.context() as patch:
            patch.setattr(disk, "write", fails(errno.ENOSPC))
            await reviewer.pilot.press("escape")
            await reviewer.until(lambda: "NOT SAVED" in reviewer.status)
            assert '"abc"' in on_disk(shelf)
            await reviewer.pilot.press("q", "q")  # leave without it
            await reviewer.until(lambda: reviewer.screen._session._closed)
    assert texts(shelf) == ["abc"]


async def test_where_no_draft_can_be_kept_one_goes_on_writing(
    reviewing, report: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with reviewing() as reviewer:
        await reviewer.press("n")
        with monkeypatch.context() as patch:
            patch.setattr(disk, "replace", fails(errno.ENOSPC))
            await reviewer.type("abc")
            writer = Writer(reviewer.pilot)
            wanted = "go on writing, but no draft is kept: not saved: the disk is full"
            await reviewer.until(lambda: writer.told == wanted)
            await reviewer.type("de")
        await reviewer.until(lambda: writer.told == "")
        await reviewer.press("escape")
        assert reviewer.saved(report)["0.1"].note == "abcde"


@pytest.mark.parametrize("keys", [(), ("-1",), ("999999999",), ("x",), ("79", "6000"), ("٧٩",)])
async def test_a_draft_that_fits_no_measure_is_not_offered(
    reviewing, shelf: Shelf, keys: tuple[str, ...]
) -> None:
    file = DraftFile(shelf)
    file.save(Draft(keys, "", "abc", "no time"))
    file.release()
    async with reviewing() as reviewer:
        await reviewer.pilot.pause(0.3)
        assert "waits" not in reviewer.status
        assert texts(shelf) == ["abc"]


async def test_a_draft_is_plain_text_wherever_it_came_from(
    reviewing, shelf: Shelf, report: Document
) -> None:
    left(shelf, report, "[red]\x1b]0;x\a[/]甲", "0.1")
    async with reviewing() as reviewer:
        await reviewer.until(lambda: "waits" in reviewer.status)
        await reviewer.press("n")
        assert Writer(reviewer.pilot).text == "[red]]0;x[/]甲"


# Keeping


async def test_an_empty_note_removes_it_and_undo_brings_it_back(
    reviewing, report: Document
) -> None:
    async with reviewing() as reviewer:
        await reviewer.press("n")
        await reviewer.type("abc")
        await reviewer.press("escape", "n", *["backspace"] * 3, "escape")
        assert reviewer.screen._session.annotations == {}
        await reviewer.press("u")
        assert reviewer.saved(report)["0.1"].note == "abc"


async def test_keys_are_obeyed_in_their_turn(reviewing, report: Document) -> None:
    async with reviewing() as reviewer:
        await reviewer.press("n")
        for key in [*"abc", "backspace", "escape"]:  # all at once, as in one write
            character = key if len(key) == 1 else None
            reviewer.pilot.app.post_message(events.Key(key, character))
        await reviewer.until(lambda: not isinstance(reviewer.pilot.app.screen, NoteScreen))
        await reviewer.settled()
        assert reviewer.saved(report)["0.1"].note == "ab"


@pytest.mark.parametrize("key", ["keep", "leave as it was", "templates"])
async def test_the_line_of_keys_can_be_clicked(reviewing, key: str) -> None:
    async with reviewing() as reviewer:
        await reviewer.press("n")
        before = reviewer.pilot.app.screen
        line = before.query_one("#hint", KeyLine).text
        await reviewer.pilot.click("#hint", offset=(line.index(key), 0))
        await reviewer.until(lambda: reviewer.pilot.app.screen is not before)


@pytest.mark.parametrize("width", [60, 80, 120])
async def test_the_quote_begins_beside_its_locator(reviewing, report: Document, width: int) -> None:
    lengths = [one.end - one.start for one in report.measures]
    async with reviewing((width, 24)) as reviewer:
        reviewer.screen.go_to(lengths.index(max(lengths)))
        await reviewer.press("n")
        quote = reviewer.pilot.app.screen.query_one("#quote", Static)
        lines = str(quote.render()).split("\n")
        assert len(lines) == quote.size.height > 1
        assert all(quote.size.width - 8 < cell_len(line) <= quote.size.width for line in lines[:-1])


# Templates


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("Advice: ", "Advice: "),
        ("（{locator}）{quote}", "（1.3.2）甲{locator}乙"),
        ("{} {other} {0} {{quote}} {locator", "{} {other} {0} {甲{locator}乙} {locator"),
        ("\\1 \\g<0> %s", "\\1 \\g<0> %s"),
    ],
)
def test_only_the_two_blanks_are_filled_and_only_once(template: str, expected: str) -> None:
    assert filled(template, locator="1.3.2", quote="甲{locator}乙") == expected


TEMPLATES = [
    ("1", "xFrom 0.2: y"),
    ("2", "xAdvice: y"),
    ("6", "x“现将本年度长宁区法治政府建设情况报告如下:” (0.2): y"),
    ("enter", "xFrom 0.2: y"),
    ("down enter", "xAdvice: y"),
    ("7 z escape", "xy"),
    ("ctrl+t", "xy"),
]


async def test_a_template_is_inserted_where_the_cursor_is(reviewing) -> None:
    async with reviewing(config=Config(templates=("From {locator}: ",))) as reviewer:
        await reviewer.press("j", "n")
        editor = reviewer.pilot.app.focused
        for keys, expected in TEMPLATES:
            editor.text = "xz"
            editor.selection = Selection((0, 1), (0, 2))
            await reviewer.press("ctrl+t", *keys.split())
            if keys in {"7 z escape", "ctrl+t"}:
                assert editor.text == "xz"
            await reviewer.press("y")
            assert editor.text == expected
            await reviewer.press("ctrl+z", "ctrl+z")
            assert editor.text == "xz"


def test_templates_of_the_user(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text("[notes]\ntemplates = ['请{locator}说明：', '甲\\n乙']\n", "utf-8")
    assert load(path).templates == ("请{locator}说明：", "甲\\n乙")


@pytest.mark.parametrize("size", [(60, 16)])
async def test_many_templates_of_any_length_fit(reviewing, size: tuple[int, int]) -> None:
    many = tuple(f"第{number}条" * 30 + "\x1b[31m" for number in range(60))
    async with reviewing(size, config=Config(templates=many)) as reviewer:
        await reviewer.press("n", "ctrl+t", "b")
        assert Writer(reviewer.pilot).text == many[10].replace("\x1b", "")


# Characters


COMMITTED = " ".join(
    [
        "请核实口径",
        "，。；：“”‘’（）《》、？！……——￥",
        "甲\u3000乙",  # the ideographic space
        "𠮷野家𪚥𰻝",
        "e\u0301 ā́ か\u3099",  # combining
        "葛\U000e0100葛\U000e0101",  # variants
        "👨\u200d👩\u200d👧 ❤\ufe0f 🇨🇳",
        "\ue000\U000f0000",  # private
        "a\u00a0b\u2003c\u2009d",
    ]
)


@pytest.mark.parametrize("where", ["n", "/", ":", "m", "ctrl+p"])
async def test_all_that_an_input_method_commits_arrives_once_and_in_order(
    reviewing, where: str
) -> None:
    async with reviewing() as reviewer:
        await reviewer.press(where)
        app = reviewer.pilot.app
        for character in COMMITTED:
            app.post_message(events.Key(character, character))
        field = app.focused
        if isinstance(field, Editor):
            await reviewer.until(lambda: field.text == COMMITTED)
            assert field.cursor_location == (0, len(COMMITTED))
        else:
            assert isinstance(field, Field)
            await reviewer.until(lambda: field.value == COMMITTED)
            assert field.cursor_position == len(COMMITTED)


PASTED = [
    ("甲\n乙\n丙", "甲\n乙\n丙", "甲 乙 丙"),
    ("甲\r乙\r\n丙\r", "甲\n乙\n丙\n", "甲 乙 丙"),
    ("\n\n甲", "\n\n甲", "甲"),
    ("", "", ""),
    ("\n", "\n", ""),
    ("\x1b[31m甲\x07\x9b\x00", "[31m甲", "[31m甲"),
    ("  甲 \n\n  乙", "  甲 \n\n  乙", "甲 乙"),
]


async def test_a_paste_of_several_lines(reviewing) -> None:
    async with reviewing() as reviewer:
        app = reviewer.pilot.app
        await reviewer.press("n")
        for pasted, in_editor, _in_field in PASTED:
            app.focused.text = "xy"
            app.focused.cursor_location = (0, 1)
            app.post_message(events.Paste(pasted))
            await reviewer.type("z")
            assert app.focused.text == f"x{in_editor}zy"
        await reviewer.press("ctrl+g", "/")
        for pasted, _in_editor, in_field in PASTED:
            app.focused.value = "xy"
            app.focused.cursor_position = 1
            app.post_message(events.Paste(pasted))
            await reviewer.type("z")
            assert app.focused.value == f"x{in_field}zy"


async def test_what_is_selected_gives_way(reviewing) -> None:
    async with reviewing() as reviewer:
        app = reviewer.pilot.app
        for keys, read in ((["n"], lambda it: it.text), (["ctrl+g", "/"], lambda it: it.value)):
            await reviewer.press(*keys, *"abc", "shift+left", "shift+left")
            app.post_message(events.Paste("甲"))
            await reviewer.type("z")
            assert read(app.focused) == "a甲z"
