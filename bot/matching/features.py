"""What speaks for and against an entry being the error of a paste, as numbers that a linear model weighs."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz import fuzz

from bot.entries import Entry
from bot.matching.extract import Failure, Unit
from bot.matching.index import TextIndex
from bot.matching.patterns import PatternHit
from bot.matching.words import Words, tools_of

NAMES = (
    "retrieval",
    "coverage",
    "line_coverage",
    "line_precision",
    "wording",
    "explained",
    "order",
    "phrase",
    "rare",
    "pattern",
    "pattern_foreign",
    "name",
    "cause",
    "remedy",
    "domain",
    "tool",
    "other_tool",
    "other_error",
)
"""Each feature's name, in the order of the values; docs/matching.md explains them one by one."""

_SHORT_WORDING = 8.0
"""A wording of less than this many nats (one or two rare words) cannot count as fully covered."""
_DOMAIN_SCALE = 10.0
_ERROR_NAME = 10


@dataclass(frozen=True, slots=True)
class Profile:
    """What is worth knowing of an entry before any paste comes; masses are sums of rarity in nats."""

    signature: frozenset[str]
    signature_mass: float
    wordings: tuple[tuple[frozenset[str], float], ...]
    bigrams: frozenset[tuple[str, str]]
    words: frozenset[str]
    name: frozenset[str]
    cause: frozenset[str]
    remedy: frozenset[str]
    tools: frozenset[str]
    texts: tuple[str, ...]
    error_names: frozenset[str]
    domain: str


def profile(entry: Entry, words: Words, index: TextIndex) -> Profile:
    signature = words.wordings[0] if words.wordings else ()
    return Profile(
        frozenset(signature),
        index.mass(set(signature)),
        tuple((frozenset(wording), max(_SHORT_WORDING, index.mass(set(wording)))) for wording in words.wordings),
        frozenset(pairwise(signature)),
        words.all,
        frozenset(words.name),
        frozenset(words.cause),
        frozenset(words.remedy),
        tools_of(entry),
        (entry.signature.lower(), *(alias.lower() for alias in entry.aliases)),
        error_names(signature),
        entry.domain,
    )


def error_names(found: Sequence[str]) -> frozenset[str]:
    """Compound tokens that name a class of errors, as `filenotfounderror`."""
    return frozenset(t for t in found if len(t) >= _ERROR_NAME and t.endswith(("error", "exception", "failure")))


@dataclass(frozen=True, slots=True)
class Context:
    """What all candidates of one paste share."""

    failure: Failure
    total_mass: float
    domains: Mapping[str, float]
    tools: frozenset[str]
    error_names: frozenset[str]
    best_score: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """The features of one candidate in the order of NAMES, and the unit of the paste that speaks most for it."""

    values: tuple[float, ...]
    unit: Unit | None


def evidence(
    context: Context, entry: Profile, index: TextIndex, *, score: float, hit: PatternHit | None, foreign: float
) -> Evidence:
    """`score` is BM25's; `foreign` what PatternIndex.foreign_rate says."""
    failure, weights = context.failure, context.failure.weights

    def weighed(words: frozenset[str]) -> float:
        return sum(index.idf(token) * weights[token] for token in words & weights.keys())

    def share(words: frozenset[str]) -> float:
        mass = index.mass(words)
        return weighed(words) / mass if mass else 0.0

    shared = entry.signature & weights.keys()
    unit, line_coverage, line_precision = _best_unit(failure, entry, index)
    lower = unit.text.lower() if unit else ""
    pairs = sum(index.idf(a) + index.idf(b) for a, b in entry.bigrams)
    own_tool = bool(entry.tools & context.tools)
    values = (
        score / context.best_score if context.best_score else 0.0,
        weighed(shared) / (entry.signature_mass or 1.0),
        line_coverage,
        line_precision,
        max((weighed(wording) / mass for wording, mass in entry.wordings), default=0.0),
        weighed(entry.words) / (context.total_mass or 1.0),
        max((fuzz.partial_ratio(text, lower) for text in entry.texts), default=0.0) / 100 if unit else 0.0,
        sum(index.idf(a) + index.idf(b) for a, b in entry.bigrams & failure.bigrams) / pairs if pairs else 0.0,
        max((index.idf(token) * weights[token] for token in shared), default=0.0),
        hit.rarity if hit else 0.0,
        foreign if hit else 0.0,
        share(entry.name),
        share(entry.cause),
        share(entry.remedy),
        max(-1.5, context.domains.get(entry.domain, 0.0) / _DOMAIN_SCALE),
        float(own_tool),
        float(bool(context.tools) and not own_tool),
        float(bool(entry.error_names and context.error_names and not entry.error_names & context.error_names)),
    )
    return Evidence(values, hit.unit if hit and hit.rarity > line_coverage else unit)


def _best_unit(failure: Failure, entry: Profile, index: TextIndex) -> tuple[Unit | None, float, float]:
    """The unit with the best harmonic mean of covered signature and explained line, with both shares."""
    best: tuple[Unit | None, float, float] = (None, 0.0, 0.0)
    best_score = 0.0
    for unit in failure.units:
        shared = sum(index.idf(token) for token in entry.signature & unit.tokens)
        if not shared:
            continue
        coverage = shared / (entry.signature_mass or 1.0)
        precision = shared / (math.fsum(index.idf(token) for token in unit.tokens if index.knows(token)) or 1.0)
        score = 2 * coverage * precision / (coverage + precision) * (0.5 + 0.5 * unit.kind.value)
        if score > best_score:
            best, best_score = (unit, coverage, precision), score
    return best
