"""The way of a paste: extract the failure, find candidates, weigh the evidence, say how sure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bot.entries import Catalog, Entry
from bot.entries.placeholders import is_plain
from bot.matching.extract import Failure, extract
from bot.matching.features import NAMES, Evidence, Profile, context, evidence, profile
from bot.matching.index import TextIndex
from bot.matching.mask import mask
from bot.matching.model import Model, bundled_model
from bot.matching.patterns import PatternHit, PatternIndex
from bot.matching.words import tools_of, words_of

CANDIDATES = 50
MAX_MATCHES = 10
SAME_ERROR = 0.6
"""From this likeness of their signatures two entries are about one error."""
LONELY_MARGIN = 3.0
"""The margin where nothing else competes."""


@dataclass(frozen=True, slots=True)
class Match:
    """An entry that fits, how likely it is the error (0..1), the pasted line that says so, and what groups caught."""

    entry_id: str
    confidence: float
    line: str
    captures: dict[str, str] = field(default_factory=dict)
    evidence: dict[str, float] = field(default_factory=dict)
    """Each feature's contribution to the score: weight times value."""


@dataclass(frozen=True, slots=True)
class MatchResult:
    """Matches, best first; twins of an earlier match are left out of `margin` but not of `matches`."""

    matches: tuple[Match, ...]
    margin: float
    """The first match's score less that of the best one that is not its twin, in nats."""
    main_line: str
    """The line that names the failure, whether or not an entry is known; empty where there is none."""
    gap_key: str
    """The masked main line: groups errors that no entry knows."""
    names_failure: bool

    @property
    def confidence(self) -> float:
        """The best match's; 0 where nothing matches."""
        return self.matches[0].confidence if self.matches else 0.0


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate with its evidence and score; what fitting and explaining need."""

    position: int
    evidence: Evidence
    hit: PatternHit | None
    score: float


class Matcher:
    """Finds entries for pastes. Matching is pure and safe to call from several threads."""

    def __init__(self, entries: Iterable[Entry], model: Model | None = None) -> None:
        self.catalog = Catalog(entries)
        self.entries = tuple(self.catalog)
        self.model = model or bundled_model()
        words = [words_of(entry) for entry in self.entries]
        self._index = TextIndex(words, [entry.domain for entry in self.entries])
        self._patterns = PatternIndex(self.entries)
        self._profiles: list[Profile] = [
            profile(entry, one, self._index) for entry, one in zip(self.entries, words, strict=True)
        ]
        self._tools = frozenset().union(*(tools_of(entry) for entry in self.entries))

    def match(self, text: str) -> MatchResult:
        """The best entries for any text, and how sure; an empty result for a text without a word."""
        failure = extract(text)
        scored = self.score(failure)
        if not scored:
            return MatchResult((), 0.0, failure.main_line, mask(failure.main_line), failure.names_failure)
        scores = [one.score for one in scored]
        rivals = [one.score for one in self.rivals(scored)]
        confidences = self.model.confidences(failure, scored[0].evidence, scores, rivals)
        return MatchResult(
            tuple(self._match(one, sure) for one, sure in zip(scored[:MAX_MATCHES], confidences, strict=False)),
            scores[0] - rivals[0] if rivals else LONELY_MARGIN,
            failure.main_line,
            mask(failure.main_line),
            failure.names_failure,
        )

    def rivals(self, scored: Sequence[Scored]) -> list[Scored]:
        """The candidates that stand for another error than the first: neither its twins nor worded like it."""
        first = scored[0].position
        return [
            one
            for one in scored[1:]
            if self.entries[one.position].twin_key != self.entries[first].twin_key
            and self._index.likeness(
                self._profiles[one.position].signature.words, self._profiles[first].signature.words
            )
            < SAME_ERROR
        ]

    def score(self, failure: Failure) -> list[Scored]:
        """Every candidate with its evidence, best first."""
        scores = dict(self._index.search(failure.weights, CANDIDATES))
        hits = self._patterns.search(failure, self.entries, self._index.mass)
        for position in hits:
            scores.setdefault(position, 0.0)
        paste = context(failure, self._index, self._tools, max(scores.values(), default=0.0))
        scored = []
        for position, score in scores.items():
            found = evidence(
                paste,
                self._profiles[position],
                score=score,
                hit=(hit := hits.get(position)),
                foreign=self._patterns.foreign_rate(position),
            )
            scored.append(Scored(position, found, hit, self.model.score(found.values)))
        scored.sort(key=lambda one: (-one.score, self.entries[one.position].id))
        return scored

    def _match(self, one: Scored, confidence: float) -> Match:
        captures = {name: value for name, value in (one.hit.captures if one.hit else {}).items() if is_plain(value)}
        unit = one.evidence.unit
        contributions = self.model.contributions(one.evidence.values)
        return Match(
            self.entries[one.position].id,
            round(confidence, 4),
            unit.line if unit else "",
            captures,
            dict(zip(NAMES, contributions, strict=True)),
        )
