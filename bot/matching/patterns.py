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
_FULL_WORTH = 16.0
"""The summed rarity (in nats) of matched words from which a match is worth all it can be."""


@dataclass(frozen=True, slots=True)
class PatternHit:
    """A pattern's match: how rare the matched words are (0..1), and what its named groups caught."""

    rarity: float
    span: str
    unit: Unit | None
    captures: dict[str, str]


class PatternIndex:
    """All patterns behind one RE2 filter; time is linear in the text whatever the patterns are."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._filter = re2.Filter()
        self._positions: list[int] = []
        for position, entry in enumerate(entries):
            if entry.regex and _usable(entry.regex):
                self._filter.Add(entry.regex, options())
                self._positions.append(position)
        if self._positions:
            self._filter.Compile()
        self._foreign = self._count_foreign(entries)

    def _count_foreign(self, entries: Sequence[Entry]) -> dict[int, int]:
        """How many signatures of other families each pattern fires on, in an even sample of them."""
        step = max(1, len(entries) // _FOREIGN_SAMPLE)
        foreign: dict[int, int] = {}
        for other in entries[::step]:
            for position in self._fired(other.signature):
                if entries[position].twin_key != other.twin_key:
                    foreign[position] = foreign.get(position, 0) + 1
        return {position: count * step for position, count in foreign.items()}

    def foreign_rate(self, position: int) -> float:
        """ln(1 + how many foreign signatures the pattern fires on)."""
        return math.log1p(self._foreign.get(position, 0))

    def _fired(self, text: str) -> list[int]:
        if not self._positions:
            return []
        return [self._positions[index] for index in self._filter.Match(text) or ()]

    def search(
        self, failure: Failure, entries: Sequence[Entry], mass: Callable[[Iterable[str]], float]
    ) -> dict[int, PatternHit]:
        """Hits by entry position. A match must lie within a few joined lines, however far `.*` would reach."""
        hits: dict[int, PatternHit] = {}
        for position in self._fired(failure.text):
            regexp = compile_pattern(entries[position].regex or "")
            best: PatternHit | None = None
            for unit in failure.units:
                found = regexp.search(unit.text)
                if not found:
                    continue
                span = found.group(0) or ""
                rarity = min(1.0, mass(tokens(span)) / _FULL_WORTH)
                if best is None or rarity > best.rarity:
                    captures = {name: value for name, value in found.groupdict().items() if value}
                    best = PatternHit(rarity, span, unit, captures)
            if best:
                hits[position] = best
        return hits


def _usable(pattern: str) -> bool:
    try:
        compile_pattern(pattern)
    except InputError:
        return False
    return True
