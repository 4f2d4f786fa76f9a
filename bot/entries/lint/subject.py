"""What every rule of the lint gets, and finds its way with."""

import difflib
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date

import re2

from bot.entries.model import Entry, Link
from bot.entries.patterns import compile_pattern
from bot.entries.text import Part
from bot.errors import InputError


@dataclass(frozen=True, slots=True)
class Subject:
    """An entry under the lint. `pattern` is None where there is none or RE2 cannot run it."""

    entry: Entry
    pattern: "re2._Regexp[str] | None"
    pattern_error: str
    """Why RE2 cannot run the pattern; empty where it can."""
    ids: Collection[str]
    """The ids of the whole checked set."""
    today: date

    @classmethod
    def of(cls, entry: Entry, ids: Collection[str], today: date) -> "Subject":
        try:
            pattern = compile_pattern(entry.regex) if entry.regex else None
        except InputError as error:
            return cls(entry, None, str(error), ids, today)
        return cls(entry, pattern, "", ids, today)


Finding = tuple[str, str]
Rule = Callable[[Subject], Iterator[Finding]]


def parts(entry: Entry) -> Iterator[tuple[str, Part]]:
    """The entry and what it is made of, each with the prefix of its fields' paths."""
    yield "", entry
    for field in ("workarounds", "dead_ends", "versions"):
        for position, part in enumerate(getattr(entry, field)):
            yield f"{field}.{position}.", part
    yield "transition_graph.", entry.transition_graph
    for path, link in links(entry):
        yield f"{path}.", link


def links(entry: Entry) -> Iterator[tuple[str, Link]]:
    graph = entry.transition_graph
    for field in type(graph).model_fields:
        for position, link in enumerate(getattr(graph, field)):
            yield f"transition_graph.{field}.{position}", link


def did_you_mean(name: str, known: Collection[str]) -> str:
    close = difflib.get_close_matches(name, known, n=1)
    return f"; did you mean {close[0]}?" if close else ""
