"""Reads entries from folders, JSON files with one or many, and JSONL; what is bad is reported and skipped."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from bot.entries.model import Entry
from bot.errors import EntriesError

BUNDLED = Path(__file__).parents[2] / "entries"
SCHEMA_FILE = "schema.json"
MAX_FILE_BYTES = 512 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with an entry file: where, what and how bad."""

    level: Literal["error", "warning"]
    file: str
    """The path, with `:<line>` for a line of a JSONL file and `#<n>` for the n-th entry of a list."""
    field: str
    """The path of the field inside the entry, as `workarounds.0.success_rate`; empty where the file itself is bad."""
    reason: str

    def __str__(self) -> str:
        return ": ".join(part for part in (self.file, self.field, self.reason) if part)


@dataclass(slots=True)
class Loaded:
    """The usable entries in the order read, where each came from, and what was wrong with the others."""

    entries: list[Entry] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def add(self, place: str, data: object) -> bool:
        """Take an entry from its data, or note why not."""
        try:
            entry = Entry.model_validate(data)
        except ValidationError as error:
            self.problems.extend(Problem("error", place, field, reason) for field, reason in _causes(error))
            return False
        except RecursionError:
            self.problems.append(Problem("error", place, "", "nested too deeply"))
            return False
        earlier = self.files.get(entry.id)
        if earlier is not None:
            reason = f"{entry.id} is also the id of the entry in {earlier}; this one is left out"
            self.problems.append(Problem("error", place, "id", reason))
            return False
        self.files[entry.id] = place
        self.entries.append(entry)
        return True


def _causes(error: ValidationError) -> Iterator[tuple[str, str]]:
    """Each field and what is wrong with it; a list that counts as empty since an item of it is bad is not news."""
    found = error.errors()
    parents = {one["loc"][:end] for one in found for end in range(len(one["loc"]))}
    for one in found:
        if one["loc"] not in parents or len(found) == 1:
            yield ".".join(str(part) for part in one["loc"]), one["msg"]


def load_entries(paths: Iterable[Path]) -> Loaded:
    """Read every entry below the paths.

    Of two entries with one id the first is kept, and an error names both files.

    Raises EntriesError where a path does not exist or cannot be listed.
    """
    loaded = Loaded()
    for path in paths:
        for file in entry_files(path):
            for place, data in _documents(file, loaded.problems):
                loaded.add(place, data)
    return loaded


def entry_files(path: Path) -> list[Path]:
    """The path itself, or the JSON and JSONL files below it in a stable order.

    Raises EntriesError where the path does not exist or cannot be listed.
    """
    try:
        if path.is_file():
            return [path]
        if not path.is_dir():
            msg = f"no entries at {path}: there is no such file or folder; set ERRFIX_ENTRIES or --entries to one"
            raise EntriesError(msg)
        return sorted(
            file
            for file in path.rglob("*.json*")
            if file.suffix in {".json", ".jsonl"} and file.is_file() and file != path / SCHEMA_FILE
        )
    except OSError as error:
        msg = f"cannot read the entries at {path}: {error.strerror}"
        raise EntriesError(msg) from error


def _documents(file: Path, problems: list[Problem]) -> Iterator[tuple[str, object]]:
    try:
        if file.stat().st_size > MAX_FILE_BYTES:
            problems.append(Problem("error", str(file), "", f"larger than {MAX_FILE_BYTES} bytes; split it"))
            return
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        problems.append(Problem("error", str(file), "", f"not UTF-8 (byte {error.start}); save it as UTF-8"))
        return
    except OSError as error:
        problems.append(Problem("error", str(file), "", f"cannot be read: {error.strerror}"))
        return
    if file.suffix == ".jsonl":
        for number, line in enumerate(text.split("\n"), 1):
            if line.strip():
                yield from parse_json(f"{file}:{number}", line, problems)
        return
    for place, data in parse_json(str(file), text, problems):
        many = data.get("entries") if isinstance(data, dict) and "id" not in data else data
        if isinstance(many, list):
            yield from ((f"{place}#{number}", item) for number, item in enumerate(many, 1))
        else:
            yield place, data


def parse_json(place: str, text: str, problems: list[Problem]) -> Iterator[tuple[str, object]]:
    """The place and what stands there; nothing, and a problem noted, where that is no JSON."""
    try:
        yield place, json.loads(text)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        problems.append(Problem("error", place, "", f"not JSON ({where}): {error.msg}"))
    except ValueError:  # Python reads no integer of more than 4,300 digits
        problems.append(Problem("error", place, "", "holds a number with too many digits"))
    except RecursionError:
        problems.append(Problem("error", place, "", "nested too deeply"))
