"""Serving the app to browsers: what is asked of the shell, of the network and of the page."""

import shlex
import socket
import subprocess
import sys
from argparse import Namespace
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from tui import serving

OPTIONS = {
    "library": Path("文库"),
    "reviewer": "李",
    "lang": "zh",
    "config_file": None,
    "theme": None,
    "no_mouse": False,
    "files": [],
}


def words(**options: object) -> list[str]:
    """What the app is given, after the shell read the command."""
    command = serving.command_of(Namespace(**{**OPTIONS, **options}))
    told = subprocess.run(
        [
            "sh",
            "-c",
            command.replace(shlex.join([sys.executable, "-P", "-m", "tui"]), "printf %s\\\\0"),
        ],
        capture_output=True,
        check=True,
        text=True,
    )
    return told.stdout.split("\0")[:-1]


@pytest.mark.parametrize(
    "name",
    [
        "a b.txt",
        "it's.txt",
        'the "new" law.txt',
        "a;touch b.txt",
        "$(touch b).txt",
        "`touch b`.txt",
        "a\nb.txt",
        "*.txt",
        "-rf.txt",
        "～报告.txt",
    ],
)
def test_no_shell_reads_the_name_of_a_file(name: str) -> None:
    assert words(files=[Path(name)])[-2:] == ["--", name]


def test_each_page_reviews_as_the_command_was_told_to() -> None:
    given = words(
        reviewer="-王 & 李", config_file=Path("my config.toml"), theme="light", no_mouse=True
    )
    assert given == [
        "--library=文库",
        "--reviewer=-王 & 李",
        "--lang=zh",
        "--config=my config.toml",
        "--theme=light",
        "--no-mouse",
        "--",
    ]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--host", "nowhere.invalid"], "nowhere.invalid: "),
        (["missing.txt"], "missing.txt: No such file or directory"),
    ],
)
def test_what_cannot_be_served_costs_one_line(piyue, arguments: list[str], told: str) -> None:
    status, out, errors = piyue("--serve", *arguments)
    assert (status, out, errors.count("\n")) == (1, "", 1)
    assert errors.startswith(f"piyue: {told}")


def test_a_port_that_is_taken_is_named(piyue) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert piyue("--serve", "--port", port) == (
            1,
            "",
            f"piyue: 127.0.0.1:{port}: Address already in use\n",
        )


@pytest.mark.parametrize("port", ["-1", "0", "65536", "http"])
def test_a_port_is_a_number(piyue, port: str) -> None:
    status, _out, errors = piyue("--serve", f"--port={port}")
    assert status == 2
    assert "a port is a number from 1 to 65535" in errors


def test_who_lacks_the_extra_is_told_how_to_get_it(piyue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "tui.serving")
    monkeypatch.delattr("tui.serving")
    monkeypatch.setitem(sys.modules, "aiohttp_jinja2", None)
    assert piyue("--serve") == (
        1,
        "",
        "piyue: --serve needs aiohttp_jinja2: pip install 'piyue[serve]'\n",
    )


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch, piyue):
    """Serve as far as the server would begin; gives it, and what was said."""

    def serve(*arguments: str) -> tuple[object, str, str]:
        begun = []
        monkeypatch.setattr(web, "run_app", lambda app, sock, **_: begun.append((app, sock)))
        _status, out, errors = piyue("--serve", *arguments)
        [(app, listening)] = begun
        listening.close()
        return app, out, errors

    return serve


async def test_nothing_is_found_without_the_token(served) -> None:
    app, address, _errors = served()
    token = address.split("/")[3]
    assert len(token) >= 20
    async with TestClient(TestServer(await app)) as client:
        for path, status in {
            f"/{token}/": 200,
            f"/{token}/static/js/textual.js": 200,
            "/": 404,
            "/ws": 404,
            "/static/js/textual.js": 404,
            f"/{token[:-1]}/": 404,
        }.items():
            assert (await client.get(path)).status == status


async def test_the_page_asks_no_other_computer_for_anything(served) -> None:
    app, address, _errors = served("--lang", "zh")
    async with TestClient(TestServer(await app)) as client:
        answer = await client.get("/" + address.split("/", 3)[3].strip())
        page = await answer.text()
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "//" not in page.replace("ws://127.0.0.1", "")
    assert "正在打开…" in page


@pytest.mark.parametrize(
    ("arguments", "warned"),
    [([], False), (["--host", "localhost"], False), (["--host", "0.0.0.0"], True)],
)
async def test_serving_other_computers_is_warned_of(
    served, arguments: list[str], warned: bool
) -> None:
    app, _address, errors = served(*arguments)
    (await app).freeze()
    assert ("whoever knows this address" in errors) is warned
