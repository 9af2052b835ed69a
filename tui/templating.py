"""Write a review by a template that comes with Piyue, or by one in a file."""

from __future__ import annotations

from pathlib import Path

from core.export import templating
from core.export.material import Material
from core.export.templating import TEMPLATES, TemplateError
from tui.exporting import ExportError

_LONGEST = 1 << 20  # bytes


def by_template(made: Material, name: str) -> str:
    """The review as a template says: a shipped one by its name, else a file. Raises ExportError."""
    try:
        template = templating.shipped(name)
        if template is None:
            template = _template_in(Path(name).expanduser())
        return templating.write(made, template)
    except (OSError, RuntimeError, ValueError, TemplateError) as error:
        raise ExportError(f"{name}: {getattr(error, 'strerror', None) or error}") from error


def _template_in(path: Path) -> str:
    if not path.exists():
        names = ", ".join((*TEMPLATES, *TEMPLATES.values()))
        raise TemplateError(f"no such template or file: {names}")
    if not path.is_file():
        raise TemplateError("not a file")
    with path.open("rb") as file:
        template = file.read(_LONGEST + 1)
    if len(template) > _LONGEST:
        raise TemplateError("larger than any template")
    return template.decode("utf-8-sig").replace("\r\n", "\n")
