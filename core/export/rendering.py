"""Fill a template with a review: the inside of a process that can do nothing else.

`templating` starts it. A template may come from anybody: it calls nothing but its own macros, reads
no file, and sees words and numbers alone. Time and memory are those of the process.
"""

from __future__ import annotations

import json
import traceback
from types import SimpleNamespace
from typing import Any

from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, nodes, pass_context
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import LoopContext
from jinja2.sandbox import SandboxedEnvironment
from jinja2.utils import Namespace
from markupsafe import Markup

from core.export.escaping import escape, plain
from core.reading.extract import Extract, ReadError

LONGEST = 8 << 20  # characters of what is written
_FILE = "<template>"
_FILTERS = (
    *("abs", "batch", "count", "default", "d", "dictsort", "first", "float", "groupby", "int"),
    *("last", "length", "list", "lower", "map", "max", "min", "reject", "rejectattr"),
    *("reverse", "round", "select", "selectattr", "slice", "sort", "string", "sum", "trim"),
    *("truncate", "unique", "upper"),
)


class _Concatenation(CodeGenerator):
    """Joins words with ~ as they are written elsewhere: escaped for Markdown, not for HTML."""

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802
        self.write("environment.joined((")
        for one in node.nodes:
            self.visit(one, frame)
            self.write(", ")
        self.write("))")


class _Sandbox(SandboxedEnvironment):
    code_generator_class = _Concatenation
    intercepted_binops = frozenset({"+", "%", "*", "**"})

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        is_open = isinstance(obj, (SimpleNamespace, Namespace, LoopContext))
        return is_open and not attr.startswith("_")

    def wrap_str_format(self, value: Any) -> None:
        """No `format` of words: it would put them into Markdown without escaping them."""

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        if operator == "+" and isinstance(left, str) and isinstance(right, str):
            return self.joined((left, right))
        if not all(isinstance(one, (int, float)) for one in (left, right)):
            raise TemplateError(f"{operator} is for numbers")
        return super().call_binop(context, operator, left, right)

    @staticmethod
    def joined(parts: tuple[Any, ...]) -> Any:
        """Words stay words, to be escaped once; beside what is Markdown they are made that."""
        if any(isinstance(part, Markup) for part in parts):
            return Markup("".join(map(_written, parts)))
        return "".join(map(str, parts))


def _written(value: Any) -> Markup:
    """What {{ … }} writes: Markdown as it is, anything else so that Markdown shows it as it is."""
    return value if isinstance(value, Markup) else Markup(escape(str(value)))


@pass_context  # else Jinja would itself write the words that stand in the template, as HTML
def _finalized(_context: Any, value: Any) -> Markup:
    return _written(value)


def _joined(values: Any, between: str = "") -> Markup:
    return Markup(between).join(map(_written, values))


def extract(data: bytes) -> Extract:
    """The template filled in. Raises ReadError, which names the line of the template."""
    given = json.loads(data, object_hook=lambda pairs: SimpleNamespace(**pairs))
    sandbox = _Sandbox(
        autoescape=True,
        finalize=_finalized,
        optimized=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"],
    )
    sandbox.filters = {name: sandbox.filters[name] for name in _FILTERS}
    sandbox.filters |= {"raw": _raw, "join": _joined, "replace": _replaced}
    sandbox.globals = {name: sandbox.globals[name] for name in ("range", "namespace")}
    try:
        template = sandbox.from_string(given.template)
        written = _bounded(template.generate(**vars(given.values)))
    except TemplateSyntaxError as error:
        raise _in_line(error.lineno, str(error.message)) from error
    except (MemoryError, ReadError):
        raise
    except Exception as error:
        raise _in_line(_line(error), str(error)) from error
    return Extract(text=written)


def _raw(value: Any) -> Markup:
    """The filter for what is Markdown already; control characters stay out of it all the same."""
    return Markup(plain(str(value)))


def _replaced(value: Any, old: str, new: str) -> str:
    # Jinja's own would put words into Markdown without escaping them.
    return str(value).replace(old, new)


def _bounded(parts: Any) -> str:
    written, length = [], 0
    for part in parts:
        written.append(part)
        length += len(part)
        if length > LONGEST:
            raise ReadError("writes more than any memo holds")
    return "".join(written)


def _in_line(line: int | str, cause: str) -> ReadError:
    told = f"line {line}: {cause}"
    return ReadError(told)


def _line(error: Exception) -> int | str:
    frames = traceback.extract_tb(error.__traceback__)
    return next((one.lineno or "?" for one in reversed(frames) if one.filename == _FILE), "?")
