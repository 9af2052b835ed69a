"""Find last year's report in the library, and hold this year's against it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from core.document import Document, Metadata
from core.roles import consecutive
from core.watching import Watch, part, unwatched
from store.index import Listed
from store.library import Library
from tui.exporting import ExportError, OccupiedError, StoppedError, cause_of
from tui.narration import printable
from tui.opening import read_again
from tui.session import Session

if TYPE_CHECKING:
    from core.lookup import Row
    from core.review import Annotation
    from core.yearly import Comparison
    from tui.analysis import Analysis
    from tui.config import Config

_MOST = 5  # years that are followed; the table of figures has room for no more


def before(listed: Iterable[Listed], facts: Metadata) -> list[Listed]:
    """The documents of a library that seem to be the same report one year earlier."""
    return [one for one in listed if one.measures and consecutive(_facts(one), facts) == 1]


def _facts(one: Listed) -> Metadata:
    return Metadata(title=one.title, issuer=one.issuer)


def years_before(listed: Sequence[Listed], last: Listed) -> list[Listed]:
    """Last year's document and, before it, those of earlier years: oldest first.

    It ends where the library has no report of the year before, or several.
    """
    found = [last]
    while len(found) < _MOST - 1 and len(earlier := before(listed, _facts(found[0]))) == 1:
        found.insert(0, earlier[0])
    return found


class Holding:
    """Holds a document against earlier years for a worker, which can be watched and stopped."""

    def __init__(
        self, document: Document, analysis: Analysis, config: Config | None, wait: Watch = unwatched
    ) -> None:
        """`analysis` knows what the document states. `wait` holds the work up."""
        self.share_done = 0.0
        self._document = document
        self._analysis = analysis
        self._config = config
        self._wait = wait
        self._stopped = False

    def stop(self) -> None:
        """Stop as soon as the worker looks up."""
        self._stopped = True

    def _watch(self, done: float) -> None:
        self.share_done = max(self.share_done, done)
        if self._stopped:
            raise StoppedError
        self._wait(done)

    def run(
        self, earlier: Sequence[Listed], library: Path, own: Mapping[str, Annotation], reviewer: str
    ) -> tuple[Comparison, Session]:
        """Compare with documents of the library, oldest first; the review of the last comes along.

        `own` are the annotations of this year's document. Raises OpenError or StoreError where
        one of the others or its review cannot be read, and StoppedError.
        """
        from core import yearly  # noqa: PLC0415 (not before the first frame)
        from core.years import year  # noqa: PLC0415

        self._watch(0.0)
        share = 0.4 / len(earlier)
        years = []
        for number, one in enumerate(earlier):
            watch = part(self._watch, share * number, share * (number + 1))
            document = read_again(one.id, one.source, library, part(watch, 0, 0.2))
            years.append(year(document, self._stated(document, part(watch, 0.2, 1))))
        findings = self._analysis.findings or self._analysis.find()
        years.append(year(self._document, findings.rows))
        review = Library(library).review(earlier[-1].id, reviewer)
        last = Session(years[-2].document, review, reviewer)
        last.load()
        terms = self._config.terms if self._config else ()
        watch = part(self._watch, 0.4, 1)
        return yearly.compare(years, last.annotations, own, watch, terms), last

    def _stated(self, document: Document, watch: Watch) -> list[Row]:
        from core.facts import find_facts  # noqa: PLC0415 (not before the first frame)
        from core.lookup import rows  # noqa: PLC0415
        from tui.config import Config  # noqa: PLC0415

        vocabulary = (self._config or Config()).vocabulary
        return rows(document, find_facts(document.text, vocabulary, watch))


def suggested_name(found: Comparison) -> str:
    """A name for the file of a comparison that no file here has: 对照_<title>.md."""
    document = found.this.document
    title = document.metadata.title or document.id[:8]
    name = re.sub(r'[\s/\\:*?"<>|.]+', "_", printable(f"对照_{title}"))[:80].strip("_")
    number, free = 1, f"{name}.md"
    while os.path.lexists(free):
        number += 1
        free = f"{name}-{number}.md"
    return free


def write(found: Comparison, name: str) -> Path:
    """Write the comparison into a new file: the figures for .csv, else everything as Markdown.

    Raises OccupiedError where the file exists, ExportError where it cannot be written.
    """
    from core.export import comparison  # noqa: PLC0415 (not before the first frame)

    is_table = name.lower().endswith(".csv")
    data = (comparison.csv(found) if is_table else comparison.markdown(found)).encode()
    try:
        path = Path(name).expanduser().resolve()
        with path.open("xb") as file:
            try:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            except OSError:
                with suppress(OSError):
                    path.unlink()
                raise
    except FileExistsError as error:
        raise OccupiedError(f"{name}: {_THERE}") from error
    except (OSError, RuntimeError, ValueError) as error:  # RuntimeError: ~nobody, else NUL
        raise ExportError(f"{name}: {cause_of(error)}") from error
    return path


_THERE = "is there already; name another file"
