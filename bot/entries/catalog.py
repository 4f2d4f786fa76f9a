"""The entries in use, by id."""

from collections.abc import Iterable, Iterator

from bot.entries.model import Entry
from bot.errors import NotFoundError


class Catalog:
    """Entries by id, in the order they came."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries: dict[str, Entry] = {entry.id: entry for entry in entries}

    def __len__(self) -> int:
        return len(self._entries)

    def __iter__(self) -> Iterator[Entry]:
        return iter(list(self._entries.values()))

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

    def put(self, entry: Entry) -> None:
        self._entries[entry.id] = entry

    def remove(self, entry_id: str) -> None:
        self._entries.pop(entry_id, None)
