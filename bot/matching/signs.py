"""Which signs a line shows: all patterns of the lexicon in one pass."""

from collections.abc import Collection
from enum import IntEnum, auto

import re2

from bot.matching import lexicon, phrases


class Sign(IntEnum):
    """What a line can show; lexicon.py says how."""

    FAILURE = 0
    """Words and codes that speak of a failure, in a log as well as in a person's sentence."""
    NAMED_FAILURE = auto()
    """A failure as programs name it: `SomeError`, `fatal:`, `error[E0308]:`."""
    WRAPPER = auto()
    FRAME = auto()
    STATEMENT = auto()
    """Source code beyond doubt: it speaks of failures without being one."""
    REPORT = auto()
    """What services report as JSON: no source code, however it is laid out."""
    CODE = auto()
    LOG = auto()
    SENTENCE = auto()
    PERSONAL = auto()
    QUOTED = auto()
    SHAPED = auto()
    COMMENT = auto()
    MARKUP = auto()


def _options() -> re2.Options:
    options = re2.Options()
    # Room for the automaton of all signs together; with less, RE2 builds its states anew for line after line.
    options.max_mem = 64 << 20
    return options


def _set_of(patterns: dict[Sign, str]) -> re2.Set:
    found = re2.Set.SearchSet(_options())
    for sign in Sign:
        found.Add(patterns[sign])
    found.Compile()
    return found


_SIGNS = _set_of(
    {
        Sign.FAILURE: lexicon.FAILURE,
        Sign.NAMED_FAILURE: lexicon.NAMED_FAILURE,
        Sign.WRAPPER: lexicon.WRAPPER,
        Sign.FRAME: lexicon.FRAME,
        Sign.STATEMENT: lexicon.STATEMENT,
        Sign.REPORT: lexicon.REPORT,
        Sign.CODE: lexicon.CODE,
        Sign.LOG: lexicon.LOG,
        Sign.SENTENCE: lexicon.SENTENCE,
        Sign.PERSONAL: lexicon.PERSONAL,
        Sign.QUOTED: lexicon.QUOTED,
        Sign.SHAPED: lexicon.SHAPED,
        Sign.COMMENT: lexicon.COMMENT,
        Sign.MARKUP: lexicon.MARKUP,
    }
)
PREFIX = re2.compile(lexicon.PREFIX.encode(), _options())
HYPOTHETICAL = re2.compile(phrases.HYPOTHETICAL.encode(), _options())
SETTLED = re2.compile(phrases.SETTLED.encode(), _options())
ASKS = re2.compile(phrases.ASKS.encode(), _options())


def signs(line: bytes) -> Collection[int]:
    """The signs that a line in UTF-8 shows."""
    return _SIGNS.Match(line) or ()
