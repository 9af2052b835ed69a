"""A page in Chromium, driven by the DevTools protocol, for the tests that look at pages."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from aiohttp import ClientSession, ClientWebSocketResponse

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome") or shutil.which("chrome")


class Page:
    """A page of a browser, by the DevTools protocol."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        self._socket = socket
        self._calls = 0
        self.requested: list[str] = []

    async def call(self, method: str, **parameters: object) -> dict[str, Any]:
        self._calls += 1
        await self._socket.send_json({"id": self._calls, "method": method, "params": parameters})
        while (answer := await self._socket.receive_json()).get("id") != self._calls:
            if answer["method"] == "Network.requestWillBeSent":
                self.requested.append(answer["params"]["request"]["url"])
        return answer["result"]

    async def value(self, expression: str) -> Any:
        answer = await self.call("Runtime.evaluate", expression=expression)
        return answer["result"].get("value")

    async def press(self, key: str) -> None:
        await self.call("Input.dispatchKeyEvent", type="keyDown", key=key, text=key)
        await self.call("Input.dispatchKeyEvent", type="keyUp", key=key)


async def until(happened: Callable[[], Any]) -> None:
    """Wait for what other programs do; `happened` may be awaitable."""
    deadline = time.monotonic() + 40
    while time.monotonic() < deadline:
        answer = happened()
        if await answer if asyncio.iscoroutine(answer) else answer:
            return
        await asyncio.sleep(0.1)
    raise AssertionError("did not happen within forty seconds")


@asynccontextmanager
async def browsing(address: str, folder: Path, script: str = "") -> AsyncIterator[Page]:
    """Chromium, which may look nothing up, at an address; `script` runs before those of a page."""
    assert CHROMIUM
    browser = subprocess.Popen(
        [
            CHROMIUM,
            *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
            *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
            f"--user-data-dir={folder}",
            "--remote-debugging-port=0",
            "--window-size=1000,600",
            "about:blank",
        ],
        stderr=subprocess.DEVNULL,
    )
    port = folder / "DevToolsActivePort"
    try:
        await until(lambda: port.exists() and "\n" in port.read_text())
        tools = f"http://127.0.0.1:{port.read_text().split()[0]}/json"
        async with ClientSession() as session:
            async with session.get(tools) as answer:
                [target] = [it for it in await answer.json() if it["type"] == "page"]
            async with session.ws_connect(target["webSocketDebuggerUrl"], max_msg_size=0) as socket:
                page = Page(socket)
                await page.call("Page.enable")
                await page.call("Network.enable")
                await page.call("Page.addScriptToEvaluateOnNewDocument", source=script)
                await page.call("Page.navigate", url=address)
                yield page
    finally:
        browser.terminate()
        browser.wait()
