"""The page that is handed in, in a real browser: no error, nothing loaded, sorting, print."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from core import review
from core.document import Document
from core.export import html
from core.export.material import material
from core.metrics import find_metrics
from core.reading import read
from core.review import Annotation, anchor_of, key_of
from tests.end_to_end.browser import CHROMIUM, Page, browsing, until

NOW = "2025-03-01T08:00:00+08:00"
HOSTILE = "<img src=http://example.org/x onerror=alert(1)></script><script>alert(2)</script>"
WATCH_WRONGS = """
    window.wrongs = [];
    addEventListener("error", (it) => wrongs.push(String(it.message)), true);
    addEventListener("securitypolicyviolation", (it) => wrongs.push(it.violatedDirective));
    console.error = (...words) => wrongs.push(words.join(" "));
"""
SHOWN = "[...document.querySelectorAll('.note')].filter((it) => it.offsetHeight).length"
CHANGES = (review.tagged("highlight"), review.tagged("weakness"), review.noted(HOSTILE))

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="NOT RUN: there is no Chromium here")


def page_of(report: Document, folder: Path) -> str:
    """The address of a page with nine marks, three of each kind."""
    marks = {}
    for at, measure in enumerate(report.measures[:9]):
        blank = Annotation(f"{at}", anchor_of(report, measure), HOSTILE, NOW, NOW)
        marks[key_of(measure)] = CHANGES[at % 3](blank)
    page = folder / "page.html"
    page.write_text(html.write(material(report, marks, find_metrics(report.text), "李")), "utf-8")
    return page.as_uri()


@asynccontextmanager
async def shown(report: Document, folder: Path, *, scripts: bool = True) -> AsyncIterator[Page]:
    async with browsing("about:blank", folder / "browser", WATCH_WRONGS) as page:
        await page.call("Emulation.setScriptExecutionDisabled", value=not scripts)
        await page.call("Page.navigate", url=page_of(report, folder))
        await until(lambda: page.value("document.readyState == 'complete' && !!document.title"))
        yield page


async def test_a_page_shows_filters_sorts_and_prints(report: Document, tmp_path: Path) -> None:
    async with shown(report, tmp_path) as page:
        assert await page.value(SHOWN) == 9
        await page.value("document.querySelector('[data-column=weakness]').click()")
        assert await page.value(SHOWN) == 3
        assert await page.value("document.querySelector('output').value") == "显示 3 处"
        await page.value("document.querySelector('[data-column=weakness]').click()")
        assert await page.value(SHOWN) == 9

        await page.value("document.querySelectorAll('.figures-table th button')[1].click()")
        values = await page.value(
            "JSON.stringify([...document.querySelectorAll('.figures-table tbody tr')]"
            ".map((row) => Number(row.cells[1].dataset.value)))"
        )
        numbers = [float(word) for word in values.strip("[]").split(",")]
        assert numbers == sorted(numbers)

        printed = await page.call("Page.printToPDF", preferCSSPageSize=True)
        text = read(b64decode(printed["data"])).text
        assert "批注分布" in text
        assert "只看有批注的段落" not in text

        assert await page.value("JSON.stringify(wrongs)") == "[]"
        assert {url.partition(":")[0] for url in page.requested} <= {"about", "file"}


async def test_without_scripts_all_but_the_filter_is_there(
    report: Document, tmp_path: Path
) -> None:
    async with shown(report, tmp_path, scripts=False) as page:
        assert await page.value(SHOWN) == 9
        assert await page.value("document.querySelector('.filter').offsetHeight") == 0
