"""Write a review by a template that comes with Piyue, or by one of the reviewer's own."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from core.export import templating
from core.export.material import Material
from core.export.templating import TEMPLATES, TemplateError
from core.watching import Watch, unwatched
from tui import locations
from tui.exporting import ExportError
from tui.narration import printable

_LONGEST = 1 << 20  # bytes
_ENDINGS = (".md", ".md.j2")


def folder(settings: Path | None = None) -> Path:
    """Where a reviewer puts templates of his own, to be offered by name: beside the `settings`.

    None: beside those that are read where none are named.
    """
    return (settings or locations.config()).with_name("templates")


def offered(settings: Path | None = None) -> Mapping[str, str]:
    """The templates that are there by name, and what each is called; one's own come last."""
    return {**TEMPLATES, **{name: name for name in _own(settings)}}


def _own(settings: Path | None) -> dict[str, Path]:
    """The reviewer's own by name, which is that of the file: 周报 for 周报.md."""
    try:
        files = [path for path in sorted(folder(settings).iterdir()) if path.is_file()]
    except OSError:  # most have no such folder
        return {}
    return {
        path.name.removesuffix(ending): path
        for ending in _ENDINGS
        for path in files
        if path.name.endswith(ending) and not path.name.startswith(".")
    }


def by_template(made: Material, name: str, settings: Path | None, watch: Watch = unwatched) -> str:
    """The review as a template says: one of those offered, else one in a file.

    A reviewer's own goes before a shipped one of its name. `watch` may stop it by raising.
    Raises ExportError, which names the template and the line that fails.
    """
    try:
        return templating.write(made, _named(name, _own(settings)), watch)
    except (OSError, RuntimeError, ValueError, TemplateError) as error:
        cause = printable(getattr(error, "strerror", None) or str(error))
        raise ExportError(f"{name}: {cause}") from error


def _named(name: str, own: Mapping[str, Path]) -> str:
    if name in own:
        return _template_in(own[name])
    shipped = templating.shipped(name)
    if shipped is not None:
        return shipped
    path = Path(name).expanduser()
    if not path.exists():
        names = ", ".join(dict.fromkeys((*TEMPLATES, *TEMPLATES.values(), *own)))
        raise TemplateError(f"no such template or file: {names}")
    return _template_in(path)


def _template_in(path: Path) -> str:
    if not path.is_file():
        raise TemplateError("not a file")
    with path.open("rb") as file:
        template = file.read(_LONGEST + 1)
    if len(template) > _LONGEST:
        raise TemplateError("larger than any template")
    return template.decode("utf-8-sig").replace("\r\n", "\n")
