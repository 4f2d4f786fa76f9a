"""What comes in from a channel, as plain values that no platform shows through."""

from dataclasses import dataclass
from enum import StrEnum


class ChannelMode(StrEnum):
    """How forward the bot is in a channel."""

    AUTO = "auto"
    """Answers when sure, offers when fairly sure."""
    OFFER = "offer"
    """Never answers unasked; only offers."""
    MENTION = "mention"
    """Speaks when asked."""
    OFF = "off"
    """Silent, also when mentioned; private questions still work."""


class Asked(StrEnum):
    """Whether somebody asked the bot, and how. Whoever asks gets an answer, "nothing found" included."""

    NO = "no"
    MENTION = "mention"
    PRIVATELY = "privately"
    """A command, a direct message or a menu item: only the asker sees the answer."""


@dataclass(frozen=True, slots=True)
class Place:
    """A channel of a workspace of a platform."""

    platform: str
    workspace: str
    channel: str


@dataclass(frozen=True, slots=True)
class Person:
    """Who wrote, voted or clicked. `id` is unique within the platform's workspace."""

    id: str
    locale: str | None = None
    """What the platform knows of the person's language, as a BCP 47 or POSIX tag."""
    maintainer: bool = False


@dataclass(frozen=True, slots=True)
class File:
    """A text file attached to a message, already downloaded and decoded."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Message:
    """A message with its platform's markup already undone: text as the author meant it."""

    place: Place
    id: str
    author: Person
    text: str
    files: tuple[File, ...] = ()
    asked: Asked = Asked.NO
    thread_id: str | None = None
    """The message that began the thread in which this one is a reply."""
    workspace_locale: str | None = None
    """What the platform knows of the workspace's language, as a tag; the setting goes before it."""

    @property
    def full_text(self) -> str:
        """The text followed by each file's text, separated by blank lines."""
        return "\n\n".join([self.text, *(file.text for file in self.files)]) if self.files else self.text


@dataclass(frozen=True, slots=True)
class Vote:
    """A person's opinion on one fix of an answer: 1 worked, -1 did not, 0 takes an earlier vote back."""

    answer_id: str
    fix_id: str
    person: Person
    value: int

    def __post_init__(self) -> None:
        if self.value not in {-1, 0, 1}:
            msg = f"a vote is -1, 0 or 1, not {self.value}"
            raise ValueError(msg)


@dataclass(frozen=True, slots=True)
class WrongMatch:
    """A person says that the entry is not their error; `withdrawn` takes that back."""

    answer_id: str
    person: Person
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Reaction:
    """A thumb under a card, or one that was taken away: 1 up, -1 down. Whose card it is, the store knows."""

    place: Place
    posted_id: str
    person: Person
    value: int
    removed: bool = False

    def __post_init__(self) -> None:
        if self.value not in {-1, 1}:
            msg = f"a reaction is -1 or 1, not {self.value}"
            raise ValueError(msg)
