"""Give TinyDB's tables and queries to the records of a log."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import Any

from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Table

from store.storage import JournalStorage


class Shelf(Table):
    """A table whose ids are strings and which always shows what other processes saved.

    Every call that changes something (`insert`, `update`, `upsert`, `remove`, …) is saved as one
    line, with the newest records before it, or not at all. It copies the whole table on the way,
    as TinyDB does; `JournalStorage.put` does not.
    """

    document_id_class = str  # type: ignore[assignment]  # Table is annotated for numbers only
    storage: JournalStorage

    def __init__(self, storage: Storage, name: str, **options: Any) -> None:
        # A remembered query would hide what another process saved since.
        super().__init__(storage, name, **(options | {"cache_size": 0}))

    def upsert(self, document: Mapping[str, Any], cond: Any = None) -> list[int]:
        """Update the records that match, insert where none does; nobody saves in between."""
        with self.storage.transaction():
            return super().upsert(document, cond)

    # A private method of TinyDB, overridden because all that changes a table goes through it:
    # TinyDB reads, changes and writes without a lock between. Hence `tinydb>=4.9,<5`; a test
    # holds on to it.
    def _update_table(self, updater: Callable[[dict[int, Mapping[str, Any]]], None]) -> None:
        with self.storage.transaction():
            super()._update_table(updater)

    def _get_next_id(self) -> str:
        """Counting would give two processes the same id."""
        return os.urandom(8).hex()


class Database(TinyDB):
    """TinyDB over a log: `Database(FileLog(path), by="张三")`."""

    table_class: type[Table] = Shelf
    default_storage_class: type[Storage] = JournalStorage  # type: ignore[assignment]

    def drop_table(self, name: str) -> None:
        """Remove all records of a table, in one line."""
        with self.storage.transaction():
            super().drop_table(name)

    @property
    def storage(self) -> JournalStorage:
        """The storage, with what TinyDB does not know of: transactions, `put`, history."""
        storage = self._storage
        assert isinstance(storage, JournalStorage)
        return storage
