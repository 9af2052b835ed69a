"""Find a regular expression in a text, in a process of its own, which is stopped in time."""

from __future__ import annotations

import asyncio
import json
import re
import sys

from core.folding import fold
from tui.language import _

_PATIENCE = 2.0  # seconds; there are patterns that take longer than anybody lives
_MOST = 100_000  # hits

# Nothing of Piyue is imported there, so that it starts within hundredths of a second.
_PROGRAM = f"""
import itertools, json, re, sys
read = lambda: sys.stdin.buffer.read().decode("utf-8", "surrogatepass")
pattern, _, text = read().partition(chr(0))
try:
    found = re.compile(pattern, re.IGNORECASE | re.MULTILINE).finditer(text)
    spans = (match.span() for match in found if match.end() > match.start())
    print(json.dumps(list(itertools.islice(spans, {_MOST}))))
except (re.error, OverflowError, RecursionError) as error:
    print(json.dumps(str(error)))
"""


class PatternError(Exception):
    """A regular expression that is not one, or that cannot be looked for; the text says why."""


async def spans(pattern: str, text: str) -> list[tuple[int, int]]:
    """Where a pattern matches in a text in small letters, in order; empty matches are none.

    Raises PatternError, also where it takes longer than two seconds. Stopping to wait for it
    ends the process.
    """
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-I", "-S", "-c", _PROGRAM),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    job = f"{_folded(pattern)}\0{text}".encode("utf-8", "surrogatepass")
    try:
        answer, _nothing = await asyncio.wait_for(process.communicate(job), _PATIENCE)
    except TimeoutError:
        raise PatternError(_("takes too long")) from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    try:
        found = json.loads(answer)
    except ValueError:
        raise PatternError(_("too much for this computer")) from None
    if isinstance(found, str):
        raise PatternError(found)
    return [(start, end) for start, end in found]


def _folded(pattern: str) -> str:
    """The pattern as the text is folded; a wide sign stands for itself: （一） is no group."""
    return "".join(
        char if (plain := fold(char)) == char else re.escape(plain)
        for char in pattern.replace("\0", "")
    )
