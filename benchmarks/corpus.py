"""What is measured on: labelled messages, and entries as plain values.

Imports nothing of errfix, so that the memory and the start of other programs are measured without it.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

OWN = Path(__file__).parent / "data"
BESIDE = Path(__file__).parents[2] / "shared" / "eval"
"""Labelled messages that may lie beside the project without being part of it."""


@dataclass(frozen=True, slots=True)
class Message:
    """A labelled message. `expect` holds the ids of the right entries; empty: it deserves silence."""

    text: str
    expect: tuple[str, ...]
    source: str
    """The folder its file lies in."""


@dataclass(frozen=True, slots=True)
class Known:
    """As much of an entry as the simplest searches need."""

    id: str
    signature: str
    root_cause: str
    pattern: str


def labelled_files() -> list[Path]:
    return [file for folder in (OWN, BESIDE) for file in sorted(folder.glob("*.jsonl"))]


def read_messages(files: Sequence[Path]) -> Iterator[Message]:
    for file in files:
        for line in file.read_text("utf-8").splitlines():
            case = json.loads(line)
            yield Message(case["text"], tuple(case["expect"]), file.resolve().parent.name)


def read_known(folder: Path) -> list[Known]:
    entries = (json.loads(file.read_text("utf-8")) for file in sorted(folder.rglob("*.json")))
    return [Known(one["id"], one["signature"], one["root_cause"], one.get("regex") or "") for one in entries]
