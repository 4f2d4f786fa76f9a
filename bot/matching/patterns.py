"""The candidates' patterns: which of them a paste matches, and how much such a match is worth."""

import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import re2

from bot.entries import Entry
from bot.entries.patterns import compile_for_bytes
from bot.errors import InputError
from bot.matching.extract import Failure, Unit
from bot.matching.tokens import tokens

_KEPT = 4_096
"""So many compiled patterns stay in memory, about 8 KB each."""
_FOREIGN_SAMPLE = 1_000
"""So many other signatures tell how often a pattern fires where it should not."""
_CHUNK = 25
_SEES_ENDS = re.compile(r"[$^]|\\[Az]")
"""A pattern that may match at the ends of a text what it does not within a longer one."""
_FULL_WORTH = 16.0
"""The summed rarity (in nats) of matched words from which a match is worth all it can be."""


@dataclass(frozen=True, slots=True)
class PatternHit:
    """A pattern's match: how rare the matched words are (0..1), and what its named groups caught."""

    rarity: float
    unit: Unit
    captures: dict[str, str]


class Patterns:
    """The patterns of a list of entries, which may grow; each is compiled when it is first needed."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._entries = entries
        self._compiled = lru_cache(_KEPT)(self._compile)
        self._step = max(1, len(entries) // _FOREIGN_SAMPLE)
        sample = [(one.twin_key, one.signature.encode("utf-8", "replace")) for one in entries[:: self._step]]
        chunks = [sample[start : start + _CHUNK] for start in range(0, len(sample), _CHUNK)]
        # Most patterns fire on hardly any signature: many are tried at once before each on its own.
        self._sample = [(b"\n".join(signature for _, signature in chunk), chunk) for chunk in chunks]
        self.foreign_rate = lru_cache(_KEPT)(self._foreign_rate)

    def _compile(self, position: int) -> "tuple[re2._Regexp[bytes] | None, bool]":
        """The pattern, and whether it sees ends; None where the entry has none, or none that RE2 can run."""
        pattern = self._entries[position].regex
        if not pattern:
            return None, False
        try:
            regexp = compile_for_bytes(pattern)
        except InputError:
            return None, False
        return regexp, _SEES_ENDS.search(pattern) is not None

    def _foreign_rate(self, position: int) -> float:
        """ln(1 + how many signatures of other families the pattern fires on), estimated from a sample."""
        regexp, each = self._compiled(position)
        if regexp is None:
            return 0.0
        own = self._entries[position].twin_key
        fired = 0
        for joined, chunk in self._sample:
            if each or regexp.search(joined):
                fired += sum(key != own and regexp.search(signature) is not None for key, signature in chunk)
        return math.log1p(fired * self._step)

    def search(
        self, failure: Failure, candidates: Iterable[int], mass: Callable[[Iterable[str]], float]
    ) -> dict[int, PatternHit]:
        """The candidates' best hits. A match must lie within a few joined lines, however far `.*` would reach."""
        units = [(unit, unit.text.encode()) for unit in failure.units]
        everything = _everything(failure)
        hits: dict[int, PatternHit] = {}
        for position in candidates:
            regexp, sees_ends = self._compiled(position)
            # One look tells for most patterns that they match no unit.
            if regexp is None or not (sees_ends or regexp.search(everything)):
                continue
            best = 0.0
            weighed = set()
            for unit, text in units:
                found = regexp.search(text)
                # Units overlap, and mostly show the same match again.
                if not found or (matched := found.group(0)) in weighed:
                    continue
                weighed.add(matched)
                rarity = min(1.0, mass(tokens(matched.decode("utf-8", "replace"))) / _FULL_WORTH)
                if position not in hits or rarity > best:
                    best = rarity
                    hits[position] = PatternHit(rarity, unit, _captures(found))
                if best == 1.0:
                    break
        return hits


def _everything(failure: Failure) -> bytes:
    """A text that each pattern matches which matches a unit; the units overlap, so that all lines may be shorter."""
    lines = " ".join([line.text for line in failure.lines])
    joined = "\n".join([lines, *(unit.text for unit in failure.readings)])
    units = "\n".join([unit.text for unit in failure.units])
    return min(joined, units, key=len).encode()


def _captures(found: "re2._Match[bytes]") -> dict[str, str]:
    return {name.decode(): value.decode("utf-8", "replace") for name, value in found.groupdict().items() if value}
