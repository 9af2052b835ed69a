"""Every text reads on its ground in every theme, and no tag is told by colour alone."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, product
from pathlib import Path
from typing import Any

import pytest
from rich.color import Color, ColorSystem

from core.review import TAGS
from tui import locations, themes
from tui.config import Config, ConfigError, load
from tui.widgets.reader import Reader

RGB = [name for name in themes.NAMES if name in themes.PALETTES]
ENOUGH = {"dark": 4.5, "light": 4.5, "contrast": 7.0}  # WCAG 2.1, 1.4.3 and 1.4.6
DISTINCT = 30.0  # CIE 1976; 2.3 is just noticeable

Triple = tuple[float, float, float]
# What a colour-blind eye sees of linear red, green and blue: Machado, Oliveira and Fernandes,
# "A Physiologically-based Model for Simulation of Color Vision Deficiency" (2009), severity 1.
EYES: dict[str, tuple[Triple, Triple, Triple]] = {
    "usual": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


def linear(color: Color) -> Triple:
    """The amounts of light, 0 to 1 (sRGB, IEC 61966-2-1)."""
    red, green, blue = (
        it / 12.92 if it <= 0.04045 else ((it + 0.055) / 1.055) ** 2.4
        for it in (channel / 255 for channel in color.get_truecolor())
    )
    return red, green, blue


def luminance(color: Color) -> float:
    red, green, blue = linear(color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Color, other: Color) -> float:
    """The contrast ratio of WCAG 2.1, 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def seen(color: Color, eye: str) -> Triple:
    """A colour in CIE L*a*b* (D65), as an eye sees it."""
    light = linear(color)
    red, green, blue = (
        min(1, max(0, sum(part * it for part, it in zip(row, light, strict=True))))
        for row in EYES[eye]
    )
    x, y, z = (
        it ** (1 / 3) if it > 216 / 24389 else (24389 / 27 * it + 16) / 116
        for it in (
            (0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047,
            0.2126729 * red + 0.7151522 * green + 0.0721750 * blue,
            (0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / 1.08883,
        )
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#ffffff", 21), ("#777777", "#ffffff", 4.48), ("#123456", "#123456", 1)],
)
def test_the_measure_itself(one: str, other: str, ratio: float) -> None:
    assert contrast(Color.parse(one), Color.parse(other)) == pytest.approx(ratio, abs=0.01)


@pytest.mark.parametrize(("name", "eye"), list(product(RGB, EYES)))
def test_tags_differ_to_every_eye(name: str, eye: str) -> None:
    palette = themes.PALETTES[name]
    tags = [palette.highlight, palette.weakness, palette.follow_up]
    for one, other in combinations([seen(Color.parse(it), eye) for it in tags], 2):
        assert sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) ** 0.5 >= DISTINCT


def test_tags_differ_without_any_colour() -> None:
    assert len({tag.sign for tag in TAGS}) == len(TAGS)


READER_TEXTS = ["", "heading", "plain", "topic", "note", "others", "read", *(it.id for it in TAGS)]


@pytest.mark.parametrize("name", RGB)
async def test_text_and_marks_read_on_every_ground(reviewing, name: str) -> None:
    async with reviewing(config=Config(theme=name)) as reviewer:
        reader = reviewer.screen.query_one(Reader)
        pairs = {}
        for ground, text in product(["", "current", "selected", "hit"], READER_TEXTS):
            style = reader.rich_style
            for part in filter(None, [ground, text]):
                style += reader.get_component_rich_style(f"reader--{part}", partial=True)
            assert style.color
            assert style.bgcolor
            pairs[ground, text] = style.color, style.bgcolor
    assert failing(pairs, ENOUGH[name]) == {}
    few = {
        key: (color.downgrade(ColorSystem.EIGHT_BIT), ground.downgrade(ColorSystem.EIGHT_BIT))
        for key, (color, ground) in pairs.items()
    }
    assert failing(few, 4.5) == {}


def failing(pairs: dict[Any, tuple[Color, Color]], enough: float) -> dict[Any, float]:
    """The pairs that have too little contrast, and how much they have."""
    found = {key: round(contrast(*pair), 2) for key, pair in pairs.items()}
    return {key: ratio for key, ratio in found.items() if ratio < enough}


PLACES = {
    "marks and hits": ["J", "1", "!", *"核对", "escape", "slash", *"工作", "enter"],
    "the tree": ["j", "1", "shift+tab", "j"],
    "the inspector": ["tab"],
    "all figures": ["M", "tab", "j"],
    "figures to choose": ["m", *"95"],
    "no figures": ["m", *"zzz"],
    "a note": ["n", *"abc", "shift+left"],
    "the memo": ["e"],
    "help": ["question_mark"],
    "all actions": ["ctrl+p", "down"],
    "the tour": ["f2"],
    "the library": ["1", "o"],
}


@pytest.mark.parametrize(("name", "place"), list(product(RGB, PLACES)))
async def test_whatever_is_on_the_screen_can_be_read(reviewing, name: str, place: str) -> None:
    async with reviewing(config=Config(theme=name)) as reviewer:
        await reviewer.pilot.press(*PLACES[place])
        await reviewer.pilot.pause()
        pairs = dict(texts(reviewer.pilot.app))
        assert len(pairs) > 1
        assert failing(pairs, ENOUGH[name]) == {}


def texts(app: Any) -> Iterator[tuple[tuple[str, str, str], tuple[Color, Color]]]:
    """The colours of every piece of text on the screen, with a word of it for each pair.

    What lies dimmed behind a dialog is not to be read.
    """
    dialogs = app.screen.query("#dialog")
    area = dialogs.first().region if dialogs else app.screen.region
    strips = app.screen._compositor.render_strips()[area.y : area.bottom]
    found: dict[tuple[str, str], str] = {}
    for segment in (it for strip in strips for it in strip.crop(area.x, area.right)):
        style, words = segment.style, segment.text.strip()
        if style and any(char.isalnum() or char in "+-!&?>✓✎" for char in words):
            assert style.color
            assert style.bgcolor
            pair = (style.bgcolor, style.color) if style.reverse else (style.color, style.bgcolor)
            key = (pair[0].name, pair[1].name)
            if found.setdefault(key, words) == words:
                yield (*key, words), pair


async def test_a_key_goes_through_the_themes_and_keeps_the_last(reviewing) -> None:
    async with reviewing() as reviewer:
        for said in ("light", "high contrast", "the terminal's own", "dark", "light"):
            await reviewer.press("T")
            assert f"colours: {said}" in reviewer.status
        await reviewer.until(lambda: locations.theme().read_text("utf-8") == "light\n")
    assert themes.chosen(None, "") == "light"


async def test_a_choice_that_cannot_be_kept_is_made_all_the_same(reviewing) -> None:
    locations.theme().parent.parent.mkdir(parents=True)
    locations.theme().parent.touch()  # a file where the folder would be
    async with reviewing() as reviewer:
        await reviewer.press("T")
        await reviewer.pilot.app.workers.wait_for_complete()
        assert reviewer.pilot.app.theme == "light"
    assert themes.chosen(None, "dark") == "dark"


async def test_no_color_leaves_nothing_to_choose(
    reviewing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with reviewing(config=Config(theme="light")) as reviewer:
        await reviewer.press("T")
        assert "NO_COLOR" in reviewer.status
        assert reviewer.pilot.app.theme == "ansi"


@pytest.mark.parametrize(
    ("asked", "kept", "setting", "expected"),
    [
        (None, None, "", "dark"),
        (None, None, "contrast", "contrast"),
        (None, "light", "contrast", "light"),
        ("ansi", "light", "contrast", "ansi"),
        (None, "pink", "contrast", "contrast"),
        (None, "\ufeff深色", "contrast", "contrast"),
    ],
)
def test_what_is_named_comes_before_what_was_chosen_before_what_is_set(
    asked: str | None,
    kept: str | None,
    setting: str,
    expected: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("COLORFGBG", raising=False)
    if kept is not None:
        locations.theme().parent.mkdir(parents=True)
        locations.theme().write_text(kept, "utf-8")
    assert themes.chosen(asked, setting) == expected


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({"TERM": "xterm-256color"}, "dark"),
        ({"TERM": "xterm-256color", "COLORFGBG": "0;15"}, "light"),
        ({"TERM": "xterm-256color", "COLORFGBG": "0;default;15"}, "light"),
        ({"TERM": "xterm-256color", "COLORFGBG": "15;0"}, "dark"),
        ({"TERM": "xterm-256color", "COLORFGBG": "nonsense"}, "dark"),
        ({"TERM": "linux"}, "ansi"),
        ({"TERM": "screen"}, "ansi"),
        ({"TERM": "screen", "COLORTERM": "truecolor"}, "dark"),
        ({"TERM": "xterm-direct"}, "dark"),
        ({}, "dark"),
    ],
)
def test_the_first_theme_fits_what_the_terminal_says_of_itself(
    variables: dict[str, str], expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("TERM", "COLORTERM", "COLORFGBG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert themes.chosen(None, "") == expected


def test_the_settings_name_a_theme(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('theme = "light"\n', "utf-8")
    assert load(path).theme == "light"


@pytest.mark.parametrize("line", ['theme = "pink"', "theme = 3", 'theme = ["light"]'])
def test_a_theme_that_is_none_is_refused(tmp_path: Path, line: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(line, "utf-8")
    with pytest.raises(ConfigError, match="no such theme"):
        load(path)


@pytest.mark.parametrize("arguments", [("--theme", "pink"), ()])
def test_a_theme_that_is_none_is_a_mistake_of_usage(
    piyue: Any, arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIYUE_THEME", "pink" if not arguments else "dark")
    status, _out, err = piyue(*arguments)
    assert status == 2
    assert "pink" in err
    assert "contrast" in err
