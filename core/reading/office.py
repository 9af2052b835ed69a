"""Read old Word and WPS files, RTF and ODT: LibreOffice makes DOCX of them, if it is there."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from core.reading import formats
from core.reading.confined import ended, run, wait
from core.reading.extract import Extract, ReadError
from core.watching import Watch, unwatched

DEADLINE = 60.0  # seconds; the first start on a slow machine takes ten
_LARGEST = 64 << 20  # bytes of DOCX

_COMMANDS = ("soffice", "libreoffice")
_PLACES = (  # where installers put it without telling the PATH
    ("/Applications", "LibreOffice.app/Contents/MacOS/soffice"),
    ("/opt", "libreoffice*/program/soffice"),
    ("/usr/lib", "libreoffice/program/soffice"),
    ("C:/Program Files", "LibreOffice/program/soffice.exe"),
)

# What LibreOffice is told of each: without the filter, it reads a damaged file as plain text.
_FILTERS = {
    formats.DOC: ("doc", "MS Word 97"),
    formats.RTF: ("rtf", "Rich Text Format"),
    formats.ODT: ("odt", "writer8"),
    formats.WORD_XML: ("xml", "MS Word 2003 XML"),
}
_WORD_97 = b"\xec\xa5"  # the first bytes of its text; in what came before, LibreOffice finds out
_SWITCHES = ("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nofirststartwizard")

# A document is data here: its macros never run, nothing it links to is fetched or updated, and
# should something ask the network all the same, it meets a proxy that is not there.
_SETTINGS = (
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Writer/Content/Update", "Link", "0"),
    ("Office.Writer/Content/Update", "Field", "false"),
    ("Inet/Settings", "ooInetProxyType", "2"),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
    ("Inet/Settings", "ooInetNoProxy", ""),
)
_PROFILE = """\
<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
{}
</oor:items>
"""
_SETTING = (
    '<item oor:path="/org.openoffice.{}"><prop oor:name="{}" oor:op="fuse">'
    "<value>{}</value></prop></item>"
)


def extract(data: bytes, watch: Watch = unwatched, *, deadline: float = DEADLINE) -> Extract:
    """What stands in a DOC, WPS, RTF, ODT or Word 2003 XML file.

    Raises ReadError when LibreOffice is not installed, cannot convert the file or takes longer
    than `deadline` seconds; `watch` is called meanwhile and may raise. Nothing stays on the disk.
    """
    libreoffice = program()
    if libreoffice is None:
        raise ReadError("an old Word or WPS file: install LibreOffice or save it as DOCX")
    return run("core.reading.word.docx", _docx(libreoffice, data, watch, deadline), watch)


def program() -> str | None:
    """LibreOffice on this machine, None when there is none."""
    for command in _COMMANDS:
        if found := shutil.which(command):
            return found
    installed = (str(found) for folder, path in _PLACES for found in Path(folder).glob(path))
    return next(installed, None)


def _docx(program: str, data: bytes, watch: Watch, deadline: float) -> bytes:
    """The file as DOCX. Each run has a profile of its own: two in one would refuse each other."""
    form = formats.kind(data)
    ending, filter_name = _FILTERS[form]
    known = form is not formats.DOC or data[512:514] == _WORD_97
    with TemporaryDirectory(prefix="piyue-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        source, profile, made = folder / f"in.{ending}", folder / "profile", folder / "out"
        try:
            source.write_bytes(data)
            (profile / "user").mkdir(parents=True)
            settings = "\n".join(_SETTING.format(*setting) for setting in _SETTINGS)
            (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE.format(settings))
            process = subprocess.Popen(
                [
                    program,
                    f"-env:UserInstallation={profile.as_uri()}",
                    *_SWITCHES,
                    *([f"--infilter={filter_name}"] if known else []),
                    *("--convert-to", "docx", "--outdir", str(made), str(source)),
                ],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd=folder,
                env=_environment(folder),
                start_new_session=True,
            )
        except OSError as error:
            raise ReadError("LibreOffice cannot be started") from error
        with ended(process):
            wait(_end_of(process), watch, deadline)
        # The exit code is 0 for a picture, too; only what was made tells.
        return _made(made / "in.docx")


def _environment(folder: Path) -> dict[str, str]:
    """What LibreOffice may know of this one: its temporary files go where they are removed."""
    own = dict.fromkeys(("HOME", "TMPDIR", "TEMP", "TMP"), str(folder))
    kept = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
    return {name: os.environ[name] for name in kept if name in os.environ} | own


def _end_of(process: subprocess.Popen[bytes]) -> Callable[[float], bool]:
    def ends(seconds: float) -> bool:
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    return ends


def _made(docx: Path) -> bytes:
    try:
        with docx.open("rb") as file:
            data = file.read(_LARGEST + 1)
    except OSError as error:
        raise ReadError("LibreOffice cannot convert the file") from error
    if len(data) > _LARGEST:
        raise ReadError("the file unpacks to more than a document can hold")
    return data
