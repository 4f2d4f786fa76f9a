"""The words of an entry by where they stand; what the index stores and the features compare."""

import re
from array import array
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, count, islice

from bot.entries import Entry
from bot.entries.patterns import MAX_PATTERN_LENGTH
from bot.matching.tokens import tokens

_CLASS = re.compile(r"\[[^\]]*\]|\\[bBdDsSwWAzZ]|\{\d+,?\d*\}|\(\?P?<\w+>|\(\?[a-z:-]+")
_META = re.compile(r"[.*+?()^$]")


@dataclass(frozen=True, slots=True)
class Words:
    """Token lists; `wordings` holds one for the signature, each alias and alternative of the pattern."""

    wordings: tuple[tuple[str, ...], ...]
    name: tuple[str, ...]
    cause: tuple[str, ...]
    remedy: tuple[str, ...]

    @property
    def all(self) -> frozenset[str]:
        return frozenset(
            (*(token for wording in self.wordings for token in wording), *self.name, *self.cause, *self.remedy)
        )


class PackedWords:
    """The words of many entries by position, in a tenth of the memory: each word is kept once, and numbered."""

    def __init__(self) -> None:
        self._numbers: defaultdict[str, int] = defaultdict(count().__next__)
        self._tokens: list[str] = []
        self._rows: list[array[int]] = []

    def append(self, words: Words) -> None:
        parts = (words.name, words.cause, words.remedy, *words.wordings)
        numbers = map(self._numbers.__getitem__, chain.from_iterable(parts))
        self._rows.append(array("I", [len(parts), *map(len, parts), *numbers]))

    def __getitem__(self, position: int) -> Words:
        known = self._tokens
        if len(known) < len(self._numbers):
            # Numbered in the order in which the dictionary keeps them.
            known = self._tokens = list(self._numbers)
        row = self._rows[position]
        start = row[0] + 1
        found = map(known.__getitem__, row[start:])
        name, cause, remedy, *wordings = (tuple(islice(found, length)) for length in row[1:start])
        return Words(tuple(wordings), name, cause, remedy)


def words_of(entry: Entry) -> Words:
    wordings = (entry.signature, *_translations(entry, "signature"), *entry.aliases)
    name = (*entry.id.split("/", 2)[:2], entry.domain, entry.error_code or "", entry.subcategory or "", *entry.tags)
    remedies = [part for fix in entry.workarounds for part in (fix.action, fix.condition)]
    remedies += [part for dead_end in entry.dead_ends for part in (dead_end.action, dead_end.why_fails)]
    listed = [tuple(tokens(wording)) for wording in (*wordings, *pattern_wordings(entry.regex or ""))]
    return Words(
        tuple(wording for wording in listed if wording),
        tuple(tokens(" ".join(name))),
        tuple(tokens("\n".join((entry.root_cause, *_translations(entry, "root_cause"))))),
        tuple(tokens("\n".join(remedies))),
    )


def pattern_wordings(pattern: str) -> Iterator[str]:
    """What the alternatives of a pattern say in plain words: `DATA RACE|map (read|writes)` says three things."""
    plain = _CLASS.sub(" ", pattern[:MAX_PATTERN_LENGTH])
    plain = re.sub(r"\\(.)", r"\1", plain)
    for alternative in plain.split("|"):
        yield _META.sub(" ", alternative)


def tools_of(entry: Entry) -> frozenset[str]:
    """The words that show the entry's tool: its domain, the names in its versions, its tags."""
    named = [entry.domain, *(version.version for version in entry.versions), *entry.tags]
    return frozenset(token for text in named for token in tokens(text) if not token.isdigit() and len(token) > 1)


def _translations(entry: Entry, field: str) -> list[str]:
    return [value for _, name, _, value in entry.translations() if name == field and isinstance(value, str)]
