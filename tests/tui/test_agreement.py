"""Several reviewers in the app: everybody's marks, how far they agree, and where they differ."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Static

from core import review
from core.agreement import Agreement
from core.document import Document
from core.reading import read
from store.errors import StoreError
from store.library import Library
from tui.reviewers import Everybody
from tui.screens import comparing
from tui.screens.agreement import AgreementScreen, table
from tui.screens.review import ReviewScreen
from tui.session import blank, edit_of
from tui.widgets.disagreement_list import DisagreementList
from tui.widgets.inspector import Inspector
from tui.widgets.reader import Reader


@pytest.fixture
def county(path: Path) -> Document:
    return read(path.read_bytes())


@pytest.fixture
def mark(library: Path, county: Document) -> Callable[..., None]:
    """Save a mark as another terminal would, with a note that no interface has cleaned."""

    def save(who: str, locator: str, *tags: str, note: str = "") -> None:
        [measure] = [it for it in county.measures if it.locator == locator]
        edit = edit_of(
            review.tagged(*tags) if tags else review.marked_read(), blank(county, measure, who)
        )
        Library(library).review(county.id, who).change(
            review.key_of(measure), lambda record: {**(edit(record) or {}), "note": note}, "mark"
        )

    return save


@pytest.fixture
def three(mark: Callable[..., None]) -> None:
    """Reviews of three; 李 is the one at the keyboard."""
    for who, marks in {
        "李": (["highlight"], [], ["weakness"], ["follow-up"]),
        "王": (["highlight"], ["highlight"], ["weakness"]),
        "张": (["highlight"], [], ["highlight", "weakness"]),
    }.items():
        for number, tags in enumerate(marks, 1):
            mark(who, f"1.{number}", *tags)


def signs(reviewer: Any) -> list[str]:
    """The margins of the measures, from the sign of the others on."""
    return [reviewer.line_with(words)[1:6] for words in ("两百", "联办", "培训", "整改")]


def listed(reviewer: Any) -> list[str]:
    pane = reviewer.pilot.app.screen.query_one(DisagreementList)
    return [pane.render_line(y).text.rstrip() for y in range(pane.size.height)]


def said(reviewer: Any) -> str:
    """What stands above the list of disagreements."""
    return "\n".join(str(it.render()) for it in reviewer.pilot.app.screen.query(Static))


# Everybody's marks


async def test_a_shows_who_marked_the_measure_how_and_hides_it_again(
    reviewing, path: Path, mark: Callable[..., None]
) -> None:
    mark("王", "1.1", "weakness", "follow-up", note="口径与去年不同，\n请核。")
    mark("张", "1.1")
    async with reviewing(path=path) as reviewer:
        await reviewer.press("1", "k", "a")
        assert (
            "Marks\n"
            "李: highlight\n"
            "张: read\n"
            "王: weakness、follow-up\n"
            "  口径与去年不同，\n"
            "  请核。\n" in reviewer.inspector
        )
        assert reviewer.status.startswith(" reviewed by 李、张、王 ")
        await reviewer.press("a")
        assert "Marks\nhighlight\n" in reviewer.inspector
        assert "王" not in reviewer.inspector


@pytest.mark.usefixtures("three")
async def test_a_sign_in_the_margin_tells_where_others_marked_and_where_they_differ(
    reviewing, path: Path, mark: Callable[..., None]
) -> None:
    mark("王", "1.4")
    async with reviewing(path=path) as reviewer:
        assert signs(reviewer) == [" +  ✓", "    ✓", "  - ✓", "   !✓"]
        await reviewer.press("a")
        assert signs(reviewer) == ["&+  ✓", "?   ✓", "? - ✓", "?  !✓"]
        await reviewer.press("a")
        assert signs(reviewer) == [" +  ✓", "    ✓", "  - ✓", "   !✓"]


@pytest.mark.parametrize(
    ("theirs", "note", "keys", "sign"),
    [
        (("highlight",), "", [], "&"),
        (("highlight",), "", ["space"], "?"),
        (("highlight",), "", ["1"], "&"),
        (("highlight",), "", ["1", "k", "x"], "&"),
        (("highlight",), "", ["2"], "?"),
        ((), "请核", ["space"], "&"),
        ((), "", ["space"], " "),
        ((), "", ["1"], "?"),
    ],
)
async def test_the_sign_follows_ones_own_marks_at_once(
    reviewing,
    path: Path,
    mark: Callable[..., None],
    theirs: tuple[str, ...],
    note: str,
    keys: list[str],
    sign: str,
) -> None:
    mark("王", "1.1", *theirs, note=note)
    async with reviewing(path=path) as reviewer:
        await reviewer.press("a", *keys)
        assert signs(reviewer)[0][0] == sign


@pytest.mark.parametrize(
    ("note", "shown"),
    [
        ("请看[b]这里[/b] [@click=app.quit]x[/]", "  请看[b]这里[/b] [@click=app.quit]x[/]"),
        ("红\x1b[31m字\x9b2J\x07", "  红 [31m字 2J "),
        ("\u202e倒写", "   倒写"),
    ],
)
async def test_what_others_wrote_is_shown_literally(
    reviewing, path: Path, mark: Callable[..., None], note: str, shown: str
) -> None:
    mark("王", "1.1", "highlight", note=note)
    async with reviewing(path=path) as reviewer:
        await reviewer.press("a")
        assert f"王: highlight\n{shown}\n" in f"{reviewer.inspector}\n"


async def test_so_are_the_names_of_others(
    reviewing, path: Path, mark: Callable[..., None], library: Path, county: Document
) -> None:
    mark("[red]王\x1b[31m", "1.1", "highlight")
    async with reviewing(path=path) as reviewer:
        await reviewer.press("a")
        assert "[red]王 [31m: highlight" in reviewer.inspector
        assert "[red]王 [31m" in reviewer.status
        await reviewer.press("space", "D")
        assert listed(reviewer)[0] == "> 1.1  [red]王 [31m: highlight  李: read"
        assert "[red]王 [31m" in said(reviewer)


async def test_a_narrow_terminal_has_room_for_three_reviewers(
    reviewing, path: Path, mark: Callable[..., None]
) -> None:
    for who in ("王", "张", "赵"):
        mark(who, "1.1", "weakness")
    async with reviewing((60, 24), path) as reviewer:
        await reviewer.press("a")
        pane = reviewer.screen.query_one(Inspector)
        visible = reviewer.inspector.split("\n")[: pane.size.height]
        assert "张: weakness\n王: weakness\n赵: weakness" in "\n".join(visible)


@pytest.mark.parametrize("key", ["a", "D", "right_curly_bracket", "left_curly_bracket"])
async def test_who_reviews_alone_is_told_so(reviewing, path: Path, key: str) -> None:
    async with reviewing(path=path) as reviewer:
        await reviewer.press("1", key)
        assert reviewer.status.startswith(" nobody else has reviewed this document ")
        assert isinstance(reviewer.pilot.app.screen, ReviewScreen)
        assert reviewer.locator == "1.2"


# As the disk has it


async def test_what_others_save_meanwhile_shows_without_a_key(
    reviewing, path: Path, mark: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comparing, "_LOOK_EVERY", 0.02)
    mark("王", "1.2", "weakness")
    async with reviewing(path=path) as reviewer:
        await reviewer.press("a")
        assert "王" not in reviewer.inspector
        mark("王", "1.1", "highlight")
        mark("赵", "1.1", "weakness")
        await reviewer.until(lambda: "王: highlight\n赵: weakness" in reviewer.inspector)
        assert signs(reviewer)[:2] == ["?    ", "&    "]


async def test_nothing_is_looked_for_while_ones_own_marks_alone_are_shown(
    reviewing, path: Path, mark: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comparing, "_LOOK_EVERY", 0.02)
    looks: list[str] = []
    found = Everybody.read
    monkeypatch.setattr(
        Everybody,
        "read",
        lambda everybody: looks.append(threading.current_thread().name) or found(everybody),
    )
    mark("王", "1.1", "highlight")
    async with reviewing(path=path) as reviewer:
        assert looks == []
        await reviewer.press("a")
        await reviewer.until(lambda: len(looks) > 3)
        await reviewer.press("a")
        before = len(looks)
        await reviewer.pilot.pause(0.1)
        assert len(looks) <= before + 1  # one may have been under way
    assert threading.main_thread().name not in looks


@pytest.mark.parametrize(
    ("key", "shown"),
    [
        ("a", lambda reviewer: "王: highlight" in reviewer.inspector),
        ("D", lambda reviewer: isinstance(reviewer.pilot.app.screen, AgreementScreen)),
    ],
)
async def test_a_slow_disk_holds_no_key_up_and_what_was_asked_for_comes_later(
    reviewing,
    path: Path,
    mark: Callable[..., None],
    monkeypatch: pytest.MonkeyPatch,
    key: str,
    shown: Callable[[Any], bool],
) -> None:
    monkeypatch.setattr(comparing, "_PATIENCE", 0.01)
    gate, found = threading.Event(), Everybody.read
    monkeypatch.setattr(Everybody, "read", lambda it: gate.wait(10) and found(it))
    mark("王", "1.2", "highlight")
    async with reviewing(path=path) as reviewer:
        try:
            await reviewer.press(key, key)
            assert reviewer.status.startswith(" reading what others made of it … ")
            await reviewer.press("j")
            assert reviewer.locator == "1.2"
        finally:
            gate.set()
        await reviewer.until(lambda: shown(reviewer))


async def test_a_damaged_review_is_named_and_the_others_are_shown(
    reviewing, path: Path, mark: Callable[..., None], library: Path, county: Document
) -> None:
    mark("王", "1.1", "highlight")
    for locator in ("1.1", "1.2"):
        mark("赵", locator, "weakness")
    file = library / county.id / "赵.jsonl"
    file.write_bytes(file.read_bytes().replace(b"weakness", b"weakmess", 1))
    with pytest.raises(StoreError) as caught:
        Library(library).reviews(county.id)["赵"].annotations()
    async with reviewing(path=path) as reviewer:
        await reviewer.press("a")
        assert reviewer.status.strip().startswith(f"赵.jsonl: {caught.value.cause}"[:40])
        assert "王: highlight" in reviewer.inspector
        assert "赵" not in reviewer.inspector
        await reviewer.press("D")
        assert f"赵.jsonl: {caught.value.cause}" in said(reviewer)


@pytest.mark.usefixtures("three")
async def test_looking_writes_nothing(reviewing, path: Path, library: Path) -> None:
    def others() -> dict[str, bytes]:
        return {it.name: it.read_bytes() for it in library.glob("*/*") if "李" not in it.name}

    before = others()
    async with reviewing(path=path) as reviewer:
        await reviewer.press("a", "right_curly_bracket", "D", "enter", "a")
    assert others() == before


# Disagreements


@pytest.mark.usefixtures("three")
async def test_keys_go_from_disagreement_to_disagreement(reviewing, path: Path) -> None:
    async with reviewing(path=path) as reviewer:
        await reviewer.press("g", "right_curly_bracket")
        assert reviewer.locator == "1.2"
        assert "王: highlight" in reviewer.inspector
        await reviewer.press("right_curly_bracket")
        assert reviewer.locator == "1.3"
        await reviewer.press("right_curly_bracket")
        assert reviewer.locator == "1.3"
        assert reviewer.status.startswith(" no further disagreement ")
        await reviewer.press("left_curly_bracket")
        assert reviewer.locator == "1.2"
        await reviewer.press("1", "left_curly_bracket", "G", "left_curly_bracket")
        assert reviewer.locator == "1.3"


@pytest.mark.usefixtures("three")
async def test_the_list_has_who_set_what_and_enter_goes_there(reviewing, path: Path) -> None:
    async with reviewing(path=path) as reviewer:
        await reviewer.press("D")
        assert listed(reviewer)[:5] == [
            "> 1.2  张: read  李: read  王: highlight",
            "  建成跨河联办窗口。",
            "  1.3  张: highlight、weakness  李: weakness  王: weakness",
            "  组织窗口人员参加培训。",
            "",
        ]
        await reviewer.press("j", "j", "enter")
        assert reviewer.locator == "1.3"
        assert "张: highlight、weakness" in reviewer.inspector


@pytest.mark.usefixtures("three")
async def test_more_than_two_are_told_alpha(reviewing, path: Path) -> None:
    async with reviewing(path=path) as reviewer:
        await reviewer.press("D")
        head = said(reviewer)
    assert head.startswith("reviewed by 李、张、王\n")
    assert "            Count   Agreement   alpha\n" in head
    assert "highlight       3       55.6%    0.20\n" in head
    assert "weakness        3      100.0%    1.00\n" in head
    assert "follow-up       3      100.0%       -\n" in head
    assert "measures on which they differ: 2" in head


async def test_two_are_told_kappa_and_that_they_do_not_differ(
    reviewing, path: Path, mark: Callable[..., None]
) -> None:
    mark("王", "1.1", "highlight")
    mark("王", "1.2")
    async with reviewing(path=path) as reviewer:
        await reviewer.press("1", "space", "D")
        head = said(reviewer)
        assert "            Count   Agreement   kappa\n" in head
        assert "highlight       2      100.0%    1.00\n" in head
        assert "no measure on which they differ" in head
        await reviewer.press("j", "enter", "escape")
        assert reviewer.locator == "1.3"
        assert isinstance(reviewer.pilot.app.screen, ReviewScreen)


@pytest.mark.parametrize("key", ["escape", "q", "D"])
@pytest.mark.usefixtures("three")
async def test_the_list_is_left_without_going_anywhere(reviewing, path: Path, key: str) -> None:
    async with reviewing(path=path) as reviewer:
        await reviewer.press("g", "D")
        assert isinstance(reviewer.pilot.app.screen, AgreementScreen)
        await reviewer.press(key)
        assert isinstance(reviewer.pilot.app.screen, ReviewScreen)
        assert reviewer.locator == "1.1"
        assert "王" not in reviewer.inspector


async def test_a_long_list_is_gone_through_by_keys_and_mouse(
    reviewing, tmp_path: Path, library: Path
) -> None:
    path = tmp_path / "long.txt"
    path.write_text("青禾县报告\n一、办件\n" + "认真办理有关事项。\n" * 60, "utf-8")
    document = read(path.read_bytes())
    for who, change in (("李", review.marked_read()), ("王", review.tagged("weakness"))):
        Library(library).review(document.id, who).change_all(
            {
                review.key_of(it): edit_of(change, blank(document, it, who))
                for it in document.measures
            },
            "mark",
        )

    def current() -> str:
        [line] = [line for line in listed(reviewer) if line.startswith("> ")]
        return line.split()[1]

    async with reviewing(path=path) as reviewer:
        await reviewer.press("D")
        seen = []
        for key in ("k", "j", "down", "pagedown", "G", "j", "pageup", "up", "g"):
            await reviewer.press(key)
            seen.append(current())
        assert seen == ["1.1", "1.2", "1.3", "1.10", "1.60", "1.60", "1.53", "1.52", "1.1"]
        await reviewer.press("pagedown", "pagedown")
        assert listed(reviewer)[-2].startswith("> ")  # as far as is needed to see it, no farther
        await reviewer.press("G")
        await reviewer.pilot.click(DisagreementList, offset=(5, 1))
        assert reviewer.locator == "1.53"
        assert reviewer.styled("bold", Reader).count("?") > 1


def test_the_columns_stand_under_their_names_in_chinese_too() -> None:
    from tui import language  # noqa: PLC0415

    language.use("zh")
    found = [Agreement("highlight", 12, 0.5, "kappa", -0.25), Agreement("weakness", 3, 1, "", None)]
    assert table(found) == [
        "       条数   一致率   kappa",
        "亮点     12    50.0%   -0.25",
        "不足      3   100.0%       -",
    ]
