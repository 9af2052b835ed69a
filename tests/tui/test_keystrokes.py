"""How many keys and clicks one job takes, here and elsewhere: the table in the README."""

from __future__ import annotations

import shutil
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from core.review import TAGS
from tui import language

ROOT = Path(__file__).parents[2]

# The job: in reading order 30 measures get one tag each, five of them a note; then three figures
# are looked up, and the result is handed in.
JOB = ("highlight",) * 20 + ("weakness",) * 6 + ("follow-up",) * 4
NOTED = (0, 7, 14, 20, 26)
FIGURES = {"调解成功率": "95.6%", "行政执法案卷": "120份", "法律服务机构": "8家"}
OTHER_TAGS = 1 + sum(one != before for one, before in zip(JOB[1:], JOB, strict=False))


@dataclass(frozen=True, slots=True)
class Step:
    """Something that is pressed, clicked or dragged once, and how often the job takes it."""

    english: str
    chinese: str
    times: int


@dataclass(frozen=True, slots=True)
class Task:
    """A part of the job, and what it takes elsewhere when done as their manuals say."""

    english: str
    chinese: str
    word: tuple[Step, ...]
    taguette: tuple[Step, ...]


# Word for Windows: ctrl+click selects a sentence, the button of the highlighter has the last
# colour and beside it an arrow for another one; in its comments of today ctrl+enter posts.
# Taguette 1.5: its help guide; that `n` stands for the button "new highlight" is in its code.
TASKS = (
    Task(
        "mark 30 measures",
        "标记 30 条举措",
        word=(
            Step("select the sentence (ctrl+click)", "选中句子（ctrl+单击）", len(JOB)),
            Step("highlighter", "突出显示按钮", len(JOB)),
            Step("another colour", "换颜色", OTHER_TAGS),
        ),
        taguette=(
            Step("drag over the sentence", "拖选句子", len(JOB)),
            Step("`n`", "`n`", len(JOB)),
            Step("tag", "选标签", len(JOB)),
            Step("Save & Close", "Save & Close", len(JOB)),
        ),
    ),
    Task(
        "write 5 notes on them",
        "给其中 5 条写批注",
        word=(
            Step("`ctrl+alt+m`", "`ctrl+alt+m`", len(NOTED)),
            Step("`ctrl+enter`", "`ctrl+enter`", len(NOTED)),
        ),
        taguette=(
            Step("Create a tag", "Create a tag", len(NOTED)),
            Step("`enter`", "回车", len(NOTED)),
        ),
    ),
    Task(
        "find 3 figures",
        "查 3 个数字",
        word=(
            Step("`ctrl+f`", "`ctrl+f`", len(FIGURES)),
            Step("`enter`", "回车", len(FIGURES)),
        ),
        taguette=(Step("`ctrl+f`", "`ctrl+f`", len(FIGURES)),),
    ),
    Task(
        "hand in the result",
        "交出结果",
        word=(Step("`ctrl+s`", "`ctrl+s`", 1),),
        taguette=(
            Step("Highlights", "Highlights", 1),
            Step("See all highlights", "See all highlights", 1),
            Step("Export this view", "Export this view", 1),
            Step("format", "选格式", 1),
        ),
    ),
)


class Counted:
    """A keyboard that counts what is pressed, but not the words that are written."""

    def __init__(self, reviewer) -> None:
        self.reviewer = reviewer
        self.task = ""
        self.pressed: dict[str, list[str]] = {task.english: [] for task in TASKS}

    async def press(self, key: str) -> None:
        self.pressed[self.task].append(key)
        await self.reviewer.press(key)

    async def write(self, words: str) -> None:
        await self.reviewer.type(words)


async def mark_and_note(keyboard: Counted) -> None:
    """A note is begun with the tag; what its end takes is counted as that of the notes."""
    keys = {tag.id: (tag.key, with_note) for tag, with_note in zip(TAGS, "!@#", strict=True)}
    for index, tag in enumerate(JOB):
        keyboard.task = TASKS[0].english
        await keyboard.press(keys[tag][index in NOTED])
        if index in NOTED:
            keyboard.task = TASKS[1].english
            await keyboard.write("请补充依据")
            await keyboard.press("escape")
            await keyboard.press("j")


async def look_up(keyboard: Counted) -> None:
    keyboard.task = TASKS[2].english
    for words, figure in FIGURES.items():
        await keyboard.press("m")
        await keyboard.write(words)
        await keyboard.press("enter")
        screen = keyboard.reviewer.screen
        assert figure in screen._document.quote(screen.current)


async def hand_in(keyboard: Counted) -> None:
    keyboard.task = TASKS[3].english
    await keyboard.press("e")
    await keyboard.press("enter")
    await keyboard.reviewer.until(lambda: "written:" in keyboard.reviewer.status)


@pytest.fixture
def in_a_folder(tmp_path: Path, report_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The report in a folder where its memo may be written."""
    monkeypatch.chdir(tmp_path)
    return Path(shutil.copy(report_path, tmp_path))


async def test_the_job_takes_the_keys_that_the_readme_says(
    reviewing, in_a_folder: Path, report, tmp_path: Path
) -> None:
    async with reviewing(path=in_a_folder) as reviewer:
        keyboard = Counted(reviewer)
        await mark_and_note(keyboard)
        await look_up(keyboard)
        await hand_in(keyboard)
        saved = reviewer.saved(report)
    assert Counter(tag for one in saved.values() for tag in one.tags) == Counter(JOB)
    assert sum(one.note == "请补充依据" for one in saved.values()) == len(NOTED)
    [memo] = tmp_path.glob("*.md")
    assert memo.read_text("utf-8").count("请补充依据") >= len(NOTED)
    here = [len(keyboard.pressed[task.english]) for task in TASKS]
    for readme, lang in (("README.md", "zh"), ("README.en.md", "en")):
        language.use(lang)
        text = (ROOT / readme).read_text(encoding="utf-8")
        assert table(here, lang) in text, f"put this into {readme}:\n{table(here, lang)}"


@pytest.mark.parametrize(("readme", "lang"), [("README.md", "zh"), ("README.en.md", "en")])
def test_the_readme_says_what_is_counted_elsewhere(readme: str, lang: str) -> None:
    text = (ROOT / readme).read_text(encoding="utf-8")
    for line in (f"Word: {steps('word', lang)}", f"Taguette: {steps('taguette', lang)}"):
        assert line in text, f"put this into {readme}:\n{line}"


def table(here: list[int], lang: str) -> str:
    """The table as Markdown; `here` is what each task takes in Piyue."""
    counts = [
        (one, sum(step.times for step in task.word), sum(step.times for step in task.taguette))
        for one, task in zip(here, TASKS, strict=True)
    ]
    names = [task.chinese if lang == "zh" else task.english for task in TASKS]
    names.append("合计" if lang == "zh" else "together")
    counts.append(tuple(map(sum, zip(*counts, strict=True))))
    rows = (
        f"| {name} | {' | '.join(map(str, row))} |" for name, row in zip(names, counts, strict=True)
    )
    return "\n".join(["|---|---|---|---|", *rows])


def steps(program: str, lang: str) -> str:
    """Every step in another program, with how often it is taken."""
    told = (
        f"{step.chinese if lang == 'zh' else step.english} × {step.times}"
        for task in TASKS
        for step in getattr(task, program)
    )
    return ("、" if lang == "zh" else ", ").join(told)
