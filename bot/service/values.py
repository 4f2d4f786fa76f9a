"""What the service gives back."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.cards.card import Card
from bot.decision import Decision
from bot.matching import Match, MatchResult
from bot.store import Answer


@dataclass(frozen=True, slots=True)
class Reply:
    """What to do about a message."""

    decision: Decision
    locale: str
    answer_id: str | None = None
    card: Card | None = None
    """The card to post: for ANSWER only."""
    text: str = ""
    """What to say instead of a card to somebody who asked, when no entry fits."""
    warning: str = ""
    """For the author's eyes only: their message showed a secret, or their edit took the card away."""


@dataclass(frozen=True, slots=True)
class Found:
    """What an unasked message would get, without recording anything."""

    decision: Decision
    result: MatchResult

    @property
    def matches(self) -> tuple[Match, ...]:
        return self.result.matches

    @property
    def confidence(self) -> float:
        return self.result.confidence


@dataclass(frozen=True, slots=True)
class Standing:
    """What one person has said about an answer: votes by fix, and whether it was not their error."""

    votes: Mapping[str, int]
    wrong: bool


@dataclass(frozen=True, slots=True)
class Judged:
    """An answer that somebody has just judged, and its card with the new rates."""

    answer: Answer
    card: Card
