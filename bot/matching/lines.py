"""What a line of a paste is: an error, a stack frame, a log line, code, or somebody's own words."""

from collections.abc import Collection
from enum import Enum
from typing import NamedTuple

from bot.matching.signs import PREFIX, Sign, signs

_MAX_PREFIXES = 5


class Kind(Enum):
    """The part a line plays, with its weight: how much its words count when looking for the entry."""

    def __init__(self, weight: float) -> None:
        self.weight = weight

    ERROR = 1.0
    """Names a failure."""
    DETAIL = 0.6
    """Follows an error and says more, or stands alone in a log."""
    PROSE = 0.5
    """The human's own words."""
    WRAPPER = 0.35
    """Says that something failed, which every failure of the tool says."""
    LOG = 0.3
    """An ordinary log line."""
    CODE = 0.25
    """Source code, a table, a diff."""
    FRAME = 0.12
    """A line of a stack trace."""


_SAYABLE = frozenset((Kind.PROSE, Kind.ERROR, Kind.DETAIL))
"""What a person's sentence may be taken for: it may hold the error itself."""


class Line(NamedTuple):
    """A line without its prefix, what it is, and how it was pasted."""

    text: str
    kind: Kind
    raw: str
    names_failure: bool
    """Whether it names an error the way programs do, `SomeError:` or `fatal:`."""
    shaped: bool
    """Whether it has the shape of code."""
    marked_up: bool
    """Whether it is laid out as in a document."""
    said: bool
    """Whether it may be a person's own sentence."""


def strip_prefix(line: str) -> str:
    """The line without what loggers, containers and terminals put in front."""
    rest = encoded = line.encode()
    for _ in range(_MAX_PREFIXES):
        found = PREFIX.match(rest)
        if not found:
            break
        rest = rest[found.end() :]
    if rest is not encoded:
        line = rest.decode()
    return line.rstrip(" │┃║|")


def classify(raw: str, *, own_words: bool) -> Line:
    """One line; `own_words` where a person may have written it rather than a program (outside code blocks)."""
    text = strip_prefix(raw)
    shown = signs(text.encode())
    # What the prefix says counts too: an INFO before a message, a frame's number.
    stripped = raw.strip()
    whole = shown if stripped == text else signs(stripped.encode())
    own_words = own_words and raw.lstrip().startswith(text)
    named = Sign.NAMED_FAILURE in shown
    kind = _kind(text, shown, whole, own_words=own_words)
    said = own_words and kind in _SAYABLE and _is_sentence(shown) and Sign.LOG not in whole
    return Line(text, kind, raw, named, Sign.SHAPED in shown, Sign.MARKUP in whole, said)


def _is_sentence(shown: Collection[int]) -> bool:
    return Sign.SENTENCE in shown and Sign.REPORT not in shown


def _kind(text: str, shown: Collection[int], whole: Collection[int], *, own_words: bool) -> Kind:
    """`shown` are the signs of the text, `whole` those of the line with its prefix."""
    if Sign.FRAME in shown or Sign.FRAME in whole:
        return Kind.FRAME
    failure = Sign.FAILURE in shown
    if failure and not own_words and Sign.WRAPPER in shown:
        return Kind.WRAPPER
    if any(Sign.STATEMENT in one and Sign.REPORT not in one for one in (shown, whole)):
        return Kind.CODE
    if failure and Sign.NAMED_FAILURE in shown:
        return Kind.ERROR
    if Sign.CODE in shown and Sign.REPORT not in shown:
        return Kind.CODE
    return _kind_of_words(text, shown, whole, own_words=own_words)


def _kind_of_words(text: str, shown: Collection[int], whole: Collection[int], *, own_words: bool) -> Kind:
    if own_words and _is_sentence(shown) and (not text.isascii() or Sign.PERSONAL in shown):
        return Kind.PROSE
    if Sign.FAILURE in shown:
        return Kind.ERROR
    return Kind.LOG if Sign.LOG in whole else Kind.DETAIL
