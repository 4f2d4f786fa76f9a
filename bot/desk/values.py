"""What people ask at the desk, and what they are told."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.cards.card import Card
from bot.events import Message
from bot.localization import Translator

Usage = Callable[[str, str, Translator], str]
"""How a command is written where somebody asks: its name, empty for an error to look up, and what follows it."""


def plain_usage(name: str, words: str, t: Translator) -> str:  # noqa: ARG001 - alike in every language
    """As on one line after `/errfix`."""
    return " ".join(part for part in ("/errfix", name, words) if part)


@dataclass(frozen=True, slots=True)
class Request:
    """Somebody wrote `/errfix …`. The message's text is what followed the command, its id an id of the request."""

    message: Message
    manages_channel: bool = False
    """Whether the platform lets the person decide about the channel: its creator, an admin of the workspace."""
    is_error: bool = False
    """The text is somebody's message, and no command whatever it reads like."""
    usage: Usage = plain_usage


@dataclass(frozen=True, slots=True)
class EntryLine:
    """An entry in a list."""

    entry_id: str
    title: str
    domain: str


@dataclass(frozen=True, slots=True)
class Told:
    """What to say, to the asker alone."""

    locale: str
    text: str = ""
    """Plain text without markup, perhaps of several lines."""
    card: Card | None = None
    answer_id: str | None = None
    """Set where the card answers a question: it can be posted to the channel, and then be confirmed."""
    entries: tuple[EntryLine, ...] = ()
    warning: str = ""


@dataclass(frozen=True, slots=True)
class Home:
    """What a person finds on the bot's own page."""

    locale: str
    chosen: str | None
    """The language they chose; None where the bot finds out."""
    languages: tuple[tuple[str, str], ...]
    """(code, own name)"""
    top: tuple[tuple[EntryLine, int], ...]
    """The week's most frequent errors of the workspace, each with how often it came."""
    help: str
