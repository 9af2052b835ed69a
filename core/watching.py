"""Watch long work on a document: how much of it is done, and where it may be held up or stopped."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

Watch = Callable[[float], None]
"""Is told how much is done, from 0 to 1, and may wait before it goes on, or stop it by raising."""

_T = TypeVar("_T")


def unwatched(done: float) -> None:
    """Watch nothing: for who only wants the result."""


def part(watch: Watch, begin: float, end: float) -> Watch:
    """The watch for a part of the work, of the whole that from `begin` to `end`."""
    return lambda done: watch(begin + done * (end - begin))


def watched(items: Sequence[_T], watch: Watch, every: int) -> Iterator[_T]:
    """The items one after the other; `watch` hears of each so-many-th."""
    for index, item in enumerate(items):
        if index % every == 0:
            watch(index / len(items))
        yield item
