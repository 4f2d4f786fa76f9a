"""The pattern index: which entries' patterns a text matches, and how much such a match is worth."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import re2

from bot.entries import Entry
from bot.entries.patterns import compile_pattern, options
from bot.errors import InputError
from bot.matching.extract import Failure, Unit
from bot.matching.tokens import tokens

_FOREIGN_SAMPLE = 2_000
"""So many other signatures tell how often a pattern fires where it should not."""
_MAX_ADDED = 64
"""Compiling the filter takes long where there are many patterns; trying so many one by one does not."""
_FILTER_SIZE = 5_000
"""One filter does not compile with many more patterns of different words."""
_FULL_WORTH = 16.0
"""The summed rarity (in nats) of matched words from which a match is worth all it can be."""


@dataclass(frozen=True, slots=True)
class PatternHit:
    """A pattern's match: how rare the matched words are (0..1), and what its named groups caught."""

    rarity: float
    unit: Unit
    captures: dict[str, str]


class PatternIndex:
    """All patterns behind RE2 filters; time is linear in the text whatever the patterns are."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._filters: list[tuple[re2.Filter, list[int]]] = []
        self._added: dict[int, re2._Regexp] = {}
        self._removed: set[int] = set()
        self._compile(enumerate(entries))
        self._foreign = self._count_foreign(entries)

    def _compile(self, entries: Iterable[tuple[int, Entry]]) -> None:
        usable = [(position, entry.regex) for position, entry in entries if entry.regex and _usable(entry.regex)]
        filters = []
        for start in range(0, len(usable), _FILTER_SIZE):
            chunk = usable[start : start + _FILTER_SIZE]
            one = re2.Filter()
            for _, pattern in chunk:
                one.Add(pattern, options())
            one.Compile()
            filters.append((one, [position for position, _ in chunk]))
        self._filters, self._added = filters, {}

    def add(self, position: int, entries: Sequence[Entry]) -> None:
        """Take the pattern of the entry at the position; many are compiled into the filter, a few wait beside it."""
        entry = entries[position]
        if not entry.regex or not _usable(entry.regex):
            return
        self._added[position] = regexp = compile_pattern(entry.regex)
        others = (other for other in entries[:: _step(entries)] if other.twin_key != entry.twin_key)
        foreign = sum(regexp.search(other.signature) is not None for other in others)
        if foreign:
            self._foreign[position] = foreign * _step(entries)
        if len(self._added) > _MAX_ADDED:
            self._compile((place, one) for place, one in enumerate(entries) if place not in self._removed)

    def remove(self, position: int) -> None:
        self._removed.add(position)
        self._added.pop(position, None)

    def _count_foreign(self, entries: Sequence[Entry]) -> dict[int, int]:
        """How many signatures of other families each pattern fires on, in an even sample of them."""
        foreign: dict[int, int] = {}
        for other in entries[:: _step(entries)]:
            for position in self._fired(other.signature):
                if entries[position].twin_key != other.twin_key:
                    foreign[position] = foreign.get(position, 0) + 1
        return {position: count * _step(entries) for position, count in foreign.items()}

    def foreign_rate(self, position: int) -> float:
        """ln(1 + how many foreign signatures the pattern fires on)."""
        return math.log1p(self._foreign.get(position, 0))

    def _fired(self, text: str) -> list[int]:
        hits = [positions[index] for one, positions in self._filters for index in one.Match(text) or ()]
        hits += [position for position, regexp in list(self._added.items()) if regexp.search(text)]
        return [position for position in hits if position not in self._removed] if self._removed else hits

    def search(
        self, failure: Failure, entries: Sequence[Entry], mass: Callable[[Iterable[str]], float]
    ) -> dict[int, PatternHit]:
        """Hits by entry position. A match must lie within a few joined lines, however far `.*` would reach."""
        hits: dict[int, PatternHit] = {}
        for unit in failure.units:
            for position in self._fired(unit.text):
                found = compile_pattern(entries[position].regex or "").search(unit.text)
                if not found:
                    continue
                rarity = min(1.0, mass(tokens(found.group(0) or "")) / _FULL_WORTH)
                if position not in hits or rarity > hits[position].rarity:
                    captures = {name: value for name, value in found.groupdict().items() if value}
                    hits[position] = PatternHit(rarity, unit, captures)
        return hits


def _step(entries: Sequence[Entry]) -> int:
    """Every so manieth entry makes the sample."""
    return max(1, len(entries) // _FOREIGN_SAMPLE)


def _usable(pattern: str) -> bool:
    try:
        compile_pattern(pattern)
    except InputError:
        return False
    return True
