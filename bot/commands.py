"""What somebody wants who writes `/errfix …`: a command, or an answer to an error."""

import difflib
import re
from dataclasses import dataclass

from bot.events import ChannelMode
from bot.matching.extract import extract
from bot.matching.lines import Kind

_NAMES = {
    **{name: name for name in ("search", "show", "language", "here", "stats", "help")},
    "lang": "language",
    "-h": "help",
    "--help": "help",
    "?": "help",
}
_MODES = [mode.value for mode in ChannelMode]
_USAGE = {"search": "search WORDS", "show": "show ID", "here": f"here {'|'.join(_MODES)}"}
_QUOTES = "`'\"<>“”「」"
_SHOWN = 60
_LONG = 200
"""Longer than any command: a paste, whatever it begins with."""
_MANY_WORDS = 3
"""So many words are no mistyped command: they are taken for what a program said."""
_NEAR_NAME = 0.7
_NEAR_MODE = 0.5

# `search` takes any words; only these, which no one looks up, are what a program says of its own search.
_SEARCH_FAILED = re.compile(
    r"(?:error|exception|(?:[\w-]+ )?(?:failed|aborted|crashed|timed ?out|unavailable|rejected|refused|denied)) ?:",
    re.IGNORECASE,
)
_EAST_ASIAN = re.compile(r"(?:[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]\W?){3}")
# `CrashLoopBackOff`, `E11000`, `0x80070005`, `kernel_panic`, `std::bad_alloc`: nobody speaks like that.
_CODE = re.compile(r"[A-Z][a-z]+(?:[A-Z][a-z]+)+|[A-Za-z]+[-_]?\d{2,}|\b\d+x[\dA-Fa-f]+|\w_\w|\w::\w|\b[1-9]\d\d\b")


@dataclass(frozen=True, slots=True)
class Ask:
    """An error to answer."""

    text: str


@dataclass(frozen=True, slots=True)
class Search:
    """Entries that hold the words."""

    words: str


@dataclass(frozen=True, slots=True)
class Show:
    """One entry in full."""

    entry_id: str


@dataclass(frozen=True, slots=True)
class Language:
    """The language to answer the person in; None: whatever suits, empty: they ask which there are."""

    locale: str | None


@dataclass(frozen=True, slots=True)
class Here:
    """How forward the bot shall be in the channel; None: they ask how it is."""

    mode: ChannelMode | None


@dataclass(frozen=True, slots=True)
class Stats:
    """Counts of the workspace."""


@dataclass(frozen=True, slots=True)
class Help:
    """What the commands are; `problem` is what was not understood, and `near` what may have been meant."""

    problem: str = ""
    near: str = ""


Order = Search | Show | Language | Here | Stats | Help
"""What the bot is told to do, other than to answer an error."""
Command = Ask | Order


def parse(text: str) -> Command:
    """The command in what followed `/errfix`. Any text will do.

    A command's name counts only with arguments that suit it, since what a program says may begin with the same word.
    """
    text = text.strip()
    if not text:
        return Help()
    if len(text) > _LONG or "\n" in text:
        return Ask(text)
    name, *more = text.split(maxsplit=1)
    rest = "".join(more)
    known = _NAMES.get(name.casefold())
    command = _command(known, rest) if known else None
    if command is not None:
        return command
    if _looks_like_error(text):
        return Ask(text)
    return Help(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…", _near(known, name, rest))


def _command(name: str, rest: str) -> Order | None:  # noqa: PLR0911 - one line for each command
    """The command with its arguments, unless they do not suit it."""
    words = rest.split()
    match name:
        case "search" if words and not _SEARCH_FAILED.match(rest):
            return Search(rest)
        case "show" if len(words) == 1:
            return Show(rest.strip(_QUOTES))
        case "language" if len(words) <= 1 and not _tells_failure(rest):
            return Language(None if rest.casefold() == "auto" else rest.strip(_QUOTES))
        case "here" if not words:
            return Here(None)
        case "here" if rest.casefold() in _MODES:
            return Here(ChannelMode(rest.casefold()))
        case "stats" if not words:
            return Stats()
        case "help" if len(words) <= 1 and not _tells_failure(rest):
            return Help()
        case _:
            return None


def _looks_like_error(text: str) -> bool:
    """Whether a program may have said it, or somebody about one; rather yes than no."""
    return (
        len(text.split()) >= _MANY_WORDS or bool(_EAST_ASIAN.search(text) or _CODE.search(text)) or _tells_failure(text)
    )


def _tells_failure(text: str) -> bool:
    return any(line.kind in {Kind.ERROR, Kind.WRAPPER} for line in extract(text).lines)


def _near(known: str | None, name: str, rest: str) -> str:
    """The command that was probably meant; empty where none is near."""
    if known == "here" and (modes := difflib.get_close_matches(rest.casefold(), _MODES, 1, _NEAR_MODE)):
        return f"here {modes[0]}"
    if known:
        return _USAGE.get(known, known)
    near = difflib.get_close_matches(name.casefold(), [*_USAGE, "language", "stats", "help"], 1, _NEAR_NAME)
    return f"{near[0]} {rest}".strip() if near else ""
