"""Compile a pattern when a document first asks for it: the first frame waits for no other."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, cast


@cache
def compiled(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """The pattern, compiled on first use."""
    return re.compile(pattern, flags)


def lazily(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """A pattern for a table at the top of a module, compiled when it is first matched.

    Patterns of Chinese words take milliseconds each, and most documents need few of them.
    """
    return cast("re.Pattern[str]", _Lazy(pattern, flags))


class _Lazy:
    """Stands for a pattern; each of its methods is fetched once."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._arguments = (pattern, flags)

    def __getattr__(self, name: str) -> Any:
        method = getattr(compiled(*self._arguments), name)
        setattr(self, name, method)
        return method
