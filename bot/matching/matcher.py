"""The way of a paste: extract the failure, find candidates, weigh the evidence, say how sure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from threading import Lock

from bot.entries import Catalog, Entry
from bot.entries.placeholders import is_plain
from bot.matching.environment import suits, systems
from bot.matching.extract import Failure, extract
from bot.matching.features import NAMES, Evidence, Profile, context, evidence, profile
from bot.matching.index import TextIndex
from bot.matching.mask import mask
from bot.matching.model import Model, bundled_model
from bot.matching.patterns import PatternHit, PatternIndex
from bot.matching.words import tools_of, words_of

CANDIDATES = 30
MAX_MATCHES = 10
TWIN_LEEWAY = 2.0
"""A twin that suits the asker's system better is shown although it scores so many nats less."""
OTHER_FROM = 0.8
"""From this confidence another line's error is named on the card too."""
MAX_OTHERS = 3
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
    others: tuple[Match, ...] = ()
    """Further, independent errors of the same paste, on other lines than the first match's."""
    confidence_evidence: dict[str, float] = field(default_factory=dict)
    """What made up the first match's confidence, in nats: weight times value, `bias` included."""

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
    """Finds entries for pastes. Matching is pure, and safe to call from several threads also while entries change."""

    def __init__(self, entries: Iterable[Entry], model: Model | None = None) -> None:
        self.catalog = Catalog(entries)
        self.model = model or bundled_model()
        # A position is never given again; that of a removed entry is found by nothing.
        self.entries = list(self.catalog)
        self._positions = {entry.id: position for position, entry in enumerate(self.entries)}
        words = [words_of(entry) for entry in self.entries]
        self._index = TextIndex(words, [entry.domain for entry in self.entries])
        self._patterns = PatternIndex(self.entries)
        self._profiles: list[Profile] = [
            profile(entry, one, self._index) for entry, one in zip(self.entries, words, strict=True)
        ]
        self._tools = frozenset().union(*(tools_of(entry) for entry in self.entries))
        self._changing = Lock()

    def put(self, entry: Entry) -> None:
        """Add an entry, or replace the one with its id, while others match."""
        with self._changing:
            self._remove(entry.id)
            words = words_of(entry)
            position = len(self.entries)
            self._profiles.append(profile(entry, words, self._index))
            self.entries.append(entry)
            self._tools |= tools_of(entry)
            self._patterns.add(position, self.entries)
            self._index.add(position, words, entry.domain)
            self._positions[entry.id] = position
            self.catalog.put(entry)

    def remove(self, entry_id: str) -> None:
        """Forget an entry; one that is not there is no error."""
        with self._changing:
            self._remove(entry_id)

    def _remove(self, entry_id: str) -> None:
        position = self._positions.pop(entry_id, None)
        if position is not None:
            entry = self.entries[position]
            self._patterns.remove(position)
            self._index.remove(position, words_of(entry), entry.domain)
            self.catalog.remove(entry_id)

    def match(self, text: str) -> MatchResult:
        """The best entries for any text, and how sure; an empty result for a text without a word."""
        failure = extract(text)
        scored = self.score(failure)
        if not scored:
            return MatchResult((), 0.0, failure.main_line, mask(failure.main_line), failure.names_failure)
        scored = self._suiting_twin_first(scored, failure)
        scores = [one.score for one in scored]
        rivals = [one.score for one in self.rivals(scored)]
        confidences = self.model.confidences(failure, scored[0].evidence, scores, rivals)
        return MatchResult(
            tuple(self._match(one, sure) for one, sure in zip(scored[:MAX_MATCHES], confidences, strict=False)),
            scores[0] - rivals[0] if rivals else LONELY_MARGIN,
            failure.main_line,
            mask(failure.main_line),
            failure.names_failure,
            tuple(islice(self._others(scored, failure), MAX_OTHERS)),
            self.model.confidence_contributions(failure, scored[0].evidence, scores[0], rivals),
        )

    def _suiting_twin_first(self, scored: list[Scored], failure: Failure) -> list[Scored]:
        """Of the first candidate and its twins, the one for the system the paste comes from goes to the front."""
        shown = systems(failure.text)
        first = scored[0]
        key = self._profiles[first.position].twin_key
        family = [
            one
            for one in scored
            if self._profiles[one.position].twin_key == key and one.score > first.score - TWIN_LEEWAY
        ]
        chosen = max(family, key=lambda one: suits(self.entries[one.position], shown))
        if chosen is first:
            return scored
        # The twin stands for the same error, so it is as sure as the first was.
        return [replace(chosen, score=first.score), *(one for one in scored if one is not chosen)]

    def _others(self, scored: list[Scored], failure: Failure) -> Iterator[Match]:
        """Errors that other lines tell on their own; each line, and each error, once."""
        told, lines = [scored[0]], {_line(scored[0])}
        for one in scored[1:]:
            if one.hit is None or _line(one) in lines or any(self._is_like(one, other) for other in told):
                continue
            told.append(one)
            lines.add(_line(one))
            rivals = [r.score for r in scored if _line(r) == _line(one) and not self._is_like(r, one)]
            [sure] = self.model.confidences(failure, one.evidence, [one.score], rivals)
            if sure >= OTHER_FROM:
                yield self._match(one, sure)

    def rivals(self, scored: Sequence[Scored]) -> list[Scored]:
        """The candidates that stand for another error than the first: neither its twins nor worded like it."""
        return [one for one in scored[1:] if not self._is_like(one, scored[0])]

    def _is_like(self, one: Scored, other: Scored) -> bool:
        return self._profiles[one.position].is_like(self._profiles[other.position])

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


def _line(one: Scored) -> str:
    return one.evidence.unit.line if one.evidence.unit else ""
