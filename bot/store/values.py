"""What the store takes and gives. All times are timezone-aware and in UTC."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, StrEnum, auto
from typing import Final

from bot.events import ChannelMode, File, Place


class AnswerState(StrEnum):
    """Where an answer stands."""

    OFFERED = "offered"
    """A 💡 is shown; nobody opened it yet."""
    ANSWERED = "answered"
    """The card was given."""
    DISMISSED = "dismissed"
    """The asker or a maintainer sent the card away."""
    DELETED = "deleted"
    """The question is gone, and the card with it."""


GIVEN: Final = (AnswerState.ANSWERED, AnswerState.DISMISSED)
"""The states of an answer whose card somebody saw and could judge."""


@dataclass(frozen=True, slots=True)
class NewAnswer:
    """An answer to record. Its texts are redacted already."""

    place: Place
    message_id: str
    """The question's."""
    thread_id: str | None
    """The message that began the thread in which the question is a reply; None where it is none."""
    asker_id: str
    entry_id: str
    state: AnswerState
    confidence: float
    line: str
    """The line of the question that matched."""
    locale: str
    captures: Mapping[str, str]
    """What the entry's pattern captured, by group name."""
    others: tuple[tuple[str, str], ...]
    """Further, independent errors of the same question: (entry_id, line)."""
    first_fix_id: str | None
    """The fix that the card led with when it went out; None where none is out, or the entry has no fix."""


@dataclass(frozen=True, slots=True)
class Answer(NewAnswer):
    """A recorded answer."""

    answer_id: str
    """Opaque, safe in URLs and button values, 16 characters."""
    posted_id: str | None
    """The platform's id of the card's message, once it is confirmed."""
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Gap:
    """An error that no entry knows, and how often it came."""

    key: str
    """The masked failure line that groups the sightings."""
    line: str
    """One failure line as it was pasted; empty once it is forgotten."""
    count: int
    first_seen: datetime
    last_seen: datetime


@dataclass(frozen=True, slots=True)
class ChannelSettings:
    """What was set for a channel; None where nothing was."""

    mode: ChannelMode | None = None
    locale: str | None = None


@dataclass(frozen=True, slots=True)
class Post:
    """A message of the local web channel; the other platforms keep theirs."""

    place: Place
    id: str
    author_id: str
    author_name: str
    text: str
    files: tuple[File, ...]
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Stats:
    """Counts over everything that is stored."""

    answers: int
    """Cards given."""
    offers: int
    """Offers that nobody opened (yet)."""
    votes_up: int
    votes_down: int
    wrong_matches: int
    """Reports that are not withdrawn."""
    gaps: int
    """Different errors that no entry knows."""
    top_entries: tuple[tuple[str, int], ...]
    """(entry_id, cards given), most frequent first."""


class Unset(Enum):
    """The type of UNSET."""

    UNSET = auto()


UNSET: Final = Unset.UNSET
"""Stands for an argument that was left out, where None has a meaning of its own."""
