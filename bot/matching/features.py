"""What speaks for and against an entry being the error of a paste, as numbers that a linear model weighs."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from operator import truediv
from typing import NamedTuple

from rapidfuzz import fuzz

from bot.entries import Entry
from bot.matching.extract import Failure, Unit
from bot.matching.index import TextIndex
from bot.matching.patterns import PatternHit
from bot.matching.words import Words, tools_of

NAMES = (
    "retrieval",
    "line_coverage",
    "line_precision",
    "wording",
    "explained",
    "pattern",
    "pattern_foreign",
    "pattern_missed",
    "name",
    "cause",
    "remedy",
    "domain",
    "tool",
    "other_tool",
)
"""Each feature's name, in the order of the values; docs/matching.md explains them one by one."""

_SHORT_WORDING = 8.0
"""A wording of less than this many nats (one or two rare words) cannot count as fully covered."""
_DOMAIN_SCALE = 10.0
_FOREIGN_DOMAIN = -1.5
_WORDINGS_FROM = 3
"""The number of an entry's first part that is a wording."""
_ERROR_NAME = 10
_SAME_ERROR = 0.6
"""From this share of common words two signatures are wordings of one error."""


@dataclass(frozen=True, slots=True)
class Profile:
    """What is worth knowing of an entry before any paste comes."""

    parts: dict[str, tuple[int, ...]]
    """Each word of the entry, and the parts it stands in: numbers of `masses`."""
    masses: tuple[float, ...]
    """The summed rarity of the words of name, cause, remedy, and of each wording, in nats."""
    signature: frozenset[str]
    signature_mass: float
    tools: frozenset[str]
    vetted: bool
    """Whether examples show that the pattern covers the error, so that its silence means something."""
    texts: tuple[str, ...]
    error_names: frozenset[str]
    domain: str
    twin_key: str

    def is_like(self, other: "Profile") -> bool:
        """Whether two entries are about one error: twins, or with mostly the same words in their signatures."""
        if self.twin_key == other.twin_key:
            return True
        common = self.signature & other.signature
        if not common:
            return False
        either = len(self.signature) + len(other.signature) - len(common)
        return len(common) >= _SAME_ERROR * either


def profile(entry: Entry, words: Words, index: TextIndex) -> Profile:
    numbers: defaultdict[str, list[int]] = defaultdict(list)
    masses = []
    for number, part in enumerate((words.name, words.cause, words.remedy, *words.wordings)):
        distinct = set(part)
        shortest = _SHORT_WORDING if number >= _WORDINGS_FROM else 0.0
        masses.append(max(shortest, index.mass(distinct)) or 1.0)
        for word in distinct:
            numbers[word].append(number)
    parts = {word: _shared(tuple(found)) for word, found in numbers.items()}
    signature = frozenset(words.wordings[0] if words.wordings else ())
    return Profile(
        parts,
        tuple(masses),
        signature,
        index.mass(signature) or 1.0,
        tools_of(entry),
        bool(entry.regex and entry.examples),
        (entry.signature.lower(), *(alias.lower() for alias in entry.aliases)),
        error_names(signature),
        entry.domain,
        entry.twin_key,
    )


@cache
def _shared(numbers: tuple[int, ...]) -> tuple[int, ...]:
    """The same tuple for all words in the same parts: there are few different ones, and many words."""
    return numbers


def error_names(found: Iterable[str]) -> frozenset[str]:
    """Compound tokens that name a class of errors, as `filenotfounderror`."""
    return frozenset(t for t in found if len(t) >= _ERROR_NAME and t.endswith(("error", "exception", "failure")))


@dataclass(frozen=True, slots=True)
class Context:
    """What all candidates of one paste share, worked out once."""

    rarity: dict[str, float]
    """Of each token of the paste that some entry or the background has."""
    weighed: dict[str, float]
    """The same times the token's weight in the paste."""
    words: frozenset[str]
    total_mass: float
    units: tuple[Unit, ...]
    masses: list[float]
    """The summed rarity of each unit's words, as far as some entry has them."""
    places: dict[str, list[int]]
    """Where each token stands: numbers of `units`."""
    domains: Mapping[str, float]
    best_domain: float
    """The highest of these, at least 0."""
    tools: frozenset[str]
    error_names: frozenset[str]
    best_score: float


def context(failure: Failure, index: TextIndex, tools: frozenset[str], best_score: float) -> Context:
    """`tools` are all words that name a tool, `best_score` the best BM25 score of a candidate."""
    weights = failure.weights
    rarity = index.known(weights)
    weighed = {token: nats * weights[token] for token, nats in rarity.items()}
    words = frozenset(rarity)
    domains = index.domain_evidence(weights)
    masses = []
    places: dict[str, list[int]] = {token: [] for token in words}
    for number, unit in enumerate(failure.units):
        known = unit.tokens & words
        masses.append(math.fsum(map(rarity.__getitem__, known)))
        for token in known:
            places[token].append(number)
    return Context(
        rarity,
        weighed,
        words,
        sum(weighed.values()) or 1.0,
        failure.units,
        masses,
        places,
        domains,
        max(domains.values(), default=0.0),
        tools & weights.keys(),
        error_names(weights),
        best_score,
    )


class Evidence(NamedTuple):
    """The features of one candidate in the order of NAMES, and the unit of the paste that speaks most for it."""

    values: tuple[float, ...]
    unit: Unit | None


def evidence(paste: Context, entry: Profile, *, score: float, hit: PatternHit | None, foreign: float) -> Evidence:
    """`score` is BM25's; `foreign` what Patterns.foreign_rate says, for a hit."""
    parts = entry.parts
    weighed = paste.weighed
    explained = 0.0
    covered = [0.0] * len(entry.masses)
    for token in filter(parts.__contains__, weighed):
        nats = weighed[token]
        explained += nats
        for number in parts[token]:
            covered[number] += nats
    name, cause, remedy, *wordings = map(truediv, covered, entry.masses)
    unit, line_coverage, line_precision = _best_unit(paste, entry)
    own_tool = not entry.tools.isdisjoint(paste.tools)
    values = (
        score / paste.best_score if paste.best_score else 0.0,
        line_coverage,
        line_precision,
        max(wordings, default=0.0),
        explained / paste.total_mass,
        hit.rarity if hit else 0.0,
        foreign if hit else 0.0,
        float(entry.vetted and hit is None),
        name,
        cause,
        remedy,
        max(_FOREIGN_DOMAIN, (paste.domains.get(entry.domain, 0.0) - paste.best_domain) / _DOMAIN_SCALE),
        float(own_tool),
        float(bool(paste.tools) and not own_tool),
    )
    return Evidence(values, hit.unit if hit and hit.rarity > line_coverage else unit)


def _best_unit(paste: Context, entry: Profile) -> tuple[Unit | None, float, float]:
    """The unit with the best harmonic mean of covered signature and explained line, with both shares."""
    shared: dict[int, float] = {}
    # Sorted, because sets have another order in every process, and sums another last bit in every order.
    for token in sorted(entry.signature & paste.words):
        nats = paste.rarity[token]
        for number in paste.places[token]:
            shared[number] = shared.get(number, 0.0) + nats
    best: tuple[Unit | None, float, float] = (None, 0.0, 0.0)
    best_score = 0.0
    # In the order of the units, so that of equals the first is taken.
    for number in sorted(shared):
        unit, nats = paste.units[number], shared[number]
        coverage, precision = nats / entry.signature_mass, nats / paste.masses[number]
        score = 2 * coverage * precision / (coverage + precision) * (0.5 + 0.5 * unit.kind.weight)
        if score > best_score:
            best, best_score = (unit, coverage, precision), score
    return best


@dataclass(frozen=True, slots=True)
class Closing:
    """What is worked out for the best candidate alone: it says how sure to be, and hardly which one is best."""

    order: float
    """How much of the signature or an alias stands in the unit, in its order (0..1)."""
    rare: float
    """The weight of the rarest word that signature and paste share, in nats."""
    other_error: bool
    """Whether both name a class of errors, but none in common."""


def closing(paste: Context, entry: Profile, unit: Unit | None) -> Closing:
    line = unit.text.lower() if unit else ""
    return Closing(
        max((fuzz.partial_ratio(text, line) for text in entry.texts), default=0.0) / 100 if unit else 0.0,
        max((paste.weighed[token] for token in entry.signature & paste.words), default=0.0),
        bool(entry.error_names and paste.error_names) and entry.error_names.isdisjoint(paste.error_names),
    )
