"""An entry's data for tests, good enough that the lint has nothing to say about it."""

import json
from pathlib import Path
from typing import Any

from bot.entries import Entry, Loaded, load_entries

REFERENCE = Path(__file__).parents[3] / "shared" / "seed-entry.json"


def entry_data(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - as in a file
    data: dict[str, Any] = {
        "id": "node/port-in-use",
        "signature": "Error: listen EADDRINUSE: address already in use :::3000",
        "regex": r"EADDRINUSE.{0,60}:(?P<port>\d+)",
        "domain": "node",
        "root_cause": "Another process listens on the port.",
        "root_cause_zh": "另一个进程正在监听该端口。",
        "dead_ends": [{"action": "Run it again", "why_fails": "The other process still has the port."}],
        "workarounds": [
            {"action": "Stop the other process", "how": "lsof -ti :{port} | xargs kill", "success_rate": 0.9},
            {"action": "Use another port", "success_rate": 0.8},
        ],
        "official_doc_url": "https://nodejs.org/api/errors.html",
        "examples": ["Error: listen EADDRINUSE: address already in use 127.0.0.1:8080"],
        "counterexamples": ["Server listening on :8080"],
    }
    return {key: value for key, value in {**data, **changes}.items() if value is not ...}


def make_entry(**changes: Any) -> Entry:  # noqa: ANN401 - as in a file
    return Entry.model_validate(entry_data(**changes))


def write_entry(file: Path, **changes: Any) -> Path:  # noqa: ANN401 - as in a file
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(entry_data(**changes), ensure_ascii=False), encoding="utf-8")
    return file


def load_text(folder: Path, name: str, content: str | bytes) -> Loaded:
    """What the loader makes of one file."""
    file = folder / name
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return load_entries([file])
