"""The way of a paste: extract the failure, find candidates, weigh the evidence, say how sure."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, islice
from threading import Lock
from typing import NamedTuple

from bot.entries import Catalog, Entry
from bot.entries.placeholders import is_plain
from bot.matching.environment import suits, suits_version, systems
from bot.matching.extract import Failure, extract
from bot.matching.features import NAMES, Closing, Context, Evidence, Profile, closing, context, evidence, profile
from bot.matching.index import TextIndex
from bot.matching.mask import mask
from bot.matching.model import Model, Setting, bundled_model, setting
from bot.matching.patterns import PatternHit, Patterns
from bot.matching.tokens import tokens
from bot.matching.words import tools_of

RETRIEVED = 12
"""So many entries are looked up by their words, and have their patterns tried."""
_FEWEST = 5
"""At least so many of them have all the evidence weighed, …"""
_NEAR = 0.6
"""… and those that come so near to the best one."""
_HIT_BONUS = 0.2
"""What a pattern's match counts for getting among them, where the best entry by its words has 1."""
_KEPT = 8_192
"""So many entries' profiles stay in memory, about 10 KB each."""
MAX_MATCHES = 5
TWIN_LEEWAY = 2.0
"""A twin that suits the asker's system and version better is shown although it scores so many nats less."""
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
    contributions: tuple[float, ...] = ()
    """Each feature's contribution to the score, weight times value, in the order of NAMES."""

    @property
    def evidence(self) -> dict[str, float]:
        """The contributions by the features' names."""
        return dict(zip(NAMES, self.contributions, strict=True))


@dataclass(frozen=True, slots=True)
class MatchResult:
    """Matches, best first; twins of an earlier match are left out of `margin` but not of `matches`."""

    matches: tuple[Match, ...]
    margin: float
    """The first match's score less that of the best one that is not its twin, in nats."""
    main_line: str
    """The line that names the failure, whether or not an entry is known; empty where there is none."""
    names_failure: bool
    others: tuple[Match, ...] = ()
    """Further, independent errors of the same paste, on other lines than the first match's."""
    confidence_evidence: dict[str, float] = field(default_factory=dict)
    """What made up the first match's confidence, in nats: weight times value, `bias` included."""

    @property
    def gap_key(self) -> str:
        """The masked main line: groups errors that no entry knows."""
        return mask(self.main_line)

    @property
    def confidence(self) -> float:
        """The best match's; 0 where nothing matches."""
        return self.matches[0].confidence if self.matches else 0.0


class Scored(NamedTuple):
    """A candidate with its evidence and score; what fitting and explaining need."""

    position: int
    evidence: Evidence
    hit: PatternHit | None
    score: float


@dataclass(frozen=True, slots=True)
class Weighed:
    """What was found out about a paste, and its candidates, best first."""

    paste: Context
    scored: list[Scored]


class Matcher:
    """Finds entries for pastes. Matching is pure, and safe to call from several threads also while entries change."""

    def __init__(self, entries: Iterable[Entry], model: Model | None = None) -> None:
        self.catalog = Catalog(entries)
        self.model = model or bundled_model()
        # A position is never given again; that of a removed entry is found by nothing.
        self.entries = list(self.catalog)
        self._positions = {entry.id: position for position, entry in enumerate(self.entries)}
        self._index = TextIndex(self.entries)
        self._patterns = Patterns(self.entries)
        self._profile = lru_cache(_KEPT)(self._make_profile)
        self._tool_counts = Counter(chain.from_iterable(map(tools_of, self.entries)))
        self._tools = frozenset(self._tool_counts)
        self._changing = Lock()

    def put(self, entry: Entry) -> None:
        """Add an entry, or replace the one with its id, while others match."""
        with self._changing:
            position = len(self.entries)
            self._index.add(position, entry)
            self.entries.append(entry)
            self._tool_counts.update(tools_of(entry))
            before = self._positions.get(entry.id)
            if before is not None:
                self._take_out(before)
            self._positions[entry.id] = position
            self.catalog.put(entry)
            self._changed()

    def remove(self, entry_id: str) -> None:
        """Forget an entry; one that is not there is no error."""
        with self._changing:
            position = self._positions.pop(entry_id, None)
            if position is not None:
                self._take_out(position)
                self.catalog.remove(entry_id)
                self._changed()

    def _take_out(self, position: int) -> None:
        entry = self.entries[position]
        self._index.remove(position, entry)
        self._tool_counts.subtract(tools_of(entry))

    def _changed(self) -> None:
        """Let others see the entries as they are now, all changes at once."""
        self._tools = frozenset(+self._tool_counts)
        self._index.commit()
        # What words weigh in them has changed.
        self._profile.cache_clear()

    def _make_profile(self, position: int) -> Profile:
        entry = self.entries[position]
        return profile(entry, self._index.words[position], self._index)

    def match(self, text: str) -> MatchResult:
        """The best entries for any text, and how sure; an empty result for a text without a word."""
        failure = self.read(text)
        weighed = self.weigh(failure)
        if not weighed.scored:
            return MatchResult((), 0.0, failure.main_line, failure.names_failure)
        scored = self._suiting_twin_first(weighed.scored, failure)
        paste = setting(failure)
        first = scored[0]
        rivals = [one.score for one in self.rivals(scored)]
        sure = self.model.confidence(paste, first.evidence, self.closing(weighed.paste, first), first.score, rivals)
        return MatchResult(
            tuple(self._match(one, sure.value * math.exp(one.score - first.score)) for one in scored[:MAX_MATCHES]),
            first.score - rivals[0] if rivals else LONELY_MARGIN,
            failure.main_line,
            failure.names_failure,
            tuple(islice(self._others(scored, weighed.paste, paste), MAX_OTHERS)),
            sure.evidence,
        )

    def read(self, text: str) -> Failure:
        """What a text tells, also in the wordings of the entries."""
        return extract(text, self._index.wordings)

    def search(self, words: str, limit: int) -> list[Entry]:
        """The entries that hold the words, best first: for words that somebody looks up, not for a paste."""
        hits = self._index.search(dict.fromkeys(tokens(words), 1.0), limit)
        return [self.entries[position] for position, _ in hits]

    def _suiting_twin_first(self, scored: list[Scored], failure: Failure) -> list[Scored]:
        """Of the first candidate and its twins, the one for the system and version of the paste goes to the front."""
        first = scored[0]
        key = self._profile(first.position).twin_key
        family = [
            one
            for one in scored
            if self._profile(one.position).twin_key == key and one.score > first.score - TWIN_LEEWAY
        ]
        if len(family) == 1:
            return scored
        shown = systems(failure.text)

        def suiting(one: Scored) -> int:
            entry = self.entries[one.position]
            return suits(entry, shown) + suits_version(entry, failure.text)

        chosen = max(family, key=suiting)
        if chosen is first:
            return scored
        # The twin stands for the same error, so it is as sure as the first was.
        return [chosen._replace(score=first.score), *(one for one in scored if one is not chosen)]

    def _others(self, scored: list[Scored], paste: Context, whole: Setting) -> Iterator[Match]:
        """Errors that other lines tell on their own; each line, and each error, once."""
        told, lines = [scored[0]], {_line(scored[0])}
        for one in scored[1:]:
            if one.hit is None or _line(one) in lines or any(self._is_like(one, other) for other in told):
                continue
            told.append(one)
            lines.add(_line(one))
            rivals = [r.score for r in scored if _line(r) == _line(one) and not self._is_like(r, one)]
            sure = self.model.confidence(whole, one.evidence, self.closing(paste, one), one.score, rivals).value
            if sure >= OTHER_FROM:
                yield self._match(one, sure)

    def rivals(self, scored: Sequence[Scored]) -> list[Scored]:
        """The candidates that stand for another error than the first: neither its twins nor worded like it."""
        return [one for one in scored[1:] if not self._is_like(one, scored[0])]

    def _is_like(self, one: Scored, other: Scored) -> bool:
        return self._profile(one.position).is_like(self._profile(other.position))

    def closing(self, paste: Context, one: Scored) -> Closing:
        """What is worked out for a candidate only once it is the best."""
        return closing(paste, self._profile(one.position), one.evidence.unit)

    def weigh(self, failure: Failure) -> Weighed:
        """The candidates with their evidence."""
        found = dict(self._index.search(failure.weights, RETRIEVED))
        best = max(found.values(), default=0.0)
        hits = self._patterns.search(failure, found, self._index.mass)
        bonus = best * _HIT_BONUS
        likely = sorted(found, key=lambda one: found[one] + (bonus if one in hits else 0.0), reverse=True)
        near = [one for one in likely[_FEWEST:] if found[one] >= best * _NEAR or one in hits]
        paste = context(failure, self._index, self._tools, best)
        scored = []
        for position in (*likely[:_FEWEST], *near):
            score, hit = found[position], hits.get(position)
            foreign = self._patterns.foreign_rate(position) if hit else 0.0
            known = evidence(paste, self._profile(position), score=score, hit=hit, foreign=foreign)
            scored.append(Scored(position, known, hit, self.model.score(known.values)))
        scored.sort(key=lambda one: (-one.score, self.entries[one.position].id))
        return Weighed(paste, scored)

    def _match(self, one: Scored, confidence: float) -> Match:
        captures = {name: value for name, value in (one.hit.captures if one.hit else {}).items() if is_plain(value)}
        unit = one.evidence.unit
        return Match(
            self.entries[one.position].id,
            round(confidence, 4),
            unit.line if unit else "",
            captures,
            self.model.contributions(one.evidence.values),
        )


def _line(one: Scored) -> str:
    return one.evidence.unit.line if one.evidence.unit else ""
