"""Old formats go through LibreOffice, which is not believed; a stand-in plays it here."""

import os
import sys
import time
from io import BytesIO
from pathlib import Path
from threading import Thread
from zipfile import ZipFile

import pytest

from core.reading import office
from core.reading.extract import ReadError

TOO_LARGE = "the file unpacks to more than a document can hold"
RTF = b"{\\rtf1 old}"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0")
STREAM = bytes(126) + "WordDocument".encode("utf-16-le").ljust(64, b"\0")
WORD_97, WORD_95 = OLE + b"\xec\xa5" + STREAM, OLE + b"\xdc\xa5" + STREAM
FLAT = b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument/>'

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PART = (
    f'<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>{{}}</w:t></w:r></w:p></w:body></w:document>'
)

STAND_IN = """\
#!{python} -IS
import os, sys, time
from pathlib import Path
here = Path({here!r})
profile = next(each for each in sys.argv if each.startswith("-env:UserInstallation="))
source, made = sys.argv[-1], Path(sys.argv[sys.argv.index("--outdir") + 1], "in.docx")
def convert(answer):
    made.parent.mkdir()
    made.write_bytes(answer)
{body}
"""


def docx(text: str) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", PART.format(text))
    return file.getvalue()


@pytest.fixture(autouse=True)
def _nothing_installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No LibreOffice of this machine, and a place of its own for temporary files."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "temporary").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setattr(office, "_PLACES", ())
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))


@pytest.fixture
def libreoffice(tmp_path: Path):
    """Puts a stand-in on the PATH: what it does, as the body of a program."""

    def install(body: str, name: str = "soffice") -> None:
        (tmp_path / "good.docx").write_bytes(docx("一、成效"))
        script = tmp_path / "bin" / name
        script.write_text(STAND_IN.format(python=sys.executable, here=str(tmp_path), body=body))
        script.chmod(0o700)

    return install


GOOD = 'convert((here / "good.docx").read_bytes())'


def cause(data: bytes = RTF, *, deadline: float = 20) -> str:
    with pytest.raises(ReadError) as refusal:
        office.extract(data, deadline=deadline)
    return str(refusal.value)


def left(tmp_path: Path) -> list[Path]:
    return list((tmp_path / "temporary").iterdir())


def test_without_libreoffice_the_reader_is_told_what_to_do() -> None:
    assert cause() == "an old Word or WPS file: install LibreOffice or save it as DOCX"


@pytest.mark.parametrize("name", ["soffice", "libreoffice"])
def test_the_converted_file_is_read(libreoffice, tmp_path: Path, name: str) -> None:
    libreoffice(GOOD, name)
    assert office.extract(RTF).text == "一、成效"
    assert not left(tmp_path)


def test_a_place_of_an_installer_is_known_without_the_path(
    libreoffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    libreoffice(GOOD)
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(office, "_PLACES", ((str(tmp_path), "b*/soffice"),))
    assert office.extract(RTF).text == "一、成效"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (RTF, ["--infilter=Rich Text Format", ".rtf"]),
        (WORD_97, ["--infilter=MS Word 97", ".doc"]),
        (WORD_95, [".doc"]),
        (FLAT, ["--infilter=MS Word 2003 XML", ".xml"]),
    ],
)
def test_libreoffice_is_told_what_the_file_is(
    libreoffice, tmp_path: Path, data: bytes, expected: list[str]
) -> None:
    libreoffice(
        "told = [each for each in sys.argv if each.startswith('--infilter')]\n"
        f"(here / 'told').write_text(repr([*told, Path(source).suffix]))\n{GOOD}"
    )
    office.extract(data)
    assert (tmp_path / "told").read_text() == repr(expected)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("", "LibreOffice cannot convert the file"),  # as it answers to a picture
        ("sys.exit(1)", "LibreOffice cannot convert the file"),
        ("os.abort()", "LibreOffice cannot convert the file"),
        ("made.mkdir(parents=True)", "LibreOffice cannot convert the file"),
        ('convert(b"")', "the file is damaged or cut short"),
        ('convert(b"garbage")', "the file is damaged or cut short"),
        ("convert(b''); os.truncate(made, 1 << 30)", TOO_LARGE),
        ("time.sleep(60)", "reading it takes too long"),
    ],
)  # fmt: skip
def test_a_conversion_that_fails_gives_a_cause_and_leaves_nothing(
    libreoffice, tmp_path: Path, body: str, expected: str
) -> None:
    libreoffice(body)
    assert cause(deadline=1.5) == expected
    assert not left(tmp_path)


def test_a_program_that_is_none_gives_a_cause(libreoffice, tmp_path: Path) -> None:
    libreoffice("")
    (tmp_path / "bin" / "soffice").write_bytes(b"\x7fELF")
    assert cause() == "LibreOffice cannot be started"


def test_cancelling_ends_the_conversion_and_what_it_started(libreoffice, tmp_path: Path) -> None:
    libreoffice("os.fork(); time.sleep(0.5); (here / str(os.getpid())).touch(); time.sleep(60)")
    started = time.monotonic()

    def watch(done: float) -> None:
        if len(list(tmp_path.glob("[1-9]*"))) == 2:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        office.extract(RTF, watch)
    assert time.monotonic() - started < 10
    assert not left(tmp_path)
    for note in tmp_path.glob("[1-9]*"):
        assert ended(int(note.name))


def ended(pid: int) -> bool:
    """Whether a process has ended; who takes up orphans may not have noticed yet."""
    for _ in range(400):
        try:
            os.kill(pid, 0)
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except (ProcessLookupError, FileNotFoundError):
            return True
        time.sleep(0.05)
    return False


def test_two_conversions_at_once_share_neither_folder_nor_profile(
    libreoffice, tmp_path: Path
) -> None:
    libreoffice(f'(here / f"{{os.getpid()}}.seen").write_text(profile); time.sleep(0.3); {GOOD}')
    texts: list[str] = []
    threads = [Thread(target=lambda: texts.append(office.extract(RTF).text)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert texts == ["一、成效"] * 2
    assert len({note.read_text() for note in tmp_path.glob("*.seen")}) == 2


def test_the_profile_forbids_macros_links_and_the_network(libreoffice, tmp_path: Path) -> None:
    libreoffice(
        "from urllib.parse import urlparse\n"
        "folder = Path(urlparse(profile.partition('=')[2]).path)\n"
        "settings = folder / 'user' / 'registrymodifications.xcu'\n"
        "(here / 'seen').write_bytes(settings.read_bytes())\n"
        "(here / 'mode').write_text(oct(folder.parent.stat().st_mode)[-3:])\n" + GOOD
    )
    office.extract(RTF)
    settings = (tmp_path / "seen").read_text()
    for setting in (
        '"DisableMacrosExecution" oor:op="fuse"><value>true<',
        '"MacroSecurityLevel" oor:op="fuse"><value>3<',
        '"BlockUntrustedRefererLinks" oor:op="fuse"><value>true<',
    ):
        assert setting in settings
    assert (tmp_path / "mode").read_text() == "700"


def test_libreoffice_learns_nothing_of_who_runs_it(libreoffice, tmp_path: Path) -> None:
    libreoffice(f'(here / "seen").write_text(os.environ["HOME"]); {GOOD}')
    office.extract(RTF)
    assert (tmp_path / "seen").read_text().startswith(str(tmp_path / "temporary"))
