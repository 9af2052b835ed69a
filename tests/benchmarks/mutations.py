"""Damage files as disks, mail programs and attackers do: bytes, numbers, parts, XML."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Sequence
from io import BytesIO
from random import Random
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

LARGEST = 2 << 20  # bytes: what is slow at this size is found, what is merely large is not made

Mutation = Callable[[bytes, Random, Sequence[bytes]], bytes]

_NUMBER = re.compile(rb"\d+")
_TAG = re.compile(rb"</?[A-Za-z][^<>]*>")
_VALUE = re.compile(rb"""=\s*(?:"[^"<>]*"|'[^'<>]*')""")
_ODD_NUMBERS = (b"0", b"-1", b"1", b"65536", b"2147483648", b"9" * 19, b"9" * 400, b"1e308", b"nan")
_ODD_VALUES = (b'=""', b'="\xff"', b'="' + b"../" * 40 + b'"', b'="%1%1%9"', b'="&#x1b;"')


def mutated(data: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    """The file after one to three accidents; `others` lend pieces of themselves."""
    for _ in range(random.randint(1, 3)):
        repacks = data.startswith(b"PK\x03\x04") and random.random() < 0.7
        mutate = _inside_zip if repacks else random.choice(_MUTATIONS)
        data = mutate(data, random, others)[:LARGEST]
    return data


def _span(data: bytes, random: Random) -> tuple[int, int]:
    start = random.randrange(len(data) + 1)
    return start, min(len(data), start + random.choice((1, 8, 64, 1024, 65536)))


def _flipped(data: bytes, random: Random, _others: Sequence[bytes]) -> bytes:
    damaged = bytearray(data)
    for _ in range(random.choice((1, 2, 8, 64)) if data else 0):
        damaged[random.randrange(len(damaged))] = random.randrange(256)
    return bytes(damaged)


def _cut(data: bytes, random: Random, _others: Sequence[bytes]) -> bytes:
    return data[: random.randrange(len(data) + 1)]


def _without(data: bytes, random: Random, _others: Sequence[bytes]) -> bytes:
    start, end = _span(data, random)
    return data[:start] + data[end:]


def _repeated(data: bytes, random: Random, _others: Sequence[bytes]) -> bytes:
    start, end = _span(data, random)
    times = min(random.choice((1, 2, 50, 5000)), LARGEST // (end - start + 1))
    return data[:end] + data[start:end] * times + data[end:]


def _spliced(data: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    other = random.choice(others)
    start, end = _span(other, random)
    at = random.randrange(len(data) + 1)
    return data[:at] + other[start:end] + data[at + random.choice((0, end - start)) :]


def _renumbered(data: bytes, random: Random, _others: Sequence[bytes]) -> bytes:
    return _replaced(data, _NUMBER, _ODD_NUMBERS, random)


def _revalued(data: bytes, random: Random, _others: Sequence[bytes]) -> bytes:
    return _replaced(data, _VALUE, _ODD_VALUES, random)


def _replaced(
    data: bytes, pattern: re.Pattern[bytes], odd: Sequence[bytes], random: Random
) -> bytes:
    found = [match.span() for match in pattern.finditer(data)]
    chosen = random.sample(found, min(len(found), random.choice((1, 3, 10))))
    for start, end in sorted(chosen, reverse=True):
        data = data[:start] + random.choice(odd) + data[end:]
    return data


def _retagged(data: bytes, random: Random, _others: Sequence[bytes]) -> bytes:
    """A tag is lost, doubled, nested deep, or stands where another did."""
    tags = [match.span() for match in _TAG.finditer(data)]
    if not tags:
        return data
    start, end = random.choice(tags)
    tag = data[start:end]
    one, other = random.choice(tags)
    instead = random.choice((b"", tag * 2, tag * random.choice((100, 20_000)), data[one:other]))
    return data[:start] + instead + data[end:]


_MUTATIONS: tuple[Mutation, ...] = (
    _flipped,
    _cut,
    _without,
    _repeated,
    _spliced,
    _renumbered,
    _revalued,
    _retagged,
)


def _inside_zip(data: bytes, random: Random, others: Sequence[bytes]) -> bytes:
    """One part of a zip file damaged, renamed, lost or given the content of another."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
    except (
        BadZipFile,
        zlib.error,
        ValueError,
        OSError,
        EOFError,
        RuntimeError,
        NotImplementedError,
    ):
        return _flipped(data, random, others)
    if not parts:
        return data
    name = random.choice(sorted(parts))
    match random.randrange(10):
        case 0:
            del parts[name]
        case 1:
            parts[random.choice(sorted(parts))] = parts[name]
        case 2:
            parts[random.choice((name.upper(), f"../{name}", f"/{name}", name * 50))] = parts.pop(
                name
            )
        case _:
            parts[name] = random.choice(_MUTATIONS)(parts[name], random, others)[:LARGEST]
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for part, content in parts.items():
            archive.writestr(part[:60_000], content)
    return file.getvalue()
