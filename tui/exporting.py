"""Write a review to a file without ever destroying one that is not an earlier export of it."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from core.document import Document, Metric
from core.export import edited, forms, markdown, taking_back
from core.export.forms import FORMS, MARKDOWN, Form
from core.export.material import EVERYTHING, Material, Scope, material
from core.folding import searchable
from core.review import TAGS, Annotation
from core.watching import Watch, part

_T = TypeVar("_T")


class ExportError(Exception):
    """The review could not be written; the message names the file and the cause."""


class OccupiedError(ExportError):
    """The file holds what would be lost; it is replaced only where that is asked for."""


class StoppedError(Exception):
    """The export was stopped, and nothing was written."""


def cause_of(error: Exception) -> str:
    """Why something failed, without the name that the system puts before it."""
    return getattr(error, "strerror", None) or str(error)


def suggested_name(document: Document, reviewer: str, form: Form = MARKDOWN) -> str:
    """A file name for an export: 审阅_<title>_<reviewer>.md, safe on every system."""
    title = document.metadata.title or document.id[:8]
    name = re.sub(r'[\s/\\:*?"<>|.]+', "_", f"审阅_{title}_{reviewer}")[:80].strip("_")
    return name + form.suffix


def renamed(name: str, form: Form) -> str:
    """The name for another form: only an ending that is one of a form is changed."""
    suffixes = sorted({one.suffix for one in FORMS}, key=len, reverse=True)
    ending = next((suffix for suffix in suffixes if name.lower().endswith(suffix)), None)
    return name.removesuffix(name[-len(ending) :]) + form.suffix if ending else name


def scope_of(document: Document, words: str) -> Scope:
    """What is meant by `亮点,1.3`: marks with one of the tags, in one section; "": everything.

    A section is named by its locator, its heading, or its numbers: 一、（三）. Raises ValueError
    for a name that is neither, and for a second section.
    """
    names = {name: tag.id for tag in TAGS for name in (tag.id, tag.chinese)}
    tags: set[str] = set()
    section = None
    for word in filter(None, (one.strip() for one in re.split("[,，]", words))):
        if word in names:
            tags.add(names[word])
        elif section is None:
            section = _section(document, word)
        else:
            raise ValueError(f"one section at most: {word}")
    return Scope(frozenset(tags), section)


def _section(document: Document, word: str) -> str:
    wanted = searchable(word).strip("、.")
    found = []
    for section in document.sections:
        path = "".join(one.number for one in document.ancestry(section.id))
        if section.locator == wanted:
            return section.id
        if wanted in {searchable(one).strip("、.") for one in (path, section.heading)}:
            found.append(section.id)
    if len(found) != 1:
        cause = "several sections are called so; use a locator" if found else "no tag, no section"
        raise ValueError(f"{cause}: {word}")
    return found[0]


@dataclass(frozen=True, slots=True)
class Order:
    """What is handed in: in which form, how much of the review, by which template if by one.

    A template writes Markdown; it is the name of one that is offered, or a file. Beside the
    `settings` lie the reviewer's own; None: beside the usual ones.
    """

    form: Form = MARKDOWN
    scope: Scope = EVERYTHING
    template: str = ""
    settings: Path | None = None

    @property
    def is_known_again(self) -> bool:
        """Whether the file tells by itself of which review it is."""
        return not self.template and self.form.tells_of_itself


@dataclass(frozen=True, slots=True)
class Preview:
    """The beginning of an export as one may read it, in which form that is, and of how many marks.

    A form that nobody can read is shown as Markdown.
    """

    text: str
    form: Form
    marks: int


class Exporting:
    """Writes a review for a worker, which can be watched and stopped."""

    def __init__(
        self,
        document: Document,
        annotations: Mapping[str, Annotation],
        figures: Callable[[], Sequence[Metric]],
        reviewer: str,
        order: Order,
    ) -> None:
        """`figures` finds those of the document."""
        self.share_done = 0.0
        self.digest = ""  # of what was written
        self._document = document
        self._annotations = annotations
        self._figures = figures
        self._reviewer = reviewer
        self._order = order
        self._stopped = False

    def stop(self) -> None:
        """Stop as soon as the worker looks up; the file stays as it is."""
        self._stopped = True

    def _watch(self, done: float) -> None:
        self.share_done = max(self.share_done, done)  # what is gone through twice counts once
        if self._stopped:
            raise StoppedError

    def material(self) -> Material:
        """What is handed in. Raises StoppedError."""
        self._watch(0.0)
        made = material(
            self._document,
            self._annotations,
            self._figures(),
            self._reviewer,
            self._order.scope,
        )
        self._watch(0.2)
        return replace(
            made,
            items=_Watched(made.items, part(self._watch, 0.2, 0.6)),
            figures=_Watched(made.figures, part(self._watch, 0.6, 0.9)),
        )

    def content(self, free: str = "") -> bytes:
        """The file. Raises StoppedError, and ExportError for a template that cannot be used."""
        made = self.material()
        if self._order.template:
            return self._by_template(made).encode()
        return forms.written(self._order.form, made, free=free)

    def _by_template(self, made: Material) -> str:
        from tui.templating import by_template  # noqa: PLC0415 (most use none)

        order = self._order
        return by_template(made, order.template, order.settings, lambda _done: self._watch(0.0))

    def preview(self) -> Preview:
        """The beginning of the file. Raises as `content` does."""
        order = self._order
        made = self.material()
        some = replace(made, items=made.items[:_SHOWN], figures=made.figures[:_SHOWN])
        form = order.form if order.form.is_text else MARKDOWN
        if order.template:
            text = self._by_template(some)
        else:
            text = forms.written(form, some).decode("utf-8-sig", "replace")
        if form.module == MARKDOWN.module:  # its front matter and markers are for programs
            text = _MARKERS.sub("", text.split("\n---\n", 1)[-1].lstrip("\n"))
        return Preview("\n".join(text.split("\n")[:_LINES]), form, len(made.items))

    def write(
        self, name: str | Path, *, force: bool = False, earlier: Collection[str] = ()
    ) -> Path:
        """Write the file and return its path; what the reviewer wrote in it himself stays.

        It is replaced as a whole or not at all, behind a symbolic link too. `earlier` are the
        digests of what was written before, by which a form is known again that tells nothing of
        itself. Raises OccupiedError where the file exists and is no earlier export of this review,
        or was edited and not taken back, unless `force`; ExportError where it cannot be written;
        StoppedError.
        """
        try:
            path = Path(name).expanduser().resolve()
            data = self.content(self._kept_of(path, earlier, force=force))
            self._watch(0.9)
            _put(path, data)
            self.digest = digest(data)
        except OccupiedError as error:
            raise OccupiedError(f"{name}: {error}") from error
        except (OSError, RuntimeError, ValueError) as error:  # RuntimeError: ~nobody, else NUL
            raise ExportError(f"{name}: {cause_of(error)}") from error
        return path

    def _kept_of(self, path: Path, earlier: Collection[str], *, force: bool) -> str:
        """What stays of the file there is."""
        if not path.exists():
            return ""
        if not path.is_file():
            raise OSError(0, "not a file")
        order, document, reviewer = self._order, self._document, self._reviewer
        found = path.read_bytes()
        free: str | None = ""
        if order.template:
            is_ours = False
        elif order.form.module != MARKDOWN.module:
            is_ours = forms.is_of(order.form, found, document, reviewer)
        else:
            # Not read_text: it would change line ends, and what is no UTF-8 could not go back.
            former = found.decode("utf-8", "surrogateescape")
            free = markdown.free_block(former, document, reviewer)
            is_ours = free is not None
            if is_ours and not force and _would_lose(former, document, self._annotations):
                raise OccupiedError(_EDITED)
        if not (is_ours or force or digest(found) in earlier):
            raise OccupiedError(_FOREIGN)
        return free or ""


def _would_lose(former: str, document: Document, annotations: Mapping[str, Annotation]) -> bool:
    """Whether a memo says what the review does not. A mark that the review dropped is no loss."""
    try:
        found = taking_back.plan(edited.read(former), document, annotations)
    except edited.TakingBackError:  # of another version, which knew no taking back
        return False
    return bool(found.changes) or any(
        one.kind == "unknown" and one.what != "id" for one in found.findings
    )


_FOREIGN = "exists and is no export of this review"
_EDITED = "was edited outside its free block; take that back with import-review"


def digest(data: bytes) -> str:
    """What tells whether a file is still as it was written; short, for it is in every save."""
    return sha256(data).hexdigest()[:16]


def earlier_of(memory: object) -> tuple[str, ...]:
    """The digests of what was written before, as the last place of a review keeps them."""
    written = memory.get("written") if isinstance(memory, dict) else None
    return tuple(map(str, written)) if isinstance(written, list) else ()


def with_newest(earlier: Sequence[str], newest: str) -> tuple[str, ...]:
    """The digests that are still known after one more was written, the last one last."""
    return (*(one for one in earlier if one != newest), newest)[-_KNOWN:]


class _Watched(tuple[_T, ...]):
    """Marks or figures; whoever writes them one after the other is watched without knowing it."""

    _watch: Watch

    def __new__(cls, items: Sequence[_T], watch: Watch) -> _Watched[_T]:
        self = super().__new__(cls, items)
        self._watch = watch
        return self

    def __iter__(self) -> Iterator[_T]:
        for index, item in enumerate(super().__iter__()):
            if index % _LOOK_EVERY == 0:
                self._watch(index / len(self))
            yield item


_LOOK_EVERY = 50  # marks, figures
_KNOWN = 6  # exports of before that are known again by what is in them
_SHOWN, _LINES = 40, 400  # marks and lines of a preview
_MARKERS = re.compile(r' (?:<a id="pr-[^"]*"></a>|<!-- piyue:[^>]*-->)')


def _put(path: Path, data: bytes) -> None:
    draft = path.with_name(f".piyue-{os.urandom(4).hex()}")
    try:
        with draft.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except BaseException:
        with suppress(OSError):
            draft.unlink()
        raise
