"""The only place that knows folders: where reviews, settings and crash reports are kept."""

from __future__ import annotations

from pathlib import Path

import platformdirs

_APP = "piyue"


def library() -> Path:
    """Where reviews are kept unless --library or PIYUE_LIBRARY says otherwise."""
    return Path(platformdirs.user_data_path(_APP, appauthor=False))


def config() -> Path:
    """Where a user's own words are written down unless --config or PIYUE_CONFIG says otherwise."""
    return Path(platformdirs.user_config_path(_APP, appauthor=False)) / "config.toml"


def theme() -> Path:
    """Where the name of the theme that was chosen last is kept."""
    return config().with_name("theme")


def uncopied() -> Path:
    """Where a text lies that no clipboard took."""
    return Path(platformdirs.user_cache_path(_APP, appauthor=False)) / "copied.txt"


def reports() -> Path:
    """Where a crash leaves its report."""
    return Path(platformdirs.user_log_path(_APP, appauthor=False))
