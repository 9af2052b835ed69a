"""Write small OFD files: pages of XML in a zip, with the liberties that real writers take."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO
from zipfile import ZipFile

NAMESPACE = "http://www.ofdspec.org/2016"


def text(string: str, x: float, y: float, size: float = 5.5, more: str = "", code: str = "") -> str:
    """A TextObject whose first character begins at x, y millimetres from the upper left corner."""
    delta = code or f'X="0" Y="0" DeltaX="g {max(1, len(string) - 1)} {size}"'
    return (
        f'<ofd:TextObject ID="1" Boundary="{x} {y} 100 10" Font="1" Size="{size}" {more}>'
        f"<ofd:TextCode {delta}>{string}</ofd:TextCode></ofd:TextObject>"
    )


def sheet(*objects: str, before: str = "") -> str:
    """The XML of a page or template; `before` is what stands ahead of its content."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><ofd:Page xmlns:ofd="{NAMESPACE}">{before}'
        f'<ofd:Content><ofd:Layer ID="2">{"".join(objects)}</ofd:Layer></ofd:Content></ofd:Page>'
    )


def make_ofd(
    *sheets: str,
    title: str = "",
    common: str = "",
    more: str = "",
    parts: Mapping[str, str] | None = None,
    locations: Sequence[str] = (),
) -> bytes:
    """A file of these pages.

    `common` goes into CommonData, `more` to the end of Document.xml, `parts` into the zip (in the
    place of what has the same name); `locations` are written for the pages' own.
    """
    names = [f"Doc_0/Pages/Page_{n}/Content.xml" for n in range(len(sheets))]
    written = locations or [name.removeprefix("Doc_0/") for name in names]
    pages = "".join(f'<ofd:Page ID="{n}" BaseLoc="{loc}"/>' for n, loc in enumerate(written))
    files = {
        "OFD.xml": (
            f'<ofd:OFD xmlns:ofd="{NAMESPACE}"><ofd:DocBody><ofd:DocInfo><ofd:Title>{title}'
            "</ofd:Title></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>"
            "</ofd:OFD>"
        ),
        "Doc_0/Document.xml": (
            f'<ofd:Document xmlns:ofd="{NAMESPACE}"><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>'
            f"0 0 210 297</ofd:PhysicalBox></ofd:PageArea>{common}</ofd:CommonData>"
            f"<ofd:Pages>{pages}</ofd:Pages>{more}</ofd:Document>"
        ),
        **dict(zip(names, sheets, strict=True)),
        **(parts or {}),
    }
    data = BytesIO()
    with ZipFile(data, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return data.getvalue()
