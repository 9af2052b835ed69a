"""Make screenshot.svg, the picture in the README: `make screenshot`."""

from __future__ import annotations

import asyncio
import re
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tui import language
from tui.app import PiyueApp
from tui.opening import Opening, shipped_report

KEYS = [
    *["J", "J", "J", "J", "J", "J", "J", "space", "1", "k", "n"],
    *"请核对是否含简易纠纷",
    *[
        "escape",
        "j",
        "3",
        "space",
        "m",
        "9",
        "5",
        ".",
        "6",
        "enter",
        "j",
        "space",
        "1",
        "m",
        "9",
        "5",
        ".",
        "6",
        "enter",
    ],
]


async def main(path: Path) -> None:
    """Mark some measures of the shipped report and save what is seen."""
    language.use("zh")
    with tempfile.TemporaryDirectory() as library:
        with ThreadPoolExecutor(max_workers=1) as worker:
            opening = Opening(shipped_report(), Path(library), "审阅员", worker)
        app = PiyueApp(iter([opening]))
        async with app.run_test(size=(120, 34)) as pilot:
            await pilot.pause(1)
            for key in KEYS:
                await pilot.press(key)
            await pilot.pause(2)
            path.write_text(_self_contained(app.export_screenshot()), encoding="utf-8")


def _self_contained(svg: str) -> str:
    """The picture without the fonts that it would fetch when it is looked at."""
    svg = re.sub(r"@font-face \{.*?\}", "", svg, flags=re.DOTALL)
    return svg.replace("Fira Code", "monospace")


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
