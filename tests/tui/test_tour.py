"""The tour: three pages over the first document of a new library, once."""

import os
from pathlib import Path

import pytest
from textual.widgets import Static

from store.checking import check_library
from tui.actions import ACTIONS
from tui.app import PiyueApp
from tui.config import Config
from tui.keymap import AS_SHIPPED
from tui.language import use
from tui.screens.review import ReviewScreen
from tui.screens.tour import PAGES, TourScreen, page_text
from tui.touring import is_due, remember


def test_a_new_library_has_a_tour(tmp_path: Path) -> None:
    assert is_due(tmp_path / "library")


def test_a_library_with_a_document_has_none(tmp_path: Path) -> None:
    (tmp_path / "library" / "a document").mkdir(parents=True)
    assert not is_due(tmp_path / "library")


def test_what_was_shown_is_not_shown_again(tmp_path: Path) -> None:
    remember(tmp_path / "library")
    assert not is_due(tmp_path / "library")
    assert check_library(tmp_path / "library") == []  # what keeps it in mind is in nobody's way


def test_who_wants_none_has_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIYUE_TOUR", "0")
    assert not is_due(tmp_path / "library")


@pytest.mark.parametrize("place", ["library", "file/library"])
def test_where_nothing_can_be_written_nothing_is_said(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "library").mkdir(mode=0o500)
    remember(tmp_path / place)
    assert is_due(tmp_path / place) or os.geteuid() == 0  # root may write anywhere


def test_the_pages_name_actions_that_there_are() -> None:
    named = {action for page in PAGES for action, _what in page.actions}
    assert named - {action.id for action in ACTIONS} == set()
    assert len(PAGES) == 3


def test_the_pages_show_the_keys_in_force() -> None:
    keys = {**AS_SHIPPED, "undo": ("f7",)}
    [line] = [line for line in page_text(PAGES[1], keys).plain.split("\n") if "take any" in line]
    assert line.split() == ["f7", "take", "anything", "back"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_page_fits_a_small_terminal(lang: str) -> None:
    use(lang)
    for page in PAGES:
        assert len(page_text(page, AS_SHIPPED).plain.split("\n")) <= 18


@pytest.fixture
def beginning(report_path: Path, opened, reviewer_at, library: Path):
    """Start the app as the command does in a new library."""

    def start(config: Config | None = None) -> PiyueApp:
        return PiyueApp(iter([opened(report_path)]), config, tour=is_due(library))

    return start


async def shown(reviewer) -> TourScreen:
    await reviewer.until(lambda: isinstance(reviewer.pilot.app.screen, TourScreen))
    return reviewer.pilot.app.screen


async def test_it_comes_over_the_first_document_and_never_again(
    beginning, reviewer_at, library: Path
) -> None:
    app = beginning()
    async with app.run_test(size=(80, 30)) as pilot:
        reviewer = reviewer_at(pilot)
        assert isinstance(app.screen, ReviewScreen)  # the document is seen first
        await shown(reviewer)
        await reviewer.press("escape")
        assert app.screen is reviewer.screen
        await reviewer.until(lambda: not is_due(library))
    assert not beginning().tour


async def test_enter_turns_the_pages_and_backspace_turns_back(reviewing) -> None:
    async with reviewing() as reviewer:
        await reviewer.press("f2")
        seen = []
        for key in ("enter", "enter", "backspace", "enter"):
            seen.append(str(reviewer.pilot.app.screen.query_one("#hint", Static).render())[:3])
            await reviewer.press(key)
        assert seen == ["1/3", "2/3", "3/3", "2/3"]
        await reviewer.press("enter")
        assert reviewer.pilot.app.screen is reviewer.screen


@pytest.mark.parametrize("size", [(40, 10), (60, 14), (60, 24), (200, 50)])
async def test_how_to_go_on_is_seen_in_every_terminal(reviewing, size: tuple[int, int]) -> None:
    async with reviewing(size=size) as reviewer:
        await reviewer.press("f2", "enter", "enter")
        screen = reviewer.pilot.app.screen
        await reviewer.until(lambda: screen.query_one("#hint").region.bottom <= size[1])
        assert "3/3    enter begin    esc skip" in str(screen.query_one("#hint", Static).render())


@pytest.mark.parametrize("key", ["escape", "q", "f2"])
async def test_it_can_be_skipped(reviewing, key: str) -> None:
    async with reviewing() as reviewer:
        await reviewer.press("f2")
        await reviewer.press(key)
        assert reviewer.pilot.app.screen is reviewer.screen
        assert reviewer.locator == "0.1"


async def test_who_knows_the_keys_just_begins(reviewing, report) -> None:
    async with reviewing() as reviewer:
        await reviewer.press("f2", "1", "3", "j")
        assert reviewer.pilot.app.screen is reviewer.screen
        tags = {locator: one.tags for locator, one in reviewer.saved(report).items()}
        assert tags == {"0.1": ("highlight",), "0.2": ("follow-up",)}


async def test_chosen_keys_begin_too(reviewing) -> None:
    async with reviewing(config=Config(keys={"move(1)": ("f7",), "quit": ("f9",)})) as reviewer:
        await reviewer.press("f2", "f7")
        assert reviewer.locator == "0.2"


async def test_it_does_not_come_over_what_was_begun(beginning, reviewer_at) -> None:
    app = beginning()
    async with app.run_test(size=(80, 30)) as pilot:
        reviewer = reviewer_at(pilot)
        await pilot.press("slash")
        await reviewer.until(lambda: not app.tour)
        assert app.screen is reviewer.screen
