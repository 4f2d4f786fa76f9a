"""What a line of a paste is: an error, a stack frame, a log line, code, or somebody's own words."""

from dataclasses import dataclass
from enum import Enum

from bot.matching.lexicon import (
    CODE,
    FAILURE,
    FRAME,
    LOG,
    NAMED_FAILURE,
    PERSONAL,
    PREFIX,
    SENTENCE,
    STATEMENT,
    WRAPPER,
)

_MAX_PREFIXES = 5


class Kind(Enum):
    """The part a line plays; the weight is how much its words count when looking for the entry."""

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


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its prefix, what it is, and how it was pasted."""

    text: str
    kind: Kind
    raw: str


def strip_prefix(line: str) -> str:
    """The line without what loggers, containers and terminals put in front."""
    for _ in range(_MAX_PREFIXES):
        found = PREFIX.match(line)
        if not found or found.end() == 0:
            break
        line = line[found.end() :]
    return line.rstrip(" │┃║|")


def classify(raw: str, *, own_words: bool) -> Line:
    """One line; `own_words` where a person may have written it rather than a program (outside code blocks)."""
    text = strip_prefix(raw)
    own_words = own_words and raw.lstrip().startswith(text)
    return Line(text, _kind(raw.strip(), text, own_words=own_words), raw)


def names_failure(text: str) -> bool:
    """Whether a line names an error the way programs do, `SomeError:` or `fatal:`."""
    return bool(NAMED_FAILURE.search(text))


def _kind(raw: str, text: str, *, own_words: bool) -> Kind:
    if FRAME.match(text) or FRAME.match(raw):
        return Kind.FRAME
    failure = bool(FAILURE.search(text))
    if failure and not own_words and WRAPPER.search(text):
        return Kind.WRAPPER
    if STATEMENT.match(raw) or STATEMENT.match(text):
        return Kind.CODE
    if failure and names_failure(text):
        return Kind.ERROR
    if CODE.match(text):
        return Kind.CODE
    return _kind_of_words(raw, text, failure=failure, own_words=own_words)


def _kind_of_words(raw: str, text: str, *, failure: bool, own_words: bool) -> Kind:
    if own_words and SENTENCE.search(text) and (not text.isascii() or PERSONAL.search(text)):
        return Kind.PROSE
    if failure:
        return Kind.ERROR
    return Kind.LOG if LOG.search(raw) else Kind.DETAIL
