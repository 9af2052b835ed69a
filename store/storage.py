"""Let TinyDB keep its tables in a log: what a table holds is the sum of all saves so far."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from random import getrandbits
from time import time_ns
from typing import Any, TypeAlias

from tinydb.storages import Storage

from store.entry import VERSION, Entry, Record, Records, Ref, plain, ref
from store.errors import BadRecordError
from store.fold import Fold
from store.log import START, FileLog, Held, Tail

Changes: TypeAlias = Mapping[str, Mapping[str, Record | None]]
MANY = 5_000  # entries; a review of a hundred measures has a few hundred


def microseconds() -> int:
    """The time since 1970 as entries carry it."""
    return time_ns() // 1000


class JournalStorage(Storage):
    """The tables of one log. Not for several threads at once.

    Everything handed out is a copy: what the caller does to it changes nothing here. After any
    failure the memory is thrown away and the log read again.
    """

    def __init__(self, log: FileLog, by: str, clock: Callable[[], int] = microseconds) -> None:
        super().__init__()
        self._log = log
        self._by = by
        self._clock = clock
        self._fold = Fold()
        self._position = START
        self._depth = 0
        self._changed_elsewhere: set[tuple[str, str]] = set()
        self._opened_at: int | None = None
        self._own: set[Ref] = set()
        self._transaction = Held(self._begin, self._finish)

    def read(self) -> dict[str, dict[str, Any]] | None:
        """All tables with the newest saves of every process; None where there is no record."""
        self.refresh()
        return plain(self._fold.tables()) or None

    def write(self, data: Changes) -> None:
        """Make the tables equal to `data`, as one line: all of it is saved or nothing."""
        with self.transaction():
            changes: dict[str, Records] = {
                table: dict.fromkeys(records) for table, records in self._fold.tables().items()
            }
            for table, records in data.items():
                changes.setdefault(table, {}).update(records)
            self.put(changes)

    def transaction(self) -> Held:
        """Inside, the newest entries are known and no other process saves; may be nested."""
        return self._transaction

    def _begin(self) -> None:
        if not self._depth and not self._log.acquire(self._position):
            try:
                self.refresh()
            except BaseException:
                self._log.release()
                raise
        self._depth += 1

    def _finish(self) -> None:
        self._depth -= 1
        if not self._depth:
            self._log.release()

    def put(
        self,
        changes: Changes,
        why: str | None = None,
        along: Changes | None = None,
        reference: Mapping[str, Ref] | None = None,
    ) -> None:
        """Set records, None takes one away; all in one line, on the disk when this returns.

        Costs the same however many records there are. Records equal to what is there are left
        out, and nothing is written where none is left; `along` is saved in the same line if there
        is one. `reference` (`undoes` or `redoes`) names another entry. On StoreError nothing was
        saved.
        """
        if not self._depth:
            with self._transaction:
                self.put(changes, why, along, reference)
            return
        if self._position is START:
            self.refresh()  # an earlier save in the same transaction failed
        news = self._news(changes)
        if not news:
            return
        if along:
            news |= self._news(along)
        at = max(self._clock(), self._fold.newest + 1)
        entry: Entry = {
            "v": VERSION,
            "at": at,
            "id": f"{getrandbits(32):08x}",
            "by": self._by,
            "set": news,
        }
        if why:
            entry["why"] = why
        if reference:
            for name, other in reference.items():
                entry[name] = list(other)  # type: ignore[literal-required]
        self._own.add(ref(entry))  # before: a line that could not be cut back is ours all the same
        self._position = START  # forget, unless all goes well
        self._position = self._log.append(entry)
        self._fold.add(entry)

    def _news(self, changes: Changes) -> dict[str, Records]:
        """Copies of the records that differ from what is there."""
        news = {}
        for table, records in changes.items():
            known = self._fold.record
            differing = {k: record for k, record in records.items() if record != known(table, k)}
            if differing:
                news[table] = self._checked(differing)
        return news

    def _checked(self, records: Records) -> Records:
        try:
            copies: Records = plain(records)
        except (TypeError, RecursionError) as error:
            raise BadRecordError(self._log.path, f"not saved: {error}") from error
        for record in copies.values():
            if record is not None and type(record) is not dict:
                raise BadRecordError(self._log.path, "not saved: a record has to be a JSON object")
        return copies

    def record(self, table: str, key: str) -> Record | None:
        """A copy of one record, as of the last look at the log; None where there is none."""
        record: Record | None = plain(self._fold.record(table, key))
        return record

    def refresh(self) -> None:
        """Take in what was saved since the last look; one cheap question when nothing was."""
        if self._position is START:
            with uncollected():
                self._take_in(self._log.tail())
                if len(self._fold.entries) > MANY:
                    gc.freeze()
        else:
            self._take_in(self._log.tail(self._position))
        if self._opened_at is None:
            self._opened_at = self._fold.newest

    def _take_in(self, tail: Tail) -> None:
        self._position = tail.position
        if not tail.entries and not tail.anew:
            return
        before = self._fold
        if tail.anew:
            self._fold = Fold()
        self._fold.add(*tail.entries)
        if self._opened_at is not None:
            self._note_changes(tail, before)

    def _note_changes(self, tail: Tail, before: Fold) -> None:
        if tail.anew:
            self._changed_elsewhere |= {
                name
                for name in before.names() | self._fold.names()
                if before.record(*name) != self._fold.record(*name)
            }
        else:
            self._changed_elsewhere |= {
                (table, key)
                for entry in tail.entries
                for table, records in entry["set"].items()
                for key in records
            }

    def changed_elsewhere(self, table: str) -> Records:
        """Records that came from the log and not from `put` since this was last asked."""
        names = {name for name in self._changed_elsewhere if name[0] == table}
        self._changed_elsewhere -= names
        return {key: self.record(table, key) for _, key in sorted(names)}

    @property
    def entries(self) -> list[Entry]:
        """All entries as of the last look, in the order of the lines. Not to be changed."""
        return self._fold.entries

    def is_ours(self, entry: Entry) -> bool:
        """Whether the entry was there when we opened the log, or is our own."""
        return entry["at"] <= (self._opened_at or 0) or ref(entry) in self._own


@contextmanager
def uncollected() -> Iterator[None]:
    """Keep the garbage collector out: it would go through all entries again and again for nothing.

    Measured with 30,000 lines: a tenth of the time that opening takes, and 0.1 s now and then
    later. So a long log is then declared permanent; it is still freed when nobody needs it.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
