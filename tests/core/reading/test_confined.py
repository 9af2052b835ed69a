"""Whatever a reader does with a file, the app gets an Extract or a ReadError, and soon."""

import os
import time
from contextlib import suppress
from pathlib import Path
from threading import Thread

import pytest

from core.document import Metadata
from core.reading.confined import run
from core.reading.extract import Extract, ReadError

STOPPED = "the file cannot be read: the reader stopped"

# What a reader may do instead of reading, as the body of `extract(data)`.
GOOD = 'return Extract("一、成效\\n办结。", {0: 1}, Metadata(title="报告"), ("warning: 1",))'
ECHO = "return Extract(data.decode())"
SLEEPS = "time.sleep(60)"
ANSWERS = """
    for descriptor in range(3, 32):
        try: os.write(descriptor, data)
        except OSError: pass
    os._exit(0)"""


@pytest.fixture
def reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Makes a module whose `extract(data)` has the given body, and gives its name."""
    monkeypatch.syspath_prepend(tmp_path)

    def make(body: str) -> str:
        (tmp_path / "some_reader.py").write_text(
            "import ctypes, os, signal, socket, sys, time\n"
            "from core.document import Metadata\n"
            "from core.reading.extract import Extract, ReadError\n"
            f"def extract(data):\n    {body}\n",
            encoding="utf-8",
        )
        return "some_reader"

    return make


def cause(module: str, data: bytes = b"") -> str:
    with pytest.raises(ReadError) as refusal:
        run(module, data)
    return str(refusal.value)


def test_the_extract_comes_as_the_reader_made_it(reader) -> None:
    assert run(reader(GOOD), b"") == Extract(
        "一、成效\n办结。", {0: 1}, Metadata(title="报告"), ("warning: 1",)
    )


def test_a_large_file_and_a_large_text_do_not_wait_for_each_other(reader) -> None:
    text = "持续推进依法行政。\n" * 400_000
    assert run(reader(ECHO), text.encode()).text == text


def test_a_reader_of_a_format_is_found_in_the_child() -> None:
    with pytest.raises(ReadError, match="damaged"):
        run("core.reading.word.docx", b"PK\x03\x04")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('raise ReadError("damaged XML: word/document.xml")', "damaged XML: word/document.xml"),
        ('raise ReadError("damaged XML: \\x1b[31m\\nred")', "damaged XML:  [31m red"),
        ("bytearray(1 << 30)", "reading it takes too much memory"),
        ("everything = [data]\n    while True: everything.append(str(everything[-1]) * 2)",
         "reading it takes too much memory"),
        ("ctypes.string_at(0)", STOPPED),
        ("os.abort()", STOPPED),
        ("os.kill(0, signal.SIGKILL)", STOPPED),
        ("sys.exit(0)", STOPPED),
        ('raise KeyError("numbering")', STOPPED),
        ("extract(data)", STOPPED),  # recursion without end
        ("while True: os.dup(0)", STOPPED),
        ("os.write(1, b'x' * 100_000); return None", STOPPED),
        ('return Extract("text", {7: 1})', STOPPED),  # a heading on a line that is not there
        ('return Extract("text", {0: 0})', STOPPED),
        ('return Extract("text", warnings=(1,))', STOPPED),
        ('return Extract(b"text")', STOPPED),
    ],
)  # fmt: skip
def test_a_reader_that_fails_gives_a_cause(reader, body: str, expected: str) -> None:
    assert cause(reader(body)) == expected


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"garbage",
        b"garbage\n",
        b"\xff\xfe\n",
        b"[]\n",
        b"null\n",
        b"{}\n",
        b"[" * 100_000 + b"\n",
        b"9" * 10_000 + b"\n",
        b'{"error": 1}\n',
        b'{"error": null}\n',
        b'{"headings": [], "metadata": {}, "warnings": []}',
        b'{"headings": [], "metadata": {}, "warnings": []}\n\xff',
        b'{"headings": [[0]], "metadata": {}, "warnings": []}\n',
        b'{"headings": [[0, true]], "metadata": {}, "warnings": []}\n',
        b'{"headings": [["0", 1]], "metadata": {}, "warnings": []}\n',
        b'{"headings": [[-1, 1]], "metadata": {}, "warnings": []}\n',
        b'{"headings": [[{}, 1]], "metadata": {}, "warnings": []}\n',
        b'{"headings": 1, "metadata": {}, "warnings": []}\n',
        b'{"headings": [], "metadata": {"title": []}, "warnings": []}\n',
        b'{"headings": [], "metadata": {"colour": "red"}, "warnings": []}\n',
        b'{"headings": [], "metadata": [], "warnings": []}\n',
        b'{"headings": [], "metadata": {}, "warnings": 1}\n',
        b'{"headings": [], "metadata": {}, "warnings": {"0": 1}}\n',
        b'{"headings": [], "metadata": {}, "warnings": [null]}\n',
        b'{"headings": [], "metadata": {}, "warnings": ["' + b"x" * (5 << 20) + b'"]}\n',
    ],
)
def test_an_answer_without_sense_is_a_cause(reader, answer: bytes) -> None:
    assert cause(reader(ANSWERS), answer) == STOPPED


def test_what_a_reader_prints_is_not_its_answer(reader) -> None:
    body = 'print("{}"); os.write(1, b"garbage"); ' + GOOD
    assert run(reader(body), b"").metadata.title == "报告"


def test_an_answer_without_end_is_cut(reader) -> None:
    body = """
    for descriptor in range(3, 32):
        try:
            while True: os.write(descriptor, b"{}\\n" + b"x" * 1_000_000)
        except OSError: pass"""
    assert cause(reader(body)) == STOPPED


def test_a_reader_writes_nothing_to_the_disk(reader, tmp_path: Path) -> None:
    target = tmp_path / "written"
    assert cause(reader(f'open({str(target)!r}, "wb", 0).write(b"x")')) == STOPPED
    assert not target.exists() or target.stat().st_size == 0


def test_a_reader_knows_nothing_of_the_environment(reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIYUE_REVIEWER", "张三")
    monkeypatch.setenv("PYTHONPATH", "/nowhere")
    body = 'return Extract(f"{os.getcwd()} {sorted(os.environ)} {os.getsid(0) == os.getpid()}")'
    assert run(reader(body), b"").text in {"/ [] True", "/ ['LC_CTYPE'] True"}


def test_a_file_that_takes_too_long_is_given_up(reader) -> None:
    start = time.monotonic()
    with pytest.raises(ReadError, match="reading it takes too long"):
        run(reader(SLEEPS), b"", deadline=0.5)
    assert time.monotonic() - start < 5


@pytest.mark.parametrize(
    "body",
    [
        "while True: pass",
        "os.close(0); time.sleep(60)",
        "for n in range(60): os.closerange(0, 32); time.sleep(1)",
    ],
)
def test_a_reader_that_neither_reads_nor_ends_is_given_up(reader, body: str) -> None:
    module = reader(body)
    with pytest.raises(ReadError):
        run(module, b"x" * (4 << 20), deadline=0.5)


def test_the_reader_ends_with_what_it_started(reader, tmp_path: Path) -> None:
    note = tmp_path / "pid"
    os.mkfifo(note)  # nothing can be written to a file
    body = f"""
    child = os.fork()
    if child:
        os.write(os.open({str(note)!r}, os.O_WRONLY), str(child).encode())
    time.sleep(60)"""
    noted: list[str] = []
    listener = Thread(target=lambda: noted.append(note.read_text()), daemon=True)
    listener.start()
    with pytest.raises(ReadError):
        run(reader(body), b"", deadline=1)
    listener.join(5)
    assert not running(int(noted[0]))


def running(pid: int) -> bool:
    """Whether a process lives; one that ended but was not waited for does not."""
    for _ in range(400):
        try:
            os.kill(pid, 0)
            state = Path(f"/proc/{pid}/stat")
            if state.exists() and state.read_text().rpartition(")")[2].split()[0] == "Z":
                return False
        except (ProcessLookupError, FileNotFoundError):
            return False
        time.sleep(0.05)
    return True


def test_a_reading_that_is_no_longer_wanted_stops_at_once(reader) -> None:
    start = time.monotonic()

    def watch(done: float) -> None:
        if time.monotonic() > start + 0.2:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        run(reader(SLEEPS), b"", watch)
    assert time.monotonic() - start < 5


def test_many_readings_at_once_do_not_mix(reader) -> None:
    module, texts = reader(ECHO), [str(number) * 10_000 for number in range(6)]
    found: dict[str, str] = {}

    def one(text: str) -> None:
        found[text] = run(module, text.encode()).text

    threads = [Thread(target=one, args=(text,)) for text in texts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {text: text for text in texts}


def test_no_descriptor_is_left_open(reader) -> None:
    before = descriptors()
    for body in (GOOD, "os.abort()", 'raise ReadError("cause")'):
        with suppress(ReadError):
            run(reader(body), b"x")
    for _ in range(400):  # the threads of an exchange close its pipes on their own time
        if descriptors() <= before:
            return
        time.sleep(0.05)
    assert descriptors() <= before


def descriptors() -> int:
    return len(list(Path("/dev/fd").iterdir()))
