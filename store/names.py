"""Give reviews and documents file names that every system takes, whoever the reviewer is."""

from __future__ import annotations

import re
from hashlib import sha256
from urllib.parse import unquote

DOCUMENT = "document.json"  # what is kept of a document, in the folder that is named after it
REVIEW = ".jsonl"  # what the file of a review ends in
LONGEST = 120  # bytes of UTF-8; with ".jsonl.torn" it fits where names are limited to 143
UNSAFE = re.compile(
    r"""[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff"%*/:<>?\\|]"""
    r"|^[. ]|[. ]\Z"
    # Devices of Windows, whatever follows a dot: "con" and "con.x".
    r"|^(?=(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|\Z)).",
    re.IGNORECASE,
)
CUT = re.compile(r"(.+)%~[0-9a-f]{32}", re.DOTALL)


def file_name(name: str) -> str:
    """A name that every file system takes, legible in any script, different for different names.

    What is not safe stands as %XX, byte by byte; a name that is too long ends in `%~` and a
    digest of the whole, and no name at all is a lone `%`.
    """
    safe = UNSAFE.sub(_escaped, name) or "%"
    if len(safe.encode()) <= LONGEST:
        return safe
    digest = sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:32]
    begin = safe.encode()[: LONGEST - 34].decode(errors="ignore")
    return f"{begin}%~{digest}"


def name_in(file_name: str) -> str:
    """The name that a file name was made of; of a long one the beginning, with its digest."""
    try:
        return "" if file_name == "%" else unquote(file_name, errors="surrogatepass")
    except UnicodeDecodeError:  # none that we made
        return file_name


def is_file_name(name: str) -> bool:
    """Whether `file_name` gives names like this one, none of which leads out of a folder."""
    if long := CUT.fullmatch(name):
        begin = long[1].replace("%", "") + "x"
        return len(name.encode("utf-8", "surrogatepass")) <= LONGEST and not UNSAFE.search(begin)
    return file_name(name_in(name)) == name


def _escaped(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in found[0].encode("utf-8", "surrogatepass"))
