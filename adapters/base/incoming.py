"""What comes in on any platform, beyond the core's values."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from bot.events import Message, Person, Place

FileT = TypeVar("FileT")


@dataclass(frozen=True, slots=True)
class Incoming(Generic[FileT]):
    """A message, and what its platform knows beyond the core's value."""

    message: Message
    """Without its files."""
    direct: bool = False
    """Whether it was written to the bot alone."""
    files: tuple[FileT, ...] = ()

    @property
    def root(self) -> str:
        """The message under which an answer stands."""
        return self.message.thread_id or self.message.id


@dataclass(frozen=True, slots=True)
class Reacted:
    """Somebody put a reaction under a message, or took it away."""

    place: Place
    message_id: str
    card_id: str
    """What the message is confirmed as, should it be a card."""
    person: Person
    value: int = 0
    """1 or -1 for a thumb, 0 for what is no vote."""
    opens: bool = False
    """It is the one with which the bot offers a card."""
    removed: bool = False
