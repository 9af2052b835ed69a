"""`piyue --serve` in a real browser: the report shows, a key marks it, nothing is left behind."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiohttp import ClientSession

from store.library import Library
from tests.end_to_end.browser import CHROMIUM, Page, browsing, until
from tests.end_to_end.terminal import ROOT
from tui.opening import shipped_report

TITLE = "2024年长宁区法治政府建设情况报告"
# A page draws each character once, into a canvas, and copies it from there.
WATCH_DRAWING = """
    window.drawn = "";
    const draw = CanvasRenderingContext2D.prototype.fillText;
    CanvasRenderingContext2D.prototype.fillText = function (text, ...place) {
        window.drawn += text;
        return draw.call(this, text, ...place);
    };
"""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """`piyue --serve` on the shipped report, in a process group of its own."""
    serving = subprocess.Popen(
        [sys.executable, "-m", "tui", "--serve", str(shipped_report())],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "HOME": str(tmp_path),
            "LANG": "zh_CN.UTF-8",
            "PIYUE_LIBRARY": str(tmp_path / "library"),
            "PIYUE_REVIEWER": "李",
            "PIYUE_TOUR": "0",
        },
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    yield serving
    if serving.poll() is None:
        os.killpg(serving.pid, signal.SIGKILL)
    serving.communicate()


def apps_of(server: subprocess.Popen[str]) -> list[str]:
    """The processes that a server started."""
    found = subprocess.run(
        ["ps", "-o", "pid=", "-g", str(server.pid)], capture_output=True, text=True, check=False
    )
    return [pid for pid in found.stdout.split() if pid != str(server.pid)]


async def shows(page: Page, text: str) -> bool:
    return set(text) <= set(await page.value("window.drawn") or "")


def marks(library: Path) -> list[tuple[str, list[str]]]:
    """What was saved on the disk: locators and tags."""
    return [
        (record["anchor"]["locator"], record["tags"])
        for log in library.glob("[0-9a-f]*/李.jsonl")
        for record in Library(library).review(log.parent.name, "李").annotations().values()
    ]


@pytest.mark.skipif(CHROMIUM is None, reason="NOT RUN: there is no Chromium here")
async def test_a_report_is_marked_in_a_browser(
    server: subprocess.Popen[str], tmp_path: Path
) -> None:
    assert server.stdout
    address = (await asyncio.to_thread(server.stdout.readline)).strip()
    assert address.startswith("http://127.0.0.1:")
    async with browsing(address, tmp_path / "browser", WATCH_DRAWING) as page:
        await until(lambda: shows(page, TITLE))
        await until(lambda: shows(page, "已阅/79亮点不足跟进"))  # the status line, in Chinese
        await page.press("1")
        await until(lambda: marks(tmp_path / "library") == [("0.1", ["highlight"])])
        assert [url for url in page.requested if not url.startswith((address, "data:"))] == []
        await page.press("q")
        await until(lambda: page.value("document.body.classList.contains('-closed')"))
        assert "内容都已保存" in await page.value("document.body.innerText")
        await page.value("document.querySelector('a').click()")
        await until(lambda: page.value("document.body.className == '-loaded -first-byte'"))
        os.killpg(server.pid, signal.SIGINT)  # ctrl+c, while the page is open
        assert await asyncio.to_thread(server.wait, 30) == 0
    _out, errors = server.communicate()
    assert errors == "按 ctrl+c 结束\n"
    await until(lambda: not apps_of(server))
    assert marks(tmp_path / "library") == [("0.1", ["highlight"])]


async def test_what_was_pressed_before_the_page_was_closed_is_kept(
    server: subprocess.Popen[str], tmp_path: Path
) -> None:
    assert server.stdout
    address = (await asyncio.to_thread(server.stdout.readline)).strip()
    async with ClientSession() as session:
        page = await session.ws_connect(f"{address}ws?width=100&height=30")
        shown = b""
        while "已阅".encode() not in shown:
            shown += (await page.receive(timeout=40)).data
        await asyncio.sleep(1)  # the app takes keys once its first frame is out
        for key in "23":
            await page.send_json(["stdin", key])
        await page.close()
    await until(lambda: not apps_of(server))
    assert marks(tmp_path / "library") == [("0.1", ["weakness"]), ("0.2", ["follow-up"])]
