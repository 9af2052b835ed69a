"""The forms in which a review is handed in: what each is called, and what writes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module

from core.document import Document
from core.export.exchange import guid, one_line
from core.export.markup import escaped
from core.export.material import Material

Proof = Callable[[Document, str], tuple[str, ...]]


def _none(document: Document, reviewer: str) -> tuple[str, ...]:
    """Nothing: an earlier export in this form looks like any other file."""
    return ()


def _of_record(document: Document, reviewer: str) -> tuple[str, ...]:
    return f'"reviewer": {one_line(reviewer).strip()}', f'"id": "{document.id}"'


def _of_review(document: Document, reviewer: str) -> tuple[str, ...]:
    return (guid("review", document.id, reviewer),)


def _of_project(document: Document, reviewer: str) -> tuple[str, ...]:
    return guid("source", document.id), guid("reviewer", reviewer)


def _of_page(document: Document, reviewer: str) -> tuple[str, ...]:
    told = {"document": document.id, "reviewer": escaped(reviewer)}
    return tuple(f'<meta name="piyue-{name}" content="{it}">' for name, it in told.items())


@dataclass(frozen=True, slots=True)
class Form:
    """One form; `id` names it on the command line, `suffix` ends the names of its files.

    `module` of this package writes it, in a `flavour` if it has several, and is imported only
    then. `is_text`: a person may read it as it is; `is_binary`: no terminal may be given it.
    `proof` gives what an earlier export of the review of a reviewer has near its beginning.
    """

    id: str
    suffix: str
    english: str
    module: str
    flavour: str = ""
    is_text: bool = True
    is_binary: bool = False
    proof: Proof = _none

    @property
    def tells_of_itself(self) -> bool:
        """Whether a file of this form says of which review it is; a table has no room for that."""
        return self.proof is not _none or self.module == "markdown"


# Markdown proves by its front matter, which the reviewer may have rewritten (markdown.free_block).
FORMS = (
    Form("md", ".md", "Markdown", "markdown", "gfm"),
    Form("obsidian", ".md", "Obsidian", "markdown", "obsidian"),
    Form("docx", ".docx", "Word", "word", "", False, True, _of_review),
    Form("html", ".html", "web page", "html", is_text=False, proof=_of_page),
    Form("csv", ".csv", "table of marks", "spreadsheet", "marks"),
    Form("csv-ledger", ".台账.csv", "table of follow-ups", "spreadsheet", "ledger"),
    Form("csv-figures", ".数字.csv", "table of figures", "spreadsheet", "figures"),
    Form("json", ".json", "JSON", "records", is_text=False, proof=_of_record),
    Form("jsonld", ".jsonld", "JSON-LD", "jsonld", is_text=False, proof=_of_review),
    Form("qdpx", ".qdpx", "REFI-QDA", "refi", "", False, True, _of_project),
)
FORM_BY_ID: Mapping[str, Form] = {form.id: form for form in FORMS}
MARKDOWN = FORMS[0]
_BEGINNING = 20_000  # bytes in which a proof stands


def written(form: Form, material: Material, *, free: str = "") -> bytes:
    """The file of a form. `free` is what stays in it of the reviewer's own, if it has room."""
    module = import_module(f"core.export.{form.module}")
    if form.module == MARKDOWN.module:
        made = module.write(material, flavour=module.FLAVOURS[form.flavour], free=free)
    elif form.flavour:
        made = module.write(material, form.flavour)
    else:
        made = module.write(material)
    # Bytes that were no UTF-8 in the reviewer's own text go back as they came.
    return made.encode("utf-8", "surrogateescape") if isinstance(made, str) else bytes(made)


def is_of(form: Form, former: bytes, document: Document, reviewer: str) -> bool:
    """Whether a file can be known as an earlier export of the review in this form."""
    begin = former[:_BEGINNING].decode("utf-8", "replace")
    proof = form.proof(document, reviewer)
    return bool(proof) and all(one in begin for one in proof)
