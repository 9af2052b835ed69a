"""Tell how well each row of a long list fits what was typed, in the same time however many fit."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator
from itertools import compress
from typing import Any

# How well a row fits, the best first: what it says is the word, begins so, holds it; or what
# stands around it does.
WHOLE, BEGINS, WITHIN, AROUND = 1, 2, 3, 4
Layer = tuple[int, Iterable[int]]  # how well some rows fit
# How well all rows fit: one number with a byte for each row, the first row's the lowest, 0 where it
# does not fit. Python reckons with all bytes of a number at once.
Fits = int


class Fitting:
    """Reckons how well the rows of a list fit.

    Sums stop at 127: with more than thirty words, rows that fit badly are not told apart.
    """

    def __init__(self, rows: int) -> None:
        self._rows = rows
        self._lower = read(b"\x7f" * rows)  # the bits of a fit
        self._highest = read(b"\x80" * rows)  # which is free, so that two of them can be added

    def laid(self, layers: Iterable[Layer]) -> Fits:
        """How well each row fits: what is laid later covers what was before."""
        fits = bytearray(self._rows)
        for fit, rows in layers:
            for row in rows:
                fits[row] = fit
        return read(fits)

    def alike(self, fits: Fits) -> Fits:
        """The same rows, all fitting with 127, the bits of every fit: also a mask for others."""
        return _below(self._fitting(fits))

    def over(self, worse: Fits, better: Fits) -> Fits:
        """How well each row fits by `better`, and where that is 0 by `worse`."""
        return worse & (self._lower ^ self.alike(better)) | better if worse else better

    def both(self, fits: Fits, others: Fits) -> Fits:
        """How well each row fits both: the sum of the two, 0 where either is 0."""
        sums = fits + others
        most = _below(sums & self._highest)
        return (sums | most) & self.alike(fits) & self.alike(others)

    def count(self, fits: Fits) -> int:
        """How many rows fit."""
        return self._fitting(fits).bit_count()

    def written(self, fits: Fits) -> bytes:
        """How well all rows fit, a byte for each."""
        return fits.to_bytes(self._rows, "little")

    def _fitting(self, fits: Fits) -> int:
        """The highest bit of each row that fits: 127 and any fit carry into it."""
        return (fits + self._lower) & self._highest


def read(fits: bytes | bytearray) -> Fits:
    """How well all rows fit, from a byte for each."""
    return int.from_bytes(fits, "little")


def best_first(fits: bytes) -> Iterator[int]:
    """The rows that fit, the best first, those that fit alike in their order."""
    for fit in range(1, 128):
        row = fits.find(fit)
        while row >= 0:
            yield row
            row = fits.find(fit, row + 1)


class Order:
    """Another order of all rows, by the keys of their numbers, equal ones as they are."""

    def __init__(self, rows: int, key: Callable[[int], Any]) -> None:
        order = array("I", sorted(range(rows), key=key))
        size = rows // 256 + 1
        self._parts = [order[at : at + size] for at in range(0, rows, size)]
        self._part = bytearray(rows)  # of each row: only parts with a row that fits are looked at
        for number, part in enumerate(self._parts):
            for row in part:
                self._part[row] = number

    def listed(self, fits: bytes) -> Iterator[int]:
        """The rows that fit, in this order."""
        for number in sorted(set(compress(self._part, fits))):
            yield from (row for row in self._parts[number] if fits[row])


def _below(highest: int) -> int:
    """The seven bits below each highest one."""
    return highest - (highest >> 7)
