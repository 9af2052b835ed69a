"""Sum up saves to the records there are.

Of each record the save with the greatest `(at, id)` wins, whatever the order of the lines; so two
copies of a file merge by putting their lines together. `at` never runs back: it is the clock, or
one more than the newest `at` in the log where the clock is behind.
"""

from __future__ import annotations

from store.entry import Entry, Record, Ref, ref


class Fold:
    """Entries summed up: of each record the newest value, None where it was taken away.

    `newest` is the greatest `at` of them.
    """

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.newest = 0
        self._last: Ref = (0, "")
        self._winners: dict[str, dict[str, Entry]] = {}

    def add(self, *entries: Entry) -> None:
        """Take in entries; their order and repetitions do not matter."""
        self.entries += entries
        for entry in entries:
            name = entry["at"], entry["id"]
            if is_newest := name > self._last:
                self.newest, _ = self._last = name
            for table, records in entry["set"].items():
                winners = self._winners.get(table) or self._winners.setdefault(table, {})
                for key in records:
                    if is_newest or key not in winners or ref(winners[key]) < name:
                        winners[key] = entry

    def record(self, table: str, key: str) -> Record | None:
        """The newest value of one record."""
        winner = self._winners.get(table, {}).get(key)
        return winner["set"][table][key] if winner else None

    def names(self) -> set[tuple[str, str]]:
        """Table and key of every record that was ever set."""
        return {(table, key) for table, winners in self._winners.items() for key in winners}

    def tables(self) -> dict[str, dict[str, Record]]:
        """The records there are, by table; a table without records is left out."""
        tables = {
            table: {
                key: record
                for key, winner in winners.items()
                if (record := winner["set"][table][key]) is not None
            }
            for table, winners in self._winners.items()
        }
        return {table: records for table, records in tables.items() if records}
