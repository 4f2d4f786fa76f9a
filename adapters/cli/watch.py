"""Keeps the entries in use true to their files while the bot runs."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.entries import load_entries
from bot.entries.load import Loaded, entry_files
from bot.errors import EntriesError
from bot.matching import Matcher

log = logging.getLogger(__name__)


@dataclass(slots=True)
class EntryWatch:
    """Looks at the files when asked. Of two files with one id the one that had it first keeps it."""

    matcher: Matcher
    paths: Sequence[Path]
    _seen: dict[Path, tuple[int, int]] = field(default_factory=dict)
    _ids: dict[Path, set[str]] = field(default_factory=dict)

    def start(self, loaded: Loaded) -> None:
        """Take note of the files as they were loaded."""
        self._seen = self._stamps()
        self._ids = {file: set() for file in self._seen}
        for entry_id, place in loaded.files.items():
            file = next((file for file in _possible_files(place) if file in self._ids), None)
            if file is not None:
                self._ids[file].add(entry_id)

    def look(self) -> int:
        """Bring the matcher up to date; how many entries were put or removed."""
        stamps = self._stamps()
        changed = [file for file, stamp in stamps.items() if self._seen.get(file) != stamp]
        gone = [file for file in self._seen if file not in stamps]
        self._seen = stamps
        return sum(self._forget(file) for file in gone) + sum(self._read(file) for file in changed)

    def _stamps(self) -> dict[Path, tuple[int, int]]:
        stamps = {}
        for path in self.paths:
            try:
                for file in entry_files(path):
                    status = file.stat()
                    stamps[file] = (status.st_mtime_ns, status.st_size)
            except (EntriesError, OSError) as error:
                log.warning("the entries at %s cannot be looked at: %s", path, error)
                # What is out of sight for a moment (an editor's rename, a mount) is not forgotten.
                stamps.update({file: stamp for file, stamp in self._seen.items() if file.is_relative_to(path)})
        return stamps

    def _forget(self, file: Path) -> int:
        ids = self._ids.pop(file, set())
        for entry_id in ids:
            self.matcher.remove(entry_id)
        return len(ids)

    def _read(self, file: Path) -> int:
        loaded = load_entries([file])
        for problem in loaded.problems:
            log.warning("entry left out: %s", problem)
        taken = {entry_id for other, ids in self._ids.items() if other != file for entry_id in ids}
        mine = [entry for entry in loaded.entries if entry.id not in taken]
        before = self._ids.get(file, set())
        if not loaded.entries and loaded.problems:
            return 0  # half saved, or broken for now: what it said before still stands
        for entry in mine:
            self.matcher.put(entry)
        gone = before - {entry.id for entry in mine}
        for entry_id in gone:
            self.matcher.remove(entry_id)
        self._ids[file] = {entry.id for entry in mine}
        return len(mine) + len(gone)


def _possible_files(place: str) -> list[Path]:
    """A problem's or entry's place names the file, perhaps with `:<line>` or `#<n>` behind."""
    return [Path(place), Path(place.rpartition(":")[0]), Path(place.rpartition("#")[0])]
