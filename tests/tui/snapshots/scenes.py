"""Every screen, and how a reviewer gets there."""

from __future__ import annotations

import shutil
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Any

from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from core.document import Document
from core.reading import read
from core.reading.kept import kept
from core.review import key_of, marked_read, noted, tagged
from store.library import Library
from tui.app import PiyueApp
from tui.importing import Importing
from tui.opening import Desk, Opening, shipped_report
from tui.screens.exporting import ExportScreen
from tui.screens.importing import ImportScreen
from tui.screens.library import LibraryScreen
from tui.screens.review import ReviewScreen
from tui.session import Session, blank, edit_of

LIBRARY = Path("library")  # below the folder of the test, so that no picture shows that
_FOLDER = "/srv/报告"

REPORT = """青禾县人民政府2025年优化营商环境工作报告
一、主要做法
（一）深化审批改革
持续深化行政审批制度改革。全年办理各类审批事项12,480件，同比增长8.6%，平均用时由9个工作日压缩至4个工作日。\
在3个乡镇试点“一窗通办”，累计受理申请2,316件，按时办结率99.2%。
推行告知承诺制，公布事项清单（第一批）46项。
（二）加强企业服务
组织企业服务专员进园区上门走访，建立问题台账，逐项明确责任单位和办结时限，\
对涉及用地、用工、融资、物流等方面的诉求实行分级办理、限时答复、跟踪回访，全年收集问题318个，已办结302个，\
办结率95.0%，其中跨部门协调解决57个，企业满意度达到98.1%；对暂不具备条件解决的16个问题，\
逐一向企业说明原因，列入下一年度重点推进事项，由县政府督查室按季度调度，直至问题销号。
举办政企恳谈会12场，参会企业540家次。
发放惠企贷款3.2亿元。
二、存在的问题
部分窗口人员业务不熟，一次办结率仅为71.5%。
数据共享不够，仍有23个事项需要重复提交材料。
基层执法力量薄弱。
三、下一步打算
2026年底前实现高频事项“跨县通办”全覆盖。
完善投诉举报办理机制，确保5个工作日内答复。
"""

ROADS = """青禾县交通运输局关于农村公路建设情况的报告
一、建设情况
新建改建农村公路86公里。
二、资金情况
落实资金1.2亿元，拨付率92%。
"""

WATER = """青禾县水利局关于河道整治情况的报告
一、整治情况
完成河道整治14公里，清淤3.5万立方米。
"""

NOTE = """口径与上年不同，请核对：
1. 是否含乡镇受理件；
2. “平均用时”是否扣除补正时间。"""


class Somebody:
    """Somebody at the keyboard, wherever the app is."""

    def __init__(self, pilot: Pilot[None]) -> None:
        self.pilot = pilot
        self.app = pilot.app

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.settled()

    async def settled(self) -> None:
        """Wait until everything is saved and found."""
        await self.until(lambda: _is_quiet(self.app.screen_stack[-1]))
        await self.until(lambda: all(map(_is_quiet, self.app.screen_stack)))
        await self._still()

    async def until(self, happened: Callable[[], bool]) -> None:
        for _ in range(1000):
            await self.pilot.pause()
            if happened():
                return
            await self.pilot.pause(0.01)
        raise AssertionError("did not happen within ten seconds")

    async def _still(self) -> None:
        """Let no cursor blink."""
        for screen in self.app.screen_stack:
            for one in screen.query(Input):
                one.cursor_blink = False
            for other in screen.query(TextArea):
                other.cursor_blink = False
        await self.pilot.pause()


def _is_quiet(screen: object) -> bool:
    if isinstance(screen, ReviewScreen):
        is_told = screen._session.unsaved == 0 or bool(screen._saving._trouble)
        return is_told and screen._analysis.findings is not None and _is_described(screen)
    if isinstance(screen, ExportScreen):
        return screen._job is None and screen._awaited is None
    if isinstance(screen, LibraryScreen):
        return screen._documents is not None and not screen._searching.goes_on
    return True


def _is_described(screen: ReviewScreen) -> bool:
    """Whether the inspector has nothing more to find out."""
    known = screen._inspecting
    is_known = not known._is_old and screen.cursor in known._like
    return not known.is_shown or (is_known and screen.here in screen._analysis.keywords)


@dataclass(frozen=True, slots=True)
class Scene:
    """What is on a screen; `keys` lead there from where `begin` has the app start."""

    name: str
    keys: str = ""
    begin: Callable[[], PiyueApp] = lambda: _reviewing()  # noqa: PLW0108 (below)
    prepare: Callable[[], None] = lambda: None
    happens: Callable[[Somebody], Awaitable[None]] | None = None  # before the keys
    instead: tuple[str, Any] | None = None  # what stands in for a part of the program
    is_lesser: bool = False  # in one language and two widths
    starts_narrow: bool = False


# Where the app starts


def _reviewing(text: str = REPORT, *, tour: bool = False) -> PiyueApp:
    path = Path("青禾县营商环境报告.txt")
    path.write_text(text, "utf-8")
    return PiyueApp(iter([_opened(path)]), tour=tour)


def _opened(path: Path) -> Opening:
    desk = Desk(LIBRARY, "李")
    opening = desk.open(path)
    opening.session.exception(timeout=60)
    desk.worker.shutdown()
    return opening


def _shipped() -> PiyueApp:
    return PiyueApp(iter([_opened(shipped_report())]))


def _browsing() -> PiyueApp:
    return PiyueApp(iter(()), None, Desk(LIBRARY, "李"))


def _importing() -> PiyueApp:
    return PiyueApp(iter(()), None, Desk(LIBRARY, "李"), [_inbox()])


class _Halfway(Opening):
    """A document that is half read for ever."""

    def __init__(self) -> None:
        self.path = Path("青禾县营商环境报告.pdf")
        self.share_done = 0.46
        self.session: Future[Session] = Future()

    def stop(self) -> None:
        self.session.set_exception(OSError("stopped"))


# What is there before


def _put(text: str, who: str, marks: dict[str, tuple[str, ...]], note: str = "") -> None:
    """Somebody's marks by locator; the note stands at the first."""
    document = read(text.encode())
    _keep(document)
    review = Library(LIBRARY).review(document.id, who)
    for number, (locator, tags) in enumerate(marks.items()):
        [measure] = [it for it in document.measures if it.locator == locator]
        change = tagged(*tags) if tags else marked_read()
        review.change(key_of(measure), edit_of(change, blank(document, measure, who)), "mark")
        if note and not number:
            edit = edit_of(noted(note), blank(document, measure, who))
            review.change(key_of(measure), edit, "note")


def _keep(document: Document) -> None:
    source = f"{_FOLDER}/{document.metadata.title}.txt"
    Library(LIBRARY).keep(document.id, lambda: kept(document, source))


def _own_marks() -> None:
    _put(
        REPORT,
        "李",
        {
            "1.1.2": ("highlight", "follow-up"),
            "1.1.1": (),
            "1.1.3": ("highlight",),
            "1.1.4": (),
            "2.1": ("weakness",),
            "2.2": ("weakness", "follow-up"),
        },
        NOTE,
    )


def _own_marks_and_memo() -> None:
    """A file that is nobody's export has the name that is proposed."""
    _own_marks()
    Path("审阅_青禾县人民政府2025年优化营商环境工作报告_李.md").write_text("我的笔记", "utf-8")


# Markdown of its own would show ids, which are new each time.
_BY_TEMPLATE = "e up up up right"
# The first is due and overdue; of the second nothing is said yet.
_ENTRUSTING = "L r 县 政 务 办 enter d 2 0 2 6 - 1 - 1 5 enter 2"
_LONG_AGO = ("tui.tasks.today", lambda: "2026-02-26")


def _marks_of_three() -> None:
    _own_marks()
    _put(
        REPORT,
        "王小明",
        {"1.1.2": ("weakness",), "1.1.3": ("highlight",), "2.1": ()},
        "与台账不一致",
    )
    _put(REPORT, "赵", {"1.1.2": ("highlight",), "1.1.3": (), "2.2": ("weakness",)})


def _shelf() -> None:
    _marks_of_three()
    _put(ROADS, "李", {"1.1": (), "2.1": ("highlight",)})
    _keep(read(WATER.encode()))


def _damaged_shelf() -> None:
    _shelf()
    document = read(ROADS.encode())
    (LIBRARY / document.id / "document.json").write_text("{")


class _Held(Importing):
    """An import that does not get beyond its second file."""

    def _import(self, path: Path) -> Any:
        while len(self.done) == 2:
            self._watch(0.3)
            Event().wait(0.01)
        return super()._import(path)


def _inbox() -> Path:
    folder = Path("收件")
    if not folder.exists():
        folder.mkdir()
        (folder / "公路.txt").write_text(ROADS, "utf-8")
        (folder / "公路（副本）.txt").write_text(ROADS, "utf-8")
        (folder / "水利.txt").write_text(WATER, "utf-8")
        (folder / "现场照片.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
        (folder / "空白.docx").write_bytes(b"PK")
    return folder


# What no key does


async def _half_imported(somebody: Somebody) -> None:
    await somebody.until(lambda: isinstance(somebody.app.screen, ImportScreen))
    screen = somebody.app.screen
    assert isinstance(screen, ImportScreen)
    going = screen._importing
    assert going
    await somebody.until(lambda: len(going.done) == 2)
    await somebody.until(lambda: "2/5" in str(screen.query_one("#choices").render()))


async def _imported(somebody: Somebody) -> None:
    await somebody.until(lambda: isinstance(somebody.app.screen, ImportScreen))
    screen = somebody.app.screen
    assert isinstance(screen, ImportScreen)
    await somebody.until(lambda: screen._is_reported)


async def _not_saved(somebody: Somebody) -> None:
    """The folder of the review is lost while one reviews."""
    shutil.rmtree(LIBRARY)
    LIBRARY.write_text("")
    await somebody.pilot.press("1")
    screen = somebody.app.screen
    assert isinstance(screen, ReviewScreen)
    await somebody.until(lambda: bool(screen._saving._trouble))


SCENES = (
    Scene("review-fresh"),
    Scene("review-shipped", "J J J", _shipped, is_lesser=True),
    Scene("review-marks", "j", prepare=_own_marks),
    Scene("review-notes-in-full", "z", prepare=_own_marks, is_lesser=True),
    Scene("review-long-measure", "0 7 g", prepare=_own_marks),
    Scene("review-selection", "0 5 g v j j", is_lesser=True),
    Scene("review-search", "/ 窗 口 enter", prepare=_own_marks),
    Scene("review-everybody", "0 2 g a", prepare=_marks_of_three, is_lesser=True),
    Scene("review-tree", "J tab tab j j", prepare=_own_marks, is_lesser=True),
    Scene("review-figures", "M 0 3 g", prepare=_own_marks, is_lesser=True),
    Scene("review-filter", "f 问 题 enter", prepare=_own_marks),
    Scene("review-drawer", "0 2 g i", prepare=_own_marks, is_lesser=True, starts_narrow=True),
    Scene("review-not-saved", prepare=_own_marks, happens=_not_saved, is_lesser=True),
    Scene("question-search", "/ 办 结", prepare=_own_marks, is_lesser=True),
    Scene("question-locator", ": 1 . 9", prepare=_own_marks, is_lesser=True),
    Scene("note", "0 2 g n", prepare=_own_marks),
    Scene("note-empty", "0 2 g n", is_lesser=True),
    Scene("note-templates", "0 2 g n ctrl+t", is_lesser=True),
    Scene("help", "?"),
    Scene("palette", "ctrl+p", is_lesser=True),
    Scene("palette-typed", "ctrl+p b j", is_lesser=True),
    Scene("palette-nothing", "ctrl+p z z z", is_lesser=True),
    Scene("tour-1", begin=lambda: _reviewing(tour=True), is_lesser=True),
    Scene("tour-2", "enter", lambda: _reviewing(tour=True), is_lesser=True),
    Scene("tour-3", "enter enter", lambda: _reviewing(tour=True)),
    Scene("figures", "m"),
    Scene("figures-typed", "m 办 结 率", is_lesser=True),
    Scene("figures-nothing", "m 无", is_lesser=True),
    Scene("agreement", "D", prepare=_marks_of_three, is_lesser=True),
    Scene("export", _BY_TEMPLATE, prepare=_own_marks),
    Scene(
        "export-in-the-way", f"{_BY_TEMPLATE} enter", prepare=_own_marks_and_memo, is_lesser=True
    ),
    Scene("ledger", _ENTRUSTING, prepare=_own_marks, instead=_LONG_AGO),
    Scene("opening", begin=lambda: PiyueApp(iter([_Halfway()])), is_lesser=True),
    Scene("library", begin=_browsing, prepare=_shelf),
    Scene("library-empty", begin=_browsing, is_lesser=True),
    Scene("library-filter", "f 公 路", _browsing, _shelf, is_lesser=True),
    Scene("library-search", "/ 办 结 enter", _browsing, _shelf, is_lesser=True),
    Scene("library-trouble", "enter", _browsing, _damaged_shelf, is_lesser=True),
    Scene("library-keys", "?", _browsing, _shelf, is_lesser=True),
    Scene("import-field", "i", _browsing, _shelf, is_lesser=True),
    Scene(
        "import-running",
        begin=_importing,
        happens=_half_imported,
        instead=("tui.screens.importing.Importing", _Held),
    ),
    Scene("import-report", begin=_importing, happens=_imported),
)
