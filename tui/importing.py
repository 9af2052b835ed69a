"""Bring several files or folders into the library, one after the other, and tell what became."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from core.reading.kept import kept
from store.library import Library
from tui.narration import printable
from tui.opening import OpenError, StoreError, read_document

NEW, KNOWN, FAILED = "new", "known", "failed"  # what can become of a file


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a file: a document new to the library, one that it knew, or a failure."""

    path: Path
    outcome: str
    document_id: str = ""
    title: str = ""
    cause: str = ""


def files(paths: Iterable[Path], library: Path) -> list[Path]:
    """The files, and those in the folders, in the order of their names.

    Hidden ones, links out of a folder and the library itself are left out of folders; what was
    named is kept, even where it is not there, so that its failure is told.
    """
    found: list[Path] = []
    for path in paths:
        found += _within(path, library) if path.is_dir() else [path]
    return list(dict.fromkeys(found))


def _within(folder: Path, library: Path) -> Iterator[Path]:
    house = library.absolute()
    for name, folders, names in os.walk(folder):
        at = Path(name)
        folders[:] = sorted(
            one for one in folders if one[0] != "." and (at / one).absolute() != house
        )
        inside = (at / one for one in sorted(names) if one[0] != ".")
        yield from (path for path in inside if path.is_file() and not path.is_symlink())


class Importing:
    """Reads files in a worker and keeps the documents; can be stopped."""

    def __init__(self, paths: Iterable[Path], library: Path) -> None:
        """`paths` are files and folders."""
        self.done: list[Imported] = []
        self.total = 0  # files; 0 until they are counted
        self.current: Path | None = None
        self._paths = list(paths)
        self._library = library
        self._share = 0.0  # of the current file
        self._stopped = False

    @property
    def share_done(self) -> float:
        """How much is done, from 0 to 1."""
        return (len(self.done) + self._share) / self.total if self.total else 0.0

    @property
    def left(self) -> int:
        """How many files were not looked at, because it was stopped."""
        return self.total - len(self.done)

    def stop(self) -> None:
        """Stop as soon as the worker looks up."""
        self._stopped = True

    def run(self) -> None:
        """Import everything; call it from a worker. Failures are told in `done`."""
        found = files(self._paths, self._library)
        self.total = len(found)
        for path in found:
            if self._stopped:
                break
            self.current, self._share = path, 0.0
            try:
                became = self._import(path)
            except (OpenError, StoreError, OSError) as error:
                if self._stopped:
                    break
                became = Imported(path, FAILED, cause=_cause(error, path))
            self._share = 0.0
            self.done.append(became)
        self.current = None

    def _import(self, path: Path) -> Imported:
        document = read_document(path, self._library, self._watch)
        source = str(path.absolute())
        is_new = Library(self._library).keep(document.id, partial(kept, document, source))
        title = printable(document.metadata.title or path.stem)
        return Imported(path, NEW if is_new else KNOWN, document.id, title)

    def _watch(self, done: float) -> None:
        self._share = done
        if self._stopped:
            raise OpenError("stopped")


def _cause(error: Exception, path: Path) -> str:
    """Why a file failed, without its name, which stands beside."""
    cause = error.cause if isinstance(error, StoreError) else str(error)
    return cause.removeprefix(f"{path}: ")
