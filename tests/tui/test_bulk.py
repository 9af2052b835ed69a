"""Several measures marked at once: one key, one step, one undo."""

from __future__ import annotations

import pytest
from textual.widgets import TextArea

from core.document import Document
from store.library import Library
from tui.screens.note import NoteScreen


def steps(reviewer, report: Document) -> list[str]:
    """What the history says was done, oldest first."""
    return [step.why for step in Library(reviewer.library).review(report.id, "李").history()]


def tags(reviewer, report: Document) -> dict[str, tuple[str, ...]]:
    return {locator: it.tags for locator, it in reviewer.saved(report).items()}


@pytest.mark.parametrize(
    ("keys", "locators"),
    [
        ("v 1", ["0.1"]),
        ("v j 1", ["0.1", "0.2"]),
        ("j v k 1", ["0.1", "0.2"]),
        ("v J 1", ["0.1", "0.2", "1.1.1"]),
        ("J v K 1", ["0.1", "0.2", "1.1.1"]),
        ("v 4 j k k 1", ["0.1", "0.2", "1.1.1"]),
        ("v J J k 1", ["0.1", "0.2", "1.1.1", "1.1.2"]),
        ("G v k 1", ["4.5.1", "4.5.2"]),
        ("v j v 1", ["0.2"]),  # the second v leaves
        ("v j escape 1", ["0.2"]),
    ],
)
async def test_what_is_selected_is_tagged(
    reviewing, report: Document, keys: str, locators: list[str]
) -> None:
    async with reviewing() as reviewer:
        await reviewer.press(*keys.split())
        assert tags(reviewer, report) == dict.fromkeys(locators, ("highlight",))
        assert steps(reviewer, report) == [f"mark {'、'.join(locators)} highlight"]


async def test_one_undo_takes_all_back_and_one_redo_repeats_it(reviewing, report: Document) -> None:
    async with reviewing() as reviewer:
        await reviewer.press("2", "k", "v", "4", "j", "1", "u")
        assert tags(reviewer, report) == {"0.1": ("weakness",)}
        assert reviewer.locator == "0.1"
        assert "undo mark 0.1、0.2、1.1.1、1.1.2、1.2.1 highlight" in reviewer.status
        await reviewer.press("ctrl+r")
        assert len(tags(reviewer, report)) == 5
        assert "reviewed 5/79" in reviewer.status


async def test_to_the_end_is_named_by_its_ends(reviewing, report: Document) -> None:
    async with reviewing() as reviewer:
        await reviewer.press("v", "G", "space")
        assert len(reviewer.saved(report)) == 79
        assert "reviewed 79/79" in reviewer.status
        assert steps(reviewer, report) == ["read 0.1–4.5.2"]
        await reviewer.press("u")
        assert reviewer.saved(report) == {}
        assert "reviewed 0/79" in reviewer.status


async def test_after_a_mark_one_goes_on_behind_the_selection(reviewing) -> None:
    async with reviewing() as reviewer:
        await reviewer.press("J", "v", "k", "k", "1")
        assert reviewer.locator == "1.1.2"
        await reviewer.press("1")
        assert reviewer.locator == "1.2.1"  # the selection is over


@pytest.mark.parametrize("before", ["", "1", "1 1"])
async def test_a_tag_is_taken_off_only_where_all_have_it(
    reviewing, report: Document, before: str
) -> None:
    async with reviewing() as reviewer:
        await reviewer.press(*before.split(), "g", "v", "j", "1")
        found = tags(reviewer, report)
        assert found == ({} if before == "1 1" else dict.fromkeys(["0.1", "0.2"], ("highlight",)))


async def test_clear_and_repeat_act_on_all(reviewing, report: Document) -> None:
    async with reviewing() as reviewer:
        await reviewer.press("3", "v", "j", ".")
        assert tags(reviewer, report) == dict.fromkeys(["0.1", "0.2", "1.1.1"], ("follow-up",))
        await reviewer.press("g", "v", "j", "x")
        assert tags(reviewer, report) == {"1.1.1": ("follow-up",)}
        assert reviewer.locator == "0.2"


async def test_one_note_for_all(reviewing, report: Document) -> None:
    async with reviewing() as reviewer:
        await reviewer.press("v", "j", "n")
        assert isinstance(reviewer.pilot.app.screen, NoteScreen)
        await reviewer.type("请一并核实")
        await reviewer.press("escape")
        assert [it.note for it in reviewer.saved(report).values()] == ["请一并核实"] * 2
        assert steps(reviewer, report) == ["note 0.1、0.2"]
        await reviewer.press("k", "v", "j", "n")
        assert reviewer.pilot.app.screen.query_one(TextArea).text == "请一并核实"


async def test_where_notes_differ_each_is_kept_below_the_new_one(
    reviewing, report: Document
) -> None:
    async with reviewing() as reviewer:
        await reviewer.press("n")
        await reviewer.type("甲")
        await reviewer.press("escape", "v", "j", "n")
        assert reviewer.pilot.app.screen.query_one(TextArea).text == ""
        await reviewer.type("乙")
        await reviewer.press("escape")
        notes = {locator: it.note for locator, it in reviewer.saved(report).items()}
        assert notes == {"0.1": "乙\n\n甲", "0.2": "乙"}


async def test_a_note_given_up_changes_nothing_and_ends_the_selection(
    reviewing, report: Document
) -> None:
    async with reviewing() as reviewer:
        await reviewer.press("v", "j", "n")
        await reviewer.type("甲")
        await reviewer.press("ctrl+g", "1")
        assert tags(reviewer, report) == {"0.2": ("highlight",)}


async def test_a_tag_with_a_note_notes_all_that_it_tags(reviewing, report: Document) -> None:
    async with reviewing() as reviewer:
        await reviewer.press("v", "j", "exclamation_mark")
        await reviewer.type("甲")
        await reviewer.press("escape")
        found = reviewer.saved(report)
        assert {(it.tags, it.note) for it in found.values()} == {(("highlight",), "甲")}
        assert len(found) == 2


async def test_the_selection_is_seen_by_sign_and_ground(reviewing) -> None:
    async with reviewing() as reviewer:
        reader = reviewer.screen.reader
        await reviewer.press("J", "v", "j", "j")
        lines = reviewer.text.split("\n")
        signs = [line[0] for line in lines if line[:1] in {"*", ">"}]
        assert "".join(signs).strip("*") == ">" * signs.count(">")
        assert signs.count("*") >= 2
        ground = reader.get_component_rich_style("reader--selected").bgcolor
        y = next(y for y, line in enumerate(lines) if line.startswith("*"))
        assert all(
            segment.style.bgcolor == ground
            for segment in reader.render_line(y).crop(0, reader.room)
        )
        assert "3 selected" in reviewer.status
        await reviewer.press("escape")
        assert "*" not in reviewer.text


async def test_no_time_is_lost_where_many_are_marked(reviewing, report: Document) -> None:
    async with reviewing() as reviewer:
        counted: list[object] = []
        screen = reviewer.screen
        count = screen._count
        screen._count = lambda sections: counted.append(sections) or count(sections)
        await reviewer.press("v", "G", "1")
        assert len(counted) < 10  # not once a measure
