"""Show the app in a browser: a page on this computer, behind an address that nobody can guess."""

from __future__ import annotations

import secrets
import shlex
import socket
import sys
from argparse import Namespace
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import aiohttp_jinja2
from aiohttp import web
from textual_serve.server import Server

from tui.language import _
from tui.narration import complain

_FONT_SIZE = 16  # pixels
_PATIENCE = 3.0  # seconds in which an app whose page is open can save and leave
# Whatever the page comes to hold, nothing of a document leaves for another computer.
_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline';"
    " img-src 'self' data:; connect-src 'self' ws: wss:; frame-ancestors 'none'"
)
# The clipboard is the browser's, as it is the other end's over SSH; no tmux is in between.
_AROUND = ("env", "-u", "TMUX", "-u", "STY", "-u", "TERM", "SSH_CONNECTION=browser")


def serve(options: Namespace) -> int:
    """Serve the app with these options of the command until ctrl+c; returns the exit status.

    Each page that is opened has an app of its own, which saves and ends when the page is closed.
    The address holds a token: a page of another site may reach every port of this computer, and
    so may its other users.
    """
    try:
        listening = _listening(options.host, options.port)
    except (OSError, UnicodeError) as error:
        cause = (getattr(error, "strerror", None) or str(error)).split(" (")[0]
        where = _place(options.host, options.port) if options.port else options.host
        complain(f"{where}: {cause}")
        return 1
    token = secrets.token_urlsafe(16)
    port = listening.getsockname()[1]
    pages = web.Application()
    pages.on_response_prepare.append(_confine)
    command = command_of(options)
    if not _is_loopback(listening):
        complain(_("whoever knows this address can read, mark and write files as you, unencrypted"))
    place = _place(_reached_as(listening, options.host), port)
    print(f"http://{place}/{token}/", flush=True)
    print(_("ctrl+c ends it"), file=sys.stderr, flush=True)

    async def begun() -> web.Application:
        pages.add_subapp(f"/{token}/", await Pages(command, options.lang)._make_app())
        return pages

    web.run_app(begun(), sock=listening, print=None, access_log=None, shutdown_timeout=_PATIENCE)
    return 0


def command_of(options: Namespace) -> str:
    """The command, for a shell, with which each page is given an app of its own."""
    words = [*_AROUND, sys.executable, "-P", "-m", "tui"]
    words += [f"--{name}={getattr(options, name)}" for name in ("library", "reviewer", "lang")]
    words += [f"--config={options.config_file}"] * bool(options.config_file)
    words += [f"--theme={options.theme}"] * bool(options.theme)
    words += ["--no-mouse"] * options.no_mouse
    return "exec " + shlex.join([*words, "--", *map(str, options.files)])


def _listening(host: str, port: int) -> socket.socket:
    """A socket at the port, or at a free one for 0."""
    family, _kind, _protocol, _name, address = socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )[0]
    return socket.create_server(address[:2], family=family)


def _is_loopback(listening: socket.socket) -> bool:
    return ip_address(listening.getsockname()[0]).is_loopback


def _reached_as(listening: socket.socket, host: str) -> str:
    """What stands in an address for a host that is listened at: every address has no name."""
    everywhere = ip_address(listening.getsockname()[0]).is_unspecified
    return socket.gethostname() if everywhere else host


def _place(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


async def _confine(_request: web.Request, response: web.StreamResponse) -> None:
    response.headers["Content-Security-Policy"] = _POLICY
    response.headers["Referrer-Policy"] = "no-referrer"


class Pages(Server):
    """What textual-serve serves, with a page of our own, which asks no other computer."""

    def __init__(self, command: str, language: str) -> None:
        """`command` starts the app, in a shell; `language` is that of the page."""
        self._language = language
        super().__init__(command, templates_path=Path(__file__).parent / "served")

    async def on_startup(self, app: web.Application) -> None:
        """Say nothing; the address was printed."""

    @aiohttp_jinja2.template("app_index.html")
    async def handle_index(self, request: web.Request) -> dict[str, Any]:
        """What the page is filled with; its addresses hold whatever it was reached by."""
        routes = request.app.router
        scheme = "wss" if request.scheme == "https" else "ws"
        return {
            "language": self._language,
            "title": "Piyue 批阅",
            "static": f"{routes['static'].url_for(filename='')}",
            "websocket": f"{scheme}://{request.host}{routes['websocket'].url_for()}",
            "font_size": _FONT_SIZE,
            "begins": _("opening…"),
            "ended": _("Ended; everything is kept."),
            "again": _("Open again"),
        }
