"""The inside of the child process that reads one untrusted file; `confined` starts it.

It limits itself before it sees the file, then answers on the standard output it was given: one
line of JSON (`headings`, `metadata`, `warnings`, or `error` alone), then the text in UTF-8.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict
from importlib import import_module

from core.reading.extract import Extract, ReadError

try:
    import resource
except ImportError:  # Windows: the deadline of the parent alone holds
    resource = None  # type: ignore[assignment]

MEMORY = 400 << 20  # bytes of address space; every sample is read in less than 200 MB
SECONDS = 20  # of computing, should the parent be gone and its deadline with it

_NO_MEMORY = b'{"error": "reading it takes too much memory"}\n'


def main(module: str) -> None:
    """Read the file on standard input with the `extract` of a module; never returns."""
    # What else may print, in Python or below it, must not reach the answer.
    answer = os.dup(1)
    os.dup2(2, 1)
    extract = import_module(module).extract
    sys.dont_write_bytecode = True
    _limit()
    try:
        data = _answer(extract(sys.stdin.buffer.read()))
    except ReadError as error:
        data = json.dumps({"error": str(error)}).encode() + b"\n"
    except MemoryError:
        data = _NO_MEMORY
    with open(answer, "wb", closefd=False) as out:
        out.write(data)
    os._exit(0)  # taking a large document apart object by object would only cost time


def _limit() -> None:
    if resource is None:
        return
    for limit, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, 32),
        (resource.RLIMIT_CORE, 0),
    ):
        try:
            resource.setrlimit(limit, (most, most))
        except (ValueError, OSError):  # macOS knows RLIMIT_AS but takes no number for it
            continue


def _answer(extract: Extract) -> bytes:
    head = {
        "headings": list(extract.headings.items()),
        "metadata": asdict(extract.metadata),
        "warnings": extract.warnings,
    }
    return json.dumps(head).encode() + b"\n" + extract.text.encode("utf-8", "replace")
