"""The settings of a user."""

import os
from pathlib import Path

import pytest

from tui.config import Config, ConfigError, load


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_an_empty_file_is_no_setting(tmp_path: Path) -> None:
    assert load(written(tmp_path, "")) == Config()


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    config = load(written(tmp_path, "\ufeff[search]\nterms = ['一键叫车']\n"))
    assert config.terms == ("一键叫车",)


def test_units_names_and_terms(tmp_path: Path) -> None:
    config = load(
        written(
            tmp_path,
            """
            [figures]
            names = ["七彩工程"]
            [figures.units]
            count = ["桌", "网格"]
            measure = ["挂"]
            [search]
            terms = ["一键叫车"]
            """,
        )
    )
    assert config.vocabulary.units == {"桌": "count", "网格": "count", "挂": "measure"}
    assert config.vocabulary.names == ("七彩工程",)
    assert config.terms == ("一键叫车",)


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("[figures", "Expected ']'"),
        ("[figure]", "unknown setting: figure"),
        ("[figures]\nname = ['甲']", "unknown setting: name"),
        ("[search]\nterm = ['甲']", "unknown setting: term"),
        ("[figures]\nnames = '甲'", "not a list of words: names"),
        ("[figures]\nnames = ['']", "not a list of words: names"),
        ("[figures]\nnames = [1]", "not a list of words: names"),
        ("figures = 3", "not a table: figures"),
        ("keys = 3", "not a table: keys"),
        ("[figures.units]\ncounts = ['桌']", "no kind 'counts'"),
        ("[figures]\nunits = ['桌']", "not a table: units"),
    ],
)
def test_what_is_wrong_is_said_with_the_file(tmp_path: Path, text: str, cause: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(ConfigError) as raised:
        load(path)
    assert str(raised.value).startswith(f"{path}: ")
    assert cause in str(raised.value)


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="not a file"):
        load(tmp_path)
    with pytest.raises(ConfigError, match="No such file"):
        load(tmp_path / "none.toml")
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(ConfigError, match="not a file"):
        load(pipe)
    path = tmp_path / "config.toml"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(ConfigError, match="utf-8"):
        load(path)
