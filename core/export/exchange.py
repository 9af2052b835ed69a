"""What programs that pass annotations on ask of each: an identifier for good, a time in UTC."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID, uuid5

_OURS = UUID("5b0f4d5e-9a53-5d0a-8a0e-6f1d3c2b7a90")
# JSON may hold them as they are; a terminal, a script of a page or UTF-8 may not.
_UNSAFE = re.compile(
    "[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff\ufffe\uffff]"
)


@lru_cache(maxsize=64)  # reviewers and codes are asked for with each mark
def guid(*parts: str) -> str:
    """The identifier of what the parts name: the same on every machine (RFC 9562, version 5)."""
    return str(uuid5(_OURS, json.dumps(parts)))


def instant(at: str) -> str:
    """A time with its offset in UTC, to the second: 2025-03-01T08:00:00Z.

    "" for what is no time, or one that does not say of which place on earth.
    """
    try:
        moment = datetime.fromisoformat(at)
        if moment.utcoffset() is None:
            return ""
        return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"
    except (ValueError, OverflowError):
        return ""


def one_line(value: Any) -> str:
    """One JSON value in one line; reading it gives exactly what was written."""
    written = json.dumps(value, ensure_ascii=False, allow_nan=False)
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", written) + "\n"
