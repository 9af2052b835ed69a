"""Run by `make wheel` in an environment that holds nothing but the wheel and what it requires."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import sysconfig
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import tui.language
from tui.app import PiyueApp
from tui.opening import Opening, shipped_report

WITHOUT_CODE = {  # what the program reads beside its modules, by the folder that has it
    "core/export": ("page.html", "page.css", "page.js"),
    "core/export/templates": ("full.md", "issues.md", "highlights.md"),
    "tui/served": ("*.html",),
}


def files_are_there(installed: Path) -> None:
    """Pages, templates and what is served are in the wheel."""
    for folder, names in WITHOUT_CODE.items():
        for name in names:
            assert [*(installed / folder).glob(name)], f"not in the wheel: {folder}/{name}"


def exports_are_written(command: Path, folder: Path) -> None:
    """A page, a Word file, and a memo by each template that comes along."""
    for to, begins in (("html", b"<!doctype html>"), ("docx", b"PK")):
        arguments = ["export", str(shipped_report()), "--to", to, "--library", str(folder)]
        written = subprocess.run([command, *arguments], check=True, capture_output=True).stdout
        assert written.startswith(begins), f"no {to}"
    for template in ("full", "issues", "highlights"):
        arguments = ["export", str(shipped_report()), "--template", template]
        arguments += ["--library", str(folder)]
        written = subprocess.run([command, *arguments], check=True, capture_output=True).stdout
        assert written.startswith(b"# "), f"nothing by {template}"


async def app_shows_the_report(library: Path) -> None:
    """Stylesheets, locale and report are in the wheel."""
    tui.language.use("zh")
    with ThreadPoolExecutor(max_workers=1) as worker:
        opening = Opening(shipped_report(), library, "reviewer", worker)
    app = PiyueApp(iter([opening]))
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press("m")
        await pilot.pause(1)
        screenshot = app.export_screenshot()
    assert "24/24" in screenshot, "the list of figures does not show"
    assert "已保存" in screenshot, "the interface is not Chinese"


def main() -> None:
    """Try the app, then the command."""
    installed = Path(tui.__file__).parents[1]
    assert installed == Path(sysconfig.get_path("purelib")), f"not the wheel: {installed}"
    files_are_there(installed)
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(app_shows_the_report(Path(folder)))
        command = Path(sysconfig.get_path("scripts"), "piyue")
        page = Path(folder, "page.html")  # read in a child process, which must find the modules
        page.write_text("<html><body><p>一、成效</p><p>办结12件，完成改造。</p></body></html>")
        for arguments in (["--version"], ["outline", str(shipped_report()), str(page)]):
            subprocess.run([command, *arguments], check=True)
        exports_are_written(command, Path(folder, "exported"))
        subprocess.run([sys.executable, "-P", "-c", "import core.reading.pages.pdf"], check=True)
    print("the wheel works", file=sys.stderr)


if __name__ == "__main__":
    main()
