"""Say why a review could not be read or saved, in words that a user can act on."""

from __future__ import annotations

import errno
from pathlib import Path


class StoreError(Exception):
    """A review could not be read or saved: `path` is the file, `cause` is for the user."""

    def __init__(self, path: Path, cause: str) -> None:
        super().__init__(path, cause)
        self.path = path
        self.cause = cause

    def __str__(self) -> str:
        return f"{self.path}: {self.cause}"


class ReadOnlyError(StoreError):
    """The file or its folder may not be written."""


class BadRecordError(StoreError):
    """The record itself cannot be kept as JSON; nothing was written."""


class NewerFormatError(StoreError):
    """A newer version of the program wrote the file; it is left as it is."""


class DamagedLogError(StoreError):
    """A line before a good line is damaged; the file is left as it is."""


class ConflictError(StoreError):
    """Another terminal changed a record that undo or redo would set; nothing was written."""


CAUSES = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "your disk quota is used up",
    errno.EROFS: "the disk is read-only",
    errno.EACCES: "permission denied",
    errno.EPERM: "permission denied",
    errno.EIO: "the disk reports an error",
    errno.ENOLCK: "this disk cannot lock files; keep the library on a local one",
    errno.ENOTSUP: "this disk cannot lock files; keep the library on a local one",
}


def explained(path: Path, outcome: str, error: OSError) -> StoreError:
    """The error of the operating system as one about `path`."""
    kind = StoreError
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        kind = ReadOnlyError
    cause = CAUSES.get(error.errno or 0) or error.strerror or str(error)
    return kind(path, f"{outcome}: {cause}")
