"""The entries in use, by id and by family."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from bot.entries.model import Entry
from bot.errors import NotFoundError


class Catalog:
    """Entries by id. Entries that differ in the environment alone are twins of each other."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries: dict[str, Entry] = {entry.id: entry for entry in entries}
        self._twins: dict[str, list[Entry]] = defaultdict(list)
        for entry in self._entries.values():
            self._twins[entry.twin_key].append(entry)

    def __len__(self) -> int:
        return len(self._entries)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._entries.values())

    def __contains__(self, entry_id: object) -> bool:
        return entry_id in self._entries

    def get(self, entry_id: str) -> Entry | None:
        return self._entries.get(entry_id)

    def __getitem__(self, entry_id: str) -> Entry:
        """Raise NotFoundError where no entry has the id."""
        entry = self._entries.get(entry_id)
        if entry is None:
            msg = f"there is no entry {entry_id}"
            raise NotFoundError(msg)
        return entry

    def twins(self, entry: Entry) -> list[Entry]:
        return [twin for twin in self._twins[entry.twin_key] if twin.id != entry.id]

    def ids(self) -> list[str]:
        return list(self._entries)
