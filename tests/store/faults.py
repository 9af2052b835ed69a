"""Calls to the operating system that fail when a test wants them to."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from store import disk

CALLS = (
    (os, "open"),
    (os, "fdopen"),
    (os, "stat"),
    (os, "fstat"),
    (os, "mkdir"),
    (os, "write"),
    (os, "fdatasync"),
    (os, "fsync"),
    (os, "ftruncate"),
    (os, "close"),
    (disk.fcntl, "flock"),
)


def fails(number: int) -> Callable[..., int]:
    """A call that always fails with this error."""

    def fail(*_: object) -> int:
        raise OSError(number, os.strerror(number))

    return fail


class Faults:
    """Lets calls of the store fail: each whose number, counted from 1, `fails`."""

    def __init__(self, fails: Callable[[int], bool], *, write_half: bool = False) -> None:
        self.failed: list[str] = []
        self._fails = fails
        self._write_half = write_half
        self._calls = 0

    @contextmanager
    def around(self) -> Iterator[None]:
        with pytest.MonkeyPatch.context() as patch:
            for module, name in CALLS:
                patch.setattr(module, name, self._unsafe(name, getattr(module, name)))
            yield

    def _unsafe(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            self._calls += 1
            if not self._fails(self._calls):
                return real(*arguments, **options)
            self.failed.append(name)
            if name == "write" and self._write_half:
                fd, data = arguments
                return real(fd, data[: len(data) // 2])
            if name == "close":  # closed all the same, as on Linux
                real(*arguments)
            raise OSError(errno.EIO, os.strerror(errno.EIO))

        return call
