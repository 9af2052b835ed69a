"""The command `piyue export`: write reviews to files, into a folder, or to standard output."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from contextlib import suppress
from functools import partial
from pathlib import Path

from core.export.forms import FORM_BY_ID
from core.metrics import find_metrics
from store.errors import StoreError
from store.review import ReviewFile
from tui.exporting import (
    ExportError,
    Exporting,
    OccupiedError,
    Order,
    cause_of,
    earlier_of,
    scope_of,
    suggested_name,
    with_newest,
)
from tui.narration import printable
from tui.opening import read_document, review_of
from tui.printing import write
from tui.session import annotations_of


def export(path: Path, options: Namespace) -> None:
    """Write one review. Raises ExportError, also where a file is in the way and not forced."""
    document = read_document(path, options.library)
    form, reviewer, output = FORM_BY_ID[options.to], options.reviewer, options.output
    try:
        scope = scope_of(document, options.scope)
        order = Order(form, scope, options.template or "", options.config.path)
    except ValueError as error:
        raise ExportError(f"{path}: {error}") from error
    store = review_of(path, document, options.library, reviewer)
    found = annotations_of(store)
    figures = partial(find_metrics, document.text, options.config.vocabulary)
    job = Exporting(document, found, figures, reviewer, order)
    if output == "-":
        if form.is_binary and sys.stdout.isatty():
            raise ExportError(f"{path}: not for a terminal; name a file with -o")
        write(job.content())
        return
    name, is_folder = output, _is_folder(output, len(options.files))
    if is_folder:
        name = str(Path(output) / suggested_name(document, reviewer, form))
    try:
        if is_folder:
            Path(output).expanduser().mkdir(parents=True, exist_ok=True)
        written = job.write(name, force=options.force, earlier=_earlier(store))
    except OccupiedError as error:
        raise ExportError(f"{error}; name another file, or --force") from error
    except (OSError, RuntimeError) as error:
        raise ExportError(f"{output}: {cause_of(error)}") from error
    if found and not order.is_known_again:
        _remember(store, job.digest)
    if is_folder:
        print(printable(str(written)))


def _earlier(store: ReviewFile) -> tuple[str, ...]:
    """What was written before, here or in the app."""
    return earlier_of(store.session().get("export"))


def _remember(store: ReviewFile, digest: str) -> None:
    """Keep a file in mind that tells nothing of itself, where the app does."""
    with suppress(StoreError):  # the file is written; it will be asked for the next time
        place = store.session()
        kept = place.get("export")
        memory = kept if isinstance(kept, dict) else {}
        known = [*with_newest(earlier_of(memory), digest)]
        store.save_session({**place, "export": {**memory, "written": known}})


def _is_folder(output: str, files: int) -> bool:
    """Whether the output is a folder, in which files get names of their own."""
    return files > 1 or output.endswith(os.sep)
