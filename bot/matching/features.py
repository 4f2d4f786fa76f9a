"""What speaks for and against an entry being the error of a paste, as numbers that a linear model weighs."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

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
    "order",
    "rare",
    "pattern",
    "pattern_foreign",
    "pattern_missed",
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
_FOREIGN_DOMAIN = -1.5
_ERROR_NAME = 10
_SAME_ERROR = 0.6
"""From this share of common words two signatures are wordings of one error."""


@dataclass(frozen=True, slots=True)
class Part:
    """A set of words with their rarity, and its mass: the summed rarity, in nats."""

    words: frozenset[str]
    mass: float


@dataclass(frozen=True, slots=True)
class Profile:
    """What is worth knowing of an entry before any paste comes."""

    signature: Part
    wordings: tuple[Part, ...]
    name: Part
    cause: Part
    remedy: Part
    words: frozenset[str]
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
        common = self.signature.words & other.signature.words
        if not common:
            return False
        either = len(self.signature.words) + len(other.signature.words) - len(common)
        return len(common) >= _SAME_ERROR * either


def profile(entry: Entry, words: Words, index: TextIndex) -> Profile:
    def part(found: Iterable[str], at_least: float = 0.0) -> Part:
        distinct = frozenset(found)
        return Part(distinct, max(at_least, index.mass(distinct)) or 1.0)

    signature = words.wordings[0] if words.wordings else ()
    return Profile(
        part(signature),
        tuple(part(wording, _SHORT_WORDING) for wording in words.wordings),
        part(words.name),
        part(words.cause),
        part(words.remedy),
        words.all,
        tools_of(entry),
        bool(entry.regex and entry.examples),
        (entry.signature.lower(), *(alias.lower() for alias in entry.aliases)),
        error_names(signature),
        entry.domain,
        entry.twin_key,
    )


def error_names(found: Iterable[str]) -> frozenset[str]:
    """Compound tokens that name a class of errors, as `filenotfounderror`."""
    return frozenset(t for t in found if len(t) >= _ERROR_NAME and t.endswith(("error", "exception", "failure")))


@dataclass(frozen=True, slots=True)
class KnownUnit:
    """A unit of the paste with the rarity of its tokens, as far as some entry has them."""

    unit: Unit
    rarity: dict[str, float]
    mass: float


@dataclass(frozen=True, slots=True)
class Context:
    """What all candidates of one paste share, worked out once."""

    failure: Failure
    weighed: dict[str, float]
    """Each token that some entry has, with its rarity times its weight in the paste."""
    total_mass: float
    units: tuple[KnownUnit, ...]
    domains: Mapping[str, float]
    tools: frozenset[str]
    error_names: frozenset[str]
    best_score: float


def context(failure: Failure, index: TextIndex, tools: frozenset[str], best_score: float) -> Context:
    """`tools` are all words that name a tool, `best_score` the best BM25 score of a candidate."""
    weights = failure.weights
    weighed = {token: rarity * weights[token] for token, rarity in index.known(weights).items()}
    units = []
    for unit in failure.units:
        rarity = index.known(unit.tokens)
        units.append(KnownUnit(unit, rarity, math.fsum(rarity.values())))
    return Context(
        failure,
        weighed,
        math.fsum(weighed.values()) or 1.0,
        tuple(units),
        index.domain_evidence(weights),
        tools & weights.keys(),
        error_names(weights),
        best_score,
    )


@dataclass(frozen=True, slots=True)
class Evidence:
    """The features of one candidate in the order of NAMES, and the unit of the paste that speaks most for it."""

    values: tuple[float, ...]
    unit: Unit | None


def evidence(paste: Context, entry: Profile, *, score: float, hit: PatternHit | None, foreign: float) -> Evidence:
    """`score` is BM25's; `foreign` what PatternIndex.foreign_rate says."""
    weighed = paste.weighed

    def share(part: Part) -> float:
        return sum(weighed[token] for token in part.words & weighed.keys()) / part.mass

    unit, line_coverage, line_precision = _best_unit(paste, entry.signature)
    lower = unit.text.lower() if unit else ""
    own_tool = bool(entry.tools & paste.tools)
    foreign_error = entry.error_names and paste.error_names and not entry.error_names & paste.error_names
    values = (
        score / paste.best_score if paste.best_score else 0.0,
        line_coverage,
        line_precision,
        max((share(wording) for wording in entry.wordings), default=0.0),
        sum(weighed[token] for token in entry.words & weighed.keys()) / paste.total_mass,
        max((fuzz.partial_ratio(text, lower) for text in entry.texts), default=0.0) / 100 if unit else 0.0,
        max((weighed[token] for token in entry.signature.words & weighed.keys()), default=0.0),
        hit.rarity if hit else 0.0,
        foreign if hit else 0.0,
        float(entry.vetted and hit is None),
        share(entry.name),
        share(entry.cause),
        share(entry.remedy),
        max(_FOREIGN_DOMAIN, paste.domains.get(entry.domain, 0.0) / _DOMAIN_SCALE),
        float(own_tool),
        float(bool(paste.tools) and not own_tool),
        float(bool(foreign_error)),
    )
    return Evidence(values, hit.unit if hit and hit.rarity > line_coverage else unit)


def _best_unit(paste: Context, signature: Part) -> tuple[Unit | None, float, float]:
    """The unit with the best harmonic mean of covered signature and explained line, with both shares."""
    best: tuple[Unit | None, float, float] = (None, 0.0, 0.0)
    best_score = 0.0
    for known in paste.units:
        shared = sum(known.rarity[token] for token in signature.words & known.rarity.keys())
        if not shared:
            continue
        coverage, precision = shared / signature.mass, shared / known.mass
        score = 2 * coverage * precision / (coverage + precision) * (0.5 + 0.5 * known.unit.kind.value)
        if score > best_score:
            best, best_score = (known.unit, coverage, precision), score
    return best
